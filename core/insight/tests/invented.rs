//! The invented practice: the same bytes always, an export that imports whole, and figures a practice would know.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

#[path = "../../import/tests/common/api.rs"]
mod api;

use std::collections::{BTreeMap, BTreeSet};

use followthrough::plan::{PlanStatus, Presented, ProcedureStatus};
use followthrough::recipient::ContactKind;
use followthrough::{Category, Date, Standing};
use followthrough_import::{Imported, Mobile, Options, SelectionRules, System, TextConsent, read};
use followthrough_insight::invented::{Practice, open_dental_export};
use sha2::{Digest, Sha256};

fn practice() -> Practice {
    Practice::new(1, Date::parse("2026-01-30").unwrap())
}

fn import(practice: &Practice, presented: &str) -> Imported {
    import_files(practice, presented, open_dental_export(practice))
}

fn import_files(practice: &Practice, presented: &str, files: Vec<(String, Vec<u8>)>) -> Imported {
    let mut options = Options::default();
    options.set("presented", presented).unwrap();
    options.set("time_zone", Practice::TIME_ZONE).unwrap();
    options.as_of = Some(practice.as_of);
    read(System::OpenDental, files, &options).unwrap()
}

#[test]
fn its_tables_as_pages_of_the_api_say_the_same() {
    let practice = practice();
    let pages = api::pages(&open_dental_export(&practice), api::Form::Requests, 11, false);
    let (tables, pages) = (
        import(&practice, "saved_plan"),
        import_files(&practice, "saved_plan", pages),
    );
    assert_eq!(pages.rejected, []);
    assert!(pages.skipped.len() > 20, "pages overlap");
    for key in ["plans", "recipients", "appointments"] {
        assert_eq!(pages.to_json()[key], tables.to_json()[key], "{key}");
    }
    assert_eq!((pages.people, pages.completed), (tables.people, tables.completed));
}

#[test]
fn the_same_bytes_always() {
    let mut hash = Sha256::new();
    for (name, bytes) in open_dental_export(&practice()) {
        hash.update(name.as_bytes());
        hash.update(&bytes);
    }
    let hex: String = hash
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(
        hex, "5d6cf5847ad99d25",
        "the practice of seed 1 on 2026-01-30 has changed"
    );
    let other = open_dental_export(&Practice { seed: 2, ..practice() });
    assert_ne!(other, open_dental_export(&practice()));
}

#[test]
fn it_imports_whole() {
    for seed in 1..6 {
        for saved_plans in [true, false] {
            let practice = Practice {
                saved_plans,
                seed,
                ..practice()
            };
            let imported = import(&practice, if saved_plans { "saved_plan" } else { "charted" });
            assert_eq!(
                (imported.rejected.len(), imported.skipped.len()),
                (0, 0),
                "{:?}",
                imported.rejected.first()
            );
            assert_eq!((imported.totals.phones_invalid, imported.totals.emails_invalid), (0, 0));
            assert!(imported.totals.pending_value > followthrough::Money::ZERO);
        }
    }
}

#[test]
fn figures_a_practice_would_know() {
    let imported = import(&practice(), "saved_plan");
    let saved: Vec<_> = imported
        .plans
        .iter()
        .filter(|r| r.plan.status == Some(PlanStatus::Presented))
        .collect();
    assert_eq!(saved.len(), 35 * 18, "35 plans a month");
    let age = |r: &followthrough_import::PlanRecord| match r.plan.presented_at {
        Some(Presented::On(date)) => imported.as_of.days_since(date),
        other => panic!("{other:?}"),
    };
    // Old enough to be settled: about three in ten were never accepted.
    let old: Vec<_> = saved.iter().filter(|r| age(r) > 180).collect();
    let accepted = |r: &&&&followthrough_import::PlanRecord| {
        let booked = |s| matches!(s, ProcedureStatus::Scheduled | ProcedureStatus::Completed);
        r.plan.procedures.iter().any(|p| booked(p.status))
    };
    let share = old.iter().filter(accepted).count() * 100 / old.len();
    assert!((62..=76).contains(&share), "{share}% of {} accepted", old.len());
    let mut categories: BTreeMap<Category, usize> = BTreeMap::new();
    for record in &saved {
        let codes = record.plan.procedures.iter().filter_map(|p| p.code.as_deref());
        let dearest = codes.map(Category::of_code).min().unwrap();
        *categories.entry(dearest).or_default() += 1;
    }
    let kinds: BTreeSet<_> = categories.keys().copied().collect();
    for kind in [
        Category::Implant,
        Category::Surgery,
        Category::Crown,
        Category::Periodontic,
        Category::Restorative,
    ] {
        assert!(kinds.contains(&kind), "{categories:?}");
    }
    let standings: BTreeSet<Standing> = saved.iter().map(|r| r.plan.standing()).collect();
    assert!(standings.len() >= 6, "{standings:?}");
    assert!(
        imported.plans.iter().any(|r| r.plan.standing() == Standing::Draft),
        "charted, not presented"
    );
    assert!(
        saved
            .iter()
            .any(|r| r.plan.patient_portion().is_some() && r.plan.standing() == Standing::Open)
    );
    let selection = imported.selection(SelectionRules::default());
    assert!(
        selection.inside_window() > 30 && selection.selected() > 10,
        "{}",
        selection.sentence()
    );

    let consents: BTreeSet<TextConsent> = imported.people.iter().map(|p| p.text_consent).collect();
    assert_eq!(consents.len(), 3);
    assert!(imported.people.iter().any(|p| p.mobile == Mobile::Missing));
    assert!(
        imported
            .people
            .iter()
            .filter(|p| p.minor && p.patient.as_str() != p.recipient.as_str())
            .count()
            > 100
    );
    let spanish = imported
        .recipients
        .iter()
        .filter(|r| r.language.as_deref() == Some("es"))
        .count();
    assert!(spanish * 100 / imported.recipients.len() > 10);
    let providers: BTreeSet<_> = saved
        .iter()
        .filter_map(|r| r.plan.provider.as_ref()?.name.clone())
        .collect();
    assert_eq!(
        providers.into_iter().collect::<Vec<_>>(),
        ["Dr. Haddad", "Dr. Lindqvist", "Dr. Okafor", "Dr. Prescott"]
    );
}

#[test]
fn nobody_in_it_can_be_reached() {
    let imported = import(&practice(), "saved_plan");
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for contact in imported.recipients.iter().flat_map(|r| &r.contacts) {
        let value = contact.value.reveal();
        match contact.kind {
            ContactKind::Email => assert!(value.ends_with("@example.com")),
            ContactKind::Mobile | ContactKind::Landline => {
                assert!(value.get(5..10) == Some("55501") && value.len() == 12, "{value}");
                *numbers.entry(value.to_owned()).or_default() += 1;
            }
            ContactKind::Portal => panic!("there is no portal"),
        }
    }
    assert!(numbers.values().any(|n| *n > 1), "some people share a number");
    assert!(numbers.values().all(|n| *n <= 2));
}
