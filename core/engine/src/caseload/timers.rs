//! The clock of a caseload: who is due next.
//!
//! Timers wait in buckets of an hour and are put in order when their hour comes. One that was set anew is not searched
//! for: its old entry is passed over when it turns up, since the row no longer agrees with it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::schedule::Timestamp;

const HOUR: i64 = 3_600;

/// Slots by the instant at which time has its next word about them.
#[derive(Clone, Default)]
pub(super) struct Timers {
    /// Those of past hours and of the current one, the earliest first, then in the order of slots.
    near: BinaryHeap<Reverse<(Timestamp, u32)>>,
    /// The hour after those in `near`.
    ahead_from: i64,
    /// Later ones by their hour.
    ahead: BTreeMap<i64, Vec<u32>>,
}

impl Timers {
    /// A timer for a slot. One that it had before ends with it, once the row says so.
    pub(super) fn set(&mut self, slot: u32, at: Timestamp) {
        let hour = at.unix().div_euclid(HOUR);
        if hour < self.ahead_from {
            self.near.push(Reverse((at, slot)));
        } else {
            self.ahead.entry(hour).or_default().push(slot);
        }
    }

    /// The earliest timer up to an instant, taken off. `wake_of` says when a slot is to be woken.
    pub(super) fn next_due(
        &mut self,
        now: Timestamp,
        wake_of: impl Fn(u32) -> Option<Timestamp>,
    ) -> Option<(Timestamp, u32)> {
        loop {
            match self.near.peek() {
                Some(&Reverse((at, slot))) if at <= now => {
                    self.near.pop();
                    if wake_of(slot) == Some(at) {
                        return Some((at, slot));
                    }
                }
                Some(_) => return None,
                None => self.open_hour(now, &wake_of)?,
            }
        }
    }

    /// Puts the next hour that has begun in order; none when none has.
    fn open_hour(&mut self, now: Timestamp, wake_of: impl Fn(u32) -> Option<Timestamp>) -> Option<()> {
        let first = self.ahead.first_entry()?;
        let hour = *first.key();
        if hour > now.unix().div_euclid(HOUR) {
            return None;
        }
        let slots = first.remove();
        self.ahead_from = hour + 1;
        let of_this_hour = |slot: u32| wake_of(slot).filter(|at| at.unix().div_euclid(HOUR) == hour);
        self.near = slots
            .into_iter()
            .filter_map(|slot| Some(Reverse((of_this_hour(slot)?, slot))))
            .collect();
        Some(())
    }

    /// The earliest timer there is.
    pub(super) fn next(&self, wake_of: impl Fn(u32) -> Option<Timestamp>) -> Option<Timestamp> {
        let near = self.near.iter().map(|Reverse(timer)| *timer);
        let live = near.filter(|&(at, slot)| wake_of(slot) == Some(at)).map(|(at, _)| at);
        if let Some(at) = live.min() {
            return Some(at);
        }
        self.ahead.iter().find_map(|(hour, slots)| {
            let of_this_hour = |&slot: &u32| wake_of(slot).filter(|at| at.unix().div_euclid(HOUR) == *hour);
            slots.iter().filter_map(of_this_hour).min()
        })
    }
}
