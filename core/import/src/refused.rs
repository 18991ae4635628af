//! Of whom an export has records that were refused: what is missing of them is not known to be gone.

use std::collections::BTreeMap;

use followthrough::Timestamp;
use followthrough::wire::PatientId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::Rejected;

/// How many records were refused that may hide something, by the patient they are about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Refused {
    patients: BTreeMap<PatientId, Records>,
    /// Of which nobody can tell whom they are about.
    of_anybody: u64,
}

/// How many of each record, by what it has in every export ([`Rejected::same`]); under no text those without.
type Records = BTreeMap<String, u64>;

/// As much of a refused record as this asks for.
#[derive(Deserialize)]
pub(crate) struct StoredRejected {
    patient: Option<PatientId>,
    other_patient: Option<PatientId>,
    #[serde(default)]
    hides_nothing: bool,
    #[serde(default)]
    same: String,
}

/// How many records that may be about some people were refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Count {
    /// Of each of them of whom any were.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    patients: BTreeMap<PatientId, Records>,
    of_anybody: u64,
}

impl Count {
    /// Whether others were refused than in an export before, or more: one of them may be what is missing. A record that is
    /// refused every night has hidden nothing since the last.
    pub(crate) fn exceeds(&self, before: &Self) -> bool {
        let known = |patient, same| before.patients.get(patient)?.get(same).copied();
        let mut records = self.patients.iter().flat_map(|(patient, records)| {
            let of = move |(same, count)| (patient, same, count);
            records.iter().map(of)
        });
        self.of_anybody > before.of_anybody
            || records.any(|(patient, same, count)| *count > known(patient, same).unwrap_or_default())
    }
}

/// What an export lacks and is not known to be gone: since when, and what was refused in the last export that had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) since: Timestamp,
    pub(crate) refused: Count,
}

impl Refused {
    pub(crate) fn of(rejected: &[Rejected]) -> Self {
        let may_hide = rejected.iter().filter(|record| !record.hides_nothing);
        let same = |record: &Rejected| record.same.map(|same| format!("{same:016x}")).unwrap_or_default();
        let of = |record: &Rejected| (record.patient.clone(), record.other_patient.clone(), same(record));
        may_hide.map(of).collect()
    }

    pub(crate) fn of_stored(rejected: Vec<StoredRejected>) -> Self {
        let may_hide = rejected.into_iter().filter(|record| !record.hides_nothing);
        let of = |record: StoredRejected| (record.patient, record.other_patient, record.same);
        may_hide.map(of).collect()
    }

    /// Those that touch any of these people, and those of which nobody can tell whom they touch.
    pub(crate) fn count<'p>(&self, people: impl IntoIterator<Item = &'p PatientId>) -> Count {
        let of = |patient: &PatientId| Some((patient.clone(), self.patients.get(patient)?.clone()));
        Count {
            patients: people.into_iter().filter_map(of).collect(),
            of_anybody: self.of_anybody,
        }
    }

    /// A list that [`Self::of_stored`] reads as the same.
    pub(crate) fn to_json(&self) -> Value {
        let times = |count: &u64| usize::try_from(*count).unwrap_or(usize::MAX);
        let of = |(patient, same, count): (&PatientId, &String, &u64)| {
            let record = if same.is_empty() {
                json!({"patient": patient})
            } else {
                json!({"patient": patient, "same": same})
            };
            std::iter::repeat_n(record, times(count))
        };
        let records = self.patients.iter().flat_map(|(patient, records)| {
            let of = move |(same, count)| (patient, same, count);
            records.iter().map(of)
        });
        let of_anybody = std::iter::repeat_n(json!({}), times(&self.of_anybody));
        records.flat_map(of).chain(of_anybody).collect()
    }
}

/// Of each record whom it is about, whom besides, and which it is.
type About = (Option<PatientId>, Option<PatientId>, String);

impl FromIterator<About> for Refused {
    fn from_iter<I: IntoIterator<Item = About>>(records: I) -> Self {
        let mut refused = Self::default();
        for (patient, other, same) in records {
            refused.of_anybody += u64::from(patient.is_none() && other.is_none());
            for patient in patient.into_iter().chain(other) {
                *refused
                    .patients
                    .entry(patient)
                    .or_default()
                    .entry(same.clone())
                    .or_default() += 1;
            }
        }
        refused
    }
}
