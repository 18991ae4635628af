//! Local time: zones, windows, business hours, holidays.
//!
//! Instants are whole seconds of UTC ([`Timestamp`]); rules speak of the clock on the wall. A [`Zone`] goes from one to
//! the other with IANA data that comes with the library ([`tz_version`] says which), never with the machine's own.
//!
//! - [`day_at`]: day N of a sequence, at a time of day.
//! - [`Weekly`] hours in a zone make a [`Rule`]; [`next_allowed`] finds the first instant at which all rules are open,
//!   [`open_until`] how long they stay so.
//! - [`law`]: the hours that the law leaves, and which of them bind a message.
//! - [`BusinessHours`]: when a practice is open, and n business days or hours from an instant.
//!
//! Half-open throughout: at 20:00:00 a window to 20:00 is shut. A local time that the clock skips moves forward by the
//! gap when an instant is asked for, and is simply never reached when a window is; minutes that the clock repeats count
//! both times in a window, and the earlier ones when an instant is asked for.
//!
//! The library that reads the zone data (jiff) is private to `zone.rs`; nothing of it shows outside.

mod business;
mod day;
mod holidays;
mod hours;
pub mod law;
mod local_time;
mod states;
mod time_zones;
mod timestamp;
mod weekly;
mod window;
mod zone;

pub use business::BusinessHours;
pub use day::day_at;
pub use holidays::{ClosedDays, Holiday, Holidays, us_federal, us_federal_observed, us_federal_statutory};
pub use hours::Hours;
pub use local_time::{LocalTime, Weekday};
pub use time_zones::TimeZones;
pub use timestamp::{DAY, Date, Timestamp};
pub use weekly::{TimeRange, Weekly};
pub use window::{Closed, Rule, is_allowed, next_allowed, open_until};
pub use zone::{Local, Zone, tz_version};
