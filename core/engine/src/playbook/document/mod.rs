//! The document as it is written: scalars keep their text, so `1.10` stays `1.10` and no float ever appears, and every
//! node knows where it stands.

mod canonical;
mod json;
mod yaml;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::wire::Place;
use crate::{Code, Error};

pub(super) use canonical::revision;

/// The most bytes a document may have.
pub(crate) const MAX_BYTES: usize = 256 * 1024;
/// The deepest nesting of lists and maps.
pub(crate) const MAX_DEPTH: usize = 32;
/// The most scalars, lists and maps, with aliases written out.
pub(crate) const MAX_NODES: usize = 20_000;

/// The key under which a document tells editors its schema; JSON has no comments to say it in.
pub(super) const SCHEMA: &str = "$schema";

/// One scalar, list or map of a document.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    /// Where it begins.
    pub(super) place: Option<Place>,
    /// Which document it is from.
    pub(super) origin: Origin,
    /// Its position in the list that holds it in that document; 0 outside lists.
    pub(super) index: usize,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Nothing: `null`, `~` or an empty value.
    Null,
    Scalar(Scalar),
    List(Vec<Node>),
    /// Keys are unique; they stand in the order of the document.
    Map(Vec<Entry>),
}

/// A word, number or text, as written.
#[derive(Clone, Debug)]
pub(super) struct Scalar {
    pub(super) text: String,
    /// Where the first character of the text stands, when line breaks in the text are line breaks in the document.
    pub(super) inside: Option<Place>,
}

/// One key of a map, with its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) place: Option<Place>,
    pub(super) node: Node,
}

/// Which document a node is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The practice's own.
    Own,
    /// The built-in of that name.
    BuiltIn(&'static str),
}

/// A document that was read, with the problems that did not stop the reading.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) root: Node,
    pub(super) problems: Vec<Error>,
}

impl Document {
    /// Reads YAML.
    ///
    /// # Errors
    /// All problems, when the text as a whole cannot be read.
    pub(super) fn from_yaml(text: &str, origin: Origin) -> Result<Self, Vec<Error>> {
        check_size(text)?;
        yaml::read(text, origin)
    }

    /// Reads JSON.
    ///
    /// # Errors
    /// All problems, when the text as a whole cannot be read.
    pub(super) fn from_json(text: &str, origin: Origin) -> Result<Self, Vec<Error>> {
        check_size(text)?;
        json::read(text, origin)
    }
}

impl Node {
    /// A node that holds nothing and stands nowhere.
    pub(super) fn nothing() -> Self {
        Self {
            value: Value::Null,
            place: None,
            origin: Origin::Own,
            index: 0,
        }
    }

    /// The node under a key, when this is a map that has it.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node),
            Value::Null | Value::Scalar(_) | Value::List(_) => None,
        }
    }

    /// The same, to be changed.
    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        match &mut self.value {
            Value::Map(entries) => entries
                .iter_mut()
                .find(|entry| entry.key == key)
                .map(|entry| &mut entry.node),
            Value::Null | Value::Scalar(_) | Value::List(_) => None,
        }
    }

    /// The text, when this is a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }
}

impl Value {
    /// What it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Scalar(_) => "a single value",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

fn check_size(text: &str) -> Result<(), Vec<Error>> {
    if text.len() <= MAX_BYTES {
        return Ok(());
    }
    Err(vec![
        Error::new(Code::PlaybookTooLarge, "the document is longer than 256 KB")
            .help("a playbook of that size is no playbook; split it by practice"),
    ])
}

/// What is collected while a document is read: the nodes so far, against the limits, and the problems.
#[derive(Debug)]
struct Reading {
    origin: Origin,
    nodes: usize,
    bytes: usize,
    open: Vec<Open>,
    problems: Vec<Error>,
    root: Option<Node>,
}

/// A list or map that is not closed yet.
#[derive(Debug)]
struct Open {
    place: Option<Place>,
    children: Children,
    /// The YAML anchor it carries; 0 when it carries none.
    anchor: usize,
}

#[derive(Debug)]
enum Children {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        key: Option<(String, Option<Place>)>,
    },
}

impl Reading {
    fn new(origin: Origin) -> Self {
        Self {
            origin,
            nodes: 0,
            bytes: 0,
            open: Vec::new(),
            problems: Vec::new(),
            root: None,
        }
    }

    /// Whether the next scalar is the key of a map.
    fn wants_key(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                children: Children::Map { key: None, .. },
                ..
            })
        )
    }

    fn key(&mut self, text: String, place: Option<Place>) {
        if let Some(Open {
            children: Children::Map { key, .. },
            ..
        }) = self.open.last_mut()
        {
            *key = Some((text, place));
        }
    }

    /// Counts nodes and bytes of text against the limits.
    fn count(&mut self, nodes: usize, bytes: usize, place: Option<Place>) -> Result<(), Error> {
        self.nodes += nodes;
        self.bytes += bytes;
        let what = if self.nodes > MAX_NODES {
            "the document holds more than 20,000 values"
        } else if self.bytes > 2 * MAX_BYTES {
            "the document holds more than 512 KB of text once its aliases are written out"
        } else {
            return Ok(());
        };
        Err(Error::new(Code::PlaybookTooLarge, what).place(place))
    }

    fn scalar(&mut self, value: Value, place: Option<Place>) {
        self.place_node(Node {
            value,
            place,
            origin: self.origin,
            index: 0,
        });
    }

    fn open(&mut self, children: Children, place: Option<Place>, anchor: usize) -> Result<(), Error> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Error::new(Code::PlaybookTooLarge, "lists and maps are nested more than 32 deep").place(place));
        }
        self.open.push(Open {
            place,
            children,
            anchor,
        });
        Ok(())
    }

    /// Closes the innermost list or map; its anchor and the node go to `keep`.
    fn close(&mut self, keep: impl FnOnce(usize, &Node)) {
        let Some(open) = self.open.pop() else { return };
        let value = match open.children {
            Children::List(items) => Value::List(items),
            Children::Map { entries, .. } => Value::Map(self.without_doubles(entries)),
        };
        let node = Node {
            value,
            place: open.place,
            origin: self.origin,
            index: 0,
        };
        if open.anchor != 0 {
            keep(open.anchor, &node);
        }
        self.place_node(node);
    }

    /// Puts a finished node into the list or map that is open, or makes it the root.
    fn place_node(&mut self, mut node: Node) {
        match self.open.last_mut().map(|open| &mut open.children) {
            None => self.root = Some(node),
            Some(Children::List(items)) => {
                node.index = items.len();
                items.push(node);
            }
            Some(Children::Map { entries, key }) => {
                if let Some((key, place)) = key.take() {
                    entries.push(Entry { key, place, node });
                }
            }
        }
    }

    /// The entries of a map without merge keys and with the first of keys that stand twice; both are problems.
    fn without_doubles(&mut self, mut entries: Vec<Entry>) -> Vec<Entry> {
        let mut first: BTreeMap<&str, Option<Place>> = BTreeMap::new();
        let mut keep = Vec::with_capacity(entries.len());
        for entry in &entries {
            let before = first.get(entry.key.as_str()).copied();
            keep.push(before.is_none() && entry.key != "<<");
            if entry.key == "<<" {
                self.problems.push(
                    Error::new(
                        Code::PlaybookUnknownKey,
                        "merge keys (`<<`) are not part of the playbook language",
                    )
                    .help("write the keys out, or use `extends`")
                    .place(entry.place),
                );
            } else if let Some(before) = before {
                let before = before.map_or(String::new(), |p| format!(" at line {}, column {}", p.line, p.column));
                self.problems.push(
                    Error::new(
                        Code::PlaybookDuplicateKey,
                        format!("the key {} stands here twice", shown(&entry.key)),
                    )
                    .help(format!("keep one of the two; the other stands{before}"))
                    .place(entry.place),
                );
            } else {
                first.insert(&entry.key, entry.place);
            }
        }
        let mut keep = keep.into_iter();
        entries.retain(|_| keep.next().unwrap_or(true));
        entries
    }

    fn finish(self) -> Result<Document, Vec<Error>> {
        let mut problems = self.problems;
        match self.root {
            Some(
                root @ Node {
                    value: Value::Map(_), ..
                },
            ) => return Ok(Document { root, problems }),
            None | Some(Node { value: Value::Null, .. }) => problems.push(
                Error::new(Code::PlaybookSyntax, "the document is empty")
                    .help("the shortest playbook has `followthrough: 1`, `practice` and `extends: dental`"),
            ),
            Some(other) => problems.push(
                Error::new(
                    Code::PlaybookBadValue,
                    format!("expected a map of keys, got {}", other.value.kind()),
                )
                .help("a playbook starts with `followthrough: 1`")
                .place(other.place),
            ),
        }
        Err(problems)
    }
}

/// A word of the document as messages show it: quoted, cut where it is long, control characters escaped.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let mut short: String = text.chars().take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    format!("{short:?}")
}

/// A place from counts that start at 1.
fn place(line: usize, column: usize) -> Option<Place> {
    Some(Place {
        line: u32::try_from(line).ok()?,
        column: u32::try_from(column).ok()?,
    })
}
