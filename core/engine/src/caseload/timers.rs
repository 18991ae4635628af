//! The clock of a caseload: who is due next.
//!
//! Timers wait in buckets of an hour and are put in order when their hour comes. One that was set anew is not searched
//! for: its old entry is passed over when it turns up, since the row no longer agrees with it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use super::{Row, index};
use crate::schedule::Timestamp;

const HOUR: i64 = 3_600;

/// How many rows are read ahead of their turn.
const AHEAD: usize = 32;

/// How many timers a heap puts in order well.
const MOST_NEAR: usize = 1_024;

/// How many hours are found without a search: three weeks.
const SOON: usize = 504;

/// How many hours that are over leave their room to others.
const SPARE_HOURS: usize = 8;

type Timer = (Timestamp, u32);

/// A slot, and the seconds after the full hour.
type InHour = (u32, u16);

/// Slots by the instant at which time has its next word about them.
#[derive(Clone, Default)]
pub(super) struct Timers {
    /// Those of the hour that came last, the earliest at the end, then in the order of slots.
    hour: Vec<Timer>,
    /// Those set since then for that hour or before. The earliest of both holds good once [`Timers::settle`] was called,
    /// and there is none only when there is no timer at all.
    near: BinaryHeap<Reverse<Timer>>,
    /// The first hour that is in neither.
    ahead_from: i64,
    /// Those of the hours from then on, one after the other.
    soon: VecDeque<Vec<InHour>>,
    /// Those that were later when they were set, by their hour.
    ahead: BTreeMap<i64, Vec<InHour>>,
    /// The room of hours that are over.
    spare: Vec<Vec<InHour>>,
}

impl Timers {
    /// A timer for a slot. One that it had before ends with it, once the row says so.
    pub(super) fn set(&mut self, slot: u32, at: Timestamp) {
        if hour_of(at) >= self.ahead_from {
            self.set_ahead(slot, at);
            return;
        }
        self.near.push(Reverse((at, slot)));
        if self.near.len() > MOST_NEAR {
            self.begin_anew();
        }
    }

    /// Many were set for before the hour that came last: it was not the first.
    fn begin_anew(&mut self) {
        let near = std::mem::take(&mut self.near).into_iter().map(|Reverse(timer)| timer);
        let timers: Vec<Timer> = near.chain(std::mem::take(&mut self.hour)).collect();
        for (hour, slots) in (self.ahead_from..).zip(std::mem::take(&mut self.soon)) {
            if !slots.is_empty() {
                self.ahead.entry(hour).or_default().extend(slots);
            }
        }
        let first = timers.iter().map(|(at, _)| hour_of(*at)).min();
        self.ahead_from = first.map_or(self.ahead_from, |first| first.min(self.ahead_from));
        for (at, slot) in timers {
            self.set_ahead(slot, at);
        }
    }

    fn set_ahead(&mut self, slot: u32, at: Timestamp) {
        let hour = hour_of(at);
        let second = at.unix() - hour * HOUR;
        let timer = (slot, u16::try_from(second).unwrap_or(0));
        let ahead = usize::try_from(hour - self.ahead_from).unwrap_or(0);
        if ahead >= SOON {
            self.ahead.entry(hour).or_default().push(timer);
            return;
        }
        if self.soon.len() <= ahead {
            self.soon.resize_with(ahead + 1, Vec::new);
        }
        if let Some(slots) = self.soon.get_mut(ahead) {
            if slots.capacity() == 0
                && let Some(spare) = self.spare.pop()
            {
                *slots = spare;
            }
            slots.push(timer);
        }
    }

    /// Brings the earliest timer that the rows agree with to the top.
    pub(super) fn settle(&mut self, rows: &[Option<Row>]) {
        loop {
            match self.next() {
                Some((at, slot)) if wake_of(rows, slot) == Some(at) => return,
                Some(timer) => self.pass_over(timer, rows),
                None if self.soon.is_empty() && self.ahead.is_empty() => return,
                None => self.next_hour(rows),
            }
        }
    }

    /// The earliest timer there is.
    pub(super) fn next(&self) -> Option<Timer> {
        let near = self.near.peek().map(|Reverse(timer)| *timer);
        match (self.hour.last().copied(), near) {
            (Some(hour), Some(near)) => Some(hour.min(near)),
            (hour, near) => hour.or(near),
        }
    }

    fn pass_over(&mut self, timer: Timer, rows: &[Option<Row>]) {
        if self.hour.last() == Some(&timer) {
            self.hour.pop();
            if self.hour.len().is_multiple_of(AHEAD) {
                self.read_ahead(rows);
            }
        } else {
            self.near.pop();
        }
    }

    fn next_hour(&mut self, rows: &[Option<Row>]) {
        let soon = self.soon.iter().position(|slots| !slots.is_empty());
        let soon = soon.and_then(|ahead| self.ahead_from.checked_add(i64::try_from(ahead).ok()?));
        let ahead = self.ahead.first_key_value().map(|(hour, _)| *hour);
        let Some(hour) = soon.into_iter().chain(ahead).min() else {
            self.soon.clear();
            return;
        };
        let over = usize::try_from(hour - self.ahead_from).unwrap_or(0);
        self.soon.drain(..over.min(self.soon.len()));
        let mut slots = self.soon.pop_front().unwrap_or_default();
        slots.extend(self.ahead.remove(&hour).unwrap_or_default());
        self.ahead_from = hour + 1;
        let at = |second: u16| Timestamp::from_unix(hour * HOUR + i64::from(second));
        slots.sort_unstable_by_key(|&(slot, second)| Reverse(u64::from(second) << 32 | u64::from(slot)));
        let timers = slots.drain(..);
        self.hour.extend(timers.map(|(slot, second)| (at(second), slot)));
        if self.spare.len() < SPARE_HOURS {
            self.spare.push(slots);
        }
        self.read_ahead(rows);
    }

    /// Fetches the follow-ups that come next from memory all at once, instead of waiting for each when its turn comes.
    fn read_ahead(&self, rows: &[Option<Row>]) {
        let next = self.hour.iter().rev().take(AHEAD);
        let read = next.filter_map(|(_, slot)| row(rows, *slot)).map(Row::read);
        std::hint::black_box(read.fold(0, |sum, read| sum ^ read));
    }
}

fn row(rows: &[Option<Row>], slot: u32) -> Option<&Row> {
    rows.get(index(slot))?.as_ref()
}

fn wake_of(rows: &[Option<Row>], slot: u32) -> Option<Timestamp> {
    row(rows, slot)?.wake
}

fn hour_of(at: Timestamp) -> i64 {
    at.unix().div_euclid(HOUR)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Slots and instants: near ones in plenty, some weeks and years ahead, and now and then one that comes before all.
    fn settings() -> impl Strategy<Value = Vec<(u32, i64)>> {
        let ahead = prop_oneof![
            6 => 0..3 * HOUR,
            4 => 0..30 * 24 * HOUR,
            1 => 0..900 * 24 * HOUR,
            1 => -90 * 24 * HOUR..0,
        ];
        prop::collection::vec((0..400_u32, ahead), 1..3_000)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is set when, the earliest comes first, and nothing is lost.
        #[test]
        fn timers_come_in_order(settings in settings(), goes_on in 1_usize..6) {
            let mut timers = Timers::default();
            let mut rows: Vec<Option<Row>> = (0..400).map(|_| None).collect();
            let mut expected = BTreeSet::new();
            let mut now = Timestamp::from_unix(1_772_000_000);
            let mut set = |timers: &mut Timers, rows: &mut Vec<Option<Row>>, slot: u32, wake: Option<Timestamp>| {
                let row = rows.get_mut(index(slot)).map(|row| {
                    row.get_or_insert_with(|| Row { packed: Box::default(), wake: None, shares: false, course: None })
                });
                let Some(row) = row else { return expected.first().copied() };
                if row.wake != wake {
                    row.wake.map(|at| expected.remove(&(at, slot)));
                    row.wake = wake;
                    if let Some(at) = wake {
                        expected.insert((at, slot));
                        timers.set(slot, at);
                    }
                }
                timers.settle(rows);
                expected.first().copied()
            };
            for (number, (slot, ahead)) in settings.into_iter().enumerate() {
                let first = set(&mut timers, &mut rows, slot, Some(now.plus(ahead)));
                prop_assert_eq!(timers.next(), first);
                if number % goes_on == 0 && let Some((at, slot)) = timers.next() {
                    now = now.max(at);
                    let first = set(&mut timers, &mut rows, slot, None);
                    prop_assert_eq!(timers.next(), first);
                }
            }
            while let Some((_, slot)) = timers.next() {
                let first = set(&mut timers, &mut rows, slot, None);
                prop_assert_eq!(timers.next(), first);
            }
        }
    }
}
