//! Records that others refer to: `ServiceRequest/s1`, an address that ends so, `urn:uuid:…`, or `#s1` inside a record.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::json::Value;
use crate::mapping::Shape;

/// The key that names the kind of a record in systems whose records refer to each other.
const KIND: &str = "resourceType";
/// The key beside a record that names its address.
const ADDRESS: &str = "../fullUrl";

/// The records of all files that some shape refers to, by kind and id.
#[derive(Default)]
pub(super) struct References<'v> {
    records: BTreeMap<String, (Value<'v>, Cell<bool>)>,
    /// The kind and the id behind an address that does not end with them.
    addresses: BTreeMap<String, String>,
    kinds: Vec<String>,
}

/// What a reference leads to.
pub(super) enum Referred<'r, 'v> {
    Record(&'r Value<'v>),
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

    /// Whether any record could be referred to.
    pub(super) fn is_needed(&self) -> bool {
        !self.kinds.is_empty()
    }

    /// Whether records of a kind are read by reference.
    pub(super) fn are_of(&self, kind: &str) -> bool {
        self.kinds.iter().any(|known| known == kind)
    }

    /// Keeps a record, if somebody may refer to it. Of two with one id it is the same one in any order.
    pub(super) fn take(&mut self, value: Value<'v>) {
        let Some(object) = value.as_object() else { return };
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
            let other = self.records.get(&name);
            if other.is_none_or(|(other, _)| value.fingerprint() < other.fingerprint()) {
                self.records.insert(name, (value, Cell::new(false)));
            }
        }
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
            return found.map_or(Referred::Nothing, Referred::Record);
        }
        let text = self.known(text).unwrap_or(text);
        let text = text.split("/_history/").next().unwrap_or(text);
        let mut steps = text.rsplit('/');
        let (id, kind) = (steps.next().unwrap_or_default(), steps.next());
        if kind.is_some_and(|kind| kind != to && !kind.is_empty()) {
            return Referred::Other;
        }
        match self.records.get(&format!("{to}/{id}")) {
            Some((value, used)) => {
                used.set(true);
                Referred::Record(value)
            }
            None => Referred::Nothing,
        }
    }

    /// How many records nobody refers to, by kind.
    pub(super) fn unused(&self) -> BTreeMap<&str, usize> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, (_, used)) in &self.records {
            let kind = name.split('/').next().unwrap_or_default();
            *counts.entry(kind).or_default() += usize::from(!used.get());
        }
        counts.retain(|_, count| *count > 0);
        counts
    }
}
