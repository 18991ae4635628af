//! Which past.

use followthrough::{Category, Error};
use serde::Deserialize;

use crate::audit::AuditOptions;

/// Which past. What is left out is as built in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BacktestOptions {
    /// How many days back plans were presented, the day of the export included: 1 to 3650.
    pub days: u32,
    /// Kinds of treatment that nobody has to accept, as in [`AuditOptions::leave_out`].
    pub leave_out: Vec<Category>,
}

impl Default for BacktestOptions {
    fn default() -> Self {
        Self {
            days: 365,
            leave_out: AuditOptions::default().leave_out,
        }
    }
}

impl BacktestOptions {
    /// Reads options: `{"days": 180}`.
    ///
    /// # Errors
    /// `FT-X001`, with the key: one that is not known, or a value out of its bounds.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let read: Self = crate::audit::options_from_json(text)?;
        read.check()?;
        Ok(read)
    }

    /// Whether every value is within its bounds.
    ///
    /// # Errors
    /// `FT-X001`, with the key.
    pub fn check(&self) -> Result<(), Error> {
        let audit = AuditOptions {
            days: self.days,
            settle_days: 0,
            ..AuditOptions::default()
        };
        audit.check()
    }
}
