//! The workload's loop as one would write it by hand for this very playbook and nothing else: the enum and the heap, and
//! with them windows in the person's zone, the gap and the week's cap, an id by SHA-256 for each action and a record of
//! each decision. No consent that changes, no visits, no groups, no revisions, no late or repeated events.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use followthrough::Timestamp;
use followthrough::schedule::Zone;
use sha2::{Digest, Sha256};

use crate::workload::{BASE, CALL, Case, DAY, DAYS, EMAIL, Emitted, Inbound, SMS, Tally, ZONES, index, mix};

const OPENS: i64 = 9 * 3_600;
const SHUTS: i64 = 19 * 3_600;
const GAP: i64 = 20 * 3_600;
const A_WEEK: usize = 3;
const NEVER: i64 = i64::MIN / 2;

/// What was decided, and why then.
struct Record {
    id: [u8; 16],
    emitted: Emitted,
    due: i64,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Waiting(u32),
    Over,
}

struct Open {
    state: State,
    called: bool,
    /// The last messages, the latest last.
    sent: [i64; A_WEEK],
}

/// The loop.
#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
pub fn full(cases: &[Case], inbound: &[(i64, usize, Inbound)]) -> Tally {
    let zones: Vec<Zone> = ZONES.iter().map(|name| Zone::named(name).expect("a zone")).collect();
    let zone = |case: &Case| zones.get(case.zone).unwrap_or_else(|| unreachable!());
    let due = |case: &Case, k: u32| case.presented + DAY + DAYS.get(index(k)).copied().unwrap_or(0) * DAY;
    let mut open: Vec<Open> = cases
        .iter()
        .map(|_| Open {
            state: State::Waiting(0),
            called: false,
            sent: [NEVER; A_WEEK],
        })
        .collect();
    let mut heap = BinaryHeap::with_capacity(cases.len());
    for (j, case) in (0u32..).zip(cases) {
        heap.push(Reverse((allowed(zone(case), due(case, 0)), j, 0u32)));
    }
    let mut records: Vec<Record> = Vec::new();
    let mut events = 0;
    let mut inbound = inbound.iter().peekable();
    loop {
        let timer = heap.peek().map(|Reverse(timer)| *timer);
        let next_in = inbound.peek().map(|(at, j, _)| (*at, *j));
        let timer_first = match (timer, next_in) {
            (None, None) => break,
            (Some((t, j, _)), Some(other)) => (t, index(j)) <= other,
            (Some(_), None) => true,
            (None, Some(_)) => false,
        };
        let (at, j, k, kind) = if timer_first {
            let Some(Reverse((at, j, k))) = heap.pop() else { break };
            (at, j, k, None)
        } else {
            let Some(&(at, j, kind)) = inbound.next() else { break };
            (at, u32::try_from(j).unwrap_or(u32::MAX), 0, Some(kind))
        };
        let (Some(case), Some(own)) = (cases.get(index(j)), open.get_mut(index(j))) else {
            continue;
        };
        let mut emit = |step: u32, what: u32, due: i64| {
            let emitted = Emitted { at, case: j, what };
            records.push(Record {
                id: id(j, step),
                emitted,
                due,
            });
        };
        match kind {
            None => {
                if own.state != State::Waiting(k) {
                    continue;
                }
                // The gap or the cap may have moved it since it was set.
                let free = room(&own.sent, at);
                if k < 3 && free > at {
                    heap.push(Reverse((allowed(zone(case), free), j, k)));
                    continue;
                }
                events += 1;
                if k < 3 {
                    let channel = if (k == 1 && case.email) || !case.sms {
                        EMAIL
                    } else {
                        SMS
                    };
                    emit(k, k | channel << 4 | u32::from(case.cents > 150_000) << 8, due(case, k));
                    own.sent.rotate_left(1);
                    if let Some(last) = own.sent.last_mut() {
                        *last = at;
                    }
                    own.state = State::Waiting(k + 1);
                    heap.push(Reverse((allowed(zone(case), due(case, k + 1)), j, k + 1)));
                } else {
                    if case.cents > 300_000 && !own.called {
                        emit(3, 3 | CALL << 4, due(case, 3));
                    }
                    own.state = State::Over;
                }
            }
            Some(kind) => {
                events += 1;
                if own.state == State::Over {
                    continue;
                }
                match kind {
                    Inbound::Click => {
                        if case.cents > 150_000 && !own.called {
                            emit(4, 4 | CALL << 4, at);
                            own.called = true;
                        }
                    }
                    Inbound::Yes => {
                        emit(5, 5 | CALL << 4, at);
                        own.state = State::Over;
                    }
                    Inbound::Stop => {
                        emit(6, 6 | if case.sms { SMS } else { EMAIL } << 4, at);
                        own.state = State::Over;
                    }
                    Inbound::Accepted => own.state = State::Over,
                }
            }
        }
    }
    let sum = records.iter().fold(0, |sum, record| {
        let first = record.id.first().copied().map_or(0, u32::from);
        let late = u32::try_from(record.emitted.at - record.due).unwrap_or(0);
        mix(mix(mix(sum, record.emitted.case), record.emitted.what), first ^ late)
    });
    Tally { events, sum }
}

/// The first instant at which the window is open: from nine to seven, not on Sundays, in the person's zone.
fn allowed(zone: &Zone, from: i64) -> i64 {
    let mut at = from;
    for _ in 0..4 {
        let local = zone.local(Timestamp::from_unix(BASE + at));
        let second = i64::from(local.second);
        let sunday = local.weekday == followthrough::schedule::Weekday::Sun;
        if !sunday && second < OPENS {
            return at + OPENS - second;
        }
        if !sunday && second < SHUTS {
            return at;
        }
        at += DAY - second;
    }
    at
}

/// When the gap is over and the week has room.
fn room(sent: &[i64; A_WEEK], at: i64) -> i64 {
    let [first, .., last] = sent;
    at.max(last + GAP).max(first + 7 * DAY)
}

fn id(case: u32, step: u32) -> [u8; 16] {
    let mut hasher = Sha256::new();
    hasher.update(b"action");
    hasher.update(case.to_le_bytes());
    hasher.update(step.to_le_bytes());
    let digest: [u8; 32] = hasher.finalize().into();
    digest.first_chunk().copied().unwrap_or([0; 16])
}
