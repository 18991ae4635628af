//! Exact keywords: the whole message is one, whatever its case, gaps and punctuation.
//!
//! The lists are the union of what law and carriers name, checked 2026-11-23: 47 CFR 64.1200(a)(10) (per se reasonable
//! means of revocation), Va. Code 59.1-514 as amended by 2025 SB 1339, CTIA's universal keywords, and the documented
//! lists of Twilio, AWS End User Messaging, Telnyx and Braze. No carrier's list is in Spanish; our texts are, and a
//! revocation counts in any words that a reasonable person would understand (47 CFR 64.1200(a)(10)): hence the Spanish
//! words that mean nothing else when they stand alone.

use super::normal::keyword_form;
use super::{Intent, Language, OptOutScope};

use Language::{En, Es, Fr};

/// `OPT OUT`, `OPT-OUT` and `STOP ALL` are among them: gaps are taken out before comparing. `TD` (stop, in French
/// Canada) counts only here, as the whole message.
const OPT_OUT: &[(&str, Language)] = &[
    ("ALTO", Es),
    ("ALTOPORFAVOR", Es),
    ("ARRET", Fr),
    ("ARRETE", Fr),
    ("ARRETT", Fr),
    ("BAJA", Es),
    ("BASTA", Es),
    ("BASTAYA", Es),
    ("CANCEL", En),
    ("DARMEDEBAJA", Es),
    ("DARSEDEBAJA", Es),
    ("END", En),
    ("OPTOUT", En),
    ("NOMAS", Es),
    ("NOMASMENSAJES", Es),
    ("PARAR", Es),
    ("PARAYA", Es),
    ("PARE", Es),
    ("PAREPORFAVOR", Es),
    ("PAREYA", Es),
    ("QUIT", En),
    ("REMOVE", En),
    ("REVOKE", En),
    ("STOP", En),
    ("STOPALL", En),
    ("STOPPORFAVOR", Es),
    ("TD", Fr),
    ("UNSUBSCRIBE", En),
];

/// YES is left out on purpose, though some carriers lift their block on it: it answers what we asked and never renews
/// consent.
const OPT_IN: &[&str] = &["START", "SUBSCRIBE", "UNSTOP"];

const HELP: &[&str] = &["HELP", "INFO"];

/// The commonest answers, as they stand: they take no reading.
const PLAIN: &[(&str, Intent, Language)] = &[
    ("yes", Intent::Affirm, En),
    ("yes please", Intent::Affirm, En),
    ("yeah", Intent::Affirm, En),
    ("yep", Intent::Affirm, En),
    ("sure", Intent::Affirm, En),
    ("no", Intent::Decline, En),
    ("nope", Intent::Decline, En),
    ("claro", Intent::Affirm, Es),
];

/// What a message means that is one of the commonest answers and nothing besides; the same as reading it would tell.
pub(super) fn plain(text: &str) -> Option<(Vec<Intent>, Language)> {
    let found = PLAIN.iter().find(|(word, ..)| word.eq_ignore_ascii_case(text))?;
    Some((vec![found.1.clone()], found.2))
}

/// What the message means when it is a keyword and nothing besides.
pub(super) fn exact(text: &str) -> Option<(Vec<Intent>, Language)> {
    let form = keyword_form(text);
    if let Some((word, language)) = OPT_OUT.iter().find(|(word, _)| *word == form) {
        return Some((opt_out(word), *language));
    }
    if OPT_IN.contains(&form.as_str()) {
        return Some((vec![Intent::OptIn], En));
    }
    HELP.contains(&form.as_str()).then(|| (vec![Intent::Help], En))
}

fn opt_out(word: &str) -> Vec<Intent> {
    let scope = (word == "STOPALL").then_some(OptOutScope::All);
    let mut intents = vec![Intent::OptOut { scope, channel: None }];
    // Law counts CANCEL as a revocation; a patient with a visit booked may well mean the visit. Both are acted on: the
    // messages stop, and a person asks.
    if word == "CANCEL" {
        intents.push(Intent::CancelAppointment);
    }
    intents
}

#[cfg(test)]
mod tests {
    use super::super::{classify, read};
    use super::PLAIN;

    #[test]
    fn a_plain_answer_is_what_reading_it_would_tell() {
        for (word, ..) in PLAIN {
            let own = super::super::quotes::own_words(word);
            assert_eq!(classify(word), read(word, &own.parts).0, "{word}");
        }
    }
}
