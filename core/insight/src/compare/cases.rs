//! What each patient would have got under either playbook.

use std::collections::BTreeMap;

use followthrough::follow_up::{Content, Send};
use followthrough::recipient::Channel;
use followthrough::wire::{CaseId, RecipientId, SequenceId, StepId};
use followthrough::{Money, Timestamp};
use serde::Serialize;

use crate::page::words;
use crate::report::ledger::{Case, Ledger, Touch};
use crate::report::outcomes::reason;

/// A plan whose patient would have got something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseDifference {
    /// The plan.
    pub case_id: CaseId,
    /// Who is contacted about it.
    pub recipient: RecipientId,
    /// What was pending when it was first told of; absent when a fee is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// The sequence it enters under the old playbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_sequence: Option<SequenceId>,
    /// The sequence it enters under the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_sequence: Option<SequenceId>,
    /// Which of them writes about it.
    pub contact: Contact,
    /// Where one of them does not write: the first reason that applies, as of a simulation's report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
    /// All steps that either takes, in order of time.
    pub steps: Vec<StepDifference>,
}

/// Which playbook writes about a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    /// Both.
    Both,
    /// The old one alone.
    OnlyOld,
    /// The new one alone.
    OnlyNew,
    /// None: what differs are calls.
    Neither,
}

/// One step under both playbooks: the same step id, the same time round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepDifference {
    /// The step.
    pub step: StepId,
    /// What is different about it; nothing where it is the same.
    pub changes: Vec<Change>,
    /// What comes of it under the old playbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Got>,
    /// What comes of it under the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Got>,
}

/// What is different about a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Only the new playbook takes it.
    Gained,
    /// Only the old playbook takes it.
    Lost,
    /// It goes at another time.
    Moved,
    /// It goes another way.
    OtherChannel,
    /// It says something else, links aside.
    Reworded,
}

impl Change {
    /// The same in words: `moved`, `another channel`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Moved => "moved",
            Self::OtherChannel => "another channel",
            Self::Reworded => "reworded",
        }
    }
}

/// One message, or one prompt to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Got {
    /// When.
    pub at: Timestamp,
    /// How.
    pub channel: Channel,
    /// What carriers bill, of a text message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segments: Option<u32>,
}

/// The plans that differ, and how many do not.
pub(super) fn differences(old: &Ledger<'_>, new: &Ledger<'_>) -> (Vec<CaseDifference>, u64) {
    let mut same = 0;
    let mut told = Vec::new();
    // Both have the same plans: those that the practice's book tells of within the days.
    for (id, new) in &new.cases {
        let Some(old) = old.cases.get(id) else { continue };
        let steps = steps(old, new);
        let differs = steps.iter().any(|step| !step.changes.is_empty());
        if !differs && old.sequence == new.sequence && old.observed == new.observed {
            same += 1;
            continue;
        }
        let (contact, not_by) = match (is_contacted(old), is_contacted(new)) {
            (true, true) => (Contact::Both, None),
            (true, false) => (Contact::OnlyOld, Some(new)),
            (false, true) => (Contact::OnlyNew, Some(old)),
            (false, false) => (Contact::Neither, None),
        };
        let reason = not_by.map(reason);
        told.push(CaseDifference {
            case_id: (*id).clone(),
            recipient: new.record.recipient.clone(),
            value: new.record.value,
            old_sequence: old.sequence.cloned(),
            new_sequence: new.sequence.cloned(),
            contact,
            reason,
            why: reason.map(words::reason),
            steps,
        });
    }
    (told, same)
}

fn is_contacted(case: &Case<'_>) -> bool {
    case.messages().next().is_some()
}

/// Steps side by side, each with the same one of the other playbook: the first `hello` of a plan with the first.
fn steps(old: &Case<'_>, new: &Case<'_>) -> Vec<StepDifference> {
    type Pair<'c, 's> = (Option<&'c Touch<'s>>, Option<&'c Touch<'s>>);
    let mut pairs: BTreeMap<(&StepId, u32), Pair<'_, '_>> = BTreeMap::new();
    for (touch, time) in numbered(old) {
        pairs.entry((touch.step, time)).or_default().0 = Some(touch);
    }
    for (touch, time) in numbered(new) {
        pairs.entry((touch.step, time)).or_default().1 = Some(touch);
    }
    let mut steps: Vec<StepDifference> = pairs
        .into_iter()
        .map(|((step, _), (old, new))| StepDifference {
            step: step.clone(),
            changes: changes(old, new),
            old: old.map(got),
            new: new.map(got),
        })
        .collect();
    // By the earlier of both: the order does not hang on which of them is called the old one.
    let first = |step: &StepDifference| step.old.iter().chain(&step.new).map(|got| got.at).min();
    steps.sort_by(|a, b| first(a).cmp(&first(b)).then_with(|| a.step.cmp(&b.step)));
    steps
}

/// Each touch of a case, and how many times its step was taken before.
fn numbered<'c, 's>(case: &'c Case<'s>) -> impl Iterator<Item = (&'c Touch<'s>, u32)> {
    let mut taken: BTreeMap<&StepId, u32> = BTreeMap::new();
    case.touches.iter().map(move |touch| {
        let times = taken.entry(touch.step).or_default();
        *times += 1;
        (touch, *times)
    })
}

fn changes(old: Option<&Touch<'_>>, new: Option<&Touch<'_>>) -> Vec<Change> {
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (Some(_), None) => return vec![Change::Lost],
        (None, Some(_)) => return vec![Change::Gained],
        (None, None) => return Vec::new(),
    };
    let mut changes = Vec::new();
    if old.at != new.at {
        changes.push(Change::Moved);
    }
    if old.channel != new.channel {
        changes.push(Change::OtherChannel);
    } else if old.send.map(said) != new.send.map(said) {
        changes.push(Change::Reworded);
    }
    changes
}

fn got(touch: &Touch<'_>) -> Got {
    let segments = touch.send.and_then(|send| match &send.content {
        Content::Sms { segments, .. } => Some(*segments),
        Content::Email { .. } | Content::Portal { .. } | Content::LeftOut {} => None,
    });
    Got {
        at: touch.at,
        channel: touch.channel,
        segments,
    }
}

/// What a message says, its tokens aside: they name the action, which is another one where the sequence is.
fn said(send: &Send) -> String {
    let text = match &send.content {
        Content::Sms { body, .. } | Content::Portal { body } => body.reveal().to_owned(),
        Content::Email {
            subject, text, html, ..
        } => {
            let html = html.reveal();
            format!("{}\n{}\n{html}", subject.reveal(), text.reveal())
        }
        Content::LeftOut {} => String::new(),
    };
    let links = send.links.iter();
    links.fold(text, |text, link| text.replace(link.token.reveal(), "…"))
}
