//! One presentation of treatment, as the audit counts it.

use std::collections::BTreeMap;

use followthrough::plan::{Plan, PlanStatus, ProcedureStatus};
use followthrough::wire::{LocationId, PatientId, ProcedureId, ProviderId};
use followthrough::{Category, Date, Money};
use followthrough_import::{Completed, Days};
use serde::Serialize;

use crate::kinds::kind_of;

/// What became of treatment that was presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseOutcome {
    /// All of it is scheduled or done.
    Accepted,
    /// Some of it is.
    InPart,
    /// Nothing is, and the practice system has a no.
    Declined,
    /// Nothing is.
    Pending,
}

impl CaseOutcome {
    /// All of them, from the best.
    pub const ALL: [Self; 4] = [Self::Accepted, Self::InPart, Self::Declined, Self::Pending];

    /// The word for it in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::InPart => "in_part",
            Self::Declined => "declined",
            Self::Pending => "pending",
        }
    }

    /// Whether all or some of it is scheduled or done.
    pub fn is_yes(self) -> bool {
        matches!(self, Self::Accepted | Self::InPart)
    }
}

/// Treatment that was presented to a patient at one time: a plan of the practice system's, or what was charted on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Case {
    /// The id of the plan; of what was charted, `PATIENT|DAY`.
    pub id: String,
    /// Of whom.
    pub patient: PatientId,
    /// The day it was presented; absent where the export does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presented_on: Option<Date>,
    /// What became of it.
    pub outcome: CaseOutcome,
    /// What it costs, before insurance; absent where a fee is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// What of that is scheduled or done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_value: Option<Money>,
    /// What of that is neither, without a no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending_value: Option<Money>,
    /// The first day on which some of it was entered into the book, or done; absent where the export tells neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_on: Option<Date>,
    /// Who would do, or did, the most of it by value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderId>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationId>,
    /// The kind of treatment of the most of it by value; absent where nothing has a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Whether the patient was new when it was presented; absent where the export does not reach back far enough to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_patient: Option<bool>,
    /// People who live together share one.
    #[serde(skip)]
    pub(crate) household: String,
    #[serde(skip)]
    pub(crate) began: Began,
    /// The first day on which all of it was in the book or done: from its first presentation on, as a report counts it.
    /// Absent where some of it is not accepted, or nobody knows since when.
    #[serde(skip)]
    pub(crate) whole_on: Option<Date>,
    /// The procedures that count, and whether each is scheduled or done.
    #[serde(skip)]
    pub(crate) procedures: Vec<(ProcedureId, bool)>,
}

/// What the export tells of when treatment was accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Began {
    /// The first day on which some of it was done.
    pub(crate) done_on: Option<Date>,
    /// Whether the day on which a visit was entered is known of any of it.
    pub(crate) has_booking: bool,
    /// Something was done, and nobody knows when.
    pub(crate) done_some_day: bool,
}

/// One procedure of a case.
#[derive(Clone, Copy)]
pub(super) struct Item<'i> {
    pub(super) id: &'i ProcedureId,
    code: Option<&'i str>,
    fee: Option<Money>,
    standing: ItemStanding,
    done: bool,
    days: Days,
    provider: Option<&'i ProviderId>,
    location: Option<&'i LocationId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ItemStanding {
    Accepted,
    Declined,
    Pending,
}

impl<'i> Item<'i> {
    /// The procedures of a plan that count: not those that were referred, removed, set aside, or done before it.
    pub(super) fn of_plan(plan: &'i Plan, days: &BTreeMap<ProcedureId, Days>) -> Vec<Self> {
        let of = |procedure: &'i followthrough::plan::Procedure| {
            let own = match procedure.status {
                ProcedureStatus::Scheduled | ProcedureStatus::Completed => ItemStanding::Accepted,
                ProcedureStatus::Planned => ItemStanding::Pending,
                ProcedureStatus::Declined => ItemStanding::Declined,
                ProcedureStatus::Referred
                | ProcedureStatus::Removed
                | ProcedureStatus::Inactive
                | ProcedureStatus::Existing => return None,
            };
            // The plan's own word decides of what is still open on it.
            let standing = match (own, plan.status) {
                (ItemStanding::Pending, Some(PlanStatus::Accepted | PlanStatus::Completed)) => ItemStanding::Accepted,
                (ItemStanding::Pending, Some(PlanStatus::Declined)) => ItemStanding::Declined,
                (own, _) => own,
            };
            let by_plan = plan.status == Some(PlanStatus::Completed);
            Some(Self {
                id: &procedure.id,
                code: procedure.code.as_deref(),
                fee: procedure.fee,
                standing,
                done: procedure.status == ProcedureStatus::Completed || by_plan,
                days: days.get(&procedure.id).copied().unwrap_or_default(),
                provider: plan.provider.as_ref().map(|provider| &provider.id),
                location: plan.location.as_ref(),
            })
        };
        plan.procedures.iter().filter_map(of).collect()
    }

    pub(super) fn of_completed(done: &'i Completed) -> Self {
        Self {
            id: &done.procedure,
            code: done.code.as_deref(),
            fee: Some(done.fee),
            standing: ItemStanding::Accepted,
            done: true,
            days: Days {
                planned_on: done.planned_on,
                booked_on: done.booked_on,
                done_on: done.done_on,
            },
            provider: done.provider.as_ref(),
            location: done.location.as_ref(),
        }
    }

    /// The day it was planned, unless that lies ahead: then it is the day of its visit.
    pub(super) fn planned_on(&self, as_of: Date) -> Option<Date> {
        self.days.planned_on.filter(|day| *day <= as_of)
    }

    /// The kind of treatment; none without a code.
    pub(super) fn category(&self) -> Option<Category> {
        self.code.map(kind_of)
    }

    pub(super) fn is_accepted(&self) -> bool {
        self.standing == ItemStanding::Accepted
    }

    pub(super) fn fee(&self) -> Option<Money> {
        self.fee
    }
}

/// What is said of a case besides its procedures.
pub(super) struct Head {
    pub(super) id: String,
    pub(super) patient: PatientId,
    pub(super) presented_on: Option<Date>,
    pub(super) household: String,
    pub(super) new_patient: Option<bool>,
}

impl Case {
    pub(super) fn new(head: Head, items: &[Item<'_>]) -> Self {
        let any = |standing| items.iter().any(|item| item.standing == standing);
        let (yes, no, open) = (
            any(ItemStanding::Accepted),
            any(ItemStanding::Declined),
            any(ItemStanding::Pending),
        );
        let outcome = match (yes, no || open) {
            (true, false) => CaseOutcome::Accepted,
            (true, true) => CaseOutcome::InPart,
            (false, _) if open => CaseOutcome::Pending,
            (false, _) => CaseOutcome::Declined,
        };
        let sum = |standing: Option<ItemStanding>| {
            let of = items.iter().filter(|item| standing.is_none_or(|s| item.standing == s));
            of.map(|item| item.fee).sum::<Option<Money>>()
        };
        let accepted = || items.iter().filter(|item| item.is_accepted());
        let day = |item: &Item<'_>| {
            let days = item.days.booked_on.into_iter().chain(item.days.done_on);
            days.min()
        };
        Self {
            id: head.id,
            patient: head.patient,
            presented_on: head.presented_on,
            outcome,
            value: sum(None),
            accepted_value: sum(Some(ItemStanding::Accepted)),
            pending_value: sum(Some(ItemStanding::Pending)),
            accepted_on: accepted().filter_map(day).min(),
            provider: most(items, |item| item.provider).cloned(),
            location: most(items, |item| item.location).cloned(),
            category: most(items, Item::category),
            new_patient: head.new_patient,
            household: head.household,
            began: Began {
                done_on: accepted().filter_map(|item| item.days.done_on).min(),
                has_booking: accepted().any(|item| item.days.booked_on.is_some()),
                done_some_day: accepted().any(|item| item.done && item.days.done_on.is_none()),
            },
            // A visit that was in the book before is accepted on the day of the presentation.
            whole_on: (outcome == CaseOutcome::Accepted)
                .then(|| items.iter().map(day).collect::<Option<Vec<_>>>())
                .flatten()
                .and_then(|days| days.into_iter().chain(head.presented_on).max()),
            procedures: items.iter().map(|item| (item.id.clone(), item.is_accepted())).collect(),
        }
    }

    /// How many days before a day it was presented; none where nobody knows when.
    pub fn age_in_days(&self, as_of: Date) -> Option<i64> {
        Some(as_of.days_since(self.presented_on?))
    }

    /// Whether all of it is scheduled or done.
    pub(super) fn is_whole(&self) -> bool {
        self.outcome == CaseOutcome::Accepted
    }

    /// Whether some of it is still to be accepted.
    pub(crate) fn is_pending(&self) -> bool {
        match self.outcome {
            CaseOutcome::Pending => true,
            CaseOutcome::InPart => self.pending_value != Some(Money::ZERO),
            CaseOutcome::Accepted | CaseOutcome::Declined => false,
        }
    }
}

/// What holds of the most of a case by value; of equals the first in order.
fn most<'i, K: Ord + Clone>(items: &[Item<'i>], of: impl Fn(&Item<'i>) -> Option<K>) -> Option<K> {
    let mut sums: BTreeMap<K, Money> = BTreeMap::new();
    for (key, item) in items.iter().filter_map(|item| Some((of(item)?, item))) {
        let sum = sums.entry(key).or_default();
        *sum = sum.plus(item.fee.unwrap_or(Money::ZERO));
    }
    let first = sums.iter().reduce(|a, b| if b.1 > a.1 { b } else { a });
    first.map(|(key, _)| key.clone())
}
