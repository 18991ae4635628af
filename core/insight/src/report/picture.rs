//! The two pictures of the page, as inline SVG: messages by day, and one case over time.

use followthrough::schedule::{DAY, Zone};
use maud::{Markup, html};

use super::days::{Day, Traffic};
use super::story::{Entry, Lane, Story};
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

/// One case: a lane for each who did something, a numbered mark for each thing they did.
pub(super) fn timeline(story: &Story, zone: &Zone) -> Markup {
    const LEFT: i64 = 110;
    const ROW: i64 = 62;
    const TOP: i64 = 16;
    let lanes = i64::try_from(Lane::ALL.len()).unwrap_or(4);
    let floor = TOP + lanes * ROW;
    let marks = marks(&story.entries, LEFT, WIDTH - 24);
    let ticks = ticks(&story.entries, zone, LEFT, WIDTH - 24);
    let y = |lane: Lane| {
        let row = Lane::ALL.iter().position(|known| *known == lane).unwrap_or(0);
        TOP + i64::try_from(row).unwrap_or(0) * ROW + ROW / 2
    };
    let drawn = html! {
        @for lane in Lane::ALL {
            line class="grid" x1=(LEFT) x2=(WIDTH) y1=(y(lane)) y2=(y(lane)) {}
            text class="lane" x="0" y=(y(lane) + 5) { (lane.title()) }
        }
        @for (x, label) in ticks {
            line class="grid tickline" x1=(x) x2=(x) y1=(TOP) y2=(floor) {}
            text class="tick" x=(x) y=(floor + 20) text-anchor="middle" { (label) }
        }
        @for (number, (x, entry)) in (1..).zip(marks) {
            circle class={ "mark " (class(entry.lane)) } cx=(x) cy=(y(entry.lane)) r="13" {}
            text class="number" x=(x) y=(y(entry.lane) + 4) text-anchor="middle" { (number) }
        }
    };
    let title = "One case over time; the numbered list below tells the same in words.";
    picture("story-title", title, floor + 30, drawn)
}

pub(super) fn class(lane: Lane) -> &'static str {
    match lane {
        Lane::Practice => "practice",
        Lane::Messages => "sms",
        Lane::Patient => "patient",
        Lane::Staff => "staff",
    }
}

/// Where each entry stands: by time, and never on top of the one before it.
fn marks(entries: &[Entry], left: i64, right: i64) -> Vec<(i64, &Entry)> {
    const APART: i64 = 29;
    let x = scale(entries, left + 16, right);
    let mut last: [i64; 4] = [i64::MIN / 2; 4];
    let mut placed: Vec<(i64, &Entry)> = Vec::with_capacity(entries.len());
    for entry in entries {
        let lane = Lane::ALL.iter().position(|known| *known == entry.lane).unwrap_or(0);
        let Some(before) = last.get_mut(lane) else { continue };
        let at = x(entry.at.unix()).max(*before + APART);
        *before = at;
        placed.push((at, entry));
    }
    // Pushed over the edge: everything moves a little closer.
    let over = placed.iter().map(|(at, _)| *at).max().unwrap_or(left);
    if over > right {
        for (at, _) in &mut placed {
            *at = left + (*at - left) * (right - left) / (over - left).max(1);
        }
    }
    placed
}

fn scale(entries: &[Entry], left: i64, right: i64) -> impl Fn(i64) -> i64 {
    let first = entries.first().map_or(0, |entry| entry.at.unix());
    let last = entries.last().map_or(1, |entry| entry.at.unix());
    let span = (last - first).max(1);
    move |at| place(at - first, span, left, right)
}

/// About eight dates, on even days apart.
fn ticks(entries: &[Entry], zone: &Zone, left: i64, right: i64) -> Vec<(i64, String)> {
    let x = scale(entries, left + 16, right);
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
        return Vec::new();
    };
    let days = last.at.since(first.at) / DAY;
    let every = (days / 8 + 1) * DAY;
    let mut ticks = Vec::new();
    let mut at = first.at;
    while at <= last.at {
        ticks.push((x(at.unix()), words::day(zone.local(at).date)));
        at = at.plus(every);
    }
    ticks
}
