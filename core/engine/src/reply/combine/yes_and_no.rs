//! Whether it is a yes, a no, or neither: what takes a yes back, and what it is about.

use super::super::Language;
use super::super::cover::overlap;
use super::super::lexicon::{Found, Lexicon, Signal};
use super::super::words::{Gap, Number, UNKNOWN, Word};
use super::Weighed;

impl Weighed<'_> {
    pub(super) fn weigh_yes_and_no(&mut self) {
        self.found.extend(self.only_an_hour());
        use Signal::{Affirm, Agree, Callback, Decline, Elsewhere, NotNow, Yes};
        // What the person wants is not yet done: "I want to get it done".
        let wants: Vec<Found> = self.found.iter().filter(|f| f.signal == Affirm).copied().collect();
        self.found
            .retain(|f| f.signal != Elsewhere || !wants.iter().any(|want| overlap(want, f)));
        if self.words.iter().any(|word| self.lexicon.is(word, "sour")) || self.has(Signal::Death) {
            self.drop(&[Affirm, Agree, Yes]);
        }
        if self.has(Signal::Death) {
            self.drop(&[
                Decline,
                Elsewhere,
                NotNow,
                Callback,
                Signal::Clinical,
                Signal::Question,
                Signal::Money,
            ]);
        }
        if self.has(Elsewhere) || self.has(Signal::WrongNumber) {
            self.drop(&[Affirm, Agree, Yes]);
        }
        // "Something came up, can I reschedule": moved, and not given up.
        if self.has(Signal::Reschedule) {
            let (words, lexicon) = (self.words, self.lexicon);
            let says_so = |f: &Found| {
                words
                    .get(f.from..f.to)
                    .is_some_and(|w| w.iter().any(|w| lexicon.is(w, "cancelling")))
            };
            self.found.retain(|f| f.signal != Signal::Cancel || says_so(f));
        }
        // "No voy a poder ir" is no "no".
        let visits: Vec<Found> = self
            .found
            .iter()
            .filter(|f| f.signal == Signal::Cancel)
            .copied()
            .collect();
        self.found
            .retain(|f| f.signal != Decline || !visits.iter().any(|visit| overlap(visit, f)));
        if self.has(Signal::Cancel) || self.has(Signal::Reschedule) {
            let yes = self.has(Yes);
            self.drop(&[Agree]);
            if !yes {
                self.drop(&[Affirm]);
            }
            // "Yes, cancel it": the yes is to that.
            if self.has(Signal::Cancel) && !self.has(Affirm) {
                self.drop(&[Yes]);
            }
        }
        if self.is_taken_back() {
            self.drop(&[Yes, Agree]);
        }
        let says_yes = self.has(Yes) || self.has(Agree);
        if says_yes && (self.has(Signal::Help) || self.has(Signal::OptIn) || self.speaks_of_other_things()) {
            self.drop(&[Yes, Agree]);
        }
        // A bare no that goes on with "not now" is a "not now".
        if self.has(NotNow) && self.has(Decline) {
            let (words, lexicon) = (self.words, self.lexicon);
            self.found
                .retain(|f| f.signal != Decline || !is_bare_no(lexicon, words, f));
        }
        // "Yes, that's it" ends the conversation, and not the yes.
        if self.found.iter().any(|f| f.signal == Yes && f.from == 0) {
            let (words, lexicon) = (self.words, self.lexicon);
            let closes = |f: &Found| {
                words
                    .get(f.from..f.to)
                    .is_some_and(|w| w.iter().all(|w| lexicon.is(w, "closing")))
            };
            self.found.retain(|f| f.signal != Decline || !closes(f));
        }
        if let Some(no) = self.last(Decline) {
            if self.last(Affirm).is_some_and(|yes| yes > no) && !self.opens_with_no() {
                self.drop(&[Decline]);
            } else {
                self.drop(&[Affirm, Agree, Yes]);
            }
        }
        // "Yes but not now" is no yes; "yes, after the 15th" is one.
        if let Some(later) = self.last(NotNow)
            && self.said.is_none()
        {
            if self.last(Affirm).is_some_and(|yes| yes > later) || self.ends_with_yes(later) {
                self.drop(&[NotNow]);
            } else {
                self.drop(&[Affirm, Agree, Yes]);
            }
        }
    }

    /// "10am", and nothing else: an hour answers "when", as a day does.
    fn only_an_hour(&self) -> Option<Found> {
        let polite = |word: &Word| self.lexicon.is(word, "politeness");
        let mut said = self.words.iter().enumerate().filter(|(_, word)| !polite(word));
        let (from, word) = said.next().filter(|_| self.found.is_empty())?;
        let hour = word.number == Some(Number::Time) && !word.asked && said.next().is_none();
        hour.then_some(Found {
            signal: Signal::Affirm,
            language: Language::En,
            negated: false,
            built: true,
            from,
            to: from + 1,
        })
    }

    /// "Yes!! Braves won": what follows the yes has nothing to do with us.
    fn speaks_of_other_things(&self) -> bool {
        let pleads = self.words.windows(2).any(|pair| match pair {
            [yes, please] => self.lexicon.is(yes, "yes") && self.lexicon.reads(please, "please"),
            _ => false,
        });
        if pleads {
            return false;
        }
        let of_yes = |at: usize| self.found.iter().any(|f| (f.from..f.to).contains(&at));
        let rest = self.words.iter().enumerate().filter(|(at, _)| !of_yes(*at));
        let (mut strange, mut all) = (0, 0);
        for (_, word) in rest.filter(|(_, word)| !self.lexicon.is(word, "politeness")) {
            all += 1;
            strange += usize::from(word.id == UNKNOWN && word.number.is_none());
        }
        (strange >= 2 && strange * 2 >= all) || self.says_no_more_of_it() || (!self.asks() && self.is_off_topic())
    }

    /// Words besides the yes that have nothing to do with coming in: "yes I paid it".
    fn is_off_topic(&self) -> bool {
        use Signal::{Clinical, DropIn, Hours, Idle, Insurance, Money, Myself, Painless, Question};
        // Nothing is asked: a bill or an insurer is only spoken of.
        let says_nothing = [
            Clinical, DropIn, Hours, Idle, Insurance, Money, Myself, Painless, Question,
        ];
        let of_yes = |at: usize| {
            self.found
                .iter()
                .any(|f| (f.from..f.to).contains(&at) && !says_nothing.contains(&f.signal))
        };
        if self.comes_last(of_yes) {
            return false;
        }
        let polite = |word: &Word| self.lexicon.is(word, "politeness");
        let stray = |(at, word): &(usize, &Word)| !of_yes(*at) && !polite(word) && !self.is_about_it(word);
        let mut stray = self.words.iter().enumerate().filter(stray).map(|(at, _)| at);
        // A name under it is no other thing.
        stray
            .next()
            .is_some_and(|at| stray.next().is_some() || !self.is_signed(at))
    }

    /// A word that goes with coming in, or with anything.
    fn is_about_it(&self, word: &Word) -> bool {
        let classes = ["politeness", "small", "about", "do", "good", "yes"];
        classes.iter().any(|class| self.lexicon.is(word, class)) || self.is_a_visit(word)
    }

    pub(super) fn is_a_visit(&self, word: &Word) -> bool {
        let classes = [
            "visit", "treat", "month", "mes", "time", "tiempo", "book", "cita", "tratar", "agendar",
        ];
        // A year of birth is no time to come.
        let time = word.number.is_some_and(|number| !matches!(number, Number::Plain(32..)));
        time || classes.iter().any(|class| self.lexicon.is(word, class))
    }

    /// "I'm ready to scream", "I'd like to see the bill": wanted, but not a visit.
    pub(super) fn drop_other_wishes(&mut self) {
        let all = std::mem::take(&mut self.found);
        let wanted = |f: &Found| {
            let behind = self.words.iter().skip(f.to).take(4).enumerate();
            let clause = || {
                behind
                    .clone()
                    .take_while(|(_, word)| word.before == Gap::None)
                    .map(|(_, word)| word)
            };
            let within = self.words.get(f.from..f.to).unwrap_or_default();
            // "Yes, need it done before the wedding": a yes is to us.
            let yes = within.first().is_some_and(|word| self.lexicon.is(word, "yes"));
            yes || within.iter().chain(clause()).any(|word| self.is_a_visit(word))
                || clause()
                    .take(3)
                    .all(|word| self.is_about_it(word) || self.lexicon.is(word, "joint"))
        };
        let wishes = |f: &Found| {
            let within = self.words.get(f.from..f.to).unwrap_or_default();
            f.signal == Signal::Affirm && within.iter().any(|word| self.lexicon.is(word, "wishing"))
        };
        self.found = all.iter().filter(|f| !wishes(f) || wanted(f)).copied().collect();
    }

    /// "Was just thinking about it, yes please": a clause of its own behind the "later".
    fn ends_with_yes(&self, later: usize) -> bool {
        let apart = |f: &&Found| {
            let begins = self.words.get(f.from).is_some_and(|word| word.before != Gap::None);
            f.signal == Signal::Yes && f.from >= later && begins
        };
        let last = self.found.iter().filter(apart).map(|f| (f.from, f.to)).max();
        last.is_some_and(|(from, to)| self.comes_last(|at| (from..to).contains(&at)))
    }

    fn opens_with_no(&self) -> bool {
        let first = self.words.iter().find(|word| !self.lexicon.is(word, "politeness"));
        first.is_some_and(|word| self.lexicon.is(word, "no")) && self.has(Signal::Decline)
    }
}

/// "No", "no thanks": without what the no is about.
fn is_bare_no(lexicon: &Lexicon, words: &[Word], f: &Found) -> bool {
    let only = words.get(f.from..f.to).unwrap_or_default();
    only.iter()
        .all(|word| lexicon.is(word, "no") || lexicon.is(word, "politeness"))
}
