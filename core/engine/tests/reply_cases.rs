//! Replies line by line, as people type them: which must be a stop or a yes, and which must not.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use followthrough::reply::{Reading, classify};

/// Every line is read as the test wants, or all that are not are told at once.
fn all(lines: &str, wanted: impl Fn(&Reading) -> bool) {
    let misread: Vec<String> = lines
        .lines()
        .map(|text| (text, classify(text)))
        .filter(|(_, reading)| !wanted(reading))
        .map(|(text, reading)| format!("{text:?} → {:?}", reading.intents))
        .collect();
    assert!(misread.is_empty(), "{}:\n{}", misread.len(), misread.join("\n"));
}

#[test]
fn stops() {
    all(include_str!("reply_cases/stops.txt"), Reading::is_opt_out);
}

#[test]
fn what_is_no_stop() {
    all(include_str!("reply_cases/no_stops.txt"), |reading| {
        !reading.is_opt_out()
    });
}

#[test]
fn yeses() {
    all(include_str!("reply_cases/yes.txt"), Reading::is_affirm);
}

#[test]
fn what_is_no_yes() {
    all(include_str!("reply_cases/no_yes.txt"), |reading| !reading.is_affirm());
}

/// What is long, or made to be slow, is read all the same; nothing is indexed or recursed into too far.
#[test]
fn long_messages_are_read() {
    for piece in [
        "s t o p now ",
        "stop\n",
        "don't stop texting me ",
        "no no me manden ... ",
        "unknownwordzz ",
        "'*$@",
    ] {
        let text = piece.repeat(64 * 1024 / piece.len());
        assert!(!classify(&text).intents.is_empty(), "{piece}");
    }
    let letter = format!("{} please stop texting me", "the weather is fine. ".repeat(3000));
    assert!(classify(&letter).is_opt_out());
}
