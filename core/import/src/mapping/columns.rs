//! Columns as a mapping names them, and what their words mean.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::read::{Item, Keys, Problems, shown};
use crate::json::Path;
use crate::record::{Cell, Wanted};
use crate::set_aside::Reason;

/// A column, by its position among those that are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Col(pub(crate) usize);

/// All columns that a mapping names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) wanted: Vec<Wanted>,
    /// Whether they are paths into JSON.
    is_json: bool,
    /// What stands before the names of columns inside a part of the record, such as `procedures[].`.
    part: String,
}

/// What stands between paths of which the first that holds something counts.
const OR: &str = " or ";

impl Columns {
    pub(crate) fn of_json() -> Self {
        Self {
            is_json: true,
            ..Self::default()
        }
    }

    /// The columns that follow stand inside this part of the record.
    pub(crate) fn inside(&mut self, part: String) {
        self.part = part;
    }

    /// Whether the columns that are read now stand inside a part of the record.
    pub(super) fn is_inside(&self) -> bool {
        !self.part.is_empty()
    }

    /// A name that is no path.
    pub(crate) fn without_path(&self) -> Option<&str> {
        let none = |wanted: &&Wanted| self.is_json && wanted.paths.is_empty();
        self.wanted.iter().find(none).map(|wanted| &*wanted.name)
    }

    pub(crate) fn add(&mut self, name: &str, required: bool) -> Col {
        let paths: Option<Vec<Path>> = self
            .is_json
            .then(|| name.split(OR).map(Path::parse).collect())
            .flatten();
        let name = &format!("{}{name}", self.part);
        if let Some(at) = self.wanted.iter().position(|known| *known.name == *name) {
            if let Some(known) = self.wanted.get_mut(at) {
                known.required |= required;
            }
            return Col(at);
        }
        self.wanted.push(Wanted {
            name: Arc::from(name.as_str()),
            paths: paths.unwrap_or_default(),
            part: self.part.len(),
            required,
            decides: true,
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
        let several;
        let (name, may_be_missing) = match item.value {
            Value::Array(_) if self.is_json => {
                several = item.texts(problems, "paths below a record")?.join(OR);
                split_mark(&several)
            }
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
    pub(crate) kind: IdKind,
}

/// What an id is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum IdKind {
    #[default]
    Text,
    /// A whole number above zero.
    Integer,
    /// A reference such as `Patient/p1`: what stands behind its last stroke.
    Reference,
    /// A code made of the texts, which stands for them where no column has a number.
    Hash,
}

/// Words for it.
const ID_KINDS: &[(&str, IdKind)] = &[
    ("text", IdKind::Text),
    ("integer", IdKind::Integer),
    ("reference", IdKind::Reference),
    ("hash", IdKind::Hash),
];

impl IdColumns {
    /// None yet: the practice is asked.
    pub(crate) fn asked() -> Self {
        Self {
            parts: Vec::new(),
            kind: IdKind::Text,
        }
    }

    /// `A`, `A|B|C?`, a list of columns, or `{columns: …, kind: integer}`. A part with `?` may be empty.
    pub(crate) fn read(item: &Item<'_>, columns: &mut Columns, problems: &mut Problems<'_>) -> Option<Self> {
        if let Value::Object(_) = item.value {
            let mut keys = item.keys(problems, "an id")?;
            let parts = keys.required("columns", problems, "name the columns of the id")?;
            let parts = Self::parts(&parts, columns, problems);
            let kind = keys
                .get("kind")
                .map(|item| item.word(problems, "what the id is made of", ID_KINDS));
            keys.finish(problems);
            return Some(Self {
                parts: parts?,
                kind: kind.unwrap_or(Some(IdKind::Text))?,
            });
        }
        let parts = Self::parts(item, columns, problems)?;
        Some(Self {
            parts,
            kind: IdKind::Text,
        })
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
    /// Words that say nothing by themselves, and the column that decides then.
    then: Option<(BTreeSet<String>, Box<Words<T>>)>,
}

/// The meaning of a word of which another column decides.
const THEN: &str = "then";

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
        let mut further = BTreeSet::new();
        let loose = loose.flatten().unwrap_or(false);
        let then = keys
            .get(THEN)
            .map(|item| Self::read(&item, meanings, columns, problems));
        for (word, item) in keys
            .get("map")
            .and_then(|item| item.entries(problems, "a map of the file's words"))
            .unwrap_or_default()
        {
            // A word left open is one that the map does not have: its rows are refused by name.
            if item.value.is_null() || item.asks() {
                continue;
            }
            if item.value == THEN && then.is_some() {
                further.insert(folded(word, loose));
            } else if let Some(meaning) = item.word(problems, "a meaning", meanings) {
                map.insert(folded(word, loose), meaning);
            }
        }
        keys.get("needs");
        keys.finish(problems);
        if col.is_none() {
            return item.refuse(problems, "the column is missing", "name it: {column: HEADER, map: …}");
        }
        let then = then.map_or(Some(None), |then| then.map(Some))?;
        Some(Self {
            col: col?,
            loose,
            map,
            then: then.map(|words| (further, Box::new(words))),
        })
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
            let Some(item) = keys.get(key).filter(|item| !item.asks()) else {
                continue;
            };
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
        Some(Self {
            col: col?,
            loose,
            map,
            then: None,
        })
    }

    /// None yet: the practice is asked for the column.
    pub(crate) fn asked() -> Self {
        Self {
            col: Col(0),
            loose: true,
            map: BTreeMap::new(),
            then: None,
        }
    }

    /// The column that decides, where this word leaves it to another one.
    pub(crate) fn further(&self, text: &str) -> Option<&Self> {
        let (words, then) = self.then.as_ref()?;
        words.contains(&folded(text, self.loose)).then_some(&**then)
    }

    /// The columns that decide nothing of a record, since what stands before them does.
    pub(crate) fn left_out(&self, cells: &[Cell<'_>]) -> Vec<Col> {
        let text = |col: Col| cells.get(col.0).map_or("", Cell::text);
        let chain: Vec<&Self> = self.chain().collect();
        let decided = chain
            .iter()
            .take_while(|words| words.further(text(words.col)).is_some());
        let read = decided.count() + 1;
        let before: Vec<Col> = chain.iter().take(read).map(|words| words.col).collect();
        let behind = chain.iter().skip(read).map(|words| words.col);
        behind.filter(|col| !before.contains(col)).collect()
    }

    /// This column, and those that some word of it leaves it to.
    pub(crate) fn chain(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |words| words.then.as_ref().map(|(_, then)| &**then))
    }

    pub(crate) fn meaning(&self, text: &str) -> Option<T> {
        match self.loose {
            false => self.map.get(text).copied(),
            true => self.map.get(&folded(text, true)).copied(),
        }
    }

    /// Whether a word would have a meaning if blanks around it and its case did not matter.
    pub(crate) fn meaning_if_loose(&self, text: &str) -> bool {
        let text = folded(text, true);
        self.map.keys().any(|known| folded(known, true) == text)
    }

    pub(crate) fn meanings(&self) -> impl Iterator<Item = T> + '_ {
        self.chain().flat_map(|words| words.map.values().copied())
    }
}

fn folded(word: &str, loose: bool) -> String {
    if loose {
        word.trim().to_lowercase()
    } else {
        word.to_owned()
    }
}
