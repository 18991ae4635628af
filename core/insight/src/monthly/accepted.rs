//! What was accepted while it was followed up, and whether it still stands: one rule for what was recovered and for what
//! messages led to.

use followthrough::Money;

use super::Span;
use crate::journal::{Case, Journal, Name};

/// What the engine closed as accepted, while it was followed up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accepted {
    pub(crate) at: i64,
    /// The step that the engine credits.
    pub(crate) credited: Option<Name>,
    /// Whether it stands so by the newest snapshot that is known. Where none is as new as the closing, that is the last
    /// word.
    pub(crate) stands: bool,
    /// What of it is accepted; of what does not stand, what it would have been worth. None where that is not known.
    pub(crate) value: Option<Money>,
}

impl Span {
    /// When a case was closed as accepted, as far as that is known: what is credited with it counts it, whatever the days.
    pub(crate) fn accepted(&self, journal: &Journal, case: &Case) -> Option<Accepted> {
        let (at, credited) = case.accepted().filter(|(at, _)| *at < self.known_to)?;
        let plan = journal.plan(&case.id);
        let newest = plan.and_then(|plan| plan.course_before(self.known_to).last());
        let told = newest.filter(|stood| stood.until >= at);
        let stands = told.is_none_or(|stood| self.accepted_when.holds(stood));
        let value = journal.value(case);
        Some(Accepted {
            at,
            credited,
            stands,
            value: match told {
                Some(stood) if stands => value.and_then(|value| self.accepted_when.worth(value, stood)),
                Some(_) | None => value,
            },
        })
    }
}
