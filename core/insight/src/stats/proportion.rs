//! A share, and the difference of two, each with its interval.

use serde::Serialize;

use super::Confidence;

/// So many of so many. `hits` is never more than `of`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sample {
    hits: u64,
    of: u64,
}

impl Sample {
    /// So many of so many; none when there are more hits than there could be.
    pub fn new(hits: u64, of: u64) -> Option<Self> {
        (hits <= of).then_some(Self { hits, of })
    }

    /// How many.
    pub fn hits(self) -> u64 {
        self.hits
    }

    /// Of how many.
    pub fn of(self) -> u64 {
        self.of
    }

    /// The share; none of nobody.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.hits_f() / self.of_f())
    }

    /// Counts below 2^53 are exact; there are no more people.
    #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 people")]
    pub(super) fn hits_f(self) -> f64 {
        self.hits as f64
    }

    #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 people")]
    pub(super) fn of_f(self) -> f64 {
        self.of as f64
    }
}

/// What was found, and between which bounds the truth may lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// What was found.
    pub estimate: f64,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

impl Interval {
    /// Whether a value lies inside, bounds included.
    pub fn holds(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Whether it lies on one side of zero: then a difference is there, as far as this interval is sure.
    pub fn excludes_zero(self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// The share with Wilson's score interval, without continuity correction (Wilson 1927, JASA 22, 209). None of nobody.
pub fn wilson(sample: Sample, confidence: Confidence) -> Option<Interval> {
    let (p, n, z) = (sample.share()?, sample.of_f(), confidence.z());
    let z2 = z * z;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * libm::sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n));
    Some(Interval {
        estimate: p,
        low: if sample.hits == 0 { 0.0 } else { centre - half },
        high: if sample.hits == sample.of { 1.0 } else { centre + half },
    })
}

/// The difference of two shares, first less second, with the hybrid score interval: Newcombe's method 10 (Newcombe 1998,
/// Statistics in Medicine 17, 873), without continuity correction. For two samples of people who have nothing to do with
/// each other, looked at once, at the end that was planned. None where one has nobody.
pub fn newcombe(first: Sample, second: Sample, confidence: Confidence) -> Option<Interval> {
    let (a, b) = (wilson(first, confidence)?, wilson(second, confidence)?);
    let estimate = a.estimate - b.estimate;
    let below = libm::hypot(a.estimate - a.low, b.high - b.estimate);
    let above = libm::hypot(a.high - a.estimate, b.estimate - b.low);
    Some(Interval {
        estimate,
        low: estimate - below,
        high: estimate + above,
    })
}
