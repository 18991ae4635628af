//! A run against what is expected of it.

use std::fmt;

use followthrough::follow_up::Outcome;
use followthrough::wire::CaseId;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Scenario;
use super::form::{Entry, Refusal, Wake};
use super::lines::Line;
use super::matching::{Pair, align, has_keys};
use super::run::{After, Run};

/// The keys by which people tell actions and journal entries apart. No name, number or text is among them.
const TELLING: [&str; 16] = [
    "type",
    "at",
    "case_id",
    "step",
    "channel",
    "kind",
    "role",
    "status",
    "scope",
    "reason",
    "outcome",
    "result",
    "why",
    "by",
    "sequence",
    "action_id",
];

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    name: String,
    expectations: usize,
    mismatches: Vec<Mismatch>,
    unrecorded: bool,
}

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mismatch {
    /// The entry of the timeline, from 0.
    pub entry: usize,
    /// Which expectation: `actions`, `state.tp-1`, `wake_at`.
    pub what: String,
    /// What was expected.
    pub expected: Value,
    /// What came.
    pub got: Value,
    /// Of lists, both side by side: `=` as expected, `-` missing, `+` not expected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diff: Vec<String>,
}

impl Report {
    /// Whether all is as expected.
    pub fn passed(&self) -> bool {
        self.mismatches.is_empty()
    }

    /// What the scenario shows.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many expectations there are.
    pub fn expectations(&self) -> usize {
        self.expectations
    }

    /// What is not as expected, in order of the timeline.
    pub fn mismatches(&self) -> &[Mismatch] {
        &self.mismatches
    }

    /// Whether an entry says `snapshot: true` and no recording was at hand to compare with.
    pub fn is_unrecorded(&self) -> bool {
        self.unrecorded
    }

    /// `{"scenario", "expectations", "mismatches": [{"entry", "what", "expected", "got", "diff"}]}`.
    pub fn to_json(&self) -> String {
        let report = json!({
            "scenario": self.name,
            "expectations": self.expectations,
            "mismatches": self.mismatches,
        });
        report.to_string()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed = self.mismatches.len();
        write!(f, "{}: {} expectations, {failed} not met", self.name, self.expectations)?;
        self.mismatches
            .iter()
            .try_for_each(|mismatch| write!(f, "\n{mismatch}"))
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "timeline[{}] {}: ", self.entry, self.what)?;
        if self.diff.is_empty() {
            return write!(f, "expected {}, got {}", self.expected, self.got);
        }
        f.write_str("not as expected (- missing, + not expected)")?;
        self.diff.iter().try_for_each(|line| write!(f, "\n    {line}"))
    }
}

pub(super) fn check(scenario: &Scenario, run: &Run, recording: Option<&str>) -> Report {
    let mut checker = Checker {
        expectations: 0,
        mismatches: Vec::new(),
        entry: 0,
        journal: Vec::new(),
    };
    for ((index, entry), after) in scenario.form.timeline.iter().enumerate().zip(&run.after) {
        checker.entry = index;
        checker.check(entry, run, after);
    }
    if let Some(recording) = recording.filter(|_| scenario.has_snapshots()) {
        checker.recording(recording, &run.recording());
    }
    Report {
        name: scenario.name().to_owned(),
        expectations: checker.expectations,
        mismatches: checker.mismatches,
        unrecorded: recording.is_none() && scenario.has_snapshots(),
    }
}

struct Checker {
    expectations: usize,
    mismatches: Vec<Mismatch>,
    entry: usize,
    /// The journal of all recipients so far.
    journal: Vec<Map<String, Value>>,
}

impl Checker {
    fn check(&mut self, entry: &Entry, run: &Run, after: &After) {
        let lines: Vec<&Line> = run.of_entry(self.entry).collect();
        let actions = actions(&lines);
        for line in &lines {
            if let Line::Decided(decided) = line {
                self.journal.extend(decided.decision.journal.iter().filter_map(object));
            }
        }
        let expect = &entry.expect;
        self.refusal(expect.error.as_ref(), &lines, after);
        if let Some(expected) = &expect.actions {
            self.expectations += 1;
            self.lists("actions", expected, &actions);
        }
        if let Some(expected) = expect.sends {
            let sends = actions
                .iter()
                .filter(|action| action.get("type").is_some_and(|t| t == "send"))
                .count();
            self.compare("sends", &json!(expected), &json!(sends));
        }
        if let Some(expected) = &expect.journal_has {
            self.expectations += 1;
            self.journal_has(expected);
        }
        for (case, expected) in expect.state.iter().flatten() {
            let got = after.states.get(case).copied();
            self.compare(&format!("state.{case}"), &json!(expected.as_str()), &json!(got));
        }
        for (case, expected) in expect.outcome.iter().flatten() {
            self.outcome(case, *expected, after);
        }
        if let Some(expected) = expect.wake_at {
            let instant = |wake: Option<followthrough::Timestamp>| wake.map_or(json!("none"), |at| json!(at));
            let expected = match expected {
                Wake::At(at) => Some(at),
                Wake::Never => None,
            };
            self.compare("wake_at", &instant(expected), &instant(after.wake_at));
        }
    }

    fn refusal(&mut self, expected: Option<&Refusal>, lines: &[&Line], after: &After) {
        let refused = lines.iter().find_map(|line| match line {
            Line::Refused(refused) => Some(&refused.error),
            Line::Decided(_) => None,
        });
        let fits = match (expected, refused) {
            (None | Some(Refusal::None), refused) => refused.is_none(),
            (Some(Refusal::Any), refused) => refused.is_some() && after.refused_by_engine,
            (Some(Refusal::Code(code)), refused) => {
                after.refused_by_engine && refused.is_some_and(|error| error.code().as_str() == code)
            }
        };
        self.expectations += usize::from(expected.is_some());
        if !fits {
            let expected = match expected {
                None | Some(Refusal::None) => json!("no error"),
                Some(Refusal::Any) => json!("an error"),
                Some(Refusal::Code(code)) => json!(code),
            };
            self.report(
                "error",
                expected,
                refused.map_or(json!("no error"), |error| json!(error)),
                Vec::new(),
            );
        }
    }

    fn outcome(&mut self, case: &CaseId, expected: Outcome, after: &After) {
        let got = match (after.outcomes.get(case), after.states.get(case)) {
            (Some(outcome), _) => json!(outcome),
            (None, Some(state)) => json!(format!("none yet: {state}")),
            (None, None) => Value::Null,
        };
        self.compare(&format!("outcome.{case}"), &json!(expected), &got);
    }

    fn journal_has(&mut self, expected: &[Map<String, Value>]) {
        let missing: Vec<&Map<String, Value>> = expected
            .iter()
            .filter(|&expected| !self.journal.iter().any(|entry| has_keys(expected, entry)))
            .collect();
        if missing.is_empty() {
            return;
        }
        let wanted = |key: &str| missing.iter().filter_map(|one| one.get(key)).collect::<Vec<_>>();
        let types = wanted("type");
        // Of a long journal, what is of the same type.
        let near: Vec<&Map<String, Value>> = self
            .journal
            .iter()
            .filter(|entry| entry.get("type").is_some_and(|t| types.contains(&t)))
            .collect();
        let keys: Vec<&String> = missing.iter().flat_map(|one| one.keys()).collect();
        let diff = missing
            .iter()
            .map(|one| format!("- {}", Value::Object((*one).clone())))
            .chain(near.iter().map(|one| format!("  {}", telling(one, &keys))))
            .collect();
        let got = near.iter().map(|one| telling(one, &keys)).collect();
        let expected = missing.into_iter().cloned().map(Value::Object).collect();
        self.report("journal_has", Value::Array(expected), Value::Array(got), diff);
    }

    fn lists(&mut self, what: &str, expected: &[Map<String, Value>], got: &[Map<String, Value>]) {
        let pairs = align(expected, got);
        if pairs.iter().all(|pair| matches!(pair, Pair::Fits(..))) {
            return;
        }
        let keys: Vec<&String> = expected.iter().flat_map(|one| one.keys()).collect();
        let told = |j: &usize| got.get(*j).map_or(Value::Null, |one| telling(one, &keys));
        let wanted = |i: &usize| expected.get(*i).map_or(Value::Null, |one| Value::Object(one.clone()));
        let diff = pairs
            .iter()
            .map(|pair| match pair {
                Pair::Fits(_, j) => format!("= {}", told(j)),
                Pair::Missing(i) => format!("- {}", wanted(i)),
                Pair::Extra(j) => format!("+ {}", told(j)),
            })
            .collect();
        let got = (0..got.len()).map(|j| told(&j)).collect();
        let expected = (0..expected.len()).map(|i| wanted(&i)).collect();
        self.report(what, Value::Array(expected), Value::Array(got), diff);
    }

    fn recording(&mut self, recorded: &str, now: &str) {
        self.expectations += 1;
        if recorded == now {
            return;
        }
        let object = |line: &str| serde_json::from_str::<Value>(line).unwrap_or(Value::Null);
        let (before, now): (Vec<&str>, Vec<&str>) = (recorded.lines().collect(), now.lines().collect());
        let differ = (0..before.len().max(now.len()))
            .find(|&i| before.get(i) != now.get(i))
            .unwrap_or(0);
        let line = |lines: &[&str]| lines.get(differ).map_or(Value::Null, |line| object(line));
        let (expected, got) = (line(&before), line(&now));
        self.entry = [&got, &expected]
            .iter()
            .find_map(|line| usize::try_from(line.get("entry")?.as_u64()?).ok())
            .unwrap_or(self.entry);
        self.report(&format!("snapshot, line {}", differ + 1), expected, got, Vec::new());
    }

    fn compare(&mut self, what: &str, expected: &Value, got: &Value) {
        self.expectations += 1;
        if expected != got {
            self.report(what, expected.clone(), got.clone(), Vec::new());
        }
    }

    fn report(&mut self, what: &str, expected: Value, got: Value, diff: Vec<String>) {
        self.mismatches.push(Mismatch {
            entry: self.entry,
            what: what.to_owned(),
            expected,
            got,
            diff,
        });
    }
}

/// The actions of an entry as the wire has them, each with the instant of its decision.
fn actions(lines: &[&Line]) -> Vec<Map<String, Value>> {
    let mut actions = Vec::new();
    for line in lines {
        let Line::Decided(decided) = line else { continue };
        for action in decided.decision.actions.iter().filter_map(object) {
            let mut action = action;
            action.insert("at".to_owned(), json!(decided.at));
            actions.push(action);
        }
    }
    actions
}

fn object<T: Serialize>(value: &T) -> Option<Map<String, Value>> {
    match serde_json::to_value(value) {
        Ok(Value::Object(map)) => Some(map),
        _ => None,
    }
}

/// What tells an action or a journal entry apart, and the keys that were asked for.
fn telling(one: &Map<String, Value>, keys: &[&String]) -> Value {
    let asked = |key: &String| TELLING.contains(&key.as_str()) || keys.contains(&key);
    Value::Object(
        one.iter()
            .filter(|(key, _)| asked(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect(),
    )
}
