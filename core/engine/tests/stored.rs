//! Stored follow-ups: every released format loads for ever, a newer one is refused by name, and none grows too large.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use followthrough::{Event, FollowUp, Playbook, Timestamp};

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
