//! What time brings: the window first, then by instant, enrolments last by value; repeated until nothing is due.

use super::machine::Machine;
use super::wake::Timer;
use super::{CaseState, EntryKind, Outcome, PauseReason, Run};
use crate::criteria::Facts;
use crate::plan::PersonStatus;
use crate::playbook::Sequence;
use crate::schedule::Timestamp;
use crate::wire::{CaseId, SequenceId, StepId, hash};

/// More rounds than any follow-up can need; a guard, not a limit anybody meets.
const MAX_ROUNDS: usize = 1_000;

impl Machine<'_> {
    pub(super) fn let_time_pass(&mut self) {
        if self.braked() {
            return;
        }
        self.catch_up();
        for _ in 0..MAX_ROUNDS {
            if let Some(id) = self.past_window() {
                self.window_over(&id);
            } else if let Some(timer) = self.due_timer() {
                self.perform(timer);
            } else if let Some((id, sequence)) = self.next_to_enrol() {
                self.enrol(&id, &sequence);
            } else {
                return;
            }
        }
    }

    pub(super) fn braked(&self) -> bool {
        self.moment.hold_until.is_some_and(|until| self.now < until)
    }

    fn past_window(&self) -> Option<CaseId> {
        let over = |case: &&super::Case| case.window_end <= self.now && case.state.has_window();
        self.own_cases().find(over).map(|case| case.id.clone())
    }

    fn window_over(&mut self, id: &CaseId) {
        match self.case(id).map(|case| &case.state) {
            Some(CaseState::Active(_)) => self.exhaust(id),
            Some(_) | None => self.close(id, Outcome::Expired),
        }
    }

    fn due_timer(&self) -> Option<Timer> {
        self.timers()
            .filter(|alarm| alarm.at <= self.now)
            .min_by(|a, b| (a.since, &a.timer).cmp(&(b.since, &b.timer)))
            .map(|alarm| alarm.timer)
    }

    fn perform(&mut self, timer: Timer) {
        match timer {
            Timer::Task(task) => self.climb(&task),
            Timer::Step(id) => self.perform_step(&id),
            Timer::WindDown(id) => self.exhaust(&id),
            Timer::Prompt(id) => self.climb_re_engaged(&id),
            Timer::Until(id) => self.pause_over(&id),
        }
    }

    fn pause_over(&mut self, id: &CaseId) {
        let Some(case) = self.case(id) else { return };
        let CaseState::Paused { why, .. } = &case.state else {
            return;
        };
        match why {
            PauseReason::Question | PauseReason::Unclear | PauseReason::Death | PauseReason::Emergency => {
                self.climb_unanswered(id);
            }
            PauseReason::Visit if !self.qualifies(case, self.now) => self.close(id, Outcome::AcceptedInPart),
            PauseReason::Visit | PauseReason::Asked | PauseReason::Staff => self.resume(id),
        }
    }

    /// The waiting case that goes first: the highest pending value, what has been due for longest, then the lower id.
    /// None while no slot is free.
    pub(super) fn next_to_enrol(&self) -> Option<(CaseId, SequenceId)> {
        let mut ready: Vec<&super::Case> = self
            .own_cases()
            .filter(|case| self.enrollable(case, self.now))
            .collect();
        ready.sort_by_cached_key(|case| case.claim());
        ready
            .into_iter()
            .find_map(|case| Some((case.id.clone(), self.select(case, self.now)?)))
    }

    /// Whether a waiting case would be enrolled at an instant, as far as is known now.
    pub(super) fn enrollable(&self, case: &super::Case, at: Timestamp) -> bool {
        let CaseState::Waiting { eligible_at } = &case.state else {
            return false;
        };
        *eligible_at <= at
            && self.f.person.status == PersonStatus::Active
            && self.fit(case, at).is_some()
            && !self.group_is_taken(case)
            && (self.held_out() || self.has_free_slot())
    }

    pub(super) fn has_free_slot(&self) -> bool {
        let taken = self.own_cases().filter(|case| case.holds_slot()).count();
        u32::try_from(taken).is_ok_and(|taken| taken < self.rules.limits.max_open_cases)
    }

    /// Whether a merge brought more cases beyond waiting than there are slots.
    pub(super) fn too_many_slots_taken(&self) -> bool {
        let taken = self.own_cases().filter(|case| case.holds_slot()).count();
        u32::try_from(taken).is_ok_and(|taken| taken > self.rules.limits.max_open_cases)
    }

    /// The first sequence whose condition holds.
    pub(super) fn select(&self, case: &super::Case, at: Timestamp) -> Option<SequenceId> {
        let first = self.first_fitting(&self.facts(case, at));
        first.map(|sequence| sequence.id.clone())
    }

    /// The sequence of a case that meets the trigger.
    fn fit(&self, case: &super::Case, at: Timestamp) -> Option<&Sequence> {
        let facts = self.facts(case, at);
        let qualifies = self.rules.trigger.condition.evaluate(&facts).holds();
        self.first_fitting(&facts).filter(|_| qualifies)
    }

    fn first_fitting(&self, facts: &Facts<'_>) -> Option<&Sequence> {
        let mut sequences = self.rules.sequences.iter();
        sequences.find(|sequence| sequence.condition.evaluate(facts).holds())
    }

    /// Drawn by household, so that a control is not contacted through a sibling.
    pub(super) fn held_out(&self) -> bool {
        let household = self
            .f
            .person
            .household
            .as_ref()
            .map_or(self.f.person.id.as_str(), |h| h.as_str());
        let holdout = &self.rules.holdout;
        hash::held_out(
            &holdout.salt,
            household,
            holdout.share.numerator,
            holdout.share.denominator,
        )
    }

    fn enrol(&mut self, id: &CaseId, sequence: &SequenceId) {
        let Some(case) = self.case(id) else { return };
        let (round, until) = (case.round, case.window_end);
        if self.held_out() {
            self.note(Some(id), EntryKind::Observed);
            if let Some(case) = self.case_mut(id) {
                case.state = CaseState::Observed { until };
            }
            return;
        }
        if self.death_stands() {
            return self.stay_silent(id);
        }
        // Where history, or a sequence before this one, has done some of these steps, it goes on after them.
        let here = |step: &&StepId| self.step(sequence, step).is_some();
        let last = case.done.iter().rev().map(|done| &done.step).find(here);
        let next = self.next_after(sequence, case, last);
        let run = Run {
            sequence: sequence.clone(),
            anchor: case.presented,
            next,
            steps: self.step_ids(sequence),
        };
        let run = self.slid(case, run);
        self.note(
            Some(id),
            EntryKind::Enrolled {
                sequence: sequence.clone(),
                round,
            },
        );
        if let Some(case) = self.case_mut(id) {
            case.state = CaseState::Active(run);
        }
    }
}

impl CaseState {
    /// Whether the case grows too old in this state. The window stands still while people are at it.
    pub(crate) fn has_window(&self) -> bool {
        matches!(self, Self::Waiting { .. } | Self::Active(_) | Self::Observed { .. })
    }
}

impl super::Case {
    /// The window counts from an instant.
    pub(crate) fn begin_window(&mut self, from: Timestamp, window: i64) {
        self.window_end = from.plus(window);
        self.window_from = Some(from).filter(|from| *from != self.presented);
    }

    /// The window stood still for so long.
    pub(crate) fn hold_window(&mut self, seconds: i64) {
        self.window_end = self.window_end.plus(seconds);
        let from = self.window_from.unwrap_or(self.presented);
        self.window_from = Some(from.plus(seconds)).filter(|from| *from != self.presented);
    }
}
