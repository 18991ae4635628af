//! The page.

use maud::{Markup, html};

use super::{Report, desk, tables};
use crate::page::Column::{Corner, Number};
use crate::page::words::{self, money, number, share};
use crate::page::{Count, Page, figure, figures, head, small_numbers, table};
use crate::timeline;

pub(super) fn page(report: &Report) -> Markup {
    let main = html! {
        (figures_that_matter(report))
        (acceptance(report))
        (tables::funnel(report))
        (tables::outcomes(report))
        (tables::not_contacted(report))
        (desk::not_sent(report))
        (tables::traffic(report))
        (tables::staff(report))
        (desk::load(report))
        (desk::costs(report))
        @if let Some(story) = &report.story { (timeline::section(story)) }
        (tables::assumptions(report))
    };
    let footer = html! {
        p {
            "Made by followthrough. Playbook revision " code { (report.revision) } ", seed " code { (report.seed) }
            ". The same playbook, export, days and seed give this page again, to the byte."
        }
    };
    let page = Page {
        title: &format!("Follow-up report, {}", report.practice),
        style: "",
        header: header(report),
        main,
        footer,
    };
    page.render()
}

fn header(report: &Report) -> Markup {
    let (from, to) = (words::day(report.from), words::day_and_year(report.to));
    let dates = format!("{from} to {to} · {} days, simulated", report.days);
    html! {
        (head("Follow-up report", &report.practice, &dates))
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

fn figures_that_matter(report: &Report) -> Markup {
    let a = &report.acceptance;
    let traffic = &report.traffic;
    figures(html! {
        (figure(&number(a.followed.plans), "plans followed up", html! { "worth " (money(a.followed.value)) }))
        (figure(&number(a.accepted.plans), "accepted", html! {
            (share(a.accepted.share_of(a.followed))) " of plans, " (money(a.accepted.value))
        }))
        (figure(&number(a.accepted_without_us.plans), "accepted anyway", "by assumption, without any message"))
        (figure(&number(traffic.messages()), "messages", html! {
            "to " (number(traffic.people)) " people, at most " (number(traffic.most_a_day)) " a day"
        }))
        (figure(&number(report.staff.prompts), "tasks for staff", html! {
            "at most " (number(report.staff.most_a_day)) " a day"
        }))
    })
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
            (table(
                "Plans followed up, by count and by value",
                &[Corner, Number("Plans"), Number("Share"), Number("Value"), Number("Share of value")],
                html! {
                    (row("Followed up", a.followed, "total"))
                    (row("Accepted", a.accepted, ""))
                    (row("booked after a message", a.accepted_after_a_message, "part"))
                    (row("booked before any message", a.accepted_before_any_message, "part"))
                    (row("Still pending on the last day", a.still_pending, ""))
                    (row("Baseline: would have been accepted without any message", a.accepted_without_us, "baseline"))
                },
            ))
            @if a.small && a.followed.plans > 0 { (small_numbers(a.accepted.plans, a.followed.plans)) }
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
            (table(
                "The same by kind of treatment",
                &[
                    Number("Treatment"), Number("Followed up"), Number("Accepted"), Number("Baseline"),
                    Number("Value followed up"), Number("Value accepted")
                ],
                html! { @for row in &report.categories { tr {
                    th scope="row" { (row.category.map_or_else(|| "Without a code".to_owned(), |c| words::title(c.as_str()))) }
                    td { (number(row.followed.plans)) } td { (number(row.accepted.plans)) }
                    td { (number(row.accepted_without_us.plans)) }
                    td { (money(row.followed.value)) } td { (money(row.accepted.value)) }
                } } },
            ))
        }
    }
}
