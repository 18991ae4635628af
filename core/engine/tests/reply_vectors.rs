//! Labelled replies of others, counted: what must not be missed, what must not be read, how many labels are right.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_macros,
    reason = "a test may fail loudly, and tells its figures"
)]

mod common;

use followthrough::reply::{Intent, Reading, Topic, classify};
use serde_json::Value;

/// What became of a set.
#[derive(Debug, Default)]
struct Score {
    cases: usize,
    opt_outs: (usize, usize),
    false_stops: (usize, usize),
    yes_found: (usize, usize),
    wrong_yes: usize,
    labels: (usize, usize),
    misread: Vec<String>,
    by_label: std::collections::BTreeMap<String, (usize, usize)>,
}

impl Score {
    fn of(file: &Value) -> Self {
        let mut score = Self::default();
        for case in file["cases"].as_array().unwrap() {
            score.count(case);
        }
        score
    }

    fn count(&mut self, case: &Value) {
        let text = case["text"].as_str().unwrap();
        let reading = classify(text);
        let tally = |(hit, all): &mut (usize, usize), hits: bool| {
            *hit += usize::from(hits);
            *all += 1;
        };
        self.cases += 1;
        let mut wrong = Vec::new();
        match case["opt_out"].as_str() {
            Some("required") => {
                tally(&mut self.opt_outs, reading.is_opt_out());
                if !reading.is_opt_out() {
                    wrong.push("MISSED STOP");
                }
            }
            Some("forbidden") => {
                tally(&mut self.false_stops, reading.is_opt_out());
                if reading.is_opt_out() {
                    wrong.push("false stop");
                }
            }
            _ => {}
        }
        match case["affirm"].as_str() {
            Some("expected") => {
                tally(&mut self.yes_found, reading.is_affirm());
                if !reading.is_affirm() {
                    wrong.push("missed yes");
                }
            }
            Some("forbidden") if reading.is_affirm() => {
                self.wrong_yes += 1;
                wrong.push("WRONG YES");
            }
            _ => {}
        }
        let label = case["label"].as_str().unwrap();
        let right = has_label(&reading, case);
        tally(&mut self.labels, right);
        tally(self.by_label.entry(label.to_owned()).or_default(), right);
        if !right {
            wrong.push("label");
        }
        if !wrong.is_empty() {
            let got: Vec<Value> = reading
                .intents
                .iter()
                .map(|i| serde_json::to_value(i).unwrap())
                .collect();
            self.misread
                .push(format!("{wrong:?} {label}: {text:?} → {}", Value::from(got)));
        }
    }

    /// Of a hundred yeses read, how many were none.
    fn yes_precision(&self) -> (usize, usize) {
        (self.yes_found.0, self.yes_found.0 + self.wrong_yes)
    }
}

/// The first intent has the label of the case, or one that stands in its `also`.
fn has_label(reading: &Reading, case: &Value) -> bool {
    let also = case["also"].as_array().into_iter().flatten();
    let mut labels = also.chain([&case["label"]]).filter_map(Value::as_str);
    let first = reading.intents.first().unwrap();
    labels.any(|label| match first {
        Intent::OptOut { .. } => label == "opt_out" || case["opt_out"] == "either",
        Intent::OptIn => label == "opt_in",
        Intent::Help => label == "help",
        Intent::Affirm => label == "affirm",
        Intent::Decline => label == "decline",
        Intent::NotNow { .. } => label == "decline" || label == "reschedule_or_callback",
        Intent::Callback | Intent::Reschedule => label == "reschedule_or_callback",
        Intent::Question { topic } => {
            label == "question"
                && case["topic"].as_str().is_none_or(|said| {
                    said == match topic {
                        Topic::Money | Topic::Insurance => "money",
                        Topic::Clinical => "clinical",
                        Topic::Hours | Topic::Other => "other",
                    }
                })
        }
        Intent::CancelAppointment => label == "stop_appointment",
        Intent::WrongNumber => label == "wrong_number",
        Intent::DoneElsewhere => label == "already_done_elsewhere",
        Intent::Other => label == "other",
    })
}

/// At least so many in a thousand.
fn at_least((hit, all): (usize, usize), per_mille: usize) -> bool {
    hit * 1000 >= all * per_mille
}

fn show(name: &str, score: &Score) {
    for line in &score.misread {
        eprintln!("{line}");
    }
    eprintln!(
        "{name}: {} cases; stops {:?}, false stops {:?}, yes recall {:?}, yes precision {:?}, labels {:?} {:?}",
        score.cases,
        score.opt_outs,
        score.false_stops,
        score.yes_found,
        score.yes_precision(),
        score.labels,
        score.by_label
    );
}

#[test]
fn replies_to_a_follow_up() {
    let Some(file) = common::shared("replies/intents.json") else {
        return;
    };
    let score = Score::of(&file);
    show("intents", &score);
    assert!(score.cases >= 667);
    assert_eq!(score.opt_outs.0, score.opt_outs.1, "a stop is missed");
    assert!(score.false_stops.0 * 100 <= score.false_stops.1, "false stops");
    assert_eq!(score.wrong_yes, 0, "a wrong yes");
    assert!(at_least(score.yes_found, 980) && at_least(score.labels, 970));
}

#[test]
fn yes_and_no_in_other_matters() {
    let Some(file) = common::shared("replies/public_affirm_negate.json") else {
        return;
    };
    let score = Score::of(&file);
    show("public", &score);
    assert!(score.cases >= 420);
    assert!(score.false_stops.0 * 100 <= score.false_stops.1, "false stops");
    assert!(at_least(score.yes_precision(), 970) && at_least(score.yes_found, 900));
}

/// A set of one's own, in the form of the shared one: `REPLIES=path`, with `--nocapture` to read the figures.
#[test]
#[allow(clippy::disallowed_methods, reason = "a test reads its vectors from files")]
fn a_set_of_ones_own() {
    let Some(path) = std::env::var_os("REPLIES") else {
        return;
    };
    let file = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    show("own", &Score::of(&file));
}
