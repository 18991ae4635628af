//! The texts that the fuzzers of `fuzz/` found worth keeping, each tried again.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod fuzzed;

/// Each of the texts saved for a target is tried.
fn replay(saved: &str, holds: fn(&str)) {
    let texts: Vec<String> = serde_json::from_str(saved).unwrap();
    assert!(texts.len() >= 50, "only {} texts", texts.len());
    texts.iter().for_each(|text| holds(text));
}

#[test]
fn templates() {
    replay(include_str!("../../../fuzz/saved/template.json"), fuzzed::template);
}

#[test]
fn replies() {
    replay(include_str!("../../../fuzz/saved/reply.json"), fuzzed::reply);
}

#[test]
fn tokens() {
    replay(include_str!("../../../fuzz/saved/token.json"), fuzzed::token);
}

#[test]
fn segments() {
    replay(include_str!("../../../fuzz/saved/segments.json"), fuzzed::segments);
}
