//! The files that the fuzzers of `fuzz/` found worth keeping, each tried again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

mod fuzzed;

/// Each of the files saved for a target is tried; a character stands for a byte.
fn replay(saved: &str, holds: fn(&[u8])) {
    let files: Vec<String> = serde_json::from_str(saved).unwrap();
    assert!(files.len() >= 5, "only {} files", files.len());
    for file in files {
        let bytes: Vec<u8> = file.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        holds(&bytes);
    }
}

#[test]
fn delimited() {
    replay(
        include_str!("../../../fuzz/saved/import_delimited.json"),
        fuzzed::delimited,
    );
}

#[test]
fn mappings() {
    replay(include_str!("../../../fuzz/saved/import_mapping.json"), fuzzed::mapping);
}

#[test]
fn tables() {
    replay(include_str!("../../../fuzz/saved/import_tables.json"), fuzzed::tables);
}

#[test]
fn books() {
    replay(include_str!("../../../fuzz/saved/import_books.json"), fuzzed::books);
}

#[test]
fn exports() {
    replay(include_str!("../../../fuzz/saved/import_exports.json"), fuzzed::exports);
}
