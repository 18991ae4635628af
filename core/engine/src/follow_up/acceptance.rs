//! What counts as accepted.

use super::machine::Machine;
use super::{AppointmentStatus, Case, Subject};
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
                let visited = self.f.visits.iter().any(|visit| {
                    let counts = matches!(
                        visit.appointment.status,
                        AppointmentStatus::Scheduled | AppointmentStatus::Completed
                    );
                    let cleaning = visit.appointment.kind.as_ref().map(AppointmentKind::as_str) == Some(HYGIENE);
                    let own = visit.appointment.may_be_of(&plan.patient.id);
                    counts && own && !cleaning && visit.appointment.starts_at.is_some_and(|at| at > case.presented)
                });
                same_procedures(plan) || visited
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
