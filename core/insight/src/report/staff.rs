//! What staff were asked to do, and did.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::escalation::PromptKind;
use followthrough::follow_up::{ActionKind, EventKind, StaffOutcome};
use followthrough::wire::{RoleId, TaskId};
use serde::Serialize;

use crate::simulate::{Input, Simulation};

/// What staff were asked to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StaffWork {
    /// By kind and role.
    pub rows: Vec<StaffRow>,
    /// All prompts.
    pub prompts: u64,
    /// The most prompts on one day.
    pub most_a_day: u64,
    /// Short notices to the staff channel.
    pub alerts: u64,
}

/// Prompts of one kind to one role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StaffRow {
    /// What was asked.
    pub kind: PromptKind,
    /// Of whom.
    pub role: RoleId,
    /// How often.
    pub prompts: u64,
    /// Of them, those that repeat an earlier one because nobody had acted.
    pub reminders: u64,
    /// Those that somebody acted on.
    pub acted_on: u64,
    /// What came of them.
    pub booked: u64,
    /// Spoke with the person, answered a question, or looked into it.
    pub reached: u64,
    /// Left a message, or nobody picked up.
    pub not_reached: u64,
    /// The person said no.
    pub declined: u64,
}

pub(super) fn work(simulation: &Simulation) -> StaffWork {
    let mut rows: BTreeMap<(PromptKind, RoleId), StaffRow> = BTreeMap::new();
    let mut asked: BTreeMap<&TaskId, (PromptKind, RoleId)> = BTreeMap::new();
    let mut seen: BTreeSet<&TaskId> = BTreeSet::new();
    let mut days: BTreeMap<i64, u64> = BTreeMap::new();
    let mut work = StaffWork::default();
    for record in &simulation.records {
        if let Input::Event(event) = &record.input
            && let EventKind::Staff(staff) = &event.kind
            && let Some(key) = staff.task_id.as_ref().and_then(|task| asked.get(task))
            && let Some(row) = rows.get_mut(key)
        {
            row.acted_on += 1;
            match staff.outcome {
                StaffOutcome::Booked => row.booked += 1,
                StaffOutcome::Reached | StaffOutcome::Answered => row.reached += 1,
                StaffOutcome::LeftMessage | StaffOutcome::NoAnswer => row.not_reached += 1,
                StaffOutcome::Declined => row.declined += 1,
                StaffOutcome::WrongNumber
                | StaffOutcome::DoNotContact
                | StaffOutcome::Resume
                | StaffOutcome::Pause
                | StaffOutcome::StopCase
                | StaffOutcome::Undo => {}
            }
        }
        for action in record.decision.iter().flat_map(|decision| &decision.actions) {
            match &action.kind {
                ActionKind::Prompt(prompt) => {
                    let key = (prompt.kind, prompt.role.clone());
                    asked.insert(&prompt.task_id, key.clone());
                    let row = rows.entry(key).or_insert_with(|| StaffRow {
                        kind: prompt.kind,
                        role: prompt.role.clone(),
                        prompts: 0,
                        reminders: 0,
                        acted_on: 0,
                        booked: 0,
                        reached: 0,
                        not_reached: 0,
                        declined: 0,
                    });
                    row.prompts += 1;
                    row.reminders += u64::from(!seen.insert(&prompt.task_id));
                    work.prompts += 1;
                    let day = record.moment.now.unix().div_euclid(followthrough::schedule::DAY);
                    *days.entry(day).or_default() += 1;
                }
                ActionKind::Alert { .. } => work.alerts += 1,
                ActionKind::Send(_)
                | ActionKind::Cancel { .. }
                | ActionKind::RecordOptOut(_)
                | ActionKind::TellPracticeSystem { .. } => {}
            }
        }
    }
    work.most_a_day = days.values().copied().max().unwrap_or(0);
    work.rows = rows.into_values().collect();
    work
}
