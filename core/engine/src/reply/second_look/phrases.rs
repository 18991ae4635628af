//! A message as the phrases that have points: its words in plain letters, alone and by two, and the pieces that words are
//! made of.

use std::ops::Range;

use super::super::spelling;
use super::super::words::Addresses;

/// How many words a phrase has at most.
const MOST_WORDS: usize = 2;
/// How many letters a piece of a word has.
const PIECE: usize = 4;

/// A message in plain letters, its words parted by single spaces: every phrase is a piece of one text.
pub(super) struct Phrases {
    plain: String,
    /// Where each word stands, in `plain` and in the message.
    words: Vec<(Range<usize>, Range<usize>)>,
}

/// One phrase of a message, or a piece of one of its words.
pub(super) struct Phrase<'a> {
    pub(super) letters: &'a str,
    /// Where it stands in the message, in bytes; empty for the bounds of a message.
    pub(super) at: Range<usize>,
}

impl Phrases {
    /// Words in small letters without accents or apostrophes, every number as `#`, question marks as words, and `^` and
    /// `$` where the message begins and ends.
    pub(super) fn of(text: &str, parts: &[Range<usize>]) -> Self {
        let mut phrases = Self {
            plain: String::with_capacity(text.len().saturating_add(4)),
            words: Vec::new(),
        };
        phrases.push("^", 0..0);
        for part in parts {
            phrases.add(text.get(part.clone()).unwrap_or_default(), part.start);
        }
        phrases.push("$", 0..0);
        phrases
    }

    fn add(&mut self, piece: &str, start: usize) {
        let mut word = String::new();
        let mut at = start..start;
        let mut addresses = Addresses::default();
        for (offset, written) in piece.char_indices() {
            if addresses.skips(piece, offset, written) || spelling::is_invisible(written) {
                continue;
            }
            let c = spelling::plain(written);
            if c.is_alphanumeric() {
                if word.is_empty() {
                    at.start = start.saturating_add(offset);
                }
                at.end = start.saturating_add(offset).saturating_add(written.len_utf8());
                word.extend(c.to_lowercase());
            } else if c != '\'' {
                self.finish(&mut word, at.clone());
                if c == '?' {
                    let from = start.saturating_add(offset);
                    self.push("?", from..from.saturating_add(1));
                }
            }
        }
        self.finish(&mut word, at);
    }

    fn finish(&mut self, word: &mut String, at: Range<usize>) {
        if word.is_empty() {
            return;
        }
        if word.chars().all(|c| c.is_ascii_digit()) {
            self.push("#", at);
        } else {
            self.push(word, at);
        }
        word.clear();
    }

    fn push(&mut self, word: &str, at: Range<usize>) {
        if !self.plain.is_empty() {
            self.plain.push(' ');
        }
        let from = self.plain.len();
        self.plain.push_str(word);
        self.words.push((from..self.plain.len(), at));
    }

    /// How many words the message has, its bounds among them.
    pub(super) fn words(&self) -> usize {
        self.words.len()
    }

    /// Every phrase once, in the order of the letters.
    pub(super) fn each(&self) -> Vec<Phrase<'_>> {
        let mut all: Vec<Phrase<'_>> = self.neighbours().chain(self.pieces()).collect();
        all.sort_by(|a, b| a.letters.cmp(b.letters).then(a.at.start.cmp(&b.at.start)));
        all.dedup_by(|later, first| later.letters == first.letters);
        all
    }

    /// Each word, and each with the one after it.
    fn neighbours(&self) -> impl Iterator<Item = Phrase<'_>> {
        self.words.iter().enumerate().flat_map(|(from, (first, at))| {
            self.words
                .iter()
                .skip(from)
                .take(MOST_WORDS)
                .filter_map(|(last, last_at)| {
                    let begin = if at.is_empty() { last_at.start } else { at.start };
                    Some(Phrase {
                        letters: self.plain.get(first.start..last.end)?,
                        at: begin..last_at.end.max(at.end),
                    })
                })
        })
    }

    /// The pieces of each word with the spaces around it: what `texts`, `texted` and `texting` share.
    fn pieces(&self) -> impl Iterator<Item = Phrase<'_>> {
        self.words.iter().flat_map(|(word, at)| {
            let around = word.start.saturating_sub(1)..word.end.saturating_add(1).min(self.plain.len());
            let spelled = self.plain.get(around.clone()).unwrap_or_default();
            let start = move |(offset, _): (usize, char)| around.start.saturating_add(offset);
            let starts = spelled.char_indices().map(start);
            let ends = spelled
                .char_indices()
                .skip(PIECE)
                .map(start)
                .chain([word.end.saturating_add(1)]);
            starts.zip(ends).filter_map(|(from, to)| {
                Some(Phrase {
                    letters: self.plain.get(from..to)?,
                    at: at.clone(),
                })
            })
        })
    }
}
