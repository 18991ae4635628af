//! When a step may go: its due time, the windows that apply, the caps, and when it is too late.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::machine::Machine;
use super::{AppointmentStatus, Moved, MovedBy, Sent, SkipReason};
use crate::playbook::{Sequence, Step};
use crate::recipient::{Channel, ContactKind, ContactValue, area_of};
use crate::schedule::{
    Closed, DAY, Date, LocalTime, Rule, Timestamp, Weekly, Zone, day_at, is_allowed, law, next_allowed, open_until,
};
use crate::wire::hash;

/// How far ahead a common opening of all windows is looked for.
const HORIZON_DAYS: i64 = 14;

/// Open always: for rules that only have closed days.
static ALWAYS: LazyLock<Weekly> = LazyLock::new(|| Weekly::all_days(LocalTime::START, LocalTime::END));

/// When a step is to happen.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Timing {
    /// At this instant, moved there by these rules.
    At { at: Timestamp, moved_by: Vec<Moved> },
    /// Never; it is passed over at `at`.
    Skip { at: Timestamp, reason: SkipReason },
}

impl Timing {
    pub(super) fn at(&self) -> Timestamp {
        match self {
            Self::At { at, .. } | Self::Skip { at, .. } => *at,
        }
    }
}

/// The bounds of a step within its sequence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) due: Timestamp,
    /// The first instant that is too late.
    pub(super) too_late: Timestamp,
}

/// What decides about one message, owned, so that rules can borrow from it.
pub(super) struct Fences {
    pub(super) rows: Vec<&'static law::StateRow>,
    visit_days: BTreeSet<Date>,
}

impl Machine<'_> {
    /// The zone the host knows; else the practice's together with those of the numbers' areas, since numbers move with
    /// people: an area adds zones, it never takes one away.
    pub(super) fn find_zones(&mut self) {
        let known = self
            .f
            .person
            .time_zone
            .as_deref()
            .and_then(|name| Zone::named(name).ok());
        self.zones = match known {
            Some(zone) => vec![zone],
            None => {
                let mut zones = vec![self.rules.practice.zone.clone()];
                for point in self
                    .f
                    .person
                    .points
                    .iter()
                    .filter(|p| p.listed && p.kind == ContactKind::Mobile)
                {
                    for name in area_of(point.value.reveal()).zones {
                        if let Ok(zone) = Zone::named(name)
                            && !zones.contains(&zone)
                        {
                            zones.push(zone);
                        }
                    }
                }
                zones
            }
        };
    }

    /// Where days are counted: the person's zone, the practice's when unknown.
    pub(super) fn zone(&self) -> &Zone {
        self.zones.first().unwrap_or(&self.rules.practice.zone)
    }

    /// When a step is due, and from when on it is too late: not before the due time of the next step in the list, not
    /// more than `stale_after` after its own.
    pub(super) fn bounds(&self, sequence: &Sequence, step: &Step, anchor: Timestamp) -> Bounds {
        let due = self.due(step, anchor);
        let next = sequence.steps.iter().find(|other| other.day > step.day);
        let stale = due.plus(step.stale_after).plus(1);
        let too_late = next.map_or(stale, |next| stale.min(self.due(next, anchor)));
        Bounds { due, too_late }
    }

    fn due(&self, step: &Step, anchor: Timestamp) -> Timestamp {
        day_at(anchor, self.zone(), i64::from(step.day), step.at)
    }

    /// When a message may go on a channel: the first instant from its due time at which every window is open and every
    /// cap has room. A host that asks late gets the first such instant from now.
    pub(super) fn message_timing(&self, channel: Channel, to: &ContactValue, bounds: Bounds) -> Timing {
        let fences = self.fences(channel, to);
        let rules = self.window_rules(channel, &fences);
        if !self.ever_opens(channel, &fences, bounds.due) {
            return Timing::Skip {
                at: bounds.due,
                reason: SkipReason::NoWindow,
            };
        }
        let on_time = self.first_slot(channel, to, &rules, &fences, bounds.due, bounds.too_late);
        let slot = match on_time {
            Some((at, moved_by)) if at >= self.now => Some((at, moved_by)),
            Some(_) => self.first_slot(channel, to, &rules, &fences, self.now, bounds.too_late),
            None => None,
        };
        match slot {
            Some((at, moved_by)) => Timing::At { at, moved_by },
            None => Timing::Skip {
                at: bounds.due,
                reason: SkipReason::Stale,
            },
        }
    }

    /// When a prompt to call may be raised: inside practice hours. Caps and gaps are not its business.
    pub(super) fn call_timing(&self, bounds: Bounds) -> Timing {
        let from = bounds.due.max(self.now.min(bounds.too_late));
        let hours = &self.rules.practice.hours;
        // What was on time stays on time: the earlier opening decides unless it has passed.
        let opening = hours
            .next_open(bounds.due)
            .filter(|&at| at >= self.now)
            .or_else(|| hours.next_open(from));
        match opening {
            Some(at) if at < bounds.too_late => {
                let moved = Moved {
                    rule: MovedBy::PracticeHours,
                    zone: Some(self.rules.practice.zone.name().to_owned()),
                    from: bounds.due,
                    to: at,
                };
                Timing::At {
                    at,
                    moved_by: if at > bounds.due { vec![moved] } else { Vec::new() },
                }
            }
            Some(_) | None => Timing::Skip {
                at: bounds.due,
                reason: SkipReason::Stale,
            },
        }
    }

    /// Until when a message that goes now may still go.
    pub(super) fn expires_at(&self, channel: Channel, to: &ContactValue, too_late: Timestamp) -> Timestamp {
        let fences = self.fences(channel, to);
        open_until(self.now, &self.window_rules(channel, &fences)).min(too_late)
    }

    pub(super) fn fences(&self, channel: Channel, to: &ContactValue) -> Fences {
        let policy = &self.rules.contact_policy.windows;
        let rows = match channel {
            Channel::Sms | Channel::Call => law::applicable_rows(
                policy,
                self.f.person.state.as_deref(),
                self.rules.practice.state.as_deref(),
                area_of(to.reveal()).states,
            ),
            // E-mail and portal are not under the telephone law.
            Channel::Email | Channel::Portal => Vec::new(),
        };
        let visit_days = if self.rules.sending.not_on_visit_days {
            self.visit_days().collect()
        } else {
            BTreeSet::new()
        };
        Fences { rows, visit_days }
    }

    /// The practice's local days on which the patient is, or was, in the chair.
    fn visit_days(&self) -> impl Iterator<Item = Date> {
        let zone = &self.rules.practice.zone;
        self.f
            .visits
            .iter()
            .filter_map(move |visit| match visit.appointment.status {
                AppointmentStatus::Scheduled | AppointmentStatus::Completed => {
                    visit.appointment.starts_at.map(|at| zone.local(at).date)
                }
                AppointmentStatus::Broken | AppointmentStatus::Cancelled => None,
            })
    }

    pub(super) fn window_rules<'r>(&'r self, channel: Channel, fences: &'r Fences) -> Vec<Rule<'r>> {
        let mut rules = self.daily_rules(channel, fences);
        rules.extend(self.closed_days_rule(channel));
        if !fences.visit_days.is_empty() {
            rules.push(Self::visit_rule(&self.rules.practice.zone, fences));
        }
        rules
    }

    /// The practice's closed days, where they keep a channel quiet.
    pub(super) fn closed_days_rule(&self, channel: Channel) -> Option<Rule<'_>> {
        let practice = &self.rules.practice;
        let quiet = self.rules.sending.quiet_on_closed_days.contains(&channel);
        quiet.then(|| Rule::new(&practice.zone, &ALWAYS).but_not_on(Closed::Days(&practice.hours.closed)))
    }

    pub(super) fn visit_rule<'r>(zone: &'r Zone, fences: &'r Fences) -> Rule<'r> {
        Rule::new(zone, &ALWAYS).but_not_on(Closed::Dates(&fences.visit_days))
    }

    /// The windows that return every week: the law's and the practice's own, in every zone.
    pub(super) fn daily_rules<'r>(&'r self, channel: Channel, fences: &'r Fences) -> Vec<Rule<'r>> {
        let mut rules = match channel {
            Channel::Sms | Channel::Call => law::rules(&self.rules.contact_policy.windows, &fences.rows, &self.zones),
            Channel::Email | Channel::Portal => Vec::new(),
        };
        rules.extend(
            self.zones
                .iter()
                .map(|zone| Rule::new(zone, &self.rules.sending.window)),
        );
        rules
    }

    /// Whether the zones in which the person may be have any common opening.
    fn ever_opens(&self, channel: Channel, fences: &Fences, from: Timestamp) -> bool {
        self.zones.len() == 1
            || next_allowed(from, &self.daily_rules(channel, fences), from.plus(HORIZON_DAYS * DAY)).is_some()
    }

    /// The first instant from `from` and before `end` at which every window is open and every cap has room.
    fn first_slot(
        &self,
        channel: Channel,
        to: &ContactValue,
        rules: &[Rule<'_>],
        fences: &Fences,
        from: Timestamp,
        end: Timestamp,
    ) -> Option<(Timestamp, Vec<Moved>)> {
        let mut at = from;
        let mut moved = Vec::new();
        let mut push = |rule, zone: &Zone, from, to| {
            let zone = Some(zone.name().to_owned());
            moved.push(Moved { rule, zone, from, to });
        };
        // The gap is part of "not before": only what is still shut then has to wait for a window.
        if let Some(free) = self.gap_after(at) {
            push(MovedBy::MinGap, self.zone(), at, free);
            at = free;
        }
        while at < end {
            let open = next_allowed(at, rules, end)?;
            if open > at {
                let in_chair = !Self::visit_rule(&self.rules.practice.zone, fences).is_open(at);
                let shut = rules
                    .iter()
                    .find(|rule| !rule.is_open(at))
                    .map_or(self.zone(), |rule| rule.zone);
                push(
                    if in_chair {
                        MovedBy::VisitDay
                    } else {
                        MovedBy::QuietHours
                    },
                    shut,
                    at,
                    open,
                );
                at = open;
                let opening = self.zone().local(open).date;
                let later = open.plus(hash::spread(&self.f.person.id, opening, self.rules.sending.spread));
                if later > open && later < end && later < open_until(open, rules) {
                    push(MovedBy::Spread, self.zone(), open, later);
                    at = later;
                }
            }
            match self.cap(channel, to, fences, at) {
                None => return (at < end && is_allowed(at, rules)).then_some((at, moved)),
                Some((rule, free)) => {
                    push(rule, self.zone(), at, free);
                    at = free;
                }
            }
        }
        None
    }

    /// What keeps a message from going at an instant.
    pub(super) fn shut(&self, channel: Channel, to: &ContactValue, at: Timestamp) -> Option<MovedBy> {
        let fences = self.fences(channel, to);
        if !Self::visit_rule(&self.rules.practice.zone, &fences).is_open(at) {
            return Some(MovedBy::VisitDay);
        }
        if !is_allowed(at, &self.window_rules(channel, &fences)) {
            return Some(MovedBy::QuietHours);
        }
        if self.gap_after(at).is_some() {
            return Some(MovedBy::MinGap);
        }
        self.cap(channel, to, &fences, at).map(|(rule, _)| rule)
    }

    /// The end of the gap after the last message, when an instant lies within it.
    pub(super) fn gap_after(&self, at: Timestamp) -> Option<Timestamp> {
        let last = self
            .f
            .sends
            .iter()
            .filter(|sent| sent.counts())
            .map(|sent| sent.at)
            .max()?;
        let free = last.plus(self.rules.limits.min_gap);
        (at < free).then_some(free)
    }

    /// The cap that has no room at an instant, and when it may have.
    fn cap(&self, channel: Channel, to: &ContactValue, fences: &Fences, at: Timestamp) -> Option<(MovedBy, Timestamp)> {
        let limits = &self.rules.limits;
        let counted = || self.f.sends.iter().filter(|sent| sent.counts());
        let zone = self.zone();
        let today = zone.local(at).date;
        let on_day = counted().filter(|sent| zone.local(sent.at).date == today).count();
        if at_least(on_day, limits.per_day)
            && let Some(tomorrow) = today.plus_days(1)
        {
            return Some((MovedBy::PerDay, zone.start_of_day(tomorrow)));
        }
        if let Some(free) = rolling(counted(), at, 7 * DAY, limits.per_week) {
            return Some((MovedBy::PerWeek, free));
        }
        let cap = (channel == Channel::Sms)
            .then(|| law::cap(&self.rules.contact_policy.windows, &fences.rows))
            .flatten()?;
        let here = counted().filter(|sent| &sent.to == to);
        rolling(here, at, i64::from(cap.per_hours) * 3600, cap.max).map(|free| (MovedBy::LawCap, free))
    }
}

fn at_least(found: usize, most: u32) -> bool {
    usize::try_from(most).is_ok_and(|most| found >= most)
}

/// When the count of the last `span` seconds falls below `most`; none when it is below it at `at`. A send that is
/// exactly `span` old is out.
pub(super) fn rolling<'s>(
    sends: impl Iterator<Item = &'s Sent>,
    at: Timestamp,
    span: i64,
    most: u32,
) -> Option<Timestamp> {
    let mut inside: Vec<Timestamp> = sends
        .map(|sent| sent.at)
        .filter(|&sent| sent > at.plus(-span))
        .collect();
    if !at_least(inside.len(), most) {
        return None;
    }
    inside.sort_unstable();
    let room = usize::try_from(most).unwrap_or(usize::MAX);
    let leaves = inside
        .len()
        .checked_sub(room)
        .and_then(|index| inside.get(index))
        .copied();
    Some(leaves.unwrap_or(at).plus(span).max(at.plus(1)))
}
