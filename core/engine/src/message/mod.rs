//! What messages say: templates, what may be said where, SMS and e-mail mechanics.

mod commercial;
mod context;
mod disclosure;
mod email;
mod escape;
mod folding;
mod lint;
mod longest;
mod markdown;
mod optout;
mod render;
mod rendered;
pub mod sms;
mod syntax;
mod template;
mod transliterate;
mod unsubscribe;
mod variables;
mod words;

pub use commercial::{
    CommercialEmail, CommercialFacts, CommercialLint, CommercialProblem, CommercialVerdict, lint_commercial_email,
    thread_mark,
};
pub use context::{Context, Item, OfferWords};
pub use disclosure::{Disclosure, Form};
pub(crate) use email::email_as_seen;
pub use email::{Email, Footer, email, message_id};
pub(crate) use escape::push_html;
pub use lint::{Finding, LintRules, disclosures, lint};
pub use longest::{Longest, LongestSms, longest_sms};
pub use optout::{optout_text, with_opt_out};
pub use rendered::Rendered;
pub use sms::{Encoding, Segments, segments};
pub use syntax::TemplateProblem;
pub use template::Template;
pub use transliterate::{Transliteration, transliteration};
pub use unsubscribe::{UnsubscribeCheck, UnsubscribeProblem, check_unsubscribe, headers_from_json};
pub use variables::{List, Presence, Reference, Variable};
pub(crate) use words::{Language, day_in_words};
