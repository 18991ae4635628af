//! When to ask again: never later than the next thing that would happen.

use super::machine::Machine;
use super::timing::Timing;
use super::{Case, CaseState, Next, PauseReason, Run, SkipReason, Visit};
use crate::criteria::{Condition, CountFact, Test};
use crate::plan::Presented;
use crate::schedule::{Date, Timestamp};
use crate::wire::{CaseId, TaskId};

/// What a timer is for. The order decides between timers of the same instant: people first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Timer {
    Prompt(CaseId),
    Until(CaseId),
    Task(TaskId),
    Step(CaseId),
    WindDown(CaseId),
}

/// Something that time brings.
pub(super) struct Alarm {
    pub(super) at: Timestamp,
    /// When it would have been on time: of several overdue the earliest goes first.
    pub(super) since: Timestamp,
    pub(super) timer: Timer,
}

impl Alarm {
    fn new(at: Timestamp, timer: Timer) -> Self {
        Self { at, since: at, timer }
    }
}

impl Machine<'_> {
    /// When to call `tick` next for the cases of this playbook; none when there is nothing to wait for.
    pub(super) fn wake_at(&self) -> Option<Timestamp> {
        self.not_before_brake(self.next())
    }

    /// Nothing automatic happens before the brake is released.
    pub(super) fn not_before_brake(&self, next: Option<Timestamp>) -> Option<Timestamp> {
        let next = next?;
        Some(self.moment.hold_until.map_or(next, |until| next.max(until)))
    }

    /// The next thing that time would bring, the brake aside.
    pub(super) fn next(&self) -> Option<Timestamp> {
        if self.f.unsettled.contains(&self.rules.subject) {
            return Some(self.now);
        }
        let timers = self.timers().map(|alarm| alarm.at);
        let lag = self.lags_behind().then_some(self.now);
        let windows = self
            .own_cases()
            .filter(|case| case.state.has_window())
            .map(|case| case.window_end);
        let enrolments = self.own_cases().filter_map(|case| self.enrols_at(case));
        Some(timers.chain(windows).chain(enrolments).chain(lag).min()?.max(self.now))
    }

    /// The timers of this playbook's cases and their tasks.
    pub(super) fn timers(&self) -> impl Iterator<Item = Alarm> {
        let cases = self.own_cases().filter_map(|case| {
            let id = || case.id.clone();
            match &case.state {
                CaseState::Active(run) => match &run.next {
                    Next::Step { .. } => {
                        let (at, since) = self.step_at(case, run);
                        let timer = Timer::Step(id());
                        Some(Alarm { at, since, timer })
                    }
                    Next::WindDown { ends } => Some(Alarm::new(*ends, Timer::WindDown(id()))),
                },
                // Staff denied the death, about whichever case: all go on.
                CaseState::Paused {
                    why: PauseReason::Death,
                    ..
                } if !self.death_stands() => Some(Alarm::new(self.now, Timer::Until(id()))),
                CaseState::Paused { until, .. } => Some(Alarm::new(*until, Timer::Until(id()))),
                CaseState::ReEngaged { next_prompt_at, .. } => Some(Alarm::new(*next_prompt_at, Timer::Prompt(id()))),
                CaseState::Waiting { .. } | CaseState::Observed { .. } | CaseState::Closed { .. } => None,
            }
        });
        let tasks = self.f.tasks.iter().filter_map(|task| {
            task.case.as_ref().filter(|id| self.is_own_id(id))?;
            let ladder = task.ladder.as_ref()?;
            Some(Alarm::new(ladder.next_at, Timer::Task(task.id.clone())))
        });
        cases.chain(tasks)
    }

    /// When the next step of a case needs attention, and when it would have gone on time. One that is held back for old
    /// facts is looked at again when it is too late, or under newer facts.
    fn step_at(&self, case: &Case, run: &Run) -> (Timestamp, Timestamp) {
        let Some(upcoming) = self.upcoming(case, run) else {
            return (self.now, self.now);
        };
        // Newer facts may come until then, also when no window opens any more.
        let (waits, shut) = match upcoming.timing {
            Timing::At { .. } => (true, false),
            Timing::Skip { reason, .. } => (reason == SkipReason::Stale, reason == SkipReason::Stale),
        };
        let held = match (&run.next, self.stale_facts()) {
            (
                Next::Step {
                    held_for: Some(held_for),
                    ..
                },
                Some(as_of),
            ) => *held_for == as_of || shut,
            (Next::Step { .. } | Next::WindDown { .. }, _) => false,
        };
        if held && waits {
            (upcoming.bounds.too_late, upcoming.bounds.too_late)
        } else {
            (upcoming.timing.at(), upcoming.timing.since())
        }
    }

    /// The first instant at which a waiting case would be enrolled if nothing else happened.
    pub(super) fn enrols_at(&self, case: &Case) -> Option<Timestamp> {
        let CaseState::Waiting { eligible_at } = &case.state else {
            return None;
        };
        let mut crossings = self.crossings(case, None);
        crossings.push((*eligible_at).max(self.now));
        crossings.retain(|&at| at >= (*eligible_at).max(self.now) && at < case.window_end);
        crossings.sort_unstable();
        crossings.dedup();
        crossings.into_iter().find(|&at| self.enrollable(case, at))
    }

    /// The instants at which the trigger, a sequence's condition or one condition more may turn by time alone: a visit
    /// passes, a plan grows older, a patient has a birthday, an offer ends.
    pub(super) fn crossings<'c>(
        &'c self,
        case: &Case,
        more: impl IntoIterator<Item = &'c Condition>,
    ) -> Vec<Timestamp> {
        let mut crossings: Vec<Timestamp> = self.f.visits.iter().filter_map(Visit::passes_at).collect();
        let mut ages = Vec::new();
        let sequences = self.rules.sequences.iter().map(|sequence| &sequence.condition);
        for condition in sequences.chain([&self.rules.trigger.condition]).chain(more) {
            self.collect(condition, case, &mut crossings, &mut ages);
        }
        let birthday = |years: &i64| -> Option<Timestamp> {
            let birth = case.patient().birth_date?.naive();
            let year = chrono::Datelike::year(&birth).checked_add(i32::try_from(*years).ok()?)?;
            let (month, day) = (chrono::Datelike::month(&birth), chrono::Datelike::day(&birth));
            let date = Date::from_ymd(year, month, day).or_else(|| Date::from_ymd(year, 3, 1))?;
            Some(self.zone(Some(case)).start_of_day(date))
        };
        crossings.extend(ages.iter().filter_map(birthday));
        // What is on offer ends with its last day.
        crossings.extend(self.rules.financing.offers.iter().filter_map(|offer| {
            let day_after = offer.valid_until?.plus_days(1)?;
            Some(self.practice_of(Some(case)).zone.start_of_day(day_after))
        }));
        crossings
    }

    /// The instants at which a comparison of time or age may turn.
    fn collect(&self, condition: &Condition, case: &Case, instants: &mut Vec<Timestamp>, ages: &mut Vec<i64>) {
        match &condition.test {
            Test::All(parts) | Test::Any(parts) => {
                parts.iter().for_each(|part| self.collect(part, case, instants, ages));
            }
            Test::Not(part) => self.collect(part, case, instants, ages),
            Test::Count(CountFact::PendingFor, range) => {
                for bound in [range.from, range.to].into_iter().flatten() {
                    instants.extend([
                        case.presented.plus(bound.at),
                        case.presented.plus(bound.at.saturating_add(1)),
                    ]);
                }
            }
            Test::Count(CountFact::OverdueFor, range) => {
                let Some(due) = case.due() else { return };
                let falls_due = self.anchor(case.location(), Presented::On(due.due_on));
                for bound in [range.from, range.to].into_iter().flatten() {
                    instants.extend([falls_due.plus(bound.at), falls_due.plus(bound.at.saturating_add(1))]);
                }
            }
            Test::Count(CountFact::LastVisitAgo, range) => {
                for start in self.past_visits(case) {
                    instants.push(start);
                    for bound in [range.from, range.to].into_iter().flatten() {
                        instants.extend([start.plus(bound.at), start.plus(bound.at.saturating_add(1))]);
                    }
                }
            }
            Test::Count(CountFact::Age, range) => {
                for bound in [range.from, range.to].into_iter().flatten() {
                    ages.extend([bound.at, bound.at.saturating_add(1)]);
                }
            }
            Test::Count(CountFact::ProcedureCount | CountFact::Round, _)
            | Test::Amount(..)
            | Test::Day(..)
            | Test::Category(_)
            | Test::Standing(_)
            | Test::Text(..)
            | Test::Flag(..)
            | Test::Code(_)
            | Test::HasChannel(_)
            | Test::Consented(_)
            | Test::Custom(..)
            | Test::LastResult(..) => {}
        }
    }
}
