//! An invented practice of twenty years, as its export would be: any number of procedures, drawn from a seed, a piece at
//! a time, so that the file itself never stands in memory.

use std::fmt::Write as _;

const SEED: u64 = 0x494D_504F_5254_2020;
/// Procedures of one patient.
const PER_PATIENT: usize = 100;
/// Procedures of one visit.
const PER_VISIT: usize = 3;
/// How many bytes are written before a piece is handed over.
const PIECE: usize = 1 << 18;

fn draw(k: usize) -> u64 {
    let k = u64::try_from(k).unwrap_or(0);
    let mut z = SEED.wrapping_add((k + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn within(draw: u64, shift: u32, of: u64) -> u64 {
    (draw >> shift) % of
}

/// One procedure. Nine in ten were done, three in a hundred are pending, the others were done elsewhere or removed.
struct Procedure {
    id: usize,
    patient: usize,
    visit: usize,
    code: u64,
    cents: u64,
    fate: Fate,
    day: String,
    tooth: u64,
    provider: u64,
}

#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Done,
    Pending,
    Elsewhere,
    Removed,
}

fn procedure(id: usize, rows: usize) -> Procedure {
    let drawn = draw(id);
    let fate = match within(drawn, 0, 100) {
        0..=89 => Fate::Done,
        90..=92 => Fate::Pending,
        93..=96 => Fate::Elsewhere,
        _ => Fate::Removed,
    };
    // Twenty years, the newest last; what is pending was charted lately.
    let nth = id * 240 / rows.max(1);
    let month = if fate == Fate::Pending {
        239 - nth % 12
    } else {
        nth.min(239)
    };
    Procedure {
        id: id + 1,
        patient: usize::try_from(within(drawn, 8, u64::try_from(patients(rows)).unwrap_or(1))).unwrap_or(0) + 1,
        visit: if fate == Fate::Done { id / PER_VISIT + 1 } else { 0 },
        code: within(drawn, 24, 200) + 1,
        cents: within(drawn, 32, 180_000) + 4_000,
        fate,
        day: format!(
            "{}-{:02}-{:02}",
            2006 + month / 12,
            month % 12 + 1,
            within(drawn, 40, 28) + 1
        ),
        tooth: within(drawn, 48, 48),
        provider: within(drawn, 56, 6) + 1,
    }
}

fn patients(rows: usize) -> usize {
    rows / PER_PATIENT + 1
}

/// The mapping of [`proc_log`].
pub const MAPPING: &str = "mapping: 1
extends: dentrix.proc_log
presented: charted
plans: per_patient
time_zone: America/New_York
procedure: {status: {map: {105: planned}}}
";

/// The words of the procedure log's status for what is pending, done and done elsewhere.
fn status(fate: Fate) -> &'static str {
    match fate {
        Fate::Pending => "105",
        Fate::Done | Fate::Removed => "102",
        Fate::Elsewhere => "90",
    }
}

/// A procedure log as one table: amounts in cents, a number for the status.
pub fn proc_log(rows: usize, take: &mut dyn FnMut(&str, &[u8])) {
    let header = "PROC_LOGID,PROC_LOGDB,PATID,PATDB,PLDATE,ADACODE,CHART_STATUS,AMOUNT";
    table("proc_log.csv", header, rows, take, |at, out| {
        let p = procedure(at, rows);
        let (id, patient, day, code) = (p.id, p.patient, p.day, 100 + p.code * 45);
        let (word, cents) = (status(p.fate), p.cents);
        let _ = writeln!(out, "{id},1,{patient},1,{day} 00:00:00.000,D{code:04},{word},{cents}");
    });
}

/// The tables of an Open Dental database, all that a full export has of the columns that are read.
pub fn open_dental(rows: usize, take: &mut dyn FnMut(&str, &[u8])) {
    let header =
        "PatNum,LName,FName,PatStatus,Birthdate,HmPhone,WirelessPhone,Email,Guarantor,PriProv,ClinicNum,TxtMsgOk";
    table("patient.csv", header, patients(rows), take, |at, out| {
        let (num, drawn) = (at + 1, draw(at ^ 0x5555_5555));
        let (year, line) = (1940 + within(drawn, 0, 60), within(drawn, 8, 9_000) + 1_000);
        let (month, text) = (within(drawn, 24, 12) + 1, within(drawn, 32, 3));
        let _ = writeln!(
            out,
            "{num},Moss{num},Ada,0,{year}-{month:02}-11,,(404) 555-{line:04},ada{num}@example.com,{num},1,0,{text}"
        );
    });
    table(
        "procedurecode.csv",
        "CodeNum,ProcCode,Descript",
        200,
        take,
        |at, out| {
            let _ = writeln!(out, "{},D{:04},Procedure {at}", at + 1, 100 + (at + 1) * 45);
        },
    );
    table(
        "appointment.csv",
        "AptNum,PatNum,AptStatus,AptDateTime",
        rows / PER_VISIT + 1,
        take,
        |at, out| {
            let first = procedure(at * PER_VISIT, rows);
            let _ = writeln!(out, "{},{},2,{} 09:30:00", at + 1, first.patient, first.day);
        },
    );
    let header = "ProcNum,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcFee,ToothNum,Surf,ProcStatus,ProvNum,ClinicNum,\
                  UnitQty,BaseUnits,Discount,DateTP";
    table("procedurelog.csv", header, rows, take, |at, out| {
        let p = procedure(at, rows);
        let status = match p.fate {
            Fate::Pending => 1,
            Fate::Done => 2,
            Fate::Elsewhere => 4,
            Fate::Removed => 6,
        };
        let tooth = if p.tooth < 32 {
            (p.tooth + 1).to_string()
        } else {
            String::new()
        };
        let (whole, cents) = (p.cents / 100, p.cents % 100);
        let (id, patient, visit, code, day, provider) = (p.id, p.patient, p.visit, p.code, p.day, p.provider);
        let _ = writeln!(
            out,
            "{id},{patient},{visit},0,{code},{day},{whole}.{cents:02},{tooth},,{status},{provider},0,1,0,0,{day}"
        );
    });
}

fn table(
    name: &str,
    header: &str,
    rows: usize,
    take: &mut dyn FnMut(&str, &[u8]),
    mut row: impl FnMut(usize, &mut String),
) {
    let mut out = String::with_capacity(PIECE + 4_096);
    let _ = writeln!(out, "{header}");
    for at in 0..rows {
        row(at, &mut out);
        if out.len() >= PIECE {
            take(name, out.as_bytes());
            out.clear();
        }
    }
    take(name, out.as_bytes());
}
