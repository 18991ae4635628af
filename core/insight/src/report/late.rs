//! What did not go, or waited: steps passed over, steps held for old facts, messages whose gateway was down.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::follow_up::{EntryKind, SkipReason, WhyNot};
use followthrough::wire::ActionId;
use serde::Serialize;

use crate::simulate::Simulation;

/// What did not go, or waited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NotSent {
    /// Steps that were passed over, by why, the most frequent first.
    pub skipped: Vec<SkippedRow>,
    /// Steps that waited because the facts were old; they went later, or were passed over.
    pub held: u64,
    /// Messages whose gateway was down when they were handed out.
    pub delayed: u64,
    /// Of them, those that left when it was up again.
    pub left_late: u64,
    /// Of them, those that were left, by why.
    pub left_out: Vec<LeftOutRow>,
}

/// Steps that were passed over for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SkippedRow {
    /// Why.
    pub reason: SkipReason,
    /// How many.
    pub steps: u64,
}

/// Messages that waited for their gateway and were left for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOutRow {
    /// Why.
    pub reason: WhyNot,
    /// How many.
    pub messages: u64,
}

impl NotSent {
    pub(super) fn is_empty(&self) -> bool {
        self.skipped.is_empty() && self.held == 0 && self.delayed == 0
    }
}

pub(super) fn not_sent(simulation: &Simulation) -> NotSent {
    let mut skipped: Vec<SkippedRow> = Vec::new();
    let mut held = BTreeSet::new();
    let decisions = simulation.records.iter().flat_map(|record| &record.decision);
    for entry in decisions.flat_map(|decision| &decision.journal) {
        if let EntryKind::StepSkipped { reason, .. } = &entry.kind {
            match skipped.iter_mut().find(|row| row.reason == *reason) {
                Some(row) => row.steps += 1,
                None => skipped.push(SkippedRow {
                    reason: *reason,
                    steps: 1,
                }),
            }
        } else if let EntryKind::Held { step, .. } = &entry.kind {
            held.insert((&entry.case_id, step));
        }
    }
    skipped.sort_by(|a, b| b.steps.cmp(&a.steps).then_with(|| name(a.reason).cmp(&name(b.reason))));
    let mut left_out: BTreeMap<String, LeftOutRow> = BTreeMap::new();
    for reason in simulation.delayed.iter().filter_map(|delayed| delayed.reason) {
        let row = left_out
            .entry(name(reason))
            .or_insert(LeftOutRow { reason, messages: 0 });
        row.messages += 1;
    }
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    NotSent {
        skipped,
        held: count(held.len()),
        delayed: count(simulation.delayed.len()),
        left_late: count(simulation.delayed.iter().filter(|one| one.left_at.is_some()).count()),
        left_out: left_out.into_values().collect(),
    }
}

/// Messages that were handed out and never left.
pub(super) fn never_left(simulation: &Simulation) -> BTreeSet<&ActionId> {
    let waiting = simulation.delayed.iter().filter(|delayed| delayed.left_at.is_none());
    waiting.map(|delayed| &delayed.action_id).collect()
}

/// The word of the wire for it.
pub(super) fn name(reason: impl Serialize) -> String {
    let word = serde_json::to_value(reason).unwrap_or_default();
    word.as_str().unwrap_or_default().to_owned()
}
