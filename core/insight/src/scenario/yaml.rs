//! YAML as JSON values: numbers are numbers, and what YAML 1.1 made of `yes`, `012` and `1_000` stays text.

use followthrough::wire::Place;
use followthrough::{Code, Error};
use serde_json::Value;

/// Reads one document. Its problems are told without repeating what it says.
pub(super) fn read(text: &str) -> Result<Value, Error> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        reject_unsupported_tags: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let place = error.location().and_then(|location| {
            Some(Place {
                line: u32::try_from(location.line()).ok()?,
                column: u32::try_from(location.column()).ok()?,
            })
        });
        Error::new(Code::ScenarioMalformed, "not a well-formed YAML or JSON document")
            .help("check indentation, brackets, quotes and keys given twice, here and just above")
            .place(place)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says so by failing")]

    use super::read;

    #[test]
    fn scalars_are_what_they_look_like() {
        let value =
            read("{day: 2026-12-24, time: 10:00, yes: yes, no: NO, octal: 012, big: 1_000, n: 3, share: 0.1}").unwrap();
        for (key, text) in [
            ("day", "2026-12-24"),
            ("time", "10:00"),
            ("yes", "yes"),
            ("no", "NO"),
            ("octal", "012"),
        ] {
            assert_eq!(value[key], text, "{key}");
        }
        assert_eq!(value["big"], "1_000");
        assert_eq!(value["n"], 3);
        assert_eq!(value["share"].to_string(), "0.1");
    }

    #[test]
    fn what_is_wrong_is_placed_and_not_repeated() {
        let error = read("name: Ana\nname: Ana\n").unwrap_err();
        assert_eq!(error.text_place().map(|place| place.line), Some(2));
        assert!(!error.to_string().contains("Ana"), "{error}");
        assert!(read("a: 1\n---\nb: 2\n").is_err());
        assert!(read("a: [1\nb: }").is_err());
    }
}
