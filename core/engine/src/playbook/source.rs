//! The document as the practice wrote it, kept for those who point at its lines: findings of a check.

use serde_json::{Map, Value as Json};

use super::document::{Document, Node, Origin, Value};
use super::extends;
use crate::wire::Place;

/// The text of a playbook. It is read again where places are asked for, so that no tree of nodes has to be kept.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    text: Box<str>,
    json: bool,
}

/// One step on the way to a value of the document.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Key<'a> {
    /// The value of a key.
    Of(&'a str),
    /// The item of a list with this id.
    Id(&'a str),
    /// The item of a list at this position, from 0.
    At(usize),
}

/// Where a value is written: its path, and its line where the practice wrote it itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) path: String,
    pub(crate) place: Option<Place>,
}

/// A document with its places.
#[derive(Debug)]
pub(crate) struct Places {
    own: Json,
    root: Node,
}

impl Source {
    pub(super) fn new(text: &str, json: bool) -> Self {
        Self {
            text: text.into(),
            json,
        }
    }

    /// Reads the text again; none when that fails, which it did not before.
    pub(crate) fn places(&self) -> Option<Places> {
        let read = if self.json {
            Document::from_json
        } else {
            Document::from_yaml
        };
        let document = read(&self.text, Origin::Own).ok()?;
        let own = as_json(&document.root);
        let root = extends::resolve(document.root, &mut Vec::new());
        Some(Places { own, root })
    }
}

impl Places {
    /// The practice's own document, as JSON.
    pub(crate) fn own(&self) -> &Json {
        &self.own
    }

    /// Whether the practice itself wrote a value, or what holds it where it is not there.
    pub(crate) fn is_own(&self, way: &[Key<'_>]) -> bool {
        let (mut node, mut own) = (&self.root, true);
        for key in way {
            let Some(next) = child(node, *key) else { break };
            node = next;
            own = node.origin == Origin::Own;
        }
        own
    }

    /// Where a value stands; as much of the way as there is.
    pub(crate) fn spot(&self, way: &[Key<'_>]) -> Spot {
        let (mut node, mut path, mut place) = (&self.root, String::new(), None);
        for key in way {
            let (next, word, here) = match (key, &node.value) {
                (Key::Of(key), Value::Map(entries)) => {
                    let entry = entries.iter().find(|entry| entry.key == *key);
                    let dot = if path.is_empty() { "" } else { "." };
                    let word = format!("{dot}{key}");
                    (entry.map(|e| &e.node), word, entry.and_then(|e| e.place))
                }
                (Key::Id(id), Value::List(items)) => {
                    let item = items
                        .iter()
                        .find(|item| item.get("id").and_then(Node::text) == Some(id));
                    (item, item.map_or(String::new(), |i| format!("[{}]", i.index)), None)
                }
                (Key::At(at), Value::List(items)) => (items.get(*at), format!("[{at}]"), None),
                (Key::Of(_) | Key::Id(_) | Key::At(_), _) => break,
            };
            let Some(next) = next else { break };
            path.push_str(&word);
            node = next;
            // Of a key its name is shown, of an item where it begins; what is built in has no line.
            place = match node.origin {
                Origin::Own => here.or(node.place),
                Origin::BuiltIn(_) => None,
            };
        }
        Spot { path, place }
    }
}

fn child<'n>(node: &'n Node, key: Key<'_>) -> Option<&'n Node> {
    match (key, &node.value) {
        (Key::Of(key), Value::Map(_)) => node.get(key),
        (Key::Id(id), Value::List(items)) => items
            .iter()
            .find(|item| item.get("id").and_then(Node::text) == Some(id)),
        (Key::At(at), Value::List(items)) => items.get(at),
        (Key::Of(_) | Key::Id(_) | Key::At(_), _) => None,
    }
}

/// What a node says. Texts stay texts but for those that JSON has words for.
fn as_json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Scalar(scalar) => match scalar.text.as_str() {
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            text => match text.parse::<u32>() {
                Ok(number) if number.to_string() == text => number.into(),
                Ok(_) | Err(_) => text.into(),
            },
        },
        Value::List(items) => items.iter().map(as_json).collect(),
        Value::Map(entries) => {
            let entries = entries.iter().map(|entry| (entry.key.clone(), as_json(&entry.node)));
            Json::Object(entries.collect::<Map<_, _>>())
        }
    }
}
