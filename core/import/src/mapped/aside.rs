//! Records that are not kept, by file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::wire::PatientId;

use crate::imported::{FileTotals, Note};
use crate::problem::{Place, Problem};
use crate::refused::Which;
use crate::set_aside::Rejected;

/// Records that are wrong or left out, and what else there is to say.
#[derive(Default)]
pub(super) struct Aside {
    names: Vec<Arc<str>>,
    /// Where records of JSON stand, as pointers.
    paths: BTreeMap<Place, Arc<str>>,
    rejected: Vec<(Place, Which, Rejected)>,
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

    pub(super) fn path(&self, place: Place) -> Option<Arc<str>> {
        self.paths.get(&place).cloned()
    }

    pub(super) fn add(&mut self, problem: Problem, which: Which, patient: Option<PatientId>, place: Place) {
        let record = self.record(problem, patient, place);
        self.rejected.push((place, which, record));
    }

    /// A record that is left out deliberately.
    pub(super) fn skip(&mut self, problem: Problem, patient: Option<PatientId>, place: Place) {
        let record = self.record(problem, patient, place);
        self.skipped.push((place, record));
    }

    fn record(&self, problem: Problem, patient: Option<PatientId>, place: Place) -> Rejected {
        Rejected {
            patient,
            path: self.path(place),
            ..problem.reject(&self.name(place), place)
        }
    }

    /// The ids of records that were refused.
    pub(super) fn ids(&self) -> BTreeSet<(&'static str, String)> {
        let known = self.rejected.iter().filter_map(|(_, which, _)| which.known());
        known.map(|(kind, id)| (kind, id.to_owned())).collect()
    }

    /// Says of each which record it is, where those of these ids stay.
    pub(super) fn identify(&mut self, stay: &BTreeSet<(&'static str, String)>) {
        for (_, which, record) in &mut self.rejected {
            let stays = |(kind, id): (&'static str, &str)| stay.contains(&(kind, id.to_owned()));
            record.identity = Some(which.identity("", which.known().is_some_and(stays)));
        }
    }

    /// Those that were refused so far.
    pub(super) fn rejected(&self) -> impl Iterator<Item = &Rejected> {
        self.rejected.iter().map(|(_, _, record)| record)
    }

    pub(super) fn note(&mut self, file: Option<Arc<str>>, message: impl Into<String>) {
        let message = message.into();
        self.notes.push(Note { file, message });
    }

    /// Counts the records of each file.
    pub(super) fn count(&self, files: &mut [FileTotals]) {
        let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for (_, _, record) in &self.rejected {
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
        self.rejected.sort_by_key(|(place, ..)| *place);
        self.skipped.sort_by_key(|(place, _)| *place);
        let rejected = self.rejected.into_iter().map(|(.., record)| record).collect();
        let skipped = self.skipped.into_iter().map(|(_, record)| record).collect();
        self.notes
            .sort_by(|a, b| (&a.file, &a.message).cmp(&(&b.file, &b.message)));
        (rejected, skipped, self.notes)
    }
}
