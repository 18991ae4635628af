//! Every sample of JSON, damaged in more than twenty ways: a clear error, or the damaged records refused and every other
//! one as before; never a panic, never a record that is nowhere, and nothing about a person in a message.
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

use common::samples::{JSON_SAMPLES, Sample};
use common::shared;
use followthrough::Error;
use followthrough_import::{Imported, Options, Reason, read};
use serde_json::{Value, json};

struct Subject {
    sample: &'static Sample,
    options: Options,
    bytes: Vec<u8>,
    /// The file that is read with it.
    beside: Option<(&'static str, Vec<u8>)>,
    before: Imported,
    whole: Value,
    list: &'static str,
}

fn subjects() -> Vec<Subject> {
    let Some(folder) = shared("data/pms-samples") else {
        return Vec::new();
    };
    let bytes = |name: &str| std::fs::read(folder.join(name)).unwrap();
    JSON_SAMPLES
        .iter()
        .map(|sample| {
            let own = bytes(sample.file);
            let beside = sample.beside.map(|name| (name, bytes(name)));
            let options = sample.options();
            let before = import(sample, &options, beside.as_ref(), &[(sample.file, &own)]).unwrap();
            let whole: Value = serde_json::from_slice(&own).unwrap();
            Subject {
                sample,
                options,
                bytes: own,
                beside,
                before,
                list: if whole["data"].is_array() { "data" } else { "entry" },
                whole,
            }
        })
        .collect()
}

fn import(
    sample: &Sample,
    options: &Options,
    beside: Option<&(&'static str, Vec<u8>)>,
    files: &[(&str, &[u8])],
) -> Result<Imported, Error> {
    let beside = beside.map(|(name, bytes)| (*name, bytes.as_slice()));
    let files = files.iter().copied().chain(beside);
    let read = read(sample.system(), files, options);
    // Names and numbers of the samples; no message repeats one.
    let discreet = |told: &str| {
        for private in ["213555", "@example", "Ren", "Okafor", "Obi", "Elder", "Amara"] {
            assert!(!told.contains(private), "{}: {told}", sample.file);
        }
    };
    let imported = read.inspect_err(|error| discreet(&error.to_string()))?;
    let totals = &imported.totals;
    let of = |file: &&followthrough_import::FileTotals| files_named(&file.file, sample);
    let own: u64 = totals.files.iter().filter(of).map(|file| file.accepted).sum();
    assert_eq!(
        totals.records,
        totals.accepted + totals.rejected + totals.skipped,
        "{}",
        sample.file
    );
    let listed = u64::try_from(imported.records.as_ref().map_or(0, Vec::len)).unwrap();
    // A bundle that breaks off before its first plan is a list of people.
    let people_alone = listed == 0 && imported.plans.is_empty();
    assert!(
        own == listed || people_alone,
        "{}: every record is somewhere",
        sample.file
    );
    assert_eq!(totals.rejected, u64::try_from(imported.rejected.len()).unwrap());
    for record in imported.rejected.iter().chain(&imported.skipped) {
        discreet(&format!("{record} {}", serde_json::to_string(record).unwrap()));
    }
    imported.notes.iter().for_each(|note| discreet(&note.message));
    Ok(imported)
}

/// Whether a file is not the list of people beside the sample.
fn files_named(name: &str, sample: &Sample) -> bool {
    Some(name) != sample.beside
}

impl Subject {
    fn import(&self, bytes: &[u8]) -> Result<Imported, Error> {
        import(
            self.sample,
            &self.options,
            self.beside.as_ref(),
            &[(self.sample.file, bytes)],
        )
    }

    fn import_value(&self, value: &Value) -> Result<Imported, Error> {
        self.import(value.to_string().as_bytes())
    }

    fn records(&self) -> &Vec<Value> {
        self.whole[self.list].as_array().unwrap()
    }

    /// The file with other records.
    fn with(&self, records: Vec<Value>) -> Value {
        let mut whole = self.whole.clone();
        whole[self.list] = json!(records);
        whole
    }

    /// Places in the list of records that count, two of them.
    fn accepted(&self) -> Vec<usize> {
        let paths = self
            .before
            .records
            .iter()
            .flatten()
            .filter_map(|record| record.path.as_deref());
        paths
            .map(|path| path.split('/').nth(2).unwrap().parse().unwrap())
            .collect()
    }

    fn same(&self, imported: &Imported, what: &str) {
        assert_eq!(kept(imported), kept(&self.before), "{}: {what}", self.sample.file);
        assert_eq!(reasons(imported), reasons(&self.before), "{}: {what}", self.sample.file);
    }

    /// Every other record that counted is kept as it was, wherever it stands now.
    fn all_but_one(&self, imported: &Imported, index: usize, what: &str) {
        let gone = format!("/{}/{index}", self.list);
        let own = |path: &str| path == gone || path.starts_with(&format!("{gone}/"));
        let now = kept(imported);
        let others = self.before.records.iter().flatten();
        for record in others.filter(|r| !own(r.path.as_deref().unwrap())) {
            let was = kept(&self.before).remove(&id(record));
            assert_eq!(
                now.get(&id(record)),
                was.as_ref(),
                "{}: {what} in {index}",
                self.sample.file
            );
        }
        assert!(now.len() <= self.before.records.iter().flatten().count());
    }

    /// Everything as before but for one record that counted.
    fn all_but(&self, imported: &Imported, index: usize, what: &str) {
        let gone = format!("/{}/{index}", self.list);
        let own = |path: &str| path == gone || path.starts_with(&format!("{gone}/"));
        let mut before = kept(&self.before);
        let mut now = kept(imported);
        let lost = self
            .before
            .records
            .iter()
            .flatten()
            .filter(|r| own(r.path.as_deref().unwrap()));
        for record in lost {
            before.remove(&id(record));
            now.remove(&id(record));
        }
        for record in imported
            .records
            .iter()
            .flatten()
            .filter(|r| own(r.path.as_deref().unwrap()))
        {
            now.remove(&id(record));
        }
        assert_eq!(now, before, "{}: {what} in {index}", self.sample.file);
    }
}

fn id(record: &followthrough_import::Listed) -> String {
    let procedure = record.procedure.as_ref().map(ToString::to_string);
    procedure.unwrap_or_else(|| record.plan.as_ref().unwrap().to_string())
}

/// What records that count became, by id, without where they stood.
fn kept(imported: &Imported) -> BTreeMap<String, String> {
    let of = imported.records.iter().flatten();
    of.map(|r| (id(r), format!("{} {:?} {:?}", r.status, r.value, r.planned_on)))
        .collect()
}

fn reasons(imported: &Imported) -> BTreeMap<Reason, usize> {
    let mut counts = BTreeMap::new();
    for record in imported.rejected.iter().chain(&imported.skipped) {
        *counts.entry(record.reason).or_default() += 1;
    }
    counts
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff_u16);
    mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

fn indented(value: &Value, by: &str) -> String {
    let text = serde_json::to_string_pretty(value).unwrap();
    let line = |line: &str| {
        let depth = line.len() - line.trim_start().len();
        format!("{}{}\n", by.repeat(depth / 2), line.trim_start())
    };
    text.lines().map(line).collect()
}

#[test]
fn other_forms_of_the_same_file_say_the_same() {
    for subject in subjects() {
        let text = String::from_utf8(subject.bytes.clone()).unwrap();
        let list = subject.records();
        let lines: String = list.iter().map(|record| format!("{record}\n")).collect();
        let (first, second) = list.split_at(list.len() / 2);
        let pages = format!("{}\n{}", subject.with(first.to_vec()), subject.with(second.to_vec()));
        let mut more = subject.whole.clone();
        more["later"] = json!({"a": [1, {"b": null}]});
        for record in more[subject.list].as_array_mut().unwrap() {
            record["more"] = json!([[{"id": 1}]]);
        }
        for (what, bytes) in [
            ("a mark", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
            ("UTF-16, low byte first", utf16(&text, u16::to_le_bytes, true)),
            ("UTF-16, high byte first", utf16(&text, u16::to_be_bytes, true)),
            ("UTF-16 without a mark", utf16(&text, u16::to_le_bytes, false)),
            ("Windows line ends", text.replace('\n', "\r\n").into_bytes()),
            (
                "in one line, keys in another order",
                subject.whole.to_string().into_bytes(),
            ),
            ("wide", indented(&subject.whole, "        ").into_bytes()),
            ("tabs", indented(&subject.whole, "\t").into_bytes()),
            ("no indentation", indented(&subject.whole, "").into_bytes()),
            ("no envelope", json!(list).to_string().into_bytes()),
            ("one record a line", lines.clone().into_bytes()),
            (
                "one record a line, a mark",
                [b"\xef\xbb\xbf", lines.as_bytes()].concat(),
            ),
            ("two pages in one file", pages.clone().into_bytes()),
            (
                "a mark before each page",
                pages.replace("}\n{", "}\n\u{feff}{").into_bytes(),
            ),
            ("more keys", more.to_string().into_bytes()),
            ("blank lines around it", format!("\n\n {text}\n\n").into_bytes()),
            ("escapes for all letters", escaped(&text).into_bytes()),
        ] {
            subject.same(&subject.import(&bytes).unwrap_or_else(|e| panic!("{what}: {e}")), what);
        }
        let pages: Vec<String> = [first, second]
            .map(|part| subject.with(part.to_vec()).to_string())
            .to_vec();
        let files = [("1.json", pages[0].as_bytes()), ("2.json", pages[1].as_bytes())];
        subject.same(
            &import(subject.sample, &subject.options, subject.beside.as_ref(), &files).unwrap(),
            "two files",
        );
        let same_again = [("1.json", subject.bytes.as_slice()), ("2.json", &subject.bytes)];
        let twice = import(subject.sample, &subject.options, subject.beside.as_ref(), &same_again).unwrap();
        assert_eq!(kept(&twice), kept(&subject.before), "the same file twice");
        let backwards: Vec<Value> = list.iter().rev().cloned().collect();
        let backwards = subject.import_value(&subject.with(backwards)).unwrap();
        assert_eq!(backwards.totals.records, subject.before.totals.records, "backwards");
    }
}

/// Every letter of every text as `\u…`.
fn escaped(text: &str) -> String {
    let (mut out, mut in_text) = (String::new(), false);
    for c in text.chars() {
        in_text ^= c == '"';
        if in_text && c.is_alphabetic() {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

#[test]
fn a_file_that_was_cut_anywhere_keeps_its_whole_records() {
    for subject in subjects() {
        let before = kept(&subject.before);
        let flat = subject.whole.to_string();
        for text in [String::from_utf8(subject.bytes.clone()).unwrap(), flat] {
            let mut most = 0;
            let whole = text.trim_end().len();
            for end in (1..whole).step_by(67).chain(whole - 4..whole) {
                let Ok(imported) = subject.import(&text.as_bytes()[..end]) else {
                    // So little that nobody can tell what it is: the keys of no record are there whole.
                    assert!(most == 0, "{}: {end}", subject.sample.file);
                    continue;
                };
                let broken: Vec<_> = imported
                    .rejected
                    .iter()
                    .filter(|r| r.reason == Reason::BadJson)
                    .collect();
                assert_eq!(broken.len(), 1, "{}: {end}", subject.sample.file);
                assert!(
                    broken[0].message.contains("the file ends here"),
                    "{}",
                    broken[0].message
                );
                assert!(broken[0].message.contains("in line "), "{}", broken[0].message);
                for (id, was) in kept(&imported) {
                    assert_eq!(before.get(&id), Some(&was), "{}: {id} at {end}", subject.sample.file);
                }
                let now = imported.records.as_ref().map_or(0, Vec::len);
                assert!(now >= most, "{}: {end}", subject.sample.file);
                most = now;
            }
            assert_eq!(most, before.len(), "{}", subject.sample.file);
        }
    }
}

/// All places inside a value.
fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    let below: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (format!("{at}/{key}"), value)).collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(n, value)| (format!("{at}/{n}"), value))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for (at, value) in below {
        all.push(at.clone());
        pointers(value, &at, all);
    }
}

#[test]
fn another_type_in_any_place_costs_its_record_at_most() {
    for subject in subjects() {
        let accepted = subject.accepted();
        for index in [accepted[0]] {
            let mut places = Vec::new();
            pointers(&subject.records()[index], "", &mut places);
            for place in places {
                // Patients are shown by their number, whatever it is.
                let names_patient = ["patient", "subject"].iter().any(|key| place.contains(key));
                let name = if names_patient {
                    json!("A-1")
                } else {
                    json!("Obi, Amara")
                };
                for other in [
                    json!(null),
                    json!(true),
                    json!(12),
                    json!(""),
                    name,
                    json!([]),
                    json!({"a": 1}),
                ] {
                    let mut records = subject.records().clone();
                    *records[index].pointer_mut(&place).unwrap() = other.clone();
                    let what = format!("{other} at {place}");
                    let imported = subject
                        .import_value(&subject.with(records))
                        .unwrap_or_else(|e| panic!("{what}: {e}"));
                    subject.all_but(&imported, index, &what);
                }
            }
        }
    }
}

#[test]
fn keys_that_are_missing_renamed_or_doubled_in_a_record_cost_it_at_most() {
    for subject in subjects() {
        for index in subject.accepted().into_iter().step_by(3) {
            let record = subject.records()[index].clone();
            let inner = if record["resource"].is_object() {
                "/resource"
            } else {
                ""
            };
            let keys: Vec<String> = record
                .pointer(inner)
                .unwrap()
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect();
            for key in keys {
                let mut missing = subject.records().clone();
                let map = missing[index].pointer_mut(inner).unwrap().as_object_mut().unwrap();
                let value = map.remove(&key).unwrap();
                let mut renamed = missing.clone();
                renamed[index]
                    .pointer_mut(inner)
                    .unwrap()
                    .as_object_mut()
                    .unwrap()
                    .insert(format!("{key}_"), value);
                for (what, records) in [("missing", missing), ("renamed", renamed)] {
                    let what = format!("{key} {what}");
                    let imported = subject
                        .import_value(&subject.with(records))
                        .unwrap_or_else(|e| panic!("{what}: {e}"));
                    subject.all_but(&imported, index, &what);
                }
                // Twice: which of them is meant nobody can tell.
                let own = record.pointer(inner).unwrap().to_string();
                let doubled = own.replacen('{', &format!("{{\"{key}\":\"x\","), 1);
                let text = subject.whole.to_string().replacen(&own, &doubled, 1);
                let imported = subject
                    .import(text.as_bytes())
                    .unwrap_or_else(|e| panic!("{key} twice: {e}"));
                subject.all_but(&imported, index, "a key twice");
                assert_eq!(reasons(&imported).get(&Reason::BadJson), Some(&1), "{key}");
            }
        }
    }
}

#[test]
fn a_key_that_every_record_calls_otherwise_is_told_by_name() {
    for subject in subjects() {
        if subject.list == "entry" {
            continue;
        }
        let needed: &[&str] = match subject.records()[0].get("procedures") {
            Some(_) => &["id", "patient_id", "status", "procedures"],
            None => &["id", "patient", "state", "status", "amount"],
        };
        for key in needed {
            let mut records = subject.records().clone();
            for record in &mut records {
                let map = record.as_object_mut().unwrap();
                let value = map.remove(*key).unwrap_or_default();
                map.insert(format!("{key}X"), value);
            }
            let error = subject.import_value(&subject.with(records)).expect_err(key);
            assert_eq!(error.code().as_str(), "FT-I002", "{error}");
            assert!(
                error.message().contains(&format!("{key:?} (there is \"{key}X\")")),
                "{error}"
            );
        }
    }
}

/// What stands in the place of a record, and whether that costs the others nothing whatever the form of the file.
#[test]
fn a_record_that_is_no_json_costs_itself() {
    const INSTEAD: &[&str] = &[
        "{\"id\": NaN}",
        "{\"id\": 007}",
        "{\"id\": 1.}",
        "{'id': 1}",
        "{id: 1}",
        "{\"id\" 1}",
        "{\"id\": 1, \"b\": [1, 2}",
        "{\"id\": tru}",
        "{\"id\": \"\\x\"}",
        "{\"id\": /* 1 */ 2}",
        "{\"id\": 1,, \"b\": 2}",
        "null",
        "7",
        "\"text\"",
        "[]",
        "True",
        "{}",
    ];
    for subject in subjects() {
        let marker = json!("the place");
        let index = *subject.accepted().last().unwrap();
        let mut records = subject.records().clone();
        records[index] = marker.clone();
        let value = subject.with(records);
        for text in [value.to_string(), indented(&value, "  "), indented(&value, "\t")] {
            for instead in INSTEAD {
                let damaged = text.replacen(&marker.to_string(), instead, 1);
                let imported = subject
                    .import(damaged.as_bytes())
                    .unwrap_or_else(|e| panic!("{instead}: {e}"));
                subject.all_but(&imported, index, instead);
                assert_eq!(
                    imported.totals.rejected,
                    subject.before.totals.rejected + 1,
                    "{instead}"
                );
            }
            let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
            let imported = subject
                .import(text.replacen(&marker.to_string(), &deep, 1).as_bytes())
                .unwrap();
            subject.all_but(&imported, index, "nested deep");
        }
        // A quote or a bracket that is never closed: clear only where records start their own lines.
        let wide = indented(&value, "  ");
        for instead in [
            "{\n      \"id\": \"x,\n      \"b\": 2\n    }",
            "{\n      \"id\": {\"a\": 2,\n      \"b\": 2\n    }",
        ] {
            let damaged = wide.replacen(&marker.to_string(), instead, 1);
            let imported = subject.import(damaged.as_bytes()).unwrap();
            subject.all_but(&imported, index, instead);
        }
    }
}

#[test]
fn a_comma_more_or_less_costs_nothing() {
    for subject in subjects() {
        let flat = subject.whole.to_string();
        let first = subject.records()[0].to_string();
        let last = subject.records().last().unwrap().to_string();
        for (what, text) in [
            (
                "one more at the end",
                flat.replacen(&format!("{last}]"), &format!("{last},]"), 1),
            ),
            ("one less", flat.replacen(&format!("{first},"), &first, 1)),
            ("two", flat.replacen(&format!("{first},"), &format!("{first},,"), 1)),
        ] {
            assert_ne!(text, flat, "{what}");
            subject.same(&subject.import(text.as_bytes()).unwrap(), what);
        }
        let behind = subject.import(format!("{flat} <!-- end -->").as_bytes()).unwrap();
        assert_eq!(kept(&behind), kept(&subject.before));
        assert_eq!(
            reasons(&behind).get(&Reason::BadJson),
            Some(&1),
            "something behind the end is told"
        );
    }
}

#[test]
fn texts_that_are_none_cost_their_record_at_most() {
    for subject in subjects() {
        let index = subject.accepted()[0];
        let own = subject.records()[index].to_string();
        let mut places = Vec::new();
        pointers(&subject.records()[index], "", &mut places);
        for place in places {
            let Some(text) = subject.records()[index].pointer(&place).and_then(Value::as_str) else {
                continue;
            };
            let marked = {
                let mut record = subject.records()[index].clone();
                *record.pointer_mut(&place).unwrap() = json!("the place");
                record.to_string()
            };
            for instead in [
                format!("\"{text}\\ud800\"").into_bytes(),
                format!("\"{text}\\u0000\"").into_bytes(),
                [b"\"", text.as_bytes(), b"\0\""].concat(),
                [b"\"Garc\xeda ", text.as_bytes(), b"\""].concat(),
                [b"\"", text.as_bytes(), b"\xff\xfe\""].concat(),
                [
                    b"\"",
                    "x".repeat(if place.contains("status") { 1 << 21 } else { 1 << 10 })
                        .as_bytes(),
                    b"\"",
                ]
                .concat(),
            ] {
                let (before, behind) = marked.split_once("\"the place\"").unwrap();
                let damaged = [before.as_bytes(), &instead, behind.as_bytes()].concat();
                let flat = subject.whole.to_string();
                let (head, tail) = flat.split_once(&own).unwrap();
                let bytes = [head.as_bytes(), &damaged, tail.as_bytes()].concat();
                let imported = subject.import(&bytes).unwrap_or_else(|e| panic!("{place}: {e}"));
                subject.all_but(&imported, index, &place);
            }
        }
    }
}

#[test]
fn what_is_no_json_at_all_is_an_error() {
    for subject in subjects() {
        for (what, bytes) in [
            ("nothing", Vec::new()),
            ("a mark", b"\xef\xbb\xbf".to_vec()),
            ("blank lines", b"\n\n\r\n".to_vec()),
            (
                "noise",
                (0_u32..5000).map(|n| u8::try_from(n * 7919 % 256).unwrap()).collect(),
            ),
            ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
            ("a workbook", b"PK\x03\x04\x14\0\0\0\x08\0".to_vec()),
            ("a page of the web", b"<!doctype html><title>Obi</title>".to_vec()),
            ("a table", b"id,patient_id\n1,2\n".to_vec()),
            ("records of no system", b"[{\"name\": \"Obi\"}]".to_vec()),
        ] {
            let error = subject.import(&bytes).expect_err(what);
            assert!(error.code().as_str().starts_with("FT-I0"), "{what}: {error}");
        }
        let empty = subject.import_value(&subject.with(Vec::new())).unwrap();
        assert_eq!(empty.totals.plans, 0);
        assert!(empty.records.unwrap().is_empty());
    }
}

/// A byte of a file in one line that is gone, or another one: the record costs itself, whichever record it is, and
/// every byte that is not read is told of.
#[test]
fn a_byte_that_is_wrong_in_one_line_costs_its_record() {
    for subject in subjects() {
        let flat = subject.whole.to_string();
        let accepted = subject.accepted();
        for index in [accepted[0], accepted[accepted.len() / 2]] {
            let own = subject.records()[index].to_string();
            let start = flat.find(&own).unwrap();
            let signs = own.bytes().enumerate().filter(|(_, b)| br#""[]{},:"#.contains(b));
            for (at, _) in signs.step_by(3) {
                for instead in ["", "\"", "\n"] {
                    let text = format!("{}{instead}{}", &flat[..start + at], &flat[start + at + 1..]);
                    let imported = subject.import(text.as_bytes());
                    let imported = imported.unwrap_or_else(|e| panic!("{at} {instead:?}: {e}"));
                    subject.all_but_one(&imported, index, &format!("byte {at} is {instead:?}"));
                }
            }
        }
    }
}

#[test]
fn a_line_break_in_a_text_is_read_as_it_is_and_noted() {
    for subject in subjects() {
        let flat = subject.whole.to_string();
        let text = flat.replacen("\":\"", "\":\" \n\t", 1);
        let imported = subject.import(text.as_bytes()).unwrap();
        assert_eq!(imported.totals.records, subject.before.totals.records);
        assert!(
            imported
                .notes
                .iter()
                .any(|note| note.message.starts_with("1 texts hold a line break")),
            "{:?}",
            imported.notes
        );
    }
}
