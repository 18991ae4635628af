//! How shares and differences are written.

use crate::page::Share;
use crate::stats::{Interval, Sample};

/// Two shares and how far they are apart, so that the one follows from the others as they are shown: whole per cents where
/// that is so, else tenths.
pub(super) struct Shown {
    pub(super) one: String,
    pub(super) two: String,
    pub(super) apart: String,
}

impl Shown {
    pub(super) fn of(one: Sample, two: Sample) -> Self {
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
pub(super) fn points(difference: f64) -> String {
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
pub(crate) fn range(interval: Interval) -> String {
    let decimal = libm::fabs(interval.low).min(libm::fabs(interval.high)) < 0.1;
    let bounds = |decimal| (figure(interval.low, decimal), figure(interval.high, decimal));
    let (low, high) = match bounds(decimal) {
        // Both as exact, or none.
        (low, high) if decimal && low.ends_with(".0") && high.ends_with(".0") => bounds(false),
        both => both,
    };
    if low == high && interval.low * interval.high > 0.0 {
        let more = if interval.low > 0.0 { "more" } else { "fewer" };
        format!("{} {more}", in_points(&high))
    } else if interval.low >= 0.0 {
        format!("between {low} and {} more", in_points(&high))
    } else if interval.high <= 0.0 {
        format!("between {high} and {} fewer", in_points(&low))
    } else {
        format!("{} fewer to {} more", in_points(&low), in_points(&high))
    }
}

/// `95%`, `97.5%`.
pub(super) fn percent(level: f64) -> String {
    let shown = format!("{:.1}", level * 100.0);
    format!("{}%", shown.strip_suffix(".0").unwrap_or(&shown))
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
