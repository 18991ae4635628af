//! Who is counted, in which group, and by when it is known what became of it.

use std::collections::BTreeMap;

use followthrough::schedule::DAY;

use super::households::{Counts, Fate, Group, Household, Tally};
use crate::monthly::{AcceptedWhen, ReportOptions};

/// What a household has to be to be counted, and by when.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    pub(super) from: i64,
    pub(super) known_to: i64,
    pub(super) window_days: u32,
    pub(super) accepted_when: AcceptedWhen,
    /// The instant up to which all plans were handed in, where the practice says so.
    pub(super) complete_to: Option<i64>,
    /// For the planned look: households count that began before this instant, and are looked at when all is known to
    /// `known_to`.
    pub(super) began_before: Option<i64>,
}

impl Rules {
    pub(super) fn new(from: i64, options: &ReportOptions) -> Self {
        Self {
            from,
            known_to: options.span().known_to,
            window_days: options.window_days,
            accepted_when: options.accepted_when,
            complete_to: options.plans_complete_to.map(|day| options.end_of(day)),
            began_before: None,
        }
    }

    /// When the days of a household are over that began at an instant.
    pub(super) fn end_of(&self, from: i64) -> i64 {
        let end = from + i64::from(self.window_days) * DAY;
        // Where clocks are put forward meanwhile, the last hour of the pilot would be looked at an hour too early.
        self.began_before.map_or(end, |_| end.min(self.known_to))
    }

    /// What became of a household from an instant on; none where it began before all that is counted, or is not known yet.
    pub(super) fn fate(&self, household: &Household<'_>, from: i64, counts: Counts) -> Option<Fate> {
        let counted = from >= self.from && from < self.began_before.unwrap_or(self.known_to);
        counted.then(|| household.outcome(from, self, counts))
    }

    /// What became of a household since it began; none where it does not count.
    pub(super) fn fate_since_it_began(&self, household: &Household<'_>) -> Option<Fate> {
        let fate = self.fate(household, household.began()?, Counts::ByThePractice);
        fate.filter(|_| !household.is_in_both(self))
    }

    pub(super) fn tally(&self, all: &BTreeMap<&str, Household<'_>>, group: Group) -> Tally {
        let mut tally = Tally::default();
        let of_group = all.values().filter(|household| household.group() == group);
        for fate in of_group.filter_map(|household| self.fate_since_it_began(household)) {
            tally.count(fate);
        }
        tally
    }

    /// How many households do not count as accepted that the engine closed a case of as accepted.
    pub(super) fn closed_as_accepted(&self, all: &BTreeMap<&str, Household<'_>>) -> u64 {
        let otherwise = all.values().filter(|household| {
            let fate = self.fate_since_it_began(household);
            let over = matches!(fate, Some(Fate::Not | Fate::Absent | Fate::Unknown));
            let began = household
                .began()
                .filter(|_| over && household.group() != Group::Neither);
            began.is_some_and(|began| household.was_closed_as_accepted(began, self))
        });
        u64::try_from(otherwise.count()).unwrap_or(u64::MAX)
    }

    /// How many households were in both groups.
    pub(super) fn in_both(&self, all: &BTreeMap<&str, Household<'_>>) -> u64 {
        let counted = |at: i64| (self.from..self.known_to).contains(&at);
        let both = all.values().filter(|household| household.is_in_both(self));
        let both = both.filter(|household| household.began().is_some_and(counted));
        u64::try_from(both.count()).unwrap_or(u64::MAX)
    }
}
