//! The conformance corpus, and the shared scenarios where they are at hand.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test reads files, and may stop where it stands"
)]

use std::path::{Path, PathBuf};

use followthrough_insight::scenario::Scenario;

/// How many scenarios the corpus has. The tests in Python and Node count the same.
const CORPUS: usize = 301;
/// How many shared scenarios there are.
const SHARED: usize = 25;
/// Shared scenarios that do not pass yet. One that does must be taken off the list.
const NOT_YET: [&str; 0] = [];

#[test]
fn the_corpus_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../engine/conformance");
    let failures: Vec<String> = run_all(&folder, CORPUS)
        .into_iter()
        .filter_map(|(_, outcome)| outcome.err())
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_scenario_of_the_corpus_names_the_page_that_says_so() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for path in scenarios(&root.join("core/engine/conformance")) {
        let scenario = read(&path).unwrap();
        let from = scenario.from().unwrap_or_default();
        let page = from.split(['#', ' ', ',', ':']).next().unwrap_or_default();
        let found = page.starts_with("docs/") && root.join(page).is_file();
        assert!(found, "{}: from: {from}", path.display());
    }
}

#[test]
fn the_shared_scenarios_hold() {
    let Some(folder) = shared("data/scenarios") else { return };
    let outcomes = run_all(&folder, SHARED);
    let (mut failures, mut passed) = (Vec::new(), Vec::new());
    for (name, outcome) in outcomes {
        match (outcome, NOT_YET.contains(&name.as_str())) {
            (Ok(()), true) => passed.push(name),
            (Err(failure), false) => failures.push(failure),
            (Ok(()), false) | (Err(_), true) => {}
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert!(passed.is_empty(), "these hold now, take them off NOT_YET: {passed:?}");
}

/// Each scenario by its name, with what failed.
fn run_all(folder: &Path, count: usize) -> Vec<(String, Result<(), String>)> {
    let paths = scenarios(folder);
    assert_eq!(paths.len(), count, "scenarios in {}", folder.display());
    let run = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let outcome = check(path).map_err(|failure| format!("{name}: {failure}"));
        (name, outcome)
    };
    paths.iter().map(run).collect()
}

fn check(path: &Path) -> Result<(), String> {
    let scenario = read(path)?;
    let recording = path.with_extension("snapshot.jsonl");
    let report = if scenario.has_snapshots() {
        let recording =
            std::fs::read_to_string(&recording).map_err(|error| format!("{}: {error}", recording.display()))?;
        scenario.check_with_recording(&recording)
    } else {
        scenario.check()
    };
    if !report.passed() {
        return Err(report.to_string());
    }
    assert!(report.expectations() > 0, "{}: expects nothing", path.display());
    let (once, again) = (scenario.run(), scenario.run());
    assert_eq!(once.to_json_lines(), again.to_json_lines(), "{}", path.display());
    Ok(())
}

fn read(path: &Path) -> Result<Scenario, String> {
    let text = std::fs::read_to_string(path).unwrap();
    Scenario::parse(&text).map_err(|errors| errors.to_string())
}

fn scenarios(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "yaml"));
    paths.sort();
    paths
}

/// A folder of the shared data: beside the workspace, else under `FOLLOWTHROUGH_SHARED`.
fn shared(folder: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let named = std::env::var_os("FOLLOWTHROUGH_SHARED").map(PathBuf::from);
    let found = [Some(beside), named]
        .into_iter()
        .flatten()
        .map(|root| root.join(folder))
        .find(|path| path.is_dir());
    if found.is_none() {
        eprintln!("skipped: no ../shared/{folder} here; set FOLLOWTHROUGH_SHARED to run it");
    }
    found
}
