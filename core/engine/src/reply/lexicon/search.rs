//! Which phrases stand in the words of a message. Most that begin with a word cannot go on as the message does, and a
//! look at the bits of the next words tells.

use super::super::pattern::bit;
use super::super::words::{UNKNOWN, Word};
use super::{Found, Lexicon};

/// A phrase that may begin with a word, and what must follow near behind.
#[derive(Clone, Copy)]
pub(super) struct Start {
    pub(super) phrase: u16,
    pub(super) reach: usize,
    pub(super) second: u64,
}

/// How many words behind the first are looked at before a phrase is tried.
const AHEAD: usize = 10;

impl Lexicon {
    /// Every phrase in the words, in order of place.
    pub(in crate::reply) fn find(&self, words: &[Word]) -> Vec<Found> {
        let mut found = Vec::new();
        for (from, word) in words.iter().enumerate() {
            // The bits of the next word, of the next two, and so on.
            let mut ahead = [0; AHEAD];
            let mut bits = 0;
            for (place, bits_to) in ahead.iter_mut().enumerate() {
                bits |= words.get(from + 1 + place).map_or(0, |next| bit(next.id));
                *bits_to = bits;
            }
            let follows = |start: &&Start| match start.reach.checked_sub(1) {
                Some(place) => ahead.get(place).is_none_or(|bits| bits & start.second != 0),
                None => true,
            };
            let of_word = self.by_first.get(usize::from(word.id)).filter(|_| word.id != UNKNOWN);
            let of_number = Some(&self.by_number).filter(|_| word.number.is_some());
            for start in of_word.or(of_number).into_iter().flatten().filter(follows) {
                let Some(phrase) = self.phrases.get(usize::from(start.phrase)) else {
                    continue;
                };
                if let Some(to) = phrase.pattern.at(words, from) {
                    found.push(Found {
                        signal: phrase.signal,
                        negated: phrase.negated,
                        built: false,
                        language: phrase.language,
                        from,
                        to,
                    });
                }
            }
        }
        found
    }
}
