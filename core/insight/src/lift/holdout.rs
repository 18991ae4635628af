//! Followed up against held out.
//!
//! Of a hundred pilots in which follow-up makes no difference, at most five are to claim one, more or fewer, over all
//! looks together. Where an end was planned, one of the five is spent on the monthly looks, which claim by an interval of
//! 99 % at all of them together, and four on the end, which claims by Newcombe's interval of 96 %. Where none was planned,
//! the monthly looks have all five.

use std::collections::BTreeMap;

use followthrough::Money;

use super::households::{Fate, Group, Household, Tally};
use super::pace::Pace;
use super::{
    AtEnd, ClaimedBefore, Comparison, Detectable, POINTS_ASKED, Rules, ToldBy, Verdict, Worth, look_at, sentences,
};
use crate::monthly::ReportOptions;
use crate::stats::{
    Confidence, Interval, Needed, Sample, detectable, detectable_at_any_look, difference_at_any_look, needed,
    needed_at_any_look, newcombe,
};

/// So few say nothing of their share, so that another has to stand in for it.
const FEW: u64 = 20;

/// No difference is claimed where more than one household in so many was in both groups. A few left out move a difference by
/// less than what is asked of it, five points; more say that the draw did not hold.
const TOO_MANY_IN_BOTH: u64 = 20;

/// Both groups, followed up and held out.
pub(super) struct Groups<'g> {
    pub(super) all: &'g BTreeMap<&'g str, Household<'g>>,
    pub(super) rules: Rules,
    pub(super) tallies: [Tally; 2],
    /// Households that were in both, and are in no tally.
    pub(super) in_both: u64,
    pub(super) paces: [Pace; 2],
}

/// The looks that there are, and how sure each kind is to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Looks {
    /// Every month, and one at the planned end.
    AndTheEnd,
    /// Every month.
    Monthly,
}

impl Groups<'_> {
    pub(super) fn compare(&self, options: &ReportOptions) -> Comparison {
        let [followed, held] = self.tallies;
        let (one, two) = (followed.sample(), held.sample());
        let planned_end = options.planned_look();
        let (looks, any_look) = match planned_end {
            Some(_) => (Looks::AndTheEnd, Confidence::P99),
            None => (Looks::Monthly, Confidence::P95),
        };
        let unknown = followed.unknown + held.unknown;
        let mixed = self.in_both * TOO_MANY_IN_BOTH > self.in_both + followed.begun() + held.begun();
        let any = whatever_became(self.tallies, |one, two| difference_at_any_look(one, two, any_look));
        let end = planned_end.map(|end| options.end_of(end));
        let end = end
            .filter(|end| *end <= self.rules.known_to)
            .and_then(|end| self.at_end(end));
        let told_by = told_by(any, end);
        let known = verdict(any, end, told_by);
        let verdict = if mixed {
            Verdict::InBoth
        } else if unknown > 0 && !matches!(known, Verdict::Lift | Verdict::Harm) {
            Verdict::Unknown
        } else {
            known
        };
        let told = !matches!(verdict, Verdict::InBoth | Verdict::Unknown);
        let (at_any_look, at_planned_end) = (any.filter(|_| told), end.filter(|_| told));
        // What the end showed stays as it was then, whatever comes after it.
        let (one_then, two_then) = at_planned_end.map_or((one, two), |end| (end.followed_up, end.held_out));
        let share = two_then.share().filter(|_| two_then.of() >= FEW);
        let share = share
            .or(options.baseline.as_ref().and_then(|baseline| baseline.sample().share()))
            .unwrap_or(0.5);
        let needed = needed_by(
            looks,
            share,
            if at_planned_end.is_some() {
                ratio(one_then.of(), two_then.of())
            } else {
                ratio(followed.begun(), held.begun())
            },
        );
        let pace = self.together();
        let mut comparison = Comparison {
            followed_up: one,
            held_out: two,
            at_any_look,
            at_any_look_confidence: any_look.level(),
            at_planned_end,
            needed,
            months_needed: needed.and_then(|needed| pace.months_for(needed.total())),
            practices_needed: needed.and_then(|needed| pace.practices_for(needed.total())),
            detectable: self.detectable(looks, share, at_planned_end),
            worth: self.worth(options),
            in_both: self.in_both,
            unknown,
            by_absence: followed.by_absence + held.by_absence,
            closed_as_accepted: self.rules.closed_as_accepted(self.all),
            told_by,
            claimed_before: self
                .claimed_before(options, any_look)
                .filter(|claim| claim.verdict != verdict),
            verdict,
            headline: "",
            sentence: String::new(),
            how_sure: String::new(),
        };
        comparison.headline = sentences::headline(comparison.verdict);
        let immature = [followed.immature, held.immature];
        let (sentence, how_sure) =
            sentences::comparison(&comparison, immature, options.window_days, planned_end.is_some());
        (comparison.sentence, comparison.how_sure) = (sentence, how_sure.trim_start().to_owned());
        comparison
    }

    fn together(&self) -> Pace {
        let [followed, held] = self.paces;
        followed.and(held)
    }

    /// The first earlier monthly look that claimed something, by what is known now of the days before it.
    fn claimed_before(&self, options: &ReportOptions, sure: Confidence) -> Option<ClaimedBefore> {
        let first = options.span().day(self.rules.from);
        options.earlier_looks(first).into_iter().find_map(|on| {
            let known_to = options.end_of(on);
            let then = Rules { known_to, ..self.rules };
            let [one, two] = [Group::FollowedUp, Group::HeldOut].map(|group| then.tally(self.all, group));
            if one.unknown + two.unknown > 0 {
                return None;
            }
            let interval = difference_at_any_look(one.sample(), two.sample(), sure)?;
            Some(ClaimedBefore {
                look: look_at(self.rules.from, known_to),
                on,
                verdict: claim(interval)?,
            })
        })
    }

    fn at_end(&self, end: i64) -> Option<AtEnd> {
        let then = Rules {
            known_to: end,
            ..self.rules
        };
        let tallies = [Group::FollowedUp, Group::HeldOut].map(|group| then.tally(self.all, group));
        let by = |sure| whatever_became(tallies, |one, two| newcombe(one, two, sure));
        let [followed_up, held_out] = tallies.map(Tally::sample);
        Some(AtEnd {
            followed_up,
            held_out,
            difference: by(Confidence::P95)?,
            claims: by(Confidence::P96)?,
        })
    }

    /// At the planned end with those that there will be by then, or were; else with those whose days are over.
    fn detectable(&self, looks: Looks, share: f64, at_end: Option<AtEnd>) -> Option<Detectable> {
        let of = |[followed_up, held_out]: [u64; 2], by: fn(u64, u64, f64, Confidence) -> Option<f64>, sure| {
            Some(Detectable {
                difference: by(followed_up, held_out, share, sure)?,
                followed_up,
                held_out,
            })
        };
        match looks {
            Looks::AndTheEnd => {
                let there = at_end.map(|end| [end.followed_up.of(), end.held_out.of()]);
                let there = there.unwrap_or_else(|| self.paces.map(Pace::in_the_pilot));
                of(there, detectable, Confidence::P96)
            }
            Looks::Monthly => {
                let settled = self.tallies.map(|tally| tally.sample().of());
                of(settled, detectable_at_any_look, Confidence::P95)
            }
        }
    }

    fn worth(&self, options: &ReportOptions) -> Option<Worth> {
        let (mut accepted, mut value) = (0_u64, Money::ZERO);
        let (mut followed_up, mut finished) = (0, 0);
        let span = options.span();
        for household in self.all.values() {
            let Some(began) = household.began() else { continue };
            let fate = self.rules.fate_since_it_began(household);
            if fate == Some(Fate::Accepted)
                && let Some(worth) = household.accepted_value(began, &self.rules)
            {
                (accepted, value) = (accepted + 1, value.plus(worth));
            }
            let counts = fate.filter(|_| household.group() == Group::FollowedUp && span.holds(began));
            followed_up += u64::from(counts.is_some());
            finished += u64::from(counts.is_some_and(|fate| fate != Fate::Immature));
        }
        let each = value.cents().checked_div(i64::try_from(accepted).unwrap_or(i64::MAX))?;
        Some(Worth {
            accepted,
            value,
            each: Money::from_cents(each),
            followed_up,
            finished,
        })
    }
}

fn needed_by(looks: Looks, share: f64, ratio: f64) -> Option<Needed> {
    match looks {
        Looks::AndTheEnd => needed(share, POINTS_ASKED, ratio, Confidence::P96),
        Looks::Monthly => needed_at_any_look(share, POINTS_ASKED, ratio, Confidence::P95),
    }
}

/// An interval that holds whatever became of those of whom it is not known: from its lower end where all of them that were
/// held out accepted and nobody else, to its upper end where all that were followed up did.
fn whatever_became([followed, held]: [Tally; 2], by: impl Fn(Sample, Sample) -> Option<Interval>) -> Option<Interval> {
    let told = by(followed.sample(), held.sample())?;
    if followed.unknown + held.unknown == 0 {
        return Some(told);
    }
    Some(Interval {
        low: by(followed.sample(), held.at_most())?.low,
        high: by(followed.at_most(), held.sample())?.high,
        ..told
    })
}

/// More, or fewer, where an interval leaves none out.
fn claim(interval: Interval) -> Option<Verdict> {
    if interval.low > 0.0 {
        Some(Verdict::Lift)
    } else if interval.high < 0.0 {
        Some(Verdict::Harm)
    } else {
        None
    }
}

/// From the planned end on by the interval for it. Each of the two has its part of the errors, so what the other one
/// claims holds as well, also after that end.
fn told_by(at_any_look: Option<Interval>, at_end: Option<AtEnd>) -> ToldBy {
    match at_end {
        Some(end) if claim(end.claims).is_some() || at_any_look.and_then(claim).is_none() => ToldBy::PlannedEnd,
        Some(_) | None => ToldBy::AnyLook,
    }
}

fn verdict(at_any_look: Option<Interval>, at_end: Option<AtEnd>, told_by: ToldBy) -> Verdict {
    let end = at_end.filter(|_| told_by == ToldBy::PlannedEnd);
    let claimed = end.map(|end| end.claims).or(at_any_look).and_then(claim);
    let shown = end.map(|end| end.difference).or(at_any_look);
    match (claimed, shown) {
        (Some(claimed), _) => claimed,
        (None, Some(shown)) if shown.high < POINTS_ASKED && !shown.excludes_zero() => Verdict::NoDifference,
        (None, _) if at_end.is_some() => Verdict::Inconclusive,
        (None, _) => Verdict::TooEarly,
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 people")]
fn ratio(followed: u64, held: u64) -> f64 {
    followed.max(1) as f64 / held.max(1) as f64
}
