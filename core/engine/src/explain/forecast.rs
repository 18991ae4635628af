//! What time will bring: a copy, ticked ahead, and what its journal says.

use crate::follow_up::{Ahead, Entry, EntryKind, Look, Moment};
use crate::playbook::Playbook;
use crate::wire::CaseId;

/// The journal of the ticks to come, as long as nothing else happens.
pub(super) struct Forecast {
    journal: Vec<Entry>,
}

impl Forecast {
    /// Ticks a copy ahead until each case has been contacted or is over.
    pub(super) fn of(playbook: &Playbook, look: &Look<'_>, moment: Moment) -> Self {
        let mut forecast = Self { journal: Vec::new() };
        let cases = &look.follow_up().cases;
        let mut ahead = Ahead::of(playbook, Box::new(look.follow_up().clone()), moment, look.wake_at());
        while cases.iter().any(|case| case.is_open() && !forecast.is_told(&case.id)) {
            let Some((_, decision)) = ahead.next() else { break };
            forecast.journal.extend(decision.journal);
        }
        forecast
    }

    fn is_told(&self, case: &CaseId) -> bool {
        let over = |entry: &Entry| matches!(entry.kind, EntryKind::Closed { .. });
        self.contact_of(case).is_some() || self.of_case(case).any(over)
    }

    /// The next thing that time brings to a case.
    pub(super) fn next_of(&self, case: &CaseId) -> Option<&Entry> {
        self.of_case(case).next()
    }

    /// The next message or call of a case.
    pub(super) fn contact_of(&self, case: &CaseId) -> Option<&Entry> {
        self.of_case(case)
            .find(|entry| matches!(entry.kind, EntryKind::StepSent { .. }))
    }

    fn of_case(&self, case: &CaseId) -> impl Iterator<Item = &Entry> {
        self.journal
            .iter()
            .filter(move |entry| entry.case_id.as_ref() == Some(case))
    }
}
