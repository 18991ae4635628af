//! What lands on the desk, day by day and by role, and what it and the messages cost.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::escalation::PromptKind;
use followthrough::wire::{RoleId, TaskId};
use followthrough::{Date, Money};
use serde::Serialize;

use super::days::Traffic;
use crate::simulate::{Capacity, Simulation};

/// What lands on the desk of one role.
///
/// A task counts once for each role that is asked to do it, on the day on which staff find it: the day it was raised,
/// or the next on which their office is open. A reminder to the same role is no new task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleLoad {
    /// Whose.
    pub role: RoleId,
    /// Tasks found within the days.
    pub tasks: u64,
    /// Of them, calls to patients about their plans.
    pub calls: u64,
    /// How many minutes they take, by the minutes assumed.
    pub minutes: u64,
    /// The day with the most minutes; of equals the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub busiest: Option<RoleDay>,
    /// What this role has time for, where the practice named it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Capacity>,
    /// Days on which there is more.
    pub days_above: Vec<Date>,
    /// The days on which there is something.
    pub days: Vec<RoleDay>,
}

/// One day of one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RoleDay {
    /// Which.
    pub date: Date,
    /// Tasks found.
    pub tasks: u64,
    /// Of them, calls.
    pub calls: u64,
    /// How many minutes they take.
    pub minutes: u64,
}

/// What it costs, of what has a price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bill {
    /// Segments of text messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms: Option<Money>,
    /// E-mails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<Money>,
    /// Portal messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portal: Option<Money>,
    /// Staff, by the hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<Money>,
    /// The sum of those that have a price; absent where none has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
}

impl RoleDay {
    pub(crate) fn of(date: Date) -> Self {
        Self {
            date,
            tasks: 0,
            calls: 0,
            minutes: 0,
        }
    }
}

/// By role, the one with the most minutes first.
pub(crate) fn load(simulation: &Simulation) -> Vec<RoleLoad> {
    let mut days: BTreeMap<&RoleId, BTreeMap<Date, RoleDay>> = BTreeMap::new();
    let mut seen: BTreeSet<(&TaskId, &RoleId)> = BTreeSet::new();
    for task in &simulation.tasks {
        if !seen.insert((&task.task_id, &task.role)) || task.on >= simulation.to {
            continue;
        }
        let of_role = days.entry(&task.role).or_default();
        let day = of_role.entry(task.on).or_insert_with(|| RoleDay::of(task.on));
        day.tasks += 1;
        day.calls += u64::from(task.kind == PromptKind::Call);
        day.minutes += u64::from(simulation.costs.minutes.of(task.kind));
    }
    let mut roles: Vec<RoleLoad> = days
        .into_iter()
        .map(|(role, days)| {
            let capacity = simulation
                .capacity
                .iter()
                .find(|capacity| &capacity.role == role)
                .cloned();
            of_role(role, days.into_values().collect(), capacity)
        })
        .collect();
    roles.sort_by(|a, b| b.minutes.cmp(&a.minutes).then_with(|| a.role.cmp(&b.role)));
    roles
}

fn of_role(role: &RoleId, days: Vec<RoleDay>, capacity: Option<Capacity>) -> RoleLoad {
    let above = |day: &&RoleDay| {
        capacity.as_ref().is_some_and(|most| {
            most.tasks.is_some_and(|most| day.tasks > most) || most.minutes.is_some_and(|most| day.minutes > most)
        })
    };
    let sum = |of: fn(&RoleDay) -> u64| days.iter().map(of).sum();
    RoleLoad {
        role: role.clone(),
        tasks: sum(|day| day.tasks),
        calls: sum(|day| day.calls),
        minutes: sum(|day| day.minutes),
        busiest: days.iter().rev().max_by_key(|day| day.minutes).copied(),
        days_above: days.iter().filter(above).map(|day| day.date).collect(),
        capacity,
        days,
    }
}

pub(crate) fn bill(simulation: &Simulation, traffic: &Traffic, load: &[RoleLoad]) -> Bill {
    let costs = &simulation.costs;
    let minutes = load.iter().map(|role| role.minutes).sum();
    let mut bill = Bill {
        sms: costs.sms_segment.map(|price| price.times(traffic.sms_segments)),
        email: costs.email.map(|price| price.times(traffic.email)),
        portal: costs.portal.map(|price| price.times(traffic.portal)),
        staff: costs.staff_hour.map(|price| price.of_minutes(minutes)),
        total: None,
    };
    let priced = [bill.sms, bill.email, bill.portal, bill.staff];
    bill.total = priced.into_iter().flatten().reduce(Money::plus);
    bill
}
