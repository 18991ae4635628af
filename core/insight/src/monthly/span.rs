//! The days that a report is about, as instants.

use followthrough::Date;
use followthrough::schedule::Zone;

use super::AcceptedWhen;
use crate::journal::Reaction;

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
    pub(super) accepted_when: AcceptedWhen,
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
