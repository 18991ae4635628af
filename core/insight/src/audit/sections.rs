//! The sections of the page.

use std::collections::BTreeMap;

use followthrough::Money;
use maud::{Markup, html};

use super::acceptance::{Breakdown, Taken, by_outcome};
use super::case::{Case, CaseOutcome};
use super::page::range;
use super::pending::PendingRow;
use super::time::Endpoint;
use super::{Audit, Told, formulas, picture};
use crate::page::Column::{Corner, Number, Word};
use crate::page::words::{self, dollars, money, number, share};
use crate::page::{Count, Share, drawing, small_households, small_numbers, table};

/// What each outcome is called.
fn outcome(outcome: CaseOutcome) -> &'static str {
    match outcome {
        CaseOutcome::Accepted => "Accepted: all of it scheduled or done",
        CaseOutcome::InPart => "Accepted in part",
        CaseOutcome::Declined => "Declined",
        CaseOutcome::Pending => "Nothing scheduled or done",
    }
}

/// How a figure is made, and which cases it counts: folded away, and on paper left out.
fn opened(figures: &[&str], cases: &BTreeMap<CaseOutcome, Vec<String>>) -> Markup {
    html! {
        details {
            summary { "How this is counted, and which plans" }
            @for figure in figures { p { (formulas::of(figure)) } }
            dl.cases { @for (what, ids) in cases { (list(outcome(*what), ids)) } }
        }
    }
}

fn list(what: &str, ids: &[String]) -> Markup {
    html! { dt { (what) " (" (number(super::acceptance::count(ids.len()))) ")" } dd { (ids.join(", ")) } }
}

pub(super) fn acceptance(audit: &Audit) -> Markup {
    let judged = &audit.judged;
    let cases: Vec<&Case> = audit.cases.iter().filter(|case| audit.is_judged(case)).collect();
    let row = |class: &str, label: &str, plans: u64, part: Option<Share>, value: Money| {
        html! { tr class=(class) {
            th scope="row" { (label) } td { (number(plans)) } td { (share(part)) } td { (money(value)) }
        } }
    };
    let of = |plans: u64| Share::of(plans, judged.plans);
    let sum = |wanted: CaseOutcome| {
        let with: Vec<_> = cases
            .iter()
            .filter(|case| case.outcome == wanted)
            .map(|case| case.value)
            .collect();
        Count::of(&with).value
    };
    html! {
        section {
            h2 { "Acceptance" }
            @if let Some(taken) = judged.taken { (in_words(audit, taken)) }
            (table(
                "Presented in the window, by where it stands",
                &[Corner, Number("Plans"), Number("Share"), Number("Value")],
                html! {
                    (row("", "Presented in the window", audit.presented.plans, None, audit.presented.value))
                    (row("part", &format!("Too new to judge: fewer than {} days", audit.settle_days), audit.too_new.plans, None,
                        audit.too_new.value))
                    (row("total", "Judged", judged.plans, judged.taken.and_then(|_| of(judged.plans)), judged.value))
                    @if let Some(taken) = judged.taken { @for wanted in CaseOutcome::ALL {
                        (row("part", outcome(wanted), taken.with(wanted), of(taken.with(wanted)), sum(wanted)))
                    } }
                },
            ))
            @if let Some(taken) = judged.taken {
                p {
                    "By value: " (money(taken.accepted_value)) " of " (money(judged.value)) " is scheduled or done, "
                    strong { (share(taken.value_share)) } ", the parts of plans accepted in part among it."
                    @if judged.value_unknown > 0 { " Of " (number(judged.value_unknown)) " plans a fee is missing: they are not in the value." }
                }
                @if judged.small && judged.plans > 0 { (small_numbers(taken.accepted, judged.plans)) }
            }
            p.note { (formulas::of("healthy")) }
            @if judged.taken.is_some() {
                (opened(&["presented", "judged", "accepted", "in_part", "share", "value_share", "same_day"], &by_outcome(&cases)))
            }
        }
    }
}

fn in_words(audit: &Audit, taken: Taken) -> Markup {
    let judged = &audit.judged;
    html! {
        p {
            "Of " (number(judged.plans)) " plans for " (number(judged.patients)) " patients in " (number(judged.households))
            " households, presented at least " (audit.settle_days) " days ago, " strong { (number(taken.accepted)) }
            " were accepted whole and " (number(taken.in_part)) " in part."
            @if let Some(same_day) = audit.same_day.filter(|n| *n > 0) {
                " " (number(same_day)) " were begun on the day they were presented."
            }
        }
        @if taken.share.is_some() {
            div.scale {
                (range(taken))
                div.ends aria-hidden="true" { span { "0%" } span { "50%" } span { "100%" } }
            }
            p.legend aria-hidden="true" {
                span class="key point" { "This practice" } span class="key between" { "95% interval" }
                span class="key healthy" { "Said to be healthy" }
            }
        }
    }
}

/// What a monthly report will be held against.
pub(super) fn households(audit: &Audit) -> Markup {
    html! {
        @if let Some(told) = &audit.households {
            section {
                h2 { "What later months are held against" }
                p {
                    "Of " strong { (number(told.presented)) } " households first presented to from " (words::day_and_year(told.from))
                    " to " (words::day_and_year(told.to)) ", " strong { (number(told.accepted)) } " accepted a plan whole within "
                    (told.window_days) " days"
                    @if told.presented > 0 { " (" strong { (share(Share::of(told.accepted, told.presented))) } ")" } "."
                    @if told.undated > 0 { " " (number(told.undated)) " more accepted, nobody knows on which day." }
                }
                @if told.undated > 0 || told.accepted_by == Endpoint::Begun { p.notice {
                    "A report compares itself with this only where the export tells when all that was accepted was entered into the book, "
                    "and this one does not."
                } }
                @if told.presented > 0 && told.presented < super::SMALL_BELOW { (small_households(told.accepted, told.presented)) }
                p.note { (formulas::of("households")) }
            }
        }
    }
}

pub(super) fn breakdowns(audit: &Audit) -> Markup {
    html! {
        @if audit.judged.plans > 0 {
            section {
                h2 { @if audit.judged.taken.is_some() { "Where it differs" } @else { "What was presented" } }
                @if audit.judged.taken.is_some() {
                    p {
                        "The same plans, told apart. Where the intervals of two rows overlap widely, the difference between them may "
                        "be chance; rows with fewer than " (super::SMALL_BELOW) " plans are marked."
                    }
                }
                @for breakdown in &audit.breakdowns { (broken_down(breakdown, audit.judged.taken.is_some())) }
            }
        }
    }
}

fn title(by: &str) -> &'static str {
    match by {
        "provider" => "By provider",
        "category" => "By kind of treatment",
        "value" => "By value of the plan",
        "patient" => "New and existing patients",
        _ => "By location",
    }
}

fn broken_down(breakdown: &Breakdown, told: bool) -> Markup {
    let first = title(breakdown.by);
    let accepted = [
        Number("Accepted"),
        Number("Share"),
        Word("0 to 100 %"),
        Number("95% interval"),
    ];
    let columns = if told {
        [
            &[Corner, Number("Plans")][..],
            &accepted,
            &[Number("Value"), Number("Of it accepted")],
        ]
        .concat()
    } else {
        vec![Corner, Number("Plans"), Number("Value")]
    };
    let caption = if told {
        "plans accepted whole, and the value accepted"
    } else {
        "plans presented"
    };
    html! {
        (table(
            html! { strong { (first) } ": " (caption) },
            &columns,
            html! { @for row in &breakdown.rows { tr {
                @let a = &row.acceptance;
                th scope="row" { (row.name) @if a.small && told { span.tag { "few" } } }
                td { (number(a.plans)) }
                @if let Some(taken) = a.taken {
                    td { (number(taken.accepted)) } td { (share(taken.share)) } td.word { (range(taken)) }
                    td { @if let Some((low, high)) = taken.interval { (low) " to " (high) } @else { "–" } }
                    td { (money(a.value)) } td { (share(taken.value_share)) }
                } @else {
                    td { (money(a.value)) }
                }
            } } },
        ))
        details {
            summary { "Which plans" }
            @if breakdown.by == "patient" { p { (formulas::of("new_patient")) } }
            dl.cases { @for row in &breakdown.rows { @for (what, ids) in &row.cases {
                (list(&if told { format!("{}, {}", row.name, outcome(*what).to_lowercase()) } else { row.name.clone() }, ids))
            } } }
        }
    }
}

pub(super) fn time(audit: &Audit) -> Markup {
    let Some(time) = &audit.time_to_accept else {
        return html! { @if audit.acceptance_told == Told::Yes {
            section {
                h2 { "Time to accept" }
                p { "Not known: this export does not tell on which day treatment was accepted." }
            }
        } };
    };
    let what = match time.endpoint {
        Endpoint::Accepted => "booked or begun",
        Endpoint::Begun => "begun",
    };
    let title = format!("The share of plans {what} by each day after presenting; the table below holds the same.");
    html! {
        section {
            h2 { "Time to accept" }
            p {
                @match time.median {
                    Some(0) => { "Half of the plans are " (what) " on the day they are presented." }
                    Some(days) => { "Half of the plans are " (what) " within " strong { (days) " days" } " of being presented." }
                    None => { "Within the window not half of the plans are " (what) "." }
                }
            }
            @if time.endpoint == Endpoint::Begun {
                p.note {
                    "This export does not tell when visits were entered into the book, only when treatment was done: the yes came "
                    "sooner. " (number(time.undated)) " plans that are scheduled and not begun count as not yet begun."
                }
            } @else if time.undated > 0 {
                p.note { (number(time.undated)) " scheduled plans of which nobody knows since when count as not yet booked." }
            }
            (drawing(picture::curve(time, &title)))
            (table(
                html! { "Share of " (number(time.plans)) " plans " (what) ", by days after presenting" },
                &[Corner, Number("Share")],
                html! { @for by in &time.by_day { tr {
                    th scope="row" { @if by.day == 0 { "On the same day" } @else { "Within " (by.day) " days" } } td { (by.share) }
                } } },
            ))
            details {
                summary { "How this is counted, and every step of the curve" }
                p { (formulas::of("time_to_accept")) }
                (table(
                    html! { "Plans " (what) " by day" },
                    &[Number("Day"), Number("Still watched"), Number("Happened"), Number("Share by then"), Number("95% interval")],
                    html! { @for row in &time.curve { tr {
                        th scope="row" { (row.day) } td { (number(row.at_risk)) } td { (number(row.events)) } td { (row.share) }
                        td { @if let Some((low, high)) = row.bounds { (low) " to " (high) } @else { "–" } }
                    } } },
                ))
            }
        }
    }
}

pub(super) fn pending(audit: &Audit) -> Markup {
    let pending = &audit.pending;
    let cents = |row: &PendingRow| row.pending.value.cents();
    let most = pending.bands.iter().map(cents).max().unwrap_or(1).max(1);
    let row = |class: &str, row: &PendingRow| {
        html! { tr class=(class) {
            th scope="row" { (row.name) } td { (number(row.pending.plans)) } td { (number(row.patients)) } td { (money(row.pending.value)) }
            td { (number(row.by_text)) } td { (number(row.by_email)) } td { (number(row.by_either)) }
        } }
    };
    html! {
        section {
            h2 { "What lies pending" }
            p {
                (number(pending.all.pending.plans)) " plans worth " strong { (money(pending.all.pending.value)) } " for "
                (number(pending.all.patients)) " patients are presented and neither scheduled nor done, in the whole export. "
                (number(pending.all.by_either)) " of the plans can be followed up by a message."
            }
            div class="bars pending-bars" aria-hidden="true" { @for band in &pending.bands { div.bar-row {
                span.bar-label { (band.name) }
                span.bar-track { span class="bar pending" style={ "width:" (cents(band) * 100 / most) "%" } {} }
                span.bar-value { (dollars(band.pending.value)) }
            } } }
            (table(
                "Pending plans by days since they were presented",
                &[
                    Number("Presented"), Number("Plans"), Number("Patients"), Number("Pending value"), Number("By text"),
                    Number("By e-mail"), Number("By either"),
                ],
                html! { @for band in &pending.bands { (row("", band)) } (row("total", &pending.all)) },
            ))
            @if pending.all.value_unknown > 0 {
                p.note { "Of " (number(pending.all.value_unknown)) " plans a pending fee is missing: they count, with no value." }
            }
            @if pending.not_patients.plans > 0 {
                p.note {
                    "Besides, " (number(pending.not_patients.plans)) " plans worth " (money(pending.not_patients.value))
                    " of people who are no longer patients."
                }
            }
            details {
                summary { "How this is counted, and which plans" }
                p { (formulas::of("pending")) }
                dl.cases { @for band in &pending.bands { (list(&band.name, &band.cases)) } }
            }
        }
    }
}

pub(super) fn never_followed_up(audit: &Audit) -> Markup {
    html! {
        section {
            h2 { "Never followed up" }
            @match &audit.pending.never_followed_up {
                None => p {
                    strong { "Not known. " }
                    "This export has no record of conversations with patients, so nobody can say about which plans somebody called again."
                },
                Some(found) => {
                    p {
                        "Of " (number(found.of.plans)) " plans that have been pending for " (audit.settle_days) " days or more, no "
                        "conversation with the patient is on record since the presentation of " strong { (number(found.never.plans)) }
                        " (" (share(found.share)) "), worth " (money(found.never.value)) ". "
                        (number(found.reachable)) " of those can be reached by a message."
                    }
                    details {
                        summary { "How this is counted, and which plans" }
                        p { (formulas::of("never_followed_up")) }
                        dl.cases { (list("Never followed up", &found.cases)) }
                    }
                }
            }
        }
    }
}

/// What the export leaves open, with how much it is about.
pub(super) fn not_told(audit: &Audit) -> Markup {
    let (aside, undated) = (&audit.aside, &audit.undated);
    let worth = |count: Count, what: &str| {
        html! { (number(count.plans)) " " (what) ", worth " (money(count.value)) }
    };
    html! {
        section {
            h2 { "What this export does not tell" }
            ul.plain {
                @if undated.accepted.plans > 0 {
                    li {
                        (worth(undated.accepted, "presentations are scheduled or done")) ", and nobody knows when they were presented: in no "
                        "share. If some of them were presented in the window, acceptance is higher than shown."
                    }
                }
                @if undated.others.plans > 0 {
                    li { (worth(undated.others, "presentations have no day")) ": pending, and in no share." }
                }
                @if aside.done_undated_in_window.plans > 0 {
                    li {
                        (worth(aside.done_undated_in_window, "procedures were done in the window")) " without a day on which they had been "
                        "planned: in no share. Much of it was done without ever lying pending."
                    }
                }
                @if audit.time_to_accept.as_ref().is_none_or(|time| time.endpoint == Endpoint::Begun) {
                    li { "When patients said yes: only visits and treatment have days, if anything has." }
                }
                li { "Why somebody said no, and whether the practice gave a price or a date: no practice system's export has that." }
            }
            @if aside.not_presented + aside.withdrawn + aside.referred + aside.left_out + aside.repeated > 0 {
                (table(
                    "Left out on purpose, in the whole export",
                    &[Corner, Number("Plans")],
                    html! { @for (what, n) in [
                        ("Charted only, or drafts: not presented", aside.not_presented),
                        ("Set aside, or nothing left on them", aside.withdrawn),
                        ("Referred to another practice", aside.referred),
                        ("Nothing but examinations and cleanings", aside.left_out),
                        ("Presented again, with nothing new", aside.repeated),
                    ] { @if n > 0 { tr { th scope="row" { (what) } td { (number(n)) } } } } },
                ))
            }
        }
    }
}

pub(super) fn formulas() -> Markup {
    html! {
        section {
            h2 { "How each figure is made" }
            dl.formulas { @for formula in formulas::FORMULAS {
                dt { (words::title(formula.figure)) } dd { (formula.formula) }
            } }
        }
    }
}
