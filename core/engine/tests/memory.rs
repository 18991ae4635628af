//! What a follow-up remembers of events, when it is full.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands"
)]

use followthrough::{Event, FollowUp, Playbook, Timestamp};

const PLAYBOOK: &str = r#"
followthrough: 1
extends: dental
practice: {name: Lakeview Dental, time_zone: America/Chicago, state: IL, phone: "+13125550110", postal_address: "500 Lake Shore Dr, Chicago, IL 60611", booking_url: "https://book.example.com/lakeview"}
"#;
const RECIPIENT: &str = r#"{"id": "r-1", "first_name": "Noor", "time_zone": "America/Chicago", "state": "IL", "contacts":
    [{"kind": "mobile", "value": "+13125550131", "consent": {"type": "granted", "how": "form", "at": "2026-01-12T16:00:00Z"}}]}"#;

fn tell(playbook: &Playbook, follow_up: &mut FollowUp, now: &str, id: &str, at: &str, body: &str) -> usize {
    let event = Event::from_json(&format!(r#"{{"event_id": "{id}", "at": "{at}", {body}}}"#)).unwrap();
    let decision = playbook
        .handle(follow_up, Timestamp::parse(now).unwrap(), &event)
        .unwrap();
    decision.actions.len()
}

/// The 1,025th event pushes the oldest out of the memory. A repeat of that one is not taken for a new yes: it is older
/// than all that is remembered.
#[test]
fn what_a_full_memory_lost_is_too_old_and_not_new() {
    let playbook = Playbook::from_yaml(PLAYBOOK).unwrap();
    let mut follow_up = FollowUp::from_recipient_json(RECIPIENT).unwrap();
    let plan = r#""type": "plan", "plan": {"id": "tp-1", "patient": {"id": "p-1"}, "presented_at": "2026-04-07T15:00:00Z",
        "status": "presented", "procedures": [{"id": "pr-1", "code": "D2740", "fee": "1240.00", "status": "planned"}]}"#;
    let yes = r#""type": "reply", "channel": "sms", "from": "+13125550131", "text": "yes""#;
    let first = "2026-04-07T15:00:00Z";
    tell(&playbook, &mut follow_up, first, "plan", first, plan);
    let at = "2026-04-09T15:00:00Z";
    assert!(tell(&playbook, &mut follow_up, at, "yes", at, yes) > 0);
    let resume = r#""type": "staff", "case_id": "tp-1", "outcome": "resume""#;
    tell(
        &playbook,
        &mut follow_up,
        "2026-04-09T16:00:00Z",
        "resume",
        "2026-04-09T16:00:00Z",
        resume,
    );
    for number in 0..1_100 {
        let at = Timestamp::parse("2026-04-10T15:00:00Z")
            .unwrap()
            .plus(60 * number)
            .to_string();
        tell(
            &playbook,
            &mut follow_up,
            &at,
            &format!("visit-{number}"),
            &at,
            r#""type": "appointment", "appointment": {"id": "a-1", "status": "scheduled", "procedure_ids": ["x-1"]}"#,
        );
    }
    let now = "2026-04-20T15:00:00Z";
    assert_eq!(tell(&playbook, &mut follow_up, now, "yes", at, yes), 0, "a repeat");
    assert!(
        tell(&playbook, &mut follow_up, now, "another yes", now, yes) > 0,
        "a new one"
    );
}
