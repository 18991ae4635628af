//! A step id that means another touch than it did in the revision before.
//!
//! Cases remember by id which steps are behind them, and reports count by id. Whoever got the step that had the id before
//! does not get the one that has it now. New words, another day or hour, another condition, another order of channels or
//! one more of them leave a step what it is; so does a new name for the same template or the same escalation.

use super::About;
use super::report::{CheckReport, Severity};
use crate::Code;
use crate::playbook::{Key, Rules, Step, Touch};

/// Compares each step with the one of the same sequence and id before.
pub(super) fn check(about: &About, before: &Rules, report: &mut CheckReport) {
    let rules = about.rules();
    if before.subject != rules.subject {
        return;
    }
    for sequence in &rules.sequences {
        let Some(was) = before.sequences.iter().find(|was| was.id == sequence.id) else {
            continue;
        };
        for step in &sequence.steps {
            let same_id = was.steps.iter().find(|was| was.id == step.id);
            let Some((key, what)) = same_id.and_then(|was| other_touch(before, was, rules, step)) else {
                continue;
            };
            let message = format!(
                "the step {} of {} is another one than before: {what}. Cases that have the old one behind them do not get \
                 it, and reports count both as one",
                step.id, sequence.id
            );
            let spot = about.spot(&[
                Key::Of("sequences"),
                Key::Id(sequence.id.as_str()),
                Key::Of("steps"),
                Key::Id(step.id.as_str()),
                Key::Of(key),
            ]);
            let help = "give the new step an id of its own";
            report.add(Severity::Warning, Code::CheckStepReused, spot, message, help);
        }
    }
}

/// The key that makes a step another one, and how; none when it is the same touch.
fn other_touch(before: &Rules, was: &Step, rules: &Rules, is: &Step) -> Option<(&'static str, String)> {
    match (&was.touch, &is.touch) {
        (Touch::Message { .. }, Touch::Call { .. }) => Some(("channel", "it was a message, and is a call".to_owned())),
        (Touch::Call { .. }, Touch::Message { .. }) => Some(("channel", "it was a call, and is a message".to_owned())),
        (Touch::Message { template: was, .. }, Touch::Message { template: is, .. }) => {
            let another = was != is && before.templates.get(was) != rules.templates.get(is);
            another.then(|| ("template", format!("it sent {was}, and sends {is}")))
        }
        (Touch::Call { escalate: was }, Touch::Call { escalate: is }) => {
            let another = was != is && before.escalations.get(was) != rules.escalations.get(is);
            another.then(|| ("escalate", format!("it asked by {was}, and asks by {is}")))
        }
    }
}
