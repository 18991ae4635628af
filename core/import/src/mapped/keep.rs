//! One record of whatever form, and what of it is kept.

use std::sync::Arc;

use followthrough::wire::PatientId;

use super::Mapped;
use super::check::{Check, fitting};
use super::done::DoneRow;
use super::rows::Kept;
use crate::mapping::Shape;
use crate::record::Record;

impl Mapped {
    /// Takes one record of whatever form. Returns whether it is kept.
    pub(super) fn record(&mut self, shape: &Arc<Shape>, record: &Record<'_>) -> bool {
        self.records += 1;
        let readable = self.unreadable.leave_out(shape, record);
        let readable = readable.as_ref().map(|(cells, parts)| Record {
            cells,
            parts,
            ..*record
        });
        let record = readable.as_ref().unwrap_or(record);
        let seen = self.seen.entry(shape.name.clone()).or_default();
        let mut check = Check {
            shape,
            record,
            prefix: self.mapping.id_prefix.as_deref().unwrap_or_default(),
            texts: &mut self.texts,
            unreadable: &mut self.unreadable,
            part: None,
            of_others: Vec::new(),
        };
        let read = check.run(seen);
        let of_others = std::mem::take(&mut check.of_others);
        let (patient, person, kept) = match read {
            Ok(read) => read,
            Err(refusal) => {
                match refusal.patient {
                    Some(patient) if refusal.after_patient => {
                        self.later
                            .push((record.place, patient, refusal.problem, refusal.skipped));
                    }
                    patient => self.aside.add(refusal.problem, patient, record.place, refusal.skipped),
                }
                return false;
            }
        };
        let patient = match &kept {
            Kept::Guardian(None) => return true,
            Kept::Guardian(Some(ward)) => {
                let Some(guardian) = guardian_id(&patient) else {
                    return true;
                };
                self.guardians.push((ward.clone(), guardian.clone()));
                guardian
            }
            Kept::Person | Kept::Plan(_) | Kept::Procedure(_) | Kept::Visit(_) => patient,
        };
        for problem in of_others {
            self.records += 1;
            self.aside.add(problem, Some(patient.clone()), record.place, false);
        }
        match self.people.get_mut(&patient) {
            Some(known) => self.contradictions += u64::from(known.meet(person)),
            None => {
                self.people.insert(patient.clone(), person);
            }
        }
        match kept {
            Kept::Guardian(_) => {}
            Kept::Person => {
                self.listed.get_or_insert_default().insert(patient);
            }
            Kept::Plan(plan) => self.plans.push(plan),
            Kept::Procedure(procedure) if DoneRow::is(&procedure) && !self.answers.list_records => {
                self.done.push(procedure.into());
            }
            Kept::Procedure(procedure) => self.procedures.push(procedure),
            Kept::Visit(visit) => self.visits.push(visit),
        }
        true
    }
}

/// The id of somebody who is no patient: systems number both by themselves.
fn guardian_id(id: &PatientId) -> Option<PatientId> {
    PatientId::parse(&fitting(format!("guardian:{id}"))).ok()
}
