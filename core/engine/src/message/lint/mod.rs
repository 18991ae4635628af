//! A second look at a message before it leaves: what does its text disclose?
//!
//! Templates are proven when a playbook is checked; this reads the rendered text, where values and the practice's own
//! words have come together. A disclosure that is missed is worse than a false alarm, and a false alarm has a cure: the
//! practice's own names, and the words it allows, are exempt exactly as they are given.

mod patterns;
mod tokens;
mod words;

use std::fmt;
use std::ops::Range;

use super::disclosure::{Disclosure, Form};
use crate::wire::Redacted;
use tokens::Text;

/// Who is written to and by whom: these exact texts disclose nothing in themselves.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct LintRules {
    /// The practice's name. It may hold a word for a treatment.
    pub practice_name: String,
    /// The provider's name as it is shown.
    pub provider_name: Option<String>,
    /// The given name of the person who is written to.
    pub first_name: Option<String>,
    /// The family name, where it is known.
    pub last_name: Option<String>,
    /// More texts that are allowed as they stand: our own link, the postal address, category words the practice allows.
    pub exempt: Vec<String>,
}

impl fmt::Debug for LintRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LintRules([redacted])")
    }
}

/// Something that a text discloses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing.
    pub class: Disclosure,
    /// The words of it.
    pub excerpt: Redacted,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
}

/// What in this text a message of this form may not carry. Of an e-mail, its text part and its subject are looked at.
///
/// ```
/// use followthrough::message::{Disclosure, Form, LintRules, lint};
/// let rules = LintRules { practice_name: "Smile Implant Center".into(), ..LintRules::default() };
/// assert!(lint("Smile Implant Center saved your plan.", Form::Sms, &rules).is_empty());
/// let found = lint("Smile Implant Center saved your implant plan, $1,250.", Form::Sms, &rules);
/// assert_eq!(found.iter().map(|f| f.class).collect::<Vec<_>>(), [Disclosure::Procedure, Disclosure::Amount]);
/// assert!(lint("Your implant, $1,250.", Form::Detailed, &rules).is_empty(), "asked for by the patient");
/// ```
pub fn lint(text: &str, form: Form, rules: &LintRules) -> Vec<Finding> {
    let mut found = disclosures(text, rules);
    found.retain(|finding| !finding.class.allowed_in(form));
    found
}

/// Everything in this text that discloses something, wherever it may be said.
pub fn disclosures(text: &str, rules: &LintRules) -> Vec<Finding> {
    let tokens = Text::read(text, rules);
    let mut spans = words::find(&tokens);
    patterns::find(&tokens, rules, &mut spans);
    spans.sort_by_key(|(class, range)| (range.start, range.end, *class));
    spans.dedup();
    let finding = |(class, range): (Disclosure, Range<usize>)| Finding {
        class,
        excerpt: Redacted::new(text.get(range.clone()).unwrap_or("")),
        range,
    };
    spans.into_iter().map(finding).collect()
}
