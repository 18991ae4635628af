//! Procedures that no plan will hold: nine in ten of an old practice's. What is kept of them is what a baseline needs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::plan::ProcedureStatus;
use followthrough::wire::{LocationId, PatientId, ProcedureId, ProviderId};
use followthrough::{Date, Money};

use super::cells::fitting;
use super::rows::ProcedureRow;
use crate::imported::{Completed, Days};
use crate::problem::Place;

/// A procedure that is neither live nor on a plan of the file's.
pub(crate) struct DoneRow {
    pub(crate) place: Place,
    pub(crate) patient: PatientId,
    pub(crate) id: ProcedureId,
    pub(crate) status: ProcedureStatus,
    pub(crate) fee: Option<Money>,
    code: Option<Arc<str>>,
    pub(crate) planned_on: Option<Date>,
    pub(crate) done_on: Option<Date>,
    provider: Option<Arc<str>>,
    location: Option<Arc<str>>,
}

impl DoneRow {
    /// Whether no plan will want a row.
    pub(crate) fn is(row: &ProcedureRow) -> bool {
        !row.is_live() && row.plan.is_none()
    }

    /// As baselines want it.
    pub(crate) fn completed(self, has_two_days: bool) -> Option<Completed> {
        let (provider, location) = (self.provider.as_deref(), self.location.as_deref());
        Some(Completed {
            procedure: self.id,
            patient: self.patient,
            code: self.code,
            fee: self.fee.filter(|_| self.status == ProcedureStatus::Completed)?,
            planned_on: self.planned_on.filter(|_| has_two_days),
            booked_on: None,
            done_on: self.done_on,
            provider: provider.and_then(|id| ProviderId::parse(&fitting(id.to_owned())).ok()),
            location: location.and_then(|id| LocationId::parse(&fitting(id.to_owned())).ok()),
        })
    }
}

impl From<ProcedureRow> for DoneRow {
    fn from(row: ProcedureRow) -> Self {
        Self {
            place: row.place,
            status: row.status,
            fee: row.fee,
            planned_on: row.planned_day(),
            done_on: row.done_on,
            patient: row.patient,
            id: row.id,
            code: row.code,
            provider: row.by.provider,
            location: row.by.location,
        }
    }
}

/// What was done. The rows are taken, so that what was done of twenty years stands in their place and not beside them.
pub(super) fn completed<'a>(
    done: Vec<DoneRow>,
    procedures: impl Iterator<Item = &'a ProcedureRow>,
    has_two_days: bool,
) -> Vec<Completed> {
    let of = |row: DoneRow| row.completed(has_two_days);
    let mut completed: Vec<Completed> = done.into_iter().filter_map(of).collect();
    let done = procedures.filter(|row| row.status == ProcedureStatus::Completed);
    let of = |row: &ProcedureRow| {
        Some(Completed {
            procedure: row.id.clone(),
            patient: row.patient.clone(),
            code: row.code.clone(),
            fee: row.fee?,
            planned_on: row.planned_day().filter(|_| has_two_days),
            booked_on: None,
            done_on: row.done_on,
            provider: row
                .by
                .provider
                .as_deref()
                .and_then(|id| ProviderId::parse(&fitting(id.to_owned())).ok()),
            location: row
                .by
                .location
                .as_deref()
                .and_then(|id| LocationId::parse(&fitting(id.to_owned())).ok()),
        })
    };
    completed.extend(done.filter_map(of));
    completed
}

/// The days of the procedures on plans.
pub(super) fn days<'a>(
    procedures: impl Iterator<Item = &'a ProcedureRow>,
    on_plans: &BTreeSet<&ProcedureId>,
    has_two_days: bool,
) -> BTreeMap<ProcedureId, Days> {
    let done = |row: &ProcedureRow| row.status == ProcedureStatus::Completed;
    let known = procedures.filter(|row| on_plans.contains(&row.id) && (row.is_live() || done(row)));
    let of = |row: &ProcedureRow| {
        let days = Days {
            planned_on: row.planned_day().filter(|_| has_two_days || !done(row)),
            booked_on: None,
            done_on: row.done_on.filter(|_| done(row)),
        };
        Some((row.id.clone(), days.told()?))
    };
    known.filter_map(of).collect()
}
