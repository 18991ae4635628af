//! A host as docs/hosting.md asks for: it loses its mind between any two steps, but no row of its database.

use std::collections::{BTreeMap, VecDeque};

use followthrough::follow_up::{Action, ActionKind, EVENT_MEMORY_DAYS, Entry, EntryKind};
use followthrough::{Event, Moment, Timestamp};

use super::chance::Chance;
use super::observer::Law;
use super::post::{Happening, Letter, Meant};
use super::practice::RECALLS;
use super::run::{Fault, World};
use super::store::{Input, Store, What, decide};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// An action in the outbox.
pub(crate) struct Outgoing {
    pub(crate) action: Action,
    /// Whether the playbook for recalls handed it out.
    pub(crate) of_recalls: bool,
    pub(crate) handed_at: Timestamp,
    pub(crate) done: bool,
    pub(crate) cancelled: bool,
}

pub(crate) struct Host {
    pub(crate) chance: Chance,
    pub(crate) store: Store,
    pub(crate) inbox: Vec<VecDeque<Letter>>,
    pub(crate) outbox: BTreeMap<String, Outgoing>,
    /// The outbox of each person, in the order in which it was written.
    pub(crate) order: Vec<Vec<String>>,
    pub(crate) facts_as_of: Option<Timestamp>,
    pub(crate) hold_until: Option<Timestamp>,
    pub(crate) down_until: Option<Timestamp>,
    /// The revision in force, and whether some workers have the one before.
    pub(crate) book: usize,
    pub(crate) mixed: bool,
    /// The last instant that each follow-up has seen.
    pub(crate) seen_now: Vec<Timestamp>,
    /// When an event that was taken in happened, by person, kind and id.
    pub(crate) taken_in: BTreeMap<(usize, usize, String), Timestamp>,
    /// Whether a second playbook follows up recalls.
    pub(crate) recalls: bool,
    /// The points that each person's newest snapshot lists.
    pub(crate) listed: Vec<(Timestamp, Vec<String>)>,
    /// What was accepted and was no repeat, with its answer: for the twin.
    pub(crate) inputs: Vec<(Input, String)>,
}

impl Host {
    pub(crate) fn new(chance: Chance, store: Store, people: usize) -> Self {
        Self {
            chance,
            store,
            inbox: vec![VecDeque::new(); people],
            outbox: BTreeMap::new(),
            order: vec![Vec::new(); people],
            facts_as_of: None,
            hold_until: None,
            down_until: None,
            book: 0,
            mixed: false,
            seen_now: vec![Timestamp::MIN; people],
            taken_in: BTreeMap::new(),
            recalls: false,
            listed: vec![(Timestamp::MIN, Vec::new()); people],
            inputs: Vec::new(),
        }
    }

    /// Whether the product shows a case of a person.
    pub(crate) fn knows(&self, who: usize, case: &str) -> bool {
        self.store.follow_up(who).states().keys().any(|id| id.as_str() == case)
    }

    /// Who else has a contact point.
    pub(crate) fn others(&self, who: usize, point: &str) -> Vec<usize> {
        let has = |other: &usize| *other != who && self.listed[*other].1.iter().any(|value| value == point);
        (0..self.listed.len()).filter(has).collect()
    }

    pub(crate) fn is_repeat(&self, who: usize, kind: usize, event: &Event, now: Timestamp) -> bool {
        let known = self.taken_in.get(&(who, kind, event.event_id.to_string()));
        known.is_some_and(|at| now.since(*at) <= EVENT_MEMORY_DAYS * DAY)
    }
}

impl World {
    /// One worker's look at a follow-up: first all that waits for it, then the timer.
    pub(crate) fn look(&mut self, who: usize) {
        let whole = matches!(self.host.store, Store::Desk(_));
        let people = if whole { 0..self.people.len() } else { who..who + 1 };
        for who in people {
            while let Some(letter) = self.host.inbox[who].pop_front() {
                let done = self.call(who, Some(&letter));
                // Also where the answer was stored and the queue did not hear of it.
                if !done || self.crashes(3) {
                    self.host.inbox[who].push_front(letter);
                    let later = self.now.plus(self.host.chance.between(MINUTE, HOUR));
                    return self.queue.put(later, Happening::Look(who));
                }
            }
        }
        if self.host.store.wake_at(who).is_some_and(|at| at <= self.now) && !self.call(who, None) {
            let later = self.now.plus(self.host.chance.between(MINUTE, HOUR));
            self.queue.put(later, Happening::Look(who));
        }
        // A caseload has one timer for all, also when nobody had anything to say.
        if let Some(at) = self.host.store.wake_at(who).filter(|_| whole && self.calm) {
            self.queue.put(at.max(self.now.plus(1)), Happening::Look(who));
        }
    }

    /// Nothing dies any more once the world is calm.
    pub(crate) fn crashes(&mut self, percent: i64) -> bool {
        !self.calm && self.host.chance.percent(percent)
    }

    /// What a worker's clock shows and the host knows. A caseload is in one hand, with one clock.
    pub(crate) fn moment(&mut self) -> Moment {
        let rows = matches!(self.host.store, Store::Rows(_));
        let skew = if rows && self.crashes(20) {
            self.host.chance.between(0, 5 * MINUTE)
        } else {
            0
        };
        let mut moment = Moment::from(self.now.plus(-skew));
        if self.fault == Fault::WrongClock {
            moment.now = self.now.plus(9 * HOUR);
        }
        if self.calm && self.fresh_for_ever {
            moment.facts_as_of = Some(self.now);
        } else {
            moment.facts_as_of = self.host.facts_as_of;
        }
        moment.hold_until = self.host.hold_until;
        moment
    }

    /// Which revision the worker has.
    pub(crate) fn revision(&mut self) -> usize {
        if self.host.mixed && self.host.chance.percent(50) {
            0
        } else {
            self.host.book
        }
    }

    /// Every event to every playbook, and every tick; false when the worker died on the way.
    pub(crate) fn call(&mut self, who: usize, letter: Option<&Letter>) -> bool {
        let plans = self.revision();
        self.call_one(who, plans, letter) && (!self.host.recalls || self.call_one(who, RECALLS, letter))
    }

    /// One call and what is stored of it; false when the worker died before that.
    fn call_one(&mut self, who: usize, book: usize, letter: Option<&Letter>) -> bool {
        let moment = self.moment();
        let what = letter.map_or(What::Tick, |letter| What::Happened(Box::new(letter.event())));
        let input = Input {
            who,
            book,
            moment,
            what,
        };
        let now = self.host.seen_now[who].max(moment.now);
        let crash = self.crashes(4);
        let answers = match &mut self.host.store {
            Store::Desk(desk) => desk.call(&self.practice.playbooks, input.clone(), crash),
            Store::Rows(rows) => {
                let before = rows[who].load();
                let decided = decide(&self.practice.playbooks[book], before.clone(), &input);
                if crash {
                    let again = decide(&self.practice.playbooks[book], before, &input);
                    let same = match (&decided, &again) {
                        (Ok(one), Ok(other)) => one.0.to_json() == other.0.to_json() && one.1 == other.1,
                        (Err(one), Err(other)) => one.code() == other.code(),
                        (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
                    };
                    self.observer
                        .holds(same, Law::Twin, || "a call made again answers otherwise".to_owned());
                    return false;
                }
                match decided {
                    Ok((decision, after)) => {
                        let json = after.to_json();
                        let back = followthrough::FollowUp::from_json(&json);
                        let same = back.is_ok_and(|back| back == after && back.to_json() == json);
                        self.observer
                            .holds(same, Law::Stored, || format!("stored and read again differs: {json}"));
                        let forgets = match self.fault {
                            // Two workers without a lock on the row: one overwrites what the other wrote.
                            Fault::LostUpdate => self.host.chance.percent(50),
                            Fault::ForgetsOptOuts => {
                                let is_record = |action: &Action| matches!(action.kind, ActionKind::RecordOptOut(_));
                                decision.actions.iter().any(is_record)
                            }
                            Fault::ForgetsEnds => {
                                let is_end = |entry: &Entry| matches!(entry.kind, EntryKind::Closed { .. });
                                decision.journal.iter().any(is_end)
                            }
                            _ => false,
                        };
                        if !forgets {
                            rows[who].json = json;
                        }
                        rows[who].wake_at[input.kind()] =
                            decision.wake_at.filter(|_| self.fault != Fault::ForgetsTimers);
                        Ok(vec![(who, decision)])
                    }
                    Err(error) => Err(error.code()),
                }
            }
        };
        self.trace(who, &input, &answers);
        match answers {
            Ok(answers) => self.stored(
                &input,
                letter.map_or(Meant::Nothing, |letter| letter.meant),
                now,
                answers,
            ),
            Err(code) => self.refused(code, &input),
        }
        true
    }
}
