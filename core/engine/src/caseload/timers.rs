//! The clock of a caseload: who is due next.
//!
//! Timers wait in buckets of an hour and are put in order when their hour comes. One that was set anew is not searched
//! for: its old entry is passed over when it turns up, since the row no longer agrees with it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::{Row, index};
use crate::schedule::Timestamp;

const HOUR: i64 = 3_600;

/// How many rows are read ahead of their turn.
const AHEAD: usize = 32;

/// How many timers a heap puts in order well.
const MOST_NEAR: usize = 1_024;

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
    /// Later ones by their hour.
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
        for (at, slot) in near.chain(std::mem::take(&mut self.hour)) {
            self.ahead_from = self.ahead_from.min(hour_of(at));
            self.set_ahead(slot, at);
        }
    }

    fn set_ahead(&mut self, slot: u32, at: Timestamp) {
        let hour = hour_of(at);
        let second = at.unix() - hour * HOUR;
        let timer = (slot, u16::try_from(second).unwrap_or(0));
        let spare = &mut self.spare;
        let of_hour = self.ahead.entry(hour);
        of_hour.or_insert_with(|| spare.pop().unwrap_or_default()).push(timer);
    }

    /// Brings the earliest timer that the rows agree with to the top.
    pub(super) fn settle(&mut self, rows: &[Option<Row>]) {
        loop {
            match self.next() {
                Some((at, slot)) if wake_of(rows, slot) == Some(at) => return,
                Some(timer) => self.pass_over(timer, rows),
                None if self.ahead.is_empty() => return,
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
        let Some((hour, mut slots)) = self.ahead.pop_first() else {
            return;
        };
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
