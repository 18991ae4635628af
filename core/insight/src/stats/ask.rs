//! The questions of this module as JSON: one entry for every language.

use followthrough::wire::decode;
use followthrough::{Code, Error};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Confidence, Observation, Sample, difference_at_any_look, kaplan_meier, log_rank, newcombe, wilson};

const CODE: Code = Code::ScenarioMalformed;

/// A question, by its `kind`.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Question {
    Wilson {
        hits: u64,
        of: u64,
        #[serde(default = "usual")]
        confidence: f64,
    },
    Newcombe(Pair),
    DifferenceAtAnyLook(Pair),
    KaplanMeier {
        observations: Vec<Observation>,
        #[serde(default = "usual")]
        confidence: f64,
    },
    LogRank {
        first: Vec<Observation>,
        second: Vec<Observation>,
    },
}

/// Two shares.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    first: Share,
    second: Share,
    #[serde(default = "usual")]
    confidence: f64,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Share {
    hits: u64,
    of: u64,
}

fn usual() -> f64 {
    Confidence::P95.level()
}

/// Answers `{"kind": "wilson", "hits", "of", "confidence"}`, `{"kind": "newcombe" | "difference_at_any_look", "first":
/// {"hits", "of"}, "second": …, "confidence"}`, `{"kind": "kaplan_meier", "observations": [{"time", "happened"}],
/// "confidence"}` and `{"kind": "log_rank", "first": […], "second": […]}`. `confidence` is 0.95 when left out. Null where
/// there is no answer: a share of nobody, curves that cannot be told apart.
///
/// # Errors
/// `FT-X001` with the path of what is wrong.
pub fn ask(question: &str) -> Result<String, Error> {
    let question: Question = decode::from_value(decode::value(question, CODE)?, CODE, "")?;
    let answer = match question {
        Question::Wilson { hits, of, confidence } => {
            let sample = sample(Share { hits, of }, "hits")?;
            json!(wilson(sample, level(confidence)?))
        }
        Question::Newcombe(pair) => {
            let (first, second, confidence) = both(&pair)?;
            json!(newcombe(first, second, confidence))
        }
        Question::DifferenceAtAnyLook(pair) => {
            let (first, second, confidence) = both(&pair)?;
            json!(difference_at_any_look(first, second, confidence))
        }
        Question::KaplanMeier {
            observations,
            confidence,
        } => json!(kaplan_meier(&observations, level(confidence)?)),
        Question::LogRank { first, second } => json!(log_rank(&first, &second)),
    };
    Ok(answer.to_string())
}

/// The same, asked by value.
pub(crate) fn ask_value(question: &Value) -> Result<Value, Error> {
    decode::value(&ask(&question.to_string())?, CODE)
}

fn both(pair: &Pair) -> Result<(Sample, Sample, Confidence), Error> {
    let (first, second) = (sample(pair.first, "first.hits")?, sample(pair.second, "second.hits")?);
    Ok((first, second, level(pair.confidence)?))
}

fn sample(share: Share, path: &str) -> Result<Sample, Error> {
    Sample::new(share.hits, share.of).ok_or_else(|| Error::new(CODE, "more hits than there are in all").at(path))
}

fn level(confidence: f64) -> Result<Confidence, Error> {
    Confidence::new(confidence)
        .ok_or_else(|| Error::new(CODE, "expected a number between 0 and 1, such as 0.95").at("confidence"))
}
