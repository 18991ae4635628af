//! A time as it was said, without knowing today: "in March", "after the 15th", "in two weeks".

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use crate::schedule::{Date, Weekday};

/// When, as a person says it. It becomes a date by the day on which it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum When {
    /// A month, with its day and year where they are said. A season or a holiday is told as the day on which it begins
    /// or is over.
    #[cfg_attr(feature = "schema", schemars(title = "WhenMonth"))]
    Month {
        /// 1 to 12.
        month: u8,
        /// The day in it; the first where none is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        day: Option<u8>,
        /// The year; the next one with that day where none is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        year: Option<u16>,
    },
    /// The 15th.
    #[cfg_attr(feature = "schema", schemars(title = "WhenDay"))]
    Day {
        /// 1 to 31.
        day: u8,
    },
    /// A day of the week.
    #[cfg_attr(feature = "schema", schemars(title = "WhenWeekday"))]
    Weekday {
        /// Which.
        weekday: Weekday,
    },
    /// A year.
    #[cfg_attr(feature = "schema", schemars(title = "WhenYear"))]
    Year {
        /// Which.
        year: u16,
    },
    /// So many days, weeks, months or years from now.
    #[cfg_attr(feature = "schema", schemars(title = "WhenIn"))]
    In {
        /// How many.
        count: u8,
        /// Of what.
        unit: CalendarUnit,
    },
    /// Next week, month or year.
    #[cfg_attr(feature = "schema", schemars(title = "WhenNext"))]
    Next {
        /// What.
        unit: CalendarUnit,
    },
}

/// What the calendar is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CalendarUnit {
    /// Days.
    Day,
    /// Weeks, from Monday.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

impl When {
    /// The first date that is meant and lies after `today`. None where there is none, as for a date that has passed.
    ///
    /// ```
    /// use followthrough::reply::When;
    /// use followthrough::schedule::Date;
    /// let today = Date::from_ymd(2026, 3, 20).unwrap();
    /// let said = When::Day { day: 15 };
    /// assert_eq!(said.after(today), Date::from_ymd(2026, 4, 15));
    /// ```
    pub fn after(self, today: Date) -> Option<Date> {
        let now = today.naive();
        let found = match self {
            Self::Month { month, day, year } => match year {
                Some(year) => in_month(i32::from(year), month, day.unwrap_or(1)),
                None => (0..=1)
                    .filter_map(|years| in_month(now.year().saturating_add(years), month, day.unwrap_or(1)))
                    .find(|date| *date > today),
            },
            Self::Day { day } => (0..=2)
                .filter_map(|months| {
                    let (year, month) = months_on(now.year(), now.month(), months);
                    Date::from_ymd(year, month, u32::from(day))
                })
                .find(|date| *date > today),
            Self::Weekday { weekday } => (1..=7)
                .filter_map(|days| today.plus_days(days))
                .find(|date| Weekday::of_epoch_day(date.epoch_days()) == weekday),
            Self::Year { year } => Date::from_ymd(i32::from(year), 1, 2),
            Self::In { count, unit } => {
                let count = u32::from(count);
                match unit {
                    CalendarUnit::Day => today.plus_days(i64::from(count)),
                    CalendarUnit::Week => today.plus_days(i64::from(count) * 7),
                    CalendarUnit::Month => on_day(now.year(), now.month(), count, now.day()),
                    CalendarUnit::Year => on_day(now.year(), now.month(), count * 12, now.day()),
                }
            }
            Self::Next { unit } => match unit {
                CalendarUnit::Day => today.plus_days(1),
                CalendarUnit::Week => (1..=7)
                    .filter_map(|days| today.plus_days(days))
                    .find(|date| Weekday::of_epoch_day(date.epoch_days()) == Weekday::Mon),
                CalendarUnit::Month => on_day(now.year(), now.month(), 1, 1),
                CalendarUnit::Year => Date::from_ymd(now.year().saturating_add(1), 1, 2),
            },
        };
        found.filter(|date| *date > today)
    }
}

/// A day of a month; the month's last where it has no such day.
fn in_month(year: i32, month: u8, day: u8) -> Option<Date> {
    (0..=3).find_map(|back| Date::from_ymd(year, u32::from(month), u32::from(day).checked_sub(back)?))
}

fn months_on(year: i32, month: u32, months: u32) -> (i32, u32) {
    let all = (month.max(1) - 1).saturating_add(months);
    (year.saturating_add_unsigned(all / 12), all % 12 + 1)
}

fn on_day(year: i32, month: u32, months: u32, day: u32) -> Option<Date> {
    let (year, month) = months_on(year, month, months);
    in_month(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn the_first_such_day_after_today() {
        let month = |month, day, year| When::Month { month, day, year };
        let count = |count, unit| When::In { count, unit };
        let next = |unit| When::Next { unit };
        for (said, today, expected) in [
            (month(3, None, None), "2026-01-10", Some("2026-03-01")),
            (month(3, None, None), "2026-03-10", Some("2027-03-01")),
            (month(3, Some(15), None), "2026-03-10", Some("2026-03-15")),
            (month(2, Some(31), None), "2026-01-10", Some("2026-02-28")),
            (month(3, None, Some(2025)), "2026-03-10", None),
            (month(13, None, None), "2026-03-10", None),
            (When::Day { day: 15 }, "2026-03-15", Some("2026-04-15")),
            (When::Day { day: 31 }, "2026-03-31", Some("2026-05-31")),
            (When::Day { day: 40 }, "2026-03-31", None),
            (
                When::Weekday { weekday: Weekday::Mon },
                "2026-03-02",
                Some("2026-03-09"),
            ),
            (When::Year { year: 2027 }, "2026-03-02", Some("2027-01-02")),
            (When::Year { year: 2026 }, "2026-03-02", None),
            (count(2, CalendarUnit::Week), "2026-03-02", Some("2026-03-16")),
            (count(1, CalendarUnit::Month), "2026-01-31", Some("2026-02-28")),
            (count(11, CalendarUnit::Month), "2026-03-02", Some("2027-02-02")),
            (count(0, CalendarUnit::Day), "2026-03-02", None),
            (count(3, CalendarUnit::Year), "2028-02-29", Some("2031-02-28")),
            (next(CalendarUnit::Week), "2026-03-02", Some("2026-03-09")),
            (next(CalendarUnit::Month), "2026-12-31", Some("2027-01-01")),
            (next(CalendarUnit::Year), "2026-12-31", Some("2027-01-02")),
        ] {
            assert_eq!(said.after(date(today)), expected.map(date), "{said:?} on {today}");
        }
    }
}
