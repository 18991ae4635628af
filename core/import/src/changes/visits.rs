//! Visits that were booked, moved, broken, or are no more.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::Timestamp;
use followthrough::follow_up::{Appointment, AppointmentEvent, AppointmentStatus, EventKind};
use followthrough::schedule::DAY;
use followthrough::wire::{AppointmentId, PatientId, RecipientId};

use super::{HeldPart, Listing, Shrunk, Told};
use crate::stored::{Borrowed, Compared, Stored};

/// Visits that were over this long before the export are no news; the engine keeps none of them either.
const VISIT_DAYS: i64 = 90;

type Visits<'a> = BTreeMap<&'a AppointmentId, Borrowed<'a, Appointment>>;

/// Tells what became of visits. Returns those that the next export is compared with.
pub(super) fn compare(before: &Compared<'_>, after: &Compared<'_>, told: &mut Told) -> Vec<Stored<Appointment>> {
    let known: Visits<'_> = before.appointments.iter().map(|visit| (&visit.is.id, *visit)).collect();
    let now: BTreeSet<&AppointmentId> = after.appointments.iter().map(|visit| &visit.is.id).collect();
    let mut store: Vec<Stored<Appointment>> = after.appointments.iter().map(Borrowed::stored).collect();
    for visit in &after.appointments {
        let over = visit.is.status != AppointmentStatus::Scheduled;
        match known.get(&visit.is.id) {
            Some(same) if same.is == visit.is && same.recipient == visit.recipient => {}
            None if over && is_old(visit.is, after.at) => {}
            Some(_) | None => tell(told, visit.recipient, visit.is.clone()),
        }
    }
    let people: BTreeSet<&RecipientId> = after.recipients.iter().map(|r| &r.id).collect();
    let ahead = |visit: &Appointment| is_booked(visit) && visit.starts_at.is_some_and(|at| at > after.at);
    let mut gone_ahead = 0;
    for visit in before.appointments.iter().filter(|visit| !now.contains(&visit.is.id)) {
        let patient = visit.is.patient_id.clone();
        let patient = patient.or_else(|| PatientId::parse(visit.recipient.as_str()).ok());
        let held = patient.and_then(|patient| after.may_hide(before, visit, &patient));
        if held.is_none() && people.contains(visit.recipient) {
            // A visit that was deleted took place for nobody.
            if is_booked(visit.is) {
                gone_ahead += u64::from(ahead(visit.is));
                let status = AppointmentStatus::Cancelled;
                let visit_gone = Appointment {
                    status,
                    ..visit.is.clone()
                };
                tell(told, visit.recipient, visit_gone);
            }
            continue;
        }
        if is_old(visit.is, after.at) {
            continue;
        }
        if let Some(held) = held.filter(|_| is_booked(visit.is)) {
            let what = HeldPart::Appointment(visit.is.id.clone());
            told.hold(visit.recipient, held.since, what);
        }
        // Somebody who is contacted about nothing is told when there is something again.
        let mut kept = visit.stored();
        kept.held = held;
        store.push(kept);
    }
    let of = before.appointments.iter().filter(|visit| ahead(visit.is)).count();
    told.shrunk.extend(Shrunk::found(Listing::Appointments, gone_ahead, of));
    store
}

fn tell(told: &mut Told, recipient: &RecipientId, appointment: Appointment) {
    told.tell(recipient, EventKind::Appointment(AppointmentEvent { appointment }));
}

fn is_booked(visit: &Appointment) -> bool {
    visit.status == AppointmentStatus::Scheduled
}

fn is_old(visit: &Appointment, at: Timestamp) -> bool {
    visit
        .starts_at
        .is_some_and(|starts| at.since(starts) > VISIT_DAYS * DAY)
}
