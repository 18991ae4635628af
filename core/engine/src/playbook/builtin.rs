//! The built-in playbooks: documents like any other, read once, their texts compiled once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::document::{Document, Node, Origin, Value};
use crate::message::{Form, Template};
use crate::{Code, Error};

/// Every built-in playbook, by name. Each is read when somebody first extends it: nobody waits for the others.
static ALL: [Shelved; 4] = [
    Shelved::new("dental", include_str!("builtin/dental.yaml")),
    Shelved::new("medspa", include_str!("builtin/medspa.yaml")),
    Shelved::new("recall", include_str!("builtin/recall.yaml")),
    Shelved::new("no_rebook", include_str!("builtin/no_rebook.yaml")),
];

struct Shelved {
    name: &'static str,
    text: &'static str,
    read: OnceLock<BuiltIn>,
}

struct BuiltIn {
    /// None when it cannot be read, which is a defect.
    root: Option<Node>,
    /// Compiling takes most of the time of reading a playbook, and most practices leave most texts as they are.
    texts: BTreeMap<Form, BTreeMap<String, Template>>,
}

/// The names of the built-in playbooks.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|shelved| shelved.name)
}

/// The document of that name; none when there is no such.
pub(super) fn root(name: &str) -> Option<Result<&'static Node, Error>> {
    Some(read(name)?.root.as_ref().ok_or_else(|| {
        Error::new(Code::Internal, "the built-in playbook cannot be read").help("report this as a defect")
    }))
}

/// A text of a built-in playbook, compiled; none when it is not one of its texts, or cannot be compiled.
pub(super) fn compiled(origin: Origin, form: Form, source: &str) -> Option<&'static Template> {
    let Origin::BuiltIn(name) = origin else { return None };
    read(name)?.texts.get(&form)?.get(source)
}

fn read(name: &str) -> Option<&'static BuiltIn> {
    let shelved = ALL.iter().find(|shelved| shelved.name == name)?;
    Some(shelved.read.get_or_init(|| BuiltIn::new(shelved.name, shelved.text)))
}

impl Shelved {
    const fn new(name: &'static str, text: &'static str) -> Self {
        Self {
            name,
            text,
            read: OnceLock::new(),
        }
    }
}

impl BuiltIn {
    fn new(name: &'static str, text: &str) -> Self {
        let document = Document::from_yaml(text, Origin::BuiltIn(name)).ok();
        // The version is for the reader of this file: a practice's document names its own.
        let root = document
            .filter(|document| document.problems.is_empty())
            .map(|document| {
                let mut root = document.root;
                if let Value::Map(entries) = &mut root.value {
                    entries.retain(|entry| entry.key != "followthrough");
                }
                root
            });
        let mut texts = BTreeMap::new();
        let part = |name| root.as_ref().and_then(|root| root.get(name));
        part("templates")
            .into_iter()
            .for_each(|node| collect(node, None, &mut texts));
        part("scripts")
            .into_iter()
            .for_each(|node| collect(node, Some(Form::Text), &mut texts));
        Self { root, texts }
    }
}

/// Compiles every text below a node; the nearest key that names a form says which it is in.
fn collect(node: &Node, form: Option<Form>, texts: &mut BTreeMap<Form, BTreeMap<String, Template>>) {
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                let below = match entry.key.as_str() {
                    "sms" => Some(Form::Sms),
                    "portal" => Some(Form::Portal),
                    "subject" => Some(Form::Subject),
                    "plain" => Some(Form::Plain),
                    "detailed" => Some(Form::Detailed),
                    _ => form,
                };
                collect(&entry.node, below, texts);
            }
        }
        Value::List(items) => items.iter().for_each(|item| collect(item, form, texts)),
        Value::Scalar(scalar) => {
            if let Some(form) = form
                && let Ok(template) = Template::compile(&scalar.text, form)
            {
                texts.entry(form).or_default().insert(scalar.text.clone(), template);
            }
        }
        Value::Null => {}
    }
}
