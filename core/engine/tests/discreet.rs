//! What must not get into a log: `Debug` shows nothing of a patient, and an error repeats nothing that a host sent.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use followthrough::{Caseload, Event, FollowUp, Moment, Playbook, Recipient, Timestamp};

const PLAYBOOK: &str = r#"
followthrough: 1
extends: dental
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
custom: {zq_fact: text}
"#;

const RECIPIENT: &str = r#"{"id": "r-1", "first_name": "Zqana", "time_zone": "America/New_York", "contacts": [
    {"kind": "email", "value": "zqana@example.com", "consent": {"type": "granted", "how": "Zqmother signed", "at": "2025-11-03T15:00:00Z"}},
    {"kind": "mobile", "value": "+14045550177", "consent": {"type": "denied", "how": "Zqmother called"}}]}"#;

/// Everything that a person wrote, is named or can be reached at, when born, and what is to be done to them.
const SECRETS: &[&str] = &["Zq", "zq", "5550177", "1986", "D7777", "1234.5", "1234,5", "19-zz"];

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn event(id: &str, body: &str) -> Event {
    Event::from_json(&format!(
        r#"{{"event_id": "{id}", "at": "2026-03-02T15:00:00Z", {body}}}"#
    ))
    .unwrap()
}

const PLAN: &str = r#""type": "plan", "plan": {"id": "tp-1",
    "patient": {"id": "p-1", "first_name": "Zqleo", "last_name": "Zqlee", "birth_date": "1986-04-02",
      "insured": true, "benefits_remaining": "1234.50"},
    "presented_at": "2026-03-02T15:00:00Z", "provider": {"id": "d-1", "name": "Dr. Zqokafor"},
    "tags": ["Zqtag"], "custom": {"zq_fact": "Zqfact"},
    "procedures": [{"id": "pr-1", "code": "D7777", "description": "Zqcrown", "tooth": "19-zz", "quadrant": "Zq", "fee": "1234.50",
      "patient_portion": "1234.50", "status": "planned"}]}"#;

const DUE: &str = r#""type": "subject", "subject": {"kind": "recall", "id": "rc-1", "due_on": "2026-03-02",
    "patient": {"id": "p-1", "first_name": "Zqleo", "birth_date": "1986-04-02", "benefits_remaining": "1234.50"}, "provider": {"id": "d-1", "name": "Zqokafor"},
    "tags": ["Zqtag"], "custom": {"zq_fact": "Zqfact"}}"#;

#[track_caller]
fn shows_nothing(shown: &str) {
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[test]
fn debug_shows_nothing_of_a_patient() {
    let events = [
        PLAN,
        DUE,
        r#""type": "click", "token": "Zqtoken", "kind": "confirmed""#,
        r#""type": "consent", "contact": "+14045550177", "channel": "sms", "change": "revoked", "how": "Zqmother called""#,
        r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "Zqtext""#,
        r#""type": "staff", "case_id": "tp-1", "outcome": "reached", "by": "Zqdesk""#,
    ];
    for body in events {
        shows_nothing(&format!("{:?}", event("e", body)));
    }
    let person: Recipient = serde_json::from_str(RECIPIENT).unwrap();
    shows_nothing(&format!("{person:?}"));

    let keys: [&[u8]; 1] = [b"a key of the tests' own"];
    let playbook = Playbook::from_yaml(PLAYBOOK).unwrap().with_link_keys(&keys).unwrap();
    let mut follow_up = FollowUp::new(&person).unwrap();
    let taken = playbook
        .handle(&mut follow_up, at("2026-03-02T15:00:00Z"), &event("e1", PLAN))
        .unwrap();
    let sent = playbook.tick(&mut follow_up, taken.wake_at.unwrap()).unwrap();
    shows_nothing(&format!("{follow_up:?} {taken:?} {sent:?}"));
    // The message went out as an e-mail, with tokens in its links and headers.
    let json = sent.to_json();
    let token = json.split(r#""token":""#).nth(1).unwrap().split('"').next().unwrap();
    assert!(json.contains("List-Unsubscribe"), "{json}");
    assert!(
        !format!("{sent:?}").contains(token),
        "who has the token acts as the person"
    );
    assert!(!format!("{sent:?}").contains("ft="));
}

#[test]
fn errors_repeat_nothing_that_a_host_sent() {
    let playbook = Playbook::from_yaml(PLAYBOOK).unwrap();
    let bodies = [
        r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "x", "+14045550177 Zqana": 1"#,
        r#""type": "reply", "channel": "sms", "from": "+14045550177", "text": "x", "4045550177": 1"#,
        r#""type": "reply", "channel": "Zqana", "from": "+14045550177", "text": "x""#,
        r#""type": "Zqana""#,
        r#""type": "plan", "plan": {"id": "a", "patient": {"id": "p"}, "procedures": [], "custom": {"Zqana": 1.5}}"#,
        r#""type": "plan", "plan": {"id": "a", "patient": {"id": "p"}, "procedures": [], "custom": {"Zqana": ["Zqana"]}}"#,
        r#""type": "plan", "plan": {"id": "a", "patient": {"id": "p", "birth_date": "1986-02-31"}, "procedures": []}"#,
        r#""type": "plan", "plan": {"id": "a", "patient": {"id": "p"}, "presented_at": "Zqana", "procedures": []}"#,
        r#""type": "plan", "plan": "Zqana""#,
        r#""type": "plan", "plan": {"id": "a", "patient": ["Zqana"], "procedures": {"Zqana": 1}}"#,
        r#""type": "recipient", "recipient": ["Zqana"]"#,
        r#""type": "recipient", "recipient": {"id": "r-1", "time_zone": "Zqana/Zqlee"}"#,
        r#""type": "recipient", "recipient": {"id": "r-1", "contacts": [{"kind": "mobile", "value": "+14045550177", "consent": "Zqana"}]}"#,
        r#""type": "receipt", "result": "Zqana", "action_id": "x""#,
        r#""type": "click", "token": "Zqana", "kind": "confirmed""#,
    ];
    for body in bodies {
        let mut follow_up = FollowUp::from_recipient_json(RECIPIENT).unwrap();
        let json = format!(r#"{{"event_id": "e", "at": "2026-03-02T15:00:00Z", {body}}}"#);
        let refused = playbook.handle_json(&mut follow_up, r#"{"now": "2026-03-02T15:00:00Z"}"#, &json);
        match refused {
            Ok(decision) => assert!(body.contains("\"click\""), "{body}: {decision}"),
            Err(error) => is_discreet(&error.to_string()),
        }
    }
    for stored in [
        r#"{"format": 1, "Zqana": 1}"#,
        r#"{"format": 1, "person": {"id": "r-1", "Zqana": 1}}"#,
        r#"["Zqana"]"#,
    ] {
        is_discreet(&FollowUp::from_json(stored).unwrap_err().to_string());
    }
    for recipient in [
        r#""Zqana""#,
        r#"{"id": "r-1", "contacts": {"Zqana": 1}}"#,
        r#"[{"id": 1}, "Zqana"]"#,
    ] {
        is_discreet(
            &Caseload::new(playbook.clone())
                .begin_json(recipient)
                .unwrap_err()
                .to_string(),
        );
    }
    is_discreet(
        &Moment::from_json(r#"{"now": "2026-03-02T15:00:00Z", "Zqana": 1}"#)
            .unwrap_err()
            .to_string(),
    );
    // What looks like a key of ours is shown: it is what was mistyped.
    let mistyped =
        Event::from_json(r#"{"event_id": "e", "at": "2026-03-02T15:00:00Z", "type": "click", "tokne": "x"}"#);
    assert!(mistyped.unwrap_err().to_string().contains("unknown key `tokne`"));
}

#[track_caller]
fn is_discreet(error: &str) {
    shows_nothing(error);
    for ours in ["struct ", "enum ", "Recipient", "CustomFact", "u32", "i64"] {
        assert!(!error.contains(ours), "{ours} in {error}");
    }
}
