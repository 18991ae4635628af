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
    /// Those of the hours up to `ahead_from`, the earliest first, then in the order of slots. Its top holds good once
    /// [`Timers::settle`] was called, and it is empty only when there is no timer at all.
    near: BinaryHeap<Reverse<(Timestamp, u32)>>,
    /// The first hour that is not in `near`.
    ahead_from: i64,
    /// Later ones by their hour.
    ahead: BTreeMap<i64, Vec<u32>>,
}

impl Timers {
    /// A timer for a slot. One that it had before ends with it, once the row says so.
    pub(super) fn set(&mut self, slot: u32, at: Timestamp) {
        let hour = hour_of(at);
        if hour < self.ahead_from {
            self.near.push(Reverse((at, slot)));
        } else {
            self.ahead.entry(hour).or_default().push(slot);
        }
    }

    /// Brings the earliest timer that holds good to the top. `wake_of` says when a slot is to be woken.
    pub(super) fn settle(&mut self, wake_of: impl Fn(u32) -> Option<Timestamp>) {
        loop {
            match self.near.peek() {
                Some(&Reverse((at, slot))) if wake_of(slot) == Some(at) => return,
                Some(_) => {
                    self.near.pop();
                }
                None => {
                    let Some((hour, slots)) = self.ahead.pop_first() else {
                        return;
                    };
                    self.ahead_from = hour + 1;
                    let of_this_hour = |slot: u32| wake_of(slot).filter(|at| hour_of(*at) == hour);
                    let timers = slots.into_iter();
                    self.near
                        .extend(timers.filter_map(|slot| Some(Reverse((of_this_hour(slot)?, slot)))));
                }
            }
        }
    }

    /// The earliest timer there is.
    pub(super) fn next(&self) -> Option<(Timestamp, u32)> {
        self.near.peek().map(|Reverse(timer)| *timer)
    }
}

fn hour_of(at: Timestamp) -> i64 {
    at.unix().div_euclid(HOUR)
}
