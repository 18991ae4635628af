//! The terms of an installment plan: rate and rounding.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Code, Error};

/// The longest term of an installment plan.
pub const MAX_MONTHS: u32 = 600;

/// An annual percentage rate, exact to four decimals: `14.9` is 14.9 percent a year. A true no-interest plan is `0`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Apr(u32);

impl Apr {
    /// No interest.
    pub const ZERO: Self = Self(0);
    /// How many of our units one percent has.
    const PER_PERCENT: u32 = 10_000;
    /// A thousand percent: far above what any state allows, and small enough that every sum stays exact.
    const MAX: u32 = 1_000 * Self::PER_PERCENT;

    /// Reads a rate in percent: `0`, `9`, `26.99`; no sign, no `%`, at most four decimals, at most 1000.
    ///
    /// # Errors
    /// `FT-T005` when the text is anything else.
    pub fn parse(text: &str) -> Result<Self, Error> {
        parse_units(text).map(Self).ok_or_else(|| {
            Error::new(
                Code::BadFinanceTerms,
                "expected an annual rate in percent such as \"14.9\"",
            )
            .help("write 0 for a plan without interest; at most four decimals, at most 1000")
        })
    }

    /// Whether there is no interest at all.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The monthly rate as a ratio of integers: a twelfth of the annual one.
    pub(super) fn monthly(self) -> (u64, u64) {
        let whole = 12 * 100 * u64::from(Self::PER_PERCENT);
        let part = u64::from(self.0);
        let common = gcd(part, whole);
        (part / common, whole / common)
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn parse_units(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let plain = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole, 4) || !plain(fraction, 4) {
        return None;
    }
    let units = whole.parse::<u32>().ok()? * Apr::PER_PERCENT + format!("{fraction:0<4}").parse::<u32>().ok()?;
    (units <= Apr::MAX).then_some(units)
}

impl fmt::Display for Apr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fraction = format!("{:04}", self.0 % Self::PER_PERCENT);
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        write!(f, "{}{point}{fraction}", self.0 / Self::PER_PERCENT)
    }
}

impl Serialize for Apr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Apr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Apr {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Apr".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "annual rate in percent as text, at most four decimals, for example \"14.9\"",
            "pattern": "^[0-9]{1,4}(\\.[0-9]{1,4})?$"
        })
    }
}

/// How a payment is brought to whole cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest cent, half a cent away from zero.
    #[default]
    HalfUp,
    /// Any part of a cent away from zero.
    Up,
    /// To the nearest cent, half a cent to the even one.
    HalfEven,
}

impl Rounding {
    /// Every way there is.
    pub const ALL: &'static [Self] = &[Self::HalfUp, Self::Up, Self::HalfEven];

    /// The word for it in a playbook.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HalfUp => "half_up",
            Self::Up => "up",
            Self::HalfEven => "half_even",
        }
    }

    /// The way that a playbook names.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|way| way.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use super::*;

    #[test]
    fn rates_read_and_write_the_same() {
        for text in ["0", "9", "14.9", "26.99", "0.01", "23.299", "1000", "0.0001"] {
            assert_eq!(Apr::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Apr::parse("12.50").unwrap().to_string(), "12.5");
        assert_eq!(Apr::parse("12").unwrap().monthly(), (1, 100));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "-1",
            "+1",
            "9,9",
            "9.",
            ".9",
            "9%",
            "1e1",
            "0.00001",
            "1000.0001",
            "99999",
            "NaN",
            "٣",
        ] {
            assert_eq!(Apr::parse(text).unwrap_err().code(), Code::BadFinanceTerms, "{text:?}");
        }
    }
}
