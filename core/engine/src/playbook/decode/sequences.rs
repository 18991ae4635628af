//! Sequences and their steps.

use super::condition::{self, CHANNELS};
use super::confirmation;
use super::item::{Item, Keys, meant};
use super::last_result::Steps;
use super::staff::escalation;
use super::trigger::always;
use super::{Names, Problems, time};
use crate::Code;
use crate::playbook::document::{Node, shown};
use crate::playbook::model::{IfBlocked, Sequence, Step, Touch};
use crate::recipient::Channel;
use crate::schedule::DAY;
use crate::wire::{SequenceId, StepId, TemplateId};

/// How late a step may be.
const STALE_AFTER: i64 = 5 * DAY;
/// No step lies further from presentation than this.
const LAST_DAY: u32 = 365;

pub(super) fn sequences(keys: &mut Keys<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<Vec<Sequence>> {
    let item = keys.required("sequences", problems)?;
    let items = item.list(problems, "a list of sequences")?;
    if items.is_empty() {
        return item.refuse(
            problems,
            "a playbook without sequences contacts nobody",
            "write at least one sequence",
        );
    }
    let before = problems.count();
    let mut all: Vec<Sequence> = Vec::new();
    for item in &items {
        let Some(sequence) = sequence(item, names, problems) else {
            continue;
        };
        if all.iter().any(|known| known.id == sequence.id) {
            let message = format!("the sequence {} stands here twice", shown(sequence.id.as_str()));
            problems.report(
                item.error(Code::PlaybookDuplicateId, message)
                    .help("rename one of them"),
            );
        }
        all.push(sequence);
    }
    (problems.count() == before).then_some(all)
}

fn sequence(item: &Item<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<Sequence> {
    let mut keys = item.keys(problems, "a sequence: {id: …, steps: […]}")?;
    if keys.leaves_out("sequence", problems) {
        return None;
    }
    let id = keys
        .required("id", problems)
        .and_then(|item| item.id(problems, SequenceId::parse));
    let condition = keys.or("where", always(), |item| condition::condition(&item, names, problems));
    let steps = keys
        .required("steps", problems)
        .and_then(|item| steps(&item, names, problems));
    keys.finish(problems);
    Some(Sequence {
        id: id?,
        condition: condition?,
        steps: steps?,
        place: item.node.place,
    })
}

fn steps(list: &Item<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<Vec<Step>> {
    let items = list.list(problems, "a list of steps")?;
    if items.is_empty() {
        return list.refuse(
            problems,
            "a sequence without steps",
            "write at least one step, or take the sequence out",
        );
    }
    let before = problems.count();
    let mut all: Vec<Step> = Vec::new();
    // One without an id that can be read keeps its place.
    let ids: Vec<&str> = items
        .iter()
        .map(|item| item.node.get("id").and_then(Node::text).unwrap_or_default())
        .collect();
    for (number, item) in items.iter().enumerate() {
        let (before, rest) = ids.split_at_checked(number).unwrap_or_default();
        let Some(step) = step(item, names, Steps { before, rest }, problems) else {
            continue;
        };
        if all.iter().any(|known| known.id == step.id) {
            let message = format!("the step {} stands here twice", shown(step.id.as_str()));
            let help = "rename one: running cases and reports know steps by id";
            problems.report(item.error(Code::PlaybookDuplicateId, message).help(help));
        }
        if let Some(last) = all.last().filter(|last| last.day >= step.day) {
            let message = format!("day {} does not come after day {}", step.day, last.day);
            problems.report(
                item.error(Code::PlaybookDayOrder, message)
                    .help("order the steps by day, one a day"),
            );
        }
        all.push(step);
    }
    (problems.count() == before).then_some(all)
}

fn step(item: &Item<'_>, names: &Names<'_>, steps: Steps<'_>, problems: &mut Problems) -> Option<Step> {
    let mut keys = item.keys(problems, "a step: {id: …, day: …, channel: …}")?;
    let id = keys
        .required("id", problems)
        .and_then(|item| item.id(problems, StepId::parse));
    let day = keys
        .required("day", problems)
        .and_then(|item| item.whole(problems, 0, LAST_DAY));
    let channel = keys
        .required("channel", problems)
        .and_then(|item| item.word(problems, "a channel", CHANNELS));
    let at = keys.maybe("at", |item| time::time_of_day(&item, problems));
    let when = keys.maybe("when", |item| condition::of_step(&item, names, steps, problems));
    let stale_after = keys.or("stale_after", STALE_AFTER, |item| time::some_duration(&item, problems));
    let words = [("skip", IfBlocked::Skip), ("task", IfBlocked::Task)];
    let if_blocked = keys.or("if_blocked", IfBlocked::Skip, |item| {
        item.word(problems, "skip or task", &words)
    });
    let touch = channel.and_then(|channel| match channel {
        Channel::Call => call(&mut keys, names, problems),
        Channel::Sms | Channel::Email | Channel::Portal => message(&mut keys, channel, names, problems),
    });
    // Asked for by one of the two; named here so that neither is unknown to the other.
    for key in ["template", "otherwise", "escalate"] {
        keys.optional(key);
    }
    keys.finish(problems);
    if id.as_ref().is_some_and(|id| id.as_str() == confirmation::ID) {
        let message = format!("a step cannot be called {}", shown(confirmation::ID));
        let help = "rename it: the message that confirms an opt-out goes by that name";
        problems.report(item.error(Code::PlaybookBadValue, message).help(help));
    }
    Some(Step {
        id: id?,
        day: u16::try_from(day?).ok()?,
        touch: touch?,
        at: at?,
        when: when?,
        stale_after: stale_after?,
        if_blocked: if_blocked?,
        place: item.node.place,
    })
}

fn call(keys: &mut Keys<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<Touch> {
    for key in ["template", "otherwise"] {
        keys.misplaced(
            key,
            problems,
            "a call has no text to send",
            "take it out; `escalate` names who is asked to call",
        );
    }
    let escalate = keys
        .required("escalate", problems)
        .and_then(|item| escalation(&item, names, problems));
    Some(Touch::Call { escalate: escalate? })
}

fn message(keys: &mut Keys<'_>, first: Channel, names: &Names<'_>, problems: &mut Problems) -> Option<Touch> {
    keys.misplaced(
        "escalate",
        problems,
        "only a call is escalated",
        "take it out, or write channel: call",
    );
    let channels = keys.or("otherwise", vec![first], |item| otherwise(&item, first, problems));
    let template = keys.required("template", problems)?;
    let name = template.text(problems, "the id of a template")?;
    if !names.templates.iter().any(|(id, _)| *id == name) {
        let message = format!("unknown template {}", shown(name));
        let error = template.error(Code::PlaybookUnknownTemplate, message);
        problems.report(error.help(meant(name, || names.templates.iter().map(|(id, _)| *id))));
        return None;
    }
    let channels = channels?;
    for channel in &channels {
        if names.has(name, *channel) != Some(true) {
            let message = format!("the template {} has no text for {channel}", shown(name));
            let error = template.error(Code::PlaybookUnknownTemplate, message);
            problems.report(error.help(format!("write templates.{name}.{channel}")));
        }
    }
    Some(Touch::Message {
        template: template.id(problems, TemplateId::parse)?,
        channels,
    })
}

/// The channels that are tried in order, the step's own first.
fn otherwise(item: &Item<'_>, first: Channel, problems: &mut Problems) -> Option<Vec<Channel>> {
    let before = problems.count();
    let mut channels = vec![first];
    for other in item.one_or_more(problems, "a list of channels")? {
        let Some(channel) = other.word(problems, "a channel", CHANNELS) else {
            continue;
        };
        if channel == Channel::Call {
            let help = "write a step of its own with channel: call";
            other.refuse::<()>(problems, "a message cannot become a call", help);
        } else if channels.contains(&channel) {
            other.refuse::<()>(
                problems,
                format!("{channel} is tried already"),
                "name each channel once",
            );
        }
        channels.push(channel);
    }
    (problems.count() == before).then_some(channels)
}
