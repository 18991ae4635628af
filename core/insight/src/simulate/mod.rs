//! A whole practice, day by day, without a clock: what a playbook would do with these plans and these people.
//!
//! [`simulate`] plays everything around the engine: a practice system that exports every night, a host that carries
//! out each action and reports back, patients who read, click, answer or book on their own, and staff who act on
//! prompts in practice hours. Time is a queue of what happens next; nothing waits, nothing is sent, nobody is called.
//!
//! Everything that chance decides hangs on the seed and on the name of the thing it decides about ([`Options::seed`]).
//! The same playbook, cases, behaviour, days and seed give the same bytes; and two playbooks meet the same people.

mod agenda;
mod behaviour;
pub(crate) mod cases;
mod chance;
mod chart;
mod costs;
mod delivery;
mod disruptions;
mod form;
mod host;
mod mind;
mod office;
mod record;
mod staff;
mod summary;

use followthrough::{Date, Playbook};

pub use behaviour::{Behaviour, Delivery, Reactions, StaffBehaviour};
pub use cases::Cases;
pub use costs::{Capacity, Costs, Minutes, Price};
pub use disruptions::{Disruptions, LateExport, Outage};
pub use form::simulate_json;
pub use record::{CaseRecord, Delayed, Fault, Input, Record, Simulation, StepRecord, TaskRecord};

/// Signs the links of simulated messages. Whoever replays the records of a simulation needs it; it opens nothing else.
pub const LINK_KEY: &[u8] = b"followthrough simulation: opens nothing";

/// What to simulate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How people behave.
    pub behaviour: Behaviour,
    /// The first day; its first import is told at 6:30 in the morning.
    pub from: Date,
    /// The day after the last one.
    pub to: Date,
    /// Another seed is another course of chance, among the same people.
    pub seed: u64,
    /// What goes wrong around the engine.
    pub disruptions: Disruptions,
    /// What messages cost and how long tasks take.
    pub costs: Costs,
    /// What staff have time for on a day, by role.
    pub capacity: Vec<Capacity>,
}

impl Options {
    /// So many days from a day on, with the built-in behaviour and the seed 1.
    pub fn days(from: Date, days: u32) -> Self {
        Self {
            behaviour: Behaviour::default(),
            from,
            to: from.plus_days(i64::from(days)).unwrap_or(from),
            seed: 1,
            disruptions: Disruptions::default(),
            costs: Costs::default(),
            capacity: Vec::new(),
        }
    }
}

/// Plays a playbook over a practice's cases. Its booking links get keys of the simulation's own, so that simulated
/// patients can follow them; they are of no use anywhere else.
///
/// ```
/// use followthrough::{Date, Playbook};
/// use followthrough_insight::report::report;
/// use followthrough_insight::simulate::{Cases, Options, simulate};
///
/// let playbook = Playbook::from_yaml(r#"
/// followthrough: 1
/// practice:
///   name: Larkspur Family Dental
///   time_zone: America/New_York
///   phone: "+14045550100"
///   postal_address: 12 Larkspur Lane, Decatur, GA 30030
///   booking_url: https://book.example.com/larkspur
/// extends: dental
/// "#)?;
/// // An import's recipients, plans and visits; here there are none.
/// let cases = Cases::new(Vec::new(), Vec::new(), Vec::new());
/// let simulation = simulate(&playbook, &cases, &Options::days(Date::parse("2026-09-01")?, 90));
/// let report = report(&simulation);
/// assert_eq!((report.days, report.traffic.messages()), (90, 0));
/// assert!(report.to_html().starts_with("<!DOCTYPE html>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn simulate(playbook: &Playbook, cases: &Cases, options: &Options) -> Simulation {
    office::Office::open(playbook, cases, options).run()
}
