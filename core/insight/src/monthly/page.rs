//! The page.

use followthrough::recipient::Channel;
use maud::{Markup, html};

use super::{MonthlyReport, effect, picture};
use crate::audit::SMALL_BELOW;
use crate::funnel::{Row, Stages};
use crate::lift::{Comparison, NoGain, Verdict};
use crate::money::{Figure, Recovered};
use crate::page::words::{self, counted, money, number};
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
            @if let Some(why) = report.money.not_known { p.notice {
                strong { "What plans are worth is not known: " } (why.because()) "."
            } }
            @if report.days_known < report.days { p.notice {
                strong { (known(report)) " are counted. " }
                @if report.money.at_a_pace {
                    "What is said of a month is their pace; what is more than before, and a return, is told when the month is over. Hours and "
                    "cost are those of these days."
                } @else { "What is said of a month is reckoned from them, and so are hours and cost." }
            } }
        },
        main: html! {
            (top(report))
            (effect::section(report))
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
    counted(lines, "line", "lines")
}

fn kicker(report: &MonthlyReport) -> &'static str {
    if report.months == Some(1) {
        "Monthly report"
    } else if report.lift.from == Some(report.from) && report.lift.pilot_to == Some(report.to) {
        "Pilot report"
    } else {
        "Report"
    }
}

/// The days that are counted, where not all are known: `10 days of March`.
fn known(report: &MonthlyReport) -> String {
    let days = counted(report.days_known, "day", "days");
    if report.months == Some(1) {
        format!("{days} of {}", words::month(report.from))
    } else {
        format!("{days} of {}", number(report.days))
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
            (answer(report, told))
        } @else if let Some(told) = &report.lift.before_and_after {
            (effect::since(told))
        }
        @if report.lift.against_holdout.is_some() {
            @if let Some(measured) = told("measured") { (measured_tile(measured)) }
        } @else {
            @if let Some(recovered) = told("recovered_a_month") { (recovered_tile(report, recovered)) }
            @if let Some(more) = told("more_a_month") {
                (figure(&more.shown, &more.label.to_lowercase(), html! { "credited, not proven" }))
            }
        }
        @if let Some(hours) = told("hours_saved") {
            (figure(hours.shown.trim_end_matches(" hours"), &hours.label.to_lowercase(), html! { "as the practice says" }))
        }
        (figure(&number(all.sent), "messages and calls", html! {
            (number(all.accepted)) (if all.accepted == 1 { " was" } else { " were" }) " the last before a plan was accepted"
            @if shown("cost").is_some() { "; cost " (shown("cost").unwrap_or_default()) }
        }))
    })
}

/// The answer in a word, and beneath it more than the word again.
fn answer(report: &MonthlyReport, told: &Comparison) -> Markup {
    let word = effect::word(told.verdict);
    let detail = if told.verdict == Verdict::TooEarly || told.headline.starts_with(word) {
        format!(
            "{} followed up and {} held out have had their {} days",
            number(told.followed_up.of()),
            number(told.held_out.of()),
            report.lift.window_days
        )
    } else {
        told.headline.to_owned()
    };
    figure(word, "does follow-up add?", html! { (detail) })
}

/// What was measured: the amount, and beneath it between what it may lie.
fn measured_tile(measured: &Figure) -> Markup {
    let (amount, between) = measured.shown.split_once(" (").unwrap_or((&measured.shown, ""));
    let [away, estimated] = [" away", "estimated"].map(|word| measured.label.contains(word));
    let label = match (away, estimated) {
        (false, false) => "added, as measured",
        (false, true) => "added, as estimated",
        (true, false) => "taken away, as measured",
        (true, true) => "taken away, as estimated",
    };
    figure(
        amount,
        label,
        html! {
            (between.trim_end_matches(')')) ", against the holdout"
            @if let Some((_, whom)) = measured.label.split_once("estimated ") { ", " (whom) }
        },
    )
}

fn recovered_tile(report: &MonthlyReport, recovered: &Figure) -> Markup {
    let plans = recovered_plans(report);
    let few = if plans < SMALL_BELOW { " (few)" } else { "" };
    let value = if report.money.not_known.is_some() {
        "Not known"
    } else {
        &recovered.shown
    };
    figure(
        value,
        "recovered a month",
        html! {
            (counted(plans, "plan", "plans")) (few) " in "
            @if report.days_known < report.days { (known(report)) } @else { "these days" }
            @if report.money.at_a_pace { ", and at that pace" }
            ", credited to a message or a call"
            @if let Some(why) = report.money.not_known { "; " (why.because()) }
            @else if report.money.without_value > 0 { "; of " (number(report.money.without_value)) " the value is not known" }
            @if let Some(before) = report.money.figure("before_a_month") { "; before: " (before.shown) }
        },
    )
}

pub(super) fn share(part: u64, whole: u64) -> String {
    words::share(Share::of(part, whole))
}

/// What is told by credit, and folds away where something was measured.
const CREDITED: [&str; 5] = [
    "recovered",
    "recovered_a_month",
    "before_a_month",
    "more_a_month",
    "return",
];

fn money_section(report: &MonthlyReport) -> Markup {
    let told = &report.money;
    let held_out = report.lift.against_holdout.is_some();
    // Of one month both are the same.
    let one_month = report.months == Some(1) && report.days_known == report.days;
    // Where somebody was held out, a return is told of what was measured alone.
    let shown = |figure: &&Figure| match figure.name {
        "recovered_a_month" => !one_month,
        "return" => !held_out,
        _ => true,
    };
    let (credited, others): (Vec<&Figure>, Vec<&Figure>) = told
        .figures
        .iter()
        .filter(shown)
        .partition(|figure| CREDITED.contains(&figure.name));
    let (measured, others): (Vec<&Figure>, Vec<&Figure>) = others
        .into_iter()
        .partition(|figure| figure.name.starts_with("measured"));
    let list = |figures: &[&Figure]| html! { @for figure in figures { (opened(figure, report)) } };
    html! {
        section {
            h2 { "Money" }
            @if let Some(why) = told.no_gain {
                p.notice.bad[why != NoGain::NoDifference] {
                    strong { "No return is told: " } (why.because()) "."
                    @if !told.recovered.is_empty() { " Plans were accepted after messages and calls all the same, as listed here; they are not called a gain." }
                }
            } @else if !held_out {
                p {
                    "Recovered is what was accepted while it was followed up, after a message or a call that is credited with it. "
                    "Some of it would have come anyway: without a holdout nobody can say how much."
                }
            }
            @if held_out {
                @if measured.is_empty() { p {
                    "What follow-up adds in money "
                    @if let Some(why) = told.not_known { "is not known: " (why.because()) "." } @else { "cannot be told yet." }
                } }
                div.money { (list(&measured)) (list(&others)) }
                details {
                    summary { "Credited to messages and calls: attribution, not what follow-up adds" }
                    p { "What was accepted while it was followed up, after a message or a call. Some of it would have come anyway." }
                    div.money { (list(&credited)) (fell_through(report)) }
                }
            } @else {
                div.money { (list(&credited)) (fell_through(report)) (list(&others)) }
            }
            @if told.without_value > 0 && told.not_known.is_none() { p.notice {
                "Of " (number(told.without_value)) " of the " (counted(recovered_plans(report), "plan", "plans"))
                " recovered the value is not known: no snapshot was handed in, or a fee is missing. So the amounts are the least that it was."
            } }
            @let sent = told.sent;
            p {
                (counted(sent.sms, "text", "texts")) " (" (counted(sent.segments, "segment", "segments")) " as carriers bill them), "
                (counted(sent.email, "e-mail", "e-mails")) ", " (counted(sent.portal, "portal message", "portal messages")) ", "
                (counted(sent.tasks, "task", "tasks")) " for staff; " (counted(sent.opted_out, "person", "people")) " took consent back."
            }
        }
    }
}

fn recovered_plans(report: &MonthlyReport) -> u64 {
    u64::try_from(report.money.recovered.len()).unwrap_or(u64::MAX)
}

/// What stood accepted for a while, and is not recovered.
fn fell_through(report: &MonthlyReport) -> Markup {
    let fell = &report.money.fell_through;
    html! {
        @if fell.plans > 0 { details {
            summary { span.label { "Fell through since, and not among the recovered" } span.amount { (counted(fell.plans, "plan", "plans")) ", " (money(fell.value)) } }
            p.formula {
                "Closed as accepted in these days, and not accepted by the newest snapshot: a visit was broken and none stands in its "
                "place, or the playbook asks for less than is counted here."
                @if report.lift.against_holdout.is_some() {
                    " What follow-up adds in money counts what still stands. Whether a household accepted is told, in both groups, as it "
                    "was when its days were over: one whose plan fell through later counts as accepted there."
                }
            }
            (cases("The plans that fell through, by day", &fell.cases, "in the table fell_through of the CSV, and here on a screen"))
        } }
    }
}

/// A figure that opens to its formula and its cases.
fn opened(figure: &Figure, report: &MonthlyReport) -> Markup {
    html! {
        details {
            summary { span.label { (figure.label) } span.amount { (figure.shown) } }
            p.formula { (figure.formula) "." }
            @if figure.name == "recovered" && !report.money.recovered.is_empty() {
                (cases("The plans, by day", &report.money.recovered, "in recovered.csv, and here on a screen"))
            }
            @if !figure.parts.is_empty() {
                div.parts {
                    (table("What it is made of", &[Column::Word("What"), Column::Number("How many"), Column::Number("Each"), Column::Number("In all")], html! {
                        @for part in &figure.parts { tr {
                            th scope="row" { (part.what) } td { (number(part.count)) } td { (part.each) } td { (part.total) }
                        } }
                    }))
                }
            }
        }
    }
}

/// Plans, one a row: on paper where to find them.
fn cases(caption: &str, plans: &[Recovered], elsewhere: &str) -> Markup {
    let word = |text: &Option<String>| text.as_deref().map_or_else(|| "–".to_owned(), words::title);
    let columns = [
        Column::Number("Plan"),
        Column::Word("Accepted"),
        Column::Word("Sequence"),
        Column::Word("After"),
        Column::Word("Treatment"),
        Column::Number("Value"),
    ];
    let listed = table(
        caption,
        &columns,
        html! { @for plan in plans { tr {
            th scope="row" { (plan.case_id) } td.word { (words::day(plan.on)) } td.word { (word(&plan.sequence)) }
            td.word { (words::title(&plan.step)) }
            td.word { (plan.category.map_or_else(|| "–".to_owned(), |category| words::title(category.as_str()))) }
            td { (plan.value.map_or_else(|| "–".to_owned(), money)) }
        } } },
    );
    html! {
        div.on-screen { (listed) }
        p.note.on-paper { (caption) ": " (elsewhere) "." }
    }
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
            div.together {
                @if let Some(email) = email {
                    p { "Of " (counted(email.stages.sent, "e-mail", "e-mails")) ", " (share(email.stages.opened, email.stages.sent)) " were opened, and of those "
                        (share(email.stages.opened_and_clicked, email.stages.opened)) " were clicked." }
                }
                @if !funnel.weeks.is_empty() {
                    p.legend aria-hidden="true" { span.key.practice { "Messages and calls" } span.key.sms { "Clicked or answered" } }
                    (drawing(picture::weeks(report)))
                }
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
                "the plan was accepted, as recovered counts it, but by the day of the message. Booked by link: of those clicked, the plans accepted "
                "afterwards. Of calls, sent counts the tasks for staff."
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
    // Without a single receipt nobody knows what arrived.
    let no_receipts = call || stages.delivered + stages.failed == 0;
    let cell = |none: bool, n: u64| html! { td { @if none { "–" } @else { (number(n)) } } };
    html! {
        (cell(false, stages.sent)) (cell(no_receipts, stages.delivered)) (cell(no_opens, stages.opened)) (cell(call, stages.clicked))
        (cell(call, stages.replied)) (cell(call, stages.re_engaged)) (cell(false, stages.accepted)) (cell(call, stages.clicked_and_accepted))
    }
}

fn read(report: &MonthlyReport) -> Markup {
    let read = &report.read;
    html! {
        section {
            h2 { "What this was made of" }
            p {
                (counted(read.lines, "line", "lines")) " of the journal and " (number(read.plan_lines)) " of plans. "
                @if read.unknown_types > 0 {
                    (counted(read.unknown_types, "entry is", "entries are")) " of a type that this version does not know, and "
                    (if read.unknown_types == 1 { "counts" } else { "count" }) " in nothing. "
                }
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
