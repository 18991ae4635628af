//! Every playbook of the repository, as it is written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use followthrough::Playbook;

use super::Log;

/// What a built-in playbook leaves to the practice: its data.
const PRACTICE: &str = r#"practice:
  name: Maple Family Dental
  time_zone: America/Chicago
  phone: "+13125550110"
  postal_address: "500 Lake Shore Dr, Chicago, IL 60611"
  booking_url: "https://book.example.com/maple"
"#;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root().join(folder)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == ending) {
            files.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

/// What stands under the keys `playbook` of a scenario: a block, moved to the left, or all on one line.
fn playbooks_of(scenario: &str) -> Vec<String> {
    let lines: Vec<&str> = scenario.lines().collect();
    let mut all = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let Some((before, written)) = line.split_once("playbook:") else {
            continue;
        };
        if !before.chars().all(|c| matches!(c, ' ' | '-')) {
            continue;
        }
        let written = written.trim();
        if !written.is_empty() {
            all.push(written.to_owned());
            continue;
        }
        let indent = |line: &str| line.len() - line.trim_start().len();
        let below = lines[i + 1..].iter().copied();
        let block: Vec<&str> = below
            .take_while(|line| line.trim().is_empty() || indent(line) > before.len())
            .collect();
        let least = block
            .iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| indent(line))
            .min();
        let moved = block
            .iter()
            .map(|line| line.get(least.unwrap_or(0)..).unwrap_or_default());
        all.push(moved.collect::<Vec<_>>().join("\n"));
    }
    all
}

/// The built-in playbooks, as a practice would write them out.
fn built_in() -> Vec<(String, String)> {
    let mut all = files("core/engine/src/playbook/builtin", "yaml");
    // The scripts stand beside them, and are no playbook.
    all.retain(|(_, text)| text.contains("\nsequences:"));
    for (_, text) in &mut all {
        let lines = text.lines();
        let practice = |line: &str| match line.starts_with("practice:") {
            true => PRACTICE.to_owned(),
            false => format!("{line}\n"),
        };
        *text = lines.map(practice).collect();
    }
    all
}

/// The whole playbooks of the pages.
fn in_docs() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (name, text) in files("docs", "md") {
        let blocks = text
            .split("```yaml\n")
            .skip(1)
            .filter_map(|rest| rest.split("\n```").next());
        let whole =
            blocks.filter(|block| block.starts_with("followthrough: 1") || block.contains("\nfollowthrough: 1"));
        all.extend(whole.map(|block| (name.clone(), block.to_owned())));
    }
    all
}

fn in_corpus() -> Vec<(String, String)> {
    let scenarios = files("core/engine/conformance", "yaml").into_iter();
    let playbooks = scenarios.flat_map(|(name, text)| {
        let playbooks = playbooks_of(&text).into_iter();
        playbooks
            .map(move |playbook| (name.clone(), playbook))
            .collect::<Vec<_>>()
    });
    playbooks.collect()
}

#[test]
fn every_playbook_of_the_repository_is_taken() {
    let mut log = Log::default();
    let mut seen = BTreeSet::new();
    let examples = [files("examples/playbooks", "yaml"), files("examples/caseload", "yaml")].concat();
    for (of, least) in [(examples, 2), (built_in(), 3), (in_docs(), 3), (in_corpus(), 200)] {
        assert!(of.len() >= least, "{} of {least}", of.len());
        for (name, text) in of {
            Playbook::from_yaml(&text).unwrap_or_else(|errors| panic!("{name}: {errors}"));
            if seen.insert(text.clone()) {
                log.add_yaml(&text, &name);
            }
        }
    }
    log.write();
}
