//! What staff were asked before: asked again, or heard of again.

use super::CaseState;
use super::machine::Machine;
use super::prompts::question;
use crate::escalation::PromptKind;
use crate::playbook::{IfBlocked, Touch};
use crate::wire::{CaseId, EscalationId, StepId};

impl Machine<'_> {
    /// The person wrote again about what staff are at already: the levels to come tell of it.
    pub(super) fn hear_again(&mut self, id: &CaseId, kind: PromptKind) {
        let Some(said) = self.said.clone() else { return };
        let mut tasks = self.f.tasks.iter_mut();
        if let Some(task) = tasks.rfind(|task| task.case.as_ref() == Some(id) && task.kind == kind) {
            task.said = Some(said);
        }
    }

    /// The call that was asked for last, by its step and its escalation; none where it stood in for a step that could
    /// not go.
    fn last_call(&self, id: &CaseId) -> Option<(StepId, EscalationId)> {
        let steps = || self.rules.sequences.iter().flat_map(|sequence| &sequence.steps);
        for done in self.case(id)?.done.iter().rev() {
            let step = steps().find(|step| step.id == done.step)?;
            match &step.touch {
                Touch::Call { escalate } if done.sent => return Some((step.id.clone(), escalate.clone())),
                Touch::Call { .. } | Touch::Message { .. } => {}
            }
            if !done.sent && step.if_blocked == IfBlocked::Task {
                return None;
            }
        }
        None
    }

    /// A task that an outcome ended by mistake.
    pub(super) fn ask_again(&mut self, id: &CaseId, kind: PromptKind) {
        let last = self.last_call(id);
        match (kind, last) {
            (PromptKind::Answer, _) if self.is_urgent(id) => self.ask_at_once(Some(id)),
            (PromptKind::Answer, _) => self.ask_answer(Some(id)),
            (PromptKind::Book, _) => self.ask_book(id),
            (PromptKind::Call, Some((step, list))) => self.raise_call(id, &list, &step),
            (PromptKind::Call, None) | (PromptKind::FixContact | PromptKind::Review, _) => {
                self.ask_simple(Some(id), kind, kind.as_str());
            }
        }
        // The levels above the first count from here.
        let then = match kind {
            PromptKind::Book => self.re_engaged_until(id, self.now, 1),
            PromptKind::Answer => self.after_level(Some(id), &question(), 1),
            PromptKind::Call | PromptKind::FixContact | PromptKind::Review => return,
        };
        match (self.case_mut(id).map(|case| &mut case.state), kind) {
            (
                Some(CaseState::ReEngaged {
                    level, next_prompt_at, ..
                }),
                PromptKind::Book,
            ) => {
                (*level, *next_prompt_at) = (1, then);
            }
            (Some(CaseState::Paused { why, level, until, .. }), PromptKind::Answer) if why.awaits_answer() => {
                (*level, *until) = (1, then)
            }
            (Some(_) | None, _) => {}
        }
    }

    /// A level that fell due while the case was elsewhere waits anew: time may have raised it by then.
    pub(super) fn renew_overdue_level(&self, id: &CaseId, state: &mut CaseState) {
        match state {
            CaseState::ReEngaged {
                since,
                level,
                next_prompt_at,
                ..
            } if *next_prompt_at <= self.now => {
                *next_prompt_at = self.re_engaged_until(id, *since, *level);
            }
            CaseState::Paused { why, level, until, .. } if why.awaits_answer() && *until <= self.now => {
                *until = self.after_level(Some(id), &question(), *level)
            }
            CaseState::Waiting { .. }
            | CaseState::Active(_)
            | CaseState::Observed { .. }
            | CaseState::Paused { .. }
            | CaseState::ReEngaged { .. }
            | CaseState::Closed { .. } => {}
        }
    }
}
