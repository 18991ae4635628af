//! How the lists of an export end. What stood behind an end that came too early is not known to be gone, and what
//! stands right before it may be half of what it was.

use std::collections::BTreeSet;
use std::sync::Arc;

use followthrough::wire::{PatientId, RecipientId};
use serde::{Deserialize, Serialize};

/// How all lists of an export end of which that says something: delimited text always, JSON where it is not whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Endings(Vec<Ending>);

/// How one list ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Ending {
    /// The table or the shape, which has the same name every night.
    list: Arc<str>,
    ends: End,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<Arc<str>>,
    /// Whom the last record is about, which may have been cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    patient: Option<PatientId>,
    /// Whether nobody can tell.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    of_anybody: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum End {
    LineBreak,
    NoLineBreak,
    BrokenOff,
    MorePages,
}

/// A list of the later export that may be longer than what there is of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unfinished {
    /// The file, as it was named to the importer.
    pub file: Arc<str>,
    /// What says so.
    pub why: TooEarly,
}

/// What says that a list ends too early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TooEarly {
    /// Its last line has no line break, and on an earlier night it had one.
    NoLineBreak,
    /// Its JSON breaks off.
    BrokenOff,
    /// Its last page says that there are more.
    MorePages,
}

impl TooEarly {
    /// The word for it in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoLineBreak => "no_line_break",
            Self::BrokenOff => "broken_off",
            Self::MorePages => "more_pages",
        }
    }
}

/// Whom the last record of a file is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Last {
    /// It became nothing.
    Nobody,
    Of(PatientId),
    /// Nobody can tell.
    Anybody,
}

/// Of whom something may have been cut.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doubt<'e> {
    of_anybody: bool,
    patients: BTreeSet<&'e PatientId>,
}

impl Doubt<'_> {
    /// Whether it touches a person, as the patient or as the one who is contacted.
    pub(crate) fn is_of(&self, patient: Option<&PatientId>, recipient: &RecipientId) -> bool {
        let is_recipient = |patient: &&PatientId| patient.as_str() == recipient.as_str();
        self.of_anybody
            || patient.is_some_and(|patient| self.patients.contains(patient))
            || self.patients.iter().any(is_recipient)
    }
}

impl Endings {
    /// Delimited text whose last line has its line break.
    pub(crate) fn cleanly(&mut self, list: &str) {
        self.add(list, End::LineBreak, None);
    }

    /// Delimited text whose last line has none.
    pub(crate) fn without_line_break(&mut self, list: &str, file: &Arc<str>, last: Last) {
        let (patient, of_anybody) = match last {
            Last::Nobody => (None, false),
            Last::Of(patient) => (Some(patient), false),
            Last::Anybody => (None, true),
        };
        self.0.push(Ending {
            list: Arc::from(list),
            ends: End::NoLineBreak,
            file: Some(file.clone()),
            patient,
            of_anybody,
        });
    }

    /// JSON that breaks off.
    pub(crate) fn broken_off(&mut self, file: &Arc<str>) {
        self.add(file, End::BrokenOff, Some(file));
    }

    /// Pages of which the last says that there are more.
    pub(crate) fn with_more_pages(&mut self, file: &Arc<str>) {
        self.add(file, End::MorePages, Some(file));
    }

    fn add(&mut self, list: &str, ends: End, file: Option<&Arc<str>>) {
        let (list, file) = (Arc::from(list), file.cloned());
        self.0.push(Ending {
            list,
            ends,
            file,
            patient: None,
            of_anybody: false,
        });
    }

    /// The lists whose last line had its line break on this night or before: in a system that writes it one without is
    /// none that was written whole.
    pub(crate) fn normal(&self, before: &Self) -> Self {
        let own = self.0.iter().filter(|ending| ending.ends == End::LineBreak);
        let own = own.filter(|ending| !self.is_open(&ending.list));
        let lists: BTreeSet<&Arc<str>> = own.map(|ending| &ending.list).chain(before.closed()).collect();
        let mut normal = Self::default();
        lists.into_iter().for_each(|list| normal.cleanly(list));
        normal
    }

    fn is_open(&self, list: &str) -> bool {
        let is = |ending: &Ending| ending.ends == End::NoLineBreak && *ending.list == *list;
        self.0.iter().any(is)
    }

    fn closed(&self) -> impl Iterator<Item = &Arc<str>> {
        let closed = self.0.iter().filter(|ending| ending.ends == End::LineBreak);
        closed.map(|ending| &ending.list).filter(|list| !self.is_open(list))
    }

    /// The endings that come too early, beside those of the nights before.
    fn too_early<'e>(&'e self, before: &Self) -> impl Iterator<Item = (&'e Ending, TooEarly)> {
        let closed: BTreeSet<Arc<str>> = before.closed().cloned().collect();
        self.0.iter().filter_map(move |ending| match ending.ends {
            End::LineBreak => None,
            End::NoLineBreak => closed.contains(&ending.list).then_some((ending, TooEarly::NoLineBreak)),
            End::BrokenOff => Some((ending, TooEarly::BrokenOff)),
            End::MorePages => Some((ending, TooEarly::MorePages)),
        })
    }

    /// The same as a host reads it, each file once.
    pub(crate) fn unfinished(&self, before: &Self) -> Vec<Unfinished> {
        let told = self.too_early(before).map(|(ending, why)| Unfinished {
            file: ending.file.clone().unwrap_or_else(|| ending.list.clone()),
            why,
        });
        let mut told: Vec<Unfinished> = told.collect();
        told.sort_by(|a, b| (&a.file, a.why.as_str()).cmp(&(&b.file, b.why.as_str())));
        told.dedup();
        told
    }

    /// Of whom the last line may have been cut.
    pub(crate) fn doubt(&self, before: &Self) -> Doubt<'_> {
        let mut doubt = Doubt::default();
        for (ending, _) in self.too_early(before) {
            doubt.of_anybody |= ending.of_anybody;
            doubt.patients.extend(&ending.patient);
        }
        doubt
    }

    /// In an order of their own: that in which files come says nothing.
    #[must_use]
    pub(crate) fn in_order(mut self) -> Self {
        self.0.sort_unstable();
        self.0.dedup();
        self
    }
}
