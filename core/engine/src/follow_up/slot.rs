//! The first instant at which a message may go: every window open, every cap with room.
//!
//! Knows nothing of cases: a machine asks with the windows as they are written, a course with the ones it remembers.

use super::{Moved, MovedBy, Moves};
use crate::playbook::Limits;
use crate::schedule::{DAY, Rule, Timestamp, Zone, law, next_allowed, open_until};
use crate::wire::hash;

/// When sending is allowed.
pub(super) trait Windows {
    /// The first instant from `at` to `until`, both included, at which all are open.
    fn next_open(&self, at: Timestamp, until: Timestamp) -> Option<Timestamp>;
    /// The first instant from `at` at which one shuts, looking a week ahead.
    fn open_until(&self, at: Timestamp) -> Timestamp;
    /// Which one is shut at an instant.
    fn shut_by(&self, at: Timestamp) -> Option<(MovedBy, Zone)>;
}

/// Windows as the law and the practice write them.
pub(super) struct Written<'a> {
    pub(super) rules: Vec<Rule<'a>>,
    /// The days in the chair, which are among the rules as well.
    pub(super) visits: Rule<'a>,
}

impl Windows for Written<'_> {
    fn next_open(&self, at: Timestamp, until: Timestamp) -> Option<Timestamp> {
        next_allowed(at, &self.rules, until)
    }

    fn open_until(&self, at: Timestamp) -> Timestamp {
        open_until(at, &self.rules)
    }

    fn shut_by(&self, at: Timestamp) -> Option<(MovedBy, Zone)> {
        let shut = self.rules.iter().find(|rule| !rule.is_open(at))?;
        let in_chair = !self.visits.is_open(at);
        Some((
            if in_chair {
                MovedBy::VisitDay
            } else {
                MovedBy::QuietHours
            },
            shut.zone.clone(),
        ))
    }
}

/// A message that counts toward the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) at: Timestamp,
    /// Whether it went to the very contact point that is asked about.
    pub(super) here: bool,
}

/// Where a message is to find its place in time.
pub(super) struct Slots<'a, W> {
    pub(super) windows: W,
    pub(super) limits: &'a Limits,
    /// The law's count for one contact point.
    pub(super) law: Option<law::Cap>,
    pub(super) sends: &'a [Counted],
    /// Where the days of its sequence are counted.
    pub(super) zone: &'a Zone,
    /// Where messages are counted by the day: a day's limit holds by each of these calendars.
    pub(super) days: &'a [Zone],
    /// Whose message it is, and how far openings are spread, in seconds.
    pub(super) recipient: &'a str,
    pub(super) spread: i64,
}

impl<W: Windows> Slots<'_, W> {
    /// The first instant from `from` and before `end` at which the message may go, and what moved it there.
    pub(super) fn first(&self, from: Timestamp, end: Timestamp) -> Option<(Timestamp, Moves)> {
        let mut at = from;
        let mut moved = Moves::new();
        let mut push = |rule, zone: &Zone, from, to| {
            let zone = Some(zone.clone());
            moved.push(Moved { rule, zone, from, to });
        };
        // The gap is part of "not before": only what is still shut then has to wait for a window.
        if let Some(free) = self.gap_after(at) {
            push(MovedBy::MinGap, self.zone, at, free);
            at = free;
        }
        while at < end {
            let open = self.windows.next_open(at, end)?;
            if open > at {
                let shut = self.windows.shut_by(at);
                let (rule, zone) = shut.unwrap_or_else(|| (MovedBy::QuietHours, self.zone.clone()));
                push(rule, &zone, at, open);
                at = open;
                if self.spread > 0 {
                    let opening = self.zone.local(open).date;
                    let later = open.plus(hash::spread(self.recipient, opening, self.spread));
                    if later > open && later < self.windows.open_until(open) {
                        push(MovedBy::Spread, self.zone, open, later);
                        at = later;
                    }
                }
            }
            match self.cap(at) {
                None => {
                    let allowed = at < end && self.windows.next_open(at, at).is_some();
                    return allowed.then_some((at, moved));
                }
                Some((rule, free)) => {
                    push(rule, self.zone, at, free);
                    at = free;
                }
            }
        }
        None
    }

    /// The first instant from now on for a message that could have gone before. Within the spread of an opening that it
    /// would have had to wait for it waits for its place, as if it had been asked about in time.
    pub(super) fn late(&self, due: Timestamp, now: Timestamp, end: Timestamp) -> Option<(Timestamp, Moves)> {
        let opening = self.opening_of(now).filter(|opening| self.spread > 0 && *opening > due);
        match opening {
            Some(opening) => match self.first(opening.plus(-1), end) {
                Some((at, mut moved)) if at >= now => {
                    moved.retain(|step| step.from >= opening);
                    Some((at, moved))
                }
                Some(_) => self.first(now, end),
                // Its place is too late.
                None => None,
            },
            None => self.first(now, end),
        }
    }

    /// When the windows opened that are open at an instant; none when they opened on another day.
    fn opening_of(&self, at: Timestamp) -> Option<Timestamp> {
        let mut opening = self
            .windows
            .next_open(self.zone.start_of_day(self.zone.local(at).date), at)?;
        loop {
            let shut = self.windows.open_until(opening);
            if shut > at {
                // Not one that was open before.
                return self
                    .windows
                    .next_open(opening.plus(-1), opening.plus(-1))
                    .map_or(Some(opening), |_| None);
            }
            opening = self.windows.next_open(shut, at)?;
        }
    }

    /// The end of the gap after the last message, when an instant lies within it.
    pub(super) fn gap_after(&self, at: Timestamp) -> Option<Timestamp> {
        gap_after(self.sends.iter().map(|sent| sent.at), at, self.limits)
    }

    /// The cap that has no room at an instant, and when it may have.
    pub(super) fn cap(&self, at: Timestamp) -> Option<(MovedBy, Timestamp)> {
        // No local day is longer than two.
        let near = self.sends.iter().filter(|sent| at.since(sent.at).abs() < 2 * DAY);
        if at_least(near.clone().count(), self.limits.per_day) {
            let full_until = |zone: &Zone| {
                let today = zone.local(at).date;
                let on_day = near.clone().filter(|sent| zone.local(sent.at).date == today);
                let tomorrow = today.plus_days(1)?;
                at_least(on_day.count(), self.limits.per_day).then(|| zone.start_of_day(tomorrow))
            };
            if let Some(free) = self.days.iter().filter_map(full_until).max() {
                return Some((MovedBy::PerDay, free));
            }
        }
        let all = self.sends.iter().map(|sent| sent.at);
        if let Some(free) = rolling(all, at, 7 * DAY, self.limits.per_week) {
            return Some((MovedBy::PerWeek, free));
        }
        let law = self.law?;
        let here = self.sends.iter().filter(|sent| sent.here).map(|sent| sent.at);
        rolling(here, at, i64::from(law.per_hours) * 3600, law.max).map(|free| (MovedBy::LawCap, free))
    }
}

/// The end of the gap after the last of some messages, when an instant lies within it.
pub(super) fn gap_after(sends: impl Iterator<Item = Timestamp>, at: Timestamp, limits: &Limits) -> Option<Timestamp> {
    let free = sends.max()?.plus(limits.min_gap);
    (at < free).then_some(free)
}

fn at_least(found: usize, most: u32) -> bool {
    usize::try_from(most).is_ok_and(|most| found >= most)
}

/// When the count of the last `span` seconds falls below `most`; none when it is below it at `at`. A send that is
/// exactly `span` old is out.
pub(super) fn rolling(
    sends: impl Iterator<Item = Timestamp> + Clone,
    at: Timestamp,
    span: i64,
    most: u32,
) -> Option<Timestamp> {
    let inside = |sent: &Timestamp| *sent > at.plus(-span);
    if !at_least(sends.clone().filter(inside).count(), most) {
        return None;
    }
    let mut inside: Vec<Timestamp> = sends.filter(inside).collect();
    inside.sort_unstable();
    let room = usize::try_from(most).unwrap_or(usize::MAX);
    let leaves = inside
        .len()
        .checked_sub(room)
        .and_then(|index| inside.get(index))
        .copied();
    Some(leaves.unwrap_or(at).plus(span).max(at.plus(1)))
}
