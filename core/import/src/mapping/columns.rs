//! Columns as a mapping names them, and what their words mean.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::read::{Item, Keys, Problems, shown};
use crate::record::Wanted;
use crate::set_aside::Reason;

/// A column, by its position among those that are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Col(pub(crate) usize);

/// All columns that a mapping names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) wanted: Vec<Wanted>,
}

impl Columns {
    pub(crate) fn add(&mut self, name: &str, required: bool) -> Col {
        if let Some(at) = self.wanted.iter().position(|known| *known.name == *name) {
            if let Some(known) = self.wanted.get_mut(at) {
                known.required |= required;
            }
            return Col(at);
        }
        self.wanted.push(Wanted {
            name: Arc::from(name),
            required,
        });
        Col(self.wanted.len() - 1)
    }

    pub(crate) fn name(&self, col: Col) -> Arc<str> {
        self.wanted
            .get(col.0)
            .map_or_else(|| Arc::from(""), |wanted| wanted.name.clone())
    }

    /// `Name`; `Name?` may be missing in the file. `{column: "Name?"}` is taken as it stands.
    pub(crate) fn read(&mut self, item: &Item<'_>, problems: &mut Problems<'_>) -> Option<Col> {
        self.read_part(item, problems).map(|(col, _)| col)
    }

    fn read_part(&mut self, item: &Item<'_>, problems: &mut Problems<'_>) -> Option<(Col, bool)> {
        let (name, may_be_missing) = match item.value {
            Value::Object(_) => {
                let mut keys = item.keys(problems, "a column")?;
                let name = keys.required("column", problems, "give the column's header")?;
                let name = name.text(problems, "the column's header")?;
                let optional = keys.get("optional").map(|item| item.flag(problems));
                keys.finish(problems);
                (name, optional.unwrap_or(Some(false))?)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                split_mark(item.text(problems, "the header of a column")?)
            }
        };
        if name.trim().is_empty() {
            return item.refuse(
                problems,
                "the header of the column is empty",
                "give the column's header",
            );
        }
        Some((self.add(name.trim(), !may_be_missing), may_be_missing))
    }

    /// The column under a key, when there is one.
    pub(crate) fn get(&mut self, keys: &mut Keys<'_>, key: &'static str, problems: &mut Problems<'_>) -> Option<Col> {
        keys.get(key).and_then(|item| self.read(&item, problems))
    }
}

/// A question mark at the end says that it may be missing.
fn split_mark(text: &str) -> (&str, bool) {
    match text.trim_end().strip_suffix('?') {
        Some(name) => (name, true),
        None => (text, false),
    }
}

/// An id: one column, or several joined with `|`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IdColumns {
    /// Each with whether it may be empty.
    pub(crate) parts: Vec<(Col, bool)>,
    /// Whether the id is a whole number.
    pub(crate) integer: bool,
}

impl IdColumns {
    /// `A`, `A|B|C?`, a list of columns, or `{columns: …, kind: integer}`. A part with `?` may be empty.
    pub(crate) fn read(item: &Item<'_>, columns: &mut Columns, problems: &mut Problems<'_>) -> Option<Self> {
        if let Value::Object(_) = item.value {
            let mut keys = item.keys(problems, "an id")?;
            let parts = keys.required("columns", problems, "name the columns of the id")?;
            let parts = Self::parts(&parts, columns, problems);
            let kinds = [("text", false), ("integer", true)];
            let integer = keys
                .get("kind")
                .map(|item| item.word(problems, "what the id is made of", &kinds));
            keys.finish(problems);
            return Some(Self {
                parts: parts?,
                integer: integer.unwrap_or(Some(false))?,
            });
        }
        let parts = Self::parts(item, columns, problems)?;
        Some(Self { parts, integer: false })
    }

    fn parts(item: &Item<'_>, columns: &mut Columns, problems: &mut Problems<'_>) -> Option<Vec<(Col, bool)>> {
        let names: Vec<&str> = match item.value {
            Value::String(text) => text.split('|').collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                item.texts(problems, "the columns of the id, such as \"ID|LINE\"")?
            }
        };
        let mut parts = Vec::new();
        for name in names {
            let (name, may_be_empty) = split_mark(name);
            if name.trim().is_empty() {
                return item.refuse(problems, "a part of the id has no name", "name columns, joined with |");
            }
            parts.push((columns.add(name.trim(), true), may_be_empty));
        }
        Some(parts)
    }

    /// The column that stands for the whole id in reports.
    pub(crate) fn first(&self) -> Col {
        self.parts.first().map_or(Col(0), |(col, _)| *col)
    }
}

/// What a word of a file means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning<T> {
    /// This.
    Is(T),
    /// The row is left out, for this reason.
    Skip(Reason),
}

/// A column of words and what each of them means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words<T> {
    pub(crate) col: Col,
    /// Blanks around a word and its case do not matter.
    loose: bool,
    map: BTreeMap<String, T>,
}

/// How words are compared.
const MATCH: &[(&str, bool)] = &[("exact", false), ("trim_ignore_case", true)];

impl<T: Copy> Words<T> {
    /// `{column, match, map}`: of the map the keys are the file's words, the values those of `meanings`.
    pub(crate) fn read(
        item: &Item<'_>,
        meanings: &[(&str, T)],
        columns: &mut Columns,
        problems: &mut Problems<'_>,
    ) -> Option<Self> {
        let mut keys = item.keys(problems, "{column: HEADER, map: {WORD: MEANING}}")?;
        let col = columns.get(&mut keys, "column", problems);
        let loose = keys
            .get("match")
            .map(|item| item.word(problems, "how words are compared", MATCH));
        let mut map = BTreeMap::new();
        let loose = loose.flatten().unwrap_or(false);
        for (word, item) in keys
            .get("map")
            .and_then(|item| item.entries(problems, "a map of the file's words"))
            .unwrap_or_default()
        {
            // A word left open is one that the map does not have: its rows are refused by name.
            if item.value.is_null() || item.asks() {
                continue;
            }
            if let Some(meaning) = item.word(problems, "a meaning", meanings) {
                map.insert(folded(word, loose), meaning);
            }
        }
        keys.get("needs");
        keys.finish(problems);
        if col.is_none() {
            return item.refuse(problems, "the column is missing", "name it: {column: HEADER, map: …}");
        }
        Some(Self { col: col?, loose, map })
    }

    /// `{column, match, MEANING: [words]}`, for few meanings and many words.
    pub(crate) fn read_lists(
        item: &Item<'_>,
        meanings: &[(&'static str, T)],
        columns: &mut Columns,
        problems: &mut Problems<'_>,
    ) -> Option<Self> {
        let mut keys = item.keys(problems, "{column: HEADER, yes: [words], no: [words]}")?;
        let col = columns.get(&mut keys, "column", problems);
        let loose = keys
            .get("match")
            .map(|item| item.word(problems, "how words are compared", MATCH));
        let loose = loose.flatten().unwrap_or(true);
        let mut map = BTreeMap::new();
        for (key, meaning) in meanings {
            let Some(item) = keys.get(key) else { continue };
            for word in item.texts(problems, "words of the file").unwrap_or_default() {
                if map.insert(folded(word, loose), *meaning).is_some() {
                    item.refuse::<()>(
                        problems,
                        format!("{} has two meanings", shown(word)),
                        "name each word once",
                    );
                }
            }
        }
        keys.finish(problems);
        if col.is_none() {
            return item.refuse(problems, "the column is missing", "name it: {column: HEADER, yes: …}");
        }
        Some(Self { col: col?, loose, map })
    }

    pub(crate) fn meaning(&self, text: &str) -> Option<T> {
        match self.loose {
            false => self.map.get(text).copied(),
            true => self.map.get(&folded(text, true)).copied(),
        }
    }

    pub(crate) fn meanings(&self) -> impl Iterator<Item = T> + '_ {
        self.map.values().copied()
    }
}

fn folded(word: &str, loose: bool) -> String {
    if loose {
        word.trim().to_lowercase()
    } else {
        word.to_owned()
    }
}
