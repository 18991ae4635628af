//! `followthrough replay`: the steps of a scenario, one JSON line each; or whether they are as expected.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use followthrough::{Code, Error};
use followthrough_insight::scenario::{Report as Checked, Scenario};

use crate::failure::Failure;
use crate::files;
use crate::{Outcome, Report};

/// Runs a scenario: a playbook, then a timeline of what happens. Prints each decision as one JSON line.
#[derive(Args)]
pub(crate) struct Replay {
    /// The scenarios, as YAML or JSON; more than one only with --check.
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    /// Run them under this playbook, whatever they have of their own.
    #[arg(long, value_name = "PLAYBOOK")]
    playbook: Option<PathBuf>,
    /// Compare with the expectations instead, and with the recording beside the file where one is asked for.
    #[arg(long)]
    check: bool,
    /// Record the entries that say `snapshot: true` beside the file.
    #[arg(long, conflicts_with = "check")]
    record: bool,
    /// With --check, print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

impl Replay {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        if self.check {
            return self.check_all();
        }
        let [path] = self.scenarios.as_slice() else {
            return Err(Failure::from(Error::new(
                Code::ScenarioMalformed,
                "several scenarios are only compared with their expectations: add --check",
            )));
        };
        let run = read(path, self.playbook.as_deref())?.run();
        if self.record {
            files::write(&recording_of(path), &run.recording())?;
        }
        Ok(Report::fine(run.to_json_lines()))
    }

    fn check_all(&self) -> Result<Report, Failure> {
        let mut all = Report::fine(String::new());
        for path in &self.scenarios {
            let checked = check(path, &read(path, self.playbook.as_deref())?)?;
            let told = self.told(&checked);
            all.text.push_str(&told.text);
            if matches!(told.outcome, Outcome::Findings) {
                all.outcome = Outcome::Findings;
            }
        }
        Ok(all)
    }

    fn told(&self, checked: &Checked) -> Report {
        let mut text = if self.json {
            checked.to_json()
        } else {
            checked.to_string()
        };
        if checked.is_unrecorded() && !self.json {
            let _ = write!(
                text,
                "\nnote: it asks for a snapshot and none is recorded; --record writes one"
            );
        }
        text.push('\n');
        let outcome = if checked.passed() {
            Outcome::Fine
        } else {
            Outcome::Findings
        };
        Report { text, outcome }
    }
}

/// Reads a scenario, to be run under another playbook than its own where one is given.
pub(crate) fn read(path: &Path, playbook: Option<&Path>) -> Result<Scenario, Failure> {
    let text = files::read(path)?;
    let scenario = match playbook {
        Some(playbook) => Scenario::parse_under(&text, &files::playbook(playbook)?),
        None => Scenario::parse(&text),
    };
    scenario.map_err(|errors| Failure::in_file(path, errors.iter().cloned()))
}

/// Compares a scenario with its expectations, and with its recording where there is one.
pub(crate) fn check(path: &Path, scenario: &Scenario) -> Result<Checked, Failure> {
    let recording = recording_of(path);
    if scenario.has_snapshots() && recording.is_file() {
        return Ok(scenario.check_with_recording(&files::read(&recording)?));
    }
    Ok(scenario.check())
}

fn recording_of(scenario: &Path) -> PathBuf {
    scenario.with_extension("snapshot.jsonl")
}
