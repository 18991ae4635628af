//! Test my playbook.
#![allow(clippy::panic, reason = "a test may stop where it stands")]

use followthrough::check::Severity;
use followthrough::follow_up::{Action, ActionKind};
use followthrough::preview::What;
use followthrough::{Error, FollowUp, Playbook, Timestamp};
use serde_json::Value;

use crate::shared::{ANA, PRACTICE, PRESENTED, ana, at, presented, reply, word};

// docs: story
/// Lets time pass as a host does, without waiting; what was done and when.
fn live(
    playbook: &Playbook,
    follow_up: &mut FollowUp,
    mut wake_at: Option<Timestamp>,
    until: Timestamp,
) -> Result<Vec<(Timestamp, Action)>, Error> {
    let mut done = Vec::new();
    while let Some(now) = wake_at.filter(|at| *at < until) {
        let decision = playbook.tick(follow_up, now)?;
        done.extend(decision.actions.into_iter().map(|action| (now, action)));
        wake_at = decision.wake_at;
    }
    Ok(done)
}

fn stop_is_the_end(playbook: &Playbook) -> Result<(FollowUp, usize), Error> {
    let mut ana = ana()?;
    let presented = playbook.handle(&mut ana, at("2026-03-02T15:00:00Z")?, &presented()?)?;
    let first = live(playbook, &mut ana, presented.wake_at, at("2026-03-04T00:00:00Z")?)?;
    let steps: Vec<String> = first.iter().map(|(_, action)| word(action, &["step"])).collect();
    assert_eq!(steps, ["hello"]);

    let now = at("2026-03-04T18:00:00Z")?;
    let stopped = playbook.handle(&mut ana, now, &reply("e2", now, "STOP")?)?;
    let later = live(playbook, &mut ana, stopped.wake_at, at("2026-09-01T00:00:00Z")?)?;
    assert!(
        !later
            .iter()
            .any(|(_, action)| matches!(action.kind, ActionKind::Send(_)))
    );
    Ok((ana, later.len()))
}
// docs: end

pub(crate) fn run() -> Result<(), Box<dyn std::error::Error>> {
    let playbook = Playbook::from_yaml(PRACTICE)?;
    let plan = serde_json::from_str::<Value>(PRESENTED)?
        .get("plan")
        .cloned()
        .unwrap_or_default()
        .to_string();

    // docs: check
    let findings = playbook.check().findings;
    assert!(
        !findings.iter().any(|found| found.severity == Severity::Error),
        "{findings:?}"
    );
    // docs: end

    // docs: timeline
    let preview = playbook.preview_of_json(&plan, ANA, at("2026-03-02T15:00:00Z")?)?;
    let mut touches = Vec::new();
    for entry in &preview.timeline {
        if let What::Message(message) = &entry.what {
            touches.push(format!("{:.10} {}", entry.at.to_string(), message.step));
        }
    }
    assert_eq!(touches.first().map(String::as_str), Some("2026-03-03 hello"));
    // docs: end

    println!("{}", touches.join("\n"));
    let (ana, later) = stop_is_the_end(&playbook)?;
    let outcome = word(&ana.outcomes(), &["tp-1"]);
    println!("{outcome} {later} actions after STOP");
    Ok(())
}
