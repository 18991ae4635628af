//! What a simulation came to, for the person who owns the playbook: one page, and the same as JSON.
//!
//! Every figure and its formula stand in `docs/insight.md`. Shares are whole numbers of a thousand, amounts whole
//! cents: nothing here is rounded before it is shown.
//!
//! What would have been accepted without any message is a property of the *assumed behaviour* and shown as such; the
//! difference to what was accepted is never called an effect. Names and texts of a person appear in one place only,
//! the picture of one case.

pub(crate) mod days;
mod desk;
mod funnel;
mod late;
pub(crate) mod ledger;
pub(crate) mod load;
pub(crate) mod outcomes;
mod page;
mod picture;
mod staff;
mod tables;

use followthrough::Date;
use followthrough::schedule::Zone;
use serde::Serialize;

use crate::simulate::{Behaviour, Costs, Disruptions, Simulation};
use crate::timeline::{self, Timeline};

pub use crate::page::{Count, Share};
pub use days::{Day, Traffic};
pub use funnel::FunnelRow;
pub use late::{LeftOutRow, NotSent, SkippedRow};
pub use load::{Bill, RoleDay, RoleLoad};
pub use outcomes::{Acceptance, CategoryRow, Contacted, NotContacted, OutcomeRow, ReasonRow};
pub use staff::{StaffRow, StaffWork};

/// Below so many plans followed up, one plan moves a share by more than a point: numbers are called small.
pub const SMALL_BELOW: u64 = 100;
/// Below so many plans accepted as well: chance alone moves them by a third.
pub const SMALL_ACCEPTED_BELOW: u64 = 30;

/// What a simulation came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The practice.
    pub practice: String,
    /// Where its clocks stand.
    pub time_zone: String,
    /// The revision of the playbook.
    pub revision: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// How many days.
    pub days: u64,
    /// The seed.
    pub seed: u64,
    /// What people were assumed to do.
    pub behaviour: Behaviour,
    /// What was assumed to go wrong around the engine.
    pub disruptions: Disruptions,
    /// What messages cost and how long tasks take.
    pub costs: Costs,
    /// How many plans, and what was accepted.
    pub acceptance: Acceptance,
    /// The same by kind of treatment.
    pub categories: Vec<CategoryRow>,
    /// What each step led to.
    pub funnel: Vec<FunnelRow>,
    /// How the plans that were followed up ended.
    pub outcomes: Vec<OutcomeRow>,
    /// Pending plans about which nobody was written to, and why.
    pub not_contacted: Vec<ReasonRow>,
    /// Messages and prompts by day.
    pub traffic: Traffic,
    /// What staff were asked to do.
    pub staff: StaffWork,
    /// What lands on whose list, day by day.
    pub load: Vec<RoleLoad>,
    /// What it costs, of what has a price.
    pub bill: Bill,
    /// Steps and messages that did not go, or waited.
    pub not_sent: NotSent,
    /// One case from beginning to end; absent when nobody was contacted. The page shows its texts; the JSON leaves them
    /// out, so that it names nobody.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "timeline::without_texts")]
    pub story: Option<Timeline>,
    /// Calls that the engine refused.
    pub faults: u64,
}

/// Sums up a simulation.
pub fn report(simulation: &Simulation) -> Report {
    let ledger = ledger::Ledger::read(simulation);
    let (traffic, load) = (days::traffic(simulation, &ledger), load::load(simulation));
    Report {
        practice: simulation.practice.clone(),
        time_zone: simulation.time_zone.clone(),
        revision: simulation.revision.clone(),
        from: simulation.from,
        to: simulation.to.plus_days(-1).unwrap_or(simulation.to),
        days: u64::try_from(simulation.to.days_since(simulation.from)).unwrap_or(0),
        seed: simulation.seed,
        behaviour: simulation.behaviour.clone(),
        disruptions: simulation.disruptions.clone(),
        costs: simulation.costs.clone(),
        acceptance: outcomes::acceptance(&ledger),
        categories: outcomes::categories(&ledger),
        funnel: funnel::funnel(simulation, &ledger),
        outcomes: outcomes::outcomes(&ledger),
        not_contacted: outcomes::not_contacted(&ledger),
        bill: load::bill(simulation, &traffic, &load),
        traffic,
        load,
        not_sent: late::not_sent(simulation),
        staff: staff::work(simulation),
        story: timeline::story(simulation, &ledger),
        faults: u64::try_from(simulation.faults.len()).unwrap_or(u64::MAX),
    }
}

/// Every plan about which somebody was written to, by id.
pub fn contacted(simulation: &Simulation) -> Vec<Contacted> {
    outcomes::each_contacted(&ledger::Ledger::read(simulation))
}

/// Every pending plan about which nobody was written to, by id, with the first reason that applies.
pub fn not_contacted(simulation: &Simulation) -> Vec<NotContacted> {
    outcomes::each_not_contacted(&ledger::Ledger::read(simulation))
}

impl Report {
    /// The page: one file with everything in it, for a screen, a printer and a screen reader. It loads nothing.
    pub fn to_html(&self) -> String {
        page::page(self).into_string()
    }

    fn zone(&self) -> Zone {
        Zone::named(&self.time_zone).unwrap_or_else(|_| Zone::utc())
    }

    /// The figures as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
