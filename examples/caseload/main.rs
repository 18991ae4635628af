//! A whole practice in one object. Two people share a phone; one of them writes STOP after a restart.

use followthrough::caseload::{Answer, Planned};
use followthrough::wire::RecipientId;
use followthrough::{Caseload, Event, Moment, Playbook, Recipient, Timestamp};
use serde_json::{Value, json};

const PRACTICE: &str = include_str!("practice.yaml");

/// A host writes the actions, the journal and the caseload here, in one transaction.
fn store(now: Timestamp, answers: &[Answer]) {
    for answer in answers {
        for action in &answer.decision.actions {
            let action = json!(action);
            let kind = action.get("type").and_then(Value::as_str).unwrap_or_default();
            println!("{now} {} {kind}", answer.recipient);
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let phone = json!({"kind": "mobile", "value": "+14045550177", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}});
    let person = |id: &str| json!({"id": id, "time_zone": "America/New_York", "contacts": [phone]});
    let people: Vec<Recipient> = serde_json::from_value(json!([person("r-1"), person("r-2")]))?;
    let mut now = Timestamp::parse("2026-03-02T15:00:00Z")?;
    let plan = |id: &str| {
        json!({"event_id": format!("plan-{id}"), "at": "2026-03-02T15:00:00Z", "type": "plan", "plan": {
            "id": format!("tp-{id}"), "patient": {"id": format!("p-{id}")}, "presented_at": "2026-03-02T15:00:00Z",
            "procedures": [{"id": format!("pr-{id}"), "code": "D7210", "fee": "2400.00", "status": "planned"}]}})
    };
    let mut inbox = Vec::new();
    for id in ["1", "2"] {
        inbox.push((
            RecipientId::parse(&format!("r-{id}"))?,
            Event::from_json(&plan(id).to_string())?,
        ));
    }

    // docs: begin
    let playbook = Playbook::from_yaml(PRACTICE)?;
    let mut caseload = Caseload::new(playbook.clone());
    for recipient in &people {
        store(now, &caseload.begin(recipient)?);
    }
    // docs: end

    // docs: events
    for (recipient, event) in &inbox {
        match caseload.handle(now, recipient, event) {
            Ok(answers) => store(now, &answers),
            Err(error) => println!("{recipient} {}", error.code().as_str()),
        }
    }
    // docs: end

    // docs: agenda
    for item in caseload.agenda(now, now.plus(2 * 86_400)) {
        match item.planned {
            Planned::Send { step, .. } => println!("{} {} will get {step}", item.at, item.recipient),
            Planned::Prompt { role, .. } => println!("{} {role} will be asked about {}", item.at, item.recipient),
        }
    }
    // docs: end

    let until = now.plus(4 * 86_400);
    // docs: loop
    while let Some(wake_at) = caseload.next_wake().filter(|wake_at| *wake_at < until) {
        now = wake_at; // a host sleeps until then, or until something happens, and looks at its clock
        let mut piece = Vec::with_capacity(500);
        loop {
            let more = caseload.advance(now, &mut piece)?;
            store(now, &piece);
            if !more {
                break;
            }
        }
    }
    // docs: end

    // docs: restart
    let bytes = caseload.snapshot();
    let mut caseload = Caseload::restore(playbook, &bytes)?;
    // docs: end

    now = now.plus(3600);
    let stop = Event::from_json(
        &json!({"event_id": "m-1", "at": now, "type": "reply", "channel": "sms", "from": "+14045550177", "text": "STOP"}).to_string(),
    )?;
    store(now, &caseload.handle(now, &RecipientId::parse("r-1")?, &stop)?);
    let revised = format!("{PRACTICE}limits: {{per_week: 1}}\n");

    // docs: publish
    let answers = caseload.publish(Playbook::from_yaml(&revised)?, Moment::from(now))?;
    store(now, &answers);
    // docs: end

    let ahead = caseload.agenda(now, now.plus(90 * 86_400));
    let sends = ahead.iter().filter(|item| matches!(item.planned, Planned::Send { .. }));
    println!("{} more messages", sends.count());
    Ok(())
}
