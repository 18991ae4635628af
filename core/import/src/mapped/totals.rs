//! Counts and sums of an import by mapping.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::Money;
use followthrough::plan::{Procedure, ProcedureStatus};
use followthrough::wire::{PatientId, ProcedureId};

use super::Mapped;
use super::rows::PersonRow;
use crate::imported::{PlanRecord, ProcedureTotals, TextConsent, Totals};
use crate::phone::{Point, left_out};
use crate::problem::Place;
use crate::settled::word;

/// What the plans come to, procedures on no plan left out.
pub(super) fn of(
    export: &Mapped,
    plans: &[PlanRecord],
    people: &BTreeMap<PatientId, PersonRow>,
    recipients: usize,
) -> Totals {
    use ProcedureStatus::{Completed, Planned, Scheduled};
    let mut totals = Totals {
        plans: count(plans.len()),
        recipients: count(recipients),
        tp_all: sum(plans, &[Planned, Scheduled]),
        pending_unscheduled: sum(plans, &[Planned]),
        tp_on_scheduled_appointment: sum(plans, &[Scheduled]),
        completed: sum(plans, &[Completed]),
        columns_ignored: export.columns_ignored,
        files: export.files.clone(),
        ..Totals::default()
    };
    for file in &export.files {
        totals.records += file.records;
        totals.accepted += file.accepted;
        totals.rejected += file.rejected;
        totals.skipped += file.skipped;
    }
    let mut pending: BTreeSet<&PatientId> = BTreeSet::new();
    for record in plans {
        if record.plan.standing().is_pending() {
            pending.insert(&record.plan.patient.id);
        }
    }
    totals.add_pending(plans);
    for person in pending.iter().filter_map(|patient| people.get(*patient)) {
        let count = &mut totals.pending_patients_by_text_consent;
        match person.text_consent {
            Some(TextConsent::Granted) => count.yes += 1,
            Some(TextConsent::Denied) => count.no += 1,
            Some(TextConsent::Unknown) | None => count.unknown += 1,
        }
    }
    for person in people.values() {
        let phones = person.mobile.iter().chain(&person.landlines);
        totals.phones_invalid += count(phones.filter(|point| point.is_left_out()).count());
        totals.emails_invalid += u64::from(person.email == Some(Point::Invalid));
    }
    totals
}

/// Says in which rows numbers and addresses stand that no message can reach.
pub(super) fn note_left_out(export: &mut Mapped, people: &BTreeMap<PatientId, PersonRow>) {
    let mut rows: BTreeMap<(&str, u32), (Place, BTreeSet<u32>)> = BTreeMap::new();
    let of_known = export
        .left_out
        .iter()
        .filter(|((_, patient), _)| people.contains_key(patient));
    for ((what, _), place) in of_known {
        let (_, records) = rows
            .entry((what, place.file))
            .or_insert_with(|| (*place, BTreeSet::new()));
        records.insert(place.record);
    }
    for ((what, _), (place, records)) in rows {
        let file = export.aside.name(place);
        export.aside.note(Some(file), left_out(what, &records));
    }
}

/// Says where a procedure stands on several plans and not in the same way: each of the sums counts it.
pub(super) fn note_of_two_minds(export: &mut Mapped, plans: &[PlanRecord]) {
    let mut statuses: BTreeMap<&ProcedureId, BTreeSet<&str>> = BTreeMap::new();
    for procedure in plans.iter().flat_map(|record| &record.plan.procedures) {
        statuses
            .entry(&procedure.id)
            .or_default()
            .insert(word(procedure.status));
    }
    let several = statuses.values().filter(|statuses| statuses.len() > 1).count();
    if several > 0 {
        let message = format!(
            "{several} procedures stand on several plans with different statuses: the sums of each status count them"
        );
        export.aside.note(None, message);
    }
}

fn sum(plans: &[PlanRecord], statuses: &[ProcedureStatus]) -> ProcedureTotals {
    let mut totals = ProcedureTotals::default();
    let mut patients: BTreeSet<&PatientId> = BTreeSet::new();
    // One that stands on several plans is one procedure.
    let mut seen: BTreeSet<&ProcedureId> = BTreeSet::new();
    for record in plans {
        let of = |procedure: &&Procedure| statuses.contains(&procedure.status);
        for procedure in record.plan.procedures.iter().filter(of) {
            if !seen.insert(&procedure.id) {
                continue;
            }
            totals.procedures += 1;
            totals.sum = totals.sum.plus(procedure.fee.unwrap_or(Money::ZERO));
            patients.insert(&record.plan.patient.id);
        }
    }
    totals.patients = count(patients.len());
    totals
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
