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
pub(super) const LANGUAGES: &[(&str, &str)] = &[("en", "en"), ("es", "es")];

pub(super) fn languages(item: &Item<'_>, problems: &mut Problems) -> Option<Vec<String>> {
    let before = problems.count();
    let mut languages: Vec<String> = Vec::new();
    for item in item.one_or_more(problems, "a list of languages such as [en, es]")? {
        let Some(language) = item.word(problems, "a language, en for English or es for Spanish", LANGUAGES) else {
            continue;
        };
        if languages.iter().any(|known| known == language) {
            let message = format!("{} stands here twice", shown(language));
            item.refuse::<()>(problems, message, "name each language once");
        }
        languages.push(language.to_owned());
    }
    (problems.count() == before).then_some(languages)
}

pub(super) fn categories(keys: &mut Keys<'_>, problems: &mut Problems) -> Option<Vec<(Category, Vec<CodeRange>)>> {
    let Some(item) = keys.optional("categories") else {
        return Some(Vec::new());
    };
    let before = problems.count();
    let map = item.keys(problems, "{CATEGORY: [codes or ranges]}")?;
    let mut all: Vec<(Category, Vec<CodeRange>)> = Vec::new();
    for entry in map.rest() {
        let Some(category) = Category::parse(&entry.key) else {
            problems.report(unknown_category(&map, entry));
            continue;
        };
        let value = item.entry(entry);
        let Some(codes) = codes(&value, problems) else { continue };
        // Which of two came first would depend on the order of keys, which says nothing.
        let taken = all
            .iter()
            .find(|(_, known)| known.iter().any(|known| codes.iter().any(|code| code.overlaps(known))));
        if let Some((other, _)) = taken {
            let message = format!("a code of {category} is one of {other} too");
            value.refuse::<()>(problems, message, "name each code in one category");
        }
        all.push((category, codes));
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
    let before = problems.count();
    let entries = languages_of(item, names, &[], problems)?;
    let mut texts = BTreeMap::new();
    for (language, value) in entries {
        texts.extend(value.text(problems, "a text").map(|text| (language, text.to_owned())));
    }
    (problems.count() == before).then_some(texts)
}

/// The values by language: every language of the playbook must be there. `besides` are other keys of the same map. A
/// language that is missing is reported, and those that are there are read all the same.
pub(super) fn languages_of<'a>(
    item: &Item<'a>,
    names: &Names<'_>,
    besides: &[&str],
    problems: &mut Problems,
) -> Option<Vec<(String, Item<'a>)>> {
    let all = languages_there(item, names, besides, problems)?;
    for language in &names.languages {
        if !all.iter().any(|(known, _)| known == language) {
            let message = format!("the text in {} is missing", shown(language));
            let help = match &names.languages_item {
                Some(_) => "add it, or take the language out of `languages`",
                None => "add it",
            };
            problems.report(item.error(Code::PlaybookUnknownTemplate, message).help(help));
        }
    }
    Some(all)
}

/// The values by language that are there. One in a language that the playbook does not offer is let be, so that a
/// practice may narrow `languages` without rewriting the built-in texts.
pub(super) fn languages_there<'a>(
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
