//! Which "later" there is, and until when.

use super::super::Language;
use super::super::lexicon::{Found, Signal};
use super::super::words::{Number, Word};
use super::Weighed;

impl Weighed<'_> {
    /// Which "later" there is, and until when.
    pub(super) fn weigh_waiting(&mut self) {
        if self.has(Signal::Auto) {
            self.said = None;
            self.drop(&[
                Signal::NotNow,
                Signal::Callback,
                Signal::AskAgain,
                Signal::Affirm,
                Signal::Agree,
                Signal::Yes,
            ]);
        }
        let Some(said) = self.said else { return };
        let near = |f: &Found| f.from <= said.to + 4 && said.from <= f.to + 6;
        let callback = self.found.iter().any(|f| f.signal == Signal::Callback && near(f));
        let ask_again = self.found.iter().any(|f| f.signal == Signal::AskAgain && near(f));
        let acts = [
            Signal::Affirm,
            Signal::Agree,
            Signal::Cancel,
            Signal::Reschedule,
            Signal::Elsewhere,
            Signal::Death,
        ];
        let busy = acts.iter().any(|signal| self.has(*signal));
        let alone = Found {
            signal: Signal::NotNow,
            language: Language::En,
            negated: false,
            built: false,
            from: said.from,
            to: said.to,
        };
        let later = if callback {
            !said.near
        } else {
            self.has(Signal::NotNow)
                || (ask_again && !busy && !(said.near && self.has(Signal::Callback)))
                || (said.awaited
                    && !self.has(Signal::Cancel)
                    && !self.has(Signal::Reschedule)
                    && !self.has(Signal::Elsewhere))
                || (!said.near && !busy && self.is_nearly_all(&alone))
        };
        if !later || (self.asks() && !callback && !ask_again && !self.has(Signal::NotNow)) {
            self.said = None;
            return;
        }
        if callback {
            self.drop(&[Signal::Callback]);
        }
        self.found.push(alone);
    }

    /// The whole message but for politeness and the small words around a time.
    fn is_nearly_all(&self, f: &Found) -> bool {
        let small = |word: &Word| {
            self.lexicon.is(word, "politeness")
                || self.lexicon.is(word, "small")
                || matches!(word.number, Some(Number::Plain(_)))
        };
        let rest = |range: std::ops::Range<usize>| self.words.get(range).is_some_and(|words| words.iter().all(small));
        rest(0..f.from) && rest(f.to..self.words.len())
    }
}
