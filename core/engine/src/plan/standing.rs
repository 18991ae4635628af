//! What is true of a plan once its own status and its procedures are weighed.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Money, Plan, PlanStatus, Procedure, ProcedureStatus};

/// Where a plan stands. One vocabulary for imports, criteria and reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Written, not shown.
    Draft,
    /// Shown, nothing accepted, something pending.
    Open,
    /// Something scheduled or done, something pending.
    Partial,
    /// Accepted by the patient, or all that is left is scheduled.
    Accepted,
    /// The patient said no.
    Declined,
    /// All done.
    Completed,
    /// Sent to another practice.
    Referred,
    /// Set aside.
    Inactive,
    /// No live procedure.
    Empty,
}

impl Standing {
    /// All standings.
    pub const ALL: &'static [Self] = &[
        Self::Draft,
        Self::Open,
        Self::Partial,
        Self::Accepted,
        Self::Declined,
        Self::Completed,
        Self::Referred,
        Self::Inactive,
        Self::Empty,
    ];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Partial => "partial",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Completed => "completed",
            Self::Referred => "referred",
            Self::Inactive => "inactive",
            Self::Empty => "empty",
        }
    }

    /// The standing of that word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|s| s.as_str() == text)
    }

    /// Whether something may still be accepted.
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Open | Self::Partial)
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Plan {
    /// Where the plan stands: its own status where that decides, otherwise its procedures, the first that matches.
    pub fn standing(&self) -> Standing {
        match self.status {
            Some(PlanStatus::Draft) => Standing::Draft,
            Some(PlanStatus::Accepted) => Standing::Accepted,
            Some(PlanStatus::Declined) => Standing::Declined,
            Some(PlanStatus::Referred) => Standing::Referred,
            Some(PlanStatus::Inactive) => Standing::Inactive,
            Some(PlanStatus::Completed) => Standing::Completed,
            Some(PlanStatus::Presented) | None => self.standing_of_procedures(),
        }
    }

    /// Where the plan stands by its procedures alone.
    pub fn standing_of_procedures(&self) -> Standing {
        let any = |status| self.procedures.iter().any(|p| p.status == status);
        let pending = any(ProcedureStatus::Planned);
        let scheduled = any(ProcedureStatus::Scheduled);
        let completed = any(ProcedureStatus::Completed);
        if pending && (scheduled || completed) {
            Standing::Partial
        } else if pending {
            Standing::Open
        } else if scheduled {
            Standing::Accepted
        } else if completed {
            Standing::Completed
        } else if any(ProcedureStatus::Declined) {
            Standing::Declined
        } else if any(ProcedureStatus::Referred) {
            Standing::Referred
        } else if any(ProcedureStatus::Inactive) {
            Standing::Inactive
        } else {
            Standing::Empty
        }
    }

    /// The procedures that are neither scheduled, done, declined nor removed.
    pub fn pending(&self) -> impl Iterator<Item = &Procedure> {
        self.procedures.iter().filter(|p| p.status == ProcedureStatus::Planned)
    }

    /// The sum of the fees of the pending procedures: zero where the plan is neither open nor partial, none where a
    /// pending procedure has no fee.
    pub fn pending_value(&self) -> Option<Money> {
        if !self.standing().is_pending() {
            return Some(Money::ZERO);
        }
        self.pending().map(|p| p.fee).sum::<Option<Money>>()
    }

    /// What the patient would pay for the pending procedures; none unless the system has a portion for each.
    pub fn patient_portion(&self) -> Option<Money> {
        if !self.standing().is_pending() {
            return Some(Money::ZERO);
        }
        self.pending().map(|p| p.patient_portion).sum::<Option<Money>>()
    }
}
