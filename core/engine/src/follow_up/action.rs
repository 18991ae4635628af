//! What the engine asks a host to do.

use serde::{Deserialize, Serialize};

use crate::escalation::{Priority, PromptKind};
use crate::link::Purpose;
use crate::message::Encoding;
use crate::playbook::OPT_OUT_CONFIRMATION;
use crate::recipient::{Channel, ContactValue};
use crate::schedule::Timestamp;
use crate::wire::{
    ActionId, CaseId, LocationId, PlanId, Redacted, RoleId, StepId, SubjectId, SubjectKind, TaskId, TemplateId,
};

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
        /// The location whose staff should see it, when the case is at one of the playbook's.
        #[serde(skip_serializing_if = "Option::is_none")]
        location: Option<LocationId>,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
        is_opt_out_confirmation(&self.step)
    }
}

/// Whether a message with this step confirms an opt-out.
pub(super) fn is_opt_out_confirmation(step: &StepId) -> bool {
    step.as_str() == OPT_OUT_CONFIRMATION
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
        headers: std::collections::BTreeMap<String, Redacted>,
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

impl Content {
    /// What carriers bill for a text message; none of what is no text, or was left out.
    pub(super) fn segments(&self) -> Option<u32> {
        match self {
            Self::Sms { segments, .. } => Some(*segments),
            Self::Email { .. } | Self::Portal { .. } | Self::LeftOut {} => None,
        }
    }
}

/// A token in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Link {
    /// The token. Who has it can act as the person: keep it out of logs.
    pub token: Redacted,
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

impl About {
    /// Whether it is about this case.
    pub(crate) fn is(&self, case: &CaseId) -> bool {
        match self {
            Self::Plan { plan_id } => plan_id.as_str() == case.as_str(),
            Self::Subject { subject_id, .. } => subject_id.as_str() == case.as_str(),
        }
    }
}

/// What the practice system is told about a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The location whose staff are asked, when the case is at one of the playbook's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationId>,
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
