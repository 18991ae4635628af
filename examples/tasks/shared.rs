//! What the tasks have in common: a practice, a person, a plan that was presented.

use followthrough::{Error, Event, FollowUp, Timestamp};
use serde_json::Value;

pub(crate) const PRACTICE: &str = include_str!("practice.yaml");
pub(crate) const ANA: &str = include_str!("ana.json");
pub(crate) const PRESENTED: &str = include_str!("presented.json");
pub(crate) const KEYS: [&str; 1] = ["a key of the examples, public!!!"];

pub(crate) fn ana() -> Result<FollowUp, Error> {
    FollowUp::from_recipient_json(ANA)
}

pub(crate) fn presented() -> Result<Event, Error> {
    Event::from_json(PRESENTED)
}

pub(crate) fn at(text: &str) -> Result<Timestamp, Error> {
    Timestamp::parse(text)
}

/// A reply by text message from Ana's phone.
pub(crate) fn reply(id: &str, at: Timestamp, text: &str) -> Result<Event, Error> {
    let event = serde_json::json!({
        "event_id": id, "at": at, "type": "reply", "channel": "sms", "from": "+14045550177", "text": text,
    });
    Event::from_json(&event.to_string())
}

/// The word that a value has on the wire, under the first of the keys that it has.
pub(crate) fn word(value: &impl serde::Serialize, keys: &[&str]) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    let words = keys.iter().filter_map(|key| value.get(key).and_then(Value::as_str));
    words.map(str::to_owned).next().unwrap_or_default()
}
