//! How a word is written on a phone, and which one is meant.

use super::words::{Number, UNKNOWN};

/// Characters that take no room on a screen, and accents that come as characters of their own.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{0300}'..='\u{036F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{1F3FB}'..='\u{1F3FF}')
}

/// The same letter without accent, width or dress: `É`, `Ｅ` and `𝗘` are all e.
pub(super) fn plain(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        '\0'..='\u{7F}' => c,
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => 'a',
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => 'e',
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => 'i',
        'Ò'..='Ö' | 'ò'..='ö' | 'Ō'..='ő' => 'o',
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => 'u',
        // A phone set to English writes manana.
        'Ñ' | 'ñ' => 'n',
        'Ç' | 'ç' => 'c',
        '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{00B4}' => '\'',
        '\u{201C}' | '\u{201D}' | '«' | '»' => '"',
        '\u{2010}'..='\u{2012}' | '\u{2212}' => '-',
        // Cyrillic letters that look like ours.
        'а' | 'А' => 'a',
        'е' | 'Е' => 'e',
        'о' | 'О' => 'o',
        'р' | 'Р' => 'p',
        'с' | 'С' => 'c',
        'Т' | 'т' => 't',
        'Ѕ' | 'ѕ' => 's',
        'х' | 'Х' => 'x',
        'у' | 'У' => 'y',
        // Full width, and the bold and italic alphabets that keyboards offer.
        '\u{FF01}'..='\u{FF5E}' => shifted(c, 0xFF01, '!', 94).map_or(c, |c| c.to_ascii_lowercase()),
        '\u{1D400}'..='\u{1D6A3}' => shifted(c, 0x1D400, 'A', 52).unwrap_or(c),
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// The place of a character in a run of alphabets, as an ASCII letter.
fn shifted(c: char, first: u32, of: char, count: u32) -> Option<char> {
    let place = u32::from(c).checked_sub(first)? % count;
    if count == 52 {
        return char::from_u32(u32::from('a') + place % 26);
    }
    char::from_u32(u32::from(of) + place)
}

/// Adds a letter in its plain form.
pub(super) fn push(word: &mut String, c: char) {
    match c {
        'ß' => word.push_str("ss"),
        // Only with its accent it can be nothing but a yes; the lexicon knows it so.
        _ => word.push(plain(c)),
    }
}

/// A number, a time or a date written in digits.
pub(super) fn number(spelled: &str) -> Option<Number> {
    let digits = spelled.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return None;
    }
    let (count, rest) = spelled.split_at_checked(digits)?;
    let mut parts = spelled.split(['/', '-']).map(|part| part.parse::<u16>().ok());
    let parts = [parts.next(), parts.next(), parts.next()].map(Option::flatten);
    match parts {
        [Some(year @ 2000..=2099), Some(month @ 1..=12), Some(day @ 1..=31)] => {
            return Some(Number::Date(year, month, day));
        }
        [Some(month), Some(day), year] if rest.starts_with('/') => {
            let year = year.map(|year| if year < 100 { year + 2000 } else { year });
            return Some(Number::MonthDay(month, day, year));
        }
        [..] => {}
    }
    match rest {
        "" => Some(Number::Plain(count.parse().unwrap_or(u16::MAX))),
        "st" | "nd" | "rd" | "th" | "ro" | "do" | "er" => Some(Number::Ordinal(count.parse().ok()?)),
        "am" | "pm" | "a" | "p" | "ish" => Some(Number::Time),
        _ if rest.starts_with('-') => Some(Number::Plain(count.parse().unwrap_or(u16::MAX))),
        _ => rest.starts_with(':').then_some(Number::Time),
    }
}

/// 2027 or 2027-03: what a date may begin with, year first.
pub(super) fn is_date_begun(spelled: &str) -> bool {
    let (year, rest) = spelled.split_once('-').unwrap_or((spelled, "1"));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    year.len() == 4 && year.starts_with("20") && digits(year) && (1..=2).contains(&rest.len()) && digits(rest)
}

/// Which word of the lexicon is meant: as it is spelled, with letters drawn out (`yesss`), or with one slip.
pub(super) fn find(spelled: &str, known: &dyn Fn(&str) -> Option<u16>, slip: &dyn Fn(&str) -> Option<u16>) -> u16 {
    if let Some(id) = known(spelled) {
        return id;
    }
    let bare = spelled.replace(['\'', '*'], "");
    if let Some(id) = known(&bare) {
        return id;
    }
    let runs = squeezed(&bare, 2);
    if runs.len() != bare.len()
        && let Some(id) = known(&runs)
    {
        return id;
    }
    let single = squeezed(&bare, 1);
    // "soon" is no "son": letters that stand twice are let be where they never stood thrice, unless the word is long.
    if single.len() != bare.len()
        && (runs.len() != bare.len() || single.len() >= 4)
        && let Some(id) = known(&single)
    {
        return id;
    }
    if let Some(id) = lettered(&bare).and_then(|word| known(&word)) {
        return id;
    }
    if let Some(id) = spanish_k(&bare).and_then(|word| known(&word)) {
        return id;
    }
    slip(&bare).or_else(|| slip(&single)).unwrap_or(UNKNOWN)
}

/// Spanish as it sounds: kiten for quiten, kasa for casa.
fn spanish_k(word: &str) -> Option<String> {
    word.contains('k')
        .then(|| word.replace("ke", "que").replace("ki", "qui").replace('k', "c"))
}

/// Digits that stand for letters: st0p, 5top, l3ave. "2nd" and "4ever" stay as they are.
fn lettered(word: &str) -> Option<String> {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let plain = word.len() >= 4 && digits > 0 && digits * 2 <= word.len();
    plain.then(|| {
        word.chars()
            .map(|c| match c {
                '0' => 'o',
                '1' => 'i',
                '3' => 'e',
                '4' => 'a',
                '5' => 's',
                '7' => 't',
                _ => c,
            })
            .collect()
    })
}

/// The word with runs of one letter cut to `most`.
fn squeezed(word: &str, most: usize) -> String {
    let mut out = String::with_capacity(word.len());
    let (mut last, mut run) = (None, 0);
    for c in word.chars() {
        run = if last == Some(c) { run + 1 } else { 1 };
        last = Some(c);
        if run <= most {
            out.push(c);
        }
    }
    out
}

/// Whether one slip makes `typed` of `meant`: a letter left out, put in, wrong, or two swapped.
pub(super) fn one_slip(typed: &str, meant: &str) -> bool {
    let (a, b) = (typed.as_bytes(), meant.as_bytes());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let longest = a.len().max(b.len());
    if front + back + 1 >= longest {
        return true;
    }
    // Two letters swapped.
    a.len() == b.len()
        && front + back + 2 == longest
        && a.get(front) == b.get(front + 1)
        && a.get(front + 1) == b.get(front)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_other_dress() {
        assert_eq!("ＳＴＯＰ".chars().map(plain).collect::<String>(), "stop");
        assert_eq!("𝗦𝘁𝗼𝗽".chars().map(plain).collect::<String>(), "stop");
        assert_eq!("Ѕтор".chars().map(plain).collect::<String>(), "stop");
        assert_eq!("Más señor".chars().map(plain).collect::<String>(), "mas senor");
    }

    #[test]
    fn numbers_as_written() {
        assert_eq!(number("15th"), Some(Number::Ordinal(15)));
        assert_eq!(number("5pm"), Some(Number::Time));
        assert_eq!(number("3/15"), Some(Number::MonthDay(3, 15, None)));
        assert_eq!(number("3/15/27"), Some(Number::MonthDay(3, 15, Some(2027))));
        assert_eq!(number("2027-03-15"), Some(Number::Date(2027, 3, 15)));
        assert_eq!(number("2024-2025"), Some(Number::Plain(2024)));
        assert_eq!(number("99999999999999"), Some(Number::Plain(u16::MAX)));
        assert_eq!(number("4ever"), None);
    }

    #[test]
    fn one_slip_is_one() {
        for (typed, meant) in [
            ("unsuscribe", "unsubscribe"),
            ("cancle", "cancel"),
            ("remvoe", "remove"),
            ("stopp", "stop"),
        ] {
            assert!(one_slip(typed, meant), "{typed}");
        }
        for (typed, meant) in [
            ("subscribe", "unsubscribe"),
            ("message", "messages!!"),
            ("abcd", "badc"),
        ] {
            assert!(!one_slip(typed, meant), "{typed}");
        }
    }
}
