//! Reading a mapping file key by key: every problem is kept, with its place.

use std::collections::BTreeMap;

use followthrough::wire::{Place, nearest};
use followthrough::{Code, Error};
use serde_json::{Map, Value};

/// What is wrong with a mapping so far.
#[derive(Default)]
pub(crate) struct Problems<'a> {
    /// Where values stand in the practice's own text, by pointer.
    places: Option<&'a BTreeMap<String, Place>>,
    /// Where in that text the values being read may stand, the nearest first.
    roots: Vec<String>,
    found: Vec<Error>,
}

impl<'a> Problems<'a> {
    pub(crate) fn new(places: &'a BTreeMap<String, Place>) -> Self {
        Self {
            places: Some(places),
            roots: vec![String::new()],
            found: Vec::new(),
        }
    }

    /// From here on, values are laid over one another from these parts of the text.
    pub(crate) fn look_in(&mut self, roots: Vec<String>) {
        self.roots = roots;
    }

    pub(crate) fn report(&mut self, pointer: &str, message: impl Into<String>, help: impl Into<String>) {
        let error = Error::new(Code::ImportMapping, message)
            .at(dotted(pointer))
            .place(self.place(pointer));
        let help = help.into();
        let error = if help.is_empty() { error } else { error.help(help) };
        if !self.found.contains(&error) {
            self.found.push(error);
        }
    }

    /// Where the value stands, or what holds it.
    fn place(&self, pointer: &str) -> Option<Place> {
        let places = self.places?;
        let mut at = pointer;
        loop {
            let found = self.roots.iter().find_map(|root| places.get(&format!("{root}{at}")));
            if found.is_some() || at.is_empty() {
                return found.copied();
            }
            at = at.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }

    pub(crate) fn into_errors(self) -> Vec<Error> {
        self.found
    }

    pub(crate) fn count(&self) -> usize {
        self.found.len()
    }
}

fn dotted(pointer: &str) -> String {
    let steps = pointer
        .split('/')
        .skip(1)
        .map(|step| step.replace("~1", "/").replace("~0", "~"));
    steps.collect::<Vec<_>>().join(".")
}

fn step(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// One value of the document.
#[derive(Clone)]
pub(crate) struct Item<'v> {
    pub(crate) value: &'v Value,
    pub(crate) pointer: String,
}

impl<'v> Item<'v> {
    pub(crate) fn root(value: &'v Value) -> Self {
        Self {
            value,
            pointer: String::new(),
        }
    }

    pub(crate) fn refuse<T>(&self, problems: &mut Problems<'_>, message: impl Into<String>, help: &str) -> Option<T> {
        problems.report(&self.pointer, message, help);
        None
    }

    fn expected<T>(&self, problems: &mut Problems<'_>, what: &str) -> Option<T> {
        let got = match self.value {
            Value::Null => "nothing".to_owned(),
            Value::String(text) => shown(text),
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "a map".to_owned(),
            Value::Bool(_) | Value::Number(_) => self.value.to_string(),
        };
        self.refuse(problems, format!("expected {what}, got {got}"), "")
    }

    /// Whether the practice is to be asked.
    pub(crate) fn asks(&self) -> bool {
        self.value == "ask"
    }

    pub(crate) fn text(&self, problems: &mut Problems<'_>, what: &str) -> Option<&'v str> {
        match self.value {
            Value::String(text) => Some(text),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                self.expected(problems, what)
            }
        }
    }

    /// One of a list of words.
    pub(crate) fn word<T: Copy>(&self, problems: &mut Problems<'_>, what: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(problems, what)?;
        let found = words.iter().find(|(word, _)| *word == text);
        if let Some((_, value)) = found {
            return Some(*value);
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let help = meant(text, &known);
        self.refuse(problems, format!("expected {what}, got {}", shown(text)), &help)
    }

    pub(crate) fn flag(&self, problems: &mut Problems<'_>) -> Option<bool> {
        self.word(problems, "true or false", &[("true", true), ("false", false)])
    }

    pub(crate) fn number(&self, problems: &mut Problems<'_>, what: &str, most: u32) -> Option<u32> {
        let text = self.text(problems, what)?;
        let digits = !text.is_empty() && text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit());
        let number = digits
            .then(|| text.parse().ok())
            .flatten()
            .filter(|number| *number <= most);
        number.or_else(|| self.expected(problems, what))
    }

    /// One text, or a list of them.
    pub(crate) fn texts(&self, problems: &mut Problems<'_>, what: &str) -> Option<Vec<&'v str>> {
        match self.value {
            Value::Array(_) => self
                .list(problems, what)?
                .iter()
                .map(|item| item.text(problems, what))
                .collect(),
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
                self.text(problems, what).map(|text| vec![text])
            }
        }
    }

    pub(crate) fn list(&self, problems: &mut Problems<'_>, what: &str) -> Option<Vec<Item<'v>>> {
        let Value::Array(items) = self.value else {
            return self.expected(problems, what);
        };
        let below = items.iter().enumerate().map(|(index, value)| Item {
            value,
            pointer: format!("{}/{index}", self.pointer),
        });
        Some(below.collect())
    }

    pub(crate) fn keys(&self, problems: &mut Problems<'_>, what: &str) -> Option<Keys<'v>> {
        match self.value {
            Value::Object(map) => Some(Keys {
                map,
                pointer: self.pointer.clone(),
                known: Vec::new(),
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                self.expected(problems, what)
            }
        }
    }

    /// The entries of a map whose keys are the practice's own words.
    pub(crate) fn entries(&self, problems: &mut Problems<'_>, what: &str) -> Option<Vec<(&'v str, Item<'v>)>> {
        let keys = self.keys(problems, what)?;
        Some(
            keys.map
                .keys()
                .filter_map(|key| Some((key.as_str(), keys.item(key)?)))
                .collect(),
        )
    }
}

/// A map whose keys are those of the language.
pub(crate) struct Keys<'v> {
    map: &'v Map<String, Value>,
    pointer: String,
    known: Vec<&'static str>,
}

impl<'v> Keys<'v> {
    fn item(&self, key: &str) -> Option<Item<'v>> {
        let value = self.map.get(key)?;
        Some(Item {
            value,
            pointer: format!("{}/{}", self.pointer, step(key)),
        })
    }

    /// The value of a key; null is the same as nothing.
    pub(crate) fn get(&mut self, key: &'static str) -> Option<Item<'v>> {
        self.known.push(key);
        self.item(key).filter(|item| !item.value.is_null())
    }

    pub(crate) fn required(&mut self, key: &'static str, problems: &mut Problems<'_>, help: &str) -> Option<Item<'v>> {
        let found = self.get(key);
        if found.is_none() {
            problems.report(
                &format!("{}/{key}", self.pointer),
                format!("the key {key:?} is missing"),
                help,
            );
        }
        found
    }

    /// Keys that nobody asked for are none of the language's.
    pub(crate) fn finish(self, problems: &mut Problems<'_>) {
        for key in self.map.keys().filter(|key| !self.known.contains(&key.as_str())) {
            let pointer = format!("{}/{}", self.pointer, step(key));
            problems.report(&pointer, format!("unknown key {}", shown(key)), meant(key, &self.known));
        }
    }
}

fn meant(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("one of: {}", known.join(", ")),
    }
}

/// A word of the document as messages show it.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let mut short: String = text.chars().take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        short.push('\u{2026}');
    }
    format!("{short:?}")
}
