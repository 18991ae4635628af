//! What messages cost, how long tasks take, and how much of them staff have time for.

use std::fmt;

use followthrough::escalation::PromptKind;
use followthrough::wire::RoleId;
use followthrough::{Code, Error, Money};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::millionths;

/// What one of something costs in US dollars, to a millionth: carriers bill fractions of a cent. On the wire a text
/// such as `"0.0083"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Price(u64);

/// The dearest price that a text may name.
const MOST_MICROS: u64 = 10_000 * MICROS;
const MICROS: u64 = millionths::ONE;

impl Price {
    /// Reads `0.0083`, `12` or `12.50`: no sign, no currency, at most six decimals, at most ten thousand dollars.
    ///
    /// ```
    /// use followthrough::Money;
    /// use followthrough_insight::simulate::Price;
    /// assert_eq!(Price::parse("0.0083")?.times(1_000), Money::from_cents(830));
    /// assert!(Price::parse("0.00000083").is_err());
    /// # Ok::<(), followthrough::Error>(())
    /// ```
    ///
    /// # Errors
    /// `FT-X001` when the text is anything else.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let micros = millionths::parse(text, 5).filter(|micros| *micros <= MOST_MICROS);
        micros.map(Self).ok_or_else(|| {
            Error::new(Code::ScenarioMalformed, "expected a price such as \"0.0083\"")
                .help("US dollars as text, with at most six decimals")
        })
    }

    /// What so many cost, rounded half up to the cent.
    pub fn times(self, n: u64) -> Money {
        self.times_parts(n, 1)
    }

    /// What so many minutes cost, this being the price of an hour; rounded half up to the cent.
    pub fn of_minutes(self, minutes: u64) -> Money {
        self.times_parts(minutes, 60)
    }

    fn times_parts(self, n: u64, parts: u128) -> Money {
        let a_cent = u128::from(MICROS) / 100 * parts;
        let cents = (u128::from(self.0) * u128::from(n) + a_cent / 2) / a_cent;
        Money::from_cents(i64::try_from(cents).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = format!("{:06}", self.0 % MICROS);
        let shown = part.trim_end_matches('0');
        write!(f, "{}.{shown:0<2}", self.0 / MICROS)
    }
}

impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(|_| serde::de::Error::custom("expected a price as text, such as \"0.0083\""))
    }
}

/// What messages and working hours cost. What has no price is counted and not priced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Costs {
    /// One segment of a text message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms_segment: Option<Price>,
    /// One e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Price>,
    /// One message in the portal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portal: Option<Price>,
    /// One hour of staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_hour: Option<Price>,
    /// How many minutes a task takes.
    pub minutes: Minutes,
}

/// How many minutes tasks take, by what is asked. The built-in numbers are an assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Minutes {
    /// A call about a plan.
    pub call: u32,
    /// Booking a visit.
    pub book: u32,
    /// Answering a question.
    pub answer: u32,
    /// Finding out a number or an address.
    pub fix_contact: u32,
    /// Looking into something.
    pub review: u32,
}

impl Default for Minutes {
    fn default() -> Self {
        Self {
            call: 6,
            book: 8,
            answer: 5,
            fix_contact: 4,
            review: 5,
        }
    }
}

impl Minutes {
    /// Of one task.
    pub fn of(&self, kind: PromptKind) -> u32 {
        match kind {
            PromptKind::Call => self.call,
            PromptKind::Book => self.book,
            PromptKind::Answer => self.answer,
            PromptKind::FixContact => self.fix_contact,
            PromptKind::Review => self.review,
        }
    }
}

/// What the staff of one role have time for on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capacity {
    /// Whose.
    pub role: RoleId,
    /// So many tasks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tasks: Option<u64>,
    /// So many minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u64>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    #[test]
    fn prices_are_exact_and_sums_are_rounded_once() {
        let price = |text| Price::parse(text).unwrap();
        assert_eq!(price("0.0083").times(3), Money::from_cents(2), "2.49 cents");
        assert_eq!(
            price("0.005").times(1),
            Money::from_cents(1),
            "half a cent is rounded up"
        );
        assert_eq!(price("0.0083").times(1_000_000), Money::from_cents(830_000));
        assert_eq!(price("24.00").of_minutes(25), Money::from_cents(1_000));
        assert_eq!(price("25").of_minutes(1), Money::from_cents(42), "41.67 cents");
        for (text, shown) in [
            ("0.0083", "0.0083"),
            ("12", "12.00"),
            ("0.5", "0.50"),
            ("1.000001", "1.000001"),
        ] {
            assert_eq!(price(text).to_string(), shown);
        }
        for wrong in [
            "",
            ".5",
            "1.",
            "-1",
            "+1",
            "1e3",
            "0.0000001",
            "10000.01",
            "99999999",
            "$1",
            "١",
        ] {
            assert!(Price::parse(wrong).is_err(), "{wrong}");
        }
        assert!(serde_json::from_str::<Price>("0.5").is_err(), "a float is no price");
    }
}
