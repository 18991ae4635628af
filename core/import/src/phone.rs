//! Phone numbers and e-mail addresses as people type them.

use std::collections::BTreeSet;

use followthrough::recipient::ContactValue;
use phonenumber::country;

use crate::shown::plain_letter;

/// What a cell says about one contact point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// Nothing.
    Missing,
    /// Something that no message can reach.
    Invalid,
    /// More than one number: which of them is meant nobody can tell.
    Several,
    /// A number in E.164, or an address.
    Valid(ContactValue),
}

impl Point {
    pub(crate) fn valid(&self) -> Option<&ContactValue> {
        match self {
            Self::Valid(value) => Some(value),
            Self::Missing | Self::Invalid | Self::Several => None,
        }
    }

    /// Whether something stands there that is left out.
    pub(crate) fn is_left_out(&self) -> bool {
        matches!(self, Self::Invalid | Self::Several)
    }
}

/// The longest text in which a number is looked for.
const LONGEST: usize = 80;
/// Words beside a number that say which line it is of a person who can be called there.
const LABELS: &str = "a and c cel cell cellular celular cellphone direct e handy m main mob mobil mobile movil number o or ou \
                      p ph phone phone1 portable pref preferred primary t tel telefon telefono telephone txt text y";
/// Of them, those that say that it stands in a house or an office.
const OF_LANDLINES: &str =
    "b bureau bus business casa domicile festnetz h home house landline office trabajo w wk work";
/// Words before an extension.
const EXTENSIONS: &str = "anexo durchwahl dw ext extension extn int interno poste ramal x xt xtn";

/// Reads a number as it is dialled in the practice's country. An extension is cut: it can be called, hardly texted. A word
/// that says which line it is says nothing of the number.
pub(crate) fn phone(text: &str, country: country::Id) -> Point {
    let text = text.trim();
    if text.is_empty() {
        return Point::Missing;
    }
    let Some(bare) = bare(text) else { return Point::Invalid };
    let mut found = match number(&bare, country) {
        Some(number) => vec![number],
        None => numbers(&bare, country),
    };
    found.dedup();
    match found.as_slice() {
        [] => Point::Invalid,
        [number] => ContactValue::parse(number).map_or(Point::Invalid, Point::Valid),
        _ => Point::Several,
    }
}

/// Whether a word beside a number says that no text can reach it: `(home)`, `Work:`.
pub(crate) fn is_landline(text: &str) -> bool {
    words(text).any(|word| has(OF_LANDLINES, &word))
}

fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.map(|word| word.chars().map(plain_letter).collect())
}

/// The text without the words at its numbers; nothing where another word stands there. Only what a number can consist of
/// is left, short enough for any number there is.
fn bare(text: &str) -> Option<String> {
    if text.len() > LONGEST
        || !words(text).all(|word| [LABELS, OF_LANDLINES, EXTENSIONS].iter().any(|list| has(list, &word)))
    {
        return None;
    }
    let mut bare = String::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_alphabetic() {
            word.push(plain_letter(c));
            continue;
        }
        if has(EXTENSIONS, &std::mem::take(&mut word)) {
            bare.push_str(" ext");
        }
        match c {
            '0'..='9' | ' ' | '(' | ')' | '-' | '.' | '+' | '/' | ',' => bare.push(c),
            '#' => bare.push_str(" ext "),
            '\u{a0}' | '\t' | '\n' | '\r' | ':' | ';' | '|' | '&' | '=' | '*' | '[' | ']' => bare.push(' '),
            _ => return None,
        }
    }
    Some(bare.trim().to_owned())
}

/// The one number in a text, in E.164.
fn number(bare: &str, country: country::Id) -> Option<String> {
    let international = bare.starts_with('+');
    let mut digits: String = bare.chars().filter(char::is_ascii_digit).collect();
    if bare.contains([',', 'x']) {
        let parsed = phonenumber::parse(Some(country), bare).ok()?;
        let extension = parsed.extension().map_or(0, |extension| extension.len());
        digits.truncate(digits.len().saturating_sub(extension));
    }
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

/// All numbers in a text that is none as a whole: groups of figures that together are one.
fn numbers(bare: &str, country: country::Id) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_digit() || c == '+';
    let groups: Vec<&str> = bare
        .split(|c: char| !is_part(c))
        .filter(|group| !group.is_empty())
        .collect();
    let mut found = Vec::new();
    let mut rest = groups.as_slice();
    while !rest.is_empty() {
        let ends = 1..=rest.len().min(MOST_GROUPS);
        let first = ends
            .clone()
            .find_map(|end| Some((end, number(&rest.get(..end)?.concat(), country)?)));
        let (end, number) = first.map_or((1, None), |(end, number)| (end, Some(number)));
        found.extend(number);
        rest = rest.get(end..).unwrap_or_default();
    }
    // One number beside figures of something else is no number that somebody wrote.
    if found.len() < 2 { Vec::new() } else { found }
}

/// The most groups of figures that a number is written in.
const MOST_GROUPS: usize = 6;

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
    format!("{what}: {rows} {}{more}", named.join(", "))
}

/// Numbers that no message can reach.
pub(crate) const PHONES: &str = "phone numbers that do not exist, or that nobody can read, were left out";
/// Fields of which nobody can tell which number is meant.
pub(crate) const SEVERAL: &str = "more than one number in one field, of which none was taken";
/// Addresses that no message can reach.
pub(crate) const EMAILS: &str = "e-mail addresses that are none were left out";

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
            "404-555-0177 x 5",
            "404-555-0177 ext 5",
            "404-555-0177 ext. 5",
            "404-555-0177 Ext 12",
            "404-555-0177ext5",
            "404-555-0177 EXTENSION: 1234",
            "404-555-0177 extensi\u{f3}n 12",
            "404-555-0177, 12",
            "404-555-0177 #12",
            "404-555-0177;ext=12",
            "404-555-0177 x",
            "(cell) 404-555-0177",
            "404-555-0177 (Cell)",
            "Cell: 404-555-0177",
            "C:404-555-0177",
            "Tel. +1 (404) 555-0177",
            "M\u{f3}vil: 404-555-0177 ext. 5 (w)",
            // The same once more is one number.
            "404-555-0177 / (404) 555-0177",
        ] {
            assert_eq!(number(text).as_deref(), Some("+14045550177"), "{text}");
        }
        for text in [
            "555-0177",
            "(123) 555-0177",
            "(404) 155-0177",
            "call mother",
            "404-555-0177 Maria",
            "fax 404-555-0177",
            "404-555-0177 5",
            "ext 5",
            "x",
            "+",
            "#",
            ",",
            "404-555-0177 ext 12345678",
            "9".repeat(40).as_str(),
        ] {
            assert_eq!(phone(text, country::US), Point::Invalid, "{text}");
        }
        for text in [
            "404-555-0177 / 404-555-0178",
            "404-555-0177 or 404-555-0178",
            "4045550177 4045550178",
            "404-555-0177, 404-555-0178",
            "C: 404-555-0177 H: 404-555-0178",
            "(404) 555-0177 x5; (404) 555-0178 x6",
            "1-404-555-0177\n+1 404 555 0178",
        ] {
            assert_eq!(phone(text, country::US), Point::Several, "{text}");
        }
        assert_eq!(phone("  ", country::US), Point::Missing);
        let two = phone("020 7946 0018 / 020 7946 0019", country::GB);
        assert_eq!(two, Point::Several);
        let inside = phone("020 7946 0018 ext 12", country::GB);
        assert_eq!(inside.valid().map(|v| v.reveal()), Some("+442079460018"));
        assert!(is_landline("404-555-0177 (home)") && !is_landline("Cell: 404-555-0177"));
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
