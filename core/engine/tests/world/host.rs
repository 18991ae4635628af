//! A host as docs/hosting.md asks for: it loses its mind between any two steps, but no row of its database.

use std::collections::{BTreeMap, VecDeque};

use followthrough::follow_up::{
    Action, ActionKind, Decision, EVENT_MEMORY_DAYS, Entry, EntryKind, EventKind, StaffOutcome, contact_revoked,
};
use followthrough::recipient::Channel;
use followthrough::wire::Code;
use followthrough::{Event, Moment, Timestamp};

use super::chance::Chance;
use super::observer::Law;
use super::post::{Happening, Letter, Meant};
use super::run::{Fault, World};
use super::store::{Answers, Input, Store, What, decide};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// An action in the outbox.
pub(crate) struct Outgoing {
    pub(crate) action: Action,
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
    /// When an event that was taken in happened, by person and id.
    pub(crate) taken_in: BTreeMap<(usize, String), Timestamp>,
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

    fn is_repeat(&self, who: usize, event: &Event, now: Timestamp) -> bool {
        let known = self.taken_in.get(&(who, event.event_id.to_string()));
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

    /// One call and what is stored of it; false when the worker died before that.
    pub(crate) fn call(&mut self, who: usize, letter: Option<&Letter>) -> bool {
        let (book, moment) = (self.revision(), self.moment());
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
                        rows[who].wake_at = decision.wake_at.filter(|_| self.fault != Fault::ForgetsTimers);
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

    fn refused(&mut self, code: Code, input: &Input) {
        let known = match &input.what {
            What::Happened(event) => match &event.kind {
                // Somebody else was faster, or the state changed under the screen.
                EventKind::Staff(_) => [Code::UnknownTask, Code::NotInThisState, Code::UnknownContact].contains(&code),
                _ => false,
            },
            What::Tick | What::Publish => false,
        };
        let text = || format!("{} is no answer to this", code.as_str());
        self.observer.holds(known, Law::Errors, text);
    }

    /// The transaction: the follow-up is in it already.
    pub(crate) fn stored(&mut self, input: &Input, meant: Meant, now: Timestamp, answers: Answers) {
        let who = input.who;
        let mut repeat = false;
        if let What::Happened(event) = &input.what {
            repeat = self.host.is_repeat(who, event, now);
            if !repeat {
                let at = event.at.min(now);
                self.host.taken_in.insert((who, event.event_id.to_string()), at);
                let decision = answers
                    .iter()
                    .find(|(whose, _)| *whose == who)
                    .map(|(_, decision)| decision);
                if let Some(decision) = decision {
                    let book = &self.practice.books[input.book];
                    self.observer.took_in(who, book, event, meant, now, decision);
                }
                self.list(who, event, now);
                if let EventKind::Staff(staff) = &event.kind
                    && let Some(task) = staff.task_id.as_ref().filter(|_| staff.outcome != StaffOutcome::Undo)
                    && let Some(task) = self.staff.tasks.get_mut(task.as_str())
                {
                    (task.open, task.worked_at) = (false, now);
                }
            }
        }
        if !repeat {
            self.host.seen_now[who] = now;
            if let Some((_, decision)) = answers.first() {
                self.host.inputs.push((input.clone(), decision.to_json()));
            }
        }
        for (whose, decision) in answers {
            self.keep(whose, input.book, now.max(self.host.seen_now[whose]), decision);
        }
    }

    fn list(&mut self, who: usize, event: &Event, now: Timestamp) {
        let EventKind::Recipient(told) = &event.kind else {
            return;
        };
        let listed = &mut self.host.listed[who];
        if event.at >= listed.0 && now.since(event.at) <= EVENT_MEMORY_DAYS * DAY {
            let values = told
                .recipient
                .contacts
                .iter()
                .map(|contact| contact.value.reveal().to_owned());
            *listed = (event.at, values.collect());
        }
    }

    fn keep(&mut self, who: usize, book: usize, now: Timestamp, decision: Decision) {
        self.observer.handed_out(who, now, &decision);
        for action in &decision.actions {
            let id = action.id.to_string();
            if let Some(known) = self.host.outbox.get(&id) {
                let same = known.action == *action;
                self.observer.holds(same, Law::Once, || format!("{id} is two actions"));
                continue;
            }
            self.tell_those_who_share(who, book, now, action);
            let outgoing = Outgoing {
                action: action.clone(),
                handed_at: now,
                done: false,
                cancelled: false,
            };
            self.host.outbox.insert(id.clone(), outgoing);
            self.host.order[who].push(id);
        }
        let wake_at = self.host.store.wake_at(who);
        if !decision.actions.is_empty() {
            let delay = match self.host.chance.between(0, 99) {
                _ if self.crashes(4) => self.host.chance.between(5 * MINUTE, HOUR),
                0..85 => self.host.chance.between(0, 2 * MINUTE),
                _ => self.host.chance.between(0, 14 * HOUR),
            };
            self.queue.put(self.now.plus(delay), Happening::Carry(who));
        }
        // A timer that is lost is found by the sweep.
        if let Some(at) = wake_at.filter(|_| self.calm || self.host.chance.percent(92)) {
            let late = if self.host.chance.percent(80) {
                0
            } else {
                self.host.chance.between(0, 3 * HOUR)
            };
            self.queue
                .put(at.max(self.now.plus(1)).plus(late), Happening::Look(who));
        }
    }

    /// A message to a point that others have counts in their limits, and they hear of it before their next tick.
    fn tell_those_who_share(&mut self, who: usize, book: usize, now: Timestamp, action: &Action) {
        match &action.kind {
            ActionKind::Send(send) if !send.confirms_opt_out() => {
                let (point, channel) = (send.to.reveal().to_owned(), send.channel);
                for other in self.host.others(who, &point) {
                    let channel = if channel == Channel::Sms { "sms" } else { "email" };
                    let body = format!(
                        r#""type": "receipt", "result": "elsewhere", "contact": "{point}", "channel": "{channel}""#
                    );
                    let letter = Letter {
                        to: other,
                        event_id: format!("{}-{other}", action.id),
                        at: now,
                        body,
                        meant: Meant::Nothing,
                    };
                    self.put_in_inbox(letter, book, now);
                }
            }
            ActionKind::RecordOptOut(record) if matches!(self.host.store, Store::Desk(_)) => {
                for other in self.host.others(who, record.contact.reveal()) {
                    self.observer
                        .heard(other, &self.practice.books[book], &contact_revoked(record, now), now);
                }
            }
            _ => {}
        }
    }

    /// With rows a letter to the others; a caseload does this by itself, and the observer knows that it should.
    fn put_in_inbox(&mut self, letter: Letter, book: usize, now: Timestamp) {
        match &self.host.store {
            Store::Rows(_) => {
                self.queue.put(self.now, Happening::Look(letter.to));
                self.host.inbox[letter.to].push_back(letter);
            }
            Store::Desk(_) => {
                let (event, who) = (letter.event(), letter.to);
                self.observer.heard(who, &self.practice.books[book], &event, now);
            }
        }
    }
}
