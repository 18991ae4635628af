//! What happened, as the host tells it.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::plan::{DueSubject, Plan};
use crate::playbook::ClickKind;
use crate::recipient::{Channel, ContactValue, Recipient};
use crate::schedule::Timestamp;
use crate::wire::{
    ActionId, AppointmentId, AppointmentKind, CaseId, EventId, PatientId, PlanId, ProcedureId, RecipientId, Redacted,
    SubjectId, SubjectKind, TaskId, decode,
};
use crate::{Code, Error};

/// Something that happened, with the host's own id for it, so that telling it again is harmless.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// The host's id of this occurrence.
    pub event_id: EventId,
    /// When it happened; of a snapshot the instant of the export, not of its delivery.
    pub at: Timestamp,
    /// What it was.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EventKind {
    /// The whole current snapshot of one plan.
    Plan(PlanEvent),
    /// The plan no longer exists.
    PlanGone(PlanGone),
    /// The whole current snapshot of something else that is followed up.
    Subject(SubjectEvent),
    /// That thing no longer exists.
    SubjectGone(SubjectGone),
    /// The whole current snapshot of the person contacted.
    Recipient(RecipientEvent),
    /// The person wrote.
    Reply(Reply),
    /// A link of ours was followed.
    Click(Click),
    /// A visit was booked, broken, cancelled or completed.
    Appointment(AppointmentEvent),
    /// What became of a message.
    Receipt(Receipt),
    /// What a member of staff did.
    Staff(Staff),
    /// What the person said about being contacted.
    Consent(ConsentEvent),
    /// What happened before this engine, or outside it.
    History(super::History),
}

/// The whole current snapshot of one plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanEvent {
    /// The plan.
    pub plan: Plan,
}

/// A plan that no longer exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanGone {
    /// Which.
    pub plan_id: PlanId,
    /// The person it moved to, when that is why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<RecipientId>,
}

/// The whole current snapshot of something that falls due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubjectEvent {
    /// The thing.
    pub subject: DueSubject,
}

/// Something followed up that no longer exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubjectGone {
    /// Of which kind.
    pub kind: SubjectKind,
    /// Which.
    pub subject_id: SubjectId,
}

/// The whole current snapshot of the person contacted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecipientEvent {
    /// The person.
    pub recipient: Recipient,
    /// Another chart of the same person that became part of this one: merge its follow-up into this one first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_from: Option<RecipientId>,
}

/// An inbound message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// How it came.
    pub channel: Channel,
    /// From which number, address or account.
    pub from: ContactValue,
    /// What was written.
    pub text: Redacted,
}

/// A link that was followed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Click {
    /// The token in the link. Who has it can act as the person, so `Debug` does not show it.
    pub token: String,
    /// A fetch, or a person who went on.
    pub kind: ClickKind,
}

impl fmt::Debug for Click {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { token: _, kind } = self;
        f.debug_struct("Click").field("kind", kind).finish_non_exhaustive()
    }
}

/// A change to a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AppointmentEvent {
    /// The visit.
    pub appointment: Appointment,
}

/// One visit in the practice's book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Appointment {
    /// The practice system's id.
    pub id: AppointmentId,
    /// What became of it.
    pub status: AppointmentStatus,
    /// When it starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Timestamp>,
    /// Who is treated there; left out, it may be anybody about whom this person is contacted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PatientId>,
    /// What it is for, as the practice names it: `hygiene`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<AppointmentKind>,
    /// What is to be done there.
    #[serde(default)]
    pub procedure_ids: Vec<ProcedureId>,
}

/// What became of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AppointmentStatus {
    /// It is in the book.
    Scheduled,
    /// The patient did not come.
    Broken,
    /// It was taken off the book.
    Cancelled,
    /// It took place.
    Completed,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Receipt {
    /// It arrived.
    Delivered {
        /// The send.
        action_id: ActionId,
    },
    /// It did not leave, or did not arrive.
    Failed {
        /// The send.
        action_id: ActionId,
        /// Whether trying again could help.
        class: FailureClass,
    },
    /// An e-mail came back.
    Bounced {
        /// The send.
        action_id: ActionId,
    },
    /// The person marked it as unwanted.
    Complained {
        /// The send.
        action_id: ActionId,
    },
    /// It was opened: a statistic only, since mail clients fetch images on their own.
    Opened {
        /// The send.
        action_id: ActionId,
    },
    /// Another recipient was contacted at a point that this one shares.
    Elsewhere {
        /// The shared point.
        contact: ContactValue,
        /// How.
        channel: Channel,
    },
}

/// Why a message failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FailureClass {
    /// It may work later; the gateway's own retries are the host's.
    Temporary,
    /// The point does not work.
    Permanent,
    /// The carrier refuses it.
    Blocked,
    /// The person opted out at the carrier.
    OptedOut,
}

/// What a member of staff did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// The task it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_id: Option<TaskId>,
    /// The case it was about, where there was no task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// What came of it.
    pub outcome: StaffOutcome,
    /// Until when, for `pause`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Which contact point, for `wrong_number`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactValue>,
    /// Who, as the practice writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Redacted>,
}

/// What came of a task, or what staff decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StaffOutcome {
    /// Spoke with the person.
    Reached,
    /// A visit was booked.
    Booked,
    /// The question was answered.
    Answered,
    /// Left a message.
    LeftMessage,
    /// Nobody picked up.
    NoAnswer,
    /// The person said no.
    Declined,
    /// The number is somebody else's.
    WrongNumber,
    /// The person wants no contact at all.
    DoNotContact,
    /// Go on with the sequence.
    Resume,
    /// Wait.
    Pause,
    /// Don't chase this plan.
    StopCase,
    /// The last outcome was a mistake, or the last reply was read wrongly.
    Undo,
}

/// What the person said about being contacted at one point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentEvent {
    /// Which point.
    pub contact: ContactValue,
    /// For which channel.
    pub channel: Channel,
    /// What changed.
    pub change: ConsentChange,
    /// How: `told staff`, `intake form`, `shared contact`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Redacted>,
}

/// Granted or taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsentChange {
    /// The person agreed.
    Granted,
    /// The person took it back.
    Revoked,
}

impl Appointment {
    /// When it took place; none where it did not, or where nobody said when.
    pub(crate) fn took_place_at(&self) -> Option<Timestamp> {
        match self.status {
            AppointmentStatus::Completed => self.starts_at,
            AppointmentStatus::Scheduled | AppointmentStatus::Broken | AppointmentStatus::Cancelled => None,
        }
    }

    /// Whether it may be this patient's: it says so, or does not say whose it is.
    pub(crate) fn may_be_of(&self, patient: &PatientId) -> bool {
        self.patient_id.as_ref().is_none_or(|id| id == patient)
    }
}

impl Event {
    /// Reads an event as the wire has it. Keys that a snapshot has and this version does not know are ignored.
    ///
    /// # Errors
    /// `FT-H001` with the path of what is wrong: `plan.procedures[3].fee: expected a decimal as text, got 12.5`.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let code = Code::EventMalformed;
        let Value::Object(mut map) = decode::value(text, code)? else {
            return Err(Error::new(code, "expected an object"));
        };
        let mut take = |key: &str| map.remove(key).ok_or_else(|| Error::new(code, "missing").at(key));
        let event_id = decode::from_value(take("event_id")?, code, "event_id")?;
        let at = decode::from_value(take("at")?, code, "at")?;
        let kind: String = decode::from_value(take("type")?, code, "type")?;
        let body = Value::Object(map);
        let kind = match kind.as_str() {
            "plan" => EventKind::Plan(decode::from_value(body, code, "")?),
            "plan_gone" => EventKind::PlanGone(decode::from_value(body, code, "")?),
            "subject" => EventKind::Subject(decode::from_value(body, code, "")?),
            "subject_gone" => EventKind::SubjectGone(decode::from_value(body, code, "")?),
            "recipient" => EventKind::Recipient(decode::from_value(body, code, "")?),
            "reply" => EventKind::Reply(decode::from_value(body, code, "")?),
            "click" => EventKind::Click(decode::from_value(body, code, "")?),
            "appointment" => EventKind::Appointment(decode::from_value(body, code, "")?),
            "receipt" => EventKind::Receipt(decode::from_value::<ReceiptWire>(body, code, "")?.receipt()?),
            "staff" => EventKind::Staff(decode::from_value(body, code, "")?),
            "consent" => EventKind::Consent(decode::from_value(body, code, "")?),
            "history" => EventKind::History(decode::from_value(body, code, "")?),
            _ => {
                return Err(Error::new(code, "unknown kind of event").at("type").help(
                    "one of plan, plan_gone, subject, subject_gone, recipient, reply, click, appointment, receipt, \
                     staff, consent, history",
                ));
            }
        };
        Ok(Self { event_id, at, kind })
    }

    /// The event as the wire has it.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Receipt {
    /// The send it is about; none for a send elsewhere.
    pub fn action_id(&self) -> Option<&ActionId> {
        match self {
            Self::Delivered { action_id }
            | Self::Failed { action_id, .. }
            | Self::Bounced { action_id }
            | Self::Complained { action_id }
            | Self::Opened { action_id } => Some(action_id),
            Self::Elsewhere { .. } => None,
        }
    }
}

/// A receipt before its result has decided which keys it needs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiptWire {
    result: ReceiptWord,
    #[serde(default)]
    action_id: Option<ActionId>,
    #[serde(default)]
    class: Option<FailureClass>,
    #[serde(default)]
    contact: Option<ContactValue>,
    #[serde(default)]
    channel: Option<Channel>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ReceiptWord {
    Delivered,
    Failed,
    Bounced,
    Complained,
    Opened,
    Elsewhere,
}

impl ReceiptWire {
    fn receipt(self) -> Result<Receipt, Error> {
        fn need<T>(value: Option<T>, key: &str) -> Result<T, Error> {
            value.ok_or_else(|| Error::new(Code::EventMalformed, "missing for this result").at(key))
        }
        Ok(match self.result {
            ReceiptWord::Delivered => Receipt::Delivered {
                action_id: need(self.action_id, "action_id")?,
            },
            ReceiptWord::Failed => Receipt::Failed {
                action_id: need(self.action_id, "action_id")?,
                class: need(self.class, "class")?,
            },
            ReceiptWord::Bounced => Receipt::Bounced {
                action_id: need(self.action_id, "action_id")?,
            },
            ReceiptWord::Complained => Receipt::Complained {
                action_id: need(self.action_id, "action_id")?,
            },
            ReceiptWord::Opened => Receipt::Opened {
                action_id: need(self.action_id, "action_id")?,
            },
            ReceiptWord::Elsewhere => Receipt::Elsewhere {
                contact: need(self.contact, "contact")?,
                channel: need(self.channel, "channel")?,
            },
        })
    }
}
