//! What is followed up besides plans: a recall that is due, a visit that ended without the next one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CustomFact, Patient, Provider};
use crate::schedule::Date;
use crate::wire::{LocationId, SubjectId, SubjectKind};

/// One thing that falls due, whole, as the practice system has it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Subject"))]
pub struct DueSubject {
    /// What kind of thing: `recall`, `no_rebook`, or one of the host's own. Playbooks with this word as their `subject`
    /// follow it up.
    pub kind: SubjectKind,
    /// The practice system's id. It is the id of the case, so no plan and nothing of another kind may share it.
    pub id: SubjectId,
    /// Who is to come.
    pub patient: Patient,
    /// The day on which it falls due; the practice's opening that day counts (09:00 when it is closed).
    pub due_on: Date,
    /// Whether it is settled: the visit is booked, or took place.
    #[serde(default)]
    pub done: bool,
    /// Who would treat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationId>,
    /// The practice's own labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Facts of the host's own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub custom: BTreeMap<String, CustomFact>,
}
