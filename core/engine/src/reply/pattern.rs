//! Phrases as patterns over words.
//!
//! | written | matches |
//! |---|---|
//! | `stop/quit` | one of these words |
//! | `@text` | a word of that class |
//! | `please?` | the word, or nothing |
//! | `,no` | the word, also after a comma |
//! | `#` | a number |
//! | `_` | any one word |
//! | `*` | a word that the lexicon does not have, such as a name |
//! | `..` | up to three words of the same clause |
//! | `...` | up to six words of the same sentence |
//! | `<` first, `>` last | nothing but politeness before, after it in the clause |
//! | `^` last | the clause ends with it, or the message |
//!
//! A pattern begins with a word, so that only a few are tried at each place. It looks ahead a fixed number of words
//! and has few choices: time grows with the length of the message and no faster.

use std::borrow::Cow;

use super::words::{Gap, UNKNOWN, Word};

/// One element of a phrase.
#[derive(Debug)]
struct Element {
    what: What,
    optional: bool,
    after_comma: bool,
}

#[derive(Debug)]
enum What {
    /// One of these words; or a number.
    Words(Vec<u16>, bool),
    Any,
    Strange,
    /// Up to so many words; over commas or not.
    Gap(usize, bool),
}

/// A phrase that can be looked for.
#[derive(Debug)]
pub(super) struct Pattern {
    elements: Vec<Element>,
    begins: bool,
    ends: bool,
    closes: bool,
}

/// A piece of a pattern as it is written, told to whoever knows the words.
pub(super) trait Vocabulary {
    /// The numbers of all words that `name` stands for: a word, or a class with `@`.
    fn ids(&self, name: &str) -> Vec<u16>;
}

impl Pattern {
    pub(super) fn parse(pieces: &[Cow<'static, str>], vocabulary: &dyn Vocabulary) -> Self {
        let mut pattern = Self {
            elements: Vec::new(),
            begins: false,
            ends: false,
            closes: false,
        };
        for piece in pieces {
            let gap = |most, commas| Element {
                what: What::Gap(most, commas),
                optional: true,
                after_comma: commas,
            };
            match piece.as_ref() {
                "<" => pattern.begins = true,
                ">" => pattern.ends = true,
                "^" => pattern.closes = true,
                ".." => pattern.elements.push(gap(3, false)),
                "..." => pattern.elements.push(gap(6, true)),
                piece => pattern.elements.push(Element::parse(piece, vocabulary)),
            }
        }
        pattern
    }

    /// The words that it may begin with.
    pub(super) fn first(&self) -> &[u16] {
        match self.elements.first().map(|element| &element.what) {
            Some(What::Words(ids, _)) => ids,
            Some(What::Any | What::Strange | What::Gap(..)) | None => &[],
        }
    }

    /// The second word that it cannot do without: within how many words behind the first it must come, and the bits of
    /// what it may be. A look at these spares most tries.
    pub(super) fn second(&self) -> (usize, u64) {
        let mut reach = 1;
        for element in self.elements.iter().skip(1) {
            match &element.what {
                What::Gap(most, _) => reach += most,
                What::Any | What::Strange | What::Words(_, true) => break,
                What::Words(..) if element.optional => reach += 1,
                What::Words(ids, false) => return (reach, ids.iter().fold(0, |bits, id| bits | bit(*id))),
            }
        }
        (0, u64::MAX)
    }

    pub(super) fn begins_with_number(&self) -> bool {
        self.elements
            .first()
            .is_some_and(|element| matches!(element.what, What::Words(_, true)))
    }

    /// Where it ends when it begins at `from`: the first word behind it.
    pub(super) fn at(&self, words: &[Word], from: usize) -> Option<usize> {
        if self.begins && !words.get(from)?.begins {
            return None;
        }
        self.step(words, &self.elements, from, from)
    }

    fn step(&self, words: &[Word], elements: &[Element], from: usize, at: usize) -> Option<usize> {
        let Some((element, rest)) = elements.split_first() else {
            let last = words.get(at.checked_sub(1)?)?;
            let closed = words.get(at).is_none_or(|next| next.before != Gap::None);
            return ((!self.ends || last.ends) && (!self.closes || closed)).then_some(at);
        };
        if let What::Gap(most, commas) = element.what {
            let widest = if commas { Gap::Comma } else { Gap::None };
            for skipped in 0..=most {
                // The gap itself must not run over the end of the clause.
                let inside = |word: &Word| word.before <= widest;
                if skipped > 0 && !words.get(at + skipped - 1).is_some_and(inside) {
                    break;
                }
                if let Some(end) = self.step(words, rest, from, at + skipped) {
                    return Some(end);
                }
            }
            return None;
        }
        let fits = words.get(at).is_some_and(|word| {
            let widest = if element.after_comma { Gap::Comma } else { Gap::None };
            (at == from || word.before <= widest) && element.what.is(word)
        });
        if fits && let Some(end) = self.step(words, rest, from, at + 1) {
            return Some(end);
        }
        if element.optional {
            self.step(words, rest, from, at)
        } else {
            None
        }
    }
}

/// The bit of a word, which it shares with others.
pub(super) fn bit(id: u16) -> u64 {
    1 << (id % 64)
}

impl Element {
    fn parse(piece: &str, vocabulary: &dyn Vocabulary) -> Self {
        let (piece, after_comma) = piece.strip_prefix(',').map_or((piece, false), |rest| (rest, true));
        let (piece, optional) = piece.strip_suffix('?').map_or((piece, false), |rest| (rest, true));
        let what = match piece {
            "_" => What::Any,
            "*" => What::Strange,
            _ => {
                let mut ids: Vec<u16> = piece.split('/').flat_map(|name| vocabulary.ids(name)).collect();
                ids.sort_unstable();
                ids.dedup();
                What::Words(ids, piece.split('/').any(|name| name == "#"))
            }
        };
        Self {
            what,
            optional,
            after_comma,
        }
    }
}

impl What {
    fn is(&self, word: &Word) -> bool {
        match self {
            Self::Words(ids, number) => ids.binary_search(&word.id).is_ok() || (*number && word.number.is_some()),
            Self::Any => true,
            Self::Strange => word.id == UNKNOWN && word.number.is_none(),
            Self::Gap(..) => false,
        }
    }
}
