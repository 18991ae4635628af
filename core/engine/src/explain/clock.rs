//! Instants as people say them on the phone: `tomorrow at 9:00 AM`.

use chrono::{Datelike as _, NaiveDate};

use crate::schedule::{Timestamp, Zone};

/// The wall clock that sentences are told by.
pub(super) struct Clock<'a> {
    pub(super) zone: &'a Zone,
    pub(super) now: Timestamp,
}

impl Clock<'_> {
    /// `today at 9:00 AM`, `tomorrow at …`, `on Tuesday, March 3, at …`.
    pub(super) fn when(&self, at: Timestamp) -> String {
        match self.near(at) {
            Some(_) => self.point(at),
            None => format!("on {}", self.point(at)),
        }
    }

    /// As [`Clock::when`], of what is still to come; `now` where its time has.
    pub(super) fn soon(&self, at: Timestamp) -> String {
        if at <= self.now {
            "now".to_owned()
        } else {
            self.when(at)
        }
    }

    /// The same after a preposition: `Tuesday, March 3, at …`.
    pub(super) fn point(&self, at: Timestamp) -> String {
        let (day, time) = (self.date(at), self.time(at));
        match self.near(at) {
            Some(near) => format!("{near} at {time}"),
            None if day.year() == self.date(self.now).year() => format!("{}, at {time}", day.format("%A, %B %-d")),
            None => format!("{}, at {time}", day.format("%A, %B %-d, %Y")),
        }
    }

    fn near(&self, at: Timestamp) -> Option<&'static str> {
        match self.date(at).signed_duration_since(self.date(self.now)).num_days() {
            -1 => Some("yesterday"),
            0 => Some("today"),
            1 => Some("tomorrow"),
            _ => None,
        }
    }

    /// `Tuesday, March 3, 2026, 8:12 AM in New York`.
    pub(super) fn full(&self, at: Timestamp) -> String {
        let day = self.date(at).format("%A, %B %-d, %Y");
        format!("{day}, {} in {}", self.time(at), place(self.zone.name()))
    }

    fn date(&self, at: Timestamp) -> NaiveDate {
        self.zone.local(at).date.naive()
    }

    fn time(&self, at: Timestamp) -> String {
        let second = self.zone.local(at).second;
        let (hour, minute) = (second / 3600, second / 60 % 60);
        let half = if hour < 12 { "AM" } else { "PM" };
        let hour = match hour % 12 {
            0 => 12,
            hour => hour,
        };
        format!("{hour}:{minute:02} {half}")
    }
}

/// The place in the name of a zone: `New York` of `America/New_York`.
pub(super) fn place(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}
