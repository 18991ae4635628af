//! What staff may say when they are asked to: the scripts of the built-in playbooks.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::document::{Document, Node, Origin, Value};
use super::{Rules, builtin};
use crate::escalation::PromptKind;
use crate::message::{Context, Form, Template};
use crate::wire::{SubjectKind, hash};

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

/// The built-in playbook whose scripts fit what is followed up, where a playbook extends none.
pub(super) fn for_subject(subject: &SubjectKind) -> &'static str {
    if subject.as_str() == hash::PLAN {
        "dental"
    } else {
        "recall"
    }
}

impl Rules {
    /// What a member of staff may say when asked to by a prompt of this kind, in the language of the context, else in
    /// the first of the playbook's own that there is.
    pub(crate) fn staff_script(&self, kind: PromptKind, context: &Context) -> Option<String> {
        let of_kind = ALL.get(self.scripts)?.get(&kind)?;
        let own = self.languages.iter().map(String::as_str);
        let mut languages = std::iter::once(context.language.as_str()).chain(own);
        let template = languages.find_map(|language| of_kind.get(language))?;
        Some(template.render(context))
    }
}
