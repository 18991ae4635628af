//! What changed between two exports, as events for the follow-ups.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use followthrough::follow_up::{
    Appointment, AppointmentEvent, AppointmentStatus, EventKind, PlanEvent, PlanGone, RecipientEvent,
};
use followthrough::plan::ProcedureStatus;
use followthrough::wire::{AppointmentId, EventId, PatientId, PlanId, ProcedureId, RecipientId};
use followthrough::{Error, Event, Plan, Recipient, Timestamp};
use sha2::{Digest, Sha256};

use crate::StoredExport;
use crate::stored::Compared;

/// Visits that were over this long before the export are no news; the engine keeps none of them either.
const VISIT_DAYS: i64 = 90;

/// What changed from one export to a later one: events in the order in which each recipient's follow-up takes them,
/// recipients by id. The first export is compared with
/// [`Imported::empty`](crate::Imported::empty), a stored one is a [`StoredExport`].
///
/// Their ids are hashes of what they say and of [`Imported::at`](crate::Imported::at), so that the same comparison, made again, makes the
/// same events. A procedure that left its plan because it was done stays on the plan the event carries: a plan all of
/// which was done closes as accepted, not as gone.
///
/// What is missing while records were refused that were not refused before, of that patient or of nobody knows whom, is
/// told neither as gone nor as cancelled: such a record may be what is missing. It is told once an export has it again.
pub fn changes<'a, 'b>(before: impl Into<Compared<'a>>, after: impl Into<Compared<'b>>) -> Vec<(RecipientId, Event)> {
    let (before, after) = (&before.into(), &after.into());
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

/// The same of two exports as JSON, the first of them none where this is the practice's first; as JSON, a list of
/// `[recipient, event]`.
///
/// # Errors
/// Those of [`StoredExport::from_json`], under `before` or `after`.
pub fn changes_json(before: Option<&str>, after: &str) -> Result<String, Error> {
    let read = |text: &str, side: &str| StoredExport::from_json(text).map_err(|error| error.under(side));
    let before = before.map(|text| read(text, "before")).transpose()?;
    let after = read(after, "after")?;
    let changes = match &before {
        Some(before) => changes(before, &after),
        None => changes(&StoredExport::empty(), &after),
    };
    let mut out = String::from("[");
    for (index, (recipient, event)) in changes.iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        // Writing into a String cannot fail.
        let _ = write!(out, "{comma}[{},{}]", serde_json::json!(recipient), event.to_json());
    }
    out.push(']');
    Ok(out)
}

type Told = BTreeMap<RecipientId, Vec<EventKind>>;

fn recipients(before: &Compared<'_>, after: &Compared<'_>, told: &mut Told) {
    let known: BTreeMap<&RecipientId, &Recipient> = before.recipients.iter().map(|r| (&r.id, r)).collect();
    for recipient in after.recipients.iter().filter(|r| known.get(&r.id) != Some(r)) {
        let kind = EventKind::Recipient(RecipientEvent {
            recipient: recipient.clone(),
            merged_from: None,
        });
        told.entry(recipient.id.clone()).or_default().push(kind);
    }
}

fn visits(before: &Compared<'_>, after: &Compared<'_>, told: &mut Told) {
    type Visits<'a> = BTreeMap<&'a AppointmentId, &'a (RecipientId, Appointment)>;
    let known: Visits<'_> = before.appointments.iter().map(|visit| (&visit.1.id, visit)).collect();
    let now: Visits<'_> = after.appointments.iter().map(|visit| (&visit.1.id, visit)).collect();
    let mut tell = |recipient: &RecipientId, appointment: Appointment| {
        let kind = EventKind::Appointment(AppointmentEvent { appointment });
        told.entry(recipient.clone()).or_default().push(kind);
    };
    for (recipient, visit) in after.appointments {
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
    for (recipient, visit) in before.appointments {
        let gone = visit.status == AppointmentStatus::Scheduled && !now.contains_key(&visit.id);
        let whose = visit.patient_id.clone();
        let whose = whose.or_else(|| PatientId::parse(recipient.as_str()).ok());
        let is_known = whose.is_none_or(|patient| !after.may_lack(before, &patient));
        if gone && is_known && people.contains(recipient) {
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

fn plans(before: &Compared<'_>, after: &Compared<'_>, told: &mut Told) {
    type Plans<'a> = BTreeMap<&'a PlanId, (&'a Plan, &'a RecipientId)>;
    let known: Plans<'_> = before.plans.iter().map(|(plan, of)| (&plan.id, (*plan, *of))).collect();
    let now: Plans<'_> = after.plans.iter().map(|(plan, of)| (&plan.id, (*plan, *of))).collect();
    let procedures = after.plans.iter().flat_map(|(plan, _)| &plan.procedures);
    let on_plans: BTreeMap<&ProcedureId, ProcedureStatus> = procedures.map(|p| (&p.id, p.status)).collect();
    let mut tell = |recipient: &RecipientId, kind| told.entry(recipient.clone()).or_default().push(kind);
    for (plan, recipient) in &before.plans {
        match now.get(&plan.id) {
            Some((_, same)) if same == recipient => {}
            Some((_, moved)) => {
                let gone = PlanGone {
                    plan_id: plan.id.clone(),
                    moved_to: Some((*moved).clone()),
                };
                tell(recipient, EventKind::PlanGone(gone));
            }
            None if after.may_lack(before, &plan.patient.id) => {}
            None => tell(recipient, last_word(plan, after, &on_plans)),
        }
    }
    for (now, recipient) in &after.plans {
        let old = known.get(&now.id);
        if old == Some(&(*now, *recipient)) {
            continue;
        }
        let mut plan = (*now).clone();
        if let Some((old, _)) = old {
            plan.procedures.extend(done_since(old, now, after));
            plan.procedures.truncate(followthrough::plan::MAX_PROCEDURES);
        }
        tell(recipient, EventKind::Plan(PlanEvent { plan }));
    }
}

/// Procedures that left a plan because they were done.
fn done_since(old: &Plan, new: &Plan, after: &Compared<'_>) -> Vec<followthrough::plan::Procedure> {
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
fn last_word(plan: &Plan, after: &Compared<'_>, on_plans: &BTreeMap<&ProcedureId, ProcedureStatus>) -> EventKind {
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
