//! What a host sees that does as it should, in the words of a preview.

use std::collections::BTreeMap;

use followthrough::follow_up::{Decision, EntryKind};
use followthrough::preview::Happening;
use followthrough::wire::CaseId;
use followthrough::{Event, FollowUp, Moment, Plan, Playbook, Recipient, Timestamp};
use serde_json::{Value, json};

/// What happens to each case.
pub(crate) type Lived = BTreeMap<CaseId, Vec<Value>>;

/// Begins, hands in the plan, and ticks whenever it is asked for.
pub(crate) fn of_one(playbook: &Playbook, plan: &Plan, person: &Recipient, moment: Moment) -> Vec<Value> {
    let mut follow_up = playbook.begin(person).unwrap();
    let event = json!({"event_id": "e1", "at": moment.now, "type": "plan", "plan": plan}).to_string();
    let mut lived = Lived::new();
    let decision = playbook.handle(&mut follow_up, moment, &Event::from_json(&event).unwrap());
    take(moment.now, &decision.unwrap(), &mut lived);
    live(playbook, follow_up, moment, &mut lived);
    sorted(lived.into_values().next().unwrap_or_default())
}

/// Ticks now, and then whenever it is asked for.
pub(crate) fn live(playbook: &Playbook, mut follow_up: FollowUp, mut moment: Moment, lived: &mut Lived) {
    let mut next = Some(moment.now);
    while let Some(now) = next {
        moment.now = now;
        let decision = playbook.tick(&mut follow_up, moment.with_leap_confirmed()).unwrap();
        take(now, &decision, lived);
        next = decision.wake_at;
    }
}

/// What a decision says of each case, read off its JSON.
pub(crate) fn take(at: Timestamp, decision: &Decision, lived: &mut Lived) {
    for entry in &decision.journal {
        let Some(case) = &entry.case_id else { continue };
        let mut told = serde_json::to_value(&entry.kind).unwrap();
        match &entry.kind {
            EntryKind::Enrolled { .. }
            | EntryKind::Observed
            | EntryKind::StepSkipped { .. }
            | EntryKind::Held { .. }
            | EntryKind::Closed { .. } => {}
            EntryKind::StepSent { action_id, step, .. } => {
                // A call whose case ends in the same tick is taken off the list before anybody sees it.
                let Some(action) = decision.actions.iter().find(|action| action.id == *action_id) else {
                    continue;
                };
                told = serde_json::to_value(&action.kind).unwrap();
                told["step"] = json!(step);
                if let Some(body) = told.get("body").cloned() {
                    told["text"] = body;
                }
            }
            _ => continue,
        }
        told["at"] = json!(at);
        lived.entry(case.clone()).or_default().push(comparable(&told));
    }
}

/// The same of a preview.
pub(crate) fn told(timeline: &[Happening]) -> Vec<Value> {
    let all = timeline
        .iter()
        .map(|happening| serde_json::to_value(happening).unwrap());
    let of_steps = all.filter(|told| match told["type"].as_str().unwrap() {
        "alert" | "told" => false,
        "call" => told.get("step").is_some(),
        _ => true,
    });
    sorted(of_steps.map(|told| comparable(&told)).collect())
}

/// What both have words for, without the tokens of links.
pub(crate) fn comparable(told: &Value) -> Value {
    const KEYS: [&str; 20] = [
        "at", "type", "step", "sequence", "reason", "outcome", "channel", "to", "language", "template", "arm", "text",
        "subject", "html", "segments", "kind", "role", "priority", "due_by", "briefing",
    ];
    let keys = KEYS.iter().filter_map(|key| {
        let value = match told.get(*key)? {
            Value::String(text) => json!(without_tokens(text)),
            other => other.clone(),
        };
        Some(((*key).to_owned(), value))
    });
    let mut kept: serde_json::Map<String, Value> = keys.collect();
    let word = match told["type"].as_str().unwrap() {
        "send" => "message",
        "prompt" => "call",
        "step_skipped" => "skipped",
        word => word,
    };
    kept.insert("type".to_owned(), json!(word));
    Value::Object(kept)
}

pub(crate) fn without_tokens(text: &str) -> String {
    let mut parts = text.split("ft=");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c));
        out.push_str("ft=…");
        out.push_str(&part[end.unwrap_or(part.len())..]);
    }
    out
}

/// What happens in one instant has no order that anybody minds.
pub(crate) fn sorted(mut list: Vec<Value>) -> Vec<Value> {
    list.sort_by_key(|told| (told["at"].as_str().unwrap().to_owned(), told.to_string()));
    list
}
