//! What staff may say when a prompt asks them to: the playbook's own script, else the one that every playbook has.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Rules;
use super::document::{Document, Node, Origin, Value};
use crate::escalation::PromptKind;
use crate::message::{Context, Form, Template};
use crate::wire::hash;

/// Scripts by kind of prompt and language.
pub(crate) type Scripts = BTreeMap<PromptKind, BTreeMap<String, Template>>;

/// The scripts of a playbook that has none of its own.
#[derive(Default)]
struct Defaults {
    any: Scripts,
    plan: Scripts,
    due: Scripts,
}

/// What cannot be read is not there; a test reads them all.
static DEFAULTS: LazyLock<Defaults> = LazyLock::new(|| {
    let text = include_str!("builtin/scripts.yaml");
    let document = Document::from_yaml(text, Origin::BuiltIn("scripts")).ok();
    let Some(root) = document.filter(|document| document.problems.is_empty()).map(|d| d.root) else {
        return Defaults::default();
    };
    let part = |name| root.get(name).map(kinds).unwrap_or_default();
    Defaults {
        any: part("any"),
        plan: part("plan"),
        due: part("due"),
    }
});

fn kinds(of: &Node) -> Scripts {
    let read = |kind: PromptKind| Some((kind, languages(of.get(kind.as_str())?)));
    PromptKind::ALL.into_iter().filter_map(read).collect()
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

impl Rules {
    /// What a member of staff may say when asked to by a prompt of this kind.
    pub(crate) fn staff_script(&self, kind: PromptKind, context: &Context) -> Option<String> {
        Some(self.script(kind, &context.language)?.render(context))
    }

    /// The same as it is written: in this language where the playbook offers it, else in the first of the playbook's
    /// that there is.
    pub(crate) fn script(&self, kind: PromptKind, language: &str) -> Option<&Template> {
        let of_subject = if self.subject.as_str() == hash::PLAN {
            &DEFAULTS.plan
        } else {
            &DEFAULTS.due
        };
        let shelves = [&self.scripts, of_subject, &DEFAULTS.any];
        let in_language = |language: &String| shelves.iter().find_map(|scripts| scripts.get(&kind)?.get(language));
        let asked = self.languages.iter().filter(|known| *known == language);
        asked.chain(&self.languages).find_map(in_language)
    }
}
