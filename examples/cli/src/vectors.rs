//! `followthrough vectors`: vector files in the published forms, against this build.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use followthrough_insight::vectors::{self, Failure as Case, Tally};

use crate::failure::Failure;
use crate::{Outcome, Report, files, import_vectors, replay, sample_vectors};

/// Runs vector files in the published forms, by folder and file name, and scenarios: one line a file, each failure with
/// its id, what was expected and what came. Exits 1 on any.
#[derive(Args)]
pub(crate) struct Vectors {
    /// Files, or folders that hold them.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Print JSON, one object a file.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What became of one file.
enum Ran {
    Told(Tally),
    /// This build has no answers to it.
    NotYet,
    /// It cannot be used; the others are run all the same.
    Bad(Failure),
}

impl Vectors {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let mut found = BTreeSet::new();
        for path in &self.paths {
            gather(path, &mut found)?;
        }
        let (mut text, mut outcome) = (String::new(), Outcome::Fine);
        for path in &found {
            let ran = run(path).unwrap_or_else(Ran::Bad);
            outcome = match (&ran, outcome) {
                (Ran::Bad(_), _) | (_, Outcome::BadInput) => Outcome::BadInput,
                (Ran::Told(tally), _) if !tally.failures.is_empty() => Outcome::Findings,
                (Ran::Told(_) | Ran::NotYet, before) => before,
            };
            // Writing into a String cannot fail.
            let _ = if self.json {
                told_json(&mut text, path, &ran)
            } else {
                told(&mut text, path, &ran)
            };
        }
        Ok(Report { text, outcome })
    }
}

/// The vector files below a path. One that is named itself is asked for whatever it is called.
fn gather(path: &Path, found: &mut BTreeSet<PathBuf>) -> Result<(), Failure> {
    if !path.is_dir() {
        found.insert(path.to_owned());
        return Ok(());
    }
    for entry in files::list(path)? {
        let is_vectors = entry.extension().is_some_and(|end| end == "json" || end == "yaml");
        // The answers of an export of several files; the files are read beside it.
        if entry.is_dir() {
            let samples = entry
                .parent()
                .is_some_and(|folder| folder.join("expected.json").is_file());
            if !samples {
                gather(&entry, found)?;
            }
        } else if is_vectors && !is_sample(&entry) {
            found.insert(entry);
        }
    }
    Ok(())
}

/// A file of an export whose answers stand in an `expected.json` beside it.
fn is_sample(path: &Path) -> bool {
    let answers = path.with_file_name("expected.json");
    answers.is_file() && answers != path
}

fn run(path: &Path) -> Result<Ran, Failure> {
    let text = files::read(path)?;
    if path.extension().is_some_and(|end| end == "yaml") {
        return Ok(Ran::Told(scenario(path)?));
    }
    let folder = path
        .parent()
        .and_then(Path::file_name)
        .unwrap_or_default()
        .to_string_lossy();
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let tally = if file == "oracle.json" {
        Some(import_vectors::open_dental(path, &text)?)
    } else if folder == "pms-samples" && file == "expected.json" {
        Some(sample_vectors::samples(path, &text)?)
    } else {
        vectors::run(&folder, &file, &text).map_err(|error| Failure::in_file(path, [error]))?
    };
    Ok(tally.map_or(Ran::NotYet, Ran::Told))
}

/// Each expectation of a scenario is a case.
fn scenario(path: &Path) -> Result<Tally, Failure> {
    let report = replay::check(path, &replay::read(path, None)?)?;
    let failures: Vec<Case> = report
        .mismatches()
        .iter()
        .map(|mismatch| Case {
            id: format!("timeline[{}] {}", mismatch.entry, mismatch.what),
            expected: mismatch.expected.clone(),
            got: mismatch.got.clone(),
        })
        .collect();
    Ok(Tally {
        passed: report.expectations().saturating_sub(failures.len()),
        not_yet: 0,
        failures,
    })
}

/// Folder and file: what the file is known by.
fn name(path: &Path) -> String {
    let parts: Vec<_> = path.iter().rev().take(2).map(|part| part.to_string_lossy()).collect();
    parts.into_iter().rev().collect::<Vec<_>>().join("/")
}

fn told(out: &mut String, path: &Path, ran: &Ran) -> std::fmt::Result {
    match ran {
        Ran::NotYet => writeln!(out, "{}: not yet", name(path)),
        Ran::Bad(failure) => writeln!(
            out,
            "{}: cannot be used\n  {}",
            name(path),
            failure.text().replace('\n', "\n  ")
        ),
        Ran::Told(tally) => {
            writeln!(out, "{}: {tally}", name(path))?;
            tally
                .failures
                .iter()
                .try_for_each(|case| writeln!(out, "  {}: expected {}, got {}", case.id, case.expected, case.got))
        }
    }
}

fn told_json(out: &mut String, path: &Path, ran: &Ran) -> std::fmt::Result {
    let mut told = match ran {
        Ran::NotYet => serde_json::json!({}),
        Ran::Bad(failure) => failure.json(),
        Ran::Told(tally) => serde_json::json!({
            "passed": tally.passed,
            "failed": tally.failures.len(),
            "not_yet": tally.not_yet,
            "failures": tally.failures,
        }),
    };
    if let Some(told) = told.as_object_mut() {
        told.insert("name".to_owned(), serde_json::json!(name(path)));
    }
    writeln!(out, "{told}")
}
