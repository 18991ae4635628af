//! How far the words that end messages reach: everything, or one channel of several.
//!
//! A channel may be named because it shall end ("don't call me"), or because it is what shall stay ("solo por correo").
//! To take the one for the other would silence what the person asked for, so each is weighed by itself.

use super::super::lexicon::{Found, Signal};
use super::super::reading::{Intent, OptOutScope};
use super::super::words::{Gap, Word};
use super::Weighed;
use crate::recipient::Channel;

/// How many words behind a phrase may still name what it is about: "no me manden más de sus correos".
const TAIL: usize = 6;

/// The channels, and the words by which each is named.
const NAMED: [(&str, Channel); 3] = [
    ("of_texts", Channel::Sms),
    ("of_mail", Channel::Email),
    ("of_calls", Channel::Call),
];

/// Words of one clause that end messages, phrases that touch taken together.
struct Ended {
    from: usize,
    to: usize,
    channels: Vec<Channel>,
    /// Something besides a channel ends: "don't call or message me".
    more: bool,
    /// What is named is what stays: "e-mail only".
    limit: bool,
}

impl Weighed<'_> {
    fn is(&self, at: usize, class: &str) -> bool {
        self.words.get(at).is_some_and(|word| self.lexicon.is(word, class))
    }

    fn any(&self, mut range: std::ops::Range<usize>, class: &str) -> bool {
        range.any(|at| self.is(at, class))
    }

    fn goes_on(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.before == Gap::None)
    }

    /// How far the words reach. A channel counts when only one shall end; one that is offered instead makes it the
    /// limit.
    pub(super) fn opt_out(&self, found: &[&Found]) -> Intent {
        let offers = self.offers(found);
        let ended = self.ended(found, &offers);
        let refused: Vec<&Ended> = ended.iter().filter(|part| !part.limit).collect();
        let limits: Vec<&Ended> = ended.iter().filter(|part| part.limit).collect();
        let channel = |scope, channel| Intent::OptOut { scope, channel };
        if refused.is_empty() && !limits.is_empty() {
            // "Texts only": e-mail ends. "E-mail only": the limit is the channel that the words came by.
            let texts = limits.iter().all(|part| part.channels == [Channel::Sms]);
            return channel(Some(OptOutScope::Channel), texts.then_some(Channel::Email));
        }
        let offered = !limits.is_empty() || !offers.is_empty();
        let mut named: Vec<Channel> = refused.iter().flat_map(|part| part.channels.clone()).collect();
        named.sort_unstable();
        named.dedup();
        let one = match named.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        let plain = |part: &&Ended| part.channels.len() == 1 && !part.more;
        let by_each = refused.iter().all(plain);
        match one {
            Some(Channel::Sms) => channel((by_each && offered).then_some(OptOutScope::Channel), one),
            Some(_) if by_each => channel(Some(OptOutScope::Channel), one),
            Some(_) => channel(None, None),
            None => {
                let everything = refused.iter().any(|part| self.any(part.from..part.to, "everything"));
                // "No more messages, only call me".
                let messages = named.is_empty() && refused.iter().all(|part| self.any(part.from..part.to, "messages"));
                if everything {
                    channel(Some(OptOutScope::All), None)
                } else {
                    channel((messages && offered).then_some(OptOutScope::Channel), None)
                }
            }
        }
    }

    /// "Only call me": it is a limit, and somebody should call.
    pub(super) fn calls_stay(&self, found: &[&Found]) -> bool {
        let ended = self.ended(found, &self.offers(found));
        ended.iter().any(|part| part.limit && part.channels == [Channel::Call])
    }

    /// Where another channel is offered. "Call me" within "don't call me" offers none; behind "stop texting me" it
    /// does.
    fn offers(&self, found: &[&Found]) -> Vec<Found> {
        let named = self.found.iter().filter(|f| f.signal == Signal::OtherChannel);
        let offered = |f: &&Found| {
            let inside = found.iter().any(|out| out.from <= f.from && out.to >= f.to);
            let apart = f.from > 0 && (!self.goes_on(f.from) || self.reads(f.from - 1, "me"));
            let instead = self.any(f.from..f.to, "instead") || self.reads(f.to, "instead");
            // "No me contacten por correo": by what they shall not.
            let means = self.is(f.from, "by")
                && found
                    .iter()
                    .any(|out| out.to <= f.from && (out.to..=f.from).all(|at| self.goes_on(at)));
            !means && (!inside || apart || instead)
        };
        named.filter(offered).copied().collect()
    }

    fn reads(&self, at: usize, as_word: &str) -> bool {
        let reads = |word: &Word| self.lexicon.reads(word, as_word);
        self.words.get(at).is_some_and(reads)
    }

    fn ended(&self, found: &[&Found], offers: &[Found]) -> Vec<Ended> {
        let mut spans: Vec<(usize, usize)> = found.iter().map(|f| (f.from, f.to)).collect();
        spans.sort_unstable();
        let mut joined: Vec<(usize, usize)> = Vec::new();
        for (from, to) in spans {
            match joined.last_mut() {
                Some(last) if from < last.1 => last.1 = last.1.max(to),
                Some(_) | None => joined.push((from, to)),
            }
        }
        let starts: Vec<usize> = joined.iter().map(|(from, _)| *from).collect();
        let end = |to: usize| {
            let ends = |at: &usize| {
                !self.goes_on(*at)
                    || self.is(*at, "limits")
                    || self.is(*at, "hedge")
                    || starts.binary_search(at).is_ok()
                    || offers.iter().any(|f| f.from == *at)
            };
            (to..to + TAIL).find(ends).unwrap_or(to + TAIL).min(self.words.len())
        };
        joined
            .iter()
            .map(|(from, to)| self.part(*from, end(*to), offers))
            .collect()
    }

    fn part(&self, from: usize, to: usize, offers: &[Found]) -> Ended {
        let refuses = ["neg", "stop", "dejen", "saquen", "saquenme"]
            .iter()
            .any(|class| self.any(from..to, class));
        // "Nada más por correo".
        let nothing_more = ["nomas", "nadamas", "mas"].iter().any(|word| {
            let at = (from..to).find(|at| self.reads(*at, word));
            at.is_some_and(|at| self.reads(at + 1, "por") || at + 1 == to)
        });
        let limit = !refuses && (self.any(from..to, "limits") || nothing_more);
        // "Call me instead of texting": what is named behind it.
        let instead = (from..to).find(|at| self.reads(*at, "instead") && self.reads(at + 1, "of"));
        let counts = |at: &usize| {
            let offered = offers.iter().any(|f| (f.from..f.to).contains(at));
            instead.is_none_or(|instead| *at > instead) && (limit || instead.is_some() || !offered)
        };
        let named = |class: &str| (from..to).filter(counts).any(|at| self.is(at, class));
        let phone = |at: usize| at > 0 && self.is(at, "a_phone") && self.is(at - 1, "by");
        let by_phone = (from..to).filter(counts).any(phone);
        let messages = limit && self.any(from..to, "messages");
        let channels: Vec<Channel> = NAMED
            .iter()
            .filter(|(class, channel)| match channel {
                Channel::Call => by_phone || named(class),
                Channel::Sms => messages || named(class),
                Channel::Email | Channel::Portal => named(class),
            })
            .map(|(_, channel)| *channel)
            .collect();
        let joined = |at: usize| at > from && (1..=2).any(|back| self.is(at.saturating_sub(back), "and_or"));
        let besides = |at: usize| self.is(at, "messages") && joined(at);
        // Who takes a number off a list wants no calls, and no texts to it either.
        let of_number = channels == [Channel::Call] && self.any(from..to, "a_number");
        Ended {
            from,
            to,
            more: of_number || (from..to).any(besides),
            channels,
            limit: limit && instead.is_none(),
        }
    }

    /// "Don't call me right now", "no me llame ahorita": they do not want it at this moment, and nothing ends.
    pub(super) fn spare_the_moment(&mut self) -> bool {
        let moment = |f: &Found| {
            let said = || f.from..f.to;
            let small = |at: usize| self.reads(at, "me") || self.reads(at, "please") || self.reads(at, "porfavor");
            let asks = ["reach", "manden"].iter().any(|class| self.any(said(), class));
            let refuses = ["neg", "no"].iter().any(|class| self.any(said(), class));
            if !asks || !refuses || ["stop", "dejen"].iter().any(|class| self.any(said(), class)) {
                return false;
            }
            let last = f.to.saturating_sub(1);
            let begin = if self.is(last, "moment") { last } else { f.to };
            let Some(at) = (begin..begin + 3).find(|at| !(self.goes_on(*at) && small(*at))) else {
                return false;
            };
            let held = at == last || self.goes_on(at);
            held && self.is(at, "moment") && !(self.goes_on(at + 1) && self.is(at + 1, "and_or"))
        };
        let is_moment = |f: &Found| f.signal == Signal::OptOut && moment(f);
        let (moments, rest): (Vec<Found>, Vec<Found>) = self.found.iter().copied().partition(is_moment);
        self.found = rest;
        let later = |f: &Found| Found {
            signal: Signal::NotNow,
            ..*f
        };
        self.found.extend(moments.iter().map(later));
        !moments.is_empty()
    }
}
