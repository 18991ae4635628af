//! Procedures that no plan will hold: nine in ten of an old practice's. What is kept of them is what a baseline needs.

use std::sync::Arc;

use followthrough::plan::ProcedureStatus;
use followthrough::wire::{LocationId, PatientId, ProcedureId, ProviderId};
use followthrough::{Date, Money};

use super::check::fitting;
use super::rows::ProcedureRow;
use crate::imported::Completed;
use crate::problem::Place;

/// A procedure that is neither live nor on a plan of the file's.
pub(crate) struct DoneRow {
    pub(crate) place: Place,
    pub(crate) patient: PatientId,
    pub(crate) id: ProcedureId,
    pub(crate) status: ProcedureStatus,
    fee: Option<Money>,
    code: Option<Arc<str>>,
    pub(crate) planned_on: Option<Date>,
    pub(crate) done_on: Option<Date>,
    provider: Option<Arc<str>>,
    location: Option<Arc<str>>,
}

impl DoneRow {
    /// The least of a row, or the row where a plan may want it.
    pub(crate) fn of(row: ProcedureRow) -> Result<Self, ProcedureRow> {
        if row.is_live() || row.plan.is_some() {
            return Err(row);
        }
        Ok(Self {
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
        })
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
