//! The windows of a message as rules: the law's, the practice's, its closed days and the patient's own visits.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::playbook::{Practice, Rules};
use crate::recipient::Channel;
use crate::schedule::{Closed, Date, LocalTime, Rule, Weekly, Zone, law};

/// Open always: for rules that only have closed days.
static ALWAYS: LazyLock<Weekly> = LazyLock::new(|| Weekly::all_days(LocalTime::START, LocalTime::END));

/// All that must be open for a message to go, from the law to the patient's own visits.
pub(super) fn window_rules<'r>(
    rules: &'r Rules,
    practice: &'r Practice,
    channel: Channel,
    zones: &'r [Zone],
    rows: &[&'static law::StateRow],
    visit_days: &'r BTreeSet<Date>,
) -> Vec<Rule<'r>> {
    let mut list = daily_rules(rules, channel, zones, rows);
    list.extend(closed_days_rule(rules, practice, channel));
    if !visit_days.is_empty() {
        list.push(visit_rule(practice, visit_days));
    }
    list
}

/// The practice's closed days, where they keep a channel quiet.
pub(super) fn closed_days_rule<'r>(rules: &Rules, practice: &'r Practice, channel: Channel) -> Option<Rule<'r>> {
    let quiet = rules.sending.quiet_on_closed_days.contains(&channel);
    quiet.then(|| Rule::new(&practice.zone, &ALWAYS).but_not_on(Closed::Days(&practice.hours.closed)))
}

/// The days in the chair.
pub(super) fn visit_rule<'r>(practice: &'r Practice, visit_days: &'r BTreeSet<Date>) -> Rule<'r> {
    Rule::new(&practice.zone, &ALWAYS).but_not_on(Closed::Dates(visit_days))
}

/// The windows that return every week: the law's and the practice's own, in every zone.
pub(crate) fn daily_rules<'r>(
    rules: &'r Rules,
    channel: Channel,
    zones: &'r [Zone],
    rows: &[&'static law::StateRow],
) -> Vec<Rule<'r>> {
    let mut list = match channel {
        Channel::Sms | Channel::Call => law::rules(&rules.contact_policy.windows, rows, zones, &rules.time_zones),
        Channel::Email | Channel::Portal => Vec::new(),
    };
    list.extend(zones.iter().map(|zone| Rule::new(zone, &rules.sending.window)));
    list
}
