//! What a mapping leaves open: questions for the practice.

use std::fmt;

use followthrough::plan::ProcedureStatus;
use followthrough::{Code, Error};

/// A question without whose answer a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ask {
    /// Are these the columns of the practice's export?
    Columns,
    /// What counts as presented?
    Presented,
    /// One plan per patient, or one per day of planning?
    Plans,
    /// Which currency are the amounts in?
    Currency,
    /// Does the month come first in days, or the day?
    Dates,
    /// Which words of a column mean this?
    Word(Needed),
    /// What do the words of a column say of a person?
    People,
    /// Which column is this?
    Column(Asked),
    /// Which words are a yes to this channel, and which a no?
    Consent(Channel),
}

/// A column without which no record can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Asked {
    Patient,
    Plan,
    Procedure,
    ProcedureStatus,
}

/// What a person may agree to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Channel {
    Text,
    Email,
    Call,
}

/// A meaning that some word of the file must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Needed {
    Planned,
    Scheduled,
    Completed,
    Declined,
    Open,
}

impl Needed {
    pub(crate) const ALL: &'static [(&'static str, Self)] = &[
        ("planned", Self::Planned),
        ("scheduled", Self::Scheduled),
        ("completed", Self::Completed),
        ("declined", Self::Declined),
        ("open", Self::Open),
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Scheduled => "scheduled",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Open => "open",
        }
    }

    pub(crate) fn is_status(self, status: ProcedureStatus) -> bool {
        match self {
            Self::Planned => status == ProcedureStatus::Planned,
            Self::Scheduled => status == ProcedureStatus::Scheduled,
            Self::Completed => status == ProcedureStatus::Completed,
            Self::Declined => status == ProcedureStatus::Declined,
            Self::Open => false,
        }
    }
}

impl Ask {
    /// The refusal of a file whose shape leaves something open.
    pub(crate) fn unanswered(shape: &str, asks: &[Self]) -> Error {
        let mut keys: Vec<&str> = asks.iter().map(|ask| ask.key()).collect();
        keys.dedup();
        let open: Vec<String> = asks.iter().map(ToString::to_string).collect();
        let message = format!("{shape}: the practice has not answered: {}", keys.join(", "));
        Error::new(Code::ImportOption, message)
            .at("options.mapping")
            .help(format!("give in a mapping file {}", open.join("; ")))
    }

    /// The key of the mapping that answers it.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Columns => "columns",
            Self::Presented => "presented",
            Self::Plans => "plans",
            Self::Currency => "currency",
            Self::Dates => "dates.formats",
            Self::Word(_) => "status.map",
            Self::People => "patient.status.map",
            Self::Column(Asked::Patient) => "patient.id",
            Self::Column(Asked::Plan) => "plan.id",
            Self::Column(Asked::Procedure) => "procedure.id",
            Self::Column(Asked::ProcedureStatus) => "procedure.status.column",
            Self::Consent(Channel::Text) => "consent.text.yes",
            Self::Consent(Channel::Email) => "consent.email.yes",
            Self::Consent(Channel::Call) => "consent.call.yes",
        }
    }
}

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Columns => f.write_str(
                "columns: confirmed, once somebody has looked whether these are the columns of the practice's export",
            ),
            Self::Presented => f.write_str(
                "presented: charted (what is listed as planned was presented) or dated (only what has a date of \
                 presentation was, where the file has one)",
            ),
            Self::Plans => f.write_str("plans: per_patient or per_date (one plan of what was planned on one day)"),
            Self::Currency => f.write_str("currency: USD, or CAD, or another of three letters"),
            Self::Dates => f.write_str("dates.formats: M/D/YYYY or D/M/YYYY, or another form"),
            Self::Word(needed) => write!(f, "status.map: which word means {}", needed.as_str()),
            Self::People => write!(
                f,
                "{}: what each word says of the person (active, inactive, deceased or do_not_contact)",
                self.key()
            ),
            Self::Column(_) => write!(f, "{}: the header of a column", self.key()),
            Self::Consent(_) => write!(
                f,
                "{}: the words that say so, and those that deny it under no",
                self.key()
            ),
        }
    }
}
