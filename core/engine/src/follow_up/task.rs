//! What staff were asked, while it is open.

use serde::{Deserialize, Serialize};

use super::machine::Machine;
use super::{ActionKind, FollowUp, Prompt};
use crate::escalation::PromptKind;
use crate::schedule::Timestamp;
use crate::wire::{ActionId, CaseId, EscalationId, EventId, Redacted, StepId, TaskId};

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
    /// Staff spoke of its case instead: no later level follows, and what the person writes next raises a new one. Kept
    /// since format 2 of a caseload.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) settled: bool,
    /// The step that asked for the call: what came of it is heard from staff. Kept since format 3 of a caseload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) step: Option<StepId>,
}

/// Where a task is on its escalation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ladder {
    pub(crate) list: EscalationId,
    /// The level raised last, from 1.
    pub(crate) level: u32,
    pub(crate) next_at: Timestamp,
}

/// The most open tasks of one follow-up.
const MAX_TASKS: usize = 64;

impl FollowUp {
    /// Whoever writes all day raises a task each time. Of too many the oldest go that nobody waits for, then the oldest
    /// to answer: the person has written since.
    pub(super) fn forget_excess_tasks(&mut self) {
        while self.tasks.len() > MAX_TASKS {
            let rank = |task: &Task| match (task.settled, task.kind) {
                (true, _) => 0,
                (false, PromptKind::Answer) => 1,
                (false, PromptKind::Call | PromptKind::Book | PromptKind::FixContact | PromptKind::Review) => 2,
            };
            let tasks = self.tasks.iter().enumerate();
            let Some((index, _)) = tasks.min_by_key(|(_, task)| (rank(task), task.raised_at)) else {
                break;
            };
            self.tasks.remove(index);
        }
    }
}

impl Machine<'_> {
    /// Puts a task on the list of staff, in the place of what it was before.
    pub(super) fn hand_to_staff(
        &mut self,
        action: ActionId,
        prompt: Prompt,
        ladder: Option<Ladder>,
        said: Option<Redacted>,
    ) {
        let known = self.f.tasks.iter().position(|task| task.id == prompt.task_id);
        let known = known.map(|index| self.f.tasks.remove(index));
        let (raised_by, step) = known.map_or_else(|| (self.event.clone(), None), |task| (task.raised_by, task.step));
        self.f.tasks.push(Task {
            id: prompt.task_id.clone(),
            prompt: action.clone(),
            case: prompt.case_id.clone(),
            kind: prompt.kind,
            raised_at: self.now,
            ladder,
            raised_by,
            said,
            settled: false,
            step,
        });
        self.act(action, ActionKind::Prompt(Box::new(prompt)));
    }
}

/// How much of a message a briefing repeats, in characters.
const LONGEST_QUOTE: usize = 500;

/// What a person wrote, on one line and no longer than a briefing has room for.
pub(super) fn quoted(text: &Redacted) -> Redacted {
    let mut words = text.reveal().split_whitespace().collect::<Vec<_>>().join(" ");
    words.retain(|c| !c.is_control());
    if words.chars().nth(LONGEST_QUOTE).is_some() {
        words.truncate(cut(&words).len());
        words.push('…');
    }
    Redacted::new(words)
}

/// As much of a text as is repeated. What protects a person is never refused for its length.
pub(super) fn cut(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(LONGEST_QUOTE)
        .map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or(text)
}
