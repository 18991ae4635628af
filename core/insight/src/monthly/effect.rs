//! What the page says of what follow-up adds.

use maud::{Markup, html};

use super::page::share;
use super::{AcceptedWhen, MonthlyReport, picture};
use crate::audit::SMALL_BELOW;
use crate::lift::{BeforeAfter, Comparison, Verdict};
use crate::page::words::{self, counted, number};
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
        Verdict::TooEarly => "Too early",
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
            @if lift.before_and_after.is_some() { p.note {
                "Before and since are counted alike: households, each once and with " (lift.window_days) " days from its first presentation, "
                "without those held out, and without examinations and cleanings."
            } }
            p.note {
                "A household counts once, by how it was drawn, whatever was sent; when its " (lift.window_days)
                " days are over; as accepted when a plan of it is accepted then, "
                @match lift.accepted_when {
                    AcceptedWhen::SameProcedures => "all of it booked or done",
                    AcceptedWhen::ValueShare(_) => "so much of it booked or done as the practice asks for",
                }
                ", by one rule for both groups. "
                @if lift.immature_followed_up + lift.immature_held_out > 0 {
                    (number(lift.immature_followed_up)) " followed up and " (number(lift.immature_held_out)) " held out do not count yet."
                }
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

fn against_holdout(report: &MonthlyReport, told: &Comparison) -> Markup {
    let any_look = format!("However often one looks ({:.0}%)", told.at_any_look_confidence * 100.0);
    let rows: Vec<_> = [
        told.at_any_look.map(|interval| (any_look.as_str(), interval)),
        told.at_planned_end
            .map(|end| ("At the planned end (95%)", end.difference)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let both = |followed, held| [("Followed up", followed), ("Held out by chance", held)];
    let end = told
        .at_planned_end
        .filter(|end| (end.followed_up, end.held_out) != (told.followed_up, told.held_out));
    html! {
        @if let Some(lines) = report.no_lines() { p.notice { (lines) } }
        p.headline { strong { (told.headline) } }
        p { (told.sentence) }
        @if !rows.is_empty() { (drawing(picture::intervals("lift-title", &rows))) }
        (households("Households whose days are over", &both(told.followed_up, told.held_out)))
        @if let (Some(end), Some(on)) = (end, report.lift.planned_look) {
            (households(&format!("The same at the planned end, {}", words::day_and_year(on)), &both(end.followed_up, end.held_out)))
        }
        @let smaller = if told.held_out.of() < told.followed_up.of() { told.held_out } else { told.followed_up };
        @if smaller.of() > 0 && smaller.of() < SMALL_BELOW { (small_households(smaller.hits(), smaller.of())) }
        p.note {
            (number(told.in_both)) " in both groups, which count in neither. "
            @if told.by_absence > 0 {
                (number(told.by_absence)) " count as not accepted since nothing newer of their plans was handed in, and all was, as the practice says. "
            }
            @if told.closed_as_accepted > 0 {
                (number(told.closed_as_accepted)) " count as not accepted although a plan of theirs was closed as accepted: its visit was broken, "
                "or the playbook asks for less than is counted here (" code { "accepted_when" } "). "
            }
        }
        details {
            summary { "How sure" @if let Some(range) = told.range() { ": " (range) } }
            @if !told.how_sure.is_empty() { p { (told.how_sure) } }
            (looks(report, told))
        }
    }
}

/// Which looks there are, and what each may claim.
fn looks(report: &MonthlyReport, told: &Comparison) -> Markup {
    let lift = &report.lift;
    html! {
        p.note {
            "Look " (lift.look) ", of one a month. "
            @if let (Some(end), Some(on)) = (lift.planned_end, lift.planned_look) {
                @if end != on {
                    "By " (words::day_and_year(end)) ", the planned end, nobody can have had " (counted(lift.window_days.into(), "day", "days"))
                    ", so that day is taken as the last of the pilot: the planned look is on " (words::day_and_year(on))
                    ", when those who began on it have had theirs. "
                }
                @if told.at_planned_end.is_some() {
                    "Two intervals, told apart: Newcombe's (95%) is for the planned look of " (words::day_and_year(on))
                    "; the wider one (99%) holds at all looks together, also after it. "
                } @else if on > lift.as_of {
                    "The interval (99%) holds at all monthly looks together. On " (words::day_and_year(on))
                    ", the planned look, a narrower one for it comes beside it. "
                } @else {
                    "The planned look was on " (words::day_and_year(on))
                    ": of the households whose days were over by then too little is known to compare them. The interval (99%) holds at all monthly looks together. "
                }
                "More or fewer is claimed by either: at 99% by a monthly look, at 96% by the planned one, so that of 100 pilots in which "
                "follow-up makes no difference at most 5 claim one."
            } @else {
                "The interval (95%) holds at all monthly looks together: of 100 pilots in which follow-up makes no difference at most 5 ever claim one. "
                "No end was planned, so there is no narrower one."
            }
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
