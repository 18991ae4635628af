//! What would happen if nothing else did: who is contacted tomorrow, and who is called.

use super::Caseload;
use crate::Moment;
use crate::escalation::PromptKind;
use crate::follow_up::ActionKind;
use crate::recipient::Channel;
use crate::schedule::Timestamp;
use crate::wire::{CaseId, LocationId, RecipientId, RoleId, StepId};

/// Something that is going to happen, as far as is known now.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgendaItem {
    /// When.
    pub at: Timestamp,
    /// Whom it concerns.
    pub recipient: RecipientId,
    /// The case, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// What.
    #[serde(flatten)]
    pub planned: Planned,
}

/// What is going to happen.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Planned {
    /// A message.
    Send {
        /// The step.
        step: StepId,
        /// How it goes.
        channel: Channel,
    },
    /// A task for staff.
    Prompt {
        /// What for.
        kind: PromptKind,
        /// Who is asked.
        role: RoleId,
        /// The location whose staff are asked, when the case is at one of the playbook's.
        #[serde(skip_serializing_if = "Option::is_none")]
        location: Option<LocationId>,
    },
}

impl Caseload {
    /// What goes out from `from` to `to`, the latter not included, if nothing happens but time: messages, and tasks for
    /// staff. In order of time, then of recipients. Changes nothing.
    pub fn agenda(&self, from: Timestamp, to: Timestamp) -> Vec<AgendaItem> {
        let mut ahead = self.clone().without_texts();
        // What lies before is let happen, unseen.
        let mut items = Vec::new();
        while let Some(at) = ahead.next_wake().filter(|at| *at < to) {
            // Who cannot be ticked is told of when that time comes, and set aside until then.
            let Ok(answers) = ahead.tick(Moment::from(at).with_leap_confirmed()) else {
                continue;
            };
            if at < from {
                continue;
            }
            for answer in answers {
                let recipient = &answer.recipient;
                items.extend(answer.decision.actions.iter().filter_map(|action| {
                    let (case_id, planned) = planned(&action.kind)?;
                    Some(AgendaItem {
                        at,
                        recipient: recipient.clone(),
                        case_id,
                        planned,
                    })
                }));
            }
        }
        items.sort_by(|a, b| (a.at, &a.recipient).cmp(&(b.at, &b.recipient)));
        items
    }
}

fn planned(action: &ActionKind) -> Option<(Option<CaseId>, Planned)> {
    match action {
        ActionKind::Send(send) => Some((
            send.case_id.clone(),
            Planned::Send {
                step: send.step.clone(),
                channel: send.channel,
            },
        )),
        ActionKind::Prompt(prompt) => Some((
            prompt.case_id.clone(),
            Planned::Prompt {
                kind: prompt.kind,
                role: prompt.role.clone(),
                location: prompt.location.clone(),
            },
        )),
        ActionKind::Cancel { .. }
        | ActionKind::RecordOptOut(_)
        | ActionKind::TellPracticeSystem { .. }
        | ActionKind::Alert { .. } => None,
    }
}
