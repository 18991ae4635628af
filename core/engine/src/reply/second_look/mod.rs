//! A second look at a message in which the rules found little: does it ask for an end of messages all the same?
//!
//! The rules know the ways in which people usually say it; people have others. Here each word, each two words in a row
//! and each piece of four letters has points for or against, in `points.txt`, learned from the messages in
//! `tests/second_look/learned_from/`. A message over the threshold is a stop: one that is missed is worse than any other
//! mistake. Whole numbers only, so that the same messages teach the same points on every machine, and the list can be
//! read.

pub mod learning;
mod phrases;

use std::ops::Range;
use std::sync::LazyLock;

use hashbrown::HashMap;
use phrases::Phrases;

use super::reading::{Intent, Reading, Topic};

/// Letters are for people: points of many words add up to nothing.
const LETTER: usize = 80;

/// A message in which the rules found nothing needs more points than this.
const DOUBT: i64 = -20;
/// One in which they found something else needs more.
const CERTAIN: i64 = 70;

/// How many of the phrases that speak for a stop are told as evidence.
const EVIDENCE: usize = 3;

/// The points of phrases.
struct Points {
    of: HashMap<&'static str, i64, foldhash::fast::FixedState>,
    /// What a message has from the beginning.
    base: i64,
}

static POINTS: LazyLock<Points> = LazyLock::new(|| read(include_str!("points.txt")));

/// One entry a line: points, a space, the phrase; the one without a phrase is the base. What cannot be read is not
/// there: a test reads them all.
fn read(text: &'static str) -> Points {
    let mut points = Points {
        of: HashMap::with_hasher(foldhash::fast::FixedState::default()),
        base: 0,
    };
    for line in text.lines() {
        if let Some((number, phrase)) = line.split_once(' ')
            && let Ok(number) = number.parse()
        {
            points.of.insert(phrase, number);
        } else if let Ok(number) = line.parse() {
            points.base = number;
        }
    }
    points
}

/// How many points a message needs, by what the rules found in it; none where they are not to be doubted.
fn needed(reading: &Reading) -> Option<i64> {
    // Each of these reaches a person by itself, and is hardly ever a stop.
    let settled = |intent: &Intent| match intent {
        Intent::OptOut { .. }
        | Intent::OptIn
        | Intent::Affirm
        | Intent::NotNow { until: Some(_) }
        | Intent::Question { topic: Topic::Clinical }
        | Intent::Help
        | Intent::WrongNumber
        | Intent::Callback
        | Intent::Reschedule
        | Intent::DoneElsewhere => true,
        Intent::Decline
        | Intent::NotNow { until: None }
        | Intent::Question { .. }
        | Intent::CancelAppointment
        | Intent::Other => false,
    };
    if reading.urgency.is_some() || reading.intents.iter().any(settled) {
        None
    } else if reading.intents == [Intent::Other] {
        Some(DOUBT)
    } else {
        Some(CERTAIN)
    }
}

/// Where a message asks for an end of messages though the rules found none; none when it does not.
pub(super) fn stop(text: &str, parts: &[Range<usize>], reading: &Reading) -> Option<Vec<Range<usize>>> {
    let needed = needed(reading)?;
    let phrases = Phrases::of(text, parts);
    if phrases.words() > LETTER {
        return None;
    }
    let points = &*POINTS;
    let mut sum = points.base;
    let mut most: Vec<(i64, Range<usize>)> = Vec::new();
    for phrase in phrases.each() {
        let Some(worth) = points.of.get(phrase.letters).copied() else {
            continue;
        };
        sum = sum.saturating_add(worth);
        if worth > 0 && !phrase.at.is_empty() {
            most.push((worth, phrase.at));
        }
    }
    if sum <= needed {
        return None;
    }
    most.sort_by_key(|(worth, at)| (-*worth, at.start));
    let mut spans: Vec<Range<usize>> = most.into_iter().take(EVIDENCE).map(|(_, at)| at).collect();
    spans.sort_by_key(|at| (at.start, at.end));
    Some(joined(spans))
}

/// Spans in order, those that touch or overlap made one.
fn joined(spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end.saturating_add(1) => last.end = last.end.max(span.end),
            Some(_) | None => out.push(span),
        }
    }
    out
}
