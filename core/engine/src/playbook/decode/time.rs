//! Durations, delays, days and weekly hours as a playbook writes them.

use super::Problems;
use super::item::{Item, digits};
use crate::escalation::Delay;
use crate::playbook::document::{Value, shown};
use crate::schedule::{DAY, Date, LocalTime, Weekly};
use crate::{Code, Error};

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
/// Ten years: more than any wait in a playbook, and small enough that no sum overflows.
const LONGEST: i64 = 3_660 * DAY;

/// `90m`, `24h`, `14d` or `0`, in seconds.
pub(super) fn duration(item: &Item<'_>, problems: &mut Problems) -> Option<i64> {
    item.read(
        problems,
        "a duration such as 90m, 24h or 14d",
        "write a whole number with m, h or d",
        seconds,
    )
}

/// A duration above zero.
pub(super) fn some_duration(item: &Item<'_>, problems: &mut Problems) -> Option<i64> {
    let expected = "a duration above zero such as 24h or 14d";
    item.read(problems, expected, "write a whole number with m, h or d", |text| {
        seconds(text).filter(|s| *s > 0)
    })
}

fn seconds(text: &str) -> Option<i64> {
    if text == "0" {
        return Some(0);
    }
    let unit = match text.chars().last()? {
        'm' => MINUTE,
        'h' => HOUR,
        'd' => DAY,
        _ => return None,
    };
    let number: i64 = digits(text.get(..text.len().checked_sub(1)?)?)?.parse().ok()?;
    number.checked_mul(unit).filter(|s| *s <= LONGEST)
}

/// `4 business hours`, `1 business day`, or a duration by the clock.
pub(super) fn delay(item: &Item<'_>, problems: &mut Problems) -> Option<Delay> {
    let expected = "a delay such as 4 business hours, 1 business day or 24h";
    let help = "write 2h for hours by the clock, 2 business hours for those in which staff work";
    item.read(problems, expected, help, |text| match business(text) {
        Some((n, true)) => Some(Delay::BusinessDays(n)),
        Some((n, false)) => Some(Delay::BusinessHours(n)),
        None => seconds(text).map(Delay::Elapsed),
    })
}

/// `10 business days`, at least one.
pub(super) fn business_days(item: &Item<'_>, problems: &mut Problems) -> Option<u32> {
    item.read(
        problems,
        "a number of business days such as 10 business days",
        "",
        |text| match business(text) {
            Some((n, true)) if n > 0 => Some(n),
            _ => None,
        },
    )
}

/// The number, and whether it is days.
fn business(text: &str) -> Option<(u32, bool)> {
    let mut words = text.split_ascii_whitespace();
    let n: u32 = digits(words.next()?)?.parse().ok().filter(|n| *n <= 1_000)?;
    if words.next()? != "business" {
        return None;
    }
    let days = match words.next()? {
        "day" | "days" => true,
        "hour" | "hours" => false,
        _ => return None,
    };
    words.next().is_none().then_some((n, days))
}

/// `2026-12-24`.
pub(super) fn date(item: &Item<'_>, problems: &mut Problems) -> Option<Date> {
    item.read(problems, "a date such as 2026-12-24", "", |text| Date::parse(text).ok())
}

/// A time of day before midnight.
pub(super) fn time_of_day(item: &Item<'_>, problems: &mut Problems) -> Option<LocalTime> {
    item.read(
        problems,
        "a time of day such as \"09:30\"",
        "write HH:MM, from 00:00 to 23:59",
        |text| LocalTime::parse(text).ok().filter(|time| *time < LocalTime::END),
    )
}

/// `{mon-thu: "08:00-12:00,13:00-17:00", fri: "08:00-13:00"}`.
pub(super) fn weekly(item: &Item<'_>, problems: &mut Problems) -> Option<Weekly> {
    const HELP: &str = "write {mon-thu: \"08:00-12:00,13:00-17:00\", fri: \"08:00-13:00\"}";
    let before = problems.count();
    let keys = item.keys(problems, "hours by day")?;
    let mut weekly = Weekly::empty();
    let mut seen = Vec::new();
    let Value::Map(entries) = &item.node.value else {
        return None;
    };
    for entry in entries {
        let Some(days) = Weekly::parse_days(&entry.key) else {
            let message = format!(
                "expected days such as mon, mon-thu or sat,sun, got {}",
                shown(&entry.key)
            );
            problems.report(keys.key_error(entry, Code::PlaybookBadValue, message).help(HELP));
            continue;
        };
        if let Some(day) = days.iter().find(|day| seen.contains(*day)) {
            let message = format!("{} has its hours twice", day.as_str());
            problems.report(
                keys.key_error(entry, Code::PlaybookBadValue, message)
                    .help("name each day once"),
            );
        }
        let value = item.entry(entry);
        let windows = value.read(
            problems,
            "hours such as \"08:00-17:00\", or closed",
            HELP,
            Weekly::parse_windows,
        );
        for day in days {
            seen.push(day);
            let Some(windows) = &windows else { continue };
            if let Err(error) = weekly.set(day, windows.clone()) {
                problems.report(again(&value, &error));
                break;
            }
        }
    }
    if problems.count() > before {
        return None;
    }
    if weekly.is_empty() {
        return item.refuse(problems, "these hours are never open", HELP);
    }
    Some(weekly)
}

/// An error of another room, at this place of the document.
pub(super) fn again(item: &Item<'_>, error: &Error) -> Error {
    let here = item.error(error.code(), error.message());
    match error.help_text() {
        Some(help) => here.help(help),
        None => here,
    }
}
