//! The playbooks of `examples/playbooks`: each reads, has no finding, and does what its scenarios say; and each of
//! these fails under a playbook that is not quite that one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test reads files, and may stop where it stands"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use followthrough::{Date, Playbook};
use followthrough_insight::scenario::Scenario;

/// How many playbooks there are besides the demo's, and how many scenarios of them.
const PLAYBOOKS: usize = 7;
const SCENARIOS: usize = 42;
/// The fewest scenarios of a playbook.
const LEAST: usize = 4;
/// Without scenarios: the demo plays it over a whole practice.
const DEMO: &str = "demo";

#[test]
fn every_playbook_is_without_a_finding() {
    let day = Date::parse("2026-12-01").unwrap();
    for path in files(&folder()) {
        let playbook = playbook(&path);
        for report in [playbook.check(), playbook.check_at(day)] {
            assert!(report.findings.is_empty(), "{}: {:#?}", path.display(), report.findings);
        }
    }
}

#[test]
fn every_scenario_holds_and_says_why() {
    let mut scenarios = 0;
    let names = names();
    assert_eq!(names.len(), PLAYBOOKS, "{names:?}");
    for name in names {
        let playbook = playbook(&folder().join(&name).with_extension("yaml"));
        let paths = files(&folder().join(&name));
        assert!(paths.len() >= LEAST, "{name} has {} scenarios", paths.len());
        scenarios += paths.len();
        for path in paths {
            let text = read(&path);
            assert!(text.contains("\nwhy: "), "{}: why?", path.display());
            let scenario = Scenario::parse_under(&text, &playbook).unwrap();
            let page = scenario
                .from()
                .and_then(|from| from.split('#').next())
                .unwrap_or_default();
            assert!(root().join(page).is_file(), "{}: from: {page}", path.display());
            let report = scenario.check();
            assert!(report.passed(), "{}: {report}", path.display());
        }
    }
    assert_eq!(scenarios, SCENARIOS);
}

/// A playbook, what is changed in it everywhere, and the scenarios that must fail then, by their numbers.
#[rustfmt::skip]
const CHANGES: &[(&str, &str, &str, &[&str])] = &[
    ("four-dentist", "at_least: 350", "at_least: 351", &["02"]),
    ("four-dentist", "at_least: 1800", "at_least: 1801", &["05"]),
    ("four-dentist", "08:00-12:00,13:00-17:00", "08:00-17:00", &["03"]),
    ("four-dentist", "2026-12-24, ", "", &["06"]),
    ("four-dentist", "share: 0.1", "share: 0", &["04"]),
    ("four-dentist", "provider: d-3", "provider: d-1", &["05"]),
    ("four-dentist", "role: implant_coordinator", "role: front_desk", &["01", "05"]),
    ("implant-centre", "{code: D6110-D6119}", "{code: D6117-D6119}", &["02"]),
    ("implant-centre", "at_least: 15000", "at_least: 15001", &["02"]),
    ("implant-centre", "patient_portion: {at_least: 2000}", "patient_portion: {above: 2000}", &["03"]),
    ("implant-centre", "[CA, IL, NY]", "[IL, NY]", &["03"]),
    ("implant-centre", "2027-03-31", "2027-04-30", &["04"]),
    ("implant-centre", "tag: second-opinion", "tag: second", &["05"]),
    ("implant-centre", "value_share: 0.5", "value_share: 0.6", &["06"]),
    ("implant-centre", "le llamo de", "habla", &["07"]),
    ("implant-centre", "Subject to credit approval", "Subject to approval", &["01"]),
    ("orthodontist", "{age: {below: 18}}", "{age: {below: 17}}", &["02"]),
    ("orthodontist", "bringing your family in. Anything", "coming in. Anything", &["01"]),
    ("orthodontist", "day: 90", "day: 95", &["03"]),
    ("orthodontist", "D8660]", "D8660, D8670]", &["03"]),
    ("orthodontist", "window: 365d", "window: 90d", &["03"]),
    ("orthodontist", "rounding: up", "rounding: half_up", &["05"]),
    ("orthodontist", "plan_for_parents, at: \"16:30\"", "plan_for_parents, at: \"17:30\"", &["01", "04", "06"]),
    ("orthodontist", "from: 1200", "from: 1000", &["05"]),
    ("orthodontist", "max_open_cases: 3", "max_open_cases: 1", &["06"]),
    ("orthodontist", "id: details, day: 4", "id: details, day: 5", &["01", "05", "06"]),
    ("medspa-packages", "GLOW-12", "GLOW-13", &["01"]),
    ("medspa-packages", "at_least: 1200", "at_least: 1201", &["01"]),
    ("medspa-packages", "{custom.membership: gold}", "{custom.membership: basic}", &["02"]),
    ("medspa-packages", "at_most: 1", "at_most: 3", &["03"]),
    ("medspa-packages", "{id: b, weight: 0}", "{id: b, weight: 1}", &["04"]),
    ("medspa-packages", "SMOOTH-8]", "SMOOTH-80]", &["01", "05"]),
    ("medspa-packages", "click: landed", "click: confirmed", &["06"]),
    ("recall", "prophy, perio", "cleaning, perio", &["01"]),
    ("recall", "day: 3,", "day: 4,", &["02", "05"]),
    ("recall", "overdue_for: {at_least: 7d}", "overdue_for: {at_least: 8d}", &["01", "02"]),
    ("recall", "below: 18", "below: 9", &["03"]),
    ("recall", "- not: upcoming_appointment", "- has_channel: sms", &["04"]),
    ("spanish-first", "[es, en]", "[en, es]", &["01", "03", "05", "06"]),
    ("spanish-first", "saludo,   day: 1,", "saludo,   day: 2,", &["01", "03", "04", "05"]),
    ("spanish-first", "Sin prisa, cuando guste", "Sin ninguna prisa, cuando guste usted", &["02"]),
    ("spanish-first", "listo, ya", "ya", &["05"]),
    ("spanish-first", "at_least: 1000", "at_least: 1001", &["06"]),
    ("spanish-first", "at_least: 250", "at_least: 249", &["06"]),
    ("spanish-first", "America/Denver", "America/Chicago", &["06"]),
    ("group", "07:00-12:00,13:00-16:00", "07:00-16:00", &["01"]),
    ("group", "name: Ridgeline Nashville", "name: Ridgeline", &["01", "06"]),
    ("group", "America/Denver", "America/Chicago", &["02"]),
    ("group", "location: boulder", "location: nashville", &["02"]),
    ("group", "prompt: answer, role: implant_coordinator", "prompt: answer, role: front_desk", &["02"]),
    ("group", "name: Ridgeline Dental", "name: Ridgeline", &["03", "06"]),
    ("group", ", 2027-03-02", "", &["04"]),
    ("group", "time_zone: America/Chicago", "time_zone: America/New_York", &["01", "05"]),
    ("group", "max_open_cases: 2", "max_open_cases: 1", &["06"]),
];

#[test]
fn another_playbook_fails_the_scenarios_that_it_should() {
    let mut failed: BTreeSet<(String, String)> = BTreeSet::new();
    for (name, from, to, expected) in CHANGES {
        let text = read(&folder().join(name).with_extension("yaml"));
        assert!(text.contains(from), "{name} has no {from:?}");
        let playbook = Playbook::from_yaml(&text.replace(from, to));
        let playbook = playbook.unwrap_or_else(|problems| panic!("{name} with {to:?}: {problems}"));
        let mut fails = Vec::new();
        for path in files(&folder().join(name)) {
            if !Scenario::parse_under(&read(&path), &playbook).unwrap().check().passed() {
                let file = path.file_stem().unwrap().to_str().unwrap();
                fails.push(file.split('-').next().unwrap().to_owned());
                failed.insert(((*name).to_owned(), file.to_owned()));
            }
        }
        assert_eq!(fails, *expected, "{name} with {to:?} for {from:?}");
    }
    for name in names() {
        for path in files(&folder().join(&name)) {
            let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
            assert!(
                failed.contains(&(name.clone(), file.clone())),
                "nothing fails {name}/{file}"
            );
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn folder() -> PathBuf {
    root().join("examples/playbooks")
}

/// The playbooks with scenarios, in order.
fn names() -> Vec<String> {
    let name = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let names = files(&folder()).into_iter().map(name);
    names.filter(|name| name != DEMO).collect()
}

/// The YAML files of a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    files.sort();
    files
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

fn playbook(path: &Path) -> Playbook {
    Playbook::from_yaml(&read(path)).unwrap_or_else(|problems| panic!("{}: {problems}", path.display()))
}
