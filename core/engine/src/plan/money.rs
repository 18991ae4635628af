//! Money: whole cents of US dollars.

use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire::decode::DECIMAL;
use crate::{Code, Error};

/// An amount in US dollars, exact to the cent. On the wire a text with two decimals: `"1234.50"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount a text may name, so that sums of whole practices stay exact.
    pub(crate) const MAX_CENTS: i64 = 100_000_000_000;

    /// An amount from whole cents.
    pub const fn from_cents(cents: i64) -> Self {
        Self(cents)
    }

    /// The amount in whole cents.
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// Reads `1234`, `1234.5`, `1234.50` or the same with a minus; nothing else: no sign of a currency, no thousands
    /// separator, no exponent, nothing finer than a cent, nothing above a billion dollars.
    ///
    /// ```
    /// use followthrough::Money;
    /// assert_eq!(Money::parse("49.9")?, Money::from_cents(4990));
    /// assert!(Money::parse("1e3").is_err());
    /// assert!(Money::parse("0.005").is_err());
    /// # Ok::<(), followthrough::Error>(())
    /// ```
    ///
    /// # Errors
    /// `FT-H001` when the text is anything else; it is not repeated in the message.
    pub fn parse(text: &str) -> Result<Self, Error> {
        parse_cents(text)
            .map(Self)
            .ok_or_else(|| Error::new(Code::EventMalformed, "expected an amount such as \"1234.50\""))
    }

    /// The sum, or the largest amount there is.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The amount as people in the United States read it: `$1,234.50`.
    pub fn display_us(self) -> String {
        let digits = (self.0.unsigned_abs() / 100).to_string();
        let mut whole = String::new();
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                whole.push(',');
            }
            whole.push(digit);
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}${whole}.{:02}", self.0.unsigned_abs() % 100)
    }
}

fn parse_cents(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || whole.len() > 12 || !plain(fraction) || fraction.len() > 2 {
        return None;
    }
    let cents: i64 = match fraction.len() {
        1 => fraction.parse::<i64>().ok()? * 10,
        _ => fraction.parse().ok()?,
    };
    let total = whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)?;
    if total > Money::MAX_CENTS {
        return None;
    }
    Some(if negative { -total } else { total })
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(
            f,
            "{sign}{}.{:02}",
            self.0.unsigned_abs() / 100,
            self.0.unsigned_abs() % 100
        )
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Self::plus)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Money;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a decimal as text")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Money, E> {
                Money::parse(text).map_err(|e| E::custom(e.message()))
            }
            #[expect(
                clippy::disallowed_types,
                reason = "serde hands over a number as a float; it is refused"
            )]
            fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Money, E> {
                Err(E::custom(format_args!("{DECIMAL}, got {value}")))
            }
            fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Money, E> {
                Err(E::custom(format_args!("{DECIMAL}, got {value}")))
            }
            fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Money, E> {
                Err(E::custom(format_args!("{DECIMAL}, got {value}")))
            }
        }
        deserializer.deserialize_any(Visitor).map_err(D::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Money {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Money".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "US dollars as text, at most two decimals, for example \"1234.50\"",
            "pattern": "^-?[0-9]{1,12}(\\.[0-9]{1,2})?$"
        })
    }
}
