//! A visit is booked, broken, cancelled or completed.

use super::machine::Machine;
use super::on_plan::overlay;
use super::transitions::LONGEST_PAUSE_DAYS;
use super::{Appointment, AppointmentStatus, Case, CaseState, EntryKind, IgnoredInput, PauseReason, Visit};
use crate::schedule::{DAY, Timestamp};
use crate::wire::CaseId;

/// Visits are remembered while they can matter: for the day in the chair, and for what they hold.
pub(super) const MAX_VISITS: usize = 64;
const VISIT_MEMORY_DAYS: i64 = 90;

impl Machine<'_> {
    pub(super) fn on_appointment(&mut self, at: Timestamp, appointment: &Appointment) {
        let mut visits = self.f.visits.iter();
        let known = visits.find(|visit| visit.appointment.id == appointment.id).cloned();
        let before = known.as_ref().map(|known| known.appointment.clone());
        let visit = match known {
            // Another kind's playbook took it in; the newest word is what counts for the cases of this one.
            Some(known) if self.told_before => known,
            Some(known) if known.told_at > at => {
                let why = IgnoredInput::OlderSnapshot;
                self.note(None, EntryKind::Ignored { why });
                return;
            }
            known => self.remember_visit(at, appointment, known),
        };
        for id in self.in_order_of_claim() {
            let Some(case) = self.case_mut(&id) else { continue };
            let known_at = case.known_at;
            let moved = match case.plan_mut() {
                Some(plan) if known_at <= visit.told_at => {
                    let before = plan.clone();
                    overlay(plan, &visit);
                    let moved = plan != &before;
                    if moved {
                        self.weigh(&id, Some(&before));
                        self.settle_group(&id);
                    }
                    moved
                }
                Some(_) => continue,
                None => {
                    self.weigh_due(&id, false);
                    false
                }
            };
            if before.is_none() && !moved && !self.told_before {
                self.first_heard_of_as_broken(&id, &visit);
            }
            // Told again every night it says nothing new; a second playbook cannot tell.
            if self.told_before || before.as_ref() != Some(&visit.appointment) {
                self.follow_visit(&id, &visit);
            }
        }
    }

    fn remember_visit(&mut self, at: Timestamp, appointment: &Appointment, known: Option<Visit>) -> Visit {
        let mut appointment = appointment.clone();
        if let Some(Visit { appointment: known, .. }) = known {
            // A cancellation often comes without what was to be done.
            if appointment.procedure_ids.is_empty() {
                appointment.procedure_ids = known.procedure_ids;
            }
            appointment.starts_at = appointment.starts_at.or(known.starts_at);
            appointment.kind = appointment.kind.or(known.kind);
            appointment.patient_id = appointment.patient_id.or(known.patient_id);
            self.f.visits.retain(|other| other.appointment.id != known.id);
        }
        let visit = Visit {
            appointment,
            told_at: at,
        };
        // In order of their ids, so that what order they came in makes no difference.
        let index = self
            .f
            .visits
            .partition_point(|other| other.appointment.id < visit.appointment.id);
        self.f.visits.insert(index, visit.clone());
        self.forget_visits();
        visit
    }

    /// One visit for a procedure that several plans share accepts the one that people are at, then the one worth more.
    fn in_order_of_claim(&self) -> Vec<CaseId> {
        let mut cases: Vec<&Case> = self.own_cases().collect();
        cases.sort_by_cached_key(|case| (!case.is_under_way(), case.claim()));
        cases.into_iter().map(|case| case.id.clone()).collect()
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
        let holds = |p: &crate::plan::Procedure| visit.appointment.procedure_ids.contains(&p.id);
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

    fn forget_visits(&mut self) {
        let oldest = self.now.plus(-VISIT_MEMORY_DAYS * DAY);
        self.f
            .visits
            .retain(|visit| visit.appointment.starts_at.unwrap_or(visit.told_at) >= oldest);
        while self.f.visits.len() > MAX_VISITS {
            let told = self
                .f
                .visits
                .iter()
                .map(|visit| visit.told_at)
                .enumerate()
                .min_by_key(|(_, told)| *told);
            match told {
                Some((index, _)) => drop(self.f.visits.remove(index)),
                None => return,
            }
        }
    }
}
