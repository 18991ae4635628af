//! A plan is presented; a day later the text goes out; the patient writes "yes".

use followthrough::{Decision, Event, FollowUp, Playbook, Timestamp};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let playbook = Playbook::from_yaml(
        r#"
followthrough: 1
extends: dental
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
"#,
    )?;
    let recipient = json!({
        "id": "r-77", "first_name": "Ana", "time_zone": "America/New_York", "state": "GA",
        "contacts": [{"kind": "mobile", "value": "+14045550177",
                      "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}],
    });
    let mut follow_up = FollowUp::from_recipient_json(&recipient.to_string())?;

    let mut now = Timestamp::parse("2026-03-02T15:00:00Z")?;
    let plan = json!({
        "event_id": "e1", "at": now, "type": "plan",
        "plan": {"id": "tp-1", "patient": {"id": "p-77", "first_name": "Ana"}, "presented_at": now, "status": "presented",
                 "procedures": [{"id": "pr-1", "code": "D7210", "fee": "2400.00", "status": "planned"}]},
    });
    let decision = playbook.handle(&mut follow_up, now, &Event::from_json(&plan.to_string())?)?;
    let mut wake_at = show(now, &decision)?;
    let evening = Timestamp::parse("2026-03-04T00:00:00Z")?;
    while let Some(due) = wake_at.filter(|at| *at < evening) {
        now = due;
        wake_at = show(now, &playbook.tick(&mut follow_up, now)?)?;
    }

    now = Timestamp::parse("2026-03-04T18:22:05Z")?;
    let reply = json!({
        "event_id": "e2", "at": now, "type": "reply", "channel": "sms", "from": "+14045550177", "text": "yes",
    });
    let decision = playbook.handle(&mut follow_up, now, &Event::from_json(&reply.to_string())?)?;
    show(now, &decision)?;
    Ok(())
}

const SHOWN: [&str; 8] = [
    "type", "channel", "kind", "status", "audience", "body", "due_by", "text",
];

fn show(now: Timestamp, decision: &Decision) -> Result<Option<Timestamp>, serde_json::Error> {
    // A host would send, prompt and record here.
    for action in &decision.actions {
        let action = serde_json::to_value(action)?;
        let words: Vec<&str> = SHOWN.iter().filter_map(|key| action.get(key)?.as_str()).collect();
        println!("{now} {}", words.join(" "));
    }
    // When to ask again; store it beside follow_up.to_json().
    Ok(decision.wake_at)
}
