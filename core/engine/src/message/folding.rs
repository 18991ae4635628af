//! Words as they are compared: in small letters, without accents.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in small letters, its accents left out, in whatever form they were written (Unicode's NFD).
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    // Nearly every message is plain.
    if text.is_ascii() {
        return if text.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    let plain = text.nfd().filter(|c| !is_combining_mark(*c));
    Cow::Owned(plain.flat_map(char::to_lowercase).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_capitals_are_left_out_in_either_form() {
        for text in ["Niño", "NIN\u{303}O", "niño"] {
            assert_eq!(folded(text), "nino", "{text}");
        }
        assert_eq!(folded("Implant, TOOTH 19"), "implant, tooth 19");
        assert_eq!(folded("İ"), "i");
        assert_eq!(folded("回复 Straße"), "回复 straße");
    }
}
