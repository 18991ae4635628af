//! Hours as a caller writes them, for the one question when they are open.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::law::{self, Policy};
use super::{Closed, DAY, Date, LocalTime, Rule, TimeRange, Timestamp, Weekday, Weekly, Zone, next_allowed};
use crate::wire::decode;
use crate::{Code, Error};

/// Hours to ask about: those of the law by the name of a preset, or a caller's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Law(Policy),
    Own { weekly: Weekly, closed: BTreeSet<Date> },
}

/// A caller's own hours, as they are written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    windows: BTreeMap<String, Vec<(String, String)>>,
    #[serde(default)]
    closed_dates: BTreeSet<Date>,
}

impl Hours {
    /// Reads the name of a preset (`"federal"`, `"mini_tcpa_union"`, `"strict_all_rows"`), or
    /// `{"windows": {"mon": [["09:00", "20:00"]]}, "closed_dates": ["2026-12-24"]}`. Own hours are taken as they stand:
    /// whether they lie within the law's, [`Policy::own`] tells.
    ///
    /// # Errors
    /// `FT-H001` with the path of what is wrong.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let code = Code::EventMalformed;
        let wrong = |message: &str, path: &str| Error::new(code, message).at(path).under("policy");
        let value = decode::value(text, code).map_err(|error| error.under("policy"))?;
        if let Some(name) = value.as_str() {
            let preset = Policy::preset(name).ok_or_else(|| {
                wrong("no such policy", "").help("federal, mini_tcpa_union, strict_all_rows, or an object with windows")
            })?;
            return Ok(Self(Kind::Law(preset)));
        }
        let written: Written = decode::from_value(value, code, "policy")?;
        let mut weekly = Weekly::empty();
        for (day, windows) in written.windows {
            let path = format!("windows.{day}");
            let weekday = Weekday::parse(&day)
                .ok_or_else(|| wrong("no such weekday", "windows").help("mon, tue, wed, thu, fri, sat, sun"))?;
            let time =
                |text: &str| LocalTime::parse(text).map_err(|_| wrong("expected a time such as \"09:00\"", &path));
            let range = |(from, to): &(String, String)| Ok::<TimeRange, Error>((time(from)?, time(to)?));
            let ranges = windows.iter().map(range).collect::<Result<Vec<_>, Error>>()?;
            weekly
                .set(weekday, ranges)
                .map_err(|error| error.with_code(code).at(&*path).under("policy"))?;
        }
        Ok(Self(Kind::Own {
            weekly,
            closed: written.closed_dates,
        }))
    }

    /// The earliest instant within 14 days from `at` at which they are open in every one of the zones; none without a
    /// zone, since a place that is not known allows nothing.
    ///
    /// ```
    /// use followthrough::schedule::{Hours, Timestamp, Zone};
    /// let hours = Hours::from_json("\"federal\"")?;
    /// let night = Timestamp::parse("2026-03-03T02:30:00Z")?;
    /// let open = hours.next_allowed(night, &[Zone::named("America/New_York")?]);
    /// assert_eq!(open, Some(Timestamp::parse("2026-03-03T13:00:00Z")?));
    /// # Ok::<(), followthrough::Error>(())
    /// ```
    pub fn next_allowed(&self, at: Timestamp, zones: &[Zone]) -> Option<Timestamp> {
        let (weekly, closed) = match &self.0 {
            Kind::Law(policy) => return law::next_allowed(at, zones, policy),
            Kind::Own { weekly, closed } => (weekly, closed),
        };
        if zones.is_empty() {
            return None;
        }
        let rule = |zone| Rule::new(zone, weekly).but_not_on(Closed::Dates(closed));
        let rules: Vec<Rule<'_>> = zones.iter().map(rule).collect();
        next_allowed(at, &rules, at.plus(14 * DAY))
    }
}
