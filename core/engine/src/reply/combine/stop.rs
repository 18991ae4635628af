//! Which phrases end messages.

use super::super::cover::overlap;
use super::super::lexicon::{Found, Lexicon, Signal};
use super::super::words::Word;
use super::Weighed;

impl Weighed<'_> {
    pub(super) fn weigh_opt_out(&mut self) {
        let (words, lexicon) = (self.words, self.lexicon);
        let of_messages: Vec<Found> = self
            .found
            .iter()
            .filter(|f| f.signal == Signal::OptOut && f.to - f.from > 1 && !is_cancel_alone(lexicon, words, f))
            .copied()
            .collect();
        self.found
            .retain(|f| f.signal != Signal::Cancel || !of_messages.iter().any(|out| overlap(out, f)));
        // "Spam?" asks whether it is some.
        let asks = |f: &Found| {
            let of = words.get(f.from..f.to).unwrap_or_default();
            of.iter().all(|word| lexicon.is(word, "doubted")) && of.last().is_some_and(|word| word.asked)
        };
        self.found.retain(|f| f.signal != Signal::OptOut || !asks(f));
        if self.has(Signal::Emergency) || self.has(Signal::Clinical) || self.has(Signal::Death) {
            self.drop(&[Signal::OptOutUnlessPain]);
        }
        // "Can't make it, please cancel": the visit is meant.
        if self.has(Signal::Cancel) || self.has(Signal::Reschedule) {
            self.found
                .retain(|f| f.signal != Signal::OptOut || !is_cancel_alone(lexicon, words, f));
        }
    }
}

pub(super) fn is_cancel_alone(lexicon: &Lexicon, words: &[Word], f: &Found) -> bool {
    let only = words.get(f.from..f.to).unwrap_or_default();
    only.iter()
        .all(|word| lexicon.reads(word, "cancel") || lexicon.reads(word, "cancelar"))
}
