//! Workbooks that are damaged, locked, of another form or made to harm: a clear error, never a panic, and no more memory
//! or time than a whole one takes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands"
)]

mod common;

use common::workbook::{Put, Workbook, archive, archive_that_says, number, text};
use followthrough::Error;
use followthrough_import::{Imported, Importer, Options, Survey, System, questions, read};
use proptest::prelude::*;

const MAPPING: &str = "mapping: 1
columns: confirmed
grain: plan
presented: charted
patient: {id: client}
plan: {id: quote, value: total}
";

fn options() -> Options {
    let mut options = Options::default();
    for (name, value) in [
        ("mapping", MAPPING),
        ("time_zone", "none"),
        ("as_of", "2026-01-30"),
        ("list_records", "true"),
    ] {
        options.set(name, value).unwrap();
    }
    options
}

fn book() -> Workbook {
    let mut rows = vec![vec![text("quote"), text("client"), text("total")]];
    for id in 1..=9 {
        let shared = Put::Shared(format!("client {}", id % 3));
        rows.push(vec![text(&format!("q{id}")), shared, number(&format!("{id}00.5"))]);
    }
    Workbook::of(&rows)
}

fn import(bytes: &[u8]) -> Result<Imported, Error> {
    read(System::Csv, [("plans.xlsx", bytes)], &options())
}

fn message(bytes: &[u8]) -> String {
    let error = import(bytes).unwrap_err();
    assert!(error.help_text().is_some(), "{error}");
    // What it asks for says the same.
    assert!(questions(System::Csv, [("plans.xlsx", bytes)], &Options::default()).is_err());
    error.message().to_owned()
}

fn with_sheet(xml: &str) -> Vec<u8> {
    let mut parts = book().parts();
    parts[0].1 = xml.as_bytes().to_vec();
    archive(&parts)
}

fn rows(inside: &str) -> Vec<u8> {
    let header = "<row><c t=\"inlineStr\"><is><t>quote</t></is></c><c t=\"inlineStr\"><is><t>client</t></is></c>\
                  <c t=\"inlineStr\"><is><t>total</t></is></c></row>";
    with_sheet(&format!(
        "<worksheet><sheetData>{header}{inside}</sheetData></worksheet>"
    ))
}

#[test]
fn the_whole_one_is_read() {
    assert_eq!(import(&book().bytes()).unwrap().totals.accepted, 9);
    // Places may be left out.
    let row = "<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>";
    let imported = import(&rows(row)).unwrap();
    assert_eq!(imported.totals.pending_value.to_string(), "3.00");
}

#[test]
fn files_of_other_forms() {
    for (bytes, says) in [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on\n".to_vec(),
            "an old workbook (.xls) or one with a password",
        ),
        (
            archive(&[("content.xml".into(), b"<a/>".to_vec())]),
            "an OpenDocument workbook",
        ),
        (
            archive(&[("xl/workbook.bin".into(), b"x".to_vec())]),
            "a binary workbook",
        ),
        (
            archive(&[("plans.csv".into(), b"quote,client,total\n".to_vec())]),
            "an archive that is no workbook",
        ),
        (archive(&[]), "an archive that is no workbook"),
        (b"PK\x03\x04".to_vec(), "a workbook that was cut short"),
        (
            archive_that_says(&book().parts(), &|_, said| said.flags = 1),
            "a workbook with a password",
        ),
    ] {
        let told = message(&bytes);
        assert!(told.contains(says), "{told}");
    }
}

#[test]
fn what_the_directory_says_is_not_believed() {
    let parts = book().parts();
    for (what, bytes) in [
        (
            "another sum",
            archive_that_says(&parts, &|name, said| said.sum ^= u32::from(name.contains("sheet1"))),
        ),
        (
            "fewer bytes",
            archive_that_says(&parts, &|name, said| {
                said.unpacked -= u32::from(name.contains("sheet1"))
            }),
        ),
        (
            "more bytes",
            archive_that_says(&parts, &|name, said| {
                said.unpacked += u32::from(name.contains("sheet1"))
            }),
        ),
        (
            "a way of packing that nobody knows",
            archive_that_says(&parts, &|_, said| said.method = 12),
        ),
        ("another place", archive_that_says(&parts, &|_, said| said.at += 1)),
        (
            "a place behind the end",
            archive_that_says(&parts, &|_, said| said.at = u32::MAX - 1),
        ),
        (
            "more than there is",
            archive_that_says(&parts, &|_, said| said.packed = u32::MAX - 1),
        ),
        ("one name twice", archive(&[parts.clone(), parts.clone()].concat())),
    ] {
        assert!(message(&bytes).contains("a damaged workbook"), "{what}");
    }
}

/// Zeros pack a thousandfold; a directory may point at one part from many names.
#[test]
fn what_unfolds_without_end_is_refused() {
    let large = "a workbook that unpacks to more";
    let parts = book().parts();
    assert!(message(&archive_that_says(&parts, &|_, said| said.unpacked = 300 << 20)).contains(large));
    let blank = " ".repeat(6 << 20);
    let bomb = with_sheet(&format!("<worksheet><sheetData>{blank}</sheetData></worksheet>"));
    assert!(bomb.len() < 16 << 10, "{}", bomb.len());
    assert!(message(&bomb).contains(large), "one text of six mebibytes");
    // Many sheets in one place: each is small, all together are not.
    let mut many = Workbook::default();
    for sheet in 0..60 {
        many.sheet(&sheet.to_string(), &[]);
    }
    let bomb = archive_that_says(&many.parts(), &|name, said| {
        if name.contains("worksheets/") {
            (said.at, said.unpacked) = (0, 20 << 20);
        }
    });
    assert!(message(&bomb).contains(large));
    let deep = "<a>".repeat(100_000);
    let damaged = "a damaged workbook";
    assert!(message(&with_sheet(&deep)).contains(damaged));
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><worksheet><sheetData/></worksheet>";
    assert!(message(&with_sheet(entities)).contains(damaged));
}

#[test]
fn sheets_that_no_program_writes() {
    for xml in [
        "<worksheet><sheetData><row>",
        "<worksheet><sheetData></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r=\"2\"/><row r=\"1\"/></sheetData></worksheet>",
        "<worksheet><sheetData><row r=\"1048577\"/></sheetData></worksheet>",
        "<worksheet><sheetData><row r=\"-1\"/></sheetData></worksheet>",
        "<worksheet><sheetData><row><c r=\"XFE1\"/></row></sheetData></worksheet>",
        "<worksheet><sheetData><row><c r=\"1\"/></row></sheetData></worksheet>",
        "<worksheet><sheetData><row><c t=\"x\"/></row></sheetData></worksheet>",
        "<worksheet><sheetData><row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row><c><v>&own;</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row><c><v>&#0;</v></c></row></sheetData></worksheet>",
        "\u{0}\u{1}<<<",
    ] {
        assert!(message(&with_sheet(xml)).contains("a damaged workbook"), "{xml}");
    }
    // The furthest cell that there is takes no more room than the nearest.
    let far = "<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c><c r=\"B1048576\"><v>2</v></c><c r=\"C1048576\"><v>3</v></c>\
               <c r=\"XFD1048576\"><v>4</v></c></row>";
    let imported = import(&rows(far)).unwrap();
    assert_eq!(imported.records.unwrap()[0].line, 1_048_576);
    // A row of more than a mebibyte is one record that is refused.
    let long = format!(
        "<row><c><v>1</v></c><c t=\"str\"><v>{}</v></c><c><v>3</v></c></row>",
        "x".repeat(2 << 20)
    );
    let imported = import(&rows(&format!(
        "{long}<row><c><v>4</v></c><c><v>5</v></c><c><v>6</v></c></row>"
    )))
    .unwrap();
    assert_eq!((imported.totals.accepted, imported.totals.rejected), (1, 1));
    assert_eq!(imported.rejected[0].reason.as_str(), "wrong_field_count");
}

#[test]
fn cut_short_anywhere() {
    let bytes = book().bytes();
    for len in 1..bytes.len() {
        let error = import(&bytes[..len]).unwrap_err();
        assert!(matches!(error.code().as_str(), "FT-I012" | "FT-I002"), "{len}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Any bytes overwritten, removed or put in, in the archive or in the XML of a part: an error, or every record is
    /// somewhere; and pieces of any size say what the whole says.
    #[test]
    fn spoiled_workbooks(
        part in prop::option::of(any::<prop::sample::Index>()),
        spoils in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..6),
        size in 1..400_usize,
    ) {
        let spoil = |bytes: &mut Vec<u8>| {
            for (at, byte, how) in &spoils {
                let at = at.index(bytes.len());
                match how {
                    0 => bytes[at] = *byte,
                    1 => { bytes.remove(at); }
                    _ => bytes.insert(at, *byte),
                }
            }
        };
        let mut parts = book().parts();
        if let Some(part) = part {
            let index = part.index(parts.len());
            spoil(&mut parts[index].1);
        }
        let mut bytes = archive(&parts);
        if part.is_none() {
            spoil(&mut bytes);
        }
        let whole = import(&bytes);
        let pieces = Importer::new(System::Csv, &options()).and_then(|mut importer| {
            bytes.chunks(size).try_for_each(|piece| importer.push("plans.xlsx", piece))?;
            importer.finish()
        });
        match (whole, pieces) {
            (Ok(whole), Ok(pieces)) => {
                prop_assert_eq!(whole.to_json(), pieces.to_json());
                let totals = &whole.totals;
                prop_assert_eq!(totals.records, totals.accepted + totals.rejected + totals.skipped);
            }
            (Err(whole), Err(pieces)) => prop_assert_eq!(whole, pieces),
            (whole, pieces) => prop_assert!(false, "{:?} / {:?}", whole.is_ok(), pieces.is_ok()),
        }
        let mut survey = Survey::new(System::Csv, &options());
        bytes.chunks(size).for_each(|piece| survey.push("plans.xlsx", piece));
        if let Ok(seen) = survey.finish() {
            let _ = (seen.questions(&options()), seen.proposal(), seen.shapes(&options()));
        }
    }
}
