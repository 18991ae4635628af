//! Where each record goes: to the rows that are kept, to those that are not, or to those that wait for the others.

use std::sync::Arc;

use followthrough::Error;
use followthrough::wire::PatientId;

use super::Mapped;
use super::cells::fitting;
use super::check::Check;
use super::done::DoneRow;
use super::duplicates::{Again, Is};
use super::rows::{Kept, Refusal, Told};
use super::sheet::Bound;
use crate::csv::Found;
use crate::endings::Last;
use crate::mapping::Shape;
use crate::phone::{EMAILS, PHONES, Point, SEVERAL};
use crate::problem::Place;
use crate::record::Record;
use crate::refused::Which;

impl Mapped {
    /// Takes what came out of a table.
    pub(super) fn take(&mut self, file: u32, sheet: &Bound, found: Found<'_>) -> Result<(), Error> {
        match found {
            Found::Header(_) => {}
            Found::Row(fields) => {
                let place = Place {
                    file,
                    entry: 0,
                    record: fields.at.record,
                    line: fields.at.line,
                };
                let cells = sheet.cells(&fields);
                if sheet.has_other_bytes(&fields, &cells) {
                    self.unreadable.has_other_bytes(file);
                }
                let (fingerprint, fingerprint_of_person) = sheet.fingerprints(&fields);
                let record = Record {
                    place,
                    cells: &cells,
                    fingerprint,
                    fingerprint_of_person,
                    parts: &[],
                };
                self.record(&sheet.shape, &record);
            }
            Found::Broken(at, why, content) => {
                let place = Place {
                    file,
                    entry: 0,
                    record: at.record,
                    line: at.line,
                };
                self.records += 1;
                self.aside.add(why.problem(), Which::content(content), None, place);
            }
        }
        Ok(())
    }

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
        let waits = |id, patient, is| Again {
            shape: shape.clone(),
            id,
            place: record.place,
            prints: (record.fingerprint, record.fingerprint_of_person),
            patient,
            is,
        };
        let Told {
            patient,
            person,
            kept,
            key,
            again,
        } = match check.run(seen) {
            Ok(told) => told,
            Err(mut refusal) => {
                match refusal.id.take() {
                    Some(id) => self
                        .again
                        .push(waits(id, refusal.patient.clone(), Is::Refused(refusal))),
                    None => self.refuse(record.place, Which::content(record.fingerprint), *refusal),
                }
                return false;
            }
        };
        if let Some(last) = &mut self.last {
            *last = match kept {
                // Who is spoken for stands in other records too.
                Kept::Guardian(_) => Last::Anybody,
                Kept::Person | Kept::Plan(_) | Kept::Procedure(_) | Kept::Done(_) | Kept::Visit(_) => {
                    Last::Of(patient.clone())
                }
            };
        }
        let is_first = again.is_none();
        if is_first && matches!(kept, Kept::Person | Kept::Guardian(_)) {
            self.people_at.insert((shape.name.clone(), key), record.place);
        }
        let patient = match &kept {
            Kept::Guardian(None) => return is_first,
            Kept::Guardian(Some(ward)) => {
                let Some(guardian) = guardian_id(&patient) else {
                    return is_first;
                };
                self.guardians.push((ward.clone(), guardian.clone()));
                guardian
            }
            Kept::Person | Kept::Plan(_) | Kept::Procedure(_) | Kept::Done(_) | Kept::Visit(_) => patient,
        };
        let has_phone = |like: &Point| person.as_ref().is_some_and(|person| person.has_phone(like));
        for (what, is_left_out) in [
            (PHONES, has_phone(&Point::Invalid)),
            (SEVERAL, has_phone(&Point::Several)),
            (
                EMAILS,
                person
                    .as_ref()
                    .is_some_and(|person| person.email == Some(Point::Invalid)),
            ),
        ] {
            if is_left_out {
                let place = self.left_out.entry((what, patient.clone())).or_insert(record.place);
                *place = record.place.min(*place);
            }
        }
        if self.people.hear(&patient, person) {
            self.contradicted.insert(patient.clone());
        }
        match again {
            Some(id) => self.again.push(waits(id, Some(patient), Is::Row(Box::new(kept)))),
            None => self.keep(patient, kept),
        }
        is_first
    }

    /// A record that is not kept.
    pub(super) fn refuse(&mut self, place: Place, which: Which, refusal: Refusal) {
        match refusal.patient {
            Some(patient) if refusal.after_patient => {
                self.later
                    .push((place, patient, which, refusal.problem, refusal.skipped));
            }
            patient if refusal.skipped => self.aside.skip(refusal.problem, patient, place),
            patient => self.aside.add(refusal.problem, which, patient, place),
        }
    }

    /// A record that is.
    pub(super) fn keep(&mut self, patient: PatientId, kept: Kept) {
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
            Kept::Done(procedure) => self.done.push(procedure),
            Kept::Visit(visit) => self.visits.push(visit),
        }
    }
}

/// The id of somebody who is no patient: systems number both by themselves.
fn guardian_id(id: &PatientId) -> Option<PatientId> {
    PatientId::parse(&fitting(format!("guardian:{id}"))).ok()
}
