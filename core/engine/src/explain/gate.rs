//! A gate: something that must be open before anything automatic goes out, and what was found.

use serde::Serialize;

use crate::criteria::{Criterion, Verdict};
use crate::follow_up::SendingWindow;
use crate::plan::PersonStatus;
use crate::recipient::{Channel, Unusable};
use crate::schedule::Timestamp;
use crate::wire::{CaseId, SequenceId, StepId};

/// One thing that must be open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Gate {
    /// What is asked, and what was found.
    #[serde(flatten)]
    pub kind: GateKind,
    /// Whether it is open; `unknown`, which keeps it shut, when a fact is missing.
    pub verdict: Verdict,
    /// The earliest instant at which time alone can change that; absent when it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes_at: Option<Timestamp>,
    /// Whether it is the one that decides: the first that is not open.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub deciding: bool,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "gate", rename_all = "snake_case")]
pub enum GateKind {
    /// The emergency brake is not pulled.
    Brake,
    /// The person may be followed up at all.
    PersonStatus {
        /// What is recorded.
        status: PersonStatus,
    },
    /// The case is not too old.
    Window {
        /// When it is.
        ends: Timestamp,
    },
    /// The state of the case lets a machine act: it waits to be enrolled, or a step is next.
    State,
    /// It has been pending for long enough, and its turn among plans that were old when first seen has come.
    PendingFor {
        /// From then on it has.
        eligible_at: Timestamp,
    },
    /// The trigger's criteria hold.
    Criteria {
        /// Each comparison with what was found.
        criterion: Criterion,
    },
    /// A sequence takes it.
    Sequence {
        /// The first one that does.
        #[serde(skip_serializing_if = "Option::is_none")]
        chosen: Option<SequenceId>,
        /// The ones before it, and why they do not.
        passed_over: Vec<PassedOver>,
    },
    /// The person's household is not drawn to get no follow-up.
    Holdout,
    /// A slot is free.
    Slot {
        /// How many there are.
        most: u32,
        /// The cases that hold them.
        taken_by: Vec<CaseId>,
    },
    /// No alternative to it is being followed up.
    Group {
        /// Those that are.
        taken_by: Vec<CaseId>,
    },
    /// No other waiting case goes first.
    Turn {
        /// The one whose turn it is: the highest pending value, then the lower id.
        #[serde(skip_serializing_if = "Option::is_none")]
        first: Option<CaseId>,
    },
    /// The step's day and time have come.
    Due {
        /// The step.
        step: StepId,
        /// When they do.
        due: Timestamp,
    },
    /// A channel of the step can be used.
    Channel {
        /// Those that were tried, up to the first that can.
        tried: Vec<ChannelTried>,
    },
    /// There is an instant for it before it is too late.
    InTime {
        /// From then on it is.
        too_late: Timestamp,
    },
    /// All windows are open.
    Hours {
        /// Each of them.
        windows: Vec<SendingWindow>,
    },
    /// The practice is open: calls are prompted then.
    PracticeHours {
        /// Where the clock is read.
        zone: String,
    },
    /// The patient is not in the chair that day.
    VisitDay,
    /// The last message is long enough ago.
    MinGap {
        /// How long that is.
        seconds: i64,
    },
    /// The messages of the day leave room.
    PerDay {
        /// How many there were.
        count: usize,
        /// How many there may be.
        most: u32,
    },
    /// The messages of the last seven days leave room.
    PerWeek {
        /// How many there were.
        count: usize,
        /// How many there may be.
        most: u32,
    },
    /// The messages to this contact point leave room under the law's cap.
    LawCap {
        /// How many there were.
        count: usize,
        /// How many there may be.
        most: u32,
        /// In how many hours.
        hours: u32,
    },
    /// Its place in the spread after the opening has come.
    Spread,
    /// The step's own condition holds.
    StepCondition {
        /// The step.
        step: StepId,
        /// Each comparison with what was found.
        criterion: Criterion,
    },
    /// The practice system is known well enough.
    FreshFacts {
        /// How far it is known.
        facts_as_of: Timestamp,
        /// How old that may be.
        within_seconds: i64,
    },
}

/// A sequence that does not take a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PassedOver {
    /// Which.
    pub sequence: SequenceId,
    /// Why: each comparison with what was found.
    pub criterion: Criterion,
}

/// A channel of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelTried {
    /// Which.
    pub channel: Channel,
    /// The contact point that would be used, by its place in the list, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<usize>,
    /// Why it cannot be used; absent when it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_not: Option<NotThere>,
}

/// Why a channel cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotThere {
    /// There is no contact point of that kind.
    NoContact,
    /// The practice system does not list it any more.
    Gone,
    /// It is somebody else's, or messages to it fail for good.
    Dropped,
    /// The person took consent back.
    OptedOut,
    /// The practice system says no.
    Denied,
    /// Nobody said yes to texts.
    NoConsent,
    /// The step's template has no form for it.
    NoTemplate,
}

impl From<Unusable> for NotThere {
    fn from(why: Unusable) -> Self {
        match why {
            Unusable::Gone => Self::Gone,
            Unusable::Dropped => Self::Dropped,
            Unusable::OptedOut => Self::OptedOut,
            Unusable::Denied => Self::Denied,
            Unusable::NoConsent => Self::NoConsent,
        }
    }
}
