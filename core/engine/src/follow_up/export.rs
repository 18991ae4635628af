//! All that is held about a person, for the person: the answer to a subject access request.

use std::collections::BTreeMap;

use serde::Serialize;

use super::undoable::Undo;
use super::{CaseState, DoneStep, Fate, FollowUp, PastCase, Sent, Subject, ToldDeath, Visit};
use crate::criteria::StepResult;
use crate::escalation::PromptKind;
use crate::plan::PersonStatus;
use crate::recipient::{Channel, ConsentStanding, ContactKind, ContactValue};
use crate::schedule::Timestamp;
use crate::wire::{ActionId, CaseId, HouseholdId, RecipientId, Redacted, StepId, TaskId};

#[derive(Serialize)]
struct Held<'a> {
    recipient: Who<'a>,
    contacts: Vec<Point<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    opted_out_of_everything_at: Option<Timestamp>,
    /// That somebody wrote of a death, and whether staff denied it.
    #[serde(skip_serializing_if = "Option::is_none")]
    told_of_a_death: Option<&'a ToldDeath>,
    cases: Vec<Followed<'a>>,
    /// About no case that is held.
    messages: Vec<Message<'a>>,
    tasks: Vec<Asked<'a>>,
    visits: &'a [Visit],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    done_for_cases_to_come: &'a [PastCase],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    merged_from: &'a [RecipientId],
    /// Of events only hashes of their ids are held.
    events_remembered: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_looked_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct Who<'a> {
    id: &'a RecipientId,
    #[serde(skip_serializing_if = "Option::is_none")]
    household: Option<&'a HouseholdId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<&'a Redacted>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_zone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a str>,
    status: PersonStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct Point<'a> {
    kind: ContactKind,
    value: &'a ContactValue,
    consent: &'a ConsentStanding,
    /// Whether the practice system still lists it.
    listed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    dropped_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct Followed<'a> {
    id: &'a CaseId,
    state: &'a CaseState,
    round: u32,
    presented_at: Timestamp,
    first_seen_at: Timestamp,
    known_at: Timestamp,
    window_ends_at: Timestamp,
    replied: bool,
    subject: &'a Subject,
    steps_done: &'a [DoneStep],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    step_results: &'a BTreeMap<StepId, StepResult>,
    messages: Vec<Message<'a>>,
    /// How the case stood before the last staff outcome, while that can be undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    before_last_outcome: Option<&'a Undo>,
}

#[derive(Serialize)]
struct Message<'a> {
    at: Timestamp,
    channel: Channel,
    to: &'a ContactValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<&'a CaseId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<&'a StepId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action_id: Option<&'a ActionId>,
    fate: Fate,
}

#[derive(Serialize)]
struct Asked<'a> {
    task_id: &'a TaskId,
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<&'a CaseId>,
    kind: PromptKind,
    raised_at: Timestamp,
    /// The step that asked for the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<&'a StepId>,
    /// What the person wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<&'a Redacted>,
}

impl FollowUp {
    /// All that is held about the person, as JSON to be read by a person: for who asks what is stored about them.
    /// docs/hosting.md describes its parts; a program should read [`FollowUp::to_json`] back instead.
    ///
    /// It is as confidential as the stored form.
    pub fn export_person(&self) -> String {
        let person = &self.person;
        let known = |case: &CaseId| self.cases.iter().any(|c| &c.id == case);
        let of = |sent: &&Sent, case: Option<&CaseId>| sent.case().filter(|id| known(id)) == case;
        let messages = |case: Option<&CaseId>| self.sends.iter().filter(|sent| of(sent, case)).map(message).collect();
        let held = Held {
            recipient: Who {
                id: &person.id,
                household: person.household.as_ref(),
                first_name: person.first_name.as_ref(),
                language: person.language.as_deref(),
                time_zone: person.time_zone.as_deref(),
                state: person.state.as_deref(),
                status: person.status,
                known_at: person.known_at,
            },
            contacts: person
                .points
                .iter()
                .map(|point| Point {
                    kind: point.kind,
                    value: &point.value,
                    consent: &point.standing,
                    listed: point.listed,
                    dropped_at: point.dropped_at,
                })
                .collect(),
            opted_out_of_everything_at: person.revoked_all,
            told_of_a_death: self.death.as_ref(),
            cases: self
                .cases
                .iter()
                .map(|case| Followed {
                    id: &case.id,
                    state: &case.state,
                    round: case.round,
                    presented_at: case.presented,
                    first_seen_at: case.first_seen,
                    known_at: case.known_at,
                    window_ends_at: case.window_end,
                    replied: case.replied,
                    subject: &case.subject,
                    steps_done: &case.done,
                    step_results: &case.results,
                    messages: messages(Some(&case.id)),
                    before_last_outcome: case.undo.as_deref(),
                })
                .collect(),
            messages: messages(None),
            tasks: self
                .tasks
                .iter()
                .map(|task| Asked {
                    task_id: &task.id,
                    case_id: task.case.as_ref(),
                    kind: task.kind,
                    raised_at: task.raised_at,
                    step: task.step.as_ref(),
                    said: task.said.as_ref(),
                })
                .collect(),
            visits: &self.visits,
            done_for_cases_to_come: &self.past,
            merged_from: &self.merged,
            events_remembered: self.seen.len(),
            last_looked_at: self.last_now,
        };
        serde_json::to_string_pretty(&held).unwrap_or_default()
    }
}

fn message(sent: &Sent) -> Message<'_> {
    Message {
        at: sent.at,
        channel: sent.channel,
        to: &sent.to,
        case_id: sent.case(),
        step: sent.step(),
        action_id: sent.action.as_ref().map(|action| &action.id),
        fate: sent.fate,
    }
}
