//! A treatment plan as the practice system has it at one instant.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::plan::Money;
use crate::schedule::{Date, Timestamp};
use crate::wire::{
    AlternativeGroupId, AppointmentId, LocationId, PatientId, PlanId, ProcedureId, ProviderId, Redacted,
};

/// The most procedures a plan may have.
pub const MAX_PROCEDURES: usize = 64;
/// The most characters of a name.
pub const MAX_NAME_CHARS: usize = 100;

/// One treatment plan, whole, as the practice system has it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Plan {
    /// The practice system's id of the plan.
    pub id: PlanId,
    /// Who is to be treated.
    pub patient: Patient,
    /// When the plan was shown to the patient, if the system knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presented_at: Option<Presented>,
    /// What the practice system says of the plan itself, when it says anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<PlanStatus>,
    /// Who would treat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationId>,
    /// The practice's own labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Plans of which the patient takes one carry the same group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternative_group: Option<AlternativeGroupId>,
    /// What is to be done, at most 64.
    pub procedures: Vec<Procedure>,
    /// Facts of the host's own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub custom: BTreeMap<String, CustomFact>,
}

/// The person to be treated.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Patient {
    /// The practice system's id of the person.
    pub id: PatientId,
    /// Given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<Redacted>,
    /// Family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<Redacted>,
    /// Date of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Date>,
    /// Whether the person still is a patient.
    #[serde(default)]
    pub status: PersonStatus,
    /// Whether the person is new to the practice, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_patient: Option<bool>,
    /// Whether the person has insurance, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insured: Option<bool>,
    /// What the insurer would still pay this benefit year, where it is known; zero when it is used up.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "amount")]
    pub benefits_remaining: Option<Money>,
}

/// Whether a person can be followed up at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PersonStatus {
    /// A patient of the practice.
    #[default]
    Active,
    /// No longer a patient, archived, or never one.
    Inactive,
    /// Dead.
    Deceased,
    /// Asked not to be contacted at all.
    DoNotContact,
}

/// When a plan was presented: to the second, or only the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presented {
    /// At this instant.
    At(Timestamp),
    /// On this day; the practice's opening that day counts (09:00 when it is closed).
    On(Date),
}

impl Serialize for Presented {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::At(at) => at.serialize(serializer),
            Self::On(date) => date.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Presented {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        match Date::parse(&text) {
            Ok(date) => Ok(Self::On(date)),
            Err(_) => Timestamp::parse(&text)
                .map(Self::At)
                .map_err(|e| serde::de::Error::custom(e.message())),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Presented {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Presented".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]})
    }
}

/// What a practice system says of a plan as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlanStatus {
    /// Written, not shown.
    Draft,
    /// Shown to the patient.
    Presented,
    /// The patient said yes.
    Accepted,
    /// The patient said no.
    Declined,
    /// Sent to another practice.
    Referred,
    /// Set aside by the practice.
    Inactive,
    /// All done.
    Completed,
}

/// Who would treat.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Provider {
    /// The practice system's id.
    pub id: ProviderId,
    /// The name as patients know it: `Dr. Okafor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// One procedure of a plan.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Procedure {
    /// The practice system's id.
    pub id: ProcedureId,
    /// The procedure code: CDT, or the practice's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What a patient calls it; shown only where clinical detail may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Redacted>,
    /// Tooth number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tooth: Option<Redacted>,
    /// Quadrant of the mouth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quadrant: Option<Redacted>,
    /// The gross fee. Absent when the system has none: then the value of the plan is unknown, not zero.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "amount")]
    pub fee: Option<Money>,
    /// What the patient would pay after insurance estimates and discounts.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "amount")]
    pub patient_portion: Option<Money>,
    /// Where the procedure stands.
    pub status: ProcedureStatus,
    /// The visit it is booked on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<AppointmentId>,
}

/// Where one procedure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProcedureStatus {
    /// Proposed and on no visit: this is what is pending.
    Planned,
    /// On a scheduled visit.
    Scheduled,
    /// Done.
    Completed,
    /// The patient refused it.
    Declined,
    /// Sent to another practice.
    Referred,
    /// Deleted or cancelled.
    Removed,
    /// Set aside.
    Inactive,
    /// Done before or elsewhere; never counted.
    Existing,
}

/// A fact of the host's own, for `custom.NAME` in criteria.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "expected true or false, a whole number or a text")]
pub enum CustomFact {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A text, or one of a declared list.
    Text(String),
}

fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Money>, D::Error> {
    match Option::<Money>::deserialize(deserializer)? {
        Some(money) if money < Money::ZERO => Err(serde::de::Error::custom("expected an amount of zero or more")),
        money => Ok(money),
    }
}

impl fmt::Display for PlanStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Draft => "draft",
            Self::Presented => "presented",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Referred => "referred",
            Self::Inactive => "inactive",
            Self::Completed => "completed",
        })
    }
}
