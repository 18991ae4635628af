//! The law's hours and holidays as this build has them, against a file of the same.

use followthrough::schedule::law::{Cap, Policy, state_row, state_rows};
use followthrough::schedule::{Holidays, Weekday, Weekly, us_federal};
use followthrough::{Date, Error};
use serde_json::{Map, Value, json};

use super::{Tally, input};

pub(super) fn holidays(file: &Value) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    for case in input::list(file, "dates")? {
        let (name, date) = (input::text(case, "name")?, input::text(case, "date")?);
        let year = Date::parse(date)
            .map_err(|error| error.at("date"))?
            .naive()
            .format("%Y")
            .to_string();
        let ours = us_federal(year.parse().unwrap_or_default());
        let ours = ours.iter().find(|day| day.name == name);
        let got = ours.map(|day| json!({"date": day.statutory, "observed": day.observed}));
        tally.count(
            &format!("{name} {year}"),
            &keys(case, &["date", "observed"]),
            &map(got.unwrap_or_default()),
        );
    }
    Ok(tally)
}

pub(super) fn windows(file: &Value) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    for row in input::list(file, "rows")? {
        let code = input::text(row, "code")?;
        let ours = state_row(code).map(|row| {
            json!({
                "windows": week(&row.weekly),
                "closed_holidays": word(row.holidays),
                "cap": cap(row.cap),
                "statute_zone": row.zone,
                "in_mini_tcpa_union": row.in_union,
                "in_strict_all_rows": row.in_strict,
                "hours_text_read_in_statute": row.statute_read,
                "cite": row.cite,
            })
        });
        let named = [
            "windows",
            "closed_holidays",
            "cap",
            "statute_zone",
            "in_mini_tcpa_union",
            "in_strict_all_rows",
            "hours_text_read_in_statute",
            "cite",
        ];
        tally.count(code, &normal(row, &named)?, &map(ours.unwrap_or_default()));
    }
    let presets = input::get(file, "presets")?.as_object().cloned().unwrap_or_default();
    for (name, preset) in &presets {
        let ours = Policy::preset(name).map(|policy| {
            let members: Vec<&str> = state_rows()
                .iter()
                .filter(|row| belongs(&policy, row))
                .map(|row| row.code)
                .collect();
            json!({
                "windows": week(policy.weekly()),
                "closed_holidays": word(policy.holidays()),
                "cap": cap(policy.cap()),
                "rows": members,
            })
        });
        let named = ["windows", "closed_holidays", "cap", "rows"];
        tally.count(name, &normal(preset, &named)?, &map(ours.unwrap_or_default()));
    }
    Ok(tally)
}

fn belongs(policy: &Policy, row: &followthrough::schedule::law::StateRow) -> bool {
    match policy {
        Policy::Federal => row.code == "US",
        Policy::MiniTcpaUnion => row.in_union,
        Policy::StrictAllRows => row.in_strict,
        Policy::Own(_) => false,
    }
}

/// What the file says by these keys, its windows in the form of [`week`] and its caps in that of [`cap`].
fn normal(value: &Value, named: &[&str]) -> Result<Map<String, Value>, Error> {
    let mut normal = keys(value, named);
    normal.insert("windows".to_owned(), week(&input::weekly(value, "windows")?));
    if let Some(said) = normal.get_mut("cap").filter(|cap| cap.is_object()) {
        *said = json!({"max": said.get("max"), "per_hours": said.get("per_hours")});
    }
    Ok(normal)
}

fn keys(value: &Value, named: &[&str]) -> Map<String, Value> {
    let known = named
        .iter()
        .filter_map(|key| Some(((*key).to_owned(), value.get(*key)?.clone())));
    known.collect()
}

fn map(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn week(weekly: &Weekly) -> Value {
    let day = |day: &Weekday| {
        let windows = weekly
            .on(*day)
            .iter()
            .map(|(from, to)| json!([from.to_string(), to.to_string()]));
        (day.as_str().to_owned(), windows.collect())
    };
    Value::Object(Weekday::ALL.iter().map(day).collect())
}

fn word(holidays: Holidays) -> &'static str {
    match holidays {
        Holidays::None => "none",
        Holidays::UsFederal => "us_federal",
        Holidays::StateLegal => "state_legal",
    }
}

fn cap(cap: Option<Cap>) -> Value {
    cap.map_or(Value::Null, |cap| json!({"max": cap.max, "per_hours": cap.per_hours}))
}
