//! Day N of a sequence.

use super::{DAY, LocalTime, Timestamp, Zone};

/// The anchor's local date in a zone plus `days`, at a time of day or, without one, at the anchor's own to the second.
///
/// A local time that does not exist moves forward by the gap; of one that exists twice it is the earlier.
///
/// ```
/// use followthrough::Timestamp;
/// use followthrough::schedule::{Zone, day_at};
///
/// let zone = Zone::named("America/New_York")?;
/// let presented = Timestamp::parse("2026-03-07T10:00:00-05:00")?;
/// // The clock goes forward in the night: the same time of day is 23 hours later.
/// assert_eq!(day_at(presented, &zone, 1, None), Timestamp::parse("2026-03-08T10:00:00-04:00")?);
/// # Ok::<(), followthrough::Error>(())
/// ```
pub fn day_at(anchor: Timestamp, zone: &Zone, days: i64, at: Option<LocalTime>) -> Timestamp {
    let stretch = zone.stretch_at(anchor.unix());
    let local = anchor.unix() + stretch.offset;
    let second = at.map_or(local.rem_euclid(DAY), LocalTime::seconds);
    let midnight = local.div_euclid(DAY).saturating_add(days).saturating_mul(DAY);
    // Beyond the calendar itself it is the calendar's end.
    let (first, last) = (Timestamp::MIN.unix() - DAY, Timestamp::MAX.unix() + DAY);
    let local = midnight.clamp(first, last) + second;
    zone.at_local_near(local, stretch)
}
