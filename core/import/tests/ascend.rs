//! Dentrix Ascend's answers: procedures of which the state decides first, and people beside them.
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
use serde_json::{Value, json};

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
    assert_eq!(
        notes(&imported),
        "1 records that were refused could be read: answer patient.status.map.GONE=MEANING; it has no key \
         practiceProcedure.adaCode, which may be missing: all else is read"
    );
}
