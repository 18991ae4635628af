//! What was accepted, how cases ended, and who was not contacted.

use std::collections::BTreeMap;

use followthrough::follow_up::{Outcome, SkipReason};
use followthrough::wire::{CaseId, RecipientId, SequenceId, StepId};
use followthrough::{Category, Money, Timestamp};
use serde::Serialize;

use super::ledger::{Case, Ledger};
use super::{SMALL_ACCEPTED_BELOW, SMALL_BELOW};
use crate::page::{Count, words};

/// How many plans there were, and what was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Acceptance {
    /// Plans of which something was pending when they were first told of.
    pub pending: Count,
    /// Of them, those that the playbook took up.
    pub followed: Count,
    /// Of the plans taken up, those about which a message went out.
    pub contacted: Count,
    /// Of the plans taken up, those all of which was on the book within the days, also after the follow-up had ended. A
    /// plan in whose place another one was accepted does not count.
    pub accepted: Count,
    /// Of the plans accepted, those booked after a message about them.
    pub accepted_after_a_message: Count,
    /// Of the plans accepted, those booked before any message about them.
    pub accepted_before_any_message: Count,
    /// Of the plans taken up, those that their patients would have booked without any message, by the assumed
    /// behaviour: the baseline.
    pub accepted_without_us: Count,
    /// Of the plans taken up, what is still pending at the end.
    pub still_pending: Count,
    /// Whether the plans taken up, or those accepted, are too few for shares to mean much.
    pub small: bool,
}

/// Acceptance of one kind of treatment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CategoryRow {
    /// Which; none where no procedure has a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Plans taken up.
    pub followed: Count,
    /// Of them, those accepted.
    pub accepted: Count,
    /// Of them, those that would have been accepted without any message.
    pub accepted_without_us: Count,
}

/// Plans taken up that ended, or stand, in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct OutcomeRow {
    /// The state.
    pub state: &'static str,
    /// How it ended, where it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// How many, and what they were worth.
    pub plans: Count,
    /// What of it is still pending.
    pub still_pending: Money,
}

/// Pending plans about which nobody was written to, for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonRow {
    /// The reason: `too_old`, `criteria`, `fee_missing`, …
    pub reason: &'static str,
    /// How many.
    pub plans: Count,
}

impl ReasonRow {
    /// The reason in words.
    pub fn words(&self) -> &'static str {
        words::reason(self.reason)
    }
}

/// A pending plan about which nobody was written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotContacted {
    /// Whose.
    pub recipient: RecipientId,
    /// The plan.
    pub case_id: CaseId,
    /// What was pending when it was first told of; absent when a fee is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// The first reason that applies: `too_old`, `criteria`, …
    pub reason: &'static str,
    /// The same in words.
    pub why: &'static str,
}

/// A plan about which somebody was written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contacted {
    /// Whose.
    pub recipient: RecipientId,
    /// The plan.
    pub case_id: CaseId,
    /// What was pending when it was first told of; absent when a fee is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// The sequence it entered last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<SequenceId>,
    /// The steps of its messages, in order.
    pub steps: Vec<StepId>,
    /// When the first of them was handed out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_at: Option<Timestamp>,
    /// How often staff were asked to call.
    pub calls: u64,
}

fn count<'c, 's: 'c>(cases: impl Iterator<Item = &'c Case<'s>>) -> Count {
    Count::of(cases.map(|case| &case.record.value))
}

pub(super) fn acceptance(ledger: &Ledger<'_>) -> Acceptance {
    let of = |which: fn(&Case<'_>) -> bool| count(ledger.followed().filter(|case| which(case)));
    let still: Vec<Option<Money>> = ledger
        .followed()
        .map(|case| case.record.still_pending)
        .filter(|pending| pending.is_some_and(|pending| pending > Money::ZERO))
        .collect();
    let followed = count(ledger.followed());
    let accepted = of(is_accepted);
    Acceptance {
        pending: count(ledger.pending()),
        followed,
        contacted: of(|case| case.messages().next().is_some()),
        accepted,
        accepted_after_a_message: of(|case| is_accepted(case) && has_message_before(case)),
        accepted_before_any_message: of(|case| is_accepted(case) && !has_message_before(case)),
        accepted_without_us: of(|case| case.accepted_anyway()),
        still_pending: Count::of(&still),
        small: followed.plans < SMALL_BELOW || accepted.plans < SMALL_ACCEPTED_BELOW,
    }
}

fn is_accepted(case: &Case<'_>) -> bool {
    case.booked_at().is_some()
}

fn has_message_before(case: &Case<'_>) -> bool {
    let booked = case.booked_at();
    case.messages().any(|touch| booked.is_none_or(|at| touch.at <= at))
}

pub(super) fn categories(ledger: &Ledger<'_>) -> Vec<CategoryRow> {
    let mut rows: BTreeMap<Option<Category>, CategoryRow> = BTreeMap::new();
    for case in ledger.followed() {
        let category = case.record.category;
        let row = rows.entry(category).or_insert_with(|| CategoryRow {
            category,
            followed: Count::default(),
            accepted: Count::default(),
            accepted_without_us: Count::default(),
        });
        row.followed.add(case.record.value);
        if is_accepted(case) {
            row.accepted.add(case.record.value);
        }
        if case.accepted_anyway() {
            row.accepted_without_us.add(case.record.value);
        }
    }
    let mut rows: Vec<CategoryRow> = rows.into_values().collect();
    rows.sort_by(|a, b| {
        b.followed
            .value
            .cmp(&a.followed.value)
            .then(a.category.cmp(&b.category))
    });
    rows
}

pub(super) fn outcomes(ledger: &Ledger<'_>) -> Vec<OutcomeRow> {
    let mut rows: BTreeMap<(usize, Option<usize>), OutcomeRow> = BTreeMap::new();
    for case in ledger.followed() {
        let state = case.record.state.unwrap_or("waiting");
        let outcome = case.record.outcome;
        let row = rows
            .entry((words::state_order(state), outcome.map(words::outcome_order)))
            .or_insert_with(|| OutcomeRow {
                state,
                outcome,
                plans: Count::default(),
                still_pending: Money::ZERO,
            });
        row.plans.add(case.record.value);
        row.still_pending = row.still_pending.plus(case.record.still_pending.unwrap_or(Money::ZERO));
    }
    rows.into_values().collect()
}

pub(super) fn not_contacted(ledger: &Ledger<'_>) -> Vec<ReasonRow> {
    let mut rows: BTreeMap<&'static str, Count> = BTreeMap::new();
    for (case, reason) in silent(ledger) {
        rows.entry(reason).or_default().add(case.record.value);
    }
    let mut rows: Vec<ReasonRow> = rows
        .into_iter()
        .map(|(reason, plans)| ReasonRow { reason, plans })
        .collect();
    rows.sort_by(|a, b| b.plans.plans.cmp(&a.plans.plans).then(a.reason.cmp(b.reason)));
    rows
}

pub(super) fn each_not_contacted(ledger: &Ledger<'_>) -> Vec<NotContacted> {
    let told = silent(ledger).map(|(case, reason)| NotContacted {
        recipient: case.record.recipient.clone(),
        case_id: case.record.case_id.clone(),
        value: case.record.value,
        reason,
        why: words::reason(reason),
    });
    told.collect()
}

pub(super) fn each_contacted(ledger: &Ledger<'_>) -> Vec<Contacted> {
    let contacted = ledger.cases.values().filter(|case| case.messages().next().is_some());
    let told = contacted.map(|case| Contacted {
        recipient: case.record.recipient.clone(),
        case_id: case.record.case_id.clone(),
        value: case.record.value,
        sequence: case.sequence.cloned(),
        steps: case.messages().map(|touch| touch.step.clone()).collect(),
        first_at: case.messages().map(|touch| touch.at).min(),
        calls: u64::try_from(case.touches.iter().filter(|touch| touch.send.is_none()).count()).unwrap_or(u64::MAX),
    });
    told.collect()
}

fn silent<'l, 's: 'l>(ledger: &'l Ledger<'s>) -> impl Iterator<Item = (&'l Case<'s>, &'static str)> {
    let silent = ledger.pending().filter(|case| case.messages().next().is_none());
    silent.map(|case| (case, reason(case)))
}

/// The first reason that applies.
pub(crate) fn reason(case: &Case<'_>) -> &'static str {
    let told = case.record.told_at;
    let first_close = case.closed.first();
    let closed_as = |outcome| first_close.is_some_and(|(_, how, _)| *how == outcome);
    let skipped = |reason| case.skips.contains(&reason);
    let soon = first_close.is_some_and(|(at, ..)| at.since(told) < followthrough::schedule::DAY);
    if case.record.state.is_none() {
        "refused"
    } else if case.observed {
        "holdout"
    } else if soon && closed_as(Outcome::Expired) {
        "too_old"
    } else if closed_as(Outcome::Ineligible) {
        "not_a_patient"
    } else if case.record.booked_at.is_some() {
        "booked_before"
    } else if !case.is_followed() && case.record.value.is_none() {
        "fee_missing"
    } else if !case.is_followed() && case.not_enrolled {
        "criteria"
    } else if closed_as(Outcome::Withdrawn) {
        "withdrawn"
    } else if closed_as(Outcome::OptedOut) {
        "opted_out"
    } else if closed_as(Outcome::Declined) {
        "declined"
    } else if case.lost {
        "gateway_down"
    } else if skipped(SkipReason::NoChannel) {
        "no_channel"
    } else if skipped(SkipReason::NoWindow) {
        "no_window"
    } else if skipped(SkipReason::Stale) {
        "too_late"
    } else if case.is_followed() {
        "still_to_come"
    } else if closed_as(Outcome::Expired) {
        "another_first"
    } else {
        "waiting"
    }
}
