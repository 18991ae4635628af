//! Rows of Open Dental's that lead to what is another patient's: they are refused, and the plan keeps its own.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands, and reads the public data"
)]

mod common;

use common::{APPOINTMENT, PATIENT, PROCEDURELOG, import, small, with};
use followthrough_import::{Imported, Reason};

type Told<'a> = (&'a str, u32, Option<&'a str>, Reason, Option<&'a str>);

fn told(imported: &Imported) -> Vec<Told<'_>> {
    let of = imported.rejected.iter();
    of.map(|r| (&*r.file, r.record, r.column.as_deref(), r.reason, r.value.as_deref()))
        .collect()
}

fn procedures<'a>(imported: &'a Imported, id: &str) -> Vec<&'a str> {
    let found = imported.plans.iter().find(|r| r.plan.id.as_str() == id);
    let found = found.unwrap_or_else(|| panic!("no plan {id}: {:?}", imported.rejected));
    found.plan.procedures.iter().map(|p| p.id.as_str()).collect()
}

fn adds_up(imported: &Imported) {
    let totals = &imported.totals;
    assert_eq!(totals.records, totals.accepted + totals.rejected + totals.skipped);
}

#[test]
fn a_procedure_on_the_visit_of_another_patient() {
    for (column, rows) in [
        ("AptNum", "107,7,53,1,2026-01-02,70,,1,1,0,2026-01-02\n"),
        ("PlannedAptNum", "107,7,0,1,2026-01-02,70,,1,1,53,2026-01-02\n"),
    ] {
        let mut files = with("procedurelog.csv", format!("{PROCEDURELOG}{rows}"));
        files.retain(|(name, _)| name != "appointment.csv");
        let visits = format!("{APPOINTMENT}53,9,1,2026-02-11 09:30:00\n");
        files.push(("appointment.csv".to_owned(), visits.into_bytes()));
        let imported = import(files);
        assert_eq!(
            told(&imported),
            [("procedurelog.csv", 7, Some(column), Reason::OtherPatient, Some("53"))]
        );
        assert_eq!(procedures(&imported, "tp-7"), ["101", "102", "103"]);
        adds_up(&imported);
        // Nor is it told as something that is done at that visit.
        let visit = imported.appointments.iter().find(|(_, a)| a.id.as_str() == "53");
        assert!(visit.is_none_or(|(_, visit)| visit.procedure_ids.is_empty()));
    }
}

#[test]
fn a_procedure_on_the_treatment_plan_of_another_patient() {
    let mut files = small();
    let tables = [
        (
            "treatplan.csv",
            "TreatPlanNum,PatNum,DateTP,TPStatus\n1,7,0001-01-01,1\n2,9,2025-12-01,0\n",
        ),
        (
            "treatplanattach.csv",
            "TreatPlanAttachNum,TreatPlanNum,ProcNum\n1,1,101\n2,1,106\n3,1,102\n",
        ),
        (
            "proctp.csv",
            "ProcTPNum,TreatPlanNum,ProcNumOrig,FeeAmt\n1,2,106,1100\n2,2,104,160\n",
        ),
    ];
    files.extend(tables.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())));
    let imported = import(files);
    assert_eq!(
        told(&imported),
        [
            (
                "treatplanattach.csv",
                2,
                Some("ProcNum"),
                Reason::OtherPatient,
                Some("106")
            ),
            ("proctp.csv", 2, Some("ProcNumOrig"), Reason::OtherPatient, Some("104")),
        ]
    );
    assert_eq!(procedures(&imported, "1"), ["101", "102"]);
    assert_eq!(procedures(&imported, "2"), ["106"]);
    adds_up(&imported);
}

/// What decides nothing costs no row, whatever stands there.
#[test]
fn odd_values_in_columns_that_decide_nothing() {
    let before = import(small());
    let plans = |imported: &Imported| {
        let of = imported.plans.iter();
        of.map(|r| (r.plan.id.to_string(), r.plan.procedures.len()))
            .collect::<Vec<_>>()
    };
    let header: Vec<&str> = PATIENT.lines().next().unwrap().split(',').map(str::trim).collect();
    for (at, name) in header.iter().enumerate() {
        if ["PatNum", "PatStatus", "TxtMsgOk"].contains(name) {
            continue;
        }
        for odd in [&b"?!"[..], b"\xff\xfe", b"99/99/9999", b"-1"] {
            let lines: Vec<&str> = PATIENT.lines().collect();
            let mut fields: Vec<Vec<u8>> = lines[1]
                .trim()
                .split(',')
                .map(|field| field.as_bytes().to_vec())
                .collect();
            fields[at] = odd.to_vec();
            let rest = lines[2..]
                .iter()
                .map(|line| format!("{}\n", line.trim()))
                .collect::<String>();
            let text = [lines[0].as_bytes(), b"\n", &fields.join(&b','), b"\n", rest.as_bytes()].concat();
            let imported = import(with("patient.csv", text));
            assert_eq!(
                plans(&imported),
                plans(&before),
                "{name} {odd:?}: {:?}",
                imported.rejected
            );
            assert_eq!(imported.rejected.len(), 0, "{name}: {:?}", imported.rejected);
        }
    }
    for (column, from) in [("ToothNum", ",19,1,1,0,"), ("ProvNum", ",19,1,1,0,")] {
        let to = if column == "ToothNum" {
            ",\u{fffd}?,1,1,0,"
        } else {
            ",19,1,x,0,"
        };
        let imported = import(with("procedurelog.csv", PROCEDURELOG.replace(from, to)));
        assert_eq!(plans(&imported), plans(&before), "{column}: {:?}", imported.rejected);
    }
}
