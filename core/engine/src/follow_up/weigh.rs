//! What changed plans and visits mean for the cases of the plans.

use super::acceptance::{accepted, may_accept};
use super::machine::Machine;
use super::{AppointmentStatus, Case, CaseState, Outcome, PauseReason, ReEngagedBy, Visit};
use crate::plan::{Plan, PlanStatus, Procedure, ProcedureStatus, Standing};
use crate::playbook::AcceptedWhen;
use crate::schedule::{DAY, Timestamp};
use crate::wire::CaseId;

/// How long a case that was accepted can be reopened by a broken visit.
const REOPEN_DAYS: i64 = 90;

/// A plan as it stood before an event.
pub(super) struct Stood {
    pub(super) id: CaseId,
    plan: Plan,
    open: bool,
    accepted: bool,
    /// Its alternatives: what is booked of two plans makes them none of each other any more.
    rivals: Vec<CaseId>,
}

/// What a plan is weighed by, besides itself.
#[derive(Default)]
pub(super) struct Weight<'a> {
    /// As it was; none for one that is new.
    pub(super) before: Option<&'a Plan>,
    /// The visit that would accept it is that of an alternative.
    claimed: bool,
    /// What it was accepted by is gone.
    lapsed: bool,
}

impl Weight<'_> {
    /// Of a plan that arrives.
    pub(super) fn arrived(claimed: bool) -> Self {
        Self {
            claimed,
            ..Self::default()
        }
    }
}

impl Machine<'_> {
    /// Whether what is booked or done of a plan that arrives is, all of it, that of plans known from before: such a
    /// visit is counted there. Of plans that come in one first import each counts its own, in whatever order.
    pub(super) fn is_counted_elsewhere(&self, id: &CaseId) -> bool {
        let Some(case) = self.case(id) else { return false };
        let Some(plan) = case.plan() else { return false };
        let theirs = |p: &Procedure| {
            let mut others = self.own_cases().filter(|other| other.first_seen < case.first_seen);
            others.any(|other| {
                let counts = other.is_open() || other.is_accepted();
                let mut of_other = other.plan().into_iter().flat_map(|plan| &plan.procedures);
                counts && of_other.any(|q| q.id == p.id)
            })
        };
        let mut taken = plan.procedures.iter().filter(|p| accepted(p)).peekable();
        taken.peek().is_some() && taken.all(theirs)
    }

    /// The plans that this playbook follows up, as they stand before an event; first those that people are at or that are
    /// in a sequence, then by what goes first.
    pub(super) fn plans_stand(&self) -> Vec<Stood> {
        let mut cases: Vec<&Case> = self.own_cases().collect();
        cases.sort_by_cached_key(|case| (!case.is_under_way(), case.claim()));
        let stood = cases.into_iter().filter_map(|case| {
            Some(Stood {
                id: case.id.clone(),
                plan: case.plan()?.clone(),
                open: case.is_open(),
                accepted: self.is_accepted(case),
                rivals: self.alternatives_of(case).map(|other| other.id.clone()).collect(),
            })
        });
        stood.collect()
    }

    /// What became of the plans, and of the visits beside them, means for each case what it meant for its plan. `broken`
    /// is a visit that stood until now, `told` the case of which a snapshot came.
    pub(super) fn weigh_all(&mut self, mut stood: Vec<Stood>, told: Option<&CaseId>, broken: Option<&Visit>) {
        // The plan of which a visit takes what no alternative has is the one that was chosen.
        stood.sort_by_cached_key(|stood| !self.is_chosen(stood));
        let given_up = stood.iter().any(|stood| {
            let plan = plan_of(self.case(&stood.id));
            plan.is_some_and(|plan| is_given_up(&stood.plan, plan))
        });
        for (place, before) in stood.iter().enumerate() {
            let Some(case) = self.case(&before.id) else { continue };
            let Some(plan) = case.plan() else { continue };
            let changed = plan != &before.plan || told == Some(&before.id);
            let accepted = self.is_accepted(case);
            let lapsed = !accepted
                && match self.rules.trigger.accepted_when {
                    AcceptedWhen::AnyVisit => broken.is_some_and(|visit| may_accept(case, plan, visit)),
                    // What stands on the tooth may be in another plan.
                    AcceptedWhen::SameArea => before.accepted && given_up,
                    AcceptedWhen::SameProcedures | AcceptedWhen::ValueShare(_) => false,
                };
            let claimed = accepted && before.open && {
                let mut earlier = stood.iter().take(place);
                earlier
                    .any(|rival| rival.open && before.rivals.contains(&rival.id) && shares_newly(before, plan, rival))
            };
            let beside = match self.rules.trigger.accepted_when {
                AcceptedWhen::AnyVisit | AcceptedWhen::SameArea => accepted && before.open,
                AcceptedWhen::SameProcedures | AcceptedWhen::ValueShare(_) => false,
            };
            if changed || beside || lapsed {
                let how = Weight {
                    before: Some(&before.plan),
                    claimed,
                    lapsed,
                };
                self.weigh(&before.id, &how);
            }
            if before.open && self.case(&before.id).is_some_and(Case::is_accepted) {
                self.withdraw(&before.rivals);
            }
            if changed {
                self.settle_group(&before.id);
            }
        }
    }

    /// Whether a plan is accepted by now with something that no alternative of it has.
    fn is_chosen(&self, stood: &Stood) -> bool {
        let Some(case) = self.case(&stood.id) else { return false };
        let Some(plan) = case.plan() else { return false };
        let elsewhere = |p: &Procedure| {
            let mut rivals = stood.rivals.iter().filter_map(|id| plan_of(self.case(id)));
            rivals.any(|rival| rival.procedures.iter().any(|other| other.id == p.id))
        };
        self.is_accepted(case) && newly_taken(&stood.plan, plan).any(|p| !elsewhere(p))
    }

    /// What a plan that is new, or changed, means for its case.
    pub(super) fn weigh(&mut self, id: &CaseId, how: &Weight<'_>) {
        let Some(case) = self.case(id) else { return };
        let Some(plan) = case.plan() else { return };
        let before = how.before;
        let was_open = case.is_open();
        let newly = |standing: Standing| plan.standing() == standing && before.map(Plan::standing) != Some(standing);
        let has_pending = plan.pending().next().is_some();
        let more_taken = before.is_some_and(|before| newly_taken(before, plan).next().is_some());
        let pending_again = how.lapsed || before.is_some_and(|before| is_given_up(before, plan));
        let to_book = accepted_and_not_booked(plan) && before.is_none_or(|before| !accepted_and_not_booked(before));

        if self.is_gone(&plan.patient) {
            self.close(id, Outcome::Ineligible);
        } else if self.is_accepted(case) {
            self.close(
                id,
                if how.claimed {
                    Outcome::Withdrawn
                } else {
                    Outcome::Accepted
                },
            );
        } else if newly(Standing::Declined) {
            self.close(id, Outcome::Declined);
        } else if has_pending {
            if pending_again {
                self.visit_broken(id);
            }
            if to_book {
                self.accepted_but_not_booked(id);
            } else if more_taken && was_open {
                self.partly_accepted(id);
            }
        }
    }

    fn accepted_but_not_booked(&mut self, id: &CaseId) {
        let Some(case) = self.case(id) else { return };
        // A first import brings years of plans that were accepted and never booked; those are not today's work.
        let too_old = case.window_end <= self.now;
        match &case.state {
            CaseState::Waiting { .. } if too_old => {}
            CaseState::Waiting { .. } | CaseState::Active(_) | CaseState::Paused { .. } => {
                self.re_engage(id, ReEngagedBy::PracticeSystem);
            }
            CaseState::Observed { .. } | CaseState::ReEngaged { .. } | CaseState::Closed { .. } => {}
        }
    }

    fn partly_accepted(&mut self, id: &CaseId) {
        let until = self.visit_end(id);
        match self.case(id).map(|case| &case.state) {
            Some(CaseState::Active(_) | CaseState::ReEngaged { .. }) => self.pause(id, PauseReason::Visit, until),
            Some(
                CaseState::Waiting { .. }
                | CaseState::Observed { .. }
                | CaseState::Paused { .. }
                | CaseState::Closed { .. },
            )
            | None => {}
        }
    }

    /// What was booked is not booked any more.
    pub(super) fn visit_broken(&mut self, id: &CaseId) {
        let Some(case) = self.case(id) else { return };
        match &case.state {
            CaseState::Paused {
                why: PauseReason::Visit,
                ..
            }
            | CaseState::ReEngaged { .. } => {
                self.re_engage(id, ReEngagedBy::BrokenVisit);
            }
            CaseState::Closed {
                outcome: Outcome::Accepted,
                at,
                ..
            } if self.said_at.since(*at) <= REOPEN_DAYS * DAY && case.plan().is_none_or(is_proposed) => {
                let (now, window) = (self.now, self.rules.trigger.window);
                if let Some(case) = self.case_mut(id) {
                    case.begin_anew();
                    case.begin_window(now, window);
                }
                self.re_engage(id, ReEngagedBy::BrokenVisit);
            }
            CaseState::Waiting { .. }
            | CaseState::Active(_)
            | CaseState::Observed { .. }
            | CaseState::Paused { .. }
            | CaseState::Closed { .. } => {}
        }
    }
}

/// Said to be accepted, with something left to book and no visit that could hold it.
fn accepted_and_not_booked(plan: &Plan) -> bool {
    let booked = plan.procedures.iter().any(|p| p.status == ProcedureStatus::Scheduled);
    plan.status == Some(PlanStatus::Accepted) && plan.pending().next().is_some() && !booked
}

/// Only what was presented, and is the practice's own to do, can be proposed again: a missed cleaning that was merely
/// charted is the book's own matter, and what was declined or referred meanwhile is nobody's to book.
fn is_proposed(plan: &Plan) -> bool {
    match plan.standing() {
        Standing::Open | Standing::Partial | Standing::Accepted | Standing::Completed => true,
        Standing::Draft | Standing::Declined | Standing::Referred | Standing::Inactive | Standing::Empty => false,
    }
}

/// What was not scheduled or done, and is now.
fn newly_taken<'p>(before: &'p Plan, now: &'p Plan) -> impl Iterator<Item = &'p Procedure> {
    let taken_before = |p: &Procedure| before.procedures.iter().any(|was| was.id == p.id && accepted(was));
    now.procedures.iter().filter(move |p| accepted(p) && !taken_before(p))
}

/// Whether something that was scheduled or done is pending.
fn is_given_up(before: &Plan, now: &Plan) -> bool {
    let was_taken = |p: &Procedure| before.procedures.iter().any(|was| was.id == p.id && accepted(was));
    now.pending().any(was_taken)
}

/// Whether an alternative that goes first has something of what a plan was newly taken by.
fn shares_newly(before: &Stood, now: &Plan, rival: &Stood) -> bool {
    let pending = |p: &&Procedure| p.status == ProcedureStatus::Planned;
    let mut shared = newly_taken(&before.plan, now);
    shared.any(|p| {
        rival
            .plan
            .procedures
            .iter()
            .filter(pending)
            .any(|other| other.id == p.id)
    })
}

/// What a visit says of the procedures that it holds, where a snapshot of an instant spoke of them.
pub(super) fn overlay(plan: &mut Plan, visit: &Visit, known_at: Timestamp) {
    let appointment = &visit.appointment;
    // What a snapshot struck off is on again only where the visit was told of after it.
    let since = visit.was_told_after(known_at);
    for procedure in plan.procedures.iter_mut().filter(|p| visit.holds(p)) {
        let here = procedure
            .appointment
            .as_ref()
            .is_none_or(|booked| booked == &appointment.id);
        let open = match procedure.status {
            ProcedureStatus::Planned | ProcedureStatus::Scheduled => true,
            ProcedureStatus::Declined
            | ProcedureStatus::Referred
            | ProcedureStatus::Removed
            | ProcedureStatus::Inactive
            | ProcedureStatus::Existing => since,
            ProcedureStatus::Completed => false,
        };
        match appointment.status {
            // One that was booked before is in the later visit now.
            AppointmentStatus::Scheduled if open => {
                procedure.status = ProcedureStatus::Scheduled;
                procedure.appointment = Some(appointment.id.clone());
            }
            AppointmentStatus::Completed if open => {
                procedure.status = ProcedureStatus::Completed;
                procedure.appointment = Some(appointment.id.clone());
            }
            AppointmentStatus::Broken | AppointmentStatus::Cancelled
                if here && procedure.status == ProcedureStatus::Scheduled =>
            {
                procedure.status = ProcedureStatus::Planned;
                procedure.appointment = None;
            }
            AppointmentStatus::Scheduled
            | AppointmentStatus::Completed
            | AppointmentStatus::Broken
            | AppointmentStatus::Cancelled => {}
        }
    }
}

fn plan_of(case: Option<&Case>) -> Option<&Plan> {
    case.and_then(Case::plan)
}
