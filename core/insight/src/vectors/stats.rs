//! Intervals and survival curves. The answers of others are floats: they are the same to a billionth.

use followthrough::{Code, Error};
use serde_json::{Map, Value, json};

use super::{Tally, input};
use crate::stats::ask_value;

pub(super) fn intervals(file: &Value) -> Result<Tally, Error> {
    let keys = ["estimate", "low", "high", "rows", "median", "chi2", "p"];
    Tally::ask(file, &keys, |case| {
        let mut got = answer(case)?;
        if let Some(got) = got.as_object_mut() {
            for (key, got) in got {
                if let Some(expected) = case.get(key) {
                    settle(key, got, expected);
                }
            }
        }
        Ok(got)
    })
}

fn answer(case: &Value) -> Result<Value, Error> {
    let get = |key| input::get(case, key).cloned();
    let confidence = case.get("confidence").cloned().unwrap_or(json!(0.95));
    match input::text(case, "kind")? {
        "wilson" => ask_value(&json!({"kind": "wilson", "hits": get("k")?, "of": get("n")?, "confidence": confidence})),
        "newcombe_diff" => ask_value(&json!({
            "kind": "newcombe", "confidence": confidence,
            "first": {"hits": get("k1")?, "of": get("n1")?}, "second": {"hits": get("k2")?, "of": get("n2")?},
        })),
        "kaplan_meier" => {
            let observations = observations(case, "times", "events")?;
            let found =
                ask_value(&json!({"kind": "kaplan_meier", "observations": observations, "confidence": confidence}))?;
            let rows = input::list(&found, "rows")?.iter().map(row).collect::<Vec<_>>();
            Ok(json!({"rows": rows, "median": found.get("median")}))
        }
        "logrank" => {
            let (first, second) = (
                observations(case, "times1", "events1")?,
                observations(case, "times2", "events2")?,
            );
            let found = ask_value(&json!({"kind": "log_rank", "first": first, "second": second}))?;
            Ok(json!({"chi2": found.get("chi_square"), "p": found.get("p_value")}))
        }
        _ => Err(Error::new(Code::ScenarioMalformed, "no such question").at("kind")),
    }
}

fn row(found: &Value) -> Value {
    let bound = |index: usize| found.get("bounds").and_then(|bounds| bounds.get(index));
    json!({
        "t": found.get("time"), "at_risk": found.get("at_risk"), "events": found.get("events"),
        "survival": found.get("survival"), "greenwood_se": found.get("standard_error"),
        "loglog_low": bound(0), "loglog_high": bound(1),
    })
}

fn observations(case: &Value, times: &str, events: &str) -> Result<Vec<Value>, Error> {
    let (times, events) = (input::list(case, times)?, input::list(case, events)?);
    let one = |(time, event): (&Value, &Value)| json!({"time": time, "happened": event.as_u64() == Some(1)});
    Ok(times.iter().zip(events).map(one).collect())
}

/// Takes the file's number where ours is the same to a billionth, so that the rest can be compared as it stands. A
/// chance that is itself smaller is to agree to a millionth of itself. Where the file has no standard error, there is none to
/// compare.
fn settle(key: &str, got: &mut Value, expected: &Value) {
    match (&mut *got, expected) {
        (Value::Array(got), Value::Array(expected)) => {
            got.iter_mut()
                .zip(expected)
                .for_each(|(got, expected)| settle(key, got, expected));
        }
        (Value::Object(got), Value::Object(expected)) => settle_keys(got, expected),
        (Value::Number(ours), Value::Number(theirs)) => {
            let near = |ours: f64, theirs: f64| {
                let apart = (ours - theirs).abs();
                apart <= 1e-9 && (key != "p" || theirs >= 1e-9 || apart <= theirs * 1e-6)
            };
            if let (Some(ours), Some(theirs)) = (ours.as_f64(), theirs.as_f64())
                && near(ours, theirs)
            {
                *got = expected.clone();
            }
        }
        _ => {}
    }
}

fn settle_keys(got: &mut Map<String, Value>, expected: &Map<String, Value>) {
    for (key, got) in got.iter_mut() {
        match expected.get(key) {
            Some(Value::Null) if key == "greenwood_se" => *got = Value::Null,
            Some(expected) => settle(key, got, expected),
            None => {}
        }
    }
}
