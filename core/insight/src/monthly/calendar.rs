//! Days and months between two dates.

use followthrough::Date;

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
