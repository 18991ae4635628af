//! Lists that are named below other lines, and files whose bytes are not those of their encoding.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands"
)]

mod common;

use common::workbook::{Put, Workbook, text};
use followthrough_import::{Imported, Options, Reason, System, read};
use proptest::prelude::*;

const MAPPING: &str = "mapping: 1\ngrain: plan\npresented: status\ncurrency: USD\n\
    patient: {id: Client No, name: Client}\n\
    plan: {id: Quote No, value: Total, status: {column: Stage, map: {Shown: open}}}\n";
const NAMES: [&str; 5] = ["Client No", "Client", "Quote No", "Total", "Stage"];
const ROWS: [[&str; 5]; 3] = [
    ["C1", "Ruiz, Ana", "Q1", "900.00", "Shown"],
    ["C2", "Moss, Bo", "Q2", "12,5O", "Shown"],
    ["C3", "Reyes, Di", "Q3", "80.00", "Shown"],
];

fn options(mapping: &str) -> Options {
    let mut options = Options::default();
    let list = [
        ("time_zone", "none"),
        ("as_of", "2026-01-30"),
        ("mapping", mapping),
        ("list_records", "true"),
    ];
    for (name, value) in list {
        options.set(name, value).unwrap();
    }
    options
}

fn csv(name: &str, bytes: &[u8]) -> Imported {
    read(System::Csv, [(name, bytes)], &options(MAPPING)).unwrap()
}

fn joined(cells: &[&str; 5], separator: &str) -> String {
    let quoted = cells.map(|cell| {
        if cell.contains(',') {
            format!("\"{cell}\"")
        } else {
            cell.to_owned()
        }
    });
    quoted.join(separator)
}

/// What became of a record: a plan or why not, its number and its line.
type Records<T> = Vec<(T, u32, u32)>;

/// Plans, and on which lines their records and the refused one stand.
fn said(imported: &Imported) -> (Records<String>, Records<Reason>) {
    let listed = imported.records.as_ref().unwrap();
    let plans = listed
        .iter()
        .map(|r| (r.plan.as_ref().unwrap().to_string(), r.record, r.line));
    let refused = imported.rejected.iter().map(|r| (r.reason, r.record, r.line));
    (plans.collect(), refused.collect())
}

fn notes(imported: &Imported) -> Vec<&str> {
    imported.notes.iter().map(|note| note.message.as_str()).collect()
}

/// A line of a title: never empty, since a reader of delimited text counts no empty rows before a header.
fn title() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Maple Dental".to_owned()),
        Just("printed 1/28/2026 by \"front desk\"".to_owned()),
        Just("Client, Total".to_owned()),
        Just("5\" list; all\tof them".to_owned()),
        "[A-Za-z0-9 ,;|]{1,30}x",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_stands_above_the_names(
        titles in prop::collection::vec(title(), 0..6),
        separator in prop::sample::select(vec![",", "\t", ";"]),
        line_break in prop::sample::select(vec!["\n", "\r\n"]),
        stride in 1_usize..40,
    ) {
        let above = u32::try_from(titles.len()).unwrap();
        let table = [&NAMES].into_iter().chain(&ROWS);
        let lines = titles.iter().cloned().chain(table.map(|cells| joined(cells, separator)));
        let file: String = lines.map(|line| line + line_break).collect();
        let mut importer = followthrough_import::Importer::new(System::Csv, &options(MAPPING)).unwrap();
        for piece in file.as_bytes().chunks(stride) {
            importer.push("list.csv", piece).unwrap();
        }
        let imported = importer.finish().unwrap();
        let expected = (
            vec![("Q1".to_owned(), 1, above + 2), ("Q3".to_owned(), 3, above + 4)],
            vec![(Reason::BadMoney, 2, above + 3)],
        );
        prop_assert_eq!(said(&imported), expected);
        let told = match above {
            0 => None,
            1 => Some("its header is in line 2: line 1 is skipped".to_owned()),
            _ => Some(format!("its header is in line {}: lines 1 to {above} are skipped", above + 1)),
        };
        let found = notes(&imported);
        let found = found.iter().find(|note| note.starts_with("its header"));
        prop_assert_eq!(found.map(|note| (*note).to_owned()), told.clone());

        // The same list as a workbook.
        let cells = |cells: &[&str; 5]| cells.iter().map(|cell| text(cell)).collect::<Vec<Put>>();
        let titles = titles.iter().map(|title| vec![text(title)]);
        let rows: Vec<Vec<Put>> = titles.chain([&NAMES].into_iter().chain(&ROWS).map(cells)).collect();
        let book = read(System::Csv, [("list.xlsx", Workbook::of(&rows).bytes())], &options(MAPPING)).unwrap();
        prop_assert_eq!(said(&book), said(&imported));
        let told = told.map(|told| told.replace("line", "row"));
        prop_assert_eq!(notes(&book).first().map(|note| (*note).to_owned()), told);
    }
}

#[test]
fn names_that_are_not_all_there_are_found_nowhere() {
    let lacks = "Maple Dental\nClient No,Client,Quote No,Total\nC1,\"Ruiz, Ana\",Q1,900.00\n";
    let far = format!("{}{}\n", "title\n".repeat(21), joined(&NAMES, ","));
    for file in [lacks, &far] {
        let error = read(System::Csv, [("list.csv", file.as_bytes())], &options(MAPPING)).unwrap_err();
        assert_eq!(error.code().as_str(), "FT-I002", "{error}");
    }
}

/// Whatever is lost of a file in another encoding, the note says how to read it.
#[test]
fn a_file_in_another_encoding_is_told_with_the_answer_that_reads_it() {
    let remedy = "file.encoding=windows-1252";
    for row in [
        b"C1,\"O\x92Brien, Ana\",Q1,900.00,Shown".as_slice(),
        b"C1,\"Ruiz, Andr\xe9\",Q1,900.00,Shown",
        b"C1,\"Ruiz, Andr\xe9\x81\",Q1,900.00,Shown",
        b"C1,\"Ruiz, Ana\",Q\xe9,900.00,Shown",
        b"C1,\"Ruiz, Andr\xe9\",Q\x8d,900.00,Shown",
    ] {
        let file = [joined(&NAMES, ",").as_bytes(), b"\n", row, b"\n"].concat();
        let imported = csv("list.csv", &file);
        assert!(
            notes(&imported).iter().any(|note| note.contains(remedy)),
            "{:?}",
            notes(&imported)
        );
        let mapping = format!("{MAPPING}file: {{encoding: windows-1252}}\n");
        let read = read(System::Csv, [("list.csv", file)], &options(&mapping)).unwrap();
        assert!(
            !notes(&read).iter().any(|note| note.contains(remedy)),
            "{:?}",
            notes(&read)
        );
    }
    // A letter that the program lost itself is lost under any encoding.
    let lost = format!("{}\nC1,\"Ruiz, Andr\u{fffd}\",Q1,900.00,Shown\n", joined(&NAMES, ","));
    let imported = csv("list.csv", lost.as_bytes());
    assert!(
        !notes(&imported).iter().any(|note| note.contains(remedy)),
        "{:?}",
        notes(&imported)
    );
    // Names of columns are known in either.
    let mapping = MAPPING.replace("name: Client", "name: Prénom");
    let named = joined(&NAMES, ",").replace(",Client,", ",Prénom,");
    let named: Vec<u8> = named.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let file = [&named, b"\nC1,\"Ruiz, Ana\",Q1,900.00,Shown\n".as_slice()].concat();
    let imported = read(System::Csv, [("list.csv", file)], &options(&mapping)).unwrap();
    assert_eq!(imported.plans.len(), 1, "{:?}", imported.rejected);
}
