//! What became of a step, as conditions of later steps compare it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What became of a step of a case, in its round. In order: of two that are told, in whatever order, the later one here
/// is the one that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StepResult {
    /// It was passed over.
    Skipped,
    /// It went out, and nothing more is known yet.
    Sent,
    /// A call that nobody answered.
    NoAnswer,
    /// A call that left a message.
    LeftMessage,
    /// It failed for good on every channel that was tried; of a call, the number was a wrong one.
    Failed,
    /// It arrived.
    Delivered,
    /// A call that reached the person.
    Reached,
    /// Its link was opened, by a fetch or by a person.
    Clicked,
}

impl StepResult {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Skipped,
        Self::Sent,
        Self::NoAnswer,
        Self::LeftMessage,
        Self::Failed,
        Self::Delivered,
        Self::Reached,
        Self::Clicked,
    ];

    /// The word in a playbook and in stored state.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Sent => "sent",
            Self::NoAnswer => "no_answer",
            Self::LeftMessage => "left_message",
            Self::Failed => "failed",
            Self::Delivered => "delivered",
            Self::Reached => "reached",
            Self::Clicked => "clicked",
        }
    }
}

impl fmt::Display for StepResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
