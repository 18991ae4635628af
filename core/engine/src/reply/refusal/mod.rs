//! Contact that shall end, read by how the sentence is built: a frame that ends, refuses, takes away or has had enough,
//! and what it is about, within one clause and with whatever small words between.
//!
//! Phrases cannot list every way in which people say it, so the lexicon gives words [roles](super::lexicon::roles) and
//! this finds their order. A frame without a word for contact says nothing here: "stop bleeding", "don't want the
//! crown". Where a word of teeth, visits, habits or bills stands first, it is what the frame is about.
//! No frame looks further than a few words, so time grows with the message and no faster.

mod of_messages;

use super::Language;
use super::lexicon::roles::*;
use super::lexicon::{Found, Lexicon, Signal};
use super::words::{Gap, UNKNOWN, Word};

/// How many words may stand between a frame and what it is about.
const REACHES: usize = 8;
/// How many of them may be words that say something of their own.
const HEAVY: usize = 2;

/// Every place in the message where contact is refused.
pub(super) fn refusals(lexicon: &Lexicon, words: &[Word]) -> Vec<Found> {
    let roles: Vec<Role> = words.iter().map(|word| lexicon.roles(word)).collect();
    let speaks_of_messages = roles.iter().any(|of| of & NOTE != 0);
    let sentence = Sentence {
        words,
        roles,
        speaks_of_messages,
    };
    let places = 0..words.len();
    places
        .filter_map(|at| {
            let (from, last) = sentence.refusal(at)?;
            let spanish = (from..=last).any(|at| sentence.has(at, SPANISH));
            Some(Found {
                signal: Signal::OptOut,
                built: true,
                language: if spanish { Language::Es } else { Language::En },
                negated: true,
                from,
                to: last + 1,
            })
        })
        .collect()
}

struct Sentence<'a> {
    words: &'a [Word],
    roles: Vec<Role>,
    /// Somewhere in the message, so that "them" may be messages.
    speaks_of_messages: bool,
}

impl Sentence<'_> {
    fn has(&self, at: usize, roles: Role) -> bool {
        self.roles.get(at).is_some_and(|of| of & roles != 0)
    }

    /// Whether the clause goes on with this word.
    fn goes_on(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.before == Gap::None) && !self.has(at, BREAK)
    }

    /// The words of the clause before this one, nearest first.
    fn before(&self, at: usize, most: usize) -> impl Iterator<Item = usize> {
        (at.saturating_sub(most)..at)
            .rev()
            .take_while(move |place| self.goes_on(place + 1))
    }

    /// Its words behind this one.
    fn behind(&self, at: usize, most: usize) -> impl Iterator<Item = usize> {
        (at + 1..=at + most).take_while(move |place| self.goes_on(*place))
    }

    fn any_before(&self, at: usize, most: usize, roles: Role) -> bool {
        self.before(at, most).any(|place| self.has(place, roles))
    }

    fn any_behind(&self, at: usize, most: usize, roles: Role) -> bool {
        self.behind(at, most).any(|place| self.has(place, roles))
    }

    /// The first of `wanted` behind a word, if nothing on the way is what the sentence is about instead.
    fn first(&self, at: usize, wanted: Role, most: usize, heavy: usize) -> Option<usize> {
        let mut weight = 0;
        for place in self.behind(at, most) {
            if self.has(place, wanted) {
                return Some(place);
            }
            if self.has(place, OTHER) {
                return None;
            }
            weight += usize::from(!self.has(place, LIGHT));
            if weight > heavy {
                return None;
            }
        }
        None
    }

    fn closes(&self, at: usize) -> bool {
        !self.goes_on(at + 1)
    }

    fn refusal(&self, at: usize) -> Option<(usize, usize)> {
        let ends = || {
            self.ends(at)
                .or_else(|| self.says_only_stop(at))
                .or_else(|| self.commands(at))
        };
        let denies = || {
            self.forbids(at)
                .or_else(|| self.wants_none(at))
                .or_else(|| self.no_more(at))
                .or_else(|| self.never_agreed(at))
        };
        let takes = || self.takes_away(at).or_else(|| self.forgets(at));
        let of_messages = || {
            None.or_else(|| self.has(at, NOTE | ANY | PLURAL).then(|| self.complains_of(at))?)
                .or_else(|| self.has(at, NUMBER | ME).then(|| self.wants_gone(at))?)
                .or_else(|| self.has(at, NOTE | PLURAL | ME).then(|| self.wants_ended(at))?)
                .or_else(|| self.has(at, AGAINST).then(|| self.speaks_against(at))?)
                .or_else(|| self.has(at, TEXTING).then(|| self.not_by_text(at))?)
                .or_else(|| self.has(at, TEXTING).then(|| self.asks_itself(at))?)
                .or_else(|| self.has(at, NEG).then(|| self.not_being_reached(at))?)
        };
        None.or_else(|| self.has(at, STOP | BARE).then(ends)?)
            .or_else(|| self.has(at, NEG).then(denies)?)
            .or_else(|| self.has(at, REMOVE | FORGET | REMOVE_ME).then(takes)?)
            .or_else(|| self.has(at, WEARY).then(|| self.is_weary(at))?)
            .or_else(|| self.has(at, LEAVE).then(|| self.leaves_alone(at))?)
            .or_else(|| self.has(at, REVOKE).then(|| self.revokes(at))?)
            .or_else(of_messages)
    }

    /// "Stop all of these stupid texts", "dejen ya de estar mandando".
    fn ends(&self, at: usize) -> Option<(usize, usize)> {
        if !self.has(at, STOP) || self.is_kept(at) {
            return None;
        }
        let spanish = self.has(at, SPANISH);
        let doing = if spanish { MANDAR } else { COMING };
        let getting = if spanish { REACHED } else { 0 };
        let to = self.first(at, NOTE | doing | MANDEN | getting, REACHES, HEAVY)?;
        // "Leave a message" in Spanish is the same word as "stop".
        let leaves = spanish && self.has(at, LEAVE) && self.has(to, REACH);
        (!leaves)
            .then_some((at, to))
            .or_else(|| self.first(at, REACH, 2, 0).map(|to| (at, to)))
    }

    /// What seems to end shall go on, or is a thing: "don't stop", "the end of", "why did you stop".
    fn is_kept(&self, at: usize) -> bool {
        let thing = at > 0 && self.goes_on(at) && self.has(at - 1, ARTICLE);
        if self.any_before(at, 4, WHY) {
            return true;
        }
        let forbidden = self
            .before(at, 3)
            .any(|place| self.has(place, NEG) && !self.any_before(place, 2, YOU));
        thing || forbidden
    }

    /// "I said stop", "you need to stop now", "not interested stop".
    fn says_only_stop(&self, at: usize) -> Option<(usize, usize)> {
        if !self.has(at, BARE) || !self.is_told_to_stop(at) {
            return None;
        }
        let small = |place: usize| self.has(place, SAY | MORE | YOU | POLITE) && !self.has(place, OTHER);
        // "My stop", "it will stop", "at the bus stop".
        let thing = self.any_before(at, 1, SUBJECT | ON | OTHER | OWN | ARTICLE)
            || self.any_before(at, 3, OTHER)
            || self.any_before(at, 4, IT | WHY);
        // "The hygienist quit".
        let plain = |place: usize| self.roles.get(place).is_some_and(|of| *of == 0);
        let named = self.before(at, 2).count() == 2 && plain(at - 1) && self.has(at - 2, ARTICLE | OWN | YOU);
        (!thing && !named && self.behind(at, 5).all(small)).then_some((at, at))
    }

    fn is_unknown(&self, at: usize) -> bool {
        self.words
            .get(at)
            .is_some_and(|word| word.id == UNKNOWN && word.number.is_none())
    }

    /// Nobody else is who stops, and nobody is told to go on: no subject and no "don't" is tied to the word by small
    /// words alone. "I can't stop" and "please never stop" are, "who is this stop" and "no thanks stop" are not.
    fn is_told_to_stop(&self, at: usize) -> bool {
        let spanish = self.has(at, SPANISH);
        for place in self.before(at, 4) {
            if self.has(place, NEG) && (spanish || !self.has(place, NONE)) {
                return self.any_before(place, 2, YOU);
            }
            if self.has(place, SAY | YOU) && !self.has(place, SUBJECT) {
                let denied = self
                    .before(place, 2)
                    .any(|before| self.has(before, FORBID) && !self.has(before, NONE));
                return !denied;
            }
            if self.has(place, SUBJECT) {
                return false;
            }
            if !self.has(place, LIGHT | MUST) {
                return true;
            }
        }
        true
    }

    /// "Stop pushing", "stop soliciting": at the start, of something that the lexicon does not know. "Stop im not
    /// interested", "stop wrong number": at the start, and a new thought without a point between.
    fn commands(&self, at: usize) -> Option<(usize, usize)> {
        let opens = self.words.get(at).is_some_and(|word| word.begins) || self.has(at.checked_sub(1)?, SAY | POLITE);
        if !opens || !self.has(at, BARE) || !self.goes_on(at + 1) || !self.is_told_to_stop(at) {
            return None;
        }
        let told = (self.has(at + 1, SUBJECT) && !self.has(at + 1, ME)) || self.has(at + 1, NEG | YOU | WRONG);
        let of_own = self.has(at + 1, OWN) && self.any_behind(at, 4, SUBJECT);
        let other = self.any_behind(at, 6, OTHER);
        let said = self.is_unknown(at + 1) || self.has(at + 1, DOING) || told || of_own;
        (said && !other).then_some((at, if told || of_own { at } else { at + 1 }))
    }

    /// "Do not ever text this number", "no me vuelvan a escribir".
    fn forbids(&self, at: usize) -> Option<(usize, usize)> {
        if let Some(to) = self.first(at, MANDEN | MANDAR, 5, 1) {
            let mine = self.any_before(at, 2, SUBJECT);
            let waits = self.any_behind(to, 3, UNTIL | OTHER);
            return (!mine && !waits).then_some((at, to));
        }
        if !self.has(at, FORBID) || !self.is_told(at) {
            return None;
        }
        let to = self.first(at, REACH | COMING | SEND, 4, 1)?;
        let away = self.behind(at, 4).take_while(|place| *place < to);
        if away.into_iter().any(|place| {
            self.has(place, SUBJECT | WEARY) || (self.has(place, STOP | SAW | WANT) && !self.has(place, LIGHT))
        }) {
            return None;
        }
        if self.any_behind(to, 5, UNTIL) && !self.any_behind(to, 5, MORE) {
            return None;
        }
        if self.has(to, SEND) {
            let what = self.first(to, NOTE | ANY | REACH | ME, 4, 0)?;
            let other = self.any_behind(to, 4, OTHER);
            return (!other).then_some((at, what));
        }
        Some((at, to))
    }

    /// Said to the practice, and not of oneself: "don't text", and not "I don't text".
    fn is_told(&self, at: usize) -> bool {
        for place in self.before(at, 3) {
            if self.has(place, SAY | YOU) && !self.has(place, SUBJECT) {
                return true;
            }
            if self.has(place, SUBJECT) {
                return false;
            }
        }
        true
    }

    /// "I would not like any further messages", "not interested in getting these emails".
    fn wants_none(&self, at: usize) -> Option<(usize, usize)> {
        let want = self.first(at, WANT | GETTING, 4, 0)?;
        // "Can't be getting these here": a wish; "don't get your texts" is none.
        if self.has(want, GETTING) && !self.has(want, WANT) {
            let to = self.first(want, NOTE | ANY, 4, 1)?;
            let be = self.before(want, 2).any(|place| place > at);
            return be.then_some((at, to));
        }
        let plain = NOTE | COMING | REACHED | MANDEN | PLURAL;
        let to = self
            .first(want, plain, REACHES, HEAVY)
            .or_else(|| self.first(want, plain | LIST | REACH, REACHES, HEAVY))?;
        if self.has(to, PLURAL) && (self.closes(to) || self.any_behind(to, 1, MORE | POLITE)) {
            return Some((at, to));
        }
        let to = if self.has(to, PLURAL) {
            self.first(to, NOTE | COMING | REACHED, 4, 1)?
        } else {
            to
        };
        let way = || self.behind(want, REACHES).take_while(|place| *place < to);
        if way().any(|place| self.has(place, STOP | FORGET | UNTIL)) {
            return None;
        }
        // "I don't want to text": they would be the one who does.
        let one = !self.has(to, NOTE | COMING | REACHED | MANDEN);
        // "I don't need a reminder": a thing, where "a" stands before it.
        let by_us = way().any(|place| self.has(place, YOU | ON | ANY | MORE | OFF))
            || self.has(to, REACH) && self.has(to - 1, ARTICLE) && to > want + 1;
        (!one || by_us).then_some((at, to))
    }

    /// "No more of these automated messages", "ni un mensaje más", "no texts".
    fn no_more(&self, at: usize) -> Option<(usize, usize)> {
        if !self.has(at, NONE) && !self.any_behind(at, 1, MORE) {
            return None;
        }
        if self.has(at, SPANISH) {
            let to = self.first(at, NOTE, 4, 0)?;
            let missing = self
                .behind(at, 4)
                .take_while(|place| *place < to)
                .any(|place| self.has(place, SAW));
            let told = self.any_before(at, 2, SAW) || missing;
            return (!told).then_some((at, to));
        }
        let missing = self.any_before(at, 2, SAW) && !self.any_before(at, 3, WANT | SAY | MUST);
        if missing {
            return None;
        }
        let more = self.behind(at, 2).any(|place| self.has(place, MORE));
        let wanted = NOTE | COMING | REACHED | if more { REACH } else { 0 };
        let to = self.first(at, wanted, REACHES, usize::from(more))?;
        let plain = self
            .behind(at, REACHES)
            .take_while(|place| *place < to)
            .all(|place| !self.has(place, SAW | SUBJECT | YOU | STOP) || self.has(place, MORE));
        let back = self.any_behind(to, 2, UNTIL);
        let denies = self.has(at, FORBID) && !more && !self.is_told(at);
        (plain && !back && !denies).then_some((at, to))
    }

    /// "I never signed up for these", "you do not have my permission".
    fn never_agreed(&self, at: usize) -> Option<(usize, usize)> {
        if let Some(to) = self.first(at, CONSENT, 5, 1) {
            let other = self.any_behind(to, 5, OTHER);
            let need = self
                .behind(at, 5)
                .take_while(|place| *place < to)
                .any(|place| self.has(place, WANT));
            return (!other && !need).then_some((at, to));
        }
        let agreed = self.first(at, AGREED, 3, 0)?;
        let to = self.first(agreed, NOTE | ANY | REACH | REACHED | COMING | MANDEN, 5, 0)?;
        (!self.any_behind(to, 3, OTHER)).then_some((at, to))
    }

    /// "Take my cell out of your computer", "I want off this list", "sáquenme de ahí".
    fn takes_away(&self, at: usize) -> Option<(usize, usize)> {
        if self.has(at, REMOVE_ME) {
            let to = self.first(at, LIST | NOTE, 5, 1);
            return to.map(|to| (at, to));
        }
        if !self.has(at, REMOVE) || self.any_before(at, 2, NEG) {
            return None;
        }
        let off = self.first(at, OFF, 6, 1)?;
        let to = self.first(off, LIST | NOTE | COMING, 5, 1)?;
        // "Off these" is enough, "off these pills" is something else.
        let to = if self.has(to, ANY) && self.goes_on(to + 1) && !self.has(to + 1, SUBJECT | POLITE | MORE) {
            self.first(to, LIST | NOTE | COMING, 3, 1)?
        } else {
            to
        };
        let way = self.behind(at, 6).take_while(|place| *place < off);
        let mine = off == at + 1 || way.into_iter().any(|place| self.has(place, ME | NUMBER | KIN));
        let other = self.any_behind(to, 2, OTHER);
        (mine && !other).then_some((at, to))
    }

    /// "Lose my number", "borren mi teléfono".
    fn forgets(&self, at: usize) -> Option<(usize, usize)> {
        if !self.has(at, FORGET) || self.any_before(at, 3, NEG | SUBJECT) && !self.any_before(at, 3, SAY) {
            return None;
        }
        let to = self.first(at, NUMBER, 4, 0)?;
        (!self.any_behind(to, 3, OTHER)).then_some((at, to))
    }

    /// "Sick and tired of all these texts".
    fn is_weary(&self, at: usize) -> Option<(usize, usize)> {
        if self.any_before(at, 2, NEG) {
            return None;
        }
        // "Sick of being texted".
        let being = self.any_behind(at, 3, BEING | GETTING);
        let done = if being { REACHED } else { 0 };
        let to = self.first(at, NOTE | COMING | MANDEN | done, 6, 1)?;
        let mut way = self.behind(at, 6).take_while(|place| *place < to);
        // "Tired of calling": they are the one who calls.
        let ours = self.has(to, NOTE | MANDEN | done)
            || self.any_behind(to, 2, ME | NOTE)
            || (at + 1..to).any(|place| self.has(place, YOU | ANY | ARTICLE | GETTING));
        let own = way.any(|place| self.has(place, SUBJECT) && !self.has(place, ME));
        // "Well enough to be texting".
        let able = self.has(at + 1, MUST);
        (ours && !own && !able).then_some((at, to))
    }

    /// "Leave my poor family alone".
    fn leaves_alone(&self, at: usize) -> Option<(usize, usize)> {
        let to = self.first(at, ALONE, 5, 2)?;
        let it = self.has(at + 1, SUBJECT);
        let of_us = |place: usize| self.has(place, ME) || (place > at + 1 && self.has(place, KIN) && place < to);
        let mine = self.has(at, SPANISH) || (!it && self.behind(at, 4).any(of_us));
        let done = self.closes(to) || self.any_behind(to, 1, POLITE) || self.has(to + 1, LIGHT);
        let other = self.any_behind(at, 5, OTHER);
        (mine && done && !other).then_some((at, to))
    }

    fn revokes(&self, at: usize) -> Option<(usize, usize)> {
        let to = self.first(at, CONSENT, 5, 1)?;
        (!self.any_behind(to, 5, OTHER)).then_some((at, to))
    }

    fn closes_soon(&self, at: usize) -> bool {
        (at..at + 5).any(|place| self.closes(place))
    }
}
