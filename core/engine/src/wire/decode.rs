//! Decoding JSON with places, and without repeating what a person wrote.

use std::fmt::Write as _;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

use super::shape::Shaped;
use super::unique::{self, Unique};
use super::{Code, Error, Place};

/// How the refusal of a number begins where an amount has to be.
pub(crate) const DECIMAL: &str = "expected a decimal as text";
/// The refusal of what is no instant.
pub(crate) const INSTANT: &str = "expected an instant such as \"2026-03-02T10:00:00-05:00\"";

/// Decodes a whole JSON text.
///
/// # Errors
/// Under `code`: those of [`value`] and [`from_value`].
pub fn from_text<T: DeserializeOwned>(text: &str, code: Code) -> Result<T, Error> {
    from_value(value(text, code)?, code, "")
}

/// Parses a JSON text, in which no object has a key twice.
///
/// # Errors
/// Under `code`, with line and column, when it is not well-formed; with the path of the key besides, when one stands
/// twice in an object.
pub fn value(text: &str, code: Code) -> Result<Value, Error> {
    let read = serde_json::from_str(text);
    let Unique(value) = read.map_err(|error| unreadable(&error, text, code))?;
    Ok(value)
}

fn unreadable(error: &serde_json::Error, text: &str, code: Code) -> Error {
    let place = Place {
        line: u32::try_from(error.line()).unwrap_or(0),
        column: u32::try_from(error.column()).unwrap_or(0),
    };
    let place = (place.line > 0).then_some(place);
    if !error.is_data() {
        return Error::new(code, "not well-formed JSON").place(place);
    }
    // Which key it is only a second reading knows, one that costs more.
    let again = serde_path_to_error::deserialize::<_, Unique>(&mut serde_json::Deserializer::from_str(text));
    let path = again.err().map(|error| path(error.path(), ""));
    Error::new(code, unique::TWICE)
        .at(path.unwrap_or_default())
        .place(place)
        .help("keep one of the two")
}

/// Decodes a value.
///
/// # Errors
/// Under `code`, with the path of what is wrong below `under`; what stands there is not repeated. A list is no object.
pub fn from_value<T: DeserializeOwned>(value: Value, code: Code, under: &str) -> Result<T, Error> {
    serde_path_to_error::deserialize(Shaped(value)).map_err(|e| {
        let path = path(e.path(), under);
        let error = Error::new(code, discreet(&e.into_inner().to_string())).at(path);
        let help = HELP.iter().find(|(start, _)| error.message().starts_with(start));
        match help {
            Some((_, help)) => error.help(*help),
            None => error,
        }
    })
}

/// A path as it may be shown, below another.
fn path(path: &serde_path_to_error::Path, under: &str) -> String {
    path.iter().fold(under.to_owned(), below)
}

/// The path with one more segment. Keys are the host's to choose, so one that may be a person's is not repeated.
fn below(mut path: String, segment: &Segment) -> String {
    let key = match segment {
        Segment::Seq { index } => {
            let _ = write!(path, "[{index}]");
            return path;
        }
        Segment::Map { key } | Segment::Enum { variant: key } => safe(key).unwrap_or("?"),
        Segment::Unknown => "?",
    };
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
    path
}

/// A key as it may be shown: it looks like one of ours, and not like a name or a number.
fn safe(key: &str) -> Option<&str> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let short = (1..=MAX_SHOWN_KEY).contains(&key.len());
    let digits = key.bytes().all(|b| b.is_ascii_digit());
    (short && !digits && key.chars().all(plain)).then_some(key)
}

/// The longest key that is shown.
const MAX_SHOWN_KEY: usize = 32;

/// What to do, by the beginning of what is wrong: serde's errors have no room for it.
const HELP: &[(&str, &str)] = &[
    (DECIMAL, "write it as text, such as \"1240.00\""),
    (
        INSTANT,
        "write RFC 3339 with an offset or Z, of a year from 1900 to 2199",
    ),
];

/// What serde expects, by the beginning of what it says, and the same without the names of our types.
const EXPECTED: &[(&str, &str)] = &[
    ("struct ", "an object"),
    ("internally tagged enum ", "an object with a type"),
    ("variant identifier", "a word"),
    ("variant of enum ", "a word"),
    ("enum ", "a word"),
    ("string or map", "a word"),
    ("field identifier", "a key"),
    ("a sequence", "a list"),
    ("a map", "an object"),
    ("a boolean", "true or false"),
    ("u8", "a whole number from 0"),
    ("u16", "a whole number from 0"),
    ("u32", "a whole number from 0"),
    ("u64", "a whole number from 0"),
    ("usize", "a whole number from 0"),
    ("i32", "a whole number"),
    ("i64", "a whole number"),
    ("f64", "a number"),
];

/// What was expected, in words.
fn expected(serde: &str) -> &str {
    let found = EXPECTED.iter().find(|(start, _)| serde.starts_with(start));
    found.map_or(serde, |(_, words)| words)
}

/// What serde calls a value, and what it is without the value itself.
const KINDS: &[(&str, &str)] = &[
    ("string", "a text"),
    ("character", "a text"),
    ("integer", "a number"),
    ("floating point", "a number"),
    ("boolean", "true or false"),
    ("null", "null"),
    ("unit", "null"),
    ("sequence", "a list"),
    ("map", "an object"),
];

/// Serde repeats the offending text in its messages; a text may be a person's.
fn discreet(message: &str) -> String {
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        // The variant stands in backquotes and may itself hold some; what was expected follows the last "`, expected".
        let expected = rest
            .rfind("`, expected")
            .and_then(|at| rest.get(at + 3..))
            .unwrap_or("expected another");
        return format!("unknown word, {expected}");
    }
    if let Some(rest) = message.strip_prefix("unknown field `") {
        // As with a variant, the key may hold anything.
        let end = rest.rfind("`, expected").or_else(|| rest.rfind("`, there are no"));
        let key = end.and_then(|at| rest.get(..at)).unwrap_or("");
        let known = end.and_then(|at| rest.get(at + 1..)).unwrap_or("");
        return match safe(key) {
            Some(key) => format!("unknown key `{key}`{known}"),
            None => format!("unknown key{known}"),
        };
    }
    if message.starts_with("data did not match any variant") {
        return "none of the forms that may stand here".to_owned();
    }
    for found in ["invalid type: ", "invalid value: ", "invalid length "] {
        let Some(rest) = message.strip_prefix(found) else {
            continue;
        };
        // What was expected is ours and holds no comma; what was found may hold anything.
        let wanted = rest.rsplit_once(", expected ").map(|(_, wanted)| expected(wanted));
        let wanted = wanted.map(|wanted| format!(", expected {wanted}")).unwrap_or_default();
        if found == "invalid length " {
            return format!("not as long as it has to be{wanted}");
        }
        let kind = KINDS
            .iter()
            .find(|(serde, _)| rest.starts_with(serde))
            .map_or("another kind", |(_, kind)| kind);
        return format!("{found}{kind}{wanted}");
    }
    message.to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::{Code, discreet, from_text, value};
    use crate::{Money, Recipient, Timestamp};

    #[test]
    fn a_key_that_stands_twice_is_named() {
        for (text, path, column) in [
            (r#"{"id": 1, "id": 1}"#, "id", 16),
            (
                r#"{"plan": {"procedures": [{}, {"fee": 1, "fee": 2}]}}"#,
                "plan.procedures[1].fee",
                47,
            ),
            (r#"{"Ana Diaz": 1, "Ana Diaz": 2}"#, "?", 28),
        ] {
            let error = value(text, Code::EventMalformed).unwrap_err();
            let place = error.text_place().map(|place| (place.line, place.column));
            assert_eq!((error.path(), place), (path, Some((1, column))), "{error}");
            assert!(error.to_string().contains("the same key twice"), "{error}");
        }
        assert!(value(r#"[{"id": 1}, {"id": 1, "of": {"id": null}}]"#, Code::EventMalformed).is_ok());
    }

    #[test]
    fn a_list_is_no_object() {
        let read = |text: &str| from_text::<Recipient>(text, Code::EventMalformed).map_err(|error| error.to_string());
        let with = |contacts: &str| read(&format!(r#"{{"id": "r-1", "contacts": {contacts}}}"#));
        let point = |consent: &str| format!(r#"[{{"kind": "mobile", "value": "+14045550177", "consent": {consent}}}]"#);
        assert!(with(&point(r#"{"type": "granted"}"#)).is_ok());
        for (wrong, path) in [
            (read(r#"["r-1"]"#), ""),
            (
                with(r#"[["mobile", "+14045550177", {"type": "granted"}]]"#),
                "contacts[0]",
            ),
            (with(&point(r#"["granted"]"#)), "contacts[0].consent"),
        ] {
            let wrong = wrong.unwrap_err();
            assert!(wrong.contains("invalid type: a list, expected an object"), "{wrong}");
            assert!(wrong.contains(path), "{wrong}");
        }
    }

    #[test]
    fn what_to_write_instead_is_told() {
        for wrong in ["12.5", "12", "-12"] {
            let error = from_text::<Vec<Money>>(&format!("[\"1.00\", {wrong}]"), Code::EventMalformed).unwrap_err();
            let told = (error.path(), error.message().to_owned());
            assert_eq!(told, ("[1]", format!("expected a decimal as text, got {wrong}")));
            assert!(error.help_text().unwrap().starts_with("write it as text"), "{error}");
        }
        for wrong in ["2026-03-02T15:00:00", "3000-01-01T00:00:00Z", "soon"] {
            let error = from_text::<Timestamp>(&format!("{wrong:?}"), Code::EventMalformed).unwrap_err();
            assert!(error.help_text().unwrap().contains("with an offset or Z"), "{error}");
        }
    }

    #[test]
    fn values_are_those_of_serde() {
        let text = r#"[null, true, -1, 18446744073709551615, 1e300, -0.0, "é😀", [], {}, {"": {"a": [0.1]}}]"#;
        let serde: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(value(text, Code::EventMalformed).unwrap(), serde);
    }

    #[test]
    fn texts_are_not_repeated() {
        assert_eq!(
            discreet(r#"invalid type: string "Ana, expected", expected u32"#),
            "invalid type: a text, expected a whole number from 0"
        );
        for (serde, said) in [
            (
                "invalid type: integer `14045550177`, expected a string",
                "invalid type: a number, expected a string",
            ),
            (
                "invalid type: floating point `1.5`, expected a string",
                "invalid type: a number, expected a string",
            ),
            (
                "invalid type: boolean `true`, expected a string",
                "invalid type: true or false, expected a string",
            ),
            (
                "invalid value: integer `-1`, expected u32",
                "invalid value: a number, expected a whole number from 0",
            ),
            (
                "invalid type: null, expected a string",
                "invalid type: null, expected a string",
            ),
            (
                "invalid type: map, expected a sequence",
                "invalid type: an object, expected a list",
            ),
            ("missing field `plan`", "missing field `plan`"),
            (
                "invalid type: integer `1`, expected struct Recipient",
                "invalid type: a number, expected an object",
            ),
            (
                "invalid type: map, expected internally tagged enum Consent",
                "invalid type: an object, expected an object with a type",
            ),
            (
                "unknown field `+14045550177 Ana`, expected one of `id`, `kind`",
                "unknown key, expected one of `id`, `kind`",
            ),
            (
                "unknown field `Ana`, there are no fields",
                "unknown key, there are no fields",
            ),
            (
                "unknown field `an`, expected `b`, Ana`, expected `id`",
                "unknown key, expected `id`",
            ),
            (
                "unknown field `frist_name`, expected `id`",
                "unknown key `frist_name`, expected `id`",
            ),
            (
                "data did not match any variant of untagged enum CustomFact",
                "none of the forms that may stand here",
            ),
        ] {
            assert_eq!(discreet(serde), said);
        }
        assert_eq!(
            discreet("unknown variant `Ana`, expected one of `sms`, `email`"),
            "unknown word, expected one of `sms`, `email`"
        );
    }
}
