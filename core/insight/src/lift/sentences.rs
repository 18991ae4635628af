//! What may be said of a difference, in words that a dentist understands and a statistician accepts.

use super::households::Tally;
use super::{BeforeAfter, Comparison, POINTS_ASKED, Verdict};
use crate::page::Share;
use crate::page::words::{counted, day_and_year, number};
use crate::stats::{Interval, Needed, Sample};

/// Months after which nobody waits for an answer.
const MOST_MONTHS: u64 = 60;

pub(super) fn headline(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Lift => "More households accept with follow-up.",
        Verdict::Harm => "Fewer households accept with follow-up.",
        Verdict::NoDifference => "No difference is seen.",
        Verdict::TooEarly => "Too early to say.",
        Verdict::Inconclusive => "This pilot cannot tell.",
        Verdict::Unknown => "What became of some households is not known.",
        Verdict::InBoth => "Too many households are in both groups.",
    }
}

/// Followed up against held out: the counts, and how sure what follows from them is.
pub(super) fn comparison(
    told: &Comparison,
    immature: [u64; 2],
    window_days: u32,
    planned_end: bool,
) -> (String, String) {
    let end = told.end();
    let (one, two) = end.map_or((told.followed_up, told.held_out), |end| (end.followed_up, end.held_out));
    if told.verdict == Verdict::InBoth {
        let sentence = format!(
            "{} held out as well as followed up within {window_days} days, more than 1 in 20, and counted in neither group: so \
             nothing is claimed. The holdout has to be drawn by household (`household`), and its share left as it is during a \
             pilot (`pilot.from`).",
            were(told.in_both)
        );
        return (sentence, claimed_before(told));
    }
    if told.verdict == Verdict::Unknown {
        let sentence = format!(
            "The follow-up of {} ended before its {window_days} days did, and the journal does not tell what they \
             accepted then. Hand in newer plan snapshots as well.",
            households(told.unknown)
        );
        return (sentence, claimed_before(told));
    }
    let enough = format!("{}{}", takes(told, planned_end), smallest(told, planned_end));
    let Some((interval, level)) = told.difference() else {
        let [followed, held] = [one.of() + immature[0], two.of() + immature[1]];
        let sentence = format!(
            "{} followed up and {} held out. {} Until some of both have, there is nothing to compare.",
            were(followed),
            were(held),
            settled(one.of(), two.of(), window_days),
        );
        return (sentence, enough);
    };
    let shown = Shown::of(one, two);
    // Only where more or fewer is claimed all the same.
    let unknown = if told.unknown > 0 {
        format!(
            " What became of {} is not known: they count as not accepted, and the interval is so wide that it holds whatever \
             they did.",
            households(told.unknown)
        )
    } else {
        String::new()
    };
    let counts = format!(
        "Of {} followed up, {} accepted within {window_days} days ({}). Of {} held out by chance, {} did ({}).{unknown}",
        households(one.of()),
        number(one.hits()),
        shown.one,
        number(two.of()),
        number(two.hits()),
        shown.two
    );
    let sure = if end.is_some() {
        "with 95% confidence at the planned end".to_owned()
    } else {
        format!("with {:.0}% confidence, however often one looks", level * 100.0)
    };
    let range = range(interval);
    // What a claim rests on, and how often it is wrong: no more than that can be said of any pilot.
    let because = "Whom to hold out was left to chance, so follow-up is what is likely to explain it; where it makes no \
                   difference, at most 5 pilots in 100 claim one.";
    let how_sure = match told.verdict {
        Verdict::Lift => format!("That is {} more: {range}, {sure}. {because}", shown.apart),
        Verdict::Harm => format!(
            "That is {} fewer: {range}, {sure}. {because} Look into it before you go on.",
            shown.apart
        ),
        Verdict::NoDifference => format!(
            "The difference may be anything from {range}, {sure}, so it may be none; 5 points more can be ruled out.{}",
            smallest(told, planned_end)
        ),
        Verdict::Inconclusive if interval.excludes_zero() => format!(
            "That is {range}, {sure}. Monthly looks could have claimed something too, so a claim here asks for 96%, and at \
             that the difference may be none.{enough}"
        ),
        Verdict::TooEarly | Verdict::Inconclusive | Verdict::Unknown | Verdict::InBoth => {
            format!("The difference may be anything from {range}, {sure}: there may be none.{enough}")
        }
    };
    let at_the_end = told
        .at_planned_end
        .filter(|_| end.is_none())
        .map_or_else(String::new, |end| {
            format!(
                " At the planned end, with {} followed up and {} held out, this could not be told yet: {} (95%).",
                number(end.followed_up.of()),
                number(end.held_out.of()),
                self::range(end.difference)
            )
        });
    (counts, format!("{how_sure}{at_the_end}{}", claimed_before(told)))
}

/// What an earlier look said, where it is not what is said now.
fn claimed_before(told: &Comparison) -> String {
    let Some(claim) = told.claimed_before else {
        return String::new();
    };
    let what = if claim.verdict == Verdict::Harm {
        "fewer"
    } else {
        "more"
    };
    format!(
        " Look {}, of {}, claimed that {what} households accept with follow-up; this one does not. Ask what has changed \
         since.",
        claim.look,
        day_and_year(claim.on)
    )
}

/// Whose days are over, where one group has none of those.
fn settled(followed: u64, held: u64, window_days: u32) -> String {
    let have = |n: u64| if n == 1 { "has" } else { "have" };
    match (followed, held) {
        (0, 0) => format!("None of them has had its {window_days} days yet."),
        (n, 0) => format!(
            "Of those followed up {} {} had {window_days} days, of those held out none.",
            number(n),
            have(n)
        ),
        (_, n) => format!(
            "Of those held out {} {} had {window_days} days, of those followed up none.",
            number(n),
            have(n)
        ),
    }
}

/// How many it takes.
fn takes(told: &Comparison, planned_end: bool) -> String {
    let looks = if planned_end {
        "at the one look at the planned end"
    } else {
        "with a look every month"
    };
    let needed = told.needed.zip(told.months_needed);
    needed.map_or_else(String::new, |(needed, months)| {
        let split = format!(
            "{} followed up and {} held out",
            number(needed.first),
            number(needed.second)
        );
        needs(needed, looks, &split, months)
    })
}

fn needs(needed: Needed, looks: &str, split: &str, months: u64) -> String {
    let long = if months > MOST_MONTHS {
        "more than 5 years at this pace, so this practice alone cannot tell".to_owned()
    } else {
        format!("{} at this pace", counted(months, "month", "months"))
    };
    format!(
        " To see 5 points four times in five (80% power) {looks} takes {}, {split}: {long}.",
        households(needed.total())
    )
}

/// The smallest effect that this pilot shows.
fn smallest(told: &Comparison, planned_end: bool) -> String {
    let Some(least) = told.detectable else {
        return String::new();
    };
    let points = points(least.difference);
    let (one, two) = (number(least.followed_up), number(least.held_out));
    if planned_end && told.at_planned_end.is_none() {
        format!(
            " By the planned end about {one} followed up and {two} held out will have had their days at this pace: they show \
             {points} or more four times in five, and are likely to miss anything smaller."
        )
    } else {
        format!(
            " {one} followed up and {two} held out show {points} or more four times in five, and are likely to miss anything smaller."
        )
    }
}

/// Before against since.
pub(super) fn before_and_after(
    told: &BeforeAfter,
    since: Tally,
    window_days: u32,
    takes: Option<(Needed, u64)>,
) -> String {
    let shown = Shown::of(told.since, told.before);
    let before = format!("Before, {} of {} accepted", shown.two, households(told.before.of()));
    if let Some(why) = &told.not_compared {
        let since = told.since.share().map_or_else(String::new, |_| {
            format!("; since, {} of {}", shown.one, number(told.since.of()))
        });
        return format!("{before}{since}. The two are not compared: {why}.");
    }
    if since.unknown > 0 {
        return format!(
            "{before}. What became of {} since is not known: their follow-up ended before their {window_days} days did. \
             Hand in newer plan snapshots as well.",
            households(since.unknown)
        );
    }
    let Some(difference) = told.difference else {
        return format!("{before}. Since, nobody has had {window_days} days yet: too early to say.");
    };
    let change = if difference.estimate < 0.0 { "less" } else { "more" };
    let smallest = told.detectable.map_or_else(String::new, |least| {
        format!(
            " With half of them held out, {} could have shown an effect of {} or more.",
            households(since.begun()),
            points(least)
        )
    });
    let takes = takes.map_or_else(String::new, |(needed, months)| {
        needs(needed, "at one planned look", "half of them held out", months)
    });
    format!(
        "{before}; since, {} of {}. That is {} {change} ({}), before against after. It is not an effect: other things changed \
         too, and this does not tell them apart.{smallest}{takes}",
        shown.one,
        number(told.since.of()),
        shown.apart,
        range(difference),
    )
}

/// Two wordings.
pub(super) fn arms(one: (&str, Sample), two: (&str, Sample), interval: Interval, window_days: u32) -> String {
    let verdict = if interval.excludes_zero() {
        "The wordings differ"
    } else if interval.low > -POINTS_ASKED && interval.high < POINTS_ASKED {
        "No difference between the wordings is seen, and 5 points either way can be ruled out"
    } else {
        "Too early to say which wording does better"
    };
    let shown = Shown::of(one.1, two.1);
    format!(
        "{verdict}: of {} that got “{}”, {} accepted within {window_days} days ({}); of {} that got “{}”, {} did ({}). \
         The difference is {}, however often one looks.",
        households(one.1.of()),
        one.0,
        number(one.1.hits()),
        shown.one,
        number(two.1.of()),
        two.0,
        number(two.1.hits()),
        shown.two,
        range(interval)
    )
}

fn households(n: u64) -> String {
    counted(n, "household", "households")
}

fn were(n: u64) -> String {
    format!("{} {}", households(n), if n == 1 { "was" } else { "were" })
}

/// Two shares and how far they are apart, so that the one follows from the others as they are shown: whole per cents where
/// that is so, else tenths.
struct Shown {
    one: String,
    two: String,
    apart: String,
}

impl Shown {
    fn of(one: Sample, two: Sample) -> Self {
        let tenths = |sample: Sample| Share::of(sample.hits(), sample.of()).map(|share| share.0);
        let whole = |sample: Sample| {
            let (hits, of) = (u128::from(sample.hits()), u128::from(sample.of()));
            (hits * 200 + of).checked_div(2 * of)
        };
        let none = || "none".to_owned();
        let (Some(a), Some(b)) = (tenths(one), tenths(two)) else {
            let shown = |sample| whole(sample).map_or_else(none, |percent| format!("{percent}%"));
            return Self {
                one: shown(one),
                two: shown(two),
                apart: none(),
            };
        };
        let apart = a.abs_diff(b);
        let wholes = whole(one).zip(whole(two)).filter(|(a, b)| {
            // As far apart as tenths are, and far enough to be told in whole points.
            apart >= 10 && a.abs_diff(*b) * 10 == u128::from((apart + 5) / 10 * 10) || apart == 0
        });
        match wholes {
            Some((a, b)) => Self {
                one: format!("{a}%"),
                two: format!("{b}%"),
                apart: in_points(&a.abs_diff(b).to_string()),
            },
            None => Self {
                one: Share(a).to_string(),
                two: Share(b).to_string(),
                apart: in_points(&format!("{}.{}", apart / 10, apart % 10)),
            },
        }
    }
}

/// `17 points`, `1 point`.
fn in_points(shown: &str) -> String {
    format!("{shown} {}", if shown == "1" { "point" } else { "points" })
}

/// `17 points`; what is less than ten with a decimal.
fn points(difference: f64) -> String {
    let shown = figure(difference, libm::fabs(difference) < 0.1);
    in_points(shown.strip_suffix(".0").unwrap_or(&shown))
}

/// In points, without a sign: a decimal where it has one, and is asked for.
fn figure(difference: f64, decimal: bool) -> String {
    let hundredths = libm::fabs(difference) * 100.0;
    if decimal {
        format!("{hundredths:.1}")
    } else {
        format!("{hundredths:.0}")
    }
}

/// `between 12 and 28 points more`, `12 points fewer to 33 points more`: where a bound is less than ten points away, both
/// have a decimal, but where it is none in either.
pub(super) fn range(interval: Interval) -> String {
    let decimal = libm::fabs(interval.low).min(libm::fabs(interval.high)) < 0.1;
    let bounds = |decimal| (figure(interval.low, decimal), figure(interval.high, decimal));
    let (low, high) = match bounds(decimal) {
        // Both as exact, or none.
        (low, high) if decimal && low.ends_with(".0") && high.ends_with(".0") => bounds(false),
        both => both,
    };
    if interval.low >= 0.0 {
        format!("between {low} and {} more", in_points(&high))
    } else if interval.high <= 0.0 {
        format!("between {high} and {} fewer", in_points(&low))
    } else {
        format!("{} fewer to {} more", in_points(&low), in_points(&high))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    #[test]
    fn a_difference_follows_from_the_shares_as_they_are_shown() {
        let shown = |a: (u64, u64), b: (u64, u64)| {
            let of = |(hits, of)| Sample::new(hits, of).unwrap();
            let shown = Shown::of(of(a), of(b));
            [shown.one, shown.two, shown.apart]
        };
        // 78.6 and 60.4: 18.2 points, which 79 − 60 is not.
        assert_eq!(shown((786, 1000), (604, 1000)), ["78.6%", "60.4%", "18.2 points"]);
        assert_eq!(shown((142, 200), (80, 200)), ["71%", "40%", "31 points"]);
        assert_eq!(shown((61, 100), (60, 100)), ["61%", "60%", "1 point"]);
        assert_eq!(shown((604, 1000), (600, 1000)), ["60.4%", "60.0%", "0.4 points"]);
        assert_eq!(shown((1, 2), (5, 10)), ["50%", "50%", "0 points"]);
        assert_eq!(shown((1, 2), (0, 0)), ["50%", "none", "none"]);
    }

    #[test]
    fn points_are_counted_as_people_count() {
        let of = |low, high| {
            range(Interval {
                estimate: 0.0,
                low,
                high,
            })
        };
        assert_eq!(of(-0.01, 0.03), "1 point fewer to 3 points more");
        assert_eq!(of(-0.0511, 0.0509), "5.1 points fewer to 5.1 points more");
        assert_eq!(of(0.004, 0.01), "between 0.4 and 1.0 points more");
        assert_eq!(of(-0.282, -0.12), "between 12 and 28 points fewer");
        assert_eq!(points(0.136), "14 points");
    }
}
