//! What plan snapshots say of each plan.

use followthrough::plan::Presented;
use followthrough::{Category, Money, Plan, Standing};

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
    /// The instant of the snapshot that the value is from; a line without one comes before all others.
    first: Option<i64>,
    known: bool,
}

impl PlanFacts {
    /// Takes in a snapshot, in whatever order they come.
    pub(super) fn note(&mut self, at: Option<i64>, recipient: Option<&str>, plan: &Plan) {
        let standing = plan.standing();
        let accepted = matches!(standing, Standing::Accepted | Standing::Completed);
        if accepted && let Some(at) = at {
            self.accepted_at = Some(self.accepted_at.map_or(at, |known| known.min(at)));
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

/// The fees of what is booked or done; none when one is missing.
fn booked(plan: &Plan) -> Option<Money> {
    use followthrough::plan::ProcedureStatus::{Completed, Scheduled};
    let booked = plan
        .procedures
        .iter()
        .filter(|one| matches!(one.status, Completed | Scheduled));
    booked.map(|procedure| procedure.fee).sum()
}
