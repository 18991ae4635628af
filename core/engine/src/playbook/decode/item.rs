//! Reading one value of the document: what it may be, and what to say when it is not.

use super::Problems;
use crate::plan::Money;
use crate::playbook::document::{Entry, Node, Origin, Value, shown};
use crate::playbook::extends::LEAVE_OUT;
use crate::wire::Place;
use crate::wire::nearest;
use crate::{Code, Error};

/// A value of the document with its path. Every reading method returns none when the value is not what was asked
/// for; the problem is then reported already.
#[derive(Clone, Debug)]
pub(super) struct Item<'a> {
    pub(super) node: &'a Node,
    pub(super) path: String,
}

impl<'a> Item<'a> {
    /// An error about this value. What a built-in says has no place in the practice's text.
    pub(super) fn error(&self, code: Code, message: impl Into<String>) -> Error {
        error_at(
            self.node.origin,
            code,
            message.into(),
            self.path.clone(),
            self.node.place,
        )
    }

    /// Reports that the value has the wrong form.
    pub(super) fn refuse<T>(
        &self,
        problems: &mut Problems,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Option<T> {
        problems.report(self.error(Code::PlaybookBadValue, message).help(help));
        None
    }

    /// The value as it is written, for messages.
    pub(super) fn shown(&self) -> String {
        self.node
            .text()
            .map_or_else(|| self.node.value.kind().to_owned(), shown)
    }

    /// A text or a word.
    pub(super) fn text(&self, problems: &mut Problems, expected: &str) -> Option<&'a str> {
        let text = self.node.text();
        if text.is_none() {
            let message = format!("expected {expected}, got {}", self.node.value.kind());
            problems.report(self.error(Code::PlaybookBadValue, message));
        }
        text
    }

    /// A text that is read by `read`.
    pub(super) fn read<T>(
        &self,
        problems: &mut Problems,
        expected: &str,
        help: &str,
        read: impl FnOnce(&'a str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(problems, expected)?;
        let value = read(text);
        if value.is_none() {
            let error = self.error(
                Code::PlaybookBadValue,
                format!("expected {expected}, got {}", shown(text)),
            );
            problems.report(if help.is_empty() { error } else { error.help(help) });
        }
        value
    }

    /// A text of one line that is not blank, of at most so many characters.
    pub(super) fn line(&self, problems: &mut Problems, most: usize) -> Option<String> {
        let expected = format!("a text of one line and at most {most} characters");
        self.read(problems, &expected, "", |text| {
            let fits =
                !text.trim().is_empty() && !text.chars().any(char::is_control) && text.chars().nth(most).is_none();
            fits.then(|| text.trim().to_owned())
        })
    }

    /// `true` or `false`.
    pub(super) fn flag(&self, problems: &mut Problems) -> Option<bool> {
        self.read(problems, "true or false", "write true or false", |text| match text {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        })
    }

    /// A whole number between two, both in.
    pub(super) fn whole(&self, problems: &mut Problems, least: u32, most: u32) -> Option<u32> {
        let expected = format!("a whole number from {least} to {most}");
        self.read(problems, &expected, "", |text| {
            digits(text)?.parse().ok().filter(|n| (least..=most).contains(n))
        })
    }

    /// An amount of money of zero or more.
    pub(super) fn money(&self, problems: &mut Problems) -> Option<Money> {
        let expected = "an amount such as 500 or 1500.50";
        self.read(
            problems,
            expected,
            "write digits only, with at most two decimals",
            |text| Money::parse(text).ok().filter(|amount| *amount >= Money::ZERO),
        )
    }

    /// One of a list of words.
    pub(super) fn word<T: Copy>(&self, problems: &mut Problems, what: &str, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.text(problems, what)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let names = || words.iter().map(|(word, _)| *word);
        self.refuse(
            problems,
            format!("expected {what}, got {}", shown(text)),
            meant(text, names),
        )
    }

    /// An id, by the parser of its type.
    pub(super) fn id<T>(&self, problems: &mut Problems, parse: impl FnOnce(&str) -> Result<T, Error>) -> Option<T> {
        let text = self.text(problems, "an id")?;
        match parse(text) {
            Ok(id) => Some(id),
            Err(error) => self.refuse(
                problems,
                error.message(),
                "an id has 1 to 64 bytes, without control characters",
            ),
        }
    }

    /// The items of a list.
    pub(super) fn list(&self, problems: &mut Problems, expected: &str) -> Option<Vec<Item<'a>>> {
        match &self.node.value {
            Value::List(items) => Some(items.iter().map(|item| self.item(item)).collect()),
            other @ (Value::Null | Value::Scalar(_) | Value::Map(_)) => self.refuse(
                problems,
                format!("expected {expected}, got {}", other.kind()),
                "write a list: [a, b], or lines with `- `",
            ),
        }
    }

    /// The items of a list, or the value itself as the only one.
    pub(super) fn one_or_more(&self, problems: &mut Problems, expected: &str) -> Option<Vec<Item<'a>>> {
        match &self.node.value {
            Value::Scalar(_) => Some(vec![self.clone()]),
            Value::List(_) | Value::Null | Value::Map(_) => {
                let items = self.list(problems, expected)?;
                if items.is_empty() {
                    return self.refuse(
                        problems,
                        format!("expected {expected}, got an empty list"),
                        "name at least one",
                    );
                }
                Some(items)
            }
        }
    }

    /// The keys of a map, to be asked for one by one.
    pub(super) fn keys(&self, problems: &mut Problems, expected: &str) -> Option<Keys<'a>> {
        match &self.node.value {
            Value::Map(entries) => Some(Keys {
                item: self.clone(),
                entries,
                asked: Vec::new(),
            }),
            other @ (Value::Null | Value::Scalar(_) | Value::List(_)) => {
                problems.report(self.error(
                    Code::PlaybookBadValue,
                    format!("expected {expected}, got {}", other.kind()),
                ));
                None
            }
        }
    }

    /// An item of this list, under its position in the document that it is from.
    fn item(&self, node: &'a Node) -> Item<'a> {
        Item {
            node,
            path: format!("{}[{}]", self.path, node.index),
        }
    }

    /// The value of an entry of this map.
    pub(super) fn entry(&self, entry: &'a Entry) -> Item<'a> {
        Item {
            node: &entry.node,
            path: self.below(&entry.key),
        }
    }

    /// The path of a key of this map.
    pub(super) fn below(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }
}

/// A map whose keys are asked for by name; what was not asked for is unknown.
#[derive(Debug)]
pub(super) struct Keys<'a> {
    pub(super) item: Item<'a>,
    entries: &'a [Entry],
    asked: Vec<&'static str>,
}

impl<'a> Keys<'a> {
    /// The value of a key that may be left out.
    pub(super) fn optional(&mut self, key: &'static str) -> Option<Item<'a>> {
        self.asked.push(key);
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        Some(self.item.entry(entry))
    }

    /// The value of a key that must be there.
    pub(super) fn required(&mut self, key: &'static str, problems: &mut Problems) -> Option<Item<'a>> {
        let found = self.optional(key);
        if found.is_none() {
            let error = self
                .item
                .error(Code::PlaybookMissingKey, format!("the key {} is missing", shown(key)));
            problems.report(error.at(self.item.below(key)));
        }
        found
    }

    /// The value of a key, or a default when it is left out.
    pub(super) fn or<T>(
        &mut self,
        key: &'static str,
        default: T,
        read: impl FnOnce(Item<'a>) -> Option<T>,
    ) -> Option<T> {
        match self.optional(key) {
            Some(item) => read(item),
            None => Some(default),
        }
    }

    /// The value of a key, none inside when it is left out.
    pub(super) fn maybe<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Item<'a>) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.optional(key) {
            Some(item) => read(item).map(Some),
            None => Some(None),
        }
    }

    /// Whether the item only says that a built-in one of its id is left out. Where there is one, both are gone by now.
    pub(super) fn leaves_out(&mut self, what: &str, problems: &mut Problems) -> bool {
        let Some(item) = self.optional(LEAVE_OUT) else {
            return false;
        };
        let said = item.word(problems, "true", &[("true", ())]);
        if said.is_some() {
            let message = format!("there is no built-in {what} to leave out");
            let error = item.error(Code::PlaybookUnknownName, message);
            problems.report(error.help("take the whole item out: this playbook extends none, or says it twice"));
        }
        true
    }

    /// The entries that were not asked for.
    pub(super) fn rest(&self) -> impl Iterator<Item = &'a Entry> {
        self.entries
            .iter()
            .filter(|entry| !self.asked.contains(&entry.key.as_str()))
    }

    /// Reports a key that does not belong here.
    pub(super) fn misplaced(&self, key: &str, problems: &mut Problems, message: &str, help: &str) {
        if let Some(entry) = self.entries.iter().find(|entry| entry.key == key) {
            problems.report(self.key_error(entry, Code::PlaybookBadValue, message).help(help));
        }
    }

    /// An error about a key itself.
    pub(super) fn key_error(&self, entry: &Entry, code: Code, message: impl Into<String>) -> Error {
        error_at(
            entry.node.origin,
            code,
            message.into(),
            self.item.below(&entry.key),
            entry.place,
        )
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(self, problems: &mut Problems) {
        for entry in self.rest() {
            let error = self.key_error(
                entry,
                Code::PlaybookUnknownKey,
                format!("unknown key {}", shown(&entry.key)),
            );
            problems.report(error.help(meant(&entry.key, || self.asked.iter().copied())));
        }
    }
}

fn error_at(origin: Origin, code: Code, message: String, path: String, place: Option<Place>) -> Error {
    match origin {
        Origin::Own => Error::new(code, message).at(path).place(place),
        Origin::BuiltIn(name) => {
            Error::new(code, format!("{message} (in the built-in playbook {})", shown(name))).at(path)
        }
    }
}

/// What was meant, or what there is.
pub(super) fn meant<'a, I: Iterator<Item = &'a str>>(word: &str, known: impl Fn() -> I) -> String {
    const MOST: usize = 40;
    if let Some(near) = nearest(word, known()) {
        return format!("did you mean {}?", shown(near));
    }
    let mut names: Vec<&str> = known().collect();
    let more = names.len().saturating_sub(MOST);
    names.truncate(MOST);
    match (names.as_slice(), more) {
        ([], _) => "there is none to choose from here".to_owned(),
        ([only], 0) => format!("the only one here is {only}"),
        (some, 0) => format!("choose from {}", some.join(", ")),
        (some, more) => format!("choose from {} and {more} more", some.join(", ")),
    }
}

/// The text, when it is all digits.
pub(super) fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}
