//! What the observer knows of one person, from what the engine was told: who lives, which plans are settled, which
//! steps have gone.

use std::collections::BTreeMap;

use followthrough::Timestamp;
use followthrough::follow_up::{
    Appointment, ConsentChange, Entry, EntryKind, Event, EventKind, FailureClass, Receipt, StaffOutcome,
};
use followthrough::plan::{DueSubject, PersonStatus, Plan, Presented};
use followthrough::recipient::{Consent, Recipient};

use super::observer::Handed;
use crate::clocks::Notes;
use crate::playbooks::Rulebook;
use crate::said::{Messages, Said};

const DAY: i64 = 86_400;

pub(crate) struct Known {
    pub(crate) notes: Notes,
    pub(crate) said: Said,
    pub(crate) confirmed: Vec<String>,
    pub(crate) dead: bool,
    pub(crate) status: (Timestamp, PersonStatus),
    pub(crate) dead_patients: Vec<String>,
    /// Since when a point is somebody else's or does not work, and whether only staff say so.
    pub(crate) dropped: BTreeMap<String, (Timestamp, bool)>,
    pub(crate) plans: BTreeMap<String, (Timestamp, Plan)>,
    pub(crate) recalls: BTreeMap<String, (Timestamp, DueSubject)>,
    pub(crate) gone: BTreeMap<String, Timestamp>,
    pub(crate) visits: BTreeMap<String, (Timestamp, Appointment)>,
    /// The presentation of the round that staff ended.
    pub(crate) ended: BTreeMap<String, Timestamp>,
    pub(crate) rounds: BTreeMap<String, u32>,
    pub(crate) closed: BTreeMap<String, Timestamp>,
    /// The points to which a step of a round went.
    pub(crate) steps: BTreeMap<(String, u32, String), Vec<String>>,
}

impl Known {
    pub(crate) fn new(json: &str) -> Self {
        let person: Recipient = serde_json::from_str(json).unwrap();
        Self {
            notes: Notes::new(json),
            said: Said::new(&person),
            confirmed: Vec::new(),
            dead: false,
            status: (Timestamp::MIN, person.status),
            dead_patients: Vec::new(),
            dropped: BTreeMap::new(),
            plans: BTreeMap::new(),
            recalls: BTreeMap::new(),
            gone: BTreeMap::new(),
            visits: BTreeMap::new(),
            ended: BTreeMap::new(),
            rounds: BTreeMap::new(),
            closed: BTreeMap::new(),
            steps: BTreeMap::new(),
        }
    }

    /// Writes down what an event says that the engine took in.
    pub(crate) fn hear(&mut self, handed: &Handed, book: &Rulebook, event: &Event, now: Timestamp) {
        self.notes.hear(event, now);
        self.said.hear(handed, book, event, now);
        let said = &self.said;
        self.confirmed.retain(|point| said.silent(point));
        let at = event.at.min(now);
        let old = now.since(at) > 40 * DAY;
        match &event.kind {
            EventKind::Recipient(told) => {
                self.dead |= told.recipient.status == PersonStatus::Deceased;
                if !old && at >= self.status.0 {
                    self.status = (at, told.recipient.status);
                    for contact in &told.recipient.contacts {
                        if let Consent::Granted { at: Some(at), .. } = &contact.consent {
                            self.reopen(contact.value.reveal(), *at);
                        }
                    }
                }
            }
            EventKind::Plan(told) => {
                let (plan, id) = (&told.plan, told.plan.id.to_string());
                if plan.patient.status == PersonStatus::Deceased {
                    self.dead_patients.push(plan.patient.id.to_string());
                }
                if !old && self.plans.get(&id).is_none_or(|(known, _)| at >= *known) {
                    self.plans.insert(id, (at, plan.clone()));
                }
            }
            EventKind::PlanGone(told) if !old => {
                let known = self.gone.entry(told.plan_id.to_string()).or_insert(at);
                *known = at.max(*known);
            }
            EventKind::Appointment(told) if !old => self.visit(&told.appointment, at),
            EventKind::Consent(told) if !old && told.change == ConsentChange::Granted => {
                self.reopen(told.contact.reveal(), at);
            }
            EventKind::Receipt(
                Receipt::Bounced { action_id }
                | Receipt::Failed {
                    action_id,
                    class: FailureClass::Permanent | FailureClass::Blocked,
                },
            ) if !old => {
                let message = handed.message(action_id);
                if let Some((_, to)) = message.filter(|(sent_at, _)| now.since(*sent_at) < 31 * DAY) {
                    self.dropped.insert(to, (now, false));
                }
            }
            EventKind::Subject(told) if !old => {
                let id = told.subject.id.to_string();
                if self.recalls.get(&id).is_none_or(|(known, _)| at >= *known) {
                    self.recalls.insert(id, (at, told.subject.clone()));
                }
            }
            EventKind::SubjectGone(told) if !old => {
                let known = self.gone.entry(told.subject_id.to_string()).or_insert(at);
                *known = at.max(*known);
            }
            EventKind::Staff(told) => {
                if let (StaffOutcome::WrongNumber, Some(point)) = (told.outcome, &told.contact) {
                    let dropped = self.dropped.entry(point.reveal().to_owned());
                    dropped.or_insert((now, true));
                }
            }
            _ => {}
        }
    }

    fn reopen(&mut self, point: &str, granted: Timestamp) {
        if self.dropped.get(point).is_some_and(|(dropped, _)| granted > *dropped) {
            self.dropped.remove(point);
        }
    }

    fn visit(&mut self, told: &Appointment, at: Timestamp) {
        let id = told.id.to_string();
        if self.visits.get(&id).is_none_or(|(known, _)| at >= *known) {
            self.visits.insert(id, (at, told.clone()));
        }
    }

    /// What staff decided about a case, taken in by the playbook that follows it up.
    pub(crate) fn decided(&mut self, case: &str, outcome: StaffOutcome, old: bool) {
        if old {
            return;
        }
        match outcome {
            StaffOutcome::Declined | StaffOutcome::StopCase => {
                let presented = self.presented(case);
                self.ended.insert(case.to_owned(), presented);
            }
            StaffOutcome::Undo => {
                self.ended.clear();
                self.dropped.retain(|_, (_, by_staff)| !*by_staff);
            }
            StaffOutcome::Resume | StaffOutcome::Booked | StaffOutcome::Reached => {
                self.ended.remove(case);
            }
            _ => {}
        }
    }

    pub(crate) fn presented(&self, case: &str) -> Timestamp {
        if let Some((_, recall)) = self.recalls.get(case) {
            let day = format!("{}T00:00:00Z", recall.due_on);
            return Timestamp::parse(&day).unwrap();
        }
        match self.plans.get(case).and_then(|(_, plan)| plan.presented_at) {
            Some(Presented::At(at)) => at,
            Some(Presented::On(_)) | None => Timestamp::MIN,
        }
    }

    /// Takes down what the journal tells of rounds and ends.
    pub(crate) fn read(&mut self, journal: &[Entry]) {
        for entry in journal {
            let Some(case) = entry.case_id.as_ref().map(ToString::to_string) else {
                continue;
            };
            match &entry.kind {
                EntryKind::Enrolled { round, .. } => {
                    self.rounds.insert(case, *round);
                }
                EntryKind::Closed { .. } => {
                    self.closed.insert(case, entry.at);
                }
                _ => {}
            }
        }
    }

    pub(crate) fn closed_before(&self, case: &str, then: Timestamp) -> bool {
        self.closed.get(case).is_some_and(|at| *at < then)
    }
}
