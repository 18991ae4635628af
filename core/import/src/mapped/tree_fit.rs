//! Which shape the records of a JSON file have, by the keys that stand in them.

use std::collections::BTreeSet;
use std::sync::Arc;

use followthrough::wire::nearest;
use followthrough::{Code, Error};

use crate::json::Path;
use crate::mapping::{Col, Shape};
use crate::record::Wanted;

/// A shape and the keys that its records have in a file.
pub(super) struct Bound<'f> {
    pub(super) shape: &'f Arc<Shape>,
    pub(super) keys: &'f BTreeSet<String>,
}

impl<'f> Bound<'f> {
    /// Whether records of a kind have this shape.
    pub(super) fn is_of(&self, kind: Option<&str>) -> bool {
        let own = self.shape.json.as_ref().and_then(|form| form.kind.as_ref());
        own.map(|(_, word)| word.as_str()) == kind
    }

    /// The list whose elements have the shape, where it is not the records themselves.
    pub(super) fn list(&self) -> Option<&'f str> {
        self.shape.json.as_ref()?.each.as_deref()
    }

    /// Records that name their kind leave out what is empty; of others every one has the same keys.
    pub(super) fn leaves_out(&self) -> bool {
        self.shape.json.as_ref().is_some_and(|form| form.kind.is_some())
    }

    pub(super) fn has(&self, wanted: &Wanted) -> bool {
        self.leaves_out() || wanted.part > 0 || wanted.paths.iter().any(|path| self.keys.contains(path.head()))
    }

    /// Notes, and how many keys are not read.
    pub(super) fn told(&self) -> (Vec<String>, u64) {
        let columns = self.shape.columns.wanted.iter();
        let not_there: Vec<&str> = columns.filter(|w| !self.has(w)).map(|w| &*w.name).collect();
        let mut notes = Vec::new();
        if !not_there.is_empty() {
            notes.push(format!(
                "it has no key {}, which may be missing: all else is read",
                not_there.join(", ")
            ));
        }
        let parts = self.shape.parts.iter().map(|parts| parts.list.head());
        let used: BTreeSet<&str> = heads(self.shape).chain(parts).collect();
        let ignored = self.keys.iter().filter(|key| !used.contains(key.as_str())).count();
        (notes, u64::try_from(ignored).unwrap_or_default())
    }
}

/// The columns of a person's phones.
pub(super) fn phones(shape: &Shape) -> Vec<Col> {
    let patient = &shape.patient;
    let all = [patient.mobile, patient.home, patient.work, patient.phone];
    all.into_iter().flatten().collect()
}

/// The first keys of the columns that stand in the record itself.
pub(super) fn heads(shape: &Shape) -> impl Iterator<Item = &str> {
    let own = shape.columns.wanted.iter().filter(|wanted| wanted.part == 0);
    own.flat_map(|wanted| &wanted.paths).map(Path::head)
}

/// The shape whose keys the records have.
pub(super) fn fit<'f>(shapes: &'f [Arc<Shape>], keys: &'f BTreeSet<String>, file: &str) -> Result<Bound<'f>, Error> {
    let mut best: Option<&Arc<Shape>> = None;
    let mut miss: Option<(usize, Error)> = None;
    for shape in shapes {
        let required = |wanted: &&Wanted| wanted.required && wanted.part == 0;
        let wanted = shape.columns.wanted.iter().filter(required);
        let needed = wanted.filter_map(|wanted| wanted.paths.first()).map(Path::head);
        let parts = shape.parts.iter().map(|parts| parts.list.head());
        let needed: BTreeSet<&str> = shape
            .header
            .iter()
            .map(String::as_str)
            .chain(needed)
            .chain(parts)
            .collect();
        let missing: Vec<&str> = needed.iter().copied().filter(|key| !keys.contains(*key)).collect();
        if missing.is_empty() {
            if best.is_none_or(|best| best.header.len() < shape.header.len()) {
                best = Some(shape);
            }
            continue;
        }
        let there = needed.len() - missing.len();
        if miss.as_ref().is_none_or(|(most, _)| there > *most) {
            let told = missing.iter().map(|key| {
                let near = nearest(key, keys.iter().map(String::as_str));
                near.map_or_else(|| format!("{key:?}"), |near| format!("{key:?} (there is {near:?})"))
            });
            let told: Vec<String> = told.collect();
            let message = format!(
                "{file} is not read as {}: no record has the key {}",
                shape.name,
                told.join(", ")
            );
            let help = "give the answer of the system whole, or say in a mapping file what the keys are called";
            miss = Some((
                there,
                Error::new(Code::ImportMissingColumn, message).at(file).help(help),
            ));
        }
    }
    match (best, miss) {
        (Some(shape), _) => Ok(Bound { shape, keys }),
        (None, Some((_, error))) => Err(error),
        (None, None) => {
            let message = format!("{file} is JSON, and no shape of the mapping is");
            Err(Error::new(Code::ImportMissingColumn, message)
                .at(file)
                .help("give the file that the mapping is for"))
        }
    }
}
