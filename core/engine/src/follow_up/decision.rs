//! What the engine answers: what to do, why, and when to ask again.

use serde::Serialize;

use super::{ConsentChange, Outcome, PauseReason, StaffOutcome};
use crate::escalation::{Priority, PromptKind};
use crate::link::Purpose;
use crate::message::Encoding;
use crate::playbook::ClickKind;
use crate::recipient::{Channel, ContactValue};
use crate::reply::Intent;
use crate::schedule::{Timestamp, Zone};
use crate::wire::{
    ActionId, CaseId, PlanId, RecipientId, Redacted, RoleId, SequenceId, StepId, SubjectId, SubjectKind, TaskId,
    TemplateId,
};

/// What follows from one call. Store the follow-up and the actions in one transaction.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decision {
    /// What to do, in this order: cancel, record_opt_out, send, tell_practice_system, prompt, alert.
    pub actions: Vec<Action>,
    /// What was decided and why, for the audit and for reports.
    pub journal: Vec<Entry>,
    /// When to call `tick` next; absent when there is nothing to wait for. Always the whole truth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<Timestamp>,
}

/// Something the host is asked to do. The same action always has the same id, also when it is asked for again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Action {
    /// Carry an id out once.
    pub id: ActionId,
    /// What to do.
    #[serde(flatten)]
    pub kind: ActionKind,
}

/// What a host can be asked to do. The list is closed: a host must handle each.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ActionKind {
    /// Do not carry out an earlier action any more. An unknown or finished one counts as done.
    Cancel {
        /// Which.
        action_id: ActionId,
    },
    /// Put a contact point on the suppression list, for everybody who has it.
    RecordOptOut(OptOutRecord),
    /// Send a message.
    Send(Box<Send>),
    /// Write something back into the practice system.
    TellPracticeSystem {
        /// What it is about.
        #[serde(flatten)]
        #[cfg_attr(feature = "schema", schemars(with = "about::Keys"))]
        about: About,
        /// What became of the follow-up.
        status: TellStatus,
    },
    /// Give a member of staff a task.
    Prompt(Box<Prompt>),
    /// A short notice to the staff channel, without patient detail beyond a first name and an initial.
    Alert {
        /// The role that should see it.
        audience: RoleId,
        /// The case, when it is about one.
        #[serde(skip_serializing_if = "Option::is_none")]
        case_id: Option<CaseId>,
        /// The notice.
        text: Redacted,
    },
}

/// An opt-out, for the host's suppression list. Keep it for good: some states ask for ten years (Va. Code 59.1-514).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OptOutRecord {
    /// The point at which the person must not be contacted.
    pub contact: ContactValue,
    /// How far it reaches.
    pub scope: OptOutScope,
    /// What was written or done.
    pub wording: Redacted,
    /// When.
    pub at: Timestamp,
}

/// How far an opt-out reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OptOutScope {
    /// All automated contact.
    All,
    /// Text messages.
    Sms,
    /// E-mail.
    Email,
    /// Portal messages.
    Portal,
}

/// A message to send to one contact point, before it expires.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Send {
    /// The case it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// The touchpoint; `opt_out_confirmation` for the one message that confirms an opt-out.
    pub step: StepId,
    /// How.
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
    /// What.
    #[serde(flatten)]
    pub content: Content,
    /// The tokens in it, so that the host can find the recipient of a click.
    pub links: Vec<Link>,
    /// Not to be sent from then on.
    pub expires_at: Timestamp,
}

impl Send {
    /// Whether it is the one message that confirms an opt-out; it counts toward no limit.
    pub fn confirms_opt_out(&self) -> bool {
        self.step.as_str() == "opt_out_confirmation"
    }
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Content {
    /// A text message.
    #[cfg_attr(feature = "schema", schemars(transform = channel::on_sms))]
    Sms {
        /// The text.
        body: Redacted,
        /// How carriers encode it.
        encoding: Encoding,
        /// How many they bill.
        segments: u32,
    },
    /// An e-mail in two parts.
    #[cfg_attr(feature = "schema", schemars(transform = channel::on_email))]
    Email {
        /// The subject.
        subject: Redacted,
        /// The HTML part.
        html: Redacted,
        /// The text part.
        text: Redacted,
        /// Headers to set, by name.
        headers: std::collections::BTreeMap<String, String>,
    },
    /// A message in the portal.
    #[cfg_attr(feature = "schema", schemars(transform = channel::on_portal))]
    Portal {
        /// The text.
        body: Redacted,
    },
    /// Left out, for sums and timelines: only a [`Caseload`](crate::Caseload) that was asked to answers so.
    #[cfg_attr(feature = "schema", schemars(skip))]
    LeftOut {},
}

/// A token in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Link {
    /// The token.
    pub token: String,
    /// What the link is for.
    pub purpose: Purpose,
}

/// What the practice system is told about: a plan, or another subject by its kind and id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum About {
    /// A plan.
    Plan {
        /// Which.
        plan_id: PlanId,
    },
    /// Another thing followed up.
    Subject {
        /// Of which kind.
        subject_kind: SubjectKind,
        /// Which.
        subject_id: SubjectId,
    },
}

/// What the practice system is told about a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TellStatus {
    /// The patient reacted.
    ReEngaged,
    /// The sequence came to its end without an answer.
    FollowedUp,
    /// The patient said no.
    Declined,
    /// The patient wants no more messages.
    OptedOut,
}

/// A task for a member of staff.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Prompt {
    /// The task, for the outcome.
    pub task_id: TaskId,
    /// The case it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// What is asked.
    pub kind: PromptKind,
    /// Of whom.
    pub role: RoleId,
    /// How soon it matters.
    pub priority: Priority,
    /// By when, inside practice hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_by: Option<Timestamp>,
    /// What was offered, said and clicked.
    pub briefing: Redacted,
    /// What to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<Redacted>,
}

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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moved_by: Vec<Moved>,
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

/// The keys of [`About`] in the schema: those of a plan, or both of the others.
#[cfg(feature = "schema")]
mod about {
    #![allow(dead_code, reason = "only the names and types of its keys are used")]

    use crate::wire::{PlanId, SubjectId, SubjectKind};

    #[derive(schemars::JsonSchema)]
    pub(super) struct Keys {
        /// The plan it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        plan_id: Option<PlanId>,
        /// The kind of another subject that it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject_kind: Option<SubjectKind>,
        /// That subject.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject_id: Option<SubjectId>,
    }
}

/// The content of a send is tied to its channel in the schema, so that a reader who looks at one knows the other.
#[cfg(feature = "schema")]
mod channel {
    /// The text of a text message goes with that channel only; so do the two below.
    pub(super) fn on_sms(schema: &mut schemars::Schema) {
        on_channel(schema, "sms");
    }

    pub(super) fn on_email(schema: &mut schemars::Schema) {
        on_channel(schema, "email");
    }

    pub(super) fn on_portal(schema: &mut schemars::Schema) {
        on_channel(schema, "portal");
    }

    fn on_channel(schema: &mut schemars::Schema, channel: &str) {
        let object = schema.ensure_object();
        if let Some(serde_json::Value::Object(properties)) = object.get_mut("properties") {
            properties.insert(
                "channel".to_owned(),
                serde_json::json!({"type": "string", "const": channel}),
            );
        }
        if let Some(serde_json::Value::Array(required)) = object.get_mut("required") {
            required.push(serde_json::json!("channel"));
        }
    }
}
