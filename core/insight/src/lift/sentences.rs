//! What may be said of a difference, in words that a dentist understands and a statistician accepts.

use super::figures::{Shown, percent, points, range};
use super::holdout::MOST_MONTHS;
use super::households::Tally;
use super::{BeforeAfter, Comparison, POINTS_ASKED, Point, ToldBy, Verdict};
use crate::page::words::{counted, day_and_year, number};
use crate::stats::{Confidence, Interval, Needed, Sample};

pub(super) fn headline(told: &Comparison) -> &'static str {
    match told.verdict {
        Verdict::Harm if told.opposite().is_some() => match told.told_by {
            ToldBy::AnyLook => "In the pilot more accepted with follow-up; of all so far fewer do.",
            ToldBy::PlannedLook => "In the pilot fewer accepted with follow-up; of all so far more do.",
        },
        Verdict::Lift => "More households accept with follow-up.",
        Verdict::Harm => "Fewer households accept with follow-up.",
        Verdict::NoDifference => "No difference is seen.",
        Verdict::NoGain => "A gain of 5 points or more is ruled out.",
        Verdict::TooEarly => "Too early to say.",
        Verdict::Inconclusive => "This pilot cannot tell.",
        Verdict::Unknown => "What became of some households is not known.",
        Verdict::InBoth => "Too many households are in both groups.",
    }
}

/// The headline where nobody accepted.
pub(super) const NOBODY: &str = "Nobody accepted.";

/// What a comparison is about, besides its figures.
pub(super) struct About {
    /// Households whose days are not over, followed up and held out.
    pub(super) immature: [u64; 2],
    pub(super) window_days: u32,
    /// Whether a look was planned.
    pub(super) planned: bool,
    /// Of how many of those counted it is not known.
    pub(super) unknown: u64,
    /// Whether nobody accepted of so many that it is odd.
    pub(super) nobody: bool,
    /// Months until enough have begun, however many that is.
    pub(super) months: Option<u64>,
}

/// What a claim rests on, and how often it is wrong: no more than that can be said of any pilot.
const BECAUSE: &str = "Whom to hold out was left to chance, so follow-up is what is likely to explain it; where it makes no \
                       difference, at most 5 pilots in 100 claim one.";

/// Followed up against held out: the counts, and how sure what follows from them is.
pub(super) fn comparison(told: &Comparison, about: &About) -> (String, String) {
    let window_days = about.window_days;
    let [one, two] = told.counted();
    if told.verdict == Verdict::InBoth {
        let sentence = format!(
            "{} held out as well as followed up within {window_days} days, more than 1 in 20, and counted in neither group: so \
             nothing is claimed. The holdout has to be drawn by household, and its share left as it is during a pilot.",
            were(told.in_both)
        );
        return (sentence, claimed_before(told));
    }
    if about.nobody {
        let sentence = format!(
            "Of {} followed up and {} held out by chance nobody accepted within {window_days} days. Check that the plans handed in \
             say what was booked and done since, and that the report counts as accepted what the playbook does.",
            households(one.of()),
            number(two.of()),
        );
        return (sentence, claimed_before(told));
    }
    let enough = format!("{}{}", takes(told, about), smallest(told, about.planned));
    let Some((interval, level)) = told.difference() else {
        if told.verdict == Verdict::Unknown {
            return (not_known(about), claimed_before(told));
        }
        let [followed, held] = [one.of() + about.immature[0], two.of() + about.immature[1]];
        let sentence = format!(
            "{}{} followed up and {} held out. {} Until some of both have, there is nothing to compare.",
            nobody_began(told),
            were(followed),
            were(held),
            settled(one.of(), two.of(), window_days),
        );
        return (sentence, format!("{}{enough}", too_few(told)));
    };
    let counts = nobody_began(told)
        + &if told.verdict == Verdict::Unknown {
            not_known(about)
        } else {
            counts([one, two], about)
        };
    let sure = if told.planned().is_some() {
        format!("with {} confidence at the planned look", percent(level))
    } else {
        format!("with {} confidence, however often one looks", percent(level))
    };
    let whatever = if told.point.is_some() {
        format!("{sure} and whatever became of those of whom it is not known")
    } else {
        sure.clone()
    };
    let between = range(interval);
    // Beside what is ruled out no word of how small a difference so many show: the interval says it of these households, the
    // power of such pilots before they began.
    let how_sure = match told.verdict {
        Verdict::Lift => format!("{}. {BECAUSE}", claimed(told, interval, &sure, "more")),
        Verdict::Harm => format!(
            "{}. {BECAUSE} Look into it before you go on.",
            claimed(told, interval, &sure, "fewer")
        ),
        Verdict::NoDifference => format!(
            "The difference may be anything from {between}, {whatever}, so it may be none; 5 points more and 5 points fewer can be ruled \
             out. Whether there is a smaller one, it cannot tell."
        ),
        Verdict::NoGain => no_gain(interval, &whatever),
        Verdict::Unknown => format!("The difference may be anything from {between}, {whatever}."),
        Verdict::TooEarly | Verdict::Inconclusive | Verdict::InBoth => {
            format!("The difference may be anything from {between}, {whatever}: there may be none.{enough}")
        }
    };
    let other = other_look(told);
    (
        counts,
        format!("{how_sure}{other}{}{}", too_few(told), claimed_before(told)),
    )
}

/// What the other of the two intervals says, where it says something else.
fn other_look(told: &Comparison) -> String {
    let Some(look) = told.at_planned_look else {
        return String::new();
    };
    let then = format!(
        "At the planned look, with {} followed up and {} held out,",
        number(look.followed_up.of()),
        number(look.held_out.of())
    );
    match (told.opposite(), told.told_by) {
        (Some(other), ToldBy::AnyLook) => format!(
            " {then} it was the other way round: {} (96%). Both claim, so the careful one is told. Ask what has changed since.",
            range(other)
        ),
        (Some(other), ToldBy::PlannedLook) => format!(
            " Of all {} followed up and {} held out whose days are over it is the other way round: {} ({}, however often one \
             looks). Both claim, so the careful one is told. Ask what has changed since.",
            number(told.followed_up.of()),
            number(told.held_out.of()),
            range(other),
            percent(told.at_any_look_confidence)
        ),
        (None, ToldBy::AnyLook) => format!(" {then} this could not be told yet: {} (96%).", range(look.claims)),
        (None, ToldBy::PlannedLook) => String::new(),
    }
}

/// That too much hangs on what is not known.
fn not_known(about: &About) -> String {
    format!(
        "The follow-up of {} ended before {} {} days did, and the journal does not tell what {} accepted then. Hand in newer \
         plan snapshots as well.",
        households(about.unknown),
        if about.unknown == 1 { "its" } else { "their" },
        about.window_days,
        if about.unknown == 1 { "it" } else { "they" },
    )
}

/// How many accepted of how many.
fn counts([one, two]: [Sample; 2], about: &About) -> String {
    let shown = Shown::of(one, two);
    let unknown = match about.unknown {
        0 => String::new(),
        1 => " What became of 1 household is not known: it counts as not accepted here.".to_owned(),
        unknown => format!(
            " What became of {} is not known: they count as not accepted here.",
            households(unknown)
        ),
    };
    format!(
        "Of {} followed up, {} accepted within {} days ({}). Of {} held out by chance, {} did ({}).{unknown}",
        households(one.of()),
        number(one.hits()),
        about.window_days,
        shown.one,
        number(two.of()),
        number(two.hits()),
        shown.two
    )
}

/// By how much more, or fewer.
fn claimed(told: &Comparison, interval: Interval, sure: &str, more: &str) -> String {
    let [one, two] = told.counted();
    match found(told) {
        None => format!(
            "That is {} {more}: {}, {sure}",
            Shown::of(one, two).apart,
            range(interval)
        ),
        Some(found) if is_one_figure(&found) => format!("That is {found}: {}, {sure}", range(interval)),
        Some(_) => format!("That is {}, {sure}", within(told, interval)),
    }
}

/// Between what the difference lies that was found, where something is not known.
fn found(told: &Comparison) -> Option<String> {
    let Point { low, high, .. } = told.point?;
    Some(range(Interval {
        estimate: f64::midpoint(low, high),
        low,
        high,
    }))
}

/// Both ends are the same as they are shown.
fn is_one_figure(range: &str) -> bool {
    !range.contains(" and ") && !range.contains(" to ")
}

/// An interval, and before it, where something is not known, between what that lies which was found: no end of it is told
/// as if it were.
pub(super) fn within(told: &Comparison, interval: Interval) -> String {
    let within = range(interval);
    match found(told).filter(|found| !is_one_figure(found)) {
        Some(found) => {
            format!("{found}, depending on those of whom it is not known; whatever became of them, {within}")
        }
        None => within,
    }
}

fn no_gain(interval: Interval, sure: &str) -> String {
    let (between, loss) = (range(interval), points(interval.low));
    format!(
        "The difference may be anything from {between}, {sure}: a gain of 5 points or more is ruled out; a loss of up to {loss} is \
         not."
    )
}

/// That the pilot was over before anybody began: a slip in its days, most likely, so it is told first.
fn nobody_began(told: &Comparison) -> String {
    let nobody = told
        .too_few
        .is_some_and(|few| few.followed_up.of() + few.held_out.of() == 0);
    if nobody {
        "No household began by the last day of the pilot: check its days. ".to_owned()
    } else {
        String::new()
    }
}

/// That the planned look had too few for an interval of its own.
fn too_few(told: &Comparison) -> String {
    let some = told.too_few.filter(|few| few.followed_up.of() + few.held_out.of() > 0);
    some.map_or_else(String::new, |few| {
        format!(
            " Of those that had begun by the last day of the pilot, the planned look had {} followed up and {} held out: too few to \
             tell anything by it, which takes 10 of each.",
            number(few.followed_up.of()),
            number(few.held_out.of())
        )
    })
}

/// What an earlier look said, where it is not what is said now.
fn claimed_before(told: &Comparison) -> String {
    // Where two looks claim opposite things that is said already.
    let Some(claim) = told.claimed_before.filter(|_| told.opposite().is_none()) else {
        return String::new();
    };
    let what = if claim.verdict == Verdict::Harm {
        "fewer"
    } else {
        "more"
    };
    format!(
        " Look {}, of {}, claimed that {what} households accept with follow-up; this one does not. Ask what has changed \
         since.",
        claim.look,
        day_and_year(claim.on)
    )
}

/// Whose days are over, where one group has none of those.
fn settled(followed: u64, held: u64, window_days: u32) -> String {
    let have = |n: u64| if n == 1 { "has" } else { "have" };
    match (followed, held) {
        (0, 0) => format!("None of them has had its {window_days} days yet."),
        (n, 0) => format!(
            "Of those followed up {} {} had {window_days} days, of those held out none.",
            number(n),
            have(n)
        ),
        (_, n) => format!(
            "Of those held out {} {} had {window_days} days, of those followed up none.",
            number(n),
            have(n)
        ),
    }
}

/// How many it takes.
fn takes(told: &Comparison, about: &About) -> String {
    let looks = if about.planned {
        "at the one planned look"
    } else {
        "with a look every month"
    };
    // Where so many are counted already it says nothing of how many more it takes.
    let counted = told.counted().iter().map(|group| group.of()).sum::<u64>();
    let needed = told
        .needed
        .zip(about.months)
        .filter(|(needed, _)| needed.total() > counted);
    needed.map_or_else(String::new, |(needed, months)| {
        let split = format!(
            "{} followed up and {} held out",
            number(needed.first),
            number(needed.second)
        );
        needs(needed, looks, &split, months)
    })
}

fn needs(needed: Needed, looks: &str, split: &str, months: u64) -> String {
    let long = if months > MOST_MONTHS {
        "more than 5 years at this pace, so this practice alone cannot tell".to_owned()
    } else {
        format!("{} at this pace", counted(months, "month", "months"))
    };
    format!(
        " To see 5 points four times in five (80% power) {looks} takes {}, {split}: {long}.",
        households(needed.total())
    )
}

/// The smallest effect that this pilot shows.
fn smallest(told: &Comparison, planned: bool) -> String {
    let Some(least) = told.detectable else {
        return String::new();
    };
    let points = points(least.difference);
    let (one, two) = (number(least.followed_up), number(least.held_out));
    let who = if planned && told.at_planned_look.is_none() {
        format!(
            "By the planned look about {one} followed up and {two} held out will have had their days at this pace: they show"
        )
    } else {
        format!("{one} followed up and {two} held out show")
    };
    format!(" {who} a difference of {points} four times in five, a larger one more often and a smaller one less often.")
}

/// Before against since.
pub(super) fn before_and_after(
    told: &BeforeAfter,
    since: Tally,
    window_days: u32,
    takes: Option<(Needed, u64)>,
) -> String {
    let shown = Shown::of(told.since, told.before);
    let before = format!("Before, {} of {} accepted", shown.two, households(told.before.of()));
    if let Some(why) = &told.not_compared {
        let since = told.since.share().map_or_else(String::new, |_| {
            format!("; since, {} of {}", shown.one, number(told.since.of()))
        });
        return format!("{before}{since}. The two are not compared: {why}.");
    }
    if since.unknown > 0 {
        return format!(
            "{before}. What became of {} since is not known: their follow-up ended before their {window_days} days did. \
             Hand in newer plan snapshots as well.",
            households(since.unknown)
        );
    }
    let Some(difference) = told.difference else {
        return format!("{before}. Since, nobody has had {window_days} days yet: too early to say.");
    };
    let change = match (shown.one == shown.two, difference.estimate < 0.0) {
        (true, _) => "no difference".to_owned(),
        (false, true) => format!("{} fewer", shown.apart),
        (false, false) => format!("{} more", shown.apart),
    };
    let smallest = told.detectable.map_or_else(String::new, |least| {
        format!(
            " With half of them held out, {} could have shown an effect of {} four times in five, a larger one more often.",
            households(since.begun()),
            points(least)
        )
    });
    let takes = takes.map_or_else(String::new, |(needed, months)| {
        needs(needed, "at one planned look", "half of them held out", months)
    });
    format!(
        "{before}; since, {} of {}. That is {change} ({}, with 95% confidence), before against after. It is not an effect: other \
         things changed too, and this does not tell them apart.{smallest}{takes}",
        shown.one,
        number(told.since.of()),
        range(difference),
    )
}

/// Two wordings.
pub(super) fn arms(
    one: (&str, Sample),
    two: (&str, Sample),
    found: (Interval, Confidence),
    window_days: u32,
) -> String {
    let (interval, sure) = found;
    let verdict = if interval.excludes_zero() {
        "The wordings differ"
    } else if interval.low > -POINTS_ASKED && interval.high < POINTS_ASKED {
        "No difference between the wordings is seen, and 5 points either way can be ruled out"
    } else {
        "Too early to say which wording does better"
    };
    let shown = Shown::of(one.1, two.1);
    format!(
        "{verdict}: of {} that got “{}”, {} accepted within {window_days} days ({}); of {} that got “{}”, {} did ({}). \
         The difference is {}, with {} confidence, however often one looks.",
        households(one.1.of()),
        one.0,
        number(one.1.hits()),
        shown.one,
        number(two.1.of()),
        two.0,
        number(two.1.hits()),
        shown.two,
        range(interval),
        percent(sure.level())
    )
}

fn households(n: u64) -> String {
    counted(n, "household", "households")
}

fn were(n: u64) -> String {
    format!("{} {}", households(n), if n == 1 { "was" } else { "were" })
}
