//! What each step led to.

use std::collections::BTreeMap;

use followthrough::recipient::Channel;
use followthrough::wire::{SequenceId, StepId};
use serde::Serialize;

use super::ledger::Ledger;
use crate::simulate::Simulation;

/// One step on one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FunnelRow {
    /// The sequence.
    pub sequence: SequenceId,
    /// The step.
    pub step: StepId,
    /// Its day.
    pub day: u16,
    /// How.
    pub channel: Channel,
    /// Messages that went out; of calls, prompts to staff.
    pub sent: u64,
    /// Of them, those that arrived.
    pub delivered: u64,
    /// Those whose booking link somebody followed.
    pub clicked: u64,
    /// Those that somebody answered, whatever the answer.
    pub replied: u64,
    /// Those after which the case was re-engaged: a yes, or a click to book.
    pub re_engaged: u64,
    /// Cases accepted for which this was the last step before.
    pub accepted: u64,
}

pub(super) fn funnel(simulation: &Simulation, ledger: &Ledger<'_>) -> Vec<FunnelRow> {
    let place = |sequence: &SequenceId, step: &StepId| {
        let steps = &simulation.steps;
        steps
            .iter()
            .position(|s| &s.sequence == sequence && &s.step == step)
            .unwrap_or(usize::MAX)
    };
    let mut rows: BTreeMap<(usize, Channel, &SequenceId, &StepId), FunnelRow> = BTreeMap::new();
    for case in ledger.cases.values() {
        let credited = case
            .booked_at()
            .and_then(|at| case.touches.iter().rposition(|touch| touch.at <= at));
        for (index, touch) in case.touches.iter().enumerate() {
            let Some(sequence) = touch.sequence else { continue };
            let place = place(sequence, touch.step);
            let row = rows
                .entry((place, touch.channel, sequence, touch.step))
                .or_insert_with(|| FunnelRow {
                    sequence: sequence.clone(),
                    step: touch.step.clone(),
                    day: simulation.steps.get(place).map_or(0, |step| step.day),
                    channel: touch.channel,
                    sent: 0,
                    delivered: 0,
                    clicked: 0,
                    replied: 0,
                    re_engaged: 0,
                    accepted: 0,
                });
            row.sent += 1;
            row.delivered += u64::from(touch.delivered);
            row.clicked += u64::from(touch.clicked);
            row.replied += u64::from(touch.replied);
            row.re_engaged += u64::from(touch.re_engaged);
            row.accepted += u64::from(credited == Some(index));
        }
    }
    rows.into_values().collect()
}
