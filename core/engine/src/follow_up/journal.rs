//! What the engine says it decided, and why.

use serde::Serialize;
use smallvec::SmallVec;

use super::{ConsentChange, Outcome, PauseReason, StaffOutcome};
use crate::escalation::PromptKind;
use crate::link::Purpose;
use crate::playbook::ClickKind;
use crate::recipient::Channel;
use crate::reply::Intent;
use crate::schedule::{Timestamp, Zone};
use crate::wire::{ActionId, CaseId, RecipientId, RoleId, SequenceId, StepId, TaskId};

/// One line of the journal. It holds ids, never what a person wrote.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entry {
    /// When it was decided.
    pub at: Timestamp,
    /// The case it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// What was decided.
    #[serde(flatten)]
    pub kind: EntryKind,
}

/// What a journal can say.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EntryKind {
    /// The case met the criteria and entered a sequence.
    Enrolled {
        /// Which.
        sequence: SequenceId,
        /// Which round.
        round: u32,
    },
    /// A case that is seen for the first time does not meet the trigger as it stands.
    NotEnrolled {
        /// Why.
        why: NotEnrolled,
    },
    /// The case is in the holdout.
    Observed,
    /// A step's message or prompt went out.
    StepSent {
        /// Which.
        step: StepId,
        /// On which channel.
        channel: Channel,
        /// In which language; absent for a call.
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// Which wording, where wordings are compared.
        #[serde(skip_serializing_if = "Option::is_none")]
        arm: Option<String>,
        /// What carriers bill for it; of text messages only.
        #[serde(skip_serializing_if = "Option::is_none")]
        segments: Option<u32>,
        /// The action.
        action_id: ActionId,
        /// What decided its instant.
        why: Why,
    },
    /// A step was passed over.
    StepSkipped {
        /// Which.
        step: StepId,
        /// Why.
        reason: SkipReason,
    },
    /// A step waits because the facts are old.
    Held {
        /// Which.
        step: StepId,
        /// How far the practice system was known.
        facts_as_of: Timestamp,
    },
    /// What became of a message.
    Receipt {
        /// The send.
        #[serde(skip_serializing_if = "Option::is_none")]
        action_id: Option<ActionId>,
        /// The touchpoint.
        #[serde(skip_serializing_if = "Option::is_none")]
        step: Option<StepId>,
        /// The result.
        result: ReceiptResult,
    },
    /// A message was opened, says the mail client.
    Opened {
        /// The touchpoint.
        step: StepId,
    },
    /// A link was followed.
    Clicked {
        /// The touchpoint.
        step: StepId,
        /// A fetch, or a person.
        kind: ClickKind,
        /// What the link is for.
        purpose: Purpose,
    },
    /// The person wrote.
    Replied {
        /// How.
        channel: Channel,
        /// What it meant.
        intents: Vec<Intent>,
    },
    /// The case waits.
    Paused {
        /// For what.
        why: PauseReason,
        /// Until when.
        until: Timestamp,
    },
    /// The patient reacted; people are at it.
    ReEngaged {
        /// How.
        by: ReEngagedBy,
        /// The touchpoint it is credited to.
        #[serde(skip_serializing_if = "Option::is_none")]
        touchpoint: Option<StepId>,
    },
    /// The case goes on.
    Resumed,
    /// A member of staff was asked.
    Prompted {
        /// What.
        kind: PromptKind,
        /// Who.
        role: RoleId,
        /// The task.
        task_id: TaskId,
    },
    /// Nobody reacted; the next level was asked.
    Escalated {
        /// Which level, from 1.
        level: u32,
        /// What.
        kind: PromptKind,
        /// Who.
        role: RoleId,
    },
    /// What a member of staff did.
    StaffOutcome {
        /// What came of it.
        outcome: StaffOutcome,
        /// The task.
        #[serde(skip_serializing_if = "Option::is_none")]
        task_id: Option<TaskId>,
    },
    /// The last outcome, or how the last reply was read, was taken back.
    Undone {
        /// The outcome; absent when it was a reply.
        #[serde(skip_serializing_if = "Option::is_none")]
        outcome: Option<StaffOutcome>,
        /// Where the case stood: `waiting`, `active`, `observed`, `paused`, `re_engaged` or `closed`.
        from: &'static str,
        /// Where it stands now.
        to: &'static str,
    },
    /// What the person said about being contacted changed.
    ConsentChanged {
        /// For which channel.
        channel: Channel,
        /// Granted or revoked.
        change: ConsentChange,
    },
    /// A contact point is no longer used.
    ContactDropped {
        /// For which channel.
        channel: Channel,
        /// Why.
        why: DropReason,
    },
    /// The plan is another person's matter from here on.
    Moved {
        /// Whose.
        to: RecipientId,
    },
    /// Another chart of the person became part of this one.
    Merged {
        /// Which.
        from: RecipientId,
    },
    /// A message or a call from before this engine, or made outside it.
    History {
        /// How.
        channel: Channel,
        /// When it went.
        sent_at: Timestamp,
        /// The step that it stands for.
        #[serde(skip_serializing_if = "Option::is_none")]
        step: Option<StepId>,
    },
    /// The case is over.
    Closed {
        /// How.
        outcome: Outcome,
        /// The touchpoint it is credited to.
        #[serde(skip_serializing_if = "Option::is_none")]
        touchpoint: Option<StepId>,
    },
    /// The follow-up is handled under another playbook from here on.
    RevisionChanged {
        /// The revision before.
        from: String,
        /// The revision now.
        to: String,
    },
    /// An input that changes nothing any more.
    Ignored {
        /// Why.
        why: IgnoredInput,
    },
}

/// Why a case is not followed up as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotEnrolled {
    /// The trigger's criteria do not hold, or a fact for them is missing.
    Criteria,
}

/// What decided the instant of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Why {
    /// What was first asked for.
    pub rule: WhyRule,
    /// What moved it, in order.
    #[serde(skip_serializing_if = "SmallVec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Moved>"))]
    pub moved_by: Moves,
}

/// What a step's instant starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhyRule {
    /// The step's day.
    Due,
    /// The step was due before, and the host asked only now.
    Late,
    /// What the person did asked for it.
    Reaction,
}

/// Moves, in order. Most instants are moved once at most, which takes no room elsewhere.
pub type Moves = SmallVec<[Moved; 1]>;

/// One move of an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Moved {
    /// By what.
    pub rule: MovedBy,
    /// The zone whose clock was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// From when.
    pub from: Timestamp,
    /// To when.
    pub to: Timestamp,
}

/// What can move an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MovedBy {
    /// A window that was shut: the law's, the practice's own, a closed day.
    QuietHours,
    /// The patient is in the chair that day.
    VisitDay,
    /// The gap after the last message.
    MinGap,
    /// The cap of a day.
    PerDay,
    /// The cap of seven days.
    PerWeek,
    /// The law's cap of 24 hours for one contact point.
    LawCap,
    /// Spread over the opening of a window.
    Spread,
    /// Practice hours.
    PracticeHours,
}

/// Why a step was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// Its `when` does not hold.
    Condition,
    /// No channel of the step has a contact point that may be used.
    NoChannel,
    /// There was no instant for it in time.
    Stale,
    /// The zones in which the person may be have no common opening.
    NoWindow,
    /// Its template has no form for the channel.
    NoTemplate,
    /// The text would have said what its channel may not carry.
    Disclosure,
    /// A new revision added it when it would already have been due.
    AddedLate,
}

/// What a receipt said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReceiptResult {
    /// It arrived.
    Delivered,
    /// It failed for now.
    FailedTemporary,
    /// It failed for good.
    FailedPermanent,
    /// The carrier refused it.
    FailedBlocked,
    /// The person opted out at the carrier.
    FailedOptedOut,
    /// It came back.
    Bounced,
    /// It was marked as unwanted.
    Complained,
    /// Another recipient was contacted at a shared point.
    Elsewhere,
}

/// What re-engaged a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReEngagedBy {
    /// The person wrote yes.
    Reply,
    /// The person followed a link and went on.
    Click,
    /// The practice system says accepted, and nothing is booked.
    PracticeSystem,
    /// A booked visit was broken or cancelled.
    BrokenVisit,
}

/// Why a contact point is no longer used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DropReason {
    /// It is somebody else's.
    WrongNumber,
    /// Messages to it fail for good.
    Undeliverable,
}

/// Why an input changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IgnoredInput {
    /// It is older than what is remembered.
    TooOld,
    /// A newer snapshot was seen.
    OlderSnapshot,
    /// Its action is no longer remembered.
    Forgotten,
    /// The plan, or another subject, is not followed up here.
    UnknownPlan,
    /// It concerns a case of another kind: the playbook of that kind takes it in.
    OtherSubject,
}
