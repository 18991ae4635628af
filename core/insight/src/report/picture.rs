//! The picture of messages by day, as inline SVG.

use maud::{Markup, html};

use super::days::{Day, Traffic};
use crate::page::chart::{WIDTH, level, picture, place};
use crate::page::words;

/// Messages by day, stacked by channel.
pub(super) fn messages_a_day(traffic: &Traffic) -> Markup {
    const HEIGHT: i64 = 220;
    const LEFT: i64 = 36;
    const TOP: i64 = 12;
    const FLOOR: i64 = 188;
    let days = i64::try_from(traffic.days.len()).unwrap_or(1).max(1);
    let most = i64::try_from(traffic.most_a_day).unwrap_or(1).max(4);
    // The next even number, so that the middle line is a whole one.
    let top = most + most % 2;
    let x = |index: i64| place(index, days, LEFT, WIDTH);
    let high = |n: u64| place(i64::try_from(n).unwrap_or(0), top, 0, FLOOR - TOP);
    let bar = |index: i64, day: &Day| {
        let wide = (x(index + 1) - x(index) - 2).max(2);
        let mut floor = FLOOR;
        let parts = [("sms", day.sms), ("email", day.email), ("portal", day.portal)].map(|(class, n)| {
            let high = high(n);
            floor -= high;
            (class, floor, high)
        });
        html! {
            @for (class, y, high) in parts {
                @if high > 0 { rect class={ "mark " (class) } x=(x(index)) y=(y) width=(wide) height=(high) {} }
            }
        }
    };
    let drawn = html! {
        @for line in [0, top / 2, top] { (level(LEFT, FLOOR - place(line, top, 0, FLOOR - TOP), line)) }
        @for (index, day) in (0_i64..).zip(&traffic.days) {
            (bar(index, day))
            @if index % 14 == 0 {
                text class="tick" x=(x(index)) y=(FLOOR + 20) { (words::day(day.date)) }
            }
        }
    };
    let title = "Messages by day; the table below holds the same by week.";
    picture("days-title", title, HEIGHT, drawn)
}
