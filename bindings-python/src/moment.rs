//! The arguments `now`, `facts_as_of`, `hold_until` and `confirm_leap` as the moment that the engine reads.

use pyo3::prelude::*;
use serde_json::{Map, Value};

use crate::encode;

pub(crate) fn to_json(
    now: &Bound<'_, PyAny>,
    facts_as_of: Option<&Bound<'_, PyAny>>,
    hold_until: Option<&Bound<'_, PyAny>>,
    confirm_leap: bool,
) -> PyResult<String> {
    let mut moment = Map::new();
    let instants = [
        ("now", Some(now)),
        ("facts_as_of", facts_as_of),
        ("hold_until", hold_until),
    ];
    for (name, value) in instants {
        if let Some(value) = value {
            moment.insert(name.to_owned(), encode::instant(value, name)?.into());
        }
    }
    if confirm_leap {
        moment.insert("confirm_leap".to_owned(), true.into());
    }
    Ok(Value::Object(moment).to_string())
}
