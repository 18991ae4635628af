//! A step: when it is to happen, and what happens then.

use std::borrow::Cow;

use super::compose::Composed;
use super::machine::Machine;
use super::timing::{Bounds, Timing, was_eligible};
use super::{
    ActionKind, Case, CaseState, Content, DoneStep, EntryKind, Fate, Moves, Next, Outcome, Run, Send, Sent, SentAction,
    SkipReason, TellStatus, Why, WhyRule,
};
use crate::escalation::{Priority, PromptKind};
use crate::playbook::{IfBlocked, OPT_OUT_CONFIRMATION, Sequence, Step, Touch};
use crate::recipient::{Channel, ContactPoint};
use crate::schedule::Timestamp;
use crate::wire::hash::{self, Cause};
use crate::wire::{CaseId, EscalationId, SequenceId, StepId, TaskId, TemplateId};

/// What is to become of a case's next step.
pub(super) struct Upcoming {
    pub(super) bounds: Bounds,
    pub(super) timing: Timing,
    /// The channel that is tried; none for a call, or when no channel can be used.
    pub(super) channel: Option<Channel>,
}

impl Machine<'_> {
    /// When the next step of a case is to happen, as far as is known now.
    pub(super) fn upcoming(&self, case: &Case, run: &Run) -> Option<Upcoming> {
        let Next::Step { step, attempt, .. } = &run.next else {
            return None;
        };
        let (sequence, step) = self.step(&run.sequence, step)?;
        let eligible_at = was_eligible(self.rules, case.presented, self.now);
        let bounds = self.bounds(case, sequence, step, run.anchor).not_before(eligible_at);
        let (timing, channel) = match &step.touch {
            Touch::Call { .. } => (self.call_timing(case, bounds), None),
            Touch::Message { template, channels } => {
                match self.reach(template, &self.untried(case, step, *attempt, channels)) {
                    Ok((channel, point)) => (self.message_timing(case, channel, &point.value, bounds), Some(channel)),
                    Err(reason) => (Timing::Skip { at: bounds.due, reason }, None),
                }
            }
        };
        Some(Upcoming {
            bounds,
            timing,
            channel,
        })
    }

    /// Each channel of a step is tried once, however many points it has: what failed there is told by the attempts.
    fn untried<'c>(&self, case: &Case, step: &Step, attempt: u32, channels: &'c [Channel]) -> Cow<'c, [Channel]> {
        if attempt == 1 {
            return Cow::Borrowed(channels);
        }
        let before = (1..attempt).map(|before| self.action_id(Some(&case.id), "send", &self::attempt(step, before)));
        let before: Vec<_> = before.collect();
        let tried = |channel: &Channel| {
            let mut sends = self.f.sends.iter().filter(|sent| sent.channel == *channel);
            sends.any(|sent| sent.action.as_ref().is_some_and(|action| before.contains(&action.id)))
        };
        channels.iter().copied().filter(|channel| !tried(channel)).collect()
    }

    /// The first channel of a step that has a usable point and a form of the template.
    pub(super) fn reach(
        &self,
        template: &TemplateId,
        channels: &[Channel],
    ) -> Result<(Channel, &ContactPoint), SkipReason> {
        let mut reason = SkipReason::NoChannel;
        for &channel in channels {
            if let Some(point) = self.f.person.usable(channel) {
                if self.has_form(template, channel) {
                    return Ok((channel, point));
                }
                reason = SkipReason::NoTemplate;
            }
        }
        Err(reason)
    }

    /// Whether facts are too old for anything automated to go on.
    pub(super) fn stale_facts(&self) -> Option<Timestamp> {
        let fresh_within = self.rules.trigger.facts_fresh_within?;
        self.moment
            .facts_as_of
            .filter(|as_of| self.now.since(*as_of) > fresh_within)
    }

    /// The next step's instant has come.
    pub(super) fn perform_step(&mut self, id: &CaseId) {
        let Some(case) = self.case(id) else { return };
        let CaseState::Active(run) = case.state.clone() else {
            return;
        };
        if self.death_stands() {
            return self.stay_silent(id);
        }
        let Some(upcoming) = self.upcoming(case, &run) else {
            self.follow_revision_of(id);
            return;
        };
        let Next::Step { step, attempt, .. } = &run.next else {
            return;
        };
        let Some(case) = self.case(id) else { return };
        let facts = self.facts(case, self.now);
        if !self.rules.trigger.condition.evaluate(&facts).holds() {
            drop(facts);
            self.close(id, Outcome::Ineligible);
            return;
        }
        let moved_by = match upcoming.timing {
            Timing::Skip { reason, .. } => {
                let when = self.step(&run.sequence, step).and_then(|(_, step)| step.when.as_ref());
                let meant = when.is_none_or(|condition| condition.evaluate(&facts).holds());
                drop(facts);
                self.skip(id, step, reason, meant);
                return;
            }
            Timing::At { moved_by, .. } => moved_by,
        };
        let rules = self.rules;
        let Some(step) = rules
            .sequences
            .iter()
            .find(|s| s.id == run.sequence)
            .and_then(|s| find(s, step))
        else {
            return;
        };
        let meant = step
            .when
            .as_ref()
            .is_none_or(|condition| condition.evaluate(&facts).holds());
        drop(facts);
        if !meant {
            self.skip(id, &step.id, SkipReason::Condition, false);
            return;
        }
        let late = upcoming.bounds.due < self.now && moved_by.is_empty();
        let why = Why {
            rule: if late { WhyRule::Late } else { WhyRule::Due },
            moved_by,
        };
        match (&step.touch, upcoming.channel) {
            (Touch::Call { escalate }, _) => self.prompt_call(id, step, escalate, why),
            (Touch::Message { template, .. }, Some(channel)) => match self.stale_facts() {
                Some(as_of) => self.hold(id, &step.id, as_of),
                None => {
                    self.send_step(id, step, template, channel, *attempt, upcoming.bounds, why);
                }
            },
            (Touch::Message { .. }, None) => self.skip(id, &step.id, SkipReason::NoChannel, true),
        }
    }

    fn prompt_call(&mut self, id: &CaseId, step: &Step, escalate: &EscalationId, why: Why) {
        self.raise_call(id, escalate, &step.id);
        // Whatever its first level asks for: it was put on the list just now.
        let task = self.f.tasks.last().filter(|task| task.step.as_ref() == Some(&step.id));
        if let Some(action_id) = task.map(|task| task.prompt.clone()) {
            let step = step.id.clone();
            self.note(
                Some(id),
                EntryKind::StepSent {
                    step,
                    channel: Channel::Call,
                    language: None,
                    arm: None,
                    segments: None,
                    action_id,
                    why,
                },
            );
        }
        self.advance(id, &step.id, true);
    }

    #[allow(clippy::too_many_arguments, reason = "each is one thing that the send is made of")]
    fn send_step(
        &mut self,
        id: &CaseId,
        step: &Step,
        template: &TemplateId,
        channel: Channel,
        attempt: u32,
        bounds: Bounds,
        why: Why,
    ) {
        let action_id = self.action_id(Some(id), "send", &self::attempt(step, attempt));
        let Some(case) = self.case(id) else { return };
        let Some(point) = self.f.person.usable(channel).cloned() else {
            self.skip(id, &step.id, SkipReason::NoChannel, true);
            return;
        };
        let expires_at = self.expires_at(case, channel, &point.value, bounds);
        let practice = self.practice_of(Some(case));
        let Composed {
            content,
            arm,
            links,
            says_opt_out,
        } = match self.compose(template, Some(case), practice, &point, &action_id) {
            Ok(composed) => composed,
            Err(reason) => {
                self.skip(id, &step.id, reason, true);
                return;
            }
        };
        self.f.sends.push(Sent {
            action: Some(SentAction {
                id: action_id.clone(),
                case: Some(id.clone()),
                step: step.id.clone(),
                attempt,
                expires_at,
                says_opt_out,
                confirmation: false,
            }),
            about: None,
            channel,
            to: point.value.clone(),
            at: self.now,
            fate: Fate::Proposed,
        });
        let step_id = step.id.clone();
        let language = self.language().to_owned();
        self.note(
            Some(id),
            EntryKind::StepSent {
                step: step_id.clone(),
                channel,
                language: Some(language.clone()),
                arm: arm.clone(),
                segments: content.segments(),
                action_id: action_id.clone(),
                why,
            },
        );
        let send = Send {
            case_id: Some(id.clone()),
            step: step_id,
            channel,
            to: point.value,
            language,
            template: template.clone(),
            arm,
            content,
            links,
            expires_at,
        };
        self.act(action_id, ActionKind::Send(Box::new(send)));
        self.advance(id, &step.id, true);
    }

    /// The one message that confirms an opt-out: at once, whatever the hour (47 CFR 64.1200(a)(12)).
    pub(super) fn confirm_opt_out(&mut self, case: Option<&CaseId>, point: &ContactPoint, expires_at: Timestamp) {
        let step = StepId::fixed(OPT_OUT_CONFIRMATION);
        let template = TemplateId::fixed(OPT_OUT_CONFIRMATION);
        let cause = format!("{OPT_OUT_CONFIRMATION}:{}", self.cause());
        let action_id = self.action_id(case, "send", &cause);
        // It comes from the office that the person answered.
        let practice = self.practice_for(self.whose_reply(Channel::Sms).as_ref());
        let Ok(composed) = self.compose(&template, None, practice, point, &action_id) else {
            return;
        };
        let channel = Channel::Sms;
        self.f.sends.push(Sent {
            action: Some(SentAction {
                id: action_id.clone(),
                case: case.cloned(),
                step: step.clone(),
                attempt: 1,
                expires_at,
                says_opt_out: false,
                confirmation: true,
            }),
            about: None,
            channel,
            to: point.value.clone(),
            at: self.now,
            fate: Fate::Proposed,
        });
        let why = Why {
            rule: WhyRule::Reaction,
            moved_by: Moves::new(),
        };
        let language = self.language().to_owned();
        let content: Content = composed.content;
        self.note(
            case,
            EntryKind::StepSent {
                step: step.clone(),
                channel,
                language: Some(language.clone()),
                arm: None,
                segments: content.segments(),
                action_id: action_id.clone(),
                why,
            },
        );
        // A confirmation carries no link to book: it must not market anything.
        let links = Vec::new();
        let to = point.value.clone();
        let send = Send {
            case_id: case.cloned(),
            step,
            channel,
            to,
            language,
            template,
            arm: None,
            content,
            links,
            expires_at,
        };
        self.act(action_id, ActionKind::Send(Box::new(send)));
    }

    /// Facts are old: the step waits, staff are asked once to look at the import.
    fn hold(&mut self, id: &CaseId, step: &StepId, as_of: Timestamp) {
        self.note(
            Some(id),
            EntryKind::Held {
                step: step.clone(),
                facts_as_of: as_of,
            },
        );
        if let Some(case) = self.case_mut(id)
            && let CaseState::Active(Run {
                next: Next::Step { held_for, .. },
                ..
            }) = &mut case.state
        {
            *held_for = Some(as_of);
        }
        if self.f.stale_asked == Some(as_of) {
            return;
        }
        self.f.stale_asked = Some(as_of);
        self.ask_about_import(as_of);
    }

    /// The id comes from the practice and the age of the facts alone, so that all its follow-ups raise one task, whichever
    /// locations they are at: the import is one.
    fn ask_about_import(&mut self, as_of: Timestamp) {
        let practice = &self.rules.practice;
        let name = hash::short_hex(&practice.name);
        let of = |kind: &'static str| (kind, format!("stale_facts:{name}:{as_of}"));
        let (kind, cause) = of("prompt");
        let made = Cause {
            recipient: "-",
            case: None,
            round: 0,
            kind,
            cause: &[&cause],
        };
        let (action_id, task_id): (_, TaskId) = (made.action_id(), made.task_id());
        let role = practice.roles.iter().find(|r| r.as_str() == "office_manager");
        let role = role
            .or(practice.roles.first())
            .cloned()
            .unwrap_or_else(|| crate::wire::RoleId::fixed("front_desk"));
        let briefing = self.because_stale(as_of);
        self.note(
            None,
            EntryKind::Prompted {
                kind: PromptKind::Review,
                role: role.clone(),
                task_id: task_id.clone(),
            },
        );
        let prompt = super::Prompt {
            task_id,
            case_id: None,
            location: None,
            kind: PromptKind::Review,
            role,
            priority: Priority::High,
            due_by: None,
            briefing,
            script: None,
        };
        self.hand_to_staff(action_id, prompt, None, None);
    }

    /// A step is passed over. Staff are asked instead only for somebody it was `meant` for.
    fn skip(&mut self, id: &CaseId, step: &StepId, reason: SkipReason, meant: bool) {
        self.hear_of_failed_attempts(id, step);
        self.note(
            Some(id),
            EntryKind::StepSkipped {
                step: step.clone(),
                reason,
            },
        );
        let wants_task = match self.case(id).map(|case| &case.state) {
            Some(CaseState::Active(run)) => self
                .step(&run.sequence, step)
                .is_some_and(|(_, step)| meant && step.if_blocked == IfBlocked::Task),
            Some(_) | None => false,
        };
        match reason {
            // One question about it is enough.
            SkipReason::NoWindow if self.open_task(Some(id), PromptKind::FixContact).is_some() => {}
            SkipReason::NoWindow => self.ask_fix_contact(Some(id)),
            SkipReason::Stale | SkipReason::NoChannel | SkipReason::NoTemplate | SkipReason::Disclosure
                if wants_task =>
            {
                self.ask_instead(id, step.as_str());
            }
            SkipReason::Stale
            | SkipReason::NoChannel
            | SkipReason::NoTemplate
            | SkipReason::Disclosure
            | SkipReason::Condition
            | SkipReason::AddedLate => {}
        }
        self.advance(id, step, false);
    }

    /// The step is behind the case: on to the next one, or to the wind-down.
    fn advance(&mut self, id: &CaseId, step: &StepId, sent: bool) {
        let Some(case) = self.case(id) else { return };
        let CaseState::Active(run) = &case.state else { return };
        let mut run = run.clone();
        run.next = self.next_after(&run.sequence, case, Some(step));
        if let Some(case) = self.case_mut(id) {
            case.done.retain(|done| &done.step != step);
            case.done.push(DoneStep {
                step: step.clone(),
                sent,
            });
            if sent {
                case.goes_out(step);
            }
            case.state = CaseState::Active(run);
        }
    }

    /// The first step that is not done and not earlier in day than `last`, the step just done.
    pub(super) fn next_after(&self, sequence: &SequenceId, case: &super::Case, last: Option<&StepId>) -> Next {
        let step = self.sequence(sequence).and_then(|sequence| {
            let last_day = last.and_then(|last| find(sequence, last)).map(|step| step.day);
            let open = |step: &&Step| {
                !case.is_done(&step.id) && Some(&step.id) != last && last_day.is_none_or(|day| step.day >= day)
            };
            sequence.steps.iter().find(open)
        });
        match step {
            Some(step) => Next::step(step.id.clone()),
            None => self.wind_down(case),
        }
    }

    /// No step is left: the case waits for an answer, not past its window.
    pub(super) fn wind_down(&self, case: &super::Case) -> Next {
        Next::WindDown {
            ends: self.now.plus(self.rules.wind_down).min(case.window_end.max(self.now)),
        }
    }

    /// Nobody answered to all steps, or the window cut them short.
    pub(super) fn exhaust(&mut self, id: &CaseId) {
        self.close(id, Outcome::Exhausted);
        self.tell(id, TellStatus::FollowedUp);
    }

    /// A message failed for good: the same step again on another channel, while it may still go.
    pub(super) fn fall_back(&mut self, id: &CaseId, failed: &SentAction) {
        let Some(case) = self.case(id) else { return };
        let CaseState::Active(run) = &case.state else { return };
        let Some((sequence, step)) = self.step(&run.sequence, &failed.step) else {
            return;
        };
        let Touch::Message { template, channels } = &step.touch else {
            return;
        };
        let last = case.done.last().is_some_and(|done| done.step == failed.step);
        let in_time = self.now < self.bounds(case, sequence, step, run.anchor).too_late;
        let left = self.untried(case, step, failed.attempt.saturating_add(1), channels);
        if !last || !in_time || self.reach(template, &left).is_err() {
            return;
        }
        let mut run = run.clone();
        run.next = Next::Step {
            step: failed.step.clone(),
            attempt: failed.attempt.saturating_add(1),
            held_for: None,
        };
        if let Some(case) = self.case_mut(id) {
            case.done.pop();
            case.state = CaseState::Active(run);
        }
    }
}

/// What the id of a step's message is made from.
pub(super) fn attempt(step: &Step, attempt: u32) -> String {
    format!("{}#{attempt}", step.id)
}

fn find<'s>(sequence: &'s Sequence, step: &StepId) -> Option<&'s Step> {
    sequence.steps.iter().find(|s| &s.id == step)
}
