//! The curve of acceptance over time, as inline SVG.

use maud::{Markup, html};

use super::time::{CurveRow, TimeToAccept};
use crate::page::Share;
use crate::page::chart::{WIDTH, level, picture, place};

const HEIGHT: i64 = 300;
const LEFT: i64 = 52;
const RIGHT: i64 = WIDTH - 12;
const TOP: i64 = 14;
const FLOOR: i64 = 258;

/// How many have accepted by each day, with the bounds behind it.
pub(super) fn curve(time: &TimeToAccept, title: &str) -> Markup {
    let last = i64::from(time.watched_to.max(1));
    let x = |day: u32| place(i64::from(day), last, LEFT, RIGHT);
    let every = match last {
        0..=14 => 2,
        15..=45 => 7,
        46..=100 => 15,
        101..=400 => 30,
        _ => 180,
    };
    let drawn = html! {
        @for percent in [0_u64, 25, 50, 75, 100] { (level(LEFT, y(Share(percent * 10)), format!("{percent}%"))) }
        @for day in (0..=time.watched_to).step_by(every) {
            text class="tick" x=(x(day)) y=(FLOOR + 20) text-anchor="middle" { (day) }
        }
        text class="tick" x=(RIGHT) y=(FLOOR + 38) text-anchor="end" { "days after presenting" }
        path class="band" d=(band(time, &x)) {}
        path class="curve" d=(steps(&time.curve, time.watched_to, &x, |row| row.share)) {}
        @if let Some(median) = time.median {
            line class="middle" x1=(x(median)) x2=(x(median)) y1=(y(Share(500))) y2=(FLOOR) {}
        }
    };
    picture("time-title", title, HEIGHT, drawn)
}

fn y(share: Share) -> i64 {
    FLOOR - place(i64::try_from(share.0).unwrap_or(0), 1000, 0, FLOOR - TOP)
}

/// A line that goes up at each step: `M` and then across and up.
fn steps(curve: &[CurveRow], to: u32, x: &dyn Fn(u32) -> i64, of: impl Fn(&CurveRow) -> Share) -> String {
    let mut path = format!("M{} {}", x(0), y(Share(0)));
    for row in curve {
        path += &format!(" H{} V{}", x(row.day), y(of(row)));
    }
    path + &format!(" H{}", x(to))
}

/// The area between the bounds; where there are none it has no height.
fn band(time: &TimeToAccept, x: &dyn Fn(u32) -> i64) -> String {
    let high = |row: &CurveRow| row.bounds.map_or(row.share, |(_, high)| high);
    let low = |row: &CurveRow| row.bounds.map_or(row.share, |(low, _)| low);
    let mut path = steps(&time.curve, time.watched_to, x, high);
    let mut back: Vec<(u32, Share)> = time.curve.iter().map(|row| (row.day, low(row))).collect();
    back.insert(0, (0, Share(0)));
    for (index, (day, share)) in back.iter().enumerate().rev() {
        let before = index.checked_sub(1).and_then(|before| back.get(before));
        path += &format!(" V{} H{}", y(*share), x(*day));
        if let Some((_, share)) = before {
            path += &format!(" V{}", y(*share));
        }
    }
    path + " Z"
}
