//! Business time: when a practice is open, and time counted in its open days and hours.

use std::collections::BTreeMap;

use super::weekly::TimeRange;
use super::window::Span;
use super::{ClosedDays, DAY, Date, Timestamp, Weekday, Weekly, Zone};

/// How far ahead an opening is looked for.
const HORIZON_DAYS: i64 = 40;

/// When a practice is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessHours {
    /// Where the practice is.
    pub zone: Zone,
    /// Its weekly hours.
    pub weekly: Weekly,
    /// Days on which it is closed.
    pub closed: ClosedDays,
    /// Days with other hours than the week says, in order and without overlap; they win over closed days.
    pub special: BTreeMap<Date, Vec<TimeRange>>,
}

impl BusinessHours {
    /// Weekly hours in a zone, without closed or special days.
    pub fn new(zone: Zone, weekly: Weekly) -> Self {
        Self {
            zone,
            weekly,
            closed: ClosedDays::default(),
            special: BTreeMap::new(),
        }
    }

    /// The hours of one date.
    pub fn on(&self, date: Date) -> &[TimeRange] {
        self.hours(date, Weekday::of_epoch_day(date.epoch_days()))
    }

    /// Whether the practice is open at an instant.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.span(at.unix()).open
    }

    /// The earliest instant from `at` at which the practice is open; none when it does not open within 40 days.
    pub fn next_open(&self, at: Timestamp) -> Option<Timestamp> {
        let mut now = at.unix();
        let until = now + HORIZON_DAYS * DAY;
        while now <= until {
            let span = self.span(now);
            if span.open {
                return Some(Timestamp::from_unix(now));
            }
            now = span.until;
        }
        None
    }

    /// The first instant of a local date at which the practice is open.
    pub fn opening_on(&self, date: Date) -> Option<Timestamp> {
        self.hours_on(date).map(|(opening, _)| opening)
    }

    /// The end of the last opening of a local date.
    pub fn closing_on(&self, date: Date) -> Option<Timestamp> {
        self.hours_on(date).map(|(_, closing)| closing)
    }

    /// The first opening of the n-th open date after the local date of `at`; for 0 the next instant at which the
    /// practice is open. None when nothing opens for 40 days.
    pub fn nth_opening(&self, at: Timestamp, n: u32) -> Option<Timestamp> {
        if n == 0 {
            return self.next_open(at);
        }
        self.nth_open_date(at, n).map(|(_, opening, _)| opening)
    }

    /// The same clock time n open days later, held inside the hours of that day: not before its opening, not after
    /// its closing, and out of a break at the end of it. For 0 the next instant at which the practice is open. None when nothing opens for 40 days.
    pub fn plus_days(&self, at: Timestamp, n: u32) -> Option<Timestamp> {
        if n == 0 {
            return self.next_open(at);
        }
        let (date, opening, closing) = self.nth_open_date(at, n)?;
        let second = i64::from(self.zone.local(at).second);
        let same = self.zone.at_second(date, second).clamp(opening, closing);
        let open = self.next_open(same).filter(|open| *open < closing);
        Some(open.unwrap_or(closing))
    }

    /// The instant by which the practice has been open for n hours since `at`; closing time itself counts. For 0 the
    /// next instant at which it is open. None when nothing opens for 40 days.
    pub fn plus_hours(&self, at: Timestamp, n: u32) -> Option<Timestamp> {
        let mut now = self.next_open(at)?.unix();
        let mut left = i64::from(n) * 3600;
        while left > 0 {
            let span = self.span(now);
            let open_for = if span.open { span.until - now } else { 0 };
            if open_for >= left {
                now += left;
                break;
            }
            left -= open_for;
            // Past the end of time there is nothing to wait for.
            if span.until >= Timestamp::MAX.unix() {
                return None;
            }
            now = self.next_open(Timestamp::from_unix(span.until))?.unix();
        }
        Some(Timestamp::from_unix(now))
    }

    /// Date, opening and closing of the n-th open date, from 1, after the local date of `at`.
    fn nth_open_date(&self, at: Timestamp, n: u32) -> Option<(Date, Timestamp, Timestamp)> {
        let (mut date, mut found, mut misses) = (self.zone.local(at).date, 0, 0);
        while misses < HORIZON_DAYS {
            date = date.plus_days(1)?;
            let Some((opening, closing)) = self.hours_on(date) else {
                misses += 1;
                continue;
            };
            (found, misses) = (found + 1, 0);
            if found == n {
                return Some((date, opening, closing));
            }
        }
        None
    }

    /// First opening and last closing of a local date as instants. None also where the clock jumped over all its
    /// hours.
    fn hours_on(&self, date: Date) -> Option<(Timestamp, Timestamp)> {
        if self.on(date).is_empty() {
            return None;
        }
        let mut hours = None;
        let mut now = self.zone.start_of_day(date).unix();
        let end = self.zone.end_of_day(date).unix();
        while now < end {
            let span = self.span(now);
            // Where the clock goes back over midnight, a part of the neighbouring date lies in between.
            if span.open && span.date == date {
                let (opening, _) = hours.unwrap_or((now, now));
                hours = Some((opening, span.until));
            }
            now = span.until;
        }
        hours.map(|(opening, closing)| (Timestamp::from_unix(opening), Timestamp::from_unix(closing)))
    }

    fn hours(&self, date: Date, weekday: Weekday) -> &[TimeRange] {
        if let Some(hours) = self.special.get(&date) {
            hours
        } else if self.closed.contains(date) {
            &[]
        } else {
            self.weekly.on(weekday)
        }
    }

    fn span(&self, at: i64) -> Span {
        Span::of(&self.zone, at, |date, weekday| self.hours(date, weekday))
    }
}
