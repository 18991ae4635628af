//! A difference that may be looked at as often as one likes.
//!
//! Who looks every month and stops when an interval of the usual kind leaves zero out is wrong far more often than the
//! interval says. Here the truth lies inside at *all* looks together with the confidence asked for.
//!
//! For one group whose share is truly p, the ratio of what a uniform prior expected of the data to what p expects of
//! them is a martingale that begins at 1 (Robbins 1970, Annals of Mathematical Statistics 41, 1397; Waudby-Smith and
//! Ramdas 2020, "Confidence sequences for sampling without replacement", calls it the prior-posterior ratio). The
//! product of those of two groups that have nothing to do with each other is one too, and by Ville's inequality it ever
//! comes to 1/alpha with a probability of at most alpha. So every pair of shares for which it stays below is possible,
//! and the interval holds the differences of all those pairs.

use super::{Confidence, Interval, Sample};

/// Halvings of an interval of length 2: to 12 decimals.
const HALVINGS: usize = 41;

/// The difference of two shares, first less second, with an interval that holds the truth at every look with this
/// confidence in all. It is wider than [`newcombe`](super::newcombe)'s, which is for one look at the planned end. None
/// where one has nobody.
///
/// People are to be counted when they come of age (their outcome is settled), in the order in which they do, and a
/// household once: then their outcomes are independent, and later looks only add to earlier ones.
pub fn difference_at_any_look(first: Sample, second: Sample, confidence: Confidence) -> Option<Interval> {
    let estimate = first.share()? - second.share()?;
    let limit = -libm::log(confidence.alpha());
    let (one, two) = (Group::of(first), Group::of(second));
    let possible = |difference: f64| least(&one, &two, difference) < limit;
    let edge = |mut inside: f64, mut outside: f64| {
        if possible(outside) {
            return outside;
        }
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(inside, outside);
            if possible(middle) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        outside
    };
    Some(Interval {
        estimate,
        low: edge(estimate, -1.0),
        high: edge(estimate, 1.0),
    })
}

/// Whether two groups of these sizes, with these shares, leave no difference out: what [`difference_at_any_look`] says of
/// them, of shares that no whole number of people has.
pub(super) fn tells_from_none(sizes: [f64; 2], shares: [f64; 2], confidence: Confidence) -> bool {
    let ([first, second], [one, two]) = (sizes, shares);
    let (one, two) = (Group::with(one * first, first), Group::with(two * second, second));
    least(&one, &two, 0.0) >= -libm::log(confidence.alpha())
}

/// The logarithm of the ratio for one group, as a function of its share: convex.
struct Group {
    hits: f64,
    misses: f64,
    expected: f64,
}

impl Group {
    fn of(sample: Sample) -> Self {
        Self::with(sample.hits_f(), sample.of_f())
    }

    fn with(hits: f64, of: f64) -> Self {
        let misses = of - hits;
        Self {
            hits,
            misses,
            // The beta function at hits + 1 and misses + 1.
            expected: libm::lgamma(hits + 1.0) + libm::lgamma(misses + 1.0) - libm::lgamma(of + 2.0),
        }
    }

    fn slope(&self, share: f64) -> f64 {
        self.misses / (1.0 - share) - self.hits / share
    }

    fn at(&self, share: f64) -> f64 {
        self.expected - times_log(self.hits, share) - times_log(self.misses, 1.0 - share)
    }
}

/// Nothing times whatever the logarithm is comes to nothing.
fn times_log(count: f64, share: f64) -> f64 {
    if count > 0.0 {
        count * libm::log(share.max(0.0))
    } else {
        0.0
    }
}

/// The least of the sum over all pairs of shares with this difference: where its slope, which only ever rises, is zero.
fn least(one: &Group, two: &Group, difference: f64) -> f64 {
    let (mut from, mut to) = ((-difference).max(0.0), (1.0 - difference).min(1.0));
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(from, to);
        if one.slope(middle + difference) + two.slope(middle) < 0.0 {
            from = middle;
        } else {
            to = middle;
        }
    }
    let share = f64::midpoint(from, to);
    one.at((share + difference).clamp(0.0, 1.0)) + two.at(share)
}
