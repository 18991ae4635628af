//! What of a message the person wrote, and what only quotes ours: phone reactions, quoted e-mail lines, signatures.
//!
//! A reaction repeats the message it reacts to, with its "Reply STOP to opt out". Read as the person's own words it
//! would be a STOP, so what is quoted is taken out before anything is looked for.

mod fine_print;
mod mail;
mod reactions;

use std::ops::Range;

/// What is left of a message, and what its reaction says, if it is one.
pub(super) struct Own {
    /// The parts that the person wrote, in order.
    pub(super) parts: Vec<Range<usize>>,
    /// A thumb down on one of our messages.
    pub(super) disliked: bool,
}

pub(super) fn own_words(text: &str) -> Own {
    if let Some((after, disliked)) = reactions::reaction(text) {
        return Own {
            parts: std::iter::once(after..text.len()).collect(),
            disliked,
        };
    }
    Own {
        parts: fine_print::without_fine_print(text, mail::own_lines(text)),
        disliked: false,
    }
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
