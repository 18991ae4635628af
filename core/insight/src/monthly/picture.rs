//! The pictures of the page, as inline SVG: what interval a difference lies in, and messages by week.

use maud::{Markup, html};

use super::Funnel;
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

/// Messages by week, and of them those clicked or answered.
pub(super) fn weeks(funnel: &Funnel) -> Markup {
    // Letters are larger on a phone: above the highest level, and at the right of the last week, they need their room.
    const TOP: i64 = 40;
    const FLOOR: i64 = 188;
    const LABEL: i64 = 160;
    let high = |n: u64| i64::try_from(n).unwrap_or(0);
    let most = funnel
        .weeks
        .iter()
        .map(|row| high(row.stages.sent))
        .max()
        .unwrap_or(1)
        .max(4);
    let top = most + most % 2;
    // Room for the numbers of the levels, as large as a phone has them.
    let from = chart::margin(top);
    let weeks = i64::try_from(funnel.weeks.len()).unwrap_or(1).max(1);
    let x = |index: i64| place(index, weeks, from, WIDTH);
    let every = weeks / 6 + 1;
    picture(
        "weeks-title",
        "Messages and calls by week; the table below holds the same.",
        FLOOR + 52,
        html! {
            @for line in [0, top / 2, top] { (level(from, place(line, top, FLOOR, TOP), line)) }
            @for (index, row) in (0_i64..).zip(&funnel.weeks) {
                @let wide = (x(index + 1) - x(index)) * 7 / 10;
                @let reacted = row.stages.clicked + row.stages.replied;
                @for (class, n) in [("mark practice", row.stages.sent), ("mark sms", reacted.min(row.stages.sent))] {
                    @let y = place(high(n), top, FLOOR, TOP);
                    @if n > 0 { rect class=(class) x=(x(index)) y=(y) width=(wide.max(2)) height=(FLOOR - y) {} }
                }
                @if let (0, Some(week)) = (index % every, row.week) {
                    @if x(index) + LABEL > WIDTH {
                        text class="tick" x=(x(index) + wide) y=(FLOOR + 40) text-anchor="end" { (words::day(week)) }
                    } @else {
                        text class="tick" x=(x(index)) y=(FLOOR + 40) { (words::day(week)) }
                    }
                }
            }
        },
    )
}
