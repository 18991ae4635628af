//! FHIR: several versions of one record, in whatever order they come.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands"
)]

mod common;

use common::json::*;
use followthrough_import::{Imported, Reason, System};
use serde_json::{Value, json};

/// The export with two records beside the others, in both orders: what it says must be the same.
fn both_ways(beside: &[Value], one: &Value, other: &Value) -> Imported {
    let of = |first: &Value, second: &Value| {
        let mut all = beside.to_vec();
        all.insert(0, first.clone());
        all.push(second.clone());
        fhir(&all)
    };
    let (there, back) = (of(one, other), of(other, one));
    assert_eq!(
        (&there.plans, &there.recipients),
        (&back.plans, &back.recipients),
        "the order says something"
    );
    let reasons = |imported: &Imported| {
        aside(imported)
            .into_iter()
            .map(|(_, _, reason, _)| reason)
            .collect::<Vec<_>>()
    };
    assert_eq!(reasons(&there), reasons(&back));
    there
}

fn reasons(imported: &Imported) -> Vec<Reason> {
    aside(imported).into_iter().map(|(_, _, reason, _)| reason).collect()
}

fn own(key: &str, word: Value) -> Value {
    let mut own = request("s", "D2740");
    own[key] = word;
    own
}

fn dated(mut record: Value, meta: Value) -> Value {
    record["meta"] = meta;
    record
}

fn beside() -> [Value; 2] {
    [person("p1"), care_plan("c", to("ServiceRequest/s"))]
}

#[test]
fn the_newer_version_of_a_request_is_the_record() {
    let at = |text: &str| json!({"lastUpdated": text});
    for (old, new) in [
        (at("2026-01-05T10:00:00Z"), at("2026-01-06T09:00:00Z")),
        // In another zone, and within one second.
        (at("2026-01-05T23:00:00+14:00"), at("2026-01-05T10:00:00Z")),
        (at("2026-01-05T10:00:00.12Z"), at("2026-01-05T10:00:00.9Z")),
        (json!({"versionId": "9"}), json!({"versionId": "10"})),
        (
            json!({"lastUpdated": "2026-01-05T10:00:00Z", "versionId": "9"}),
            json!({"lastUpdated": "2026-01-05T10:00:00Z", "versionId": "10"}),
        ),
        // The instant counts before the number.
        (
            json!({"lastUpdated": "2026-01-05T10:00:00Z", "versionId": "3"}),
            json!({"lastUpdated": "2026-01-06T10:00:00Z", "versionId": "1"}),
        ),
    ] {
        for (status, standing) in [("completed", "completed"), ("revoked", "declined"), ("active", "open")] {
            let older = dated(
                own("status", json!(if status == "active" { "completed" } else { "active" })),
                old.clone(),
            );
            let newer = dated(own("status", json!(status)), new.clone());
            let imported = both_ways(&beside(), &older, &newer);
            assert_eq!(plan(&imported, "c").plan.standing().as_str(), standing, "{old} {new}");
            assert_eq!(
                (imported.rejected.len(), reasons(&imported)),
                (0, vec![Reason::OlderVersion])
            );
        }
    }
    // Also where nobody can read it: what the older one says is over.
    let older = dated(own("status", json!("active")), at("2026-01-05T10:00:00Z"));
    let newer = dated(own("status", json!("unknown")), at("2026-01-06T10:00:00Z"));
    let imported = both_ways(&beside(), &older, &newer);
    assert_eq!(
        (imported.plans.len(), imported.rejected[0].reason),
        (0, Reason::UnknownStatus)
    );
}

#[test]
fn without_a_version_the_request_that_is_less_far_along_stays() {
    for (one, other, standing) in [
        ("active", "completed", "open"),
        ("active", "revoked", "open"),
        ("active", "entered-in-error", "open"),
        ("draft", "completed", "open"),
    ] {
        let imported = both_ways(&beside(), &own("status", json!(one)), &own("status", json!(other)));
        assert_eq!(plan(&imported, "c").plan.standing().as_str(), standing, "{one} {other}");
        assert_eq!(reasons(&imported), [Reason::ConflictingDuplicate], "{one} {other}");
    }
    // A date that is none, or a number that is none, tells nothing.
    let one = dated(
        own("status", json!("active")),
        json!({"lastUpdated": "yesterday", "versionId": "a"}),
    );
    let other = dated(
        own("status", json!("completed")),
        json!({"lastUpdated": "2026-01-05", "versionId": "b"}),
    );
    let imported = both_ways(&beside(), &one, &other);
    assert_eq!(plan(&imported, "c").plan.standing().as_str(), "open");
    // Of two codes the cheaper.
    let dear = both_ways(&beside(), &request("s", "D2740"), &request("s", "D2950"));
    assert_eq!(
        (value(plan(&dear, "c")).as_str(), reasons(&dear)),
        ("285.00", vec![Reason::ConflictingDuplicate])
    );
    // What differs is not read: it is the same request.
    let noted = both_ways(&beside(), &request("s", "D2740"), &own("note", json!([{"text": "x"}])));
    assert_eq!(
        (value(plan(&noted, "c")).as_str(), reasons(&noted)),
        ("1250.00", vec![])
    );
}

#[test]
fn a_wrong_request_costs_no_right_one() {
    let imported = both_ways(
        &beside(),
        &own("status", json!("unknown")),
        &own("status", json!("active")),
    );
    assert_eq!(plan(&imported, "c").plan.standing().as_str(), "open");
    assert_eq!(
        aside(&imported),
        one("/entry/2/resource", "activity[0]", Reason::UnknownStatus, "unknown")
    );
    let wrong = both_ways(
        &beside(),
        &own("status", json!("unknown")),
        &own("status", json!("other")),
    );
    assert_eq!((wrong.plans.len(), reasons(&wrong)), (0, vec![Reason::UnknownStatus]));
}

#[test]
fn a_request_of_two_patients_is_nobodys() {
    let of_another = own("subject", json!({"reference": "Patient/p2"}));
    let mut beside = beside().to_vec();
    beside.push(person("p2"));
    let imported = both_ways(&beside, &request("s", "D2740"), &of_another);
    assert_eq!(plan(&imported, "c").plan.procedures.len(), 0);
    assert_eq!(
        reasons(&imported),
        [Reason::ConflictingDuplicate, Reason::ConflictingDuplicate]
    );
}

#[test]
fn versions_of_plans_and_people() {
    let (old, new) = (
        json!({"lastUpdated": "2026-01-05T10:00:00Z"}),
        json!({"lastUpdated": "2026-01-06T10:00:00Z"}),
    );
    let plan_of = |status: &str, meta: &Value| {
        let mut own = care_plan("c", to("ServiceRequest/s"));
        own["status"] = json!(status);
        dated(own, meta.clone())
    };
    let beside_ = [person("p1"), request("s", "D2740")];
    let declined = both_ways(&beside_, &plan_of("active", &old), &plan_of("revoked", &new));
    assert_eq!(plan(&declined, "c").plan.standing().as_str(), "declined");
    assert_eq!(reasons(&declined), [Reason::OlderVersion]);
    let open = both_ways(&beside_, &plan_of("revoked", &old), &plan_of("active", &new));
    assert_eq!(plan(&open, "c").plan.standing().as_str(), "open");
    let wrong = both_ways(
        &beside_,
        &plan_of("unknown", &json!({})),
        &plan_of("active", &json!({})),
    );
    assert_eq!(plan(&wrong, "c").plan.standing().as_str(), "open");

    // A number that was given up, and a contact that is none any more.
    let person_of = |mobile: &str, contact: Value, meta: &Value| {
        let mut own = person("p1");
        own["birthDate"] = json!("2015-02-01");
        own["telecom"] = json!([{"system": "phone", "use": "mobile", "value": mobile}]);
        own["contact"] = contact;
        dated(own, meta.clone())
    };
    let mother = json!([{"relationship": [{"coding": [
        {"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "MTH"}]}],
        "name": {"given": ["Ngozi"]}, "telecom": [{"system": "phone", "use": "mobile", "value": "+12135550195"}]}]);
    let plans = [care_plan("c", to("ServiceRequest/s")), request("s", "D2740")];
    let (before, after) = (
        person_of("+12135550191", mother, &old),
        person_of("+12135550197", json!([]), &new),
    );
    let imported = both_ways(&plans, &before, &after);
    let numbers: Vec<&str> = imported.recipients[0]
        .contacts
        .iter()
        .map(|c| c.value.reveal())
        .collect();
    assert_eq!(numbers, ["+12135550197"]);
    assert_eq!(plan(&imported, "c").recipient.as_str(), "p1", "the contact is gone");

    let related = |active: bool, meta: &Value| {
        let own = json!({"resourceType": "RelatedPerson", "id": "r", "active": active, "patient": {"reference": "Patient/p1"},
            "relationship": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "MTH"}]}],
            "name": [{"given": ["Ngozi"]}], "telecom": [{"system": "phone", "use": "mobile", "value": "+12135550195"}]});
        dated(own, meta.clone())
    };
    let mut all = plans.to_vec();
    all.push(person_of("+12135550191", json!([]), &json!({})));
    let speaks = both_ways(&all, &related(false, &old), &related(true, &new));
    assert_eq!(plan(&speaks, "c").recipient.as_str(), "guardian:r");
    assert_eq!(
        speaks.recipients[0].first_name.as_ref().map(|name| name.reveal()),
        Some("Ngozi")
    );
}

/// A history bundle: entries as a server gives them.
fn history(entries: &[Value]) -> Imported {
    let text = json!({"resourceType": "Bundle", "type": "history", "entry": entries}).to_string();
    import(System::Fhir, FEES, &[("history.json", text)])
}

fn saved(record: &Value, at: &str) -> Value {
    let name = format!(
        "{}/{}",
        record["resourceType"].as_str().unwrap(),
        record["id"].as_str().unwrap()
    );
    json!({"fullUrl": format!("https://f.example.com/{name}"), "resource": record, "request": {"method": "PUT", "url": name},
        "response": {"status": "200", "lastModified": at}})
}

fn deleted(name: &str, at: Option<&str>) -> Value {
    let mut response = json!({"status": "204"});
    if let Some(at) = at {
        response["lastModified"] = json!(at);
    }
    json!({"fullUrl": format!("https://f.example.com/{name}"), "request": {"method": "DELETE", "url": name}, "response": response})
}

#[test]
fn what_a_history_says_was_deleted_is_gone() {
    let (old, new) = ("2026-01-05T10:00:00Z", "2026-01-06T10:00:00Z");
    let two =
        json!([{"reference": {"reference": "ServiceRequest/s"}}, {"reference": {"reference": "ServiceRequest/t"}}]);
    let all = [
        saved(&person("p1"), old),
        saved(&care_plan("c", two), old),
        saved(&care_plan("d", to("ServiceRequest/t")), old),
        saved(&request("s", "D2740"), old),
        saved(&request("t", "D2950"), old),
    ];
    let with = |more: &[Value]| history(&[more, &all].concat());
    let imported = with(&[deleted("ServiceRequest/s", Some(new)), deleted("CarePlan/d", Some(new))]);
    assert_eq!(imported.plans.len(), 1);
    assert_eq!(value(plan(&imported, "c")), "285.00");
    assert_eq!(reasons(&imported), [Reason::OlderVersion, Reason::OlderVersion]);
    assert!(
        notes(&imported).contains("2 entries say that a record was deleted"),
        "{}",
        notes(&imported)
    );
    assert!(
        notes(&imported).contains("1 references to records that were deleted"),
        "{}",
        notes(&imported)
    );
    // It came back, or nobody can tell which was first: it is there.
    let back = with(&[deleted("ServiceRequest/s", Some("2026-01-04T10:00:00Z"))]);
    assert_eq!(
        (
            value(plan(&back, "c")).as_str(),
            notes(&back).contains("which came first")
        ),
        ("1535.00", false)
    );
    let undated = with(&[deleted("ServiceRequest/s", None)]);
    assert_eq!(
        (
            value(plan(&undated, "c")).as_str(),
            notes(&undated).contains("which came first")
        ),
        ("1535.00", true)
    );
    // The person too: nobody is written to about the plans.
    let nobody = with(&[deleted("Patient/p1", Some(new))]);
    assert_eq!(
        (nobody.plans.len(), nobody.rejected[0].reason),
        (0, Reason::UnknownPatient)
    );
}
