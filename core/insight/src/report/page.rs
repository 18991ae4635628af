//! The page.

use followthrough::schedule::Zone;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Report;
use super::count::{Count, Share};
use super::outcomes::Acceptance;
use super::picture;
use super::story::{Entry, Story};
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
                    (funnel(report))
                    (outcomes(report))
                    (not_contacted(report))
                    (traffic(report))
                    (staff(report))
                    @if let Some(story) = &report.story { (case(story, &report.time_zone)) }
                    (assumptions(report))
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

fn funnel(report: &Report) -> Markup {
    html! {
        section {
            h2 { "What each step led to" }
            div.scroll { table {
                caption { "Touchpoints, in the order of the playbook" }
                thead { tr {
                    th scope="col" { "Sequence" } th.word scope="col" { "Step" } th scope="col" { "Day" } th.word scope="col" { "Channel" }
                    th scope="col" { "Sent" } th scope="col" { "Delivered" } th scope="col" { "Clicked" } th scope="col" { "Replied" }
                    th scope="col" { "Re-engaged" } th scope="col" { "Accepted after" }
                } }
                tbody { @for row in &report.funnel { tr {
                    td.word { (words::title(row.sequence.as_str())) } th scope="row" { (words::title(row.step.as_str())) }
                    td { (row.day) } td.word { (words::channel(row.channel)) }
                    td { (number(row.sent)) }
                    @if row.channel == followthrough::recipient::Channel::Call {
                        td { "–" } td { "–" } td { "–" } td { "–" }
                    } @else {
                        td { (number(row.delivered)) } td { (number(row.clicked)) } td { (number(row.replied)) } td { (number(row.re_engaged)) }
                    }
                    td { (number(row.accepted)) }
                } } }
            } }
            p.note {
                "Replied counts every answer, a question or a no as well. Re-engaged is a yes or a click to book. Accepted after: the last "
                "touch before the plan was accepted; the patient may have booked for reasons of their own. Of calls, sent counts the prompts to staff."
            }
        }
    }
}

fn outcomes(report: &Report) -> Markup {
    html! {
        section {
            h2 { "How the cases ended" }
            div.scroll { table {
                caption { "Plans followed up, by where they stood on the last day" }
                thead { tr { th scope="col" { "Where it stands" } th scope="col" { "Plans" } th scope="col" { "Value" } th scope="col" { "Still pending" } } }
                tbody { @for row in &report.outcomes { tr {
                    th scope="row" { (words::state(row.state, row.outcome)) }
                    td { (number(row.plans.plans)) } td { (money(row.plans.value)) } td { (money(row.still_pending)) }
                } } }
            } }
        }
    }
}

fn not_contacted(report: &Report) -> Markup {
    let all: u64 = report.not_contacted.iter().map(|row| row.plans.plans).sum();
    html! {
        section {
            h2 { "Who was not contacted, and why" }
            div.scroll { table {
                caption { (number(all)) " pending plans about which nobody was written to, each under the first reason that applies" }
                thead { tr { th scope="col" { "Why not" } th scope="col" { "Plans" } th scope="col" { "Value" } } }
                tbody { @for row in &report.not_contacted { tr {
                    th scope="row" { (words::reason(row.reason)) }
                    td { (number(row.plans.plans)) } td { (money(row.plans.value)) }
                } } }
            } }
        }
    }
}

fn traffic(report: &Report) -> Markup {
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
            figure { (picture::messages_a_day(traffic)) }
            details {
                summary { "The same by week, as a table" }
                div.scroll { table {
                    caption { "Messages and prompts by week" }
                    thead { tr {
                        th scope="col" { "Week from" } th scope="col" { "Text" } th scope="col" { "E-mail" } th scope="col" { "Portal" }
                        th scope="col" { "Tasks for staff" }
                    } }
                    tbody { @for week in weeks { tr {
                        th scope="row" { @if let Some(first) = week.first() { (words::day(first.date)) } }
                        td { (week.iter().map(|day| day.sms).sum::<u64>()) } td { (week.iter().map(|day| day.email).sum::<u64>()) }
                        td { (week.iter().map(|day| day.portal).sum::<u64>()) } td { (week.iter().map(|day| day.prompts).sum::<u64>()) }
                    } } }
                } }
            }
        }
    }
}

fn staff(report: &Report) -> Markup {
    html! {
        section {
            h2 { "Work for staff" }
            div.scroll { table {
                caption { "Prompts by task and role; " (number(report.staff.alerts)) " short notices went to the staff channel besides" }
                thead { tr {
                    th scope="col" { "Task" } th.word scope="col" { "Role" } th scope="col" { "Prompts" } th scope="col" { "Of them reminders" }
                    th scope="col" { "Acted on" } th scope="col" { "Booked" } th scope="col" { "Reached or answered" }
                    th scope="col" { "Not reached" } th scope="col" { "Said no" }
                } }
                tbody { @for row in &report.staff.rows { tr {
                    th scope="row" { (words::prompt(row.kind)) } td.word { (words::title(row.role.as_str())) }
                    td { (number(row.prompts)) } td { (number(row.reminders)) } td { (number(row.acted_on)) } td { (number(row.booked)) }
                    td { (number(row.reached)) } td { (number(row.not_reached)) } td { (number(row.declined)) }
                } } }
            } }
        }
    }
}

fn case(story: &Story, zone: &str) -> Markup {
    let zone = Zone::named(zone).unwrap_or_else(|_| Zone::utc());
    html! {
        section.story {
            h2 { "One case, from beginning to end" }
            figure { (picture::timeline(story, &zone)) }
            ol { @for entry in &story.entries { (step(entry)) } }
        }
    }
}

fn step(entry: &Entry) -> Markup {
    html! {
        li class=(picture::class(entry.lane)) {
            p.head {
                span.who { (entry.lane.title()) } " " span.what { (entry.title) } " "
                time datetime=(entry.at) { (entry.shown_at) }
            }
            @if let Some(text) = &entry.text {
                blockquote {
                    @if let Some(subject) = &text.subject { p.subject { (subject) } }
                    p { (text.body) }
                }
            }
        }
    }
}

fn assumptions(report: &Report) -> Markup {
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
                div.scroll { table {
                    caption { "What a message that arrives leads to, in 1,000" }
                    thead { tr { td {} @for (label, _) in reactions { th scope="col" { (label) } } } }
                    tbody {
                        @for (label, of) in [
                            ("Follows the link", (|r| r.click) as fn(crate::simulate::Reactions) -> u32), ("Writes yes", |r| r.yes),
                            ("Asks something", |r| r.question), ("Writes no", |r| r.no), ("Writes STOP or unsubscribes", |r| r.stop),
                        ] { tr { th scope="row" { (label) } @for (_, r) in reactions { td { (of(r)) } } } }
                    }
                } }
                div.scroll { table {
                    caption { "Patients and staff" }
                    tbody {
                        (row("New plans booked by phone, without being asked", of_thousand(b.books_alone)))
                        (row("within", format!("{} days", b.books_alone_within_days)))
                        (row("Visits broken", of_thousand(b.breaks_visit)))
                        (row("Willingness left after each message without an answer", of_thousand(b.patience)))
                        (row("Prompts that nobody acts on", of_thousand(b.staff.overlooks)))
                        (row("Calls that reach the patient", of_thousand(b.staff.reaches)))
                        (row("of them, after a yes, that book", of_thousand(b.staff.books_after_yes)))
                        (row("of them, otherwise, that book", of_thousand(b.staff.books_after_call)))
                    }
                } }
            }
        }
    }
}
