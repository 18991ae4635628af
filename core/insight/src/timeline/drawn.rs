//! A timeline as a picture and as a list.

use followthrough::schedule::{DAY, Zone};
use maud::{Markup, PreEscaped, html};

use super::{Entry, Lane, Timeline};
use crate::page::chart::{WIDTH, place};
use crate::page::{Page, drawing, head, words};

const LEFT: i64 = 110;
const ROW: i64 = 62;
const TOP: i64 = 16;

/// The colours of a picture that stands alone, in the light and in the dark.
const STYLE: &str = "
text { font: 13px system-ui, -apple-system, sans-serif; } .grid { stroke: #dde3ea; } .tickline { stroke-dasharray: 2 4; }
.tick { fill: #5a6776; font-size: 12px; } .lane { fill: #1c2733; font-weight: 600; }
.number { fill: #fff; font-size: 12px; font-weight: 700; } .sms { fill: #2b6cb0; } .practice { fill: #66748a; }
.patient { fill: #b45309; } .mark.staff { fill: #7c3aad; }
@media (prefers-color-scheme: dark) {
  .grid { stroke: #34404d; } .tick { fill: #a3afbd; } .lane { fill: #e6ebf1; } .number { fill: #11161c; }
  .sms { fill: #6aa9ee; } .practice { fill: #94a3b8; } .patient { fill: #f0a64b; } .mark.staff { fill: #c79bee; }
}";

/// A page of one timeline.
pub(super) fn page(timeline: &Timeline) -> Markup {
    let name = format!("Plan {}", timeline.case_id);
    let header = head("One case, from beginning to end", &name, &span(timeline));
    let footer = html! { p { "Made by followthrough. It shows whole messages: treat it as patient data." } };
    let main = section(timeline);
    let title = &format!("Timeline of plan {}", timeline.case_id);
    Page {
        title,
        style: "",
        header,
        main,
        footer,
    }
    .render()
}

/// From when to when, and on whose clocks.
fn span(timeline: &Timeline) -> String {
    let zone = timeline.zone();
    let day = |entry: &Entry| words::day_and_year(zone.local(entry.at).date);
    match (timeline.entries.first(), timeline.entries.last()) {
        (Some(first), Some(last)) => format!("{} to {} · times in {}", day(first), day(last), timeline.time_zone),
        _ => "Nothing happens".to_owned(),
    }
}

/// The picture and the same as a list.
pub(crate) fn section(timeline: &Timeline) -> Markup {
    html! {
        section.story {
            h2 { "One case, from beginning to end" }
            (drawing(picture(timeline, None)))
            ol { @for entry in &timeline.entries { (step(entry)) } }
        }
    }
}

/// The picture with its own colours.
pub(super) fn alone(timeline: &Timeline) -> Markup {
    picture(timeline, Some(STYLE))
}

fn step(entry: &Entry) -> Markup {
    html! {
        li class=(class(entry.lane)) {
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

/// A lane for each who did something, a numbered mark for each thing they did.
fn picture(timeline: &Timeline, style: Option<&'static str>) -> Markup {
    let entries = &timeline.entries;
    let lanes = i64::try_from(Lane::ALL.len()).unwrap_or(4);
    let floor = TOP + lanes * ROW;
    let y = |lane: Lane| {
        let row = Lane::ALL.iter().position(|known| *known == lane).unwrap_or(0);
        TOP + i64::try_from(row).unwrap_or(0) * ROW + ROW / 2
    };
    html! {
        svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="story-title story-desc"
            viewBox={ "0 0 " (WIDTH) " " (floor + 30) }
        {
            title id="story-title" { "One case over time" }
            desc id="story-desc" { (described(timeline)) }
            @if let Some(style) = style { style { (PreEscaped(style)) } }
            @for lane in Lane::ALL {
                line class="grid" x1=(LEFT) x2=(WIDTH) y1=(y(lane)) y2=(y(lane)) {}
                text class="lane" x="0" y=(y(lane) + 5) { (lane.title()) }
            }
            @for (x, label) in ticks(entries, &timeline.zone(), LEFT, WIDTH - 24) {
                line class="grid tickline" x1=(x) x2=(x) y1=(TOP) y2=(floor) {}
                text class="tick" x=(x) y=(floor + 20) text-anchor="middle" { (label) }
            }
            @for (number, (x, entry)) in (1..).zip(marks(entries, LEFT, WIDTH - 24)) {
                circle class={ "mark " (class(entry.lane)) } cx=(x) cy=(y(entry.lane)) r="13" {}
                text class="number" x=(x) y=(y(entry.lane) + 4) text-anchor="middle" { (number) }
            }
        }
    }
}

/// Everything in the picture in a sentence each, without the texts.
fn described(timeline: &Timeline) -> String {
    let one = |(number, entry): (usize, &Entry)| format!("{number}: {}, {}.", entry.shown_at, entry.title);
    let told: Vec<String> = (1..).zip(&timeline.entries).map(one).collect();
    told.join(" ")
}

fn class(lane: Lane) -> &'static str {
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
