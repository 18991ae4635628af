//! What happened: treatment that was done, the days of procedures, conversations.

use std::collections::BTreeMap;

use followthrough::Date;
use followthrough::plan::ProcedureStatus;
use followthrough::wire::{LocationId, PatientId, ProcedureId, ProviderId};

use super::statuses::AptStatus;
use super::tables::{Procedure as Row, Tables};
use crate::imported::{Completed, Days};

/// Procedures that were done, by number.
pub(super) fn completed(tables: &Tables) -> Vec<Completed> {
    let done = tables
        .procedures
        .iter()
        .filter(|p| p.status == ProcedureStatus::Completed);
    let mut done: Vec<&Row> = done.collect();
    done.sort_by_key(|p| p.num);
    let of = |row: &Row| {
        Some(Completed {
            procedure: ProcedureId::parse(&row.num.to_string()).ok()?,
            patient: PatientId::parse(&row.patient.to_string()).ok()?,
            code: tables.code_of(row).cloned(),
            fee: row.fee,
            planned_on: row.planned_on,
            done_on: row.date,
            provider: numbered(row.provider).and_then(|num| ProviderId::parse(&num).ok()),
            location: numbered(row.clinic).and_then(|num| LocationId::parse(&num).ok()),
        })
    };
    done.into_iter().filter_map(of).collect()
}

fn numbered(num: u64) -> Option<String> {
    (num != 0).then(|| num.to_string())
}

/// The days of every procedure that is planned, scheduled or done.
pub(super) fn days(tables: &Tables) -> BTreeMap<ProcedureId, Days> {
    let of = |row: &Row| {
        let wanted = match row.status {
            ProcedureStatus::Planned => None,
            ProcedureStatus::Scheduled => Some(AptStatus::Scheduled),
            ProcedureStatus::Completed => Some(AptStatus::Complete),
            ProcedureStatus::Declined
            | ProcedureStatus::Referred
            | ProcedureStatus::Removed
            | ProcedureStatus::Inactive
            | ProcedureStatus::Existing => return None,
        };
        let visits = [row.appointment, row.planned_appointment];
        let visits = visits.iter().filter_map(|visit| tables.appointments.get(visit));
        let booked_on = visits
            .filter(|visit| Some(visit.status) == wanted)
            .find_map(|visit| visit.entered_on);
        let days = Days {
            planned_on: row.planned_on,
            booked_on,
            done_on: row.date.filter(|_| row.status == ProcedureStatus::Completed),
        };
        Some((ProcedureId::parse(&row.num.to_string()).ok()?, days.told()?))
    };
    tables.procedures.iter().filter_map(of).collect()
}

/// Conversations by patient, in order of time.
pub(super) fn conversations(tables: &mut Tables) -> Option<BTreeMap<PatientId, Vec<Date>>> {
    let known = tables.conversations.take()?;
    let of = |(num, mut days): (u64, Vec<Date>)| {
        days.sort_unstable();
        days.dedup();
        Some((PatientId::parse(&num.to_string()).ok()?, days))
    };
    Some(known.into_iter().filter(|(num, _)| *num != 0).filter_map(of).collect())
}
