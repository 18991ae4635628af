//! Visits that were booked, moved, broken, or are no more.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::Timestamp;
use followthrough::follow_up::{Appointment, AppointmentEvent, AppointmentStatus, EventKind};
use followthrough::schedule::DAY;
use followthrough::wire::{AppointmentId, PatientId, RecipientId};

use super::{HeldPart, Listing, Shrunk, Told};
use crate::stored::{Borrowed, Compared, Held, Stored, Trust};

/// Visits that were over this long before the export are no news; the engine keeps none of them either.
const VISIT_DAYS: i64 = 90;

/// A visit is one of a person: of another one it is another visit, whatever its number.
type Key<'a> = (&'a RecipientId, &'a AppointmentId);

fn key<'a>(visit: &Borrowed<'a, Appointment>) -> Key<'a> {
    (visit.recipient, &visit.is.id)
}

/// Tells what became of visits. Returns those that the next export is compared with.
pub(super) fn compare(
    before: &Compared<'_>,
    after: &Compared<'_>,
    trust: &Trust<'_>,
    told: &mut Told,
) -> Vec<Stored<Appointment>> {
    let known: BTreeMap<Key<'_>, &Appointment> = before.appointments.iter().map(|v| (key(v), v.is)).collect();
    let now: BTreeSet<Key<'_>> = after.appointments.iter().map(key).collect();
    let household = Household::of(before);
    let gone = before.appointments.iter().filter(|visit| !now.contains(&key(visit)));
    let gone: Vec<_> = gone
        .map(|visit| (visit, household.may_be_there(trust, visit)))
        .collect();
    let held = gone.iter().filter(|(_, held)| held.is_some());
    let stay: BTreeSet<&AppointmentId> = held.map(|(visit, _)| &visit.is.id).collect();
    let mut store: Vec<Stored<Appointment>> = Vec::new();
    // Of a visit that may not have left the one nobody knows that it is the other's.
    let new = |visit: &&Borrowed<'_, Appointment>| known.contains_key(&key(visit)) || !stay.contains(&visit.is.id);
    for visit in after.appointments.iter().filter(new) {
        let mut stored = visit.stored();
        stored.held = trust.again(stored.held.as_ref());
        store.push(stored);
        let over = visit.is.status != AppointmentStatus::Scheduled;
        match known.get(&key(visit)) {
            Some(same) if *same == visit.is => {}
            None if over && is_old(visit.is, after.at) => {}
            Some(_) | None => tell(told, visit.recipient, visit.is.clone()),
        }
    }
    let people: BTreeSet<&RecipientId> = after.recipients.iter().map(|r| &r.id).collect();
    let ahead = |visit: &Appointment| is_booked(visit) && visit.starts_at.is_some_and(|at| at > after.at);
    let elsewhere: BTreeSet<&AppointmentId> = after.appointments.iter().map(|visit| &visit.is.id).collect();
    let mut gone_ahead = 0;
    for (visit, held) in gone {
        if held.is_none() && people.contains(visit.recipient) {
            // A visit that was deleted took place for nobody.
            if is_booked(visit.is) {
                gone_ahead += u64::from(ahead(visit.is) && !elsewhere.contains(&visit.is.id));
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
        if let Some(held) = held.as_ref().filter(|_| is_booked(visit.is)) {
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

/// Of whom a recipient hears: what is about one of them may be about a visit of which nobody says whose it is.
struct Household<'a>(BTreeMap<&'a RecipientId, BTreeSet<&'a PatientId>>);

impl<'a> Household<'a> {
    fn of(export: &Compared<'a>) -> Self {
        let mut patients: BTreeMap<&RecipientId, BTreeSet<&PatientId>> = BTreeMap::new();
        for plan in &export.plans {
            patients.entry(plan.recipient).or_default().insert(&plan.is.patient.id);
        }
        Self(patients)
    }

    fn may_be_there(&self, trust: &Trust<'_>, visit: &Borrowed<'_, Appointment>) -> Option<Held> {
        let recipient = PatientId::parse(visit.recipient.as_str()).ok();
        let own = visit.is.patient_id.as_ref();
        let all = self.0.get(visit.recipient).filter(|_| own.is_none());
        let people = own
            .into_iter()
            .chain(&recipient)
            .chain(all.into_iter().flatten().copied());
        trust.may_be_there(visit, people)
    }
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
