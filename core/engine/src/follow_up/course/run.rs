//! Time passes on a course.

use std::num::NonZeroU32;

use super::super::compose::pick;
use super::super::machine::TASK_MEMORY_DAYS;
use super::super::places::{CHANNELS, Places};
use super::super::prompts::later;
use super::super::slot::Windows;
use super::super::timing::{Bounds, Timing, due, was_eligible};
use super::super::transitions::FOLLOWED_UP;
use super::super::{
    About, ActionKind, Content, EntryKind, Outcome, Prompt, SEND_MEMORY_DAYS, Send, SkipReason, Spare, TellStatus, Why,
    WhyRule,
};
use super::next::Upcoming;
use super::walk::{Names, Walk};
use super::{Course, EARLIER, Stage, instant, seconds};
use crate::escalation::PromptKind;
use crate::playbook::{Playbook, Practice, Step, Touch};
use crate::recipient::{Channel, ContactValue};
use crate::schedule::{DAY, Timestamp, day_at};
use crate::wire::{CaseId, EscalationId, PlanId, Redacted};
use crate::{Decision, Moment};

impl Course {
    /// What a tick decides. None where that is for the machine to say; the course is then as it was. A decision is
    /// written into the room of one that nobody needs any more, where there is one.
    pub(crate) fn tick<'a>(
        &mut self,
        playbook: &'a Playbook,
        places: &mut Places,
        names: &'a Names<'a>,
        moment: Moment,
        woken_at: Option<Timestamp>,
        spare: &'a mut Spare,
    ) -> Option<Decision> {
        let rules = playbook.rules();
        let now = moment.now.max(instant(self.now));
        let stale = |as_of: Timestamp| {
            rules
                .trigger
                .facts_fresh_within
                .is_some_and(|fresh| now.since(as_of) > fresh)
        };
        if now >= instant(self.turns) || moment.facts_as_of.is_some_and(stale) {
            return None;
        }
        let mut walk = Walk {
            sequence: rules.sequences.get(usize::from(self.sequence))?,
            course: self.clone(),
            rules,
            now,
            woken_at,
            case: CaseId::trusted(names.case),
            names,
            decision: spare.decision(),
            spare,
        };
        walk.decision.wake_at = walk.let_time_pass(places)?;
        walk.course.now = seconds(now)?;
        walk.course.ticked = true;
        walk.decision.actions.sort_by_key(|action| action.kind.rank());
        *self = walk.course;
        Some(walk.decision)
    }
}

impl<'a> Walk<'a> {
    /// Does all that is due; returns when time has its next word. The outer none is for the machine.
    #[allow(
        clippy::option_option,
        reason = "no answer is not the answer that there is nothing to wait for"
    )]
    fn let_time_pass(&mut self, places: &mut Places) -> Option<Option<Timestamp>> {
        loop {
            let window_end = instant(self.course.window_end);
            if window_end <= self.now {
                return None;
            }
            let next = match self.course.stage {
                Stage::Enrol(at) if instant(at) <= self.now => {
                    self.enrol(places)?;
                    continue;
                }
                Stage::WindDown(ends) if instant(ends) <= self.now => {
                    self.exhaust()?;
                    continue;
                }
                Stage::Enrol(at) | Stage::WindDown(at) => instant(at),
                Stage::Over => return Some(None),
                Stage::Step(number) => {
                    let upcoming = self.next(places, number)?;
                    if upcoming.timing.at() <= self.now {
                        self.perform(places, upcoming)?;
                        continue;
                    }
                    self.plan(places, &upcoming)?;
                    upcoming.timing.at()
                }
            };
            return Some(Some(next.min(window_end)));
        }
    }

    fn enrol(&mut self, places: &Places) -> Option<()> {
        let round = u32::from(self.course.round);
        let sequence = self.sequence.id.clone();
        self.note(EntryKind::Enrolled { sequence, round });
        self.course.stage = Stage::Step(0);
        // As `Machine::slid`: the anchor slides so that an overdue first step is due now.
        let zone = places.zone(self.course.place.into())?;
        let step = self.sequence.steps.first()?;
        let due = due(zone, step, instant(self.course.anchor));
        let eligible_at = was_eligible(self.rules, instant(self.course.presented), self.now);
        if Some(due).max(eligible_at) < Some(self.now) {
            self.course.anchor = seconds(day_at(self.now, zone, -i64::from(step.day), None))?;
        }
        Some(())
    }

    fn perform(&mut self, places: &mut Places, upcoming: Upcoming<'a>) -> Option<()> {
        let Timing::At { moved_by, .. } = upcoming.timing else {
            return None;
        };
        if self.course.holds >> upcoming.number & 1 == 0 {
            self.note(EntryKind::StepSkipped {
                step: upcoming.step.id.clone(),
                reason: SkipReason::Condition,
            });
        } else {
            let late = upcoming.bounds.due < self.now && moved_by.is_empty();
            let why = Why {
                rule: if late { WhyRule::Late } else { WhyRule::Due },
                moved_by,
            };
            match (&upcoming.step.touch, upcoming.channel) {
                (Touch::Call { escalate }, _) => {
                    let practice = self.practice(places)?;
                    self.call(practice, upcoming.step, escalate, why)?;
                }
                (Touch::Message { .. }, Some(channel)) => {
                    self.send(places, upcoming.step, upcoming.number, channel, upcoming.bounds, why)?;
                }
                (Touch::Message { .. }, None) => return None,
            }
        }
        self.course.stage = if usize::from(upcoming.number) + 1 < self.sequence.steps.len() {
            Stage::Step(upcoming.number + 1)
        } else {
            let ends = self.now.plus(self.rules.wind_down);
            Stage::WindDown(seconds(ends.min(instant(self.course.window_end).max(self.now)))?)
        };
        Some(())
    }

    fn send(
        &mut self,
        places: &mut Places,
        step: &Step,
        number: u8,
        channel: Channel,
        bounds: Bounds,
        why: Why,
    ) -> Option<()> {
        let Touch::Message { template, .. } = &step.touch else {
            return None;
        };
        let expires_at = {
            let slots = self.slots(places, channel, bounds, &[])?;
            bounds.expires_at(slots.windows.open_until(self.now), self.now)
        };
        let set = self.rules.templates.get(template)?;
        let arm = match channel {
            Channel::Sms => pick(template, self.names.recipient, set.sms.as_ref()?)?.id.clone(),
            Channel::Email => pick(template, self.names.recipient, set.email.as_ref()?)?.id.clone(),
            Channel::Portal => pick(template, self.names.recipient, set.portal.as_ref()?)?.id.clone(),
            Channel::Call => return None,
        };
        let position = CHANNELS.iter().position(|&other| other == channel)?;
        let to = ContactValue::trusted((self.names.point)(position)?);
        let id = self.whose().message(step);
        let sent = usize::from(self.course.sent);
        *self.course.expires.get_mut(sent)? = seconds(expires_at)?;
        *self.course.sends.get_mut(EARLIER + sent)? = seconds(self.now)?;
        self.course.texts |= u8::from(channel == Channel::Sms) << (EARLIER + sent);
        self.course.sent += 1;
        self.course.last = number;
        self.course.until = Some(NonZeroU32::new(seconds(expires_at)?)?);
        let language = self.rules.languages.get(usize::from(self.course.language))?;
        self.note(EntryKind::StepSent {
            step: step.id.clone(),
            channel,
            language: Some(language.clone()),
            arm: arm.clone(),
            segments: None,
            action_id: id.clone(),
            why,
        });
        let send = self.spare.send(language, |language| Send {
            case_id: Some(self.case.clone()),
            step: step.id.clone(),
            channel,
            to,
            language,
            template: template.clone(),
            arm,
            content: Content::LeftOut {},
            links: Vec::new(),
            expires_at,
        });
        self.act(id, ActionKind::Send(send));
        Some(())
    }

    /// A prompt to call, where nobody else is asked later.
    fn call(&mut self, practice: &Practice, step: &Step, list: &EscalationId, why: Why) -> Option<()> {
        if self.course.called.is_some() {
            return None;
        }
        let levels = self.rules.escalations.get(list)?;
        let [level] = levels.as_slice() else { return None };
        let kind = Some(level.prompt).filter(|kind| *kind == PromptKind::Call)?;
        let task_id = self.whose().task(step, list);
        let id = self.whose().raised("prompt", &task_id);
        let role = practice.role(&level.role);
        let location = self.rules.location_of(practice);
        self.note(EntryKind::Prompted {
            kind,
            role: role.clone(),
            task_id: task_id.clone(),
        });
        let alert_id = level.alert.then(|| self.whose().raised("alert", &task_id));
        let prompt = Prompt {
            task_id,
            case_id: Some(self.case.clone()),
            location: location.cloned(),
            kind,
            role: role.clone(),
            priority: level.priority,
            due_by: level.due_in.map(|delay| later(&practice.hours, self.now, delay)),
            briefing: Redacted::new(""),
            script: None,
        };
        self.act(id.clone(), ActionKind::Prompt(Box::new(prompt)));
        if let Some(alert_id) = alert_id {
            let alert = ActionKind::Alert {
                audience: role,
                case_id: Some(self.case.clone()),
                location: location.cloned(),
                text: Redacted::new(""),
            };
            self.act(alert_id, alert);
        }
        self.note(EntryKind::StepSent {
            step: step.id.clone(),
            channel: Channel::Call,
            language: None,
            arm: None,
            segments: None,
            action_id: id,
            why,
        });
        self.course.called = Some(NonZeroU32::new(seconds(self.now)?)?);
        Some(())
    }

    /// The end of the wind-down, as `Machine::exhaust` has it. What may still leave must be taken back, and what was
    /// forgotten is credited with nothing: both are for the machine.
    fn exhaust(&mut self) -> Option<()> {
        // The step that is credited has to be remembered still; when one went before this was plotted is not known.
        if self.course.until.is_some() {
            let latest = self.course.sent.checked_sub(1)?;
            let at = *self.course.sends.get(EARLIER + usize::from(latest))?;
            if self.now.since(instant(at)) > SEND_MEMORY_DAYS * DAY {
                return None;
            }
        }
        if self.course.until.is_some_and(|until| self.now < instant(until.get())) {
            return None;
        }
        if let Some(at) = self.course.called {
            let (step, escalate) = self.called()?;
            // One of this very tick is taken off the list again, one of half a year ago is forgotten.
            if !(1..TASK_MEMORY_DAYS * DAY).contains(&self.now.since(instant(at.get()))) {
                return None;
            }
            let prompt = self.whose().raised("prompt", &self.whose().task(step, escalate));
            let id = self.whose().id("cancel", &[&prompt.text()]);
            self.act(id, ActionKind::Cancel { action_id: prompt });
        }
        self.note(EntryKind::Closed {
            outcome: Outcome::Exhausted,
            touchpoint: self.course.touchpoint(self.sequence),
        });
        let id = self.whose().id("tell_practice_system", &[FOLLOWED_UP]);
        let about = About::Plan {
            plan_id: PlanId::trusted(self.names.case),
        };
        let status = TellStatus::FollowedUp;
        self.act(id, ActionKind::TellPracticeSystem { about, status });
        self.course.stage = Stage::Over;
        Some(())
    }

    /// The step of the call that staff were asked for: nobody is asked for a second one.
    fn called(&self) -> Option<(&'a Step, &'a EscalationId)> {
        let steps = self.sequence.steps.iter().enumerate();
        let mut held = steps.filter(|(number, _)| self.course.holds >> number & 1 == 1);
        held.find_map(|(_, step)| match &step.touch {
            Touch::Call { escalate } => Some((step, escalate)),
            Touch::Message { .. } => None,
        })
    }
}
