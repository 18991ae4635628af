//! Followed up against held out.
//!
//! Of a hundred pilots in which follow-up makes no difference, at most five are to claim one, more or fewer, over all
//! looks together. Where a look was planned, one of the five is spent on the monthly looks, which claim by an interval of
//! 99 % at all of them together, and four on the planned one, which claims by Newcombe's interval of 96 %. Where none was
//! planned, the monthly looks have all five.

use std::collections::BTreeMap;

use followthrough::{Date, Money};

use super::households::{Fate, Group, Household, Tally};
use super::pace::Pace;
use super::{
    AtPlannedLook, ClaimedBefore, Comparison, Detectable, FellSince, POINTS_ASKED, Point, Rules, ToldBy, TooFew,
    Verdict, Worth, look_at, sentences,
};
use crate::monthly::ReportOptions;
use crate::stats::{
    Confidence, Interval, Needed, Sample, detectable, detectable_at_any_look, difference_at_any_look, needed,
    needed_at_any_look, newcombe,
};

/// So few say nothing of their share, so that another has to stand in for it.
const FEW: u64 = 20;

/// Of fewer in a group no interval for one look is told, and no sum made: it would be of two or three households.
pub(super) const ENOUGH: u64 = 10;

/// Months after which nobody waits for an answer.
pub(super) const MOST_MONTHS: u64 = 60;

/// Practices that nobody brings together.
const MOST_PRACTICES: u64 = 1000;

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
    /// Every month, and one that was planned.
    AndThePlanned,
    /// Every month.
    Monthly,
}

impl Groups<'_> {
    pub(super) fn compare(&self, options: &ReportOptions) -> Comparison {
        let [followed, held] = self.tallies;
        let (one, two) = (followed.sample(), held.sample());
        let (looks, any_look) = match options.planned_look() {
            Some(_) => (Looks::AndThePlanned, Confidence::P99),
            None => (Looks::Monthly, Confidence::P95),
        };
        let mixed = self.in_both * TOO_MANY_IN_BOTH > self.in_both + followed.begun() + held.begun();
        let by_any = |one, two| difference_at_any_look(one, two, any_look);
        let any = whatever_became(self.tallies, by_any);
        let then = self.at_the_planned_look(options);
        let (enough, too_few) = match then {
            Some(then) if then.iter().any(|group| group.settled < ENOUGH) => (None, Some(then.map(Tally::sample))),
            Some(_) | None => (then, None),
        };
        let planned = enough.and_then(|then| at_planned_look(then, options.planned_look()?));
        let told_by = told_by(any, planned);
        let counted = enough
            .filter(|_| told_by == ToldBy::PlannedLook)
            .unwrap_or(self.tallies);
        let unknown = counted.map(|group| group.unknown).iter().sum::<u64>();
        let nobody = nobody_accepted(counted);
        let known = verdict(
            any.filter(|_| !nobody),
            planned.filter(|_| !nobody),
            told_by,
            then.is_some(),
        );
        let verdict = if mixed {
            Verdict::InBoth
        } else {
            // What is claimed or ruled out holds whatever became of them.
            let open = matches!(known, Verdict::TooEarly | Verdict::Inconclusive);
            let hidden = match told_by {
                ToldBy::AnyLook => too_much_is_unknown(counted, by_any),
                ToldBy::PlannedLook => too_much_is_unknown(counted, |one, two| newcombe(one, two, Confidence::P96)),
            };
            if open && hidden { Verdict::Unknown } else { known }
        };
        let told = verdict != Verdict::InBoth;
        let (at_any_look, at_planned_look) = (any.filter(|_| told), planned.filter(|_| told));
        // What the planned look showed stays as it was then, whatever comes after it.
        let (one_then, two_then) = at_planned_look.map_or((one, two), |look| (look.followed_up, look.held_out));
        let share = two_then.share().filter(|_| two_then.of() >= FEW);
        let share = share
            .or(options.baseline.as_ref().and_then(|baseline| baseline.sample().share()))
            .unwrap_or(0.5);
        let split = if at_planned_look.is_some() {
            (one_then.of(), two_then.of())
        } else {
            (followed.begun(), held.begun())
        };
        // How they will be split is not known while one group has nobody, nor what a share is for where nobody accepts.
        let needed = (split.0 > 0 && split.1 > 0 && !nobody)
            .then(|| needed_by(looks, share, ratio(split)))
            .flatten();
        let pace = self.together();
        let months = needed.and_then(|needed| pace.months_for(needed.total()));
        let practices = needed.and_then(|needed| pace.practices_for(needed.total()));
        let mut comparison = Comparison {
            followed_up: one,
            held_out: two,
            point: point(counted).filter(|_| told),
            at_any_look,
            at_any_look_confidence: any_look.level(),
            at_planned_look,
            too_few: too_few
                .filter(|_| told)
                .map(|[followed_up, held_out]| TooFew { followed_up, held_out }),
            needed,
            months_needed: months.filter(|months| *months <= MOST_MONTHS),
            practices_needed: practices.filter(|practices| *practices <= MOST_PRACTICES),
            detectable: self
                .detectable(looks, share, at_planned_look)
                .filter(|_| too_few.is_none() && !nobody),
            worth: self.worth(options, told_by),
            in_both: self.in_both,
            unknown: followed.unknown + held.unknown,
            by_absence: followed.by_absence + held.by_absence,
            closed_as_accepted: self.rules.closed_as_accepted(self.all),
            told_by,
            claimed_before: self.claimed_before(options, any_look, |earlier| {
                earlier != verdict && any.and_then(claim) != Some(earlier)
            }),
            verdict,
            headline: "",
            sentence: String::new(),
            how_sure: String::new(),
        };
        comparison.headline = if told && nobody {
            sentences::NOBODY
        } else {
            sentences::headline(&comparison)
        };
        let about = sentences::About {
            immature: [followed.immature, held.immature],
            window_days: options.window_days,
            planned: options.planned_look().is_some(),
            unknown,
            nobody,
            months,
        };
        let (sentence, how_sure) = sentences::comparison(&comparison, &about);
        (comparison.sentence, comparison.how_sure) = (sentence, how_sure.trim_start().to_owned());
        comparison
    }

    fn together(&self) -> Pace {
        let [followed, held] = self.paces;
        followed.and(held)
    }

    /// The first earlier monthly look that claimed what is asked for, by what is known now of the days before it.
    fn claimed_before(
        &self,
        options: &ReportOptions,
        sure: Confidence,
        asked: impl Fn(Verdict) -> bool,
    ) -> Option<ClaimedBefore> {
        let first = options.span().day(self.rules.from);
        options.earlier_looks(first).into_iter().find_map(|on| {
            let known_to = options.end_of(on);
            let then = Rules { known_to, ..self.rules };
            let tallies = [Group::FollowedUp, Group::HeldOut].map(|group| then.tally(self.all, group));
            let interval = whatever_became(tallies, |one, two| difference_at_any_look(one, two, sure))?;
            Some(ClaimedBefore {
                look: look_at(self.rules.from, known_to),
                on,
                verdict: claim(interval).filter(|verdict| asked(*verdict))?,
            })
        })
    }

    /// What became, by the planned look, of those that began by the last day of the pilot; none before that look.
    fn at_the_planned_look(&self, options: &ReportOptions) -> Option<[Tally; 2]> {
        let (look, to) = (options.planned_look()?, options.pilot?.to?);
        let then = Rules {
            known_to: options.end_of(look),
            began_before: Some(options.end_of(to)),
            ..self.rules
        };
        let over = then.known_to <= self.rules.known_to;
        over.then(|| [Group::FollowedUp, Group::HeldOut].map(|group| then.tally(self.all, group)))
    }

    /// At the planned look with those that there will be by then, or were; else with those whose days are over.
    fn detectable(&self, looks: Looks, share: f64, at_look: Option<AtPlannedLook>) -> Option<Detectable> {
        let of = |[followed_up, held_out]: [u64; 2], by: fn(u64, u64, f64, Confidence) -> Option<f64>, sure| {
            Some(Detectable {
                difference: by(followed_up, held_out, share, sure)?,
                followed_up,
                held_out,
            })
        };
        match looks {
            Looks::AndThePlanned => {
                let there = at_look.map(|look| [look.followed_up.of(), look.held_out.of()]);
                let there = there.unwrap_or_else(|| self.paces.map(Pace::in_the_pilot));
                of(there, detectable, Confidence::P96)
            }
            Looks::Monthly => {
                let settled = self.tallies.map(|tally| tally.sample().of());
                of(settled, detectable_at_any_look, Confidence::P95)
            }
        }
    }

    fn worth(&self, options: &ReportOptions, told_by: ToldBy) -> Option<Worth> {
        let (mut accepted, mut value) = (0_u64, Money::ZERO);
        let (mut followed_up, mut finished, mut counted) = (0, 0, 0);
        let mut fell = FellSince::default();
        let span = options.span();
        let last = options.pilot.and_then(|pilot| pilot.to).map(|to| options.end_of(to));
        let last = last.filter(|_| told_by == ToldBy::PlannedLook);
        for household in self.all.values() {
            let Some(began) = household.began() else { continue };
            let fate = self.rules.fate_since_it_began(household);
            if fate == Some(Fate::Accepted)
                && let Some((worth, fell_through)) = household.accepted_value(began, &self.rules)
            {
                (accepted, value) = (accepted + 1, value.plus(worth));
                match household.group() {
                    Group::FollowedUp => fell.followed_up += u64::from(fell_through),
                    Group::HeldOut => fell.held_out += u64::from(fell_through),
                    Group::Neither => {}
                }
            }
            let counts = fate.filter(|_| household.group() == Group::FollowedUp && span.holds(began));
            followed_up += u64::from(counts.is_some());
            let over = counts.is_some_and(|fate| fate != Fate::Immature);
            finished += u64::from(over);
            counted += u64::from(last.map_or(over, |last| counts.is_some() && began < last));
        }
        let each = value.cents().checked_div(i64::try_from(accepted).unwrap_or(i64::MAX))?;
        Some(Worth {
            accepted,
            value,
            each: Money::from_cents(each),
            fell_through: fell,
            followed_up,
            finished,
            counted,
        })
    }
}

fn needed_by(looks: Looks, share: f64, ratio: f64) -> Option<Needed> {
    match looks {
        Looks::AndThePlanned => needed(share, POINTS_ASKED, ratio, Confidence::P96),
        Looks::Monthly => needed_at_any_look(share, POINTS_ASKED, ratio, Confidence::P95),
    }
}

/// Both intervals for the one look that was planned.
fn at_planned_look(tallies: [Tally; 2], on: Date) -> Option<AtPlannedLook> {
    let by = |sure| whatever_became(tallies, |one, two| newcombe(one, two, sure));
    let [followed_up, held_out] = tallies.map(Tally::sample);
    Some(AtPlannedLook {
        on,
        followed_up,
        held_out,
        difference: by(Confidence::P95)?,
        claims: by(Confidence::P96)?,
    })
}

/// Between what the difference lies that was found, by what became of those of whom it is not known.
fn point([followed, held]: [Tally; 2]) -> Option<Point> {
    let unknown = followed.unknown + held.unknown;
    let between = Point {
        low: followed.sample().share()? - held.at_most().share()?,
        high: followed.at_most().share()? - held.sample().share()?,
        unknown,
    };
    (unknown > 0).then_some(between)
}

/// An interval that holds whatever became of those of whom it is not known: from its lower end where all of them that were
/// held out accepted and nobody else, to its upper end where all that were followed up did. None of the points between is
/// likelier than another, so the estimate is their middle.
fn whatever_became(tallies: [Tally; 2], by: impl Fn(Sample, Sample) -> Option<Interval>) -> Option<Interval> {
    let [followed, held] = tallies;
    let told = by(followed.sample(), held.sample())?;
    let Some(point) = point(tallies) else {
        return Some(told);
    };
    Some(Interval {
        estimate: f64::midpoint(point.low, point.high),
        low: by(followed.sample(), held.at_most())?.low,
        high: by(followed.at_most(), held.sample())?.high,
    })
}

/// Whether more hangs on those of whom it is not known than on chance: with them the interval is more than half as wide
/// again as without them.
fn too_much_is_unknown(tallies: [Tally; 2], by: impl Fn(Sample, Sample) -> Option<Interval>) -> bool {
    let [one, two] = tallies.map(Tally::known);
    let width = |interval: Interval| interval.high - interval.low;
    let some = tallies.iter().any(|tally| tally.unknown > 0);
    let widths = whatever_became(tallies, &by).map(width).zip(by(one, two).map(width));
    some && widths.is_none_or(|(with, without)| with > 1.5 * without)
}

/// So many of whom nobody accepted say more of the plans that were handed in than of follow-up.
fn nobody_accepted(tallies: [Tally; 2]) -> bool {
    let [followed, held] = tallies.map(Tally::at_most);
    followed.hits() + held.hits() == 0 && followed.of() > 0 && held.of() > 0 && followed.of() + held.of() >= FEW
}

/// More, or fewer, where an interval leaves none out.
pub(super) fn claim(interval: Interval) -> Option<Verdict> {
    if interval.low > 0.0 {
        Some(Verdict::Lift)
    } else if interval.high < 0.0 {
        Some(Verdict::Harm)
    } else {
        None
    }
}

/// From the planned look on by the interval for it. Each of the two has its part of the errors, so what the other one
/// claims holds as well, also after that look: where the two claim opposite things, the one of harm is told by.
fn told_by(at_any_look: Option<Interval>, planned: Option<AtPlannedLook>) -> ToldBy {
    let claims = [planned.map(|look| look.claims), at_any_look].map(|interval| interval.and_then(claim));
    match (planned, claims) {
        (None, _) | (Some(_), [Some(Verdict::Lift), Some(Verdict::Harm)] | [None, Some(_)]) => ToldBy::AnyLook,
        (Some(_), [_, _]) => ToldBy::PlannedLook,
    }
}

/// `over`: the planned look was, whether or not it told anything.
fn verdict(at_any_look: Option<Interval>, planned: Option<AtPlannedLook>, told_by: ToldBy, over: bool) -> Verdict {
    let look = planned.filter(|_| told_by == ToldBy::PlannedLook);
    let shown = look.map(|look| look.claims).or(at_any_look);
    match (shown.and_then(claim), shown) {
        (Some(claimed), _) => claimed,
        (None, Some(shown)) if shown.high < POINTS_ASKED && shown.low > -POINTS_ASKED => Verdict::NoDifference,
        (None, Some(shown)) if shown.high < POINTS_ASKED => Verdict::NoGain,
        (None, _) if over => Verdict::Inconclusive,
        (None, _) => Verdict::TooEarly,
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^53 people")]
fn ratio((followed, held): (u64, u64)) -> f64 {
    followed as f64 / held as f64
}
