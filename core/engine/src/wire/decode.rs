//! Decoding JSON with places, and without repeating what a person wrote.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Code, Error, Place};

/// Decodes a whole JSON text.
pub(crate) fn from_text<T: DeserializeOwned>(text: &str, code: Code) -> Result<T, Error> {
    from_value(value(text, code)?, code, "")
}

/// Parses a JSON text; a syntax error says line and column.
pub(crate) fn value(text: &str, code: Code) -> Result<Value, Error> {
    serde_json::from_str(text).map_err(|e| {
        let place = Place {
            line: u32::try_from(e.line()).unwrap_or(0),
            column: u32::try_from(e.column()).unwrap_or(0),
        };
        Error::new(code, "not well-formed JSON").place((place.line > 0).then_some(place))
    })
}

/// Decodes a value; an error names its path below `under`.
pub(crate) fn from_value<T: DeserializeOwned>(value: Value, code: Code, under: &str) -> Result<T, Error> {
    serde_path_to_error::deserialize(value).map_err(|e| {
        let inner = e.path().to_string();
        let path = match (under, inner.as_str()) {
            (_, ".") => under.to_owned(),
            ("", _) => inner,
            (_, _) => format!("{under}.{inner}"),
        };
        Error::new(code, discreet(&e.into_inner().to_string())).at(path)
    })
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
    for found in ["invalid type: ", "invalid value: "] {
        let Some(rest) = message.strip_prefix(found) else {
            continue;
        };
        // What was expected is ours and holds no comma; what was found may hold anything.
        let expected = rest.rfind(", expected").and_then(|at| rest.get(at..)).unwrap_or("");
        let kind = KINDS
            .iter()
            .find(|(serde, _)| rest.starts_with(serde))
            .map_or("another kind", |(_, kind)| kind);
        return format!("{found}{kind}{expected}");
    }
    message.to_owned()
}

#[cfg(test)]
mod tests {
    use super::discreet;

    #[test]
    fn texts_are_not_repeated() {
        assert_eq!(
            discreet(r#"invalid type: string "Ana, expected", expected u32"#),
            "invalid type: a text, expected u32"
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
                "invalid value: a number, expected u32",
            ),
            (
                "invalid type: null, expected a string",
                "invalid type: null, expected a string",
            ),
            (
                "invalid type: map, expected a sequence",
                "invalid type: an object, expected a sequence",
            ),
            ("missing field `plan`", "missing field `plan`"),
        ] {
            assert_eq!(discreet(serde), said);
        }
        assert_eq!(
            discreet("unknown variant `Ana`, expected one of `sms`, `email`"),
            "unknown word, expected one of `sms`, `email`"
        );
    }
}
