//! The procedures inside a plan.

use followthrough::plan::MAX_PROCEDURES;
use followthrough::wire::{PatientId, PlanId, ProcedureId};
use followthrough::{Code, Date, Money};

use super::check::{Check, Checked, is_skip};
use super::rows::ProcedureRow;
use crate::again::{Conflict, Contested, Verdict, far, judge};
use crate::mapping::ProcedureColumns;
use crate::problem::{Place, Problem};
use crate::record::{Cell, Found, Part, Record};
use crate::set_aside::Reason;

/// What one of the records with one id says of a procedure.
struct Said<'p> {
    cells: &'p [Cell<'p>],
    is: Checked<ProcedureRow>,
}

impl Check<'_> {
    /// The procedures inside a plan. One that is wrong costs the plan, whose value nobody could tell without it; of
    /// several problems the one that comes first in the order of checks is told.
    pub(super) fn parts(
        &mut self,
        columns: &ProcedureColumns,
        patient: &PatientId,
        plan: &PlanId,
    ) -> Checked<Vec<ProcedureRow>> {
        let mut rows: Vec<(ProcedureRow, &[Cell<'_>])> = Vec::new();
        let mut worst: Option<(u8, Problem)> = None;
        for part in self.record.parts {
            let read = self.part(part, columns, (patient, plan), &rows);
            match read {
                Ok(Some(row)) => rows.push(row),
                Ok(None) => {}
                Err(problem) if is_skip(problem.reason) => {}
                Err(problem) => {
                    let stage = stage(problem.code);
                    if worst.as_ref().is_none_or(|(first, _)| stage < *first) {
                        worst = Some((stage, problem));
                    }
                }
            }
        }
        if let Some((_, problem)) = worst {
            return Err(problem);
        }
        if rows.len() > MAX_PROCEDURES {
            let name = self.shape.parts.as_ref().map_or("", |parts| parts.name.as_str());
            let message = format!(
                "{} procedures in one plan; a follow-up holds {MAX_PROCEDURES}",
                rows.len()
            );
            return Err(Problem::new(
                name,
                Reason::TooManyProcedures,
                Code::ImportTooMany,
                message,
            ));
        }
        Ok(rows.into_iter().map(|(row, _)| row).collect())
    }

    /// One of them; nothing where it stood there before, or is not the plan's. Of several records with its id that say
    /// different things one stays, as everywhere: one that is wrong costs nothing beside one that is right.
    fn part<'p>(
        &mut self,
        part: &'p Part<'p>,
        columns: &ProcedureColumns,
        (patient, plan): (&PatientId, &PlanId),
        before: &[(ProcedureRow, &[Cell<'_>])],
    ) -> Checked<Option<(ProcedureRow, &'p [Cell<'p>])>> {
        match &part.is {
            Found::Cells(_) => {}
            Found::Nothing => {
                let (reason, code) = (Reason::MissingRequired, Code::ImportBadId);
                return Err(Problem::new(part.at.as_str(), reason, code, "the procedure is missing"));
            }
            Found::Unknown(text) => {
                let (reason, code) = (Reason::UnknownReference, Code::ImportUnknownReference);
                let problem = Problem::of_id(part.at.as_str(), reason, code, text, "in the export");
                return Err(problem);
            }
        }
        let mut all: Vec<Said<'p>> = Vec::new();
        for cells in part.all() {
            let is = match self.one(part, cells, columns, (patient, plan), before) {
                Ok(Some(row)) => Ok(row),
                Ok(None) => return Ok(None),
                Err(problem) => Err(problem),
            };
            all.push(Said { cells, is });
        }
        let conflict = |what: Conflict, said: &Said<'_>| {
            let id = said.cells.get(columns.id.first().0).map_or("", Cell::text);
            what.problem(part.at.as_str(), id)
        };
        match judge(all) {
            Verdict::OfNobody(all) => {
                let conflicts = all.iter().map(|said| conflict(Conflict::OtherPatient, said));
                self.of_others.extend(conflicts);
                Ok(None)
            }
            Verdict::Stays(None, rest) => {
                let problems = rest.into_iter().filter_map(|said| said.is.err());
                let (of_others, wrong): (Vec<_>, Vec<_>) = problems.partition(is_of_another);
                self.of_others.extend(of_others);
                wrong.into_iter().next().map_or(Ok(None), Err)
            }
            Verdict::Stays(Some(stays), rest) => {
                let told = rest.into_iter().map(|said| match &said.is {
                    Ok(_) => conflict(Conflict::OtherContent, &said),
                    Err(problem) => problem.clone(),
                });
                self.of_others.extend(told);
                stays.is.map(|row| Some((row, stays.cells)))
            }
        }
    }

    /// What one record says of a procedure; nothing where that stood on the plan before.
    fn one(
        &mut self,
        part: &Part<'_>,
        cells: &[Cell<'_>],
        columns: &ProcedureColumns,
        (patient, plan): (&PatientId, &PlanId),
        before: &[(ProcedureRow, &[Cell<'_>])],
    ) -> Checked<Option<ProcedureRow>> {
        let record = Record {
            cells,
            parts: &[],
            ..*self.record
        };
        let mut check = Check {
            shape: self.shape,
            record: &record,
            prefix: self.prefix,
            texts: self.texts,
            unreadable: self.unreadable,
            part: Some(part),
            of_others: Vec::new(),
        };
        if let Some(problem) = check.of_another(columns, patient) {
            return Err(problem);
        }
        check.decodable()?;
        let id = check.procedure_id(columns)?;
        if let Some((_, known)) = before.iter().find(|(row, _)| row.id == id) {
            if *known == cells {
                return Ok(None);
            }
            let (reason, code) = (Reason::ConflictingDuplicate, Code::ImportDuplicate);
            let value = check.text(columns.id.first()).to_owned();
            let problem = Problem::of_id(check.column(columns.id.first()), reason, code, &value, "new");
            return Err(problem.because("the procedure stands on the plan twice, with other content"));
        }
        let status = check.meaning(&columns.status)?;
        check
            .procedure_row(columns, (patient, &id), Some(plan.clone()), status)
            .map(Some)
    }

    /// What is wrong with a procedure that says itself whose it is, and means somebody else than the plan.
    fn of_another(&self, columns: &ProcedureColumns, patient: &PatientId) -> Option<Problem> {
        let own = columns.patient.as_ref()?;
        let says_nothing = match self.record.cells.get(own.first().0) {
            Some(Cell::Text(text)) => text.trim().is_empty(),
            Some(Cell::Null { .. } | Cell::Absent) | None => true,
            Some(
                Cell::Undecodable
                | Cell::NoValue(_)
                | Cell::Number(_)
                | Cell::Bool(_)
                | Cell::Misplaced { .. }
                | Cell::Doubled { .. },
            ) => false,
        };
        let whose = self.id(own);
        if says_nothing || whose.as_ref().is_ok_and(|id| *id == patient.as_str()) {
            return None;
        }
        let whose = whose.ok().and_then(|id| PatientId::parse(&id).ok());
        let column = self.column(own.first());
        let (reason, code) = (Reason::OtherPatient, Code::ImportUnknownReference);
        let problem = Problem::of_id(column, reason, code, self.text(own.first()), "the plan's");
        let message = "the procedure is not that of the plan's patient: the plan is kept without it";
        Some(problem.because(message).and_of(whose))
    }

    fn procedure_id(&self, columns: &ProcedureColumns) -> Checked<ProcedureId> {
        let id = self.id(&columns.id)?;
        ProcedureId::parse(&id).map_err(|_| self.no_id(columns.id.first(), &id))
    }
}

/// Whether a procedure is refused because it is another patient's than the plan.
fn is_of_another(problem: &Problem) -> bool {
    problem.reason == Reason::OtherPatient
}

impl Contested for Said<'_> {
    type Rank = (u8, (bool, Option<Date>), (bool, Option<Money>));
    type Patient = PatientId;

    fn place(&self) -> Place {
        Place::default()
    }

    fn rank(&self) -> Option<Self::Rank> {
        let row = self.is.as_ref().ok()?;
        let day = row.planned_day();
        Some((far(row.status), (day.is_none(), day), (row.fee.is_none(), row.fee)))
    }

    fn whose(&self) -> Option<&PatientId> {
        match &self.is {
            Ok(row) => Some(&row.patient),
            Err(problem) => problem.other_patient.as_deref(),
        }
    }
}

/// The place of a problem in the order of checks.
fn stage(code: Code) -> u8 {
    if code == Code::ImportUnknownStatus {
        1
    } else if code == Code::ImportBadDate {
        2
    } else if code == Code::ImportBadAmount {
        3
    } else {
        0
    }
}
