//! Names and languages of people, as practice systems write them.

use followthrough::Date;
use followthrough::plan::MAX_NAME_CHARS;
use followthrough::wire::Redacted;

use crate::encoding::LOST_LETTER;

/// From this age on people speak for themselves.
const ADULT: u32 = 18;

/// Whether somebody born on `birth` is a child on a day, for all that is known: one whose birth lies ahead is mistyped, and
/// nobody can say that it is an adult.
pub(crate) fn is_under_age(birth: Date, on: Date) -> bool {
    on.age_of(birth).is_none_or(|age| age < ADULT)
}

/// A name in one line; one that is too long to be a name is none, nor is one of which a letter was lost.
pub(crate) fn name(text: &str) -> Option<Redacted> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect();
    let name = words.join(" ");
    let is_whole = !name.is_empty() && !name.contains(LOST_LETTER);
    (is_whole && name.chars().count() <= MAX_NAME_CHARS).then(|| Redacted::new(name))
}

/// First and last name out of one cell: `Last, First` where there is a comma, else the first word and the rest.
pub(crate) fn split_name(text: &str) -> (Option<Redacted>, Option<Redacted>) {
    let mut parts = text.split(',');
    let before = parts.next().unwrap_or_default();
    match parts.next() {
        Some(first) => (name(first), name(before)),
        None => {
            let (first, last) = before.trim().split_once(char::is_whitespace).unwrap_or((before, ""));
            (name(first), name(last))
        }
    }
}

/// Practice systems keep three-letter codes, two-letter ones or English words; messages are chosen by two-letter codes.
pub(crate) fn language(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let base = text.split(['-', '_']).next().unwrap_or_default();
    let known = ISO_639
        .iter()
        .find(|(long, _)| *long == base)
        .map(|(_, short)| (*short).to_owned());
    known.or_else(|| (base.len() == 2 && base.bytes().all(|b| b.is_ascii_lowercase())).then(|| base.to_owned()))
}

const ISO_639: &[(&str, &str)] = &[
    ("eng", "en"),
    ("spa", "es"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("deu", "de"),
    ("ger", "de"),
    ("zho", "zh"),
    ("chi", "zh"),
    ("vie", "vi"),
    ("kor", "ko"),
    ("rus", "ru"),
    ("ara", "ar"),
    ("por", "pt"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("hin", "hi"),
    ("pol", "pl"),
    ("tgl", "tl"),
    ("hat", "ht"),
    ("hye", "hy"),
    ("arm", "hy"),
    ("fas", "fa"),
    ("per", "fa"),
    ("ukr", "uk"),
    ("english", "en"),
    ("spanish", "es"),
    ("french", "fr"),
    ("german", "de"),
    ("chinese", "zh"),
    ("vietnamese", "vi"),
    ("korean", "ko"),
    ("russian", "ru"),
    ("arabic", "ar"),
    ("portuguese", "pt"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_one_cell() {
        for (text, first, last) in [
            ("Garc\u{ed}a, In\u{e9}s", "In\u{e9}s", "Garc\u{ed}a"),
            ("Smith, John, Jr.", "John", "Smith"),
            ("Am\u{e9}lie Roux", "Am\u{e9}lie", "Roux"),
            ("Cher", "Cher", ""),
            ("", "", ""),
        ] {
            let (a, b) = split_name(text);
            let shown = |name: &Option<Redacted>| name.as_ref().map_or(String::new(), |n| n.reveal().to_owned());
            assert_eq!((shown(&a), shown(&b)), (first.to_owned(), last.to_owned()));
        }
    }
}
