//! Phone numbers and e-mail addresses as people type them.

use std::collections::BTreeSet;

use followthrough::recipient::ContactValue;
use phonenumber::country;

/// What a cell says about one contact point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// Nothing.
    Missing,
    /// Something that no message can reach.
    Invalid,
    /// A number in E.164, or an address.
    Valid(ContactValue),
}

impl Point {
    pub(crate) fn valid(&self) -> Option<&ContactValue> {
        match self {
            Self::Valid(value) => Some(value),
            Self::Missing | Self::Invalid => None,
        }
    }
}

/// Reads a number as it is dialled in the practice's country. An extension is cut: it can be called, hardly texted.
pub(crate) fn phone(text: &str, country: country::Id) -> Point {
    let text = text.trim();
    if text.is_empty() {
        return Point::Missing;
    }
    e164(text, country)
        .and_then(|number| ContactValue::parse(&number).ok())
        .map_or(Point::Invalid, Point::Valid)
}

fn e164(text: &str, country: country::Id) -> Option<String> {
    // Only what a number can consist of reaches the library, short enough for any number there is.
    let number = text.split(['x', 'X', '#']).next().unwrap_or_default();
    let international = number.trim_start().starts_with('+');
    let known = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '-' | '.' | '+' | '/' | '\u{a0}');
    if !number.chars().all(known) {
        return None;
    }
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let america = matches!(country, country::US | country::CA);
    let dialled = match (international, digits.len()) {
        (true, 8..=15) => format!("+{digits}"),
        (false, 6..=15) if !america => digits,
        (false, 10) => format!("+1{digits}"),
        (false, 11) if digits.starts_with('1') => format!("+{digits}"),
        _ => return None,
    };
    let parsed = phonenumber::parse(Some(country), &dialled).ok()?;
    parsed
        .is_valid()
        .then(|| parsed.format().mode(phonenumber::Mode::E164).to_string())
}

/// Reads an address; of several the first.
pub(crate) fn email(text: &str) -> Point {
    let text = text.split([',', ';']).next().unwrap_or_default().trim();
    if text.is_empty() {
        return Point::Missing;
    }
    let plausible = text.split_once('@').is_some_and(|(local, domain)| {
        let labels = domain.split('.').count() >= 2 && domain.split('.').all(|label| !label.is_empty());
        !local.is_empty() && labels && !domain.contains('@') && !text.contains(char::is_whitespace)
    });
    let value = plausible.then(|| ContactValue::parse(text).ok()).flatten();
    value.map_or(Point::Invalid, Point::Valid)
}

/// The most rows that a note names.
const MOST_ROWS: usize = 20;

/// What is said of points that were left out: in which records of a file they stand.
pub(crate) fn left_out(what: &str, records: &BTreeSet<u32>) -> String {
    let named: Vec<String> = records.iter().take(MOST_ROWS).map(u32::to_string).collect();
    let rows = if records.len() == 1 { "row" } else { "rows" };
    let more = match records.len().saturating_sub(MOST_ROWS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{what} were left out: {rows} {}{more}", named.join(", "))
}

/// Numbers that no message can reach.
pub(crate) const PHONES: &str = "phone numbers that do not exist";
/// Addresses that no message can reach.
pub(crate) const EMAILS: &str = "e-mail addresses that are none";

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<String> {
        phone(text, country::US).valid().map(|v| v.reveal().to_owned())
    }

    #[test]
    fn numbers_as_people_type_them() {
        for text in [
            "(404) 555-0177",
            "404.555.0177",
            "1-404-555-0177",
            "+1 404 555 0177",
            "4045550177x12",
        ] {
            assert_eq!(number(text).as_deref(), Some("+14045550177"), "{text}");
        }
        for text in [
            "555-0177",
            "(123) 555-0177",
            "(404) 155-0177",
            "call mother",
            "+",
            "9".repeat(40).as_str(),
        ] {
            assert_eq!(phone(text, country::US), Point::Invalid, "{text}");
        }
        assert_eq!(phone("  ", country::US), Point::Missing);
        let british = phone("020 7946 0018", country::GB);
        assert_eq!(british.valid().map(|v| v.reveal()), Some("+442079460018"));
    }

    #[test]
    fn addresses() {
        assert!(email("ana@example.com").valid().is_some());
        assert!(email("ana@example.com; leo@example.com").valid().is_some());
        for text in [
            "ana",
            "ana@",
            "@example.com",
            "a na@example.com",
            "ana@example",
            "ana@b@example.com",
        ] {
            assert_eq!(email(text), Point::Invalid, "{text}");
        }
        assert_eq!(email(""), Point::Missing);
    }
}
