//! The pages show programs as they run: whole files, and parts of them between `docs: NAME` and `docs: end`.
//! `UPDATE_DOCS=1` copies them there.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test reads the pages, and may stop where it stands"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const PAGES: [&str; 5] = ["", "docs", "docs/tasks", "bindings-python", "bindings-node"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &Path, ends: &[&str]) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let wanted = |path: &PathBuf| {
        path.extension()
            .is_some_and(|end| ends.iter().any(|wanted| end == *wanted))
    };
    let mut found: Vec<PathBuf> = all.filter(wanted).collect();
    found.sort();
    found
}

/// The lines between a mark and its end, without what all of them are indented by.
fn part(program: &str, name: &str) -> String {
    let mark = format!(" docs: {name}");
    let lines = program.lines().skip_while(|line| !line.ends_with(&mark)).skip(1);
    let lines: Vec<_> = lines.take_while(|line| !line.ends_with(" docs: end")).collect();
    let first = lines.first().unwrap_or_else(|| panic!("no part {name}"));
    let indent = first.len() - first.trim_start().len();
    let cut = |line: &&str| format!("{}\n", line.get(indent..).unwrap_or_default());
    lines.iter().map(cut).collect()
}

fn language(path: &str) -> &'static str {
    match path.rsplit_once('.') {
        Some((_, "rs")) => "rust",
        Some((_, "py")) => "python",
        Some((_, "mjs")) => "js",
        _ => panic!("{path}: which language?"),
    }
}

/// The page as it should be; what it shows goes into `shown`.
fn fresh(page: &str, shown: &mut BTreeSet<String>) -> String {
    let mut pieces = page.split("\n<!-- from ");
    let mut made = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (source, rest) = piece.split_once(" -->\n").unwrap();
        let (_, after) = rest
            .split_once("<!-- end -->")
            .unwrap_or_else(|| panic!("{source}: no end"));
        let (path, name) = source
            .split_once(": ")
            .map_or((source, None), |(path, name)| (path, Some(name)));
        let program = read(&root().join(path));
        let code = name.map_or_else(|| program.clone(), |name| part(&program, name));
        made += &format!(
            "\n<!-- from {source} -->\n```{}\n{code}```\n<!-- end -->{after}",
            language(path)
        );
        shown.insert(source.to_owned());
    }
    made
}

#[test]
fn the_pages_show_programs_as_they_run() {
    let (mut shown, mut stale) = (BTreeSet::new(), Vec::new());
    for page in PAGES.iter().flat_map(|folder| files(&root().join(folder), &["md"])) {
        let is = read(&page);
        let should_be = fresh(&is, &mut shown);
        if is != should_be && std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&page, should_be).unwrap();
        } else if is != should_be {
            stale.push(page);
        }
    }
    assert!(
        stale.is_empty(),
        "UPDATE_DOCS=1 cargo test -p followthrough-examples --test pages: {stale:#?}"
    );

    let mut marked = BTreeSet::new();
    for folder in ["examples/caseload", "examples/tasks"] {
        for file in files(&root().join(folder), &["rs", "py", "mjs"]) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            for line in read(&file).lines() {
                if let Some((_, part)) = line.split_once(" docs: ").filter(|(_, part)| *part != "end") {
                    marked.insert(format!("{folder}/{name}: {part}"));
                }
            }
        }
    }
    let nowhere: Vec<_> = marked.difference(&shown).collect();
    assert!(nowhere.is_empty(), "no page shows {nowhere:#?}");
    assert!(marked.len() > 50, "{}", marked.len());
}
