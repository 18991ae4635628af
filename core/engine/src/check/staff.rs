//! Every escalation ends at somebody, while the case is still followed up.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::About;
use super::coverage::Coverage;
use super::report::{CheckReport, Severity};
use super::run::Script;
use super::sets::Space;
use super::witness::MONDAY;
use crate::Code;
use crate::escalation::{Level, PromptKind};
use crate::follow_up::{ActionKind, EntryKind, later};
use crate::playbook::{Key, Practice, Rules, Touch};
use crate::schedule::{BusinessHours, DAY, Date, LocalTime, Timestamp};
use crate::wire::{EscalationId, RoleId, StepId};

/// What raises an escalation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Step,
    Yes,
    Question,
}

/// What of an office the findings hang on.
pub(super) fn hangs_on(practice: &Practice) -> (&BusinessHours, &BTreeSet<RoleId>) {
    (&practice.hours, &practice.roles)
}

/// Looks at the escalations that something raises.
pub(super) fn check(about: &About, space: &Space, coverage: &Coverage, report: &mut CheckReport) {
    let (rules, practice) = (about.rules(), about.practice());
    for (id, levels) in &rules.escalations {
        let Some(raised) = raised(rules, id) else { continue };
        let way = [Key::Of("escalation"), Key::Of(id.as_str())];
        if let [only] = levels.as_slice() {
            let message = format!(
                "only {} is ever asked by the escalation {id}: when nothing comes of it, nobody is",
                practice.role(&only.role)
            );
            let help = "add a level for somebody else: {prompt: …, role: …, after: 2 business days}";
            let witness = || {
                let expect =
                    |case: &str| json!({"journal_has": [{"type": "escalated", "case_id": case, "kind": only.prompt}]});
                never_escalated(about, space, coverage, raised, id, (only.prompt, 1), expect)
            };
            let spot = about.spot(&way);
            report.add_with(Severity::Warning, Code::CheckNobodyLeft, spot, message, help, witness());
        } else if let Some(first) = levels.first()
            && levels
                .iter()
                .all(|level| practice.role(&level.role) == practice.role(&first.role))
        {
            let message = format!(
                "only {} is ever asked by the escalation {id}, again and again",
                practice.role(&first.role)
            );
            let help = "let a level go to somebody else";
            report.add(
                Severity::Warning,
                Code::CheckNobodyLeft,
                about.spot(&way),
                message,
                help,
            );
        }
        let most = rules.trigger.window;
        if let Some(at) = too_late(practice, levels, most) {
            let level = at + 1;
            let message = format!(
                "level {level} of the escalation {id} comes later than after {} days, for which a case is followed up",
                most / DAY
            );
            let help = "shorten the `after` of this level or of those before it";
            let kind = levels.get(at).map_or(PromptKind::Review, |level| level.prompt);
            let witness = {
                let expect = |case: &str| json!({"journal_has": [{"type": "escalated", "case_id": case, "kind": kind, "level": level}]});
                never_escalated(about, space, coverage, raised, id, (kind, level), expect)
            };
            let spot = about.spot(&[
                Key::Of("escalation"),
                Key::Of(id.as_str()),
                Key::At(at),
                Key::Of("after"),
            ]);
            report.add_with(Severity::Error, Code::CheckEndless, spot, message, help, witness);
        }
    }
}

fn raised(rules: &Rules, id: &EscalationId) -> Option<By> {
    let mut steps = rules.sequences.iter().flat_map(|sequence| &sequence.steps);
    let by_step = steps.any(|step| matches!(&step.touch, Touch::Call { escalate } if escalate == id));
    let by_yes = *id == rules.when_re_engaged.escalate;
    let by_question = id.as_str() == "question";
    let all = [(by_question, By::Question), (by_yes, By::Yes), (by_step, By::Step)];
    all.into_iter().find_map(|(is, raised)| is.then_some(raised))
}

/// The first level that comes so long after the first one that the case is over.
fn too_late(practice: &Practice, levels: &[Level], most: i64) -> Option<usize> {
    let monday = Date::from_ymd(MONDAY.0, MONDAY.1, MONDAY.2)?;
    let began = practice.zone.at(monday, LocalTime::START);
    let mut at = began;
    levels.iter().position(|level| {
        at = level.after.map_or(at, |after| later(&practice.hours, at, after));
        at.since(began) > most
    })
}

/// Somebody for whom the escalation is raised, and does not go on.
fn never_escalated(
    about: &About,
    space: &Space,
    coverage: &Coverage,
    raised: By,
    id: &EscalationId,
    (kind, level): (PromptKind, usize),
    expect: impl Fn(&str) -> Value,
) -> Option<Value> {
    let rules = about.rules();
    let steps = coverage.steps.iter().map(|(_, _, area)| area);
    let mut all = coverage.cases.iter().chain(steps).filter_map(|area| space.find(area));
    let (script, ran) = all.find_map(|found| {
        let mut script = found.script(about, 0)?;
        let ran = script.run(&about.playbook)?;
        if raised == By::Step {
            let steps = || rules.sequences.iter().flat_map(|sequence| &sequence.steps);
            let raises = |step: &StepId| {
                steps().any(|own| own.id == *step && matches!(&own.touch, Touch::Call { escalate } if escalate == id))
            };
            let by_step = ran.has(|kind| matches!(kind, EntryKind::StepSent { step, .. } if raises(step)));
            return by_step.then_some((script, ran));
        }
        let sent = ran
            .actions
            .iter()
            .find(|(_, action)| matches!(action.kind, ActionKind::Send(_)));
        answer(&mut script, sent?.0, raised);
        script.until = sent?.0.plus(rules.trigger.window);
        let ran = script.run(&about.playbook)?;
        ran.has(|kind| matches!(kind, EntryKind::Prompted { .. }))
            .then_some((script, ran))
    })?;
    let escalated = ran.has(|entry| {
        let is_it = |reached: u32| usize::try_from(reached).is_ok_and(|reached| reached >= level);
        matches!(entry, EntryKind::Escalated { level, kind: of, .. } if *of == kind && is_it(*level))
    });
    let shows = format!("the escalation {id} goes on until somebody reacts");
    let why = "Nobody at the practice reacts to what they are asked.";
    let scenario = script.scenario(&about.document, &shows, why, expect(script.case_id));
    (!escalated).then_some(scenario)
}

/// The person answers an hour after the first message.
fn answer(script: &mut Script, sent: Timestamp, raised: By) {
    let text = match raised {
        By::Question => "How long does it take?",
        By::Yes | By::Step => "Yes please",
    };
    let contacts = script.recipient.get("contacts").and_then(Value::as_array);
    let first = contacts.and_then(|all| {
        all.iter()
            .find(|c| c.pointer("/consent/type") == Some(&json!("granted")))
    });
    let Some(first) = first else { return };
    let channel = match first.get("kind").and_then(Value::as_str) {
        Some("mobile") => "sms",
        Some("email") => "email",
        Some(_) | None => "portal",
    };
    let event =
        json!({"event_id": "e10", "type": "reply", "channel": channel, "from": first.get("value"), "text": text});
    script.events.push((sent.plus(3_600), event));
}
