//! The pilot that households are counted from, and the one look at it that is planned.

use std::collections::BTreeMap;

use followthrough::{Date, Error};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::options::wrong;

/// A pilot: who counts for the look that is planned, and when that look is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pilot {
    /// The first day on which a household counts; without it the first of the journal.
    pub from: Option<Date>,
    /// The last day on which one begins to count for the planned look; without it none is planned.
    pub to: Option<Date>,
}

impl Pilot {
    /// The day of the one look that is planned: so many days after the last, when those who began on it have had theirs.
    pub fn planned_look(self, window_days: u32) -> Option<Date> {
        self.to?.plus_days(window_days.into())
    }
}

#[derive(Deserialize)]
pub(super) struct PilotDocument {
    #[serde(default)]
    from: Option<Date>,
    #[serde(default)]
    to: Option<Date>,
    #[serde(flatten)]
    others: BTreeMap<String, IgnoredAny>,
}

impl PilotDocument {
    pub(super) fn read(self, as_of: Date) -> Result<Pilot, Error> {
        // As `to` was once called, when it was the day of the look or the last of the pilot, by how long that was.
        if self.others.contains_key("planned_end") {
            return Err(wrong("pilot.planned_end", "is `to` now").help(
                "`to` is the last day on which a household begins to count for the planned look; the look is `window_days` \
                 after it",
            ));
        }
        if !self.others.is_empty() {
            return Err(wrong("pilot", "unknown key, expected `from` and `to`"));
        }
        if self.from.zip(self.to).is_some_and(|(from, to)| to < from) {
            return Err(wrong("pilot.to", "is before `from`"));
        }
        if self.from.is_some_and(|from| from > as_of) {
            return Err(wrong("pilot.from", "is after the last day that is known")
                .help("`as_of`, or the last day of the report where it is left out"));
        }
        Ok(Pilot {
            from: self.from,
            to: self.to,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use crate::monthly::ReportOptions;

    #[test]
    fn the_planned_look_is_when_the_last_of_the_pilot_have_had_their_days() {
        let look = |pilot: &str, window: u32| {
            let json = format!(r#"{{"month": "2026-12", "window_days": {window}, "pilot": {pilot}}}"#);
            let options = ReportOptions::from_json(&json).unwrap();
            options.planned_look().map(|day| day.to_string())
        };
        // Quarters have 90 to 92 days; the look is so many days after each.
        for (from, to, on) in [
            ("2026-01-01", "2026-03-31", "2026-06-29"),
            ("2026-04-01", "2026-06-30", "2026-09-28"),
            ("2026-07-01", "2026-09-30", "2026-12-29"),
            ("2026-10-01", "2026-12-31", "2027-03-31"),
            ("2026-10-01", "2026-10-01", "2026-12-30"),
        ] {
            let pilot = format!(r#"{{"from": "{from}", "to": "{to}"}}"#);
            assert_eq!(look(&pilot, 90).as_deref(), Some(on));
        }
        assert_eq!(
            look(r#"{"from": "2026-01-01", "to": "2026-03-31"}"#, 60).as_deref(),
            Some("2026-05-30")
        );
        assert_eq!(look(r#"{"from": "2026-01-01"}"#, 90), None);
        assert_eq!(look(r#"{"to": "2026-03-31"}"#, 90).as_deref(), Some("2026-06-29"));
    }

    #[test]
    fn what_a_pilot_cannot_be_is_told_with_its_place() {
        for (pilot, path, says) in [
            (
                r#"{"from": "2026-05-01", "planned_end": "2026-05-31"}"#,
                "pilot.planned_end",
                "`to`",
            ),
            (r#"{"from": "2026-05-02", "to": "2026-05-01"}"#, "pilot.to", "before"),
            (r#"{"from": "2026-06-01"}"#, "pilot.from", "known"),
            (r#"{"from": "2026-05-01", "too": "2026-05-31"}"#, "pilot", "unknown"),
        ] {
            let error = ReportOptions::from_json(&format!(r#"{{"month": "2026-05", "pilot": {pilot}}}"#)).unwrap_err();
            assert_eq!(error.path(), path, "{pilot}: {error}");
            assert!(error.message().contains(says), "{pilot}: {error}");
        }
    }
}
