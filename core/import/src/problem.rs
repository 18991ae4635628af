//! What is wrong with a record, where it stands, and how much of a value a report may show.

use std::sync::Arc;

use followthrough::Code;

use crate::set_aside::{Reason, Rejected};

/// What is wrong with a record, or why it is left out.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// None where the record as a whole is meant.
    pub(crate) column: Option<Arc<str>>,
    pub(crate) reason: Reason,
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) value: Option<String>,
    pub(crate) shape: Option<String>,
}

/// Where a record stands, small enough to keep with every row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) file: u32,
    /// Of JSON, where records of several kinds have numbers of their own: the how manieth of all it is.
    pub(crate) entry: u32,
    pub(crate) record: u32,
    pub(crate) line: u32,
}

impl Problem {
    pub(crate) fn new(column: impl Into<Arc<str>>, reason: Reason, code: Code, message: impl Into<String>) -> Self {
        Self {
            column: Some(column.into()),
            ..Self::of_record(reason, code, message)
        }
    }

    /// A problem of no single column.
    pub(crate) fn of_record(reason: Reason, code: Code, message: impl Into<String>) -> Self {
        Self {
            column: None,
            reason,
            code,
            message: message.into(),
            value: None,
            shape: None,
        }
    }

    /// The same problem with the raw text, where it can be shown.
    pub(crate) fn of_value(column: impl Into<Arc<str>>, reason: Reason, code: Code, value: &str, what: &str) -> Self {
        Self::new(column, reason, code, "").saying(value, what, shown(value))
    }

    /// A problem with a status: its word is shown unless it looks like something about a person. Columns with very many
    /// different words are no statuses, and are covered when all rows were read.
    pub(crate) fn of_word(column: impl Into<Arc<str>>, reason: Reason, code: Code, value: &str, what: &str) -> Self {
        let shown = Some(value).filter(|value| is_plain_word(value));
        Self::new(column, reason, code, "").saying(value, what, shown)
    }

    /// A problem with an id: patients are shown by their number.
    pub(crate) fn of_id(column: impl Into<Arc<str>>, reason: Reason, code: Code, value: &str, what: &str) -> Self {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':' | b'/');
        let number = value.bytes().any(|b| b.is_ascii_digit()) && value.len() <= 64 && value.bytes().all(plain);
        let dialled = value.contains('-') && looks_personal(value);
        let shown = Some(value).filter(|value| value.is_empty() || (number && !dialled));
        Self::new(column, reason, code, "").saying(value, what, shown)
    }

    /// A problem with an amount or a date: what is made of digits and the signs around them is shown.
    pub(crate) fn of_figures(column: impl Into<Arc<str>>, reason: Reason, code: Code, value: &str, what: &str) -> Self {
        let letters = value.chars().filter(|c| c.is_alphabetic()).count();
        let other = |c: char| !(c.is_alphanumeric() || c.is_ascii_punctuation() || c == ' ' || is_currency(c));
        let shown = Some(value)
            .filter(|value| value.len() <= 32 && letters <= 3 && !value.contains(other) && !looks_personal(value));
        Self::new(column, reason, code, "").saying(value, what, shown)
    }

    fn saying(self, value: &str, what: &str, shown: Option<&str>) -> Self {
        let message = match shown {
            Some("") => format!("it is empty, not {what}"),
            Some(text) => format!("{text:?} is not {what}"),
            None => format!("the value is not {what}"),
        };
        Self {
            value: shown.map(str::to_owned),
            shape: (shown.is_none() && !value.is_empty()).then(|| shape(value)),
            message,
            ..self
        }
    }

    /// The same problem in other words.
    #[must_use]
    pub(crate) fn because(self, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            ..self
        }
    }

    pub(crate) fn reject(self, file: &Arc<str>, place: Place) -> Rejected {
        Rejected {
            file: file.clone(),
            record: place.record,
            line: place.line,
            path: None,
            patient: None,
            column: self.column,
            reason: self.reason,
            code: self.code,
            message: self.message,
            value: self.value,
            shape: self.shape,
        }
    }
}

/// The longest word of a status that is shown.
const MOST_OF_A_WORD: usize = 40;
/// The longest shape that is shown.
const MOST_OF_A_SHAPE: usize = 40;

/// A raw value that may stand in a report: what an amount, a status or a date looks like even when it is wrong. A name, a
/// phone number or a social security number that slipped into the wrong column does not.
fn shown(value: &str) -> Option<&str> {
    let count = |of: fn(&u8) -> bool| value.bytes().filter(of).count();
    let (digits, letters) = (count(u8::is_ascii_digit), count(u8::is_ascii_alphabetic));
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b',' | b'$' | b'-' | b' ' | b'/' | b':');
    let date = value.len() == 10 && value.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'/');
    let few = value.len() <= 24 && letters <= 1 && (1..=6).contains(&digits) && value.bytes().all(plain);
    (few || date).then_some(value)
}

/// Whether a text could be a word of a status, and nothing about a person.
pub(crate) fn is_plain_word(value: &str) -> bool {
    value.chars().count() <= MOST_OF_A_WORD && !looks_personal(value)
}

/// Whether a text could be a phone number, a social security number, an e-mail address or a name with its comma.
fn looks_personal(value: &str) -> bool {
    let groups: Vec<usize> = value
        .split(|c: char| !c.is_ascii_digit())
        .map(str::len)
        .filter(|len| *len > 0)
        .collect();
    let dialled = matches!(
        groups.as_slice(),
        [7 | 9 | 10 | 11] | [3, 4] | [3, 3, 4] | [1, 3, 3, 4] | [3, 7] | [3, 2, 4] | [1, 10] | [1, 3, 7]
    );
    // With a decimal point at the end it is an amount.
    let amount = matches!(groups.as_slice(), [3, 4]) && value.contains('.') && !value.contains('-');
    let name = value.split_once(',').is_some_and(|(last, first)| {
        last.chars().any(char::is_alphabetic) && first.trim_start().chars().next().is_some_and(char::is_alphabetic)
    });
    value.contains('@') || (dialled && !amount) || name
}

fn is_currency(c: char) -> bool {
    matches!(c, '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}' | '\u{a0}' | '\u{202f}')
}

/// What a value is like, without what it says: digits as 9, letters as a and A.
pub(crate) fn shape(value: &str) -> String {
    let mut shape: String = value
        .chars()
        .take(MOST_OF_A_SHAPE)
        .map(|c| match c {
            _ if c.is_numeric() => '9',
            _ if c.is_uppercase() => 'A',
            _ if c.is_alphabetic() => 'a',
            _ if c.is_control() => '\u{fffd}',
            _ => c,
        })
        .collect();
    if value.chars().nth(MOST_OF_A_SHAPE).is_some() {
        shape.push('\u{2026}');
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_words_and_numbers_are_shown_and_people_are_not() {
        let figures = |text: &str| {
            Problem::of_figures("c", Reason::BadMoney, Code::ImportBadAmount, text, "an amount")
                .value
                .is_some()
        };
        for text in [
            "($45.00)",
            "two",
            "$1,0O0.00",
            "226.00",
            "1,447.00",
            "1350.005",
            "US$200.00",
            "1.234,50",
            "31/12/2025",
            "2025-13-01 00:00:00.000",
            "\u{20ac}200",
        ] {
            assert!(figures(text), "{text}");
        }
        for text in [
            "(404) 555-0177",
            "404.555.0177",
            "123-45-6789",
            "Smith, John",
            "Moss",
            "ana@example.com",
            "4045550177",
        ] {
            assert!(!figures(text), "{text}");
        }
        let word = |text: &str| {
            Problem::of_word("c", Reason::UnknownStatus, Code::ImportUnknownStatus, text, "a status")
                .value
                .is_some()
        };
        for text in ["Tentative", "waitlist", "on_hold", "X", "77", "Pre-Auth (Primary)", ""] {
            assert!(word(text), "{text}");
        }
        for text in ["Smith, John", "+1 404-555-0177", "555-0177", "a@b.c"] {
            assert!(!word(text), "{text}");
        }
        let id = |text: &str| {
            Problem::of_id("c", Reason::BadInteger, Code::ImportBadId, text, "an id")
                .value
                .is_some()
        };
        for text in ["GA0001", "9007199254740993", "C2", "P-1", ""] {
            assert!(id(text), "{text}");
        }
        for text in ["ana@example.com", "Moss", "404-555-0177", "4 Elm Ct"] {
            assert!(!id(text), "{text}");
        }
        assert_eq!(shape("Garc\u{ed}a, 07/1980"), "Aaaaaa, 99/9999");
    }
}
