//! What counts as accepted in a report, by the practice's own rule as far as snapshots of plans can tell.

use followthrough::Money;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::journal::Stood;
use crate::millionths;

/// What of a plan has to be booked or done, as `trigger.accepted_when` of the playbook says. Both groups, followed up and
/// held out, are counted by it from the same snapshots, whatever the engine closed their cases as.
///
/// Snapshots of one plan tell nothing of visits that hold none of it, and nothing of what another plan has on the same
/// tooth: `any_visit` and `same_area` are counted as `same_procedures`, in both groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AcceptedWhen {
    /// All of it.
    #[default]
    SameProcedures,
    /// So much of its fees, in millionths.
    ValueShare(u32),
}

impl AcceptedWhen {
    /// Whether a plan that stood so is accepted.
    pub(crate) fn holds(self, stood: &Stood) -> bool {
        match self {
            Self::SameProcedures => stood.whole,
            Self::ValueShare(share) => stood.share >= share.max(1),
        }
    }

    /// What of a plan's value is accepted where it stands so.
    pub(crate) fn worth(self, value: Money, stood: &Stood) -> Option<Money> {
        match self {
            Self::SameProcedures => Some(value),
            Self::ValueShare(_) => {
                let cents = i128::from(value.cents()) * i128::from(stood.share) / i128::from(millionths::ONE);
                i64::try_from(cents).ok().map(Money::from_cents)
            }
        }
    }
}

/// `same_procedures`, `value_share 0.8`.
impl std::fmt::Display for AcceptedWhen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::SameProcedures => f.write_str("same_procedures"),
            Self::ValueShare(share) => write!(f, "value_share {}", millionths::text(u64::from(*share))),
        }
    }
}

impl Serialize for AcceptedWhen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::SameProcedures => serializer.serialize_str("same_procedures"),
            Self::ValueShare(share) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("value_share", &millionths::text(u64::from(*share)))?;
                map.end()
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Document {
    Word(String),
    Share(ShareDocument),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShareDocument {
    value_share: serde_json::Value,
}

impl<'de> Deserialize<'de> for AcceptedWhen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wrong = || {
            de::Error::custom(
                "expected same_procedures, same_area, any_visit, or {\"value_share\": \"0.8\"}: a share between 0 and 1 with \
                 at most six decimals",
            )
        };
        match Document::deserialize(deserializer).map_err(|_| wrong())? {
            Document::Word(word) => match word.as_str() {
                "same_procedures" | "same_area" | "any_visit" => Ok(Self::SameProcedures),
                _ => Err(wrong()),
            },
            // As a playbook writes it, and as decimals stand in options.
            Document::Share(share) => {
                let value = share.value_share;
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let share = millionths::parse(&text, 1).filter(|share| *share <= millionths::ONE);
                let share = share.and_then(|share| u32::try_from(share).ok());
                share.map(Self::ValueShare).ok_or_else(wrong)
            }
        }
    }
}
