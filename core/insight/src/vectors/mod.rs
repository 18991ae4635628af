//! Vector files: cases with the answers of somebody else, run against this build. A vendor's acceptance kit.
//!
//! A file is known by its folder and its name, such as `time/quiet_hours.json`. Each case is an object of inputs and
//! answers; [`answer`] has the same questions for one object at a time.
//!
//! ```
//! use followthrough_insight::vectors;
//! let text = r#"{"cases": [
//!   {"id": "a", "text": "hello", "encoding": "GSM-7", "units": 5, "segments": 1, "segment_units": [5]},
//!   {"id": "b", "text": "hello", "encoding": "UCS-2", "units": 5, "segments": 1, "segment_units": [5]}]}"#;
//! let tally = vectors::run("sms", "segments.json", text)?.unwrap();
//! assert_eq!(tally.to_string(), "1 passed, 1 failed");
//! assert_eq!(tally.failures[0].id, "b");
//! # Ok::<(), followthrough::Error>(())
//! ```

pub mod answer;
mod email;
mod email_events;
mod finance;
mod input;
mod law;
mod message;
mod replies;
mod stats;
mod time;

use std::fmt;

use followthrough::{Code, Error};
use serde::Serialize;
use serde_json::{Map, Value};

/// How many cases of a file came out as it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cases that did.
    pub passed: usize,
    /// Cases of a kind that this build has no answer to.
    pub not_yet: usize,
    /// Cases that did not, in order.
    pub failures: Vec<Failure>,
}

/// A case that did not come out as the file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The case.
    pub id: String,
    /// What the file says, of what differs.
    pub expected: Value,
    /// What this build says.
    pub got: Value,
}

/// Runs a vector file by the name of its folder and its own. None for a file that this build has no answers to.
///
/// # Errors
/// `FT-X001` when the file cannot be decoded.
pub fn run(folder: &str, file: &str, text: &str) -> Result<Option<Tally>, Error> {
    let run = match (folder, file) {
        ("time", "quiet_hours.json") => time::quiet_hours,
        ("time", "business_days.json") => time::business_days,
        ("time", "local_schedule.json") => time::local_schedule,
        ("law", "holidays.json") => law::holidays,
        ("law", "windows.json") => law::windows,
        ("sms", "segments.json") => message::segments,
        ("replies", "sms_keywords.json") => message::keywords,
        ("replies", "intents.json" | "public_affirm_negate.json") => replies::judged,
        ("phi", "lint.json") => message::lint,
        ("email", "list_unsubscribe.json") => email::list_unsubscribe,
        ("finance", "amortization.json") => finance::amortization,
        ("stats", "intervals.json") => stats::intervals,
        ("law", "reg_z.json") => finance::reg_z,
        _ => return Ok(None),
    };
    let file: Value =
        serde_json::from_str(text).map_err(|_| Error::new(Code::ScenarioMalformed, "not well-formed JSON"))?;
    run(&file).map(Some)
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failures.len())?;
        if self.not_yet > 0 {
            write!(f, ", {} not yet", self.not_yet)?;
        }
        Ok(())
    }
}

impl Tally {
    /// Counts a case: what the file says against what this build says, both as objects with the keys that count.
    fn count(&mut self, id: &str, expected: &Map<String, Value>, got: &Map<String, Value>) {
        let differs =
            |key: &&String| expected.get(*key).unwrap_or(&Value::Null) != got.get(*key).unwrap_or(&Value::Null);
        let keys: Vec<&String> = expected.keys().filter(differs).collect();
        if keys.is_empty() {
            self.passed += 1;
            return;
        }
        let of = |map: &Map<String, Value>| {
            let known = keys
                .iter()
                .filter_map(|key| Some(((*key).clone(), map.get(*key)?.clone())));
            Value::Object(known.collect())
        };
        self.failures.push(Failure {
            id: id.to_owned(),
            expected: of(expected),
            got: of(got),
        });
    }

    fn join(&mut self, other: Self) {
        self.passed += other.passed;
        self.not_yet += other.not_yet;
        self.failures.extend(other.failures);
    }

    /// Asks about every case of a list, and compares the given keys.
    fn ask(
        file: &Value,
        keys: &[&str],
        mut question: impl FnMut(&Value) -> Result<Value, Error>,
    ) -> Result<Self, Error> {
        let mut tally = Self::default();
        for case in input::list(file, "cases")? {
            let id = input::text(case, "id")?;
            let expected = keys
                .iter()
                .filter_map(|key| Some(((*key).to_owned(), case.get(*key)?.clone())))
                .collect();
            let got = match question(case).map_err(|error| serde_json::json!(error)) {
                Ok(Value::Object(got)) => got,
                Ok(other) | Err(other) => Map::from_iter([("error".to_owned(), other)]),
            };
            tally.count(id, &expected, &got);
        }
        Ok(tally)
    }
}
