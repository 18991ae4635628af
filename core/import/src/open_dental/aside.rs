//! Records that are not kept, and where they stood.

use std::collections::BTreeMap;
use std::sync::Arc;

use followthrough::plan::Presented;
use followthrough::wire::PatientId;

use super::columns::Table;
use crate::imported::{Listed, Note, PlanRecord};
use crate::problem::{Place, Problem};
use crate::refused::Which;
use crate::set_aside::Rejected;

/// Records that are not kept.
#[derive(Default)]
pub(crate) struct Aside {
    sources: Vec<Source>,
    rejected: Vec<(Place, Which, Rejected)>,
    skipped: Vec<(Place, Rejected)>,
    /// Problems of records that are about somebody who may be unknown.
    pub(super) later: Vec<(u64, Problem, Which, Place)>,
    /// Problems of records that put a procedure on a treatment plan, with as much of the numbers of plan and procedure as
    /// can be read: whose they are other tables say.
    pub(super) linked: Vec<(Link, Problem, Which, Place)>,
    notes: Vec<Note>,
}

/// The plan and the procedure that a record names.
pub(super) type Link = (Option<u64>, Option<u64>);

/// A file, and where in it which records stand.
struct Source {
    name: Arc<str>,
    /// From which record on the records are of which table.
    tables: BTreeMap<u32, Option<Table>>,
    /// In JSON, from which record on they stand where.
    runs: Vec<Run>,
}

/// Records one behind the other.
struct Run {
    /// The number of the first.
    first: u32,
    /// The list that they are in, or where they stand themselves.
    path: String,
    /// Which of the list the first is.
    at: Option<u32>,
}

impl Aside {
    /// A new file, of one table where that is clear.
    pub(super) fn file(&mut self, name: Arc<str>, table: Option<Table>) -> u32 {
        let index = u32::try_from(self.sources.len()).unwrap_or(u32::MAX);
        self.sources.push(Source {
            name,
            tables: BTreeMap::from([(0, table)]),
            runs: Vec::new(),
        });
        index
    }

    fn source_mut(&mut self, place: Place) -> Option<&mut Source> {
        self.sources.get_mut(usize::try_from(place.file).ok()?)
    }

    /// A record stands there. Records come in the order of the file.
    pub(super) fn stands(&mut self, place: Place, path: &str) {
        let Some(source) = self.source_mut(place) else { return };
        let in_list = path
            .rsplit_once('/')
            .and_then(|(list, at)| Some((list, at.parse().ok()?)));
        let (path, at) = in_list.map_or((path, None), |(list, at)| (list, Some(at)));
        let follows = source.runs.last().is_some_and(|run| {
            let steps = place.record.saturating_sub(run.first);
            run.path == path && run.at.map(|at| at.saturating_add(steps)) == at
        });
        if !follows {
            let (first, path) = (place.record, path.to_owned());
            source.runs.push(Run { first, path, at });
        }
    }

    /// A record is of that table.
    pub(super) fn is_of(&mut self, place: Place, table: Option<Table>) {
        let Some(source) = self.source_mut(place) else { return };
        let before = source.table(place.record);
        if before == table {
            return;
        }
        source.tables.entry(place.record.saturating_add(1)).or_insert(before);
        let one_before = place.record.checked_sub(1).map(|record| source.table(record));
        if one_before == Some(table) {
            source.tables.remove(&place.record);
        } else {
            source.tables.insert(place.record, table);
        }
    }

    pub(super) fn reject(&mut self, problem: Problem, which: Which, patient: Option<u64>, place: Place) {
        let record = self.record(problem, patient, place);
        self.rejected.push((place, which, record));
    }

    /// Says of each refused record which it is. `stays` tells whether a row of that number does, by the column of it.
    pub(super) fn identify(&mut self, stays: impl Fn(&str, &str) -> bool) {
        let mut rejected = std::mem::take(&mut self.rejected);
        for (place, which, record) in &mut rejected {
            let table = self.source(*place).and_then(|source| source.table(place.record));
            let stays = which.known().is_some_and(|(column, num)| stays(column, num));
            record.identity = Some(which.identity(table.map_or("", Table::stem), stays));
            record.hides_nothing = table.is_some_and(Table::hides_nothing);
        }
        self.rejected = rejected;
    }

    pub(super) fn skip(&mut self, problem: Problem, patient: Option<u64>, place: Place) {
        let record = self.record(problem, patient, place);
        self.skipped.push((place, record));
    }

    fn record(&self, problem: Problem, patient: Option<u64>, place: Place) -> Rejected {
        let mut record = problem.reject(&self.name(place), place);
        record.patient = patient.and_then(patient_id);
        record.path = self.path(place);
        record
    }

    fn source(&self, place: Place) -> Option<&Source> {
        self.sources.get(usize::try_from(place.file).ok()?)
    }

    pub(super) fn name(&self, place: Place) -> Arc<str> {
        self.source(place)
            .map_or_else(|| Arc::from(""), |source| source.name.clone())
    }

    /// Where a record stands in JSON, as a pointer.
    pub(super) fn path(&self, place: Place) -> Option<Arc<str>> {
        let source = self.source(place)?;
        let run = source.run(place)?;
        let steps = place.record.saturating_sub(run.first);
        let path = match run.at {
            Some(at) => format!("{}/{}", run.path, at.saturating_add(steps)),
            None => run.path.clone(),
        };
        (!path.is_empty()).then(|| Arc::from(path))
    }

    /// A plan that is a record of the export, as such.
    pub(super) fn listed(&self, record: &PlanRecord, place: Place) -> Listed {
        let plan = &record.plan;
        Listed {
            file: self.name(place),
            record: place.record,
            line: place.line,
            path: self.path(place),
            plan: Some(plan.id.clone()),
            patient: plan.patient.id.clone(),
            procedure: None,
            visit: None,
            status: plan.standing().as_str(),
            value: plan.pending_value(),
            planned_on: plan.presented_at.and_then(|presented| match presented {
                Presented::On(day) => Some(day),
                Presented::At(_) => None,
            }),
        }
    }

    /// Refused and skipped records, causes before what they cost, each file in its own order.
    pub(super) fn in_order(&mut self) -> (Vec<Rejected>, Vec<Rejected>) {
        let rejected = std::mem::take(&mut self.rejected);
        let skipped = std::mem::take(&mut self.skipped);
        let rejected = rejected.into_iter().map(|(place, _, record)| (place, record));
        let sorted = |mut records: Vec<(Place, Rejected)>| {
            let table = |place: &Place| self.source(*place)?.table(place.record);
            records.sort_by(|(p, a), (q, b)| {
                (table(p), &a.file, a.record, a.line).cmp(&(table(q), &b.file, b.record, b.line))
            });
            records.into_iter().map(|(_, record)| record).collect()
        };
        (sorted(rejected.collect()), sorted(skipped))
    }

    /// How many records of each file were refused, and how many left out.
    pub(super) fn counts(&self) -> BTreeMap<&str, (u64, u64)> {
        let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for (_, _, record) in &self.rejected {
            counts.entry(&record.file).or_default().0 += 1;
        }
        for (_, record) in &self.skipped {
            counts.entry(&record.file).or_default().1 += 1;
        }
        counts
    }

    pub(super) fn note(&mut self, file: Option<Arc<str>>, message: impl Into<String>) {
        let message = message.into();
        self.notes.push(Note { file, message });
    }

    pub(super) fn also_note(&mut self, notes: Vec<Note>) {
        self.notes.extend(notes);
    }

    /// All notes, by file.
    pub(super) fn into_notes(mut self) -> Vec<Note> {
        self.notes
            .sort_by(|a, b| (&a.file, &a.message).cmp(&(&b.file, &b.message)));
        self.notes
    }
}

/// The id of a patient with that number.
pub(super) fn patient_id(num: u64) -> Option<PatientId> {
    PatientId::parse(&num.to_string()).ok()
}

impl Source {
    fn run(&self, place: Place) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.first <= place.record);
        self.runs.get(after.checked_sub(1)?)
    }

    fn table(&self, record: u32) -> Option<Table> {
        let (_, table) = self.tables.range(..=record).next_back()?;
        *table
    }
}
