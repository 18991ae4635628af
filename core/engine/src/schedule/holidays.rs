//! Holidays of the United States government (5 U.S.C. 6103), and a practice's own closed days.

use std::collections::BTreeSet;

use super::{Date, Weekday};
use chrono::Datelike as _;

/// One federal holiday of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// Its name in 5 U.S.C. 6103(a).
    pub name: &'static str,
    /// The day the statute names.
    pub statutory: Date,
    /// The weekday on which the government closes: Friday for a Saturday, Monday for a Sunday (5 U.S.C. 6103(b),
    /// Executive Order 11582).
    pub observed: Date,
}

/// The eleven federal holidays with a statutory day in that year, in order. New Year's Day may be observed in the year
/// before. Juneteenth counts since 2021, the others by the rules of today; Inauguration Day, which only the capital
/// keeps, is left out.
pub fn us_federal(year: i32) -> Vec<Holiday> {
    let day_of_year = |day: i64| Date::from_ymd(year, 1, 1)?.plus_days(day);
    let holiday = |date: Date| {
        let shift = match weekday(date) {
            Weekday::Sat => -1,
            Weekday::Sun => 1,
            Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => 0,
        };
        Some(Holiday {
            name: us_federal_statutory(date)?,
            statutory: date,
            observed: date.plus_days(shift)?,
        })
    };
    (0..366)
        .filter_map(day_of_year)
        .filter(|date| date.naive().year() == year)
        .filter_map(holiday)
        .collect()
}

/// The name of the federal holiday whose statutory day this is.
pub fn us_federal_statutory(date: Date) -> Option<&'static str> {
    let (month, day) = (date.naive().month(), date.naive().day());
    fixed(date).or_else(|| match (weekday(date), month, day) {
        (Weekday::Mon, 1, 15..=21) => Some("Birthday of Martin Luther King, Jr."),
        (Weekday::Mon, 2, 15..=21) => Some("Washington's Birthday"),
        (Weekday::Mon, 5, 25..=31) => Some("Memorial Day"),
        (Weekday::Mon, 9, 1..=7) => Some("Labor Day"),
        (Weekday::Mon, 10, 8..=14) => Some("Columbus Day"),
        (Weekday::Thu, 11, 22..=28) => Some("Thanksgiving Day"),
        _ => None,
    })
}

/// The name of the federal holiday that is observed on this day: never a Saturday or Sunday.
pub fn us_federal_observed(date: Date) -> Option<&'static str> {
    match weekday(date) {
        Weekday::Sat | Weekday::Sun => None,
        Weekday::Mon => us_federal_statutory(date).or_else(|| fixed(date.plus_days(-1)?)),
        Weekday::Fri => us_federal_statutory(date).or_else(|| fixed(date.plus_days(1)?)),
        Weekday::Tue | Weekday::Wed | Weekday::Thu => us_federal_statutory(date),
    }
}

/// Whether it is the statutory or the observed day of a federal holiday: one that is observed on another day falls on
/// a weekend, on which none is observed.
fn is_us_federal(date: Date) -> bool {
    let holiday = match weekday(date) {
        Weekday::Sat | Weekday::Sun => us_federal_statutory(date),
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => us_federal_observed(date),
    };
    holiday.is_some()
}

/// The holidays that keep their date and may fall on a weekend.
fn fixed(date: Date) -> Option<&'static str> {
    let naive = date.naive();
    match (naive.month(), naive.day()) {
        (1, 1) => Some("New Year's Day"),
        (6, 19) if naive.year() >= 2021 => Some("Juneteenth National Independence Day"),
        (7, 4) => Some("Independence Day"),
        (11, 11) => Some("Veterans Day"),
        (12, 25) => Some("Christmas Day"),
        _ => None,
    }
}

fn weekday(date: Date) -> Weekday {
    Weekday::of_epoch_day(date.epoch_days())
}

/// On which holidays a rule of the law forbids all sending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Holidays {
    /// On none.
    #[default]
    None,
    /// On the observed days of the federal holidays.
    UsFederal,
    /// On the legal holidays of a state. Which these are is not known here: the observed federal holidays stand for
    /// them, and the practice names the others among its closed days.
    StateLegal,
}

impl Holidays {
    /// Whether a local date is such a day.
    pub fn contains(self, date: Date) -> bool {
        match self {
            Self::None => false,
            Self::UsFederal | Self::StateLegal => us_federal_observed(date).is_some(),
        }
    }
}

/// The days on which a practice is closed, besides its weekly days off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClosedDays {
    /// Single days.
    pub dates: BTreeSet<Date>,
    /// Federal holidays, on the day the statute names and on the day they are observed.
    pub us_federal: bool,
}

impl ClosedDays {
    /// Whether the practice is closed on that date.
    pub fn contains(&self, date: Date) -> bool {
        self.dates.contains(&date) || self.us_federal && is_us_federal(date)
    }

    /// Whether no day is closed.
    pub fn is_empty(&self) -> bool {
        self.dates.is_empty() && !self.us_federal
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn the_list_of_a_year_and_the_questions_about_a_day_agree() {
        for year in 1990..2120 {
            let list = us_federal(year);
            assert_eq!(list.len(), if year < 2021 { 10 } else { 11 }, "{year}");
            for day in list {
                assert_eq!(us_federal_statutory(day.statutory), Some(day.name));
                assert_eq!(us_federal_observed(day.observed), Some(day.name));
                assert!(day.observed.days_since(day.statutory).abs() <= 1);
            }
            let lists = [us_federal(year), us_federal(year + 1)].concat();
            for day in 0..365 {
                let day = date(&format!("{year}-01-01")).plus_days(day).unwrap();
                let listed = lists.iter().find(|holiday| holiday.observed == day);
                assert_eq!(us_federal_observed(day), listed.map(|holiday| holiday.name), "{day}");
            }
        }
    }

    #[test]
    fn closed_days() {
        let mut closed = ClosedDays::default();
        assert!(closed.is_empty());
        assert!(!closed.contains(date("2026-07-04")));
        closed.us_federal = true;
        closed.dates.insert(date("2026-12-24"));
        assert!(closed.contains(date("2026-07-03")), "observed");
        assert!(closed.contains(date("2026-07-04")), "statutory");
        assert!(closed.contains(date("2027-12-31")), "New Year's Day of 2028");
        assert!(closed.contains(date("2026-12-24")));
        assert!(!closed.contains(date("2026-12-23")));
        assert!(Holidays::UsFederal.contains(date("2026-07-03")));
        assert!(!Holidays::UsFederal.contains(date("2026-07-04")));
    }
}
