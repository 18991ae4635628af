//! The page of errors and the list of codes are one list.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use followthrough::Code;

const PAGE: &str = include_str!("../../../docs/errors.md");

#[test]
fn every_code_is_explained_once_and_every_explanation_has_a_code() {
    let explained: Vec<&str> = PAGE
        .lines()
        .filter_map(|line| line.strip_prefix("| FT-")?.split(" |").next())
        .collect();
    let listed: Vec<&str> = Code::ALL
        .iter()
        .map(|code| code.as_str().strip_prefix("FT-").unwrap())
        .collect();
    assert_eq!(explained, listed);
}
