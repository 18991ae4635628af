//! Records that are not kept, by file.

use std::collections::BTreeMap;
use std::sync::Arc;

use followthrough::wire::PatientId;

use crate::imported::{FileTotals, Note};
use crate::json;
use crate::problem::{Place, Problem};
use crate::set_aside::Rejected;

/// Records that are wrong or left out, and what else there is to say.
#[derive(Default)]
pub(super) struct Aside {
    names: Vec<Arc<str>>,
    /// Where records of JSON stand, as pointers.
    paths: BTreeMap<Place, Arc<str>>,
    /// Of records that were refused as they came: which the same one is in another export.
    same: BTreeMap<Place, u64>,
    rejected: Vec<(Place, Rejected)>,
    skipped: Vec<(Place, Rejected)>,
    notes: Vec<Note>,
}

impl Aside {
    /// A file, by the number that places name it with.
    pub(super) fn file(&mut self, name: Arc<str>) -> u32 {
        self.names.push(name);
        u32::try_from(self.names.len() - 1).unwrap_or(u32::MAX)
    }

    pub(super) fn name(&self, place: Place) -> Arc<str> {
        let index = usize::try_from(place.file).unwrap_or(usize::MAX);
        self.names.get(index).cloned().unwrap_or_else(|| Arc::from(""))
    }

    pub(super) fn stands_at(&mut self, place: Place, path: &str) {
        self.paths.insert(place, Arc::from(path));
    }

    /// The record of an id, which its next export has too.
    pub(super) fn is_same(&mut self, place: Place, shape: &str, id: &str) {
        self.same
            .insert(place, json::fingerprint(&format!("{shape}\u{1f}{id}")));
    }

    pub(super) fn path(&self, place: Place) -> Option<Arc<str>> {
        self.paths.get(&place).cloned()
    }

    pub(super) fn add(&mut self, problem: Problem, patient: Option<PatientId>, place: Place, skipped: bool) {
        let mut record = problem.reject(&self.name(place), place);
        record.patient = patient;
        record.path = self.path(place);
        record.same = self.same.get(&place).copied();
        let list = if skipped { &mut self.skipped } else { &mut self.rejected };
        list.push((place, record));
    }

    /// Those that were refused so far.
    pub(super) fn rejected(&self) -> impl Iterator<Item = &Rejected> {
        self.rejected.iter().map(|(_, record)| record)
    }

    pub(super) fn note(&mut self, file: Option<Arc<str>>, message: impl Into<String>) {
        let message = message.into();
        self.notes.push(Note { file, message });
    }

    /// Counts the records of each file.
    pub(super) fn count(&self, files: &mut [FileTotals]) {
        let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for (_, record) in &self.rejected {
            counts.entry(&record.file).or_default().0 += 1;
        }
        for (_, record) in &self.skipped {
            counts.entry(&record.file).or_default().1 += 1;
        }
        for file in files {
            (file.rejected, file.skipped) = counts.get(&*file.file).copied().unwrap_or_default();
            file.accepted = file.records.saturating_sub(file.rejected + file.skipped);
        }
    }

    /// Everything, each file in its own order.
    pub(super) fn in_order(mut self) -> (Vec<Rejected>, Vec<Rejected>, Vec<Note>) {
        let sorted = |mut records: Vec<(Place, Rejected)>| {
            records.sort_by_key(|(place, _)| *place);
            records.into_iter().map(|(_, record)| record).collect()
        };
        self.notes
            .sort_by(|a, b| (&a.file, &a.message).cmp(&(&b.file, &b.message)));
        (sorted(self.rejected), sorted(self.skipped), self.notes)
    }
}
