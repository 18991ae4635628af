//! The practice's clock: its local date-times become instants.

use followthrough::{Code, Date, Error, Timestamp};

/// An IANA zone.
#[derive(Clone, Debug)]
pub(crate) struct Zone(jiff::tz::TimeZone);

/// A date and seconds of that day on the practice's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LocalInstant {
    pub(crate) date: Date,
    pub(crate) second: u32,
}

impl Zone {
    pub(crate) fn named(name: &str) -> Result<Self, Error> {
        jiff::tz::TimeZone::get(name).map(Self).map_err(|_| {
            Error::new(Code::UnknownTimeZone, format!("{name:?} is not a known time zone"))
                .at("options.time_zone")
                .help("write an IANA name such as \"America/New_York\"")
        })
    }

    /// The instant; a time that a clock change skips is moved forward, of one that stands twice the earlier is meant.
    pub(crate) fn at(&self, local: LocalInstant) -> Option<Timestamp> {
        let midnight: jiff::civil::Date = local.date.to_string().parse().ok()?;
        let wall = midnight
            .at(0, 0, 0, 0)
            .checked_add(jiff::Span::new().seconds(i64::from(local.second)))
            .ok()?;
        let zoned = self.0.to_ambiguous_zoned_datetime(wall).compatible().ok()?;
        Some(Timestamp::from_unix(zoned.timestamp().as_second()))
    }
}
