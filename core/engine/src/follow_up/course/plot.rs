//! From a follow-up at rest to the course of its case.

use std::num::NonZeroU32;

use super::super::machine::Machine;
use super::super::places::CHANNELS;
use super::super::{Case, CaseState, Next};
use super::{Course, EARLIER, MAX_SENDS, MAX_STEPS, Plotted, Seconds, Stage, seconds};
use crate::plan::PersonStatus;
use crate::playbook::{Sequence, Step, Touch};
use crate::recipient::Channel;
use crate::schedule::{DAY, Timestamp};
use crate::wire::StepId;

impl Machine<'_> {
    /// The course of a follow-up's only case; none where anything is out of the ordinary.
    pub(in super::super) fn plot(&self) -> Option<Plotted> {
        let [case] = self.f.cases.as_slice() else {
            return None;
        };
        // What is told the practice system at the end names a plan.
        case.plan()?;
        let busy = !self.f.visits.is_empty()
            || !self.f.tasks.is_empty()
            || !self.f.unsettled.is_empty()
            || !self.is_own(case)
            || case.undone > 0
            || case.ending.is_some()
            || self.death_stands();
        if busy || self.f.person.status != PersonStatus::Active {
            return None;
        }
        let (stage, id, anchor, from) = match &case.state {
            CaseState::Waiting { .. } => {
                let at = self
                    .enrols_at(case)
                    .filter(|at| *at < case.window_end && !self.held_out())?;
                (Stage::Enrol(seconds(at)?), self.select(case, at)?, case.presented, at)
            }
            CaseState::Active(run) => {
                let stage = match &run.next {
                    Next::Step {
                        step,
                        attempt: 1,
                        held_for: None,
                    } => {
                        let sequence = self.sequence(&run.sequence)?;
                        let step = sequence.steps.iter().position(|other| &other.id == step)?;
                        Stage::Step(u8::try_from(step).ok()?)
                    }
                    Next::Step { .. } => return None,
                    Next::WindDown { ends } => Stage::WindDown(seconds(*ends)?),
                };
                (stage, run.sequence.clone(), run.anchor, self.now)
            }
            CaseState::Observed { .. }
            | CaseState::Paused { .. }
            | CaseState::ReEngaged { .. }
            | CaseState::Closed { .. } => return None,
        };
        let number = self.rules.sequences.iter().position(|sequence| sequence.id == id)?;
        let sequence = self.rules.sequences.get(number)?;
        let next = match stage {
            Stage::Enrol(_) => 0,
            Stage::Step(step) => usize::from(step),
            Stage::WindDown(_) | Stage::Over => sequence.steps.len(),
        };
        let ahead = || sequence.steps.iter().enumerate().skip(next);
        if sequence.steps.len() > MAX_STEPS || ahead().any(|(_, step)| case.is_done(&step.id)) {
            return None;
        }
        // What becomes of a step that is ahead turns when it goes.
        let unknown = |step: &StepId| !case.is_done(step);
        let asks = |step: &Step| step.when.as_ref().is_some_and(|when| when.asks_for_result(&unknown));
        if ahead().any(|(_, step)| asks(step)) {
            return None;
        }
        let place = self.place(case)?;
        let facts = self.facts(case, from);
        if !self.rules.trigger.condition.evaluate(&facts).holds() {
            return None;
        }
        let (mut holds, mut channels) = (0, 0);
        let mut points = [None; 3];
        for (number, step) in ahead() {
            let when = step.when.as_ref();
            holds |= u8::from(when.is_none_or(|when| when.evaluate(&facts).holds())) << number;
            let Touch::Message {
                template,
                channels: wanted,
            } = &step.touch
            else {
                continue;
            };
            // A step that has no channel now is for the machine when its instant comes.
            let Ok((channel, point)) = self.reach(template, wanted) else {
                continue;
            };
            let channel = CHANNELS.iter().position(|&other| other == channel)?;
            let listed = self
                .f
                .person
                .points
                .iter()
                .position(|other| std::ptr::eq(other, point))?;
            *points.get_mut(channel)? = Some(u8::try_from(listed).ok()?);
            channels |= u16::try_from(channel + 1).ok()? << (2 * number);
        }
        let (sends, texts) = self.looked_back()?;
        let language = self
            .rules
            .languages
            .iter()
            .position(|language| language == self.language());
        let (last, until) = self.last_sent(case, sequence)?;
        let course = Course {
            place: u16::try_from(place).ok()?,
            sequence: u8::try_from(number).ok()?,
            round: u8::try_from(case.round).ok()?,
            stage,
            holds,
            channels,
            anchor: seconds(anchor)?,
            presented: seconds(case.presented)?,
            window_end: seconds(case.window_end)?,
            turns: self.turns(case, sequence, from).map_or(Some(Seconds::MAX), seconds)?,
            now: seconds(self.now)?,
            ticked: false,
            language: u8::try_from(language?).ok()?,
            sent: 0,
            texts,
            sends,
            expires: [0; MAX_SENDS],
            called: None,
            last,
            until,
            plan: None,
        };
        Some(Plotted { course, points })
    }

    /// The messages that count toward the limits still, the latest last, and a bit for each that went to the number
    /// that texts go to.
    fn looked_back(&self) -> Option<([Seconds; EARLIER + MAX_SENDS], u8)> {
        let to = self.f.person.usable(Channel::Sms).map(|point| &point.value);
        let mut counted: Vec<_> = self.f.sends.iter().filter(|sent| sent.counts()).collect();
        counted.sort_by_key(|sent| sent.at);
        let (mut earlier, mut texts) = ([0; EARLIER + MAX_SENDS], 0);
        let recent = counted.split_off(counted.len().saturating_sub(EARLIER));
        let over = |at: Timestamp| self.now.since(at) > 7 * DAY;
        if counted.last().is_some_and(|sent| !over(sent.at)) {
            return None;
        }
        for (place, sent) in recent.iter().enumerate() {
            *earlier.get_mut(place)? = seconds(sent.at)?;
            texts |= u8::from(Some(&sent.to) == to) << place;
        }
        Some((earlier, texts))
    }

    /// The step that was sent last, and until when any message may still leave.
    fn last_sent(&self, case: &Case, sequence: &Sequence) -> Option<(u8, Option<NonZeroU32>)> {
        let Some(credited) = self.credited(&case.id) else {
            return Some((0, None));
        };
        let step = sequence.steps.iter().position(|step| step.id == credited)?;
        let open = self
            .f
            .sends
            .iter()
            .filter_map(|sent| Some(sent.action.as_ref()?.expires_at));
        let until = NonZeroU32::new(seconds(open.max()?)?)?;
        Some((u8::try_from(step).ok()?, Some(until)))
    }

    /// The first instant after `from` at which a fact of the case may turn by itself.
    fn turns(&self, case: &Case, sequence: &Sequence, from: Timestamp) -> Option<Timestamp> {
        let whens = sequence.steps.iter().filter_map(|step| step.when.as_ref());
        let turns = self.crossings(case, whens);
        turns.into_iter().filter(|at| *at > from).min()
    }
}
