//! A snapshot of something that falls due, and one that is gone.

use super::limits::check_due;
use super::machine::Machine;
use super::{AppointmentStatus, Case, CaseState, EntryKind, IgnoredInput, Outcome, Subject, SubjectGone, Visit};
use crate::Error;
use crate::plan::{DueSubject, Presented};
use crate::schedule::Timestamp;
use crate::wire::{AppointmentId, CaseId};

impl Machine<'_> {
    pub(super) fn on_subject(&mut self, at: Timestamp, due: &DueSubject) -> Result<(), Error> {
        check_due(due)?;
        let id = CaseId::from(due.id.clone());
        if due.kind != self.rules.subject {
            self.leave_to_others(None);
            return Ok(());
        }
        self.check_own(&id, "subject.id")?;
        let falls_due = self.anchor(due.location.as_ref(), Presented::On(due.due_on));
        let Some(known) = self.case(&id) else {
            if self.was_gone_since(&id, at) {
                let why = IgnoredInput::OlderSnapshot;
                self.note(Some(&id), EntryKind::Ignored { why });
                return Ok(());
            }
            self.make_room("subject.id")?;
            let (due, booked) = (
                DueSubject {
                    patient: self.known_of(&due.patient),
                    ..due.clone()
                },
                None,
            );
            self.begin_case(&id, at, falls_due, Subject::Due { due, booked });
            self.weigh_due(&id, false);
            self.say_if_not_enrolled(&id);
            return Ok(());
        };
        if at < known.known_at {
            let why = IgnoredInput::OlderSnapshot;
            self.note(Some(&id), EntryKind::Ignored { why });
            return Ok(());
        }
        let was_done = known.due().is_some_and(|before| before.done);
        let (waiting, open) = (matches!(known.state, CaseState::Waiting { .. }), known.is_open());
        // A date that was told while the case was open says nothing new once it is over.
        let told_before = known
            .due()
            .is_some_and(|before| before.due_on == due.due_on && !before.done);
        let later = self.is_later(due.location.as_ref(), Presented::On(due.due_on), known) && !due.done && !told_before;
        self.put_due(&id, at, due);
        if waiting {
            self.fall_due_at(&id, falls_due);
        } else if later && !open {
            self.next_due(&id, falls_due, at);
        } else if later && falls_due > self.now {
            // Not due any more, so nobody is to be told that it is.
            self.close(&id, Outcome::Withdrawn);
            self.next_due(&id, falls_due, at);
        }
        self.weigh_due(&id, was_done);
        Ok(())
    }

    pub(super) fn on_subject_gone(&mut self, at: Timestamp, gone: &SubjectGone) {
        if gone.kind != self.rules.subject {
            self.leave_to_others(None);
            return;
        }
        self.gone(at, &CaseId::from(gone.subject_id.clone()), None);
    }

    fn put_due(&mut self, id: &CaseId, at: Timestamp, now: &DueSubject) {
        if let Some(case) = self.case_mut(id)
            && let Subject::Due { due, .. } = &mut case.subject
        {
            due.clone_from(now);
            case.known_at = at;
        }
    }

    /// What was not begun yet follows its due date.
    fn fall_due_at(&mut self, id: &CaseId, falls_due: Timestamp) {
        if let Some(case) = self.case(id).filter(|case| case.presented != falls_due) {
            self.wait_from(id, falls_due, case.first_seen);
        }
    }

    /// It falls due again: the next round. Visits from here on may settle it.
    fn next_due(&mut self, id: &CaseId, falls_due: Timestamp, at: Timestamp) {
        self.begin_round(id, falls_due, at);
        if let Some(case) = self.case_mut(id)
            && let Subject::Due { booked, .. } = &mut case.subject
        {
            *booked = None;
        }
    }

    /// What a snapshot or the practice's book means for what falls due. It has no parts: booked is settled.
    pub(super) fn weigh_due(&mut self, id: &CaseId, was_done: bool) {
        let Some(case) = self.case(id) else { return };
        let Subject::Due { due, booked } = &case.subject else {
            return;
        };
        let (gone, done) = (self.is_gone(&due.patient), due.done);
        let (was_booked, now_booked) = (booked.is_some(), self.settled_by(case, booked.as_ref()));
        let settled = done || now_booked.is_some();
        if let Some(case) = self.case_mut(id)
            && let Subject::Due { booked, .. } = &mut case.subject
        {
            *booked = now_booked;
        }
        if gone {
            self.close(id, Outcome::Ineligible);
        } else if settled {
            self.close(id, Outcome::Accepted);
        } else if was_done || was_booked {
            self.visit_broken(id);
        }
    }

    /// The visit that settles what falls due: the one known, while it stands or the book no longer speaks of it; else
    /// the first that would.
    fn settled_by(&self, case: &Case, known: Option<&AppointmentId>) -> Option<AppointmentId> {
        let still = known.filter(|known| {
            let mut visits = self.f.visits.iter();
            visits
                .find(|visit| &visit.appointment.id == *known)
                .is_none_or(|visit| self.settles(case, visit))
        });
        still.cloned().or_else(|| {
            let mut visits = self.f.visits.iter();
            let found = visits.find(|visit| self.settles(case, visit));
            found.map(|visit| visit.appointment.id.clone())
        })
    }

    /// Whether a visit counts as done: of a kind that the playbook names, the patient's, in the book or over, and not
    /// from before this round was known of.
    pub(super) fn settles(&self, case: &Case, visit: &Visit) -> bool {
        let stands = matches!(
            visit.appointment.status,
            AppointmentStatus::Scheduled | AppointmentStatus::Completed
        );
        stands && self.would_settle(case, visit)
    }

    /// The same, whether it stands or not.
    pub(super) fn would_settle(&self, case: &Case, visit: &Visit) -> bool {
        let appointment = &visit.appointment;
        let named = self.rules.done_when.names(appointment.kind.as_ref());
        let own = appointment.may_be_of(&case.patient().id);
        named && own && appointment.starts_at.unwrap_or(visit.told_at) >= case.first_seen
    }
}
