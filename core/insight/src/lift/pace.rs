//! How fast households come, and how long it takes until there are enough of them.

use followthrough::schedule::DAY;

use super::Rules;

/// Days of a month, one with another.
const MONTH: f64 = 365.25 / 12.0;

/// How fast households come that can be counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Since the first that counts.
    months: f64,
    /// How many came meanwhile.
    households: u64,
    /// In how many months of the pilot households come that are counted at its planned look.
    pilot_months: f64,
}

#[expect(clippy::cast_precision_loss, reason = "instants are far below 2^53")]
pub(super) fn months(from: i64, to: i64) -> f64 {
    (to - from).max(0) as f64 / (MONTH * DAY as f64)
}

impl Pace {
    /// Of households by when they came, whether or not their days are over. `last` is when those that come are no longer
    /// counted at the planned look.
    pub(super) fn of(came: impl Iterator<Item = i64>, from: Option<i64>, last: Option<i64>, rules: &Rules) -> Self {
        let cutoff = last.map_or(rules.known_to, |last| last.min(rules.known_to));
        let months = |to: i64| from.map_or(0.0, |from| months(from, to));
        let came = came.filter(|at| rules.from <= *at && *at < cutoff).count();
        Self {
            months: months(cutoff),
            households: u64::try_from(came).unwrap_or(u64::MAX),
            pilot_months: months(last.unwrap_or(cutoff)),
        }
    }

    /// Two groups together.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            households: self.households + other.households,
            ..self
        }
    }

    fn a_month(self) -> f64 {
        float(self.households) / self.months.max(1.0)
    }

    /// How many there will be in the time of the pilot; those that are there already where it is over.
    pub(super) fn in_the_pilot(self) -> u64 {
        whole(libm::round(
            self.a_month() * self.pilot_months.max(self.months.max(1.0)),
        ))
    }

    /// Months until so many have come; none where nobody comes.
    pub(super) fn months_for(self, needed: u64) -> Option<u64> {
        (self.households > 0).then(|| whole(libm::ceil(float(needed) / self.a_month())))
    }

    /// Practices like this one that come to as many in the time of the pilot.
    pub(super) fn practices_for(self, needed: u64) -> Option<u64> {
        let each = self.a_month() * self.pilot_months.max(1.0);
        (self.households > 0).then(|| whole(libm::ceil(float(needed) / each)))
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 people")]
fn float(people: u64) -> f64 {
    people as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of people; one that is too large for any practice is as large as there is"
)]
fn whole(count: f64) -> u64 {
    count as u64
}
