//! Messages and prompts by day.

use std::collections::BTreeMap;

use followthrough::Date;
use followthrough::follow_up::{ActionKind, Content};
use followthrough::recipient::Channel;
use followthrough::schedule::Zone;
use serde::Serialize;

use super::ledger::Ledger;
use crate::simulate::Simulation;

/// What went out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Traffic {
    /// Text messages, the confirmations of opt-outs among them.
    pub sms: u64,
    /// What carriers bill for them.
    pub sms_segments: u64,
    /// E-mails.
    pub email: u64,
    /// Portal messages.
    pub portal: u64,
    /// Confirmations of opt-outs.
    pub confirmations: u64,
    /// The most messages on one day.
    pub most_a_day: u64,
    /// People who got at least one message.
    pub people: u64,
    /// Every day, also those on which nothing happened.
    pub days: Vec<Day>,
}

/// One day of the practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    /// Which.
    pub date: Date,
    /// Text messages.
    pub sms: u64,
    /// E-mails.
    pub email: u64,
    /// Portal messages.
    pub portal: u64,
    /// Prompts to staff.
    pub prompts: u64,
}

impl Day {
    /// All messages of the day.
    pub fn messages(&self) -> u64 {
        self.sms + self.email + self.portal
    }
}

impl Traffic {
    /// All messages.
    pub fn messages(&self) -> u64 {
        self.sms + self.email + self.portal
    }
}

pub(crate) fn traffic(simulation: &Simulation, ledger: &Ledger<'_>) -> Traffic {
    let zone = Zone::named(&simulation.time_zone).unwrap_or_else(|_| Zone::utc());
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    let mut date = simulation.from;
    while date < simulation.to {
        let empty = Day {
            date,
            sms: 0,
            email: 0,
            portal: 0,
            prompts: 0,
        };
        days.insert(date, empty);
        let Some(next) = date.plus_days(1) else { break };
        date = next;
    }
    let mut traffic = Traffic::default();
    let delayed: BTreeMap<_, _> = simulation
        .delayed
        .iter()
        .map(|one| (&one.action_id, one.left_at))
        .collect();
    for record in &simulation.records {
        for action in record.decision.iter().flat_map(|decision| &decision.actions) {
            // A message that waited for its gateway counts when it left, and not at all where it did not.
            let Some(at) = delayed.get(&action.id).copied().unwrap_or(Some(record.moment.now)) else {
                continue;
            };
            let Some(day) = days.get_mut(&zone.local(at).date) else {
                continue;
            };
            match &action.kind {
                ActionKind::Send(send) => {
                    match send.channel {
                        Channel::Sms => day.sms += 1,
                        Channel::Email => day.email += 1,
                        Channel::Portal => day.portal += 1,
                        Channel::Call => {}
                    }
                    if let Content::Sms { segments, .. } = &send.content {
                        traffic.sms_segments += u64::from(*segments);
                    }
                    traffic.confirmations += u64::from(send.case_id.is_none());
                }
                ActionKind::Prompt(_) => day.prompts += 1,
                ActionKind::Cancel { .. }
                | ActionKind::RecordOptOut(_)
                | ActionKind::TellPracticeSystem { .. }
                | ActionKind::Alert { .. } => {}
            }
        }
    }
    traffic.days = days.into_values().collect();
    let sum = |of: fn(&Day) -> u64| traffic.days.iter().map(of).sum();
    (traffic.sms, traffic.email, traffic.portal) = (sum(|d| d.sms), sum(|d| d.email), sum(|d| d.portal));
    traffic.most_a_day = traffic.days.iter().map(Day::messages).max().unwrap_or(0);
    let contacted = ledger.cases.values().filter(|case| case.messages().next().is_some());
    let people: std::collections::BTreeSet<_> = contacted.map(|case| &case.record.recipient).collect();
    traffic.people = u64::try_from(people.len()).unwrap_or(u64::MAX);
    traffic
}
