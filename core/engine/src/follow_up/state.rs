//! What the engine remembers about one recipient. A state owns exactly the data that only it needs.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ReEngagedBy, Visit};
use super::{Task, ToldDeath, Undo};
use crate::criteria::StepResult;
use crate::plan::{CustomFact, DueSubject, Money, Patient, Plan, Provider};
use crate::recipient::{Channel, ContactValue, Person};
use crate::schedule::Timestamp;
use crate::wire::{ActionId, AppointmentId, CaseId, LocationId, RecipientId, SequenceId, StepId, SubjectKind, hash};

/// The most cases of one recipient.
pub const MAX_CASES: usize = 16;
/// How long sends are remembered, for caps, receipts and replies.
pub const SEND_MEMORY_DAYS: i64 = 31;
/// How long the ids of events are remembered.
pub const EVENT_MEMORY_DAYS: i64 = 40;
/// How many ids of events are remembered.
pub const MAX_EVENTS: usize = 1024;

/// All that the engine remembers about one recipient. Plain data: store it as the JSON of [`FollowUp::to_json`].
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    pub(crate) person: Person,
    pub(crate) cases: Vec<Case>,
    /// Visits that the practice system told of, newest word each.
    pub(crate) visits: Vec<Visit>,
    pub(crate) sends: Vec<Sent>,
    pub(crate) tasks: Vec<Task>,
    pub(crate) seen: Vec<SeenEvent>,
    /// The latest instant of any call: the clock never runs back from here.
    pub(crate) last_now: Option<Timestamp>,
    /// The playbook for plans of the last call.
    pub(crate) revision: Option<String>,
    /// The same for every other kind of subject.
    pub(crate) revisions: BTreeMap<SubjectKind, String>,
    /// Replies that one playbook saw and another one is to take in.
    pub(crate) left: Vec<LeftReply>,
    /// Whether a send was ever forgotten; from then on an unknown receipt is no error.
    pub(crate) forgot: bool,
    /// The age of facts that staff were last asked about.
    pub(crate) stale_asked: Option<Timestamp>,
    /// Charts that were merged into this one, the last one last.
    pub(crate) merged: Vec<RecipientId>,
    /// The kinds whose rules have yet to look at what was merged or carried here.
    pub(crate) unsettled: BTreeSet<SubjectKind>,
    /// What was done for cases that have yet to arrive, in order of their ids.
    pub(crate) past: Vec<PastCase>,
    /// What somebody told of a death by reply; kept since format 2 of a caseload.
    pub(crate) death: Option<ToldDeath>,
}

/// One thing followed up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Case {
    pub(crate) id: CaseId,
    pub(crate) subject: Subject,
    /// The instant of the newest snapshot.
    pub(crate) known_at: Timestamp,
    pub(crate) first_seen: Timestamp,
    /// From 1; a closed case that comes back starts the next.
    pub(crate) round: u32,
    /// When it was presented: where days are counted from until it enters a sequence.
    pub(crate) presented: Timestamp,
    /// From then on it is too old.
    pub(crate) window_end: Timestamp,
    /// From when the window counts, where that is not the presentation: it stood still, or began anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) window_from: Option<Timestamp>,
    pub(crate) state: CaseState,
    /// Steps done in this round, sent or skipped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) done: Vec<DoneStep>,
    /// What is known to have become of steps of this round, besides that they were sent or skipped.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) results: BTreeMap<StepId, StepResult>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) replied: bool,
    /// How it stood before the last staff outcome or reading of a reply, while that can be undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) undo: Option<Box<Undo>>,
    /// How often something was undone: what is told the practice system afterwards is told anew.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) undone: u32,
    /// How it ended by what another kind's playbook took in; its own closes it at its next call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ending: Option<Outcome>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// What is followed up. The machine is the same for all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Subject {
    Plan {
        plan: Plan,
    },
    Due {
        due: DueSubject,
        /// The visit that settles it, as far as the practice's book says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        booked: Option<AppointmentId>,
    },
}

impl Subject {
    pub(crate) fn location(&self) -> Option<&LocationId> {
        match self {
            Self::Plan { plan } => plan.location.as_ref(),
            Self::Due { due, .. } => due.location.as_ref(),
        }
    }
}

impl Case {
    /// The plan, when it is one that is followed up.
    pub(crate) fn plan(&self) -> Option<&Plan> {
        match &self.subject {
            Subject::Plan { plan } => Some(plan),
            Subject::Due { .. } => None,
        }
    }

    pub(crate) fn plan_mut(&mut self) -> Option<&mut Plan> {
        match &mut self.subject {
            Subject::Plan { plan } => Some(plan),
            Subject::Due { .. } => None,
        }
    }

    /// What falls due, when it is not a plan.
    pub(crate) fn due(&self) -> Option<&DueSubject> {
        match &self.subject {
            Subject::Due { due, .. } => Some(due),
            Subject::Plan { .. } => None,
        }
    }

    /// Which playbooks follow it up: those with this word as their `subject`.
    pub(crate) fn kind(&self) -> &str {
        self.due().map_or(hash::PLAN, |due| due.kind.as_str())
    }

    /// The same as a word of its own.
    pub(crate) fn subject_kind(&self) -> SubjectKind {
        self.due()
            .map_or_else(|| SubjectKind::fixed(hash::PLAN), |due| due.kind.clone())
    }

    pub(crate) fn patient(&self) -> &Patient {
        match &self.subject {
            Subject::Plan { plan } => &plan.patient,
            Subject::Due { due, .. } => &due.patient,
        }
    }

    pub(crate) fn patient_mut(&mut self) -> &mut Patient {
        match &mut self.subject {
            Subject::Plan { plan } => &mut plan.patient,
            Subject::Due { due, .. } => &mut due.patient,
        }
    }

    pub(crate) fn provider(&self) -> Option<&Provider> {
        match &self.subject {
            Subject::Plan { plan } => plan.provider.as_ref(),
            Subject::Due { due, .. } => due.provider.as_ref(),
        }
    }

    pub(crate) fn location(&self) -> Option<&LocationId> {
        self.subject.location()
    }

    pub(crate) fn tags(&self) -> &[String] {
        match &self.subject {
            Subject::Plan { plan } => &plan.tags,
            Subject::Due { due, .. } => &due.tags,
        }
    }

    pub(crate) fn custom(&self) -> &BTreeMap<String, CustomFact> {
        match &self.subject {
            Subject::Plan { plan } => &plan.custom,
            Subject::Due { due, .. } => &due.custom,
        }
    }

    /// Which of several goes first, the smallest: the plan worth most, what has been due for longest, the lower id.
    pub(crate) fn claim(&self) -> impl Ord + use<> {
        let value = self.plan().and_then(Plan::pending_value).unwrap_or(Money::ZERO);
        let due = self.due().map(|_| self.presented);
        (Reverse(value), due, self.id.clone())
    }

    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.state, CaseState::Closed { .. })
    }

    /// Whether the case holds one of the recipient's slots.
    pub(crate) fn holds_slot(&self) -> bool {
        matches!(
            self.state,
            CaseState::Active(_) | CaseState::Paused { .. } | CaseState::ReEngaged { .. }
        )
    }

    /// Whether the case is beyond waiting, and not over: at most one of a group is.
    pub(crate) fn is_under_way(&self) -> bool {
        self.is_open() && !matches!(self.state, CaseState::Waiting { .. })
    }

    pub(crate) fn is_done(&self, step: &StepId) -> bool {
        self.done.iter().any(|d| &d.step == step)
    }
}

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum CaseState {
    /// The criteria may come true later, or another case goes first.
    Waiting { eligible_at: Timestamp },
    /// In a sequence.
    Active(Run),
    /// In the holdout: never contacted automatically.
    Observed { until: Timestamp },
    /// Waiting for a date, for staff or for a visit.
    Paused {
        why: PauseReason,
        since: Timestamp,
        until: Timestamp,
        level: u32,
        progress: Progress,
    },
    /// The patient reacted; automation is silent.
    ReEngaged {
        by: ReEngagedBy,
        since: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        touchpoint: Option<StepId>,
        level: u32,
        next_prompt_at: Timestamp,
        progress: Progress,
    },
    /// Over.
    Closed {
        outcome: Outcome,
        at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        touchpoint: Option<StepId>,
    },
}

/// Where in a sequence a case is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Run {
    pub(crate) sequence: SequenceId,
    /// Days are counted from here; it slides when an overdue case enters.
    pub(crate) anchor: Timestamp,
    pub(crate) next: Next,
    /// The sequence's steps as the case last saw them, so that a revision's new ones can be told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) steps: Vec<StepId>,
}

/// What a case in a sequence waits for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Next {
    Step {
        step: StepId,
        /// From 1; counts up when a message failed and another channel is tried.
        attempt: u32,
        /// The facts for whose age the step is held back, once that was journalled.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        held_for: Option<Timestamp>,
    },
    WindDown {
        ends: Timestamp,
    },
}

impl Next {
    pub(crate) fn step(step: StepId) -> Self {
        Self::Step {
            step,
            attempt: 1,
            held_for: None,
        }
    }
}

/// How far a case that is not Active had come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Progress {
    NotEnrolled { eligible_at: Timestamp },
    Enrolled(Run),
}

/// A step that is behind a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct DoneStep {
    pub(crate) step: StepId,
    pub(crate) sent: bool,
}

/// Why a case is paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// The patient said when.
    Asked,
    /// The patient asked something; staff answer first.
    Question,
    /// The patient wrote something that a person must read.
    Unclear,
    /// Part of the plan is booked.
    Visit,
    /// Staff said so.
    Staff,
    /// Somebody wrote that the patient died; staff say whether anything goes on.
    Death,
    /// The patient wrote of an emergency; a person must read it at once.
    Emergency,
}

impl PauseReason {
    /// Whether staff must read and answer before the case goes on.
    pub(crate) fn awaits_answer(self) -> bool {
        match self {
            Self::Question | Self::Unclear | Self::Death | Self::Emergency => true,
            Self::Asked | Self::Visit | Self::Staff => false,
        }
    }

    /// Whether that comes before everything else.
    pub(crate) fn is_urgent(self) -> bool {
        matches!(self, Self::Death | Self::Emergency)
    }
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// All of the plan is scheduled or done.
    Accepted,
    /// Part of it is, and the rest no longer qualifies.
    AcceptedInPart,
    /// The patient, the staff or the practice system said no.
    Declined,
    /// No answer to all steps.
    Exhausted,
    /// The patient wants no more messages.
    OptedOut,
    /// The plan is gone, or an alternative was accepted.
    Withdrawn,
    /// The person or the plan no longer qualifies.
    Ineligible,
    /// Too old.
    Expired,
}

/// A message handed out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sent {
    /// Absent for one that this engine did not ask for: history, and what another recipient got at a shared point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) action: Option<SentAction>,
    /// What one of history was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) about: Option<Touched>,
    pub(crate) channel: Channel,
    pub(crate) to: ContactValue,
    pub(crate) at: Timestamp,
    pub(crate) fate: Fate,
}

/// The action of a message of ours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SentAction {
    pub(crate) id: ActionId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) case: Option<CaseId>,
    pub(crate) step: StepId,
    pub(crate) attempt: u32,
    pub(crate) expires_at: Timestamp,
    /// Whether it said how to stop the messages.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) says_opt_out: bool,
    /// The one message that confirms an opt-out; it counts toward nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) confirmation: bool,
}

/// What a message or call that this engine did not ask for was about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Touched {
    pub(crate) case: CaseId,
    /// The step that it stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) step: Option<StepId>,
}

/// What was done for a case that has yet to arrive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PastCase {
    pub(crate) case: CaseId,
    pub(crate) round: u32,
    /// In the order in which they were done.
    pub(crate) done: Vec<StepId>,
    /// When it was last spoken of.
    pub(crate) at: Timestamp,
}

impl PastCase {
    pub(crate) fn new(case: &CaseId, at: Timestamp) -> Self {
        Self {
            case: case.clone(),
            round: 1,
            done: Vec::new(),
            at,
        }
    }
}

/// What is known of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fate {
    /// Handed out; the host has not said more.
    Proposed,
    /// It left, or arrived.
    Left,
    /// It failed for good; it counts toward no cap.
    Failed,
    /// Taken back before it left.
    Cancelled,
}

impl Sent {
    /// Whether it counts toward the limits: from when it was handed out, also where it was taken back, since the word
    /// to do so may have come too late. A failure for good takes it off.
    pub(crate) fn counts(&self) -> bool {
        !self.confirms() && self.fate != Fate::Failed
    }

    /// Whether the person may have it, as far as is known.
    pub(crate) fn may_have_arrived(&self) -> bool {
        !self.confirms() && matches!(self.fate, Fate::Proposed | Fate::Left)
    }

    /// The case it was about.
    pub(crate) fn case(&self) -> Option<&CaseId> {
        match &self.action {
            Some(action) => action.case.as_ref(),
            None => self.about.as_ref().map(|about| &about.case),
        }
    }

    /// The step it was, or stands for.
    pub(crate) fn step(&self) -> Option<&StepId> {
        match &self.action {
            Some(action) => Some(&action.step),
            None => self.about.as_ref()?.step.as_ref(),
        }
    }

    fn confirms(&self) -> bool {
        self.action.as_ref().is_some_and(|a| a.confirmation)
    }
}

/// A reply about a case of another kind than that of the playbook that saw it first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LeftReply {
    pub(crate) event: SeenEvent,
    pub(crate) case: CaseId,
}

/// An event that was taken in, by the hash of its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SeenEvent {
    pub(crate) hash: u64,
    pub(crate) at: Timestamp,
}
