//! Labelled replies: what must be read, and what must not. Each such judgement is a check.

use followthrough::Error;
use followthrough::reply::classify;
use serde_json::{Map, Value, json};

use super::{Tally, input};

/// Each case says whether an opt-out is `required` or `forbidden`, and whether a yes is `expected` or `forbidden`. Where
/// either will do, there is nothing to check. Which label a reply bears is counted elsewhere: labels are arguable.
pub(super) fn judged(file: &Value) -> Result<Tally, Error> {
    Tally::ask(file, &["opt_out", "affirm"], |case| {
        let reading = classify(input::text(case, "text")?);
        let judge = |key: &str, read: bool, wanted: &str| {
            let said = case.get(key).and_then(Value::as_str).unwrap_or_default();
            // Dialogues about other things count "Thanks so much." as a yes: of them only what is forbidden is checked.
            let of_other_things = case.get("source").is_some();
            if read && said == "forbidden" {
                json!(wanted)
            } else if !read && said == wanted && !of_other_things {
                json!("forbidden")
            } else {
                json!(said)
            }
        };
        Ok(Value::Object(Map::from_iter([
            ("opt_out".to_owned(), judge("opt_out", reading.is_opt_out(), "required")),
            ("affirm".to_owned(), judge("affirm", reading.is_affirm(), "expected")),
        ])))
    })
}
