//! Stored follow-ups: every released format loads for ever, a newer one is refused by name, and none grows too large.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands"
)]

use followthrough::follow_up::ActionKind;
use followthrough::{Caseload, Event, FollowUp, Playbook, Timestamp};

const PLAYBOOK: &str = r#"
followthrough: 1
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
extends: dental
limits: {max_open_cases: 6}
"#;

const RECIPIENT: &str = r#"{
  "id": "r-1", "household": "h-1", "first_name": "Ana", "language": "es", "time_zone": "America/New_York", "state": "GA",
  "contacts": [
    {"kind": "mobile", "value": "+14045550177", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}},
    {"kind": "email", "value": "ana@example.com", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z", "unencrypted_detail": true}},
    {"kind": "landline", "value": "+14045550178", "consent": {"type": "denied"}},
    {"kind": "portal", "value": "p-1"}]}"#;

/// Written by version 0.1.0; never to be changed.
const FORMAT_1: &str = include_str!("stored/format-1.json");

#[test]
fn format_1_loads_for_ever() {
    let follow_up = FollowUp::from_json(FORMAT_1).unwrap();
    let states: Vec<(String, &str)> = follow_up
        .states()
        .into_iter()
        .map(|(id, state)| (id.to_string(), state))
        .collect();
    let known: Vec<(&str, &str)> = states.iter().map(|(id, state)| (id.as_str(), *state)).collect();
    assert_eq!(
        known,
        [
            ("tp-1", "active"),
            ("tp-2", "paused"),
            ("tp-3", "re_engaged"),
            ("tp-4", "closed"),
            ("tp-5", "waiting"),
            ("tp-6", "active")
        ]
    );
    assert_eq!(FollowUp::from_json(&follow_up.to_json()).unwrap(), follow_up);

    // It is not only read: time goes on for it.
    let playbook = Playbook::from_yaml(PLAYBOOK).unwrap();
    let mut follow_up = follow_up;
    let decision = playbook
        .tick(&mut follow_up, Timestamp::parse("2026-03-20T15:00:00Z").unwrap())
        .unwrap();
    assert!(decision.wake_at.is_some());
}

#[test]
fn a_newer_format_is_refused_by_its_number() {
    let newer = FORMAT_1.replacen("\"format\":1", "\"format\":7", 1);
    let error = FollowUp::from_json(&newer).unwrap_err();
    assert_eq!(
        error.to_string(),
        "FT-S002 format: written by a newer version (format 7, this one reads up to 1); update this package before the hosts that write"
    );
}

#[test]
fn what_is_not_a_follow_up_says_where() {
    for (text, path) in [
        ("", ""),
        ("[]", "format"),
        ("{}", "format"),
        (r#"{"format": "1"}"#, "format"),
        (r#"{"format": 1, "cases": []}"#, ""),
        (&FORMAT_1.replacen("\"round\":1", "\"round\":-1", 1), "cases[0].round"),
    ] {
        let error = FollowUp::from_json(text).unwrap_err();
        assert_eq!((error.code().as_str(), error.path()), ("FT-S001", path), "{text}");
    }
}

#[test]
fn four_plans_of_twenty_procedures_stay_below_16_kilobytes() {
    let playbook = Playbook::from_yaml(PLAYBOOK).unwrap();
    let mut follow_up = FollowUp::from_recipient_json(RECIPIENT).unwrap();
    for plan in 0..4 {
        let procedures: Vec<String> = (0..20)
            .map(|i| {
                format!(
                    r#"{{"id": "pr-{plan}-{i}", "code": "D2740", "tooth": "19", "fee": "1200.00", "patient_portion": "600.00", "status": "planned"}}"#
                )
            })
            .collect();
        let event = format!(
            r#"{{"event_id": "e-{plan}", "at": "2026-03-02T15:00:00Z", "type": "plan", "plan": {{
               "id": "tp-{plan}", "patient": {{"id": "p-1", "first_name": "Ana", "last_name": "Lee", "birth_date": "1986-04-02"}},
               "presented_at": "2026-03-02T15:00:00Z", "provider": {{"id": "d-3", "name": "Dr. Okafor"}}, "procedures": [{}]}}}}"#,
            procedures.join(",")
        );
        let event = Event::from_json(&event).unwrap();
        let mut wake = playbook.handle(&mut follow_up, event.at, &event).unwrap().wake_at;
        for _ in 0..4 {
            let Some(at) = wake else { break };
            wake = playbook.tick(&mut follow_up, at).unwrap().wake_at;
        }
    }
    let size = follow_up.to_json().len();
    assert!(size < 16_384, "{size} bytes");
}

#[test]
fn what_is_held_about_a_person_can_be_read() {
    let follow_up = FollowUp::from_json(FORMAT_1).unwrap();
    let held: serde_json::Value = serde_json::from_str(&follow_up.export_person()).unwrap();
    let stored: serde_json::Value = serde_json::from_str(FORMAT_1).unwrap();
    assert_eq!(held["recipient"]["id"], stored["person"]["id"]);
    assert_eq!(
        held["contacts"].as_array().unwrap().len(),
        stored["person"]["points"].as_array().unwrap().len()
    );
    assert_eq!(held["contacts"][0]["consent"]["type"], "granted");
    let cases = held["cases"].as_array().unwrap();
    assert_eq!(cases.len(), follow_up.states().len());
    let of_cases: usize = cases
        .iter()
        .map(|case| case["messages"].as_array().unwrap().len())
        .sum();
    let of_none = held["messages"].as_array().unwrap().len();
    assert_eq!(of_cases + of_none, stored["sends"].as_array().unwrap().len());
    assert!(of_cases > 0 && cases[0]["messages"][0]["at"].is_string());
    assert_eq!(
        held["tasks"].as_array().unwrap().len(),
        stored["tasks"].as_array().unwrap().len()
    );
    assert_eq!(held["events_remembered"], stored["seen"].as_array().unwrap().len());
}

/// Written by version 0.1.0, base 64 of a caseload's snapshot; never to be changed. Beside it the follow-ups in it, a line
/// each.
const CASELOAD_1: &str = include_str!("stored/caseload-1.txt");
const CASELOAD_1_HOLDS: &str = include_str!("stored/caseload-1.jsonl");

/// The same of the format that holds what people wrote.
const CASELOAD_2: &str = include_str!("stored/caseload-2.txt");
const CASELOAD_2_HOLDS: &str = include_str!("stored/caseload-2.jsonl");

/// The same of the format that holds what became of steps.
const CASELOAD_3: &str = include_str!("stored/caseload-3.txt");
const CASELOAD_3_HOLDS: &str = include_str!("stored/caseload-3.jsonl");

#[test]
fn every_format_of_a_caseload_loads_for_ever() {
    loads(CASELOAD_1, CASELOAD_1_HOLDS);
    loads(CASELOAD_2, CASELOAD_2_HOLDS);
    loads(CASELOAD_3, CASELOAD_3_HOLDS);
}

fn loads(text: &str, holds: &str) {
    let text: String = text.lines().collect();
    let bytes = data_encoding::BASE64.decode(text.as_bytes()).unwrap();
    let mut caseload = Caseload::restore(Playbook::from_yaml(PLAYBOOK).unwrap(), &bytes).unwrap();
    let held: Vec<FollowUp> = caseload.recipients().map(|id| caseload.get(&id).unwrap()).collect();
    let expected: Vec<FollowUp> = holds.lines().map(|line| FollowUp::from_json(line).unwrap()).collect();
    assert_eq!(held, expected);
    assert!(held.len() >= 3);

    // They are not only read: time goes on for them.
    let later = Timestamp::parse("2026-03-20T15:00:00Z").unwrap();
    assert!(!caseload.tick(later).unwrap().is_empty());
}

/// What the sample was written from: every field that a follow-up can have is in one of them.
fn sampled() -> Vec<FollowUp> {
    let plans = Playbook::from_yaml(PLAYBOOK).unwrap();
    let recalls = Playbook::from_yaml(RECALLS).unwrap();
    let mut busy = FollowUp::from_recipient_json(&RECIPIENT.replace("r-1", "r-2")).unwrap();
    let mut other = FollowUp::from_recipient_json(&RECIPIENT.replace("r-1", "r-3")).unwrap();
    let plan = |id: &str| {
        format!(
            r#""type": "plan", "plan": {{"id": "{id}", "patient": {{"id": "p-1", "first_name": "Leo", "last_name": "Z", "birth_date": "2015-04-02",
               "new_patient": true, "insured": true, "benefits_remaining": "850.00"}},
               "presented_at": "2026-03-02", "status": "presented", "provider": {{"id": "d-1", "name": "Dr. Okafor"}}, "location": "main",
               "tags": ["phase-1"], "alternative_group": "g-{id}", "custom": {{"vip": true, "score": 7, "tier": "gold"}},
               "procedures": [{{"id": "pr-{id}", "code": "D6010", "description": "Implant", "tooth": "19", "quadrant": "LL",
                                "fee": "3600.00", "patient_portion": "1900.00", "status": "planned", "appointment": "a-1"}}]}}"#
        )
    };
    let history = r#""type": "history", "sends": [{"channel": "sms", "to": "+14045550177", "at": "2026-03-01T15:00:00Z",
        "case_id": "tp-9", "step": "hello"}], "opt_outs": [{"contact": "p-1", "at": "2026-03-01T15:00:00Z", "how": "former system"}]"#;
    let subject = r#""type": "subject", "subject": {"kind": "recall", "id": "rc-1", "patient": {"id": "p-1"}, "due_on": "2026-02-02"}"#;
    let visit = r#""type": "appointment", "appointment": {"id": "a-2", "status": "scheduled", "starts_at": "2026-04-01T15:00:00Z",
        "kind": "hygiene", "patient_id": "p-1", "procedure_ids": []}"#;
    let reply = |text: &str| format!(r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "{text}""#);
    let stop_case = r#""type": "staff", "case_id": "tp-7", "outcome": "stop_case", "by": "front desk""#;
    let of_case = |outcome: &str| format!(r#""type": "staff", "case_id": "tp-8", "outcome": "{outcome}""#);
    let told = [
        (&plans, plan("tp-7")),
        (&plans, plan("tp-8")),
        (&plans, history.to_owned()),
        (&plans, visit.to_owned()),
        (&recalls, subject.to_owned()),
        (&plans, reply("How long does it take?")),
        (&plans, stop_case.to_owned()),
        (&plans, visit.to_owned()),
        (&plans, of_case("left_message")),
        (&plans, reply("Leo passed away")),
        (&plans, of_case("booked")),
    ];
    let begin = Timestamp::parse("2026-03-02T15:00:00Z").unwrap();
    for (hour, (playbook, body)) in (0_i64..).zip(told) {
        let now = begin.plus(hour * 9 * 3600);
        let event = Event::from_json(&format!(r#"{{"event_id": "e{hour}", "at": "{now}", {body}}}"#)).unwrap();
        playbook.handle(&mut busy, now, &event).unwrap();
        plans.tick(&mut busy, now).unwrap();
    }
    other
        .merge(FollowUp::from_recipient_json(&RECIPIENT.replace("r-1", "r-4")).unwrap())
        .unwrap();
    vec![
        FollowUp::from_json(FORMAT_1).unwrap(),
        busy,
        other,
        called(&plans, &plan("tp-1"), &plan("tp-2")),
    ]
}

/// Somebody whose message arrived, who was called about one plan, and is to be called about another.
fn called(plans: &Playbook, first: &str, second: &str) -> FollowUp {
    let mut follow_up = FollowUp::from_recipient_json(&RECIPIENT.replace("r-1", "r-5")).unwrap();
    let mut wake_at = None;
    let tell = |follow_up: &mut FollowUp, number: usize, at: Timestamp, body: &str| {
        let event = format!(r#"{{"event_id": "c{number}", "at": "{at}", {body}}}"#);
        let event = Event::from_json(&event).unwrap();
        plans.handle(follow_up, at, &event).unwrap().wake_at
    };
    let begin = Timestamp::parse("2026-03-02T15:00:00Z").unwrap();
    for (number, body) in [first, second].iter().enumerate() {
        wake_at = tell(&mut follow_up, number, begin, body);
    }
    let mut told = false;
    for number in 2..60 {
        let Some(at) = wake_at else { break };
        let decision = plans.tick(&mut follow_up, at).unwrap();
        wake_at = decision.wake_at;
        for action in &decision.actions {
            let id = &action.id;
            let body = match &action.kind {
                ActionKind::Send(send) if send.step.as_str() == "hello" => {
                    format!(r#""type": "receipt", "action_id": "{id}", "result": "delivered""#)
                }
                ActionKind::Prompt(prompt) if !told => {
                    told = true;
                    let task = &prompt.task_id;
                    format!(r#""type": "staff", "task_id": "{task}", "outcome": "left_message""#)
                }
                ActionKind::Prompt(_) => return follow_up,
                _ => continue,
            };
            wake_at = tell(&mut follow_up, number, at, &body);
        }
    }
    follow_up
}

const RECALLS: &str = r#"
followthrough: 1
subject: recall
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
done_when: {appointment: hygiene}
trigger: {pending_for: 0h, window: 120d}
sequences:
- id: recall
  steps: [{id: due, day: 0, channel: sms, template: due}]
escalation:
  re_engaged: [{prompt: book, role: front_desk}]
  question: [{prompt: answer, role: front_desk}]
when_re_engaged: {escalate: re_engaged}
templates:
  due: {sms: {en: "Hi {{patient.first_name}}, your visit was due: {{plan.link}}"}}
  opt_out_confirmation: {sms: {en: "{{practice.name}}: you will get no more messages."}}
"#;

/// Prints what the two sample files of a new format are to hold: `cargo test --test stored -- --ignored --nocapture`.
#[test]
#[ignore = "writes the sample of a new format"]
#[allow(clippy::disallowed_macros, reason = "to be copied by hand")]
fn sample_of_a_caseload() {
    let mut caseload = Caseload::new(Playbook::from_yaml(PLAYBOOK).unwrap());
    for follow_up in sampled() {
        caseload.add(follow_up).unwrap();
    }
    for id in caseload.recipients() {
        println!("{}", caseload.get(&id).unwrap().to_json());
    }
    println!("{}", data_encoding::BASE64.encode(&caseload.snapshot()));
}

/// Under a playbook for something else than plans as well: what was stored under this very revision waits for its time.
#[test]
fn a_recall_that_is_added_is_not_due_at_once() {
    let recall = Playbook::from_yaml(RECALL).unwrap();
    let mut follow_up = FollowUp::from_recipient_json(
        r#"{"id": "r-9", "time_zone": "America/New_York", "contacts": [
        {"kind": "mobile", "value": "+14045550177", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}]}"#,
    )
    .unwrap();
    let due = Event::from_json(
        r#"{"event_id": "a", "at": "2026-05-20T15:00:00Z", "type": "subject", "subject":
        {"kind": "recall", "id": "rc", "patient": {"id": "p"}, "due_on": "2026-06-01"}}"#,
    )
    .unwrap();
    let wake_at = recall.handle(&mut follow_up, due.at, &due).unwrap().wake_at;
    assert!(wake_at > Some(due.at));
    let mut caseload = Caseload::new(recall);
    caseload.add(follow_up).unwrap();
    assert_eq!(caseload.next_wake(), wake_at);
}

const RECALL: &str = r#"
followthrough: 1
subject: recall
practice: {name: Maple Dental, time_zone: America/Chicago, phone: "+13125550100",
  postal_address: "5 Maple Ave, Chicago, IL 60601", booking_url: "https://book.example.com/maple"}
trigger: {pending_for: 0h, window: 120d}
sequences:
- {id: recall, steps: [{id: due, day: 0, channel: sms, template: due}]}
escalation:
  re_engaged: [{prompt: book, role: front_desk}]
  question: [{prompt: answer, role: front_desk}]
when_re_engaged: {escalate: re_engaged}
templates:
  due: {sms: {en: "Hi {{patient.first_name}}, your visit was due on {{subject.due_on}}: {{plan.link}}"}}
  opt_out_confirmation: {sms: {en: "{{practice.name}}: you will get no more messages."}}
"#;
