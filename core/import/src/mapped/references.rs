//! Records that others refer to: `ServiceRequest/s1`, an address that ends so, `urn:uuid:…`, or `#s1` inside a record.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::versions::{KIND, Nth, Versions, is_deletion};
use crate::json::Value;
use crate::mapping::Shape;

/// The key beside a record that names its address.
const ADDRESS: &str = "../fullUrl";

/// The records of all files that some shape refers to, by kind and id.
#[derive(Default)]
pub(super) struct References<'v> {
    records: BTreeMap<String, Same<'v>>,
    /// The kind and the id behind an address that does not end with them.
    addresses: BTreeMap<String, String>,
    kinds: Vec<String>,
    versions: Versions,
}

/// Records of one kind and id.
#[derive(Default)]
struct Same<'v> {
    /// One of each content, in an order that does not hang on that of the files.
    records: BTreeMap<u64, (Nth, Value<'v>)>,
    used: Cell<bool>,
}

/// What a reference leads to.
pub(super) enum Referred<'r, 'v> {
    /// A record, and others of its kind and id that say something else.
    Record(&'r Value<'v>, Vec<&'r Value<'v>>),
    /// A record that was deleted.
    Deleted,
    /// A record of a kind that is not asked for.
    Other,
    Nothing,
}

impl<'v> References<'v> {
    /// Those that the shapes ask for.
    pub(super) fn of<'s>(shapes: impl Iterator<Item = &'s Shape>) -> Self {
        let refers = shapes.filter_map(|shape| shape.parts.as_ref()?.refers.as_ref());
        Self {
            kinds: refers.map(|refers| refers.to.clone()).collect(),
            ..Self::default()
        }
    }

    /// Whether records of a kind are read by reference.
    pub(super) fn are_of(&self, kind: &str) -> bool {
        self.kinds.iter().any(|known| known == kind)
    }

    /// Keeps a record, if somebody may refer to it, and how new it is.
    pub(super) fn take(&mut self, at: Nth, value: Value<'v>) {
        self.versions.hear(at, &value);
        let Some(object) = value
            .as_object()
            .filter(|object| !is_deletion(object) && !value.has_lost_key())
        else {
            return;
        };
        let text = |key: &str| match object.get(key) {
            Some(Value::Text(text)) => Some(text.to_string()),
            Some(_) | None => None,
        };
        let (Some(kind), Some(id)) = (text(KIND), text("id")) else {
            return;
        };
        let name = format!("{kind}/{id}");
        if let Some(address) = text(ADDRESS).filter(|address| !address.ends_with(&format!("/{name}"))) {
            let known = self.addresses.entry(address).or_insert_with(|| name.clone());
            if name < *known {
                known.clone_from(&name);
            }
        }
        if self.are_of(&kind) {
            let same = self.records.entry(name).or_default();
            same.records.insert(value.fingerprint(), (at, value));
        }
    }

    /// All are there: older versions are nothing to refer to.
    pub(super) fn settle(&mut self) {
        self.versions.settle();
        for same in self.records.values_mut() {
            same.records.retain(|_, (at, _)| !self.versions.is_older(*at));
        }
        self.records.retain(|_, same| !same.records.is_empty());
    }

    /// Which versions of records are there.
    pub(super) fn versions(&self) -> &Versions {
        &self.versions
    }

    /// What an address stands for, where it does not say it itself.
    pub(super) fn known(&self, text: &str) -> Option<&str> {
        self.addresses.get(text).map(String::as_str)
    }

    /// What a reference in a record leads to, of the kind that is asked for.
    pub(super) fn find<'r>(&'r self, text: &str, to: &str, inside: &'r Value<'v>) -> Referred<'r, 'v> {
        if let Some(id) = text.strip_prefix('#') {
            let contained = inside.as_object().and_then(|object| object.get("contained"));
            let found = contained
                .and_then(Value::as_array)
                .unwrap_or_default()
                .iter()
                .find(|value| {
                    let own = value.as_object().and_then(|object| object.get("id"));
                    matches!(own, Some(Value::Text(own)) if own == id)
                });
            return found.map_or(Referred::Nothing, |found| Referred::Record(found, Vec::new()));
        }
        let text = self.known(text).unwrap_or(text);
        let text = text.split("/_history/").next().unwrap_or(text);
        let mut steps = text.rsplit('/');
        let (id, kind) = (steps.next().unwrap_or_default(), steps.next());
        if kind.is_some_and(|kind| kind != to && !kind.is_empty()) {
            return Referred::Other;
        }
        let name = format!("{to}/{id}");
        let same = self.records.get(&name);
        let mut records = same
            .into_iter()
            .flat_map(|same| same.records.values().map(|(_, value)| value));
        match records.next() {
            Some(first) => {
                same.inspect(|same| same.used.set(true));
                Referred::Record(first, records.collect())
            }
            None if self.versions.is_deleted(&name) => Referred::Deleted,
            None => Referred::Nothing,
        }
    }

    /// How many records nobody refers to, by kind.
    pub(super) fn unused(&self) -> BTreeMap<&str, usize> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, same) in &self.records {
            let kind = name.split('/').next().unwrap_or_default();
            *counts.entry(kind).or_default() += usize::from(!same.used.get());
        }
        counts.retain(|_, count| *count > 0);
        counts
    }
}
