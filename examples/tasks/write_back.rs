//! Write back to the practice system.

use std::collections::BTreeMap;

use followthrough::follow_up::{About, Action, ActionKind, TellStatus};
use followthrough::wire::ActionId;
use followthrough::{Decision, Event, Playbook};

use crate::shared::{PRACTICE, ana, at, presented, reply};

// docs: words
fn note(status: TellStatus) -> &'static str {
    match status {
        TellStatus::ReEngaged => "wants to come in after our message",
        TellStatus::FollowedUp => "was followed up, no answer",
        TellStatus::Declined => "does not want this treatment",
        TellStatus::OptedOut => "asked not to be contacted",
    }
}

/// Carries out one `tell_practice_system`. The id keeps a repeat from writing the note twice.
fn write_back(action: &Action, chart: &mut BTreeMap<ActionId, String>) {
    if let ActionKind::TellPracticeSystem { about, status } = &action.kind {
        let about = match about {
            About::Plan { plan_id } => plan_id.to_string(),
            About::Subject {
                subject_kind,
                subject_id,
            } => format!("{subject_kind} {subject_id}"),
        };
        chart
            .entry(action.id.clone())
            .or_insert_with(|| format!("{about}: {}", note(*status)));
    }
}
// docs: end

// docs: outbox
fn store(outbox: &mut Vec<Action>, decision: Decision) {
    for action in decision.actions {
        if let ActionKind::Cancel { action_id } = &action.kind {
            outbox.retain(|open| open.id != *action_id); // not carried out yet: an undo, say
        } else if matches!(action.kind, ActionKind::TellPracticeSystem { .. }) {
            outbox.push(action);
        }
    }
}
// docs: end

pub(crate) fn run() -> Result<(), Box<dyn std::error::Error>> {
    let playbook = Playbook::from_yaml(PRACTICE)?;
    let (mut ana, mut outbox, mut chart) = (ana()?, Vec::new(), BTreeMap::new());
    playbook.handle(&mut ana, at("2026-03-02T15:00:00Z")?, &presented()?)?;
    playbook.tick(&mut ana, at("2026-03-03T15:00:00Z")?)?;

    let now = at("2026-03-03T18:00:00Z")?;
    store(&mut outbox, playbook.handle(&mut ana, now, &reply("e2", now, "yes")?)?);
    let now = at("2026-03-03T18:05:00Z")?;
    let undo = serde_json::json!({"event_id": "e3", "at": now, "type": "staff", "case_id": "tp-1", "outcome": "undo"});
    store(
        &mut outbox,
        playbook.handle(&mut ana, now, &Event::from_json(&undo.to_string())?)?,
    );
    println!("{} to write after the undo", outbox.len());
    let now = at("2026-03-03T19:00:00Z")?;
    store(&mut outbox, playbook.handle(&mut ana, now, &reply("e4", now, "STOP")?)?);
    for action in outbox.iter().chain(&outbox) {
        write_back(action, &mut chart);
    }
    for note in chart.values() {
        println!("{note}");
    }
    Ok(())
}
