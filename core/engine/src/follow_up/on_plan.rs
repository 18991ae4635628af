//! A snapshot of a plan, and a plan that is gone.

use super::limits::check_plan;
use super::machine::Machine;
use super::weigh::{Weight, overlay};
use super::{Case, CaseState, EntryKind, IgnoredInput, MAX_CASES, NotEnrolled, Outcome, PlanGone, SeenEvent, Subject};
use crate::plan::{Patient, PersonStatus, Plan, PlanStatus, Presented, Standing};
use crate::playbook::Practice;
use crate::schedule::{DAY, LocalTime, Timestamp};
use crate::wire::{CaseId, LocationId, RecipientId, hash};
use crate::{Code, Error};

impl Machine<'_> {
    pub(super) fn on_plan(&mut self, at: Timestamp, plan: &Plan) -> Result<(), Error> {
        check_plan(plan)?;
        if self.rules.subject.as_str() != hash::PLAN {
            self.leave_to_others(None);
            return Ok(());
        }
        let id = CaseId::from(plan.id.clone());
        self.check_own(&id, "plan.id")?;
        self.follow_patient(at, &plan.patient);
        let Some(known) = self.case(&id) else {
            if self.was_gone_since(&id, at) {
                let why = IgnoredInput::OlderSnapshot;
                self.note(Some(&id), EntryKind::Ignored { why });
                return Ok(());
            }
            self.make_room("plan.id")?;
            self.new_case(&id, at, plan);
            return Ok(());
        };
        if at < known.known_at {
            self.note(
                Some(&id),
                EntryKind::Ignored {
                    why: IgnoredInput::OlderSnapshot,
                },
            );
            return Ok(());
        }
        let Some(before) = known.plan().cloned() else {
            return Ok(());
        };
        // A no is about all that had been presented until then, whichever export repeats it.
        let answered = matches!(
            known.state,
            CaseState::Closed {
                outcome: Outcome::Declined | Outcome::OptedOut,
                ..
            }
        );
        let told_before = answered && before.presented_at == plan.presented_at && before.standing().is_pending();
        let later = plan
            .presented_at
            .is_some_and(|presented| self.is_later(plan.location.as_ref(), presented, known));
        let presented_again = !known.is_open() && later && !told_before;
        let waiting = matches!(known.state, CaseState::Waiting { .. });
        let not_presented = before.presented_at.is_none() || before.standing() == Standing::Draft;
        let (first_seen, since) = (known.first_seen, known.presented);
        let stood = self.plans_stand();
        self.put_plan(&id, at, plan);
        if let Some(presented) = plan
            .presented_at
            .map(|presented| self.anchor(plan.location.as_ref(), presented))
            && waiting
            && not_presented
            && presented != since
        {
            self.wait_from(&id, presented, first_seen);
        }
        if presented_again && plan_of(self.case(&id)).is_some_and(|plan| plan.standing().is_pending()) {
            self.new_round(&id, at);
        }
        self.weigh_all(stood, Some(&id), None);
        self.withdraw_if_settled(&id);
        Ok(())
    }

    /// A patient who has died, or is one no more, has no plan to follow up: whichever plan said so. Other patients of the
    /// same recipient go on. A death is not outdated by a later export that does not know of it yet.
    fn follow_patient(&mut self, at: Timestamp, patient: &Patient) {
        if patient.status == PersonStatus::Active {
            return;
        }
        let gone = |case: &Case| {
            let outdated = at < case.known_at && patient.status != PersonStatus::Deceased;
            case.patient().id == patient.id && !outdated
        };
        for id in self.own_ids() {
            if let Some(case) = self.case_mut(&id).filter(|case| gone(case)) {
                case.patient_mut().status = patient.status;
                self.close(&id, Outcome::Ineligible);
            }
        }
        self.end_others(Outcome::Ineligible, gone);
    }

    pub(super) fn on_plan_gone(&mut self, at: Timestamp, gone: &PlanGone) {
        if self.rules.subject.as_str() != hash::PLAN {
            self.leave_to_others(None);
            return;
        }
        self.gone(at, &CaseId::from(gone.plan_id.clone()), gone.moved_to.clone());
    }

    /// The practice system has it no more.
    pub(super) fn gone(&mut self, at: Timestamp, id: &CaseId, moved_to: Option<RecipientId>) {
        let why = match self.case(id).filter(|case| self.is_own(case)) {
            Some(case) if at >= case.known_at => {
                let over = !case.is_open();
                if let Some(to) = moved_to {
                    self.note(Some(id), EntryKind::Moved { to });
                }
                self.close(id, Outcome::Withdrawn);
                if let Some(case) = self.case_mut(id) {
                    case.known_at = at;
                    case.undo = None;
                    // Nor does a visit that is told of later bring back what was accepted before.
                    if let Some(plan) = case.plan_mut().filter(|_| over) {
                        plan.status = Some(PlanStatus::Inactive);
                    }
                }
                return;
            }
            Some(_) => IgnoredInput::OlderSnapshot,
            None => {
                self.remember_gone(id, at);
                IgnoredInput::UnknownPlan
            }
        };
        self.note(None, EntryKind::Ignored { why });
    }

    /// What is gone before it was heard of: a snapshot from before that may be on its way still. It is remembered among
    /// the events, for as long as they are.
    fn remember_gone(&mut self, id: &CaseId, at: Timestamp) {
        let hash = self.memory_of_gone(id);
        self.f.seen.push(SeenEvent { hash, at });
    }

    pub(super) fn was_gone_since(&self, id: &CaseId, at: Timestamp) -> bool {
        let hash = self.memory_of_gone(id);
        self.f.seen.iter().any(|seen| seen.hash == hash && seen.at >= at)
    }

    fn memory_of_gone(&self, id: &CaseId) -> u64 {
        hash::event(&format!("{} gone", self.rules.subject), id.as_str())
    }

    /// Ids tell cases apart, also those of different kinds.
    pub(super) fn check_own(&self, id: &CaseId, path: &str) -> Result<(), Error> {
        match self.case(id).map(Case::kind) {
            Some(kind) if kind != self.rules.subject.as_str() => Err(Error::new(
                Code::IdOfAnotherKind,
                format!("this id is that of a case of another kind, {kind}"),
            )
            .at(path)
            .help("make ids differ between kinds: put a word in front, such as rc-5")),
            Some(_) | None => Ok(()),
        }
    }

    /// The instant a presentation at a location counts from. A day without a time means the office's opening that day,
    /// 09:00 when it is closed.
    pub(super) fn anchor(&self, location: Option<&LocationId>, presented: Presented) -> Timestamp {
        match presented {
            Presented::At(at) => at,
            Presented::On(date) => {
                let practice = self.rules.practice_of(location);
                let nine = LocalTime::from_minutes(9 * 60).unwrap_or(LocalTime::START);
                let opening = practice.hours.opening_on(date);
                opening.unwrap_or_else(|| practice.zone.at(date, nine))
            }
        }
    }

    /// Whether that is after the presentation from which a case counts. A day that has not changed is not later where it
    /// begins later: the plan moved to another location, or the hours changed.
    pub(super) fn is_later(&self, location: Option<&LocationId>, presented: Presented, case: &Case) -> bool {
        let another_day = match presented {
            Presented::At(_) => true,
            Presented::On(date) => date > self.practice_of(Some(case)).zone.local(case.presented).date,
        };
        another_day && self.anchor(location, presented) > case.presented
    }

    /// A full follow-up forgets the case that has been over for the longest time, if there is one.
    pub(super) fn make_room(&mut self, path: &str) -> Result<(), Error> {
        if self.f.cases.len() < MAX_CASES {
            return Ok(());
        }
        let over_since = |case: &Case| match case.state {
            CaseState::Closed { at, .. } => Some(at),
            CaseState::Waiting { .. }
            | CaseState::Active(_)
            | CaseState::Observed { .. }
            | CaseState::Paused { .. }
            | CaseState::ReEngaged { .. } => None,
        };
        let oldest = self
            .f
            .cases
            .iter()
            .filter_map(|case| Some((over_since(case)?, case.id.clone())))
            .min();
        match oldest {
            Some((_, id)) => {
                self.f.cases.retain(|case| case.id != id);
                self.f.tasks.retain(|task| task.case.as_ref() != Some(&id));
                Ok(())
            }
            None => Err(Error::new(
                Code::BoundExceeded,
                format!("at most {MAX_CASES} cases that are not over"),
            )
            .at(path)
            .help("close what nobody follows up, with plan_gone, subject_gone or stop_case")),
        }
    }

    fn new_case(&mut self, id: &CaseId, at: Timestamp, plan: &Plan) {
        let plan = &Plan {
            patient: self.known_of(&plan.patient),
            ..plan.clone()
        };
        let presented = plan
            .presented_at
            .map_or(at, |presented| self.anchor(plan.location.as_ref(), presented));
        self.begin_case(id, at, presented, Subject::Plan { plan: plan.clone() });
        self.recall_past(id);
        self.put_plan(id, at, plan);
        let stood = self.plans_stand();
        let arrived = Weight::arrived(self.is_counted_elsewhere(id));
        self.weigh(id, &arrived);
        self.weigh_all(stood, None, None);
        self.withdraw_if_settled(id);
        self.say_if_not_enrolled(id);
    }

    pub(super) fn begin_case(&mut self, id: &CaseId, at: Timestamp, presented: Timestamp, subject: Subject) {
        let practice = self.rules.practice_of(subject.location());
        let case = Case {
            id: id.clone(),
            subject,
            known_at: at,
            first_seen: at,
            round: 1,
            presented,
            window_end: presented.plus(self.rules.trigger.window),
            window_from: None,
            state: CaseState::Waiting {
                eligible_at: self.eligible_at(practice, presented, at),
            },
            done: Vec::new(),
            results: std::collections::BTreeMap::new(),
            replied: false,
            undo: None,
            undone: 0,
            ending: None,
        };
        // In order of their ids, so that what order they came in makes no difference.
        let index = self.f.cases.partition_point(|other| other.id < *id);
        self.f.cases.insert(index, case);
    }

    pub(super) fn say_if_not_enrolled(&mut self, id: &CaseId) {
        if let Some(case) = self.case(id).filter(|case| case.is_open())
            && !self.qualifies(case, self.now)
        {
            self.note(
                Some(id),
                EntryKind::NotEnrolled {
                    why: NotEnrolled::Criteria,
                },
            );
        }
    }

    /// When the criteria may first count: pending long enough, and for an old plan at first sight its slot among the open
    /// days of its office, so that a first import does not speak to everybody on one day.
    pub(super) fn eligible_at(&self, practice: &Practice, presented: Timestamp, first_seen: Timestamp) -> Timestamp {
        let pending = presented.plus(self.rules.trigger.pending_for);
        let backlog = &self.rules.backlog;
        if first_seen.since(presented) <= backlog.older_than {
            return pending;
        }
        let slot = hash::backlog_slot(&self.f.person.id, backlog.spread_over);
        let opening = practice.hours.nth_opening(first_seen, slot);
        pending.max(opening.unwrap_or_else(|| first_seen.plus(i64::from(slot) * DAY)))
    }

    /// Takes over a snapshot; of each procedure the later word of snapshot and visit holds, of one export the visit's.
    fn put_plan(&mut self, id: &CaseId, at: Timestamp, plan: &Plan) {
        let mut plan = plan.clone();
        for visit in self.f.visits.iter().filter(|visit| visit.told_at >= at) {
            overlay(&mut plan, visit, at);
        }
        if let Some(case) = self.case_mut(id) {
            case.known_at = at;
            case.subject = Subject::Plan { plan };
        }
    }

    /// The practice presented the plan again, or a case that was over is open again.
    fn new_round(&mut self, id: &CaseId, at: Timestamp) {
        let Some(plan) = plan_of(self.case(id)) else { return };
        let Some(presented) = plan.presented_at else { return };
        let presented = self.anchor(plan.location.as_ref(), presented);
        self.begin_round(id, presented, at);
    }

    /// What waits was presented only now, or falls due at another time: it counts from there.
    pub(super) fn wait_from(&mut self, id: &CaseId, presented: Timestamp, first_seen: Timestamp) {
        let window = self.rules.trigger.window;
        let eligible_at = self.eligible_at(self.practice_for(Some(id)), presented, first_seen);
        if let Some(case) = self.case_mut(id) {
            case.presented = presented;
            case.begin_window(presented, window);
            case.state = CaseState::Waiting { eligible_at };
        }
    }

    pub(super) fn begin_round(&mut self, id: &CaseId, presented: Timestamp, at: Timestamp) {
        let window = self.rules.trigger.window;
        let eligible_at = self.eligible_at(self.practice_for(Some(id)), presented, at);
        if let Some(case) = self.case_mut(id) {
            case.begin_anew();
            case.first_seen = at;
            case.presented = presented;
            case.begin_window(presented, window);
            case.state = CaseState::Waiting { eligible_at };
        }
    }
}

fn plan_of(case: Option<&Case>) -> Option<&Plan> {
    case.and_then(Case::plan)
}
