//! Answers as the systems publish them, with what the other tests do not have; counted by hand.
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
use followthrough_import::{Flag, Reason, System};
use serde_json::json;

/// NexHealth's v3.1.0 has a tooth as a text, an id of the practice system beside its own, and one plan for itself.
#[test]
fn nexhealth_in_another_version() {
    let plan_ = |id: u32, status: &str, procedures: serde_json::Value| {
        json!({"id": id, "foreign_id": "9-77", "name": "Phase 1", "patient_id": 115, "location_id": 21,
            "updated_at": "2025-12-05T20:16:57.007Z", "deleted_at": null, "status": status, "procedures": procedures})
    };
    let implant = |id: u32, status: &str, tooth: &str, amount: &str| {
        json!({"id": id, "foreign_id": "p-1", "location_id": 21, "patient_id": 115, "provider_id": 84,
            "appointment_id": 283, "code": "D6100", "name": "Implant Removal", "status": status,
            "updated_at": "2020-08-07T16:57:07Z", "body_site": {"tooth": tooth, "surface": "MOD"},
            "fee": {"amount": amount, "currency": "USD"}, "start_date": "2020-08-04", "end_date": "2020-08-05"})
    };
    let single = json!({"code": true, "description": "", "error": [],
        "data": plan_(423, "proposed", json!([implant(11, "planned", "14", "62.00"), implant(12, "scheduled", "15", "90.00")]))});
    let page = json!({"code": true, "description": null, "error": null,
        "data": [plan_(424, "accepted", json!([implant(21, "planned", "3", "500.00")])),
            plan_(425, "not_applicable", json!([implant(31, "referred", "", "75.00"), implant(32, "inactive", "30", "9.99")])),
            plan_(426, "completed", json!([]))],
        "page_info": {"has_next_page": false, "has_previous_page": true, "start_cursor": "AA", "end_cursor": "BB"}});
    let files = [("single.json", single.to_string()), ("page.json", page.to_string())];
    let imported = import(System::NexHealth, "", &files);
    let standings: Vec<_> = imported
        .plans
        .iter()
        .map(|r| (r.plan.id.as_str(), r.plan.standing().as_str(), value(r)))
        .collect();
    assert_eq!(
        standings,
        [
            ("423", "partial", "62.00".to_owned()),
            ("424", "accepted", "0.00".to_owned()),
            ("425", "referred", "0.00".to_owned()),
            ("426", "completed", "0.00".to_owned()),
        ]
    );
    let first = &plan(&imported, "423").plan.procedures[0];
    assert_eq!(first.tooth.as_ref().unwrap().reveal(), "14");
    assert_eq!((imported.totals.records, imported.totals.accepted), (4, 4));
    assert_eq!(notes(&imported), "");
}

/// A bundle as servers give it: links, a search entry, an outcome that warns, contained requests, several codings, a
/// Procedure that was done, R5's forms beside R4's.
#[test]
fn a_bundle_of_fhir_with_all_that_servers_add() {
    let cdt = "http://www.ada.org/cdt";
    let bundle = json!({
    "resourceType": "Bundle", "id": "b1", "meta": {"lastUpdated": "2026-01-30T10:00:00Z"}, "type": "searchset", "total": 6,
    "link": [{"relation": "self", "url": "https://fhir.example.com/CarePlan?_include=CarePlan:activity-reference"}],
    "entry": [
        {"fullUrl": "https://fhir.example.com/CarePlan/cp1", "search": {"mode": "match"}, "resource": {
            "resourceType": "CarePlan", "id": "cp1", "meta": {"versionId": "2"}, "status": "active", "intent": "plan",
            "text": {"status": "generated", "div": "<div>Crown\n and build-up</div>"},
            "contained": [{"resourceType": "ServiceRequest", "id": "in", "status": "active", "intent": "proposal",
                "subject": {"reference": "Patient/p1"}, "code": {"coding": [{"system": cdt, "code": "D2950"}]}}],
            "subject": {"reference": "Patient/p1", "display": "X"}, "created": "2025-12-01T09:30:00-05:00",
            "author": {"reference": "Practitioner/d1", "display": "Dr. Obi"},
            "activity": [{"reference": {"reference": "ServiceRequest/sr1", "type": "ServiceRequest"}},
                {"reference": {"reference": "#in"}},
                {"outcomeReference": [{"reference": "Procedure/pr1"}]},
                {"detail": {"kind": "ServiceRequest", "status": "scheduled", "code": {"coding": [{"system": cdt, "code": "D2740"}]},
                    "scheduledString": "next week"}}]}},
        {"fullUrl": "https://fhir.example.com/CarePlan/cp2", "search": {"mode": "match"}, "resource": {
            "resourceType": "CarePlan", "id": "cp2", "status": "active", "intent": "plan", "subject": {"reference": "Patient/p1"},
            "custodian": {"display": "Dr. Lee"}, "created": "2026-01-05",
            "activity": [{"plannedActivityReference": {"reference": "ServiceRequest/sr2"},
                    "performedActivity": [{"concept": {"text": "x-ray"}}], "progress": [{"text": "seen"}]}]}},
        {"fullUrl": "https://fhir.example.com/ServiceRequest/sr1", "search": {"mode": "include"}, "resource": {
            "resourceType": "ServiceRequest", "id": "sr1", "status": "active", "intent": "plan",
            "code": {"coding": [{"system": "http://snomed.info/sct", "code": "36860001"}, {"system": cdt, "code": "D2740"}], "text": "Crown"},
            "subject": {"reference": "https://fhir.example.com/Patient/p1"}, "authoredOn": "2025-12-01",
            "performer": [{"display": "Dr. Obi"}], "bodySite": [{"coding": [{"code": "14"}]}]}},
        {"fullUrl": "https://fhir.example.com/ServiceRequest/sr2", "search": {"mode": "include"}, "resource": {
            "resourceType": "ServiceRequest", "id": "sr2", "status": "active", "intent": "plan",
            "code": {"concept": {"coding": [{"system": cdt, "code": "D2950"}]}}, "subject": {"reference": "Patient/p1"}}},
        {"fullUrl": "https://fhir.example.com/Patient/p1", "search": {"mode": "include"}, "resource": {
            "resourceType": "Patient", "id": "p1", "active": true, "birthDate": "2014-03-02",
            "name": [{"use": "official", "family": "Obi", "given": ["Amara"]}],
            "contact": [{"relationship": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0131", "code": "N"}]},
                    {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "MTH"}]}],
                "name": {"family": "Obi", "given": ["Ngozi"]}, "gender": "female",
                "telecom": [{"system": "phone", "value": "213-555-0195", "use": "mobile", "rank": 1}]}],
            "generalPractitioner": [{"reference": "Practitioner/d1"}]}},
        {"search": {"mode": "outcome"}, "resource": {"resourceType": "OperationOutcome",
            "issue": [{"severity": "information", "code": "informational"}]}}
    ]});
    let imported = import(System::Fhir, FEES, &[("bundle.json", bundle.to_string())]);
    // The crown (1250) and the build-up (285) are planned, one crown more is scheduled.
    let first = plan(&imported, "cp1");
    assert_eq!(
        (first.plan.standing().as_str(), value(first).as_str()),
        ("partial", "1535.00")
    );
    assert_eq!(first.plan.procedures.len(), 3);
    assert_eq!(first.plan.provider.as_ref().unwrap().name.as_deref(), Some("Dr. Obi"));
    assert_eq!(value(plan(&imported, "cp2")), "285.00");
    assert_eq!(first.flags, [Flag::GuarantorDiffers, Flag::Minor, Flag::NoPhone]);
    assert_eq!(first.recipient.as_str(), "guardian:p1/contact/0");
    assert_eq!(imported.recipients[0].contacts[0].value.reveal(), "+12135550195");
    assert_eq!((imported.totals.records, imported.rejected.len()), (2, 0));
}

/// Ascend: a page with an empty list, people whose other number is none, a procedure that has expired dates.
#[test]
fn pages_of_ascend_with_odd_people() {
    let people = json!({"statusCode": 200, "data": [
        {"id": 601, "lastModified": "2026-01-02T00:00:00.000Z", "firstName": "A", "lastName": "B", "dateOfBirth": "12/31/1980",
         "status": "ACTIVE", "phones": [{"number": "call mother", "phoneType": "HOME"}, {"number": "2135550171", "phoneType": "MOBILE"}],
         "email": ["x"], "languageType": 7, "primaryGuarantor": {"id": "601"}, "preferredLocation": {"id": "1"}}]});
    let mut planned = ascend("1", "601");
    planned["serviceDate"] = json!("soon");
    planned["expirationDate"] = json!("2026-12-01");
    let files = [
        ("people.json", people.to_string()),
        ("none.json", ascend_page(&[])),
        ("procedures.json", ascend_page(&[planned, ascend("2", "601")])),
    ];
    let imported = import(System::Dentrix, ASCEND, &files);
    assert_eq!(value(plan(&imported, "601")), "200.00");
    assert_eq!(imported.rejected.len(), 0, "{:?}", imported.rejected);
    assert_eq!(plan(&imported, "601").flags, [Flag::BirthdateUnknown]);
    for column in ["dateOfBirth", "serviceDate"] {
        assert!(
            notes(&imported).contains(&format!("1 values of {column} cannot be read")),
            "{}",
            notes(&imported)
        );
    }
    let mut done = ascend("1", "601");
    (done["serviceDate"], done["status"]) = (json!("soon"), json!("COMPLETED"));
    assert_eq!(
        aside(&of_ascend(done))[0].2,
        Reason::BadDate,
        "the day of what was done counts"
    );
}
