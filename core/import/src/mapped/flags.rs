//! What a reader should know of a plan.

use std::collections::BTreeMap;

use followthrough::Plan;
use followthrough::wire::ProcedureId;

use super::people::People;
use super::rows::PersonRow;
use crate::imported::{Flag, PlanRecord, TextConsent};

/// What a reader should know: each only where the source could have said otherwise.
pub(super) fn flags(
    plan: &Plan,
    own: &PersonRow,
    contact: &PersonRow,
    people: &People<'_>,
    undated: bool,
) -> Vec<Flag> {
    use followthrough::plan::PersonStatus::{Deceased, DoNotContact, Inactive};
    let guarantor = own
        .guarantor
        .as_ref()
        .is_some_and(|guarantor| *guarantor != plan.patient.id);
    let mut flags: Vec<Flag> = [
        (own.status == Deceased, Flag::Deceased),
        (people.is_minor(own), Flag::Minor),
        (guarantor, Flag::GuarantorDiffers),
        (own.has_phones && !own.has_usable_phone(), Flag::NoPhone),
        (contact.text_consent == Some(TextConsent::Unknown), Flag::ConsentUnknown),
        (contact.text_consent == Some(TextConsent::Denied), Flag::ConsentNo),
        (contact.do_not_call, Flag::DoNotCall),
        (undated, Flag::PresentedDateUnknown),
        (own.birth_date == Some(None), Flag::BirthdateUnknown),
        (matches!(own.status, Inactive | DoNotContact), Flag::PatientInactive),
        (plan.pending_value().is_none(), Flag::ValueUnknown),
    ]
    .into_iter()
    .filter_map(|(raised, flag)| raised.then_some(flag))
    .collect();
    flags.sort_by_key(|flag| flag.as_str());
    flags
}

/// Marks plans that share a procedure.
pub(super) fn flag_overlaps(plans: &mut [PlanRecord]) {
    let mut counts: BTreeMap<ProcedureId, u32> = BTreeMap::new();
    for procedure in plans.iter().flat_map(|record| &record.plan.procedures) {
        *counts.entry(procedure.id.clone()).or_default() += 1;
    }
    counts.retain(|_, count| *count > 1);
    for record in plans.iter_mut().filter(|_| !counts.is_empty()) {
        if record.plan.procedures.iter().any(|p| counts.contains_key(&p.id)) {
            record.flags.push(Flag::OverlapsOtherPlan);
            record.flags.sort_by_key(|flag| flag.as_str());
        }
    }
}
