//! The page.

use followthrough::recipient::Channel;
use maud::{Markup, html};

use super::{MonthlyReport, picture};
use crate::funnel::{Row, Stages};
use crate::lift::{Comparison, Verdict};
use crate::money::Figure;
use crate::page::words::{self, money, number};
use crate::page::{Column, Page, Share, drawing, figure, figures, head, table};

/// What this page has besides.
const STYLE: &str = include_str!("style.css");

pub(super) fn page(report: &MonthlyReport) -> Markup {
    let title = format!("{}, {}", kicker(report), report.practice);
    Page {
        title: &title,
        style: STYLE,
        header: html! {
            (head(kicker(report), &report.practice, &dates(report)))
            @if report.read.damaged > 0 { p.notice.bad {
                strong { (unread(report.read.damaged)) " could not be read" } " and counts in nothing: listed at the end."
            } }
        },
        main: html! {
            (top(report))
            (lift(report))
            (money_section(report))
            (funnel(report))
            (read(report))
        },
        footer: html! {
            p {
                "Made by followthrough from the practice's own journal. The same journal and options give this page again, to the byte. "
                "Days are those of " (report.time_zone) ". It names cases by their ids and holds no names."
            }
        },
    }
    .render()
}

fn unread(lines: u64) -> String {
    format!("{} {}", number(lines), if lines == 1 { "line" } else { "lines" })
}

fn kicker(report: &MonthlyReport) -> &'static str {
    if report.months == Some(1) {
        "Monthly report"
    } else {
        "Pilot report"
    }
}

fn dates(report: &MonthlyReport) -> String {
    let known = if report.as_of == report.to {
        String::new()
    } else {
        format!(", with what was known on {}", words::day_and_year(report.as_of))
    };
    format!(
        "{} to {} · {} days{known}",
        words::day_and_year(report.from),
        words::day_and_year(report.to),
        report.days
    )
}

fn top(report: &MonthlyReport) -> Markup {
    let all = &report.funnel.all;
    let plans = report.money.recovered.len();
    let shown = |name: &str| report.money.figure(name).map(|figure| figure.shown.clone());
    let recovered = shown("recovered_a_month").unwrap_or_default();
    figures(html! {
        (figure(&recovered, "recovered a month", html! {
            @match shown("before_a_month") {
                Some(before) => { "before: " (before) }
                None => { (plans) " plans, credited to a message or a call" }
            }
        }))
        @if let Some(more) = shown("more_a_month") {
            (figure(&more, "more a month than before", html! { "credited, not proven" }))
        }
        @if let Some(told) = &report.lift.against_holdout {
            (figure(word(told.verdict), "does follow-up add?", html! { (told.headline) }))
        } @else if let Some(told) = &report.lift.before_and_after {
            (figure(&share(told.since.hits(), told.since.of()), "of households accepted", html! {
                "before: " (share(told.before.hits(), told.before.of())) "; not an effect"
            }))
        }
        @if let Some(hours) = shown("hours_saved") { (figure(hours.trim_end_matches(" hours"), "staff hours saved", html! { "as the practice says" })) }
        (figure(&number(all.sent), "messages and calls", html! { (number(all.accepted)) " plans accepted after one" }))
    })
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Lift => "Yes",
        Verdict::Harm => "No: less",
        Verdict::NoDifference => "Not seen",
        Verdict::TooEarly => "Too early",
        Verdict::Unknown => "Unknown",
    }
}

fn share(part: u64, whole: u64) -> String {
    words::share(Share::of(part, whole))
}

fn lift(report: &MonthlyReport) -> Markup {
    let lift = &report.lift;
    html! {
        section {
            h2 { "Does follow-up work here?" }
            @match &lift.against_holdout {
                Some(told) => (against_holdout(report, told)),
                None => p.headline { strong { "Nobody was held out, so what follow-up adds cannot be measured." } },
            }
            @if let Some(told) = &lift.before_and_after {
                h3 { "Before and after" }
                p { (told.sentence) }
                (table("Households, before and since", &[
                    Column::Corner, Column::Number("Households"), Column::Number("Accepted"), Column::Number("Share"),
                ], html! {
                    (sample_row("Before", told.before.hits(), told.before.of()))
                    (sample_row("Since", told.since.hits(), told.since.of()))
                }))
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
            p.note {
                "A household counts once, by how it was drawn, whatever was sent; when its " (lift.window_days)
                " days are over; as accepted when a plan of it was accepted within them. "
                (number(lift.immature_followed_up)) " followed up and " (number(lift.immature_held_out)) " held out do not count yet."
            }
        }
    }
}

fn against_holdout(report: &MonthlyReport, told: &Comparison) -> Markup {
    let rows: Vec<_> = [
        told.at_any_look.map(|interval| ("However often one looks", interval)),
        told.at_planned_end.map(|end| ("At the planned end", end.difference)),
    ]
    .into_iter()
    .flatten()
    .collect();
    html! {
        p.headline { strong { (told.headline) } }
        p { (told.sentence) }
        @if !rows.is_empty() { (drawing(picture::intervals("lift-title", &rows))) }
        (table("Households whose days are over", &[
            Column::Corner, Column::Number("Households"), Column::Number("Accepted"), Column::Number("Share"),
        ], html! {
            (sample_row("Followed up", told.followed_up.hits(), told.followed_up.of()))
            (sample_row("Held out by chance", told.held_out.hits(), told.held_out.of()))
        }))
        p.note {
            "Look " (report.lift.look) " of one a month. "
            @if told.at_planned_end.is_some() {
                "Two intervals, told apart: Newcombe's is for the one look at the planned end; the wider one holds at all looks together."
            } @else if let Some(end) = report.lift.planned_end {
                "The interval holds at all monthly looks together. On " (words::day_and_year(end)) ", the planned end, a narrower one for that look comes beside it."
            } @else {
                "The interval holds at all monthly looks together. No end was planned, so there is no narrower one."
            }
        }
    }
}

fn sample_row(label: &str, hits: u64, of: u64) -> Markup {
    html! { tr { th scope="row" { (label) } td { (number(of)) } td { (number(hits)) } td { (share(hits, of)) } } }
}

fn money_section(report: &MonthlyReport) -> Markup {
    let told = &report.money;
    html! {
        section {
            h2 { "Money" }
            p {
                "Recovered is what was accepted while it was followed up, after a message or a call that is credited with it. "
                "Some of it would have come anyway: what follow-up adds stands above, and the two are never mixed."
            }
            div.money { @for figure in &told.figures {
                // Of one month both are the same.
                @if figure.name != "recovered_a_month" || report.months != Some(1) { (opened(figure, report)) }
            } }
            @if told.without_value > 0 { p.notice {
                (number(told.without_value)) " of the plans have no known value and count for nothing in the amounts: no snapshot was handed in, or a fee is missing."
            } }
            p {
                (number(told.sent.sms)) " texts (" (number(told.sent.segments)) " segments as carriers bill them), "
                (number(told.sent.email)) " e-mails, " (number(told.sent.portal)) " portal messages, "
                (number(told.sent.tasks)) " tasks for staff; " (number(told.sent.opted_out)) " people took consent back."
            }
        }
    }
}

/// A figure that opens to its formula and its cases.
fn opened(figure: &Figure, report: &MonthlyReport) -> Markup {
    html! {
        details {
            summary { span.label { (figure.label) } span.amount { (figure.shown) } }
            p.formula { (figure.formula) }
            @if figure.name == "recovered" && !report.money.recovered.is_empty() { (cases(report)) }
        }
    }
}

fn cases(report: &MonthlyReport) -> Markup {
    let word = |text: &Option<String>| text.as_deref().map_or_else(|| "–".to_owned(), words::title);
    table(
        "The plans, by day",
        &[
            Column::Number("Plan"),
            Column::Word("Accepted"),
            Column::Word("Sequence"),
            Column::Word("After"),
            Column::Word("Treatment"),
            Column::Number("Value"),
        ],
        html! { @for plan in &report.money.recovered { tr {
            th scope="row" { (plan.case_id) } td.word { (words::day(plan.on)) } td.word { (word(&plan.sequence)) }
            td.word { (words::title(&plan.step)) }
            td.word { (plan.category.map_or_else(|| "–".to_owned(), |category| words::title(category.as_str()))) }
            td { (plan.value.map_or_else(|| "–".to_owned(), money)) }
        } } },
    )
}

const STAGES: [Column<'static>; 8] = [
    Column::Number("Sent"),
    Column::Number("Delivered"),
    Column::Number("Opened"),
    Column::Number("Clicked"),
    Column::Number("Answered"),
    Column::Number("Re-engaged"),
    Column::Number("Accepted after"),
    Column::Number("Booked by link"),
];

fn funnel(report: &MonthlyReport) -> Markup {
    let funnel = &report.funnel;
    let email = funnel.channels.iter().find(|row| row.channel == Some(Channel::Email));
    let columns = |heads: &[Column<'static>]| heads.iter().chain(&STAGES).copied().collect::<Vec<_>>();
    html! {
        section {
            h2 { "What each message led to" }
            @if let Some(email) = email {
                p { "Of " (number(email.stages.sent)) " e-mails, " (share(email.stages.opened, email.stages.sent)) " were opened, and of those "
                    (share(email.stages.opened_and_clicked, email.stages.opened)) " were clicked." }
            }
            @if !funnel.weeks.is_empty() {
                p.legend aria-hidden="true" { span.key.practice { "Messages and calls" } span.key.sms { "Clicked or answered" } }
                (drawing(picture::weeks(funnel)))
            }
            (table("By touchpoint, in the order in which they go", &columns(&[Column::Word("Step"), Column::Word("Sequence"), Column::Word("Channel")]),
                html! { @for row in &funnel.touchpoints { tr {
                    th scope="row" { (title(&row.step)) } td.word { (title(&row.sequence)) } td.word { (channel(row)) } (stages(row.channel, &row.stages))
                } } }))
            (by("channel", &columns(&[Column::Word("Channel")]), &funnel.channels, channel))
            (by("sequence", &columns(&[Column::Word("Sequence")]), &funnel.sequences, |row| title(&row.sequence)))
            @if !funnel.arms.is_empty() {
                (by("wording", &columns(&[Column::Word("Wording")]), &funnel.arms, |row| {
                    format!("{}: {}", title(&row.step), row.arm.as_deref().unwrap_or_default())
                }))
            }
            (by("language", &columns(&[Column::Word("Language")]), &funnel.languages, |row| language(row.language.as_deref())))
            (by("week", &columns(&[Column::Word("Week from")]), &funnel.weeks, |row| row.week.map(words::day).unwrap_or_default()))
            p.note {
                "What came after a message, not what it caused. Opened is what mail programs say, which fetch pictures by themselves: a statistic, "
                "and nothing acts on it. Clicked is a person who went on from the booking link. Answered counts every answer. Accepted after: the last touch before "
                "the plan was accepted. Booked by link: of those clicked, the plans accepted afterwards. Of calls, sent counts the tasks for staff."
            }
        }
    }
}

fn by(what: &str, columns: &[Column<'static>], rows: &[Row], name: impl Fn(&Row) -> String) -> Markup {
    html! {
        details {
            summary { "By " (what) }
            (table(format!("Messages and calls by {what}"), columns, html! { @for row in rows { tr {
                th scope="row" { (name(row)) } (stages(row.channel, &row.stages))
            } } }))
        }
    }
}

fn title(id: &Option<String>) -> String {
    id.as_deref().map_or_else(|| "–".to_owned(), words::title)
}

fn channel(row: &Row) -> String {
    row.channel
        .map_or_else(String::new, |channel| words::channel(channel).to_owned())
}

fn language(code: Option<&str>) -> String {
    match code {
        Some("en") => "English".to_owned(),
        Some("es") => "Spanish".to_owned(),
        Some(code) => code.to_owned(),
        None => "–".to_owned(),
    }
}

/// How far they came; what a channel cannot have is none.
fn stages(channel: Option<Channel>, stages: &Stages) -> Markup {
    let call = channel == Some(Channel::Call);
    let no_opens = call || matches!(channel, Some(Channel::Sms | Channel::Portal)) && stages.opened == 0;
    let cell = |none: bool, n: u64| html! { td { @if none { "–" } @else { (number(n)) } } };
    html! {
        (cell(false, stages.sent)) (cell(call, stages.delivered)) (cell(no_opens, stages.opened)) (cell(call, stages.clicked))
        (cell(call, stages.replied)) (cell(call, stages.re_engaged)) (cell(false, stages.accepted)) (cell(call, stages.clicked_and_accepted))
    }
}

fn read(report: &MonthlyReport) -> Markup {
    let read = &report.read;
    html! {
        section {
            h2 { "What this was made of" }
            p {
                (number(read.lines)) " lines of the journal and " (number(read.plan_lines)) " of plans. "
                @if read.unknown_types > 0 { (number(read.unknown_types)) " entries are of a type that this version does not know, and count in nothing. " }
            }
            @if read.damaged > 0 {
                details {
                    summary { (unread(read.damaged)) " could not be read" }
                    ul { @for line in &read.damaged_lines { li {
                        @if let Some(file) = &line.file { (file) ", " } "line " (line.line) ": " (line.why)
                    } } }
                }
            }
        }
    }
}
