//! The words in which e-mails say how to leave, in English and Spanish.

use unicode_normalization::UnicodeNormalization;

use super::super::folding::folded;
use super::visible::Part;

/// Words by which a person may leave, in the form that [`plain`] gives.
const LEAVE: [&str; 26] = [
    "unsubscribe",
    "opt out",
    "opt-out",
    "optout",
    "stop receiving",
    "stop getting",
    "stop these e",
    "end these e",
    "no longer wish",
    "no longer want",
    "not wish to receive",
    "not want to receive",
    "remove me",
    "remove yourself",
    "word stop",
    "reply stop",
    "darse de baja",
    "dese de baja",
    "darme de baja",
    "dejar de recibir",
    "no desea recibir",
    "no quiere recibir",
    "cancelar su suscripcion",
    "cancelar la suscripcion",
    "desuscrib",
    "palabra stop",
];

/// A reply as the way to leave.
const BY_REPLY: [&str; 6] = ["reply", "respond", "responda", "responder", "conteste", "write back"];

const LOGIN: [&str; 13] = [
    "log in",
    "login",
    "log into",
    "logging in",
    "sign in",
    "signing in",
    "password",
    "create an account",
    "inicie sesion",
    "iniciar sesion",
    "contrasena",
    "cree una cuenta",
    "crear una cuenta",
];

const REASON: [&str; 9] = [
    "reason",
    "tell us why",
    "explain why",
    "say why",
    "let us know why",
    "motivo",
    "razon",
    "por que",
    "explique",
];

/// Small letters without accents, dashes and apostrophes of one kind: what words are looked for in. White space is one
/// space, or one line break where there was any.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut space, mut line) = (false, false);
    for c in folded(text).chars() {
        if c.is_whitespace() {
            space = true;
            line |= matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
            continue;
        }
        if std::mem::take(&mut space) && !out.is_empty() {
            out.push(if std::mem::take(&mut line) { '\n' } else { ' ' });
        }
        out.push(match c {
            '\u{2010}'..='\u{2015}' => '-',
            '\u{2018}' | '\u{2019}' => '\'',
            // What shows nothing.
            '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{2060}' | '\u{feff}' => continue,
            c => c,
        });
    }
    out
}

/// The letters and digits alone, in small letters: an address is one however it is broken into lines.
pub(super) fn letters(text: &str) -> String {
    let kept = text.nfc().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Whether a part says that one may leave, and gives a way: the link, or a reply.
pub(super) fn says_how_to_leave(part: &Part, link: &str) -> bool {
    let words = plain(&part.words);
    let linked = !link.is_empty()
        && if part.is_text {
            stands_in(&part.words, link)
        } else {
            part.links.iter().any(|own| own == link)
        };
    let by_reply = || sentences(&words).any(|said| leaves(said) && says(said, &BY_REPLY));
    (linked && leaves(&words.replace('\n', " "))) || by_reply()
}

/// Whether an address stands in a text as it is, and not as the beginning of a longer one.
fn stands_in(text: &str, link: &str) -> bool {
    let ends = |after: &str| {
        let next = after.chars().next();
        next.is_none_or(|c| !(c.is_alphanumeric() || "-_~/?#@&=%+".contains(c)))
    };
    let mut found = text.match_indices(link);
    found.any(|(at, link)| text.get(at + link.len()..).is_some_and(ends))
}

pub(super) fn asks_for_a_login(words: &str) -> bool {
    asks_for(words, &LOGIN)
}

pub(super) fn asks_for_a_reason(words: &str) -> bool {
    asks_for(words, &REASON)
}

/// Whether a sentence speaks of leaving and of one of these. "No reason needed" and "without a login" ask for nothing.
fn asks_for(words: &str, of: &[&str]) -> bool {
    const NONE: [&str; 9] = [
        "no need",
        "without",
        "no login",
        "no password",
        "no reason",
        "not need",
        "not have to",
        "sin",
        "no necesita",
    ];
    sentences(&plain(words)).any(|said| leaves(said) && says(said, of) && !says(said, &NONE))
}

/// A full stop inside an address or a number ends nothing; a line does.
fn sentences(plain: &str) -> impl Iterator<Item = &str> {
    plain.split(". ").flat_map(|piece| piece.split(['\n', '!', '?', ';']))
}

fn leaves(plain: &str) -> bool {
    LEAVE.iter().any(|phrase| plain.contains(phrase))
}

/// Whether one of the phrases stands there as whole words.
fn says(plain: &str, phrases: &[&str]) -> bool {
    let is_whole = |at: usize, phrase: &str| {
        let before = plain.get(..at).and_then(|before| before.chars().next_back());
        let after = plain.get(at + phrase.len()..).and_then(|after| after.chars().next());
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    };
    let stands = |phrase: &&str| plain.match_indices(*phrase).any(|(at, found)| is_whole(at, found));
    phrases.iter().any(stands)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for() {
        for words in [
            "Log in to unsubscribe.",
            "To opt out, sign\u{a0}in with your password.",
            "Inicie sesión para darse de baja.",
        ] {
            assert!(asks_for_a_login(words), "{words}");
        }
        for words in [
            "Log in to see your plan.\nUnsubscribe: https://a.example",
            "Unsubscribe without a login.",
            "Log in. Unsubscribe below",
        ] {
            assert!(!asks_for_a_login(words), "{words}");
        }
        assert!(asks_for_a_reason("Give us a reason to unsubscribe"));
        assert!(asks_for_a_reason("Indique el motivo para darse de baja"));
        assert!(!asks_for_a_reason("You may unsubscribe within a reasonable time"));
        assert!(!asks_for_a_reason("Unsubscribe, no reason needed"));
    }

    #[test]
    fn the_whole_address() {
        let link = "https://a.example/u?ft=abc";
        assert!(stands_in("see https://a.example/u?ft=abc.", link));
        assert!(stands_in("<https://a.example/u?ft=abc>", link));
        assert!(!stands_in("see https://a.example/u?ft=abcd", link));
    }
}
