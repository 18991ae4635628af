//! Two playbooks on the same past and among the same people: what each patient would have got, and the difference per
//! day and per role.
//!
//! Both are simulated with the same cases, days, behaviour and seed. What a person thinks of a plan and what becomes of
//! a message hang on names that both share, so that whatever differs differs because of the playbooks. How many would
//! *accept* is not compared: that follows from what was assumed of people, not from the playbooks.

mod cases;
mod figures;
mod page;

use followthrough::{Date, Error, Playbook};
use serde::Serialize;

pub use cases::{CaseDifference, Change, Contact, Got, StepDifference};
pub use figures::{ComparedDay, ComparedRole, DayFigures, RoleDays, RoleFigures, Side};

use crate::report::days::traffic;
use crate::report::ledger::Ledger;
use crate::report::load;
use crate::simulate::{Cases, Options, simulate};

/// Two playbooks on the same past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The practice, as the new playbook names it.
    pub practice: String,
    /// Where the new playbook's clocks stand.
    pub time_zone: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// How many days.
    pub days_compared: u64,
    /// The seed.
    pub seed: u64,
    /// What the old playbook comes to.
    pub old: Side,
    /// What the new one comes to.
    pub new: Side,
    /// Every day.
    pub days: Vec<ComparedDay>,
    /// Every role that either asks something of.
    pub roles: Vec<ComparedRole>,
    /// The plans whose patients would have got something else, by id.
    pub cases: Vec<CaseDifference>,
    /// Plans about which both do the same.
    pub same: u64,
}

/// Plays both playbooks over the same cases.
///
/// ```
/// use followthrough::{Date, Playbook};
/// use followthrough_insight::compare::compare;
/// use followthrough_insight::simulate::{Cases, Options};
///
/// let document = r#"
/// followthrough: 1
/// practice:
///   name: Larkspur Family Dental
///   time_zone: America/New_York
///   phone: "+14045550100"
///   postal_address: 12 Larkspur Lane, Decatur, GA 30030
///   booking_url: https://book.example.com/larkspur
/// extends: dental
/// "#;
/// let old = Playbook::from_yaml(document)?;
/// let new = Playbook::from_yaml(&format!("{document}limits: {{per_week: 2}}\n"))?;
/// // An import's recipients, plans and visits; here there are none.
/// let cases = Cases::new(Vec::new(), Vec::new(), Vec::new());
/// let comparison = compare(&old, &new, &cases, &Options::days(Date::parse("2026-09-01")?, 90));
/// assert!(comparison.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn compare(old: &Playbook, new: &Playbook, cases: &Cases, options: &Options) -> Comparison {
    let (old, new) = (simulate(old, cases, options), simulate(new, cases, options));
    let (old_ledger, new_ledger) = (Ledger::read(&old), Ledger::read(&new));
    let (old_traffic, new_traffic) = (traffic(&old, &old_ledger), traffic(&new, &new_ledger));
    let (old_load, new_load) = (load::load(&old), load::load(&new));
    let (cases, same) = cases::differences(&old_ledger, &new_ledger);
    Comparison {
        practice: new.practice.clone(),
        time_zone: new.time_zone.clone(),
        from: new.from,
        to: new.to.plus_days(-1).unwrap_or(new.to),
        days_compared: u64::try_from(new.to.days_since(new.from)).unwrap_or(0),
        seed: new.seed,
        old: figures::side(&old, &old_ledger, &old_traffic, &old_load),
        new: figures::side(&new, &new_ledger, &new_traffic, &new_load),
        days: figures::days(&old_traffic, &new_traffic, &old_load, &new_load),
        roles: figures::roles(&old_load, &new_load),
        cases,
        same,
    }
}

/// [`compare`] as the bindings call it: JSON in, as [`simulate_json`](crate::simulate::simulate_json) takes it.
///
/// # Errors
/// As [`Cases::from_json`] and [`Options::from_json`].
pub fn compare_json(old: &Playbook, new: &Playbook, cases: &str, options: &str) -> Result<Comparison, Error> {
    let cases = Cases::from_json(cases)?;
    let options = Options::from_json(options, cases.first_day())?;
    Ok(compare(old, new, &cases, &options))
}

impl Comparison {
    /// Whether both do the same to everybody on every day.
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
            && self.days.iter().all(|day| day.old == day.new)
            && self
                .roles
                .iter()
                .all(|role| role.old == role.new && role.days.is_empty())
    }

    /// The page: one file with everything in it. It names plans and patients by id alone, and shows no texts.
    pub fn to_html(&self) -> String {
        page::page(self).into_string()
    }

    /// The comparison as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
