//! Plans out of rows: the treatment plans of the export where it has them, otherwise one per patient.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::follow_up::{Appointment, AppointmentStatus};
use followthrough::plan::{MAX_PROCEDURES, Patient, Plan, PlanStatus, Presented, Procedure, ProcedureStatus, Provider};
use followthrough::schedule::{LocalTime, Zone};
use followthrough::wire::{
    AppointmentId, LocationId, PatientId, PlanId, ProcedureId, ProviderId, RecipientId, Redacted,
};
use followthrough::{Code, Date, Money, Recipient};

use super::people::{People, person_status, text_consent};
use super::tables::{AptStatus, PatStatus, Procedure as Row, Tables, TextOk, TpStatus};
use super::{Aside, OpenDental, done};
use crate::imported::{Flag, Imported, PlanRecord, ProcedureTotals, TextConsent, Totals};
use crate::options::{Answers, PresentedBy};
use crate::problem::{Place, Problem};
use crate::set_aside::Reason;

/// A plan in numbers.
pub(crate) struct Draft<'a> {
    id: String,
    patient: u64,
    /// What is charted for the patient, and no document of the system's.
    charted: bool,
    status: Option<PlanStatus>,
    presented_on: Option<Date>,
    items: Vec<Item<'a>>,
    missing: Vec<u64>,
    place: Place,
}

/// One procedure of a plan, at the fee of that plan.
#[derive(Clone, Copy)]
struct Item<'a> {
    row: &'a Row,
    fee: Money,
    saved_code: Option<&'a str>,
}

impl<'a> From<&'a Row> for Item<'a> {
    fn from(row: &'a Row) -> Self {
        Self {
            row,
            fee: row.fee,
            saved_code: None,
        }
    }
}

/// All plans of the export, by patient.
pub(crate) fn drafts<'a>(tables: &'a Tables, answers: &Answers, has_plans: bool, as_of: Date) -> Vec<Draft<'a>> {
    let charted = answers.presented == Some(PresentedBy::Charted);
    let mut drafts = Vec::new();
    let mut placed: BTreeSet<u64> = BTreeSet::new();
    if has_plans {
        let by_num: BTreeMap<u64, &Row> = tables.procedures.iter().map(|p| (p.num, p)).collect();
        for plan in &tables.plans {
            let (items, missing) = match plan.status {
                TpStatus::Saved => saved_items(tables, plan.num, &by_num),
                TpStatus::Active | TpStatus::Inactive => attached_items(tables, plan.num, &by_num),
            };
            placed.extend(items.iter().map(|item| item.row.num));
            drafts.push(Draft {
                id: plan.num.to_string(),
                patient: plan.patient,
                charted: plan.status == TpStatus::Active,
                status: match plan.status {
                    TpStatus::Saved => Some(PlanStatus::Presented),
                    TpStatus::Active if charted => None,
                    TpStatus::Active => Some(PlanStatus::Draft),
                    TpStatus::Inactive => Some(PlanStatus::Inactive),
                },
                presented_on: match plan.status {
                    TpStatus::Saved => plan.presented_on,
                    TpStatus::Active if charted => charted_on(&items, as_of),
                    TpStatus::Active | TpStatus::Inactive => None,
                },
                items,
                missing,
                place: plan.place,
            });
        }
    }
    if charted {
        let mut by_patient: BTreeMap<u64, Vec<Item<'a>>> = BTreeMap::new();
        let live = |p: &&Row| matches!(p.status, ProcedureStatus::Planned | ProcedureStatus::Scheduled);
        for row in tables
            .procedures
            .iter()
            .filter(live)
            .filter(|p| !placed.contains(&p.num))
        {
            by_patient.entry(row.patient).or_default().push(row.into());
        }
        for (patient, mut items) in by_patient {
            items.sort_by_key(|item| item.row.num);
            drafts.push(Draft {
                id: format!("tp-{patient}"),
                patient,
                charted: true,
                status: None,
                presented_on: charted_on(&items, as_of),
                place: items.first().map(|item| item.row.place).unwrap_or_default(),
                items,
                missing: Vec::new(),
            });
        }
    }
    drafts.sort_by(|a, b| (a.patient, a.id.len(), &a.id).cmp(&(b.patient, b.id.len(), &b.id)));
    drafts
}

fn saved_items<'a>(tables: &'a Tables, plan: u64, by_num: &BTreeMap<u64, &'a Row>) -> (Vec<Item<'a>>, Vec<u64>) {
    let (mut items, mut missing, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for saved in tables.saved.get(&plan).into_iter().flatten() {
        if !seen.insert(saved.original) {
            continue;
        }
        match by_num.get(&saved.original) {
            Some(row) => items.push(Item {
                row,
                fee: saved.fee,
                saved_code: saved.code.as_deref(),
            }),
            None => missing.push(if saved.original == 0 { saved.num } else { saved.original }),
        }
    }
    (items, missing)
}

fn attached_items<'a>(tables: &'a Tables, plan: u64, by_num: &BTreeMap<u64, &'a Row>) -> (Vec<Item<'a>>, Vec<u64>) {
    let (mut items, mut missing) = (Vec::new(), Vec::new());
    for num in tables.attached.get(&plan).into_iter().flatten() {
        match by_num.get(num) {
            Some(row) => items.push(Item::from(*row)),
            None => missing.push(*num),
        }
    }
    (items, missing)
}

/// The day the plan was charted: the oldest date of what is pending. A procedure charted straight onto a visit carries
/// the visit's date instead, which may lie ahead; no such date is ever taken for the day of presentation.
fn charted_on(items: &[Item<'_>], as_of: Date) -> Option<Date> {
    let oldest = |pending: bool| {
        let of = |item: &&Item<'_>| (item.row.status == ProcedureStatus::Planned) == pending;
        items
            .iter()
            .filter(of)
            .filter_map(|item| item.row.planned_on)
            .filter(|date| *date <= as_of)
            .min()
    };
    oldest(true).or_else(|| {
        if items.iter().any(is_pending) {
            None
        } else {
            oldest(false)
        }
    })
}

fn is_pending(item: &Item<'_>) -> bool {
    item.row.status == ProcedureStatus::Planned
}

/// Everything together.
pub(crate) fn imported(mut export: OpenDental, people: &People, as_of: Date) -> Imported {
    let mut tables = std::mem::take(&mut export.tables);
    let has_plans = export.present.contains(&super::Table::TreatPlans);
    let drafts = drafts(&tables, &export.answers, has_plans, as_of);
    let builder = Builder {
        tables: &tables,
        people,
    };
    let plans = builder.plans(&drafts, &mut export.aside);
    let recipients: BTreeMap<u64, Recipient> = builder.recipients(&plans);
    let appointments = builder.appointments(&recipients, &export.answers);
    let charted = export.answers.presented == Some(PresentedBy::Charted);
    let done = tables
        .procedures
        .iter()
        .filter(|p| charted && p.status == ProcedureStatus::Completed);
    let treated: BTreeSet<u64> = done.map(|p| people.contact_of(p.patient)).collect();
    let treated = treated.iter().filter(|num| !recipients.contains_key(num));
    let treated = treated.filter_map(|num| people.recipient(*num, &tables)).collect();
    let mut totals = builder.totals(&plans);
    totals.recipients = count(recipients.len());
    totals.appointments = count(appointments.len());
    totals.columns_ignored = export.columns_ignored;
    export.count();
    for file in &export.files {
        totals.records += file.records;
        totals.accepted += file.accepted;
        totals.rejected += file.rejected;
        totals.skipped += file.skipped;
    }
    totals.files = std::mem::take(&mut export.files);
    let (rejected, skipped) = export.aside.in_order();
    let mut notes = std::mem::take(&mut export.aside.notes);
    notes.sort_by(|a, b| (&a.file, &a.message).cmp(&(&b.file, &b.message)));
    let on_plans: BTreeSet<&ProcedureId> = plans
        .iter()
        .flat_map(|r| r.plan.procedures.iter().map(|p| &p.id))
        .collect();
    let settled = tables
        .procedures
        .iter()
        .filter_map(|p| Some((ProcedureId::parse(&p.num.to_string()).ok()?, p.status)));
    let settled = settled.filter(|(id, _)| !on_plans.contains(id)).collect();
    let zone = export.answers.zone.clone().unwrap_or_else(Zone::utc);
    Imported {
        as_of,
        at: zone.at(as_of, LocalTime::END),
        people: tables
            .patients
            .keys()
            .filter_map(|num| people.person(*num, &tables))
            .collect(),
        completed: done::completed(&tables),
        days: done::days(&tables),
        charted,
        treated,
        conversations: done::conversations(&mut tables),
        recipients: recipients.into_values().collect(),
        appointments,
        plans,
        rejected,
        skipped,
        notes,
        totals,
        records: None,
        settled,
    }
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

struct Builder<'a> {
    tables: &'a Tables,
    people: &'a People,
}

impl Builder<'_> {
    fn plans(&self, drafts: &[Draft<'_>], aside: &mut Aside) -> Vec<PlanRecord> {
        let mut on_plans: BTreeMap<u64, u32> = BTreeMap::new();
        for item in drafts.iter().flat_map(|draft| &draft.items) {
            *on_plans.entry(item.row.num).or_default() += 1;
        }
        let mut plans = Vec::new();
        let mut missing = 0;
        for draft in drafts {
            if draft.items.len() > MAX_PROCEDURES {
                let message = format!(
                    "{} procedures in one plan; a follow-up holds {MAX_PROCEDURES}",
                    draft.items.len()
                );
                aside.reject(
                    Problem::new("ProcNum", Reason::TooManyProcedures, Code::ImportTooMany, message),
                    draft.place,
                );
                continue;
            }
            missing += draft.missing.len();
            let overlaps = draft
                .items
                .iter()
                .any(|item| on_plans.get(&item.row.num).is_some_and(|n| *n > 1));
            plans.extend(self.plan(draft, overlaps));
        }
        if missing > 0 {
            let message = format!("{missing} procedures stand on treatment plans but not in procedurelog.csv");
            aside.note(None, message);
        }
        plans
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
                .filter(|name| !name.is_empty())
                .map(|name| name.to_string()),
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
        let code = self.tables.codes.get(&row.code);
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
            code: code
                .map(|c| c.code.to_string())
                .or_else(|| item.saved_code.map(str::to_owned)),
            description: code.and_then(|c| c.description.as_deref()).map(Redacted::from),
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
        let mut flags: Vec<Flag> = [
            (own.status == PatStatus::Deceased, Flag::Deceased),
            (self.people.is_minor(own), Flag::Minor),
            (guarantor_differs, Flag::GuarantorDiffers),
            (no_phone, Flag::NoPhone),
            (row.text == TextOk::Unknown, Flag::ConsentUnknown),
            (row.text == TextOk::No, Flag::ConsentNo),
            (row.do_not_call, Flag::DoNotCall),
            (plan.presented_at.is_none(), Flag::PresentedDateUnknown),
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

    fn recipients(&self, plans: &[PlanRecord]) -> BTreeMap<u64, Recipient> {
        let nums = plans
            .iter()
            .filter_map(|record| record.recipient.as_str().parse::<u64>().ok());
        nums.filter_map(|num| Some((num, self.people.recipient(num, self.tables)?)))
            .collect()
    }

    fn appointments(
        &self,
        recipients: &BTreeMap<u64, Recipient>,
        answers: &Answers,
    ) -> Vec<(RecipientId, Appointment)> {
        let mut held: BTreeMap<u64, Vec<ProcedureId>> = BTreeMap::new();
        for row in &self.tables.procedures {
            let visits = [row.appointment, row.planned_appointment];
            for visit in visits.iter().filter(|visit| **visit != 0) {
                held.entry(*visit)
                    .or_default()
                    .extend(ProcedureId::parse(&row.num.to_string()));
            }
        }
        let mut appointments = Vec::new();
        for (num, visit) in &self.tables.appointments {
            let status = match visit.status {
                AptStatus::Scheduled => AppointmentStatus::Scheduled,
                AptStatus::Complete => AppointmentStatus::Completed,
                AptStatus::UnschedList => AppointmentStatus::Cancelled,
                AptStatus::Broken => AppointmentStatus::Broken,
                AptStatus::NoVisit => continue,
            };
            let Some(recipient) = recipients.get(&self.people.contact_of(visit.patient)) else {
                continue;
            };
            let Ok(id) = AppointmentId::parse(&num.to_string()) else {
                continue;
            };
            let starts_at = answers
                .zone
                .as_ref()
                .zip(visit.starts)
                .map(|(zone, local)| local.in_zone(zone));
            let procedure_ids = held.remove(num).unwrap_or_default();
            appointments.push((
                recipient.id.clone(),
                Appointment {
                    id,
                    status,
                    starts_at,
                    patient_id: None,
                    kind: None,
                    procedure_ids,
                },
            ));
        }
        appointments
    }

    fn totals(&self, plans: &[PlanRecord]) -> Totals {
        use ProcedureStatus::{Completed, Planned, Scheduled};
        let rows = &self.tables.procedures;
        let pending: BTreeSet<u64> = rows.iter().filter(|p| p.status == Planned).map(|p| p.patient).collect();
        let mut totals = Totals {
            plans: count(plans.len()),
            tp_all: totals_of(rows, &[Planned, Scheduled]),
            pending_unscheduled: totals_of(rows, &[Planned]),
            tp_on_scheduled_appointment: totals_of(rows, &[Scheduled]),
            completed: totals_of(rows, &[Completed]),
            phones_invalid: self.tables.phones_invalid,
            emails_invalid: self.tables.emails_invalid,
            ..Totals::default()
        };
        for patient in pending.iter().filter_map(|num| self.tables.patients.get(num)) {
            let count = &mut totals.pending_patients_by_text_consent;
            match text_consent(patient.text) {
                TextConsent::Granted => count.yes += 1,
                TextConsent::Denied => count.no += 1,
                TextConsent::Unknown => count.unknown += 1,
            }
        }
        let mut on_plans: BTreeSet<&str> = BTreeSet::new();
        for record in plans {
            let value = record.plan.pending_value();
            totals.plans_with_unknown_value += u64::from(value.is_none());
            totals.pending_value = totals.pending_value.plus(value.unwrap_or(Money::ZERO));
            if record.plan.standing().is_pending() {
                on_plans.extend(record.plan.pending().map(|p| p.id.as_str()));
            }
        }
        let distinct = rows.iter().filter(|p| on_plans.contains(p.num.to_string().as_str()));
        totals.distinct_pending_value = distinct.map(|p| p.fee).sum();
        totals
    }
}

fn totals_of(rows: &[Row], statuses: &[ProcedureStatus]) -> ProcedureTotals {
    let of: Vec<&Row> = rows.iter().filter(|p| statuses.contains(&p.status)).collect();
    let patients: BTreeSet<u64> = of.iter().map(|p| p.patient).collect();
    ProcedureTotals {
        procedures: count(of.len()),
        patients: count(patients.len()),
        sum: of.iter().map(|p| p.fee).sum(),
    }
}
