//! `docs/importing.md` shows parts of the programs here as they run.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

const PAGE: &str = include_str!("../../docs/importing.md");

const PROGRAMS: [(&str, &str, &str); 3] = [
    ("main.rs", "rust", include_str!("main.rs")),
    ("nightly.py", "python", include_str!("nightly.py")),
    ("nightly.mjs", "js", include_str!("nightly.mjs")),
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
    for (file, language, program) in PROGRAMS {
        let mark = format!("<!-- from examples/nightly/{file}: night -->\n");
        let (_, rest) = PAGE.split_once(&mark).unwrap();
        let (shown, _) = rest.split_once("<!-- end -->").unwrap();
        let wanted = format!("```{language}\n{}```\n", part(program, "night"));
        assert_eq!(shown, wanted, "copy the night of {file} into docs/importing.md");
    }
}
