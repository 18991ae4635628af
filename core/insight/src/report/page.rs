//! The page.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Report;
use super::count::{Count, Share};
use super::outcomes::Acceptance;
use super::tables;
use super::words::{self, money, number};

const STYLE: &str = include_str!("style.css");

pub(super) fn page(report: &Report) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { "Follow-up report, " (report.practice) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (header(report))
                main {
                    (figures(report))
                    (acceptance(report))
                    (tables::funnel(report))
                    (tables::outcomes(report))
                    (tables::not_contacted(report))
                    (tables::traffic(report))
                    (tables::staff(report))
                    @if let Some(story) = &report.story { (tables::case(story, &report.time_zone)) }
                    (tables::assumptions(report))
                }
                footer {
                    p {
                        "Made by followthrough. Playbook revision " code { (report.revision) } ", seed " code { (report.seed) }
                        ". The same playbook, export, days and seed give this page again, to the byte."
                    }
                }
            }
        }
    }
}

fn header(report: &Report) -> Markup {
    html! {
        header {
            p.kicker { "Follow-up report" }
            h1 { (report.practice) }
            p.dates {
                (words::day(report.from)) " to " (words::day_and_year(report.to)) " · " (report.days) " days, simulated"
            }
            p.notice {
                strong { "A simulation. " }
                "Nobody was contacted. The messages, their hours and the work for staff are what the playbook would do; "
                "how patients and staff behave is assumed, and stands at the end of this page."
            }
            @if report.faults > 0 {
                p.notice.bad { strong { (number(report.faults)) " inputs were refused." } " The JSON of this report lists them." }
            }
        }
    }
}

fn figures(report: &Report) -> Markup {
    let a = &report.acceptance;
    let traffic = &report.traffic;
    let figure = |value: String, label: &str, detail: Markup| {
        html! { div.figure { dt { (label) } dd.value { (value) } dd.detail { (detail) } } }
    };
    html! {
        section aria-label="The figures that matter" {
            dl.figures {
                (figure(number(a.followed.plans), "plans followed up", html! { "worth " (money(a.followed.value)) }))
                (figure(number(a.accepted.plans), "accepted", html! {
                    (share(a.accepted.share_of(a.followed))) " of plans, " (money(a.accepted.value))
                }))
                (figure(number(a.accepted_without_us.plans), "accepted anyway", html! {
                    "by assumption, without any message"
                }))
                (figure(number(traffic.messages()), "messages", html! {
                    "to " (number(traffic.people)) " people, at most " (number(traffic.most_a_day)) " a day"
                }))
                (figure(number(report.staff.prompts), "tasks for staff", html! {
                    "at most " (number(report.staff.most_a_day)) " a day"
                }))
            }
        }
    }
}

fn share(share: Option<Share>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| share.to_string())
}

/// Said wherever shares stand: how much one plan more or less would move them.
fn small(a: &Acceptance) -> Markup {
    html! {
        @if a.small && a.followed.plans > 0 {
            p.small-numbers {
                strong { "Small numbers. " }
                (number(a.accepted.plans)) " accepted of " (number(a.followed.plans)) ": one plan more or less moves the share by "
                (points(a.followed.plans)) ". Read the counts, not the percentages; chance alone would give other ones next time."
            }
        }
    }
}

fn points(whole: u64) -> String {
    let points = Share::of(1, whole).map_or(0, |share| share.0);
    format!("{}.{} points", points / 10, points % 10)
}

fn acceptance(report: &Report) -> Markup {
    let a = &report.acceptance;
    let row = |label: &str, count: Count, class: &str| {
        html! {
            tr class=(class) {
                th scope="row" { (label) }
                td { (number(count.plans)) }
                td { (share(count.share_of(a.followed))) }
                td { (money(count.value)) }
                td { (share(count.value_share_of(a.followed))) }
            }
        }
    };
    let most = a.accepted.plans.max(a.accepted_without_us.plans).max(1);
    let bar = |class: &str, label: &str, count: Count| {
        html! {
            div.bar-row {
                span.bar-label { (label) }
                span.bar-track { span class={ "bar " (class) } style={ "width:" (count.plans * 100 / most) "%" } {} }
                span.bar-value { (number(count.plans)) }
            }
        }
    };
    html! {
        section {
            h2 { "Acceptance" }
            p {
                "Of " (number(a.pending.plans)) " plans with something pending, the playbook took up "
                (number(a.followed.plans)) " and wrote about " (number(a.contacted.plans)) "."
            }
            div.bars aria-hidden="true" {
                (bar("accepted", "Accepted", a.accepted))
                (bar("baseline", "Accepted anyway (assumed)", a.accepted_without_us))
            }
            div.scroll { table {
                caption { "Plans followed up, by count and by value" }
                thead { tr { td {} th scope="col" { "Plans" } th scope="col" { "Share" } th scope="col" { "Value" } th scope="col" { "Share of value" } } }
                tbody {
                    (row("Followed up", a.followed, "total"))
                    (row("Accepted", a.accepted, ""))
                    (row("booked after a message", a.accepted_after_a_message, "part"))
                    (row("booked before any message", a.accepted_before_any_message, "part"))
                    (row("Still pending on the last day", a.still_pending, ""))
                    (row("Baseline: would have been accepted without any message", a.accepted_without_us, "baseline"))
                }
            } }
            (small(a))
            p.note {
                "Accepted are the plans all of which was on the practice's book within these days, also where the follow-up had "
                "ended before. The baseline is not measured: it is who, of these same plans, would book without being asked, in the behaviour "
                "that was assumed. The difference to it says what was put in, not what a practice will get out. A real effect "
                "is measured against a holdout or against the practice's own past."
            }
            (categories(report))
        }
    }
}

fn categories(report: &Report) -> Markup {
    html! {
        @if !report.categories.is_empty() {
            div.scroll { table {
                caption { "The same by kind of treatment" }
                thead { tr {
                    th scope="col" { "Treatment" } th scope="col" { "Followed up" } th scope="col" { "Accepted" }
                    th scope="col" { "Baseline" } th scope="col" { "Value followed up" } th scope="col" { "Value accepted" }
                } }
                tbody { @for row in &report.categories { tr {
                    th scope="row" { (row.category.map_or_else(|| "Without a code".to_owned(), |c| words::title(c.as_str()))) }
                    td { (number(row.followed.plans)) } td { (number(row.accepted.plans)) }
                    td { (number(row.accepted_without_us.plans)) }
                    td { (money(row.followed.value)) } td { (money(row.accepted.value)) }
                } } }
            } }
        }
    }
}
