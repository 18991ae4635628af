//! From phrases to intents: which phrase counts, which covers another, and what remains when all are weighed.
//!
//! Longer phrases win over those inside them ("not interested" over "interested"), phrases that say nothing cover the
//! words they hold ("can't stop"), a yes counts only when nothing takes it back, and of a yes and a no the later one.

mod complaints;
mod conditions;
mod questions;
mod scope;
mod stop;
mod tail;
mod waiting;
mod yes_and_no;

use stop::is_cancel_alone;

use super::cover::{is_weak, overlap, uncovered};
use super::lexicon::{Found, Lexicon, Signal};
use super::reading::{Intent, Topic, Urgency};
use super::refusal::refusals;
use super::when_words::{self, Said};
use super::words::{Gap, Word};
use super::{Language, When};

/// A message longer than this many words is a letter: only what must not be missed is read out of it, and a person
/// reads the rest.
const LETTER: usize = 250;

/// What the words come to.
pub(super) struct Meaning {
    pub(super) intents: Vec<Intent>,
    pub(super) urgency: Option<Urgency>,
    /// The words that say so: first, and first behind.
    pub(super) spans: Vec<(usize, usize)>,
    pub(super) language: Option<Language>,
    /// Whether anything in it asks for messages to go on, counted or not.
    pub(super) keeps: bool,
}

pub(super) fn combine(lexicon: &Lexicon, words: &[Word]) -> Meaning {
    let mut found = lexicon.find(words);
    found.extend(refusals(lexicon, words));
    found.sort_by_key(|f| f.from);
    if words.len() > LETTER {
        found.retain(|f| {
            use Signal::{Death, Emergency, Idle, Keep, OptIn, OptOut, WrongNumber};
            [Death, Emergency, OptOut, WrongNumber, Idle, Keep, OptIn].contains(&f.signal)
        });
    }
    let keeps = found.iter().any(|f| matches!(f.signal, Signal::Keep | Signal::OptIn));
    let found = uncovered(lexicon, words, found);
    let mut weighed = Weighed {
        lexicon,
        words,
        found,
        said: (words.len() <= LETTER)
            .then(|| when_words::find(lexicon, words))
            .flatten(),
    };
    let spared = weighed.spare_the_moment();
    weighed.drop_denied();
    weighed.drop_other_wishes();
    Meaning {
        keeps: keeps || spared,
        ..weighed.meaning()
    }
}

struct Weighed<'a> {
    lexicon: &'a Lexicon,
    words: &'a [Word],
    found: Vec<Found>,
    said: Option<Said>,
}

impl Weighed<'_> {
    fn has(&self, signal: Signal) -> bool {
        self.found.iter().any(|f| f.signal == signal)
    }

    fn last(&self, signal: Signal) -> Option<usize> {
        self.found.iter().filter(|f| f.signal == signal).map(|f| f.to).max()
    }

    fn drop(&mut self, signals: &[Signal]) {
        self.found.retain(|f| !signals.contains(&f.signal));
    }

    /// Drops what is denied or only supposed: "not", "never" before it or in it, "if" before it.
    fn drop_denied(&mut self) {
        let idle: Vec<Found> = self
            .found
            .iter()
            .filter(|f| f.signal == Signal::Idle)
            .copied()
            .collect();
        let harmless = |at: usize| idle.iter().any(|f| (f.from..f.to).contains(&at));
        let words = self.words;
        let lexicon = self.lexicon;
        let denies = |at: usize| words.get(at).is_some_and(|word| lexicon.is(word, "neg")) && !harmless(at);
        let supposes = |at: usize| {
            words
                .get(at)
                .is_some_and(|word| lexicon.reads(word, "if") || lexicon.reads(word, "unless"))
        };
        self.found.retain(|f| {
            // "I can't put this off" is no "later"; "no, later" is.
            let denied_later =
                |at: usize| words.get(at).is_some_and(|word| lexicon.is(word, "cannot")) && !harmless(at);
            if f.signal == Signal::NotNow && !f.negated {
                let before = words.get(f.from).is_some_and(|word| word.before == Gap::None);
                let back = f.from.checked_sub(1).filter(|_| before);
                let further = back.and_then(|at| at.checked_sub(1)).filter(|_| {
                    back.and_then(|at| words.get(at))
                        .is_some_and(|word| word.before == Gap::None)
                });
                return !back.into_iter().chain(further).any(denied_later);
            }
            if !matches!(
                f.signal,
                Signal::Affirm | Signal::Agree | Signal::Yes | Signal::Callback | Signal::Reschedule
            ) {
                return true;
            }
            let inside = !f.negated && (f.from..f.to).any(denies);
            // The words before it in its clause, four at most.
            let mut before = false;
            let mut at = f.from;
            for _ in 0..4 {
                let Some(word) = words.get(at) else { break };
                if word.before != Gap::None || at == 0 {
                    break;
                }
                at -= 1;
                before |= denies(at) || supposes(at);
            }
            !inside && !before
        });
        // A yes with a question mark, and nothing else in its sentence, asks.
        self.found.retain(|f| {
            let last = f.to.checked_sub(1).and_then(|at| words.get(at));
            let one = f.signal == Signal::Affirm && f.to - f.from == 1;
            (f.signal != Signal::Yes && !one) || !last.is_some_and(|word| word.asked)
        });
    }

    /// The whole message, politeness aside.
    fn is_all(&self, f: &Found) -> bool {
        let rest = |range: std::ops::Range<usize>| {
            self.words
                .get(range)
                .is_some_and(|words| words.iter().all(|word| self.lexicon.is(word, "politeness")))
        };
        rest(0..f.from) && rest(f.to..self.words.len())
    }

    fn meaning(mut self) -> Meaning {
        self.weigh_opt_out();
        self.weigh_complaints();
        self.weigh_conditions();
        self.weigh_partial_no();
        self.weigh_waiting();
        self.weigh_yes_and_no();
        self.weigh_questions();
        let intents = self.intents();
        let urgency = if self.has(Signal::Death) {
            Some(Urgency::Death)
        } else {
            self.has(Signal::Emergency).then_some(Urgency::Emergency)
        };
        let counted = |f: &&Found| {
            !matches!(
                f.signal,
                Signal::Idle
                    | Signal::NotYes
                    | Signal::Myself
                    | Signal::Painless
                    | Signal::Auto
                    | Signal::DropIn
                    | Signal::AskAgain
                    | Signal::OtherChannel
            )
        };
        let understood = urgency.is_some() || intents != [Intent::Other];
        let mut spans: Vec<(usize, usize)> = self
            .found
            .iter()
            .filter(counted)
            .filter(|_| understood)
            .map(|f| (f.from, f.to))
            .collect();
        if let Some(said) = self
            .said
            .filter(|_| intents.iter().any(|i| matches!(i, Intent::NotNow { until: Some(_) })))
        {
            spans.push((said.from, said.to));
        }
        Meaning {
            language: understood.then(|| self.language()).flatten(),
            spans: merged(spans),
            intents,
            urgency,
            keeps: false,
        }
    }

    fn intents(&self) -> Vec<Intent> {
        let topic = |topic| Intent::Question { topic };
        let mut intents = Vec::new();
        let mut add = |when: bool, intent: Intent| {
            if when && !intents.contains(&intent) {
                intents.push(intent);
            }
        };
        let opt_outs: Vec<&Found> = self
            .found
            .iter()
            .filter(|f| matches!(f.signal, Signal::OptOut | Signal::OptOutUnlessPain))
            .collect();
        let opted_out = !opt_outs.is_empty();
        if opted_out {
            add(true, self.opt_out(&opt_outs));
        }
        add(self.has(Signal::WrongNumber), Intent::WrongNumber);
        let cancels = self.has(Signal::Cancel) || opt_outs.iter().any(|f| is_cancel_alone(self.lexicon, self.words, f));
        add(cancels, Intent::CancelAppointment);
        let yes = [Signal::Affirm, Signal::Agree, Signal::Yes]
            .iter()
            .any(|signal| self.has(*signal));
        // "Yes please stop texting": the yes belongs to the stop. Only wanting to book is more.
        let books = self.found.iter().any(|f| {
            f.signal == Signal::Affirm
                && !opt_outs.iter().any(|out| overlap(out, f))
                && self
                    .words
                    .get(f.from..f.to)
                    .is_some_and(|words| words.iter().any(|word| self.lexicon.is(word, "booking")))
        });
        add(if opted_out { books } else { yes }, Intent::Affirm);
        let calls = opted_out && self.calls_stay(&opt_outs);
        add(calls || self.has(Signal::Callback), Intent::Callback);
        add(self.has(Signal::Reschedule), Intent::Reschedule);
        add(self.has(Signal::Elsewhere), Intent::DoneElsewhere);
        add(self.has(Signal::Decline), Intent::Decline);
        let until: Option<When> = self.said.map(|said| said.when);
        add(self.has(Signal::NotNow), Intent::NotNow { until });
        add(
            self.has(Signal::Emergency) || self.has(Signal::Clinical),
            topic(Topic::Clinical),
        );
        add(self.has(Signal::Money), topic(Topic::Money));
        add(self.has(Signal::Insurance), topic(Topic::Insurance));
        add(self.has(Signal::Hours), topic(Topic::Hours));
        add(self.has(Signal::Help), Intent::Help);
        add(
            self.has(Signal::Question) && !self.has(Signal::Help),
            topic(Topic::Other),
        );
        let on = self.has(Signal::OptIn) || (self.has(Signal::Keep) && !yes);
        add(on && !opted_out, Intent::OptIn);
        // "I already have an appointment": perhaps with us. A person knows.
        let perhaps_with_us = self.found.iter().any(|f| {
            f.signal == Signal::Elsewhere
                && self
                    .words
                    .get(f.from..f.to)
                    .is_some_and(|words| words.iter().any(|word| self.lexicon.is(word, "booked")))
        });
        if intents.is_empty() || perhaps_with_us {
            intents.push(Intent::Other);
        }
        intents
    }

    fn language(&self) -> Option<Language> {
        let mut counts: Vec<(Language, usize)> = Vec::new();
        for f in self
            .found
            .iter()
            .filter(|f| !is_weak(f.signal) || f.signal == Signal::Clinical)
        {
            match counts.iter_mut().find(|(language, _)| *language == f.language) {
                Some((_, count)) => *count += f.to - f.from,
                None => counts.push((f.language, f.to - f.from)),
            }
        }
        let most = counts.iter().map(|(_, count)| *count).max()?;
        counts
            .iter()
            .find(|(_, count)| *count == most)
            .map(|(language, _)| *language)
    }
}

/// Spans in order, those that touch made one.
fn merged(mut spans: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    spans.sort_unstable();
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (from, to) in spans {
        match out.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            Some(_) | None => out.push((from, to)),
        }
    }
    out
}
