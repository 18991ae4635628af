//! The questions of this module as JSON: one entry for every language.

use std::fmt;
use std::marker::PhantomData;

use followthrough::wire::decode;
use followthrough::{Code, Error};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeOwned, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use super::{Confidence, Observation, Sample, difference_at_any_look, kaplan_meier, log_rank, newcombe, wilson};

const CODE: Code = Code::ScenarioMalformed;

/// One share.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    hits: u64,
    of: u64,
    #[serde(default = "usual")]
    confidence: f64,
}

/// Two shares.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    first: Listed<Share>,
    second: Listed<Share>,
    #[serde(default = "usual")]
    confidence: f64,
}

/// One time to something.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Watched {
    observations: Vec<Listed<Observation>>,
    #[serde(default = "usual")]
    confidence: f64,
}

/// Two of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arms {
    first: Vec<Listed<Observation>>,
    second: Vec<Listed<Observation>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Share {
    hits: u64,
    of: u64,
}

/// An object that may be written as the list of its values too.
struct Listed<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListOrObject(PhantomData)).map(Self)
    }
}

struct ListOrObject<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListOrObject<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object, or the list of its values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, values: A) -> Result<T, A::Error> {
        T::deserialize(SeqAccessDeserializer::new(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(entries))
    }
}

fn bare(observations: Vec<Listed<Observation>>) -> Vec<Observation> {
    observations.into_iter().map(|Listed(one)| one).collect()
}

fn usual() -> f64 {
    Confidence::P95.level()
}

/// Answers a question by its `kind`:
///
/// - `wilson`: `{"hits", "of", "confidence"}`
/// - `newcombe`, `difference_at_any_look`: `{"first": {"hits", "of"}, "second": {…}, "confidence"}`
/// - `kaplan_meier`: `{"observations": [{"time", "happened"}, …], "confidence"}`
/// - `log_rank`: `{"first": [{"time", "happened"}, …], "second": […]}`
///
/// A share may also be `[hits, of]`, an observation `[time, happened]`. `confidence` is 0.95 when left out. Null where
/// there is no answer: a share of nobody, times at which nothing happened.
///
/// # Errors
/// `FT-X001` with the path of what is wrong.
pub fn ask(question: &str) -> Result<String, Error> {
    let mut about: Map<String, Value> = decode::from_value(decode::value(question, CODE)?, CODE, "")?;
    let kind = about.remove("kind");
    let answer = match kind.as_ref().and_then(Value::as_str) {
        Some("wilson") => {
            let One { hits, of, confidence } = read(about)?;
            json!(wilson(sample(Share { hits, of }, "hits")?, level(confidence)?))
        }
        Some("newcombe") => {
            let (first, second, confidence) = both(&read(about)?)?;
            json!(newcombe(first, second, confidence))
        }
        Some("difference_at_any_look") => {
            let (first, second, confidence) = both(&read(about)?)?;
            json!(difference_at_any_look(first, second, confidence))
        }
        Some("kaplan_meier") => {
            let watched: Watched = read(about)?;
            json!(kaplan_meier(&bare(watched.observations), level(watched.confidence)?))
        }
        Some("log_rank") => {
            let arms: Arms = read(about)?;
            json!(log_rank(&bare(arms.first), &bare(arms.second)))
        }
        Some(_) | None => {
            return Err(Error::new(CODE, "there is no such question")
                .at("kind")
                .help("one of: wilson, newcombe, difference_at_any_look, kaplan_meier, log_rank"));
        }
    };
    Ok(answer.to_string())
}

/// Decoded by itself, so that an error has its path.
fn read<T: DeserializeOwned>(about: Map<String, Value>) -> Result<T, Error> {
    decode::from_value(Value::Object(about), CODE, "")
}

/// The same, asked by value.
pub(crate) fn ask_value(question: &Value) -> Result<Value, Error> {
    decode::value(&ask(&question.to_string())?, CODE)
}

fn both(pair: &Pair) -> Result<(Sample, Sample, Confidence), Error> {
    let (first, second) = (
        sample(pair.first.0, "first.hits")?,
        sample(pair.second.0, "second.hits")?,
    );
    Ok((first, second, level(pair.confidence)?))
}

fn sample(share: Share, path: &str) -> Result<Sample, Error> {
    Sample::new(share.hits, share.of).ok_or_else(|| Error::new(CODE, "more hits than there are in all").at(path))
}

fn level(confidence: f64) -> Result<Confidence, Error> {
    Confidence::new(confidence)
        .ok_or_else(|| Error::new(CODE, "expected a number between 0 and 1, such as 0.95").at("confidence"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_has_its_path() {
        let path = |question: &str| ask(question).map_err(|error| error.path().to_owned());
        let wrong = |path: &str| Err(path.to_owned());
        assert_eq!(path(r#"{"kind": "wilson", "hits": 0, "of": 0}"#), Ok("null".to_owned()));
        assert_eq!(path(r#"{"kind": "wilson", "hits": 3, "of": 2}"#), wrong("hits"));
        assert_eq!(
            path(r#"{"kind": "wilson", "hits": 1, "of": 2, "confidence": 1}"#),
            wrong("confidence")
        );
        assert_eq!(
            path(r#"{"kind": "newcombe", "first": [-1, 2], "second": [1, 2]}"#),
            wrong("first[0]")
        );
        assert_eq!(
            path(r#"{"kind": "newcombe", "first": [1, 2], "second": [3, 2]}"#),
            wrong("second.hits")
        );
        assert_eq!(path(r#"{"kind": "mean"}"#), wrong("kind"));
        assert_eq!(
            path(r#"{"kind": "log_rank", "first": [], "second": [{"time": 1}]}"#),
            wrong("second[0]")
        );
        assert_eq!(path("[]"), wrong(""));
    }
}
