//! Whether a rendered e-mail has the form that commercial e-mail must have (CAN-SPAM: 15 U.S.C. 7704(a), 16 CFR 316.5).
//!
//! The rule is [`CommercialFacts::judge`]; [`lint_commercial_email`] finds the facts of it in a subject and two parts. It
//! does not judge what is clear and conspicuous, nor whether a message is commercial (16 CFR 316.3): where nobody says, it
//! is held to be.

mod subject;
mod visible;
mod wording;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::wire::decode;
use crate::{Code, Error};

pub use subject::thread_mark;

/// What the rule asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CommercialFacts {
    /// Whether its primary purpose is commercial (16 CFR 316.3). Of a transactional message the rule asks nothing but an
    /// honest sender; the engine's footer stands under every e-mail all the same.
    pub commercial: bool,
    /// Whether it shows a postal address of the sender.
    pub postal_address: bool,
    /// Whether it shows how to end the messages, and a way to do it.
    pub optout_in_body: bool,
    /// Whether the subject is likely to mislead, such as a reply that is none.
    pub subject_misleading: bool,
    /// Whether `From` or another header hides who writes.
    pub sender_misleading: bool,
    /// Whether ending the messages takes a login.
    pub optout_requires_login: bool,
    /// Whether it takes a reason, or anything else besides the address and what the person no longer wants.
    pub optout_requires_reason: bool,
    /// Whether it costs anything.
    pub optout_requires_fee: bool,
    /// Whether it takes more than one reply, or more than one page.
    pub optout_requires_steps: bool,
}

/// A commercial message that shows nothing of what it must.
impl Default for CommercialFacts {
    fn default() -> Self {
        Self {
            commercial: true,
            postal_address: false,
            optout_in_body: false,
            subject_misleading: false,
            sender_misleading: false,
            optout_requires_login: false,
            optout_requires_reason: false,
            optout_requires_fee: false,
            optout_requires_steps: false,
        }
    }
}

/// What keeps an e-mail from going out as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CommercialProblem {
    /// The headers hide who writes.
    MisleadingSender,
    /// The subject misleads.
    MisleadingSubject,
    /// It does not say how to end the messages.
    NoOptOut,
    /// There is no postal address in it.
    NoPostalAddress,
    /// Ending the messages takes a login.
    OptOutLogin,
    /// Ending the messages takes a reason.
    OptOutReason,
    /// Ending the messages costs something.
    OptOutFee,
    /// Ending the messages takes more than one page.
    OptOutSteps,
}

impl CommercialProblem {
    /// The paragraph that says so.
    pub fn cite(self) -> &'static str {
        match self {
            Self::MisleadingSender => "15 USC 7704(a)(1)",
            Self::MisleadingSubject => "15 USC 7704(a)(2)",
            Self::NoOptOut => "15 USC 7704(a)(3), (a)(5)(A)(ii)",
            Self::NoPostalAddress => "15 USC 7704(a)(5)(A)(iii)",
            Self::OptOutLogin | Self::OptOutReason | Self::OptOutFee | Self::OptOutSteps => "16 CFR 316.5",
        }
    }

    /// What to do about it, in a sentence.
    pub fn help(self) -> &'static str {
        match self {
            Self::MisleadingSender => "send it from an address that names the practice",
            Self::MisleadingSubject => "say in the subject what the message is; leave out Re: and the like",
            Self::NoOptOut => "put the unsubscribe link, and words for it, into every part",
            Self::NoPostalAddress => "put the practice's postal address into every part",
            Self::OptOutLogin => "let the link itself do it, without a login",
            Self::OptOutReason => "ask for a reason afterwards, if at all",
            Self::OptOutFee => "let it cost nothing",
            Self::OptOutSteps => "let one reply or one page be enough",
        }
    }
}

/// What the rule says of the facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CommercialVerdict {
    /// Whether it may go out as it is.
    pub allowed: bool,
    /// What keeps it from that.
    pub problems: Vec<CommercialProblem>,
}

impl CommercialFacts {
    /// Reads the JSON of the wire; what it does not say is as in the default.
    ///
    /// # Errors
    /// `FT-H001` with the path of what cannot be decoded.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        decode::from_text(text, Code::EventMalformed)
    }

    /// Holds the facts against the rule.
    ///
    /// ```
    /// use followthrough::message::{CommercialFacts, CommercialProblem};
    /// let good = CommercialFacts { postal_address: true, optout_in_body: true, ..CommercialFacts::default() };
    /// assert!(good.judge().allowed);
    /// let fake = CommercialFacts { subject_misleading: true, ..good };
    /// assert_eq!(fake.judge().problems, [CommercialProblem::MisleadingSubject]);
    /// ```
    pub fn judge(self) -> CommercialVerdict {
        let commercial = [
            (CommercialProblem::MisleadingSubject, self.subject_misleading),
            (CommercialProblem::NoOptOut, !self.optout_in_body),
            (CommercialProblem::NoPostalAddress, !self.postal_address),
            (CommercialProblem::OptOutLogin, self.optout_requires_login),
            (CommercialProblem::OptOutReason, self.optout_requires_reason),
            (CommercialProblem::OptOutFee, self.optout_requires_fee),
            (CommercialProblem::OptOutSteps, self.optout_requires_steps),
        ];
        let commercial = commercial.into_iter().filter(|_| self.commercial);
        // Who writes must be true of every message (15 U.S.C. 7704(a)(1)), the rest of commercial ones only.
        let all = [(CommercialProblem::MisleadingSender, self.sender_misleading)].into_iter();
        let problems: Vec<_> = all
            .chain(commercial)
            .filter_map(|(problem, there)| there.then_some(problem))
            .collect();
        CommercialVerdict {
            allowed: problems.is_empty(),
            problems,
        }
    }
}

/// An e-mail as it leaves, with what it must show. What a text cannot tell is asked of the host.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CommercialEmail {
    /// The subject.
    pub subject: String,
    /// The HTML part; empty when there is none.
    pub html: String,
    /// The text part; empty when there is none.
    pub text: String,
    /// The practice's postal address, which every part must show.
    pub postal_address: String,
    /// The unsubscribe link, which every part must have. Without one a part must say how to end the messages by a reply.
    pub unsubscribe_url: String,
    /// Whether the primary purpose is commercial.
    pub commercial: bool,
    /// Whether it answers a message of the person's: then `Re:` says the truth.
    pub is_reply: bool,
    /// Whether the headers hide who writes.
    pub sender_misleading: bool,
    /// Whether the page behind the link asks for a login.
    pub optout_requires_login: bool,
    /// Whether it asks for a reason before it works.
    pub optout_requires_reason: bool,
    /// Whether it asks for money.
    pub optout_requires_fee: bool,
    /// Whether it takes more than that one page.
    pub optout_requires_steps: bool,
}

/// An empty commercial message, answering none, with a page that asks for nothing.
impl Default for CommercialEmail {
    fn default() -> Self {
        Self {
            subject: String::new(),
            html: String::new(),
            text: String::new(),
            postal_address: String::new(),
            unsubscribe_url: String::new(),
            commercial: true,
            is_reply: false,
            sender_misleading: false,
            optout_requires_login: false,
            optout_requires_reason: false,
            optout_requires_fee: false,
            optout_requires_steps: false,
        }
    }
}

impl CommercialEmail {
    /// Reads the JSON of the wire.
    ///
    /// # Errors
    /// `FT-H001` with the path of what cannot be decoded.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        decode::from_text(text, Code::EventMalformed)
    }
}

/// A message is between a practice and a person.
impl fmt::Debug for CommercialEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CommercialEmail([redacted])")
    }
}

/// What the lint found, and what the rule says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CommercialLint {
    /// The facts.
    #[serde(flatten)]
    pub facts: CommercialFacts,
    /// The verdict.
    #[serde(flatten)]
    pub verdict: CommercialVerdict,
}

/// Reads an e-mail for what CAN-SPAM asks of its form.
///
/// - The **postal address** must stand in every part that there is, by its letters and digits: case, spaces, line breaks
///   and punctuation do not count. Something without a digit is no postal address (16 CFR 316.2(p)).
/// - The **opt-out** must stand in every part too: words for it, in English or Spanish, and the link, or that a reply
///   does it.
/// - The **subject** must not begin as a reply or a forward does, in any of the languages of mail programs, nor carry the
///   marks of a thread, unless the message is a reply.
/// - A sentence that ties the opt-out to a **login** or a **reason** counts as one that asks for it.
///
/// ```
/// use followthrough::message::{CommercialEmail, CommercialProblem, lint_commercial_email};
/// let mail = CommercialEmail {
///     subject: "Your visit".into(),
///     text: "Hi Ana.\n\n-- \nBright Dental\n1 Peachtree St\nAtlanta, GA 30303\nUnsubscribe: https://b.example/u?ft=t_9fK2".into(),
///     postal_address: "1 Peachtree St, Atlanta, GA 30303".into(),
///     unsubscribe_url: "https://b.example/u?ft=t_9fK2".into(),
///     ..CommercialEmail::default()
/// };
/// assert!(lint_commercial_email(&mail).verdict.allowed);
///
/// let fake = CommercialEmail { subject: "Re: Your visit".into(), ..mail };
/// assert_eq!(lint_commercial_email(&fake).verdict.problems, [CommercialProblem::MisleadingSubject]);
/// ```
pub fn lint_commercial_email(mail: &CommercialEmail) -> CommercialLint {
    let text = Some(visible::of_text(&mail.text)).filter(|_| !mail.text.trim().is_empty());
    let html = Some(visible::of_html(&mail.html)).filter(|_| !mail.html.trim().is_empty());
    let parts: Vec<_> = [text, html].into_iter().flatten().collect();
    let all = |test: &dyn Fn(&visible::Part) -> bool| !parts.is_empty() && parts.iter().all(test);
    let any = |test: &dyn Fn(&visible::Part) -> bool| parts.iter().any(test);
    let address = wording::letters(&mail.postal_address);
    let is_address = address.chars().any(char::is_alphabetic) && address.chars().any(char::is_numeric);
    let facts = CommercialFacts {
        commercial: mail.commercial,
        postal_address: is_address && all(&|part| wording::letters(&part.words).contains(&address)),
        optout_in_body: all(&|part| wording::says_how_to_leave(part, mail.unsubscribe_url.trim())),
        subject_misleading: !mail.is_reply && thread_mark(&mail.subject).is_some(),
        sender_misleading: mail.sender_misleading,
        optout_requires_login: mail.optout_requires_login || any(&|part| wording::asks_for_a_login(&part.words)),
        optout_requires_reason: mail.optout_requires_reason || any(&|part| wording::asks_for_a_reason(&part.words)),
        optout_requires_fee: mail.optout_requires_fee,
        optout_requires_steps: mail.optout_requires_steps,
    };
    CommercialLint {
        facts,
        verdict: facts.judge(),
    }
}
