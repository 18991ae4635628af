//! Windows: when sending is allowed, and the first instant at which it is.
//!
//! A rule is open or shut for a whole span at a time: up to the next edge of a window, midnight, or change of the
//! clock. Going from span to span is exact over gaps and repeated hours and takes a few steps per day.

use std::collections::BTreeSet;

use super::weekly::TimeRange;
use super::{ClosedDays, DAY, Date, Holidays, Timestamp, Weekday, Weekly, Zone};

/// One rule of when sending is allowed: weekly hours in one zone, but for closed days.
#[derive(Clone, Copy, Debug)]
pub struct Rule<'a> {
    /// Where the hours are told.
    pub zone: &'a Zone,
    /// The hours.
    pub weekly: &'a Weekly,
    /// Local dates on which it is shut all day.
    pub closed: Closed<'a>,
}

/// The local dates on which a rule is shut all day.
#[derive(Clone, Copy, Debug, Default)]
pub enum Closed<'a> {
    /// None.
    #[default]
    Never,
    /// Holidays that a law names.
    Holidays(Holidays),
    /// The closed days of a practice.
    Days(&'a ClosedDays),
    /// Single dates, such as those of visits.
    Dates(&'a BTreeSet<Date>),
}

impl Closed<'_> {
    /// Whether it is shut on that date.
    pub fn contains(&self, date: Date) -> bool {
        match self {
            Self::Never => false,
            Self::Holidays(holidays) => holidays.contains(date),
            Self::Days(days) => days.contains(date),
            Self::Dates(dates) => dates.contains(&date),
        }
    }
}

impl<'a> Rule<'a> {
    /// Hours in a zone, without closed days.
    pub fn new(zone: &'a Zone, weekly: &'a Weekly) -> Self {
        Self {
            zone,
            weekly,
            closed: Closed::Never,
        }
    }

    /// The same with closed days.
    #[must_use]
    pub fn but_not_on(mut self, closed: Closed<'a>) -> Self {
        self.closed = closed;
        self
    }

    /// Whether the rule allows sending at an instant.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.span(at.unix()).open
    }

    fn span(&self, at: i64) -> Span {
        Span::of(self.zone, at, |date, weekday| {
            let hours = self.weekly.on(weekday);
            if hours.is_empty() || self.closed.contains(date) {
                &[]
            } else {
                hours
            }
        })
    }
}

/// Whether every rule allows sending at an instant. No rule forbids nothing.
pub fn is_allowed(at: Timestamp, rules: &[Rule<'_>]) -> bool {
    rules.iter().all(|rule| rule.is_open(at))
}

/// The earliest instant from `at` to `until`, both included, at which every rule allows sending.
///
/// ```
/// use followthrough::Timestamp;
/// use followthrough::schedule::{Rule, Zone, law::Policy, next_allowed};
///
/// let (new_york, honolulu) = (Zone::named("America/New_York")?, Zone::named("Pacific/Honolulu")?);
/// let hours = Policy::MiniTcpaUnion; // 9 to 20
/// let rules = [Rule::new(&new_york, hours.weekly()), Rule::new(&honolulu, hours.weekly())];
/// let at = Timestamp::parse("2026-03-02T09:00:00-05:00")?;
/// let allowed = next_allowed(at, &rules, at.plus(14 * 86_400));
/// assert_eq!(allowed, Some(Timestamp::parse("2026-03-02T14:00:00-05:00")?), "9:00 in Honolulu");
/// # Ok::<(), followthrough::Error>(())
/// ```
pub fn next_allowed(at: Timestamp, rules: &[Rule<'_>], until: Timestamp) -> Option<Timestamp> {
    let (mut now, until) = (at.unix(), until.unix());
    while now <= until {
        // Nothing can be allowed before the last of the shut rules has had its next edge.
        let mut next = now;
        for span in rules.iter().map(|rule| rule.span(now)) {
            if !span.open {
                next = next.max(span.until);
            }
        }
        if next == now {
            return Some(Timestamp::from_unix(now));
        }
        now = next;
    }
    None
}

/// The first instant from `at` at which some rule shuts; `at` itself when one is shut. Looks a week ahead and answers
/// with the end of that week when nothing shuts in it.
pub fn open_until(at: Timestamp, rules: &[Rule<'_>]) -> Timestamp {
    let cap = at.unix() + 7 * DAY;
    let mut now = at.unix();
    while now < cap {
        let mut next = cap;
        for span in rules.iter().map(|rule| rule.span(now)) {
            if !span.open {
                return Timestamp::from_unix(now);
            }
            next = next.min(span.until);
        }
        now = next;
    }
    Timestamp::from_unix(cap)
}

/// What holds from an instant on, and until when it surely does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) date: Date,
    pub(super) open: bool,
    /// Later than the instant asked about. What follows may be the same again.
    pub(super) until: i64,
}

impl Span {
    /// The span at an instant, in a zone, of the hours that a local date has.
    pub(super) fn of<'h>(zone: &Zone, at: i64, hours: impl FnOnce(Date, Weekday) -> &'h [TimeRange]) -> Self {
        let stretch = zone.stretch_at(at);
        let local = at + stretch.offset;
        let (day, second) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        let date = Date::from_epoch_days(day);
        let (mut open, mut edge) = (false, DAY);
        for (from, to) in hours(date, Weekday::of_epoch_day(day)) {
            if second < from.seconds() {
                edge = from.seconds();
                break;
            }
            if second < to.seconds() {
                (open, edge) = (true, to.seconds());
                break;
            }
        }
        Self {
            date,
            open,
            until: stretch.end.min(at + (edge - second)),
        }
    }
}
