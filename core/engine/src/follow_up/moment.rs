//! What the host knows besides the event: what time it is, and how far its facts reach.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::schedule::{DAY, Timestamp};
use crate::wire::decode;
use crate::{Code, Error};

/// The instant of a call, and what else the host wants considered. A plain instant is a moment.
///
/// ```
/// use followthrough::{Moment, Timestamp};
/// let now = Timestamp::parse("2026-03-02T15:00:00Z")?;
/// let moment = Moment::from(now).with_facts_as_of(now.plus(-3600));
/// assert_eq!(moment.now, now);
/// # Ok::<(), followthrough::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// The time. The engine has no clock of its own.
    pub now: Timestamp,
    /// How far the practice system is known: the instant of the newest export taken in. Absent: nothing is held for
    /// its age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts_as_of: Option<Timestamp>,
    /// An emergency brake: until then a tick does nothing at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_until: Option<Timestamp>,
    /// The host vouches for a `now` more than 400 days ahead of the last one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirm_leap: bool,
}

impl Moment {
    /// The same moment with how far the practice system is known.
    #[must_use]
    pub fn with_facts_as_of(self, facts_as_of: Timestamp) -> Self {
        Self {
            facts_as_of: Some(facts_as_of),
            ..self
        }
    }

    /// The same moment with the emergency brake pulled until then.
    #[must_use]
    pub fn with_hold_until(self, hold_until: Timestamp) -> Self {
        Self {
            hold_until: Some(hold_until),
            ..self
        }
    }

    /// The same moment, its leap vouched for.
    #[must_use]
    pub fn with_leap_confirmed(self) -> Self {
        Self {
            confirm_leap: true,
            ..self
        }
    }

    /// Reads a moment: `{"now", "facts_as_of", "hold_until", "confirm_leap"}`.
    ///
    /// # Errors
    /// `FT-H010`, naming the key.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        decode::from_text(text, Code::MomentMalformed)
    }
}

/// A leap of the clock beyond this needs the host's word: one worker with a wrong clock must not freeze a patient.
const LEAP_DAYS: i64 = 400;

impl Moment {
    /// Whether the clock leapt since an instant, and nobody vouches for it.
    pub(crate) fn leaps(&self, since: Timestamp) -> bool {
        !self.confirm_leap && self.now.since(since) > LEAP_DAYS * DAY
    }

    pub(crate) fn leap(&self) -> Error {
        Error::new(
            Code::ClockLeap,
            format!(
                "now ({}) is more than {LEAP_DAYS} days ahead of the last instant seen",
                self.now
            ),
        )
        .at("now")
        .help("check the worker's clock, or confirm the leap")
    }
}

impl From<Timestamp> for Moment {
    fn from(now: Timestamp) -> Self {
        Self {
            now,
            facts_as_of: None,
            hold_until: None,
            confirm_leap: false,
        }
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(now: DateTime<Utc>) -> Self {
        Self::from(Timestamp::from(now))
    }
}
