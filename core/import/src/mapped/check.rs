//! One record against its mapping, in the order: encoding, ids, duplicates, patient, status, dates, money; only the first
//! problem is told.

use std::collections::BTreeMap;

use followthrough::plan::ProcedureStatus;
use followthrough::wire::{Interner, PatientId, PlanId, ProcedureId};
use followthrough::{Code, Money};

use super::person;
use super::rows::{Identified, Kept, PersonRow, PlanRow, ProcedureRow, Refusal, Told};
use super::unreadable::{NO_VISIT, Unreadable};
use crate::mapping::{Col, Grain, IdColumns, IdKind, PlanColumns, PlanWord, ProcedureColumns, Shape};
use crate::problem::Problem;
use crate::record::{Part, Record};
use crate::seen;
use crate::set_aside::Reason;
use crate::totals_row::{is_totals_word, plain};

/// Ids that were kept, each with the fingerprints of its record.
#[derive(Default)]
pub(crate) struct Seen {
    ids: seen::Seen,
    /// The fingerprints of the persons, where they may differ from those of the records.
    persons: BTreeMap<ProcedureId, u64>,
}

impl Seen {
    pub(super) fn get(&self, id: &ProcedureId) -> Option<(u64, u64)> {
        let whole = self.ids.get(id.as_str())?;
        Some((whole, self.persons.get(id).copied().unwrap_or(whole)))
    }

    fn insert(&mut self, id: &ProcedureId, (whole, person): (u64, u64)) {
        self.ids.insert(id.as_str(), whole);
        if person != whole {
            self.persons.insert(id.clone(), person);
        }
    }
}

/// A record at hand.
pub(crate) struct Check<'a> {
    pub(crate) shape: &'a Shape,
    pub(crate) record: &'a Record<'a>,
    pub(crate) prefix: &'a str,
    pub(crate) texts: &'a mut Interner,
    pub(super) unreadable: &'a mut Unreadable,
    /// The procedure inside the record that is looked at, if one is.
    pub(crate) part: Option<&'a Part<'a>>,
    /// What is wrong with procedures inside the record that are not those of its patient.
    pub(super) of_others: Vec<Problem>,
}

pub(super) type Checked<T> = Result<T, Problem>;

impl Check<'_> {
    /// What the record says, and of whom.
    pub(crate) fn run(&mut self, seen: &mut Seen) -> Result<Told, Box<Refusal>> {
        if let Some(reason) = self.left_out() {
            let problem = Problem::of_record(reason, Code::ImportDuplicate, "left out by a rule of the mapping");
            return Err(Box::new(Refusal {
                problem,
                patient: None,
                skipped: true,
                after_patient: false,
                id: None,
            }));
        }
        let patient = self.patient();
        let known = patient.as_ref().ok().cloned();
        let refuse = |problem: Problem, after_patient: bool, id: Option<Identified>| {
            let skipped = is_skip(problem.reason);
            Box::new(Refusal {
                problem,
                patient: known.clone(),
                skipped,
                after_patient,
                id,
            })
        };
        let (patient, own, key) = self.ids(patient).map_err(|problem| refuse(problem, false, None))?;
        let prints = (self.record.fingerprint, self.record.fingerprint_of_person);
        let before = seen.get(&key);
        let again = before.map(|_| self.identified(&key));
        if let (Some(id), Some(before)) = (&again, before)
            && let Some(problem) = same(self.shape, id, prints, before)
        {
            return Err(refuse(problem, false, again));
        }
        // A record about a person tells itself what is wrong with it.
        let of_others = self.shape.has_plans();
        let (person, kept) = match self.rest(&patient, own, &key) {
            Ok(read) => read,
            Err(problem) => return Err(refuse(problem, of_others, Some(self.identified(&key)))),
        };
        if again.is_none() {
            seen.insert(&key, prints);
        }
        Ok(Told {
            patient,
            person,
            kept,
            key,
            again,
        })
    }

    /// Whether a rule says that this is no record of the file's kind.
    fn left_out(&self) -> Option<Reason> {
        match self.shape.skip.iter().find(|rule| self.holds(&rule.when)) {
            Some(rule) => Some(rule.reason),
            None => self.is_of_sums().then_some(Reason::TotalsRow),
        }
    }

    /// Whether this is a row of sums: the word for it stands in the place of the patient's number, or in another column
    /// where there is no number.
    fn is_of_sums(&self) -> bool {
        let ids = self
            .shape
            .patient
            .id
            .parts
            .iter()
            .map(|(col, _)| self.text(*col).trim());
        let says = |text: &str| is_totals_word(text);
        let has_none = || ids.clone().all(str::is_empty);
        ids.clone().any(says) || (has_none() && self.record.cells.iter().any(|cell| says(cell.text())))
    }

    /// Whether all columns of a condition have one of their words.
    /// In JSON a list is one text with commas between its words: one of them is enough.
    fn holds(&self, when: &[(Col, Vec<String>)]) -> bool {
        let is_json = self.shape.json.is_some();
        when.iter().all(|(col, words)| {
            let text = self.text(*col);
            let one = |text: &str| words.contains(&plain(text));
            self.record.has(col.0) && (one(text) || (is_json && text.split(',').any(one)))
        })
    }

    /// The column of the record's own id.
    fn own_id(&self) -> &IdColumns {
        let shape = self.shape;
        match shape.grain {
            Grain::Person | Grain::Patient => &shape.patient.id,
            Grain::Plan => shape
                .plan
                .as_ref()
                .and_then(|plan| plan.id.as_ref())
                .unwrap_or(&shape.patient.id),
            Grain::Procedure => shape
                .procedure
                .as_ref()
                .map_or(&shape.patient.id, |procedure| &procedure.id),
            Grain::Visit => shape.visit.as_ref().map_or(&shape.patient.id, |visit| &visit.id),
        }
    }

    /// The id of a record that another one has too, or that is wrong, as a report shows it.
    fn identified(&self, key: &ProcedureId) -> Identified {
        let id = self.own_id();
        Identified {
            key: key.clone(),
            column: self.column(id.first()),
            text: self.text(id.first()).to_owned(),
            is_hash: id.kind == IdKind::Hash,
        }
    }

    fn ids(&mut self, patient: Checked<PatientId>) -> Checked<(PatientId, Option<PlanId>, ProcedureId)> {
        self.decodable()?;
        let shape = self.shape;
        let id = self.own_id();
        let key = self.id(id)?;
        let plan = match (shape.grain, shape.procedure.as_ref().and_then(|p| p.plan.as_ref())) {
            (Grain::Procedure, Some(plan)) => Some(self.id(plan)?),
            (Grain::Procedure, None) | (Grain::Visit, _) => None,
            (Grain::Person | Grain::Patient | Grain::Plan, _) => Some(key.clone()),
        };
        let patient = patient?;
        let parse = |text: &str, col: Col| ProcedureId::parse(text).map_err(|_| self.no_id(col, text));
        let key = parse(&key, id.first())?;
        let plan = match plan {
            Some(plan) => Some(PlanId::parse(&plan).map_err(|_| self.no_id(id.first(), &plan))?),
            None => None,
        };
        Ok((patient, plan, key))
    }

    fn rest(
        &mut self,
        patient: &PatientId,
        plan: Option<PlanId>,
        own: &ProcedureId,
    ) -> Checked<(Option<PersonRow>, Kept)> {
        let shape = self.shape;
        if let Some(columns) = &shape.visit {
            return self.visit(columns, patient.clone());
        }
        match (shape.grain, &shape.plan, &shape.procedure, plan) {
            (Grain::Patient | Grain::Plan, Some(columns), _, Some(id)) => self.plan(columns, patient.clone(), id),
            (Grain::Procedure, _, Some(columns), plan) => {
                let status = self.meaning(&columns.status)?;
                let person = self.person()?;
                let row = self.procedure_row(columns, (patient, own), plan, status)?;
                Ok((person, Kept::Procedure(row)))
            }
            (Grain::Person | Grain::Patient | Grain::Plan | Grain::Procedure | Grain::Visit, _, _, _) => {
                let person = Some(person::read(self)?);
                self.placed()?;
                let Some(guards) = &shape.patient.guards else {
                    return Ok((person, Kept::Person));
                };
                let ward = self.id(&guards.patient)?;
                let ward = PatientId::parse(&ward).ok().filter(|_| self.holds(&guards.when));
                Ok((person, Kept::Guardian(ward)))
            }
        }
    }

    fn plan(&mut self, columns: &PlanColumns, patient: PatientId, id: PlanId) -> Checked<(Option<PersonRow>, Kept)> {
        let word = match &columns.status {
            None => PlanWord::Open,
            Some(words) => self.meaning(words)?,
        };
        let person = self.person()?;
        let presented_on = self.day(columns.presented_on)?;
        let parts = match (&self.shape.parts, &self.shape.procedure) {
            (Some(_), Some(columns)) => Some(self.parts(columns, &patient, &id)?),
            (Some(_) | None, _) => None,
        };
        self.currency(columns.currency)?;
        let value = self.amount(columns.value, word == PlanWord::Open)?;
        let portion = self.optional_amount(columns.patient_portion)?;
        let count = self.count(columns.procedure_count)?;
        let description = match self.optional_text(columns.description) {
            Some(text) => Some(text),
            None => self.optional_text(columns.name),
        };
        self.placed()?;
        let empty = columns.status.is_none() && value == Some(Money::ZERO) && count.unwrap_or(0) == 0;
        let plan = PlanRow {
            place: self.record.place,
            patient,
            id,
            word,
            empty,
            value,
            portion,
            presented_on,
            code: description.as_deref().and_then(|text| self.category(text)),
            description,
            by: self.by(columns.provider, columns.provider_name, columns.location),
            parts,
            of_others: std::mem::take(&mut self.of_others),
            visit: None,
        };
        Ok((person, Kept::Plan(plan)))
    }

    /// What the record says of the person, where its file has more than the number of one.
    pub(super) fn person(&mut self) -> Checked<Option<PersonRow>> {
        let told = self.shape.patient.describe_people();
        told.then(|| person::read(self)).transpose()
    }

    /// What stands behind the status.
    pub(super) fn procedure_row(
        &mut self,
        columns: &ProcedureColumns,
        (patient, id): (&PatientId, &ProcedureId),
        plan: Option<PlanId>,
        status: ProcedureStatus,
    ) -> Checked<ProcedureRow> {
        let planned_on = self.day(columns.planned_on)?;
        // The day of what is not done says nothing.
        let done_on = match self.day(columns.done_on) {
            Err(_) if status != ProcedureStatus::Completed => {
                if let Some(col) = columns.done_on {
                    self.unreadable.one(self.shape, self.record.place.file, col);
                }
                None
            }
            day => day?.flatten(),
        };
        self.currency(columns.currency)?;
        let live = matches!(status, ProcedureStatus::Planned | ProcedureStatus::Scheduled);
        let fee = self.amount(columns.value, live)?;
        let portion = self.optional_amount(columns.patient_portion)?;
        self.placed()?;
        let description = self.optional_text(columns.description);
        let code = self.optional_text(columns.code);
        let fee = fee.or_else(|| self.shape.fees.get(code.as_deref()?).copied());
        let known = code
            .as_deref()
            .or(description.as_deref())
            .and_then(|text| self.category(text));
        Ok(ProcedureRow {
            place: self.record.place,
            patient: patient.clone(),
            id: id.clone(),
            plan,
            status,
            fee,
            portion,
            code: known.or(code),
            description,
            tooth: self.optional_text(columns.tooth),
            quadrant: self.optional_text(columns.quadrant),
            planned_on,
            done_on,
            appointment: self
                .visit_of(columns.appointment)
                .filter(|visit| status == ProcedureStatus::Planned || !visit.ends_with(NO_VISIT)),
            by: self.by(columns.provider, columns.provider_name, columns.location),
        })
    }
}

/// What a record is once more that says the same as another one of its id, by the fingerprints of both.
pub(super) fn same(shape: &Shape, id: &Identified, own: (u64, u64), other: (u64, u64)) -> Option<Problem> {
    let again = |reason, message| Some(Problem::new(id.column.clone(), reason, Code::ImportDuplicate, message));
    if own.0 == other.0 {
        return again(Reason::ExactDuplicate, "the same row once more");
    }
    if !shape.other_carrier.is_empty() && own.1 == other.1 {
        let message = "the same patient under another insurance, with the same sum";
        return again(Reason::SamePatientOtherCarrier, message);
    }
    None
}

/// Whether what is set aside for a reason is well formed.
pub(super) fn is_skip(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::ExactDuplicate
            | Reason::OlderVersion
            | Reason::SamePatientOtherCarrier
            | Reason::TotalsRow
            | Reason::LedgerEntry
            | Reason::EnteredInError
            | Reason::NotImported
    )
}
