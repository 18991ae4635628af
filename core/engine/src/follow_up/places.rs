//! Where people are, and when messages may go there: worked out once for all who live alike.

use std::collections::{BTreeMap, BTreeSet};

use super::MovedBy;
use super::slot::{Counted, Slots, Windows};
use super::windows::{daily_rules, window_rules};
use crate::playbook::{Practice, Rules};
use crate::recipient::Channel;
use crate::schedule::{DAY, Rule, Timestamp, Zone, law, next_allowed, open_until};

/// How much is worked out at a time.
const CHUNK: i64 = 60 * DAY;
/// Nothing is asked for so much later than what was asked for before it.
const REACH: i64 = 3 * 366 * DAY;

/// The channels of messages, in the order in which a course numbers them.
pub(super) const CHANNELS: [Channel; 3] = [Channel::Sms, Channel::Email, Channel::Portal];

/// The places of a caseload's people, each once. Holds for one revision of a playbook.
#[derive(Clone, Default)]
pub(crate) struct Places {
    numbers: BTreeMap<(u16, Box<str>, Vec<&'static str>), u32>,
    places: Vec<Place>,
}

/// A zone, the laws that bind there, and the office that writes.
#[derive(Clone)]
struct Place {
    /// By its number among the playbook's practices.
    office: u16,
    zones: [Zone; 1],
    rows: Vec<&'static law::StateRow>,
    openings: [Openings; 3],
}

/// When a channel is open.
#[derive(Clone, Default)]
struct Openings {
    known: Option<(Timestamp, Timestamp)>,
    open: Spans,
    /// The same but for the practice's closed days.
    daily: Spans,
    /// Whether all windows that return every day are told by the clock of the place.
    one_clock: bool,
}

/// Spans of time, in order.
#[derive(Clone, Default)]
struct Spans {
    spans: Vec<(Timestamp, Timestamp)>,
    /// For each day from the first opening on, which span is the first that is not over when the day begins: the one
    /// looked for is that or one of the next few.
    days: Vec<usize>,
}

impl Places {
    pub(super) fn number(
        &mut self,
        practice: &Practice,
        zone: &Zone,
        rows: Vec<&'static law::StateRow>,
    ) -> Option<u32> {
        let codes = rows.iter().map(|row| row.code).collect();
        let next = u32::try_from(self.places.len()).ok()?;
        let key = (practice.number, zone.name().into(), codes);
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.places.push(Place {
                office: practice.number,
                zones: [zone.clone()],
                rows,
                openings: Default::default(),
            });
        }
        Some(number)
    }

    /// The place, with what is open there from `from` to `until` worked out.
    fn at(
        &mut self,
        number: u32,
        rules: &Rules,
        channel: Channel,
        from: Timestamp,
        until: Timestamp,
    ) -> Option<&Place> {
        let place = self.places.get_mut(usize::try_from(number).ok()?)?;
        let Place {
            office,
            zones,
            rows,
            openings,
        } = &mut *place;
        if until.since(from) > REACH {
            return None;
        }
        let openings = openings.get_mut(position(channel)?)?;
        if openings.known.is_none_or(|(first, last)| from < first || last < until) {
            openings.learn(rules, rules.practice_at(*office), channel, zones, rows, (from, until));
        }
        Some(place)
    }

    /// Where a message finds its place in time between two instants, given those that count and whose it is.
    pub(super) fn slots<'s>(
        &'s mut self,
        number: u32,
        rules: &'s Rules,
        channel: Channel,
        (from, until): (Timestamp, Timestamp),
        sends: &'s [Counted],
        recipient: &'s str,
    ) -> Option<Slots<'s, Remembered<'s>>> {
        // Openings are looked for from the day before until a week later.
        let place = self.at(number, rules, channel, from.plus(-2 * DAY), until.plus(8 * DAY))?;
        let policy = &rules.contact_policy.windows;
        Some(Slots {
            windows: place.windows(rules, channel)?,
            limits: &rules.limits,
            law: (channel == Channel::Sms)
                .then(|| law::cap(policy, &place.rows))
                .flatten(),
            sends,
            zone: place.zones.first()?,
            days: &place.zones,
            recipient,
            spread: rules.sending.spread,
        })
    }

    pub(super) fn zone(&self, number: u32) -> Option<&Zone> {
        self.get(number)?.zones.first()
    }

    /// The office that writes.
    pub(super) fn practice<'r>(&self, number: u32, rules: &'r Rules) -> Option<&'r Practice> {
        Some(rules.practice_at(self.get(number)?.office))
    }

    fn get(&self, number: u32) -> Option<&Place> {
        self.places.get(usize::try_from(number).ok()?)
    }
}

fn position(channel: Channel) -> Option<usize> {
    CHANNELS.iter().position(|&other| other == channel)
}

impl Openings {
    fn learn(
        &mut self,
        rules: &Rules,
        practice: &Practice,
        channel: Channel,
        zones: &[Zone; 1],
        rows: &[&'static law::StateRow],
        (from, until): (Timestamp, Timestamp),
    ) {
        let no_visits = BTreeSet::new();
        let all = window_rules(rules, practice, channel, zones, rows, &no_visits);
        let daily = daily_rules(rules, channel, zones, rows);
        self.one_clock = daily.iter().all(|rule| zones.contains(rule.zone));
        let (first, mut last) = match self.known {
            Some((first, last)) if first <= from && from.since(last) < REACH => (first, last),
            Some(_) | None => {
                self.open.clear();
                self.daily.clear();
                let first = from.plus(-DAY);
                (first, first)
            }
        };
        while last < until {
            let end = last.plus(CHUNK);
            self.open.learn(&all, last, end);
            self.daily.learn(&daily, last, end);
            if end <= last {
                // The end of time.
                break;
            }
            last = end;
        }
        self.known = Some((first, last));
    }
}

impl Spans {
    /// Adds those from the end of the last one that is known.
    fn learn(&mut self, rules: &[Rule<'_>], from: Timestamp, end: Timestamp) {
        let mut at = from;
        while let Some(open) = next_allowed(at, rules, end.plus(-1)) {
            let shut = open_until(open, rules).min(end);
            self.add(open, shut);
            at = shut;
        }
    }

    fn add(&mut self, open: Timestamp, shut: Timestamp) {
        match self.spans.last_mut() {
            Some((_, before)) if *before == open => *before = shut,
            Some(_) | None => self.spans.push((open, shut)),
        }
        let last = self.spans.len().saturating_sub(1);
        // The days that begin before it is over.
        while self.day(shut.plus(-1)).is_some_and(|day| self.days.len() <= day) {
            self.days.push(last);
        }
    }

    /// Days since the first opening.
    fn day(&self, at: Timestamp) -> Option<usize> {
        let (first, _) = self.spans.first()?;
        usize::try_from(at.since(*first).div_euclid(DAY)).ok()
    }

    /// The one in which an instant lies, or the next one.
    fn at(&self, at: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let from = match self.day(at) {
            Some(day) => *self.days.get(day)?,
            None => 0,
        };
        let mut near = self.spans.get(from..)?.iter();
        near.find(|(_, shut)| at < *shut).copied()
    }

    fn contain(&self, at: Timestamp) -> bool {
        self.at(at).is_some_and(|(open, _)| open <= at)
    }

    fn clear(&mut self) {
        self.spans.clear();
        self.days.clear();
    }
}

/// The windows of a place as they were worked out.
pub(super) struct Remembered<'a> {
    place: &'a Place,
    openings: &'a Openings,
    rules: &'a Rules,
    channel: Channel,
}

impl Place {
    fn windows<'a>(&'a self, rules: &'a Rules, channel: Channel) -> Option<Remembered<'a>> {
        Some(Remembered {
            place: self,
            openings: self.openings.get(position(channel)?)?,
            rules,
            channel,
        })
    }
}

impl Windows for Remembered<'_> {
    fn next_open(&self, at: Timestamp, until: Timestamp) -> Option<Timestamp> {
        let (open, _) = self.openings.open.at(at)?;
        Some(open.max(at)).filter(|open| *open <= until)
    }

    fn open_until(&self, at: Timestamp) -> Timestamp {
        match self.openings.open.at(at) {
            Some((open, shut)) if open <= at => shut.min(at.plus(7 * DAY)),
            Some(_) | None => at,
        }
    }

    fn shut_by(&self, at: Timestamp) -> Option<(MovedBy, Zone)> {
        if self.openings.one_clock && !self.openings.daily.contain(at) {
            return Some((MovedBy::QuietHours, self.place.zones.first()?.clone()));
        }
        let no_visits = BTreeSet::new();
        let rules = window_rules(
            self.rules,
            self.rules.practice_at(self.place.office),
            self.channel,
            &self.place.zones,
            &self.place.rows,
            &no_visits,
        );
        let shut = rules.iter().find(|rule| !rule.is_open(at))?;
        Some((MovedBy::QuietHours, shut.zone.clone()))
    }
}
