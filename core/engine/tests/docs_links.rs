//! Every link of the documentation leads somewhere: to a file that is there, and to a heading of it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test reads the pages, and may stop where it stands"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const PAGES: [&str; 7] = [
    "",
    "docs",
    "docs/decisions",
    "docs/tasks",
    "bindings-node",
    "bindings-python",
    "examples/services",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn pages_in(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect()
}

/// The lines that are not code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        !in_code && !fence
    })
}

/// The anchors of a page, as GitHub makes them of its headings.
fn anchors(text: &str) -> Vec<String> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut all = Vec::new();
    for line in prose(text) {
        let title = line.trim_start_matches('#');
        if title.len() == line.len() || !title.starts_with(' ') {
            continue;
        }
        let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
        let slug: String = title.trim().to_lowercase().chars().filter(kept).collect();
        let slug = slug.replace(' ', "-");
        let before = seen.entry(slug.clone()).or_default();
        all.push(if *before == 0 { slug } else { format!("{slug}-{before}") });
        *before += 1;
    }
    all
}

/// Where the links of a page lead. What stands between backquotes is no link.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in prose(text) {
        let spoken: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        let targets = spoken.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        found.extend(targets.map(|(target, _)| target.to_owned()));
    }
    found
}

#[test]
fn every_link_leads_somewhere() {
    let root = root();
    let pages: Vec<PathBuf> = PAGES.iter().flat_map(|folder| pages_in(&root.join(folder))).collect();
    let (mut asked, mut broken) = (0, Vec::new());
    for page in &pages {
        for link in links(&read(page)) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            asked += 1;
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = match path {
                "" => page.clone(),
                path => page.parent().unwrap().join(path),
            };
            let leads = target.exists()
                && (anchor.is_empty() || (target.is_file() && anchors(&read(&target)).iter().any(|own| own == anchor)));
            if !leads {
                broken.push(format!("{}: {link}", page.strip_prefix(&root).unwrap().display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(asked > 100, "{asked} links");
}

#[test]
fn anchors_are_those_of_github() {
    let page = "# One: `two` & three\n```\n# no heading\n```\n## Again\n## Again\n#hash\n";
    assert_eq!(anchors(page), ["one-two--three", "again", "again-1"]);
    assert_eq!(links("[a](b.md#c) and `[no](link.md)` [d](#e)"), ["b.md#c", "#e"]);
}
