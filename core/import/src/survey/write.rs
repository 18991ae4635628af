//! A mapping as text: answers laid over what there is, written as YAML.

use std::collections::BTreeMap;

use followthrough::wire::yaml;
use followthrough::{Code, Error};
use serde_json::{Map, Value};

use crate::System;

/// Keys that a reader looks for first.
const FIRST: [&str; 4] = ["mapping", "system", "extends", "columns"];
/// A question whose answer is an option of each import: the day of one export is no part of a mapping.
const OF_ONE_EXPORT: &str = "as_of";
/// Maps whose keys are words of the file, whatever signs they have in them.
const OF_WORDS: [&str; 4] = ["map", "words", "prefixes", "fees"];

/// A mapping file with a practice's answers in it: laid over `base`, or over the preset `extends` (`dentrix.cases`) where
/// there is none. A key is the path to the value, its steps joined with dots: `procedure.status.map.P`. `as_of` is left
/// out: it is an option of each import.
///
/// # Errors
/// `FT-I015` when the base is no mapping, or an answer's key leads through something that is no map.
pub fn mapping_with_answers(
    system: System,
    base: Option<&str>,
    extends: Option<&str>,
    answers: &[(String, String)],
) -> Result<String, Error> {
    let mut document = match base {
        Some(text) => match yaml::texts(text, Code::ImportMapping)?.value {
            Value::Object(map) => map,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                return Err(Error::new(Code::ImportMapping, "a mapping is a map of keys"));
            }
        },
        None => {
            let mut map = Map::new();
            map.insert("mapping".into(), "1".into());
            match extends {
                Some(extends) => map.insert("extends".into(), extends.into()),
                None => map.insert("system".into(), system.as_str().into()),
            };
            map
        }
    };
    lay(&mut document, answers.iter())?;
    Ok(text(&Value::Object(document)))
}

/// Lays answers over a document; several to one key are a list.
///
/// # Errors
/// `FT-I015` when an answer's key leads through something that is no map.
pub(super) fn lay<'a>(
    document: &mut Map<String, Value>,
    answers: impl Iterator<Item = &'a (String, String)>,
) -> Result<(), Error> {
    let mut answered: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (key, answer) in answers.filter(|(key, _)| key != OF_ONE_EXPORT) {
        answered.entry(key).or_default().push(answer);
    }
    for (key, answers) in answered {
        let value = match answers.as_slice() {
            ["null"] => Value::Null,
            [one] => Value::from(*one),
            several => Value::from(several.to_vec()),
        };
        set(document, key, value).ok_or_else(|| {
            let message = "there is something else than a map on the way to this key";
            Error::new(Code::ImportMapping, message).at(key)
        })?;
    }
    Ok(())
}

fn set(document: &mut Map<String, Value>, key: &str, answer: Value) -> Option<()> {
    let mut at = document;
    let mut rest = key;
    let mut word_next = false;
    while let Some((step, below)) = rest.split_once('.').filter(|_| !word_next) {
        at = match at.entry(step).or_insert_with(|| Value::Object(Map::new())) {
            Value::Object(map) => map,
            // What is asked may be answered with more than a word.
            open if *open == "ask" => {
                *open = Value::Object(Map::new());
                open.as_object_mut()?
            }
            // A column alone may be written in the place of a map about it.
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => return None,
        };
        word_next = OF_WORDS.contains(&step);
        rest = below;
    }
    at.insert(rest.to_owned(), answer);
    Some(())
}

/// YAML that says the same.
pub(super) fn text(document: &Value) -> String {
    let mut out = String::new();
    if let Value::Object(map) = document {
        entries(map, 0, &mut out);
    }
    out
}

fn entries(map: &Map<String, Value>, depth: usize, out: &mut String) {
    let rank = |key: &String| FIRST.iter().position(|first| first == key).unwrap_or(FIRST.len());
    let mut keys: Vec<&String> = map.keys().collect();
    keys.sort_by_key(|key| (rank(key), key.to_owned()));
    for key in keys {
        let Some(value) = map.get(key) else { continue };
        out.push_str(&"  ".repeat(depth));
        out.push_str(&scalar(key));
        out.push(':');
        match value.as_object().filter(|below| !below.is_empty()) {
            Some(below) => {
                out.push('\n');
                entries(below, depth + 1, out);
            }
            None => {
                out.push(' ');
                out.push_str(&flow(value));
                out.push('\n');
            }
        }
    }
}

fn flow(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::String(text) => scalar(text),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entry = |(key, value): (&String, &Value)| format!("{}: {}", scalar(key), flow(value));
            format!("{{{}}}", map.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text without quotes where it can stand so.
fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ' | '|' | '(' | ')');
    let first = text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let word = first && text.chars().all(plain) && !text.ends_with(' ') && !matches!(text, "null" | "Null" | "NULL");
    if word {
        text.to_owned()
    } else {
        Value::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test says so by failing")]

    use super::*;

    #[test]
    fn answers_are_written_and_read_again() {
        let answers = [
            ("presented", "charted"),
            ("procedure.status.map.P", "planned"),
            ("procedure.status.map.a.b: c", "declined"),
            ("patient.mobile", "Cell #"),
            ("state", "GA"),
        ];
        let answers = answers.map(|(key, answer)| (key.to_owned(), answer.to_owned()));
        let text = mapping_with_answers(System::Eaglesoft, None, Some("eaglesoft.planned_services"), &answers).unwrap();
        let start =
            "mapping: 1\nextends: eaglesoft.planned_services\npatient:\n  mobile: \"Cell #\"\npresented: charted\n";
        assert!(text.starts_with(start), "{text}");
        let read = yaml::texts(&text, Code::ImportMapping).unwrap().value;
        assert_eq!(
            read.pointer("/procedure/status/map/a.b: c"),
            Some(&Value::from("declined"))
        );
        // Said again, over itself.
        let again = [("presented".to_owned(), "dated".to_owned())];
        let over = mapping_with_answers(System::Eaglesoft, Some(&text), None, &again).unwrap();
        assert!(
            over.contains("presented: dated\n") && over.contains("P: planned\n"),
            "{over}"
        );
        let through = [("presented.x".to_owned(), "y".to_owned())];
        assert!(mapping_with_answers(System::Eaglesoft, Some(&text), None, &through).is_err());
    }
}
