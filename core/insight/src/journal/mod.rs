//! A journal, as a host kept it, sorted by case: what every figure of the [monthly report](crate::monthly) is made of.
//!
//! The form stands in `docs/wire.md`: each line is an entry of a decision's journal with the key `recipient` beside it.
//! Beside the journal come plan snapshots, which say what a plan is worth and what became of it after its follow-up had
//! ended. Both are read in pieces, by [`Reader`]; what is kept grows with the cases and their messages, not with the
//! lines, and of a snapshot a few numbers. Lines may come in any order and more than once.

mod case;
mod lines;
mod names;
mod plans;
mod reader;

use std::collections::{BTreeMap, BTreeSet};

use followthrough::{Category, Money, Timestamp};

pub(crate) use case::{Case, Reaction, Touch};
pub(crate) use names::Name;
use names::Names;
pub(crate) use plans::{PlanFacts, Stood};
pub use reader::{Damaged, Reader};

/// What a journal and the plans beside it say, by case.
#[derive(Debug, Default)]
pub struct Journal {
    names: Names,
    people: Vec<Person>,
    by_person: BTreeMap<Box<str>, usize>,
    cases: Vec<Case>,
    case_ids: BTreeSet<Box<str>>,
    plans: BTreeMap<Box<str>, PlanFacts>,
    /// Whether any line of the plans says when it was so: what became of plans is read from them then.
    has_dated_plans: bool,
    /// Messages about no case, which confirm an opt-out: when, and what carriers bill.
    confirmations: BTreeSet<(i64, u64, u32)>,
    /// Tasks that staff were given: what tells them apart, and when.
    tasks: BTreeMap<u64, i64>,
    read: Read,
    first: Option<i64>,
    last: Option<i64>,
    /// The quarters of an hour that have an entry: days of every zone begin with one.
    when: BTreeSet<i64>,
}

/// A quarter of an hour, in seconds.
const QUARTER: i64 = 15 * 60;

/// What was read, and what of it could not be used.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Read {
    /// Lines of the journal.
    pub lines: u64,
    /// Lines with plans.
    pub plan_lines: u64,
    /// Entries of a type that this version does not know: of a newer one.
    pub unknown_types: u64,
    /// Lines that could not be read, and so count in nothing.
    pub damaged: u64,
    /// The first hundred of them.
    pub damaged_lines: Vec<Damaged>,
}

/// Somebody who is contacted.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) id: Box<str>,
    pub(crate) household: Option<Box<str>>,
    pub(crate) cases: Vec<usize>,
    /// When consent was first taken back.
    pub(crate) opted_out_at: Option<i64>,
}

impl Person {
    /// The household, or the person alone where none was said.
    pub(crate) fn household(&self) -> &str {
        self.household.as_deref().unwrap_or(&self.id)
    }
}

impl Journal {
    /// A journal in one piece, and the plans beside it, which may be empty.
    ///
    /// ```
    /// use followthrough_insight::journal::Journal;
    ///
    /// let journal = Journal::read(
    ///     r#"{"recipient": "r-1", "at": "2026-03-03T15:00:00Z", "case_id": "tp-1", "type": "enrolled", "sequence": "general", "round": 1}"#,
    ///     "",
    /// );
    /// assert_eq!((journal.cases(), journal.what_was_read().damaged), (1, 0));
    /// ```
    pub fn read(journal: &str, plans: &str) -> Self {
        Self::of_bytes(journal.as_bytes(), plans.as_bytes())
    }

    pub(crate) fn of_bytes(journal: &[u8], plans: &[u8]) -> Self {
        let mut reader = Reader::new();
        reader.push(journal);
        reader.next_file("plans");
        reader.push_plans(plans);
        reader.finish()
    }

    /// How many cases it speaks of.
    pub fn cases(&self) -> usize {
        self.cases.len()
    }

    /// What was read, and what of it could not be used.
    pub fn what_was_read(&self) -> &Read {
        &self.read
    }

    /// The instants of its first and its last entry.
    pub fn span(&self) -> Option<(Timestamp, Timestamp)> {
        Some((Timestamp::from_unix(self.first?), Timestamp::from_unix(self.last?)))
    }

    /// Whether it has an entry between two instants, at which days begin.
    pub(crate) fn any_in(&self, from: i64, to: i64) -> bool {
        from < to
            && self
                .when
                .range(from.div_euclid(QUARTER)..to.div_euclid(QUARTER))
                .next()
                .is_some()
    }

    /// All cases, in the order in which they first appear.
    pub(crate) fn all_cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter()
    }

    pub(crate) fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.iter()
    }

    pub(crate) fn cases_of<'j>(&'j self, person: &'j Person) -> impl Iterator<Item = &'j Case> {
        person.cases.iter().filter_map(|index| self.cases.get(*index))
    }

    pub(crate) fn confirmations(&self) -> impl Iterator<Item = (i64, u32)> {
        self.confirmations.iter().map(|(at, _, segments)| (*at, *segments))
    }

    pub(crate) fn tasks(&self) -> impl Iterator<Item = i64> {
        self.tasks.values().copied()
    }

    pub(crate) fn plans(&self) -> impl Iterator<Item = (&str, &PlanFacts)> {
        self.plans.iter().map(|(id, facts)| (&**id, facts))
    }

    pub(crate) fn has_plans(&self) -> bool {
        !self.plans.is_empty()
    }

    /// The instant of the newest snapshot of any plan.
    pub(crate) fn newest_plan(&self) -> Option<i64> {
        self.plans.values().filter_map(|plan| plan.until).max()
    }

    /// Whether snapshots tell when anything was accepted.
    pub(crate) fn has_dated_plans(&self) -> bool {
        self.has_dated_plans
    }

    pub(crate) fn plan(&self, id: &str) -> Option<&PlanFacts> {
        self.plans.get(id)
    }

    pub(crate) fn person_named(&self, id: &str) -> Option<&Person> {
        self.by_person.get(id).and_then(|index| self.people.get(*index))
    }

    /// Whether anybody's case has this id.
    pub(crate) fn has_case(&self, id: &str) -> bool {
        self.case_ids.contains(id)
    }

    /// What the case's plan is worth, where plans were told and no fee is missing.
    pub(crate) fn value(&self, case: &Case) -> Option<Money> {
        self.plan(&case.id).and_then(|plan| plan.value)
    }

    pub(crate) fn category(&self, case: &Case) -> Option<Category> {
        self.plan(&case.id).and_then(|plan| plan.category)
    }

    pub(crate) fn name(&self, name: Name) -> &str {
        self.names.of(name)
    }
}
