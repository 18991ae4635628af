//! Time to an event of which not everybody's end was seen.

use serde::{Deserialize, Serialize};

use super::{Confidence, normal};

/// How long somebody was watched, in whole days or whatever the unit is, and whether it happened then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// How long.
    pub time: u32,
    /// Whether it happened at that time; else nobody looked any longer.
    pub happened: bool,
}

/// An estimate of the share of those for whom it has not happened yet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Survival {
    /// One for each time at which it happened, in order.
    pub rows: Vec<SurvivalRow>,
    /// The first time by which it had happened for half of them; none where it did not come to that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median: Option<u32>,
}

/// How it stands after one time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SurvivalRow {
    /// The time.
    pub time: u32,
    /// Those still watched just before it.
    pub at_risk: u64,
    /// Those for whom it happened then.
    pub events: u64,
    /// The share for whom it has not happened after it.
    pub survival: f64,
    /// Greenwood's standard error of that share.
    pub standard_error: f64,
    /// The bounds of the share on the log-log scale; none where the share is 0 or 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<(f64, f64)>,
}

/// Times at which it happened, each with those at risk before it and those to whom it happened; at a tie events come
/// before those who were no longer watched.
fn table(observations: &[Observation]) -> Vec<(u32, u64, u64)> {
    let mut sorted = observations.to_vec();
    sorted.sort_unstable();
    let mut rows: Vec<(u32, u64, u64)> = Vec::new();
    let mut at_risk = count(sorted.len());
    for same in sorted.chunk_by(|a, b| a.time == b.time) {
        let events = count(same.iter().filter(|one| one.happened).count());
        if let Some(first) = same.first().filter(|_| events > 0) {
            rows.push((first.time, at_risk, events));
        }
        at_risk -= count(same.len());
    }
    rows
}

/// The product-limit estimate (Kaplan and Meier 1958, JASA 53, 457), with Greenwood's error and log-log bounds.
pub fn kaplan_meier(observations: &[Observation], confidence: Confidence) -> Survival {
    let z = confidence.z();
    let (mut survival, mut sum) = (1.0, 0.0);
    let mut half = Half::default();
    let mut median = None;
    let mut rows = Vec::new();
    for (time, at_risk, events) in table(observations) {
        let (n, d) = (float(at_risk), float(events));
        survival *= (n - d) / n;
        sum += d / (n * (n - d));
        let gone = at_risk == events;
        if half.passed(at_risk, events) && median.is_none() {
            median = Some(time);
        }
        let error = if gone { 0.0 } else { survival * libm::sqrt(sum) };
        let bounds = (!gone).then(|| {
            let spread = libm::exp(z * libm::sqrt(sum) / -libm::log(survival));
            (libm::pow(survival, spread), libm::pow(survival, 1.0 / spread))
        });
        rows.push(SurvivalRow {
            time,
            at_risk,
            events,
            survival,
            standard_error: error,
            bounds,
        });
    }
    Survival { rows, median }
}

/// Whether the share has come down to one half, told exactly: as the product of fractions in lowest terms while that
/// fits, after that as their floating product, which is then far from any tie.
struct Half {
    exact: Option<(u128, u128)>,
    near: f64,
}

impl Default for Half {
    fn default() -> Self {
        Self {
            exact: Some((1, 1)),
            near: 1.0,
        }
    }
}

impl Half {
    fn passed(&mut self, at_risk: u64, events: u64) -> bool {
        self.near *= float(at_risk - events) / float(at_risk);
        self.exact = self.exact.and_then(|(top, bottom)| {
            let (a, b) = (u128::from(at_risk - events), u128::from(at_risk));
            // Cancelled crosswise first, so that the products stay small.
            let (x, y) = (gcd(top, b), gcd(a, bottom));
            Some(((top / x).checked_mul(a / y)?, (bottom / y).checked_mul(b / x)?))
        });
        match self.exact.and_then(|(top, bottom)| Some((top.checked_mul(2)?, bottom))) {
            Some((twice, bottom)) => twice <= bottom,
            None => self.near <= 0.5 + 1e-12,
        }
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

/// Whether it happens sooner in one of two groups.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LogRank {
    /// The statistic, with one degree of freedom.
    pub chi_square: f64,
    /// The probability of one as large where there is no difference.
    pub p_value: f64,
    /// Events of the first group.
    pub observed: u64,
    /// Those that it would have had if the groups were alike.
    pub expected: f64,
}

/// The log-rank test of two groups, unweighted, without continuity correction (Mantel 1966). None where it has nothing
/// to compare: no event while both groups were watched.
pub fn log_rank(first: &[Observation], second: &[Observation]) -> Option<LogRank> {
    let both: Vec<Observation> = first.iter().chain(second).copied().collect();
    let (mut observed, mut expected, mut variance) = (0, 0.0, 0.0);
    for (time, at_risk, events) in table(&both) {
        let of_first = count(first.iter().filter(|one| one.time >= time).count());
        observed += count(first.iter().filter(|one| one.time == time && one.happened).count());
        let (n, d, a) = (float(at_risk), float(events), float(of_first));
        expected += d * a / n;
        if at_risk > 1 {
            variance += d * (a / n) * (1.0 - a / n) * (n - d) / (n - 1.0);
        }
    }
    if variance <= 0.0 {
        return None;
    }
    let difference = float(observed) - expected;
    let chi_square = difference * difference / variance;
    Some(LogRank {
        chi_square,
        p_value: normal::chi_square_tail(chi_square),
        observed,
        expected,
    })
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 people")]
fn float(n: u64) -> f64 {
    n as f64
}
