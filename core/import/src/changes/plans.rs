//! Plans that are new, changed, moved to somebody else, or are no more.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::Plan;
use followthrough::follow_up::{EventKind, PlanEvent, PlanGone};
use followthrough::plan::{MAX_PROCEDURES, Procedure, ProcedureStatus};
use followthrough::wire::{PatientId, PlanId, ProcedureId, RecipientId};

use super::{HeldPart, Listing, Shrunk, Told};
use crate::settled::{Ended, OnNoPlan};
use crate::stored::{Borrowed, Compared, Held, Stored, Trust};

type Plans<'a> = BTreeMap<&'a PlanId, Borrowed<'a, Plan>>;

/// Tells what became of plans. Returns those that the next export is compared with.
pub(super) fn compare(
    before: &Compared<'_>,
    export: &Compared<'_>,
    trust: &Trust<'_>,
    told: &mut Told,
) -> Vec<Stored<Plan>> {
    let known: Plans<'_> = before.plans.iter().map(|plan| (&plan.is.id, *plan)).collect();
    let procedures = export.plans.iter().flat_map(|plan| &plan.is.procedures);
    let after = Known {
        now: export.plans.iter().map(|plan| (&plan.is.id, *plan)).collect(),
        on_plans: procedures.map(|p| (&p.id, p.status)).collect(),
        trust,
    };
    let (mut kept, mut gone) = (Vec::new(), 0);
    let mut stay: BTreeMap<&PlanId, Stays<'_>> = BTreeMap::new();
    for old in &before.plans {
        let became = after.became(old);
        gone += u64::from(!matches!(became, Became::Stays(_)) && after.is_lost(old));
        match became {
            Became::There => {}
            Became::Stays(stays) => {
                if after.own(old).is_none() {
                    kept.push(after.hold(old, &stays, told));
                }
                stay.insert(&old.is.id, stays);
            }
            Became::Moved(to) => told.tell(old.recipient, plan_gone(old.is, Some(to))),
            // It may have been told already, while it was held back or before.
            Became::Ended(plan) if in_order(&plan) == in_order(old.is) => {}
            Became::Ended(plan) => told.tell(old.recipient, EventKind::Plan(PlanEvent { plan: *plan })),
            Became::Gone => told.tell(old.recipient, plan_gone(old.is, None)),
        }
    }
    let elsewhere: BTreeSet<&ProcedureId> = stay.values().flat_map(|stays| &stays.missing).copied().collect();
    let mut store: Vec<Stored<Plan>> = Vec::new();
    for new in &export.plans {
        let mut stored = new.stored();
        stored.held = trust.again(stored.held.as_ref());
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
            stored.is = with_left(&stored.is, old.is, &stays.left);
            stays.say(old, told);
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
    let is_pending = |plan: &&Borrowed<'_, Plan>| plan.is.standing().is_pending();
    let of = before.plans.iter().filter(is_pending).count();
    told.shrunk.extend(Shrunk::found(Listing::Plans, gone, of));
    store
}

/// Whether a plan is still about the same patient, and for the same recipient.
fn is_of_same(old: &Borrowed<'_, Plan>, new: &Borrowed<'_, Plan>) -> bool {
    old.recipient == new.recipient && old.is.patient.id == new.is.patient.id
}

/// What became of a plan.
enum Became<'p> {
    /// It is there.
    There,
    /// It is there, or may be, with procedures that the export lacks or has in another place.
    Stays(Stays<'p>),
    /// It is somebody else's.
    Moved(RecipientId),
    /// It is no more, since what was on it ended: that is its last word.
    Ended(Box<Plan>),
    /// It is no more.
    Gone,
}

/// What stays on a plan, because nobody knows that it is gone.
struct Stays<'p> {
    held: Held,
    /// What left it, as far as it is known now.
    left: Vec<Procedure>,
    /// Of these the ones of which nobody knows that they ended.
    missing: Vec<&'p ProcedureId>,
    /// Whether the plan itself is somebody else's, or empty, and missing.
    is_itself: bool,
}

impl Stays<'_> {
    /// Tells of it, unless all that is missing is known to have ended.
    fn say(&self, old: &Borrowed<'_, Plan>, told: &mut Told) {
        if self.is_itself || !self.missing.is_empty() {
            let procedures = self.missing.iter().map(|id| (*id).clone()).collect();
            let id = old.is.id.clone();
            told.hold(old.recipient, self.held.since, HeldPart::Plan { id, procedures });
        }
    }
}

/// What became of a procedure.
enum Fate {
    /// It is on a plan, with that status.
    OnPlan(ProcedureStatus),
    OnNoPlan(OnNoPlan),
    /// The export does not have it, or what it says of it may be half of what it was.
    Nowhere,
}

impl Fate {
    /// How it ended, where the export shows that itself: then that is news, whatever was refused.
    fn ended(&self) -> Option<Ended> {
        match self {
            Self::OnPlan(status) => Ended::of(*status),
            Self::OnNoPlan(OnNoPlan::Ended(ended)) => Some(*ended),
            Self::OnNoPlan(OnNoPlan::Pending) | Self::Nowhere => None,
        }
    }
}

/// What the later export tells.
struct Known<'a, 'b> {
    now: Plans<'a>,
    on_plans: BTreeMap<&'a ProcedureId, ProcedureStatus>,
    trust: &'a Trust<'b>,
}

impl<'a> Known<'a, '_> {
    /// What became of a plan. That it is missing is told as its end only where each of its procedures ended, or is
    /// nowhere beside one that did; one that is pending as before tells of no end.
    fn became<'p>(&self, old: &Borrowed<'p, Plan>) -> Became<'p> {
        let (plan, own) = (old.is, self.own(old));
        let is_there = |id: &ProcedureId| own.is_some_and(|new| new.is.procedures.iter().any(|p| p.id == *id));
        let left: Vec<&Procedure> = plan.procedures.iter().filter(|p| !is_there(&p.id)).collect();
        let new = self.now.get(&plan.id);
        if !left.is_empty() || own.is_none() {
            let recipient = PatientId::parse(old.recipient.as_str()).ok();
            let people = [Some(&plan.patient.id), recipient.as_ref()];
            if let Some(held) = self.trust.may_be_there(old, people.into_iter().flatten()) {
                let missing = left.iter().filter(|p| self.fate(old, &p.id).ended().is_none());
                return Became::Stays(Stays {
                    held,
                    missing: missing.map(|p| &p.id).collect(),
                    left: left.iter().map(|p| self.as_known(old, p)).collect(),
                    is_itself: own.is_none() && (new.is_some() || plan.procedures.is_empty()),
                });
            }
        }
        match new {
            Some(new) if new.recipient == old.recipient => Became::There,
            Some(new) => Became::Moved(new.recipient.clone()),
            None => self
                .ended(old)
                .map_or(Became::Gone, |plan| Became::Ended(Box::new(plan))),
        }
    }

    /// The plan as the export has it, where it is still about the same people.
    fn own(&self, old: &Borrowed<'_, Plan>) -> Option<&Borrowed<'a, Plan>> {
        self.now.get(&old.is.id).filter(|new| is_of_same(old, new))
    }

    fn fate(&self, of: &Borrowed<'_, Plan>, procedure: &ProcedureId) -> Fate {
        if self.trust.is_in_doubt(&of.is.patient.id, of.recipient) {
            return Fate::Nowhere;
        }
        match (self.trust.on_no_plan(procedure), self.on_plans.get(procedure)) {
            (Some(is), _) => Fate::OnNoPlan(is),
            (None, Some(status)) => Fate::OnPlan(*status),
            (None, None) => Fate::Nowhere,
        }
    }

    /// A plan that is no more as what was on it ended, if it did.
    fn ended(&self, old: &Borrowed<'_, Plan>) -> Option<Plan> {
        let (mut plan, mut any) = (old.is.clone(), false);
        for procedure in &mut plan.procedures {
            procedure.status = match self.fate(old, &procedure.id) {
                Fate::OnNoPlan(OnNoPlan::Ended(ended)) => {
                    any = true;
                    ended.status()
                }
                Fate::Nowhere => Ended::of(procedure.status).map_or(ProcedureStatus::Removed, Ended::status),
                Fate::OnPlan(_) | Fate::OnNoPlan(OnNoPlan::Pending) => return None,
            };
            procedure.appointment = None;
        }
        any.then_some(plan)
    }

    /// Whether a plan had something pending that is nowhere in the export.
    fn is_lost(&self, old: &Borrowed<'_, Plan>) -> bool {
        let is_lost =
            |p: &Procedure| p.status == ProcedureStatus::Planned && matches!(self.fate(old, &p.id), Fate::Nowhere);
        old.is.standing().is_pending() && old.is.procedures.iter().any(is_lost)
    }

    /// A plan that stays as it was known last, with what became of its procedures since.
    fn hold(&self, old: &Borrowed<'_, Plan>, stays: &Stays<'_>, told: &mut Told) -> Stored<Plan> {
        let mut stored = old.stored();
        stored.held = Some(stays.held.clone());
        stays.say(old, told);
        stored.is.procedures = old.is.procedures.iter().map(|p| self.as_known(old, p)).collect();
        if stored.is != *old.is {
            let plan = stored.is.clone();
            told.tell(old.recipient, EventKind::Plan(PlanEvent { plan }));
        }
        stored
    }

    /// A procedure that left its plan, with how it ended where that is known.
    fn as_known(&self, of: &Borrowed<'_, Plan>, procedure: &Procedure) -> Procedure {
        let ended = self.fate(of, &procedure.id).ended().map(Ended::status);
        let mut procedure = procedure.clone();
        if let Some(status) = ended.filter(|status| *status != procedure.status) {
            procedure.status = status;
            procedure.appointment = None;
        }
        procedure
    }

    /// Procedures that left a plan because they were done.
    fn done_since(&self, old: &Plan, new: &Plan) -> Vec<Procedure> {
        let left = old
            .procedures
            .iter()
            .filter(|p| new.procedures.iter().all(|q| q.id != p.id));
        let is_done = |p: &&Procedure| match self.trust.on_no_plan(&p.id) {
            Some(OnNoPlan::Ended(ended)) => ended.status() == ProcedureStatus::Completed,
            Some(OnNoPlan::Pending) | None => false,
        };
        let of_done = left.filter(is_done);
        of_done
            .cloned()
            .map(|mut procedure| {
                done(&mut procedure);
                procedure
            })
            .collect()
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

/// A plan with those of its procedures that are not known to be gone, each behind the one it stood behind. What was
/// taken from all of them stays as it was.
fn with_left(new: &Plan, old: &Plan, left: &[Procedure]) -> Plan {
    let mut plan = new.clone();
    let mut before: Vec<&ProcedureId> = Vec::new();
    for procedure in &old.procedures {
        if let Some(procedure) = left.iter().find(|p| p.id == procedure.id) {
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
