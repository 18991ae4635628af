//! `docs/caseload.md` shows parts of the programs here as they run.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

const PAGE: &str = include_str!("../../docs/caseload.md");

const PROGRAMS: [(&str, &str, &str); 3] = [
    ("main.rs", "rust", include_str!("main.rs")),
    ("caseload.py", "python", include_str!("caseload.py")),
    ("caseload.mjs", "js", include_str!("caseload.mjs")),
];

/// The lines between a mark and its end, without what all of them are indented by.
fn part(program: &str, name: &str) -> String {
    let mark = format!(" docs: {name}");
    let lines = program.lines().skip_while(|line| !line.ends_with(&mark)).skip(1);
    let lines: Vec<_> = lines.take_while(|line| !line.ends_with(" docs: end")).collect();
    assert!(!lines.is_empty(), "no part {name}");
    let indent = lines.first().unwrap().len() - lines.first().unwrap().trim_start().len();
    let cut = |line: &&str| format!("{}\n", line.get(indent..).unwrap_or_default());
    lines.iter().map(cut).collect()
}

#[test]
fn the_page_shows_the_programs_as_they_run() {
    for name in ["begin", "events", "agenda", "loop", "restart", "publish"] {
        for (file, language, program) in PROGRAMS {
            let (_, rest) = PAGE
                .split_once(&format!("<!-- from examples/caseload/{file}: {name} -->\n"))
                .unwrap();
            let (shown, _) = rest.split_once("<!-- end -->").unwrap();
            let wanted = format!("```{language}\n{}```\n", part(program, name));
            assert_eq!(shown, wanted, "copy {name} of {file} into docs/caseload.md");
        }
    }
}
