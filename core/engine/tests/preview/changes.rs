//! What a publication would change is what it changes.

use followthrough::caseload::Answer;
use followthrough::preview::{CaseChange, ChangeKind, ChangePreview};
use followthrough::{Caseload, Event, FollowUp, Moment, Playbook, Recipient, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::histories::{History, scene_of};
use crate::playbooks::Rulebook;
use crate::reality::{self, Lived};
use crate::{ana, at, plan, playbook};

/// A follow-up with one plan, told on Monday 2 March, under a playbook.
fn followed(playbook: &Playbook, code: &str, fee: &str) -> FollowUp {
    let mut follow_up = playbook.begin(&ana()).unwrap();
    let event = json!({"event_id": "e1", "at": "2026-03-02T15:00:00Z", "type": "plan", "plan": plan(code, fee)});
    let event = Event::from_json(&event.to_string()).unwrap();
    playbook.handle(&mut follow_up, event.at, &event).unwrap();
    follow_up
}

/// The same, with all that came up to an instant.
fn lived(playbook: &Playbook, code: &str, fee: &str, until: &str) -> FollowUp {
    let mut follow_up = followed(playbook, code, fee);
    let mut next = Some(at("2026-03-02T15:00:00Z"));
    while let Some(now) = next.filter(|now| *now <= at(until)) {
        next = playbook.tick(&mut follow_up, now).unwrap().wake_at;
    }
    follow_up
}

#[track_caller]
fn only(preview: &ChangePreview) -> &CaseChange {
    let [case] = preview.cases.as_slice() else {
        panic!("{} cases", preview.cases.len())
    };
    assert_eq!(preview.count(case.kind), 1);
    assert_eq!(preview.totals.iter().map(|total| total.cases).sum::<u32>(), 1);
    case
}

/// Of a restorative case on Friday 6 March, after its text and its e-mail.
#[track_caller]
fn on_friday(new: &str) -> CaseChange {
    let (old, new) = (playbook(""), playbook(new));
    let now = at("2026-03-06T16:00:00Z");
    let follow_up = lived(&old, "D2740", "1600.00", "2026-03-06T16:00:00Z");
    let before = follow_up.clone();
    let preview = old.preview_change(&new, [&follow_up], now).unwrap();
    assert!(follow_up == before, "a preview changes nothing");
    only(&preview).clone()
}

fn step(touch: Option<&followthrough::preview::Happening>) -> String {
    let touch = serde_json::to_value(touch.unwrap()).unwrap();
    format!("{} {}", touch["step"].as_str().unwrap(), touch["at"].as_str().unwrap())
}

const RESTORATIVE: &str = "
sequences:
  - id: restorative
    steps:
      - {id: hello,   day: 1,  channel: sms,   template: hello, otherwise: [portal, email]}
      - {id: details, day: 3,  channel: email, template: plan_details}
";

#[test]
fn nothing_changes_where_the_playbook_says_the_same() {
    let case = on_friday("# only a comment\n");
    assert_eq!(case.kind, ChangeKind::Kept);
    assert_eq!(case.before, case.after);
    assert_eq!(step(case.before.as_ref()), "soft 2026-03-09T14:00:00Z");
}

#[test]
fn a_step_moves() {
    let case = on_friday(&format!(
        "{RESTORATIVE}      - {{id: soft, day: 9, channel: sms, template: soft_nudge}}\n"
    ));
    assert_eq!(case.kind, ChangeKind::Moved);
    assert_eq!(step(case.before.as_ref()), "soft 2026-03-09T14:00:00Z");
    assert_eq!(step(case.after.as_ref()), "soft 2026-03-11T14:00:00Z");
}

#[test]
fn a_step_that_comes_too_late_is_passed_over() {
    let case = on_friday(&format!(
        "{RESTORATIVE}      - {{id: extra, day: 4, channel: sms, template: hello}}
      - {{id: soft, day: 7, channel: sms, template: soft_nudge}}\n"
    ));
    assert_eq!(case.kind, ChangeKind::Skipped);
    assert_eq!(
        case.skipped.iter().map(|step| step.as_str()).collect::<Vec<_>>(),
        ["extra"]
    );
    assert_eq!(step(case.after.as_ref()), "soft 2026-03-09T14:00:00Z");
}

#[test]
fn a_step_before_the_next_one_comes_first() {
    let case = on_friday(&format!(
        "{RESTORATIVE}      - {{id: extra, day: 6, channel: sms, template: hello}}
      - {{id: soft, day: 8, channel: sms, template: soft_nudge}}\n"
    ));
    assert_eq!(case.kind, ChangeKind::OtherStep);
    assert!(step(case.after.as_ref()).starts_with("extra "));
}

#[test]
fn a_text_is_reworded() {
    let case = on_friday("templates: {soft_nudge: {sms: {en: \"{{practice.name}} here. {{optout.text}}\"}}}\n");
    assert_eq!(case.kind, ChangeKind::Reworded);
    let (before, after) = (json!(case.before), json!(case.after));
    assert_eq!(before["at"], after["at"]);
    assert_ne!(before["text"], after["text"]);
}

#[test]
fn only_what_comes_later_differs() {
    let case = on_friday("wind_down: 3d\n");
    assert_eq!(case.kind, ChangeKind::Later);
    assert_eq!(case.before, case.after);
}

#[test]
fn a_sequence_that_is_gone_sends_its_cases_through_selection_again() {
    let case = on_friday("sequences:\n  - id: restorative\n    where: {category: implant}\n");
    // Its id is there still: the case stays.
    assert_eq!(case.kind, ChangeKind::Kept);
    let old = playbook(
        "
sequences:
  - id: mine
    where: {category: crown}
    steps:
      - {id: hello, day: 1, channel: sms, template: hello}
      - {id: soft, day: 7, channel: sms, template: soft_nudge}
",
    );
    let follow_up = lived(&old, "D2740", "1600.00", "2026-03-06T15:00:00Z");
    let preview = old
        .preview_change(&playbook(""), [&follow_up], at("2026-03-06T15:00:00Z"))
        .unwrap();
    let case = only(&preview);
    assert_eq!(case.kind, ChangeKind::ReSelected);
    let id = |sequence: &Option<followthrough::wire::SequenceId>| sequence.as_ref().unwrap().to_string();
    assert_eq!(
        (id(&case.sequence_before), id(&case.sequence_after)),
        ("mine".into(), "restorative".into())
    );
}

#[test]
fn who_no_longer_qualifies_is_stopped_and_who_does_is_told() {
    let higher = "trigger: {where: {pending_value: {at_least: 2000}}}\n";
    // Not enrolled yet: the trigger decides.
    let (old, new) = (playbook(""), playbook(higher));
    let waiting = followed(&old, "D2740", "1600.00");
    let stopped = old
        .preview_change(&new, [&waiting], at("2026-03-02T16:00:00Z"))
        .unwrap();
    assert_eq!(only(&stopped).kind, ChangeKind::Stopped);
    let waiting = followed(&new, "D2740", "1600.00");
    let begun = new
        .preview_change(&old, [&waiting], at("2026-03-02T16:00:00Z"))
        .unwrap();
    assert_eq!(only(&begun).kind, ChangeKind::NewlyEligible);
    assert_eq!(step(only(&begun).after.as_ref()), "hello 2026-03-03T15:00:00Z");
}

#[test]
fn the_place_in_the_list_is_told() {
    let old = playbook("");
    let follow_up = lived(&old, "D2740", "1600.00", "2026-03-06T15:00:00Z");
    let late = at("2029-03-06T15:00:00Z");
    let wrong = old.preview_change(&old, [&follow_up, &follow_up], late).unwrap_err();
    assert_eq!((wrong.code().as_str(), wrong.path()), ("FT-H005", "follow_ups[0].now"));
    let confirmed = Moment::from(late).with_leap_confirmed();
    assert!(old.preview_change(&old, [&follow_up], confirmed).is_ok());
    let stored = follow_up.to_json();
    let moment = r#"{"now": "2026-03-06T15:00:00Z"}"#;
    let wrong = old
        .preview_change_json(&old, [stored.as_str(), "{}"], moment)
        .unwrap_err();
    assert_eq!(
        (wrong.code().as_str(), wrong.path()),
        ("FT-S001", "follow_ups[1].format")
    );
    let json: Value = serde_json::from_str(&old.preview_change_json(&old, [stored.as_str()], moment).unwrap()).unwrap();
    assert_eq!(json["totals"][8], json!({"kind": "kept", "cases": 1}));
    assert_eq!(json["cases"][0]["before"]["type"], "message");
}

/// The first message or call of a step.
fn touch(lived: &[Value]) -> Option<Value> {
    let is_touch = |told: &&Value| ["message", "call"].iter().any(|word| told["type"] == *word);
    lived.iter().find(is_touch).cloned()
}

fn of_preview(touch: Option<&followthrough::preview::Happening>) -> Option<Value> {
    touch.map(|touch| reality::comparable(&serde_json::to_value(touch).unwrap()))
}

/// Two people who share a phone, in one caseload.
#[test]
fn in_a_caseload_a_shared_phone_counts_for_both() {
    let old = playbook("");
    let new = playbook(&format!(
        "{RESTORATIVE}      - {{id: soft, day: 5, channel: sms, template: soft_nudge}}\n"
    ));
    let mut caseload = Caseload::new(old.clone());
    for who in ["r-1", "r-2"] {
        let person = serde_json::to_string(&ana()).unwrap().replace("r-77", who);
        let person: Recipient = serde_json::from_str(&person).unwrap();
        caseload.begin(&person).unwrap();
        let plan = serde_json::to_string(&plan("D2740", "1600.00"))
            .unwrap()
            .replace("tp-1", &format!("tp-{who}"));
        let plan: Value = serde_json::from_str(&plan).unwrap();
        let event = json!({"event_id": format!("e-{who}"), "at": "2026-03-02T15:00:00Z", "type": "plan", "plan": plan});
        caseload
            .handle(
                at("2026-03-02T15:00:00Z"),
                &person.id,
                &Event::from_json(&event.to_string()).unwrap(),
            )
            .unwrap();
    }
    let now = at("2026-03-02T16:00:00Z");
    let early = caseload.clone();
    let preview = caseload.preview_change(&new, now).unwrap();
    assert_eq!(preview.cases.len(), 2);

    let mut lived = std::collections::BTreeMap::<_, Lived>::new();
    let mut take = |at: Timestamp, answers: Vec<Answer>| {
        for answer in answers {
            reality::take(at, &answer.decision, lived.entry(answer.recipient).or_default());
        }
    };
    // A preview shows links at their full length, so reality has a key.
    let signed = new.with_link_keys(&[b"a key of the tests' own"]).unwrap();
    take(now, caseload.publish(signed, now).unwrap());
    while let Some(at) = caseload.next_wake() {
        take(at, caseload.tick(at).unwrap());
    }
    for case in &preview.cases {
        assert_eq!(
            of_preview(case.after.as_ref()),
            touch(&lived[&case.recipient_id][&case.case_id]),
            "{case:?}"
        );
    }
    // The text to the one keeps that to the other waiting, as it would not if each were alone.
    let alone: Vec<FollowUp> = preview
        .cases
        .iter()
        .map(|case| early.get(&case.recipient_id).unwrap())
        .collect();
    let alone = old.preview_change(&old, &alone, now).unwrap();
    assert_ne!(json!(alone.cases[1].before), json!(preview.cases[1].before));
}

proptest! {
    /// Whatever happened before, and whichever two playbooks: what is told is what a host sees that publishes.
    #[test]
    fn of_whatever_history(scene in scene_of(false, 1..30)) {
        let history = History::of(&scene);
        let (follow_up, moment) = (history.follow_up().clone(), history.moment());
        let old = history.playbook();
        let new = history.playbooks.iter().find(|other| other.revision() != old.revision()).unwrap_or(old);
        let preview = old.preview_change(new, [&follow_up], moment).unwrap();
        prop_assert!(&follow_up == history.follow_up());
        for (playbook, side) in [(old, "before"), (new, "after")] {
            let book = scene.books.iter().zip(&history.playbooks).find(|(_, of)| of.revision() == playbook.revision());
            let (book, _) = book.unwrap();
            let mut lived = Lived::new();
            reality::live(playbook, follow_up.clone(), steady(book, &follow_up, moment), &mut lived);
            for case in &preview.cases {
                let predicted = if side == "before" { &case.before } else { &case.after };
                let real = lived.get(&case.case_id).and_then(|lived| touch(lived));
                prop_assert_eq!(of_preview(predicted.as_ref()), real, "{} {:?}", side, case);
            }
        }
        // The same once more changes nothing.
        let same = old.preview_change(old, [&follow_up], moment).unwrap();
        prop_assert!(same.cases.iter().all(|case| case.kind == ChangeKind::Kept), "{:?}", same.cases);
    }
}

/// The host goes on as it is: exports that are fresh come in time, those that are stale do not come.
fn steady(book: &Rulebook, follow_up: &FollowUp, moment: Moment) -> Moment {
    let fresh = book.yaml.split("facts_fresh_within: ").nth(1).unwrap();
    let fresh = fresh.split_once("h,").and_then(|(hours, _)| hours.parse::<i64>().ok());
    let stored: Value = serde_json::from_str(&follow_up.to_json()).unwrap();
    let last = stored["last_now"].as_str().map_or(moment.now, at);
    let now = moment.now.max(last);
    let stale = |as_of: &Timestamp| fresh.is_some_and(|hours| now.since(*as_of) > hours * 3_600);
    Moment {
        facts_as_of: moment.facts_as_of.filter(stale),
        ..moment
    }
}
