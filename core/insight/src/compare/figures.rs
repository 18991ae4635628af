//! The figures of both playbooks, by day and by role.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::Date;
use followthrough::wire::RoleId;
use serde::Serialize;

use crate::report::ledger::Ledger;
use crate::report::{Bill, Day, RoleDay, RoleLoad, Traffic, load};
use crate::simulate::Simulation;

/// What one playbook comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Its revision.
    pub revision: String,
    /// Plans about which it writes.
    pub contacted: u64,
    /// People to whom it writes about them.
    pub people: u64,
    /// Text messages, the confirmations of opt-outs among them.
    pub sms: u64,
    /// What carriers bill for them.
    pub sms_segments: u64,
    /// E-mails.
    pub email: u64,
    /// Portal messages.
    pub portal: u64,
    /// The most messages on one day.
    pub most_a_day: u64,
    /// Tasks for staff.
    pub tasks: u64,
    /// Of them, calls.
    pub calls: u64,
    /// How many minutes they take.
    pub minutes: u64,
    /// What it costs, of what has a price.
    pub bill: Bill,
}

impl Side {
    /// All messages.
    pub fn messages(&self) -> u64 {
        self.sms + self.email + self.portal
    }
}

/// One day under both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ComparedDay {
    /// Which.
    pub date: Date,
    /// Under the old playbook.
    pub old: DayFigures,
    /// Under the new one.
    pub new: DayFigures,
}

/// One day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DayFigures {
    /// Text messages.
    pub sms: u64,
    /// E-mails.
    pub email: u64,
    /// Portal messages.
    pub portal: u64,
    /// Tasks that staff find.
    pub tasks: u64,
    /// Of them, calls.
    pub calls: u64,
    /// How many minutes they take.
    pub minutes: u64,
}

impl DayFigures {
    /// All messages.
    pub fn messages(&self) -> u64 {
        self.sms + self.email + self.portal
    }
}

/// One role under both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComparedRole {
    /// Which.
    pub role: RoleId,
    /// Under the old playbook.
    pub old: RoleFigures,
    /// Under the new one.
    pub new: RoleFigures,
    /// The days on which they differ.
    pub days: Vec<RoleDays>,
}

/// What lands on the list of one role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RoleFigures {
    /// Tasks.
    pub tasks: u64,
    /// Of them, calls.
    pub calls: u64,
    /// How many minutes they take.
    pub minutes: u64,
    /// The day with the most minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub busiest: Option<RoleDay>,
    /// On how many days there is more than there is time for.
    pub days_above: u64,
}

/// One day of one role under both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RoleDays {
    /// Under the old playbook.
    pub old: RoleDay,
    /// Under the new one.
    pub new: RoleDay,
}

pub(super) fn side(simulation: &Simulation, ledger: &Ledger<'_>, traffic: &Traffic, loads: &[RoleLoad]) -> Side {
    let sum = |of: fn(&RoleLoad) -> u64| loads.iter().map(of).sum();
    let contacted = ledger.cases.values().filter(|case| case.messages().next().is_some());
    Side {
        revision: simulation.revision.clone(),
        contacted: count(contacted.count()),
        people: traffic.people,
        sms: traffic.sms,
        sms_segments: traffic.sms_segments,
        email: traffic.email,
        portal: traffic.portal,
        most_a_day: traffic.most_a_day,
        tasks: sum(|role| role.tasks),
        calls: sum(|role| role.calls),
        minutes: sum(|role| role.minutes),
        bill: load::bill(simulation, traffic, loads),
    }
}

pub(super) fn days(old: &Traffic, new: &Traffic, old_load: &[RoleLoad], new_load: &[RoleLoad]) -> Vec<ComparedDay> {
    let (old, new) = (by_date(old, old_load), by_date(new, new_load));
    let dates: BTreeSet<Date> = old.keys().chain(new.keys()).copied().collect();
    let of = |side: &BTreeMap<Date, DayFigures>, date| side.get(&date).copied().unwrap_or_default();
    let day = |date| ComparedDay {
        date,
        old: of(&old, date),
        new: of(&new, date),
    };
    dates.into_iter().map(day).collect()
}

fn by_date(traffic: &Traffic, loads: &[RoleLoad]) -> BTreeMap<Date, DayFigures> {
    let messages = |day: &Day| DayFigures {
        sms: day.sms,
        email: day.email,
        portal: day.portal,
        ..DayFigures::default()
    };
    let mut days: BTreeMap<Date, DayFigures> = traffic.days.iter().map(|day| (day.date, messages(day))).collect();
    for day in loads.iter().flat_map(|role| &role.days) {
        let figures = days.entry(day.date).or_default();
        figures.tasks += day.tasks;
        figures.calls += day.calls;
        figures.minutes += day.minutes;
    }
    days
}

pub(super) fn roles(old: &[RoleLoad], new: &[RoleLoad]) -> Vec<ComparedRole> {
    let names: BTreeSet<&RoleId> = old.iter().chain(new).map(|role| &role.role).collect();
    let mut roles: Vec<ComparedRole> = names
        .into_iter()
        .map(|role| {
            let of = |side: &[RoleLoad]| side.iter().find(|load| &load.role == role).cloned();
            let (old, new) = (of(old), of(new));
            ComparedRole {
                role: role.clone(),
                days: role_days(old.as_ref(), new.as_ref()),
                old: old.map(|load| figures(&load)).unwrap_or_default(),
                new: new.map(|load| figures(&load)).unwrap_or_default(),
            }
        })
        .collect();
    let minutes = |role: &ComparedRole| role.old.minutes + role.new.minutes;
    roles.sort_by(|a, b| minutes(b).cmp(&minutes(a)).then_with(|| a.role.cmp(&b.role)));
    roles
}

fn figures(load: &RoleLoad) -> RoleFigures {
    RoleFigures {
        tasks: load.tasks,
        calls: load.calls,
        minutes: load.minutes,
        busiest: load.busiest,
        days_above: count(load.days_above.len()),
    }
}

fn role_days(old: Option<&RoleLoad>, new: Option<&RoleLoad>) -> Vec<RoleDays> {
    let by_date = |load: Option<&RoleLoad>| -> BTreeMap<Date, RoleDay> {
        let days = load.into_iter().flat_map(|load| &load.days);
        days.map(|day| (day.date, *day)).collect()
    };
    let (old, new) = (by_date(old), by_date(new));
    let dates: BTreeSet<Date> = old.keys().chain(new.keys()).copied().collect();
    let of = |side: &BTreeMap<Date, RoleDay>, date| side.get(&date).copied().unwrap_or(RoleDay::of(date));
    let both = dates.into_iter().map(|date| RoleDays {
        old: of(&old, date),
        new: of(&new, date),
    });
    both.filter(|day| day.old != day.new).collect()
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
