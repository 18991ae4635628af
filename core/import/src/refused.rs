//! Of whom an export has records that were refused: what is missing of them is not known to be gone.

use std::collections::BTreeMap;

use followthrough::wire::PatientId;
use serde::Deserialize;

use crate::Rejected;

/// How many records were refused, by the patient they are about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Refused {
    patients: BTreeMap<PatientId, u64>,
    /// Of which nobody can tell whom they are about.
    of_anybody: u64,
}

/// As much of a refused record as this asks for.
#[derive(Deserialize)]
pub(crate) struct StoredRejected {
    patient: Option<PatientId>,
}

impl Refused {
    pub(crate) fn of(rejected: &[Rejected]) -> Self {
        rejected.iter().map(|record| record.patient.clone()).collect()
    }

    pub(crate) fn of_stored(rejected: Vec<StoredRejected>) -> Self {
        rejected.into_iter().map(|record| record.patient).collect()
    }

    /// Whether more records that may be about a patient were refused than in an export before: one of them may be what is
    /// missing. A record that is refused every night has hidden nothing since the last.
    pub(crate) fn may_hide_more(&self, before: &Self, patient: &PatientId) -> bool {
        let of = |refused: &Self| refused.patients.get(patient).copied().unwrap_or_default();
        self.of_anybody > before.of_anybody || of(self) > of(before)
    }
}

impl FromIterator<Option<PatientId>> for Refused {
    fn from_iter<I: IntoIterator<Item = Option<PatientId>>>(records: I) -> Self {
        let mut refused = Self::default();
        for patient in records {
            match patient {
                Some(patient) => *refused.patients.entry(patient).or_default() += 1,
                None => refused.of_anybody += 1,
            }
        }
        refused
    }
}
