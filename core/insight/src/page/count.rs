//! How many, and worth how much.

use followthrough::Money;
use serde::Serialize;

/// A number of plans and what was pending on them when they were first told of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How many.
    pub plans: u64,
    /// Worth how much; a plan of which a fee is missing counts for nothing here.
    pub value: Money,
}

/// A part of a whole in thousandths, rounded half up; none of nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Share(pub u64);

impl Count {
    pub(crate) fn add(&mut self, value: Option<Money>) {
        self.plans += 1;
        self.value = self.value.plus(value.unwrap_or(Money::ZERO));
    }

    pub(crate) fn of<'c>(values: impl IntoIterator<Item = &'c Option<Money>>) -> Self {
        let mut count = Self::default();
        values.into_iter().for_each(|value| count.add(*value));
        count
    }

    /// Its share of the plans of a whole.
    pub fn share_of(self, whole: Self) -> Option<Share> {
        Share::of(self.plans, whole.plans)
    }

    /// Its share of the value of a whole.
    pub fn value_share_of(self, whole: Self) -> Option<Share> {
        let cents = |money: Money| u64::try_from(money.cents()).unwrap_or(0);
        Share::of(cents(self.value), cents(whole.value))
    }
}

impl Share {
    /// So many of so many; none of nothing.
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        let (part, whole) = (u128::from(part), u128::from(whole));
        let thousandths = (part * 1000 + whole / 2).checked_div(whole)?;
        u64::try_from(thousandths).ok().map(Self)
    }
}

/// `23.5%`.
impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}%", self.0 / 10, self.0 % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_half_up_and_never_of_nothing() {
        let shown = |part, whole| Share::of(part, whole).map(|share| share.to_string());
        assert_eq!(shown(1, 3).as_deref(), Some("33.3%"));
        assert_eq!(shown(1, 2000).as_deref(), Some("0.1%"));
        assert_eq!(shown(5, 5).as_deref(), Some("100.0%"));
        assert_eq!(shown(0, 0), None);
        assert_eq!(Share::of(u64::MAX, 1), None, "more than fits");
    }
}
