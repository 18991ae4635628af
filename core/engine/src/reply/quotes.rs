//! What of a message the person wrote, and what only quotes ours: phone reactions, quoted e-mail lines, signatures.
//!
//! A reaction repeats the message it reacts to, with its "Reply STOP to opt out". Read as the person's own words it
//! would be a STOP, so what is quoted is taken out before anything is looked for.

use std::ops::Range;

/// What is left of a message, and what its reaction says, if it is one.
pub(super) struct Own {
    /// The parts that the person wrote, in order.
    pub(super) parts: Vec<Range<usize>>,
    /// A thumb down on one of our messages.
    pub(super) disliked: bool,
}

/// How phones begin a reaction, in lower case. A reaction is one of these, then a quotation mark or a word for what was
/// reacted to.
const REACTIONS: &[&str] = &[
    "liked ",
    "loved ",
    "disliked ",
    "emphasized ",
    "emphasised ",
    "laughed at ",
    "questioned ",
    "removed a like from ",
    "removed a heart from ",
    "removed a dislike from ",
    "removed a laugh from ",
    "removed an exclamation from ",
    "removed an exclamation mark from ",
    "removed a question mark from ",
    "removed a question from ",
    "removed an emphasis from ",
    "le gustó ",
    "le gusto ",
    "le gusta ",
    "me gusta ",
    "me gustó ",
    "le encantó ",
    "le encanto ",
    "le encanta ",
    "me encanta ",
    "me encantó ",
    "no le gustó ",
    "no le gusto ",
    "no me gusta ",
    "no me gustó ",
    "enfatizó ",
    "enfatizo ",
    "destacó ",
    "exclamó ",
    "cuestionó ",
    "cuestiono ",
    "preguntó por ",
    "se rió de ",
    "se rio de ",
    "se rió con ",
    "le dio risa ",
    "le hizo gracia ",
    "quitó un me gusta de ",
    "quitó un “me gusta” de ",
    "quitó un \"me gusta\" de ",
    "quitó un corazón de ",
    "a aimé ",
    "a adoré ",
    "aimé ",
    "a ri de ",
    "curtiu ",
    "amou ",
    "riu de ",
    "enfatizou ",
];

const DISLIKES: &[&str] = &["disliked ", "no le gust", "no me gust"];

/// What a reaction to something that is no text ends with.
const OF_THINGS: &[&str] = &[
    "an image",
    "a photo",
    "an attachment",
    "a message",
    "a link",
    "una imagen",
    "una foto",
];

/// How long the beginning of a reaction with an emoji may be, in bytes: `Reacted 👍🏽 to `.
const SHORT: usize = 64;

pub(super) fn own_words(text: &str) -> Own {
    if let Some((after, disliked)) = reaction(text) {
        return Own {
            parts: std::iter::once(after..text.len()).collect(),
            disliked,
        };
    }
    without_quoted_lines(text)
}

/// Where a reaction ends, and whether it is a thumb down. A quotation that is cut off reaches to the end.
fn reaction(text: &str) -> Option<(usize, bool)> {
    let skipped = text.len() - text.trim_start_matches(is_unseen).len();
    let body = text.get(skipped..)?;
    let head: String = body.chars().take(40).flat_map(char::to_lowercase).collect();
    let named = REACTIONS.iter().find(|start| head.starts_with(**start));
    let start = match named {
        // Lower case may be longer or shorter than what was written, so the place is counted in characters.
        Some(start) => body.char_indices().nth(start.chars().count())?.0,
        None => emoji_to(body)?,
    };
    let quoted = body.get(start..)?.trim_start_matches(is_unseen);
    let opens = quoted.chars().next().is_some_and(is_quotation_mark);
    let thing = || {
        let rest: String = quoted.chars().take(20).flat_map(char::to_lowercase).collect();
        OF_THINGS.iter().any(|thing| rest.trim_end() == *thing)
    };
    if !opens && !thing() {
        return None;
    }
    let from = text.len() - quoted.len();
    let first = quoted.chars().next().map_or(0, char::len_utf8);
    let inside = quoted.get(first..).unwrap_or_default();
    let end = inside
        .char_indices()
        .rev()
        .find(|(_, c)| is_quotation_mark(*c))
        .map_or(text.len(), |(at, c)| from + first + at + c.len_utf8());
    Some((end, DISLIKES.iter().any(|start| head.starts_with(start))))
}

/// `👍 to “…”`, `Reacted 👍 to “…”`, `Reaccionó con 👍 a “…”`: where the quotation should begin.
fn emoji_to(body: &str) -> Option<usize> {
    let mark = body.char_indices().take(SHORT).find(|(_, c)| is_quotation_mark(*c))?.0;
    let mut words = body.get(..mark)?.split(|c: char| c.is_whitespace() || is_unseen(c));
    let mut letters = 0;
    let mut says_to = false;
    for word in words.by_ref().filter(|word| !word.is_empty()) {
        let lower = word.to_lowercase();
        says_to = matches!(lower.as_str(), "to" | "a" | "à");
        let known = says_to
            || matches!(
                lower.as_str(),
                "reacted" | "reaccionó" | "reacciono" | "con" | "with" | "reagiu"
            );
        if word.chars().any(char::is_alphanumeric) {
            if !known {
                return None;
            }
        } else {
            letters += 1;
        }
    }
    (says_to && letters > 0).then_some(mark)
}

/// Lines that begin with `>`, everything after "On … wrote:" and the like, and the lines that mail programs put under a
/// message.
fn without_quoted_lines(text: &str) -> Own {
    let mut parts = Vec::new();
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let range = at..at + line.len();
        at = range.end;
        let plain = line.trim();
        let next = lines.peek().map_or("", |line| line.trim());
        if introduces_quote(plain, next) {
            break;
        }
        if !plain.starts_with('>') && !is_mail_signature(plain) {
            parts.push(range);
        }
    }
    Own { parts, disliked: false }
}

fn introduces_quote(line: &str, next: &str) -> bool {
    const WROTE: &[&str] = &["wrote:", "escribió:", "escribio:", "a écrit :", "a écrit:", "escreveu:"];
    const BEGINS: &[&str] = &["On ", "El ", "Le ", "Em "];
    let wrote = |line: &str| WROTE.iter().any(|end| line.ends_with(end));
    let begins = BEGINS.iter().any(|start| line.starts_with(start));
    begins && (wrote(line) || wrote(next))
        || line.starts_with("-----Original")
        || line.starts_with("----- Original")
        || line.starts_with("________________")
        || line.starts_with("---------- Forwarded")
        || (line.starts_with("From:")
            && (next.starts_with("Sent:") || next.starts_with("Date:") || next.starts_with("To:")))
}

fn is_mail_signature(line: &str) -> bool {
    const STARTS: &[&str] = &[
        "Sent from my ",
        "Sent from Yahoo",
        "Sent from Outlook",
        "Get Outlook for",
        "Enviado desde mi ",
        "Enviado desde ",
        "Enviado de mi ",
        "Envoyé de mon ",
    ];
    STARTS.iter().any(|start| line.starts_with(start))
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '«' | '»')
}

/// Space, and characters that take no room on a screen: Android puts them around its reactions.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200A}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::own_words;

    fn left(text: &str) -> String {
        own_words(text)
            .parts
            .iter()
            .filter_map(|part| text.get(part.clone()))
            .collect::<String>()
            .trim()
            .to_owned()
    }

    #[test]
    fn a_reaction_quotes_us() {
        for text in [
            "Liked \u{201C}Reply STOP to opt out\u{201D}",
            "Loved \"Reply STOP to opt out\"",
            "\u{200B}👍\u{200B} to \u{201C} Reply STOP to opt out \u{201D}",
            "Reacted 👍🏽 to \u{201C}STOP\u{201D}",
            "Le gustó \u{201C}Responda STOP\u{201D}",
            "Removed a like from \u{201C}STOP",
            "Questioned an image",
        ] {
            assert_eq!(left(text), "", "{text}");
        }
        assert_eq!(
            left("Liked \u{201C}STOP\u{201D} please stop"),
            "please stop",
            "what follows is theirs"
        );
        for text in [
            "liked it, stop",
            "\"STOP\"",
            "I said to \"stop\"",
            "Loved the STOP sign",
        ] {
            assert_eq!(left(text), text, "no reaction");
        }
    }

    #[test]
    fn mail_quotes_us_in_lines() {
        assert_eq!(left("Yes please\n\n> Reply STOP to opt out\n"), "Yes please");
        assert_eq!(
            left("STOP\nSent from my iPhone\nOn Mon, Mar 2, 2026 at 9:00 AM Bright Dental\n<a@b.c> wrote:\nHi Ana"),
            "STOP"
        );
        assert_eq!(left("On second thought\nno"), "On second thought\nno");
    }
}
