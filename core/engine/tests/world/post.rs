//! What travels to the host: events that are delayed, lost and sent again, repeated, and overtaken by others.

use std::collections::BTreeMap;

use followthrough::{Event, Timestamp};

use super::chance::Chance;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// What the person meant, where a person wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meant {
    Yes,
    /// Something that a person must read.
    Question,
    Nothing,
}

/// One event on its way.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub(crate) to: usize,
    pub(crate) event_id: String,
    pub(crate) at: Timestamp,
    pub(crate) body: String,
    pub(crate) meant: Meant,
}

impl Letter {
    pub(crate) fn event(&self) -> Event {
        let text = format!(
            r#"{{"event_id": "{}", "at": "{}", {}}}"#,
            self.event_id, self.at, self.body
        );
        Event::from_json(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }
}

/// What is to happen.
#[derive(Clone, Debug)]
pub(crate) enum Happening {
    /// A day of the practice begins.
    Day,
    /// The practice system exports.
    Export,
    /// A letter comes to the host.
    Arrives(Box<Letter>),
    /// The host looks at a follow-up: its inbox, and its timer.
    Look(usize),
    /// The host looks for timers that were lost.
    Sweep,
    /// The host carries out what stands in the outbox of a follow-up.
    Carry(usize),
    /// A message reaches a person.
    Lands(usize, String),
    /// Staff turn to a task.
    Work(String),
    /// The host is off for so many hours.
    Outage(i64),
    /// The brake is pulled for so many hours.
    Brake(i64),
    /// The second revision comes into force; for so many hours some workers still have the first.
    Publish(i64),
    /// The last worker has the second revision.
    Published,
    /// Nothing happens any more but time.
    Calm,
}

/// What is to come, in order.
#[derive(Default)]
pub(crate) struct Queue {
    waiting: BTreeMap<(Timestamp, u64), Happening>,
    count: u64,
}

impl Queue {
    pub(crate) fn put(&mut self, at: Timestamp, happening: Happening) {
        self.count += 1;
        self.waiting.insert((at, self.count), happening);
    }

    pub(crate) fn next(&mut self) -> Option<(Timestamp, Happening)> {
        self.waiting.pop_first().map(|((at, _), happening)| (at, happening))
    }

    /// Puts a letter on its way.
    pub(crate) fn post(&mut self, chance: &mut Chance, now: Timestamp, letter: Letter) {
        let delay = match chance.between(0, 99) {
            0..80 => chance.between(0, 10 * MINUTE),
            80..92 => chance.between(MINUTE, 12 * HOUR),
            // Lost; whoever sent it tries again.
            92..99 => chance.between(HOUR, 3 * DAY),
            // Found again when nobody thought of it any more.
            _ => chance.between(3 * DAY, 50 * DAY),
        };
        let arrives = now.plus(delay);
        if chance.percent(10) {
            let again = match chance.between(0, 9) {
                0..6 => chance.between(0, HOUR),
                6..9 => chance.between(HOUR, 20 * DAY),
                // Out of some queue that everybody forgot.
                _ => chance.between(35 * DAY, 60 * DAY),
            };
            self.put(arrives.plus(again), Happening::Arrives(Box::new(letter.clone())));
        }
        self.put(arrives, Happening::Arrives(Box::new(letter)));
    }
}
