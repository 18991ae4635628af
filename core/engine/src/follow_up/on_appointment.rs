//! A visit is booked, broken, cancelled or completed.

use super::limits::check_appointment;
use super::machine::Machine;
use super::transitions::LONGEST_PAUSE_DAYS;
use super::weigh::overlay;
use super::{Appointment, AppointmentStatus, Case, CaseState, EntryKind, IgnoredInput, PauseReason, Visit};
use crate::Error;
use crate::schedule::{DAY, Timestamp};
use crate::wire::CaseId;

impl Machine<'_> {
    pub(super) fn on_appointment(&mut self, at: Timestamp, appointment: &Appointment) -> Result<(), Error> {
        check_appointment(appointment)?;
        let mut visits = self.f.visits.iter();
        let known = visits.find(|visit| visit.appointment.id == appointment.id).cloned();
        if !self.told_before && known.as_ref().is_some_and(|known| known.told_at > at) {
            let why = IgnoredInput::OlderSnapshot;
            self.note(None, EntryKind::Ignored { why });
            return Ok(());
        }
        let (was_standing, unknown) = (known.as_ref().is_some_and(Visit::stands), known.is_none());
        let stood = self.plans_stand();
        let visit = match known {
            // Another kind's playbook took it in; the newest word is what counts for the cases of this one.
            Some(known) if self.told_before => known,
            known => self.remember_visit(at, appointment, known),
        };
        let off = visit.is_news() && !visit.stands();
        let changed = self.lay_over_plans(&visit);
        // Whether it stood, a second playbook cannot tell any more: what the first one took in is all that it sees.
        let broken = Some(&visit).filter(|_| off && (was_standing || self.told_before));
        self.weigh_all(stood, None, broken);
        for id in self.own_ids() {
            if self.case(&id).is_some_and(|case| case.plan().is_none()) {
                self.weigh_due(&id, false);
            }
            // Told again every night it says nothing new.
            if visit.is_news() && self.case(&id).is_some_and(|case| heard_since(case, &visit)) {
                self.follow_visit(&id, &visit);
                if unknown && !changed.contains(&id) {
                    self.first_heard_of_as_broken(&id, &visit);
                }
            }
        }
        Ok(())
    }

    /// Of each procedure the later word of snapshot and visit holds. The cases whose plans it changed.
    fn lay_over_plans(&mut self, visit: &Visit) -> Vec<CaseId> {
        let mut changed = Vec::new();
        for id in self.own_ids() {
            let Some(case) = self.case_mut(&id).filter(|case| heard_since(case, visit)) else {
                continue;
            };
            let known_at = case.known_at;
            let Some(plan) = case.plan_mut() else { continue };
            let before = plan.clone();
            overlay(plan, visit, known_at);
            if plan != &before {
                changed.push(id);
            }
        }
        changed
    }

    /// Staff book a visit before the practice system tells of it. When the first that it tells is that the visit fell
    /// through, that is what staff booked; one from before people were at the case is not.
    fn first_heard_of_as_broken(&mut self, id: &CaseId, visit: &Visit) {
        let appointment = &visit.appointment;
        let fell_through = match appointment.status {
            AppointmentStatus::Broken | AppointmentStatus::Cancelled => true,
            AppointmentStatus::Scheduled | AppointmentStatus::Completed => false,
        };
        let Some(case) = self.case(id).filter(|_| fell_through) else {
            return;
        };
        let since = match &case.state {
            CaseState::Paused {
                why: PauseReason::Visit,
                since,
                ..
            }
            | CaseState::ReEngaged { since, .. } => *since,
            CaseState::Waiting { .. }
            | CaseState::Active(_)
            | CaseState::Observed { .. }
            | CaseState::Paused { .. }
            | CaseState::Closed { .. } => return,
        };
        let concerned = match case.plan() {
            Some(plan) => plan.pending().any(|p| appointment.procedure_ids.contains(&p.id)),
            None => self.would_settle(case, visit),
        };
        let later = visit.told_at >= since && appointment.starts_at.is_none_or(|starts| starts >= since);
        if concerned && later {
            self.visit_broken(id);
        }
    }

    /// A visit that moved, or took place, takes the end of its pause with it; one that is booked anew is waited for.
    fn follow_visit(&mut self, id: &CaseId, visit: &Visit) {
        let booked = match visit.appointment.status {
            AppointmentStatus::Scheduled => true,
            AppointmentStatus::Completed => false,
            AppointmentStatus::Broken | AppointmentStatus::Cancelled => return,
        };
        let Some(case) = self.case(id) else { return };
        let holds = |p: &crate::plan::Procedure| visit.holds(p);
        let concerned = match case.plan() {
            Some(plan) => plan.procedures.iter().any(holds),
            None => self.settles(case, visit),
        };
        let end = self.visit_end(id).min(self.now.plus(LONGEST_PAUSE_DAYS * DAY));
        let now = self.now;
        match self.case_mut(id).filter(|_| concerned).map(|case| &mut case.state) {
            Some(CaseState::Paused {
                why: PauseReason::Visit,
                until,
                ..
            }) => *until = end,
            // Another visit for what was booked before: the one before it passed without a word.
            Some(CaseState::Active(_) | CaseState::ReEngaged { .. }) if booked && end > now => {
                self.pause(id, PauseReason::Visit, end);
            }
            Some(
                CaseState::Waiting { .. }
                | CaseState::Active(_)
                | CaseState::Observed { .. }
                | CaseState::Paused { .. }
                | CaseState::ReEngaged { .. }
                | CaseState::Closed { .. },
            )
            | None => {}
        }
    }
}

/// Whether a visit was told of after the newest snapshot of a plan, or with it.
fn heard_since(case: &Case, visit: &Visit) -> bool {
    case.plan().is_none() || case.known_at <= visit.told_at
}
