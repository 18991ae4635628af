//! One plan run through the engine: what would have gone about it, and when it would have ended.

use std::collections::BTreeMap;

use followthrough::follow_up::{EntryKind, EventKind, PlanEvent};
use followthrough::plan::{Patient, Presented, Procedure, ProcedureStatus, Provider};
use followthrough::schedule::LocalTime;
use followthrough::wire::{CaseId, EventId, PatientId, PlanId, ProcedureId, RecipientId, SequenceId};
use followthrough::{Date, Decision, Error, Event, Moment, Plan, Playbook, Recipient, Timestamp};
use followthrough_import::{Completed, Imported, Person, PlanRecord};

use super::Touch;
use crate::audit::Case;
use crate::simulate::LINK_KEY;

/// When the practice's export of a day is told, by its clock.
const EXPORT: &str = "21:00";
/// How long a follow-up is run at most, in days.
const LONGEST: i64 = 400;
/// How often the engine is asked at most about one plan.
const MOST_TURNS: u32 = 2000;

/// What would have happened about a plan that stays open.
#[derive(Debug, Default)]
pub(super) struct Course {
    pub(super) touches: Vec<Touch>,
    pub(super) ends_on: Option<Date>,
}

/// The export, so that the past can be told again.
pub(super) struct Past<'i> {
    playbook: Playbook,
    plans: BTreeMap<&'i str, &'i PlanRecord>,
    procedures: BTreeMap<&'i ProcedureId, &'i Procedure>,
    patients: BTreeMap<&'i PatientId, &'i Patient>,
    completed: BTreeMap<&'i ProcedureId, &'i Completed>,
    people: BTreeMap<&'i PatientId, &'i Person>,
    recipients: BTreeMap<&'i RecipientId, &'i Recipient>,
    names: BTreeMap<&'i str, &'i str>,
}

impl<'i> Past<'i> {
    pub(super) fn of(playbook: &Playbook, imported: &'i Imported) -> Self {
        let playbook = playbook.clone();
        let providers = imported.plans.iter().filter_map(|record| record.plan.provider.as_ref());
        Self {
            playbook: playbook.clone().with_link_keys(&[LINK_KEY]).unwrap_or(playbook),
            plans: imported
                .plans
                .iter()
                .map(|record| (record.plan.id.as_str(), record))
                .collect(),
            procedures: imported
                .plans
                .iter()
                .flat_map(|record| record.plan.procedures.iter().map(|p| (&p.id, p)))
                .collect(),
            patients: imported
                .plans
                .iter()
                .map(|record| (&record.plan.patient.id, &record.plan.patient))
                .collect(),
            completed: imported.completed.iter().map(|done| (&done.procedure, done)).collect(),
            people: imported.people.iter().map(|person| (&person.patient, person)).collect(),
            recipients: imported
                .recipients
                .iter()
                .chain(&imported.treated)
                .map(|recipient| (&recipient.id, recipient))
                .collect(),
            names: providers
                .filter_map(|provider| Some((provider.id.as_str(), provider.name.as_deref()?)))
                .collect(),
        }
    }

    /// The person to contact about a case.
    pub(super) fn recipient(&self, case: &Case) -> Option<&'i Recipient> {
        self.recipients.get(&self.people.get(&case.patient)?.recipient).copied()
    }

    /// Runs a case as if it stayed open, among the other cases of the same person.
    pub(super) fn course(&self, recipient: &Recipient, case: &Case, others: &[&Case]) -> Result<Course, Error> {
        let (own, events) = self.events(case, others)?;
        let mut events = events.into_iter().peekable();
        let mut follow_up = self.playbook.begin(recipient)?;
        let end = case
            .presented_on
            .and_then(|day| day.plus_days(LONGEST))
            .map(|day| self.evening(day));
        let mut reader = Reader {
            playbook: &self.playbook,
            case: own,
            sequence: None,
            course: Course::default(),
        };
        let mut wake_at: Option<Timestamp> = None;
        for turn in 0..MOST_TURNS {
            let told = events.peek().map(|(at, _)| *at);
            let next = [told, wake_at].into_iter().flatten().min();
            let Some(now) = next.filter(|now| end.is_none_or(|end| *now <= end)) else {
                break;
            };
            let moment = Moment::from(now).with_facts_as_of(self.facts_as_of(now));
            let decision = if told == Some(now) {
                let Some((at, plan)) = events.next() else { break };
                let event = Event {
                    event_id: EventId::parse(&format!("past-{turn}"))?,
                    at,
                    kind: EventKind::Plan(PlanEvent { plan }),
                };
                self.playbook.handle(&mut follow_up, moment, &event)?
            } else {
                self.playbook.tick(&mut follow_up, moment)?
            };
            reader.read(now, &decision);
            wake_at = decision.wake_at.map(|at| at.max(now));
            if reader.course.ends_on.is_some() {
                break;
            }
        }
        Ok(reader.course)
    }

    /// All that is told, in order of time: the case as it was presented, the others as they were presented and then as they
    /// were accepted.
    fn events(&self, case: &Case, others: &[&Case]) -> Result<(CaseId, Vec<(Timestamp, Plan)>), Error> {
        let mut events = Vec::new();
        let mut tell = |day: Option<Date>, plan: Result<Plan, Error>| -> Result<(), Error> {
            if let Some(day) = day {
                events.push((self.evening(day), plan?));
            }
            Ok(())
        };
        let plan = self.plan(case, false)?;
        let own = CaseId::from(plan.id.clone());
        tell(case.presented_on, Ok(plan))?;
        for other in others {
            tell(other.presented_on, self.plan(other, false))?;
            if other.presented_on.is_some() {
                tell(
                    other
                        .accepted_on
                        .max(other.presented_on)
                        .filter(|_| other.accepted_on.is_some()),
                    self.plan(other, true),
                )?;
            }
        }
        events.sort_by_key(|(at, _)| *at);
        Ok((own, events))
    }

    /// A case as a plan: open, or with what was accepted of it scheduled.
    fn plan(&self, case: &Case, accepted: bool) -> Result<Plan, Error> {
        let record = self.plans.get(case.id.as_str());
        let known = |id: &ProcedureId| {
            let own = record.and_then(|record| record.plan.procedures.iter().find(|p| &p.id == id));
            own.or_else(|| self.procedures.get(id).copied())
        };
        let procedures = case.procedures.iter().filter_map(|(id, yes)| {
            let mut procedure = match (known(id), self.completed.get(id)) {
                (Some(procedure), _) => procedure.clone(),
                (None, Some(done)) => done_once(done),
                (None, None) => return None,
            };
            procedure.appointment = None;
            procedure.status = if *yes && accepted {
                ProcedureStatus::Scheduled
            } else {
                ProcedureStatus::Planned
            };
            Some(procedure)
        });
        let provider = case.provider.as_ref().map(|id| Provider {
            id: id.clone(),
            name: self.names.get(id.as_str()).map(|name| (*name).to_owned()),
        });
        let patient = self.patients.get(&case.patient).map(|patient| (*patient).clone());
        Ok(Plan {
            id: PlanId::parse(&case.id)?,
            patient: patient.unwrap_or_else(|| self.patient(case)),
            presented_at: case.presented_on.map(Presented::On),
            status: None,
            provider,
            location: case.location.clone(),
            tags: Vec::new(),
            alternative_group: None,
            procedures: procedures.collect(),
            custom: BTreeMap::new(),
        })
    }

    /// A patient all of whose treatment is done: no plan tells of them.
    fn patient(&self, case: &Case) -> Patient {
        let person = self.people.get(&case.patient);
        let recipient = self
            .recipient(case)
            .filter(|recipient| recipient.id.as_str() == case.patient.as_str());
        Patient {
            id: case.patient.clone(),
            first_name: recipient.and_then(|recipient| recipient.first_name.clone()),
            last_name: None,
            birth_date: None,
            status: person.map_or_else(Default::default, |person| person.status),
            new_patient: None,
            insured: None,
            benefits_remaining: None,
        }
    }

    fn evening(&self, day: Date) -> Timestamp {
        let time = LocalTime::parse(EXPORT).unwrap_or(LocalTime::START);
        self.playbook.time_zone().at(day, time)
    }

    /// The newest export that the host could have had.
    fn facts_as_of(&self, now: Timestamp) -> Timestamp {
        let today = self.playbook.time_zone().local(now).date;
        let tonight = self.evening(today);
        if tonight <= now {
            tonight
        } else {
            today.plus_days(-1).map_or(tonight, |day| self.evening(day))
        }
    }
}

fn done_once(done: &Completed) -> Procedure {
    Procedure {
        id: done.procedure.clone(),
        code: done.code.as_deref().map(str::to_owned),
        description: None,
        tooth: None,
        quadrant: None,
        fee: Some(done.fee),
        patient_portion: None,
        status: ProcedureStatus::Planned,
        appointment: None,
    }
}

/// Reads of decisions what is about one case.
struct Reader<'p> {
    playbook: &'p Playbook,
    case: CaseId,
    sequence: Option<SequenceId>,
    course: Course,
}

impl Reader<'_> {
    fn read(&mut self, now: Timestamp, decision: &Decision) {
        let on = self.playbook.time_zone().local(now).date;
        let own = decision
            .journal
            .iter()
            .filter(|entry| entry.case_id.as_ref() == Some(&self.case));
        for entry in own {
            if let EntryKind::Enrolled { sequence, .. } = &entry.kind {
                self.sequence = Some(sequence.clone());
            }
            if let EntryKind::StepSent { step, channel, .. } = &entry.kind
                && let Some(sequence) = &self.sequence
            {
                self.course.touches.push(Touch {
                    on,
                    sequence: sequence.clone(),
                    step: step.clone(),
                    channel: *channel,
                });
            }
            if let EntryKind::Closed { .. } = &entry.kind {
                self.course.ends_on = Some(on);
            }
        }
    }
}
