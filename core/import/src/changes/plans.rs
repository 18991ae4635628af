//! Plans that are new, changed, moved to somebody else, or are no more.

use std::collections::BTreeMap;

use followthrough::Plan;
use followthrough::follow_up::{EventKind, PlanEvent, PlanGone};
use followthrough::plan::{MAX_PROCEDURES, Procedure, ProcedureStatus};
use followthrough::wire::{PlanId, ProcedureId, RecipientId};

use super::{HeldPart, Listing, Shrunk, Told};
use crate::refused::Held;
use crate::stored::{Borrowed, Compared, Stored};

type Plans<'a> = BTreeMap<&'a PlanId, Borrowed<'a, Plan>>;

/// Tells what became of plans. Returns those that the next export is compared with.
pub(super) fn compare(before: &Compared<'_>, after: &Compared<'_>, told: &mut Told) -> Vec<Stored<Plan>> {
    let known: Plans<'_> = before.plans.iter().map(|plan| (&plan.is.id, *plan)).collect();
    let now: Plans<'_> = after.plans.iter().map(|plan| (&plan.is.id, *plan)).collect();
    let procedures = after.plans.iter().flat_map(|plan| &plan.is.procedures);
    let after = Known {
        export: after,
        on_plans: procedures.map(|p| (&p.id, p.status)).collect(),
    };
    let (mut kept, mut gone) = (Vec::new(), 0);
    for old in &before.plans {
        let missing = after.missing(old.is);
        let held = after.export.may_hide(before, old, &old.is.patient.id);
        // All is known of a plan none of whose procedures is missing; of one that has none, nothing is.
        let held = held.filter(|_| !missing.is_empty() || old.is.procedures.is_empty());
        let pending = |p: &&Procedure| p.status == ProcedureStatus::Planned;
        let lost = held.is_none() && missing.iter().any(pending) && old.is.standing().is_pending();
        gone += u64::from(lost);
        match (now.get(&old.is.id), held) {
            (Some(new), _) if new.recipient == old.recipient => {}
            (Some(new), _) => {
                let moved_to = Some(new.recipient.clone());
                told.tell(old.recipient, plan_gone(old.is, moved_to));
            }
            (None, Some(held)) => kept.push(after.hold(old, held, &missing, told)),
            (None, None) => told.tell(old.recipient, after.last_word(old.is)),
        }
    }
    let mut store: Vec<Stored<Plan>> = Vec::new();
    for new in &after.export.plans {
        let mut stored = new.stored();
        let old = known.get(&new.is.id);
        if let Some(old) = old {
            let missing = after.missing(old.is);
            let held = after.export.may_hide(before, old, &old.is.patient.id);
            if let Some(held) = held.filter(|_| !missing.is_empty()) {
                stored.held = Some(held);
                stored.is = with_missing(new.is, old.is, &missing);
                told.hold(new.recipient, held.since, part(old.is, &missing));
            }
        }
        let is_same = |old: &Borrowed<'_, Plan>| *old.is == stored.is && old.recipient == new.recipient;
        if !old.is_some_and(is_same) {
            let mut plan = stored.is.clone();
            if let Some(old) = old {
                plan.procedures.extend(after.done_since(old.is, &stored.is));
                plan.procedures.truncate(MAX_PROCEDURES);
            }
            // Of a plan that was held back it may have been told already what was done.
            let was_told =
                |old: &Borrowed<'_, Plan>| in_order(old.is) == in_order(&plan) && old.recipient == new.recipient;
            if !old.is_some_and(was_told) {
                told.tell(new.recipient, EventKind::Plan(PlanEvent { plan }));
            }
        }
        store.push(stored);
    }
    store.append(&mut kept);
    let of = before
        .plans
        .iter()
        .filter(|plan| plan.is.standing().is_pending())
        .count();
    told.shrunk.extend(Shrunk::found(Listing::Plans, gone, of));
    store
}

/// What the later export tells of procedures.
struct Known<'a, 'b> {
    export: &'a Compared<'b>,
    on_plans: BTreeMap<&'a ProcedureId, ProcedureStatus>,
}

impl Known<'_, '_> {
    fn status(&self, id: &ProcedureId) -> Option<ProcedureStatus> {
        self.export.settled(id).or_else(|| self.on_plans.get(id).copied())
    }

    /// The procedures of a plan that the export says nothing of.
    fn missing<'p>(&self, old: &'p Plan) -> Vec<&'p Procedure> {
        let missing = old.procedures.iter().filter(|p| self.status(&p.id).is_none());
        missing.collect()
    }

    /// A plan that is missing, as it was known last and with what was done of it since.
    fn hold(&self, old: &Borrowed<'_, Plan>, held: Held, missing: &[&Procedure], told: &mut Told) -> Stored<Plan> {
        let mut stored = old.stored();
        stored.held = Some(held);
        told.hold(old.recipient, held.since, part(old.is, missing));
        for procedure in &mut stored.is.procedures {
            if self.export.settled(&procedure.id) == Some(ProcedureStatus::Completed) {
                done(procedure);
            }
        }
        if stored.is != *old.is {
            let plan = stored.is.clone();
            told.tell(old.recipient, EventKind::Plan(PlanEvent { plan }));
        }
        stored
    }

    /// Procedures that left a plan because they were done.
    fn done_since(&self, old: &Plan, new: &Plan) -> Vec<Procedure> {
        let left = old
            .procedures
            .iter()
            .filter(|p| new.procedures.iter().all(|q| q.id != p.id));
        let of_done = left.filter(|p| self.export.settled(&p.id) == Some(ProcedureStatus::Completed));
        of_done
            .cloned()
            .map(|mut procedure| {
                done(&mut procedure);
                procedure
            })
            .collect()
    }

    /// A plan that is no more: with what became of its procedures, where the export still has any of them.
    fn last_word(&self, plan: &Plan) -> EventKind {
        let elsewhere = plan.procedures.iter().any(|p| self.on_plans.contains_key(&p.id));
        if elsewhere || plan.procedures.iter().all(|p| self.status(&p.id).is_none()) {
            return plan_gone(plan, None);
        }
        let mut plan = plan.clone();
        for procedure in &mut plan.procedures {
            procedure.status = self.status(&procedure.id).unwrap_or(ProcedureStatus::Removed);
            procedure.appointment = None;
        }
        EventKind::Plan(PlanEvent { plan })
    }
}

/// A plan with its procedures in the order of their ids.
fn in_order(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    plan.procedures.sort_by(|a, b| a.id.cmp(&b.id));
    plan
}

fn done(procedure: &mut Procedure) {
    procedure.status = ProcedureStatus::Completed;
    procedure.appointment = None;
}

fn plan_gone(plan: &Plan, moved_to: Option<RecipientId>) -> EventKind {
    let plan_id = plan.id.clone();
    EventKind::PlanGone(PlanGone { plan_id, moved_to })
}

fn part(plan: &Plan, missing: &[&Procedure]) -> HeldPart {
    HeldPart::Plan {
        id: plan.id.clone(),
        procedures: missing.iter().map(|procedure| procedure.id.clone()).collect(),
    }
}

/// A plan with those of its procedures that are not known to be gone, each behind the one it stood behind. What was taken
/// from all of them stays as it was.
fn with_missing(new: &Plan, old: &Plan, missing: &[&Procedure]) -> Plan {
    let mut plan = new.clone();
    let mut before: Vec<&ProcedureId> = Vec::new();
    for procedure in &old.procedures {
        if missing.iter().any(|p| p.id == procedure.id) {
            let place = |id: &&&ProcedureId| plan.procedures.iter().position(|p| p.id == ***id);
            let behind = before.iter().rev().find_map(|id| place(&id));
            let at = behind.map_or(0, |at| at + 1);
            plan.procedures.insert(at, procedure.clone());
        }
        before.push(&procedure.id);
    }
    plan.procedures.truncate(MAX_PROCEDURES);
    plan.presented_at = old.presented_at.or(plan.presented_at);
    plan.provider = old.provider.clone().or(plan.provider);
    plan.location = old.location.clone().or(plan.location);
    plan
}
