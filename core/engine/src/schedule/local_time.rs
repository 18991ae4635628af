//! The time of day on a wall clock, and the days of the week.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Code, Error};

/// A time of day to the minute, from 00:00 to 24:00; 24:00 is the end of the day. On the wire `HH:MM`.
///
/// ```
/// use followthrough::schedule::LocalTime;
/// assert_eq!(LocalTime::parse("09:30")?.minutes(), 570);
/// assert!(LocalTime::parse("9:30").is_err());
/// # Ok::<(), followthrough::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime(u16);

impl LocalTime {
    /// 00:00, where a day begins.
    pub const START: Self = Self(0);
    /// 24:00, where a day ends.
    pub const END: Self = Self(24 * 60);

    /// The time so many minutes after midnight; none after 24:00.
    pub const fn from_minutes(minutes: u16) -> Option<Self> {
        if minutes > Self::END.0 {
            None
        } else {
            Some(Self(minutes))
        }
    }

    /// A full hour, for the tables of this room; past 24 it is 24:00.
    pub(super) const fn oclock(hour: u16) -> Self {
        if hour > 24 { Self::END } else { Self(hour * 60) }
    }

    /// Reads `HH:MM`, `24:00` included.
    ///
    /// # Errors
    /// `FT-P004` when the text is not such a time.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::read(text).ok_or_else(|| {
            Error::new(Code::PlaybookBadValue, "expected a time of day such as \"09:30\"")
                .help("write two digits for the hour and two for the minute, from 00:00 to 24:00")
        })
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let number = |part: &str| {
            let digits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            if digits { part.parse::<u16>().ok() } else { None }
        };
        let (hour, minute) = (number(hour)?, number(minute)?);
        if minute > 59 {
            return None;
        }
        Self::from_minutes(hour * 60 + minute)
    }

    /// Minutes since midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// Seconds since midnight.
    pub fn seconds(self) -> i64 {
        i64::from(self.0) * 60
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Debug for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for LocalTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LocalTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for LocalTime {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LocalTime".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"})
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Weekday {
    /// All days, from Monday.
    pub const ALL: [Self; 7] = [
        Self::Mon,
        Self::Tue,
        Self::Wed,
        Self::Thu,
        Self::Fri,
        Self::Sat,
        Self::Sun,
    ];

    /// The word for it: `mon`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mon => "mon",
            Self::Tue => "tue",
            Self::Wed => "wed",
            Self::Thu => "thu",
            Self::Fri => "fri",
            Self::Sat => "sat",
            Self::Sun => "sun",
        }
    }

    /// Its name in English: `Monday`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mon => "Monday",
            Self::Tue => "Tuesday",
            Self::Wed => "Wednesday",
            Self::Thu => "Thursday",
            Self::Fri => "Friday",
            Self::Sat => "Saturday",
            Self::Sun => "Sunday",
        }
    }

    /// Reads `mon` to `sun`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.as_str() == text)
    }

    /// The day after.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Mon => Self::Tue,
            Self::Tue => Self::Wed,
            Self::Wed => Self::Thu,
            Self::Thu => Self::Fri,
            Self::Fri => Self::Sat,
            Self::Sat => Self::Sun,
            Self::Sun => Self::Mon,
        }
    }

    /// The weekday of the date so many days after 1970-01-01, a Thursday.
    pub(crate) const fn of_epoch_day(days: i64) -> Self {
        match days.rem_euclid(7) {
            0 => Self::Thu,
            1 => Self::Fri,
            2 => Self::Sat,
            3 => Self::Sun,
            4 => Self::Mon,
            5 => Self::Tue,
            _ => Self::Wed,
        }
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_two_digits_each() {
        for good in ["00:00", "09:30", "23:59", "24:00"] {
            assert_eq!(LocalTime::read(good).map(|t| t.to_string()).as_deref(), Some(good));
        }
        for bad in [
            "",
            ":",
            "9:30",
            "09:3",
            "09:60",
            "24:01",
            "25:00",
            "+9:00",
            "09:30 ",
            "09-30",
            "٠٩:٣٠",
        ] {
            assert_eq!(LocalTime::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn weekdays_follow_each_other() {
        for (days, day) in (4..11).zip(Weekday::ALL) {
            assert_eq!(Weekday::of_epoch_day(days), day);
            assert_eq!(Weekday::of_epoch_day(days - 7 * 3000), day);
            assert_eq!(Weekday::of_epoch_day(days + 1), day.next());
            assert_eq!(Weekday::parse(day.as_str()), Some(day));
        }
        assert_eq!(Weekday::parse("Mon"), None);
    }
}
