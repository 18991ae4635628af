//! Languages, codes of the practice's own, and questions that patients ask.

use std::collections::BTreeMap;

use super::condition::codes;
use super::item::{Item, Keys};
use super::{Names, Problems};
use crate::Code;
use crate::criteria::CodeRange;
use crate::plan::Category;
use crate::playbook::document::{Value, shown};
use crate::playbook::model::Faq;

/// The languages that the built-in words (opt-out lines, stand-ins for names, footers) are written in.
const LANGUAGES: &[(&str, &str)] = &[("en", "en"), ("es", "es")];

pub(super) fn languages(item: &Item<'_>, problems: &mut Problems) -> Option<Vec<String>> {
    let items = item.one_or_more(problems, "a list of languages such as [en, es]")?;
    let mut languages: Vec<String> = Vec::new();
    for item in &items {
        let language = item.word(problems, "a language", LANGUAGES)?;
        if languages.iter().any(|known| known == language) {
            return item.refuse(
                problems,
                format!("{} stands here twice", shown(language)),
                "name each language once",
            );
        }
        languages.push(language.to_owned());
    }
    Some(languages)
}

pub(super) fn categories(keys: &mut Keys<'_>, problems: &mut Problems) -> Option<Vec<(Category, Vec<CodeRange>)>> {
    let Some(item) = keys.optional("categories") else {
        return Some(Vec::new());
    };
    let before = problems.count();
    let map = item.keys(problems, "{CATEGORY: [codes or ranges]}")?;
    let mut all = Vec::new();
    for entry in map.rest() {
        let codes = codes(&item.entry(entry), problems);
        match Category::parse(&entry.key) {
            Some(category) => all.extend(codes.map(|codes| (category, codes))),
            None => problems.report(unknown_category(&map, entry)),
        }
    }
    (problems.count() == before).then_some(all)
}

pub(super) fn faq(
    keys: &mut Keys<'_>,
    names: &Names<'_>,
    problems: &mut Problems,
) -> Option<BTreeMap<Category, Vec<Faq>>> {
    let Some(item) = keys.optional("faq") else {
        return Some(BTreeMap::new());
    };
    let before = problems.count();
    let map = item.keys(problems, "{CATEGORY: [{question: …, answer: …}]}")?;
    let mut all = BTreeMap::new();
    for entry in map.rest() {
        let items = item
            .entry(entry)
            .list(problems, "a list of questions with their answers");
        let read: Option<Vec<Faq>> = items.map(|items| {
            items
                .iter()
                .filter_map(|item| question(item, names, problems))
                .collect()
        });
        match Category::parse(&entry.key) {
            Some(category) => all.extend(read.map(|faq| (category, faq))),
            None => problems.report(unknown_category(&map, entry)),
        }
    }
    (problems.count() == before).then_some(all)
}

fn question(item: &Item<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<Faq> {
    let mut keys = item.keys(problems, "{question: …, answer: …}")?;
    let question = keys
        .required("question", problems)
        .and_then(|item| by_language(&item, names, problems));
    let answer = keys
        .required("answer", problems)
        .and_then(|item| by_language(&item, names, problems));
    keys.finish(problems);
    Some(Faq {
        question: question?,
        answer: answer?,
    })
}

/// `{en: …, es: …}`: a text in every language of the playbook. One language may be written as the text alone.
pub(super) fn by_language(
    item: &Item<'_>,
    names: &Names<'_>,
    problems: &mut Problems,
) -> Option<BTreeMap<String, String>> {
    if let (Value::Scalar(_), [only]) = (&item.node.value, names.languages.as_slice()) {
        let text = item.text(problems, "a text")?;
        return Some(BTreeMap::from([(only.clone(), text.to_owned())]));
    }
    let entries = languages_of(item, names, &[], problems)?;
    let mut texts = BTreeMap::new();
    for (language, value) in entries {
        texts.insert(language, value.text(problems, "a text")?.to_owned());
    }
    Some(texts)
}

/// The values by language: every language of the playbook must be there. One that the playbook does not offer is let
/// be, so that a practice may narrow `languages` without rewriting the built-in texts. `besides` are other keys of the
/// same map.
pub(super) fn languages_of<'a>(
    item: &Item<'a>,
    names: &Names<'_>,
    besides: &[&str],
    problems: &mut Problems,
) -> Option<Vec<(String, Item<'a>)>> {
    let map = item.keys(problems, "texts by language, such as {en: …, es: …}")?;
    let mut all = Vec::new();
    for entry in map.rest() {
        if names.languages.contains(&entry.key) {
            all.push((entry.key.clone(), item.entry(entry)));
        } else if !besides.contains(&entry.key.as_str()) && !LANGUAGES.iter().any(|(known, _)| *known == entry.key) {
            let error = map.key_error(
                entry,
                Code::PlaybookUnknownKey,
                format!("unknown language {}", shown(&entry.key)),
            );
            problems.report(error.help(format!("this playbook is written in {}", names.languages.join(", "))));
            return None;
        }
    }
    for language in &names.languages {
        if !all.iter().any(|(known, _)| known == language) {
            let message = format!("the text in {} is missing", shown(language));
            let help = match &names.languages_item {
                Some(_) => "add it, or take the language out of `languages`",
                None => "add it",
            };
            problems.report(item.error(Code::PlaybookUnknownTemplate, message).help(help));
            return None;
        }
    }
    Some(all)
}

fn unknown_category(map: &Keys<'_>, entry: &crate::playbook::document::Entry) -> crate::Error {
    let error = map.key_error(
        entry,
        Code::PlaybookUnknownName,
        format!("unknown category {}", shown(&entry.key)),
    );
    error.help(super::item::meant(&entry.key, || {
        Category::ALL.iter().map(|c| c.as_str())
    }))
}
