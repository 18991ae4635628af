//! What follow-up adds: households followed up against households held out, and, told apart from it, before against since.
//!
//! A household counts once, in the group that its first plan was drawn into, whatever was sent (intention to treat); when
//! its days are over, and not before; as accepted when a plan of it was accepted within its days. Two intervals, told
//! apart: at the look that was planned (Newcombe), and for looking every month
//! ([`difference_at_any_look`](crate::stats::difference_at_any_look)).
//! The figures and their sources stand in `docs/insight.md`.

mod arms;
mod before_after;
mod figures;
mod holdout;
mod households;
mod pace;
mod rules;
mod sentences;

use followthrough::{Date, Money};
use serde::Serialize;

use crate::journal::Journal;
use crate::monthly::{AcceptedWhen, ReportOptions};
use crate::stats::{Confidence, Interval, Needed, Sample};
pub use arms::{ArmComparison, arms};
pub(crate) use figures::range as points_between;
use households::{Group, Household, households};
use pace::Pace;
use rules::Rules;

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
    /// No difference is seen, and five points either way can be ruled out.
    NoDifference,
    /// Five points more can be ruled out, and fewer cannot.
    NoGain,
    /// Neither more nor fewer can be claimed yet.
    TooEarly,
    /// At the look that was planned neither more nor fewer can be claimed, nor five points more ruled out.
    Inconclusive,
    /// Neither more nor fewer can be claimed, nor five points more ruled out, and more of that hangs on households of which
    /// it is not known what became of them than on chance: newer plans are needed.
    Unknown,
    /// Too many households were held out as well as followed up.
    InBoth,
}

/// Followed up against held out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Households followed up whose days are over, and of them those that accepted.
    pub followed_up: Sample,
    /// The same of those held out.
    pub held_out: Sample,
    /// Between what the difference lies that was found, where it is not known what became of some of those counted for the
    /// interval that all is told by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    /// The difference with the interval for looking as often as one likes; none while one group has nobody. More or fewer
    /// is claimed by it until the planned look. Where something is not known, its estimate is the middle of what was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_any_look: Option<Interval>,
    /// How sure that interval is: 0.99 where a look was planned, which leaves four of the five errors in a hundred to it;
    /// else 0.95.
    pub at_any_look_confidence: f64,
    /// Households that began by the last day of the pilot, at the look that was planned; none before it, and none where
    /// they are too few.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_planned_look: Option<AtPlannedLook>,
    /// Households at the planned look, where one group had fewer than ten, too few for its interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub too_few: Option<TooFew>,
    /// Households that it takes to see five points, four times in five, at the present split: at the planned look, or at
    /// monthly looks where none was planned. None until both groups have somebody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed: Option<Needed>,
    /// Months until so many have begun, at the present pace of both groups together; none where it is more than 60.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months_needed: Option<u64>,
    /// Practices like this one that see it together in the time of the pilot; none where it is more than 1,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practices_needed: Option<u64>,
    /// The smallest difference that this pilot shows, four times in five.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detectable: Option<Detectable>,
    /// What it is worth to a household's practice that it accepts, and how many were followed up in the days of the
    /// report; none where nobody accepted, or what they accepted has no known value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worth: Option<Worth>,
    /// Households that were held out as well as followed up before their days were over: they count in neither group.
    pub in_both: u64,
    /// Households of which it is not known what became of them.
    pub unknown: u64,
    /// Households that count as not accepted since all plans were handed in, as the options say, and theirs were not among
    /// them any more.
    pub by_absence: u64,
    /// Households whose days are over that do not count as accepted, although the engine closed a case of theirs so within
    /// them: by a wider rule of the playbook, or for a visit that was broken.
    pub closed_as_accepted: u64,
    /// Which of the two intervals the verdict, the sentences and the money are told by: the one at the planned look, but
    /// where only that for any look leaves none out; and where one claims more and the other fewer, the one of fewer.
    pub told_by: ToldBy,
    /// What the first monthly look claimed that claimed something else than this report does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claimed_before: Option<ClaimedBefore>,
    /// What may be said.
    pub verdict: Verdict,
    /// The same in a few words.
    pub headline: &'static str,
    /// The counts in sentences.
    pub sentence: String,
    /// How sure that is, and what would tell more.
    pub how_sure: String,
}

/// An interval for a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldBy {
    /// That for looking as often as one likes.
    AnyLook,
    /// That for the one look that was planned.
    PlannedLook,
}

/// What an earlier look claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimedBefore {
    /// Which look, from 1.
    pub look: u32,
    /// Its last day.
    pub on: Date,
    /// [`Verdict::Lift`] or [`Verdict::Harm`].
    pub verdict: Verdict,
}

impl Comparison {
    /// The planned look, where all is told by it.
    pub(crate) fn planned(&self) -> Option<AtPlannedLook> {
        self.at_planned_look.filter(|_| self.told_by == ToldBy::PlannedLook)
    }

    /// Both groups as they are counted for what all is told by: followed up, held out.
    pub(crate) fn counted(&self) -> [Sample; 2] {
        self.planned().map_or([self.followed_up, self.held_out], |look| {
            [look.followed_up, look.held_out]
        })
    }

    /// The difference with the interval that all is told by, and how sure it is.
    pub(crate) fn difference(&self) -> Option<(Interval, f64)> {
        match self.planned() {
            Some(look) => Some((look.claims, Confidence::P96.level())),
            None => self.at_any_look.map(|interval| (interval, self.at_any_look_confidence)),
        }
    }

    /// The same where both groups have enough households, and enough is known of them, to say what it would come to for
    /// others.
    pub(crate) fn difference_of_enough(&self) -> Option<(Interval, f64)> {
        let enough =
            self.counted().iter().all(|group| group.of() >= holdout::ENOUGH) && self.verdict != Verdict::Unknown;
        self.difference().filter(|_| enough)
    }

    /// Between how many points the difference lies, and how sure that is, in words.
    pub(crate) fn range(&self) -> Option<String> {
        let (interval, level) = self.difference().filter(|_| !self.is_of_nobody())?;
        let within = sentences::within(self, interval);
        Some(format!("{within}, with {} confidence", figures::percent(level)))
    }

    /// Whether of so many nobody accepted that nothing is made of it.
    pub(crate) fn is_of_nobody(&self) -> bool {
        self.headline == sentences::NOBODY
    }

    /// The interval that claims the opposite of the one that all is told by, where both claim something.
    pub(crate) fn opposite(&self) -> Option<Interval> {
        let (look, any) = (self.at_planned_look?, self.at_any_look?);
        let opposed = holdout::claim(look.claims)? != holdout::claim(any)?;
        let other = match self.told_by {
            ToldBy::AnyLook => look.claims,
            ToldBy::PlannedLook => any,
        };
        opposed.then_some(other)
    }

    /// Why nothing may be called a gain, where nothing may.
    pub(crate) fn no_gain(&self) -> Option<NoGain> {
        let harm_before = self.claimed_before.is_some_and(|claim| claim.verdict == Verdict::Harm);
        // What the planned look claims it has claimed on its day, so a monthly one of harm may have come after it.
        let harm_since = self
            .planned()
            .zip(self.claimed_before)
            .is_some_and(|(look, claim)| claim.on > look.on);
        match self.verdict {
            Verdict::Harm => Some(NoGain::Harm),
            Verdict::Lift if harm_before && harm_since => Some(NoGain::HarmBefore),
            Verdict::Lift => None,
            Verdict::NoDifference
            | Verdict::NoGain
            | Verdict::TooEarly
            | Verdict::Inconclusive
            | Verdict::Unknown
            | Verdict::InBoth
                if harm_before =>
            {
                Some(NoGain::HarmBefore)
            }
            Verdict::NoDifference => Some(NoGain::NoDifference),
            Verdict::NoGain => Some(NoGain::NoGain),
            Verdict::TooEarly | Verdict::Inconclusive | Verdict::Unknown | Verdict::InBoth => None,
        }
    }
}

/// Why nothing may be called a gain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoGain {
    /// Fewer accept with follow-up.
    Harm,
    /// An earlier look said so, and none has said more since.
    HarmBefore,
    /// About as many accept without.
    NoDifference,
    /// Five points more are ruled out.
    NoGain,
}

impl NoGain {
    /// Said beside what is credited all the same.
    pub fn because(self) -> &'static str {
        match self {
            Self::Harm => "of those held out more accept",
            Self::HarmBefore => {
                "an earlier look claimed that of those held out more accept, and none has claimed otherwise since"
            }
            Self::NoDifference => "of those held out about as many accept",
            Self::NoGain => "a gain of 5 points or more is ruled out",
        }
    }
}

/// At the look that was planned: of households that began by the last day of the pilot.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AtPlannedLook {
    /// Its day.
    pub on: Date,
    /// Households followed up.
    pub followed_up: Sample,
    /// The same of those held out.
    pub held_out: Sample,
    /// The difference, with Newcombe's interval at the usual 95 %: nothing is told by it. Where something is not known, its
    /// estimate is the middle of what was found.
    pub difference: Interval,
    /// The same at 96 %, since monthly looks may have claimed before: all is told by this one, claimed or ruled out.
    pub claims: Interval,
}

/// At the look that was planned, where one group has too few for an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TooFew {
    /// Households followed up.
    pub followed_up: Sample,
    /// The same of those held out.
    pub held_out: Sample,
}

/// A difference that was found, by what became of those of whom it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    /// Where all of them accepted that were held out, and nobody else.
    pub low: f64,
    /// Where all of them accepted that were followed up, and nobody else.
    pub high: f64,
    /// How many they are.
    pub unknown: u64,
}

/// The smallest difference that so many show, four times in five.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Detectable {
    /// The difference.
    pub difference: f64,
    /// Households followed up whose days are over, or will be by the planned look at the present pace.
    pub followed_up: u64,
    /// The same of those held out.
    pub held_out: u64,
}

/// What an accepting household is worth, and how many of them a difference would be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Worth {
    /// Households of either group that accepted within their days, of known value.
    pub accepted: u64,
    /// What of it still stands by the newest snapshots, in all.
    pub value: Money,
    /// The same for each, those among them of which nothing stands any more.
    pub each: Money,
    /// Of those that accepted, those of which a plan fell through since.
    pub fell_through: FellSince,
    /// Households that were first followed up in the days of the report.
    pub followed_up: u64,
    /// Of them, those whose own days are over.
    pub finished: u64,
    /// Of them, those that are counted in the difference that all is told by: for the others it is that of those.
    pub counted: u64,
}

/// Households that accepted within their days and of which a plan fell through since: they count as accepted, and are
/// worth what still stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FellSince {
    /// Those followed up.
    pub followed_up: u64,
    /// Those held out.
    pub held_out: u64,
}

/// Before against since. No effect.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BeforeAfter {
    /// As the baseline says.
    pub before: Sample,
    /// Households whose first plan was presented since the pilot began, but for those held out; counted as the baseline
    /// counts.
    pub since: Sample,
    /// The difference, with Newcombe's interval; none of nobody, and none where the two are counted differently.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Interval>,
    /// Why the two are not compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_compared: Option<String>,
    /// What so many can show at all with half of them held out; none where some are.
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
    /// The last day on which a household begins to count for the planned look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pilot_to: Option<Date>,
    /// The day of the one look that was planned: when those that began on that day have had theirs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_look: Option<Date>,
    /// Days within which a household has to accept.
    pub window_days: u32,
    /// What of a plan has to be booked or done for it to count as accepted, in both groups.
    pub accepted_when: AcceptedWhen,
    /// The day up to which all plans were handed in, as the practice says: `as_of` where it says a later one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plans_complete_to: Option<Date>,
    /// The day of the newest plan that was handed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newest_plan: Option<Date>,
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

/// What follow-up adds, by what a journal and the plans beside it say.
pub fn lift(journal: &Journal, options: &ReportOptions) -> Lift {
    let span = options.span();
    let all = households(journal, &span.zone);
    let began = all.values().filter_map(|household| household.began()).min();
    let first = options.pilot.and_then(|pilot| pilot.from);
    let from = first.map(|from| options.start_of(from)).or(began);
    let rules = Rules::new(from.unwrap_or(i64::MIN), options);
    let followed = rules.tally(&all, Group::FollowedUp);
    let held = rules.tally(&all, Group::HeldOut);
    let in_both = rules.in_both(&all);
    let pilot_to = options.pilot.and_then(|pilot| pilot.to);
    let last = pilot_to.map(|to| options.end_of(to));
    let pace =
        |came: &dyn Fn(&Household<'_>) -> Option<i64>| Pace::of(all.values().filter_map(came), from, last, &rules);
    let of = |group: Group| move |household: &Household<'_>| household.began().filter(|_| household.group() == group);
    let holdout = holdout::Groups {
        all: &all,
        rules,
        tallies: [followed, held],
        in_both,
        paces: [pace(&of(Group::FollowedUp)), pace(&of(Group::HeldOut))],
    };
    let against_holdout = (held.begun() + in_both > 0).then(|| holdout.compare(options));
    Lift {
        from: from.map(|from| span.day(from)),
        as_of: options.as_of,
        pilot_to,
        planned_look: options.planned_look(),
        window_days: options.window_days,
        accepted_when: options.accepted_when,
        plans_complete_to: options.plans_complete_to.map(|day| day.min(options.as_of)),
        newest_plan: journal.newest_plan().map(|at| span.day(at)),
        look: from.map_or(1, |from| look_at(from, span.known_to)),
        immature_followed_up: followed.immature,
        immature_held_out: held.immature,
        before_and_after: options.baseline.as_ref().map(|baseline| {
            let pace = against_holdout
                .is_none()
                .then(|| pace(&|household| before_after::since(household, &rules)));
            before_after::compare(&rules, &all, baseline, journal, pace.as_ref())
        }),
        against_holdout,
        arms: arms::arms(journal, options, rules.from),
    }
}

/// Which monthly look it is that knows so much.
fn look_at(from: i64, known_to: i64) -> u32 {
    look(pace::months(from, known_to))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few hundred at most, and above zero"
)]
fn look(months: f64) -> u32 {
    libm::ceil(months - 0.05).max(1.0) as u32
}
