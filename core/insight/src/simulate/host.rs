//! The host of the simulation: tells the engine what happened, wakes it, and carries out what it decides.

use followthrough::follow_up::{ActionKind, EntryKind, EventKind, OptOutRecord, Receipt, contact_revoked};
use followthrough::recipient::ContactValue;
use followthrough::wire::EventId;
use followthrough::{Decision, Event, FollowUp, Moment, Timestamp};

use super::agenda::What;
use super::office::Office;
use super::record::{Fault, Input, Record};

/// A follow-up that asks to be woken at once so often does not come to rest.
const MOST_TURNS: u32 = 40;

impl Office<'_> {
    /// Asks the engine about something that happened. A follow-up begins with the first thing heard of a person.
    pub(super) fn hear(&mut self, who: usize, at: Timestamp, id: Option<EventId>, kind: EventKind) {
        self.hear_of(who, at, at, id, kind);
    }

    /// The same of something that was so at an earlier instant.
    pub(super) fn hear_of(&mut self, who: usize, now: Timestamp, at: Timestamp, id: Option<EventId>, kind: EventKind) {
        let moment = self.moment(now);
        let Some(person) = self.people.get_mut(who).filter(|person| !person.refused) else {
            return;
        };
        if person.follow_up.is_none() {
            match FollowUp::new(&person.recipient) {
                Ok(follow_up) => {
                    person.follow_up = Some(follow_up);
                    self.records.push(Record {
                        recipient: person.recipient.id.clone(),
                        moment,
                        input: Input::Begin(person.recipient.clone()),
                        decision: None,
                    });
                }
                Err(error) => {
                    person.refused = true;
                    return self.fault(who, now, &error);
                }
            }
        }
        person.heard += 1;
        let Some(event_id) = id.or_else(|| EventId::parse(&format!("sim-{}", person.heard)).ok()) else {
            return;
        };
        let Some(follow_up) = &mut person.follow_up else { return };
        let event = Event { event_id, at, kind };
        match self.playbook.handle(follow_up, moment, &event) {
            Ok(decision) => self.follow(who, moment, Input::Event(event), decision),
            Err(error) => self.fault(who, now, &error),
        }
    }

    pub(super) fn wake(&mut self, who: usize, at: Timestamp) {
        let moment = self.moment(at);
        let Some(person) = self.people.get_mut(who) else { return };
        person.wake = None;
        let Some(follow_up) = &mut person.follow_up else { return };
        match self.playbook.tick(follow_up, moment) {
            Ok(decision) => self.follow(who, moment, Input::Tick, decision),
            Err(error) => self.fault(who, at, &error),
        }
    }

    /// The practice system is known up to an instant. Whoever waited for newer facts is looked at once this is heard.
    pub(super) fn know(&mut self, at: Timestamp, made: Timestamp) {
        self.facts_as_of = self.facts_as_of.max(Some(made));
        for (who, person) in self.people.iter_mut().enumerate().filter(|(_, person)| person.held) {
            if let Some(place) = person.wake.take() {
                self.agenda.remove(place);
            }
            person.wake = Some(self.agenda.add(at, who, What::Wake));
        }
    }

    pub(super) fn moment(&self, at: Timestamp) -> Moment {
        let moment = Moment::from(at);
        match self.facts_as_of {
            Some(as_of) => moment.with_facts_as_of(as_of),
            None => moment,
        }
    }

    /// Carries out what the engine decided.
    fn follow(&mut self, who: usize, moment: Moment, input: Input, decision: Decision) {
        let at = moment.now;
        for action in &decision.actions {
            match &action.kind {
                ActionKind::Send(send) => {
                    self.hand_over(who, at, &action.id, send);
                    for other in self.sharing(who, &send.to) {
                        let receipt = Receipt::Elsewhere {
                            contact: send.to.clone(),
                            channel: send.channel,
                        };
                        self.agenda
                            .add(at, other, What::Hear(None, Box::new(EventKind::Receipt(receipt))));
                    }
                }
                ActionKind::Prompt(prompt) => self.assign(who, at, &action.id, prompt),
                ActionKind::Cancel { action_id } => {
                    if let Some(person) = self.people.get_mut(who) {
                        person.tasks.retain(|_, task| &task.action != action_id);
                    }
                }
                ActionKind::RecordOptOut(record) => self.spread(who, at, record),
                ActionKind::TellPracticeSystem { .. } | ActionKind::Alert { .. } => {}
            }
        }
        self.set_wake(who, at, &decision);
        let Some(person) = self.people.get_mut(who) else {
            return;
        };
        // Held is journalled once; the step waits until it goes or is too late.
        for entry in &decision.journal {
            if matches!(entry.kind, EntryKind::Held { .. }) {
                person.held = true;
            } else if matches!(
                entry.kind,
                EntryKind::StepSent { .. } | EntryKind::StepSkipped { .. } | EntryKind::Closed { .. }
            ) {
                person.held = false;
            }
        }
        self.records.push(Record {
            recipient: person.recipient.id.clone(),
            moment,
            input,
            decision: Some(decision),
        });
    }

    fn sharing(&self, who: usize, contact: &ContactValue) -> Vec<usize> {
        let all = self.by_contact.get(contact).into_iter().flatten();
        all.copied().filter(|other| *other != who).collect()
    }

    /// An opt-out holds for everybody who has the number.
    fn spread(&mut self, who: usize, at: Timestamp, record: &OptOutRecord) {
        for other in self.sharing(who, &record.contact) {
            if self.people.get(other).is_some_and(|person| person.follow_up.is_some()) {
                let event = contact_revoked(record, at);
                self.agenda
                    .add(at, other, What::Hear(Some(event.event_id), Box::new(event.kind)));
            }
        }
    }

    fn set_wake(&mut self, who: usize, at: Timestamp, decision: &Decision) {
        let Some(person) = self.people.get_mut(who) else { return };
        if let Some(place) = person.wake.take() {
            self.agenda.remove(place);
        }
        let Some(wake_at) = decision.wake_at else { return };
        let mut wake_at = wake_at.max(at);
        person.turns = match person.turns {
            (Some(last), turns) if last == wake_at && wake_at == at => (Some(at), turns + 1),
            _ => (Some(wake_at), 0),
        };
        if person.turns.1 > MOST_TURNS {
            wake_at = at.plus(3600);
            self.faults.push(Fault {
                at,
                recipient: person.recipient.id.clone(),
                error: "asks to be woken at once, again and again".to_owned(),
            });
        }
        person.wake = Some(self.agenda.add(wake_at, who, What::Wake));
    }

    fn fault(&mut self, who: usize, at: Timestamp, error: &followthrough::Error) {
        if let Some(person) = self.people.get(who) {
            self.faults.push(Fault {
                at,
                recipient: person.recipient.id.clone(),
                error: error.to_string(),
            });
        }
    }
}
