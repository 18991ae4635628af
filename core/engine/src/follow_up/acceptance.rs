//! What counts as accepted.

use super::machine::Machine;
use super::{Case, CaseState, Outcome, Subject, Visit};
use crate::plan::{Plan, Procedure, ProcedureStatus};
use crate::playbook::AcceptedWhen;
use crate::wire::AppointmentKind;

/// The kind of visit that accepts no plan by itself.
const HYGIENE: &str = "hygiene";

impl Machine<'_> {
    /// Whether the whole of a plan is accepted, by the playbook's `accepted_when`.
    pub(super) fn is_accepted(&self, case: &Case) -> bool {
        let plan = match &case.subject {
            Subject::Plan { plan } => plan,
            Subject::Due { due, booked } => return due.done || booked.is_some(),
        };
        match self.rules.trigger.accepted_when {
            AcceptedWhen::SameProcedures => same_procedures(plan),
            AcceptedWhen::SameArea => self.same_area(plan),
            AcceptedWhen::AnyVisit => {
                let mut visits = self.f.visits.iter().filter(|visit| visit.stands());
                same_procedures(plan) || visits.any(|visit| may_accept(case, plan, visit))
            }
            AcceptedWhen::ValueShare(share) => {
                let fees = |of: fn(&Procedure) -> bool| -> i128 {
                    plan.procedures
                        .iter()
                        .filter(|p| of(p))
                        .filter_map(|p| p.fee)
                        .map(|fee| i128::from(fee.cents()))
                        .sum()
                };
                let whole = fees(|p| accepted(p) || p.status == ProcedureStatus::Planned);
                let (taken, numerator) = (fees(accepted), i128::from(share.numerator));
                taken > 0 && taken * i128::from(share.denominator) >= whole * numerator
            }
        }
    }

    /// A scheduled or done procedure on the same tooth, else in the same quadrant, for each pending one. A pending one
    /// without an area decides as in `same_procedures`.
    fn same_area(&self, plan: &Plan) -> bool {
        let of_patient = |other: &&Plan| other.patient.id == plan.patient.id;
        let taken: Vec<&Procedure> = self
            .f
            .cases
            .iter()
            .filter_map(Case::plan)
            .filter(of_patient)
            .flat_map(|plan| &plan.procedures)
            .filter(|p| accepted(p))
            .collect();
        let covered = |p: &Procedure| {
            taken.iter().any(|t| match (&p.tooth, &p.quadrant) {
                (Some(tooth), _) => t.tooth.as_ref() == Some(tooth),
                (None, Some(quadrant)) => t.quadrant.as_ref() == Some(quadrant),
                (None, None) => false,
            })
        };
        same_procedures(plan) || (plan.pending().next().is_some() && plan.pending().all(covered))
    }
}

impl Case {
    /// Whether it ended by acceptance of the whole.
    pub(crate) fn is_accepted(&self) -> bool {
        let accepted = Outcome::Accepted;
        matches!(self.state, CaseState::Closed { outcome, .. } if outcome == accepted)
    }
}

/// Whether a visit, while it stands, accepts a plan by `any_visit`: the patient's, no cleaning, after presentation.
pub(super) fn may_accept(case: &Case, plan: &Plan, visit: &Visit) -> bool {
    let appointment = &visit.appointment;
    let cleaning = appointment.kind.as_ref().map(AppointmentKind::as_str) == Some(HYGIENE);
    let own = appointment.may_be_of(&plan.patient.id);
    own && !cleaning && appointment.starts_at.is_some_and(|at| at > case.presented)
}

/// No procedure is pending and at least one is scheduled or done.
fn same_procedures(plan: &Plan) -> bool {
    plan.pending().next().is_none() && plan.procedures.iter().any(accepted)
}

/// Scheduled or done.
pub(super) fn accepted(procedure: &Procedure) -> bool {
    matches!(
        procedure.status,
        ProcedureStatus::Scheduled | ProcedureStatus::Completed
    )
}
