//! What staff may say when a prompt asks them to, where the practice has words of its own.

use std::collections::BTreeMap;

use super::item::{Item, Keys};
use super::lists::languages_there;
use super::staff::PROMPTS;
use super::{Names, Problems, templates};
use crate::Code;
use crate::message::{Form, Reference, Template, Variable};
use crate::playbook::document::Value;
use crate::playbook::scripts::Scripts;

/// `{call: {en: …, es: …}}`. A kind of prompt or a language that is left out has the words that every playbook has.
pub(super) fn scripts(keys: &mut Keys<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<Scripts> {
    let Some(item) = keys.optional("scripts") else {
        return Some(Scripts::new());
    };
    let before = problems.count();
    let mut map = item.keys(problems, "scripts by kind of prompt, such as {call: {en: …}}")?;
    let mut all = Scripts::new();
    for &(word, kind) in PROMPTS {
        let script = map.optional(word).and_then(|item| by_language(&item, names, problems));
        all.extend(script.map(|script| (kind, script)));
    }
    map.finish(problems);
    (problems.count() == before).then_some(all)
}

/// One language may be written as the text alone.
fn by_language(item: &Item<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<BTreeMap<String, Template>> {
    if let (Value::Scalar(_), [only]) = (&item.node.value, names.languages.as_slice()) {
        return Some(BTreeMap::from([(only.clone(), script(item, names, problems)?)]));
    }
    let mut texts = BTreeMap::new();
    for (language, value) in languages_there(item, names, &[], problems)? {
        texts.extend(script(&value, names, problems).map(|script| (language, script)));
    }
    Some(texts)
}

fn script(item: &Item<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<Template> {
    let template = templates::text(item, Form::Text, names, problems)?;
    let said = [Variable::PlanLink, Variable::OptoutText];
    let written = template.variables();
    let wrong = written.iter().find_map(|reference| match reference {
        Reference::Variable(variable) => said.contains(variable).then_some(variable),
        Reference::Custom(_) | Reference::List(_) => None,
    });
    let Some(variable) = wrong else { return Some(template) };
    let message = format!("{} is of messages, and a script is read out", variable.path());
    let error = item.error(Code::PlaybookTemplate, message);
    problems.report(error.help("leave it out: {{practice.phone}} is there"));
    None
}
