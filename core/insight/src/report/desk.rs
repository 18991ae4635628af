//! The sections about what lands on the desk, what it costs, and what did not go.

use followthrough::recipient::Channel;
use maud::{Markup, html};

use super::Report;
use super::late::name;
use super::load::RoleLoad;
use crate::page::Column::{Number, Word};
use crate::page::chart::{WIDTH, level, picture, place};
use crate::page::words::{self, money, number};
use crate::page::{drawing, table};

pub(super) fn load(report: &Report) -> Markup {
    html! {
        @if !report.load.is_empty() { section {
            h2 { "Load on the staff" }
            (table(
                "What lands on whose list, by the minutes assumed; a day with the most minutes is the busiest",
                &[
                    Number("Role"), Number("Tasks"), Number("Of them calls"), Number("Minutes"), Word("Busiest day"),
                    Number("Its tasks"), Number("Its minutes"), Word("Time for"), Number("Days above")
                ],
                html! { @for role in &report.load { tr {
                    th scope="row" { (words::title(role.role.as_str())) }
                    td { (number(role.tasks)) } td { (number(role.calls)) } td { (number(role.minutes)) }
                    @if let Some(day) = role.busiest {
                        td.word { (words::day(day.date)) } td { (number(day.tasks)) } td { (number(day.minutes)) }
                    } @else { td.word { "–" } td { "–" } td { "–" } }
                    td.word { (time_for(role)) }
                    td { @if role.capacity.is_some() { (role.days_above.len()) } @else { "–" } }
                } } },
            ))
            @if let Some(first) = report.load.first() { (drawing(minutes_a_day(report, first))) }
            @for role in report.load.iter().filter(|role| !role.days_above.is_empty()) {
                p { strong { (words::title(role.role.as_str())) ": more than there is time for on " }
                    @for (index, day) in role.days_above.iter().enumerate() {
                        @if index > 0 { ", " } (words::day(*day))
                    } "."
                }
            }
            p.note {
                "A task counts once for each role that is asked, on the day it was raised, or on the next on which the office is open. "
                "A reminder to the same role is no new task."
            }
        } }
    }
}

fn time_for(role: &RoleLoad) -> String {
    let Some(capacity) = &role.capacity else {
        return "–".to_owned();
    };
    let tasks = capacity.tasks.map(|most| format!("{} tasks", number(most)));
    let minutes = capacity.minutes.map(|most| format!("{} minutes", number(most)));
    let said: Vec<String> = tasks.into_iter().chain(minutes).collect();
    said.join(", ")
}

/// Minutes by day of one role, with a line where its time ends.
fn minutes_a_day(report: &Report, role: &RoleLoad) -> Markup {
    const HEIGHT: i64 = 200;
    const LEFT: i64 = 36;
    const TOP: i64 = 12;
    const FLOOR: i64 = 168;
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX / 1000);
    let most = role.capacity.as_ref().and_then(|capacity| capacity.minutes);
    let busiest = role.busiest.map_or(0, |day| day.minutes);
    let top = whole(busiest.max(most.unwrap_or(0))).max(4);
    let top = top + top % 2;
    let days = whole(report.days).max(1);
    let x = |index: i64| place(index, days, LEFT, WIDTH);
    let high = |n: u64| place(whole(n), top, 0, FLOOR - TOP);
    let drawn = html! {
        @for line in [0, top / 2, top] { (level(LEFT, FLOOR - place(line, top, 0, FLOOR - TOP), line)) }
        @for day in &role.days {
            @let index = day.date.days_since(report.from);
            @let tall = high(day.minutes);
            rect class="mark staff" x=(x(index)) y=(FLOOR - tall) width=((x(index + 1) - x(index) - 2).max(2)) height=(tall) {}
        }
        @if let Some(most) = most {
            line class="limit" x1=(LEFT) x2=(WIDTH) y1=(FLOOR - high(most)) y2=(FLOOR - high(most)) {}
        }
        @for index in (0..days).step_by(14) {
            @if let Some(date) = report.from.plus_days(index) {
                text class="tick" x=(x(index)) y=(FLOOR + 20) { (words::day(date)) }
            }
        }
    };
    let limit = if most.is_some() {
        "; the line is what there is time for"
    } else {
        ""
    };
    let title = format!(
        "Minutes by day, {}{limit}. The table above holds the sums and the busiest day.",
        words::title(role.role.as_str())
    );
    picture("load-title", &title, HEIGHT, drawn)
}

pub(super) fn costs(report: &Report) -> Markup {
    let (costs, bill) = (&report.costs, &report.bill);
    let minutes: u64 = report.load.iter().map(|role| role.minutes).sum();
    let rows = [
        (
            "Segments of texts",
            report.traffic.sms_segments,
            costs.sms_segment,
            bill.sms,
            "",
        ),
        ("E-mails", report.traffic.email, costs.email, bill.email, ""),
        ("Portal messages", report.traffic.portal, costs.portal, bill.portal, ""),
        ("Minutes of staff", minutes, costs.staff_hour, bill.staff, " an hour"),
    ];
    html! {
        @if let Some(total) = bill.total { section {
            h2 { "What it costs" }
            (table(
                "Of what has a price; each is rounded once, at the end",
                &[Number("What"), Number("How many"), Number("Price"), Number("Cost")],
                html! {
                    @for (what, n, price, cost, per) in rows { @if let (Some(price), Some(cost)) = (price, cost) { tr {
                        th scope="row" { (what) } td { (number(n)) } td { "$" (price) (per) } td { (cost.display_us()) }
                    } } }
                    tr.total { th scope="row" { "Together" } td {} td {} td { (money(total)) } }
                },
            ))
        } }
    }
}

pub(super) fn not_sent(report: &Report) -> Markup {
    let told = &report.not_sent;
    html! {
        @if !told.is_empty() { section {
            h2 { "What did not go, or waited" }
            @if !told.skipped.is_empty() { (table(
                "Steps that were passed over",
                &[Number("Why"), Number("Steps")],
                html! { @for row in &told.skipped { tr {
                    th scope="row" { (words::skipped(row.reason)) } td { (number(row.steps)) }
                } } },
            )) }
            @if told.held > 0 {
                p { (number(told.held)) " steps waited because the last export was too old to act on." }
            }
            @if told.delayed > 0 { p {
                (number(told.delayed)) " messages waited for a gateway that was down; " (number(told.left_late)) " left when it was up again."
                @if !told.left_out.is_empty() {
                    " The others were left: "
                    @for (index, row) in told.left_out.iter().enumerate() {
                        @if index > 0 { ", " } (number(row.messages)) " as " (name(row.reason).replace('_', " "))
                    } "."
                }
            } }
        } }
    }
}

/// What was assumed to go wrong.
pub(super) fn disruptions(report: &Report) -> Markup {
    let went = &report.disruptions;
    let channels = |channels: &[Channel]| {
        let named: Vec<&str> = channels.iter().map(|channel| words::channel(*channel)).collect();
        if named.is_empty() {
            "All channels".to_owned()
        } else {
            named.join(", ")
        }
    };
    html! {
        @if *went != crate::simulate::Disruptions::default() { (table(
            "What goes wrong",
            &[],
            html! {
                @for day in &went.no_export_on { tr { th scope="row" { "No export" } td { (words::day(*day)) } } }
                @for late in &went.late_exports { tr {
                    th scope="row" { "An export that comes late" } td { (words::day(late.on)) ", by " (late.hours) " hours" }
                } }
                @for outage in &went.outages { tr {
                    th scope="row" { (channels(&outage.channels)) " down" }
                    td { (words::time(outage.from, &report.zone())) " to " (words::time(outage.to, &report.zone())) }
                } }
            },
        )) }
    }
}
