//! What follows a yes: whether it still is one.

use super::super::lexicon::Signal;
use super::super::words::{Gap, UNKNOWN, Word};
use super::Weighed;

/// How far a "but" and its "not", or an "if" and what is not to be had, may be apart.
const NEAR: usize = 5;

impl Weighed<'_> {
    /// "Yes that was me", "yes all done": more is said, and nothing of it wants, offers or asks to come.
    pub(super) fn says_no_more_of_it(&self) -> bool {
        use Signal::{Affirm, Agree, Callback, Clinical, Hours, Insurance, Money, NotNow, Yes};
        let understood = [Affirm, Agree, Callback, Clinical, Hours, Insurance, Money, NotNow];
        if self.asks() && understood.iter().any(|signal| self.has(*signal)) {
            return false;
        }
        if [Affirm, Agree, Callback].iter().any(|signal| self.has(*signal)) {
            return false;
        }
        let is = |word: &Word, class: &str| self.lexicon.is(word, class);
        let of_yes = |at: usize| {
            self.found
                .iter()
                .any(|f| f.signal == Yes && (f.from..f.to).contains(&at))
        };
        if self.comes_last(of_yes) {
            return false;
        }
        let rest = || {
            let besides = |(at, word): &(usize, &Word)| !of_yes(*at) && !is(word, "politeness") && !self.is_signed(*at);
            self.words.iter().enumerate().filter(besides).map(|(_, word)| word)
        };
        // "Yes I do", "yes we are".
        if rest().count() <= 2 && rest().all(|word| is(word, "echo")) {
            return false;
        }
        // "Yes can I help you": of a question that was not understood "can" and "get" say nothing.
        let asks = self.has(Signal::Question);
        let wants = rest().any(|word| (is(word, "wanting") && !(asks && is(word, "modal"))) || self.is_a_visit(word));
        !wants && !rest().all(|word| is(word, "assent"))
    }

    /// "Nervous but yes": what comes last counts.
    pub(super) fn comes_last(&self, of_yes: impl Fn(usize) -> bool) -> bool {
        let last = self.words.iter().rposition(|word| !self.lexicon.is(word, "politeness"));
        last.is_some_and(|last| last > 0 && of_yes(last))
    }

    /// A name under it, or behind a title: "Yes - Deb", "yes Dr. Patel".
    pub(super) fn is_signed(&self, at: usize) -> bool {
        let unknown = |at: usize| {
            self.words
                .get(at)
                .is_some_and(|word| word.id == UNKNOWN && word.number.is_none())
        };
        let parted = self.words.get(at).is_some_and(|word| word.before != Gap::None);
        let titled = at
            .checked_sub(1)
            .and_then(|back| self.words.get(back))
            .is_some_and(|word| self.lexicon.is(word, "title") || self.lexicon.is(word, "thanked"));
        let last = at + 1 == self.words.len() || (at + 2 == self.words.len() && unknown(at + 1));
        let second = at
            .checked_sub(1)
            .is_some_and(|back| unknown(back) && self.is_signed(back));
        unknown(at) && last && (parted || titled || second)
    }

    /// "Yes but I can't", "sure maybe next year", "yes if it were cheaper": what comes behind takes the yes back, unless
    /// something is wanted after that.
    pub(super) fn is_taken_back(&self) -> bool {
        use Signal::{Affirm, NotNow};
        let class = |at: usize, class: &str| self.words.get(at).is_some_and(|word| self.lexicon.is(word, class));
        let asked = self.words.iter().any(|word| word.asked);
        let wanted = self.last(Affirm).unwrap_or_default();
        let hedges = |at: usize| {
            let denied = (at + 1..=at + NEAR)
                .take_while(|place| self.words.get(*place).is_some_and(|word| word.before != Gap::Sentence))
                .any(|place| class(place, "neg"));
            // "But not before the 1st" only names the day.
            let denied = denied && self.said.is_none();
            let later = class(at, "perhaps") && self.last(NotNow).is_some_and(|later| later > at);
            class(at, "hedge") && wanted <= at && (denied || later)
        };
        let supposes = |at: usize| {
            let unlikely = (at + 1..=at + NEAR + 2).any(|place| class(place, "unlikely"));
            class(at, "supposing") && unlikely && wanted <= at && !asked
        };
        (0..self.words.len()).any(|at| hedges(at) || supposes(at))
    }
}
