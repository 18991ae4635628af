//! From what was typed to words of the lexicon: pairs that are one word, words that are two, letters typed apart, and
//! where a clause begins and ends but for politeness.

use super::super::spelling;
use super::super::words::{self, UNKNOWN, Word};
use super::{Lexicon, roles};

impl Lexicon {
    /// Reads the words of a message: spelled out, joined, and with politeness marked.
    pub(in crate::reply) fn words(&self, text: &str, parts: &[std::ops::Range<usize>]) -> Vec<Word> {
        let known = |word: &str| self.known(word);
        let mut read = words::read(text, parts, &known, &|word| self.with_slip(word));
        read = self.join_letters(text, read);
        self.mend_stops(text, &mut read);
        let mut read = self.part_merged(text, read);
        close_up(&mut read);
        let mut joined: Vec<Word> = Vec::with_capacity(read.len());
        for word in read {
            let pair = joined
                .last()
                .filter(|_| word.before == words::Gap::None)
                .and_then(|last| self.joins.get(&(last.id, word.id)));
            match (pair, joined.last_mut()) {
                (Some(id), Some(last)) => {
                    last.id = *id;
                    last.at.end = word.at.end;
                    last.asked = word.asked;
                }
                (Some(_) | None, Some(_) | None) => joined.push(word),
            }
        }
        self.mark_edges(&mut joined);
        joined
    }

    /// S T O P, s.t.o.p: letters that stand alone, three or more, are a word if they make one.
    fn join_letters(&self, text: &str, read: Vec<Word>) -> Vec<Word> {
        let alone = |word: &Word| word.at.len() == 1 && word.number.is_none();
        let mut joined = Vec::with_capacity(read.len());
        let mut at = 0;
        while let Some(word) = read.get(at) {
            let run = read.iter().skip(at).take_while(|word| alone(word)).count();
            let letters = read.get(at..at + run).unwrap_or_default();
            let spelled = (3..=12).contains(&run).then(|| {
                let written = letters.iter().filter_map(|word| text.get(word.at.clone()));
                written
                    .flat_map(|letter| letter.chars().map(spelling::plain))
                    .collect::<String>()
            });
            match (spelled.and_then(|word| self.known(&word)), letters.last()) {
                (Some(id), Some(last)) => {
                    let mut whole = word.clone();
                    (whole.id, whole.at.end, whole.asked) = (id, last.at.end, last.asked);
                    joined.push(whole);
                }
                (Some(_) | None, _) if run > 0 => joined.extend_from_slice(letters),
                (Some(_) | None, _) => joined.push(word.clone()),
            }
            at += run.max(1);
        }
        joined
    }

    /// "Soop texting me": a short word a slip away from "stop", alone or before a word for contact.
    fn mend_stops(&self, text: &str, read: &mut [Word]) {
        use roles::{COMING, NOTE};
        let alone = read.len() == 1;
        for at in 0..read.len() {
            let before_contact = read
                .get(at + 1)
                .is_some_and(|next| next.before == words::Gap::None && self.roles(next) & (COMING | NOTE) != 0);
            let Some(word) = read.get_mut(at) else { continue };
            if word.id != UNKNOWN || word.number.is_some() || !(alone || before_contact) || word.at.len() > 6 {
                continue;
            }
            let written: String = text
                .get(word.at.clone())
                .unwrap_or_default()
                .chars()
                .map(spelling::plain)
                .collect();
            if spelling::one_slip(&written, "stop") {
                word.id = self.known("stop").unwrap_or(UNKNOWN);
            }
        }
    }

    /// "stoptexting", "dontcontact": words of a sentence that ends contact, typed without the space.
    fn part_merged(&self, text: &str, read: Vec<Word>) -> Vec<Word> {
        use roles::{FORBID, LEAVE, NONE, REMOVE, STOP};
        let mut parted = Vec::with_capacity(read.len());
        for word in read {
            let long = word.id == UNKNOWN && word.number.is_none() && (6..=24).contains(&word.at.len());
            let Some(written) = text.get(word.at.clone()).filter(|_| long) else {
                parted.push(word);
                continue;
            };
            let written: String = written.chars().map(spelling::plain).collect();
            let cut = (2..=written.len().saturating_sub(2)).rev().find_map(|cut| {
                let (first, second) = written.split_at_checked(cut)?;
                let (first, second) = (self.known(first)?, self.known(second)?);
                let begins = self.roles.get(usize::from(first))? & (FORBID | LEAVE | NONE | REMOVE | STOP) != 0;
                let goes_on = *self.roles.get(usize::from(second))? != 0;
                (begins && goes_on && written.len() == word.at.len()).then_some((cut, first, second))
            });
            match cut {
                Some((cut, first, second)) => {
                    let middle = word.at.start + cut;
                    let mut behind = word.clone();
                    (behind.id, behind.at.start, behind.before) = (second, middle, words::Gap::None);
                    let mut before = word;
                    (before.id, before.at.end) = (first, middle);
                    parted.extend([before, behind]);
                }
                None => parted.push(word),
            }
        }
        parted
    }

    /// Marks the words before and after which there is only politeness in the clause.
    fn mark_edges(&self, words: &mut [Word]) {
        let polite = |word: &Word| self.is(word, "politeness");
        let joins = |word: &Word| self.is(word, "joint");
        let mut begins = true;
        for word in words.iter_mut() {
            begins |= word.before != words::Gap::None;
            word.begins = begins;
            begins = (begins && polite(word)) || joins(word);
        }
        let mut ends = true;
        let mut next = words::Gap::Sentence;
        for word in words.iter_mut().rev() {
            ends |= next != words::Gap::None;
            word.ends = ends;
            ends = (ends && polite(word)) || joins(word);
            next = word.before;
        }
    }
}

/// "LEAVE. ME. ALONE.": three sentences or more of one word each are one that is said with weight.
fn close_up(read: &mut [Word]) {
    let apart = |word: &Word| word.before == words::Gap::Sentence && !word.asked;
    let mut at = 0;
    while at < read.len() {
        let run = read.iter().skip(at).take_while(|word| apart(word)).count();
        // The last of a run begins a sentence of its own, which may go on.
        let alone = if at + run == read.len() {
            run
        } else {
            run.saturating_sub(1)
        };
        if alone >= 3 {
            let tied = read.iter_mut().skip(at + 1).take(alone - 1);
            tied.for_each(|word| word.before = words::Gap::None);
        }
        at += run.max(1);
    }
}
