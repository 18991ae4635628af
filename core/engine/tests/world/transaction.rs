//! What one call leaves in the database, in one transaction: actions, and what others must hear.

use followthrough::follow_up::{
    Action, ActionKind, Decision, EVENT_MEMORY_DAYS, EventKind, StaffOutcome, contact_revoked,
};
use followthrough::recipient::Channel;
use followthrough::wire::Code;
use followthrough::{Event, Timestamp};

use super::host::Outgoing;
use super::observer::Law;
use super::post::{Happening, Letter, Meant};
use super::practice::RECALLS;
use super::run::World;
use super::store::{Answers, Input, Store, What};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl World {
    pub(crate) fn refused(&mut self, code: Code, input: &Input) {
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
        let (who, kind) = (input.who, input.kind());
        let mut repeat = false;
        if let What::Happened(event) = &input.what {
            repeat = self.host.is_repeat(who, kind, event, now);
            if !repeat {
                let told_before = self.host.is_repeat(who, 1 - kind, event, now);
                let (id, at) = (event.event_id.to_string(), event.at.min(now));
                self.host.taken_in.insert((who, kind, id), at);
                let answer = answers.iter().find(|(whose, _)| *whose == who);
                if let Some((_, decision)) = answer {
                    let book = &self.practice.books[input.book];
                    if !told_before {
                        self.observer.heard(who, book, event, now);
                    }
                    let all = told_before || !self.host.recalls;
                    self.observer.took_in(who, kind, event, (meant, all), now, decision);
                }
                self.list(who, event, now);
                self.strike_off(event, now);
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

    /// A task of which the engine knows what came is off everybody's list.
    fn strike_off(&mut self, event: &Event, now: Timestamp) {
        if let EventKind::Staff(staff) = &event.kind
            && let Some(task) = staff.task_id.as_ref().filter(|_| staff.outcome != StaffOutcome::Undo)
            && let Some(task) = self.staff.tasks.get_mut(task.text().as_str())
        {
            (task.open, task.worked_at) = (false, now);
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
                of_recalls: book == RECALLS,
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
