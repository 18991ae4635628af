//! A value that nobody can read, in one column after the other of every sample: no plan is lost where it decides
//! nothing.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands, and reads the public data"
)]

mod common;

use std::collections::BTreeSet;

use common::samples::{JSON_SAMPLES, SAMPLES, Sample};
use common::shared;
use followthrough_import::{Imported, read};
use serde_json::{Value, json};

/// What may cost a record: columns that say who is meant, what is owed, when, where it stands or what was agreed to.
const DECIDING: &[(&str, &[&str])] = &[
    (
        "opendental_treatment_finder.txt",
        &["PatNum", "contactMethod", "treatmentPlan"],
    ),
    (
        "dentrix_treatment_manager.csv",
        &["Patient", "Chart", "TP Total", "TP Pat Est", "# TP Proc"],
    ),
    (
        "dentrix_proc_log.csv",
        &[
            "PROC_LOGID",
            "PROC_LOGDB",
            "PATID",
            "PATDB",
            "PLDATE",
            "CHART_STATUS",
            "AMOUNT",
        ],
    ),
    (
        "dentrix_cases.csv",
        &["Case ID", "Chart", "Case Status", "Status Date", "Amount"],
    ),
    (
        "eaglesoft_planned_services.csv",
        &[
            "treatment_plan_id",
            "patient_id",
            "line_number",
            "date_planned",
            "status",
            "fee",
        ],
    ),
    (
        "jane_treatments.csv",
        &["Patient Number", "Treatment", "Quoted On", "Price", "Appointment State"],
    ),
    (
        "aesthetic_record_plans.csv",
        &["Plan ID", "Client ID", "Total", "Plan Date", "Status"],
    ),
    (
        "nexhealth_treatment_plans.json",
        &[
            "id",
            "patient_id",
            "status",
            "procedures",
            "fee",
            "amount",
            "currency",
            "error",
            "code",
        ],
    ),
    (
        "dentrix_ascend_patientprocedures.json",
        &["id", "amount", "treatmentPlannedDate", "status", "state", "patient"],
    ),
    (
        "fhir_bundle.json",
        // An address that leads nowhere, a kind that is none: nobody knows what the record is.
        &[
            "resourceType",
            "resource",
            "id",
            "status",
            "intent",
            "subject",
            "created",
            "activity",
            "reference",
            "active",
            "deceasedBoolean",
            "patient",
            "relationship",
            "period",
            "fullUrl",
        ],
    ),
];

fn deciding(sample: &Sample) -> &'static [&'static str] {
    let found = DECIDING.iter().find(|(file, _)| *file == sample.file);
    found
        .unwrap_or_else(|| panic!("{} is new: say which of its columns decide", sample.file))
        .1
}

fn import(sample: &Sample, bytes: &[u8]) -> Imported {
    let folder = shared("data/pms-samples").unwrap();
    let beside = sample
        .beside
        .map(|name| (name, std::fs::read(folder.join(name)).unwrap()));
    let files = [(sample.file, bytes.to_vec())].into_iter().chain(beside);
    read(sample.system(), files, &sample.options()).unwrap_or_else(|e| panic!("{}: {e}", sample.file))
}

fn plans(imported: &Imported) -> BTreeSet<(String, usize)> {
    let of = imported.plans.iter();
    of.map(|record| (record.plan.id.to_string(), record.plan.procedures.len()))
        .collect()
}

#[test]
fn in_delimited_text() {
    let Some(folder) = shared("data/pms-samples") else {
        return;
    };
    for sample in SAMPLES {
        let bytes = std::fs::read(folder.join(sample.file)).unwrap();
        let before = plans(&import(sample, &bytes));
        let separator = if sample.file.ends_with(".txt") { b'\t' } else { b',' };
        let lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
        let header = String::from_utf8_lossy(lines[0]).replace(['\u{feff}', '"', '\r', '\n'], "");
        let names: Vec<&str> = header.split(char::from(separator)).collect();
        for (at, name) in names
            .iter()
            .enumerate()
            .filter(|(_, name)| !deciding(sample).contains(name))
        {
            // No text in any of the encodings; no day, no number, no address.
            for odd in [&b"\x81\xff"[..], b"?!", b"true", b"-", b"99/99/9999"] {
                let mut fields: Vec<Vec<u8>> = Vec::new();
                let mut quoted = false;
                fields.push(Vec::new());
                for byte in lines[1].strip_suffix(b"\n").unwrap().iter().filter(|b| **b != b'\r') {
                    quoted ^= *byte == b'"';
                    if *byte == separator && !quoted {
                        fields.push(Vec::new());
                    } else {
                        fields.last_mut().unwrap().push(*byte);
                    }
                }
                fields[at] = odd.to_vec();
                let row = [fields.join(&separator), b"\r\n".to_vec()].concat();
                let damaged = [lines[0].to_vec(), row, lines[2..].concat()].concat();
                let imported = import(sample, &damaged);
                assert_eq!(
                    plans(&imported),
                    before,
                    "{} {name} {odd:?}: {:?}",
                    sample.file,
                    imported.rejected
                );
            }
        }
    }
}

/// All places inside a value, each with the keys that lead there.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, below) in map {
                let at = format!("{at}/{key}");
                all.push(at.clone());
                places(below, &at, all);
            }
        }
        Value::Array(items) => {
            for (index, below) in items.iter().enumerate() {
                let at = format!("{at}/{index}");
                all.push(at.clone());
                places(below, &at, all);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn in_json() {
    let Some(folder) = shared("data/pms-samples") else {
        return;
    };
    for sample in JSON_SAMPLES {
        let bytes = std::fs::read(folder.join(sample.file)).unwrap();
        let whole: Value = serde_json::from_slice(&bytes).unwrap();
        let before = plans(&import(sample, &bytes));
        let list = if whole["data"].is_array() { "data" } else { "entry" };
        let mut tried = BTreeSet::new();
        let mut all = Vec::new();
        for index in 0..whole[list].as_array().unwrap().len() {
            places(&whole[list][index], &format!("/{list}/{index}"), &mut all);
        }
        for place in all {
            let keys: Vec<&str> = place
                .split('/')
                .skip(3)
                .filter(|key| key.parse::<u32>().is_err())
                .collect();
            // One place of each kind is enough; below what decides everything may.
            let is_told = keys.is_empty()
                || keys
                    .iter()
                    .any(|key| deciding(sample).contains(key) && *key != "resource" && *key != "procedures");
            if is_told || deciding(sample).contains(keys.last().unwrap()) || !tried.insert(keys.join("/")) {
                continue;
            }
            for odd in [
                json!(true),
                json!({"a": [1]}),
                json!([[1]]),
                json!("?!"),
                json!(12),
                json!("\u{0}"),
                json!(null),
            ] {
                let mut damaged = whole.clone();
                *damaged.pointer_mut(&place).unwrap() = odd.clone();
                let imported = import(sample, damaged.to_string().as_bytes());
                assert_eq!(
                    plans(&imported),
                    before,
                    "{} {place} {odd}: {:?}",
                    sample.file,
                    imported.rejected
                );
            }
        }
        assert!(tried.len() > 5, "{}: {tried:?}", sample.file);
    }
}
