//! The rules of the house, held: which room may use which, and what the core must not do.
//!
//! The bans themselves stand in `core/clippy.toml` and `core/engine/clippy.toml`; here they are shown to bite.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "this test reads the sources and runs clippy"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn engine() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn core() -> PathBuf {
    engine().join("..")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every Rust file under a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

// ---- which room may use which

/// The rooms from the ground up, in steps: a room may use those of the steps below it. `wire` and `reply` serve; dates
/// and instants are told by `schedule`, on which plans and people stand.
const STEPS: [&[&str]; 10] = [
    &["wire"],
    &["schedule"],
    &["plan"],
    &["recipient"],
    &["reply"],
    &["message", "link", "financing", "escalation"],
    &["criteria"],
    &["playbook"],
    &["follow_up"],
    &["caseload"],
];

/// Look in from outside: may use all of the above and those listed before them, and nobody inside uses them.
const OUTSIDE: [&str; 5] = ["explain", "preview", "check", "picture", "schema"];

/// The rooms that a room may use.
fn allowed(room: &str) -> BTreeSet<&'static str> {
    let below = STEPS.iter().take_while(|step| !step.contains(&room));
    let inside = below.flat_map(|step| step.iter().copied());
    let before = OUTSIDE.iter().copied().take_while(|outside| *outside != room);
    let outside = before.filter(|_| OUTSIDE.contains(&room));
    inside.chain(outside).collect()
}

#[test]
fn arrows_between_rooms_point_one_way() {
    let rooms: BTreeSet<&str> = STEPS.concat().into_iter().chain(OUTSIDE).collect();
    let src = engine().join("src");
    for room in &rooms {
        assert!(
            src.join(room).is_dir() || src.join(format!("{room}.rs")).is_file(),
            "no room {room}"
        );
    }
    let reexported = reexports(&read(src.join("lib.rs")));
    let (mut uses, mut wrong) = (0, Vec::new());
    for file in sources(&src) {
        let inside = file.strip_prefix(&src).unwrap();
        let room = inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        if room == "lib" || inside.iter().any(|part| part == "tests" || part == "tests.rs") {
            continue;
        }
        assert!(rooms.contains(room), "{room} is not a room; name it in STEPS");
        let allowed = allowed(room);
        let code = code_of(&read(&file));
        for path in paths(&code, "crate") {
            let first = path.split("::").next().unwrap();
            let used = reexported.get(first).map_or(first, String::as_str);
            assert!(rooms.contains(used), "{}: what is crate::{path}?", inside.display());
            uses += 1;
            if used != room && !allowed.contains(used) {
                wrong.push(format!("{}: crate::{path}", inside.display()));
            }
        }
        // Not around the back either: out of the room upwards, and down into another.
        for path in paths(&code, "super") {
            let first = path.trim_start_matches("super::").split("::").next().unwrap();
            let own = file.with_file_name(first);
            if rooms.contains(first) && !own.is_dir() && !own.with_extension("rs").is_file() {
                wrong.push(format!("{}: super::{path}", inside.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "arrows against the order of the rooms:\n{}",
        wrong.join("\n")
    );
    assert!(uses > 40, "only {uses} uses found: is this test still reading them?");
}

#[test]
fn the_order_of_the_rooms_is_the_one_in_the_design() {
    assert_eq!(allowed("wire"), BTreeSet::new());
    assert_eq!(allowed("schedule"), BTreeSet::from(["wire"]));
    assert_eq!(allowed("plan"), BTreeSet::from(["wire", "schedule"]));
    assert_eq!(allowed("recipient"), BTreeSet::from(["wire", "schedule", "plan"]));
    assert!(!allowed("message").contains("financing"));
    assert!(allowed("follow_up").contains("playbook") && !allowed("playbook").contains("follow_up"));
    assert!(!allowed("follow_up").contains("schema") && allowed("schema").contains("follow_up"));
    assert!(!allowed("follow_up").contains("explain") && allowed("explain").contains("follow_up"));
    assert!(allowed("schema").contains("explain") && !allowed("explain").contains("schema"));
}

#[test]
fn the_reader_of_paths_reads_them_all() {
    let source = r##"
        //! crate::comment
        use crate::{Code, plan::{Money, Standing as S}, wire};
        use crate::schedule::*; /* crate::block */
        fn f(x: crate::message::Email) -> &'static str { "crate::text" }
        const R: &str = r#"crate::"raw""#; const Q: char = '"';
        macro_rules! m { () => { $crate::link::Token } }
        fn g() { let not = mycrate::thing; std::mem::swap(a, b); super::super::explain::why() }
        #[cfg(test)]
        mod tests { use crate::caseload::Caseload; }
    "##;
    let code = code_of(source);
    let found = paths(&code, "crate");
    let expected = [
        "Code",
        "plan::Money",
        "plan::Standing",
        "wire",
        "schedule::*",
        "message::Email",
        "link::Token",
    ];
    assert_eq!(found, expected);
    assert_eq!(paths(&code, "std"), ["mem::swap"]);
    assert_eq!(paths(&code, "super"), ["super::explain::why"]);
}

/// What `lib.rs` hands out at the root, by name: `Money` → `plan`.
fn reexports(lib: &str) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for item in without_comments(lib).split(';') {
        let Some(tree) = item.trim().strip_prefix("pub use ") else {
            continue;
        };
        let (room, _) = tree.split_once("::").unwrap();
        for path in paths(&format!("root::{tree}"), "root") {
            let name = path.rsplit("::").next().unwrap().to_owned();
            names.insert(name, room.to_owned());
        }
    }
    names
}

/// The source without comments, texts and tests at its end.
fn code_of(source: &str) -> String {
    let code = without_comments(source);
    let tests = code.find("#[cfg(test)]").unwrap_or(code.len());
    code[..tests].to_owned()
}

/// The source with comments and the insides of texts taken out.
fn without_comments(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw_text(rest) {
            let close = format!("\"{}", "#".repeat(hashes));
            let open = hashes + 2;
            rest[open..]
                .find(&close)
                .map_or(rest.len(), |end| open + end + close.len())
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") || rest.starts_with("'\\\\'") {
            rest[1..].find('\'').unwrap() + 2
        } else if next == '"' {
            text_length(rest)
        } else {
            0
        };
        if skipped > 0 {
            rest = &rest[skipped..];
        } else {
            code.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    code
}

/// The number of hashes of a raw text that begins here.
fn raw_text(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

fn text_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Every path under a root such as `crate`, with groups written out: `crate::{a::{B, C}, d}` is `a::B`, `a::C`, `d`.
fn paths(code: &str, root: &str) -> Vec<String> {
    let mut found = Vec::new();
    let start = format!("{root}::");
    for (at, _) in code.match_indices(&start) {
        // `mycrate::` and the second `super` of `super::super::` are not roots.
        let part_of_more = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        if !part_of_more {
            tree("", &code[at + start.len()..], &mut found);
        }
    }
    found
}

/// Reads one tree of a `use` and answers with what follows it.
fn tree<'a>(prefix: &str, code: &'a str, found: &mut Vec<String>) -> &'a str {
    let code = code.trim_start();
    if let Some(mut rest) = code.strip_prefix('{') {
        loop {
            rest = rest.trim_start().trim_start_matches(',').trim_start();
            if let Some(after) = rest.strip_prefix('}') {
                return after;
            }
            rest = tree(prefix, rest, found);
        }
    }
    let end = code
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '*'))
        .unwrap_or(code.len());
    assert!(end > 0, "not a path: {}", code.lines().next().unwrap_or_default());
    let path = format!("{prefix}{}", &code[..end]);
    let rest = &code[end..];
    if let Some(deeper) = rest.strip_prefix("::")
        && deeper
            .trim_start()
            .starts_with(|c: char| c.is_alphanumeric() || "_{*".contains(c))
    {
        return tree(&format!("{path}::"), deeper, found);
    }
    found.push(path);
    // `as Name`.
    let after = rest.trim_start();
    match after.strip_prefix("as ") {
        Some(renamed) => renamed.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'),
        None => rest,
    }
}

// ---- what the core must not do

#[test]
fn no_source_of_the_core_names_what_it_must_not_touch() {
    let banned = ["fs", "net", "env", "process", "thread", "os", "time::SystemTime"];
    let mut read_files = 0;
    for crate_name in ["engine", "import", "insight"] {
        for file in sources(&core().join(crate_name).join("src")) {
            let code = without_comments(&read(&file));
            for root in ["std", "core"] {
                for path in paths(&code, root) {
                    let touches = |ban: &str| path == ban || path.starts_with(&format!("{ban}::"));
                    assert!(
                        !banned.iter().any(|ban| touches(ban)),
                        "{} uses {root}::{path}: the core does no I/O",
                        file.display()
                    );
                }
            }
            read_files += 1;
        }
    }
    assert!(read_files > 20, "{read_files}");
}

/// The entries of a clippy.toml, without its comments.
fn entries(path: &Path) -> BTreeSet<String> {
    let lines = read(path);
    let entries = lines.lines().filter(|line| line.trim_start().starts_with("{ path ="));
    entries.map(|line| line.trim().to_owned()).collect()
}

#[test]
fn the_engine_bans_all_that_the_core_bans_and_floats() {
    let (core_bans, engine_bans) = (
        entries(&core().join("clippy.toml")),
        entries(&engine().join("clippy.toml")),
    );
    assert!(core_bans.len() > 90, "{}", core_bans.len());
    let missing: Vec<_> = core_bans.difference(&engine_bans).collect();
    assert!(missing.is_empty(), "in core/clippy.toml only: {missing:#?}");
    let more: Vec<_> = engine_bans.difference(&core_bans).collect();
    assert!(
        more.len() == 2 && more.iter().all(|entry| entry.contains("no floats")),
        "{more:#?}"
    );
    for entry in &engine_bans {
        assert!(entry.contains("reason = \""), "{entry}");
    }
    // No crate below has lists of its own, which would hide these.
    for crate_name in ["import", "insight"] {
        assert!(!core().join(crate_name).join("clippy.toml").exists());
        assert!(!core().join(crate_name).join(".clippy.toml").exists());
    }
}

/// The lints that the workspace denies, and those of the engine alone.
const DENIED: [&str; 3] = ["disallowed_methods", "disallowed_types", "disallowed_macros"];
const DENIED_IN_ENGINE: [&str; 2] = ["float_arithmetic", "float_cmp"];

#[test]
fn the_levels_are_set() {
    let workspace = read(core().join("../Cargo.toml"));
    for lint in DENIED {
        assert!(workspace.contains(&format!("\n{lint} = \"deny\"\n")), "{lint}");
    }
    for crate_name in ["engine", "import", "insight"] {
        let manifest = read(core().join(crate_name).join("Cargo.toml"));
        assert!(manifest.contains("[lints]\nworkspace = true"), "{crate_name}");
        let lib = read(core().join(crate_name).join("src/lib.rs"));
        assert!(lib.contains("#![forbid(unsafe_code)]"), "{crate_name}");
    }
    let lib = read(engine().join("src/lib.rs"));
    for lint in DENIED_IN_ENGINE {
        assert!(lib.contains(&format!("clippy::{lint}")), "{lint}");
    }
}

/// Lines that clippy reports in `house_rules/violations.rs`, under the lists that hold for a crate of the core.
fn reported(crate_name: &str) -> BTreeSet<usize> {
    let file = engine().join("tests/house_rules/violations.rs");
    let mut command = Command::new("clippy-driver");
    command
        // Where clippy begins to look for its lists, as it does when cargo runs it in that package.
        .env("CARGO_MANIFEST_DIR", core().join(crate_name).canonicalize().unwrap())
        .env_remove("CLIPPY_CONF_DIR")
        .env_remove("CLIPPY_ARGS")
        .args(["--edition=2024", "--crate-type=lib", "--crate-name=violations"])
        .args(["--emit=metadata", "--error-format=short"])
        .arg("--out-dir")
        .arg(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(crate_name))
        .args(["-A", "clippy::all"]);
    let engines = DENIED_IN_ENGINE.into_iter().filter(|_| crate_name == "engine");
    for lint in DENIED.into_iter().chain(engines) {
        command.arg("-D").arg(format!("clippy::{lint}"));
    }
    let output = command
        .arg(&file)
        .output()
        .expect("clippy-driver runs: rustup component add clippy");
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{text}");
    let mut lines = BTreeSet::new();
    for line in text.lines() {
        let Some(place) = line.split("violations.rs:").nth(1) else {
            assert!(line.starts_with("error: aborting"), "{line}");
            continue;
        };
        assert!(
            line.contains("use of a disallowed") || line.contains("float") || line.contains("`f64`"),
            "{line}"
        );
        lines.insert(place.split(':').next().unwrap().parse().unwrap());
    }
    lines
}

#[test]
fn each_kind_of_violation_is_reported() {
    let source = read(engine().join("tests/house_rules/violations.rs"));
    let marked = |marks: &[&str]| -> BTreeSet<usize> {
        let bad = |line: &str| marks.iter().any(|mark| line.ends_with(mark));
        (1..)
            .zip(source.lines())
            .filter(|(_, line)| bad(line))
            .map(|(n, _)| n)
            .collect()
    };
    let (everywhere, engine) = (marked(&["//~ disallowed"]), marked(&["//~ disallowed", "//~ engine"]));
    assert_eq!((everywhere.len(), engine.len()), (31, 35));
    assert_eq!(reported("engine"), engine);
    assert_eq!(reported("import"), everywhere);
    assert_eq!(reported("insight"), everywhere);
}
