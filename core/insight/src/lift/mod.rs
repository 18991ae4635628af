//! What follow-up adds: households followed up against households held out, and, told apart from it, before against since.
//!
//! A household counts once, in the group that its first plan was drawn into, whatever was sent (intention to treat); when
//! its days are over, and not before; as accepted when a plan of it was accepted within its days. Two intervals, told
//! apart: at the end that was planned (Newcombe), and for looking every month
//! ([`difference_at_any_look`]). The figures and their sources stand in `docs/insight.md`.

mod arms;
mod households;
mod sentences;

use followthrough::Date;
use followthrough::schedule::DAY;
use serde::Serialize;

use crate::journal::Journal;
use crate::monthly::{Baseline, ReportOptions};
use crate::stats::{Confidence, Interval, Needed, Sample, detectable, difference_at_any_look, needed, newcombe};
pub use arms::{ArmComparison, arms};
use households::{Fate, Group, Household, Tally, households};

/// The difference that practices ask about: five points.
pub const POINTS_ASKED: f64 = 0.05;

/// What may be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// More households accept with follow-up.
    Lift,
    /// Fewer do.
    Harm,
    /// No difference is seen, and five points more can be ruled out.
    NoDifference,
    /// Not enough data.
    TooEarly,
    /// What became of some households is not known: newer plans are needed.
    Unknown,
}

/// Followed up against held out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Households followed up whose days are over, and of them those that accepted.
    pub followed_up: Sample,
    /// The same of those held out.
    pub held_out: Sample,
    /// The difference with the interval for looking as often as one likes; none while one group has nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_any_look: Option<Interval>,
    /// The same households at the end that was planned; none before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_planned_end: Option<AtEnd>,
    /// Households that it takes to see five points, four times in five.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed: Option<Needed>,
    /// Months that this takes at the present pace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months_needed: Option<u64>,
    /// Practices like this one that see it together in the time of the pilot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practices_needed: Option<u64>,
    /// Households of which it is not known what became of them.
    pub unknown: u64,
    /// What may be said.
    pub verdict: Verdict,
    /// The same in a few words.
    pub headline: &'static str,
    /// The same in sentences.
    pub sentence: String,
}

/// At the end that was planned.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AtEnd {
    /// Households followed up whose days were over by then.
    pub followed_up: Sample,
    /// The same of those held out.
    pub held_out: Sample,
    /// The difference, with Newcombe's interval.
    pub difference: Interval,
}

/// Before against since. No effect.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BeforeAfter {
    /// As the baseline says.
    pub before: Sample,
    /// Households whose first plan was presented since the pilot began, but for those held out.
    pub since: Sample,
    /// The difference, with Newcombe's interval; none of nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Interval>,
    /// What so many can show at all with half of them held out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detectable: Option<f64>,
    /// The same in sentences.
    pub sentence: String,
}

/// What follow-up adds, as far as anyone can know.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lift {
    /// The first day of those counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day that is known.
    pub as_of: Date,
    /// The day of the one look that was planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_end: Option<Date>,
    /// Days within which a household has to accept.
    pub window_days: u32,
    /// Which monthly look this is, from 1.
    pub look: u32,
    /// Households followed up whose days are not over.
    pub immature_followed_up: u64,
    /// The same of those held out.
    pub immature_held_out: u64,
    /// Against the holdout; none where nobody was held out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against_holdout: Option<Comparison>,
    /// Against the time before; none without a baseline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before_and_after: Option<BeforeAfter>,
    /// Wordings against each other, by step.
    pub arms: Vec<ArmComparison>,
}

/// What a household has to be to be counted, and by when.
struct Rules {
    from: i64,
    known_to: i64,
    window_days: u32,
    plans_until: Option<i64>,
}

impl Rules {
    /// What became of a household from an instant on; none where it began before all that is counted, or is not known yet.
    fn fate(&self, household: &Household, from: i64) -> Option<Fate> {
        let counts = from >= self.from && from < self.known_to;
        counts.then(|| household.outcome(from, self.window_days, self.known_to, self.plans_until))
    }

    fn tally<'h>(&self, all: impl Iterator<Item = &'h Household>, group: Group) -> Tally {
        let mut tally = Tally::default();
        for household in all.filter(|household| household.group == group) {
            if let Some(fate) = household.began.and_then(|began| self.fate(household, began)) {
                tally.count(fate);
            }
        }
        tally
    }
}

/// What follow-up adds, by what a journal and the plans beside it say.
pub fn lift(journal: &Journal, options: &ReportOptions) -> Lift {
    let span = options.span();
    let all = households(journal, &span.zone);
    let began = all.values().filter_map(|household| household.began).min();
    let from = options.pilot.map(|pilot| options.start_of(pilot.from)).or(began);
    let rules = Rules {
        from: from.unwrap_or(i64::MIN),
        known_to: span.known_to,
        window_days: options.window_days,
        plans_until: journal.plans_until(),
    };
    let followed = rules.tally(all.values(), Group::FollowedUp);
    let held = rules.tally(all.values(), Group::HeldOut);
    let months = from.map_or(0.0, |from| months(from, span.known_to));
    let planned_end = options.pilot.and_then(|pilot| pilot.planned_end);
    // Households come until those that come cannot be settled by the planned end any more.
    let last = planned_end.map(|end| options.end_of(end) - i64::from(options.window_days) * DAY);
    let cutoff = last.map_or(span.known_to, |last| last.min(span.known_to));
    let pace = |came: &dyn Fn(&Household) -> Option<i64>| {
        let all = all.values().filter_map(came);
        Pace {
            months: from.map_or(0.0, |from| self::months(from, cutoff)),
            households: count(all.filter(|at| rules.from <= *at && *at < cutoff).count()),
            pilot_months: from.map_or(0.0, |from| self::months(from, last.unwrap_or(cutoff))),
        }
    };
    let at_end = planned_end
        .map(|end| options.end_of(end))
        .filter(|end| *end <= span.known_to);
    let at_end = at_end.map(|end| {
        let then = Rules { known_to: end, ..rules };
        [Group::FollowedUp, Group::HeldOut].map(|group| then.tally(all.values(), group).sample())
    });
    let arms = arms::arms(journal, options, rules.from);
    Lift {
        from: from.map(|from| span.day(from)),
        as_of: options.as_of,
        planned_end,
        window_days: options.window_days,
        look: look(months),
        immature_followed_up: followed.immature,
        immature_held_out: held.immature,
        against_holdout: (held.begun() > 0)
            .then(|| compare(followed, held, at_end, options, &pace(&|household| household.began))),
        before_and_after: options
            .baseline
            .map(|baseline| before_and_after(&rules, &all, baseline, &pace(&|household| since(household, &rules)))),
        arms,
    }
}

/// How fast households come.
struct Pace {
    months: f64,
    households: u64,
    pilot_months: f64,
}

/// Days of a month, one with another.
const MONTH: f64 = 365.25 / 12.0;

#[expect(clippy::cast_precision_loss, reason = "instants are far below 2^53")]
fn months(from: i64, to: i64) -> f64 {
    (to - from).max(0) as f64 / (MONTH * DAY as f64)
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few hundred at most, and above zero"
)]
fn look(months: f64) -> u32 {
    libm::ceil(months - 0.05).max(1.0) as u32
}

impl Pace {
    #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 people")]
    fn a_month(&self) -> f64 {
        self.households as f64 / self.months.max(1.0)
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts of people; one that is too large for any practice is as large as there is"
    )]
    fn months_for(&self, needed: u64) -> Option<u64> {
        (self.households > 0).then(|| libm::ceil(needed as f64 / self.a_month()) as u64)
    }

    /// Practices like this one that come to as many in the time of the pilot.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts of people; one that is too large for any practice is as large as there is"
    )]
    fn practices_for(&self, needed: u64) -> Option<u64> {
        let each = self.a_month() * self.pilot_months.max(1.0);
        (self.households > 0).then(|| libm::ceil(needed as f64 / each) as u64)
    }
}

/// So few say nothing of their share, so that another has to stand in for it.
const FEW: u64 = 20;

fn compare(
    followed: Tally,
    held: Tally,
    at_end: Option<[Sample; 2]>,
    options: &ReportOptions,
    pace: &Pace,
) -> Comparison {
    let (one, two) = (followed.sample(), held.sample());
    let at_any_look = difference_at_any_look(one, two, Confidence::P95);
    let at_planned_end = at_end.and_then(|[followed_up, held_out]| {
        let difference = newcombe(followed_up, held_out, Confidence::P95)?;
        Some(AtEnd {
            followed_up,
            held_out,
            difference,
        })
    });
    let share = two.share().filter(|_| two.of() >= FEW);
    let share = share
        .or(options.baseline.and_then(|baseline| baseline.sample().share()))
        .unwrap_or(0.5);
    let ratio = ratio(followed.begun(), held.begun());
    let needed = needed(share, POINTS_ASKED, ratio, Confidence::P95);
    // At the planned end one look was planned, and Newcombe's interval is for it; before it, the other.
    let interval = at_planned_end.map(|end| end.difference).or(at_any_look);
    let unknown = followed.unknown + held.unknown;
    let verdict = match interval {
        _ if unknown > 0 => Verdict::Unknown,
        None => Verdict::TooEarly,
        Some(interval) if interval.low > 0.0 => Verdict::Lift,
        Some(interval) if interval.high < 0.0 => Verdict::Harm,
        Some(interval) if interval.high < POINTS_ASKED => Verdict::NoDifference,
        Some(_) => Verdict::TooEarly,
    };
    let mut comparison = Comparison {
        followed_up: one,
        held_out: two,
        at_any_look: at_any_look.filter(|_| unknown == 0),
        at_planned_end: at_planned_end.filter(|_| unknown == 0),
        needed,
        months_needed: needed.and_then(|needed| pace.months_for(needed.total())),
        practices_needed: needed.and_then(|needed| pace.practices_for(needed.total())),
        unknown,
        verdict,
        headline: sentences::headline(verdict),
        sentence: String::new(),
    };
    comparison.sentence = sentences::comparison(&comparison, [followed.immature, held.immature], options.window_days);
    comparison
}

#[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 people")]
fn ratio(followed: u64, held: u64) -> f64 {
    followed.max(1) as f64 / held.max(1) as f64
}

/// When a household that was not held out was first presented to since all that counts.
fn since(household: &Household, rules: &Rules) -> Option<i64> {
    let at = household.presented_since(rules.from);
    at.filter(|_| household.group != Group::HeldOut)
}

fn before_and_after(
    rules: &Rules,
    all: &std::collections::BTreeMap<&str, Household>,
    baseline: Baseline,
    pace: &Pace,
) -> BeforeAfter {
    let mut tally = Tally::default();
    for household in all.values() {
        if let Some(fate) = since(household, rules).and_then(|from| rules.fate(household, from)) {
            tally.count(fate);
        }
    }
    let since = tally;
    let (before, after) = (baseline.sample(), since.sample());
    let difference = newcombe(after, before, Confidence::P95).filter(|_| since.unknown == 0);
    let share = before.share().unwrap_or(0.5);
    let half = since.begun() / 2;
    let even = needed(share, POINTS_ASKED, 1.0, Confidence::P95);
    let mut told = BeforeAfter {
        before,
        since: after,
        difference,
        detectable: detectable(half, since.begun() - half, share, Confidence::P95),
        sentence: String::new(),
    };
    let needed = even.map(|even| even.total());
    let (months, practices) = (
        needed.and_then(|n| pace.months_for(n)),
        needed.and_then(|n| pace.practices_for(n)),
    );
    told.sentence = sentences::before_and_after(&told, since, rules.window_days, [needed, months, practices]);
    told
}
