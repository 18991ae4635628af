//! FHIR: care plans, what they request, and whom they are for.
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
use followthrough::Date;
use followthrough::plan::{PersonStatus, Presented};
use followthrough_import::{Flag, Mapping, Reason, System};
use serde_json::{Value, json};

#[test]
fn statuses_of_fhir() {
    for (status, standing) in [
        ("draft", "draft"),
        ("active", "open"),
        ("on-hold", "inactive"),
        ("revoked", "declined"),
        ("completed", "completed"),
    ] {
        let mut plan_ = care_plan("c", to("ServiceRequest/s"));
        plan_["status"] = json!(status);
        let imported = fhir(&[person("p1"), plan_, request("s", "D2740")]);
        assert_eq!(plan(&imported, "c").plan.standing().as_str(), standing, "{status}");
    }
    for (status, intent, standing) in [
        ("draft", "order", "open"),
        ("on-hold", "plan", "open"),
        ("active", "proposal", "open"),
        ("active", "option", "open"),
        ("active", "order", "accepted"),
        ("completed", "order", "completed"),
        ("revoked", "plan", "declined"),
        ("entered-in-error", "plan", "empty"),
    ] {
        let mut own = request("s", "D2740");
        (own["status"], own["intent"]) = (json!(status), json!(intent));
        let imported = fhir(&[person("p1"), care_plan("c", to("ServiceRequest/s")), own]);
        assert_eq!(
            plan(&imported, "c").plan.standing().as_str(),
            standing,
            "{status} {intent}"
        );
    }
    for (key, word) in [("status", "unknown"), ("intent", "wish")] {
        let mut own = request("s", "D2740");
        own[key] = json!(word);
        let imported = fhir(&[person("p1"), care_plan("c", to("ServiceRequest/s")), own]);
        assert_eq!(
            aside(&imported),
            one("/entry/1/resource", "activity[0]", Reason::UnknownStatus, word)
        );
    }
    let mut unknown = care_plan("c", to("ServiceRequest/s"));
    unknown["status"] = json!("unknown");
    assert_eq!(aside(&fhir(&[unknown]))[0].2, Reason::UnknownStatus);
    let mut wrong = care_plan("c", to("ServiceRequest/s"));
    wrong["status"] = json!("entered-in-error");
    let wrong = fhir(&[wrong]);
    assert_eq!(
        (wrong.skipped[0].reason, wrong.totals.skipped),
        (Reason::EnteredInError, 1)
    );
}

#[test]
fn references_of_every_form() {
    for reference in [
        "ServiceRequest/s",
        "https://fhir.example.com/ServiceRequest/s",
        "http://other/base/ServiceRequest/s/_history/2",
        "urn:uuid:3f1c0f6e-0000-4000-8000-000000000001",
        "#inner",
    ] {
        let mut plan_ = care_plan("c", to(reference));
        plan_["contained"] = json!([request("inner", "D2740")]);
        let text = bundle(&[person("p1"), plan_, request("s", "D2740")]);
        let text = match reference.starts_with("urn") {
            true => text.replace(
                "\"fullUrl\":\"https://fhir.example.com/ServiceRequest/s\"",
                &format!("\"fullUrl\":\"{reference}\""),
            ),
            false => text,
        };
        let imported = import(System::Fhir, FEES, &[("bundle.json", text)]);
        assert_eq!(value(plan(&imported, "c")), "1250.00", "{reference}");
    }
    // R5's key, and the person by an address that says nothing.
    let mut plan_ = care_plan(
        "c",
        json!([{"plannedActivityReference": {"reference": "ServiceRequest/s"}}]),
    );
    plan_["subject"]["reference"] = json!("urn:uuid:77");
    let text = bundle(&[person("p1"), plan_, request("s", "D2740")]);
    let text = text.replace(
        "\"fullUrl\":\"https://fhir.example.com/Patient/p1\"",
        "\"fullUrl\":\"urn:uuid:77\"",
    );
    let imported = import(System::Fhir, FEES, &[("bundle.json", text)]);
    assert_eq!(
        (
            plan(&imported, "c").plan.patient.id.as_str(),
            value(plan(&imported, "c")).as_str()
        ),
        ("p1", "1250.00")
    );
    // What is not there, what is of another kind, what is nothing.
    let gone = fhir(&[
        person("p1"),
        care_plan("c", to("ServiceRequest/s9")),
        request("s", "D2740"),
    ]);
    assert_eq!(
        aside(&gone),
        one(
            "/entry/1/resource",
            "activity[0]",
            Reason::UnknownReference,
            "ServiceRequest/s9"
        )
    );
    assert!(
        notes(&gone).contains("1 ServiceRequest are on no plan"),
        "{}",
        notes(&gone)
    );
    let drug =
        json!([{"reference": {"reference": "MedicationRequest/m"}}, {"reference": {"reference": "ServiceRequest/s"}}]);
    let drug = fhir(&[person("p1"), care_plan("c", drug), request("s", "D2740")]);
    assert_eq!(value(plan(&drug, "c")), "1250.00");
    assert!(
        notes(&drug).contains("references to records of other kinds"),
        "{}",
        notes(&drug)
    );
}

#[test]
fn fees_come_from_the_practice_and_of_cdt_alone() {
    let both =
        json!([{"reference": {"reference": "ServiceRequest/a"}}, {"reference": {"reference": "ServiceRequest/b"}}]);
    let imported = fhir(&[
        person("p1"),
        care_plan("c", both.clone()),
        request("a", "D2740"),
        request("b", "D2950"),
    ]);
    assert_eq!(value(plan(&imported, "c")), "1535.00");
    let imported = fhir(&[
        person("p1"),
        care_plan("c", both.clone()),
        request("a", "D2740"),
        request("b", "D9999"),
    ]);
    assert_eq!(value(plan(&imported, "c")), "unknown");
    let mut other = request("b", "D2740");
    other["code"]["coding"][1]["system"] = json!("http://example.com/codes");
    let imported = fhir(&[person("p1"), care_plan("c", both), request("a", "D2740"), other]);
    assert_eq!(value(plan(&imported, "c")), "unknown");
    let bad = Mapping::from_yaml("mapping: 1\nextends: fhir\nfees: {D2740: much}\n").unwrap_err();
    assert!(bad.to_string().contains("\"much\" is no amount"), "{bad}");
}

#[test]
fn people_of_fhir() {
    let imported = fhir(&[
        person("p1"),
        care_plan("c", to("ServiceRequest/s")),
        request("s", "D2740"),
    ]);
    let recipient = &imported.recipients[0];
    assert_eq!(recipient.first_name.as_ref().map(|name| name.reveal()), Some("Amara"));
    assert_eq!(recipient.contacts[0].value.reveal(), "+12135550191", "the mobile first");
    let of = |key: &str, word: Value| {
        let mut own = person("p1");
        own[key] = word;
        fhir(&[own, care_plan("c", to("ServiceRequest/s")), request("s", "D2740")])
    };
    for (key, word, status) in [
        ("deceasedBoolean", json!(true), PersonStatus::Deceased),
        ("deceasedBoolean", json!(false), PersonStatus::Active),
        ("deceasedDateTime", json!("2020-01"), PersonStatus::Deceased),
        ("active", json!(false), PersonStatus::Inactive),
        ("active", json!(null), PersonStatus::Active),
    ] {
        let imported = of(key, word.clone());
        assert_eq!(plan(&imported, "c").plan.patient.status, status, "{key} {word}");
        assert_eq!(notes(&imported), "");
    }
    // A year or a month alone: who could be a child is taken for one.
    for (born, minor) in [
        ("2008", true),
        ("2007", false),
        ("2008-01", true),
        ("2008-02", true),
        ("1984", false),
    ] {
        let imported = of("birthDate", json!(born));
        assert_eq!(plan(&imported, "c").flags.contains(&Flag::Minor), minor, "{born}");
    }
    assert!(
        plan(&of("birthDate", json!(null)), "c")
            .flags
            .contains(&Flag::BirthdateUnknown)
    );
    let wrong = of("birthDate", json!("01/02/1984"));
    assert_eq!(
        plan(&wrong, "c").flags,
        [Flag::BirthdateUnknown],
        "{:?}",
        wrong.rejected
    );
    assert_eq!(
        notes(&wrong),
        "1 values of birthDate cannot be read: left out, what they stand in is kept"
    );
    // Nobody has phones in this file: the key may be left out where it is empty.
    let mut silent = person("p1");
    silent.as_object_mut().unwrap().remove("telecom");
    let silent = fhir(&[silent, care_plan("c", to("ServiceRequest/s")), request("s", "D2740")]);
    assert_eq!(plan(&silent, "c").flags, [Flag::NoPhone]);
    let stranger = fhir(&[
        person("p2"),
        care_plan("c", to("ServiceRequest/s")),
        request("s", "D2740"),
    ]);
    assert_eq!(
        aside(&stranger),
        one("/entry/1/resource", "subject.reference", Reason::UnknownPatient, "p1")
    );
    // Without any people nobody is unknown.
    assert_eq!(
        fhir(&[care_plan("c", to("ServiceRequest/s")), request("s", "D2740")])
            .plans
            .len(),
        1
    );
}

#[test]
fn a_guardian_speaks_for_a_child() {
    let mut child = person("p1");
    child["birthDate"] = json!("2015-02-01");
    let related = |id: &str, code: &str| {
        json!({"resourceType": "RelatedPerson", "id": id, "active": true, "patient": {"reference": "Patient/p1"},
            "relationship": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0131", "code": "N"},
                {"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": code}]}],
            "name": [{"family": "Obi", "given": ["Ngozi"]}], "telecom": [{"system": "phone", "use": "mobile", "value": "+12135550195"}]})
    };
    let of = |child: &Value, related: Value| {
        fhir(&[
            child.clone(),
            related,
            care_plan("c", to("ServiceRequest/s")),
            request("s", "D2740"),
        ])
    };
    let imported = of(&child, related("p1", "MTH"));
    assert_eq!(
        plan(&imported, "c").recipient.as_str(),
        "guardian:p1",
        "numbers of the two kinds may be the same"
    );
    assert_eq!(plan(&imported, "c").flags, [Flag::GuarantorDiffers, Flag::Minor]);
    assert_eq!(imported.recipients[0].contacts[0].value.reveal(), "+12135550195");
    assert_eq!(imported.people.len(), 1, "a guardian is no patient");
    let neighbour = of(&child, related("r", "NBOR"));
    assert_eq!(plan(&neighbour, "c").recipient.as_str(), "p1");
    let adult = of(&person("p1"), related("r", "MTH"));
    assert_eq!(
        (plan(&adult, "c").recipient.as_str(), plan(&adult, "c").flags.as_slice()),
        ("p1", [].as_slice())
    );
}

#[test]
fn days_of_fhir() {
    for (created, day) in [
        (json!("2025-11-20"), Some("2025-11-20")),
        (json!("2025-11-20T23:10:00-05:00"), Some("2025-11-20")),
        (json!("2025-11-20T23:10:00.123Z"), Some("2025-11-20")),
        (json!("2025-11"), Some("2025-11-01")),
        (json!("2025"), Some("2025-01-01")),
        (json!(null), None),
    ] {
        let mut plan_ = care_plan("c", to("ServiceRequest/s"));
        plan_["created"] = created.clone();
        let imported = fhir(&[person("p1"), plan_, request("s", "D2740")]);
        let wanted = day.map(|day| Presented::On(Date::parse(day).unwrap()));
        assert_eq!(plan(&imported, "c").plan.presented_at, wanted, "{created}");
        assert_eq!(
            plan(&imported, "c").flags.contains(&Flag::PresentedDateUnknown),
            day.is_none(),
            "{created}"
        );
    }
    for created in [json!("20.11.2025"), json!("2025-13-01"), json!(20251120)] {
        let mut plan_ = care_plan("c", to("ServiceRequest/s"));
        plan_["created"] = created;
        let imported = fhir(&[plan_]);
        assert_eq!(
            (imported.rejected[0].column.as_deref(), imported.plans.len()),
            (Some("created"), 0)
        );
    }
}

#[test]
fn resources_in_files_of_their_own_and_one_a_line() {
    let line = |values: &[Value]| values.iter().map(|value| format!("{value}\n")).collect::<String>();
    let files = [
        (
            "CarePlan.ndjson",
            line(&[
                care_plan("c", to("ServiceRequest/s")),
                care_plan("d", to("ServiceRequest/s")),
            ]),
        ),
        ("Patient.ndjson", line(&[person("p1"), person("p2")])),
        (
            "ServiceRequest.ndjson",
            line(&[request("s", "D2740"), request("t", "D2740")]),
        ),
        (
            "Observation.ndjson",
            line(&[json!({"resourceType": "Observation", "id": "o"})]),
        ),
    ];
    let imported = import(System::Fhir, FEES, &files);
    assert_eq!(
        (imported.plans.len(), imported.people.len(), imported.rejected.len()),
        (2, 2, 0)
    );
    assert_eq!(imported.totals.distinct_pending_value.to_string(), "1250.00");
    assert!(
        notes(&imported).contains("records that are not used: 1 Observation"),
        "{}",
        notes(&imported)
    );
    let records: Vec<u64> = imported.totals.files.iter().map(|file| file.records).collect();
    assert_eq!(records, [2, 0, 2, 0], "{:?}", imported.totals.files);
    let single = import(
        System::Fhir,
        FEES,
        &[("plan.json", care_plan("c", json!([])).to_string())],
    );
    assert_eq!(single.plans.len(), 1);
    let empty = json!({"resourceType": "Bundle", "type": "searchset", "total": 0}).to_string();
    assert_eq!(import(System::Fhir, FEES, &[("empty.json", empty)]).totals.records, 0);
    let next = bundle(&[person("p1")]).replace(
        "\"type\":",
        "\"link\":[{\"relation\":\"next\",\"url\":\"x\"}],\"type\":",
    );
    assert!(notes(&import(System::Fhir, FEES, &[("1.json", next)])).contains("there are more"));
}

/// R4 may hold what is planned in the plan itself, R5 what was done of it; neither costs what else is planned.
#[test]
fn activities_that_are_no_references() {
    let detail = |kind: &str, status: &str, code: &str| {
        json!({"detail": {"kind": kind, "status": status, "description": "Crown",
            "code": {"coding": [{"system": "http://www.ada.org/cdt", "code": code}]}}})
    };
    let request_ = json!({"reference": {"reference": "ServiceRequest/s"}});
    let done = json!({"performedActivity": [{"reference": {"reference": "Procedure/x"}}]});
    let planned = json!({"plannedActivityReference": {"reference": "ServiceRequest/s"}, "performedActivity": []});
    for (activities, worth, ids) in [
        (
            json!([detail("ServiceRequest", "not-started", "D2740")]),
            "1250.00",
            vec!["c/activity/0"],
        ),
        (
            json!([request_, detail("ServiceRequest", "in-progress", "D2950")]),
            "1250.00",
            vec!["c/activity/1", "s"],
        ),
        (
            json!([request_, detail("MedicationRequest", "not-started", "D2950")]),
            "1250.00",
            vec!["s"],
        ),
        (
            json!([detail("ServiceRequest", "cancelled", "D2740"), request_]),
            "1250.00",
            vec!["c/activity/0", "s"],
        ),
        (json!([done, request_]), "1250.00", vec!["s"]),
        (json!([planned]), "1250.00", vec!["s"]),
        (json!([{"progress": [{"text": "x"}]}, request_]), "1250.00", vec!["s"]),
    ] {
        let imported = fhir(&[person("p1"), care_plan("c", activities.clone()), request("s", "D2740")]);
        let record = plan(&imported, "c");
        let mut found: Vec<&str> = record.plan.procedures.iter().map(|p| p.id.as_str()).collect();
        found.sort_unstable();
        assert_eq!((value(record).as_str(), found), (worth, ids), "{activities}");
        assert!(imported.rejected.is_empty());
    }
    let silent = fhir(&[person("p1"), care_plan("c", json!([done])), request("s", "D2740")]);
    assert!(
        notes(&silent).contains("1 elements in the place of a procedure"),
        "{}",
        notes(&silent)
    );
    // A reference that leads nowhere is one that nobody can follow.
    for lost in [
        json!({"reference": {"display": "Crown"}}),
        json!({"reference": {}}),
        json!(null),
    ] {
        let lost = fhir(&[person("p1"), care_plan("c", json!([lost]))]);
        assert_eq!(
            aside(&lost),
            one("/entry/1/resource", "activity[0]", Reason::MissingRequired, "")
        );
    }
    let unknown = fhir(&[
        person("p1"),
        care_plan("c", json!([detail("ServiceRequest", "unknown", "D2740")])),
    ]);
    assert_eq!(
        aside(&unknown),
        one("/entry/1/resource", "activity[0]", Reason::UnknownStatus, "unknown")
    );
    // R5 has the code one step deeper.
    let mut r5 = request("s", "D2740");
    r5["code"] = json!({"concept": r5["code"]});
    let r5 = fhir(&[person("p1"), care_plan("c", json!([planned])), r5]);
    assert_eq!(value(plan(&r5, "c")), "1250.00");
}

#[test]
fn what_is_requested_for_somebody_else_is_not_on_the_plan() {
    let mut other = request("t", "D2950");
    other["subject"]["reference"] = json!("Patient/p2");
    let both =
        json!([{"reference": {"reference": "ServiceRequest/s"}}, {"reference": {"reference": "ServiceRequest/t"}}]);
    let imported = fhir(&[
        person("p1"),
        person("p2"),
        care_plan("c", both),
        request("s", "D2740"),
        other,
    ]);
    assert_eq!(value(plan(&imported, "c")), "1250.00");
    assert_eq!(
        aside(&imported),
        one("/entry/2/resource", "activity[1]", Reason::OtherPatient, "Patient/p2")
    );
    assert_eq!(imported.rejected[0].patient.as_ref().map(|id| id.as_str()), Some("p1"));
    // The same person by other addresses, or none.
    for subject in [
        json!({"reference": "https://x.example.com/fhir/Patient/p1"}),
        json!({"display": "A"}),
        json!(null),
    ] {
        let mut own = request("s", "D2740");
        own["subject"] = subject;
        let imported = fhir(&[person("p1"), care_plan("c", to("ServiceRequest/s")), own]);
        assert_eq!(
            (value(plan(&imported, "c")).as_str(), imported.rejected.len()),
            ("1250.00", 0)
        );
    }
}

#[test]
fn a_contact_of_a_child_who_decides_for_it() {
    let system = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
    let of = |born: &str, contact: Value| {
        let mut own = person("p1");
        own["birthDate"] = json!(born);
        own["contact"] = contact;
        fhir(&[own, care_plan("c", to("ServiceRequest/s")), request("s", "D2740")])
    };
    let contact = |relationship: Value| {
        json!([{"relationship": relationship, "name": {"family": "Obi", "given": ["Ngozi"]},
            "telecom": [{"system": "phone", "use": "mobile", "value": "+12135550195"}]}])
    };
    for relationship in [
        json!([{"coding": [{"system": system, "code": "MTH"}]}]),
        json!([{"coding": [{"code": "GUARD"}]}]),
        json!([{"coding": [{"system": system, "code": "ECON"}]}, {"coding": [{"system": system, "code": "FTH"}]}]),
        json!([{"coding": [{"system": system, "code": "ECON"}, {"system": system, "code": "PRN"}]}]),
        json!({"text": "Legal guardian"}),
    ] {
        let imported = of("2015-02-01", contact(relationship.clone()));
        let record = plan(&imported, "c");
        assert_eq!(record.recipient.as_str(), "guardian:p1/contact/0", "{relationship}");
        assert_eq!(imported.recipients[0].contacts[0].value.reveal(), "+12135550195");
        assert_eq!(
            (imported.people.len(), imported.totals.records),
            (1, 1),
            "a contact is no record"
        );
        let adult = of("1984-02-01", contact(relationship));
        assert_eq!(plan(&adult, "c").recipient.as_str(), "p1");
    }
    for nobody in [
        contact(json!([{"coding": [{"system": system, "code": "NBOR"}]}])),
        contact(json!([{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0131", "code": "C"}]}])),
        contact(json!([{"coding": [{"system": "http://example.com/own", "code": "PRN"}]}])),
        contact(json!(null)),
        json!("none"),
        json!([null, 7]),
    ] {
        let imported = of("2015-02-01", nobody.clone());
        assert_eq!(plan(&imported, "c").recipient.as_str(), "p1", "{nobody}");
        assert_eq!(imported.rejected.len(), 0, "{nobody}");
    }
    // Who has a record of their own comes first.
    let mut child = person("p1");
    (child["birthDate"], child["contact"]) = (json!("2015-02-01"), contact(json!([{"coding": [{"code": "MTH"}]}])));
    let father = json!({"resourceType": "RelatedPerson", "id": "r1", "patient": {"reference": "Patient/p1"},
        "relationship": [{"coding": [{"code": "FTH"}]}], "name": [{"given": ["Dan"]}],
        "telecom": [{"system": "phone", "value": "+12135550198", "use": "mobile"}]});
    let both = fhir(&[
        child,
        father,
        care_plan("c", to("ServiceRequest/s")),
        request("s", "D2740"),
    ]);
    assert_eq!(plan(&both, "c").recipient.as_str(), "guardian:r1");
    let mut past = contact(json!([{"coding": [{"code": "MTH"}]}]));
    past[0]["period"] = json!({"end": "2020-01-01"});
    assert_eq!(plan(&of("2015-02-01", past), "c").recipient.as_str(), "p1");
}
