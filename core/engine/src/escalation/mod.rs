//! Prompts to people: who is asked, for what, by when, and who is asked next when nobody reacts.

use serde::{Deserialize, Serialize};

use crate::wire::RoleId;

/// What a member of staff is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PromptKind {
    /// Call the person about the plan.
    Call,
    /// The person wants to come: book a visit.
    Book,
    /// The person asked or wrote something that needs a human answer.
    Answer,
    /// The way to reach the person is wrong.
    FixContact,
    /// Something needs a look.
    Review,
}

impl PromptKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Call, Self::Book, Self::Answer, Self::FixContact, Self::Review];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Book => "book",
            Self::Answer => "answer",
            Self::FixContact => "fix_contact",
            Self::Review => "review",
        }
    }
}

/// How soon a prompt matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// In the course of things.
    #[default]
    Normal,
    /// Before other things.
    High,
}

/// One level of an escalation: who is asked, and how long after the level before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// What is asked.
    pub prompt: PromptKind,
    /// Of whom.
    pub role: RoleId,
    /// By when, from the raising of this level.
    pub due_in: Option<Delay>,
    /// How long after the level before was raised; none for the first.
    pub after: Option<Delay>,
    /// Whether a short notice goes to the staff channel as well.
    pub alert: bool,
    /// How soon it matters.
    pub priority: Priority,
}

/// How long to wait: by the clock, or while the practice is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// Seconds by the clock.
    Elapsed(i64),
    /// Hours over which the practice is open.
    BusinessHours(u32),
    /// Days on which the practice is open, at the same clock time.
    BusinessDays(u32),
}
