//! What `explain` may ask of the machine: questions only, answered by the very functions that decide.

use serde::Serialize;

use super::Texts;
use super::machine::Machine;
use super::slot::rolling;
use super::steps::Upcoming;
use super::timing::Timing;
use super::windows::{closed_days_rule, daily_rules, visit_rule};
use super::{Case, FollowUp, Moment, Next, Run, SkipReason};
use crate::Error;
use crate::criteria::{Condition, Facts};
use crate::playbook::{Playbook, Practice, Rules, Step};
use crate::recipient::{Channel, ContactValue};
use crate::schedule::{DAY, Rule, Timestamp, Zone, is_allowed, law, next_allowed, open_until};
use crate::wire::{CaseId, SequenceId, TemplateId};

/// A window that a message must find open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SendingWindow {
    /// Whose hours.
    pub of: HoursOf,
    /// The state whose law it is: two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Where the clock is read.
    pub zone: String,
    /// Whether it is open.
    pub open: bool,
    /// When a shut one opens; absent when it does not within two weeks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<Timestamp>,
}

/// Whose hours a window is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HoursOf {
    /// The law, as the playbook's contact policy reads it.
    Law,
    /// The law of one state.
    State,
    /// The practice's own sending window.
    Practice,
    /// The practice's closed days.
    ClosedDays,
}

/// How many messages count toward a limit at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) count: usize,
    pub(crate) most: u32,
    /// When there is room again; none while there is.
    pub(crate) room_at: Option<Timestamp>,
}

/// The next step of a case, and what the machine makes of it.
pub(crate) struct Coming<'a> {
    pub(crate) step: &'a Step,
    pub(crate) due: Timestamp,
    pub(crate) too_late: Timestamp,
    /// The instant of the step, or of passing it over.
    pub(crate) at: Timestamp,
    pub(crate) skip: Option<SkipReason>,
    pub(crate) channel: Option<Channel>,
}

/// A pure look at a follow-up at a moment.
pub(crate) struct Look<'a> {
    machine: Machine<'a>,
}

impl<'a> Look<'a> {
    /// Refused where a tick would be.
    pub(crate) fn begin(playbook: &'a Playbook, follow_up: Box<FollowUp>, moment: Moment) -> Result<Self, Error> {
        let mut machine = Machine::begin(playbook, follow_up, moment, Texts::LeftOut);
        machine.check_clock(None)?;
        // Any call publishes a new revision; what it brings is told as after that.
        machine.advance_clock();
        Ok(Self { machine })
    }

    pub(crate) fn rules(&self) -> &'a Rules {
        self.machine.rules
    }

    pub(crate) fn follow_up(&self) -> &FollowUp {
        &self.machine.f
    }

    /// The moment's `now`, never before the last one seen.
    pub(crate) fn now(&self) -> Timestamp {
        self.machine.now
    }

    /// Where the person may be; what is told of the person is told by the first.
    pub(crate) fn zones(&self) -> Vec<Zone> {
        self.machine.zones(None).all().to_vec()
    }

    pub(crate) fn zone(&self) -> &Zone {
        self.machine.zone(None)
    }

    /// The office of a case.
    pub(crate) fn practice_of(&self, case: &Case) -> &'a Practice {
        self.machine.practice_of(Some(case))
    }

    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        self.machine.wake_at()
    }

    /// Until when the emergency brake holds everything.
    pub(crate) fn braked_until(&self) -> Option<Timestamp> {
        self.machine.moment.hold_until.filter(|_| self.machine.braked())
    }

    pub(crate) fn facts_as_of(&self) -> Option<Timestamp> {
        self.machine.moment.facts_as_of
    }

    pub(crate) fn facts_are_stale(&self) -> bool {
        self.machine.stale_facts().is_some()
    }

    pub(crate) fn facts<'f>(&'f self, case: &'f Case, at: Timestamp) -> Facts<'f> {
        self.machine.facts(case, at)
    }

    pub(crate) fn selected(&self, case: &Case, at: Timestamp) -> Option<SequenceId> {
        self.machine.select(case, at)
    }

    pub(crate) fn held_out(&self) -> bool {
        self.machine.held_out()
    }

    pub(crate) fn has_free_slot(&self) -> bool {
        self.machine.has_free_slot()
    }

    /// Cases of the same group that are beyond waiting.
    pub(crate) fn group_taken_by(&self, case: &Case) -> Vec<CaseId> {
        let taken = self.machine.group_taken_by(case);
        taken.map(|other| other.id.clone()).collect()
    }

    /// The waiting case that would be enrolled first.
    pub(crate) fn goes_first(&self) -> Option<CaseId> {
        self.machine.next_to_enrol().map(|(id, _)| id)
    }

    /// When an answer about a case first differs from the one at an instant, of facts that time alone changes.
    pub(crate) fn turns_at<T: PartialEq>(
        &self,
        case: &Case,
        condition: Option<&Condition>,
        from: Timestamp,
        answer: impl Fn(Timestamp) -> T,
    ) -> Option<Timestamp> {
        let before = answer(from);
        let mut crossings = self.machine.crossings(case, condition);
        crossings.retain(|&at| at > from);
        crossings.sort_unstable();
        crossings.into_iter().find(|&at| answer(at) != before)
    }

    pub(crate) fn coming(&self, case: &Case, run: &Run) -> Option<Coming<'a>> {
        let Next::Step { step, .. } = &run.next else {
            return None;
        };
        let rules = self.machine.rules;
        let sequence = rules.sequences.iter().find(|sequence| sequence.id == run.sequence)?;
        let step = sequence.steps.iter().find(|found| &found.id == step)?;
        let Upcoming {
            bounds,
            timing,
            channel,
        } = self.machine.upcoming(case, run)?;
        Some(Coming {
            step,
            due: bounds.due,
            too_late: bounds.too_late,
            at: timing.at(),
            skip: match timing {
                Timing::Skip { reason, .. } => Some(reason),
                Timing::At { .. } => None,
            },
            channel,
        })
    }

    pub(crate) fn has_form(&self, template: &TemplateId, channel: Channel) -> bool {
        self.machine.has_form(template, channel)
    }

    /// Every window of a message about a case; and when all are open that are not, or one shuts. None when they never all
    /// are.
    pub(crate) fn windows(
        &self,
        case: &Case,
        channel: Channel,
        to: &ContactValue,
        at: Timestamp,
    ) -> (Vec<SendingWindow>, Option<Timestamp>) {
        let machine = &self.machine;
        let fences = machine.fences(case, channel, to);
        let until = at.plus(14 * DAY);
        let mut windows = Vec::new();
        let mut add = |of: HoursOf, state: Option<&str>, rule: Rule<'_>| {
            let open = rule.is_open(at);
            windows.push(SendingWindow {
                of,
                state: state.map(str::to_owned),
                zone: rule.zone.name().to_owned(),
                open,
                opens_at: next_allowed(at, &[rule], until).filter(|_| !open),
            });
        };
        let practice = machine.practice_of(Some(case));
        let (policy, zones) = (&machine.rules.contact_policy.windows, fences.zones.all());
        let data = &machine.rules.time_zones;
        if matches!(channel, Channel::Sms | Channel::Call) {
            for rule in law::policy_rules(policy, zones) {
                add(HoursOf::Law, None, rule);
            }
            for row in &fences.rows {
                // The first ones are the policy's.
                for rule in law::rules(policy, &[*row], zones, data).into_iter().skip(zones.len()) {
                    add(HoursOf::State, Some(row.code), rule);
                }
            }
        }
        for zone in zones {
            add(HoursOf::Practice, None, Rule::new(zone, &machine.rules.sending.window));
        }
        if let Some(rule) = closed_days_rule(machine.rules, practice, channel) {
            add(HoursOf::ClosedDays, None, rule);
        }
        let mut all = daily_rules(machine.rules, channel, zones, &fences.rows);
        all.extend(closed_days_rule(machine.rules, practice, channel));
        let changes_at = if is_allowed(at, &all) {
            Some(open_until(at, &all))
        } else {
            next_allowed(at, &all, until)
        };
        (windows, changes_at)
    }

    /// Whether the patient is in the chair that day, and until when.
    pub(crate) fn visit_day(
        &self,
        case: &Case,
        channel: Channel,
        to: &ContactValue,
        at: Timestamp,
    ) -> (bool, Option<Timestamp>) {
        let fences = self.machine.fences(case, channel, to);
        let rule = visit_rule(self.practice_of(case), &fences.visit_days);
        let in_chair = !rule.is_open(at);
        let over = next_allowed(at, &[rule], at.plus(14 * DAY));
        (in_chair, over.filter(|_| in_chair))
    }

    /// The end of the gap after the last message.
    pub(crate) fn gap_after(&self, at: Timestamp) -> Option<Timestamp> {
        self.machine.gap_after(at)
    }

    /// Messages on the local day of an instant: by the calendar that has most of them, where there are several.
    pub(crate) fn on_day(&self, case: &Case, at: Timestamp) -> Tally {
        let most = self.machine.rules.limits.per_day;
        let on = |zone: &Zone| {
            let today = zone.local(at).date;
            let count = self.counted().filter(|sent| zone.local(sent.at).date == today).count();
            let full = usize::try_from(most).is_ok_and(|most| count >= most);
            let tomorrow = today.plus_days(1).map(|tomorrow| zone.start_of_day(tomorrow));
            (count, tomorrow.filter(|_| full))
        };
        let fullest = self.machine.zones(Some(case)).days().iter().map(on).max();
        let (count, room_at) = fullest.unwrap_or_default();
        Tally { count, most, room_at }
    }

    /// Messages of the last seven days.
    pub(crate) fn in_week(&self, at: Timestamp) -> Tally {
        self.rolling(self.machine.rules.limits.per_week, 7 * DAY, at, |_| true)
    }

    /// Texts to one point under the law's cap, and its hours; none where there is no such cap.
    pub(crate) fn under_law(
        &self,
        case: &Case,
        channel: Channel,
        to: &ContactValue,
        at: Timestamp,
    ) -> Option<(Tally, u32)> {
        let fences = self.machine.fences(case, channel, to);
        let policy = &self.machine.rules.contact_policy.windows;
        let cap = law::cap(policy, &fences.rows).filter(|_| channel == Channel::Sms)?;
        let tally = self.rolling(cap.max, i64::from(cap.per_hours) * 3600, at, |sent| &sent.to == to);
        Some((tally, cap.per_hours))
    }

    fn rolling(&self, most: u32, span: i64, at: Timestamp, of: impl Fn(&super::Sent) -> bool) -> Tally {
        let counted = || self.counted().filter(|sent| of(sent));
        Tally {
            count: counted().filter(|sent| sent.at > at.plus(-span)).count(),
            most,
            room_at: rolling(counted().map(|sent| sent.at), at, span, most),
        }
    }

    fn counted(&self) -> impl Iterator<Item = &super::Sent> + Clone {
        self.machine.f.sends.iter().filter(|sent| sent.counts())
    }
}
