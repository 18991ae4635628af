//! When a step may go: its due time, the windows that apply, the caps, and when it is too late.

use std::collections::BTreeSet;

use super::machine::Machine;
use super::places::Remembered;
use super::slot::{Counted, Slots, Windows, Written, gap_after};
use super::whereabouts::Zones;
use super::windows::{daily_rules, visit_rule, window_rules};
use super::{AppointmentStatus, Case, Moved, MovedBy, Moves, SkipReason};
use crate::playbook::{Practice, Rules, Sequence, Step};
use crate::recipient::{Channel, ContactValue, area_of};
use crate::schedule::{DAY, Date, Rule, Timestamp, Zone, day_at, law, next_allowed, open_until};

/// How far ahead a common opening of all windows is looked for.
const HORIZON_DAYS: i64 = 14;

/// When a step is to happen.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Timing {
    /// At this instant, moved there by these rules. A host that comes late has missed the one it could have gone at
    /// since.
    At {
        at: Timestamp,
        since: Timestamp,
        moved_by: Moves,
    },
    /// Never; it is passed over at `at`.
    Skip { at: Timestamp, reason: SkipReason },
}

impl Timing {
    pub(super) fn at(&self) -> Timestamp {
        match self {
            Self::At { at, .. } | Self::Skip { at, .. } => *at,
        }
    }

    /// The instant on time: of several things overdue it tells which goes first.
    pub(super) fn since(&self) -> Timestamp {
        match self {
            Self::At { since, .. } => *since,
            Self::Skip { at, .. } => *at,
        }
    }
}

/// The bounds of a step within its sequence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) due: Timestamp,
    /// The first instant that is too late.
    pub(super) too_late: Timestamp,
    /// When a message that was handed out lapses: `stale_after` is over, or the next step is due.
    pub(super) lapses: Timestamp,
}

impl Bounds {
    /// The same for a case that may not be spoken to before an instant, however early its step is due.
    pub(super) fn not_before(self, eligible_at: Option<Timestamp>) -> Self {
        Self {
            due: eligible_at.map_or(self.due, |eligible_at| self.due.max(eligible_at)),
            ..self
        }
    }

    /// Until when a message that goes now may still leave, where a window shuts then. One that goes at the very last
    /// instant has a second.
    pub(super) fn expires_at(self, shut: Timestamp, now: Timestamp) -> Timestamp {
        shut.min(self.lapses).max(now.plus(1))
    }
}

/// What decides about one message, owned, so that rules can borrow from it.
pub(super) struct Fences<'m> {
    /// The office that it comes from.
    practice: &'m Practice,
    pub(super) zones: Zones<'m>,
    pub(super) rows: Vec<&'static law::StateRow>,
    pub(super) visit_days: BTreeSet<Date>,
}

impl Machine<'_> {
    pub(super) fn bounds(&self, case: &Case, sequence: &Sequence, step: &Step, anchor: Timestamp) -> Bounds {
        bounds(self.zone(Some(case)), sequence, step, anchor)
    }

    /// When a message about a case may go on a channel, as [`place`] has it; never where the zones have no opening in common.
    pub(super) fn message_timing(&self, case: &Case, channel: Channel, to: &ContactValue, bounds: Bounds) -> Timing {
        if let Some(timing) = self.remembered(case, channel, to, bounds.due, bounds.too_late, |slots| {
            place(slots, bounds, self.now)
        }) {
            return timing;
        }
        let fences = self.fences(case, channel, to);
        if self.ever_opens(channel, &fences, bounds.due) {
            let sends = self.counted(to);
            place(&self.slots(channel, &fences, &sends), bounds, self.now)
        } else {
            Timing::Skip {
                at: bounds.due,
                reason: SkipReason::NoWindow,
            }
        }
    }

    pub(super) fn call_timing(&self, case: &Case, bounds: Bounds) -> Timing {
        place_call(self.practice_of(Some(case)), bounds, self.now)
    }

    /// Until when a message that goes now may still go.
    pub(super) fn expires_at(&self, case: &Case, channel: Channel, to: &ContactValue, bounds: Bounds) -> Timestamp {
        if let Some(shut) = self.remembered(case, channel, to, self.now, self.now, |slots| {
            slots.windows.open_until(self.now)
        }) {
            return bounds.expires_at(shut, self.now);
        }
        let fences = self.fences(case, channel, to);
        let shut = open_until(self.now, &self.window_rules(channel, &fences));
        bounds.expires_at(shut, self.now)
    }

    /// The answer by windows that a caseload remembers from others who live alike: for who is in one zone and has no
    /// visit.
    fn remembered<T>(
        &self,
        case: &Case,
        channel: Channel,
        to: &ContactValue,
        from: Timestamp,
        until: Timestamp,
        answer: impl FnOnce(&Slots<'_, Remembered<'_>>) -> T,
    ) -> Option<T> {
        if !self.f.visits.is_empty() {
            return None;
        }
        let number = self.place(case)?;
        let mut places = self.places.borrow_mut();
        let sends = self.counted(to);
        let slots = places.as_mut()?.slots(
            number,
            self.rules,
            channel,
            (from.min(self.now), until.max(self.now)),
            &sends,
            self.f.person.id.as_str(),
        )?;
        Some(answer(&slots))
    }

    /// Where the person is, and the office of a case, as a caseload numbers them.
    pub(super) fn place(&self, case: &Case) -> Option<u32> {
        let practice = self.practice_of(Some(case));
        if let Some((_, number)) = self.place.get().filter(|(office, _)| *office == practice.number) {
            return Some(number);
        }
        let zones = self.zones(Some(case));
        let [zone] = zones.all() else { return None };
        let mut places = self.places.borrow_mut();
        let places = places.as_mut()?;
        let text = self.f.person.usable(Channel::Sms);
        let rows = text.map_or(Vec::new(), |point| self.fences(case, Channel::Sms, &point.value).rows);
        let number = places.number(practice, zone, rows)?;
        if !self.moves_with_cases() {
            self.place.set(Some((practice.number, number)));
        }
        Some(number)
    }

    pub(super) fn fences(&self, case: &Case, channel: Channel, to: &ContactValue) -> Fences<'_> {
        let practice = self.practice_of(Some(case));
        let policy = &self.rules.contact_policy.windows;
        let rows = match channel {
            Channel::Sms | Channel::Call => {
                // Where nobody knows the state it may be that of any of the offices.
                let offices = self.offices(Some(case));
                let states = offices.iter().filter_map(|office| office.state.as_deref());
                let states: Vec<&str> = states.chain(area_of(to.reveal()).states.iter().copied()).collect();
                law::applicable_rows(policy, self.f.person.state.as_deref(), None, &states)
            }
            // E-mail and portal are not under the telephone law.
            Channel::Email | Channel::Portal => Vec::new(),
        };
        let visit_days = if self.rules.sending.not_on_visit_days {
            self.visit_days(&practice.zone).collect()
        } else {
            BTreeSet::new()
        };
        Fences {
            practice,
            zones: self.zones(Some(case)),
            rows,
            visit_days,
        }
    }

    /// An office's local days on which the patient is, or was, in the chair.
    fn visit_days(&self, zone: &Zone) -> impl Iterator<Item = Date> {
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

    fn window_rules<'r>(&'r self, channel: Channel, fences: &'r Fences<'_>) -> Vec<Rule<'r>> {
        let Fences {
            practice,
            zones,
            rows,
            visit_days,
        } = fences;
        window_rules(self.rules, practice, channel, zones.all(), rows, visit_days)
    }

    /// Whether the zones in which the person may be have any common opening.
    fn ever_opens(&self, channel: Channel, fences: &Fences<'_>, from: Timestamp) -> bool {
        let zones = fences.zones.all();
        zones.len() == 1
            || next_allowed(
                from,
                &daily_rules(self.rules, channel, zones, &fences.rows),
                from.plus(HORIZON_DAYS * DAY),
            )
            .is_some()
    }

    /// What keeps a message about a case from going at an instant.
    pub(super) fn shut(&self, case: &Case, channel: Channel, to: &ContactValue, at: Timestamp) -> Option<MovedBy> {
        let (fences, sends) = (self.fences(case, channel, to), self.counted(to));
        let slots = self.slots(channel, &fences, &sends);
        let shut = slots.windows.shut_by(at).map(|(rule, _)| rule);
        let gap = || slots.gap_after(at).map(|_| MovedBy::MinGap);
        shut.or_else(gap).or_else(|| slots.cap(at).map(|(rule, _)| rule))
    }

    /// The end of the gap after the last message, when an instant lies within it.
    pub(super) fn gap_after(&self, at: Timestamp) -> Option<Timestamp> {
        let last = self.f.sends.iter().filter(|sent| sent.counts());
        gap_after(last.map(|sent| sent.at), at, &self.rules.limits)
    }

    /// The messages that count toward the limits, seen from a contact point.
    fn counted(&self, to: &ContactValue) -> Vec<Counted> {
        let counted = self.f.sends.iter().filter(|sent| sent.counts());
        counted
            .map(|sent| Counted {
                at: sent.at,
                here: &sent.to == to,
            })
            .collect()
    }

    fn slots<'m>(&'m self, channel: Channel, fences: &'m Fences<'_>, sends: &'m [Counted]) -> Slots<'m, Written<'m>> {
        let policy = &self.rules.contact_policy.windows;
        Slots {
            windows: Written {
                rules: self.window_rules(channel, fences),
                visits: visit_rule(fences.practice, &fences.visit_days),
            },
            limits: &self.rules.limits,
            law: (channel == Channel::Sms)
                .then(|| law::cap(policy, &fences.rows))
                .flatten(),
            sends,
            zone: fences.zones.all().first().unwrap_or(&fences.practice.zone),
            days: fences.zones.days(),
            recipient: self.f.person.id.as_str(),
            spread: self.rules.sending.spread,
        }
    }
}

/// When a message may go: the first instant from its due time. A host that asks late gets the first one from now.
pub(super) fn place<W: Windows>(slots: &Slots<'_, W>, bounds: Bounds, now: Timestamp) -> Timing {
    let slot = slots.first(bounds.due, bounds.too_late).and_then(|(since, moved_by)| {
        if since >= now {
            return Some((since, since, moved_by));
        }
        let (at, moved_by) = slots.late(bounds.due, now, bounds.too_late)?;
        Some((at, since, moved_by))
    });
    match slot {
        Some((at, since, moved_by)) => Timing::At { at, since, moved_by },
        None => Timing::Skip {
            at: bounds.due,
            reason: SkipReason::Stale,
        },
    }
}

/// When a step is due, and from when on it is too late: not before the due time of the next step in the list, not more
/// than `stale_after` after its own.
pub(super) fn bounds(zone: &Zone, sequence: &Sequence, step: &Step, anchor: Timestamp) -> Bounds {
    let next = sequence.steps.iter().find(|other| other.day > step.day);
    let next = next.map(|next| due(zone, next, anchor));
    let own = due(zone, step, anchor);
    let stale = own.plus(step.stale_after);
    let before_next = |at: Timestamp| next.map_or(at, |next| at.min(next));
    Bounds {
        due: own,
        too_late: before_next(stale.plus(1)),
        lapses: before_next(stale),
    }
}

/// When a step is due.
pub(super) fn due(zone: &Zone, step: &Step, anchor: Timestamp) -> Timestamp {
    day_at(anchor, zone, i64::from(step.day), step.at)
}

/// When a case in a sequence had been pending for long enough. It was so when it was enrolled: what lies ahead is the
/// word of a newer revision, which counts for new enrolments alone.
pub(super) fn was_eligible(rules: &Rules, presented: Timestamp, now: Timestamp) -> Option<Timestamp> {
    Some(presented.plus(rules.trigger.pending_for)).filter(|at| *at <= now)
}

/// When a prompt to call may be raised: inside practice hours. Caps and gaps are not its business.
pub(super) fn place_call(practice: &Practice, bounds: Bounds, now: Timestamp) -> Timing {
    let from = bounds.due.max(now.min(bounds.too_late));
    // What was on time stays on time: the earlier opening decides unless it has passed.
    let on_time = practice.hours.next_open(bounds.due);
    let opening = on_time
        .filter(|&at| at >= now)
        .or_else(|| practice.hours.next_open(from));
    match opening {
        Some(at) if at < bounds.too_late => {
            let moved = Moved {
                rule: MovedBy::PracticeHours,
                zone: Some(practice.zone.clone()),
                from: bounds.due,
                to: at,
            };
            Timing::At {
                at,
                since: on_time.unwrap_or(at),
                moved_by: (at > bounds.due).then_some(moved).into_iter().collect(),
            }
        }
        Some(_) | None => Timing::Skip {
            at: bounds.due,
            reason: SkipReason::Stale,
        },
    }
}
