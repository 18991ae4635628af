//! From phrases to intents: which phrase counts, which covers another, and what remains when all are weighed.
//!
//! Longer phrases win over those inside them ("not interested" over "interested"), phrases that say nothing cover the
//! words they hold ("can't stop"), a yes counts only when nothing takes it back, and of a yes and a no the later one.

use super::cover::{is_weak, overlap, uncovered};
use super::lexicon::{Found, Lexicon, Signal};
use super::reading::{Intent, OptOutScope, Topic, Urgency};
use super::refusal::refusals;
use super::when_words::{self, Said};
use super::words::{Gap, Number, Word};
use super::{Language, When};
use crate::recipient::Channel;

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
    let found = uncovered(lexicon, words, found);
    let mut weighed = Weighed {
        lexicon,
        words,
        found,
        said: (words.len() <= LETTER)
            .then(|| when_words::find(lexicon, words))
            .flatten(),
    };
    weighed.drop_denied();
    weighed.drop_other_wishes();
    weighed.meaning()
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
            f.signal != Signal::Yes || !last.is_some_and(|word| word.asked)
        });
    }

    fn asks(&self) -> bool {
        self.words.iter().any(|word| word.asked)
            || self
                .words
                .iter()
                .any(|word| word.begins && self.lexicon.is(word, "asking") || self.lexicon.is(word, "wondering"))
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
        }
    }

    fn weigh_opt_out(&mut self) {
        let (words, lexicon) = (self.words, self.lexicon);
        let of_messages: Vec<Found> = self
            .found
            .iter()
            .filter(|f| f.signal == Signal::OptOut && f.to - f.from > 1 && !is_cancel_alone(lexicon, words, f))
            .copied()
            .collect();
        self.found
            .retain(|f| f.signal != Signal::Cancel || !of_messages.iter().any(|out| overlap(out, f)));
        if self.has(Signal::Emergency) || self.has(Signal::Clinical) || self.has(Signal::Death) {
            self.drop(&[Signal::OptOutUnlessPain]);
        }
        // "Can't make it, please cancel": the visit is meant.
        if self.has(Signal::Cancel) || self.has(Signal::Reschedule) {
            self.found
                .retain(|f| f.signal != Signal::OptOut || !is_cancel_alone(lexicon, words, f));
        }
    }

    /// Which "later" there is, and until when.
    fn weigh_waiting(&mut self) {
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

    fn weigh_yes_and_no(&mut self) {
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
        if self.has(Signal::Help) || self.has(Signal::OptIn) || self.speaks_of_other_things() {
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
            if self.last(Affirm).is_some_and(|yes| yes > later) {
                self.drop(&[NotNow]);
            } else {
                self.drop(&[Affirm, Agree, Yes]);
            }
        }
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
            strange += usize::from(word.id == super::words::UNKNOWN && word.number.is_none());
        }
        (strange >= 2 && strange * 2 >= all) || (!self.asks() && self.is_off_topic())
    }

    /// Words besides the yes that have nothing to do with coming in: "yes I paid it".
    fn is_off_topic(&self) -> bool {
        use Signal::{Clinical, DropIn, Idle, Myself, Painless};
        let says_nothing = [Clinical, DropIn, Idle, Myself, Painless];
        let of_yes = |at: usize| {
            self.found
                .iter()
                .any(|f| (f.from..f.to).contains(&at) && !says_nothing.contains(&f.signal))
        };
        // "Nervous but yes": what comes last counts.
        let polite = |word: &Word| self.lexicon.is(word, "politeness");
        let last = self.words.iter().rposition(|word| !polite(word));
        if last.is_some_and(of_yes) && last > Some(0) {
            return false;
        }
        let rest = || {
            let besides = |(at, word): &(usize, &Word)| !of_yes(*at) && !polite(word);
            self.words.iter().enumerate().filter(besides).map(|(_, word)| word)
        };
        // A name under it is no other thing.
        let named = rest().count() == 1 && rest().all(|word| word.id == super::words::UNKNOWN);
        !named && rest().any(|word| !self.is_about_it(word))
    }

    /// A word that goes with coming in, or with anything.
    fn is_about_it(&self, word: &Word) -> bool {
        let classes = ["politeness", "small", "about", "do", "good", "yes"];
        word.number.is_some() || classes.iter().any(|class| self.lexicon.is(word, class)) || self.is_a_visit(word)
    }

    fn is_a_visit(&self, word: &Word) -> bool {
        let classes = ["visit", "treat", "time", "tiempo", "book", "cita", "tratar", "agendar"];
        word.number.is_some() || classes.iter().any(|class| self.lexicon.is(word, class))
    }

    /// "I'm ready to scream", "I'd like to see the bill": wanted, but not a visit.
    fn drop_other_wishes(&mut self) {
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
            within.iter().chain(clause()).any(|word| self.is_a_visit(word))
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

    fn opens_with_no(&self) -> bool {
        let first = self.words.iter().find(|word| !self.lexicon.is(word, "politeness"));
        first.is_some_and(|word| self.lexicon.is(word, "no")) && self.has(Signal::Decline)
    }

    fn weigh_questions(&mut self) {
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
                return asks || self.is_all(f);
            }
            if f.signal == Clinical {
                return asks || !settled;
            }
            let answered = || {
                all.iter()
                    .any(|other| answers.contains(&other.signal) && overlap(other, f))
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

    fn asked_after(&self, from: usize) -> bool {
        let sentence = self
            .words
            .iter()
            .skip(from)
            .enumerate()
            .take_while(|(place, word)| *place == 0 || word.before != Gap::Sentence);
        sentence.into_iter().any(|(_, word)| word.asked)
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
        add(self.has(Signal::Callback), Intent::Callback);
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

    /// How far the words reach. A channel counts when only one is named; one that is offered instead makes it the limit.
    fn opt_out(&self, found: &[&Found]) -> Intent {
        let within = |class: &str| {
            found.iter().any(|f| {
                self.words
                    .get(f.from..f.to)
                    .is_some_and(|words| words.iter().any(|word| self.lexicon.is(word, class)))
            })
        };
        let named = [
            ("of_texts", Channel::Sms),
            ("of_mail", Channel::Email),
            ("of_calls", Channel::Call),
        ];
        let mut named = named
            .iter()
            .filter(|(class, _)| within(class))
            .map(|(_, channel)| *channel);
        let channel = named.next().filter(|_| named.next().is_none());
        let offered_only = channel.is_some()
            && found.iter().all(|f| {
                let words = self.words.get(f.from..f.to).unwrap_or_default();
                words.iter().any(|word| self.lexicon.reads(word, "only"))
                    && !words
                        .iter()
                        .any(|word| self.lexicon.is(word, "neg") || self.lexicon.is(word, "stop"))
            });
        let offered = self.found.iter().any(|f| {
            f.signal == Signal::OtherChannel
                && !found
                    .iter()
                    .any(|out| out.from <= f.from && out.to >= f.to && !within("instead"))
        });
        // "E-mail only": what is named is what stays, and the limit is the channel that the words came by.
        if offered_only {
            return Intent::OptOut {
                scope: Some(OptOutScope::Channel),
                channel: None,
            };
        }
        let scope = if within("everything") && channel.is_none() {
            Some(OptOutScope::All)
        } else if channel == Some(Channel::Email) || (channel.is_some() && offered) {
            Some(OptOutScope::Channel)
        } else {
            None
        };
        Intent::OptOut { scope, channel }
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

fn is_cancel_alone(lexicon: &Lexicon, words: &[Word], f: &Found) -> bool {
    let only = words.get(f.from..f.to).unwrap_or_default();
    only.iter()
        .all(|word| lexicon.reads(word, "cancel") || lexicon.reads(word, "cancelar"))
}

/// "No", "no thanks": without what the no is about.
fn is_bare_no(lexicon: &Lexicon, words: &[Word], f: &Found) -> bool {
    let only = words.get(f.from..f.to).unwrap_or_default();
    only.iter()
        .all(|word| lexicon.is(word, "no") || lexicon.is(word, "politeness"))
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
