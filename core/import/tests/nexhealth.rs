//! NexHealth's answers: plans with their procedures inside.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands"
)]

mod common;

use std::collections::BTreeSet;

use common::json::*;
use followthrough::Date;
use followthrough::plan::Presented;
use followthrough_import::{Flag, Reason, System};
use serde_json::{Value, json};

#[test]
fn a_plan_of_nexhealth_with_all_it_says() {
    let imported = nexhealth(&[nexhealth_plan(1)]);
    let record = plan(&imported, "1");
    let procedure = &record.plan.procedures[0];
    assert_eq!(
        (procedure.id.as_str(), procedure.code.as_deref()),
        ("10", Some("D2740"))
    );
    assert_eq!(procedure.tooth.as_ref().map(|tooth| tooth.reveal()), Some("14,15"));
    assert_eq!(record.plan.provider.as_ref().map(|p| p.id.as_str()), Some("84"));
    assert_eq!(record.plan.location.as_ref().map(|l| l.as_str()), Some("21"));
    assert_eq!(
        (record.plan.presented_at, record.flags.as_slice()),
        (None, [].as_slice())
    );
    let text = nexhealth(&[with("/procedures/0/body_site/tooth", json!("14"))]);
    let tooth = &plan(&text, "1").plan.procedures[0].tooth;
    assert_eq!(
        tooth.as_ref().map(|tooth| tooth.reveal()),
        Some("14"),
        "a text in later versions"
    );
    // A day of presentation, for a practice that has one.
    let dated = "mapping: 1\nextends: nexhealth\nprocedure: {planned_on: start_date}\n";
    let imported = import(System::NexHealth, dated, &[("plans.json", page(&[nexhealth_plan(1)]))]);
    let day = Date::parse("2025-11-20").unwrap();
    assert_eq!(plan(&imported, "1").plan.presented_at, Some(Presented::On(day)));
}

#[test]
fn statuses_of_nexhealth() {
    for (status, standing) in [
        (json!("proposed"), "open"),
        (json!("not_applicable"), "open"),
        (json!(null), "open"),
        (json!("accepted"), "accepted"),
        (json!("rejected"), "declined"),
        (json!("completed"), "completed"),
    ] {
        let imported = nexhealth(&[with("/status", status.clone())]);
        assert_eq!(plan(&imported, "1").plan.standing().as_str(), standing, "{status}");
        let pending = if standing == "open" { "100.00" } else { "0.00" };
        assert_eq!(value(plan(&imported, "1")), pending, "{status}");
    }
    for (status, standing) in [
        ("planned", "open"),
        ("scheduled", "accepted"),
        ("completed", "completed"),
        ("inactive", "empty"),
        ("referred", "referred"),
    ] {
        let imported = nexhealth(&[with("/procedures/0/status", json!(status))]);
        assert_eq!(plan(&imported, "1").plan.standing().as_str(), standing, "{status}");
    }
    for (pointer, column) in [("/status", "status"), ("/procedures/0/status", "procedures[0].status")] {
        for (word, reason, told) in [
            (json!("Planned"), Reason::UnknownStatus, "Planned"),
            (json!("declined"), Reason::UnknownStatus, "declined"),
            (json!(5), Reason::WrongType, "5"),
            (json!(true), Reason::WrongType, ""),
            (json!({}), Reason::WrongType, ""),
        ] {
            assert_eq!(
                aside(&nexhealth(&[with(pointer, word)])),
                one("/data/0", column, reason, told)
            );
        }
    }
    let missing = nexhealth(&[with("/procedures/0/status", json!(null))]);
    assert_eq!(
        aside(&missing),
        one("/data/0", "procedures[0].status", Reason::MissingRequired, "")
    );
}

#[test]
fn amounts_of_nexhealth() {
    for (pointer, amount, told) in [
        ("/procedures/0/fee", json!(null), "unknown"),
        ("/procedures/0/fee/amount", json!(null), "unknown"),
        ("/procedures/0/fee/amount", json!("0.00"), "0.00"),
        ("/procedures/0/fee/amount", json!("62"), "62.00"),
        ("/procedures/0/fee/amount", json!("62.5"), "62.50"),
    ] {
        let imported = nexhealth(&[with(pointer, amount.clone())]);
        assert_eq!(value(plan(&imported, "1")), told, "{amount}");
        assert_eq!(
            plan(&imported, "1").flags.contains(&Flag::ValueUnknown),
            told == "unknown"
        );
    }
    let column = "procedures[0].fee.amount";
    for (amount, reason) in [
        (json!("1,100.00"), Reason::BadMoney),
        (json!("62.005"), Reason::BadMoney),
        (json!("-5.00"), Reason::NegativeMoney),
        (json!(62.0), Reason::WrongType),
        (json!(6200), Reason::WrongType),
        (json!(false), Reason::WrongType),
        (json!(["62.00"]), Reason::WrongType),
    ] {
        let told = aside(&nexhealth(&[with("/procedures/0/fee/amount", amount.clone())]));
        if amount.is_array() {
            assert!(told.is_empty(), "a list of one text is that text: {told:?}");
        } else {
            assert_eq!((told[0].1.as_str(), told[0].2), (column, reason), "{amount}");
        }
    }
    let other = nexhealth(&[with("/procedures/0/fee/currency", json!("CAD"))]);
    assert_eq!(
        aside(&other),
        one("/data/0", "procedures[0].fee.currency", Reason::CurrencyMismatch, "CAD")
    );
    let fee = nexhealth(&[with("/procedures/0/fee", json!("100.00"))]);
    assert_eq!(
        aside(&fee)[0].2,
        Reason::WrongType,
        "an amount where an object should stand"
    );
}

#[test]
fn of_several_procedures_the_first_check_is_told() {
    let mut plan = nexhealth_plan(1);
    let (mut first, mut second, mut third) = (procedure(1), procedure(2), procedure(3));
    first["fee"]["amount"] = json!("x1");
    second["status"] = json!("on_hold");
    third["status"] = json!("waiting");
    plan["procedures"] = json!([first, second, third]);
    assert_eq!(
        aside(&nexhealth(&[plan])),
        one("/data/0", "procedures[1].status", Reason::UnknownStatus, "on_hold")
    );
}

#[test]
fn what_is_missing_in_nexhealth() {
    for (plan, column) in [
        (without("", "patient_id"), "patient_id"),
        (with("/patient_id", json!(null)), "patient_id"),
        (with("/id", json!(null)), "id"),
        (without("", "procedures"), "procedures"),
        (with("/procedures/0", json!(null)), "procedures[0]"),
        (without("/procedures/0", "id"), "procedures[0].id"),
        (with("/procedures", json!("none")), "procedures[0]"),
    ] {
        // The other one has the keys, so that the file is one of NexHealth's.
        let imported = nexhealth(&[plan, nexhealth_plan(2)]);
        assert_eq!(
            aside(&imported),
            one("/data/0", column, Reason::MissingRequired, ""),
            "{column}"
        );
        assert_eq!(imported.plans.len(), 1);
    }
    for procedures in [json!([]), json!(null)] {
        let imported = nexhealth(&[with("/procedures", procedures)]);
        assert_eq!(plan(&imported, "1").plan.standing().as_str(), "empty");
    }
    let no_id = nexhealth(&[with("/patient_id", json!(7.5))]);
    assert_eq!(aside(&no_id)[0].2, Reason::BadInteger);
}

#[test]
fn a_procedure_twice_on_a_plan() {
    let twice = with("/procedures", json!([procedure(10), procedure(10)]));
    let imported = nexhealth(&[twice]);
    assert_eq!(value(plan(&imported, "1")), "100.00", "the same once more counts once");
    let mut other = procedure(10);
    other["fee"]["amount"] = json!("90.00");
    let conflicting = nexhealth(&[with("/procedures", json!([procedure(10), other]))]);
    assert_eq!(
        aside(&conflicting),
        one("/data/0", "procedures[1].id", Reason::ConflictingDuplicate, "10")
    );
    let many: Vec<Value> = (1..=65).map(procedure).collect();
    let many = nexhealth(&[with("/procedures", json!(many))]);
    assert_eq!(
        aside(&many),
        one("/data/0", "procedures", Reason::TooManyProcedures, "")
    );
    // On two plans it is counted once, and both are marked.
    let mut second = nexhealth_plan(2);
    second["procedures"] = json!([procedure(10)]);
    let shared = nexhealth(&[nexhealth_plan(1), second]);
    assert_eq!(shared.totals.pending_value.to_string(), "200.00");
    assert_eq!(shared.totals.distinct_pending_value.to_string(), "100.00");
    assert!(
        shared
            .plans
            .iter()
            .all(|record| record.flags == [Flag::OverlapsOtherPlan])
    );
}

#[test]
fn pages_that_overlap_and_pages_that_are_missing() {
    let first = page(&[nexhealth_plan(1), nexhealth_plan(2)]);
    // The keys in another order are the same record.
    let again: Value = serde_json::from_str(&nexhealth_plan(2).to_string()).unwrap();
    let second = page(&[again, nexhealth_plan(3)]);
    let in_two = import(
        System::NexHealth,
        "",
        &[("1.json", first.clone()), ("2.json", second.clone())],
    );
    let in_one = import(System::NexHealth, "", &[("all.json", format!("{first}\n{second}"))]);
    for imported in [in_two, in_one] {
        assert_eq!(
            (imported.totals.plans, imported.totals.skipped, imported.totals.rejected),
            (3, 1, 0)
        );
        assert_eq!(imported.skipped[0].reason, Reason::ExactDuplicate);
    }
    let mut changed = nexhealth_plan(2);
    changed["status"] = json!("accepted");
    let changed = import(
        System::NexHealth,
        "",
        &[("1.json", first), ("2.json", page(&[changed]))],
    );
    assert_eq!(aside(&changed), one("/data/0", "id", Reason::ConflictingDuplicate, "2"));
    assert_eq!(plan(&changed, "2").plan.standing().as_str(), "open", "the first stays");
    let more = page(&[nexhealth_plan(1)]).replace("\"has_next_page\":false", "\"has_next_page\":true");
    assert!(more.contains("true}"));
    let cut = import(System::NexHealth, "", &[("1.json", more.clone())]);
    assert!(notes(&cut).contains("says that there are more"), "{}", notes(&cut));
    let whole = import(
        System::NexHealth,
        "",
        &[("1.json", more), ("2.json", page(&[nexhealth_plan(2)]))],
    );
    assert_eq!(notes(&whole), "");
}

#[test]
fn an_answer_that_says_that_it_failed_is_no_export() {
    for (system, text) in [
        (
            System::NexHealth,
            r#"{"code":false,"description":"x","error":["bad subdomain"],"data":null}"#,
        ),
        (System::NexHealth, r#"{"code":false,"error":["bad subdomain"]}"#),
        // No list is no empty list.
        (System::NexHealth, r#"{"code":true,"data":null}"#),
        (System::NexHealth, r#"{"code":true,"error":["half of it"],"data":[]}"#),
        (System::Dentrix, r#"{"statusCode":401,"message":"Unauthorized"}"#),
        (System::Dentrix, r#"{"statusCode":500,"data":[]}"#),
        (
            System::Fhir,
            r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"login","diagnostics":"Ada"}]}"#,
        ),
    ] {
        let error = try_import(system, "", &[("answer.json", text.to_owned())]).unwrap_err();
        assert_eq!(error.code().as_str(), "FT-I001", "{error}");
        assert!(error.message().contains("says that it failed"), "{error}");
        assert!(!error.to_string().contains("Ada"), "{error}");
    }
    // One failed page among good ones: what it should hold would look as if it were gone.
    let files = [
        ("1.json", page(&[nexhealth_plan(1)])),
        ("2.json", r#"{"code":false,"error":["x"]}"#.to_owned()),
    ];
    assert!(try_import(System::NexHealth, "", &files).is_err());
    let empty = import(System::NexHealth, "", &[("1.json", page(&[]))]);
    assert_eq!((empty.totals.records, empty.totals.plans), (0, 0));
}

#[test]
fn a_procedure_of_somebody_else_is_not_on_the_plan() {
    let mut other = procedure(11);
    other["patient_id"] = json!(8);
    let imported = nexhealth(&[with("/procedures", json!([procedure(10), other]))]);
    assert_eq!(value(plan(&imported, "1")), "100.00");
    assert_eq!(
        aside(&imported),
        one("/data/0", "procedures[1].patient_id", Reason::OtherPatient, "8")
    );
    assert_eq!(
        (
            imported.totals.records,
            imported.totals.accepted,
            imported.totals.rejected
        ),
        (2, 1, 1)
    );
    for nothing in [
        without("/procedures/0", "patient_id"),
        with("/procedures/0/patient_id", json!(null)),
        with("/procedures/0/patient_id", json!("")),
    ] {
        assert_eq!(value(plan(&nexhealth(&[nothing]), "1")), "100.00");
    }
}

#[test]
fn a_procedure_on_plans_of_two_patients_is_nobodys() {
    let mut second = nexhealth_plan(2);
    second["patient_id"] = json!(8);
    second["procedures"] = json!([procedure(10), procedure(20)]);
    let unsigned = |plan: &Value| {
        let mut plan = plan.clone();
        for procedure in plan["procedures"].as_array_mut().unwrap() {
            procedure.as_object_mut().unwrap().remove("patient_id");
        }
        plan
    };
    let (first, second) = (unsigned(&nexhealth_plan(1)), unsigned(&second));
    for order in [[&first, &second], [&second, &first]] {
        let imported = nexhealth(&order.map(Clone::clone));
        let refused: BTreeSet<_> = imported
            .rejected
            .iter()
            .map(|r| {
                assert_eq!(
                    (r.reason, r.value.as_deref()),
                    (Reason::ConflictingDuplicate, Some("10")),
                    "{r}"
                );
                (
                    r.patient.as_ref().unwrap().to_string(),
                    r.other_patient.as_ref().unwrap().to_string(),
                )
            })
            .collect();
        let both = [("7", "8"), ("8", "7")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(refused, BTreeSet::from(both));
        let ids = |id: &str| -> Vec<String> {
            plan(&imported, id)
                .plan
                .procedures
                .iter()
                .map(|p| p.id.to_string())
                .collect()
        };
        assert_eq!((ids("1"), ids("2")), (Vec::new(), vec!["20".to_owned()]));
        let totals = &imported.totals;
        assert_eq!(totals.records, totals.accepted + totals.rejected + totals.skipped);
    }
}

#[test]
fn a_procedure_on_two_plans_is_one_in_the_sums_of_procedures() {
    let mut second = nexhealth_plan(2);
    second["procedures"] = json!([procedure(10), procedure(20)]);
    let mut declined = nexhealth_plan(3);
    (declined["status"], declined["procedures"]) = (json!("rejected"), json!([procedure(30)]));
    let totals = nexhealth(&[nexhealth_plan(1), second, declined]).totals;
    // Of the plans that are pending, each whole; the same, each procedure once; and of all procedures that are planned,
    // whatever became of their plan.
    assert_eq!(totals.pending_value.to_string(), "300.00");
    assert_eq!(totals.distinct_pending_value.to_string(), "200.00");
    assert_eq!(
        (
            totals.pending_unscheduled.sum.to_string().as_str(),
            totals.pending_unscheduled.procedures
        ),
        ("300.00", 3)
    );
}

#[test]
fn what_servers_answer_in_the_place_of_an_export() {
    for system in [System::NexHealth, System::Fhir, System::Dentrix] {
        for text in [
            r#"{"error": "unauthorized"}"#,
            r#"{"message": "Internal Server Error", "status": 500}"#,
            r#"{"errors": [{"x": 1}], "data": null}"#,
            r#"{"type": "about:blank", "title": "Unauthorized", "status": 401, "detail": "Obi"}"#,
        ] {
            let error = try_import(system, "", &[("answer.json", text.to_owned())]).unwrap_err();
            assert_eq!(error.code().as_str(), "FT-I001", "{system} {text}: {error}");
            assert!(error.message().contains("says that it failed, by its key"), "{error}");
            assert!(!error.to_string().contains("Obi"), "{error}");
        }
    }
    for system in [System::NexHealth, System::Fhir] {
        for (text, says) in [
            ("null", "nothing but null"),
            ("<!doctype html><title>Sign in</title>", "a web page"),
            ("", "is empty"),
        ] {
            let error = try_import(system, "", &[("answer.json", text.to_owned())]).unwrap_err();
            assert!(error.message().contains(says), "{system} {text}: {error}");
            assert!(!error.help_text().unwrap_or_default().is_empty(), "{error}");
        }
    }
    for (name, text, says) in [
        (
            "patients.json",
            r#"{"error": "unauthorized"}"#,
            "the API says that it failed",
        ),
        ("patients.json", "null", "nothing but null"),
        ("patients.json", "<html></html>", "a web page"),
        ("patients.json", "", "is empty"),
        ("patients.json", "<p>Sign in</p>", "a part of a page"),
    ] {
        let error = try_import(System::OpenDental, "", &[(name, text.to_owned())]).unwrap_err();
        assert!(error.message().contains(says), "{text}: {error}");
    }
}
