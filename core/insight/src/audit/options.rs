//! What to look at.

use followthrough::wire::decode;
use followthrough::{Category, Code, Error, Money};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::kinds::LEFT_OUT;

/// The longest window: ten years.
const MOST_DAYS: u32 = 3650;
/// The most bands of one kind.
const MOST_BANDS: usize = 20;

/// What to look at. What is left out is as built in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuditOptions {
    /// What the practice calls itself, for the head of the page.
    pub practice: Option<String>,
    /// How many days back treatment was presented, the day of the export included: 1 to 3650.
    pub days: u32,
    /// Treatment presented fewer days ago is too new to be judged: at most `days`.
    pub settle_days: u32,
    /// Days that a household has to accept, in what a monthly report is held against: 1 to 730.
    pub window_days: u32,
    /// Where bands of value end, in order; a value on the border belongs to the band above.
    pub value_bands: Vec<Money>,
    /// Where bands of age end, in days, in order; an age on the border belongs to the band below.
    pub pending_bands: Vec<u32>,
    /// Who was not treated for so many days before a presentation was a new patient then.
    pub new_patient_days: u32,
    /// Kinds of treatment that nobody has to accept: examinations and cleanings, unless set. They count nowhere.
    pub leave_out: Vec<Category>,
}

impl Default for AuditOptions {
    fn default() -> Self {
        Self {
            practice: None,
            days: 90,
            settle_days: 14,
            window_days: 90,
            value_bands: [500, 1500, 3000]
                .map(|dollars| Money::from_cents(dollars * 100))
                .to_vec(),
            pending_bands: vec![30, 60, 90, 180],
            new_patient_days: 365,
            leave_out: LEFT_OUT.to_vec(),
        }
    }
}

impl AuditOptions {
    /// Reads options: `{"days": 90, "value_bands": ["500.00", "1500.00"]}`.
    ///
    /// # Errors
    /// `FT-X001`, with the key: one that is not known, or a value out of its bounds.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let read: Self = options_from_json(text)?;
        read.check()?;
        Ok(read)
    }

    /// Whether every value is within its bounds.
    ///
    /// # Errors
    /// `FT-X001`, with the key.
    pub fn check(&self) -> Result<(), Error> {
        let refuse = |key: &str, why: &str| {
            let error = Error::new(Code::ScenarioMalformed, why);
            Err(error
                .at(format!("options.{key}"))
                .help("the keys stand in docs/insight.md"))
        };
        if !(1..=MOST_DAYS).contains(&self.days) {
            return refuse("days", "expected 1 to 3650 days");
        }
        if self.settle_days > self.days {
            return refuse("settle_days", "expected no more days than the window has");
        }
        if !(1..=730).contains(&self.window_days) {
            return refuse("window_days", "expected 1 to 730 days");
        }
        if self.new_patient_days > MOST_DAYS {
            return refuse("new_patient_days", "expected at most 3650 days");
        }
        let rising = self.value_bands.is_sorted_by(|a, b| a < b);
        if !rising || self.value_bands.len() > MOST_BANDS || self.value_bands.first().is_some_and(|m| *m <= Money::ZERO)
        {
            return refuse(
                "value_bands",
                "expected at most 20 amounts above zero, each larger than the one before",
            );
        }
        if !self.pending_bands.is_sorted_by(|a, b| a < b) || self.pending_bands.len() > MOST_BANDS {
            return refuse(
                "pending_bands",
                "expected at most 20 numbers of days, each larger than the one before",
            );
        }
        Ok(())
    }
}

/// Reads options of any kind, with the key of what is wrong.
pub(crate) fn options_from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let read = decode::from_text(text, Code::ScenarioMalformed);
    read.map_err(|error| error.under("options").help("the keys stand in docs/insight.md"))
}
