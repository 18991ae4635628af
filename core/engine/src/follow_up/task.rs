//! What staff were asked, while it is open.

use serde::{Deserialize, Serialize};

use crate::escalation::PromptKind;
use crate::schedule::Timestamp;
use crate::wire::{ActionId, CaseId, EscalationId, EventId, Redacted, TaskId};

/// An open task for staff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Task {
    pub(crate) id: TaskId,
    /// The prompt that raised it last, so that it can be taken back.
    pub(crate) prompt: ActionId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) case: Option<CaseId>,
    pub(crate) kind: PromptKind,
    pub(crate) raised_at: Timestamp,
    /// Levels that the task climbs by itself. Those of a paused or re-engaged case are the state's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ladder: Option<Ladder>,
    /// The event that raised it; none for one that time brought. Kept since format 2 of a caseload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) raised_by: Option<EventId>,
    /// What the person wrote, for whoever is to answer or to book. The same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) said: Option<Redacted>,
}

/// Where a task is on its escalation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ladder {
    pub(crate) list: EscalationId,
    /// The level raised last, from 1.
    pub(crate) level: u32,
    pub(crate) next_at: Timestamp,
}

/// How much of a message a briefing repeats, in characters.
const LONGEST_QUOTE: usize = 500;

/// What a person wrote, on one line and no longer than a briefing has room for.
pub(super) fn quoted(text: &Redacted) -> Redacted {
    let mut words = text.reveal().split_whitespace().collect::<Vec<_>>().join(" ");
    words.retain(|c| !c.is_control());
    if let Some((end, _)) = words.char_indices().nth(LONGEST_QUOTE) {
        words.truncate(end);
        words.push('…');
    }
    Redacted::new(words)
}
