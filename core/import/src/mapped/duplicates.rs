//! Records with one id, of a mapping: which were there first, and what becomes of each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::follow_up::AppointmentStatus;
use followthrough::wire::{PatientId, PlanId, ProcedureId};
use followthrough::{Date, Money};

use super::Mapped;
use super::build::inside;
use super::check::same;
use super::rows::{Identified, Kept, PlanRow, ProcedureRow, Refusal};
use crate::again::{Conflict, Contested, Verdict, far, judge};
use crate::mapping::{PlanWord, Shape};
use crate::problem::{Place, Problem};
use crate::refused::Which;

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
                let which = record.which();
                if let Is::Refused(refusal) = record.is {
                    export.refuse(record.place, which, *refusal);
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
        let (first, others) = match judge(rest) {
            Verdict::OfNobody(records) => {
                for record in records {
                    let problem = conflict(Conflict::OtherPatient, &record.id);
                    let which = record.which();
                    export.aside.add(problem, which, record.patient, record.place);
                }
                return;
            }
            Verdict::Stays(first, others) => (first, others),
        };
        rest = others;
        if let Some(record) = first {
            stays = record.prints;
            if let (Is::Row(kept), Some(patient)) = (record.is, record.patient) {
                export.keep(patient, *kept);
            }
        }
    }
    for record in rest {
        match same(&shape, &record.id, record.prints, stays) {
            Some(once_more) => export.aside.skip(once_more, record.patient, record.place),
            None => {
                let (problem, which) = (conflict(Conflict::OtherContent, &record.id), record.which());
                export.aside.add(problem, which, record.patient, record.place);
            }
        }
    }
}

impl Again {
    fn which(&self) -> Which {
        Which::content(self.prints.0).and_id(self.shape.grain.kind(), &self.id.key)
    }
}

impl Contested for Again {
    type Rank = Rank;
    type Patient = PatientId;

    fn place(&self) -> Place {
        self.place
    }

    fn rank(&self) -> Option<Rank> {
        match &self.is {
            Is::Row(kept) => Some(rank(kept, self.prints)),
            Is::Refused(_) => None,
        }
    }

    fn whose(&self) -> Option<&PatientId> {
        match &self.is {
            Is::Row(kept) => match &**kept {
                Kept::Plan(row) => Some(&row.patient),
                Kept::Procedure(row) => Some(&row.patient),
                Kept::Done(row) => Some(&row.patient),
                Kept::Visit(row) => Some(&row.patient),
                Kept::Person | Kept::Guardian(_) => None,
            },
            Is::Refused(_) => None,
        }
    }
}

fn conflict(what: Conflict, id: &Identified) -> Problem {
    let problem = what.problem(id.column.clone(), &id.text);
    if !id.is_hash {
        return problem;
    }
    let message = problem.message.clone();
    problem.covered(&id.text, "new").because(message)
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
    let rank = |along, day: Option<Date>, second: Option<u32>, amount: Option<Money>| {
        (
            along,
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
        Kept::Procedure(row) => rank(far(row.status), row.planned_day(), None, row.fee),
        Kept::Done(row) => rank(far(row.status), row.planned_on, None, row.fee),
        Kept::Visit(row) => {
            let booked = u8::from(row.status != AppointmentStatus::Scheduled);
            rank(booked, row.date, row.second, None)
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
            let message = "the procedure stands on a plan of another patient too: it is nobody's, and the plan is kept \
                           without it";
            let problem = Conflict::OtherPatient
                .problem(column.clone(), row.id.as_str())
                .because(message);
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
        let message = "as many rows or more say that the plan is another patient's";
        let problem = Conflict::OtherPatient
            .problem(column.clone(), id.as_str())
            .because(message);
        let which = Which::id("procedure", &row.id);
        aside.add(problem, which, Some(row.patient.clone()), row.place);
        false
    });
}
