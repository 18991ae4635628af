//! Households: when each began, in which group, and what became of it.

use std::collections::BTreeMap;

use followthrough::Money;
use followthrough::follow_up::Outcome;
use followthrough::plan::Presented;
use followthrough::schedule::Zone;

use super::Rules;
use crate::journal::{Case, Journal, PlanFacts, Stood};
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
#[derive(Debug, Default)]
pub(super) struct Household<'j> {
    /// When a plan of it was first taken up.
    followed: Option<i64>,
    /// When one would have been, but for the holdout.
    held: Option<i64>,
    /// When plans of it were presented that ask for more than examinations and cleanings, in order.
    presented: Vec<i64>,
    plans: Vec<KnownPlan<'j>>,
}

/// What is known of one plan, or of another subject.
#[derive(Debug)]
struct KnownPlan<'j> {
    facts: Option<&'j PlanFacts>,
    /// When its case was closed as accepted.
    closed: Vec<i64>,
    /// Whether that counts: not where snapshots were handed in, which tell it by one rule for all.
    by_journal: bool,
    /// When its case was over: what came then is not in the journal.
    over: Option<i64>,
}

/// What counts as accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    /// By the practice's rule, as it stands when the days of the household are over.
    ByThePractice,
    /// As a baseline counts: all of a plan that is no examination and no cleaning, which stands so when the days of the
    /// household are over and in the newest snapshot.
    ByTheBaseline,
}

/// What became of one within its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Accepted,
    Not,
    /// Its window is not over.
    Immature,
    /// Not, as far as an export without its plan says so: the options tell that all was handed in.
    Absent,
    /// The case of a plan was over before its window was, and no snapshot of that plan is as new as the end of the window.
    Unknown,
}

/// Counted households of one group.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) accepted: u64,
    pub(super) settled: u64,
    pub(super) immature: u64,
    pub(super) unknown: u64,
    /// Settled as not accepted by the absence of newer snapshots.
    pub(super) by_absence: u64,
}

impl Tally {
    pub(super) fn count(&mut self, outcome: Fate) {
        match outcome {
            Fate::Accepted => {
                self.accepted += 1;
                self.settled += 1;
            }
            Fate::Not => self.settled += 1,
            Fate::Absent => {
                self.settled += 1;
                self.by_absence += 1;
            }
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

    /// With those of which it is not known as not accepted.
    pub(super) fn sample(self) -> Sample {
        Sample::new(self.accepted, self.settled).unwrap_or_default()
    }

    /// Without those of which it is not known.
    pub(super) fn known(self) -> Sample {
        Sample::new(self.accepted, self.settled - self.unknown).unwrap_or_default()
    }

    /// With all of those as accepted.
    pub(super) fn at_most(self) -> Sample {
        Sample::new(self.accepted + self.unknown, self.settled).unwrap_or_default()
    }
}

impl Household<'_> {
    /// When a plan of it was first taken up, or would have been.
    pub(super) fn began(&self) -> Option<i64> {
        self.followed.into_iter().chain(self.held).min()
    }

    /// The draw is of households, so both are told only where the share was changed meanwhile, or where people of one
    /// household were not told to be: the first counts.
    pub(super) fn group(&self) -> Group {
        match (self.followed, self.held) {
            (Some(followed), Some(held)) if held < followed => Group::HeldOut,
            (Some(_), _) => Group::FollowedUp,
            (None, Some(_)) => Group::HeldOut,
            (None, None) => Group::Neither,
        }
    }

    /// Whether it was in the other group as well before its days were over, as far as is known.
    pub(super) fn is_in_both(&self, rules: &Rules) -> bool {
        self.followed.zip(self.held).is_some_and(|(followed, held)| {
            let second = followed.max(held);
            second < rules.end_of(followed.min(held)) && second < rules.known_to
        })
    }

    /// When it was first presented to since an instant, as far as plans say.
    pub(super) fn presented_since(&self, from: i64) -> Option<i64> {
        self.presented.iter().copied().find(|at| *at >= from)
    }

    /// What became of it within so many days of an instant, as known at another. It counts only when its days are over,
    /// also where it was accepted before: else those accepted would be counted first.
    pub(super) fn outcome(&self, from: i64, rules: &Rules, counts: Counts) -> Fate {
        let end = rules.end_of(from);
        if end > rules.known_to {
            return Fate::Immature;
        }
        if self.plans.iter().any(|plan| plan.is_accepted(from, rules, counts)) {
            return Fate::Accepted;
        }
        let in_the_dark = self.plans.iter().any(|plan| plan.is_untold(end));
        match rules.complete_to {
            _ if !in_the_dark => Fate::Not,
            Some(complete) if end <= complete => Fate::Absent,
            _ => Fate::Unknown,
        }
    }

    /// Whether the engine closed a case of it as accepted within its days.
    pub(super) fn was_closed_as_accepted(&self, from: i64, rules: &Rules) -> bool {
        let end = rules.end_of(from);
        self.plans.iter().any(|plan| plan.was_closed_as_accepted(from, end))
    }

    /// What of the plans that it accepted within so many days of an instant still stands, and whether one fell through
    /// since; none where it accepted none, or the value of one is not known.
    pub(super) fn accepted_value(&self, from: i64, rules: &Rules) -> Option<(Money, bool)> {
        let accepted = |plan: &&KnownPlan<'_>| plan.is_accepted(from, rules, Counts::ByThePractice);
        let mut plans = self.plans.iter().filter(accepted).peekable();
        plans.peek()?;
        let (stand, fell): (Vec<_>, Vec<_>) = plans.partition(|plan| plan.stands(rules));
        let value: Option<Money> = stand.iter().map(|plan| plan.worth(rules.end_of(from), rules)).sum();
        Some((value?, !fell.is_empty()))
    }
}

impl KnownPlan<'_> {
    /// Whether it was accepted from an instant on and stood so when so many days were over.
    fn is_accepted(&self, from: i64, rules: &Rules, counts: Counts) -> bool {
        let end = rules.end_of(from);
        if self.by_journal {
            let asked = counts == Counts::ByThePractice || self.facts.is_none_or(|plan| plan.asked);
            return asked && self.was_closed_as_accepted(from, end);
        }
        let accepted = |stood: &&Stood| match counts {
            Counts::ByThePractice => rules.accepted_when.holds(stood),
            Counts::ByTheBaseline => stood.asked,
        };
        let run = self.course(end).iter().rev().take_while(accepted).last();
        let still = match counts {
            Counts::ByThePractice => true,
            Counts::ByTheBaseline => self.course(rules.known_to).last().as_ref().is_some_and(accepted),
        };
        still && run.is_some_and(|first| first.at >= from)
    }

    fn was_closed_as_accepted(&self, from: i64, end: i64) -> bool {
        self.closed.iter().any(|at| (from..end).contains(at))
    }

    /// Its snapshots before an instant.
    fn course(&self, before: i64) -> &[Stood] {
        self.facts.map(|plan| plan.course_before(before)).unwrap_or_default()
    }

    /// Whether its case was over before an instant, and no snapshot of it is as new as that.
    fn is_untold(&self, end: i64) -> bool {
        let until = self.facts.and_then(|facts| facts.until);
        self.over.is_some_and(|over| over < end) && until.is_none_or(|until| until < end)
    }

    /// Whether it is accepted by the newest snapshot that is known; without one its closing is the last word.
    fn stands(&self, rules: &Rules) -> bool {
        let newest = self.course(rules.known_to).last();
        newest.is_none_or(|stood| rules.accepted_when.holds(stood))
    }

    /// What it is worth that it was accepted as it stood before an instant, as far as it still is; none where its value is
    /// not known.
    fn worth(&self, end: i64, rules: &Rules) -> Option<Money> {
        let value = self.facts.and_then(|facts| facts.value)?;
        let of = |before| {
            let stood = self.course(before).last();
            stood.map_or(Some(value), |stood| rules.accepted_when.worth(value, stood))
        };
        Some(of(end)?.min(of(rules.known_to)?))
    }
}

/// All households of a journal and the plans beside it, by name.
pub(super) fn households<'j>(journal: &'j Journal, zone: &Zone) -> BTreeMap<&'j str, Household<'j>> {
    let mut all: BTreeMap<&str, Household<'j>> = BTreeMap::new();
    for person in journal.people() {
        for case in journal.cases_of(person) {
            all.entry(person.household()).or_default().add(journal, case, zone);
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
        let known = KnownPlan {
            facts: Some(plan),
            closed: Vec::new(),
            by_journal: !journal.has_dated_plans(),
            over: None,
        };
        all.entry(name).or_default().add_plan(known, zone);
    }
    for household in all.values_mut() {
        household.presented.sort_unstable();
    }
    all
}

impl<'j> Household<'j> {
    fn add(&mut self, journal: &'j Journal, case: &Case, zone: &Zone) {
        let enrolled = case.enrolled.first().map(|(at, _)| *at);
        self.followed = self.followed.into_iter().chain(enrolled).min();
        self.held = self.held.into_iter().chain(case.observed).min();
        let accepted = |(at, outcome, _): &(i64, Outcome, _)| (*outcome == Outcome::Accepted).then_some(*at);
        // The engine's own word would count by the playbook's rule while a case is open, and snapshots by ours afterwards:
        // those followed up end early, those held out never do.
        let told = journal.has_dated_plans();
        let known = KnownPlan {
            facts: journal.plan(&case.id),
            closed: case.closed.iter().filter_map(accepted).collect(),
            by_journal: !told,
            over: over(case, told),
        };
        self.add_plan(known, zone);
    }

    fn add_plan(&mut self, known: KnownPlan<'j>, zone: &Zone) {
        let presented = known.facts.filter(|plan| plan.asked).and_then(|plan| plan.presented);
        self.presented.extend(presented.map(|at| instant(at, zone)));
        self.plans.push(known);
    }
}

/// When the case was over for good: what came then is not in the journal. Without snapshots an acceptance is the last word.
fn over(case: &Case, snapshots: bool) -> Option<i64> {
    let (at, outcome, _) = case.closed.last()?;
    let again = case.enrolled.last().is_some_and(|(entered, _)| entered > at);
    ((snapshots || *outcome != Outcome::Accepted) && !again).then_some(*at)
}

fn instant(presented: Presented, zone: &Zone) -> i64 {
    match presented {
        Presented::At(at) => at.unix(),
        Presented::On(date) => zone.start_of_day(date).unix(),
    }
}
