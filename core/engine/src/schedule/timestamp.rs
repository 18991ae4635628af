//! Instants and dates: whole seconds of UTC, and calendar dates without a zone.

use std::fmt;
use std::num::NonZeroU64;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire::decode::INSTANT;
use crate::{Code, Error};

/// The first instant of 1900, and of 2200, in Unix seconds.
const FIRST: i64 = -2_208_988_800;
const LAST: i64 = 7_258_118_400;

/// Seconds in a day of 24 hours.
pub const DAY: i64 = 86_400;

/// An instant in whole seconds of UTC, between the years 1900 and 2200. On the wire RFC 3339: any offset in, `Z` out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(NonZeroU64);

impl Timestamp {
    /// The first instant of 1900.
    pub const MIN: Self = Self::from_unix(FIRST);
    /// The first instant of 2200.
    pub const MAX: Self = Self::from_unix(LAST);

    /// An instant from Unix seconds; outside 1900 to 2200 the nearest end.
    pub const fn from_unix(seconds: i64) -> Self {
        let seconds = if seconds < FIRST {
            FIRST
        } else if seconds > LAST {
            LAST
        } else {
            seconds
        };
        // Counted from one, so that an instant that may be absent takes no more room than one.
        match NonZeroU64::new(seconds.abs_diff(FIRST) + 1) {
            Some(counted) => Self(counted),
            None => Self(NonZeroU64::MIN),
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub const fn unix(self) -> i64 {
        (self.0.get() - 1).cast_signed() + FIRST
    }

    /// The instant so many seconds later (earlier when negative), held between 1900 and 2200.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self::from_unix(self.unix().saturating_add(seconds))
    }

    /// Seconds from `earlier` to this instant.
    pub const fn since(self, earlier: Self) -> i64 {
        self.unix() - earlier.unix()
    }

    /// Reads RFC 3339 with an offset. A fraction of a second is cut; a leap second (`:60`), a missing offset and a
    /// space for the `T` are refused, since Python and JavaScript refuse them too.
    ///
    /// ```
    /// use followthrough::Timestamp;
    /// assert_eq!(Timestamp::parse("2026-03-02T10:00:00.9-05:00")?.to_string(), "2026-03-02T15:00:00Z");
    /// assert!(Timestamp::parse("2026-03-02T10:00:00").is_err());
    /// # Ok::<(), followthrough::Error>(())
    /// ```
    ///
    /// # Errors
    /// `FT-T003` when the text is not such an instant or lies outside 1900 to 2200.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let refuse = || Error::new(Code::BadInstant, INSTANT).help("write RFC 3339 with an offset or Z");
        let bytes = text.as_bytes();
        let shape = bytes.len() >= 20
            && matches!(bytes.get(10), Some(b'T' | b't'))
            && matches!(bytes.get(17..19), Some(seconds) if seconds < b"60".as_slice());
        if !shape {
            return Err(refuse());
        }
        let parsed = DateTime::parse_from_rfc3339(text).map_err(|_| refuse())?;
        let seconds = parsed.timestamp();
        if !(FIRST..=LAST).contains(&seconds) {
            return Err(refuse().help("the year must lie between 1900 and 2199"));
        }
        Ok(Self::from_unix(seconds))
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(value: DateTime<Utc>) -> Self {
        Self::from_unix(value.timestamp())
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(value: Timestamp) -> Self {
        DateTime::from_timestamp(value.unix(), 0).unwrap_or_default()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", DateTime::<Utc>::from(*self).format("%Y-%m-%dT%H:%M:%SZ"))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

/// A calendar date without a zone. On the wire `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    /// A date from year, month and day; none when there is no such day or the year is outside 1800 to 2200.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1800..=2200).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    /// `FT-T003` when the text is not such a date.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let parse = || {
            let (year, rest) = text.split_once('-')?;
            let (month, day) = rest.split_once('-')?;
            let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
            if !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
                return None;
            }
            Self::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        };
        parse().ok_or_else(|| Error::new(Code::BadInstant, "expected a date such as \"2026-03-02\""))
    }

    /// The date so many days after 1970-01-01. Callers stay within the years of [`Timestamp`], where there always is one.
    pub(crate) fn from_epoch_days(days: i64) -> Self {
        Self(
            i32::try_from(days)
                .ok()
                .and_then(NaiveDate::from_epoch_days)
                .unwrap_or_default(),
        )
    }

    /// Days since 1970-01-01.
    pub(crate) fn epoch_days(self) -> i64 {
        i64::from(self.0.to_epoch_days())
    }

    /// The same date for chrono.
    pub fn naive(self) -> NaiveDate {
        self.0
    }

    /// The date so many days later, earlier when negative; none outside the calendar.
    pub fn plus_days(self, days: i64) -> Option<Self> {
        self.0.checked_add_signed(chrono::TimeDelta::try_days(days)?).map(Self)
    }

    /// Days from `earlier` to this date.
    pub fn days_since(self, earlier: Self) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// Completed years of age on this date of someone born on `birth`.
    pub fn age_of(self, birth: Self) -> Option<u32> {
        self.0.years_since(birth.0)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

#[cfg(feature = "schema")]
mod schema {
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    impl JsonSchema for super::Timestamp {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "Timestamp".into()
        }
        fn inline_schema() -> bool {
            true
        }
        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({"type": "string", "format": "date-time"})
        }
    }

    impl JsonSchema for super::Date {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "Date".into()
        }
        fn inline_schema() -> bool {
            true
        }
        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({"type": "string", "format": "date"})
        }
    }
}
