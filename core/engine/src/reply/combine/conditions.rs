//! A yes that hangs on money, and a no that is only to a kind or a day.

use super::super::Language;
use super::super::cover::overlap;
use super::super::lexicon::{Found, Signal};
use super::super::words::{Gap, Number, Word};
use super::Weighed;

/// How many words may stand between an "if" and what it is about.
const NEAR: usize = 8;

impl Weighed<'_> {
    fn reads_one_of(&self, at: usize, list: &str) -> bool {
        self.words
            .get(at)
            .is_some_and(|word| list.split(' ').any(|name| self.lexicon.reads(word, name)))
    }

    fn within(&self, f: &Found, class: &str) -> bool {
        let words = self.words.get(f.from..f.to).unwrap_or_default();
        words.iter().any(|word| self.lexicon.is(word, class))
    }

    /// The words behind `at` up to the next comma, by place.
    fn clause_behind(&self, at: usize, most: usize) -> impl Iterator<Item = (usize, &Word)> {
        let behind = self.words.iter().enumerate().skip(at + 1).take(most);
        behind.take_while(|(_, word)| word.before == Gap::None)
    }

    /// "Yes if it's under $500", "si es gratis sí": what it costs comes first, and a person tells it.
    pub(super) fn weigh_conditions(&mut self) {
        use Signal::{Affirm, Agree, NotNow, NotYes, Yes};
        let Some(condition) = (0..self.words.len()).find_map(|at| self.condition(at)) else {
            return;
        };
        let wide = Found {
            from: condition.from.saturating_sub(3),
            ..condition
        };
        let later = |f: &Found| [NotNow, NotYes].contains(&f.signal) && overlap(f, &wide);
        if !self
            .found
            .iter()
            .any(|f| [Affirm, Agree, Yes].contains(&f.signal) || later(f))
        {
            return;
        }
        self.found
            .retain(|f| ![Affirm, Agree, Yes].contains(&f.signal) && !later(f));
        self.found.push(condition);
    }

    fn condition(&self, at: usize) -> Option<Found> {
        const SPANISH: &str = "es sale cuesta costara costaria fuera esta me nos lo la mi el hay no bajan baja hacen dan \
            tienen cubre cubren queda quedara saliera costase";
        const LOOKED_INTO: &str = "check checking know see ask asking tell find out sure wondering wonder verify saber ver \
            checar preguntar confirmar me";
        let as_long_as =
            self.reads_one_of(at, "as") && at.checked_sub(1).is_some_and(|back| self.reads_one_of(back, "long"));
        let english = self.reads_one_of(at, "if unless provided providing assuming depends") || as_long_as;
        let whenever =
            self.reads_one_of(at, "cuando") && at.checked_sub(2).is_some_and(|back| self.reads_one_of(back, "siempre"));
        let spanish = (self.reads_one_of(at, "si") && self.reads_one_of(at + 1, SPANISH))
            || whenever
            || self.reads_one_of(at, "depende");
        // "Can you check if my insurance covers it" asks.
        let asks = at
            .checked_sub(1)
            .is_some_and(|back| self.reads_one_of(back, LOOKED_INTO));
        if !(english || spanish) || asks {
            return None;
        }
        let clause = || {
            let asked = |place: usize| self.reads_one_of(place, "cuanto cuanta cuantos cual cuando como donde");
            self.clause_behind(at, NEAR)
                .take_while(move |(place, _)| !asked(*place))
        };
        if clause().any(|(_, word)| word.asked) {
            return None;
        }
        let dear = |place: usize, word: &Word| match word.number {
            // An amount, and neither a year nor an hour.
            Some(Number::Plain(amount)) => {
                amount >= 100
                    && !(2024..=2099).contains(&amount)
                    && !self.reads_one_of(place.saturating_sub(1), "at after before around las")
            }
            Some(Number::Ordinal(_) | Number::Time | Number::MonthDay(..) | Number::Date(..)) => false,
            None => self.lexicon.is(word, "costing"),
        };
        let (last, _) = clause().find(|(place, word)| dear(*place, word))?;
        let covered = clause().any(|(_, word)| self.lexicon.is(word, "covering"));
        Some(Found {
            signal: if covered { Signal::Insurance } else { Signal::Money },
            language: if spanish { Language::Es } else { Language::En },
            negated: false,
            built: true,
            from: at,
            to: last + 1,
        })
    }

    /// "I don't want silver fillings, only white", "don't want to do it Monday": not that kind, not that day.
    pub(super) fn weigh_partial_no(&mut self) {
        let refuses = |f: &&Found| f.signal == Signal::Decline && self.within(f, "refusing");
        let Some(no) = self.found.iter().find(refuses).copied() else {
            return;
        };
        let of_a_day = |(_, word): (usize, &Word)| {
            let tomorrow = self.lexicon.reads(word, "tomorrow") || self.lexicon.reads(word, "manana");
            self.lexicon.is(word, "weekday") || tomorrow || word.number == Some(Number::Time)
        };
        if self.clause_behind(no.from, no.to - no.from + 5).any(of_a_day) {
            self.found.retain(|f| f.signal != Signal::Decline || !overlap(f, &no));
            self.found.push(Found {
                signal: Signal::Reschedule,
                ..no
            });
        } else if self.prefers(no.to) {
            let books = |f: &Found| self.within(f, "bookverb");
            let other = |f: &Found| [Signal::Affirm, Signal::Agree].contains(&f.signal) && f.from >= no.to;
            let refused = |f: &Found| f.signal == Signal::Decline && overlap(f, &no);
            let kept = |f: &&Found| !refused(f) && (!other(f) || books(f));
            self.found = self.found.iter().filter(kept).copied().collect();
        }
    }

    /// Something else is named that is wanted: ", only white", ", quiero porcelana", "sino local".
    fn prefers(&self, from: usize) -> bool {
        let sentence = self.words.iter().enumerate().skip(from).take(NEAR);
        let sentence = sentence.take_while(|(at, word)| *at == from || word.before != Gap::Sentence);
        sentence.into_iter().any(|(at, word)| {
            let apart = word.before == Gap::Comma || self.reads_one_of(at.saturating_sub(1), "but pero");
            let own = usize::from(self.reads_one_of(at, "i id yo"));
            let wants = self.reads_one_of(
                at + own,
                "want id like need prefer rather quiero prefiero quisiera necesito",
            ) && !self.reads_one_of(at + own + 1, "you to that nothing none not nada que out no");
            let kind = self
                .words
                .get(at + 1)
                .is_some_and(|word| self.lexicon.is(word, "treat"));
            let just = self.reads_one_of(at, "just")
                && (kind || self.reads_one_of(at + 1, "the a white local one my regular"));
            self.reads_one_of(at, "sino")
                || (apart && (self.reads_one_of(at, "only solo solamente unicamente") || just || wants))
        })
    }
}
