//! What the engine costs by itself in the calls of `cost.py` and `cost.mjs`, in nanoseconds as one line of JSON.

use std::collections::BTreeMap;

use followthrough::schedule::tz_version;
use followthrough::{Caseload, Event, FollowUp, Playbook};
use followthrough_benches::fastest;
use serde_json::json;

const YAML: &str = include_str!("practice.yaml");
const NOW: &str = "2026-03-02T15:00:00Z";
const MANY: usize = 1_000;

fn recipient(number: usize) -> String {
    json!({"id": format!("r-{number}"), "time_zone": "America/New_York", "state": "GA", "contacts": [{
        "kind": "mobile", "value": format!("+1404555{:04}", number % 10_000),
        "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}]})
    .to_string()
}

fn plan(number: usize) -> String {
    json!({"event_id": format!("e-{number}"), "at": NOW, "type": "plan", "plan": {
        "id": format!("tp-{number}"), "patient": {"id": format!("p-{number}"), "first_name": "Ana"},
        "presented_at": NOW, "status": "presented",
        "procedures": [{"id": format!("pr-{number}"), "code": "D7210", "fee": "2400.00", "status": "planned"}]}})
    .to_string()
}

#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn main() {
    let playbook = Playbook::from_yaml(YAML).expect("a playbook");
    let moment = json!({"now": NOW}).to_string();
    let people: Vec<String> = (0..MANY).map(recipient).collect();
    let texts: Vec<String> = (0..MANY).map(plan).collect();
    let events: Vec<Event> = texts
        .iter()
        .map(|text| Event::from_json(text).expect("an event"))
        .collect();
    let fresh: Vec<FollowUp> = people
        .iter()
        .map(|text| FollowUp::from_recipient_json(text).expect("a person"))
        .collect();
    let mut caseload = Caseload::new(playbook.clone());
    caseload.begin_json(&format!("[{}]", people.join(","))).expect("people");

    let mut costs: BTreeMap<&str, u128> = BTreeMap::new();
    costs.insert(
        "trivial",
        fastest(7, MANY, || {
            (0..MANY).for_each(|_| drop(std::hint::black_box(tz_version().to_owned())))
        }),
    );
    // Copies are made outside of what is measured in the other languages; here their cost is taken off.
    let copies = fastest(7, MANY, || drop(std::hint::black_box(fresh.clone())));
    let typed = fastest(7, MANY, || {
        for (follow_up, event) in fresh.clone().iter_mut().zip(&events) {
            drop(std::hint::black_box(playbook.handle(follow_up, event.at, event)));
        }
    });
    costs.insert("handle", typed.saturating_sub(copies));
    let as_json = fastest(7, MANY, || {
        for (follow_up, text) in fresh.clone().iter_mut().zip(&texts) {
            drop(std::hint::black_box(playbook.handle_json(follow_up, &moment, text)));
        }
    });
    costs.insert("handle, JSON in and out", as_json.saturating_sub(copies));
    let copies = fastest(7, MANY, || drop(std::hint::black_box(caseload.clone())));
    let typed = fastest(7, MANY, || {
        let mut caseload = caseload.clone();
        for (number, event) in events.iter().enumerate() {
            let recipient = followthrough::wire::RecipientId::parse(&format!("r-{number}")).expect("an id");
            drop(std::hint::black_box(caseload.handle(event.at, &recipient, event)));
        }
    });
    costs.insert("batch of 1,000, each", typed.saturating_sub(copies));
    println!("{}", json!(costs));
}
