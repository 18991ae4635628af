//! The days that a report is about, as instants.

use followthrough::schedule::Zone;
use followthrough::{Date, Money};

use super::AcceptedWhen;
use crate::journal::{Case, Journal, Name, Reaction};

/// The days that a report is about, on the practice's calendar, and how far it looks.
#[derive(Clone, Debug)]
pub struct Span {
    pub(crate) zone: Zone,
    /// The instant at which it begins.
    pub(crate) from: i64,
    /// The instant at which it is over.
    pub(crate) to: i64,
    /// What happened from then on counts in nothing.
    pub(crate) known_to: i64,
    /// What counts as following a link.
    pub(crate) clicks: Reaction,
    /// What counts as accepted where snapshots tell.
    accepted_when: AcceptedWhen,
}

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
    /// The days from one to another, both included, with what came of them up to the end of a third. `landed` says
    /// that a fetch counts as following a link, as the playbook's `engagement: {click: landed}` does.
    pub fn new(zone: Zone, from: Date, to: Date, as_of: Date, landed: bool) -> Self {
        let after = |date: Date| start(&zone, date.plus_days(1).unwrap_or(date));
        Self {
            from: start(&zone, from),
            to: after(to),
            known_to: after(as_of),
            clicks: if landed { Reaction::Fetched } else { Reaction::Clicked },
            accepted_when: AcceptedWhen::default(),
            zone,
        }
    }

    /// The same days, with what counts as accepted; by itself all of a plan.
    #[must_use]
    pub fn accepting(self, accepted_when: AcceptedWhen) -> Self {
        Self { accepted_when, ..self }
    }

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

    /// Whether an instant is of these days, and known.
    pub(crate) fn holds(&self, at: i64) -> bool {
        self.from <= at && at < self.to.min(self.known_to)
    }

    /// The day of an instant.
    pub(crate) fn day(&self, at: i64) -> Date {
        self.zone.local(followthrough::Timestamp::from_unix(at)).date
    }
}

pub(crate) fn start(zone: &Zone, date: Date) -> i64 {
    zone.start_of_day(date).unix()
}
