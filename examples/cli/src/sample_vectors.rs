//! Exports of practice systems with an `expected.json` beside them: what every record, plan and total must be.

use std::path::Path;

use followthrough::{Code, Error};
use followthrough_import::{Imported, Options, Rejected, System, mapping_with_answers, read};
use followthrough_insight::vectors::{Failure as Case, Tally};
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::{api_vectors, files};

/// Imports each file or folder of pages as its practice set it up, and compares.
pub(crate) fn samples(path: &Path, text: &str) -> Result<Tally, Failure> {
    let malformed = || {
        Failure::in_file(
            path,
            [Error::new(Code::ScenarioMalformed, "not the answers of samples")],
        )
    };
    let answers: Value = serde_json::from_str(text).map_err(|_| malformed())?;
    let as_of = answers.get("as_of").and_then(Value::as_str).ok_or_else(malformed)?;
    let all = answers.get("files").and_then(Value::as_object).ok_or_else(malformed)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut tally = Tally::default();
    for (name, wanted) in all {
        let rows = wanted.get("rows").and_then(Value::as_array).ok_or_else(malformed)?;
        if let Some(pages) = name.strip_suffix('/') {
            api_vectors::open_dental(&mut tally, &folder.join(pages), wanted, as_of)?;
            continue;
        }
        let system = wanted.get("system").and_then(Value::as_str).unwrap_or_default();
        let system = System::parse(match system {
            "opendental" => "open_dental",
            "dentrix_ascend" => "dentrix",
            other => other,
        });
        let Ok(system) = system else {
            tally.not_yet += rows.len();
            continue;
        };
        let beside = wanted.get("joined_with").and_then(Value::as_str);
        let mut export = Vec::new();
        for name in [Some(name.as_str()), beside].into_iter().flatten() {
            export.push((name, files::bytes(&folder.join(name))?));
        }
        let imported = read(system, export, &options(system, wanted, as_of)?)?;
        let by_procedure = wanted.get("grain").is_some_and(|grain| grain == "procedure");
        let got = records(&imported, by_procedure);
        for (index, wanted) in rows.iter().enumerate() {
            let got = got.get(index).unwrap_or(&Value::Null);
            compare(&mut tally, &format!("{name} row {}", index + 1), &as_text(wanted), got);
        }
        if got.len() > rows.len() {
            compare(
                &mut tally,
                &format!("{name} rows"),
                &json!(rows.len()),
                &json!(got.len()),
            );
        }
        for plan in wanted.get("plans").and_then(Value::as_array).into_iter().flatten() {
            let id = plan.get("plan_id").and_then(Value::as_str).unwrap_or_default();
            let found = imported.plans.iter().find(|record| record.plan.id.as_str() == id);
            let got = found.map(|record| {
                json!({"plan_id": id, "patient_id": record.plan.patient.id, "status": record.plan.standing(),
                    "pending_value": record.plan.pending_value(), "flags": record.flags,
                    "pending_procedures": record.plan.pending().count()})
            });
            compare(&mut tally, &format!("{name} plan {id}"), plan, &got.unwrap_or_default());
        }
        let mut totals = serde_json::to_value(&imported.totals).unwrap_or_default();
        // Of several files, the records of the one that is meant.
        let own = imported.totals.files.iter().find(|file| *file.file == **name);
        if let (Some(own), Some(totals)) = (own, totals.as_object_mut()) {
            totals.insert("records".into(), json!(own.records));
            totals.insert("accepted".into(), json!(own.accepted));
        }
        for (key, wanted) in wanted.get("totals").and_then(Value::as_object).into_iter().flatten() {
            let got = totals.get(key).unwrap_or(&Value::Null);
            compare(&mut tally, &format!("{name} {key}"), wanted, got);
        }
    }
    Ok(tally)
}

/// What the practice confirmed at set-up, as a mapping laid over the preset.
fn options(system: System, wanted: &Value, as_of: &str) -> Result<Options, Error> {
    let preset = wanted.get("preset").and_then(Value::as_str).unwrap_or_default();
    let shape = preset.split_once('.').map_or("", |(_, shape)| shape);
    let extends = match shape {
        "" | "confirm_mapping" => system.as_str().to_owned(),
        // Read with the people of the same system.
        "careplan" | "patientprocedures" => system.as_str().to_owned(),
        shape => format!("{system}.{shape}"),
    };
    let part = if wanted.get("grain").is_some_and(|grain| grain == "procedure") {
        "procedure"
    } else {
        "plan"
    };
    let mut answers: Vec<(String, String)> = vec![("columns".into(), "confirmed".into())];
    let mut answer = |key: String, value: &str| answers.push((key, value.to_owned()));
    match shape {
        "proc_log" => answer("plans".into(), "per_patient"),
        "patientprocedures" => answer("shapes.ascend_procedures.plans".into(), "per_patient"),
        _ => {}
    }
    let none = Map::new();
    let confirmed = wanted.get("options").and_then(Value::as_object).unwrap_or(&none);
    let mut words = |map: &Value| {
        for (word, meaning) in map.as_object().into_iter().flatten() {
            answer(
                format!("{part}.status.map.{word}"),
                meaning.as_str().unwrap_or_default(),
            );
        }
    };
    for (key, value) in confirmed {
        match key.as_str() {
            "status_map" => words(value),
            "status_from" => words(value.get("map").unwrap_or(&Value::Null)),
            _ => {}
        }
    }
    for (key, value) in confirmed {
        let text = value.as_str().unwrap_or_default();
        match key.as_str() {
            "status_match" => answer(
                format!("{part}.status.match"),
                if text == "exact" { "exact" } else { "trim_ignore_case" },
            ),
            "procedure_id" => answer("procedure.id".into(), text),
            "patient_id" | "patient_id_column" => answer("patient.id".into(), text),
            "currency" => answer("currency".into(), text),
            "date_format" => answer("dates.formats".into(), text),
            "fees" => {
                for (code, fee) in value.as_object().into_iter().flatten() {
                    answer(format!("fees.{code}"), fee.as_str().unwrap_or_default());
                }
            }
            "status_from" => {
                let column = value.get("column").and_then(Value::as_str).unwrap_or_default();
                answer(format!("{part}.status.column"), column);
            }
            _ => {}
        }
    }
    let mut options = Options::default();
    options.set(
        "mapping",
        &mapping_with_answers(system, None, Some(&extends), &answers)?,
    )?;
    for (name, value) in [
        ("presented", "charted"),
        ("time_zone", "none"),
        ("as_of", as_of),
        ("list_records", "true"),
    ] {
        options.set(name, value)?;
    }
    Ok(options)
}

/// Every record, in the words of the answers.
fn records(imported: &Imported, by_procedure: bool) -> Vec<Value> {
    let accepted = imported.records.iter().flatten().map(|record| {
        if by_procedure {
            let row = json!({"record": record.record, "outcome": "accept", "plan_id": record.plan,
                "patient_id": record.patient, "procedure_id": record.procedure, "procedure_status": record.status,
                "value": record.value, "planned_on": record.planned_on, "flags": []});
            return placed(row, record.line, record.path.as_deref());
        }
        let plan = imported
            .plans
            .iter()
            .find(|found| Some(&found.plan.id) == record.plan.as_ref());
        let flags = plan.map(|found| &found.flags);
        let row = json!({"record": record.record, "outcome": "accept", "plan_id": record.plan,
            "patient_id": record.patient, "pending_value": record.value, "status": record.status, "flags": flags});
        placed(row, record.line, record.path.as_deref())
    });
    let aside = |outcome: &str, record: &Rejected| {
        let row = json!({"record": record.record, "outcome": outcome, "column": record.column,
            "reason": record.reason.as_str(), "patient_id": record.patient});
        let mut row = placed(row, record.line, record.path.as_deref());
        if let Some(map) = row.as_object_mut().filter(|_| outcome == "reject") {
            map.insert("value".into(), json!(record.value));
        }
        row
    };
    let rejected = imported.rejected.iter().map(|record| aside("reject", record));
    let skipped = imported.skipped.iter().map(|record| aside("skip", record));
    let mut rows: Vec<Value> = accepted.chain(rejected).chain(skipped).collect();
    rows.sort_by_key(|row| row.get("record").and_then(Value::as_u64));
    rows
}

/// Where a row stands: in JSON its path, else its line.
fn placed(mut row: Value, line: u32, path: Option<&str>) -> Value {
    if let Some(map) = row.as_object_mut() {
        match path {
            Some(path) => map.insert("path".into(), json!(path)),
            None => map.insert("line".into(), json!(line)),
        };
    }
    row
}

/// A number that was refused, as the text that it is told as.
fn as_text(wanted: &Value) -> Value {
    let mut wanted = wanted.clone();
    if let Some(value) = wanted.get_mut("value").filter(|value| value.is_number()) {
        *value = Value::String(value.to_string());
    }
    wanted
}

fn compare(tally: &mut Tally, id: &str, expected: &Value, got: &Value) {
    if expected == got {
        tally.passed += 1;
    } else {
        tally.failures.push(Case {
            id: id.to_owned(),
            expected: expected.clone(),
            got: got.clone(),
        });
    }
}
