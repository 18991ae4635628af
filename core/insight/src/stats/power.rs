//! How many it takes to see a difference, and how small a difference so many can show.
//!
//! Two groups of people who have nothing to do with each other, a two-sided test, the normal approximation without
//! continuity correction (Fleiss, Levin and Paik 2003, "Statistical Methods for Rates and Proportions", 4.2 and 4.3).

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

/// The smallest difference that two groups of these sizes show four times in five, where the second group's share is
/// `share`. None where one has nobody, or where they show none.
pub fn detectable(first: u64, second: u64, share: f64, confidence: Confidence) -> Option<f64> {
    if first == 0 || second == 0 || !(0.0..=1.0).contains(&share) {
        return None;
    }
    let (first, second) = (float(first), float(second));
    let enough = |difference: f64| second_group(share, difference, first / second, confidence) <= second;
    let (mut small, mut large) = (0.0, 1.0 - f64::EPSILON);
    if !enough(large) {
        return None;
    }
    for _ in 0..50 {
        let middle = f64::midpoint(small, large);
        if enough(middle) {
            large = middle;
        } else {
            small = middle;
        }
    }
    Some(large)
}

fn second_group(share: f64, difference: f64, ratio: f64, confidence: Confidence) -> f64 {
    // Upwards where there is room, else down: what matters is how far apart they are.
    let up = share + difference;
    let other = if up <= 1.0 { up } else { (share - difference).max(0.0) };
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
}
