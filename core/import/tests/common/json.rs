//! Answers of systems that speak JSON, built piece by piece.

use followthrough::Error;
use followthrough_import::{Imported, Options, PlanRecord, Reason, System, read};
use serde_json::{Value, json};

pub(crate) fn options(mapping: &str) -> Options {
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

pub(crate) fn try_import(system: System, mapping: &str, files: &[(&str, String)]) -> Result<Imported, Error> {
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

pub(crate) fn import(system: System, mapping: &str, files: &[(&str, String)]) -> Imported {
    try_import(system, mapping, files).unwrap_or_else(|e| panic!("{e}"))
}

pub(crate) fn plan<'a>(imported: &'a Imported, id: &str) -> &'a PlanRecord {
    let found = imported.plans.iter().find(|r| r.plan.id.as_str() == id);
    found.unwrap_or_else(|| panic!("no plan {id}: {:?}", imported.rejected))
}

/// Each record that was set aside: path, column, reason, value.
pub(crate) fn aside(imported: &Imported) -> Vec<(String, String, Reason, String)> {
    let all = imported.rejected.iter().chain(&imported.skipped);
    all.map(|r| {
        let text = |text: &Option<std::sync::Arc<str>>| text.as_deref().unwrap_or_default().to_owned();
        (
            text(&r.path),
            text(&r.column),
            r.reason,
            r.value.as_deref().unwrap_or_default().to_owned(),
        )
    })
    .collect()
}

pub(crate) fn one(path: &str, column: &str, reason: Reason, value: &str) -> Vec<(String, String, Reason, String)> {
    vec![(path.to_owned(), column.to_owned(), reason, value.to_owned())]
}

pub(crate) fn value(record: &PlanRecord) -> String {
    record
        .plan
        .pending_value()
        .map_or("unknown".to_owned(), |value| value.to_string())
}

pub(crate) fn notes(imported: &Imported) -> String {
    imported
        .notes
        .iter()
        .map(|note| note.message.as_str())
        .collect::<Vec<_>>()
        .join("; ")
}

pub(crate) fn procedure(id: u32) -> Value {
    json!({"id": id, "location_id": 21, "patient_id": 7, "provider_id": 84, "appointment_id": null, "code": "D2740",
        "name": null, "status": "planned", "body_site": {"tooth": ["14", "15"], "surface": "MOD"},
        "fee": {"amount": "100.00", "currency": "USD"}, "start_date": "2025-11-20", "end_date": null})
}

pub(crate) fn nexhealth_plan(id: u32) -> Value {
    json!({"id": id, "name": "Crown", "patient_id": 7, "updated_at": "2025-12-01T20:16:57.007Z", "status": "proposed",
        "procedures": [procedure(id * 10)]})
}

pub(crate) fn page(plans: &[Value]) -> String {
    json!({"code": true, "description": null, "error": null, "data": plans, "page_info": {"has_next_page": false}})
        .to_string()
}

pub(crate) fn nexhealth(plans: &[Value]) -> Imported {
    import(System::NexHealth, "", &[("plans.json", page(plans))])
}

/// One plan with something else at a pointer; null removes nothing, it stands there as null.
pub(crate) fn with(pointer: &str, value: Value) -> Value {
    let mut plan = nexhealth_plan(1);
    *plan.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
    plan
}

pub(crate) fn without(pointer: &str, key: &str) -> Value {
    let mut plan = nexhealth_plan(1);
    plan.pointer_mut(pointer)
        .unwrap()
        .as_object_mut()
        .unwrap()
        .remove(key)
        .unwrap();
    plan
}

pub(crate) const ASCEND: &str = "mapping: 1\nextends: dentrix\nshapes: {ascend_procedures: {plans: per_patient}}\n";

pub(crate) fn ascend(id: &str, patient: &str) -> Value {
    json!({"id": id, "amount": 100, "treatmentPlannedDate": "2025-11-20", "serviceDate": "2025-11-20",
        "status": "TREATMENT_PLAN", "state": "ACTIVE", "renderingProvider": {"id": "9001", "type": "ProviderV1"},
        "location": {"id": "14000000001", "type": "LocationV1"}, "patient": {"id": patient, "type": "PatientV1"}})
}

pub(crate) fn ascend_page(rows: &[Value]) -> String {
    json!({"statusCode": 200, "data": rows}).to_string()
}

pub(crate) fn of_ascend(row: Value) -> Imported {
    import(
        System::Dentrix,
        ASCEND,
        &[("procedures.json", ascend_page(&[row, ascend("2", "602")]))],
    )
}

pub(crate) const FEES: &str = "mapping: 1\nextends: fhir\nfees: {D2740: \"1250.00\", D2950: 285}\n";

pub(crate) fn care_plan(id: &str, activity: Value) -> Value {
    json!({"resourceType": "CarePlan", "id": id, "status": "active", "intent": "plan", "subject": {"reference": "Patient/p1"},
        "created": "2025-11-20", "activity": activity})
}

pub(crate) fn request(id: &str, code: &str) -> Value {
    json!({"resourceType": "ServiceRequest", "id": id, "status": "active", "intent": "plan",
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "1"}, {"system": "http://www.ada.org/cdt", "code": code}]},
        "subject": {"reference": "Patient/p1"}})
}

pub(crate) fn person(id: &str) -> Value {
    json!({"resourceType": "Patient", "id": id, "active": true, "birthDate": "1984-02-01",
        "name": [{"use": "old", "family": "Older", "given": ["X"]}, {"use": "official", "family": "Obi", "given": ["Amara", "J"]}],
        "telecom": [{"system": "phone", "use": "home", "value": "+12135550190"},
            {"system": "phone", "use": "mobile", "value": "+12135550191"}, {"system": "email", "value": "a@example.com"}]})
}

pub(crate) fn to(reference: &str) -> Value {
    json!([{"reference": {"reference": reference}}])
}

pub(crate) fn bundle(resources: &[Value]) -> String {
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

pub(crate) fn fhir(resources: &[Value]) -> Imported {
    import(System::Fhir, FEES, &[("bundle.json", bundle(resources))])
}
