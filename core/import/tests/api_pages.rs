//! Open Dental's tables and the pages of its API say the same, however the pages were saved.
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

use std::collections::BTreeSet;

use common::api::{FORMS, Form, pages};
use common::{options, shared, small};
use followthrough::Money;
use followthrough_import::{Imported, Importer, Options, Reason, Survey, System, questions, read};
use serde_json::{Value, json};

fn import(files: Vec<(String, Vec<u8>)>, options: &Options) -> Imported {
    read(System::OpenDental, files, options).unwrap()
}

/// All that an import says, but for where in which file a record stood.
fn said(imported: &Imported) -> Value {
    let mut json = imported.to_json();
    let told = json.as_object_mut().unwrap();
    for key in ["rejected", "skipped", "notes", "endings"] {
        told.remove(key);
    }
    let totals = told["totals"].as_object_mut().unwrap();
    for key in ["records", "accepted", "skipped", "files", "columns_ignored"] {
        totals.remove(key);
    }
    let refused = imported
        .rejected
        .iter()
        .map(|r| format!("{:?} {:?} {} {:?}", r.patient, r.column, r.reason, r.code));
    let refused: BTreeSet<String> = refused.collect();
    json["refused"] = json!(refused);
    json["people"] = json!(imported.people.iter().map(|p| format!("{p:?}")).collect::<Vec<_>>());
    json["completed"] = json!(imported.completed.iter().map(|c| format!("{c:?}")).collect::<Vec<_>>());
    let totals = &imported.totals;
    assert_eq!(totals.records, totals.accepted + totals.rejected + totals.skipped);
    assert_eq!(totals.rejected, u64::try_from(imported.rejected.len()).unwrap());
    assert!(imported.skipped.iter().all(|s| s.reason == Reason::ExactDuplicate));
    json
}

fn real() -> Option<Vec<(String, Vec<u8>)>> {
    let folder = shared("data/opendental")?;
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|e| e == "csv"));
    Some(
        files
            .map(|path| {
                (
                    path.file_name().unwrap().to_str().unwrap().to_owned(),
                    std::fs::read(&path).unwrap(),
                )
            })
            .collect(),
    )
}

#[test]
fn the_public_tables_in_every_form() {
    let Some(mut tables) = real() else { return };
    // Rows that are wrong in every way that a page can say too.
    let wrong = [
        (
            "procedurelog.csv",
            "99001,10000,0,75,2025-12-01,100.00,,,,9,100,0,0,2025-12-01",
        ),
        (
            "procedurelog.csv",
            "99002,99999,0,75,2025-12-01,100.00,,,,1,100,0,0,2025-12-01",
        ),
        (
            "procedurelog.csv",
            "99003,10000,77777,75,2025-12-01,100.00,,,,1,100,0,0,2025-12-01",
        ),
        (
            "procedurelog.csv",
            "99004,10000,0,75,2025-12-01,-100.00,,,,1,100,0,0,2025-12-01",
        ),
        (
            "procedurelog.csv",
            "99005,10000,0,75,2025-12-01,1.005,,,,1,100,0,0,2025-12-01",
        ),
        (
            "procedurelog.csv",
            "99006,10000,0,75,2025-02-30,100.00,,,,1,100,0,0,2025-12-01",
        ),
        (
            "procedurelog.csv",
            "x1,10000,0,75,2025-12-01,100.00,,,,1,100,0,0,2025-12-01",
        ),
        (
            "appointment.csv",
            "99001,10000,9,X,0,100,,100,0,2025-12-01 09:00:00,0,,0,0,0",
        ),
    ];
    for (file, row) in wrong {
        let (_, bytes) = tables.iter_mut().find(|(name, _)| name == file).unwrap();
        bytes.extend_from_slice(row.as_bytes());
        bytes.push(b'\n');
    }
    let from_tables = import(tables.clone(), &options());
    assert_eq!(from_tables.rejected.len(), wrong.len());
    let wanted = said(&from_tables);
    for (seed, form) in (7..).zip([Form::Pages, Form::Lists, Form::Requests]) {
        let got = import(pages(&tables, form, seed, form == Form::Lists), &options());
        assert_eq!(said(&got), wanted, "{form:?}");
        assert!(
            form == Form::Keyed || !got.skipped.is_empty() || got.totals.records > 0,
            "{form:?}"
        );
        assert!(got.skipped.len() > 10, "{form:?}: pages overlap");
    }
}

#[test]
fn a_small_practice_by_many_seeds() {
    let mut tables = small();
    tables.push((
        "treatplan.csv".into(),
        b"TreatPlanNum,PatNum,DateTP,TPStatus\n1,7,0001-01-01,1\n2,7,2025-12-03,0\n3,9,0001-01-01,2\n".to_vec(),
    ));
    tables.push((
        "treatplanattach.csv".into(),
        b"TreatPlanNum,ProcNum\n1,101\n1,102\n1,999\n3,106\n".to_vec(),
    ));
    tables.push((
        "proctp.csv".into(),
        b"ProcTPNum,TreatPlanNum,ProcNumOrig,FeeAmt,ProcCode\n1,2,101,1190.00,D2740\n2,2,998,50,D0220\n".to_vec(),
    ));
    tables.push(("claimproc.csv".into(), b"ClaimProcNum,ProcNum,Status,InsEstTotal,InsEstTotalOverride,WriteOffEst\n1,101,6,500.00,-1,150\n2,106,6,40,20,-1\n3,102,1,5,0,0\n".to_vec()));
    for presented in ["charted", "saved_plan"] {
        let mut options = options();
        options.set("presented", presented).unwrap();
        let wanted = said(&import(tables.clone(), &options));
        for seed in 0..60 {
            let form = FORMS[usize::try_from(seed).unwrap() % FORMS.len()];
            let by_client = seed % 5 == 0;
            let got = import(pages(&tables, form, seed, by_client), &options);
            assert_eq!(said(&got), wanted, "{presented} {seed} {form:?} {by_client}");
            assert_eq!(got.rejected, [], "{seed}");
        }
    }
}

fn sample() -> Option<Vec<(String, Vec<u8>)>> {
    let folder = shared("data/pms-samples/opendental_api")?;
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| {
        (
            path.file_name().unwrap().to_str().unwrap().to_owned(),
            std::fs::read(&path).unwrap(),
        )
    };
    Some(files.map(read).collect())
}

fn of_sample() -> Options {
    let mut options = options();
    options.set("as_of", "2026-01-30").unwrap();
    options.set("list_records", "true").unwrap();
    options
}

#[test]
fn every_row_of_the_sample() {
    let Some(files) = sample() else { return };
    let answers = std::fs::read_to_string(shared("data/pms-samples/expected.json").unwrap()).unwrap();
    let answers: Value = serde_json::from_str(&answers).unwrap();
    let wanted = &answers["files"]["opendental_api/"];
    let imported = import(files, &of_sample());
    let at = |file: &str, path: Option<&str>| format!("{file} {}", path.unwrap());
    let mut rows: Vec<Value> = Vec::new();
    for listed in imported.records.as_ref().unwrap() {
        let found = imported
            .plans
            .iter()
            .find(|r| Some(&r.plan.id) == listed.plan.as_ref())
            .unwrap();
        rows.push(
            json!({"record": listed.record, "path": at(&listed.file, listed.path.as_deref()), "outcome": "accept",
            "plan_id": listed.plan, "patient_id": listed.patient, "pending_value": listed.value,
            "status": listed.status, "flags": found.flags}),
        );
    }
    for (outcome, records) in [("reject", &imported.rejected), ("skip", &imported.skipped)] {
        for r in records {
            let mut row = json!({"record": r.record, "path": at(&r.file, r.path.as_deref()), "outcome": outcome,
                "patient_id": r.patient, "column": r.column, "reason": r.reason.as_str()});
            if outcome == "reject" {
                row["value"] = json!(r.value);
            }
            rows.push(row);
        }
    }
    rows.sort_by_key(|row| row["record"].as_u64());
    for (row, wanted) in rows.iter().zip(wanted["rows"].as_array().unwrap()) {
        assert_eq!(row, wanted);
    }
    assert_eq!(rows.len(), wanted["rows"].as_array().unwrap().len());
    let totals = &imported.totals;
    let of = totals.files.iter().find(|f| &*f.file == "treatplans.json").unwrap();
    assert_eq!(
        json!({"records": of.records, "accepted": of.accepted, "rejected": of.rejected, "skipped": of.skipped,
            "plans": totals.plans, "pending_value": totals.pending_value,
            "plans_with_unknown_value": totals.plans_with_unknown_value}),
        wanted["totals"]
    );
    let distinct = wanted["distinct_pending_by_patient"].as_object().unwrap();
    let distinct: Money = distinct
        .values()
        .map(|v| Money::parse(v.as_str().unwrap()).unwrap())
        .sum();
    assert_eq!(totals.distinct_pending_value, distinct);
}

#[test]
fn pieces_of_every_size_and_every_order_of_files() {
    let Some(mut files) = sample() else { return };
    let whole = import(files.clone(), &of_sample()).to_json();
    for size in [1, 3, 1000] {
        files.reverse();
        let mut importer = Importer::new(System::OpenDental, &of_sample()).unwrap();
        for (name, bytes) in &files {
            for piece in bytes.chunks(size) {
                importer.push(name, piece).unwrap();
            }
        }
        assert_eq!(importer.finish().unwrap().to_json()["plans"], whole["plans"], "{size}");
    }
    for (name, bytes) in &mut files {
        let text = String::from_utf8(std::mem::take(bytes)).unwrap();
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        *bytes = match name.as_str() {
            "patients.json" => units.flat_map(u16::to_le_bytes).collect(),
            "treatplans.json" => units.skip(1).flat_map(u16::to_be_bytes).collect(),
            _ => format!("\u{feff}{text}").into_bytes(),
        };
    }
    assert_eq!(import(files, &of_sample()).to_json()["plans"], whole["plans"]);
}

#[test]
fn questions_are_those_of_the_tables() {
    let Some(files) = sample() else { return };
    let asked = questions(System::OpenDental, files.clone(), &Options::default()).unwrap();
    let keys: Vec<&str> = asked.iter().map(|q| q.key.as_str()).collect();
    assert_eq!(keys, ["presented", "time_zone"]);
    assert_eq!(questions(System::OpenDental, files, &options()).unwrap(), []);
    // In pieces too, and where the name says nothing.
    let mut survey = Survey::new(System::OpenDental, &options());
    for piece in ["\u{feff}", " ", "\n[", "{}]"] {
        survey.push("page", piece.as_bytes());
    }
    assert_eq!(survey.finish().unwrap().questions(&options()), []);
}
