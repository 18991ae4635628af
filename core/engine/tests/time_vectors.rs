//! The vectors of an independent implementation (time and law), and our own laws about windows and business time.
//!
//! The vectors lie beside the repository, in `../shared/data`, or where `FOLLOWTHROUGH_SHARED` says. They are not part
//! of it: without them these tests say so and pass.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands, and says how many cases it ran"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use followthrough::schedule::law::{self, Policy};
use followthrough::schedule::{
    BusinessHours, Closed, ClosedDays, DAY, Date, Holidays, LocalTime, Rule, TimeRange, Timestamp, Weekday, Weekly,
    Zone, day_at, is_allowed, next_allowed, open_until, tz_version, us_federal, us_federal_observed,
};
use serde_json::Value;

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

fn instant(value: &Value) -> Timestamp {
    Timestamp::parse(text(value)).unwrap()
}

fn zone(value: &Value) -> Zone {
    Zone::named(text(value)).unwrap()
}

fn ranges(value: &Value) -> Vec<TimeRange> {
    let time = |value: &Value| LocalTime::parse(text(value)).unwrap();
    let range = |value: &Value| (time(&value[0]), time(&value[1]));
    value.as_array().unwrap().iter().map(range).collect()
}

fn weekly(value: &Value) -> Weekly {
    let mut weekly = Weekly::empty();
    for (day, windows) in value.as_object().unwrap() {
        weekly.set(Weekday::parse(day).unwrap(), ranges(windows)).unwrap();
    }
    weekly
}

fn dates(value: &Value) -> BTreeSet<Date> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|date| Date::parse(text(date)).unwrap()).collect()
}

fn maybe(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Null, |at| at.to_string().into())
}

#[test]
fn quiet_hours() {
    let Some(file) = common::shared("time/quiet_hours.json") else {
        return;
    };
    let policies: BTreeMap<_, _> = file["policies"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, policy)| {
            (
                name.as_str(),
                (weekly(&policy["windows"]), dates(&policy["closed_dates"])),
            )
        })
        .collect();
    let cases = file["cases"].as_array().unwrap();
    let mut presets = 0;
    for case in cases {
        let (at, id) = (instant(&case["instant"]), text(&case["id"]));
        let zones: Vec<Zone> = case["zones"].as_array().unwrap().iter().map(zone).collect();
        let until = at.plus(14 * DAY);
        let answer = |rules: &[Rule<'_>]| {
            let allowed = next_allowed(at, rules, until);
            assert_eq!(case["allowed"], is_allowed(at, rules), "{id}");
            assert_eq!(case["next_allowed"], maybe(allowed), "{id}");
            if let Some(allowed) = allowed {
                holds_together(at, allowed, rules);
            }
        };
        let (hours, closed) = &policies[text(&case["policy"])];
        let rules: Vec<Rule<'_>> = zones
            .iter()
            .map(|zone| Rule::new(zone, hours).but_not_on(Closed::Dates(closed)))
            .collect();
        answer(&rules);
        // The presets once more as the law room has them.
        if let Some(policy) = Policy::preset(text(&case["policy"])) {
            answer(&law::policy_rules(&policy, &zones));
            assert_eq!(
                case["next_allowed"],
                maybe(law::next_allowed(at, &zones, &policy)),
                "{id}"
            );
            presets += 1;
        }
    }
    println!("quiet_hours: {} cases, {presets} of them presets", cases.len());
    assert_eq!(cases.len(), 269);
    assert!(presets > 50, "{presets}");
}

/// What must be true of every answer of `next_allowed`.
fn holds_together(at: Timestamp, allowed: Timestamp, rules: &[Rule<'_>]) {
    assert!(is_allowed(allowed, rules));
    assert!(allowed == at || !is_allowed(allowed.plus(-1), rules));
    let shut = open_until(allowed, rules);
    assert!(shut > allowed && is_allowed(shut.plus(-1), rules));
    assert!(shut == allowed.plus(7 * DAY) || !is_allowed(shut, rules));
}

#[test]
fn local_schedule() {
    let Some(file) = common::shared("time/local_schedule.json") else {
        return;
    };
    let cases = file["cases"].as_array().unwrap();
    for case in cases {
        let (id, zone) = (text(&case["id"]), zone(&case["zone"]));
        let time = LocalTime::parse(text(&case["local_time"])).unwrap();
        let at = day_at(
            instant(&case["anchor"]),
            &zone,
            case["days"].as_i64().unwrap(),
            Some(time),
        );
        assert_eq!(at, instant(&case["utc"]), "{id}");
        assert_eq!(case["before_anchor"], at < instant(&case["anchor"]), "{id}");
        let local = zone.local(at);
        let minute = local.second / 60;
        let shown = format!("{}T{:02}:{:02}", local.date, minute / 60, minute % 60);
        assert_eq!(case["result_local"], shown, "{id}");
    }
    println!("local_schedule: {} cases", cases.len());
    assert_eq!(cases.len(), 124);
    assert!(tz_version() >= text(&file["iana"]), "{}", tz_version());
}

#[test]
fn business_days() {
    let Some(file) = common::shared("time/business_days.json") else {
        return;
    };
    let practice = |value: &Value| BusinessHours {
        zone: zone(&value["zone"]),
        weekly: weekly(&value["weekly"]),
        closed: ClosedDays {
            dates: dates(&value["closed_dates"]),
            us_federal: false,
        },
        special: value["special_dates"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(date, hours)| (Date::parse(date).unwrap(), ranges(hours)))
            .collect(),
    };
    let practices: BTreeMap<_, _> = file["practices"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.as_str(), practice(value)))
        .collect();
    let cases = file["cases"].as_array().unwrap();
    for case in cases {
        let (id, at) = (text(&case["id"]), instant(&case["instant"]));
        let practice = &practices[text(&case["practice"])];
        let result = match text(&case["op"]) {
            "next_open" => practice.next_open(at),
            "add_business_days" => practice.nth_opening(at, u32::try_from(case["n"].as_u64().unwrap()).unwrap()),
            other => panic!("{id}: {other}"),
        };
        assert_eq!(case["result"], maybe(result), "{id}");
        assert_eq!(case["is_open"], practice.is_open(at), "{id}");
    }
    println!("business_days: {} cases", cases.len());
    assert_eq!(cases.len(), 98);
}

#[test]
fn holidays() {
    let Some(file) = common::shared("law/holidays.json") else {
        return;
    };
    let cases = file["dates"].as_array().unwrap();
    let listed: Vec<_> = cases
        .iter()
        .map(|case| {
            let date = |key: &str| Date::parse(text(&case[key])).unwrap();
            (text(&case["name"]), date("date"), date("observed"))
        })
        .collect();
    let ours: Vec<_> = (2025..=2030)
        .flat_map(us_federal)
        .map(|day| (day.name, day.statutory, day.observed))
        .collect();
    assert_eq!(listed, ours);
    for (name, _, observed) in &listed {
        assert_eq!(us_federal_observed(*observed), Some(*name));
    }
    println!("holidays: {} cases", cases.len());
    assert_eq!(cases.len(), 66);
}

fn holiday_word(holidays: Holidays) -> &'static str {
    match holidays {
        Holidays::None => "none",
        Holidays::UsFederal => "us_federal",
        Holidays::StateLegal => "state_legal",
    }
}

fn cap(cap: Option<law::Cap>) -> Value {
    cap.map_or(
        Value::Null,
        |cap| serde_json::json!({"max": cap.max, "per_hours": cap.per_hours}),
    )
}

#[test]
fn law_windows() {
    let Some(file) = common::shared("law/windows.json") else {
        return;
    };
    let rows = file["rows"].as_array().unwrap();
    for (row, ours) in rows.iter().zip(law::state_rows()) {
        let code = ours.code;
        assert_eq!(row["code"], code);
        assert_eq!(weekly(&row["windows"]), ours.weekly, "{code}");
        assert_eq!(row["cite"], ours.cite, "{code}");
        assert_eq!(row["closed_holidays"], holiday_word(ours.holidays), "{code}");
        assert_eq!(row["statute_zone"].as_str(), ours.zone, "{code}");
        assert_eq!(row["in_mini_tcpa_union"], ours.in_union, "{code}");
        assert_eq!(row["in_strict_all_rows"], ours.in_strict, "{code}");
        assert_eq!(row["hours_text_read_in_statute"], ours.statute_read, "{code}");
        for key in ["max", "per_hours"] {
            assert_eq!(row["cap"][key], cap(ours.cap)[key], "{code}");
        }
    }
    let presets = file["presets"].as_object().unwrap();
    for (name, preset) in presets {
        let ours = Policy::preset(name).unwrap();
        assert_eq!(&weekly(&preset["windows"]), ours.weekly(), "{name}");
        assert_eq!(preset["closed_holidays"], holiday_word(ours.holidays()), "{name}");
        assert_eq!(preset["cap"], cap(ours.cap()), "{name}");
        let member = |row: &&law::StateRow| match ours {
            Policy::Federal => row.code == "US",
            Policy::MiniTcpaUnion => row.in_union,
            Policy::StrictAllRows => row.in_strict,
            Policy::Own(_) => false,
        };
        let members: Vec<&str> = law::state_rows().iter().filter(member).map(|row| row.code).collect();
        assert_eq!(preset["rows"], serde_json::json!(members), "{name}");
    }
    println!("law windows: {} rows, {} presets", rows.len(), presets.len());
    assert_eq!((rows.len(), law::state_rows().len(), presets.len()), (22, 22, 3));
}
