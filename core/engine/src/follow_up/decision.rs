//! What the engine answers: what to do, why, and when to ask again.

use serde::Serialize;

use super::{Action, Entry};
use crate::schedule::Timestamp;

/// What follows from one call. Store the follow-up and the actions in one transaction.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decision {
    /// What to do, in this order: cancel, record_opt_out, send, tell_practice_system, prompt, alert.
    pub actions: Vec<Action>,
    /// What was decided and why, for the audit and for reports.
    pub journal: Vec<Entry>,
    /// When to call `tick` next; absent when there is nothing to wait for. Always the whole truth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<Timestamp>,
}

impl Decision {
    /// The decision as the wire has it. The same decision gives the same bytes in every language.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
