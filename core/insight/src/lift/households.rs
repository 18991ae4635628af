//! Households: when each began, in which group, and what became of it.

use std::collections::BTreeMap;

use followthrough::follow_up::Outcome;
use followthrough::plan::Presented;
use followthrough::schedule::{DAY, Zone};

use crate::journal::{Case, Journal};
use crate::stats::Sample;

/// By intention: whatever was sent afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    FollowedUp,
    HeldOut,
    /// Only known from plans, or never taken up.
    Neither,
}

/// One household. Instants are seconds since 1970.
#[derive(Debug)]
pub(super) struct Household {
    pub(super) group: Group,
    /// When a plan of it was first taken up, or would have been.
    pub(super) began: Option<i64>,
    /// When plans of it were presented, in order.
    presented: Vec<i64>,
    /// When plans of it were known to be accepted, in order.
    accepted: Vec<i64>,
    /// When what became of a plan is not known any more from the journal alone, in order: its case was over.
    over: Vec<i64>,
}

/// What became of one within its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Accepted,
    Not,
    /// Its window is not over.
    Immature,
    /// Its follow-up was over before its window was, and no newer plans were told.
    Unknown,
}

/// Counted households of one group.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) accepted: u64,
    pub(super) settled: u64,
    pub(super) immature: u64,
    pub(super) unknown: u64,
}

impl Tally {
    pub(super) fn count(&mut self, outcome: Fate) {
        match outcome {
            Fate::Accepted => {
                self.accepted += 1;
                self.settled += 1;
            }
            Fate::Not => self.settled += 1,
            Fate::Immature => self.immature += 1,
            Fate::Unknown => {
                self.settled += 1;
                self.unknown += 1;
            }
        }
    }

    pub(super) fn begun(self) -> u64 {
        self.settled + self.immature
    }

    pub(super) fn sample(self) -> Sample {
        Sample::new(self.accepted, self.settled).unwrap_or_default()
    }
}

impl Household {
    fn new() -> Self {
        Self {
            group: Group::Neither,
            began: None,
            presented: Vec::new(),
            accepted: Vec::new(),
            over: Vec::new(),
        }
    }

    /// When it was first presented to since an instant; where no plan says, when it was first taken up.
    pub(super) fn presented_since(&self, from: i64) -> Option<i64> {
        if self.presented.is_empty() {
            return self.began;
        }
        self.presented.iter().copied().find(|at| *at >= from)
    }

    /// What became of it within so many days of an instant, as known at another. It counts only when its days are over,
    /// also where it was accepted before: else those accepted would be counted first.
    pub(super) fn outcome(&self, from: i64, window_days: u32, known_to: i64, plans_until: Option<i64>) -> Fate {
        let end = from + i64::from(window_days) * DAY;
        if end > known_to {
            Fate::Immature
        } else if self.accepted.iter().any(|at| (from..end).contains(at)) {
            Fate::Accepted
        } else if self.over.iter().any(|at| *at < end) && plans_until.is_none_or(|until| until < end) {
            Fate::Unknown
        } else {
            Fate::Not
        }
    }
}

/// All households of a journal and the plans beside it, by name.
pub(super) fn households<'j>(journal: &'j Journal, zone: &Zone) -> BTreeMap<&'j str, Household> {
    let mut all: BTreeMap<&str, Household> = BTreeMap::new();
    for person in journal.people() {
        for case in journal.cases_of(person) {
            all.entry(person.household())
                .or_insert_with(Household::new)
                .add(journal, case, zone);
        }
    }
    // Plans that were never a case: accepted at once, or not to be followed up.
    for (id, plan) in journal.plans() {
        let person = plan.recipient.as_deref().and_then(|id| journal.person_named(id));
        let known = person.is_some_and(|person| journal.cases_of(person).any(|case| &*case.id == id));
        if known || (person.is_none() && journal.has_case(id)) {
            continue;
        }
        let name = person.map_or(&*plan.patient, |person| person.household());
        let household = all.entry(name).or_insert_with(Household::new);
        household.presented.extend(plan.presented.map(|at| instant(at, zone)));
        household.accepted.extend(plan.accepted_at);
    }
    for household in all.values_mut() {
        household.accepted.sort_unstable();
        household.presented.sort_unstable();
    }
    all
}

impl Household {
    fn add(&mut self, journal: &Journal, case: &Case, zone: &Zone) {
        let enrolled = case.enrolled.first().map(|(at, _)| *at);
        for (at, group) in [(enrolled, Group::FollowedUp), (case.observed, Group::HeldOut)] {
            // The draw is of households, so both are told only where the share was changed meanwhile: the first counts.
            if at.is_some() && (self.began.is_none() || at < self.began) {
                (self.began, self.group) = (at, group);
            }
        }
        let presented = journal.plan(&case.id).and_then(|plan| plan.presented);
        self.presented.extend(presented.map(|at| instant(at, zone)));
        let closed = case
            .closed
            .iter()
            .filter(|(_, outcome, _)| *outcome == Outcome::Accepted);
        self.accepted.extend(closed.map(|(at, ..)| *at));
        self.accepted
            .extend(journal.plan(&case.id).and_then(|plan| plan.accepted_at));
        self.over.extend(over(case));
    }
}

/// When the case was over for good, otherwise than by acceptance: what came then is not in the journal.
fn over(case: &Case) -> Option<i64> {
    let (at, outcome, _) = case.closed.last()?;
    let again = case.enrolled.last().is_some_and(|(entered, _)| entered > at);
    (*outcome != Outcome::Accepted && !again).then_some(*at)
}

fn instant(presented: Presented, zone: &Zone) -> i64 {
    match presented {
        Presented::At(at) => at.unix(),
        Presented::On(date) => zone.start_of_day(date).unix(),
    }
}
