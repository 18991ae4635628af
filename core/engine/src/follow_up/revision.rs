//! Another revision of the playbook: ids, not positions.

use super::machine::Machine;
use super::{CaseState, DoneStep, EntryKind, Next, Progress, Run, SkipReason};
use crate::playbook::Step;
use crate::wire::{CaseId, SequenceId, StepId};

/// Where a case goes on.
pub(super) struct Onward {
    pub(super) run: Run,
    /// New steps that would have been due before the revision was published.
    added_late: Vec<StepId>,
}

impl Machine<'_> {
    /// A case keeps its sequence by id and goes on at the first step not done and not earlier in day than the last one
    /// done; a new step that would have been due before now is passed over. A sequence that is gone sends its cases
    /// through selection again.
    pub(super) fn follow_revision(&mut self) {
        for id in self.own_ids() {
            self.follow_window(&id);
            self.follow_revision_of(&id);
        }
    }

    pub(super) fn follow_revision_of(&mut self, id: &CaseId) {
        let Some(case) = self.case(id) else { return };
        let eligible_at = self.now;
        let mut state = case.state.clone();
        let (mut added_late, mut left) = (Vec::new(), false);
        match &mut state {
            CaseState::Active(run) => match self.onward(case, run) {
                Some(onward) => {
                    *run = onward.run;
                    added_late = onward.added_late;
                }
                None => {
                    left = true;
                    state = CaseState::Waiting { eligible_at };
                }
            },
            CaseState::Paused { progress, .. } | CaseState::ReEngaged { progress, .. } => {
                if let Progress::Enrolled(run) = progress {
                    match self.onward(case, run) {
                        Some(onward) => {
                            *run = onward.run;
                            added_late = onward.added_late;
                        }
                        None => *progress = Progress::NotEnrolled { eligible_at },
                    }
                }
            }
            CaseState::Waiting { eligible_at } => {
                *eligible_at = self.eligible_at(self.practice_of(Some(case)), case.presented, case.first_seen);
            }
            CaseState::Observed { .. } | CaseState::Closed { .. } => {}
        }
        if left {
            self.leave(id);
        }
        for step in &added_late {
            let (step, reason) = (step.clone(), SkipReason::AddedLate);
            self.note(Some(id), EntryKind::StepSkipped { step, reason });
        }
        if let Some(case) = self.case_mut(id) {
            // Before what was done last, so that the last one stays the last.
            let at = case.done.len().saturating_sub(1);
            let passed_over = added_late.into_iter().map(|step| DoneStep { step, sent: false });
            case.done.splice(at..at, passed_over);
            case.state = state;
        }
    }

    /// What was not enrolled yet will be so under this revision's window; how long its own stood still stays.
    fn follow_window(&mut self, id: &CaseId) {
        let window = self.rules.trigger.window;
        let Some(case) = self.case_mut(id) else { return };
        let (CaseState::Waiting { .. }
        | CaseState::Paused {
            progress: Progress::NotEnrolled { .. },
            ..
        }
        | CaseState::ReEngaged {
            progress: Progress::NotEnrolled { .. },
            ..
        }) = &case.state
        else {
            return;
        };
        case.begin_window(case.window_from.unwrap_or(case.presented), window);
    }

    /// None when the sequence is gone.
    pub(super) fn onward(&self, case: &super::Case, run: &Run) -> Option<Onward> {
        let sequence = self.sequence(&run.sequence)?;
        let day_of = |id: &StepId| sequence.steps.iter().find(|step| &step.id == id).map(|step| step.day);
        let last_day = case.done.iter().rev().find_map(|done| day_of(&done.step));
        let open = |step: &&Step| !case.is_done(&step.id) && last_day.is_none_or(|day| step.day >= day);
        let mut added_late = Vec::new();
        let mut next = None;
        for step in sequence.steps.iter().filter(open) {
            let late = self.bounds(case, sequence, step, run.anchor).due < self.now;
            let new = !run.steps.is_empty() && !run.steps.contains(&step.id);
            // Also behind a step that is to go still.
            if late && new {
                added_late.push(step.id.clone());
            } else if next.is_none() {
                next = Some(step.id.clone());
            }
        }
        let next = match (next, &run.next) {
            (Some(id), Next::Step { step, .. }) if &id == step => run.next.clone(),
            (Some(id), _) => Next::step(id),
            (None, Next::WindDown { .. }) => run.next.clone(),
            (None, Next::Step { .. }) => self.wind_down(case),
        };
        let steps = self.step_ids(&run.sequence);
        let run = Run {
            next,
            steps,
            ..run.clone()
        };
        Some(Onward { run, added_late })
    }

    /// The steps of a sequence, as a case in it remembers them.
    pub(super) fn step_ids(&self, sequence: &SequenceId) -> Vec<StepId> {
        let steps = self.sequence(sequence).map(|sequence| &sequence.steps);
        steps.into_iter().flatten().map(|step| step.id.clone()).collect()
    }
}
