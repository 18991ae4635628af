//! How many it takes to see a difference, and how small a difference so many can show: at one look that was planned, or
//! however often one looks.
//!
//! For the one look: two groups of people who have nothing to do with each other, a two-sided test, the normal approximation without
//! continuity correction (Fleiss, Levin and Paik 2003, "Statistical Methods for Rates and Proportions", 4.2 and 4.3). For
//! many looks: the difference that is reached or passed four times in five, by the normal approximation, is told from none
//! by [`difference_at_any_look`](super::difference_at_any_look).

use super::sequence::tells_from_none;
use super::{Confidence, normal};

/// How likely a difference that is there is to be seen: four times in five.
const POWER: f64 = 0.8;

/// People that it takes in each group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Needed {
    /// In the first group.
    pub first: u64,
    /// In the second.
    pub second: u64,
}

impl Needed {
    /// In both.
    pub fn total(self) -> u64 {
        self.first.saturating_add(self.second)
    }
}

/// How many it takes to see, four times in five, a difference of `difference` where the second group's share is `share`
/// and the first group is `ratio` times as large as the second. None unless the difference is between 0 and 1 and the
/// ratio above 0.
pub fn needed(share: f64, difference: f64, ratio: f64, confidence: Confidence) -> Option<Needed> {
    let known = (0.0..=1.0).contains(&share) && difference > 0.0 && difference < 1.0 && ratio > 0.0;
    if !known {
        return None;
    }
    let second = second_group(share, difference, ratio, confidence);
    Some(Needed {
        first: people(libm::ceil(second * ratio)),
        second: people(libm::ceil(second)),
    })
}

/// The same with as many looks as one likes.
pub fn needed_at_any_look(share: f64, difference: f64, ratio: f64, confidence: Confidence) -> Option<Needed> {
    // So many looks take more than one does, and never a hundred times as many.
    let least = needed(share, difference, ratio, confidence)?.second;
    let of = |second: u64| Needed {
        first: people(libm::ceil(float(second) * ratio)),
        second,
    };
    let shows = |second: u64| {
        let Needed { first, second } = of(second);
        shown_at_any_look([float(first), float(second)], share, difference, confidence)
    };
    let (mut few, mut enough) = (least, least.saturating_mul(100));
    if !shows(enough) {
        return None;
    }
    while enough - few > 1 {
        let middle = few.midpoint(enough);
        if shows(middle) {
            enough = middle;
        } else {
            few = middle;
        }
    }
    Some(of(enough))
}

/// The smallest difference that two groups of these sizes show four times in five, where the second group's share is
/// `share`. None where one has nobody, or where they show none.
pub fn detectable(first: u64, second: u64, share: f64, confidence: Confidence) -> Option<f64> {
    smallest(first, second, share, |[first, second], difference| {
        second_group(share, difference, first / second, confidence) <= second
    })
}

/// The same with as many looks as one likes.
pub fn detectable_at_any_look(first: u64, second: u64, share: f64, confidence: Confidence) -> Option<f64> {
    smallest(first, second, share, |sizes, difference| {
        shown_at_any_look(sizes, share, difference, confidence)
    })
}

fn smallest(first: u64, second: u64, share: f64, enough: impl Fn([f64; 2], f64) -> bool) -> Option<f64> {
    if first == 0 || second == 0 || !(0.0..=1.0).contains(&share) {
        return None;
    }
    let sizes = [float(first), float(second)];
    // As far as the other group's share can be from this one.
    let (mut small, mut large) = (0.0, (1.0 - share).max(share) - f64::EPSILON);
    if !enough(sizes, large) {
        return None;
    }
    for _ in 0..50 {
        let middle = f64::midpoint(small, large);
        if enough(sizes, middle) {
            large = middle;
        } else {
            small = middle;
        }
    }
    Some(large)
}

/// Upwards where there is room, else down: what matters is how far apart they are.
fn other_share(share: f64, difference: f64) -> f64 {
    let up = share + difference;
    if up <= 1.0 { up } else { (share - difference).max(0.0) }
}

/// Whether a difference is told from none four times in five.
fn shown_at_any_look([first, second]: [f64; 2], share: f64, difference: f64, confidence: Confidence) -> bool {
    let other = other_share(share, difference);
    let (one, two) = (other * (1.0 - other) / first, share * (1.0 - share) / second);
    let apart = libm::fabs(other - share);
    let short = normal::quantile(POWER) * libm::sqrt(one + two);
    if short >= apart {
        return false;
    }
    // Where chance has brought the two nearer to each other by so much: each by its part.
    let (sign, parts) = (if other > share { 1.0 } else { -1.0 }, one + two);
    let nearer = if parts > 0.0 {
        [other - sign * short * one / parts, share + sign * short * two / parts]
    } else {
        [other, share]
    };
    tells_from_none([first, second], nearer, confidence)
}

fn second_group(share: f64, difference: f64, ratio: f64, confidence: Confidence) -> f64 {
    let other = other_share(share, difference);
    let both = (ratio * other + share) / (1.0 + ratio);
    let (z, power) = (confidence.z(), normal::quantile(POWER));
    let none = z * libm::sqrt((1.0 + 1.0 / ratio) * both * (1.0 - both));
    let some = power * libm::sqrt(other * (1.0 - other) / ratio + share * (1.0 - share));
    let gap = other - share;
    (none + some) * (none + some) / (gap * gap)
}

#[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 people")]
fn float(people: u64) -> f64 {
    people as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no less than nothing; and more people than there are is as many as there are"
)]
fn people(count: f64) -> u64 {
    count as u64
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    /// Against tables of the same formula: 60 % and 65 % takes 1,471 in each group, 10 % and 20 % takes 199.
    #[test]
    fn it_takes_as_many_as_the_tables_say() {
        let each = |share, difference| needed(share, difference, 1.0, Confidence::P95).map(|n| (n.first, n.second));
        assert_eq!(each(0.60, 0.05), Some((1471, 1471)));
        assert_eq!(each(0.10, 0.10), Some((199, 199)));
        assert_eq!(each(0.60, 0.0), None);
        let one_in_five = needed(0.60, 0.05, 4.0, Confidence::P95).map(Needed::total);
        assert!(one_in_five > Some(2 * 1471), "an even split is the quickest");
    }

    #[test]
    fn so_many_show_what_so_many_are_needed_for() {
        let shown = detectable(1471, 1471, 0.60, Confidence::P95).unwrap_or_default();
        assert!((shown - 0.05).abs() < 1e-4, "{shown}");
        assert!(detectable(52, 53, 0.61, Confidence::P95) > Some(0.2));
        assert_eq!(detectable(0, 53, 0.61, Confidence::P95), None);
        assert_eq!(detectable(1, 1, 0.5, Confidence::P95), None);
    }

    #[test]
    fn many_looks_take_more_than_one() {
        for (share, ratio) in [(0.6, 1.0), (0.1, 9.0), (0.97, 2.0)] {
            let one = needed(share, 0.05, ratio, Confidence::P95)
                .map(Needed::total)
                .unwrap_or_default();
            let many = needed_at_any_look(share, 0.05, ratio, Confidence::P95).unwrap();
            assert!((one..5 * one).contains(&many.total()), "{share}: {one} {many:?}");
            let shown = detectable_at_any_look(many.first, many.second, share, Confidence::P95).unwrap();
            assert!((shown - 0.05).abs() < 5e-4, "{share}: {shown}");
        }
        assert_eq!(needed_at_any_look(0.6, 0.0, 1.0, Confidence::P95), None);
        assert_eq!(detectable_at_any_look(3, 0, 0.6, Confidence::P95), None);
    }
}
