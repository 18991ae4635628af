//! The schema of the playbook's document is held to the decoder: key by key, and value by value.
//!
//! `scripts/types.sh --check` validates what these tests log, under `FOLLOWTHROUGH_WIRE_LOG`, against the schema. What
//! the decoder takes the schema takes; what it refuses the schema refuses, but for what no schema can say:
//! [`BEYOND_A_SCHEMA`].
#![cfg(feature = "schema")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test may stop where it stands, reads files and writes its log to one"
)]

#[path = "playbook_schema/documents.rs"]
mod documents;
#[path = "playbook_schema/keys.rs"]
mod keys;
#[path = "playbook_schema/wrong.rs"]
mod wrong;

use std::collections::BTreeSet;

use followthrough::playbook::PlaybookErrors;
use followthrough::{Code, Error, Playbook};
use serde_json::{Value, json};

/// The file that a validator reads.
const LOG: &str = "FOLLOWTHROUGH_WIRE_LOG";

/// Documents that together hold every key: for plans and written out, for recalls, and over a built-in playbook.
pub(crate) const WHOLE: [&str; 3] = [
    include_str!("playbook_schema/plans.json"),
    include_str!("playbook_schema/recall.json"),
    include_str!("playbook_schema/extends.json"),
];

/// What a schema cannot say, by words of the message: it is about two places of the document, or about a sum.
const BEYOND_A_SCHEMA: [&str; 24] = [
    // Names of things elsewhere.
    "unknown role",
    "unknown escalation",
    "unknown location",
    "unknown step",
    "does not come before this one",
    // What is left out of a built-in playbook.
    " to leave out",
    "says nothing else",
    "is not one of the declared words",
    "a step cannot be called",
    // What is followed up, and in which languages, stands elsewhere.
    "a plan has no done_when",
    "only a plan is accepted",
    "follows up something else",
    "expected texts by language",
    // Order, sums and doubles.
    "nothing lies between",
    "no amount lies between",
    "a range of hours must end after it begins",
    "two ranges of hours",
    "has its hours twice",
    "these hours are never open",
    "the first level has no `after`",
    "is tried already",
    "no arm has any weight",
    "is one of",
    "expected a spread of at most 12h",
];

/// Whether a schema could tell this problem: it is about the form of one place.
fn is_of_form(error: &Error, extends: bool) -> bool {
    // Whether a document needs a key hangs on what the built-in has under the same id.
    let of_built_in = ["financing.offers[", "sequences[", "templates."];
    let of_step = error.path().contains(".steps[");
    let left_to_it = extends && !of_step && of_built_in.iter().any(|start| error.path().starts_with(start));
    // What a fact of the host's own is compared with hangs on how it is declared.
    let declared = error.path().contains(".custom.") || error.message().contains("\"custom.");
    let missing = error.code() == Code::PlaybookMissingKey && !left_to_it;
    let codes = [
        Code::PlaybookUnknownKey,
        Code::PlaybookBadValue,
        Code::PlaybookUnknownName,
    ];
    (missing || codes.contains(&error.code()) && !declared)
        && !BEYOND_A_SCHEMA.iter().any(|words| error.message().contains(words))
}

/// Whether a schema should take a document, by the decoder's verdict; none where only more than its form is wrong.
fn verdict(document: &Value, verdict: &Result<Playbook, PlaybookErrors>) -> Option<bool> {
    let extends = document.get("extends").is_some();
    match verdict {
        Ok(_) => Some(true),
        Err(errors) => errors.iter().any(|error| is_of_form(error, extends)).then_some(false),
    }
}

fn read(document: &Value) -> Result<Playbook, PlaybookErrors> {
    Playbook::from_json(&document.to_string())
}

/// What the decoder said of documents, for a validator.
#[derive(Default)]
pub(crate) struct Log(String);

impl Log {
    /// A document with its verdict. One that only has problems beyond a schema is left out.
    pub(crate) fn add(&mut self, document: &Value, said: &Result<Playbook, PlaybookErrors>, about: &str) {
        if let Some(accepted) = verdict(document, said) {
            self.line(json!({"type": "PlaybookDocument", "value": document, "accepted": accepted, "about": about}));
        }
    }

    /// A document in YAML that the decoder takes; the validator reads it as editors do.
    pub(crate) fn add_yaml(&mut self, text: &str, about: &str) {
        self.line(json!({"type": "PlaybookDocument", "yaml": text, "accepted": true, "about": about}));
    }

    fn line(&mut self, line: Value) {
        self.0.push_str(&line.to_string());
        self.0.push('\n');
    }

    /// Whether a validator waits for it.
    pub(crate) fn is_wanted() -> bool {
        std::env::var_os(LOG).is_some()
    }

    pub(crate) fn write(&self) {
        use std::io::Write;
        let Some(path) = std::env::var_os(LOG) else { return };
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .unwrap();
        file.write_all(self.0.as_bytes()).unwrap();
    }
}

#[test]
fn the_whole_documents_are_read_and_their_schema_changes_nothing() {
    for text in WHOLE {
        let mut document: Value = serde_json::from_str(text).unwrap();
        let playbook = read(&document).unwrap_or_else(|errors| panic!("{errors}"));
        document.as_object_mut().unwrap().remove("$schema").unwrap();
        assert_eq!(read(&document).unwrap().revision(), playbook.revision());
    }
}

#[test]
fn every_key_says_what_it_is() {
    let schema = followthrough::schema::playbook_schema();
    let mut silent = BTreeSet::new();
    let definitions = schema["definitions"].as_object().unwrap().iter();
    let whole = [("PlaybookDocument".to_owned(), schema.clone())];
    for (name, definition) in definitions.map(|(name, d)| (name.clone(), d.clone())).chain(whole) {
        let properties = definition["properties"].as_object();
        for (key, property) in properties.into_iter().flatten() {
            if property["description"].as_str().is_none_or(str::is_empty) {
                silent.insert(format!("{name}.{key}"));
            }
        }
    }
    assert!(silent.is_empty(), "without a description: {silent:?}");
}
