//! The page.

use followthrough::recipient::Channel;
use maud::{Markup, html};

use super::{AcceptedWhen, MonthlyReport, picture};
use crate::audit::SMALL_BELOW;
use crate::funnel::{Row, Stages};
use crate::lift::{BeforeAfter, Comparison, Verdict};
use crate::money::Figure;
use crate::page::words::{self, money, number};
use crate::page::{Column, Page, Share, drawing, figure, figures, head, small_households, table};

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
    let told = |name: &str| report.money.figure(name);
    let shown = |name: &str| told(name).map(|figure| figure.shown.clone());
    figures(html! {
        @if let Some(told) = &report.lift.against_holdout {
            (figure(word(told.verdict), "does follow-up add?", html! { (told.headline) }))
        } @else if let Some(told) = &report.lift.before_and_after {
            (since(told))
        }
        @if let Some(recovered) = told("recovered_a_month") { (recovered_tile(report, recovered)) }
        @if let Some(more) = told("more_a_month") {
            (figure(&more.shown, &more.label.to_lowercase(), html! { "credited, not proven" }))
        }
        @if let Some(hours) = told("hours_saved") {
            (figure(hours.shown.trim_end_matches(" hours"), &hours.label.to_lowercase(), html! { "as the practice says" }))
        }
        (figure(&number(all.sent), "messages and calls", html! {
            (number(all.accepted)) " were the last before a plan was accepted"
            @if shown("cost").is_some() { "; cost " (shown("cost").unwrap_or_default()) }
        }))
    })
}

/// A share of few is none to look at.
fn since(told: &BeforeAfter) -> Markup {
    let (since, before) = (told.since, told.before);
    let label = "of households accepted";
    if since.of() == 0 {
        return figure("Too early", label, html! { "nobody has had enough days yet" });
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

fn recovered_tile(report: &MonthlyReport, recovered: &Figure) -> Markup {
    let plans = report.money.recovered.len();
    let few = if u64::try_from(plans).unwrap_or(0) < SMALL_BELOW {
        " (few)"
    } else {
        ""
    };
    if report.money.harm {
        return figure(
            &recovered.shown,
            "accepted after a message or a call, a month",
            html! {
                "no gain: of those held out more accept"
            },
        );
    }
    figure(
        &recovered.shown,
        "recovered a month",
        html! {
            (plans) " " @if plans == 1 { "plan" } @else { "plans" } (few) " in these days, credited to a message or a call"
            @if let Some(before) = report.money.figure("before_a_month") { "; before: " (before.shown) }
        },
    )
}

fn word(verdict: Verdict) -> &'static str {
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
                @if told.since.of() > 0 && told.since.of() < SMALL_BELOW { (small_households(told.since.hits(), told.since.of())) }
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
        p.note {
            "Look " (report.lift.look) " of one a month. "
            @if told.at_planned_end.is_some() {
                "Two intervals, told apart: Newcombe's (95%) is for the one look at the planned end; the wider one (99%) holds at all looks "
                "together. More or fewer is claimed at 96% at that end and at 99% before it, so that of 100 pilots in which follow-up makes no "
                "difference at most 5 claim one."
            } @else if let Some(end) = report.lift.planned_end {
                "The interval (99%) holds at all monthly looks together. On " (words::day_and_year(end)) ", the planned end, a narrower one for that look comes beside it. "
                "More or fewer is claimed at 99% until then and at 96% there, so that of 100 pilots in which follow-up makes no difference at "
                "most 5 claim one."
            } @else {
                "The interval (95%) holds at all monthly looks together: of 100 pilots in which follow-up makes no difference at most 5 ever claim one. "
                "No end was planned, so there is no narrower one."
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
            @if told.harm {
                p.notice.bad {
                    strong { "No return is told. " }
                    "Of the households held out more accept than of those followed up. Plans were accepted after messages and calls all the same, "
                    "as listed here; they are no gain."
                }
            } @else {
                p {
                    "Recovered is what was accepted while it was followed up, after a message or a call that is credited with it. "
                    "Some of it would have come anyway: what follow-up adds stands above"
                    @if told.figure("measured").is_some() { ", and in money as measured below" }
                    ". The two are never mixed."
                }
            }
            div.money { @for figure in &told.figures {
                // Of one month both are the same.
                @if figure.name != "recovered_a_month" || report.months != Some(1) { (opened(figure, report)) }
            } }
            @let last = report.funnel.all.accepted;
            @let credited = u64::try_from(told.recovered.len()).unwrap_or(0);
            @if last != credited { p.note {
                "Credited here " (if credited == 1 { "is " } else { "are " }) (number(credited)) ", while " (number(last))
                " messages and calls of these days were the last before a plan was accepted (below). The engine credits what was accepted in these "
                "days while it was followed up; a message counts below whenever its plan was accepted, also after the follow-up had ended."
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
            p.formula { (figure.formula) "." }
            @if figure.name == "recovered" && !report.money.recovered.is_empty() { (cases(report)) }
            @if !figure.parts.is_empty() {
                (table("What it is made of", &[Column::Word("What"), Column::Number("How many"), Column::Number("Each"), Column::Number("In all")], html! {
                    @for part in &figure.parts { tr {
                        th scope="row" { (part.what) } td { (number(part.count)) } td { (part.each) } td { (part.total) }
                    } }
                }))
            }
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
