//! What is said of the messages themselves: that they are a nuisance, unwelcome or the wrong channel, and that they or
//! a number shall be gone. Here the person need not ask anybody for anything; they say how it shall be.

use super::super::lexicon::roles::*;
use super::super::words::Gap;
use super::Sentence;

/// How far before a thing it may be said that something is wished of it: "I would be grateful if …".
const WISHED: usize = 9;

impl Sentence<'_> {
    /// "These texts are getting annoying", "texts need to stop", "messages no longer wanted".
    pub(super) fn complains_of(&self, at: usize) -> Option<(usize, usize)> {
        let to = self.first(at, BAD | BARE | WELCOME, 5, 1)?;
        if self.any_before(at, 4, WHY | THEIRS) {
            return None;
        }
        let denied = self
            .behind(at, 5)
            .take_while(|place| *place < to)
            .any(|place| self.has(place, NEG));
        // Of "these" it must be said plainly.
        let plainly = denied && self.has(to, WELCOME) && self.has(at, PLURAL);
        if !self.has(at, NOTE) && !plainly {
            return None;
        }
        let fits = if self.has(to, WELCOME) {
            denied
        } else if self.has(to, BARE) {
            !denied
                && (to == at + 1
                    || self
                        .behind(at, 5)
                        .take_while(|place| *place < to)
                        .any(|place| self.has(place, MUST)))
        } else {
            !denied
        };
        (fits && self.closes_soon(to)).then_some((at, to))
    }

    /// "I want my number gone", "have me removed".
    pub(super) fn wants_gone(&self, at: usize) -> Option<(usize, usize)> {
        let to = self.first(at, GONE, 4, 0)?;
        let named = self.has(at, NUMBER) || self.has(at, PERSON);
        let denied = self.any_before(to, 5, NEG) && !self.any_before(at, 2, SAY);
        (named && !denied && !self.any_behind(to, 4, OTHER)).then_some((at, to))
    }

    /// "I refuse to get any more of these texts", "you waste your time texting me".
    pub(super) fn speaks_against(&self, at: usize) -> Option<(usize, usize)> {
        let contact = NOTE | COMING | REACHED;
        // "Every text" is one of ours; "text" alone may be what they do.
        let counted = |place: usize| self.has(place, REACH) && place > 0 && self.has(place - 1, COUNTED);
        let near = |place: &usize| {
            self.has(*place, contact) || counted(*place) || self.has(*place, PLURAL) && self.closes(*place)
        };
        let to = self.behind(at, 9).find(near);
        let from = self
            .before(at, 6)
            .find(|place| self.has(*place, contact) || counted(*place));
        let (from, to) = match (to, from) {
            (Some(to), _) => (at, to),
            (None, Some(from)) => (from, at),
            (None, None) => return None,
        };
        let missing = (from.saturating_sub(3)..to).any(|place| self.has(place, OTHER | SAW) && !self.has(place, LIGHT));
        (!missing && !self.any_behind(to, 3, OTHER)).then_some((from, to))
    }

    /// Somebody wishes it: "please have", "I would be grateful if", "I request that". Looks over commas and "if", which
    /// part a wish from what is wished.
    fn is_wished(&self, at: usize) -> bool {
        let sentence = |place: &usize| {
            self.words
                .get(place + 1)
                .is_some_and(|word| word.before != Gap::Sentence)
        };
        (at.saturating_sub(WISHED)..at)
            .rev()
            .take_while(sentence)
            .any(|place| self.has(place, SAY | WANT | WISH))
    }

    /// "I wish these alerts to be discontinued", "please have them switched off".
    pub(super) fn wants_ended(&self, at: usize) -> Option<(usize, usize)> {
        let to = self.first(at, ENDED | GONE, 5, 1)?;
        let of_messages = self.has(at, NOTE | PLURAL);
        // "Them" may be anything, and ends only where messages are spoken of.
        let they = self.has(at, THEY) && self.has(to, ENDED) && self.speaks_of_messages;
        let way = || self.behind(at, 5).take_while(|place| *place < to);
        let denied = way().any(|place| self.has(place, NEG));
        let must = way().any(|place| self.has(place, MUST));
        let told = self.any_before(at, 3, WHY);
        let fits = (of_messages || they) && (self.is_wished(at) || must) && !denied && !told;
        (fits && !self.any_behind(to, 3, OTHER)).then_some((at, to))
    }

    /// "Emails are fine, texts are not", "texting isn't for me".
    pub(super) fn not_by_text(&self, at: usize) -> Option<(usize, usize)> {
        let to = self.first(at, NEG, 2, 0)?;
        let plain = self.closes(to) || self.has(to + 1, WELCOME | BAD_CHANNEL | POLITE);
        let told = self.any_before(at, 3, WHY | SUBJECT | SAW);
        (plain && !told && self.closes_soon(to)).then_some((at, to))
    }

    /// "Texts? No thanks."
    pub(super) fn asks_itself(&self, at: usize) -> Option<(usize, usize)> {
        let asked = self.words.get(at).is_some_and(|word| word.asked) && self.before(at, 3).count() <= 2;
        let no = self.has(at + 1, NONE) && (self.closes(at + 1) || self.has(at + 2, POLITE));
        let us = self.any_before(at, 3, SUBJECT | SAW | WHY);
        (asked && no && !us).then_some((at, at + 1))
    }

    /// "I'd appreciate not being texted", "solicito no ser contactado".
    pub(super) fn not_being_reached(&self, at: usize) -> Option<(usize, usize)> {
        let be = self.first(at, BEING, 2, 0)?;
        let to = self.first(be, REACHED | GONE, 3, 1)?;
        let wished = self.is_wished(at) || self.words.get(at).is_some_and(|word| word.begins);
        let told = self.any_before(at, 3, WHY | SAW);
        let waits = self.any_behind(to, 4, UNTIL | OTHER);
        (wished && !told && !waits).then_some((at, to))
    }
}
