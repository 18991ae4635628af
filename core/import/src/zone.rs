//! The practice's clock: its local date-times become instants.

use followthrough::schedule::{LocalTime, Zone};
use followthrough::{Date, Timestamp};

/// A date and seconds of that day on the practice's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LocalInstant {
    pub(crate) date: Date,
    pub(crate) second: u32,
}

impl LocalInstant {
    /// The instant; a time that a clock change skips is moved forward, of one that stands twice the earlier is meant.
    pub(crate) fn in_zone(self, zone: &Zone) -> Timestamp {
        let minutes = u16::try_from(self.second / 60).ok().and_then(LocalTime::from_minutes);
        zone.at(self.date, minutes.unwrap_or(LocalTime::START))
            .plus(i64::from(self.second % 60))
    }
}
