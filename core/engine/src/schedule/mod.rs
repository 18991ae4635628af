//! Local time: zones, windows, business hours, holidays.

mod timestamp;

pub use timestamp::{DAY, Date, Timestamp};
