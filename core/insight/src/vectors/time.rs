//! Quiet hours, local days and business time.

use std::collections::BTreeMap;

use followthrough::schedule::law::Policy;
use followthrough::schedule::{BusinessHours, ClosedDays, LocalTime, day_at};
use followthrough::{Code, Date, Error};
use serde_json::{Map, Value, json};

use super::{Tally, answer, input};

/// Each case by the windows that the file gives; where its policy is one of the presets, by the preset too.
pub(super) fn quiet_hours(file: &Value) -> Result<Tally, Error> {
    let policies = input::get(file, "policies")?;
    Tally::ask(file, &["allowed", "next_allowed"], |case| {
        let name = input::text(case, "policy")?;
        let mut question = case.clone();
        if let Some(question) = question.as_object_mut() {
            question.insert("policy".to_owned(), input::get(policies, name)?.clone());
        }
        let by_windows = answer::next_allowed(&question)?;
        match Policy::preset(name) {
            Some(_) => {
                let by_name = answer::next_allowed(case)?;
                // One answer, or both for the reader to see.
                Ok(if by_name == by_windows {
                    by_name
                } else {
                    json!({"preset": by_name, "windows": by_windows})
                })
            }
            None => Ok(by_windows),
        }
    })
}

pub(super) fn local_schedule(file: &Value) -> Result<Tally, Error> {
    Tally::ask(file, &["utc", "result_local", "before_anchor"], |case| {
        let (anchor, zone) = (input::instant(case, "anchor")?, input::zone(case, "zone")?);
        let time = LocalTime::parse(input::text(case, "local_time")?).map_err(|error| error.at("local_time"))?;
        let at = day_at(anchor, &zone, input::days(case, "days")?, Some(time));
        let local = zone.local(at);
        let minute = local.second / 60;
        Ok(json!({
            "utc": at,
            "result_local": format!("{}T{:02}:{:02}", local.date, minute / 60, minute % 60),
            "before_anchor": at < anchor,
        }))
    })
}

pub(super) fn business_days(file: &Value) -> Result<Tally, Error> {
    let practices = input::get(file, "practices")?;
    Tally::ask(file, &["is_open", "result"], |case| {
        let practice = practice(input::get(practices, input::text(case, "practice")?)?)?;
        let at = input::instant(case, "instant")?;
        let result = match input::text(case, "op")? {
            "next_open" => practice.next_open(at),
            "add_business_days" => practice.nth_opening(at, input::count(case, "n")?),
            _ => return Err(Error::new(Code::ScenarioMalformed, "no such operation").at("op")),
        };
        Ok(json!({"is_open": practice.is_open(at), "result": result}))
    })
}

fn practice(value: &Value) -> Result<BusinessHours, Error> {
    let empty = Map::new();
    let special = value.get("special_dates").and_then(Value::as_object).unwrap_or(&empty);
    let special_day = |(date, windows): (&String, &Value)| {
        let date = Date::parse(date).map_err(|error| error.at("special_dates"))?;
        Ok((date, input::ranges(windows, "special_dates")?))
    };
    Ok(BusinessHours {
        zone: input::zone(value, "zone")?,
        weekly: input::weekly(value, "weekly")?,
        closed: ClosedDays {
            dates: input::dates(value, "closed_dates")?,
            us_federal: false,
        },
        special: special
            .iter()
            .map(special_day)
            .collect::<Result<BTreeMap<_, _>, Error>>()?,
    })
}
