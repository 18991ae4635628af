//! `schema` as it is typed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says so by failing")]

mod common;

use common::followthrough;
use serde_json::Value;

#[test]
fn the_schema_of_a_playbook_is_printed_unless_the_wires_is_asked_for() {
    let printed = |words: &[&str]| {
        let said = followthrough(words, "");
        assert_eq!(said.code, 0);
        serde_json::from_str::<Value>(&said.out).unwrap()
    };
    let playbook = printed(&["schema"]);
    assert_eq!(playbook["title"], "PlaybookDocument");
    assert_eq!(playbook["$schema"], "http://json-schema.org/draft-07/schema#");
    assert_eq!(printed(&["schema", "playbook"]), playbook);
    assert_eq!(printed(&["schema", "wire"])["title"], "Wire");
}

#[test]
fn another_word_is_told_which_there_are() {
    let said = followthrough(&["schema", "plan"], "");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("playbook, wire"), "{}", said.err);
}
