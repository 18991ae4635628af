//! The baseline that a monthly report is held against: households, each with the same number of days to accept.
//!
//! The shares of the audit are of plans, as they stand on the day of the export: the newest had two weeks. A report counts
//! households, each once and with all its days. So the audit counts its own presentations that way as well, a window
//! further back, and leaves nothing to be compared that was counted otherwise.

use std::collections::BTreeMap;

use followthrough::{Category, Date};
use serde::Serialize;

use super::case::Case;
use super::time::Endpoint;
use super::{AuditOptions, Told};

/// Households that were presented to long enough ago, and those of them that accepted within their days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HouseholdBaseline {
    /// The first day on which one could be presented to.
    pub from: Date,
    /// The last: so many days before the export that all have had theirs.
    pub to: Date,
    /// Days that each has, from that of its first presentation on.
    pub window_days: u32,
    /// Households presented to in these days, each once, without presentations of nothing but the kinds left out.
    pub presented: u64,
    /// Of them, those that accepted a plan whole within their days.
    pub accepted: u64,
    /// Others that accepted a plan whole, and of which the export does not tell when.
    pub undated: u64,
    /// What a day of acceptance is here.
    pub accepted_by: Endpoint,
    /// The kinds of treatment that count nowhere.
    pub leave_out: Vec<Category>,
}

/// None where the export cannot tell what was accepted, or where nobody was presented to so long ago.
pub(super) fn baseline(cases: &[Case], options: &AuditOptions, as_of: Date, told: Told) -> Option<HouseholdBaseline> {
    if told != Told::Yes {
        return None;
    }
    let window = i64::from(options.window_days);
    let to = as_of.plus_days(-window)?;
    let from = to.plus_days(1 - i64::from(options.days))?;
    let mut households: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
    for case in cases {
        households.entry(&case.household).or_default().push(case);
    }
    let (mut presented, mut accepted, mut undated) = (0, 0, 0);
    for cases in households.values() {
        let days = cases.iter().filter_map(|case| case.presented_on);
        let Some(first) = days.filter(|day| *day >= from).min().filter(|day| *day <= to) else {
            continue;
        };
        presented += 1;
        let within = |case: &&&Case| {
            case.whole_on
                .is_some_and(|day| (0..window).contains(&day.days_since(first)))
        };
        let in_the_dark = |case: &&&Case| case.is_whole() && case.whole_on.is_none();
        if cases.iter().any(|case| within(&case)) {
            accepted += 1;
        } else if cases.iter().any(|case| in_the_dark(&case)) {
            undated += 1;
        }
    }
    let booked = cases.iter().any(|case| case.began.has_booking);
    (presented > 0).then(|| HouseholdBaseline {
        from,
        to,
        window_days: options.window_days,
        presented,
        accepted,
        undated,
        accepted_by: if booked { Endpoint::Accepted } else { Endpoint::Begun },
        leave_out: options.leave_out.clone(),
    })
}
