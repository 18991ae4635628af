//! Which phrases end messages, and how far they reach.

use super::super::cover::overlap;
use super::super::lexicon::{Found, Lexicon, Signal};
use super::super::reading::{Intent, OptOutScope};
use super::super::words::Word;
use super::Weighed;
use crate::recipient::Channel;

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

    /// How far the words reach. A channel counts when only one is named; one that is offered instead makes it the limit.
    pub(super) fn opt_out(&self, found: &[&Found]) -> Intent {
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
}

pub(super) fn is_cancel_alone(lexicon: &Lexicon, words: &[Word], f: &Found) -> bool {
    let only = words.get(f.from..f.to).unwrap_or_default();
    only.iter()
        .all(|word| lexicon.reads(word, "cancel") || lexicon.reads(word, "cancelar"))
}
