//! Reading the inputs of a case, with errors that name the key.

use std::collections::BTreeSet;

use followthrough::schedule::{LocalTime, TimeRange, Weekday, Weekly, Zone};
use followthrough::{Code, Date, Error, Timestamp};
use serde::de::DeserializeOwned;
use serde_json::Value;

fn wrong(key: &str, message: &str) -> Error {
    Error::new(Code::ScenarioMalformed, message).at(key)
}

pub(super) fn get<'v>(value: &'v Value, key: &str) -> Result<&'v Value, Error> {
    value.get(key).ok_or_else(|| wrong(key, "missing"))
}

/// A value of a kind that the library knows; the one that says nothing when it is absent.
pub(super) fn known<T: Default + DeserializeOwned>(value: &Value, key: &str) -> Result<T, Error> {
    let Some(value) = value.get(key) else {
        return Ok(T::default());
    };
    T::deserialize(value).map_err(|_| wrong(key, "not one of the values that this has"))
}

pub(super) fn text<'v>(value: &'v Value, key: &str) -> Result<&'v str, Error> {
    get(value, key)?.as_str().ok_or_else(|| wrong(key, "expected a text"))
}

pub(super) fn list<'v>(value: &'v Value, key: &str) -> Result<&'v Vec<Value>, Error> {
    get(value, key)?.as_array().ok_or_else(|| wrong(key, "expected a list"))
}

pub(super) fn count(value: &Value, key: &str) -> Result<u32, Error> {
    let number = get(value, key)?.as_u64().and_then(|number| u32::try_from(number).ok());
    number.ok_or_else(|| wrong(key, "expected a whole number from 0 up"))
}

pub(super) fn days(value: &Value, key: &str) -> Result<i64, Error> {
    get(value, key)?
        .as_i64()
        .ok_or_else(|| wrong(key, "expected a whole number"))
}

pub(super) fn flag(value: &Value, key: &str) -> Result<bool, Error> {
    get(value, key)?
        .as_bool()
        .ok_or_else(|| wrong(key, "expected true or false"))
}

pub(super) fn instant(value: &Value, key: &str) -> Result<Timestamp, Error> {
    Timestamp::parse(text(value, key)?).map_err(|error| error.at(key))
}

pub(super) fn zone(value: &Value, key: &str) -> Result<Zone, Error> {
    Zone::named(text(value, key)?).map_err(|error| error.at(key))
}

pub(super) fn zones(value: &Value, key: &str) -> Result<Vec<Zone>, Error> {
    let named = |zone: &Value| {
        let name = zone.as_str().ok_or_else(|| wrong(key, "expected names of zones"))?;
        Zone::named(name).map_err(|error| error.at(key))
    };
    list(value, key)?.iter().map(named).collect()
}

/// Dates; none when the key is absent.
pub(super) fn dates(value: &Value, key: &str) -> Result<BTreeSet<Date>, Error> {
    let Some(dates) = value.get(key) else {
        return Ok(BTreeSet::new());
    };
    let parse = |date: &Value| {
        let text = date.as_str().ok_or_else(|| wrong(key, "expected dates"))?;
        Date::parse(text).map_err(|error| error.at(key))
    };
    dates
        .as_array()
        .ok_or_else(|| wrong(key, "expected a list of dates"))?
        .iter()
        .map(parse)
        .collect()
}

/// Windows as `[["08:00", "12:00"], …]`.
pub(super) fn ranges(value: &Value, key: &str) -> Result<Vec<TimeRange>, Error> {
    let time = |value: Option<&Value>| {
        let text = value
            .and_then(Value::as_str)
            .ok_or_else(|| wrong(key, "expected windows of two times"))?;
        LocalTime::parse(text).map_err(|error| error.at(key))
    };
    let range = |value: &Value| Ok((time(value.get(0))?, time(value.get(1))?));
    value
        .as_array()
        .ok_or_else(|| wrong(key, "expected a list of windows"))?
        .iter()
        .map(range)
        .collect()
}

/// A week of windows by day: `{"mon": [["08:00", "12:00"]], …}`.
pub(super) fn weekly(value: &Value, key: &str) -> Result<Weekly, Error> {
    let days = get(value, key)?
        .as_object()
        .ok_or_else(|| wrong(key, "expected windows by day"))?;
    let mut weekly = Weekly::empty();
    for (day, windows) in days {
        let weekday = Weekday::parse(day).ok_or_else(|| wrong(key, "expected days such as mon"))?;
        weekly
            .set(weekday, ranges(windows, key)?)
            .map_err(|error| error.at(key))?;
    }
    Ok(weekly)
}
