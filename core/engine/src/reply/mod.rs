//! What an inbound message means.
//!
//! Order of harm decides: an opt-out that is missed is worse than any other mistake, a wrong "yes" comes next, and
//! what is not understood goes to a person with the text. Rules that can be read:
//!
//! 1. `quotes` takes out what the message only repeats of ours.
//! 2. `keywords`: the whole message is a word by which carriers and law let a person end messages, or a plain yes or no.
//! 3. `words` and `spelling` read it as words, `pattern` finds the phrases of `lexicon` in them, and
//!    `refusal` the sentences that end contact, however they are put.
//! 4. `cover` drops phrases that others hold, `combine` weighs what is left, `when_words` finds the time of a "not now".
//! 5. `second_look` finds stops in words of their own, where the rules found nothing that settles a message.
//!
//! Time grows with the length of the message and no faster, whatever it says: some microseconds for a text, some
//! milliseconds for 64 KB. Of a letter of more than 250 words only what must not be missed is read.

mod combine;
mod cover;
mod keywords;
mod lexicon;
mod normal;
mod pattern;
mod quotes;
mod reading;
mod refusal;
mod second_look;
mod spelling;
mod when;
mod when_words;
mod words;

pub use reading::{Intent, Language, OptOutScope, Reading, Topic, Urgency};
#[doc(hidden)]
pub use second_look::learning;
pub use when::{CalendarUnit, When};

use crate::wire::Redacted;

/// What a message from a patient means.
///
/// ```
/// use followthrough::reply::{CalendarUnit, Intent, Topic, When, classify};
/// assert!(classify("Stop!!").is_opt_out());
/// assert!(classify("please dont text me anymore").is_opt_out());
/// assert_eq!(classify("Yes please").intents, [Intent::Affirm]);
/// assert_eq!(classify("yes, but how much is it?").intents, [Intent::Affirm, Intent::Question { topic: Topic::Money }]);
/// let until = Some(When::In { count: 2, unit: CalendarUnit::Week });
/// assert_eq!(classify("not now, maybe in two weeks").intents, [Intent::NotNow { until }]);
/// assert!(!classify("stop by tomorrow?").is_opt_out());
/// assert_eq!(classify("pizza tonight?").intents, [Intent::Other]);
/// ```
pub fn classify(text: &str) -> Reading {
    let own = quotes::own_words(text);
    let alone = match own.parts.as_slice() {
        [only] => text.get(only.clone()),
        _ => None,
    };
    if let Some(alone) = alone
        && let Some((intents, language)) = keywords::plain(alone.trim()).or_else(|| keywords::exact(alone))
    {
        return Reading {
            intents,
            evidence: vec![Redacted::new(alone.trim())],
            urgency: None,
            language: Some(language),
        };
    }
    let (mut reading, keeps) = read(text, &own.parts);
    let second = if keeps {
        None
    } else {
        second_look::stop(text, &own.parts, &reading)
    };
    if let Some(spans) = second {
        return Reading {
            intents: stopped(reading.intents),
            evidence: spans
                .into_iter()
                .filter_map(|at| Some(Redacted::new(text.get(at)?)))
                .collect(),
            ..reading
        };
    }
    if own.disliked && reading.intents == [Intent::Other] {
        reading.intents = vec![Intent::Decline];
    }
    reading
}

/// What the rules found, with a stop before it.
fn stopped(intents: Vec<Intent>) -> Vec<Intent> {
    let stop = Intent::OptOut {
        scope: None,
        channel: None,
    };
    let others = intents.into_iter().filter(|intent| *intent != Intent::Other);
    std::iter::once(stop).chain(others).collect()
}

/// Reads the person's own words by the lexicon; and whether any of them ask for messages to go on.
fn read(text: &str, parts: &[std::ops::Range<usize>]) -> (Reading, bool) {
    let lexicon = lexicon::lexicon();
    let words = lexicon.words(text, parts);
    let meaning = combine::combine(lexicon, &words);
    let written = |(from, to): &(usize, usize)| {
        let start = words.get(*from)?.at.start;
        let end = words.get(to.checked_sub(1)?)?.at.end;
        Some(Redacted::new(text.get(start..end)?))
    };
    let reading = Reading {
        evidence: meaning.spans.iter().filter_map(written).collect(),
        intents: meaning.intents,
        urgency: meaning.urgency,
        language: meaning.language,
    };
    (reading, meaning.keeps)
}

/// Whether a message is one of the words by which carriers and law let a person end messages: nothing was interpreted.
pub(crate) fn is_opt_out_keyword(text: &str) -> bool {
    keywords::exact(text).is_some_and(|(intents, _)| intents.iter().any(|i| matches!(i, Intent::OptOut { .. })))
}
