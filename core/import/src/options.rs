//! What the practice answered at set-up: an export does not say it, and it is never guessed.

use std::fmt;

use followthrough::schedule::Zone;
use followthrough::{Code, Date, Error};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::mapping::{Mapping, MappingErrors};

/// A practice system whose exports can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum System {
    /// Open Dental: one CSV file per database table, the pages of its API, or the Treatment Finder's list.
    OpenDental,
    /// Dentrix: the Treatment Manager's list, cases, or the procedure log of the practice's computers, and the answers
    /// of Ascend.
    Dentrix,
    /// Eaglesoft: services that are planned.
    Eaglesoft,
    /// Jane: treatments that were quoted.
    Jane,
    /// Aesthetic Record: treatment plans.
    AestheticRecord,
    /// NexHealth: the treatment plans of the systems behind it.
    NexHealth,
    /// FHIR R4: care plans, what they request, and whom they are for.
    Fhir,
    /// Anything else, by a mapping file.
    Csv,
}

impl System {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::OpenDental,
        Self::Dentrix,
        Self::Eaglesoft,
        Self::Jane,
        Self::AestheticRecord,
        Self::NexHealth,
        Self::Fhir,
        Self::Csv,
    ];

    /// The word for it: `open_dental`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OpenDental => "open_dental",
            Self::Dentrix => "dentrix",
            Self::Eaglesoft => "eaglesoft",
            Self::Jane => "jane",
            Self::AestheticRecord => "aesthetic_record",
            Self::NexHealth => "nexhealth",
            Self::Fhir => "fhir",
            Self::Csv => "csv",
        }
    }

    /// The system of that word.
    ///
    /// # Errors
    /// `FT-I011` when no such system is read.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::ALL.iter().copied().find(|s| s.as_str() == text).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|s| s.as_str()).collect();
            Error::new(
                Code::ImportUnknownSystem,
                format!("{text:?} is not a practice system this build reads"),
            )
            .help(format!("one of: {}", known.join(", ")))
        })
    }
}

impl Serialize for System {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for System {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&word).map_err(|_| D::Error::custom("no practice system this build reads"))
    }
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What counts as presenting a plan to the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresentedBy {
    /// Charting does: treatment that is planned has been presented, on the day it was charted.
    Charted,
    /// Only a saved treatment plan does, on the day it was saved; what is merely charted is a draft.
    SavedPlan,
    /// Only what the export has a date of presentation for; the rest is a draft. Not for Open Dental's tables.
    Dated,
}

/// The zone of the practice's clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PracticeZone {
    /// An IANA name.
    Named(String),
    /// Not known: visits carry no instant.
    Unknown,
}

/// The answers. `presented` and `time_zone` must be given; a missing one is `FT-I010`, with the choices.
///
/// In JSON an object of texts: `{"presented": "charted", "time_zone": "America/New_York"}`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Does charting count as presenting?
    pub presented: Option<PresentedBy>,
    /// Where do the practice's clocks stand?
    pub time_zone: Option<PracticeZone>,
    /// The day the export speaks of. Without it, the newest day on which something is recorded as having happened:
    /// a completed procedure, a completed visit, a logged conversation.
    pub as_of: Option<Date>,
    /// The practice's two-letter state, for people whose own the export does not tell.
    pub state: Option<String>,
    /// What the columns mean: the practice's mapping file. Needed for `csv`; for other systems their preset is used
    /// without one.
    pub mapping: Option<Mapping>,
    /// Whether [`Imported::records`](crate::Imported::records) lists every record; of Open Dental's tables
    /// and API the treatment plans.
    pub list_records: bool,
}

impl Options {
    /// Gives one answer by its name.
    ///
    /// # Errors
    /// `FT-I010` when there is no such option or the value is not one of its choices; `FT-T002` for an unknown zone.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "presented" => {
                self.presented = Some(match value {
                    "charted" => PresentedBy::Charted,
                    "saved_plan" => PresentedBy::SavedPlan,
                    "dated" => PresentedBy::Dated,
                    _ => return Err(not_a_choice("presented", PRESENTED)),
                });
            }
            "time_zone" => {
                self.time_zone = Some(if value == "none" {
                    PracticeZone::Unknown
                } else {
                    zone(value)?;
                    PracticeZone::Named(value.to_owned())
                });
            }
            "as_of" => {
                let date = Date::parse(value);
                self.as_of = Some(date.map_err(|_| not_a_choice("as_of", "a date such as 2026-01-30"))?);
            }
            "state" => {
                if value.len() != 2 || !value.bytes().all(|b| b.is_ascii_uppercase()) {
                    return Err(not_a_choice("state", "a two-letter state such as GA"));
                }
                self.state = Some(value.to_owned());
            }
            "mapping" => {
                let mapping = Mapping::from_yaml(value).map_err(MappingErrors::into_error)?;
                self.mapping = Some(mapping);
            }
            "list_records" => {
                self.list_records = match value {
                    "true" => true,
                    "false" => false,
                    _ => return Err(not_a_choice("list_records", "true or false")),
                };
            }
            _ => {
                return Err(Error::new(Code::ImportOption, format!("there is no option {name:?}"))
                    .at("options")
                    .help("one of: presented, time_zone, as_of, state, mapping, list_records"));
            }
        }
        Ok(())
    }

    /// The options with what a mapping says in their place: that charting presents.
    pub(crate) fn under(&self, mapping: &Mapping) -> Self {
        let mut all = self.clone();
        if mapping.is_charted() {
            all.presented.get_or_insert(PresentedBy::Charted);
        }
        all
    }

    /// The answers that Open Dental's tables need.
    pub(crate) fn answered(&self, mapped_zone: Option<&str>) -> Result<Answers, Error> {
        match self.presented {
            None => Err(missing("presented", PRESENTED)),
            Some(PresentedBy::Dated) => Err(not_a_choice("presented", PRESENTED)),
            Some(PresentedBy::Charted | PresentedBy::SavedPlan) => self.answers(mapped_zone),
        }
    }

    /// The answers, with the practice's zone from the mapping where the options have none.
    pub(crate) fn answers(&self, mapped_zone: Option<&str>) -> Result<Answers, Error> {
        let zone = match (&self.time_zone, mapped_zone) {
            (None, None) => return Err(missing("time_zone", TIME_ZONE)),
            (Some(PracticeZone::Unknown), _) | (None, Some("none")) => None,
            (Some(PracticeZone::Named(name)), _) => Some(zone(name)?),
            (None, Some(name)) => Some(zone(name)?),
        };
        Ok(Answers {
            presented: self.presented,
            zone,
            as_of: self.as_of,
            state: self.state.clone(),
            list_records: self.list_records,
        })
    }
}

const PRESENTED: &str = "charted (planned treatment counts as presented on the day it was charted) or saved_plan (only a \
                         saved treatment plan does)";
const TIME_ZONE: &str = "the practice's IANA zone, such as America/New_York, or none (visits then carry no instant)";

/// The options, complete.
#[derive(Clone, Debug)]
pub(crate) struct Answers {
    /// None only where the mapping says it.
    pub(crate) presented: Option<PresentedBy>,
    pub(crate) zone: Option<Zone>,
    pub(crate) as_of: Option<Date>,
    pub(crate) state: Option<String>,
    pub(crate) list_records: bool,
}

fn zone(name: &str) -> Result<Zone, Error> {
    Zone::named(name).map_err(|error| error.at("options.time_zone"))
}

fn missing(option: &str, choices: &str) -> Error {
    Error::new(Code::ImportOption, "the export does not say it, so this option must")
        .at(format!("options.{option}"))
        .help(format!("give {choices}"))
}

fn not_a_choice(option: &str, choices: &str) -> Error {
    Error::new(Code::ImportOption, "not one of the choices")
        .at(format!("options.{option}"))
        .help(format!("give {choices}"))
}

impl<'de> Deserialize<'de> for Options {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let answers = std::collections::BTreeMap::<String, String>::deserialize(deserializer)?;
        let mut options = Self::default();
        for (name, value) in &answers {
            options.set(name, value).map_err(serde::de::Error::custom)?;
        }
        Ok(options)
    }
}
