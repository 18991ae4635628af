//! What plan snapshots say of each plan.

use followthrough::plan::Presented;
use followthrough::{Category, Money, Plan, Standing};

use crate::kinds::{LEFT_OUT, kind_of};

/// A plan, from its snapshots.
#[derive(Debug, Default)]
pub(crate) struct PlanFacts {
    /// Whose it is, where a line said so.
    pub(crate) recipient: Option<Box<str>>,
    pub(crate) patient: Box<str>,
    /// What was pending when it was first told of; where it came accepted already, what was booked or done. None when
    /// a fee is missing.
    pub(crate) value: Option<Money>,
    pub(crate) category: Option<Category>,
    pub(crate) provider: Option<Box<str>>,
    pub(crate) presented: Option<Presented>,
    /// The instant of the first snapshot in which all of it was booked or done.
    pub(crate) accepted_at: Option<i64>,
    /// Whether there is anything in it that a patient has to accept: more than examinations and cleanings.
    pub(crate) asked: bool,
    /// The instant of the first snapshot in which all of that was booked or done.
    pub(crate) asked_accepted_at: Option<i64>,
    /// The instant of the snapshot that the value is from; a line without one comes before all others.
    first: Option<i64>,
    known: bool,
}

impl PlanFacts {
    /// Takes in a snapshot, in whatever order they come.
    pub(super) fn note(&mut self, at: Option<i64>, recipient: Option<&str>, plan: &Plan) {
        let standing = plan.standing();
        let asked = asked(plan);
        self.asked |= asked.is_some();
        for (standing, known) in [
            (Some(standing), &mut self.accepted_at),
            (asked, &mut self.asked_accepted_at),
        ] {
            if let (Some(Standing::Accepted | Standing::Completed), Some(at)) = (standing, at) {
                *known = Some(known.map_or(at, |known| known.min(at)));
            }
        }
        if let Some(recipient) = recipient {
            self.recipient.get_or_insert_with(|| recipient.into());
        }
        if self.known && self.first <= at {
            return;
        }
        self.known = true;
        self.first = at;
        self.patient = plan.patient.id.as_str().into();
        self.value = if standing.is_pending() {
            plan.pending_value()
        } else {
            booked(plan)
        };
        self.category = Category::of_plan(plan, |_| None);
        self.provider = plan.provider.as_ref().map(|provider| provider.id.as_str().into());
        self.presented = plan.presented_at;
    }
}

/// Where that of it stands which a patient has to accept; none where there is nothing of the kind.
fn asked(plan: &Plan) -> Option<Standing> {
    let left_out = |procedure: &followthrough::plan::Procedure| {
        let kind = procedure.code.as_deref().map(kind_of);
        kind.is_some_and(|kind| LEFT_OUT.contains(&kind))
    };
    if !plan.procedures.iter().any(left_out) {
        return Some(plan.standing());
    }
    let mut rest = plan.clone();
    rest.procedures.retain(|procedure| !left_out(procedure));
    (!rest.procedures.is_empty()).then(|| rest.standing())
}

/// The fees of what is booked or done; none when one is missing.
fn booked(plan: &Plan) -> Option<Money> {
    use followthrough::plan::ProcedureStatus::{Completed, Scheduled};
    let booked = plan
        .procedures
        .iter()
        .filter(|one| matches!(one.status, Completed | Scheduled));
    booked.map(|procedure| procedure.fee).sum()
}
