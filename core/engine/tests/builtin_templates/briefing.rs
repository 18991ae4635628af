//! What staff get when a built-in sequence ends with a call: the engine is run until then.

use followthrough::{Event, FollowUp, Playbook, Timestamp};
use serde_json::{Value, json};

use super::playbooks::shortest;
use super::source::Source;

/// The prompt's briefing, and the alert to the staff channel where there is one.
pub(crate) fn of_the_call(source: &Source) -> Vec<(&'static str, String)> {
    let playbook = Playbook::from_yaml(&shortest(source.name)).unwrap();
    let granted = json!({"type": "granted", "how": "intake form", "at": "2026-01-12T16:00:00Z"});
    let recipient = json!({
        "id": "r-101", "first_name": "Noor", "time_zone": "America/Chicago", "state": "IL",
        "contacts": [
            {"kind": "mobile", "value": "+13125550131", "consent": granted},
            {"kind": "email", "value": "noor@example.com", "consent": granted},
        ],
    });
    let mut follow_up = FollowUp::from_recipient_json(&recipient.to_string()).unwrap();
    let mut now = Timestamp::parse("2026-04-08T15:00:00Z").unwrap();
    let mut seen = 0;
    let mut known = |now: Timestamp| {
        seen += 1;
        let event = snapshot(source, now, seen);
        Event::from_json(&event.to_string()).unwrap()
    };
    let mut decision = playbook.handle(&mut follow_up, now, &known(now)).unwrap();
    while let Some(due) = decision.wake_at {
        // A practice system tells the same every night: nothing goes out on older facts.
        now = due;
        let news = playbook.handle(&mut follow_up, now, &known(now)).unwrap();
        let ticked = playbook.tick(&mut follow_up, now).unwrap();
        let actions = news.actions.iter().chain(&ticked.actions);
        let told: Vec<_> = actions.map(|action| serde_json::to_value(action).unwrap()).collect();
        if told.iter().any(|action| action["type"] == "prompt") {
            return told.iter().filter_map(shown).collect();
        }
        decision = ticked;
    }
    panic!("{}: nobody is asked to call", source.name)
}

fn shown(action: &Value) -> Option<(&'static str, String)> {
    let text = |key: &str| action[key].as_str().unwrap().to_owned();
    match action["type"].as_str()? {
        "prompt" => Some(("Prompt", text("briefing"))),
        "alert" => Some(("Alert to the staff channel", text("text"))),
        _ => None,
    }
}

fn snapshot(source: &Source, now: Timestamp, count: u32) -> Value {
    let id = format!("e{count}");
    let patient = json!({"id": "p-1", "first_name": "Noor", "last_name": "Haddad"});
    let provider = json!({"id": "d-3", "name": "Dr. Okafor"});
    if !source.follows_plans() {
        return json!({"event_id": id, "at": now, "type": "subject", "subject": {
            "kind": source.name, "id": "rc-5", "patient": patient, "due_on": "2026-04-07", "provider": provider}});
    }
    let code = if source.name == "medspa" { "PACKAGE" } else { "D6010" };
    json!({"event_id": id, "at": now, "type": "plan", "plan": {
        "id": "tp-1", "patient": patient, "presented_at": "2026-04-08T15:00:00Z", "status": "presented", "provider": provider,
        "procedures": [{"id": "pr-1", "code": code, "fee": "4400.00", "status": "planned"}]}})
}
