//! Subjects that pretend to belong to a conversation (15 U.S.C. 7704(a)(2)).

use super::wording::plain;

/// What mail programs put before the subject of a reply or of something forwarded, by language, without the colon.
const MARKS: &[&str] = &[
    // English, and Latin as most programs have it.
    "re",
    "fw",
    "fwd",
    "reply",
    "forward",
    "forwarded",
    "forwarding",
    // Spanish and Portuguese.
    "rv",
    "res",
    "respuesta",
    "reenviado",
    "reenvio",
    "enc",
    "encaminhado",
    "resposta",
    // Italian and French.
    "r",
    "rif",
    "i",
    "inoltro",
    "inoltrato",
    "tr",
    "reponse",
    // German, Dutch, the languages of the north.
    "aw",
    "antw",
    "wg",
    "doorst",
    "sv",
    "vs",
    "vb",
    "vl",
    "svar",
    // Polish, Turkish, Indonesian, Greek, Chinese.
    "odp",
    "pd",
    "ynt",
    "ilt",
    "bls",
    "trs",
    "σχετ",
    "πρθ",
    "回复",
    "转发",
    "回覆",
    "轉寄",
];

/// Marks of a thread elsewhere in a subject.
const THREAD: &[&str] = &[
    "original message",
    "forwarded message",
    "mensaje original",
    "mensaje reenviado",
];

/// The words by which a subject pretends to be a reply, or something forwarded; None of one that does not. What is a reply
/// may have them.
///
/// ```
/// use followthrough::message::thread_mark;
/// assert_eq!(thread_mark("Re: your visit"), Some("Re:"));
/// assert_eq!(thread_mark("[Peachtree] RV : su visita"), Some("RV :"));
/// assert_eq!(thread_mark("Fwd[2]: your visit"), Some("Fwd[2]:"));
/// assert_eq!(thread_mark("Reminder: your visit"), None);
/// ```
pub fn thread_mark(subject: &str) -> Option<&str> {
    first_mark(subject).or_else(|| {
        let plain = plain(subject);
        // Byte places of the two may differ, so the whole subject is what is shown.
        THREAD.iter().any(|mark| plain.contains(mark)).then_some(subject)
    })
}

fn first_mark(subject: &str) -> Option<&str> {
    let mut rest = subject;
    loop {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '[');
        if let Some(mark) = mark_at(rest.trim_start_matches('[')) {
            return Some(mark);
        }
        // A tag of a list or a warning of the reader's office stands before many a mark: `[External] Re: …`.
        rest = rest.strip_prefix('[')?.split_once(']')?.1;
    }
}

/// A mark at the very beginning: its word, a count such as `[2]`, `(3)` or `^4`, and a colon.
fn mark_at(text: &str) -> Option<&str> {
    let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    // The longest mark has eleven letters; a longer word is none of them.
    if word.is_empty() || word.chars().count() > 12 || !MARKS.contains(&plain(word).as_str()) {
        return None;
    }
    let after = text.get(word.len()..)?;
    let is_count =
        |c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | '^' | '*' | ' ' | '\u{a0}' | '\t');
    let colon = after.trim_start_matches(is_count);
    let mark = colon
        .chars()
        .next()
        .filter(|c| matches!(c, ':' | '：' | '﹕' | '꞉' | '∶'))?;
    text.get(..text.len() - colon.len() + mark.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_that_are_none() {
        for subject in [
            "Re: your visit",
            "RE:your visit",
            "re : your visit",
            "Re[4]: your visit",
            "Re (2): your visit",
            "Re^3: your visit",
            "FW: your visit",
            "Fwd: your visit",
            "RV: su visita",
            "Rif: la visita",
            "R: la visita",
            "RES: a visita",
            "AW: Termin",
            "Antw: afspraak",
            "SV: besøg",
            "TR: visite",
            "Reenvío: su visita",
            "ΣΧΕΤ: ραντεβού",
            "回复：预约",
            "回覆: 預約",
            "Re： your visit",
            "  \u{200b}Re: your visit",
            "\u{1f600} Re: your visit",
            "(Re: your visit)",
            "[Peachtree] Re: your visit",
            "[Re: your visit]",
            "[External] [Peachtree] Fwd: your visit",
            "Fwd: Re: your visit",
            "-----Original Message----- your visit",
        ] {
            assert!(thread_mark(subject).is_some(), "{subject}");
        }
    }

    #[test]
    fn subjects_that_say_what_they_are() {
        for subject in [
            "",
            "Your visit",
            "Reminder: your visit",
            "Regarding your visit",
            "Ready when you are: pick a time",
            "Recordatorio: su visita",
            "A question: are you free?",
            "Tr\u{131}",
            "Bright Dental: Re",
            "Time: 10:30",
            "[Peachtree] Your visit",
            "[Re",
            "[[[[",
            "Re",
            "Re your visit",
            "Ref: your visit",
            "A package (was: a visit)",
        ] {
            assert_eq!(thread_mark(subject), None, "{subject}");
        }
    }

    #[test]
    fn a_long_subject_takes_no_longer_than_its_length() {
        for subject in ["[]".repeat(1 << 19), "[".repeat(1 << 20), "Re".repeat(1 << 19)] {
            assert_eq!(thread_mark(&subject), None);
        }
    }
}
