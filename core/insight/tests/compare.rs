//! Two playbooks on the same past: figures worked out by hand, and laws over whole practices.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

mod common;
mod few;

use few::{cases, silent};
use followthrough::Playbook;
use followthrough_insight::compare::{Change, Comparison, Contact, compare, compare_json};
use followthrough_insight::simulate::Options;
use serde_json::{Value, json};

const OLD: &str = r#"
limits: {min_gap: 1h, per_week: 7}
sequences:
  - id: short
    steps:
      - {id: hello, day: 1, channel: sms, template: hello}
      - {id: soft, day: 3, channel: sms, template: soft_nudge}
"#;

/// The second text a day later and in other words, and a call more.
const NEW: &str = r#"
limits: {min_gap: 1h, per_week: 7}
templates: {soft_nudge: {sms: {en: "{{practice.name}} again: shall we find a time? {{plan.link}} {{optout.text}}"}}}
sequences:
  - id: short
    steps:
      - {id: hello, day: 1, channel: sms, template: hello}
      - {id: soft, day: 4, channel: sms, template: soft_nudge}
      - {id: call, day: 7, channel: call, escalate: high_value}
"#;

/// The old one, for plans of at least a thousand dollars alone.
const DEAR: &str = "trigger: {where: {all: [{pending_value: {at_least: 1000}}]}}";

fn compared(old: &str, new: &str) -> Comparison {
    let options = json!({"days": 14, "behaviour": silent(), "costs": {"sms_segment": "0.01"}}).to_string();
    let (old, new) = (common::playbook(old), common::playbook(new));
    compare_json(&old, &new, &cases(2), &options).unwrap()
}

#[test]
fn each_patient_and_each_day() {
    let c = compared(OLD, NEW);
    assert_eq!((c.cases.len(), c.same), (2, 0));
    let case = &c.cases[0];
    let steps: Vec<_> = case
        .steps
        .iter()
        .map(|step| (step.step.as_str(), &step.changes[..]))
        .collect();
    let (moved, gained) = ([Change::Moved, Change::Reworded], [Change::Gained]);
    assert_eq!(steps, [("hello", &[][..]), ("soft", &moved[..]), ("call", &gained[..])]);
    assert_eq!((case.contact, case.why), (Contact::Both, None));
    // Told on Tuesday the 15th: soft moves from Thursday to Friday, the call is on Monday the 21st.
    let differ: Vec<_> = c.days.iter().filter(|day| day.old != day.new).collect();
    let days: Vec<_> = differ
        .iter()
        .map(|day| (day.date.to_string(), day.old.sms, day.new.sms, day.new.calls))
        .collect();
    let day = |date: &str, old, new, calls| (date.to_owned(), old, new, calls);
    assert_eq!(
        days,
        [
            day("2026-09-17", 2, 0, 0),
            day("2026-09-18", 0, 2, 0),
            day("2026-09-21", 0, 0, 2),
            day("2026-09-22", 0, 0, 2)
        ]
    );
    assert_eq!((c.old.calls, c.new.calls, c.old.sms, c.new.sms), (0, 4, 4, 4));
    let roles: Vec<_> = c
        .roles
        .iter()
        .map(|role| (role.role.as_str(), role.old.tasks, role.new.tasks))
        .collect();
    assert_eq!(roles, [("front_desk", 0, 2), ("office_manager", 0, 2)]);
    assert_eq!(
        c.new.bill.sms.unwrap().cents(),
        i64::try_from(c.new.sms_segments).unwrap()
    );
    let page = c.to_html();
    for part in ["Plan by plan", "moved, reworded", "gained", "Front desk", "0 → 2"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("Ana") && !page.contains("+1404"), "nobody is named");
}

#[test]
fn who_is_written_to_by_one_only_and_why_not_by_the_other() {
    let c = compared(OLD, &format!("{OLD}{DEAR}\n"));
    let case = &c.cases[0];
    assert_eq!((case.contact, case.reason), (Contact::OnlyOld, Some("criteria")));
    assert!(case.steps.iter().all(|step| step.changes == [Change::Lost]));
    assert_eq!((c.old.contacted, c.new.contacted), (2, 0));
    assert!(c.to_html().contains("Only by the old playbook: 2 plans"));
    let back = compared(&format!("{OLD}{DEAR}\n"), OLD);
    assert_eq!(
        (back.cases[0].contact, back.cases[0].reason),
        (Contact::OnlyNew, Some("criteria"))
    );
}

#[test]
fn a_sequence_of_another_name_says_the_same() {
    let c = compared(OLD, &OLD.replace("id: short", "id: brief"));
    assert_eq!(c.cases.len(), 2, "its name differs");
    assert!(
        c.cases[0].steps.iter().all(|step| step.changes.is_empty()),
        "{:?}",
        c.cases[0]
    );
    assert!(c.days.iter().all(|day| day.old == day.new));
}

/// What mirrors what: each key and word of one side is the other's.
fn mirrored(value: Value) -> Value {
    let other = |word: &str| match word {
        "old" => "new".to_owned(),
        "new" => "old".to_owned(),
        "old_sequence" => "new_sequence".to_owned(),
        "new_sequence" => "old_sequence".to_owned(),
        "gained" => "lost".to_owned(),
        "lost" => "gained".to_owned(),
        "only_old" => "only_new".to_owned(),
        "only_new" => "only_old".to_owned(),
        other => other.to_owned(),
    };
    match value {
        Value::Object(map) => map
            .into_iter()
            .map(|(key, value)| (other(&key), mirrored(value)))
            .collect(),
        Value::Array(list) => list.into_iter().map(mirrored).collect(),
        Value::String(text) => Value::String(other(&text)),
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_)) => plain,
    }
}

#[test]
fn the_same_playbook_twice_is_no_difference_and_a_comparison_mirrors_the_other_way_round() {
    let from = common::date("2026-09-01");
    let cases = common::cases(1, from, 21);
    let of_practice = |seed: u64, old: &Playbook, new: &Playbook| {
        let options = Options {
            seed,
            behaviour: common::lively(),
            ..Options::days(from, 21)
        };
        compare(old, new, &cases, &options)
    };
    let variants = [
        "limits: {per_week: 1}",
        "when_re_engaged: {escalate: re_engaged, then: resume}\nholdout: {share: 0.2, salt: compare}",
        "trigger: {window: 365d}",
    ];
    for (seed, variant) in (1..).zip(variants) {
        let (old, new) = (common::playbook(""), common::playbook(variant));
        let nothing = of_practice(seed, &new, &new);
        assert!(nothing.is_empty(), "{variant}: {:?}", nothing.cases.first());
        assert!(nothing.to_html().contains("Every patient would have got the same"));
        let (there, back) = (of_practice(seed, &old, &new), of_practice(seed, &new, &old));
        assert!(!there.is_empty(), "{variant}");
        let (there, back): (Value, Value) = (
            serde_json::from_str(&there.to_json()).unwrap(),
            serde_json::from_str(&back.to_json()).unwrap(),
        );
        assert_eq!(mirrored(there), back, "{variant}");
    }
}
