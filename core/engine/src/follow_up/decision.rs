//! What the engine answers: what to do, why, and when to ask again.

use serde::Serialize;

use super::{Action, ActionKind, Entry, Send};
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

/// The room of decisions that nobody needs any more.
#[derive(Clone, Default)]
pub(crate) struct Spare {
    decisions: Vec<Decision>,
    #[allow(clippy::vec_box, reason = "the box is the room that is kept")]
    sends: Vec<Box<Send>>,
}

impl Spare {
    /// How much room is kept.
    const MOST: usize = 1_024;

    pub(crate) fn keep(&mut self, mut decision: Decision) {
        for action in decision.actions.drain(..) {
            if let ActionKind::Send(send) = action.kind
                && self.sends.len() < Self::MOST
            {
                self.sends.push(send);
            }
        }
        decision.journal.clear();
        if self.decisions.len() < Self::MOST {
            self.decisions.push(decision);
        }
    }

    /// An empty decision.
    pub(super) fn decision(&mut self) -> Decision {
        self.decisions.pop().unwrap_or_default()
    }

    /// A message in this language, in the room of another.
    pub(super) fn send(&mut self, language: &str, made: impl FnOnce(String) -> Send) -> Box<Send> {
        match self.sends.pop() {
            Some(mut kept) => {
                let mut room = std::mem::take(&mut kept.language);
                language.clone_into(&mut room);
                *kept = made(room);
                kept
            }
            None => Box::new(made(language.to_owned())),
        }
    }
}
