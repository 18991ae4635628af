//! An invented practice: four dentists, three hygienists, eighteen months, written as Open Dental exports its tables.
//!
//! For demonstrations, tests and benchmarks. Nobody in it lives: names come from lists of our own, every phone number
//! ends in 555-0100 to 555-0199, every address is at example.com. The same [`Practice`] makes the same bytes, always.
//!
//! What it does: some [`Practice::plans_a_month`] plans are presented, at the end of exams; three in ten of them nobody
//! accepts by themselves; the others are booked the same day, within weeks or after months, come to be treated, or do
//! not show up. Families have a guarantor; children are spoken for by theirs.

mod catalogue;
mod dice;
mod history;
mod names;
mod people;
mod tables;

use followthrough::Date;

/// Which practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    /// Another seed is another practice.
    pub seed: u64,
    /// The day of the export.
    pub as_of: Date,
    /// How far back its history goes.
    pub months: u32,
    /// How many plans are presented in a full month.
    pub plans_a_month: u32,
    /// About how many people are in its files, at most 2,000.
    pub patients: u32,
    /// Whether presented plans are saved (`treatplan`, `treatplanattach`, `proctp`). Without, treatment is only
    /// charted.
    pub saved_plans: bool,
}

impl Practice {
    /// What it calls itself.
    pub const NAME: &'static str = "Larkspur Family Dental";
    /// Where its clocks stand.
    pub const TIME_ZONE: &'static str = "America/New_York";
    /// The state it is in.
    pub const STATE: &'static str = "GA";

    /// The practice of a seed on a day: 18 months, 35 plans a month, 1,400 people, saved plans.
    pub fn new(seed: u64, as_of: Date) -> Self {
        Self {
            seed,
            as_of,
            months: 18,
            plans_a_month: 35,
            patients: 1400,
            saved_plans: true,
        }
    }
}

/// The export: names and contents of its files.
///
/// ```
/// use followthrough::Date;
/// use followthrough_insight::invented::{Practice, open_dental_export};
///
/// let files = open_dental_export(&Practice::new(1, Date::parse("2026-01-30")?));
/// assert!(files.iter().any(|(name, _)| name == "procedurelog.csv"));
/// # Ok::<(), followthrough::Error>(())
/// ```
pub fn open_dental_export(practice: &Practice) -> Vec<(String, Vec<u8>)> {
    let people = people::people(practice);
    let history = history::history(practice, &people);
    tables::files(practice, &people, &history)
}
