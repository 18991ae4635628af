//! What a playbook would have met in the past: plans whose end is known, and where they stood when its messages would have
//! gone.
//!
//! Most of what is accepted is accepted without anybody asking. A plan that was accepted before the first message would
//! have gone is nobody's success, and one accepted after it need not be. So this counts; it claims nothing.
//!
//! The engine itself is run over each plan, as if the patient never said a word: no timing is computed here. Every figure stands in `docs/insight.md`.

mod count;
mod course;
mod options;
mod page;

use followthrough::recipient::Channel;
use followthrough::wire::{PatientId, SequenceId, StepId};
use followthrough::{Code, Date, Error, Playbook};
use followthrough_import::Imported;
use serde::Serialize;

use crate::audit::{CaseOutcome, Endpoint};
use crate::page::Count;

pub use options::BacktestOptions;

/// Where a plan stood, against the messages that would have gone about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Accepted on the day of the first touch or before it.
    BeforeFirstTouch,
    /// Accepted after the first touch, on the day of the last or before it.
    BetweenTouches,
    /// Accepted after the last touch, before the follow-up would have ended.
    AfterLastTouch,
    /// Accepted after the follow-up would have ended.
    AfterTheEnd,
    /// Accepted, and no touch would have gone: held out, not met by the playbook's criteria, or out of reach.
    AcceptedUntouched,
    /// Accepted, and nobody knows when.
    AcceptedSomeDay,
    /// Not accepted, and touches would have gone.
    Touched,
    /// Not accepted, and none would have gone.
    Untouched,
}

impl Fate {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::BeforeFirstTouch,
        Self::BetweenTouches,
        Self::AfterLastTouch,
        Self::AfterTheEnd,
        Self::AcceptedUntouched,
        Self::AcceptedSomeDay,
        Self::Touched,
        Self::Untouched,
    ];

    /// Whether the plan was accepted, whole or in part.
    pub fn is_accepted(self) -> bool {
        !matches!(self, Self::Touched | Self::Untouched)
    }
}

/// A playbook against the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Backtest {
    /// The practice, as the playbook names it.
    pub practice: String,
    /// The revision of the playbook.
    pub revision: String,
    /// The first day on which plans were presented.
    pub from: Date,
    /// The last: that of the export.
    pub to: Date,
    /// How many days.
    pub days: u32,
    /// What the days of acceptance are: of the booking, or only of the treatment, which comes later.
    pub accepted_by: Endpoint,
    /// All plans.
    pub plans: Count,
    /// Of them, those accepted whole or in part.
    pub accepted: Count,
    /// Plans by where they stood.
    pub fates: Vec<FateRow>,
    /// What would have gone, step by step.
    pub steps: Vec<TouchRow>,
    /// Plans that could not be run: the person to contact is not in the export, or the engine refused something of them.
    pub not_run: u64,
    /// Each plan.
    pub cases: Vec<BacktestCase>,
}

/// Plans that stood alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FateRow {
    /// Where.
    pub fate: Fate,
    /// How many, worth how much.
    pub plans: Count,
}

/// A step of the playbook, on one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TouchRow {
    /// The sequence.
    pub sequence: SequenceId,
    /// The step.
    pub step: StepId,
    /// Its day.
    pub day: u16,
    /// How.
    pub channel: Channel,
    /// About how many plans it would have gone that were still open then.
    pub sent: u64,
    /// Of those, the plans accepted after it and before the next, or before the end. They were accepted without it.
    pub accepted_next: u64,
}

/// One plan of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BacktestCase {
    /// The id of the plan; of what was charted, `PATIENT|DAY`.
    pub id: String,
    /// Of whom.
    pub patient: PatientId,
    /// The day it was presented.
    pub presented_on: Date,
    /// What became of it.
    pub outcome: CaseOutcome,
    /// When, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_on: Option<Date>,
    /// Where it stood.
    pub fate: Fate,
    /// The touches that would have gone if it had stayed open, by day on the practice's clock.
    pub touches: Vec<Touch>,
    /// When the follow-up would have ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Date>,
}

/// A message that would have gone, or a call staff would have been asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Touch {
    /// The day, on the practice's clock.
    pub on: Date,
    /// The sequence.
    pub sequence: SequenceId,
    /// The step.
    pub step: StepId,
    /// How.
    pub channel: Channel,
}

/// Runs a playbook over the plans of an export, each as if its patient had never said anything; what the same person
/// accepted of other plans is told when it happened.
///
/// # Errors
/// `FT-H001` when the playbook follows up something else than plans.
pub fn backtest(playbook: &Playbook, imported: &Imported, options: &BacktestOptions) -> Result<Backtest, Error> {
    if playbook.subject().as_str() != "plan" {
        let message = format!(
            "this playbook follows up {}, and an export holds plans",
            playbook.subject()
        );
        return Err(Error::new(Code::EventMalformed, message)
            .at("playbook.subject")
            .help("give a playbook that follows up plans"));
    }
    Ok(count::count(playbook, imported, options))
}

/// [`backtest`] as the bindings call it: options as JSON.
///
/// # Errors
/// As [`backtest`] and [`BacktestOptions::from_json`].
pub fn backtest_json(playbook: &Playbook, imported: &Imported, options: &str) -> Result<Backtest, Error> {
    backtest(playbook, imported, &BacktestOptions::from_json(options)?)
}

impl Backtest {
    /// The page: one file with everything in it. It loads nothing and names nobody.
    pub fn to_html(&self) -> String {
        page::page(self).into_string()
    }

    /// The figures and the plans as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// How many plans stood so.
    pub fn with(&self, fate: Fate) -> Count {
        let row = self.fates.iter().find(|row| row.fate == fate);
        row.map_or_else(Count::default, |row| row.plans)
    }
}
