//! A text in the letters of the GSM alphabet, where one character of another doubles what it costs.

use serde::Serialize;

use super::sms::{Encoding, Segments, segments};

/// What an SMS could say instead, for less. It is offered; nothing is replaced unasked.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transliteration {
    /// The text in GSM-7.
    pub text: String,
    /// What it costs.
    pub segments: Segments,
    /// How many segments it takes less than the text as it is.
    pub saved: usize,
}

/// A message is between a practice and a person.
impl std::fmt::Debug for Transliteration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transliteration")
            .field("saved", &self.saved)
            .finish_non_exhaustive()
    }
}

/// The same words in GSM-7: letters without the accents that the alphabet lacks, plain quotes and dashes. None where
/// that saves no segment, or where a character has no stand-in that reads the same, such as an emoji or another script.
///
/// ```
/// use followthrough::message::transliteration;
/// let text = "Hola María, ¿le quedó alguna duda? “Con gusto” le ayudamos… Para agendar su cita: https://b.example/x";
/// let offer = transliteration(text).unwrap();
/// assert!(offer.text.starts_with("Hola Maria, ¿le quedo alguna duda? \"Con gusto\" le ayudamos..."));
/// assert_eq!((offer.segments.segments, offer.saved), (1, 1));
/// assert!(transliteration("Hola María").is_none(), "one segment either way");
/// assert!(transliteration(&"🙂".repeat(80)).is_none());
/// ```
pub fn transliteration(text: &str) -> Option<Transliteration> {
    let as_it_is = segments(text).ok()?;
    if as_it_is.encoding == Encoding::Gsm7 || as_it_is.segments == 1 {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match stand_in(c) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(c),
        }
    }
    let costs = segments(&plain).ok()?;
    let saved = as_it_is.segments.checked_sub(costs.segments)?;
    (costs.encoding == Encoding::Gsm7 && saved > 0).then_some(Transliteration {
        text: plain,
        segments: costs,
        saved,
    })
}

/// What reads the same and is in the GSM alphabet, of what is not. `ñ`, `é`, `ü` and the like are in it, and stay.
fn stand_in(c: char) -> Option<&'static str> {
    Some(match c {
        'á' | 'â' | 'ã' | 'ā' => "a",
        'Á' | 'À' | 'Â' | 'Ã' | 'Ā' => "A",
        'ê' | 'ë' | 'ē' => "e",
        'È' | 'Ê' | 'Ë' | 'Ē' => "E",
        'í' | 'î' | 'ï' | 'ī' => "i",
        'Í' | 'Ì' | 'Î' | 'Ï' | 'Ī' => "I",
        'ó' | 'ô' | 'õ' | 'ō' => "o",
        'Ó' | 'Ò' | 'Ô' | 'Õ' | 'Ō' => "O",
        'ú' | 'û' | 'ū' => "u",
        'Ú' | 'Ù' | 'Û' | 'Ū' => "U",
        'ç' => "c",
        'ý' | 'ÿ' => "y",
        'Ý' => "Y",
        'š' => "s",
        'Š' => "S",
        'ž' => "z",
        'Ž' => "Z",
        'č' | 'ć' => "c",
        'Č' | 'Ć' => "C",
        'ł' => "l",
        'Ł' => "L",
        'ń' => "n",
        'ş' | 'ș' => "s",
        'ţ' | 'ț' => "t",
        'ğ' => "g",
        'ı' => "i",
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{2032}' | '\u{B4}' | '`' => "'",
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{2033}' | '«' | '»' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2022}' | '\u{B7}' => "-",
        '\u{2026}' => "...",
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' | '\t' => " ",
        // They take no room on a screen, and accents that come as characters of their own go with them.
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' | '\u{300}'..='\u{36F}' => "",
        'ª' => "a",
        'º' | '°' => "o",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_stand_in_is_outside_of_the_alphabet_and_none_is_for_what_is_in_it() {
        for c in ('\0'..='\u{FFFF}').filter(|c| !c.is_control() || *c == '\t') {
            let Some(letters) = stand_in(c) else { continue };
            assert!(letters.is_empty() || segments(letters).is_ok_and(|found| found.encoding == Encoding::Gsm7));
            assert!(
                segments(&c.to_string()).is_ok_and(|found| found.encoding == Encoding::Ucs2),
                "{c}"
            );
        }
    }

    #[test]
    fn combining_accents_go_too() {
        let text = format!("Mari\u{301}a {}", "x".repeat(100));
        assert!(transliteration(&text).is_some_and(|offer| offer.text.starts_with("Maria x")));
    }

    #[test]
    fn one_letter_of_another_script_keeps_it_as_it_is() {
        assert!(transliteration(&format!("Привет, María {}", "x".repeat(100))).is_none());
    }
}
