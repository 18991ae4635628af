//! Every sample of a practice system's export, record by record, against what its maker says a correct import must say.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands, and reads the public data"
)]

mod common;

use common::samples::{Sample, all};
use common::shared;
use followthrough_import::{Imported, Importer, Options, Rejected, System, read};
use serde_json::{Value, json};

fn expected(folder: &std::path::Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap()
}

/// The same with numbers of JSON as what they look like, for the import keeps them so.
fn as_text(wanted: &Value) -> Value {
    let mut wanted = wanted.clone();
    if let Some(value) = wanted.get_mut("value").filter(|value| value.is_number()) {
        *value = Value::String(value.to_string());
    }
    wanted
}

/// Where a row stands: JSON rows have a path, others a line.
fn place(row: &mut Value, line: u64, path: Option<&str>) {
    match path {
        Some(path) => row["path"] = json!(path),
        None => row["line"] = json!(line),
    }
}

fn of_imported(imported: &Imported) -> Value {
    let json = imported.to_json();
    let grain = if json["records"]
        .as_array()
        .unwrap()
        .iter()
        .any(|r| !r["procedure"].is_null())
    {
        "procedure"
    } else {
        "plan"
    };
    let flags = |plan: &Value| -> Value {
        let found = imported
            .plans
            .iter()
            .find(|r| r.plan.id.as_str() == plan.as_str().unwrap())
            .unwrap();
        json!(found.flags)
    };
    let mut rows: Vec<Value> = Vec::new();
    for row in json["records"].as_array().unwrap() {
        let mut told = if grain == "procedure" {
            json!({"record": row["record"], "outcome": "accept", "plan_id": row["plan"],
                "patient_id": row["patient"], "procedure_id": row["procedure"], "procedure_status": row["status"],
                "value": row["value"], "planned_on": row["planned_on"], "flags": []})
        } else {
            json!({"record": row["record"], "outcome": "accept", "plan_id": row["plan"],
                "patient_id": row["patient"], "pending_value": row["value"], "status": row["status"],
                "flags": flags(&row["plan"])})
        };
        place(&mut told, row["line"].as_u64().unwrap(), row["path"].as_str());
        rows.push(told);
    }
    let aside = |outcome: &str, record: &Rejected| {
        let mut row = json!({"record": record.record, "outcome": outcome,
            "column": record.column.as_deref(), "reason": record.reason.as_str(),
            "patient_id": record.patient.as_ref().map(|p| p.as_str())});
        place(&mut row, u64::from(record.line), record.path.as_deref());
        if outcome == "reject" {
            row["value"] = json!(record.value);
        }
        row
    };
    rows.extend(imported.rejected.iter().map(|r| aside("reject", r)));
    rows.extend(imported.skipped.iter().map(|r| aside("skip", r)));
    rows.sort_by_key(|row| row["record"].as_u64());
    let totals = &json["totals"];
    let of = |key: &str| totals[key].clone();
    let mut told = json!({"rows": rows, "totals": {"records": of("records"), "accepted": of("accepted"),
        "rejected": of("rejected"), "skipped": of("skipped"), "plans": of("plans"),
        "pending_value": of("pending_value"), "plans_with_unknown_value": of("plans_with_unknown_value")}});
    if grain == "procedure" {
        let plan = |r: &followthrough_import::PlanRecord| {
            json!({"plan_id": r.plan.id, "patient_id": r.plan.patient.id, "status": r.plan.standing(),
                "pending_value": r.plan.pending_value(), "pending_procedures": r.plan.pending().count(),
                "flags": r.flags})
        };
        told["plans"] = imported.plans.iter().map(plan).collect();
    }
    told
}

fn import(folder: &std::path::Path, sample: &Sample) -> Imported {
    read(sample.system(), files(folder, sample), &sample.options()).unwrap()
}

/// The file, and the one that is read with it.
fn files(folder: &std::path::Path, sample: &Sample) -> Vec<(&'static str, Vec<u8>)> {
    let names = [Some(sample.file), sample.beside].into_iter().flatten();
    names
        .map(|name| (name, std::fs::read(folder.join(name)).unwrap()))
        .collect()
}

#[test]
fn every_row_every_plan_and_every_total() {
    let Some(folder) = shared("data/pms-samples") else {
        return;
    };
    let expected = expected(&folder);
    for sample in all() {
        let imported = import(&folder, sample);
        let got = of_imported(&imported);
        let wanted = &expected["files"][sample.file];
        let (rows, wanted_rows) = (got["rows"].as_array().unwrap(), wanted["rows"].as_array().unwrap());
        for (row, wanted) in rows.iter().zip(wanted_rows) {
            assert_eq!(*row, as_text(wanted), "{}", sample.file);
        }
        assert_eq!(rows.len(), wanted_rows.len(), "{}", sample.file);
        // Of several files, those of the one that is meant.
        let mut totals = got["totals"].clone();
        let own = imported
            .totals
            .files
            .iter()
            .find(|file| &*file.file == sample.file)
            .unwrap();
        totals["records"] = json!(own.records);
        totals["accepted"] = json!(own.accepted);
        assert_eq!(totals, wanted["totals"], "{}", sample.file);
        if !wanted["plans"].is_null() {
            assert_eq!(got["plans"], wanted["plans"], "{}", sample.file);
        }
    }
}

#[test]
fn pieces_of_every_size_say_the_same() {
    let Some(folder) = shared("data/pms-samples") else {
        return;
    };
    for sample in all() {
        let whole = import(&folder, sample).to_json();
        for size in [1, 2, 3, 7, 64, 1000] {
            let mut importer = Importer::new(sample.system(), &sample.options()).unwrap();
            for (name, bytes) in files(&folder, sample) {
                for piece in bytes.chunks(size) {
                    importer.push(name, piece).unwrap();
                }
            }
            assert_eq!(importer.finish().unwrap().to_json(), whole, "{} in {size}", sample.file);
        }
    }
}

#[test]
fn nothing_that_is_set_aside_names_a_person() {
    let Some(folder) = shared("data/pms-samples") else {
        return;
    };
    for sample in all() {
        let imported = import(&folder, sample);
        for record in imported.rejected.iter().chain(&imported.skipped) {
            let told = format!("{record} {record:?} {}", serde_json::to_string(record).unwrap());
            for private in [
                "555", "@", "Garc", "Smith", "Dubois", "Becker", "Ghost", "Noor", "O'Brien",
            ] {
                assert!(!told.contains(private), "{told}");
            }
        }
    }
}

#[test]
fn what_the_practice_has_not_said_is_asked_by_name() {
    let Some(folder) = shared("data/pms-samples") else {
        return;
    };
    let mut bare = Options::default();
    bare.set("time_zone", "none").unwrap();
    bare.set("as_of", "2026-01-30").unwrap();
    for (file, system, asked) in [
        ("dentrix_treatment_manager.csv", "dentrix", "presented"),
        ("dentrix_proc_log.csv", "dentrix", "presented, plans, status.map"),
        (
            "eaglesoft_planned_services.csv",
            "eaglesoft",
            "columns, presented, status.map",
        ),
        ("jane_treatments.csv", "jane", "columns, presented, currency"),
        ("aesthetic_record_plans.csv", "aesthetic_record", "columns, presented"),
    ] {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let error = read(System::parse(system).unwrap(), [(file, &bytes)], &bare).unwrap_err();
        assert_eq!(error.code().as_str(), "FT-I010", "{error}");
        assert!(error.message().ends_with(asked), "{error}");
    }
    // What the statuses of cases say is certain.
    let cases = std::fs::read(folder.join("dentrix_cases.csv")).unwrap();
    let imported = read(System::Dentrix, [("cases.csv", &cases)], &bare).unwrap();
    assert_eq!(imported.totals.plans, 12);
    // The day of the export is never guessed; what was seen is told.
    let mut no_day = Options::default();
    no_day.set("time_zone", "none").unwrap();
    let error = read(System::Dentrix, [("cases.csv", &cases)], &no_day).unwrap_err();
    assert!(
        error.to_string().contains("the newest day in it is 2025-12-14"),
        "{error}"
    );
}
