//! What the observer knows of one person, from what the engine was told: who lives, which plans are settled, which
//! steps have gone.

use std::collections::BTreeMap;

use followthrough::Timestamp;
use followthrough::follow_up::{
    Appointment, AppointmentStatus, ConsentChange, Entry, EntryKind, Event, EventKind, FailureClass, Receipt, Staff,
    StaffOutcome,
};
use followthrough::plan::{PersonStatus, Plan, PlanStatus, Presented, ProcedureStatus};
use followthrough::recipient::{Consent, Recipient};

use super::observer::{Handed, Law, Leaving};
use crate::clocks::Notes;
use crate::playbooks::Rulebook;
use crate::said::{Messages, Said};

const DAY: i64 = 86_400;

pub(crate) struct Known {
    notes: Notes,
    said: Said,
    confirmed: Vec<String>,
    dead: bool,
    status: (Timestamp, PersonStatus),
    dead_patients: Vec<String>,
    /// Since when a point is somebody else's or does not work, and whether only staff say so.
    dropped: BTreeMap<String, (Timestamp, bool)>,
    plans: BTreeMap<String, (Timestamp, Plan)>,
    gone: BTreeMap<String, Timestamp>,
    visits: BTreeMap<String, (Timestamp, Appointment)>,
    /// The presentation of the round that staff ended.
    ended: BTreeMap<String, Timestamp>,
    rounds: BTreeMap<String, u32>,
    closed: BTreeMap<String, Timestamp>,
    /// The points to which a step of a round went.
    steps: BTreeMap<(String, u32, String), Vec<String>>,
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
            gone: BTreeMap::new(),
            visits: BTreeMap::new(),
            ended: BTreeMap::new(),
            rounds: BTreeMap::new(),
            closed: BTreeMap::new(),
            steps: BTreeMap::new(),
        }
    }

    /// Writes down what an event says that the engine took in.
    pub(crate) fn hear(
        &mut self,
        handed: &Handed,
        book: &Rulebook,
        event: &Event,
        task: Option<String>,
        now: Timestamp,
    ) {
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
            EventKind::Staff(told) => self.staff(told, task, old, now),
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

    fn staff(&mut self, told: &Staff, task: Option<String>, old: bool, now: Timestamp) {
        if let (StaffOutcome::WrongNumber, Some(point)) = (told.outcome, &told.contact) {
            self.dropped.entry(point.reveal().to_owned()).or_insert((now, true));
        }
        let Some(case) = told.case_id.as_ref().map(ToString::to_string).or(task).filter(|_| !old) else {
            return;
        };
        match told.outcome {
            StaffOutcome::Declined | StaffOutcome::StopCase => {
                let presented = self.presented(&case);
                self.ended.insert(case, presented);
            }
            StaffOutcome::Undo => {
                self.ended.clear();
                self.dropped.retain(|_, (_, by_staff)| !*by_staff);
            }
            StaffOutcome::Resume | StaffOutcome::Booked | StaffOutcome::Reached => {
                self.ended.remove(&case);
            }
            _ => {}
        }
    }

    fn presented(&self, case: &str) -> Timestamp {
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

    /// A message that left counts from when it was handed out.
    pub(crate) fn count(&mut self, leaving: &Leaving<'_>) {
        let send = leaving.send;
        if send.confirms_opt_out() {
            self.confirmed.push(send.to.reveal().to_owned());
        } else {
            self.notes
                .count(leaving.handed_at, send.channel, send.to.reveal(), leaving.id);
            if let Some(key) = self.step(leaving) {
                self.steps.entry(key).or_default().push(send.to.reveal().to_owned());
            }
        }
    }

    fn step(&self, leaving: &Leaving<'_>) -> Option<(String, u32, String)> {
        let case = leaving.send.case_id.as_ref()?.to_string();
        let round = self.rounds.get(&case).copied().unwrap_or_default();
        Some((case, round, leaving.send.step.to_string()))
    }

    /// Which law a message breaks by leaving now, if any.
    pub(crate) fn objects(&self, book: &Rulebook, leaving: &Leaving<'_>) -> Option<(Law, String)> {
        let Leaving { id, send, now, .. } = leaving;
        let to = send.to.reveal();
        if *now >= send.expires_at {
            return Some((Law::Hours, "it had expired".to_owned()));
        }
        if send.confirms_opt_out() {
            let again = self.confirmed.iter().any(|point| point == to);
            return again.then(|| (Law::Once, "an opt-out was confirmed twice".to_owned()));
        }
        let silence = |what: &str| Some((Law::Silence, what.to_owned()));
        if self.said.silent(to) {
            return silence("the person wants no more messages there");
        }
        if self.dropped.contains_key(to) {
            return silence("the point is somebody else's or does not work");
        }
        if self.dead || self.status.1 != PersonStatus::Active {
            return silence("the person is dead or inactive");
        }
        if let Some((_, plan)) = send.case_id.as_ref().and_then(|case| self.plans.get(case.as_str()))
            && self
                .dead_patients
                .iter()
                .any(|patient| patient == plan.patient.id.as_str())
        {
            return silence("the patient is dead");
        }
        if let Some(what) = send.case_id.as_ref().and_then(|case| self.over(case.as_str())) {
            return Some((Law::Over, what.to_owned()));
        }
        if let Some(what) = self.notes.shut(book, send.channel, to, *now) {
            return Some((Law::Hours, what));
        }
        if let Some(what) = self.notes.full(book, send.channel, to, *now, id) {
            return Some((Law::Limits, what));
        }
        let gone = self.step(leaving).and_then(|key| self.steps.get(&key));
        let again = |earlier: &String| earlier == to || !self.dropped.contains_key(earlier);
        if gone.is_some_and(|points| points.iter().any(again)) {
            return Some((Law::Once, "the step has gone before".to_owned()));
        }
        None
    }

    /// Why a case is over by what the practice system and staff have said.
    fn over(&self, case: &str) -> Option<&'static str> {
        if self
            .ended
            .get(case)
            .is_some_and(|presented| self.presented(case) <= *presented)
        {
            return Some("staff ended the case");
        }
        let (told_at, plan) = self.plans.get(case)?;
        if self.gone.get(case).is_some_and(|gone| gone > told_at) {
            return Some("the plan is gone");
        }
        if plan.status == Some(PlanStatus::Declined) {
            return Some("the practice system says declined");
        }
        let said = matches!(plan.status, None | Some(PlanStatus::Presented | PlanStatus::Accepted));
        let settled = plan.procedures.iter().all(|procedure| {
            let visits = self
                .visits
                .values()
                .filter(|(_, visit)| visit.procedure_ids.contains(&procedure.id));
            let of_visits = visits.map(|(at, visit)| (*at, Some(visit.status)));
            // At the same instant what is not settled comes first, so that the law stays on the safe side.
            let words = of_visits.chain([(*told_at, None)]);
            let latest = words.clone().map(|(at, _)| at).max();
            words.filter(|(at, _)| Some(*at) == latest).all(|(_, word)| match word {
                Some(AppointmentStatus::Scheduled | AppointmentStatus::Completed) => true,
                Some(AppointmentStatus::Broken | AppointmentStatus::Cancelled) => false,
                None => matches!(
                    procedure.status,
                    ProcedureStatus::Scheduled | ProcedureStatus::Completed
                ),
            })
        });
        (said && settled && !plan.procedures.is_empty()).then_some("the plan is accepted")
    }
}
