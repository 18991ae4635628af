//! What does a row of an export cost, and what is kept of it? A procedure log read by a mapping, and the tables of Open
//! Dental, beside the `csv` crate that reads the same bytes into structs and forgets them.
//!
//! `cargo bench --bench import` times 500,000 procedures and measures the memory of 0.5, 1 and 5 million, each in a
//! process of its own; `-- write FOLDER ROWS` writes the files, for `benches/peers/import.py`.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::Command;

use followthrough_benches::{Stopwatch, export};
use followthrough_import::{Importer, Options, System};
use serde::Deserialize;
use serde::de::DeserializeOwned;

const ROUNDS: usize = 7;
const TIMED: usize = 500_000;
const MEASURED: [usize; 3] = [500_000, 1_000_000, 5_000_000];

type Files = BTreeMap<String, Vec<u8>>;

/// What of a procedure log the importer reads.
#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct Logged {
    #[serde(rename = "PROC_LOGID")]
    id: u64,
    #[serde(rename = "PROC_LOGDB")]
    db: u32,
    #[serde(rename = "PATID")]
    patient: u64,
    #[serde(rename = "PATDB")]
    patient_db: u32,
    #[serde(rename = "PLDATE")]
    date: String,
    #[serde(rename = "ADACODE")]
    code: String,
    chart_status: u16,
    amount: i64,
}

/// The same of Open Dental's.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Procedure {
    proc_num: u64,
    pat_num: u64,
    apt_num: u64,
    planned_apt_num: u64,
    code_num: u64,
    proc_date: String,
    proc_fee: f64,
    tooth_num: String,
    surf: String,
    proc_status: u8,
    prov_num: u64,
    clinic_num: u64,
    unit_qty: u16,
    base_units: u16,
    discount: f64,
    #[serde(rename = "DateTP")]
    date_tp: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Patient {
    pat_num: u64,
    l_name: String,
    f_name: String,
    pat_status: u8,
    birthdate: String,
    wireless_phone: String,
    email: String,
    guarantor: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Appointment {
    apt_num: u64,
    pat_num: u64,
    apt_status: u8,
    apt_date_time: String,
}

#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let words: Vec<&str> = arguments
        .iter()
        .skip(1)
        .map(String::as_str)
        .filter(|word| *word != "--bench")
        .collect();
    match words.as_slice() {
        [] => {
            times();
            memory();
        }
        ["measure", form, rows] => measure(form, rows.parse().expect("a number of rows")),
        ["write", folder, rows] => write(folder, rows.parse().expect("a number of rows")),
        _ => println!("cargo bench --bench import [-- write FOLDER ROWS]"),
    }
}

type Generator = fn(usize, &mut dyn FnMut(&str, &[u8]));

fn generated(form: &str) -> Generator {
    if form == "tables" {
        export::open_dental
    } else {
        export::proc_log
    }
}

#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn importer(form: &str) -> Importer {
    let mut options = Options::default();
    let (system, answers) = if form == "tables" {
        (
            System::OpenDental,
            [("presented", "charted"), ("time_zone", "America/New_York")],
        )
    } else {
        (System::Dentrix, [("mapping", export::MAPPING), ("as_of", "2026-01-01")])
    };
    for (name, value) in answers {
        options.set(name, value).expect("an option");
    }
    Importer::new(system, &options).expect("an importer")
}

fn times() {
    println!("{TIMED} procedures, ns a record, the fastest of {ROUNDS} rounds that take turns");
    for form in ["mapped", "tables"] {
        let mut files = Files::new();
        generated(form)(TIMED, &mut |name, piece| {
            files.entry(name.to_owned()).or_default().extend_from_slice(piece)
        });
        let records: usize = files
            .values()
            .map(|file| file.iter().filter(|b| **b == b'\n').count() - 1)
            .sum();
        let (mut alone, mut ours, mut read_only) = (f64::MAX, f64::MAX, f64::MAX);
        for _ in 0..ROUNDS {
            let watch = Stopwatch::start();
            std::hint::black_box(into_structs(form, &files));
            alone = alone.min(watch.each(records));
            let watch = Stopwatch::start();
            let importer = pushed(form, &files);
            read_only = read_only.min(watch.each(records));
            let imported = importer.finish();
            ours = ours.min(watch.each(records));
            std::hint::black_box(imported.is_ok_and(|imported| imported.totals.records == 0));
        }
        let ratio = ours / alone;
        println!(
            "{form:<7} {records:>8} records: csv + serde {alone:>5.0}   import {ours:>5.0} = {ratio:.2} x   (rows alone \
             {read_only:.0})"
        );
    }
}

#[allow(clippy::expect_used, reason = "a benchmark that cannot run has nothing to say")]
fn pushed(form: &str, files: &Files) -> Importer {
    let mut importer = importer(form);
    for (name, bytes) in files {
        for piece in bytes.chunks(1 << 16) {
            importer.push(name, piece).expect("an export");
        }
    }
    importer
}

fn into_structs(form: &str, files: &Files) -> u64 {
    let file = |name: &str| files.get(name).map(Vec::as_slice).unwrap_or_default();
    if form == "mapped" {
        return rows(file("proc_log.csv"), |row: Logged| {
            let texts = row.date.len() + row.code.len();
            row.id
                ^ row.patient
                ^ u64::from(row.db ^ row.patient_db)
                ^ number(texts)
                ^ row.amount.unsigned_abs()
                ^ u64::from(row.chart_status)
        });
    }
    let patients = rows(file("patient.csv"), |row: Patient| {
        let texts = [
            &row.l_name,
            &row.f_name,
            &row.birthdate,
            &row.wireless_phone,
            &row.email,
        ];
        row.pat_num ^ row.guarantor ^ u64::from(row.pat_status) ^ number(texts.iter().map(|text| text.len()).sum())
    });
    let visits = rows(file("appointment.csv"), |row: Appointment| {
        row.apt_num ^ row.pat_num ^ u64::from(row.apt_status) ^ number(row.apt_date_time.len())
    });
    let procedures = rows(file("procedurelog.csv"), |row: Procedure| {
        let texts = [&row.proc_date, &row.tooth_num, &row.surf, &row.date_tp];
        let ids = row.proc_num ^ row.pat_num ^ row.apt_num ^ row.planned_apt_num ^ row.code_num ^ row.prov_num;
        let counts = row.clinic_num ^ u64::from(row.unit_qty ^ row.base_units) ^ u64::from(row.proc_status);
        ids ^ counts ^ (row.proc_fee - row.discount).to_bits() ^ number(texts.iter().map(|text| text.len()).sum())
    });
    patients ^ visits ^ procedures
}

/// Every row as a struct, and a sum over them, so that nothing is optimised away.
#[allow(clippy::expect_used, reason = "a benchmark that cannot run has nothing to say")]
fn rows<T: DeserializeOwned>(bytes: &[u8], sum: impl Fn(T) -> u64) -> u64 {
    let mut reader = csv::Reader::from_reader(bytes);
    reader
        .deserialize()
        .fold(0, |total, row| total ^ sum(row.expect("a row")))
}

fn number(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(0)
}

/// The memory of imports, each in a process of its own that holds no file.
#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn memory() {
    println!("\nmemory of the process: MB while rows come, MB at its highest, bytes a procedure");
    for form in ["mapped", "tables"] {
        for rows in MEASURED {
            let child = Command::new(std::env::current_exe().expect("a program"))
                .args(["measure", form, &rows.to_string()])
                .output()
                .expect("a process");
            print!("{}", String::from_utf8_lossy(&child.stdout));
        }
    }
}

#[allow(clippy::expect_used, clippy::cast_precision_loss, reason = "a figure to look at")]
fn measure(form: &str, rows: usize) {
    let before = status("VmRSS");
    let mut importer = importer(form);
    let watch = std::time::Instant::now();
    generated(form)(rows, &mut |name, piece| importer.push(name, piece).expect("an export"));
    let progress = importer.progress();
    let kept = status("VmHWM").saturating_sub(before);
    let imported = importer.finish().expect("an export");
    let most = status("VmHWM").saturating_sub(before);
    let each = |kb: u64| kb as f64 * 1024.0 / rows as f64;
    println!(
        "{form:<7} {rows:>8} procedures, {:>4} MB in {} records: {:>5} MB, {:>5} MB, {:>4.0} and {:>4.0} bytes; {} plans, {:.1} s",
        progress.bytes >> 20,
        progress.records,
        kept >> 10,
        most >> 10,
        each(kept),
        each(most),
        imported.plans.len(),
        watch.elapsed().as_secs_f64()
    );
}

/// A line of what the system says of this process, in KB; 0 where it says nothing.
fn status(key: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(key));
    let number = line.and_then(|line| line.split_ascii_whitespace().nth(1));
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn write(folder: &str, rows: usize) {
    std::fs::create_dir_all(folder).expect("a folder");
    for form in ["mapped", "tables"] {
        let mut files: BTreeMap<String, std::fs::File> = BTreeMap::new();
        generated(form)(rows, &mut |name, piece| {
            let path = std::path::Path::new(folder).join(name);
            let file = files
                .entry(name.to_owned())
                .or_insert_with(|| std::fs::File::create(path).expect("a file"));
            file.write_all(piece).expect("a disk with room");
        });
    }
}
