//! What changed between two exports, as events for the follow-ups.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::follow_up::{
    Appointment, AppointmentEvent, AppointmentStatus, EventKind, PlanEvent, PlanGone, RecipientEvent,
};
use followthrough::plan::ProcedureStatus;
use followthrough::wire::{AppointmentId, EventId, PlanId, ProcedureId, RecipientId};
use followthrough::{Event, Plan, Recipient, Timestamp};
use sha2::{Digest, Sha256};

use crate::{Imported, PlanRecord};

/// Visits that were over this long before the export are no news; the engine keeps none of them either.
const VISIT_DAYS: i64 = 90;

/// What changed from one export to a later one: events in the order in which each recipient's follow-up takes them,
/// recipients by id. The first export is compared with [`Imported::empty`].
///
/// Their ids are hashes of what they say and of [`Imported::at`], so that the same comparison, made again, makes the
/// same events. A procedure that left its plan because it was done stays on the plan the event carries: a plan all of
/// which was done closes as accepted, not as gone.
pub fn changes(before: &Imported, after: &Imported) -> Vec<(RecipientId, Event)> {
    let mut told: BTreeMap<RecipientId, Vec<EventKind>> = BTreeMap::new();
    recipients(before, after, &mut told);
    visits(before, after, &mut told);
    plans(before, after, &mut told);
    let at = after.at;
    let events = told.into_iter().flat_map(|(recipient, kinds)| {
        let event = move |kind: EventKind| Some((recipient.clone(), event(&recipient, at, kind)?));
        kinds.into_iter().filter_map(event)
    });
    events.collect()
}

type Told = BTreeMap<RecipientId, Vec<EventKind>>;

fn recipients(before: &Imported, after: &Imported, told: &mut Told) {
    let known: BTreeMap<&RecipientId, &Recipient> = before.recipients.iter().map(|r| (&r.id, r)).collect();
    for recipient in after.recipients.iter().filter(|r| known.get(&r.id) != Some(r)) {
        let kind = EventKind::Recipient(RecipientEvent {
            recipient: recipient.clone(),
            merged_from: None,
        });
        told.entry(recipient.id.clone()).or_default().push(kind);
    }
}

fn visits(before: &Imported, after: &Imported, told: &mut Told) {
    type Visits<'a> = BTreeMap<&'a AppointmentId, &'a (RecipientId, Appointment)>;
    let known: Visits<'_> = before.appointments.iter().map(|visit| (&visit.1.id, visit)).collect();
    let now: Visits<'_> = after.appointments.iter().map(|visit| (&visit.1.id, visit)).collect();
    let mut tell = |recipient: &RecipientId, appointment: Appointment| {
        let kind = EventKind::Appointment(AppointmentEvent { appointment });
        told.entry(recipient.clone()).or_default().push(kind);
    };
    for (recipient, visit) in &after.appointments {
        let over = visit.status != AppointmentStatus::Scheduled;
        let old = visit
            .starts_at
            .is_some_and(|at| after.at.since(at) > VISIT_DAYS * followthrough::schedule::DAY);
        match known.get(&visit.id) {
            Some((whose, same)) if same == visit && whose == recipient => {}
            None if over && old => {}
            Some(_) | None => tell(recipient, visit.clone()),
        }
    }
    // A visit that was deleted took place for nobody.
    let people: BTreeSet<&RecipientId> = after.recipients.iter().map(|r| &r.id).collect();
    for (recipient, visit) in &before.appointments {
        let gone = visit.status == AppointmentStatus::Scheduled && !now.contains_key(&visit.id);
        if gone && people.contains(recipient) {
            let status = AppointmentStatus::Cancelled;
            tell(
                recipient,
                Appointment {
                    status,
                    ..visit.clone()
                },
            );
        }
    }
}

fn plans(before: &Imported, after: &Imported, told: &mut Told) {
    let known: BTreeMap<&PlanId, &PlanRecord> = before.plans.iter().map(|r| (&r.plan.id, r)).collect();
    let now: BTreeMap<&PlanId, &PlanRecord> = after.plans.iter().map(|r| (&r.plan.id, r)).collect();
    let on_plans: BTreeMap<&ProcedureId, ProcedureStatus> = after
        .plans
        .iter()
        .flat_map(|r| r.plan.procedures.iter().map(|p| (&p.id, p.status)))
        .collect();
    for record in &before.plans {
        match now.get(&record.plan.id) {
            Some(same) if same.recipient == record.recipient => {}
            Some(moved) => {
                let gone = PlanGone {
                    plan_id: record.plan.id.clone(),
                    moved_to: Some(moved.recipient.clone()),
                };
                told.entry(record.recipient.clone())
                    .or_default()
                    .push(EventKind::PlanGone(gone));
            }
            None => {
                let kind = last_word(&record.plan, after, &on_plans);
                told.entry(record.recipient.clone()).or_default().push(kind);
            }
        }
    }
    for record in &after.plans {
        let old = known.get(&record.plan.id);
        if old.is_some_and(|old| old.plan == record.plan && old.recipient == record.recipient) {
            continue;
        }
        let mut plan = record.plan.clone();
        if let Some(old) = old {
            plan.procedures.extend(done_since(&old.plan, &record.plan, after));
            plan.procedures.truncate(followthrough::plan::MAX_PROCEDURES);
        }
        told.entry(record.recipient.clone())
            .or_default()
            .push(EventKind::Plan(PlanEvent { plan }));
    }
}

/// Procedures that left a plan because they were done.
fn done_since(old: &Plan, new: &Plan, after: &Imported) -> Vec<followthrough::plan::Procedure> {
    let left = old
        .procedures
        .iter()
        .filter(|p| new.procedures.iter().all(|q| q.id != p.id));
    let done = left.filter(|p| after.settled(&p.id) == Some(ProcedureStatus::Completed));
    done.cloned()
        .map(|mut procedure| {
            procedure.status = ProcedureStatus::Completed;
            procedure.appointment = None;
            procedure
        })
        .collect()
}

/// A plan that is no more: with what became of its procedures, where the export still has any of them.
fn last_word(plan: &Plan, after: &Imported, on_plans: &BTreeMap<&ProcedureId, ProcedureStatus>) -> EventKind {
    let now = |id: &ProcedureId| after.settled(id).or_else(|| on_plans.get(id).copied());
    let elsewhere = plan.procedures.iter().any(|p| on_plans.contains_key(&p.id));
    if elsewhere || plan.procedures.iter().all(|p| now(&p.id).is_none()) {
        return EventKind::PlanGone(PlanGone {
            plan_id: plan.id.clone(),
            moved_to: None,
        });
    }
    let mut plan = plan.clone();
    for procedure in &mut plan.procedures {
        procedure.status = now(&procedure.id).unwrap_or(ProcedureStatus::Removed);
        procedure.appointment = None;
    }
    EventKind::Plan(PlanEvent { plan })
}

fn event(recipient: &RecipientId, at: Timestamp, kind: EventKind) -> Option<Event> {
    let content = serde_json::to_string(&kind).ok()?;
    let hash = Sha256::digest(format!("import\u{1f}{recipient}\u{1f}{at}\u{1f}{content}"));
    let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let event_id = EventId::parse(&format!("import_{hex}")).ok()?;
    Some(Event { event_id, at, kind })
}
