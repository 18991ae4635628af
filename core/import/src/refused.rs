//! Of whom an export has records that were refused: what is missing of them is not known to be gone.

use std::collections::BTreeMap;

use followthrough::Timestamp;
use followthrough::wire::PatientId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::Rejected;

/// How many records were refused, by the patient they are about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// How many records that may be about one patient were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Count {
    of_patient: u64,
    of_anybody: u64,
}

impl Count {
    /// Whether more were refused than in an export before: one of them may be what is missing. A record that is refused
    /// every night has hidden nothing since the last.
    pub(crate) fn exceeds(self, before: Self) -> bool {
        self.of_anybody > before.of_anybody || self.of_patient > before.of_patient
    }
}

/// What an export lacks and is not known to be gone: since when, and what was refused in the last export that had it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) since: Timestamp,
    pub(crate) refused: Count,
}

impl Refused {
    pub(crate) fn of(rejected: &[Rejected]) -> Self {
        rejected.iter().map(|record| record.patient.clone()).collect()
    }

    pub(crate) fn of_stored(rejected: Vec<StoredRejected>) -> Self {
        rejected.into_iter().map(|record| record.patient).collect()
    }

    pub(crate) fn count(&self, patient: &PatientId) -> Count {
        Count {
            of_patient: self.patients.get(patient).copied().unwrap_or_default(),
            of_anybody: self.of_anybody,
        }
    }

    /// A list that [`Self::of_stored`] reads as the same.
    pub(crate) fn to_json(&self) -> Value {
        let times = |count: &u64| usize::try_from(*count).unwrap_or(usize::MAX);
        let of = |(patient, count): (&PatientId, &u64)| std::iter::repeat_n(json!({"patient": patient}), times(count));
        let of_anybody = std::iter::repeat_n(json!({}), times(&self.of_anybody));
        self.patients.iter().flat_map(of).chain(of_anybody).collect()
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
