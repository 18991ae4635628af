//! Facts of the host's own: what a playbook declares under `custom`, and how conditions compare it.

use std::collections::BTreeMap;

use super::condition::range;
use super::item::{Item, Keys, digits, meant};
use super::{Names, Problems};
use crate::criteria::{CustomTest, Test};
use crate::playbook::document::{Value, shown};
use crate::wire::check_id;
use crate::{Code, Error};

/// What kind of value a fact has.
#[derive(Clone, Debug)]
pub(super) enum Declared {
    Flag,
    Number,
    Text,
    /// A text out of these.
    OneOf(Vec<String>),
    /// Declared, but not so that it can be read; what is wrong was told there.
    Unclear,
}

/// The declarations of the document.
pub(super) fn custom<'a>(keys: &mut Keys<'a>, problems: &mut Problems) -> BTreeMap<&'a str, Declared> {
    let Some(item) = keys.optional("custom") else {
        return BTreeMap::new();
    };
    let Some(map) = item.keys(problems, "a map of facts: {NAME: bool}") else {
        return BTreeMap::new();
    };
    let mut all = BTreeMap::new();
    for entry in map.rest() {
        if check_id(&entry.key).is_err() || entry.key.contains(['.', ' ', '{', '}']) {
            let error = map.key_error(
                entry,
                Code::PlaybookBadValue,
                format!("not a name of a fact: {}", shown(&entry.key)),
            );
            problems.report(error.help("a name has 1 to 64 bytes, without dots, spaces and braces"));
        }
        let declared = declared(&item.entry(entry), problems);
        all.insert(entry.key.as_str(), declared.unwrap_or(Declared::Unclear));
    }
    all
}

fn declared(item: &Item<'_>, problems: &mut Problems) -> Option<Declared> {
    const KIND: &str = "bool, number, text, or a list of the words it may be";
    if matches!(item.node.value, Value::List(_)) {
        let words = item.one_or_more(problems, KIND)?;
        let read: Vec<_> = words.iter().map(|word| word.line(problems, 100)).collect();
        return read.into_iter().collect::<Option<_>>().map(Declared::OneOf);
    }
    item.read(problems, KIND, "", |text| match text {
        "bool" => Some(Declared::Flag),
        "number" => Some(Declared::Number),
        "text" => Some(Declared::Text),
        _ => None,
    })
}

/// The name in `custom.NAME`.
pub(super) fn name(word: &str) -> Option<&str> {
    word.strip_prefix("custom.")
}

/// `custom.NAME` as a bare word.
pub(super) fn flag(item: &Item<'_>, name: &str, names: &Names<'_>, problems: &mut Problems) -> Option<Test> {
    match names.custom.get(name) {
        Some(Declared::Flag) => Some(Test::Custom(name.to_owned(), CustomTest::Flag(true))),
        Some(Declared::Unclear) => None,
        Some(Declared::Number | Declared::Text | Declared::OneOf(_)) => item.refuse(
            problems,
            format!("{} needs something to be compared with", item.shown()),
            format!("write {{custom.{name}: …}}"),
        ),
        None => {
            problems.report(undeclared(
                item.error(Code::PlaybookUnknownName, message(name)),
                name,
                names,
            ));
            None
        }
    }
}

/// `custom.NAME: …`; `error` makes an error about the key.
pub(super) fn comparison(
    value: &Item<'_>,
    name: &str,
    names: &Names<'_>,
    problems: &mut Problems,
    error: impl FnOnce(String) -> Error,
) -> Option<Test> {
    let test = match names.custom.get(name) {
        Some(Declared::Flag) => CustomTest::Flag(value.flag(problems)?),
        Some(Declared::Number) => CustomTest::Number(range(value, "number", problems, number)?),
        Some(Declared::Text) => CustomTest::Text(texts(value, None, problems)?),
        Some(Declared::OneOf(words)) => CustomTest::Text(texts(value, Some(words), problems)?),
        Some(Declared::Unclear) => return None,
        None => {
            problems.report(undeclared(error(message(name)), name, names));
            return None;
        }
    };
    Some(Test::Custom(name.to_owned(), test))
}

fn number(item: &Item<'_>, problems: &mut Problems) -> Option<i64> {
    item.read(problems, "a whole number", "", |text| {
        digits(text.strip_prefix('-').unwrap_or(text))?;
        text.parse().ok()
    })
}

fn texts(value: &Item<'_>, words: Option<&[String]>, problems: &mut Problems) -> Option<Vec<String>> {
    let items = value.one_or_more(problems, "a word or a list of words")?;
    let mut read = |item: &Item<'_>| {
        let text = item.line(problems, 100)?;
        let known = || words.unwrap_or_default().iter().map(String::as_str);
        if words.is_some() && !known().any(|word| word == text) {
            let message = format!("{} is not one of the declared words", shown(&text));
            return item.refuse(problems, message, meant(&text, known));
        }
        Some(text)
    };
    let read: Vec<_> = items.iter().map(&mut read).collect();
    read.into_iter().collect()
}

fn message(name: &str) -> String {
    format!("the fact {} is not declared", shown(&format!("custom.{name}")))
}

/// What to do about a fact that is not declared.
pub(super) fn undeclared(error: Error, name: &str, names: &Names<'_>) -> Error {
    if names.custom.is_empty() {
        return error.help(format!(
            "declare it at the top: custom: {{{name}: bool}}, or number, text, [a, b]"
        ));
    }
    error.help(meant(name, || names.custom.keys().copied()))
}
