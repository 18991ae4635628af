//! A plain yes: the whole message is one of a list, in English, Spanish, French or Portuguese.
//!
//! A wrong yes sends a front desk after somebody who did not ask, so the list holds only words that say nothing else.
//! "ok", "sounds good" and 👍 may mean "I have read it" and are left out; so is anything with a question mark, or with
//! an emoji that is not friendly.

use super::Language;
use super::normal::phrase_form;

use Language::{En, Es, Fr, Pt};

const PLAIN: &[(&str, Language)] = &[
    ("Y", En),
    ("YA", En),
    ("YEA", En),
    ("YEAH", En),
    ("YEP", En),
    ("YES", En),
    ("YES MA'AM", En),
    ("YES PLEASE", En),
    ("YES PLS", En),
    ("YES SIR", En),
    ("YES THANK YOU", En),
    ("YES THANKS", En),
    ("YES YES", En),
    ("YUP", En),
    ("SURE", En),
    ("SURE THING", En),
    ("ABSOLUTELY", En),
    ("DEFINITELY", En),
    ("OF COURSE", En),
    ("YES OF COURSE", En),
    ("YES ABSOLUTELY", En),
    ("SI", Es),
    ("SI CLARO", Es),
    ("SI GRACIAS", Es),
    ("SI POR FAVOR", Es),
    ("SI QUIERO", Es),
    ("SI SI", Es),
    ("CLARO", Es),
    ("CLARO QUE SI", Es),
    ("POR SUPUESTO", Es),
    ("OUI", Fr),
    ("OUI MERCI", Fr),
    ("OUI S'IL VOUS PLAIT", Fr),
    ("SIM", Pt),
    ("SIM POR FAVOR", Pt),
];

/// Emoji that may follow a yes and leave it one, with their skin tones and variation selectors.
const FRIENDLY: &[char] = &[
    '👍', '👌', '🙌', '🙏', '✅', '💯', '😀', '😁', '😃', '😄', '😊', '🙂', '☺', '😍', '🥰', '❤', '🎉', '🦷', '🏻',
    '🏼', '🏽', '🏾', '🏿', '\u{FE0F}',
];

/// The language of the yes, when the whole message is a plain one.
pub(super) fn plain(text: &str) -> Option<Language> {
    let words = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | '!' | '¡' | ',' | '"' | '\u{201C}' | '\u{201D}') || FRIENDLY.contains(&c)
    });
    let form = phrase_form(&words.replace('\u{2019}', "'"));
    PLAIN
        .iter()
        .find(|(yes, _)| *yes == form)
        .map(|(_, language)| *language)
}
