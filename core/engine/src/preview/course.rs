//! The decisions to come, told as what happens to a case.

use serde::Serialize;

use crate::Decision;
use crate::escalation::{Priority, PromptKind};
use crate::follow_up::{
    Action, ActionKind, Content, Entry, EntryKind, Outcome, Prompt, Send, SkipReason, TellStatus, Why,
};
use crate::recipient::{Channel, ContactValue};
use crate::schedule::Timestamp;
use crate::wire::{ActionId, CaseId, Redacted, RoleId, SequenceId, StepId, TemplateId};

/// Something that happens to a case.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Happening {
    /// When.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// What can happen to a case while only time passes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum What {
    /// The case enters a sequence.
    Enrolled {
        /// Which.
        sequence: SequenceId,
    },
    /// The household is in the holdout: nothing automatic ever goes out.
    Observed,
    /// A message leaves.
    Message(Box<PreviewedMessage>),
    /// A step is passed over.
    Skipped {
        /// Which.
        step: StepId,
        /// Why.
        reason: SkipReason,
    },
    /// A step waits because the facts are old.
    Held {
        /// Which.
        step: StepId,
    },
    /// A member of staff is asked: by a step of the sequence, or because nobody reacted before.
    Call(Box<PreviewedCall>),
    /// A short notice to the staff channel.
    Alert {
        /// Who should see it.
        audience: RoleId,
        /// What it says.
        text: Redacted,
    },
    /// The practice system is told.
    Told {
        /// What of.
        status: TellStatus,
    },
    /// The case is over.
    Closed {
        /// How.
        outcome: Outcome,
    },
}

/// A message of a preview.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PreviewedMessage {
    /// The step.
    pub step: StepId,
    /// How it goes.
    pub channel: Channel,
    /// To which point.
    pub to: ContactValue,
    /// In which language.
    pub language: String,
    /// From which template.
    pub template: TemplateId,
    /// Which wording, when wordings are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arm: Option<String>,
    /// The subject of an e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Redacted>,
    /// What it says; of an e-mail the text part.
    pub text: Redacted,
    /// The HTML part of an e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<Redacted>,
    /// How many text messages carriers bill.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segments: Option<u32>,
    /// What decided its instant.
    pub why: Why,
}

/// A member of staff who is asked.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PreviewedCall {
    /// The step; absent where nobody reacted to what was asked before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<StepId>,
    /// What is asked.
    pub kind: PromptKind,
    /// Of whom.
    pub role: RoleId,
    /// How soon it matters.
    pub priority: Priority,
    /// By when, inside practice hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_by: Option<Timestamp>,
    /// What staff read.
    pub briefing: Redacted,
    /// What to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<Redacted>,
}

impl Happening {
    /// The message or call of a step.
    pub(super) fn is_touch(&self) -> bool {
        self.step().is_some()
    }

    /// The step of a message or call.
    pub(super) fn step(&self) -> Option<&StepId> {
        match &self.what {
            What::Message(message) => Some(&message.step),
            What::Call(call) => call.step.as_ref(),
            What::Enrolled { .. }
            | What::Observed
            | What::Skipped { .. }
            | What::Held { .. }
            | What::Alert { .. }
            | What::Told { .. }
            | What::Closed { .. } => None,
        }
    }
}

/// Tells one decision about a case, in the order in which its reader thinks of it: what became of the steps, who is
/// asked, and at last the end.
pub(super) fn tell(case: &CaseId, at: Timestamp, decision: &Decision, timeline: &mut Vec<Happening>) {
    let Decision { actions, journal, .. } = decision;
    let mut add = |what: What| timeline.push(Happening { at, what });
    let entries: Vec<&EntryKind> = journal
        .iter()
        .filter(|entry: &&Entry| entry.case_id.as_ref() == Some(case))
        .map(|entry| &entry.kind)
        .collect();
    let mut end = None;
    for entry in &entries {
        match entry {
            EntryKind::Enrolled { sequence, .. } => add(What::Enrolled {
                sequence: sequence.clone(),
            }),
            EntryKind::Observed => add(What::Observed),
            EntryKind::StepSkipped { step, reason } => add(What::Skipped {
                step: step.clone(),
                reason: *reason,
            }),
            EntryKind::Held { step, .. } => add(What::Held { step: step.clone() }),
            EntryKind::StepSent { action_id, why, .. } => {
                if let Some(send) = actions.iter().find_map(|action| sent(action, action_id)) {
                    add(What::Message(Box::new(message(send, why))));
                }
            }
            EntryKind::Closed { outcome, .. } => end = Some(*outcome),
            EntryKind::NotEnrolled { .. }
            | EntryKind::Receipt { .. }
            | EntryKind::Opened { .. }
            | EntryKind::Clicked { .. }
            | EntryKind::Replied { .. }
            | EntryKind::Paused { .. }
            | EntryKind::ReEngaged { .. }
            | EntryKind::Resumed
            | EntryKind::Prompted { .. }
            | EntryKind::Escalated { .. }
            | EntryKind::StaffOutcome { .. }
            | EntryKind::Undone { .. }
            | EntryKind::ConsentChanged { .. }
            | EntryKind::ContactDropped { .. }
            | EntryKind::Moved { .. }
            | EntryKind::Merged { .. }
            | EntryKind::History { .. }
            | EntryKind::RevisionChanged { .. }
            | EntryKind::Ignored { .. } => {}
        }
    }
    for action in actions {
        match &action.kind {
            ActionKind::Prompt(prompt) if prompt.case_id.as_ref() == Some(case) => {
                add(What::Call(Box::new(call(prompt, step_of(&action.id, &entries)))));
            }
            ActionKind::Alert {
                audience,
                case_id: Some(id),
                location: _,
                text,
            } if id == case => add(What::Alert {
                audience: audience.clone(),
                text: text.clone(),
            }),
            ActionKind::TellPracticeSystem { about, status } if about.is(case) => add(What::Told { status: *status }),
            ActionKind::Prompt(_)
            | ActionKind::Alert { .. }
            | ActionKind::TellPracticeSystem { .. }
            | ActionKind::Send(_)
            | ActionKind::Cancel { .. }
            | ActionKind::RecordOptOut(_) => {}
        }
    }
    if let Some(outcome) = end {
        add(What::Closed { outcome });
    }
}

fn sent<'a>(action: &'a Action, id: &ActionId) -> Option<&'a Send> {
    match &action.kind {
        ActionKind::Send(send) if &action.id == id => Some(send),
        ActionKind::Send(_)
        | ActionKind::Prompt(_)
        | ActionKind::Cancel { .. }
        | ActionKind::RecordOptOut(_)
        | ActionKind::TellPracticeSystem { .. }
        | ActionKind::Alert { .. } => None,
    }
}

/// The step for which a prompt went out.
fn step_of(id: &ActionId, entries: &[&EntryKind]) -> Option<StepId> {
    entries.iter().find_map(|entry| {
        let EntryKind::StepSent { step, action_id, .. } = entry else {
            return None;
        };
        (action_id == id).then(|| step.clone())
    })
}

fn message(send: &Send, why: &Why) -> PreviewedMessage {
    let nothing = || Redacted::new("");
    let (subject, text, html, segments) = match &send.content {
        Content::Sms { body, segments, .. } => (None, body.clone(), None, Some(*segments)),
        Content::Email {
            subject, html, text, ..
        } => (Some(subject.clone()), text.clone(), Some(html.clone()), None),
        Content::Portal { body } => (None, body.clone(), None, None),
        Content::LeftOut {} => (None, nothing(), None, None),
    };
    PreviewedMessage {
        step: send.step.clone(),
        channel: send.channel,
        to: send.to.clone(),
        language: send.language.clone(),
        template: send.template.clone(),
        arm: send.arm.clone(),
        subject,
        text,
        html,
        segments,
        why: why.clone(),
    }
}

fn call(prompt: &Prompt, step: Option<StepId>) -> PreviewedCall {
    PreviewedCall {
        step,
        kind: prompt.kind,
        role: prompt.role.clone(),
        priority: prompt.priority,
        due_by: prompt.due_by,
        briefing: prompt.briefing.clone(),
        script: prompt.script.clone(),
    }
}
