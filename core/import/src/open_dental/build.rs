//! All tables together: plans, the people to contact, their visits, and what it comes to.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::follow_up::{Appointment, AppointmentStatus};
use followthrough::plan::ProcedureStatus;
use followthrough::schedule::{LocalTime, Zone};
use followthrough::wire::{AppointmentId, ProcedureId, RecipientId};
use followthrough::{Date, Recipient};

use super::OpenDental;
use super::columns::Table;
use super::done;
use super::drafts::drafts;
use super::people::{People, text_consent};
use super::plans::Builder;
use super::statuses::AptStatus;
use super::tables::Procedure as Row;
use crate::imported::{Imported, PlanRecord, ProcedureTotals, TextConsent, Totals};
use crate::options::{Answers, PresentedBy, System};
use crate::phone::Point;
use crate::settled;

/// Everything together.
pub(crate) fn imported(mut export: OpenDental, people: &People, as_of: Date) -> Imported {
    let mut tables = std::mem::take(&mut export.tables);
    let has_plans = export.present.contains_key(&Table::TreatPlans);
    let drafts = drafts(&tables, &export.answers, has_plans, as_of);
    let builder = Builder {
        tables: &tables,
        people,
        procedures: export.called(Table::Procedures),
    };
    let (plans, listed) = builder.plans(&drafts, &mut export.aside);
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
    export.aside.identify(|column, num| tables.has(column, num));
    let (rejected, skipped) = export.aside.in_order();
    let ids = plans.iter().flat_map(|r| r.plan.procedures.iter().map(|p| &p.id));
    let on_plans: BTreeSet<u64> = ids.filter_map(|id| id.as_str().parse().ok()).collect();
    let mut settled = settled::Builder::default();
    for row in tables.procedures.iter().filter(|row| !on_plans.contains(&row.num)) {
        settled.add_number(row.num, row.status);
    }
    let zone = export.answers.zone.clone().unwrap_or_else(Zone::utc);
    let nums = tables.patients.keys();
    let people = nums.filter_map(|num| people.person(*num, &tables)).collect();
    Imported {
        system: Some(System::OpenDental),
        as_of,
        at: zone.at(as_of, LocalTime::END),
        people,
        days: done::days(&tables, &on_plans),
        completed: done::completed(&mut tables),
        charted,
        treated,
        conversations: done::conversations(&mut tables),
        recipients: recipients.into_values().collect(),
        appointments,
        plans,
        rejected,
        skipped,
        notes: export.aside.into_notes(),
        totals,
        records: export.answers.list_records.then_some(listed),
        settled: settled.build(),
        endings: std::mem::take(&mut export.endings).in_order(),
    }
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

impl Builder<'_> {
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
        // Of an old practice most visits are of people who are contacted about nothing.
        let of = |patient: u64| recipients.get(&self.people.contact_of(patient));
        let visits = self.tables.appointments.iter();
        let told = visits.filter(|(_, visit)| of(visit.patient).is_some());
        let mut held: BTreeMap<u64, BTreeSet<u64>> = told.map(|(num, _)| (*num, BTreeSet::new())).collect();
        for row in &self.tables.procedures {
            for visit in [row.appointment, row.planned_appointment] {
                let is_own = self
                    .tables
                    .appointments
                    .get(&visit)
                    .is_some_and(|of| of.patient == row.patient);
                if let Some(held) = held.get_mut(&visit).filter(|_| is_own) {
                    held.insert(row.num);
                }
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
            let Some(recipient) = of(visit.patient) else {
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
            let held = held.remove(num).unwrap_or_default();
            let procedure_ids = held
                .iter()
                .filter_map(|num| ProcedureId::parse(&num.to_string()).ok())
                .collect();
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
            ..Totals::default()
        };
        for patient in self.tables.patients.values() {
            let phones = [&patient.mobile, &patient.home, &patient.work];
            totals.phones_invalid += count(phones.iter().filter(|point| point.is_left_out()).count());
            totals.emails_invalid += u64::from(patient.email == Point::Invalid);
        }
        for patient in pending.iter().filter_map(|num| self.tables.patients.get(num)) {
            let count = &mut totals.pending_patients_by_text_consent;
            match text_consent(patient.text) {
                TextConsent::Granted => count.yes += 1,
                TextConsent::Denied => count.no += 1,
                TextConsent::Unknown => count.unknown += 1,
            }
        }
        totals.add_pending(plans);
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
