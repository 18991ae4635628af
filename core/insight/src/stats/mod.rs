//! How sure one can be: intervals for shares and for their differences, time to an event, and what may be said when one
//! looks every month.
//!
//! Counts go in, shares come out. Everything is computed with the same operations on every machine (`libm`), so that a
//! report is the same to the last digit wherever it is made. Money never passes through here.

mod ask;
mod normal;
mod power;
mod proportion;
mod sequence;
mod survival;

pub use ask::ask;
pub(crate) use ask::ask_value;
pub use power::{Needed, detectable, detectable_at_any_look, needed, needed_at_any_look};
pub use proportion::{Interval, Sample, newcombe, wilson};
pub use sequence::difference_at_any_look;
pub use survival::{LogRank, Observation, Survival, SurvivalRow, kaplan_meier, log_rank};

/// How sure: a share strictly between 0 and 1, such as 0.95.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Confidence(f64);

impl Confidence {
    /// 95 %.
    pub const P95: Self = Self(0.95);
    /// 96 %.
    pub const P96: Self = Self(0.96);
    /// 99 %.
    pub const P99: Self = Self(0.99);

    /// A confidence level; none unless it lies strictly between 0 and 1.
    pub fn new(level: f64) -> Option<Self> {
        (level > 0.0 && level < 1.0).then_some(Self(level))
    }

    /// The share.
    pub fn level(self) -> f64 {
        self.0
    }

    /// What is left to chance.
    fn alpha(self) -> f64 {
        1.0 - self.0
    }

    /// The standard normal quantile of a two-sided interval: 1.959963984540054 for 95 %.
    fn z(self) -> f64 {
        normal::quantile(0.5 + self.0 / 2.0)
    }
}
