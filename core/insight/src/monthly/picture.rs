//! The pictures of the page, as inline SVG: what interval a difference lies in, and messages by week.

use maud::{Markup, html};

use super::MonthlyReport;
use crate::funnel::{Stages, monday};
use crate::page::chart::{self, WIDTH, level, picture, place};
use crate::page::words;
use crate::stats::Interval;

const LEFT: i64 = 56;

/// Differences with their intervals, on one scale of points around none.
pub(super) fn intervals(id: &str, rows: &[(&str, Interval)]) -> Markup {
    const ROW: i64 = 96;
    const TOP: i64 = 10;
    let most = rows
        .iter()
        .map(|(_, interval)| interval.low.abs().max(interval.high.abs()))
        .fold(0.05, f64::max);
    // To the next ten points, in thousandths.
    let edge = thousandths(libm::ceil(most * 10.0) / 10.0).min(1000);
    let x = |value: i64| place(value + edge, 2 * edge, LEFT, WIDTH - LEFT);
    let floor = TOP + ROW * i64::try_from(rows.len()).unwrap_or(1);
    let ticks = [-edge, -edge / 2, 0, edge / 2, edge];
    picture(
        id,
        "The difference in points, each with the interval that holds it; the same stands in words beside it.",
        floor + 52,
        html! {
            @for tick in ticks {
                line class={ "grid" @if tick == 0 { " zero" } } x1=(x(tick)) x2=(x(tick)) y1=(TOP) y2=(floor) {}
                text class="tick" x=(x(tick)) y=(floor + 40) text-anchor="middle" { (signed(tick / 10)) }
            }
            @for (row, (label, interval)) in (0_i64..).zip(rows) {
                @let y = TOP + row * ROW + 72;
                @let (low, high) = (x(thousandths(interval.low)), x(thousandths(interval.high)));
                text class="lane" x="0" y=(y - 24) { (label) }
                rect class="interval" x=(low) y=(y - 7) width=((high - low).max(2)) height="14" rx="7" {}
                circle class="estimate" cx=(x(thousandths(interval.estimate))) cy=(y) r="8" {}
            }
        },
    )
}

fn signed(points: i64) -> String {
    match points {
        0 => "none".to_owned(),
        1.. => format!("+{points}"),
        _ => format!("−{}", points.unsigned_abs()),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a share lies between -1 and 1")]
fn thousandths(share: f64) -> i64 {
    libm::round(share * 1000.0) as i64
}

/// Messages by week, and of them those clicked or answered. Weeks without any stand in their place.
pub(super) fn weeks(report: &MonthlyReport) -> Markup {
    // Letters are larger on a phone: above the highest level, and at the right of a week, they need their room.
    const TOP: i64 = 40;
    const FLOOR: i64 = 188;
    const LABEL: i64 = 170;
    let high = |n: u64| i64::try_from(n).unwrap_or(0);
    let rows = &report.funnel.weeks;
    let most = rows.iter().map(|row| high(row.stages.sent)).max().unwrap_or(1).max(4);
    let top = most + most % 2;
    // Room for the numbers of the levels, as large as a phone has them.
    let from = chart::margin(top);
    let first = monday(report.from);
    let weeks = report.to.min(report.as_of).days_since(first).max(0) / 7 + 1;
    let x = |index: i64| place(index, weeks, from, WIDTH);
    let every = (LABEL * weeks).div_euclid(WIDTH - from).max(0) + 1;
    picture(
        "weeks-title",
        "Messages and calls by week; the table below holds the same.",
        FLOOR + 52,
        html! {
            @for line in [0, top / 2, top] { (level(from, place(line, top, FLOOR, TOP), line)) }
            @for index in 0..weeks {
                @let week = first.plus_days(7 * index);
                @let row = rows.iter().find(|row| row.week == week);
                @let wide = (x(index + 1) - x(index)) * 7 / 10;
                @if let Some(Stages { sent, clicked, replied, .. }) = row.map(|row| row.stages) {
                    @for (class, n) in [("mark practice", sent), ("mark sms", (clicked + replied).min(sent))] {
                        @let y = place(high(n), top, FLOOR, TOP);
                        @if n > 0 { rect class=(class) x=(x(index)) y=(y) width=(wide.max(2)) height=(FLOOR - y) {} }
                    }
                }
                @if let (0, true, Some(week)) = (index % every, x(index) + LABEL <= WIDTH || index == 0, week) {
                    text class="tick" x=(x(index)) y=(FLOOR + 40) { (words::day(week)) }
                }
            }
        },
    )
}
