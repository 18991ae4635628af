//! A visit as the practice's book has it, in the form of the engine's `appointment` event.

use followthrough::Timestamp;
use followthrough::wire::{AppointmentId, ProcedureId};
use serde::{Deserialize, Serialize};

/// One visit in the practice's book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// The practice system's id.
    pub id: AppointmentId,
    /// Where it stands.
    pub status: AppointmentStatus,
    /// When it starts; absent when the practice's zone is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// What is to be done then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub procedure_ids: Vec<ProcedureId>,
}

/// Where a visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentStatus {
    /// In the book.
    Scheduled,
    /// The patient did not come.
    Broken,
    /// Taken off the book.
    Cancelled,
    /// It took place.
    Completed,
}
