//! A follow-up as its course left it.

use super::super::compose::says_opt_out;
use super::super::{CaseState, DoneStep, Fate, FollowUp, Next, Outcome, Run, Sent, SentAction, Task};
use super::{Course, Stage, Whose, instant};
use crate::escalation::PromptKind;
use crate::playbook::{Playbook, Rules, Sequence, Step, Touch};
use crate::wire::{EscalationId, StepId};

impl Course {
    /// Whether the follow-up is no longer as it was when this was plotted.
    pub(crate) fn has_run(&self) -> bool {
        self.ticked
    }

    /// Brings the follow-up that it was plotted for to where its ticks left the case.
    pub(crate) fn carry(&self, playbook: &Playbook, follow_up: &mut FollowUp) -> Option<()> {
        if !self.ticked {
            return Some(());
        }
        let rules = playbook.rules();
        let sequence = rules.sequences.get(usize::from(self.sequence))?;
        let now = instant(self.now);
        follow_up.last_now = Some(now);
        if let Some(first) = self.entered(sequence, follow_up)? {
            let ahead = sequence
                .steps
                .iter()
                .enumerate()
                .take(self.reached(sequence))
                .skip(first);
            let mut sent = 0;
            for (number, step) in ahead {
                self.pass(rules, follow_up, number, step, &mut sent)?;
            }
            let state = self.state(sequence, follow_up)?;
            let case = follow_up.cases.first_mut()?;
            case.state = state;
            if self.stage == Stage::Over {
                case.undo = None;
            }
        }
        follow_up.forget(now);
        Some(())
    }

    /// The first step that was ahead when it was plotted; the inner none where the case still waits.
    #[allow(clippy::option_option, reason = "a case that waits is no case that cannot be told")]
    fn entered(&self, sequence: &Sequence, follow_up: &FollowUp) -> Option<Option<usize>> {
        match (&follow_up.cases.first()?.state, self.stage) {
            (CaseState::Waiting { .. }, Stage::Enrol(_)) => Some(None),
            (CaseState::Waiting { .. }, _) => Some(Some(0)),
            (CaseState::Active(run), _) => match &run.next {
                Next::Step { step, .. } => Some(Some(sequence.steps.iter().position(|other| &other.id == step)?)),
                Next::WindDown { .. } => Some(Some(sequence.steps.len())),
            },
            (
                CaseState::Observed { .. }
                | CaseState::Paused { .. }
                | CaseState::ReEngaged { .. }
                | CaseState::Closed { .. },
                _,
            ) => None,
        }
    }

    /// The step that an end is credited to.
    pub(super) fn touchpoint(&self, sequence: &Sequence) -> Option<StepId> {
        self.until?;
        let step = sequence.steps.get(usize::from(self.last))?;
        Some(step.id.clone())
    }

    /// How many steps are behind.
    fn reached(&self, sequence: &Sequence) -> usize {
        match self.stage {
            Stage::Enrol(_) => 0,
            Stage::Step(number) => usize::from(number),
            Stage::WindDown(_) | Stage::Over => sequence.steps.len(),
        }
    }

    fn pass(
        &self,
        rules: &Rules,
        follow_up: &mut FollowUp,
        number: usize,
        step: &Step,
        sent: &mut usize,
    ) -> Option<()> {
        let holds = self.holds >> number & 1 == 1;
        if holds {
            match &step.touch {
                Touch::Message { .. } => {
                    self.message(follow_up, number, step, *sent)?;
                    *sent += 1;
                }
                Touch::Call { escalate } => self.call(rules, follow_up, step, escalate)?,
            }
        }
        follow_up.cases.first_mut()?.done.push(DoneStep {
            step: step.id.clone(),
            sent: holds,
        });
        Some(())
    }

    fn message(&self, follow_up: &mut FollowUp, number: usize, step: &Step, sent: usize) -> Option<()> {
        let channel = self.channel(u8::try_from(number).ok()?)?;
        let point = follow_up.person.usable(channel)?;
        let at = instant(*self.sends.get(super::EARLIER + sent)?);
        let case = follow_up.cases.first()?;
        let sent = Sent {
            action: Some(SentAction {
                id: self.whose(follow_up)?.message(step),
                case: Some(case.id.clone()),
                step: step.id.clone(),
                attempt: 1,
                expires_at: instant(*self.expires.get(sent)?),
                says_opt_out: says_opt_out(&follow_up.sends, point, at),
                confirmation: false,
            }),
            about: None,
            channel,
            to: point.value.clone(),
            at,
            fate: Fate::Proposed,
        };
        follow_up.sends.push(sent);
        Some(())
    }

    fn call(&self, rules: &Rules, follow_up: &mut FollowUp, step: &Step, list: &EscalationId) -> Option<()> {
        // The end of the case was the end of its task.
        if self.stage == Stage::Over {
            return Some(());
        }
        let at = self.called?;
        let whose = self.whose(follow_up)?;
        let id = whose.task(step, list);
        let task = Task {
            prompt: whose.raised("prompt", &id),
            id,
            case: Some(follow_up.cases.first()?.id.clone()),
            kind: rules
                .escalations
                .get(list)?
                .first()
                .map_or(PromptKind::Call, |level| level.prompt),
            raised_at: instant(at.get()),
            ladder: None,
            raised_by: None,
            said: None,
            settled: false,
            step: Some(step.id.clone()),
        };
        follow_up.tasks.push(task);
        Some(())
    }

    fn whose<'f>(&self, follow_up: &'f FollowUp) -> Option<Whose<'f>> {
        Some(Whose {
            recipient: follow_up.person.id.as_str(),
            case: follow_up.cases.first()?.id.as_str(),
            round: self.round,
        })
    }

    /// The state of a case that has entered its sequence.
    fn state(&self, sequence: &Sequence, follow_up: &FollowUp) -> Option<CaseState> {
        let next = match self.stage {
            Stage::Enrol(_) => return None,
            Stage::Step(number) => Next::step(sequence.steps.get(usize::from(number))?.id.clone()),
            Stage::WindDown(ends) => Next::WindDown { ends: instant(ends) },
            Stage::Over => {
                return Some(CaseState::Closed {
                    outcome: Outcome::Exhausted,
                    at: instant(self.now),
                    touchpoint: self.touchpoint(sequence),
                });
            }
        };
        let run = match &follow_up.cases.first()?.state {
            CaseState::Active(run) => Run { next, ..run.clone() },
            CaseState::Waiting { .. }
            | CaseState::Observed { .. }
            | CaseState::Paused { .. }
            | CaseState::ReEngaged { .. }
            | CaseState::Closed { .. } => Run {
                sequence: sequence.id.clone(),
                anchor: instant(self.anchor),
                next,
                steps: sequence.steps.iter().map(|step| step.id.clone()).collect(),
            },
        };
        Some(CaseState::Active(run))
    }
}
