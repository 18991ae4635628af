//! Households: when each began, in which group, and what became of it.

use std::collections::BTreeMap;

use followthrough::Money;
use followthrough::follow_up::Outcome;
use followthrough::plan::Presented;
use followthrough::schedule::{DAY, Zone};

use super::Rules;
use crate::journal::{Case, Journal, PlanFacts};
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
    /// When plans of it were presented that ask for more than examinations and cleanings, in order.
    presented: Vec<i64>,
    /// What of it was known to be accepted, in order of time.
    accepted: Vec<Accepted>,
    /// When what became of a plan is not known any more from the journal alone, in order: its case was over.
    over: Vec<i64>,
    /// How many plans of it are known.
    plans: usize,
}

/// That a plan was known to be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Accepted {
    at: i64,
    /// Which plan of the household: by the order in which they are read.
    plan: usize,
    value: Option<Money>,
    /// By all of it that a patient has to accept, in a plan that asks for any such thing: as a baseline counts.
    asked: bool,
    /// By all of it.
    whole: bool,
}

/// What counts as accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    /// A plan that is accepted whole.
    Whole,
    /// A plan of which all is accepted that is no examination and no cleaning.
    Asked,
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
            plans: 0,
        }
    }

    /// When it was first presented to since an instant, as far as plans say.
    pub(super) fn presented_since(&self, from: i64) -> Option<i64> {
        self.presented.iter().copied().find(|at| *at >= from)
    }

    /// What became of it within so many days of an instant, as known at another. It counts only when its days are over,
    /// also where it was accepted before: else those accepted would be counted first.
    pub(super) fn outcome(&self, from: i64, rules: &Rules, counts: Counts) -> Fate {
        let end = from + i64::from(rules.window_days) * DAY;
        let accepted = |one: &Accepted| match counts {
            Counts::Whole => one.whole,
            Counts::Asked => one.asked,
        };
        if end > rules.known_to {
            Fate::Immature
        } else if self
            .accepted
            .iter()
            .any(|one| accepted(one) && (from..end).contains(&one.at))
        {
            Fate::Accepted
        } else if self.over.iter().any(|at| *at < end) && rules.plans_until.is_none_or(|until| until < end) {
            Fate::Unknown
        } else {
            Fate::Not
        }
    }

    /// What the plans are worth that it accepted within so many days of an instant; none where it accepted none, or the
    /// value of one is not known.
    pub(super) fn accepted_value(&self, from: i64, window_days: u32) -> Option<Money> {
        let end = from + i64::from(window_days) * DAY;
        let within = self
            .accepted
            .iter()
            .filter(|one| one.whole && (from..end).contains(&one.at));
        let plans: BTreeMap<usize, Option<Money>> = within.map(|one| (one.plan, one.value)).collect();
        if plans.is_empty() {
            return None;
        }
        plans.into_values().sum()
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
        all.entry(name)
            .or_insert_with(Household::new)
            .add_plan(Some(plan), [], zone);
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
        let closed = case
            .closed
            .iter()
            .filter(|(_, outcome, _)| *outcome == Outcome::Accepted);
        self.add_plan(journal.plan(&case.id), closed.map(|(at, ..)| *at), zone);
        self.over.extend(over(case));
    }
}

impl Household {
    /// Takes in what snapshots say of a plan of it, and when its case was closed as accepted.
    fn add_plan(&mut self, facts: Option<&PlanFacts>, closed: impl IntoIterator<Item = i64>, zone: &Zone) {
        self.plans += 1;
        let asked = facts.is_none_or(|plan| plan.asked);
        let told = |at: Option<i64>, asked, whole| {
            at.map(|at| Accepted {
                at,
                plan: self.plans,
                value: facts.and_then(|plan| plan.value),
                asked,
                whole,
            })
        };
        let closed = closed.into_iter().filter_map(|at| told(Some(at), asked, true));
        let accepted: Vec<Accepted> = closed
            .chain(told(facts.and_then(|plan| plan.accepted_at), asked, true))
            // What is left of it may be cleanings.
            .chain(told(facts.and_then(|plan| plan.asked_accepted_at), true, false))
            .collect();
        self.accepted.extend(accepted);
        let presented = facts.filter(|plan| plan.asked).and_then(|plan| plan.presented);
        self.presented.extend(presented.map(|at| instant(at, zone)));
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
