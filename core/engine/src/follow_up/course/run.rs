//! Time passes on a course.

use std::num::NonZeroU32;

use super::super::compose::pick;
use super::super::machine::TASK_MEMORY_DAYS;
use super::super::prompts::later;
use super::super::slot::{Counted, Slots, Windows};
use super::super::steps::attempt;
use super::super::timing::{Bounds, Timing, bounds, place, place_call, was_eligible};
use super::super::transitions::FOLLOWED_UP;
use super::super::{
    About, Action, ActionKind, Content, Entry, EntryKind, Outcome, Prompt, SEND_MEMORY_DAYS, Send, SkipReason,
    TellStatus, Why, WhyRule,
};
use super::places::{CHANNELS, Places, Remembered};
use super::plot::{instant, seconds};
use super::{Course, MAX_SENDS, MAX_TICKS, Stage};
use crate::escalation::PromptKind;
use crate::playbook::{Playbook, Rules, Sequence, Step, Touch};
use crate::recipient::{Channel, ContactValue};
use crate::schedule::{DAY, Timestamp, day_at};
use crate::wire::hash::Cause;
use crate::wire::{ActionId, CaseId, EscalationId, PlanId, RecipientId, Redacted, TaskId};
use crate::{Decision, Moment};

/// The names that a case goes by, and the contact point of each channel that its course uses.
pub(crate) struct Names<'a> {
    pub(crate) recipient: &'a str,
    pub(crate) case: &'a str,
    pub(crate) points: [Option<&'a str>; 3],
}

/// One tick in progress.
struct Walk<'a> {
    course: Course,
    rules: &'a Rules,
    sequence: &'a Sequence,
    now: Timestamp,
    recipient: RecipientId,
    case: CaseId,
    names: &'a Names<'a>,
    actions: Vec<Action>,
    journal: Vec<Entry>,
}

impl Course {
    /// The contact point of each channel, by its number among the recipient's.
    pub(crate) fn points(&self) -> [Option<u8>; 3] {
        self.points
    }

    /// When it was ticked since it was plotted.
    pub(crate) fn ticks(&self) -> impl Iterator<Item = Timestamp> {
        let ticks = self.ticks.iter().take(usize::from(self.ticked));
        ticks.map(|at| instant(*at))
    }

    /// What a tick decides, and the course from there. None where that is for the machine to say.
    pub(crate) fn tick(
        &self,
        playbook: &Playbook,
        places: &mut Places,
        names: &Names<'_>,
        moment: Moment,
    ) -> Option<(Self, RecipientId, Decision)> {
        let rules = playbook.rules();
        let seen = self.ticks.get(usize::from(self.ticked.saturating_sub(1)));
        let now = moment.now.max(instant(*seen?));
        let stale = |as_of: Timestamp| {
            rules
                .trigger
                .facts_fresh_within
                .is_some_and(|fresh| now.since(as_of) > fresh)
        };
        let full = usize::from(self.ticked) == MAX_TICKS;
        if full || now >= instant(self.turns) || moment.facts_as_of.is_some_and(stale) {
            return None;
        }
        let mut walk = Walk {
            course: self.clone(),
            rules,
            sequence: rules.sequences.get(usize::from(self.sequence))?,
            now,
            recipient: RecipientId::trusted(names.recipient),
            case: CaseId::trusted(names.case),
            names,
            actions: Vec::new(),
            journal: Vec::new(),
        };
        let wake_at = walk.let_time_pass(places)?;
        *walk.course.ticks.get_mut(usize::from(self.ticked))? = seconds(now)?;
        walk.course.ticked += 1;
        walk.actions.sort_by_key(|action| action.kind.rank());
        let decision = Decision {
            actions: walk.actions,
            journal: walk.journal,
            wake_at,
        };
        Some((walk.course, walk.recipient, decision))
    }
}

/// What the next step would do.
struct Upcoming<'a> {
    step: &'a Step,
    number: u8,
    bounds: Bounds,
    timing: Timing,
    channel: Option<Channel>,
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
            if self.course.stage != Stage::Over && window_end <= self.now {
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
                    let upcoming = self.upcoming(places, number)?;
                    if upcoming.timing.at() <= self.now {
                        self.perform(places, upcoming)?;
                        continue;
                    }
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
        let zone = places.zone(self.course.place)?;
        let step = self.sequence.steps.first()?;
        let due = bounds(zone, self.sequence, step, instant(self.course.anchor)).due;
        let pending = instant(self.course.presented).plus(self.rules.trigger.pending_for);
        if due.max(pending) < self.now {
            self.course.anchor = seconds(day_at(self.now, zone, -i64::from(step.day), None))?;
        }
        Some(())
    }

    /// The next step, as `Machine::upcoming` has it.
    fn upcoming(&self, places: &mut Places, number: u8) -> Option<Upcoming<'a>> {
        let step = self.sequence.steps.get(usize::from(number))?;
        let zone = places.zone(self.course.place)?;
        let eligible_at = was_eligible(self.rules, instant(self.course.presented), self.now);
        let bounds = bounds(zone, self.sequence, step, instant(self.course.anchor)).not_before(eligible_at);
        let (timing, channel) = match &step.touch {
            Touch::Call { .. } => (place_call(&self.rules.practice, bounds, self.now), None),
            Touch::Message { .. } => {
                let channel = self.channel(number)?;
                let (sends, count) = self.counted();
                let slots = self.slots(places, channel, bounds, sends.get(..count)?)?;
                (place(&slots, bounds, self.now), Some(channel))
            }
        };
        Some(Upcoming {
            step,
            number,
            bounds,
            timing,
            channel,
        })
    }

    fn slots<'s>(
        &'s self,
        places: &'s mut Places,
        channel: Channel,
        bounds: Bounds,
        sends: &'s [Counted],
    ) -> Option<Slots<'s, Remembered<'s>>> {
        let span = (bounds.due.min(self.now), bounds.too_late.max(self.now));
        let recipient = self.names.recipient;
        places.slots(self.course.place, self.rules, channel, span, sends, recipient)
    }

    fn channel(&self, number: u8) -> Option<Channel> {
        let place = usize::try_from(self.course.channels >> (2 * u32::from(number)) & 3).ok()?;
        CHANNELS.get(place.checked_sub(1)?).copied()
    }

    /// The messages that count toward the limits, and how many there are.
    fn counted(&self) -> ([Counted; MAX_SENDS + MAX_TICKS], usize) {
        let course = &self.course;
        let here = |place: usize| course.texts >> place & 1 == 1;
        let earlier = course.earlier.iter().enumerate().filter(|(_, at)| **at > 0);
        let earlier = earlier.map(|(place, at)| (*at, here(place)));
        let ticks = course
            .ticks
            .iter()
            .enumerate()
            .filter(|(tick, _)| course.sent >> tick & 1 == 1);
        let ticks = ticks.map(|(tick, at)| (*at, here(MAX_SENDS + tick)));
        let none = Counted {
            at: Timestamp::MIN,
            here: false,
        };
        let mut list = [none; MAX_SENDS + MAX_TICKS];
        let mut count = 0;
        for (place, (at, here)) in list.iter_mut().zip(earlier.chain(ticks)) {
            *place = Counted { at: instant(at), here };
            count += 1;
        }
        (list, count)
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
                (Touch::Call { escalate }, _) => self.call(upcoming.step, upcoming.number, escalate, why)?,
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
        let tick = self.course.ticked;
        if self.course.sent >> tick & 1 == 1 {
            return None;
        }
        let set = self.rules.templates.get(template)?;
        let arm = match channel {
            Channel::Sms => pick(template, self.names.recipient, set.sms.as_ref()?)?.id.clone(),
            Channel::Email => pick(template, self.names.recipient, set.email.as_ref()?)?.id.clone(),
            Channel::Portal => pick(template, self.names.recipient, set.portal.as_ref()?)?.id.clone(),
            Channel::Call => return None,
        };
        let position = CHANNELS.iter().position(|&other| other == channel)?;
        let to = ContactValue::trusted((*self.names.points.get(position)?)?);
        let id = self.id("send", &attempt(step, 1));
        self.course.sent |= 1 << tick;
        self.course.texts |= u16::from(channel == Channel::Sms) << (MAX_SENDS + usize::from(tick));
        *self.course.ticks.get_mut(usize::from(tick))? = seconds(self.now)?;
        self.course.last = Some((number, NonZeroU32::new(seconds(expires_at)?)?));
        self.note(EntryKind::StepSent {
            step: step.id.clone(),
            channel,
            action_id: id.clone(),
            why,
        });
        let send = Send {
            case_id: Some(self.case.clone()),
            step: step.id.clone(),
            channel,
            to,
            language: self.rules.languages.get(usize::from(self.course.language))?.clone(),
            template: template.clone(),
            arm,
            content: Content::LeftOut {},
            links: Vec::new(),
            expires_at,
        };
        self.act(id, ActionKind::Send(Box::new(send)));
        Some(())
    }

    /// A prompt to call, where nobody else is asked later.
    fn call(&mut self, step: &Step, number: u8, list: &EscalationId, why: Why) -> Option<()> {
        let levels = self.rules.escalations.get(list)?;
        let [level] = levels.as_slice() else { return None };
        let kind = Some(level.prompt).filter(|kind| *kind == PromptKind::Call)?;
        let (task_id, raised) = self.task(step, list);
        let id = self.id("prompt", &raised);
        let role = level.role.clone();
        self.note(EntryKind::Prompted {
            kind,
            role: role.clone(),
            task_id: task_id.clone(),
        });
        let hours = &self.rules.practice.hours;
        let prompt = Prompt {
            task_id,
            case_id: Some(self.case.clone()),
            kind,
            role: role.clone(),
            priority: level.priority,
            due_by: level.due_in.map(|delay| later(hours, self.now, delay)),
            briefing: Redacted::new(""),
            script: None,
        };
        self.act(id.clone(), ActionKind::Prompt(Box::new(prompt)));
        if level.alert {
            let alert = ActionKind::Alert {
                audience: role,
                case_id: Some(self.case.clone()),
                text: Redacted::new(""),
            };
            self.act(self.id("alert", &raised), alert);
        }
        self.note(EntryKind::StepSent {
            step: step.id.clone(),
            channel: Channel::Call,
            action_id: id,
            why,
        });
        self.course.called = Some((number, NonZeroU32::new(seconds(self.now)?)?));
        Some(())
    }

    /// The task of a step's call, and what the ids of its prompt and alert are made from.
    fn task(&self, step: &Step, list: &EscalationId) -> (TaskId, String) {
        let task_id = self.made("call", &format!("{list}:step {}", step.id)).task_id();
        let raised = format!("{task_id}:1");
        (task_id, raised)
    }

    /// The end of the wind-down, as `Machine::exhaust` has it. What may still leave must be taken back, and what was
    /// forgotten is credited with nothing: both are for the machine.
    fn exhaust(&mut self) -> Option<()> {
        let (sends, count) = self.counted();
        let latest = sends.get(..count)?.iter().map(|sent| sent.at).max();
        if latest.is_some_and(|at| self.now.since(at) >= SEND_MEMORY_DAYS * DAY) {
            return None;
        }
        let touchpoint = match self.course.last {
            Some((_, expires)) if self.now < instant(expires.get()) => return None,
            Some((step, _)) => Some(self.sequence.steps.get(usize::from(step))?.id.clone()),
            None => None,
        };
        if let Some((number, at)) = self.course.called {
            let step = self.sequence.steps.get(usize::from(number))?;
            let Touch::Call { escalate } = &step.touch else {
                return None;
            };
            // One of this very tick is taken off the list again, one of half a year ago is forgotten.
            if !(1..TASK_MEMORY_DAYS * DAY).contains(&self.now.since(instant(at.get()))) {
                return None;
            }
            let prompt = self.id("prompt", &self.task(step, escalate).1);
            let id = self.id("cancel", prompt.as_str());
            self.act(id, ActionKind::Cancel { action_id: prompt });
        }
        self.note(EntryKind::Closed {
            outcome: Outcome::Exhausted,
            touchpoint,
        });
        let id = self.id("tell_practice_system", FOLLOWED_UP);
        let about = About::Plan {
            plan_id: PlanId::trusted(self.names.case),
        };
        let status = TellStatus::FollowedUp;
        self.act(id, ActionKind::TellPracticeSystem { about, status });
        self.course.stage = Stage::Over;
        Some(())
    }

    fn id(&self, kind: &str, cause: &str) -> ActionId {
        self.made(kind, cause).action_id()
    }

    fn made<'c>(&'c self, kind: &'c str, cause: &'c str) -> Cause<'c> {
        Cause {
            recipient: &self.recipient,
            case: Some(&self.case),
            round: u32::from(self.course.round),
            kind,
            cause,
        }
    }

    fn act(&mut self, id: ActionId, kind: ActionKind) {
        self.actions.push(Action { id, kind });
    }

    fn note(&mut self, kind: EntryKind) {
        self.journal.push(Entry {
            at: self.now,
            case_id: Some(self.case.clone()),
            kind,
        });
    }
}
