//! Plans that are new, changed, moved to somebody else, or are no more.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::Plan;
use followthrough::follow_up::{EventKind, PlanEvent, PlanGone};
use followthrough::plan::{MAX_PROCEDURES, Procedure, ProcedureStatus};
use followthrough::wire::{PatientId, PlanId, ProcedureId, RecipientId};

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
    let stay = after.stay(before, &now);
    let (mut kept, mut gone) = (Vec::new(), 0);
    for old in &before.plans {
        let stays = stay.get(&old.is.id);
        let pending = |p: &Procedure| p.status == ProcedureStatus::Planned && after.status(&p.id).is_none();
        let lost = stays.is_none() && old.is.procedures.iter().any(pending) && old.is.standing().is_pending();
        gone += u64::from(lost);
        match (now.get(&old.is.id), stays) {
            (new, Some(stays)) if !new.is_some_and(|new| is_of_same(old, new)) => {
                kept.push(after.hold(old, stays, told));
            }
            (Some(new), _) if new.recipient == old.recipient => {}
            (Some(new), _) => {
                let moved_to = Some(new.recipient.clone());
                told.tell(old.recipient, plan_gone(old.is, moved_to));
            }
            (None, _) => told.tell(old.recipient, after.last_word(old.is)),
        }
    }
    let elsewhere: BTreeSet<&ProcedureId> = stay.values().flat_map(|stays| &stays.left).map(|p| &p.id).collect();
    let mut store: Vec<Stored<Plan>> = Vec::new();
    for new in &after.export.plans {
        let mut stored = new.stored();
        let old = known.get(&new.is.id);
        let stays = stay.get(&new.is.id);
        if stays.is_some() && !old.is_some_and(|old| is_of_same(old, new)) {
            continue;
        }
        // What has not left its own plan has not come to this one.
        let was_here = |id: &ProcedureId| old.is_some_and(|old| old.is.procedures.iter().any(|p| p.id == *id));
        let procedures = &mut stored.is.procedures;
        procedures.retain(|p| !elsewhere.contains(&p.id) || was_here(&p.id));
        if old.is_none() && procedures.is_empty() && !new.is.procedures.is_empty() {
            continue;
        }
        if let (Some(old), Some(stays)) = (old, stays) {
            stored.held = Some(stays.held.clone());
            stored.is = with_missing(&stored.is, old.is, &stays.left);
            told.hold(new.recipient, stays.held.since, part(old.is, &stays.left));
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

/// Whether a plan is still about the same patient, and for the same recipient.
fn is_of_same(old: &Borrowed<'_, Plan>, new: &Borrowed<'_, Plan>) -> bool {
    old.recipient == new.recipient && old.is.patient.id == new.is.patient.id
}

/// What stays on a plan, because a record that was refused may be why it is not there.
struct Stays<'a> {
    held: Held,
    left: Vec<&'a Procedure>,
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

    /// How a procedure ended, where the export shows that itself: then that is news, whatever was refused.
    fn ended(&self, id: &ProcedureId) -> Option<ProcedureStatus> {
        self.status(id).filter(|status| match status {
            ProcedureStatus::Planned | ProcedureStatus::Scheduled => false,
            ProcedureStatus::Completed
            | ProcedureStatus::Declined
            | ProcedureStatus::Referred
            | ProcedureStatus::Removed
            | ProcedureStatus::Inactive
            | ProcedureStatus::Existing => true,
        })
    }

    /// Plans of which something left while a record that was refused may be why: all of one that is gone or of somebody
    /// else now, procedures of one that is there. That a procedure is known does not say that it left its plan.
    fn stay<'p>(&self, before: &Compared<'p>, now: &Plans<'_>) -> BTreeMap<&'p PlanId, Stays<'p>> {
        let of = |old: &Borrowed<'p, Plan>| {
            let plan = old.is;
            let new = now.get(&plan.id).filter(|new| is_of_same(old, new));
            let is_there = |id: &ProcedureId| new.is_some_and(|new| new.is.procedures.iter().any(|p| p.id == *id));
            let left = |p: &&Procedure| !is_there(&p.id) && self.ended(&p.id).is_none();
            let left: Vec<&Procedure> = plan.procedures.iter().filter(left).collect();
            let moved = new.is_none() && (now.contains_key(&plan.id) || plan.procedures.is_empty());
            if left.is_empty() && !moved {
                return None;
            }
            let recipient = PatientId::parse(old.recipient.as_str()).ok();
            let people = [Some(&plan.patient.id), recipient.as_ref()];
            let held = self.export.may_hide(before, old, people.into_iter().flatten())?;
            Some((&plan.id, Stays { held, left }))
        };
        before.plans.iter().filter_map(of).collect()
    }

    /// A plan that stays as it was known last, with what became of its procedures since.
    fn hold(&self, old: &Borrowed<'_, Plan>, stays: &Stays<'_>, told: &mut Told) -> Stored<Plan> {
        let mut stored = old.stored();
        stored.held = Some(stays.held.clone());
        told.hold(old.recipient, stays.held.since, part(old.is, &stays.left));
        for procedure in &mut stored.is.procedures {
            if let Some(status) = self.ended(&procedure.id).filter(|status| *status != procedure.status) {
                procedure.status = status;
                procedure.appointment = None;
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
