//! Exports with treatment plans of their own: the public sample of the system's API, written as its tables.
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

use common::api::WORDS;
use common::{options, shared};
use followthrough::plan::Presented;
use followthrough::{Code, Date, Money, Standing};
use followthrough_import::{Imported, Options, Reason, System, read};
use serde_json::Value;

/// The API writes words where the tables hold numbers.
fn cell(name: &str, value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let words = WORDS.iter().find(|(column, _)| *column == name);
    let number = words.and_then(|(_, words)| words.iter().position(|word| *word == text));
    number.map_or(text, |number| number.to_string())
}

fn table(resource: &str, extra: &[(&str, &str)]) -> Vec<u8> {
    let path = shared(&format!("data/pms-samples/opendental_api/{resource}.json")).unwrap();
    let pages: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let rows: Vec<&Value> = pages
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|p| p["body"].as_array().unwrap())
        .collect();
    let mut names: Vec<String> = rows[0].as_object().unwrap().keys().cloned().collect();
    names.retain(|name| extra.iter().all(|(other, _)| other != name));
    let mut text: Vec<String> = names.clone();
    text.extend(extra.iter().map(|(name, _)| (*name).to_owned()));
    let mut lines = vec![text.join(",")];
    for row in rows {
        let mut cells: Vec<String> = names
            .iter()
            .map(|name| format!("\"{}\"", cell(name, &row[name]).replace('"', "\"\"")))
            .collect();
        cells.extend(extra.iter().map(|(_, value)| (*value).to_owned()));
        lines.push(cells.join(","));
    }
    (lines.join("\n") + "\n").into_bytes()
}

fn sample() -> Option<Vec<(String, Vec<u8>)>> {
    shared("data/pms-samples/opendental_api")?;
    let files = [
        ("patient.csv", table("patients", &[])),
        (
            "procedurelog.csv",
            table("procedurelogs", &[("CodeNum", "1"), ("ProcDate", "2026-01-05")]),
        ),
        (
            "appointment.csv",
            table("appointments", &[("AptDateTime", "2026-01-20 10:00:00")]),
        ),
        ("treatplan.csv", table("treatplans", &[])),
        ("treatplanattach.csv", table("treatplanattaches", &[])),
        ("proctp.csv", table("proctps", &[])),
        ("procedurecode.csv", b"CodeNum,ProcCode\n1,D2740\n".to_vec()),
    ];
    Some(
        files
            .into_iter()
            .map(|(name, bytes)| (name.to_owned(), bytes))
            .collect(),
    )
}

fn answers(presented: &str) -> Options {
    let mut options = options();
    options.set("presented", presented).unwrap();
    options.set("as_of", "2026-01-30").unwrap();
    options
}

fn by_id(imported: &Imported) -> BTreeMap<&str, &followthrough_import::PlanRecord> {
    imported.plans.iter().map(|r| (r.plan.id.as_str(), r)).collect()
}

#[test]
fn every_plan_of_the_sample() {
    let Some(files) = sample() else { return };
    let expected = std::fs::read_to_string(shared("data/pms-samples/expected.json").unwrap()).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let expected = &expected["files"]["opendental_api/"];
    let imported = read(System::OpenDental, files, &answers("charted")).unwrap();
    let plans = by_id(&imported);
    let mut accepted = 0;
    for row in expected["rows"].as_array().unwrap() {
        let record = u32::try_from(row["record"].as_u64().unwrap()).unwrap();
        match row["outcome"].as_str().unwrap() {
            "accept" => {
                accepted += 1;
                let id = row["plan_id"].as_str().unwrap();
                let found = plans[id];
                assert_eq!(found.plan.standing().as_str(), row["status"], "{id}");
                assert_eq!(
                    found.plan.pending_value().unwrap().to_string(),
                    row["pending_value"],
                    "{id}"
                );
                assert_eq!(found.plan.patient.id.as_str(), row["patient_id"], "{id}");
                let mut flags: Vec<&str> = found.flags.iter().map(|f| f.as_str()).collect();
                let mut wanted: Vec<&str> = row["flags"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|f| f.as_str().unwrap())
                    .collect();
                flags.sort_unstable();
                wanted.sort_unstable();
                assert_eq!(flags, wanted, "{id}");
            }
            outcome => {
                let list = if outcome == "reject" {
                    &imported.rejected
                } else {
                    &imported.skipped
                };
                let of = list
                    .iter()
                    .find(|r| &*r.file == "treatplan.csv" && r.record == record)
                    .unwrap();
                assert_eq!(of.reason.as_str(), row["reason"]);
                assert_eq!(of.column.as_deref().unwrap(), row["column"]);
            }
        }
    }
    assert_eq!((accepted, imported.plans.len()), (8, 8));
    assert_eq!(
        imported.totals.pending_value.to_string(),
        expected["totals"]["pending_value"]
    );
    let distinct = expected["distinct_pending_by_patient"].as_object().unwrap().values();
    let distinct: Money = distinct.map(|v| Money::parse(v.as_str().unwrap()).unwrap()).sum();
    assert_eq!(imported.totals.distinct_pending_value, distinct);
    assert_eq!(
        plans["905"].plan.presented_at,
        Some(Presented::On(Date::parse("2025-12-15").unwrap()))
    );
}

#[test]
fn only_saved_plans_count_as_presented() {
    let Some(files) = sample() else { return };
    let imported = read(System::OpenDental, files, &answers("saved_plan")).unwrap();
    let plans = by_id(&imported);
    assert_eq!(plans["901"].plan.standing(), Standing::Draft);
    assert_eq!(plans["902"].plan.standing(), Standing::Partial);
    assert_eq!(plans["906"].plan.standing(), Standing::Inactive);
    assert!(
        plans
            .values()
            .all(|r| r.plan.presented_at.is_some()
                == (r.plan.status == Some(followthrough::plan::PlanStatus::Presented)))
    );
}

#[test]
fn plans_need_their_procedures() {
    let Some(files) = sample() else { return };
    for file in ["treatplanattach.csv", "proctp.csv"] {
        let mut files = files.clone();
        files.retain(|(name, _)| name != file);
        let error = read(System::OpenDental, files, &answers("charted")).unwrap_err();
        assert_eq!((error.code(), error.path()), (Code::ImportMissingFile, file));
    }
}

#[test]
fn planned_treatment_on_no_plan_and_plans_on_no_treatment() {
    let mut files = common::small();
    let plan = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    files.push(plan(
        "treatplan.csv",
        "TreatPlanNum,PatNum,DateTP,TPStatus\n1,7,0001-01-01,1\n2,7,2025-12-03,0\n3,8,2025-12-03,9\n",
    ));
    files.push(plan(
        "treatplanattach.csv",
        "TreatPlanNum,ProcNum\n1,101\n1,101\n1,999\n",
    ));
    files.push(plan(
        "proctp.csv",
        "ProcTPNum,TreatPlanNum,ProcNumOrig,FeeAmt,ProcCode\n1,2,101,1190.00,D2740\n2,2,998,50,D0220\n",
    ));
    let imported = common::import(files);
    let plans = by_id(&imported);
    assert_eq!(
        plans.keys().copied().collect::<Vec<_>>(),
        ["1", "2", "tp-7", "tp-8", "tp-9"]
    );
    assert_eq!(plans["1"].missing_procedures[0].as_str(), "999");
    assert_eq!(plans["2"].missing_procedures[0].as_str(), "998");
    assert_eq!(plans["2"].plan.pending_value().unwrap().to_string(), "1190.00");
    let left: Vec<_> = plans["tp-7"].plan.procedures.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(left, ["102", "103"]);
    assert_eq!(
        (imported.rejected[0].reason, imported.skipped[0].reason),
        (Reason::UnknownStatus, Reason::ExactDuplicate)
    );
}

#[test]
fn what_is_on_a_plan_that_was_refused_is_pending_on_no_other_for_that() {
    let with_plan = |status: u8| {
        let mut files = common::small();
        let plan = format!("TreatPlanNum,PatNum,DateTP,TPStatus\n3,7,0001-01-01,{status}\n");
        files.push(("treatplan.csv".to_owned(), plan.into_bytes()));
        files.push((
            "treatplanattach.csv".to_owned(),
            b"TreatPlanNum,ProcNum\n3,101\n3,102\n3,103\n".to_vec(),
        ));
        files.push((
            "proctp.csv".to_owned(),
            b"ProcTPNum,TreatPlanNum,ProcNumOrig,FeeAmt\n".to_vec(),
        ));
        common::import(files)
    };
    let ids = |imported: &Imported| by_id(imported).keys().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    assert_eq!(ids(&with_plan(1)), ["3", "tp-8", "tp-9"]);
    let refused = with_plan(9);
    assert_eq!(ids(&refused), ["tp-8", "tp-9"]);
    assert_eq!(refused.rejected[0].reason, Reason::UnknownStatus);
}

#[test]
fn what_is_pending_once_is_never_more_than_what_is_pending() {
    let files = |fees: [&str; 2]| {
        let saved = format!(
            "ProcTPNum,TreatPlanNum,PatNum,ProcNumOrig,FeeAmt\n1,900,1,10,{}\n2,901,1,10,{}\n",
            fees[0], fees[1]
        );
        [
            (
                "patient.csv",
                "PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk\n\
                 1,Doe,Ann,0,1980-01-01,,,1,1\n"
                    .to_owned(),
            ),
            (
                "procedurelog.csv",
                "ProcNum,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcFee,ProcStatus,DateTP\n\
                 10,1,0,0,1,0001-01-01,1000.00,1,2026-01-05\n"
                    .to_owned(),
            ),
            ("procedurecode.csv", "CodeNum,ProcCode\n1,D2740\n".to_owned()),
            ("treatplanattach.csv", "TreatPlanNum,ProcNum\n".to_owned()),
            (
                "treatplan.csv",
                "TreatPlanNum,PatNum,DateTP,TPStatus\n900,1,2026-01-06,0\n901,1,2026-01-06,0\n".to_owned(),
            ),
            ("proctp.csv", saved),
        ]
    };
    for fees in [["950.00", "980.00"], ["980.00", "950.00"]] {
        let totals = read(System::OpenDental, files(fees), &answers("saved_plan"))
            .unwrap()
            .totals;
        let pending = [totals.pending_value, totals.distinct_pending_value].map(|value| value.to_string());
        assert_eq!(pending, ["1930.00", "980.00"]);
    }
}
