//! The person who is contacted, as the host has it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smol_str::SmolStr;

use crate::plan::PersonStatus;
use crate::schedule::Timestamp;
use crate::wire::{HouseholdId, RecipientId, Redacted};
use crate::{Code, Error};

/// The person contacted: the patient, or the guarantor of a minor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recipient {
    /// The host's id of the person.
    pub id: RecipientId,
    /// People who live together share one; the holdout is drawn by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household: Option<HouseholdId>,
    /// Given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<Redacted>,
    /// Language of messages, such as `en` or `es`; the practice's first one when absent or not offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// IANA zone where the person lives, when the host knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Two-letter state, when the host knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Whether the person may be followed up at all.
    #[serde(default)]
    pub status: PersonStatus,
    /// Where the person can be reached, in the order in which points are tried.
    #[serde(default)]
    pub contacts: Vec<Contact>,
}

impl Recipient {
    /// Whether it says what protects the person, however old it is: a death, do not contact, or a dated "no".
    pub(crate) fn protects(&self) -> bool {
        let gone = matches!(self.status, PersonStatus::Deceased | PersonStatus::DoNotContact);
        let no = |contact: &Contact| matches!(contact.consent, Consent::Denied { at: Some(_), .. });
        gone || self.contacts.iter().any(no)
    }
}

/// One way to reach a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contact {
    /// What kind of point it is.
    pub kind: ContactKind,
    /// The number in E.164, the address, or the portal account.
    pub value: ContactValue,
    /// What the person said about being contacted there.
    #[serde(default)]
    pub consent: Consent,
}

/// What kind of contact point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A number that receives texts.
    Mobile,
    /// A number that does not.
    Landline,
    /// An e-mail address.
    Email,
    /// An account in the practice's portal.
    Portal,
}

/// How a message reaches a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Text message.
    Sms,
    /// E-mail.
    Email,
    /// A message in the practice's portal.
    Portal,
    /// A call by a person; the engine only prompts for it.
    Call,
}

impl Channel {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Email => "email",
            Self::Portal => "portal",
            Self::Call => "call",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ContactKind {
    /// The channel of automated messages to such a point; none for a landline.
    pub fn channel(self) -> Option<Channel> {
        match self {
            Self::Mobile => Some(Channel::Sms),
            Self::Landline => None,
            Self::Email => Some(Channel::Email),
            Self::Portal => Some(Channel::Portal),
        }
    }

    /// The kind of point that a word about a channel is about.
    pub(crate) fn of_channel(channel: Channel) -> Self {
        match channel {
            Channel::Sms | Channel::Call => Self::Mobile,
            Channel::Email => Self::Email,
            Channel::Portal => Self::Portal,
        }
    }

    /// Whether a value listed under both kinds is one and the same thing. A number is, at home or mobile; an address and
    /// an account that is named by it are two.
    pub(crate) fn is_same_line(self, other: Self) -> bool {
        let phone = |kind| matches!(kind, Self::Mobile | Self::Landline);
        self == other || (phone(self) && phone(other))
    }
}

/// A number, address or account: 1 to 254 bytes without control characters. Never shown in `Debug`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContactValue(SmolStr);

impl ContactValue {
    /// Takes a contact value.
    ///
    /// # Errors
    /// `FT-H001` when it is empty, longer than 254 bytes or holds control characters.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.is_empty() || text.len() > 254 || text.chars().any(char::is_control) {
            return Err(Error::new(
                Code::EventMalformed,
                "expected a contact of 1 to 254 characters",
            ));
        }
        Ok(Self(SmolStr::new(text)))
    }

    /// A value that was one before.
    pub(crate) fn trusted(text: &str) -> Self {
        Self(SmolStr::new(text))
    }

    /// The value itself, for the one place that must have it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ContactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Serialize for ContactValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ContactValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ContactValue {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ContactValue".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "minLength": 1, "maxLength": 254})
    }
}

/// What a person said about being contacted at one point. Silence is [`Consent::Unknown`], and unknown is not yes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Consent {
    /// The person agreed.
    Granted {
        /// How: `intake form`, `told staff`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        how: Option<Redacted>,
        /// When.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Timestamp>,
        /// E-mail only: the person was warned that e-mail is not encrypted and still prefers the details there
        /// (45 CFR 164.522(b), 78 FR 5634).
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unencrypted_detail: bool,
    },
    /// The person said no.
    Denied {
        /// How.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        how: Option<Redacted>,
        /// When; without it, the instant of the snapshot.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Timestamp>,
    },
    /// The practice system does not say.
    #[default]
    Unknown,
}
