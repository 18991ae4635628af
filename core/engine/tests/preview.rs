//! What a preview tells is what happens.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands"
)]
#![allow(dead_code, reason = "the scenes are those of `invariants`, which asks more of them")]

#[path = "preview/changes.rs"]
mod changes;
#[path = "invariants/histories.rs"]
mod histories;
#[path = "invariants/people.rs"]
mod people;
#[path = "common/playbooks.rs"]
mod playbooks;
#[path = "preview/reality.rs"]
mod reality;
#[path = "common/said.rs"]
mod said;

use followthrough::follow_up::{Outcome, SkipReason};
use followthrough::preview::{Happening, Preview, What};
use followthrough::recipient::Channel;
use followthrough::{Moment, Plan, Playbook, Recipient, Timestamp};
use proptest::prelude::*;

pub(crate) const PRACTICE: &str = r#"
followthrough: 1
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
extends: dental
"#;

const ANA: &str = r#"{"id": "r-77", "first_name": "Ana", "language": "en", "time_zone": "America/New_York", "state": "GA",
  "contacts": [
    {"kind": "mobile", "value": "+14045550177", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}},
    {"kind": "email", "value": "ana@example.com", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}]}"#;

pub(crate) fn playbook(more: &str) -> Playbook {
    Playbook::from_yaml(&format!("{PRACTICE}{more}")).unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn ana() -> Recipient {
    serde_json::from_str(ANA).unwrap()
}

/// Presented on Monday 2 March at 10:00 in New York.
fn plan(code: &str, fee: &str) -> Plan {
    let json = format!(
        r#"{{"id": "tp-1", "patient": {{"id": "p-77", "first_name": "Leo"}}, "presented_at": "2026-03-02T15:00:00Z",
        "provider": {{"id": "d-1", "name": "Dr. Okafor"}},
        "procedures": [{{"id": "pr-1", "code": "{code}", "fee": "{fee}", "status": "planned"}}]}}"#
    );
    serde_json::from_str(&json).unwrap()
}

fn of(playbook: &Playbook, plan: &Plan) -> Preview {
    playbook.preview(plan, &ana(), at("2026-03-02T15:00:00Z")).unwrap()
}

/// A line for each thing, with the hour in New York.
fn told(playbook: &Playbook, timeline: &[Happening]) -> Vec<String> {
    let line = |happening: &Happening| {
        let local = playbook.time_zone().local(happening.at);
        let when = format!(
            "{} {:02}:{:02}",
            local.date,
            local.second / 3600,
            local.second / 60 % 60
        );
        let what = match &happening.what {
            What::Enrolled { sequence } => format!("enrolled {sequence}"),
            What::Observed => "observed".into(),
            What::Message(message) => format!("{} {}", message.step, message.channel.as_str()),
            What::Skipped { step, reason } => format!("{step} skipped {reason:?}"),
            What::Held { step } => format!("{step} held"),
            What::Call(call) => match &call.step {
                Some(step) => format!("{step} call {}", call.role),
                None => format!("then {}", call.role),
            },
            What::Alert { audience, .. } => format!("alert {audience}"),
            What::Told { status } => format!("told {status:?}"),
            What::Closed { outcome } => format!("closed {outcome:?}"),
        };
        format!("{when} {what}")
    };
    timeline.iter().map(line).collect()
}

#[test]
fn one_patient_who_never_answers() {
    let playbook = playbook("");
    let preview = of(&playbook, &plan("D6010", "3200.00"));
    assert_eq!(
        told(&playbook, &preview.timeline),
        [
            "2026-03-03 10:00 enrolled implant",
            "2026-03-03 10:00 hello sms",
            "2026-03-05 10:00 details email",
            "2026-03-09 10:00 soft sms",
            "2026-03-12 10:00 finance email",
            "2026-03-16 08:00 call call front_desk",
            "2026-03-16 08:00 alert front_desk",
            "2026-03-17 08:00 then office_manager",
            "2026-03-17 08:00 alert office_manager",
            "2026-03-30 08:00 told FollowedUp",
            "2026-03-30 08:00 closed Exhausted",
        ]
    );
    assert_eq!(preview.outcome, Some(Outcome::Exhausted));
    assert_eq!(preview.zone, "America/New_York");
    assert!(preview.why_not.is_empty());
    let What::Message(hello) = &preview.timeline[1].what else {
        panic!("{preview:?}")
    };
    assert_eq!(
        reality::without_tokens(hello.text.reveal()),
        "Hi Ana, it's Peachtree Family Dental. Dr. Okafor would be glad to talk through your next steps. Any questions, just \
         reply. To pick a time: https://book.example.com/peachtree?ft=… Reply STOP to opt out."
    );
    assert_eq!((hello.channel, hello.segments), (Channel::Sms, Some(2)));
    let What::Message(details) = &preview.timeline[2].what else {
        panic!("{preview:?}")
    };
    assert!(
        details.subject.is_some()
            && details
                .html
                .as_ref()
                .is_some_and(|html| html.reveal().contains("<html"))
    );
}

#[test]
fn what_is_passed_over_says_why() {
    let playbook = playbook("");
    let mut ana = ana();
    ana.contacts.truncate(1);
    let preview = playbook
        .preview(&plan("D7210", "900.00"), &ana, at("2026-03-02T15:00:00Z"))
        .unwrap();
    let skipped: Vec<(&str, SkipReason)> = preview
        .timeline
        .iter()
        .filter_map(|happening| match &happening.what {
            What::Skipped { step, reason } => Some((step.as_str(), *reason)),
            _ => None,
        })
        .collect();
    assert_eq!(
        skipped,
        [("details", SkipReason::NoChannel), ("call", SkipReason::Condition)]
    );
}

#[test]
fn who_does_not_qualify_is_told_why() {
    let preview = of(&playbook(""), &plan("D7210", "120.00"));
    assert!(
        !preview
            .timeline
            .iter()
            .any(|happening| matches!(happening.what, What::Enrolled { .. } | What::Message(_) | What::Call(_)))
    );
    let why = preview.why_not.join(" ");
    assert!(why.contains("at least $500.00; it is $120.00"), "{why}");
}

#[test]
fn the_holdout_is_told_and_nothing_goes_out() {
    let playbook = playbook("holdout: {share: 1, salt: x}\n");
    let preview = of(&playbook, &plan("D7210", "900.00"));
    assert_eq!(
        told(&playbook, &preview.timeline),
        ["2026-03-03 10:00 observed", "2026-05-31 11:00 closed Expired"]
    );
}

#[test]
fn its_links_are_nobodys() {
    let keys: [&[u8]; 1] = [b"a key of the tests' own"];
    let signed = playbook("").with_link_keys(&keys).unwrap();
    let plan = plan("D7210", "900.00");
    let preview = of(&signed, &plan);
    // Also where the playbook has no key yet.
    assert_eq!(preview, of(&playbook(""), &plan));
    let What::Message(hello) = &preview.timeline[1].what else {
        panic!("{preview:?}")
    };
    let token = hello.text.reveal().split("ft=").nth(1).unwrap();
    let token = token.split_whitespace().next().unwrap();
    assert!(followthrough::link::read_token(token, &followthrough::link::LinkKeys::new(&keys).unwrap()).is_err());
    // As long as the real one: a preview counts the segments that will be billed.
    let mut real = signed.begin(&ana()).unwrap();
    let event = serde_json::json!({"event_id": "e1", "at": "2026-03-02T15:00:00Z", "type": "plan", "plan": plan});
    let event = followthrough::Event::from_json(&event.to_string()).unwrap();
    signed.handle(&mut real, event.at, &event).unwrap();
    let sent = signed.tick(&mut real, at("2026-03-03T15:00:00Z")).unwrap().to_json();
    let sent: serde_json::Value = serde_json::from_str(&sent).unwrap();
    assert_eq!(
        sent["actions"][0]["body"].as_str().map(str::len),
        Some(hello.text.reveal().len())
    );
    assert_eq!(sent["actions"][0]["segments"].as_u64(), hello.segments.map(u64::from));
}

#[test]
fn the_json_is_the_same_and_says_where_it_is_wrong() {
    let playbook = playbook("");
    let plan = serde_json::to_string(&plan("D6010", "3200.00")).unwrap();
    let moment = r#"{"now": "2026-03-02T15:00:00Z"}"#;
    let json = playbook.preview_json(&plan, ANA, moment).unwrap();
    let preview: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(preview["timeline"][1]["type"], "message");
    assert_eq!(preview["timeline"][1]["to"], "+14045550177");
    let wrong = playbook.preview_json(r#"{"id": "tp-1"}"#, ANA, moment).unwrap_err();
    assert_eq!((wrong.code().as_str(), wrong.path()), ("FT-H001", "plan"));
    let recall = r#"{"kind": "recall", "id": "rc-1", "patient": {"id": "p-77"}, "due_on": "2026-03-02"}"#;
    let recall = serde_json::from_str(recall).unwrap();
    let other = playbook.preview_subject(&recall, &ana(), at("2026-03-02T15:00:00Z"));
    assert_eq!(other.unwrap_err().code().as_str(), "FT-H001");
    let recalls = Playbook::from_yaml(&PRACTICE.replace("dental\n", "recall\n")).unwrap();
    let preview = recalls
        .preview_subject(&recall, &ana(), at("2026-03-02T15:00:00Z"))
        .unwrap();
    assert!(
        preview
            .timeline
            .iter()
            .any(|happening| matches!(happening.what, What::Message(_)))
    );
}

#[test]
fn debug_shows_neither_text_nor_address() {
    let preview = of(&playbook(""), &plan("D6010", "3200.00"));
    let shown = format!("{preview:?}");
    for secret in ["Ana", "Leo", "Okafor", "5550177", "ana@", "3,200", "3200"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

proptest! {
    #[test]
    fn of_whatever_playbook_and_person(
        book in playbooks::rulebook(),
        person in people::person(),
        body in people::plan(false),
        after in 0i64..3_000_000,
    ) {
        let playbook = book.compile();
        let json: serde_json::Value = serde_json::from_str(&format!("{{{body}}}")).unwrap();
        let plan: Plan = serde_json::from_value(json["plan"].clone()).unwrap();
        let person: Recipient = serde_json::from_str(&person.json("active")).unwrap();
        let moment = Moment::from(at("2026-03-02T15:00:00Z").plus(after));
        let preview = playbook.preview(&plan, &person, moment).unwrap();
        prop_assert_eq!(reality::told(&preview.timeline), reality::of_one(&playbook, &plan, &person, moment));
    }
}
