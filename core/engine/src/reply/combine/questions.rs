//! What is asked, and what only mentions a thing.

use super::super::cover::overlap;
use super::super::lexicon::{Found, Signal};
use super::super::words::Gap;
use super::Weighed;

impl Weighed<'_> {
    pub(super) fn asks(&self) -> bool {
        self.words.iter().any(|word| word.asked)
            || self
                .words
                .iter()
                .enumerate()
                .any(|(at, word)| (word.begins && self.begins_to_ask(at)) || self.lexicon.is(word, "wondering"))
            // "Yes will it hurt".
            || self
                .words
                .windows(2)
                .any(|pair| matches!(pair, [yes, next] if self.lexicon.is(yes, "yes") && self.lexicon.is(next, "asking") && !self.lexicon.reads(next, "a")))
    }

    /// "A que hora" asks, "a month from now" and "a finales de mes" do not.
    fn begins_to_ask(&self, at: usize) -> bool {
        let is = |at: usize, class: &str| self.words.get(at).is_some_and(|word| self.lexicon.is(word, class));
        let small = self.words.get(at).is_some_and(|word| self.lexicon.reads(word, "a"));
        is(at, "asking") && (!small || is(at + 1, "asking"))
    }

    fn asked_after(&self, from: usize) -> bool {
        let sentence = self
            .words
            .iter()
            .skip(from)
            .enumerate()
            .take_while(|(place, word)| *place == 0 || word.before != Gap::Sentence);
        sentence.into_iter().any(|(_, word)| word.asked)
    }

    pub(super) fn weigh_questions(&mut self) {
        use Signal::{Clinical, Hours, Insurance, Money, Question};
        let asks = self.asks();
        let settled = [
            Signal::Decline,
            Signal::NotNow,
            Signal::Elsewhere,
            Signal::Cancel,
            Signal::WrongNumber,
            Signal::OptOut,
        ];
        let settled = settled.iter().any(|signal| self.has(*signal));
        let answers = [
            Signal::Affirm,
            Signal::Callback,
            Signal::Reschedule,
            Signal::OptOut,
            Signal::OptOutUnlessPain,
            Signal::Help,
            Signal::Cancel,
            Signal::WrongNumber,
            Signal::Keep,
            Signal::OptIn,
            Signal::Decline,
            Signal::Idle,
        ];
        let all = std::mem::take(&mut self.found);
        let counts = |f: &Found| {
            if [Money, Insurance, Hours].contains(&f.signal) {
                return asks || f.built || self.is_all(f);
            }
            if f.signal == Clinical {
                return asks || !settled;
            }
            let answered = || {
                all.iter().any(|other| {
                    // "Esta semana no" is no "is".
                    let later = other.signal == Signal::NotNow && other.from == f.from;
                    later || (answers.contains(&other.signal) && overlap(other, f))
                })
            };
            let starts = || self.words.get(f.from).is_some_and(|word| word.begins);
            f.signal != Question || ((starts() || self.asked_after(f.from)) && !answered())
        };
        let kept: Vec<Found> = all.iter().filter(|f| counts(f)).copied().collect();
        self.found = kept;
        // Coming by without a time is a question when it is asked.
        if self.has(Signal::DropIn) && asks && !self.has(Signal::Affirm) {
            let drop_in = self.found.iter().find(|f| f.signal == Signal::DropIn).copied();
            self.found.extend(drop_in.map(|f| Found { signal: Question, ..f }));
        }
        // A question about something is that, and not one about anything else besides.
        if [Money, Insurance, Clinical, Hours]
            .iter()
            .any(|signal| self.has(*signal))
        {
            self.drop(&[Question]);
        }
    }
}
