//! What time will bring: a copy, ticked ahead, and what its journal says.

use crate::follow_up::{Entry, EntryKind, Look, Moment};
use crate::playbook::Playbook;
use crate::schedule::Timestamp;
use crate::wire::CaseId;

/// More ticks than any case needs to its end; a guard, not a limit anybody meets.
const MAX_TICKS: usize = 500;

/// The journal of the ticks to come, as long as nothing else happens.
pub(super) struct Forecast {
    journal: Vec<Entry>,
}

impl Forecast {
    /// Ticks a copy ahead until each case has been contacted or is over.
    pub(super) fn of(playbook: &Playbook, look: &Look<'_>, moment: Moment) -> Self {
        let mut forecast = Self { journal: Vec::new() };
        let mut ahead = look.follow_up().clone();
        let mut wake_at = look.wake_at();
        // Facts that are fresh are taken to stay so: the next export will have come by then.
        let facts_as_of = moment.facts_as_of.filter(|_| look.facts_are_stale());
        for _ in 0..MAX_TICKS {
            let Some(at) = wake_at else { break };
            let cases = &look.follow_up().cases;
            if cases.iter().all(|case| !case.is_open() || forecast.is_told(&case.id)) {
                break;
            }
            let then = Moment {
                now: at,
                facts_as_of,
                confirm_leap: true,
                ..moment
            };
            let Ok(decision) = playbook.tick(&mut ahead, then) else {
                break;
            };
            forecast.journal.extend(decision.journal);
            wake_at = decision.wake_at.filter(|&next: &Timestamp| next > at);
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
