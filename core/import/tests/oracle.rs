//! The public Open Dental fixture against figures computed twice elsewhere: in plain SQL and in decimals.
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

use common::{options, shared};
use followthrough::plan::Presented;
use followthrough::{Date, Money, Standing};
use followthrough_import::{Imported, Importer, Mobile, Person, SelectionRules, System, TextConsent, Verdict, read};
use serde_json::Value;

fn files() -> Option<Vec<(String, Vec<u8>)>> {
    let folder = shared("data/opendental")?;
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "csv"))
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                std::fs::read(path).unwrap(),
            )
        })
        .collect();
    files.sort();
    Some(files)
}

fn oracle() -> Value {
    let path = shared("data/opendental/oracle.json").unwrap();
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn person<'a>(imported: &'a Imported, num: &str) -> &'a Person {
    imported.people.iter().find(|p| p.patient.as_str() == num).unwrap()
}

#[test]
fn every_total_and_every_patient() {
    let Some(files) = files() else { return };
    let imported = read(System::OpenDental, files, &options()).unwrap();
    let oracle = oracle();
    assert_eq!(imported.as_of, Date::parse("2026-01-30").unwrap());
    assert_eq!(imported.rejected, []);
    assert_eq!(imported.skipped, []);

    let totals = serde_json::to_value(&imported.totals).unwrap();
    for key in [
        "tp_all",
        "pending_unscheduled",
        "tp_on_scheduled_appointment",
        "completed",
    ] {
        assert_eq!(totals[key], oracle["totals"][key], "{key}");
    }
    assert_eq!(
        totals["pending_patients_by_text_consent"],
        oracle["totals"]["pending_patients_by_text_consent"]
    );
    assert_eq!(imported.totals.pending_value, Money::from_cents(56_979_887));
    assert_eq!(imported.totals.plans, 405);

    let pending = oracle["patients"].as_array().unwrap();
    let scheduled_only = oracle["tp_only_scheduled_patients"].as_array().unwrap();
    assert_eq!((pending.len(), scheduled_only.len()), (384, 21));
    for expected in pending.iter().chain(scheduled_only) {
        let num = expected["PatNum"].to_string();
        let record = imported
            .plans
            .iter()
            .find(|r| r.plan.id.as_str() == format!("tp-{num}"))
            .unwrap();
        let plan = &record.plan;
        let ids = |status: &str| -> Vec<i64> {
            let of = plan
                .procedures
                .iter()
                .filter(|p| serde_json::to_value(p.status).unwrap() == status);
            of.map(|p| p.id.as_str().parse().unwrap()).collect()
        };
        let expected_ids = |key: &str| -> Vec<i64> {
            expected[key]
                .as_array()
                .unwrap()
                .iter()
                .map(|v| v.as_i64().unwrap())
                .collect()
        };
        let pending = expected["pending_count"].as_i64().unwrap_or(0);
        assert_eq!(ids("scheduled"), expected_ids("scheduled_tp_ProcNums"), "{num}");
        let scheduled: Money = plan
            .procedures
            .iter()
            .filter(|p| p.appointment.is_some())
            .filter_map(|p| p.fee)
            .sum();
        assert_eq!(scheduled.to_string(), expected["scheduled_tp_sum"], "{num}");
        if pending > 0 {
            assert_eq!(ids("planned"), expected_ids("pending_ProcNums"), "{num}");
            assert_eq!(
                plan.pending_value().unwrap().to_string(),
                expected["pending_sum"],
                "{num}"
            );
            let oldest = Date::parse(expected["oldest_DateTP"].as_str().unwrap()).unwrap();
            assert_eq!(plan.presented_at, Some(Presented::On(oldest)), "{num}");
            let mut codes: Vec<_> = plan.pending().map(|p| p.code.clone().unwrap()).collect();
            codes.sort();
            codes.dedup();
            let mut expected_codes: Vec<String> =
                serde_json::from_value(expected["pending_ProcCodes"].clone()).unwrap();
            expected_codes.sort();
            expected_codes.dedup();
            assert_eq!(codes, expected_codes, "{num}");
        } else {
            assert_eq!(plan.standing(), Standing::Accepted, "{num}");
            assert_eq!(plan.presented_at, None, "a visit to come is no presentation: {num}");
        }
        let person = person(&imported, &num);
        let consent = match person.own_text_consent {
            TextConsent::Granted => "yes",
            TextConsent::Denied => "no",
            TextConsent::Unknown => "unknown",
        };
        assert_eq!(consent, expected["text_consent"], "{num}");
        assert_eq!(person.minor, expected["is_minor"].as_bool().unwrap(), "{num}");
        let differs = person.recipient.as_str() != num;
        assert_eq!(
            differs,
            person.minor && expected["guarantor_differs"].as_bool().unwrap(),
            "{num}"
        );
        if !differs {
            let has = expected["has_wireless_phone"].as_bool().unwrap();
            assert_eq!(person.mobile != Mobile::Missing, has, "{num}");
        }
        let next = expected["next_AptDateTime"]
            .as_str()
            .map(|text| Date::parse(&text[..10]).unwrap());
        assert_eq!(person.next_visit, next, "{num}");
        let provider = plan.provider.as_ref().unwrap().name.as_deref();
        let hygienist = pending == 0 && matches!(provider, Some("Amy Rodriguez" | "Jessica Williams"));
        assert!(
            hygienist || matches!(provider, Some("Dr. Chen" | "Dr. Torres")),
            "{provider:?}"
        );
    }
}

#[test]
fn visits_are_instants_of_the_practice() {
    let Some(files) = files() else { return };
    let imported = read(System::OpenDental, files, &options()).unwrap();
    let (recipient, visit) = imported
        .appointments
        .iter()
        .find(|(_, a)| a.id.as_str() == "10010")
        .unwrap();
    assert_eq!(recipient.as_str(), "10001");
    assert_eq!(visit.starts_at.unwrap().to_string(), "2026-02-25T17:00:00Z");
    let ids: Vec<_> = visit.procedure_ids.iter().map(|id| id.as_str()).collect();
    assert_eq!(ids, ["10033", "10034", "10035", "10036"]);
}

#[test]
fn pieces_of_any_size_say_the_same() {
    let Some(files) = files() else { return };
    let whole = read(System::OpenDental, files.clone(), &options()).unwrap().to_json();
    for size in [1, 7, 4096] {
        let mut importer = Importer::new(System::OpenDental, &options()).unwrap();
        for (name, bytes) in files.iter().rev() {
            for piece in bytes.chunks(size) {
                importer.push(name, piece).unwrap();
            }
        }
        assert_eq!(importer.finish().unwrap().to_json(), whole, "pieces of {size}");
    }
}

#[test]
fn who_could_be_followed_up() {
    let Some(files) = files() else { return };
    let imported = read(System::OpenDental, files, &options()).unwrap();
    let selection = imported.selection(SelectionRules::default());
    let funnel = [
        selection.inside_window(),
        selection.worth_it(),
        selection.consented(),
        selection.selected(),
    ];
    assert_eq!(funnel[..3], [57, 41, 27]);
    let told = "57 patients inside 90 days, 41 of them worth $500 or more, 27 of those with consent to text";
    assert!(selection.sentence().contains(told), "{}", selection.sentence());
    assert_eq!(selection.patients.len(), 500, "of everybody it says why");
    let oracle = oracle();
    for expected in oracle["patients"].as_array().unwrap() {
        let num = expected["PatNum"].to_string();
        let candidate = selection.patients.iter().find(|c| c.patient.as_str() == num).unwrap();
        assert_eq!(candidate.pending.to_string(), expected["pending_sum"]);
    }
    let of = |verdict| selection.patients.iter().filter(|c| c.verdict == verdict).count();
    assert_eq!((of(Verdict::Scheduled), of(Verdict::NothingPlanned)), (21, 95));
}
