//! What may be said of a difference, in words that a dentist understands and a statistician accepts.

use super::households::Tally;
use super::{BeforeAfter, Comparison, Verdict};
use crate::page::words::number;
use crate::stats::{Interval, Sample};

pub(super) fn headline(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Lift => "More households accept with follow-up.",
        Verdict::Harm => "Fewer households accept with follow-up.",
        Verdict::NoDifference => "No difference is seen.",
        Verdict::TooEarly => "Too early to say.",
        Verdict::Unknown => "What became of some households is not known.",
    }
}

/// Followed up against held out.
pub(super) fn comparison(told: &Comparison, immature: [u64; 2], window_days: u32) -> String {
    let end = told.at_planned_end;
    let (one, two) = end.map_or((told.followed_up, told.held_out), |end| (end.followed_up, end.held_out));
    let interval = end.map(|end| end.difference).or(told.at_any_look);
    if told.verdict == Verdict::Unknown {
        return format!(
            "The follow-up of {} ended before its {window_days} days did, and the journal does not tell what they \
             accepted then. Hand in newer plan snapshots as well.",
            households(told.unknown)
        );
    }
    let Some(interval) = interval else {
        let [followed, held] = [one.of() + immature[0], two.of() + immature[1]];
        return format!(
            "{} followed up and {} held out. The {window_days} days of {} and {} of them are over. Not enough data.{}",
            were(followed),
            were(held),
            number(one.of()),
            number(two.of()),
            takes(told)
        );
    };
    let counts = format!(
        "Of {} followed up, {} accepted within {window_days} days ({}). Of {} held out by chance, {} did ({}).",
        households(one.of()),
        number(one.hits()),
        percent(one),
        number(two.of()),
        number(two.hits()),
        percent(two)
    );
    let sure = if end.is_some() {
        "with 95% confidence at the end that was planned"
    } else {
        "with 95% confidence, however often one looks"
    };
    let range = range(interval);
    match told.verdict {
        Verdict::Lift => format!(
            "{counts} That is {} more: {range}, {sure}. Whom to hold out was left to chance, so the difference is due to follow-up.",
            points(interval.estimate)
        ),
        Verdict::Harm => format!(
            "{counts} That is {} fewer: {range}, {sure}. Whom to hold out was left to chance, so the difference is due to \
             follow-up. Look into it before you go on.",
            points(-interval.estimate)
        ),
        Verdict::NoDifference => format!(
            "{counts} The difference may be anything from {range}, {sure}, so it may be none; 5 points more can be ruled \
             out."
        ),
        Verdict::TooEarly | Verdict::Unknown => format!(
            "{counts} The difference may be anything from {range}, {sure}. Not enough data.{}",
            takes(told)
        ),
    }
}

/// How many it takes.
fn takes(told: &Comparison) -> String {
    let total = told.needed.map(crate::stats::Needed::total);
    pooled("", [total, told.months_needed, told.practices_needed])
}

fn pooled(with: &str, [total, months, practices]: [Option<u64>; 3]) -> String {
    let (Some(total), Some(months), Some(practices)) = (total, months, practices) else {
        return String::new();
    };
    format!(
        " To see 5 points takes {}{with}: {} at this pace, or {} like this one in the time of the pilot.",
        households(total),
        counted(months, "month", "months"),
        counted(practices, "practice", "practices")
    )
}

/// Before against since.
pub(super) fn before_and_after(told: &BeforeAfter, since: Tally, window_days: u32, needed: [Option<u64>; 3]) -> String {
    let before = format!(
        "Before, {} of {} accepted",
        percent(told.before),
        households(told.before.of())
    );
    if since.unknown > 0 {
        return format!(
            "{before}. What became of {} since is not known: their follow-up ended before their {window_days} days did. \
             Hand in newer plan snapshots as well.",
            households(since.unknown)
        );
    }
    let Some(difference) = told.difference else {
        return format!("{before}. Since, the {window_days} days of nobody are over: too early to say.");
    };
    let change = if difference.estimate < 0.0 {
        format!("{} less", points(-difference.estimate))
    } else {
        format!("{} more", points(difference.estimate))
    };
    let shown = told.detectable.map_or_else(String::new, |least| {
        format!(
            " With half of them held out, {} could have shown an effect of {} or more.",
            households(since.begun()),
            points(least)
        )
    });
    format!(
        "{before}; since, {} of {}. That is {change} ({}), before against after. It is not an effect: other things changed \
         too, and this does not tell them apart.{shown}{}",
        percent(told.since),
        number(told.since.of()),
        range(difference),
        pooled(" with half held out", needed)
    )
}

/// Two wordings.
pub(super) fn arms(one: (&str, Sample), two: (&str, Sample), interval: Interval, window_days: u32) -> String {
    let verdict = if interval.excludes_zero() {
        "The wordings differ"
    } else {
        "No difference between the wordings is seen"
    };
    format!(
        "{verdict}: of {} that got “{}”, {} accepted within {window_days} days ({}); of {} that got “{}”, {} did ({}). \
         The difference is {}, however often one looks.",
        households(one.1.of()),
        one.0,
        number(one.1.hits()),
        percent(one.1),
        number(two.1.of()),
        two.0,
        number(two.1.hits()),
        percent(two.1),
        range(interval)
    )
}

fn households(n: u64) -> String {
    counted(n, "household", "households")
}

fn were(n: u64) -> String {
    format!("{} {}", households(n), if n == 1 { "was" } else { "were" })
}

fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// `61%`, rounded half up.
fn percent(sample: Sample) -> String {
    let (hits, of) = (u128::from(sample.hits()), u128::from(sample.of()));
    let rounded = (hits * 200 + of).checked_div(2 * of);
    rounded.map_or_else(|| "none".to_owned(), |percent| format!("{percent}%"))
}

/// `17 points`; what is less than one with a decimal.
fn points(difference: f64) -> String {
    let shown = figure(difference);
    format!("{shown} {}", if shown == "1" { "point" } else { "points" })
}

fn figure(difference: f64) -> String {
    let hundredths = libm::fabs(difference) * 100.0;
    if hundredths >= 0.95 || hundredths == 0.0 {
        format!("{hundredths:.0}")
    } else {
        format!("{hundredths:.1}")
    }
}

/// `between 5 and 28 points more`, `12 points fewer to 33 more`.
pub(super) fn range(interval: Interval) -> String {
    let (low, high) = (figure(interval.low), figure(interval.high));
    if interval.low >= 0.0 {
        format!("between {low} and {high} points more")
    } else if interval.high <= 0.0 {
        format!("between {high} and {low} points fewer")
    } else {
        format!("{low} points fewer to {high} points more")
    }
}
