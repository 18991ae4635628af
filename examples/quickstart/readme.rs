//! The README shows the quickstarts as they run.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

const README: &str = include_str!("../../README.md");

#[test]
fn the_readme_shows_the_quickstarts_as_they_run() {
    for (path, language, text) in [
        ("examples/quickstart/main.rs", "rust", include_str!("main.rs")),
        (
            "examples/quickstart/quickstart.py",
            "python",
            include_str!("quickstart.py"),
        ),
        (
            "examples/quickstart/quickstart.mjs",
            "js",
            include_str!("quickstart.mjs"),
        ),
    ] {
        let (_, rest) = README.split_once(&format!("<!-- from {path} -->\n")).unwrap();
        let (shown, _) = rest.split_once("<!-- end -->").unwrap();
        assert_eq!(
            shown,
            format!("```{language}\n{text}```\n"),
            "copy {path} into the README"
        );
    }
}
