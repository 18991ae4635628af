//! The texts that the fuzzers of `fuzz/` found worth keeping, each tried again.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod fuzzed;

use std::fs;
use std::path::Path;

fn replay(target: &str, holds: fn(&str)) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../fuzz/saved/{target}.json"));
    let texts: Vec<String> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert!(texts.len() >= 50, "{target}: only {} texts", texts.len());
    texts.iter().for_each(|text| holds(text));
}

#[test]
fn templates() {
    replay("template", fuzzed::template);
}

#[test]
fn replies() {
    replay("reply", fuzzed::reply);
}

#[test]
fn tokens() {
    replay("token", fuzzed::token);
}

#[test]
fn segments() {
    replay("segments", fuzzed::segments);
}
