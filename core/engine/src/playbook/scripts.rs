//! What staff may say when they are asked to: the scripts of the built-in playbooks.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::builtin;
use super::document::{Document, Node, Origin, Value};
use crate::escalation::PromptKind;
use crate::message::{Form, Template};

/// By built-in playbook, kind of prompt and language. What cannot be read is not there; a test reads them all.
type Scripts = BTreeMap<&'static str, BTreeMap<PromptKind, BTreeMap<String, Template>>>;

static ALL: LazyLock<Scripts> = LazyLock::new(|| {
    let text = include_str!("builtin/scripts.yaml");
    let document = Document::from_yaml(text, Origin::BuiltIn("scripts")).ok();
    let Some(root) = document.filter(|document| document.problems.is_empty()).map(|d| d.root) else {
        return Scripts::new();
    };
    let of = |name| Some((name, kinds(root.get(name)?)));
    builtin::names().filter_map(of).collect()
});

const KINDS: [PromptKind; 5] = [
    PromptKind::Call,
    PromptKind::Book,
    PromptKind::Answer,
    PromptKind::FixContact,
    PromptKind::Review,
];

fn kinds(of: &Node) -> BTreeMap<PromptKind, BTreeMap<String, Template>> {
    let read = |kind: PromptKind| Some((kind, languages(of.get(kind.as_str())?)));
    KINDS.into_iter().filter_map(read).collect()
}

fn languages(of: &Node) -> BTreeMap<String, Template> {
    let Value::Map(entries) = &of.value else {
        return BTreeMap::new();
    };
    let compiled = entries.iter().filter_map(|entry| {
        let template = Template::compile(entry.node.text()?, Form::Text).ok()?;
        Some((entry.key.clone(), template))
    });
    compiled.collect()
}

/// The script of a built-in playbook for a kind of prompt.
pub(super) fn script(built_in: &str, kind: PromptKind, language: &str) -> Option<&'static Template> {
    ALL.get(built_in)?.get(&kind)?.get(language)
}
