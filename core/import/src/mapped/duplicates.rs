//! Records with one id. Which of them stays hangs on what they say, never on their order.
//!
//! The same record once more is left out. Of records that say different things one stays and the others are refused: of
//! plans and procedures the one that is less far along, then the one with the older day, then the one with the smaller
//! amount; of visits one that is in the book, then the earlier one. So nothing ends that a later export could not take back,
//! and nobody is promised more. Where all of that is the same, it is one of them, and in any order that one. Of records that
//! name different patients none stays: nobody can tell whose the id is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::follow_up::AppointmentStatus;
use followthrough::plan::ProcedureStatus;
use followthrough::wire::{PatientId, PlanId, ProcedureId};
use followthrough::{Code, Date, Money};

use super::Mapped;
use super::build::inside;
use super::check::same;
use super::rows::{Identified, Kept, PlanRow, ProcedureRow, Refusal};
use crate::mapping::{PlanWord, Shape};
use crate::problem::{Place, Problem};
use crate::set_aside::Reason;

/// A record that is judged when all are there.
pub(super) struct Again {
    pub(super) shape: Arc<Shape>,
    pub(super) id: Identified,
    pub(super) place: Place,
    /// The fingerprints of the record, and of all in it but its insurance.
    pub(super) prints: (u64, u64),
    pub(super) patient: Option<PatientId>,
    pub(super) is: Is,
}

pub(super) enum Is {
    /// What it says, where the id was seen before.
    Row(Box<Kept>),
    /// It is wrong, or the same record once more.
    Refused(Box<Refusal>),
}

/// What makes one of two records stay: the smaller one does.
type Rank = (
    u8,
    (bool, Option<Date>),
    (bool, Option<u32>),
    (bool, Option<Money>),
    (u64, u64),
);

/// Judges the records that waited.
pub(super) fn settle(export: &mut Mapped) {
    let mut groups: BTreeMap<(Arc<str>, ProcedureId), Vec<Again>> = BTreeMap::new();
    for record in std::mem::take(&mut export.again) {
        let key = (record.shape.name.clone(), record.id.key.clone());
        groups.entry(key).or_default().push(record);
    }
    let is_row = |record: &Again| matches!(record.is, Is::Row(_));
    let contested = groups.iter().filter(|(_, group)| group.iter().any(is_row));
    let contested = contested.map(|((_, key), group)| (is_visit(group), key.clone()));
    let mut firsts = taken(export, contested.collect());
    for ((shape, key), group) in groups {
        let Some(prints) = export.seen.get(&shape).and_then(|seen| seen.get(&key)) else {
            // None of them is kept: each is wrong for itself.
            for record in group {
                if let Is::Refused(refusal) = record.is {
                    export.refuse(record.place, *refusal);
                }
            }
            continue;
        };
        let person = || {
            let place = *export.people_at.get(&(shape, key.clone()))?;
            let patient = group.iter().find_map(|record| record.patient.clone())?;
            let kept = Kept::Guardian(None);
            Some(First { place, patient, kept })
        };
        let first = firsts.remove(&(is_visit(&group), key.clone())).or_else(person);
        settle_one(export, first, prints, group);
    }
}

fn is_visit(group: &[Again]) -> bool {
    group.first().is_some_and(|record| record.shape.visit.is_some())
}

/// Of records with one id, of which the first one is as given. Of people all that is said of them counts, whichever stays.
fn settle_one(export: &mut Mapped, first: Option<First>, first_prints: (u64, u64), group: Vec<Again>) {
    let Some((shape, id)) = group.first().map(|record| (record.shape.clone(), record.id.clone())) else {
        return;
    };
    let mut stays = first_prints;
    let mut rest = group;
    if let Some(First { place, patient, kept }) = first {
        rest.push(Again {
            shape: shape.clone(),
            id,
            place,
            prints: first_prints,
            patient: Some(patient),
            is: Is::Row(Box::new(kept)),
        });
        rest.sort_by_key(|record| record.place);
        if is_of_several(&rest) {
            for record in rest {
                let problem = of_id(
                    &record.id,
                    "another record with the same id is another patient's: it is nobody's",
                );
                export.aside.add(problem, record.patient, record.place, false);
            }
            return;
        }
        let rank = |record: &Again| match &record.is {
            Is::Row(kept) => Some(rank(kept, record.prints)),
            Is::Refused(_) => None,
        };
        let least = rest.iter().filter_map(rank).min();
        let at = rest.iter().position(|record| least.is_some() && rank(record) == least);
        if let Some(record) = at.map(|at| rest.remove(at)) {
            stays = record.prints;
            if let (Is::Row(kept), Some(patient)) = (record.is, record.patient) {
                export.keep(patient, *kept);
            }
        }
    }
    for record in rest {
        let once_more = same(&shape, &record.id, record.prints, stays);
        let skipped = once_more.is_some();
        let problem = once_more.unwrap_or_else(|| conflict(&record.id));
        export.aside.add(problem, record.patient, record.place, skipped);
    }
}

/// Whether records that can be read say that it is another patient's.
fn is_of_several(records: &[Again]) -> bool {
    let patient = |record: &Again| match &record.is {
        Is::Row(kept) => match &**kept {
            Kept::Plan(row) => Some(row.patient.clone()),
            Kept::Procedure(row) => Some(row.patient.clone()),
            Kept::Done(row) => Some(row.patient.clone()),
            Kept::Visit(row) => Some(row.patient.clone()),
            Kept::Person | Kept::Guardian(_) => None,
        },
        Is::Refused(_) => None,
    };
    let mut patients = records.iter().filter_map(patient);
    patients
        .next()
        .is_some_and(|first| patients.any(|other| other != first))
}

fn conflict(id: &Identified) -> Problem {
    of_id(id, "another record, with other content, has the same id, and stays")
}

fn of_id(id: &Identified, message: &str) -> Problem {
    let (reason, code) = (Reason::ConflictingDuplicate, Code::ImportDuplicate);
    let problem = Problem::of_id(id.column.clone(), reason, code, &id.text, "new");
    let problem = if id.is_hash {
        problem.covered(&id.text, "new")
    } else {
        problem
    };
    problem.because(message)
}

/// A row that was kept before another one of its id came.
struct First {
    place: Place,
    patient: PatientId,
    kept: Kept,
}

/// Whether it is the id of a visit, and the id: plans and visits have numbers of their own.
type Key = (bool, ProcedureId);

/// Takes the rows with these ids out of those that are kept.
fn taken(export: &mut Mapped, mut ids: BTreeSet<Key>) -> BTreeMap<Key, First> {
    let mut firsts = BTreeMap::new();
    if ids.is_empty() {
        return firsts;
    }
    let key = |visit: bool, id: &str| ProcedureId::parse(id).ok().map(|id| (visit, id));
    let mut wanted = |visit: bool, id: &str| key(visit, id).is_some_and(|key| ids.remove(&key));
    let mut first = |visit: bool, id: &str, place: Place, patient: PatientId, kept: Kept| {
        let first = First { place, patient, kept };
        firsts.extend(key(visit, id).map(|key| (key, first)));
    };
    for row in export.plans.extract_if(.., |row| wanted(false, row.id.as_str())) {
        let (id, patient) = (row.id.clone(), row.patient.clone());
        first(false, id.as_str(), row.place, patient, Kept::Plan(row));
    }
    for row in export.procedures.extract_if(.., |row| wanted(false, row.id.as_str())) {
        let (id, patient) = (row.id.clone(), row.patient.clone());
        first(false, id.as_str(), row.place, patient, Kept::Procedure(row));
    }
    for row in export.done.extract_if(.., |row| wanted(false, row.id.as_str())) {
        let (id, patient) = (row.id.clone(), row.patient.clone());
        first(false, id.as_str(), row.place, patient, Kept::Done(row));
    }
    for row in export.visits.extract_if(.., |row| wanted(true, row.id.as_str())) {
        let (id, patient) = (row.id.clone(), row.patient.clone());
        first(true, id.as_str(), row.place, patient, Kept::Visit(row));
    }
    firsts
}

fn rank(kept: &Kept, prints: (u64, u64)) -> Rank {
    let rank = |far, day: Option<Date>, second: Option<u32>, amount: Option<Money>| {
        (
            far,
            (day.is_none(), day),
            (second.is_none(), second),
            (amount.is_none(), amount),
            // Rows that differ in the insurance alone stand or fall together.
            (prints.1, prints.0),
        )
    };
    match kept {
        Kept::Person | Kept::Guardian(_) => rank(0, None, None, None),
        Kept::Plan(row) => rank(of_plan(row.word), row.presented_on.flatten(), None, row.value),
        Kept::Procedure(row) => rank(of_procedure(row.status), row.planned_day(), None, row.fee),
        Kept::Done(row) => rank(of_procedure(row.status), row.planned_on, None, row.fee),
        Kept::Visit(row) => {
            let far = u8::from(row.status != AppointmentStatus::Scheduled);
            rank(far, row.date, row.second, None)
        }
    }
}

/// How far along a plan is.
fn of_plan(word: PlanWord) -> u8 {
    match word {
        PlanWord::Draft => 0,
        PlanWord::Open => 1,
        PlanWord::Accepted => 2,
        PlanWord::Declined | PlanWord::Completed | PlanWord::Referred | PlanWord::Inactive => 3,
    }
}

/// How far along a procedure is.
fn of_procedure(status: ProcedureStatus) -> u8 {
    match status {
        ProcedureStatus::Planned => 0,
        ProcedureStatus::Scheduled => 1,
        ProcedureStatus::Completed
        | ProcedureStatus::Declined
        | ProcedureStatus::Referred
        | ProcedureStatus::Removed
        | ProcedureStatus::Inactive
        | ProcedureStatus::Existing => 2,
    }
}

/// Refuses procedures that stand inside plans of several patients: nobody can tell whose they are, so each of these plans is
/// kept without them.
pub(super) fn drop_contested(export: &mut Mapped) {
    let parts = export.planned.as_ref().and_then(|shape| shape.parts.as_ref());
    let Some(column) = parts.map(|parts| Arc::<str>::from(parts.name.as_str())) else {
        return;
    };
    let mut claimed: BTreeMap<ProcedureId, BTreeSet<PatientId>> = BTreeMap::new();
    for row in inside(&export.plans) {
        claimed.entry(row.id.clone()).or_default().insert(row.patient.clone());
    }
    claimed.retain(|_, patients| patients.len() > 1);
    for plan in &mut export.plans {
        let PlanRow { parts, of_others, .. } = plan;
        let contested = |row: &mut ProcedureRow| claimed.contains_key(&row.id);
        for row in parts.iter_mut().flat_map(|rows| rows.extract_if(.., contested)) {
            let patients = claimed.get(&row.id);
            let other = patients.and_then(|patients| patients.iter().find(|patient| **patient != row.patient));
            let (reason, code) = (Reason::ConflictingDuplicate, Code::ImportDuplicate);
            let message = "the procedure stands on a plan of another patient too: it is nobody's, and the plan is kept \
                           without it";
            let problem = Problem::of_id(column.clone(), reason, code, row.id.as_str(), "new").because(message);
            of_others.push(problem.and_of(other.cloned()));
        }
    }
}

/// Refuses procedures on the plan of somebody else: of two patients with one plan it is that of whom most of its rows name,
/// and nobody's where as many name the other.
pub(super) fn drop_of_others(export: &mut Mapped, shape: &Shape) {
    let plan = shape.procedure.as_ref().and_then(|columns| columns.plan.as_ref());
    let Some(column) = plan.map(|plan| shape.name_of(plan.first())) else {
        return;
    };
    let mut owners: BTreeMap<PlanId, BTreeMap<PatientId, usize>> = BTreeMap::new();
    for row in &export.procedures {
        let Some(id) = &row.plan else { continue };
        let rows = owners.entry(id.clone()).or_default();
        *rows.entry(row.patient.clone()).or_default() += 1;
    }
    owners.retain(|_, patients| patients.len() > 1);
    let aside = &mut export.aside;
    export.procedures.retain(|row| {
        let patients = row.plan.as_ref().and_then(|id| Some((id, owners.get(id)?)));
        let Some((id, patients)) = patients else { return true };
        let own = patients.get(&row.patient).copied().unwrap_or_default();
        if patients
            .iter()
            .all(|(patient, rows)| *patient == row.patient || *rows < own)
        {
            return true;
        }
        let (reason, code) = (Reason::ConflictingDuplicate, Code::ImportDuplicate);
        let message = "as many rows or more say that the plan is another patient's";
        let problem = Problem::of_id(column.clone(), reason, code, id.as_str(), "new").because(message);
        aside.add(problem, Some(row.patient.clone()), row.place, false);
        false
    });
}
