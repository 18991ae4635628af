//! What an inbound message means.
//!
//! Order of harm decides: an opt-out that is missed is worse than any other mistake, a wrong "yes" comes next, and
//! what is not understood goes to a person with the text. Two exact readings stand here: keywords as carriers and law
//! name them (`keywords`), and a plain yes (`affirmation`). Both look at the *whole* message; anything else is
//! [`Intent::Other`].

mod affirmation;
mod keywords;
mod normal;
mod reading;

pub use reading::{Intent, Language, OptOutScope, Reading, Topic};

use crate::wire::Redacted;

/// What a message from a patient means.
///
/// ```
/// use followthrough::reply::{Intent, classify};
/// assert!(classify("Stop!!").is_opt_out());
/// assert_eq!(classify("Yes please").intents, [Intent::Affirm]);
/// assert_eq!(classify("stop by tomorrow?").intents, [Intent::Other]);
/// ```
pub fn classify(text: &str) -> Reading {
    if let Some((intents, language)) = keywords::exact(text) {
        return reading(intents, text, language);
    }
    if let Some(language) = affirmation::plain(text) {
        return reading(vec![Intent::Affirm], text, language);
    }
    Reading {
        intents: vec![Intent::Other],
        evidence: Vec::new(),
        language: None,
    }
}

/// Whether a message is one of the words by which carriers and law let a person end messages: nothing was interpreted.
pub(crate) fn is_opt_out_keyword(text: &str) -> bool {
    keywords::exact(text).is_some_and(|(intents, _)| intents.iter().any(|i| matches!(i, Intent::OptOut { .. })))
}

/// The evidence for an exact reading is the whole message.
fn reading(intents: Vec<Intent>, text: &str, language: Language) -> Reading {
    Reading {
        intents,
        evidence: vec![Redacted::new(text.trim())],
        language: Some(language),
    }
}
