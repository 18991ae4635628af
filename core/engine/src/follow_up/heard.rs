//! What became of the steps of a case: heard from receipts, clicks and staff, in any order, and kept with the case, since
//! a sequence may be longer than sends are remembered.

use super::machine::Machine;
use super::{Case, CaseState, Next, Run, SentAction, Staff, StaffOutcome, Task};
use crate::criteria::{StepResult, StepResults};
use crate::escalation::PromptKind;
use crate::wire::hash::Cause;
use crate::wire::{CaseId, StepId};

impl Case {
    /// What became of each step that is behind the case.
    pub(crate) fn step_results(&self) -> StepResults<'_> {
        let done = self.done.iter().map(|done| {
            let plain = if done.sent {
                StepResult::Sent
            } else {
                StepResult::Skipped
            };
            (&done.step, self.results.get(&done.step).copied().unwrap_or(plain))
        });
        done.collect()
    }

    /// Another round: nothing was done in it yet.
    pub(crate) fn begin_anew(&mut self) {
        self.round = self.round.saturating_add(1);
        self.done.clear();
        self.results.clear();
        self.replied = false;
    }

    /// A step goes out. Nothing is known yet of what failed on another channel before and goes on this one now.
    pub(crate) fn goes_out(&mut self, step: &StepId) {
        if self.results.get(step) == Some(&StepResult::Failed) {
            self.results.remove(step);
        }
    }

    /// The furthest that was told of a step counts, whatever comes first or twice.
    pub(crate) fn learn(&mut self, step: &StepId, result: StepResult) {
        let known = self.results.get(step);
        if known.is_none_or(|known| *known < result) {
            self.results.insert(step.clone(), result);
        }
    }
}

impl Machine<'_> {
    /// Something was told of a message of a case.
    pub(super) fn hear_of_message(&mut self, id: &CaseId, sent: &SentAction, result: StepResult) {
        let of_this_round = self.case(id).is_some_and(|case| self.is_of_this_round(case, sent));
        if let Some(case) = self.case_mut(id).filter(|_| of_this_round) {
            case.learn(&sent.step, result);
        }
    }

    /// A message failed for good, and where it may go on another channel it is on its way there by now.
    pub(super) fn hear_of_failure(&mut self, id: &CaseId, failed: &SentAction) {
        let Some(case) = self.case(id) else { return };
        let later = |other: &SentAction| {
            other.case.as_ref() == Some(id)
                && other.step == failed.step
                && other.attempt > failed.attempt
                && self.is_of_this_round(case, other)
        };
        let mut sent = self.f.sends.iter().filter_map(|sent| sent.action.as_ref());
        if case.is_done(&failed.step) && !sent.any(later) {
            self.hear_of_message(id, failed, StepResult::Failed);
        }
    }

    /// A step that is passed over may have failed before on another channel.
    pub(super) fn hear_of_failed_attempts(&mut self, id: &CaseId, step: &StepId) {
        if let Some(case) = self.case_mut(id)
            && let CaseState::Active(Run {
                next: Next::Step { attempt: 2.., .. },
                ..
            }) = &case.state
        {
            case.learn(step, StepResult::Failed);
        }
    }

    /// Staff tell what came of a call: of the task they name, else of all open calls of the case.
    pub(super) fn hear_of_calls(&mut self, id: Option<&CaseId>, task: Option<&Task>, staff: &Staff) {
        let Some(result) = of_call(staff.outcome, task.is_some()) else {
            return;
        };
        let open = |open: &&Task| {
            task.is_none() && staff.task_id.is_none() && open.case.as_ref() == id && open.kind == PromptKind::Call
        };
        let calls = task.into_iter().chain(self.f.tasks.iter().filter(open));
        let steps: Vec<StepId> = calls.filter_map(|call| call.step.clone()).collect();
        if let Some(case) = id.and_then(|id| self.case_mut(id)) {
            steps.iter().for_each(|step| case.learn(step, result));
        }
    }

    /// Whether a message is of the round that its case is in: a late word about one before says nothing of it. Charts that
    /// were merged into this one named their messages after themselves.
    fn is_of_this_round(&self, case: &Case, sent: &SentAction) -> bool {
        let attempt = format!("{}#{}", sent.step, sent.attempt);
        let mut recipients = std::iter::once(&self.f.person.id).chain(&self.f.merged);
        recipients.any(|recipient| {
            let made_of = Cause {
                recipient: recipient.as_str(),
                case: Some(case.id.as_str()),
                round: case.round,
                kind: "send",
                cause: &[&attempt],
            };
            made_of.action_id() == sent.id
        })
    }
}

/// What an outcome says of a call. That a number is wrong is said of the call only where its task is named.
fn of_call(outcome: StaffOutcome, named: bool) -> Option<StepResult> {
    match outcome {
        StaffOutcome::Reached | StaffOutcome::Booked | StaffOutcome::Answered | StaffOutcome::Declined => {
            Some(StepResult::Reached)
        }
        StaffOutcome::LeftMessage => Some(StepResult::LeftMessage),
        StaffOutcome::NoAnswer => Some(StepResult::NoAnswer),
        StaffOutcome::WrongNumber => named.then_some(StepResult::Failed),
        StaffOutcome::DoNotContact
        | StaffOutcome::Resume
        | StaffOutcome::Pause
        | StaffOutcome::StopCase
        | StaffOutcome::Undo => None,
    }
}
