//! The workload of the caseload benchmark: plans drawn from a seed, and the least that follows them up.
//!
//! The *bare* loop is the least that any follow-up engine does: an enum and a binary heap. The *full* one in `by_hand`
//! does more of what the library does.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Seconds in a day.
pub const DAY: i64 = 86_400;
/// 30 days after this all plans are presented.
pub const BASE: i64 = 1_787_408_000;
const T0: i64 = 30 * DAY;
const SEED: u64 = 0x464F_4C4C_4F57_5448;

fn draw(k: u64) -> u64 {
    let mut z = SEED.wrapping_add((k + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// What a patient, or the practice system, does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inbound {
    /// Follows a link.
    Click,
    /// Says yes.
    Yes,
    /// Opts out.
    Stop,
    /// Accepts at the desk.
    Accepted,
}

/// One open case: a plan of a person of its own.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Seconds since [`BASE`].
    pub presented: i64,
    /// Its value.
    pub cents: i64,
    /// Whether texts may be sent; else e-mail.
    pub sms: bool,
    /// Whether e-mail may be sent; else texts.
    pub email: bool,
    /// One of eight.
    pub zone: usize,
    /// What happens, and when.
    pub inbound: Option<(i64, Inbound)>,
}

/// The first so many plans that are worth following up.
pub fn cases(count: usize) -> Vec<Case> {
    (0..).filter_map(case).take(count).collect()
}

fn case(i: u64) -> Option<Case> {
    let [a, b, c, d] = [0, 1, 2, 3].map(|k| draw(4 * i + k));
    let status = (a >> 3) & 15;
    let of = |shift: u32, mask: u64| (a >> shift) & mask != 0;
    let (sms, email) = (of(8, 15) && of(16, 7), of(12, 7) && of(20, 7));
    let u = b >> 32;
    let cents = signed(5_000 + ((((u * u) >> 32) * 595_000) >> 32));
    let presented = T0 - signed(((c & 0xFFFF_FFFF) * 30 * 86_400) >> 32);
    let eligible =
        status <= 9 && T0 - presented > DAY && cents >= 50_000 && matches!(a & 7, 0 | 1 | 2 | 4 | 6) && (sms || email);
    let kind = match (d >> 8) & 3 {
        0 => Inbound::Click,
        1 => Inbound::Yes,
        2 => Inbound::Stop,
        _ => Inbound::Accepted,
    };
    let at = presented + DAY + signed(((d >> 32) * 14 * 86_400) >> 32);
    eligible.then_some(Case {
        presented,
        cents,
        sms,
        email,
        zone: usize::try_from((a >> 24) & 7).unwrap_or(0),
        inbound: (d % 100 < 38).then_some((at, kind)),
    })
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// What happens to all cases, in order of time.
pub fn inbound(cases: &[Case]) -> Vec<(i64, usize, Inbound)> {
    let mut list: Vec<_> = cases
        .iter()
        .enumerate()
        .filter_map(|(j, case)| case.inbound.map(|(at, kind)| (at, j, kind)))
        .collect();
    list.sort_by_key(|&(at, j, _)| (at, j));
    list
}

/// What a loop did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Timers that fired and inbound events that were delivered.
    pub events: usize,
    /// A sum over all that was emitted, so that nothing is optimised away.
    pub sum: u32,
}

/// Channels of an emitted action.
pub const SMS: u32 = 0;
/// E-mail.
pub const EMAIL: u32 = 1;
/// A prompt to staff.
pub const CALL: u32 = 2;

/// The zones of the cases.
pub const ZONES: [&str; 8] = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Detroit",
];

/// Days of the four timers.
pub const DAYS: [i64; 4] = [1, 3, 7, 12];

/// One emitted action.
#[derive(Clone, Copy, Debug)]
pub struct Emitted {
    /// When.
    pub at: i64,
    /// Whose.
    pub case: u32,
    /// Step, channel and template.
    pub what: u32,
}

pub(crate) fn index(slot: u32) -> usize {
    usize::try_from(slot).unwrap_or(usize::MAX)
}

/// The enum and the heap, nothing else.
pub fn bare(cases: &[Case], inbound: &[(i64, usize, Inbound)]) -> Tally {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        Waiting(u32),
        Over,
    }
    let mut states = vec![State::Waiting(0); cases.len()];
    let mut escalated = vec![false; cases.len()];
    let mut heap = BinaryHeap::with_capacity(cases.len());
    let due = |case: &Case, k: u32| case.presented + DAY + DAYS.get(index(k)).copied().unwrap_or(0) * DAY;
    for (j, case) in (0u32..).zip(cases) {
        heap.push(Reverse((due(case, 0), j, 0u32)));
    }
    let mut emitted = Vec::new();
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
        if timer_first {
            let Some(Reverse((at, j, k))) = heap.pop() else { break };
            let (Some(case), Some(state)) = (cases.get(index(j)), states.get_mut(index(j))) else {
                continue;
            };
            if *state != State::Waiting(k) {
                continue;
            }
            events += 1;
            let template = u32::from(case.cents > 150_000) << 8;
            if k < 3 {
                let channel = if (k == 1 && case.email) || !case.sms {
                    EMAIL
                } else {
                    SMS
                };
                emitted.push(Emitted {
                    at,
                    case: j,
                    what: k | channel << 4 | template,
                });
                *state = State::Waiting(k + 1);
                heap.push(Reverse((due(case, k + 1), j, k + 1)));
            } else {
                let called = escalated.get(index(j)).copied().unwrap_or(false);
                if case.cents > 300_000 && !called {
                    emitted.push(Emitted {
                        at,
                        case: j,
                        what: 3 | CALL << 4,
                    });
                }
                *state = State::Over;
            }
        } else {
            let Some(&(at, j, kind)) = inbound.next() else { break };
            events += 1;
            let (Some(case), Some(state), Some(called)) = (cases.get(j), states.get_mut(j), escalated.get_mut(j))
            else {
                continue;
            };
            if *state == State::Over {
                continue;
            }
            let slot = u32::try_from(j).unwrap_or(u32::MAX);
            match kind {
                Inbound::Click => {
                    if case.cents > 150_000 && !*called {
                        emitted.push(Emitted {
                            at,
                            case: slot,
                            what: 4 | CALL << 4,
                        });
                        *called = true;
                    }
                }
                Inbound::Yes => {
                    emitted.push(Emitted {
                        at,
                        case: slot,
                        what: 5 | CALL << 4,
                    });
                    *state = State::Over;
                }
                Inbound::Stop => {
                    let channel = if case.sms { SMS } else { EMAIL };
                    emitted.push(Emitted {
                        at,
                        case: slot,
                        what: 6 | channel << 4,
                    });
                    *state = State::Over;
                }
                Inbound::Accepted => *state = State::Over,
            }
        }
    }
    Tally {
        events,
        sum: emitted
            .iter()
            .fold(0, |sum, one| mix(mix(mix(sum, low(one.at)), one.case), one.what)),
    }
}

fn low(at: i64) -> u32 {
    u32::try_from(at & 0xFFFF_FFFF).unwrap_or(0)
}

/// A checksum.
pub fn mix(sum: u32, x: u32) -> u32 {
    (sum.rotate_left(5) ^ x).wrapping_mul(0x9E37_79B1)
}
