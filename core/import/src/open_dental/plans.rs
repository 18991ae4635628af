//! Plans out of drafts: with the patient, who would do it and where, and what a reader should know.

use std::collections::BTreeMap;

use followthrough::plan::{MAX_PROCEDURES, Patient, Plan, Presented, Procedure, ProcedureStatus, Provider};
use followthrough::wire::{
    AppointmentId, LocationId, PatientId, PlanId, ProcedureId, ProviderId, RecipientId, Redacted,
};
use followthrough::{Code, Money};

use super::Aside;
use super::drafts::{Draft, Item, is_pending};
use super::people::{People, person_status};
use super::statuses::{AptStatus, PatStatus, TextOk};
use super::tables::Tables;
use crate::imported::{Flag, Listed, PlanRecord};
use crate::problem::Problem;
use crate::refused::Which;
use crate::set_aside::Reason;

pub(super) struct Builder<'a> {
    pub(super) tables: &'a Tables,
    pub(super) people: &'a People,
    /// What the file of procedures is called.
    pub(super) procedures: String,
}

impl Builder<'_> {
    /// The plans, and where those that are rows of the export stand in it.
    pub(super) fn plans(&self, drafts: &[Draft<'_>], aside: &mut Aside) -> (Vec<PlanRecord>, Vec<Listed>) {
        let mut on_plans: BTreeMap<u64, u32> = BTreeMap::new();
        for item in drafts.iter().flat_map(|draft| &draft.items) {
            *on_plans.entry(item.row.num).or_default() += 1;
        }
        let (mut plans, mut listed) = (Vec::new(), Vec::new());
        let mut missing = 0;
        for draft in drafts {
            if draft.items.len() > MAX_PROCEDURES {
                let message = format!(
                    "{} procedures in one plan; a follow-up holds {MAX_PROCEDURES}",
                    draft.items.len()
                );
                aside.reject(
                    Problem::new("ProcNum", Reason::TooManyProcedures, Code::ImportTooMany, message),
                    Which::id("TooMany", &draft.id),
                    Some(draft.patient),
                    draft.place,
                );
                continue;
            }
            missing += draft.missing.len();
            let overlaps = draft
                .items
                .iter()
                .any(|item| on_plans.get(&item.row.num).is_some_and(|n| *n > 1));
            let Some(record) = self.plan(draft, overlaps) else {
                continue;
            };
            if draft.row.is_some() {
                listed.push(aside.listed(&record, draft.place));
            }
            plans.push(record);
        }
        if missing > 0 {
            let message = format!(
                "{missing} procedures stand on treatment plans but not in {}",
                self.procedures
            );
            aside.note(None, message);
        }
        listed.sort_by(|a, b| (&a.file, a.record).cmp(&(&b.file, b.record)));
        (plans, listed)
    }

    fn plan(&self, draft: &Draft<'_>, overlaps: bool) -> Option<PlanRecord> {
        let patient = self.tables.patients.get(&draft.patient)?;
        let plan = Plan {
            id: PlanId::parse(&draft.id).ok()?,
            patient: Patient {
                id: PatientId::parse(&draft.patient.to_string()).ok()?,
                first_name: patient.first_name.clone(),
                last_name: patient.last_name.clone(),
                birth_date: patient.birth_date,
                // In none of the tables that are read.
                new_patient: None,
                insured: None,
                benefits_remaining: None,
                status: person_status(patient.status),
            },
            presented_at: draft.presented_on.map(Presented::On),
            status: draft.status,
            provider: self.provider(draft, patient.provider),
            location: self.location(draft, patient.clinic),
            tags: Vec::new(),
            alternative_group: None,
            procedures: draft.items.iter().filter_map(|item| self.procedure(item)).collect(),
            custom: BTreeMap::new(),
        };
        let contact = self.people.contact_of(draft.patient);
        let flags = self.flags(draft, &plan, contact, overlaps);
        let missing = draft
            .missing
            .iter()
            .filter_map(|num| ProcedureId::parse(&num.to_string()).ok());
        Some(PlanRecord {
            plan,
            recipient: RecipientId::parse(&contact.to_string()).ok()?,
            charted: draft.charted,
            flags,
            missing_procedures: missing.collect(),
        })
    }

    /// Who would do the most of what is pending; the patient's own dentist when no procedure says.
    fn provider(&self, draft: &Draft<'_>, own: u64) -> Option<Provider> {
        let mut value: BTreeMap<u64, (bool, Money)> = BTreeMap::new();
        for item in draft.items.iter().filter(|item| item.row.provider != 0) {
            let (pending, sum) = value.entry(item.row.provider).or_default();
            *pending |= is_pending(item);
            *sum = if is_pending(item) { sum.plus(item.fee) } else { *sum };
        }
        let most = value
            .iter()
            .reduce(|a, b| if b.1 > a.1 { b } else { a })
            .map(|(num, _)| *num);
        let num = most.or((own != 0).then_some(own))?;
        Some(Provider {
            id: ProviderId::parse(&num.to_string()).ok()?,
            name: self
                .tables
                .providers
                .get(&num)
                .filter(|(name, _)| !name.is_empty())
                .map(|(name, _)| name.to_string()),
        })
    }

    fn location(&self, draft: &Draft<'_>, own: u64) -> Option<LocationId> {
        let clinic = draft
            .items
            .iter()
            .map(|item| item.row.clinic)
            .find(|clinic| *clinic != 0)
            .unwrap_or(own);
        (clinic != 0)
            .then(|| LocationId::parse(&clinic.to_string()).ok())
            .flatten()
    }

    fn procedure(&self, item: &Item<'_>) -> Option<Procedure> {
        let row = item.row;
        let visit = [row.appointment, row.planned_appointment].into_iter().find(|visit| {
            self.tables
                .appointments
                .get(visit)
                .is_some_and(|a| a.status == AptStatus::Scheduled)
        });
        let scheduled = row.status == ProcedureStatus::Scheduled;
        let estimate = self.tables.estimates.get(&row.num).filter(|_| is_pending(item));
        let portion = |off: Money| Money::from_cents((item.fee.cents() - off.cents() - row.discount.cents()).max(0));
        Some(Procedure {
            id: ProcedureId::parse(&row.num.to_string()).ok()?,
            code: self
                .tables
                .code_of(row)
                .map(|code| code.to_string())
                .or_else(|| item.saved_code.map(str::to_owned)),
            description: self.tables.description_of(row).map(Redacted::from),
            tooth: row.tooth.as_deref().map(Redacted::from),
            quadrant: row.quadrant.as_deref().map(Redacted::from),
            fee: Some(item.fee),
            patient_portion: estimate.map(|e| portion(e.off)),
            status: row.status,
            appointment: visit
                .filter(|_| scheduled)
                .and_then(|visit| AppointmentId::parse(&visit.to_string()).ok()),
        })
    }

    fn flags(&self, draft: &Draft<'_>, plan: &Plan, contact: u64, overlaps: bool) -> Vec<Flag> {
        let Some(own) = self.tables.patients.get(&draft.patient) else {
            return Vec::new();
        };
        let row = self.tables.patients.get(&contact).unwrap_or(own);
        let guarantor_differs = own.guarantor != 0 && own.guarantor != draft.patient;
        let no_phone = [&own.mobile, &own.home, &own.work].iter().all(|p| p.valid().is_none());
        let inactive = !matches!(own.status, PatStatus::Patient | PatStatus::Deceased);
        // The day that its procedures were charted may stand in for it; the plan has none of its own.
        let undated = draft.row.is_some_and(|row| row.presented_on.is_none());
        let mut flags: Vec<Flag> = [
            (own.status == PatStatus::Deceased, Flag::Deceased),
            (self.people.is_minor(own), Flag::Minor),
            (guarantor_differs, Flag::GuarantorDiffers),
            (no_phone, Flag::NoPhone),
            (row.text == TextOk::Unknown, Flag::ConsentUnknown),
            (row.text == TextOk::No, Flag::ConsentNo),
            (row.do_not_call, Flag::DoNotCall),
            (plan.presented_at.is_none() || undated, Flag::PresentedDateUnknown),
            (own.birth_date.is_none(), Flag::BirthdateUnknown),
            (inactive, Flag::PatientInactive),
            (plan.pending_value().is_none(), Flag::ValueUnknown),
            (overlaps, Flag::OverlapsOtherPlan),
        ]
        .into_iter()
        .filter_map(|(raised, flag)| raised.then_some(flag))
        .collect();
        flags.sort_by_key(|flag| flag.as_str());
        flags
    }
}
