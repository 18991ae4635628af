//! What a run prints: one JSON line for each decision.

use std::collections::BTreeMap;

use followthrough::wire::{CaseId, EventId, RecipientId};
use followthrough::{Decision, Error, Timestamp};
use serde::{Serialize, Serializer};

/// One answer of the engine.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// A decision.
    Decided(Box<Decided>),
    /// An input that was refused; nothing changed.
    Refused(Refused),
}

/// A decision, and how the recipient's cases stand after it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decided {
    /// The entry of the timeline, from 0.
    pub entry: usize,
    /// The instant of the call.
    pub at: Timestamp,
    /// Whose follow-up.
    pub recipient: RecipientId,
    /// What was handled; none for a tick.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_id: Option<EventId>,
    /// What follows.
    pub decision: Decision,
    /// The state of each case.
    pub states: BTreeMap<CaseId, &'static str>,
}

/// An input that was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The entry of the timeline, from 0. The line itself does not say it.
    pub entry: usize,
    /// The instant of the call.
    pub at: Timestamp,
    /// Why.
    pub error: Error,
}

impl Line {
    /// The entry of the timeline, from 0.
    pub fn entry(&self) -> usize {
        match self {
            Self::Decided(decided) => decided.entry,
            Self::Refused(refused) => refused.entry,
        }
    }

    /// The line: `{"entry", "at", "recipient", "event_id", "decision", "states"}`, or `{"at", "error"}`; without a line
    /// break.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Decided(decided) => decided.serialize(serializer),
            Self::Refused(refused) => refused.serialize(serializer),
        }
    }
}

impl Serialize for Refused {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("at", &self.at)?;
        map.serialize_entry("error", &self.error)?;
        map.end()
    }
}
