//! The sections of the page below the acceptance.

use followthrough::escalation::PromptKind;
use maud::{Markup, html};

use super::{Report, desk, picture};
use crate::page::Column::{Corner, Number, Word};
use crate::page::words::{self, money, number};
use crate::page::{drawing, table};

pub(super) fn funnel(report: &Report) -> Markup {
    html! {
        section {
            h2 { "What each step led to" }
            (table(
                "Touchpoints, in the order of the playbook",
                &[
                    Number("Sequence"), Word("Step"), Number("Day"), Word("Channel"), Number("Sent"),
                    Number("Delivered"), Number("Clicked"), Number("Replied"), Number("Re-engaged"),
                    Number("Accepted after")
                ],
                html! { @for row in &report.funnel { tr {
                    td.word { (words::title(row.sequence.as_str())) } th scope="row" { (words::title(row.step.as_str())) }
                    td { (row.day) } td.word { (words::channel(row.channel)) }
                    td { (number(row.sent)) }
                    @if row.channel == followthrough::recipient::Channel::Call {
                        td { "–" } td { "–" } td { "–" } td { "–" }
                    } @else {
                        td { (number(row.delivered)) } td { (number(row.clicked)) } td { (number(row.replied)) } td { (number(row.re_engaged)) }
                    }
                    td { (number(row.accepted)) }
                } } },
            ))
            p.note {
                "Replied counts every answer, a question or a no as well. Re-engaged is a yes or a click to book. Accepted after: the last "
                "touch before the plan was accepted; the patient may have booked for reasons of their own. Of calls, sent counts the prompts to staff."
            }
        }
    }
}

pub(super) fn outcomes(report: &Report) -> Markup {
    html! {
        section {
            h2 { "How the cases ended" }
            (table(
                "Plans followed up, by where they stood on the last day",
                &[Number("Where it stands"), Number("Plans"), Number("Value"), Number("Still pending")],
                html! { @for row in &report.outcomes { tr {
                    th scope="row" { (words::state(row.state, row.outcome)) }
                    td { (number(row.plans.plans)) } td { (money(row.plans.value)) } td { (money(row.still_pending)) }
                } } },
            ))
        }
    }
}

pub(super) fn not_contacted(report: &Report) -> Markup {
    let all: u64 = report.not_contacted.iter().map(|row| row.plans.plans).sum();
    html! {
        section {
            h2 { "Who was not contacted, and why" }
            (table(
                html! { (number(all)) " pending plans about which nobody was written to, each under the first reason that applies" },
                &[Number("Why not"), Number("Plans"), Number("Value")],
                html! { @for row in &report.not_contacted { tr {
                    th scope="row" { (words::reason(row.reason)) }
                    td { (number(row.plans.plans)) } td { (money(row.plans.value)) }
                } } },
            ))
        }
    }
}

pub(super) fn traffic(report: &Report) -> Markup {
    let traffic = &report.traffic;
    let weeks: Vec<_> = traffic.days.chunks(7).collect();
    html! {
        section {
            h2 { "Messages a day" }
            p {
                (number(traffic.sms)) " texts (" (number(traffic.sms_segments)) " segments as carriers bill them), "
                (number(traffic.email)) " e-mails and " (number(traffic.portal)) " portal messages. "
                @if traffic.confirmations > 0 { (number(traffic.confirmations)) " of the texts confirm an opt-out." }
            }
            p.legend aria-hidden="true" {
                @for (class, label, n) in [
                    ("sms", "Text", traffic.sms), ("email", "E-mail", traffic.email), ("portal", "Portal", traffic.portal),
                ] { @if n > 0 { span class={ "key " (class) } { (label) } } }
            }
            (drawing(picture::messages_a_day(traffic)))
            details {
                summary { "The same by week, as a table" }
                (table(
                    "Messages and prompts by week",
                    &[
                        Number("Week from"), Number("Text"), Number("E-mail"), Number("Portal"),
                        Number("Tasks for staff")
                    ],
                    html! { @for week in weeks { tr {
                        th scope="row" { @if let Some(first) = week.first() { (words::day(first.date)) } }
                        td { (week.iter().map(|day| day.sms).sum::<u64>()) } td { (week.iter().map(|day| day.email).sum::<u64>()) }
                        td { (week.iter().map(|day| day.portal).sum::<u64>()) } td { (week.iter().map(|day| day.prompts).sum::<u64>()) }
                    } } },
                ))
            }
        }
    }
}

pub(super) fn staff(report: &Report) -> Markup {
    html! {
        section {
            h2 { "Work for staff" }
            (table(
                html! { "Prompts by task and role; " (number(report.staff.alerts)) " short notices went to the staff channel besides" },
                &[
                    Number("Task"), Word("Role"), Number("Prompts"), Number("Of them reminders"),
                    Number("Acted on"), Number("Booked"), Number("Reached or answered"), Number("Not reached"),
                    Number("Said no")
                ],
                html! { @for row in &report.staff.rows { tr {
                        th scope="row" { (words::prompt(row.kind)) } td.word { (words::title(row.role.as_str())) }
                        td { (number(row.prompts)) } td { (number(row.reminders)) } td { (number(row.acted_on)) } td { (number(row.booked)) }
                        td { (number(row.reached)) } td { (number(row.not_reached)) } td { (number(row.declined)) }
                } } },
            ))
        }
    }
}

pub(super) fn assumptions(report: &Report) -> Markup {
    let b = &report.behaviour;
    let of_thousand = |n: u32| format!("{} in 1,000", number(u64::from(n)));
    let row = |label: &str, value: String| html! { tr { th scope="row" { (label) } td { (value) } } };
    let reactions = [("Text", b.sms), ("E-mail", b.email), ("Portal", b.portal)];
    html! {
        section.assumptions {
            h2 { "What was assumed" }
            p {
                "Round numbers, the same for every playbook. They decide how many patients answer, so nothing here can prove that a playbook works; "
                "what can be trusted is whom it writes to, when, and what then lands on the desk."
            }
            div.columns {
                (table(
                    "What a message that arrives leads to, in 1,000",
                    &[&[Corner][..], &reactions.map(|(label, _)| Number(label))].concat(),
                    html! { @for (label, of) in [
                        ("Follows the link", (|r| r.click) as fn(crate::simulate::Reactions) -> u32), ("Writes yes", |r| r.yes),
                        ("Asks something", |r| r.question), ("Writes no", |r| r.no), ("Writes STOP or unsubscribes", |r| r.stop),
                    ] { tr { th scope="row" { (label) } @for (_, r) in reactions { td { (of(r)) } } } } },
                ))
                (table(
                    "Patients and staff",
                    &[],
                    html! {
                        (row("New plans booked by phone, without being asked", of_thousand(b.books_alone)))
                        (row("within", format!("{} days", b.books_alone_within_days)))
                        (row("Visits broken", of_thousand(b.breaks_visit)))
                        (row("Willingness left after each message without an answer", of_thousand(b.patience)))
                        (row("Prompts that nobody acts on", of_thousand(b.staff.overlooks)))
                        (row("Calls that reach the patient", of_thousand(b.staff.reaches)))
                        (row("of them, after a yes, that book", of_thousand(b.staff.books_after_yes)))
                        (row("of them, otherwise, that book", of_thousand(b.staff.books_after_call)))
                    },
                ))
                (table(
                    "Minutes a task takes",
                    &[],
                    html! { @for kind in PromptKind::ALL {
                        (row(words::prompt(kind), report.costs.minutes.of(kind).to_string()))
                    } },
                ))
            }
            (desk::disruptions(report))
        }
    }
}
