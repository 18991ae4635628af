//! What the page says of what follow-up adds.

use maud::{Markup, html};

use super::page::share;
use super::{AcceptedWhen, MonthlyReport, picture};
use crate::audit::SMALL_BELOW;
use crate::lift::{BeforeAfter, Comparison, Lift, Verdict, points_between};
use crate::page::words::{self, number};
use crate::page::{Column, drawing, figure, small_households, table};
use crate::stats::Sample;

/// A share of few is none to look at.
pub(super) fn since(told: &BeforeAfter) -> Markup {
    let (since, before) = (told.since, told.before);
    let label = "of households accepted";
    if since.of() == 0 {
        return match &told.not_compared {
            Some(why) => figure(
                "Not known",
                label,
                html! { (why.split(", so that").next().unwrap_or(why)) },
            ),
            None => figure("Too early", label, html! { "nobody has had enough days yet" }),
        };
    }
    if since.of() < SMALL_BELOW {
        let value = format!("{} of {}", number(since.hits()), number(since.of()));
        return figure(&value, "households accepted", html! { "few: too few for a share" });
    }
    figure(
        &share(since.hits(), since.of()),
        label,
        html! {
            @if told.not_compared.is_some() { "not compared with before" }
            @else { "before: " (share(before.hits(), before.of())) "; not an effect" }
        },
    )
}

pub(super) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Lift => "Yes",
        Verdict::Harm => "No: less",
        Verdict::NoDifference => "Not seen",
        Verdict::NoGain => "No gain",
        Verdict::TooEarly => "Not known yet",
        Verdict::Inconclusive => "Cannot tell",
        Verdict::Unknown => "Unknown",
        Verdict::InBoth => "Cannot tell",
    }
}

pub(super) fn section(report: &MonthlyReport) -> Markup {
    let lift = &report.lift;
    html! {
        section {
            h2 { "Does follow-up work here?" }
            @match &lift.against_holdout {
                Some(told) => (against_holdout(report, told)),
                None => (nobody_held_out(report)),
            }
            @if let Some(told) = &lift.before_and_after {
                h3 { "Before and after" }
                p { (told.sentence) }
                @if told.since.of() > 0 && told.since.of() < SMALL_BELOW { (small_households(told.since.hits(), told.since.of())) }
                (households("Households, before and since", &[("Before", told.before), ("Since", told.since)]))
            } @else if lift.against_holdout.is_none() {
                p.note { "With how it was before (" code { "baseline" } ") this page would compare the two, and say that it is no effect." }
            }
            @for arm in &lift.arms {
                h3 { "Wordings of “" (words::title(&arm.step)) "” in " (words::title(&arm.sequence)) }
                p { (arm.sentence) }
                @if let Some(interval) = arm.at_any_look {
                    (drawing(picture::intervals(&format!("arm-{}-{}-{}", arm.sequence, arm.step, arm.other), &[(&arm.other, interval)])))
                }
                @if arm.comparisons > 1 { p.note {
                    "One of " (arm.comparisons) " comparisons of this step; each is as much surer that all of them hold together (Bonferroni)."
                } }
            }
            @if lift.before_and_after.as_ref().is_some_and(|told| told.not_compared.is_none()) { p.note {
                "Before and since are counted alike: households, each once and with " (lift.window_days) " days from its first presentation, "
                "without those held out, and without examinations and cleanings. That is told at 95%, since nothing is claimed by it; "
                "a claim against a holdout at one planned look asks for 96%, which takes some more households."
            } }
            @if lift.against_holdout.is_some() || !lift.arms.is_empty() { (counts(lift)) }
        }
    }
}

/// When a household counts, and as what.
fn counts(lift: &Lift) -> Markup {
    let held_out = lift.against_holdout.is_some();
    html! {
        p.note {
            "A household counts once, "
            @if held_out { "by how it was drawn, whatever was sent; " }
            "when its " (lift.window_days) " days are over; as accepted when a plan of it is accepted then, "
            @match lift.accepted_when {
                AcceptedWhen::SameProcedures => "all of it booked or done",
                AcceptedWhen::ValueShare(share) => { "at least " (AcceptedWhen::percent(share)) " of its fees booked or done" }
            }
            @if held_out { ", by one rule for both groups" }
            ". "
            @if held_out && lift.immature_followed_up + lift.immature_held_out > 0 {
                (number(lift.immature_followed_up)) " followed up and " (number(lift.immature_held_out)) " held out do not count yet."
            }
        }
    }
}

/// Nobody, or no lines of these days at all.
fn nobody_held_out(report: &MonthlyReport) -> Markup {
    html! {
        @if let Some(lines) = report.no_lines() {
            p.headline { strong { (lines) } }
        } @else {
            p.headline { strong { "Nobody was held out, so what follow-up adds cannot be measured." } }
            p.note {
                "To measure it, let chance hold some households out: " code { "holdout: {share: 0.2, salt: a-word}" }
                " in the playbook. Households that come from then on are drawn."
            }
        }
    }
}

/// The headline, the counts and one range; what else there is to it folds away.
fn against_holdout(report: &MonthlyReport, told: &Comparison) -> Markup {
    let lift = &report.lift;
    let both = |[followed, held]: [Sample; 2]| [("Followed up", followed), ("Held out by chance", held)];
    let (over, counted) = ([told.followed_up, told.held_out], told.counted());
    let since = lift.from.map_or_else(String::new, words::day_and_year);
    let caption = match (told.planned(), lift.pilot_to) {
        (Some(_), Some(to)) => format!(
            "Households that began from {since} to {}, at the planned look",
            words::day_and_year(to)
        ),
        (Some(_) | None, _) => format!("Households that began since {since} and whose days are over"),
    };
    let interval = told.difference().map(|(interval, _)| interval);
    html! {
        @if let Some(lines) = report.no_lines() { p.notice { (lines) } }
        p.headline { strong { (told.headline) } }
        p { (told.sentence) }
        @if let (Some(interval), Some(range)) = (interval, told.range()) {
            p { "How sure: " (range) "." }
            (drawing(picture::intervals("lift-title", &[("The difference", interval)])))
        }
        (households(&caption, &both(counted)))
        @let [followed, held] = counted;
        @let smaller = if held.of() < followed.of() { held } else { followed };
        @if smaller.of() > 0 && smaller.of() < SMALL_BELOW { (small_households(smaller.hits(), smaller.of())) }
        p.note { (left_out(lift, told)) }
        details {
            summary { "For the statistician: how sure that is, and how many it takes" }
            @if !told.how_sure.is_empty() { p { (told.how_sure) } }
            (looks(report, told))
            @if over != counted { (households(&format!("All households that began since {since} and whose days are over by now"), &both(over))) }
        }
    }
}

/// Who counts in neither group, and who as not accepted for want of a better word.
fn left_out(lift: &Lift, told: &Comparison) -> Markup {
    let count = |n: u64| if n == 1 { "counts" } else { "count" };
    html! {
        @if told.in_both > 0 { (number(told.in_both)) " in both groups, which " (count(told.in_both)) " in neither. " }
        @if let (true, Some(complete)) = (told.by_absence > 0, lift.plans_complete_to) {
            (number(told.by_absence)) " " (count(told.by_absence)) " as not accepted since nothing newer of "
            (if told.by_absence == 1 { "its" } else { "their" }) " plans was handed in, and all was up to "
            (words::day_and_year(complete)) ", as the practice says. "
            @if let Some(newest) = lift.newest_plan.filter(|newest| *newest < complete) {
                "The newest of all plans handed in is of " (words::day_and_year(newest)) ". "
            }
        }
        @if told.closed_as_accepted > 0 {
            (number(told.closed_as_accepted)) " " (count(told.closed_as_accepted)) " as not accepted although a plan of "
            (if told.closed_as_accepted == 1 { "its" } else { "theirs" }) " was closed as accepted: a visit was broken, "
            "or the playbook asks for less than is counted here. "
        }
    }
}

/// Which looks there are, and what each may claim.
fn looks(report: &MonthlyReport, told: &Comparison) -> Markup {
    let lift = &report.lift;
    let any_look = told
        .at_any_look
        .map_or_else(String::new, |interval| format!(", {}", points_between(interval)));
    html! {
        p.note {
            "This is monthly look " (lift.look) ". "
            @if let (Some(to), Some(on)) = (lift.pilot_to, lift.planned_look) {
                @if let Some(look) = told.at_planned_look {
                    "Two intervals, told apart: Newcombe's (96%) for the one planned look of " (words::day_and_year(on))
                    ", of households that began by " (words::day_and_year(to)) ", " (points_between(look.claims))
                    "; and the wider one (99%) of all whose days are over" (any_look)
                    ", which holds at all monthly looks together, also after that one. "
                } @else {
                    "The interval (99%) holds at all monthly looks together. "
                    @if on > lift.as_of {
                        "On " (words::day_and_year(on)) ", the planned look, when those that began by " (words::day_and_year(to))
                        " have had their days, a narrower one for it comes beside it. "
                    }
                }
                "More or fewer is claimed by either: at 99% by a monthly look, at 96% by the planned one, so that of 100 pilots in which "
                "follow-up makes no difference at most 5 claim one. "
            } @else {
                "The interval (95%) holds at all monthly looks together: of 100 pilots in which follow-up makes no difference at most 5 ever claim one. "
                "No look was planned, so there is no narrower one. "
            }
            "The interval for all monthly looks takes it that those of a group accept with the same chance throughout; the planned look does not."
        }
    }
}

/// Households of two kinds, with those that accepted.
fn households(caption: &str, rows: &[(&str, Sample)]) -> Markup {
    table(
        caption,
        &[
            Column::Corner,
            Column::Number("Households"),
            Column::Number("Accepted"),
            Column::Number("Share"),
        ],
        html! { @for (label, sample) in rows { tr {
            th scope="row" { (label) }
            td { (number(sample.of())) } td { (number(sample.hits())) } td { (share(sample.hits(), sample.of())) }
        } } },
    )
}
