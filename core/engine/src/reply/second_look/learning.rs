//! What a second look has to go by, for the test that learns its points. No part of the public surface.

use super::phrases::Phrases;

/// A message as the second look sees it.
#[derive(Debug)]
pub struct Message {
    /// Its phrases, each once.
    pub phrases: Vec<String>,
    /// Whether the rules find a stop in it.
    pub stops_by_rules: bool,
    /// More points than this make it a stop besides; none where the rules are not doubted.
    pub needed: Option<i64>,
}

/// Reads a message that quotes nothing of ours.
pub fn read(text: &str) -> Message {
    let whole = 0..text.len();
    let parts = std::slice::from_ref(&whole);
    let (reading, keeps) = super::super::read(text, parts);
    let phrases = Phrases::of(text, parts);
    Message {
        phrases: phrases.each().iter().map(|phrase| phrase.letters.to_owned()).collect(),
        stops_by_rules: reading.is_opt_out(),
        needed: super::needed(&reading).filter(|_| !keeps),
    }
}
