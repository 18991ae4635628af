//! JSON by the mapping language: what the presets of NexHealth, Dentrix Ascend and FHIR say, and what a practice's own can.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use followthrough::plan::{PersonStatus, Presented};
use followthrough::{Date, Error};
use followthrough_import::{
    Flag, Imported, Importer, Mapping, Options, PlanRecord, Reason, Survey, System, questions, read,
};
use serde_json::{Value, json};

fn options(mapping: &str) -> Options {
    let mut options = Options::default();
    for (name, value) in [
        ("time_zone", "none"),
        ("as_of", "2026-01-30"),
        ("presented", "charted"),
        ("list_records", "true"),
    ] {
        options.set(name, value).unwrap();
    }
    if !mapping.is_empty() {
        options.set("mapping", mapping).unwrap_or_else(|e| panic!("{e}"));
    }
    options
}

fn try_import(system: System, mapping: &str, files: &[(&str, String)]) -> Result<Imported, Error> {
    let imported = read(
        system,
        files.iter().map(|(name, text)| (*name, text.as_bytes())),
        &options(mapping),
    )?;
    let totals = &imported.totals;
    assert_eq!(
        totals.records,
        totals.accepted + totals.rejected + totals.skipped,
        "{totals:?}"
    );
    Ok(imported)
}

fn import(system: System, mapping: &str, files: &[(&str, String)]) -> Imported {
    try_import(system, mapping, files).unwrap_or_else(|e| panic!("{e}"))
}

fn plan<'a>(imported: &'a Imported, id: &str) -> &'a PlanRecord {
    let found = imported.plans.iter().find(|r| r.plan.id.as_str() == id);
    found.unwrap_or_else(|| panic!("no plan {id}: {:?}", imported.rejected))
}

/// Each record that was set aside: path, column, reason, value.
fn aside(imported: &Imported) -> Vec<(String, String, Reason, String)> {
    let all = imported.rejected.iter().chain(&imported.skipped);
    all.map(|r| {
        let text = |text: &Option<std::sync::Arc<str>>| text.as_deref().unwrap_or_default().to_owned();
        (
            text(&r.path),
            text(&r.column),
            r.reason,
            r.value.clone().unwrap_or_default(),
        )
    })
    .collect()
}

fn one(path: &str, column: &str, reason: Reason, value: &str) -> Vec<(String, String, Reason, String)> {
    vec![(path.to_owned(), column.to_owned(), reason, value.to_owned())]
}

fn value(record: &PlanRecord) -> String {
    record
        .plan
        .pending_value()
        .map_or("unknown".to_owned(), |value| value.to_string())
}

fn notes(imported: &Imported) -> String {
    imported
        .notes
        .iter()
        .map(|note| note.message.as_str())
        .collect::<Vec<_>>()
        .join("; ")
}

// ---- NexHealth

fn procedure(id: u32) -> Value {
    json!({"id": id, "location_id": 21, "patient_id": 7, "provider_id": 84, "appointment_id": null, "code": "D2740",
        "name": null, "status": "planned", "body_site": {"tooth": ["14", "15"], "surface": "MOD"},
        "fee": {"amount": "100.00", "currency": "USD"}, "start_date": "2025-11-20", "end_date": null})
}

fn nexhealth_plan(id: u32) -> Value {
    json!({"id": id, "name": "Crown", "patient_id": 7, "updated_at": "2025-12-01T20:16:57.007Z", "status": "proposed",
        "procedures": [procedure(id * 10)]})
}

fn page(plans: &[Value]) -> String {
    json!({"code": true, "description": null, "error": null, "data": plans, "page_info": {"has_next_page": false}})
        .to_string()
}

fn nexhealth(plans: &[Value]) -> Imported {
    import(System::NexHealth, "", &[("plans.json", page(plans))])
}

/// One plan with something else at a pointer; null removes nothing, it stands there as null.
fn with(pointer: &str, value: Value) -> Value {
    let mut plan = nexhealth_plan(1);
    *plan.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
    plan
}

fn without(pointer: &str, key: &str) -> Value {
    let mut plan = nexhealth_plan(1);
    plan.pointer_mut(pointer)
        .unwrap()
        .as_object_mut()
        .unwrap()
        .remove(key)
        .unwrap();
    plan
}

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

// ---- Dentrix Ascend

const ASCEND: &str = "mapping: 1\nextends: dentrix\nshapes: {ascend_procedures: {plans: per_patient}}\n";

fn ascend(id: &str, patient: &str) -> Value {
    json!({"id": id, "amount": 100, "treatmentPlannedDate": "2025-11-20", "serviceDate": "2025-11-20",
        "status": "TREATMENT_PLAN", "state": "ACTIVE", "renderingProvider": {"id": "9001", "type": "ProviderV1"},
        "location": {"id": "14000000001", "type": "LocationV1"}, "patient": {"id": patient, "type": "PatientV1"}})
}

fn ascend_page(rows: &[Value]) -> String {
    json!({"statusCode": 200, "data": rows}).to_string()
}

fn of_ascend(row: Value) -> Imported {
    import(
        System::Dentrix,
        ASCEND,
        &[("procedures.json", ascend_page(&[row, ascend("2", "602")]))],
    )
}

#[test]
fn state_comes_first_in_ascend() {
    for (state, status, word) in [
        ("ACTIVE", "TREATMENT_PLAN", "planned"),
        ("ACTIVE", "COMPLETED", "completed"),
        ("ACTIVE", "EXISTING", "existing"),
        ("CANCELLED", "TREATMENT_PLAN", "removed"),
        ("INVALIDATED", "COMPLETED", "removed"),
        ("CANCELLED", "ANYTHING", "removed"),
    ] {
        let mut row = ascend("1", "601");
        (row["state"], row["status"]) = (json!(state), json!(status));
        let imported = of_ascend(row);
        assert_eq!(imported.records.as_ref().unwrap()[0].status, word, "{state} {status}");
    }
    for (key, word, column) in [
        ("state", json!("HELD"), "state"),
        ("status", json!("PROPOSED"), "status"),
        ("state", json!(null), "state"),
    ] {
        let mut row = ascend("1", "601");
        row[key] = word;
        assert_eq!(aside(&of_ascend(row))[0].1, column);
    }
}

#[test]
fn amounts_of_ascend_are_numbers() {
    for (amount, told) in [
        ("100", "100.00"),
        ("0.1", "0.10"),
        ("1113.07", "1113.07"),
        ("62.00", "62.00"),
        ("0", "0.00"),
        ("-0", "0.00"),
    ] {
        let text = ascend_page(&[ascend("9007199254740993", "601")])
            .replace("\"amount\":100", &format!("\"amount\":{amount}"));
        let imported = import(System::Dentrix, ASCEND, &[("procedures.json", text)]);
        assert_eq!(value(plan(&imported, "601")), told);
        assert_eq!(
            plan(&imported, "601").plan.procedures[0].id.as_str(),
            "9007199254740993"
        );
    }
    for (amount, reason, told) in [
        ("\"1,100.00\"", Reason::WrongType, "1,100.00"),
        ("\"100.00\"", Reason::WrongType, "100.00"),
        ("226.005", Reason::BadMoney, "226.005"),
        ("-5", Reason::NegativeMoney, "-5"),
        ("null", Reason::MissingRequired, ""),
        ("{}", Reason::WrongType, ""),
        ("true", Reason::WrongType, ""),
    ] {
        let text = ascend_page(&[ascend("1", "601")]).replace("\"amount\":100", &format!("\"amount\":{amount}"));
        let imported = import(System::Dentrix, ASCEND, &[("procedures.json", text)]);
        assert_eq!(aside(&imported), one("/data/0", "amount", reason, told), "{amount}");
    }
    // Of what is not pending it may be missing.
    let mut row = ascend("1", "601");
    (row["amount"], row["status"]) = (json!(null), json!("COMPLETED"));
    assert!(of_ascend(row).rejected.is_empty());
}

#[test]
fn where_a_person_is_missing_the_path_says_how_far_it_goes() {
    for (patient, column, reason) in [
        (json!(null), "patient", Reason::MissingRequired),
        (json!({}), "patient.id", Reason::MissingRequired),
        (json!({"id": null}), "patient.id", Reason::MissingRequired),
        (json!("601"), "patient", Reason::WrongType),
        (json!({"id": {"value": 1}}), "patient.id", Reason::WrongType),
    ] {
        let mut row = ascend("1", "601");
        row["patient"] = patient;
        assert_eq!(aside(&of_ascend(row)), one("/data/0", column, reason, ""), "{column}");
    }
}

#[test]
fn people_of_ascend() {
    let person = |id: &str, status: &str, phones: Value| {
        json!({"id": id, "firstName": "A", "lastName": "B", "dateOfBirth": "1980-01-15", "status": status, "phones": phones,
            "email": null, "languageType": "SPANISH", "primaryGuarantor": {"id": id, "type": "PatientV1"}})
    };
    let mobile =
        json!([{"number": "2135550100", "phoneType": "HOME"}, {"number": "2135550171", "phoneType": "MOBILE"}]);
    let people = [
        person("601", "ACTIVE", mobile),
        person("602", "DUPLICATE", json!([])),
        person("603", "GONE", json!([])),
    ];
    let rows = ["601", "602", "603", "604"].map(|id| ascend(&format!("9{id}"), id));
    let files = [
        ("people.json", ascend_page(&people)),
        ("procedures.json", ascend_page(&rows)),
    ];
    let imported = import(System::Dentrix, ASCEND, &files);
    assert_eq!(
        plan(&imported, "601").plan.procedures[0].fee.unwrap().to_string(),
        "100.00"
    );
    let recipient = imported.recipients.iter().find(|r| r.id.as_str() == "601").unwrap();
    assert_eq!(recipient.language.as_deref(), Some("es"));
    assert_eq!(recipient.contacts[0].value.reveal(), "+12135550171");
    assert_eq!(plan(&imported, "602").flags, [Flag::NoPhone, Flag::PatientInactive]);
    let told: Vec<_> = aside(&imported)
        .into_iter()
        .map(|(path, column, reason, _)| (path, column, reason))
        .collect();
    assert_eq!(
        told,
        [
            ("/data/2".to_owned(), "status".to_owned(), Reason::UnknownStatus),
            ("/data/2".to_owned(), "patient.id".to_owned(), Reason::UnknownPatient),
            ("/data/3".to_owned(), "patient.id".to_owned(), Reason::UnknownPatient),
        ]
    );
    assert_eq!(notes(&imported), "it has no key practiceProcedure.adaCode: not read");
}

// ---- FHIR

const FEES: &str = "mapping: 1\nextends: fhir\nfees: {D2740: \"1250.00\", D2950: 285}\n";

fn care_plan(id: &str, activity: Value) -> Value {
    json!({"resourceType": "CarePlan", "id": id, "status": "active", "intent": "plan", "subject": {"reference": "Patient/p1"},
        "created": "2025-11-20", "activity": activity})
}

fn request(id: &str, code: &str) -> Value {
    json!({"resourceType": "ServiceRequest", "id": id, "status": "active", "intent": "plan",
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "1"}, {"system": "http://www.ada.org/cdt", "code": code}]},
        "subject": {"reference": "Patient/p1"}})
}

fn person(id: &str) -> Value {
    json!({"resourceType": "Patient", "id": id, "active": true, "birthDate": "1984-02-01",
        "name": [{"use": "old", "family": "Older", "given": ["X"]}, {"use": "official", "family": "Obi", "given": ["Amara", "J"]}],
        "telecom": [{"system": "phone", "use": "home", "value": "+12135550190"},
            {"system": "phone", "use": "mobile", "value": "+12135550191"}, {"system": "email", "value": "a@example.com"}]})
}

fn to(reference: &str) -> Value {
    json!([{"reference": {"reference": reference}}])
}

fn bundle(resources: &[Value]) -> String {
    let entries: Vec<Value> = resources
        .iter()
        .map(|resource| {
            let url = format!(
                "https://fhir.example.com/{}/{}",
                resource["resourceType"].as_str().unwrap(),
                resource["id"].as_str().unwrap()
            );
            json!({"fullUrl": url, "resource": resource})
        })
        .collect();
    json!({"resourceType": "Bundle", "type": "searchset", "entry": entries}).to_string()
}

fn fhir(resources: &[Value]) -> Imported {
    import(System::Fhir, FEES, &[("bundle.json", bundle(resources))])
}

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
    let detail = fhir(&[
        person("p1"),
        care_plan("c", json!([{"detail": {"status": "scheduled"}}])),
    ]);
    assert_eq!(
        aside(&detail),
        one("/entry/1/resource", "activity[0]", Reason::MissingRequired, "")
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
        (wrong.rejected[0].reason, wrong.rejected[0].value.as_deref()),
        (Reason::BadDate, None),
        "not repeated"
    );
    assert_eq!(wrong.rejected[1].reason, Reason::UnknownPatient);
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

// ---- the language

#[test]
fn a_practice_says_what_its_own_json_means() {
    let mapping = "mapping: 1
json: {lists: [quotes], inside: quote, succeeds: {ok: \"true\"}}
grain: plan
presented: dated
currency: USD
money: {symbols: [\"$\"], thousands: \",\"}
patient: {id: client.no, name: client.name?, mobile: \"client.numbers[kind=cell].value?\", birth_date: client.born?}
plan:
  id: no
  value: {column: total, required: never}
  presented_on: shown
  status: {column: stage, map: {Shown: open, Won: accepted}}
";
    let quote = |no: &str, total: Value| {
        json!({"quote": {"no": no, "total": total, "shown": "2026-01-10", "stage": "Shown",
            "client": {"no": 7, "name": "Moss, Ada", "numbers": [{"kind": "cell", "value": "(404) 555-0177"}]}}})
    };
    let text =
        json!({"ok": true, "quotes": [quote("a", json!("$1,234.50")), quote("b", json!(20)), quote("c", json!(null))]});
    let imported = import(System::Csv, mapping, &[("quotes.json", text.to_string())]);
    let values: Vec<String> = imported.plans.iter().map(value).collect();
    assert_eq!(values, ["1234.50", "20.00", "unknown"]);
    assert_eq!(imported.recipients[0].contacts[0].value.reveal(), "+14045550177");
    assert_eq!(
        imported.records.as_ref().unwrap()[2].path.as_deref(),
        Some("/quotes/2/quote")
    );
    for (text, says) in [
        ("json: {list: [a]}", "did you mean \"lists\"?"),
        ("json: {is: {a: b, c: d}}", "one key and its word"),
        ("json: {more: \"a[\"}", "is no path"),
        (
            "json: {}\npatient: {id: \"a..b\"}",
            "\"a..b\" is no path below a record",
        ),
        (
            "procedure: {in: list, id: a, status: {column: b}}",
            "only JSON has lists",
        ),
        (
            "json: {}\nprocedure: {refers: {by: a, to: B}, id: a, status: {column: b}}",
            "only beside `in`",
        ),
        (
            "json: {}\ngrain: procedure\nprocedure: {in: l, id: a, status: {column: b}}",
            "write grain: plan",
        ),
        ("json: {}\nmoney: {type: float}", "\"float\""),
        (
            "json: {}\nplan: {id: a, status: {column: b, map: {x: then}}}",
            "\"then\"",
        ),
    ] {
        let text = format!(
            "mapping: 1\n{}grain: plan\n{text}",
            if text.contains("grain:") { "#" } else { "" }
        );
        let told = Mapping::from_yaml(&text).unwrap_err().to_string();
        assert!(told.contains(says), "{text}: {told}");
    }
}

#[test]
fn what_is_open_in_json_is_asked_with_what_was_seen() {
    let files = [(
        "procedures.json",
        ascend_page(&[ascend("1", "601")]).replace("TREATMENT_PLAN", "PROPOSED"),
    )];
    let bare = Options::default();
    let asked = questions(System::Dentrix, files.iter().map(|(n, t)| (*n, t.as_bytes())), &bare).unwrap();
    let required: Vec<&str> = asked.iter().filter(|q| q.required).map(|q| q.key.as_str()).collect();
    assert_eq!(required, ["presented", "plans", "as_of", "time_zone"]);
    assert_eq!(
        asked[0].seen,
        ["treatmentPlannedDate: 1 of 1 rows have something, 1 of them a day"]
    );
    let words = asked
        .iter()
        .find(|q| q.key == "procedure.status.then.map.WORD")
        .unwrap();
    assert_eq!(words.seen, ["\"PROPOSED\" in 1 rows"]);
    let refused = read(System::Dentrix, [(files[0].0, &files[0].1)], &options("")).unwrap_err();
    assert!(
        refused.code().as_str() == "FT-I010" && refused.message().ends_with("plans"),
        "{refused}"
    );
    // Of FHIR what the codes cost, until all of them are said.
    let text = bundle(&[
        person("p1"),
        care_plan("c", to("ServiceRequest/s")),
        request("s", "D2740"),
    ]);
    let fees = |options: &Options| {
        let asked = questions(System::Fhir, [("b.json", text.as_bytes())], options).unwrap();
        assert!(asked.iter().filter(|q| q.key == "consent.text.column").count() == 1);
        asked.into_iter().find(|q| q.key == "fees.CODE")
    };
    assert_eq!(fees(&bare).unwrap().seen, ["\"D2740\" in 1 procedures"]);
    assert_eq!(fees(&options(FEES)), None);
    // Answers of several shapes go where they belong.
    let mut survey = Survey::new(System::Fhir, &bare);
    text.as_bytes().chunks(7).for_each(|piece| survey.push("b.json", piece));
    let seen = survey.finish().unwrap();
    let answers = [
        ("fees.D2740", "1250.00"),
        ("consent.text.column", "x"),
        ("time_zone", "none"),
    ];
    let answers = answers.map(|(key, answer)| (key.to_owned(), answer.to_owned()));
    let (extends, placed) = seen.laid_over(&bare, &answers);
    let keys: Vec<&str> = placed.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(extends.as_deref(), Some("fhir"));
    assert_eq!(
        keys,
        [
            "shapes.careplan.fees.D2740",
            "shapes.patient.consent.text.column",
            "time_zone"
        ]
    );
}

#[test]
fn a_file_of_another_system_is_told_by_name() {
    let nexhealth = page(&[nexhealth_plan(1)]);
    let ascend = ascend_page(&[ascend("1", "601")]);
    let fhir = bundle(&[person("p1")]);
    for (system, text, says) in [
        (System::NexHealth, &ascend, "no record has the key"),
        (System::NexHealth, &fhir, "no record has the key"),
        (System::Dentrix, &nexhealth, "no record has the key"),
        (System::Dentrix, &fhir, "no record has the key"),
        (System::Fhir, &nexhealth, "no record has the key \"resourceType\""),
        (System::Fhir, &ascend, "no record has the key \"resourceType\""),
        (System::Jane, &nexhealth, "is JSON, not delimited text"),
        (System::NexHealth, &"id,name\n1,2\n".to_owned(), "is no JSON"),
        (System::NexHealth, &" \n".to_owned(), "is empty"),
        (System::Fhir, &"<Bundle/>".to_owned(), "is no JSON"),
        (
            System::NexHealth,
            &nexhealth.replace("\"procedures\"", "\"procedure\""),
            "(there is \"procedure\")",
        ),
    ] {
        let mut importer = Importer::new(system, &options("")).unwrap();
        let pushed = importer.push("a.json", text.as_bytes());
        let error = pushed.and_then(|()| importer.finish().map(drop)).unwrap_err();
        assert!(error.to_string().contains(says), "{system}: {error}");
        assert_eq!(error.path(), "a.json");
    }
}
