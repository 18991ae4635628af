//! Every delimited sample, damaged in more than twenty ways: a clear error, or the damaged rows refused and every other
//! row as before; never a panic, and never a row that is nowhere.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands, and reads the public data"
)]

mod common;

use std::collections::BTreeMap;

use common::samples::{SAMPLES, Sample};
use common::shared;
use followthrough::{Code, Error};
use followthrough_import::{Imported, Reason, read};

/// Rows of cells, one character for each byte, so that any encoding survives.
type Rows = Vec<Vec<String>>;

struct Subject {
    sample: &'static Sample,
    bytes: Vec<u8>,
    rows: Rows,
    tabs: bool,
    before: Imported,
}

fn subjects() -> Vec<Subject> {
    let Some(folder) = shared("data/pms-samples") else {
        return Vec::new();
    };
    SAMPLES
        .iter()
        .map(|sample| {
            let bytes = std::fs::read(folder.join(sample.file)).unwrap();
            let tabs = sample.file.ends_with(".txt");
            let before = import(sample, &bytes).unwrap();
            let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
            Subject {
                sample,
                rows: parse(plain, tabs),
                bytes,
                tabs,
                before,
            }
        })
        .collect()
}

fn import(sample: &Sample, bytes: &[u8]) -> Result<Imported, Error> {
    let imported = read(sample.system(), [(sample.file, bytes)], &sample.options())?;
    let totals = &imported.totals;
    assert_eq!(
        totals.records,
        totals.accepted + totals.rejected + totals.skipped,
        "{}",
        sample.file
    );
    let listed = imported.records.as_ref().map_or(0, Vec::len);
    assert_eq!(
        totals.accepted,
        u64::try_from(listed).unwrap(),
        "{}: every record is somewhere",
        sample.file
    );
    assert_eq!(totals.rejected, u64::try_from(imported.rejected.len()).unwrap());
    Ok(imported)
}

fn parse(bytes: &[u8], tabs: bool) -> Rows {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut bytes = bytes.iter().map(|b| char::from(*b)).peekable();
    while let Some(c) = bytes.next() {
        match c {
            '"' if !tabs && quoted && bytes.peek() == Some(&'"') => {
                bytes.next();
                cell.push('"');
            }
            '"' if !tabs => quoted = !quoted,
            '\t' if tabs => row.push(std::mem::take(&mut cell)),
            ',' if !tabs && !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

fn write(rows: &Rows, separator: char, line_break: &str) -> Vec<u8> {
    let cell = |cell: &String| {
        if separator == '\t' || !cell.contains([separator, '"', '\n', '\r']) {
            cell.clone()
        } else {
            format!("\"{}\"", cell.replace('"', "\"\""))
        }
    };
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(&separator.to_string()) + line_break;
    let text: String = rows.iter().map(line).collect();
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

impl Subject {
    fn separator(&self) -> char {
        if self.tabs { '\t' } else { ',' }
    }

    fn written(&self, rows: &Rows) -> Vec<u8> {
        write(rows, self.separator(), "\n")
    }

    fn import(&self, bytes: &[u8]) -> Result<Imported, Error> {
        import(self.sample, bytes)
    }

    /// What accepted records became, by id, without where they stood.
    fn kept(imported: &Imported) -> BTreeMap<String, String> {
        let of = imported.records.iter().flatten();
        of.map(|r| {
            let id = r
                .procedure
                .as_ref()
                .map_or_else(|| r.plan.as_ref().unwrap().to_string(), ToString::to_string);
            (id, format!("{} {:?} {:?}", r.status, r.value, r.planned_on))
        })
        .collect()
    }

    /// The same as before, but for the records that were accepted with these numbers.
    fn all_but(&self, imported: &Imported, gone: &[u32], what: &str) {
        let mut before = Self::kept(&self.before);
        let of = self
            .before
            .records
            .iter()
            .flatten()
            .filter(|r| gone.contains(&r.record));
        for r in of {
            let id = r
                .procedure
                .as_ref()
                .map_or_else(|| r.plan.as_ref().unwrap().to_string(), ToString::to_string);
            before.remove(&id);
        }
        let mut after = Self::kept(imported);
        // Of a record that is gone an exact or conflicting copy may come to count.
        after.retain(|id, _| before.contains_key(id));
        assert_eq!(after, before, "{}: {what}", self.sample.file);
    }

    /// The number of an accepted record that stands on one line, in the middle of the file.
    fn victim(&self) -> usize {
        let accepted: Vec<u32> = self.before.records.iter().flatten().map(|r| r.record).collect();
        let whole = |n: &&u32| !self.rows[**n as usize].iter().any(|cell| cell.contains('\n'));
        *accepted.iter().filter(whole).nth(1).unwrap() as usize
    }

    fn refused(&self, imported: &Imported, record: usize, reasons: &[Reason], what: &str) {
        let found = imported.rejected.iter().find(|r| r.record as usize == record);
        let found = found.unwrap_or_else(|| panic!("{}: {what}: record {record} was not refused", self.sample.file));
        assert!(reasons.contains(&found.reason), "{}: {what}: {found}", self.sample.file);
    }
}

#[test]
fn other_forms_of_the_same_file_say_the_same() {
    for subject in subjects() {
        let separator = subject.separator();
        let unicode = |bytes: &[u8]| -> String {
            let utf8 = std::str::from_utf8(bytes).map(str::to_owned);
            utf8.unwrap_or_else(|_| bytes.iter().map(|b| char::from(*b)).collect())
        };
        let text = unicode(&subject.written(&subject.rows));
        let utf16 = |mark: bool, little: bool| -> Vec<u8> {
            let mark = mark.then_some(0xfeff_u16);
            let units = mark.into_iter().chain(text.encode_utf16());
            units
                .flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() })
                .collect()
        };
        let mut blank = subject.rows.clone();
        blank.insert(2, vec![String::new()]);
        let mut forms = vec![
            ("with a mark", format!("\u{feff}{text}").into_bytes()),
            ("UTF-8", text.clone().into_bytes()),
            ("UTF-16, little", utf16(true, true)),
            ("UTF-16, big", utf16(true, false)),
            ("UTF-16 without a mark", utf16(false, true)),
            ("UTF-16, big, without a mark", utf16(false, false)),
            ("CRLF", write(&subject.rows, separator, "\r\n")),
            ("CR", write(&subject.rows, separator, "\r")),
            ("blank lines", subject.written(&blank)),
        ];
        if !subject.tabs {
            forms.push(("semicolons", write(&subject.rows, ';', "\n")));
            forms.push(("tabs", write(&subject.rows, '\t', "\n")));
        }
        for (what, bytes) in forms {
            if what == "tabs" && subject.rows.iter().flatten().any(|cell| cell.contains(['\n', '"'])) {
                continue;
            }
            let imported = subject
                .import(&bytes)
                .unwrap_or_else(|e| panic!("{}: {what}: {e}", subject.sample.file));
            subject.all_but(&imported, &[], what);
            assert_eq!(
                imported.totals.rejected, subject.before.totals.rejected,
                "{}: {what}",
                subject.sample.file
            );
        }
    }
}

#[test]
fn columns_in_another_order_and_more_of_them_say_the_same() {
    for subject in subjects() {
        let reversed: Rows = subject
            .rows
            .iter()
            .map(|row| row.iter().take(subject.rows[0].len()).rev().cloned().collect())
            .collect();
        let imported = subject.import(&subject.written(&reversed)).unwrap();
        subject.all_but(&imported, &[], "reversed");
        let mut more = subject.rows.clone();
        for (index, row) in more.iter_mut().enumerate() {
            row.insert(
                0,
                if index == 0 {
                    "Own column".into()
                } else {
                    format!("x{index}")
                },
            );
        }
        let imported = subject.import(&subject.written(&more)).unwrap();
        assert_eq!(
            imported.totals.columns_ignored,
            subject.before.totals.columns_ignored + 1
        );
        // With a number in every row no two are the same any more.
        subject.all_but(&imported, &[], "one more");
    }
}

#[test]
fn columns_that_are_missing_renamed_or_doubled_are_told_by_name() {
    for subject in subjects() {
        let columns = subject.rows[0].len();
        let mut refused = 0;
        for column in 0..columns {
            let without: Rows = subject
                .rows
                .iter()
                .map(|row| {
                    row.iter()
                        .enumerate()
                        .filter(|(i, _)| *i != column)
                        .map(|(_, c)| c.clone())
                        .collect()
                })
                .collect();
            let mut renamed = subject.rows.clone();
            let name = renamed[0][column].clone();
            renamed[0][column] = format!("{name}s");
            for (what, rows) in [("missing", without), ("renamed", renamed)] {
                match subject.import(&subject.written(&rows)) {
                    Ok(imported) => assert!(imported.totals.records > 0, "{what} {name}"),
                    Err(error) => {
                        refused += 1;
                        // A report of Open Dental's whose name tells nothing is no report any more.
                        let told = error.message().contains(&name) || error.code() == Code::ImportMissingFile;
                        let known = [Code::ImportMissingColumn, Code::ImportMissingFile].contains(&error.code());
                        assert!(told && known, "{}: {what} {name}: {error}", subject.sample.file);
                    }
                }
            }
            let mut doubled = subject.rows.clone();
            for row in &mut doubled {
                let copy = row[column].clone();
                row.insert(column, copy);
            }
            if let Err(error) = subject.import(&subject.written(&doubled)) {
                let told = error.message().contains("twice") || error.code() == Code::ImportMissingFile;
                assert!(told, "{}: doubled {name}: {error}", subject.sample.file);
            }
        }
        assert!(refused >= 4, "{}: {refused}", subject.sample.file);
    }
}

#[test]
fn one_damaged_row_costs_only_itself() {
    for subject in subjects() {
        let victim = subject.victim();
        let lines: Vec<Vec<u8>> = subject
            .rows
            .iter()
            .map(|row| subject.written(&vec![row.clone()]))
            .collect();
        let with = |line: Vec<u8>| -> Vec<u8> {
            let mut lines = lines.clone();
            lines[victim] = line;
            lines.concat()
        };
        let line = lines[victim].clone();
        let body = line.strip_suffix(b"\n").unwrap().to_vec();
        let separator = u8::try_from(subject.separator()).unwrap();
        let number = u32::try_from(victim).unwrap();
        let broken_fields = [Reason::WrongFieldCount];
        let mut huge = vec![b'x'; 3 << 20];
        huge.push(b'\n');
        let cut = body.iter().rposition(|b| *b == separator).unwrap() - 1;
        let cut = body[..cut].iter().rposition(|b| *b == separator).unwrap();
        let cases = [
            (
                "more fields",
                [body.clone(), vec![separator, b'x', separator, b'y', b'\n']].concat(),
            ),
            ("fewer fields", [body[..cut].to_vec(), b"\n".to_vec()].concat()),
            ("a huge line", huge),
            ("only separators", [vec![separator; 60], b"\n".to_vec()].concat()),
        ];
        for (what, line) in cases {
            let imported = subject.import(&with(line)).unwrap();
            subject.all_but(&imported, &[number], what);
            subject.refused(&imported, victim, &broken_fields, what);
        }
        // A quote that nobody closes.
        if !subject.tabs {
            let open = [b"\"".to_vec(), body.clone(), b"\n".to_vec()].concat();
            let imported = subject.import(&with(open)).unwrap();
            subject.all_but(&imported, &[number], "an open quote");
            subject.refused(&imported, victim, &broken_fields, "an open quote");
        }
        // Bytes that are no text, in every cell that is read.
        for (what, bad) in [("a NUL", b'\0'), ("no UTF-8", 0xff)] {
            let mut told = 0;
            for column in 0..subject.rows[0].len() {
                let mut rows = subject.rows.clone();
                rows[victim][column].insert(0, char::from(bad));
                let imported = subject.import(&subject.written(&rows)).unwrap();
                subject.all_but(&imported, &[number], what);
                told += imported
                    .rejected
                    .iter()
                    .filter(|r| r.reason == Reason::BadEncoding)
                    .count();
            }
            // Windows-1252 has a letter for every byte.
            let any = bad == 0xff
                && ["dentrix_treatment_manager.csv", "eaglesoft_planned_services.csv"].contains(&subject.sample.file);
            assert!(told > 2 || any, "{}: {what}: {told}", subject.sample.file);
        }
    }
}

#[test]
fn amounts_days_and_statuses_that_are_broken_cost_their_row() {
    for subject in subjects() {
        let victim = subject.victim();
        let number = u32::try_from(victim).unwrap();
        let mut refused = 0;
        for column in 0..subject.rows[0].len() {
            for text in [
                "",
                "12,5O",
                "-1.00",
                "1e9",
                "99999999999999999999",
                "NaN",
                "31/31/2025",
                "????",
                "1.005",
            ] {
                let mut rows = subject.rows.clone();
                rows[victim][column] = text.into();
                let imported = subject.import(&subject.written(&rows)).unwrap();
                subject.all_but(&imported, &[number], text);
                refused += imported.rejected.iter().filter(|r| r.record == number).count();
            }
        }
        assert!(refused > 8, "{}: {refused}", subject.sample.file);
    }
}

#[test]
fn a_file_that_was_cut_anywhere_keeps_its_whole_rows() {
    for subject in subjects() {
        let bytes = &subject.bytes;
        for cut in (0..bytes.len()).step_by(3) {
            let ends: Vec<usize> = bytes[..cut]
                .iter()
                .enumerate()
                .filter(|(_, b)| **b == b'\n')
                .map(|(i, _)| i)
                .collect();
            match subject.import(&bytes[..cut]) {
                Ok(imported) => {
                    let kept = u64::try_from(ends.len().saturating_sub(3)).unwrap();
                    let seen = imported.totals.records;
                    assert!(seen >= kept, "{} cut at {cut}: {seen} of {kept}", subject.sample.file);
                    // What is there is what was there.
                    let before = Subject::kept(&subject.before);
                    let last = u32::try_from(imported.totals.records).unwrap();
                    for record in imported.records.iter().flatten().filter(|r| r.record < last) {
                        let id = record
                            .procedure
                            .as_ref()
                            .map_or_else(|| record.plan.as_ref().unwrap().to_string(), ToString::to_string);
                        assert!(before.contains_key(&id), "{} cut at {cut}: {id}", subject.sample.file);
                    }
                }
                Err(error) => assert!(ends.len() <= 1, "{} cut at {cut}: {error}", subject.sample.file),
            }
        }
    }
}

/// What happens to files between the system that exported them and us, each way with how many records it may cost.
#[test]
fn what_mail_programs_and_spreadsheets_do_costs_no_good_row() {
    for subject in subjects() {
        let text = subject.written(&subject.rows);
        let lines: Vec<&[u8]> = text.split_inclusive(|b| *b == b'\n').collect();
        let separator = u8::try_from(subject.separator()).unwrap();
        let width = subject.rows[0].len();
        let middle = lines.len() / 2;
        // A line break in a cell makes lines that are no rows; the middle is then looked for above them.
        let is_row = |index: &usize| {
            !text.contains(&b'"') || lines[..*index].concat().iter().filter(|b| **b == b'"').count() % 2 == 0
        };
        let middle = (0..=middle).rev().find(is_row).unwrap();
        let pasted = [&lines[..middle].concat()[..], lines[0], &lines[middle..].concat()[..]].concat();
        let sums = [b"Totals:".to_vec(), vec![separator; width - 1], b"\n".to_vec()].concat();
        let mut headers = subject.rows.clone();
        for name in &mut headers[0] {
            *name = format!(" {} ", name.to_uppercase());
        }
        let mut wider = subject.rows.clone();
        for row in &mut wider {
            row.truncate(width);
            row.extend([String::new(), String::new()]);
        }
        let mixed: Vec<u8> = lines
            .iter()
            .enumerate()
            .flat_map(|(index, line)| match line.strip_suffix(b"\n") {
                Some(line) if index % 2 == 0 && is_row(&(index + 1)) => [line, b"\r\n"].concat(),
                Some(_) | None => line.to_vec(),
            })
            .collect();
        let ways: [(&str, Vec<u8>, u64, u64); 8] = [
            ("two exports pasted together", pasted, 1, 0),
            (
                "a line below the list",
                [&text[..], b"Printed 01/30/2026 by JM\n"].concat(),
                1,
                0,
            ),
            ("a row of sums", [&text[..], &sums[..]].concat(), 0, 1),
            ("headers in capitals, with blanks", subject.written(&headers), 0, 0),
            ("two empty columns at the end", subject.written(&wider), 0, 0),
            ("line ends of two kinds", mixed, 0, 0),
            ("no line break at the end", text[..text.len() - 1].to_vec(), 0, 0),
            ("blank lines at the end", [&text[..], b"\n\n\n"].concat(), 0, 0),
        ];
        for (what, bytes, refused, left_out) in ways {
            let imported = subject
                .import(&bytes)
                .unwrap_or_else(|e| panic!("{}: {what}: {e}", subject.sample.file));
            subject.all_but(&imported, &[], what);
            let more = (
                imported.totals.rejected - subject.before.totals.rejected,
                imported.totals.skipped - subject.before.totals.skipped,
            );
            assert_eq!(
                more,
                (refused, left_out),
                "{}: {what}: {:?}",
                subject.sample.file,
                imported.rejected
            );
        }
    }
}

/// Read under the wrong alphabet a file keeps every row in which there is nothing but ASCII.
#[test]
fn a_wrong_alphabet_costs_at_most_the_rows_that_have_other_letters() {
    for subject in subjects() {
        let unicode = std::str::from_utf8(&subject.bytes).is_ok();
        let other: Vec<u8> = if unicode {
            // As a program writes it that thinks in Windows-1252; what has no place there is a question mark.
            let text = String::from_utf8(subject.bytes.clone()).unwrap();
            let text = text.trim_start_matches('\u{feff}').chars();
            text.map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
        } else {
            // UTF-8 that was taken for Windows-1252, and written as UTF-8 again.
            let text: String = subject.bytes.iter().map(|b| char::from(*b)).collect();
            let twice: String = text.into_bytes().iter().map(|b| char::from(*b)).collect();
            twice.into_bytes()
        };
        let imported = subject
            .import(&other)
            .unwrap_or_else(|e| panic!("{}: {e}", subject.sample.file));
        let others: Vec<u32> = subject
            .before
            .records
            .iter()
            .flatten()
            .map(|record| record.record)
            .filter(|record| !subject.rows[*record as usize].concat().is_ascii())
            .collect();
        let mut gone = others.clone();
        gone.retain(|record| imported.records.iter().flatten().all(|kept| kept.record != *record));
        subject.all_but(&imported, &gone, "a wrong alphabet");
        assert_eq!(
            imported.totals.records, subject.before.totals.records,
            "{}",
            subject.sample.file
        );
    }
}

#[test]
fn rows_twice_and_in_another_order() {
    for subject in subjects() {
        let mut twice = subject.rows.clone();
        twice.extend(subject.rows.iter().skip(1).cloned());
        let imported = subject.import(&subject.written(&twice)).unwrap();
        subject.all_but(&imported, &[], "twice");
        assert_eq!(
            imported.totals.pending_value, subject.before.totals.pending_value,
            "{}",
            subject.sample.file
        );
        let mut backwards = subject.rows.clone();
        backwards[1..].reverse();
        let imported = subject.import(&subject.written(&backwards)).unwrap();
        assert_eq!(imported.totals.records, subject.before.totals.records);
    }
}

#[test]
fn what_is_no_table_at_all_is_an_error() {
    for subject in subjects() {
        for (what, bytes) in [
            ("nothing", Vec::new()),
            ("a mark", b"\xef\xbb\xbf".to_vec()),
            ("blank lines", b"\n\n\r\n".to_vec()),
            (
                "noise",
                (0_u32..5000).map(|n| u8::try_from(n * 7919 % 256).unwrap()).collect(),
            ),
            ("two mebibytes without a break", vec![b'a'; 2 << 20]),
            ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
            ("a workbook", b"PK\x03\x04\x14\0\0\0\x08\0".to_vec()),
            ("JSON", b"{\"plans\": []}".to_vec()),
        ] {
            let error = subject.import(&bytes).expect_err(what);
            assert!(error.code().as_str().starts_with("FT-I0"), "{what}: {error}");
        }
        let header = subject.written(&vec![subject.rows[0].clone()]);
        let imported = subject.import(&header).unwrap();
        assert_eq!(
            (imported.totals.records, imported.totals.plans),
            (0, 0),
            "{}",
            subject.sample.file
        );
    }
}
