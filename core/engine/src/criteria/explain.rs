//! A condition in words, with what each comparison found.

use serde::Serialize;

use super::{
    AmountFact, Condition, CountFact, CustomTest, DayFact, Facts, FlagFact, Range, StepResult, Test, TextFact, Verdict,
};
use crate::plan::Money;
use crate::recipient::Channel;
use crate::schedule::Date;
use crate::wire::hash;

/// A condition as it was found, in plain English. It shows amounts, counts, times, kinds of treatment, what became of a
/// step, the provider's and the location's id; of a patient's age, of codes, tags and facts of the host's own it shows
/// whether they fit, not what they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Criterion {
    /// What is asked for: `the value of the open treatment is at least $500.00`.
    pub says: String,
    /// What was found: `$120.00`. Absent where it is not known, not shown, or is no more than yes or no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether it holds; `unknown` when a fact is missing.
    pub verdict: Verdict,
    /// What it is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Criterion>,
}

impl Criterion {
    /// The comparisons for which the whole does not hold: one that fails decides before one that nobody can tell.
    pub fn decisive(&self) -> Vec<&Self> {
        if self.verdict == Verdict::Holds {
            return Vec::new();
        }
        let same: Vec<&Self> = self.parts.iter().filter(|part| part.verdict == self.verdict).collect();
        // Of `any`, no part alone decides, and what `not` says is the opposite of its part.
        let each_decides = self.verdict == Verdict::Unknown || same.len() < self.parts.len() || self.parts.len() == 1;
        if same.is_empty() || !each_decides {
            return vec![self];
        }
        same.into_iter().flat_map(Self::decisive).collect()
    }
}

/// What a condition is about, as its words name it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// A plan.
    Plan,
    /// Something that falls due.
    Due,
    /// A visit that ended without the next one.
    EndedVisit,
}

impl About {
    /// What a playbook of this `subject` is about.
    pub(crate) fn of_kind(subject: &str) -> Self {
        match subject {
            hash::PLAN => Self::Plan,
            "no_rebook" => Self::EndedVisit,
            _ => Self::Due,
        }
    }

    /// What began it: `the plan was presented`.
    pub(crate) fn began(self) -> &'static str {
        match self {
            Self::Plan => "the plan was presented",
            Self::Due => "it fell due",
            Self::EndedVisit => "the visit ended",
        }
    }

    /// `plan`, `case`.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Due | Self::EndedVisit => "case",
        }
    }
}

impl Condition {
    /// The condition in words, held against facts. The verdicts are those of [`Condition::evaluate`].
    pub fn explain(&self, facts: &Facts<'_>) -> Criterion {
        let parts: Vec<Criterion> = match &self.test {
            Test::All(parts) | Test::Any(parts) => parts.iter().map(|part| part.explain(facts)).collect(),
            Test::Not(part) => vec![part.explain(facts)],
            Test::Amount(..)
            | Test::Count(..)
            | Test::Day(..)
            | Test::Category(_)
            | Test::Standing(_)
            | Test::Text(..)
            | Test::Flag(..)
            | Test::Code(_)
            | Test::HasChannel(_)
            | Test::Consented(_)
            | Test::Custom(..)
            | Test::LastResult(..) => Vec::new(),
        };
        let about = match facts.due_on {
            Some(_) => About::Due,
            None => About::Plan,
        };
        Criterion {
            says: self.says(about),
            value: self.found(facts),
            verdict: self.evaluate(facts),
            parts,
        }
    }

    /// What is asked for: `the value of the open treatment is at least $500.00`.
    pub(crate) fn says(&self, about: About) -> String {
        let each = |parts: &[Self], last: &str| joined(parts.iter().map(|part| part.says(about)), last);
        match &self.test {
            Test::All(parts) if parts.is_empty() => "anything goes".to_owned(),
            Test::Any(parts) if parts.is_empty() => "nothing goes".to_owned(),
            Test::All(parts) => each(parts, "and"),
            Test::Any(parts) => each(parts, "or"),
            Test::Not(part) => format!("it is not so that {}", part.says(about)),
            Test::Amount(fact, range) => {
                let what = match fact {
                    AmountFact::PendingValue => "the value of the open treatment",
                    AmountFact::PatientPortion => "the patient's share of it",
                    AmountFact::PatientPortionOrValue => "the patient's share, or the value where that is not known,",
                    AmountFact::BenefitsRemaining => "what the patient's insurance would still pay this year",
                };
                format!("{what} is {}", in_words(range, |amount| amount.display_us()))
            }
            Test::Count(fact, range) => match fact {
                CountFact::ProcedureCount => {
                    format!("the number of open procedures is {}", in_words(range, i64::to_string))
                }
                CountFact::Age => format!("the patient's age is {}", in_words(range, i64::to_string)),
                CountFact::PendingFor => {
                    let began = match about {
                        About::Plan => "it was presented",
                        About::Due | About::EndedVisit => about.began(),
                    };
                    format!("the time since {began} is {}", in_words(range, |time| span(*time)))
                }
                CountFact::Round => format!("the round is {}", in_words(range, i64::to_string)),
                CountFact::OverdueFor => {
                    let since = match about {
                        About::Plan | About::Due => "it was due",
                        About::EndedVisit => about.began(),
                    };
                    format!("the time since {since} is {}", in_words(range, |time| span(*time)))
                }
                CountFact::LastVisitAgo => {
                    format!(
                        "the time since the last visit is {}",
                        in_words(range, |time| span(*time))
                    )
                }
            },
            Test::Day(fact, range) => {
                let what = match (fact, about) {
                    (DayFact::DueOn, About::EndedVisit) => about.began(),
                    (DayFact::DueOn, About::Plan | About::Due) => "it is due",
                    (DayFact::PresentedOn, _) => About::Plan.began(),
                };
                format!("the day on which {what} is {}", in_words(range, Date::to_string))
            }
            Test::Category(list) => format!("the kind of treatment is {}", one_of(list.iter().map(|c| c.as_str()))),
            Test::Standing(list) => format!("the plan stands as {}", one_of(list.iter().map(|s| s.as_str()))),
            Test::Text(fact, list) => {
                let what = match fact {
                    TextFact::Provider => "the provider is".to_owned(),
                    TextFact::Location => "the location is".to_owned(),
                    TextFact::Tag => format!("the {} has the tag", about.noun()),
                    TextFact::Language => "the language is".to_owned(),
                };
                format!("{what} {}", one_of(list.iter().map(String::as_str)))
            }
            Test::Flag(fact, wanted) => match (fact, wanted) {
                (FlagFact::UpcomingAppointment, true) => "a visit is booked",
                (FlagFact::UpcomingAppointment, false) => "no visit is booked",
                (FlagFact::NoUpcomingAppointmentForPlan, true) => "no visit is booked for this plan",
                (FlagFact::NoUpcomingAppointmentForPlan, false) => "a visit is booked for this plan",
                (FlagFact::FinancingAvailable, true) => "a financing offer fits",
                (FlagFact::FinancingAvailable, false) => "no financing offer fits",
                (FlagFact::Replied, true) => "the patient has written back",
                (FlagFact::Replied, false) => "the patient has not written back",
                (FlagFact::NewPatient, true) => "the patient is new to the practice",
                (FlagFact::NewPatient, false) => "the patient is not new to the practice",
                (FlagFact::Insured, true) => "the patient is insured",
                (FlagFact::Insured, false) => "the patient is not insured",
            }
            .to_owned(),
            Test::Code(ranges) => {
                let one = |range: &super::CodeRange| {
                    if range.from == range.to {
                        range.from.clone()
                    } else {
                        format!("{} to {}", range.from, range.to)
                    }
                };
                format!(
                    "a procedure with the code {} is open",
                    joined(ranges.iter().map(one), "or")
                )
            }
            Test::HasChannel(list) => format!("there is a contact for {}", channels(list)),
            Test::Consented(list) => format!("the patient may be contacted by {}", channels(list)),
            Test::Custom(name, test) => match test {
                CustomTest::Flag(true) => format!("\"{name}\" is so"),
                CustomTest::Flag(false) => format!("\"{name}\" is not so"),
                CustomTest::Number(range) => format!("\"{name}\" is {}", in_words(range, i64::to_string)),
                CustomTest::Text(list) => format!("\"{name}\" is {}", one_of(list.iter().map(String::as_str))),
            },
            Test::LastResult(step, list) => {
                let results = one_of(list.iter().map(|result| in_plain_words(*result)));
                format!("what became of the step \"{step}\" is {results}")
            }
        }
    }

    /// What was found, where it may be shown.
    fn found(&self, facts: &Facts<'_>) -> Option<String> {
        match &self.test {
            Test::Amount(fact, _) => fact.of(facts).map(Money::display_us),
            Test::Count(fact @ (CountFact::PendingFor | CountFact::OverdueFor | CountFact::LastVisitAgo), _) => {
                fact.of(facts).map(span)
            }
            Test::Day(fact, _) => fact.of(facts).map(|day| day.to_string()),
            Test::Count(fact @ (CountFact::ProcedureCount | CountFact::Round), _) => {
                fact.of(facts).map(|count| count.to_string())
            }
            Test::Category(_) => facts.category.map(|category| category.as_str().to_owned()),
            Test::Standing(_) => facts.standing.map(|standing| standing.as_str().to_owned()),
            Test::Text(TextFact::Provider, _) => facts.provider.map(str::to_owned),
            Test::Text(TextFact::Location, _) => facts.location.map(str::to_owned),
            Test::Text(TextFact::Language, _) => facts.language.map(str::to_owned),
            Test::LastResult(step, _) => facts.last_result(step).map(|result| in_plain_words(result).to_owned()),
            Test::Count(CountFact::Age, _)
            | Test::Text(TextFact::Tag, _)
            | Test::All(_)
            | Test::Any(_)
            | Test::Not(_)
            | Test::Flag(..)
            | Test::Code(_)
            | Test::HasChannel(_)
            | Test::Consented(_)
            | Test::Custom(..) => None,
        }
    }
}

/// A range as people say it: `at least 3 and less than 5`.
fn in_words<T: PartialEq>(range: &Range<T>, show: impl Fn(&T) -> String) -> String {
    let from = range.from.as_ref().map(|bound| {
        let word = if bound.inclusive { "at least" } else { "more than" };
        format!("{word} {}", show(&bound.at))
    });
    let to = range.to.as_ref().map(|bound| {
        let word = if bound.inclusive { "at most" } else { "less than" };
        format!("{word} {}", show(&bound.at))
    });
    match (from, to) {
        (Some(from), Some(to)) => format!("{from} and {to}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "known".to_owned(),
    }
}

/// Seconds in the largest unit that says them, cut: `3 days`, `26 hours`.
pub(crate) fn span(seconds: i64) -> String {
    let (count, unit) = match seconds {
        s if s >= 3 * 86_400 || (s > 0 && s % 86_400 == 0) => (s / 86_400, "day"),
        s if s >= 3_600 => (s / 3_600, "hour"),
        s => (s / 60, "minute"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

fn channels(list: &[Channel]) -> String {
    one_of(list.iter().map(|channel| match channel {
        Channel::Sms => "text",
        Channel::Email => "e-mail",
        Channel::Portal => "portal message",
        Channel::Call => "phone",
    }))
}

fn in_plain_words(result: StepResult) -> &'static str {
    match result {
        StepResult::NoAnswer => "no answer",
        StepResult::LeftMessage => "a message left",
        StepResult::Skipped
        | StepResult::Sent
        | StepResult::Failed
        | StepResult::Delivered
        | StepResult::Reached
        | StepResult::Clicked => result.as_str(),
    }
}

fn one_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    joined(words.map(str::to_owned), "or")
}

/// `a, b and c`.
pub(crate) fn joined(words: impl Iterator<Item = String>, last: &str) -> String {
    let words: Vec<String> = words.collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}
