//! The people of an export, found again for each of their rows: an old practice has a thousand rows for each of them.

use std::collections::BTreeMap;

use followthrough::wire::PatientId;

use super::rows::PersonRow;
use crate::seen::Seen;

/// People in the order in which they came.
#[derive(Default)]
pub(super) struct Roster {
    /// Where each of them stands.
    places: Seen,
    people: Vec<(PatientId, PersonRow)>,
}

impl Roster {
    /// Takes what a record says of a person; one that only names somebody says nothing. Returns whether it contradicts
    /// what was said before.
    pub(super) fn hear(&mut self, id: &PatientId, said: Option<PersonRow>) -> bool {
        let place = self.places.get(id.as_str()).and_then(|at| usize::try_from(at).ok());
        if let Some((_, known)) = place.and_then(|at| self.people.get_mut(at)) {
            return said.is_some_and(|said| known.meet(said));
        }
        let next = u64::try_from(self.people.len()).unwrap_or(u64::MAX);
        self.places.insert(id.as_str(), next);
        self.people.push((id.clone(), said.unwrap_or_default()));
        false
    }

    /// All of them, in the order of their ids.
    pub(super) fn into_map(self) -> BTreeMap<PatientId, PersonRow> {
        self.people.into_iter().collect()
    }
}
