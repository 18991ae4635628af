//! How long it takes to accept, as far as an export can tell.

use followthrough::Date;
use serde::Serialize;

use super::acceptance::{count, thousandths};
use super::case::Case;
use crate::page::Share;
use crate::stats::{Confidence, Observation, SurvivalRow, kaplan_meier};

/// The days that are shown by themselves.
const DAYS: [u32; 6] = [0, 7, 14, 30, 60, 90];

/// What is timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Endpoint {
    /// Some of it was entered into the book, or done at once: the patient's yes.
    Accepted,
    /// Some of it was done: the export does not tell when visits were entered into the book. A yes comes sooner.
    Begun,
}

/// Time from presentation to acceptance, of the presentations of the window; those that it has not happened to count as
/// long as they were watched (Kaplan and Meier).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimeToAccept {
    /// What is timed.
    pub endpoint: Endpoint,
    /// How many presentations were watched.
    pub plans: u64,
    /// To how many it happened.
    pub events: u64,
    /// Scheduled ones of which nobody knows since when: watched to the day of the export.
    pub undated: u64,
    /// The day by which it had happened to half of them; absent where it did not come to that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median: Option<u32>,
    /// By 0, 7, 14, 30, 60 and 90 days, as long as somebody was watched.
    pub by_day: Vec<ByDay>,
    /// Each day on which it happened.
    pub curve: Vec<CurveRow>,
    /// The last day on which somebody was watched.
    pub watched_to: u32,
}

/// The share to which it has happened by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ByDay {
    /// The day; 0 is that of the presentation.
    pub day: u32,
    /// The share.
    pub share: Share,
}

/// One step of the curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CurveRow {
    /// The day.
    pub day: u32,
    /// How many were still watched before it, and had not accepted.
    pub at_risk: u64,
    /// To how many it happened then.
    pub events: u64,
    /// The share to which it has happened by then.
    pub share: Share,
    /// The bounds of that share, 95 % on the log-log scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<(Share, Share)>,
}

/// None where the export tells no day of acceptance, or not of all.
pub(super) fn time_to_accept(cases: &[&Case], as_of: Date) -> Option<TimeToAccept> {
    let endpoint = if cases.iter().any(|case| case.began.has_booking) {
        Endpoint::Accepted
    } else {
        Endpoint::Begun
    };
    if cases
        .iter()
        .any(|case| case.began.done_some_day && happened(case, endpoint).is_none())
    {
        return None;
    }
    let watched: Vec<Observation> = cases
        .iter()
        .filter_map(|case| observation(case, endpoint, as_of))
        .collect();
    let survival = kaplan_meier(&watched, Confidence::P95);
    if survival.rows.is_empty() {
        return None;
    }
    let watched_to = watched.iter().map(|one| one.time).max().unwrap_or(0);
    let curve: Vec<CurveRow> = survival.rows.iter().map(step).collect();
    let by_day = DAYS.iter().filter(|day| **day <= watched_to).map(|day| ByDay {
        day: *day,
        share: reached(&curve, *day),
    });
    let yes = cases.iter().filter(|case| case.outcome.is_yes());
    Some(TimeToAccept {
        endpoint,
        plans: count(watched.len()),
        events: survival.rows.iter().map(|row| row.events).sum(),
        undated: count(yes.filter(|case| happened(case, endpoint).is_none()).count()),
        median: survival.median,
        by_day: by_day.collect(),
        curve,
        watched_to,
    })
}

fn happened(case: &Case, endpoint: Endpoint) -> Option<Date> {
    match endpoint {
        Endpoint::Accepted => case.accepted_on,
        Endpoint::Begun => case.began.done_on,
    }
}

/// A day before the presentation counts as that of the presentation: the visit was in the book already.
fn observation(case: &Case, endpoint: Endpoint, as_of: Date) -> Option<Observation> {
    let presented = case.presented_on?;
    let days = |day: Date| u32::try_from(day.days_since(presented).max(0)).unwrap_or(u32::MAX);
    let event = happened(case, endpoint).filter(|day| *day <= as_of);
    Some(Observation {
        time: days(event.unwrap_or(as_of)),
        happened: event.is_some(),
    })
}

fn step(row: &SurvivalRow) -> CurveRow {
    CurveRow {
        day: row.time,
        at_risk: row.at_risk,
        events: row.events,
        share: thousandths(1.0 - row.survival),
        bounds: row
            .bounds
            .map(|(low, high)| (thousandths(1.0 - high), thousandths(1.0 - low))),
    }
}

/// How far the curve has come by a day.
pub(super) fn reached(curve: &[CurveRow], day: u32) -> Share {
    let before = curve.iter().take_while(|row| row.day <= day);
    before.last().map_or(Share(0), |row| row.share)
}
