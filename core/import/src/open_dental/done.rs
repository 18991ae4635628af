//! What happened: treatment that was done, the days of procedures, conversations.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::Date;
use followthrough::plan::ProcedureStatus;
use followthrough::wire::{LocationId, PatientId, ProcedureId, ProviderId};

use super::statuses::AptStatus;
use super::tables::{Procedure as Row, Tables};
use crate::imported::{Completed, Days};

/// Procedures that were done, by number. The rows are taken, so that what was done of twenty years stands in their place
/// and not beside them.
pub(super) fn completed(tables: &mut Tables) -> Vec<Completed> {
    let rows = std::mem::take(&mut tables.procedures).into_iter();
    let of = |row: Row| {
        Some(Completed {
            procedure: ProcedureId::parse(&row.num.to_string()).ok()?,
            patient: PatientId::parse(&row.patient.to_string()).ok()?,
            code: tables.code_of(&row).cloned(),
            fee: row.fee,
            planned_on: row.planned_on,
            booked_on: booked_on(&row, tables),
            done_on: row.date,
            provider: numbered(row.provider).and_then(|num| ProviderId::parse(&num).ok()),
            location: numbered(row.clinic).and_then(|num| LocationId::parse(&num).ok()),
        })
    };
    rows.filter(|row| row.status == ProcedureStatus::Completed)
        .filter_map(of)
        .collect()
}

fn numbered(num: u64) -> Option<String> {
    (num != 0).then(|| num.to_string())
}

/// When the visit that a procedure is booked on, or was done at, was entered into the book.
fn booked_on(row: &Row, tables: &Tables) -> Option<Date> {
    let wanted = match row.status {
        ProcedureStatus::Scheduled => AptStatus::Scheduled,
        ProcedureStatus::Completed => AptStatus::Complete,
        ProcedureStatus::Planned
        | ProcedureStatus::Declined
        | ProcedureStatus::Referred
        | ProcedureStatus::Removed
        | ProcedureStatus::Inactive
        | ProcedureStatus::Existing => return None,
    };
    let visits = [row.appointment, row.planned_appointment];
    let visits = visits.iter().filter_map(|visit| tables.appointments.get(visit));
    visits
        .filter(|visit| visit.status == wanted)
        .find_map(|visit| visit.entered_on)
}

/// The days of the procedures on plans.
pub(super) fn days(tables: &Tables, on_plans: &BTreeSet<u64>) -> BTreeMap<ProcedureId, Days> {
    let of = |num: &u64| {
        let row = tables.numbered(*num)?;
        let is_done = row.status == ProcedureStatus::Completed;
        let is_live = matches!(row.status, ProcedureStatus::Planned | ProcedureStatus::Scheduled);
        let days = Days {
            planned_on: row.planned_on,
            booked_on: booked_on(row, tables),
            done_on: row.date.filter(|_| is_done),
        };
        let days = days.told().filter(|_| is_done || is_live)?;
        Some((ProcedureId::parse(&num.to_string()).ok()?, days))
    };
    on_plans.iter().filter_map(of).collect()
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
