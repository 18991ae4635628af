//! Days and months between two dates.

use std::fmt;

use followthrough::Date;

use crate::money::divided;

/// A month in parts that hold a day of each: no day of 28, 29, 30 or 31 is rounded.
const PARTS: i128 = 28 * 29 * 15 * 31;

/// Months of the calendar and parts of them: ten days of March are 10/31 of a month, so nothing jumps on its last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Months {
    whole: u64,
    /// Days of a month, and how many it has: of the first and of the last month, where they are not whole.
    parts: Vec<(u64, u64)>,
}

impl Months {
    /// Those from one day to another, both included.
    pub(super) fn between(from: Date, to: Date) -> Self {
        let mut months = Self {
            whole: 0,
            parts: Vec::new(),
        };
        for month in month_number(from)..=month_number(to) {
            let (Some(first), Some(next)) = (first_of(month), first_of(month + 1)) else {
                break;
            };
            let last = next.plus_days(-1).unwrap_or(next);
            let (part, all) = (days(first.max(from), last.min(to)), days(first, last));
            if part == all {
                months.whole += 1;
            } else {
                months.parts.push((part, all));
            }
        }
        months
    }

    pub(crate) fn are_whole(&self) -> bool {
        self.parts.is_empty()
    }

    fn in_parts(&self) -> i128 {
        let parts = self.parts.iter();
        let parts = parts.map(|(days, of)| i128::from(*days) * PARTS / i128::from((*of).max(1)));
        (i128::from(self.whole) * PARTS + parts.sum::<i128>()).max(1)
    }

    /// What a month is of a sum over them.
    pub(crate) fn a_month(&self, sum: i128) -> i64 {
        divided(sum * PARTS, self.in_parts())
    }

    /// What they come to at so much a month.
    pub(crate) fn at(&self, month: i128) -> i64 {
        divided(month * self.in_parts(), PARTS)
    }
}

/// `3 months`, `(10/31) months`, `(2 + 10/31) months`.
impl fmt::Display for Months {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.are_whole() {
            return write!(f, "{} month{}", self.whole, if self.whole == 1 { "" } else { "s" });
        }
        let whole = (self.whole > 0).then(|| self.whole.to_string());
        let parts = self.parts.iter().map(|(days, of)| format!("{days}/{of}"));
        let all: Vec<String> = whole.into_iter().chain(parts).collect();
        write!(f, "({}) months", all.join(" + "))
    }
}

/// How many days, both ends included.
pub(super) fn days(from: Date, to: Date) -> u64 {
    u64::try_from(to.days_since(from)).unwrap_or(0) + 1
}

/// Whole calendar months, where the days from one to another are just those.
pub(super) fn whole_months(from: Date, to: Date) -> Option<u64> {
    let first = |date: Date| date.to_string().ends_with("-01");
    let after = to.plus_days(1)?;
    (first(from) && first(after)).then(|| month_number(after).saturating_sub(month_number(from)))
}

/// The first day of a month of [`month_number`].
fn first_of(month: u64) -> Option<Date> {
    let month = month.checked_sub(1)?;
    Date::parse(&format!("{:04}-{:02}-01", month / 12, month % 12 + 1)).ok()
}

/// Months since the year 0.
pub(super) fn month_number(date: Date) -> u64 {
    let text = date.to_string();
    let part = |from: usize, to: usize| {
        text.get(from..to)
            .and_then(|part| part.parse::<u64>().ok())
            .unwrap_or(0)
    };
    part(0, 4) * 12 + part(5, 7)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    #[test]
    fn a_month_is_divided_by_its_own_days() {
        let months = |from: &str, to: &str| Months::between(Date::parse(from).unwrap(), Date::parse(to).unwrap());
        for (from, to, told, rate, price) in [
            ("2026-02-01", "2026-02-01", "(1/28) months", 2_800_000, 3_571),
            ("2026-02-01", "2026-02-27", "(27/28) months", 103_704, 96_429),
            ("2026-02-01", "2026-02-28", "1 month", 100_000, 100_000),
            ("2028-02-01", "2028-02-28", "(28/29) months", 103_571, 96_552),
            ("2026-01-01", "2026-03-31", "3 months", 33_333, 300_000),
            ("2025-12-01", "2026-03-10", "(3 + 10/31) months", 30_097, 332_258),
            ("2026-02-10", "2026-03-05", "(19/28 + 5/31) months", 119_067, 83_986),
            ("2026-03-05", "2026-03-14", "(10/31) months", 310_000, 32_258),
        ] {
            let of = months(from, to);
            assert_eq!(
                (of.to_string().as_str(), of.a_month(100_000), of.at(100_000)),
                (told, rate, price),
                "{from} to {to}"
            );
        }
    }
}
