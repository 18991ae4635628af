//! One case as a picture and as a list, from a preview, from a simulation and from what a host kept.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

mod common;
mod few;

use followthrough::schedule::Zone;
use followthrough::wire::CaseId;
use followthrough::{Plan, Recipient, Timestamp};
use followthrough_insight::simulate::{Input, simulate_json};
use followthrough_insight::timeline::{Happened, Lane, Timeline};
use serde_json::{Value, json};

fn case(id: &str) -> CaseId {
    serde_json::from_value(json!(id)).unwrap()
}

/// How many numbered marks a picture has.
fn marks(svg: &str) -> usize {
    svg.matches("<circle").count()
}

#[test]
fn a_simulated_case_and_the_same_out_of_its_records() {
    let options = json!({"days": 30, "behaviour": few::silent()}).to_string();
    let simulation = simulate_json(&common::playbook(""), &few::cases(2), &options).unwrap();
    let timeline = Timeline::of_simulation(&simulation, &case("tp-1")).unwrap();
    assert!(timeline.entries.iter().any(|entry| entry.lane == Lane::Messages));
    assert_eq!(timeline.entries[0].title, "A plan of $900 was presented");
    assert_eq!(Timeline::of_simulation(&simulation, &case("tp-9")), None);

    let kept = simulation
        .records
        .iter()
        .filter(|record| record.recipient.as_str() == "r-1");
    let kept = kept.filter_map(|record| {
        Some(Happened {
            at: record.moment.now,
            event: match &record.input {
                Input::Event(event) => Some(&event.kind),
                Input::Begin(_) | Input::Tick => None,
            },
            decision: record.decision.as_ref()?,
        })
    });
    let zone = Zone::named("America/New_York").unwrap();
    assert_eq!(Timeline::of_decisions(&case("tp-1"), &zone, kept), timeline);

    let (svg, page) = (timeline.to_svg(), timeline.to_html());
    assert_eq!(
        (marks(&svg), marks(&page)),
        (timeline.entries.len(), timeline.entries.len())
    );
    assert_eq!(
        page.matches("</li>").count(),
        timeline.entries.len(),
        "the same as a list"
    );
    for part in [
        "<title id=",
        "<desc id=",
        "role=\"img\"",
        "xmlns=\"http://www.w3.org/2000/svg\"",
        "1: Tue Sep 15, 6:30 AM, A plan",
    ] {
        assert!(svg.contains(part), "{part}");
    }
    assert!(!svg.contains("Hi Ana"), "the picture alone holds no texts");
    assert!(page.contains("Hi Ana") && !page.contains("<script"));
}

#[test]
fn a_preview() {
    let cases: Value = serde_json::from_str(&few::cases(1)).unwrap();
    let recipient: Recipient = serde_json::from_value(cases["recipients"][0].clone()).unwrap();
    let mut plan = cases["plans"][0].clone();
    plan.as_object_mut().unwrap().remove("recipient");
    let plan: Plan = serde_json::from_value(plan).unwrap();
    let now = Timestamp::parse("2026-09-14T14:00:00Z").unwrap();
    let preview = common::playbook("").preview(&plan, &recipient, now).unwrap();
    let timeline = Timeline::of_preview(&preview);
    assert_eq!(
        (timeline.entries.len(), timeline.time_zone.as_str()),
        (preview.timeline.len(), "America/New_York")
    );
    let titles: Vec<&str> = timeline.entries.iter().map(|entry| entry.title.as_str()).collect();
    assert!(titles[0].starts_with("Enters the sequence"), "{titles:?}");
    assert!(
        titles.iter().any(|title| title.starts_with("Text “hello”")),
        "{titles:?}"
    );
    assert!(titles.last().unwrap().starts_with("Case closed."), "{titles:?}");
    assert_eq!(marks(&timeline.to_svg()), timeline.entries.len());
}

#[test]
fn what_people_wrote_is_escaped() {
    let cases = few::cases(1).replace("\"Ana\"", "\"<b>Ana\"");
    let options = json!({"days": 7, "behaviour": few::silent()}).to_string();
    let simulation = simulate_json(&common::playbook(""), &cases, &options).unwrap();
    let page = Timeline::of_simulation(&simulation, &case("tp-0")).unwrap().to_html();
    assert!(!page.contains("<b>"));
}
