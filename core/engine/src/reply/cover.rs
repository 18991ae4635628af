//! Which phrase covers another: the longer one those inside it, and one that says nothing what its words seem to say.

use super::lexicon::{Found, Lexicon, Signal};
use super::words::Word;

/// More words than any phrase can span.
const REACH: usize = 24;

/// What is left when the phrases have covered each other.
pub(super) fn uncovered(lexicon: &Lexicon, words: &[Word], mut found: Vec<Found>) -> Vec<Found> {
    // "The bleeding still hasn't stopped".
    let denies = |f: &Found| {
        let within = words.get(f.from..f.to).unwrap_or_default();
        within.iter().any(|word| lexicon.is(word, "neg"))
    };
    found.retain(|f| f.signal != Signal::Painless || f.negated || !denies(f));
    drop_contained(lexicon, words, &mut found);
    drop_refused(lexicon, words, &mut found);
    drop_covered(&mut found);
    found
}

fn contains(outer: &Found, inner: &Found) -> bool {
    outer.from <= inner.from && outer.to >= inner.to && outer.to - outer.from > inner.to - inner.from
}

pub(super) fn overlap(one: &Found, other: &Found) -> bool {
    one.from < other.to && other.from < one.to
}

/// Signals that say too little to silence what stands inside them.
pub(super) fn is_weak(signal: Signal) -> bool {
    use Signal::{AskAgain, Clinical, Hours, Insurance, Money, OtherChannel, Question};
    [AskAgain, Clinical, Hours, Insurance, Money, OtherChannel, Question].contains(&signal)
}

fn is_opt_out(signal: Signal) -> bool {
    matches!(signal, Signal::OptOut | Signal::OptOutUnlessPain)
}

/// Whether a longer phrase takes the place of one inside it.
fn silences(outer: Signal, outer_negated: bool, inner: &Found) -> bool {
    use Signal::{
        Affirm, Agree, Cancel, Decline, DropIn, Emergency, Idle, Keep, Myself, NotNow, NotYes, OptIn, OptOut, Painless,
        Yes,
    };
    // Wanting a visit does not undo that it shall be moved: "necesito cambiar la cita".
    // "I can't put this off any longer": the "no" is part of the yes.
    if outer == Affirm && inner.signal == Decline && inner.to - inner.from > 1 {
        return outer_negated;
    }
    if [Affirm, Agree, Yes].contains(&outer) {
        return [Affirm, Agree, Yes, Idle, NotYes, DropIn, NotNow].contains(&inner.signal);
    }
    // "Don't stop texting me" holds a "don't … text me".
    if outer == OptOut && inner.signal == Keep {
        return !inner.negated;
    }
    // "No voy a poder ir" is about the visit.
    if outer == Decline && inner.signal == Cancel {
        return false;
    }
    // An opt-out gives way only to what shows that it is none.
    if inner.built {
        return [Idle, Keep, DropIn].contains(&outer);
    }
    if is_opt_out(inner.signal) {
        return [Idle, Keep, DropIn, OptIn, Decline, Cancel, Emergency, OptOut].contains(&outer);
    }
    if [Myself, NotYes, Painless].contains(&outer) {
        return is_covered(outer, inner.signal);
    }
    !is_weak(outer)
}

/// "Please cancel the texts": what is cancelled is no visit.
fn is_about_messages(lexicon: &Lexicon, words: &[Word], outer: &Found, inner: &Found) -> bool {
    outer.signal == Signal::Cancel
        && inner.signal == Signal::OptOut
        && words
            .get(inner.from..inner.to)
            .is_some_and(|words| words.iter().any(|word| lexicon.is(word, "notes")))
}

fn drop_contained(lexicon: &Lexicon, words: &[Word], found: &mut Vec<Found>) {
    use Signal::{Billed, Emergency, Waited};
    // Phrases come in order of place, and one can only be inside another that began a phrase's length before: the look
    // back is short, and time stays linear.
    let all = found.clone();
    let mut at = 0;
    found.retain(|inner| {
        let here = at;
        at += 1;
        let near = |other: &&Found| other.from + REACH > inner.from;
        let before = all.iter().take(here).rev().take_while(near);
        let after = all.iter().skip(here).take_while(|other| other.from < inner.to);
        let inside = before.chain(after).any(|outer| {
            contains(outer, inner)
                && silences(outer.signal, outer.negated, inner)
                && !is_about_messages(lexicon, words, outer, inner)
        });
        !inside || is_weak(inner.signal) || [Emergency, Billed, Waited].contains(&inner.signal)
    });
}

/// "Don't text me again" asks for nothing.
fn drop_refused(lexicon: &Lexicon, words: &[Word], found: &mut Vec<Found>) {
    found.retain(|f| {
        let refused = (1..=3).any(|back| {
            let before = f.from.checked_sub(back).and_then(|at| words.get(at));
            before.is_some_and(|word| lexicon.is(word, "neg"))
        });
        f.signal != Signal::OptIn || f.negated || !refused
    });
}

fn drop_covered(found: &mut Vec<Found>) {
    use Signal::{DropIn, Idle, Keep, Myself, NotYes, OptIn, Painless};
    let covering = [Idle, NotYes, Myself, Painless, Keep, DropIn, OptIn];
    let covers: Vec<Found> = found.iter().filter(|f| covering.contains(&f.signal)).copied().collect();
    let mut first = 0;
    found.retain(|f| {
        while covers.get(first).is_some_and(|cover| cover.from + REACH < f.from) {
            first += 1;
        }
        let mut near = covers.iter().skip(first).take_while(|cover| cover.from < f.to);
        !near.any(|cover| {
            // "Add me to your do not call list": an opt-out that holds all of what seems to ask for more.
            let within = cover.signal == OptIn && cover.from >= f.from && cover.to <= f.to;
            // "Quiero dejar de recibir" only sounds like wanting to receive.
            let ended = cover.signal == OptIn && f.built && f.to - f.from > 1;
            // "No deseo que me sigan mandando": what would go on is refused.
            let refused = cover.signal == Keep && f.negated && cover.from > f.from && cover.to <= f.to;
            overlap(cover, f) && is_covered(cover.signal, f.signal) && !within && !ended && !refused
        })
    });
}

fn is_covered(by: Signal, signal: Signal) -> bool {
    use Signal::{
        Affirm, Agree, AskAgain, Callback, Cancel, Clinical, Death, Decline, DropIn, Elsewhere, Emergency, Help, Idle,
        Keep, Myself, NotNow, NotYes, OptIn, Painless, WrongNumber, Yes,
    };
    let covered: &[Signal] = if by == Idle {
        &[
            Affirm,
            Agree,
            AskAgain,
            Callback,
            Cancel,
            Decline,
            Elsewhere,
            NotNow,
            WrongNumber,
            Yes,
        ]
    } else if by == Myself {
        &[WrongNumber, Death]
    } else if by == Painless {
        &[Clinical, Emergency, Decline]
    } else if by == NotYes {
        &[Affirm, Agree, Yes]
    } else if by == DropIn {
        &[Cancel, Clinical]
    } else if by == Keep || by == OptIn {
        &[Affirm, Agree, Help, Decline, NotNow]
    } else {
        &[]
    };
    covered.contains(&signal) || (is_opt_out(signal) && [Idle, DropIn, Keep, OptIn].contains(&by))
}
