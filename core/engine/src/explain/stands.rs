//! How the person's contact points and the cases stand.

use serde::Serialize;

use super::LastMessage;
use crate::follow_up::{Case, CaseState, Look, Next, Outcome, PauseReason, ReEngagedBy};
use crate::recipient::{ConsentStanding, ContactKind, Unusable};
use crate::schedule::Timestamp;
use crate::wire::{SequenceId, StepId};

/// One contact point, told by its kind and its place in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContactStands {
    /// Its place, from 1.
    pub position: usize,
    /// What it is.
    pub kind: ContactKind,
    /// What is known of consent.
    pub consent: ConsentStands,
    /// Since when, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Why no automated message may go there; absent when one may. A landline takes none anyhow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unusable: Option<Unusable>,
}

/// What is known of consent to messages at a contact point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsentStands {
    /// The person agreed.
    Granted,
    /// The practice system says no.
    Denied,
    /// The person took it back.
    Revoked,
    /// Nobody said anything.
    Unknown,
}

/// The state of a case, with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CaseStands {
    /// The trigger may come true later, or another case goes first.
    Waiting {
        /// The trigger counts from then on.
        eligible_at: Timestamp,
    },
    /// In a sequence.
    Active {
        /// Which.
        sequence: SequenceId,
        /// What it waits for.
        up: Upcoming,
    },
    /// Drawn to get no follow-up, so that its effect can be measured.
    Observed {
        /// Until then.
        until: Timestamp,
    },
    /// Waiting for a date, for staff or for a visit.
    Paused {
        /// Why.
        why: PauseReason,
        /// Since when.
        since: Timestamp,
        /// Until when, or until the next person is asked.
        until: Timestamp,
    },
    /// The patient reacted; people are at it.
    ReEngaged {
        /// How.
        by: ReEngagedBy,
        /// Since when.
        since: Timestamp,
        /// The level of escalation that was raised last, from 1.
        level: u32,
        /// When the next person is asked.
        next_prompt_at: Timestamp,
    },
    /// Over.
    Closed {
        /// How it ended.
        outcome: Outcome,
        /// When.
        at: Timestamp,
    },
}

/// What a case in a sequence waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Upcoming {
    /// A step.
    Step {
        /// Which.
        step: StepId,
        /// When it is due, before anything moves it. Absent for a step that the playbook has no more.
        #[serde(skip_serializing_if = "Option::is_none")]
        due: Option<Timestamp>,
        /// From then on it is too late for it.
        #[serde(skip_serializing_if = "Option::is_none")]
        too_late: Option<Timestamp>,
    },
    /// An answer; all steps are behind it.
    WindDown {
        /// Until then.
        ends: Timestamp,
    },
}

pub(super) fn contacts(look: &Look<'_>) -> Vec<ContactStands> {
    let person = &look.follow_up().person;
    let mut contacts = Vec::with_capacity(person.points.len());
    for (position, point) in (1..).zip(&person.points) {
        let (consent, since) = match point.standing {
            ConsentStanding::Unknown => (ConsentStands::Unknown, None),
            ConsentStanding::Granted { at, .. } => (ConsentStands::Granted, at),
            ConsentStanding::Denied { at, dated } => (ConsentStands::Denied, Some(at).filter(|_| dated)),
            ConsentStanding::Revoked { at } => (ConsentStands::Revoked, Some(at)),
        };
        contacts.push(ContactStands {
            position,
            kind: point.kind,
            consent,
            since,
            unusable: person.unusable(point),
        });
    }
    contacts
}

pub(super) fn last_message(look: &Look<'_>, case: &Case) -> Option<LastMessage> {
    let of_case = look.follow_up().sends.iter().filter_map(|sent| {
        let action = sent
            .action
            .as_ref()
            .filter(|action| action.case.as_ref() == Some(&case.id))?;
        sent.counts().then(|| LastMessage {
            step: action.step.clone(),
            channel: sent.channel,
            at: sent.at,
        })
    });
    of_case.max_by_key(|message| message.at)
}

pub(super) fn case(look: &Look<'_>, case: &Case) -> CaseStands {
    match &case.state {
        CaseState::Waiting { eligible_at } => CaseStands::Waiting {
            eligible_at: *eligible_at,
        },
        CaseState::Active(run) => CaseStands::Active {
            sequence: run.sequence.clone(),
            up: match &run.next {
                Next::WindDown { ends } => Upcoming::WindDown { ends: *ends },
                Next::Step { step, .. } => {
                    let coming = look.coming(case, run);
                    Upcoming::Step {
                        step: step.clone(),
                        due: coming.as_ref().map(|coming| coming.due),
                        too_late: coming.as_ref().map(|coming| coming.too_late),
                    }
                }
            },
        },
        CaseState::Observed { until } => CaseStands::Observed { until: *until },
        CaseState::Paused { why, since, until, .. } => CaseStands::Paused {
            why: *why,
            since: *since,
            until: *until,
        },
        CaseState::ReEngaged {
            by,
            since,
            level,
            next_prompt_at,
            ..
        } => CaseStands::ReEngaged {
            by: *by,
            since: *since,
            level: *level,
            next_prompt_at: *next_prompt_at,
        },
        CaseState::Closed { outcome, at, .. } => CaseStands::Closed {
            outcome: *outcome,
            at: *at,
        },
    }
}
