//! The answer of [`classify`](super::classify): intents, what they rest on, and the language.

use serde::{Deserialize, Serialize};

use super::When;
use crate::recipient::Channel;
use crate::wire::Redacted;

/// What a message means, and what that rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reading {
    /// What the person wants, worst to miss first. Never empty.
    pub intents: Vec<Intent>,
    /// The words that say so, as they were written; empty when nothing was understood.
    pub evidence: Vec<Redacted>,
    /// What makes it urgent: a person reads it at once, whatever else it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// The language it is written in, when the words tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

impl Reading {
    /// Whether messages must stop, on some channel or all of them.
    pub fn is_opt_out(&self) -> bool {
        self.intents.iter().any(|i| matches!(i, Intent::OptOut { .. }))
    }

    /// Whether the message is a yes.
    pub fn is_affirm(&self) -> bool {
        self.intents.contains(&Intent::Affirm)
    }
}

/// One thing that a message wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Intent {
    /// No more messages.
    #[cfg_attr(feature = "schema", schemars(title = "OptOutIntent"))]
    OptOut {
        /// How far it reaches, when the words say; otherwise the playbook's `revoke_all` decides.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<OptOutScope>,
        /// The channel it is about, when the words name one; otherwise the one it came by.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<Channel>,
    },
    /// Messages again, after an opt-out.
    #[cfg_attr(feature = "schema", schemars(title = "OptInIntent"))]
    OptIn,
    /// Who is this, and what about.
    #[cfg_attr(feature = "schema", schemars(title = "HelpIntent"))]
    Help,
    /// Yes: interested, or ready to book.
    #[cfg_attr(feature = "schema", schemars(title = "AffirmIntent"))]
    Affirm,
    /// No.
    #[cfg_attr(feature = "schema", schemars(title = "DeclineIntent"))]
    Decline,
    /// Later.
    #[cfg_attr(feature = "schema", schemars(title = "NotNowIntent"))]
    NotNow {
        /// Until when, when it is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<When>,
    },
    /// Please call.
    #[cfg_attr(feature = "schema", schemars(title = "CallbackIntent"))]
    Callback,
    /// Another time for a visit that is booked.
    #[cfg_attr(feature = "schema", schemars(title = "RescheduleIntent"))]
    Reschedule,
    /// A question for the desk.
    #[cfg_attr(feature = "schema", schemars(title = "QuestionIntent"))]
    Question {
        /// What it is about.
        topic: Topic,
    },
    /// A visit that is booked is not wanted.
    #[cfg_attr(feature = "schema", schemars(title = "CancelAppointmentIntent"))]
    CancelAppointment,
    /// Somebody else has this number.
    #[cfg_attr(feature = "schema", schemars(title = "WrongNumberIntent"))]
    WrongNumber,
    /// The treatment was done, or will be, somewhere else.
    #[cfg_attr(feature = "schema", schemars(title = "DoneElsewhereIntent"))]
    DoneElsewhere,
    /// Not understood: a person reads it.
    #[cfg_attr(feature = "schema", schemars(title = "OtherIntent"))]
    Other,
}

/// What cannot wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Somebody died, perhaps the patient.
    Death,
    /// Bleeding that does not stop, trouble breathing, swelling with fever, and the like.
    Emergency,
}

/// How far an opt-out reaches, where its words say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "IntentScope"))]
#[serde(rename_all = "snake_case")]
pub enum OptOutScope {
    /// One channel.
    Channel,
    /// All automated contact.
    All,
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Cost, payments, discounts.
    Money,
    /// Pain, treatment, what the doctor said.
    Clinical,
    /// What insurance pays.
    Insurance,
    /// Opening hours, address, directions.
    Hours,
    /// Anything else.
    Other,
}

/// The language of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Portuguese.
    Pt,
}
