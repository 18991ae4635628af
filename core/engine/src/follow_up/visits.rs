//! The practice's book as far as it was told: which visits are remembered, and what each of them holds.

use serde::{Deserialize, Serialize};

use super::machine::Machine;
use super::{Appointment, AppointmentStatus, Case};
use crate::plan::{Plan, Procedure, ProcedureStatus};
use crate::schedule::{DAY, Timestamp};
use crate::wire::{AppointmentId, CaseId};

/// How many visits are remembered.
const MAX_VISITS: usize = 64;
/// Visits are remembered while they can matter: for the day in the chair, and for what they hold.
const VISIT_MEMORY_DAYS: i64 = 90;
/// How long a visit of unknown date is waited for.
const UNKNOWN_VISIT_DAYS: i64 = 14;

/// A visit, and when the practice system last spoke of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Visit {
    pub(crate) appointment: Appointment,
    pub(crate) told_at: Timestamp,
    /// When this very word was told first, where it was told again since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) first_told: Option<Timestamp>,
}

impl Visit {
    /// It is in the book, or took place.
    pub(super) fn stands(&self) -> bool {
        stands(self.appointment.status)
    }

    /// Whether its last word says something that was not told before.
    pub(super) fn is_news(&self) -> bool {
        self.first_told.is_none()
    }

    fn said_at(&self) -> Timestamp {
        self.first_told.unwrap_or(self.told_at)
    }

    /// Whether what its last word says was first told after an instant.
    pub(super) fn was_told_after(&self, at: Timestamp) -> bool {
        self.said_at() > at
    }

    /// When it is over, as far as is known: one without a date is waited for two weeks.
    fn over_at(&self) -> Timestamp {
        let unknown = || self.said_at().plus(UNKNOWN_VISIT_DAYS * DAY);
        self.appointment.starts_at.unwrap_or_else(unknown)
    }

    /// When a scheduled one passes, if nobody says anything.
    pub(super) fn passes_at(&self) -> Option<Timestamp> {
        (self.appointment.status == AppointmentStatus::Scheduled).then(|| self.over_at())
    }

    /// Whether it is booked and still to come at an instant.
    pub(super) fn lies_ahead(&self, at: Timestamp) -> bool {
        self.passes_at().is_some_and(|over| over > at)
    }

    /// The end of a pause that waits for it: a day after its start. A completed one whose start is not known has a day
    /// from when it was told of.
    fn waited_for_until(&self) -> Timestamp {
        match (self.appointment.starts_at, self.appointment.status) {
            (Some(at), _) => at.plus(DAY),
            (None, AppointmentStatus::Completed) => self.said_at().plus(DAY),
            (None, AppointmentStatus::Scheduled | AppointmentStatus::Broken | AppointmentStatus::Cancelled) => {
                self.over_at()
            }
        }
    }

    /// Whether it speaks of a procedure: by naming it, or, where it names none or is off, because a snapshot has booked
    /// the procedure in it.
    pub(super) fn holds(&self, procedure: &Procedure) -> bool {
        let Appointment { id, procedure_ids, .. } = &self.appointment;
        let booked_in = procedure.appointment.as_ref() == Some(id);
        procedure_ids.contains(&procedure.id) || (booked_in && (procedure_ids.is_empty() || !self.stands()))
    }
}

/// Whether a visit of that status is in the book, or took place.
pub(super) fn stands(status: AppointmentStatus) -> bool {
    matches!(status, AppointmentStatus::Scheduled | AppointmentStatus::Completed)
}

impl Machine<'_> {
    /// Takes in the newer word of a visit.
    pub(super) fn remember_visit(&mut self, at: Timestamp, appointment: &Appointment, known: Option<Visit>) -> Visit {
        let mut appointment = appointment.clone();
        let mut first_told = None;
        if let Some(known) = known {
            let (told, known) = (known.said_at(), known.appointment);
            // A cancellation often comes without what was to be done.
            if appointment.procedure_ids.is_empty() {
                appointment.procedure_ids.clone_from(&known.procedure_ids);
            }
            appointment.starts_at = appointment.starts_at.or(known.starts_at);
            appointment.kind = appointment.kind.or_else(|| known.kind.clone());
            appointment.patient_id = appointment.patient_id.or_else(|| known.patient_id.clone());
            first_told = (appointment == known).then_some(told);
            self.f.visits.retain(|other| other.appointment.id != known.id);
        }
        let visit = Visit {
            appointment,
            told_at: at,
            first_told,
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

    fn forget_visits(&mut self) {
        let oldest = self.now.plus(-VISIT_MEMORY_DAYS * DAY);
        let last = last_ones(&self.f.visits);
        self.f.visits.retain(|visit| {
            let recent = visit.appointment.starts_at.unwrap_or(visit.told_at) >= oldest;
            recent || last.contains(&visit.appointment.id)
        });
        forget_excess(&mut self.f.visits);
    }

    /// The visit in which a procedure is booked or was done: the one that its newest word names, else the one that was
    /// told of last among those that hold it. One that was left for another, or overruled by a snapshot, is none.
    fn visit_of(&self, procedure: &Procedure) -> Option<&Visit> {
        let mut standing = self.f.visits.iter().filter(|visit| visit.stands());
        match &procedure.appointment {
            Some(id) => standing.find(|visit| &visit.appointment.id == id),
            None => standing
                .filter(|visit| visit.holds(procedure))
                .max_by_key(|visit| (visit.said_at(), visit.appointment.starts_at)),
        }
    }

    /// Whether something of a plan is booked in a visit that is still to come.
    pub(super) fn is_booked_ahead(&self, plan: &Plan, at: Timestamp) -> bool {
        let mut booked = of_status(plan, ProcedureStatus::Scheduled);
        booked.any(|p| self.visit_of(p).is_some_and(|visit| visit.lies_ahead(at)))
    }

    /// The start of the latest visit of a case's patient that took place by an instant.
    pub(super) fn last_visit(&self, case: &Case, at: Timestamp) -> Option<Timestamp> {
        self.past_visits(case).filter(|start| *start <= at).max()
    }

    /// When the patient of a case was in the chair, as far as is known and said.
    pub(super) fn past_visits(&self, case: &Case) -> impl Iterator<Item = Timestamp> {
        let patient = &case.patient().id;
        let own = self
            .f
            .visits
            .iter()
            .filter(|visit| visit.appointment.may_be_of(patient));
        own.filter_map(|visit| visit.appointment.took_place_at())
    }

    /// 24 hours after the last visit that holds what is booked of the plan, else what is done, or that settles what is
    /// due; two weeks from when it was told of when its date is not known, and from now when no visit is.
    pub(super) fn visit_end(&self, id: &CaseId) -> Timestamp {
        let unknown = self.now.plus(UNKNOWN_VISIT_DAYS * DAY);
        let Some(case) = self.case(id) else { return unknown };
        let Some(plan) = case.plan() else {
            let settling = self.f.visits.iter().filter(|visit| self.settles(case, visit));
            return settling.map(Visit::waited_for_until).max().unwrap_or(unknown);
        };
        let end = |p: &Procedure| self.visit_of(p).map(Visit::waited_for_until);
        // Each by itself: the visit of one may be over without anybody having said so.
        let booked = of_status(plan, ProcedureStatus::Scheduled).map(|p| end(p).unwrap_or(unknown));
        let done = of_status(plan, ProcedureStatus::Completed).filter_map(end);
        booked.max().or(done.max()).unwrap_or(unknown)
    }

    /// The same for a visit that staff told of: one that is over by now is another.
    pub(super) fn visit_to_come(&self, id: &CaseId) -> Timestamp {
        let known = self.visit_end(id);
        if known > self.now {
            known
        } else {
            self.now.plus(UNKNOWN_VISIT_DAYS * DAY)
        }
    }
}

/// Each patient's latest visit that took place: it is kept however long ago it was, since conditions may ask for it.
fn last_ones(visits: &[Visit]) -> Vec<AppointmentId> {
    let last_of = |visit: &&Visit| {
        let took_place = visit.appointment.took_place_at();
        let later = |other: &Visit| {
            let same = other.appointment.patient_id == visit.appointment.patient_id;
            same && other.appointment.took_place_at() > took_place
        };
        took_place.is_some() && !visits.iter().any(later)
    };
    let last = visits.iter().filter(last_of);
    last.map(|visit| visit.appointment.id.clone()).collect()
}

/// Of more than are remembered, those go that nobody spoke of for longest.
pub(super) fn forget_excess(visits: &mut Vec<Visit>) {
    while visits.len() > MAX_VISITS {
        let last = last_ones(visits);
        let told = visits
            .iter()
            .map(|visit| (last.contains(&visit.appointment.id), visit.told_at));
        match told.enumerate().min_by_key(|(_, told)| *told) {
            Some((index, _)) => drop(visits.remove(index)),
            None => return,
        }
    }
}

fn of_status(plan: &Plan, status: ProcedureStatus) -> impl Iterator<Item = &Procedure> {
    plan.procedures.iter().filter(move |p| p.status == status)
}
