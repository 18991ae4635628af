//! One record against its mapping, in the order: encoding, ids, duplicates, patient, status, dates, money; only the first
//! problem is told.

use std::collections::BTreeMap;
use std::sync::Arc;

use followthrough::plan::{PersonStatus, ProcedureStatus};
use followthrough::wire::{Interner, MAX_ID_BYTES, PatientId, PlanId, ProcedureId};
use followthrough::{Category, Code, Date, Money};
use sha2::{Digest, Sha256};

use super::person;
use super::rows::{By, Kept, PersonRow, PlanRow, ProcedureRow, Refusal};
use crate::mapping::{
    Amount, Col, Grain, IdColumns, Meaning, NoMoney, PlanColumns, PlanWord, ProcedureColumns, Required, Shape, Words,
};
use crate::problem::Problem;
use crate::record::{Cell, Record};
use crate::seen;
use crate::set_aside::Reason;

/// Ids that were kept, each with the fingerprints of its record.
#[derive(Default)]
pub(crate) struct Seen {
    ids: seen::Seen,
    /// The fingerprints of the persons, where they may differ from those of the records.
    persons: BTreeMap<ProcedureId, u64>,
}

impl Seen {
    fn get(&self, id: &ProcedureId) -> Option<(u64, u64)> {
        let whole = self.ids.get(id.as_str())?;
        Some((whole, self.persons.get(id).copied().unwrap_or(whole)))
    }

    fn insert(&mut self, id: ProcedureId, (whole, person): (u64, u64)) {
        self.ids.insert(id.as_str(), whole);
        if person != whole {
            self.persons.insert(id, person);
        }
    }
}

/// A record at hand.
pub(crate) struct Check<'a> {
    pub(crate) shape: &'a Shape,
    pub(crate) record: &'a Record<'a>,
    pub(crate) prefix: &'a str,
    pub(crate) texts: &'a mut Interner,
}

type Checked<T> = Result<T, Problem>;

impl Check<'_> {
    /// What the record says, and of whom.
    pub(crate) fn run(&mut self, seen: &mut Seen) -> Result<(PatientId, PersonRow, Kept), Box<Refusal>> {
        if let Some(reason) = self.left_out() {
            let problem = Problem::of_record(reason, Code::ImportDuplicate, "left out by a rule of the mapping");
            return Err(Box::new(Refusal {
                problem,
                patient: None,
                skipped: true,
                after_patient: false,
            }));
        }
        let patient = self.patient();
        let known = patient.as_ref().ok().cloned();
        let refuse = |problem: Problem, after_patient: bool| {
            let skipped = is_skip(problem.reason);
            Box::new(Refusal {
                problem,
                patient: known.clone(),
                skipped,
                after_patient,
            })
        };
        let (patient, own, key) = self.ids(patient, seen).map_err(|problem| refuse(problem, false))?;
        let (person, kept) = self.rest(&patient, own).map_err(|problem| refuse(problem, true))?;
        seen.insert(key, (self.record.fingerprint, self.record.fingerprint_of_person));
        Ok((patient, person, kept))
    }

    /// Whether a rule says that this is no record of the file's kind.
    fn left_out(&self) -> Option<Reason> {
        let says = |(col, words): &(Col, Vec<String>)| {
            let text = self.text(*col).trim().to_lowercase();
            self.record.has(col.0) && words.contains(&text)
        };
        let rule = self.shape.skip.iter().find(|rule| rule.when.iter().all(says))?;
        Some(rule.reason)
    }

    fn ids(&mut self, patient: Checked<PatientId>, seen: &Seen) -> Checked<(PatientId, Option<PlanId>, ProcedureId)> {
        self.decodable()?;
        let shape = self.shape;
        let id = match shape.grain {
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
        };
        let key = self.id(id)?;
        let plan = match (shape.grain, shape.procedure.as_ref().and_then(|p| p.plan.as_ref())) {
            (Grain::Procedure, Some(plan)) => Some(self.id(plan)?),
            (Grain::Procedure, None) => None,
            (Grain::Person | Grain::Patient | Grain::Plan, _) => Some(key.clone()),
        };
        let patient = patient?;
        let parse = |text: &str, col: Col| ProcedureId::parse(text).map_err(|_| self.no_id(col, text));
        let key = parse(&key, id.first())?;
        self.first_of(id, &key, seen)?;
        let plan = match plan {
            Some(plan) => Some(PlanId::parse(&plan).map_err(|_| self.no_id(id.first(), &plan))?),
            None => None,
        };
        Ok((patient, plan, key))
    }

    /// Refuses a record whose id was kept before.
    fn first_of(&self, id: &IdColumns, key: &ProcedureId, seen: &Seen) -> Checked<()> {
        let Some((whole, person)) = seen.get(key) else {
            return Ok(());
        };
        let column = self.shape.name_of(id.first());
        if whole == self.record.fingerprint {
            return Err(Problem::new(
                column,
                Reason::ExactDuplicate,
                Code::ImportDuplicate,
                "the same row once more",
            ));
        }
        if !self.shape.other_carrier.is_empty() && person == self.record.fingerprint_of_person {
            let message = "the same patient under another insurance, with the same sum";
            return Err(Problem::new(
                column,
                Reason::SamePatientOtherCarrier,
                Code::ImportDuplicate,
                message,
            ));
        }
        let message = "the id was seen before with other content; the first row stays";
        let value = self.text(id.first());
        let problem = Problem::of_id(
            column,
            Reason::ConflictingDuplicate,
            Code::ImportDuplicate,
            value,
            "new",
        );
        Err(problem.because(message))
    }

    fn rest(&mut self, patient: &PatientId, id: Option<PlanId>) -> Checked<(PersonRow, Kept)> {
        let shape = self.shape;
        match (shape.grain, &shape.plan, &shape.procedure, id) {
            (Grain::Patient | Grain::Plan, Some(columns), _, Some(id)) => self.plan(columns, patient.clone(), id),
            (Grain::Procedure, _, Some(columns), plan) => self.procedure(columns, patient.clone(), plan),
            (Grain::Person | Grain::Patient | Grain::Plan | Grain::Procedure, _, _, _) => {
                Ok((person::read(self)?, Kept::Person))
            }
        }
    }

    fn plan(&mut self, columns: &PlanColumns, patient: PatientId, id: PlanId) -> Checked<(PersonRow, Kept)> {
        let word = match &columns.status {
            None => PlanWord::Open,
            Some(words) => self.meaning(words)?,
        };
        let person = person::read(self)?;
        let presented_on = self.day(columns.presented_on)?;
        self.currency(columns.currency)?;
        let value = self.amount(columns.value, word == PlanWord::Open)?;
        let portion = self.optional_amount(columns.patient_portion)?;
        let count = self.count(columns.procedure_count)?;
        let description = match self.optional_text(columns.description) {
            Some(text) => Some(text),
            None => self.optional_text(columns.name),
        };
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
        };
        Ok((person, Kept::Plan(plan)))
    }

    fn procedure(
        &mut self,
        columns: &ProcedureColumns,
        patient: PatientId,
        plan: Option<PlanId>,
    ) -> Checked<(PersonRow, Kept)> {
        let status = self.meaning(&columns.status)?;
        let person = person::read(self)?;
        let planned_on = self.day(columns.planned_on)?;
        let done_on = self.day(columns.done_on)?.flatten();
        self.currency(columns.currency)?;
        let live = matches!(status, ProcedureStatus::Planned | ProcedureStatus::Scheduled);
        let fee = self.amount(columns.value, live)?;
        let portion = self.optional_amount(columns.patient_portion)?;
        let id = self.id(&columns.id)?;
        let id = ProcedureId::parse(&id).map_err(|_| self.no_id(columns.id.first(), &id))?;
        let description = self.optional_text(columns.description);
        let code = self.optional_text(columns.code);
        let known = code
            .as_deref()
            .or(description.as_deref())
            .and_then(|text| self.category(text));
        let procedure = ProcedureRow {
            place: self.record.place,
            patient,
            id,
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
            appointment: self.optional_text(columns.appointment),
            by: self.by(columns.provider, columns.provider_name, columns.location),
        };
        Ok((person, Kept::Procedure(procedure)))
    }

    // ---- cells

    pub(crate) fn text(&self, col: Col) -> &str {
        self.record.text(col.0)
    }

    pub(crate) fn has(&self, col: Option<Col>) -> bool {
        col.is_some_and(|col| self.record.has(col.0))
    }

    pub(crate) fn optional_text(&mut self, col: Option<Col>) -> Option<Arc<str>> {
        let text = self.record.text(col?.0).trim();
        (!text.is_empty()).then(|| self.texts.intern(text))
    }

    fn by(&mut self, provider: Option<Col>, name: Option<Col>, location: Option<Col>) -> By {
        By {
            provider: self.optional_text(provider),
            provider_name: self.optional_text(name),
            location: self.optional_text(location),
        }
    }

    fn decodable(&self) -> Checked<()> {
        let bad = self
            .record
            .cells
            .iter()
            .position(|cell| matches!(cell, Cell::Undecodable));
        match bad {
            None => Ok(()),
            Some(index) => Err(Problem::new(
                self.shape.name_of(Col(index)),
                Reason::BadEncoding,
                Code::ImportEncoding,
                "the bytes are not text in the encoding of the file",
            )),
        }
    }

    fn missing(&self, col: Col, code: Code, what: &str) -> Problem {
        let problem = Problem::of_id(self.shape.name_of(col), Reason::MissingRequired, code, "", what);
        problem.because(format!("{what} is missing"))
    }

    fn no_id(&self, col: Col, text: &str) -> Problem {
        Problem::of_id(
            self.shape.name_of(col),
            Reason::BadInteger,
            Code::ImportBadId,
            text,
            "an id",
        )
    }

    fn patient(&self) -> Checked<PatientId> {
        let id = self.id(&self.shape.patient.id)?;
        PatientId::parse(&id).map_err(|_| self.no_id(self.shape.patient.id.first(), &id))
    }

    /// An id exactly as it stands, its parts joined; one that is too long for an id ends in a hash of all of it.
    pub(crate) fn id(&self, columns: &IdColumns) -> Checked<String> {
        let mut id = self.prefix.to_owned();
        for (index, (col, may_be_empty)) in columns.parts.iter().enumerate() {
            let text = self.text(*col);
            if text.trim().is_empty() && !may_be_empty {
                return Err(self.missing(*col, Code::ImportBadId, "the id"));
            }
            let number = text.parse::<u64>().is_ok_and(|n| n > 0) && text.bytes().all(|b| b.is_ascii_digit());
            if columns.integer && !number {
                return Err(self.no_id(*col, text));
            }
            if index > 0 {
                id.push('|');
            }
            id.push_str(text);
        }
        Ok(fitting(id))
    }

    pub(crate) fn meaning<T: Copy>(&self, words: &Words<Meaning<T>>) -> Checked<T> {
        match self.word(words)? {
            Meaning::Is(meaning) => Ok(meaning),
            Meaning::Skip(reason) => {
                let message = "the mapping says that such rows are left out";
                Err(Problem::new(
                    self.shape.name_of(words.col),
                    reason,
                    Code::ImportDuplicate,
                    message,
                ))
            }
        }
    }

    /// What a word means; one that the mapping does not have is never guessed.
    pub(crate) fn word<T: Copy>(&self, words: &Words<T>) -> Checked<T> {
        let text = self.text(words.col);
        words.meaning(text).ok_or_else(|| {
            let column = self.shape.name_of(words.col);
            let code = Code::ImportUnknownStatus;
            if text.trim().is_empty() {
                return self.missing(words.col, code, "the status");
            }
            Problem::of_word(
                column,
                Reason::UnknownStatus,
                code,
                text,
                "a word that the mapping knows",
            )
        })
    }

    /// A day; the outer option is whether the file has the column.
    pub(crate) fn day(&self, col: Option<Col>) -> Checked<Option<Option<Date>>> {
        let Some(col) = col.filter(|col| self.record.has(col.0)) else {
            return Ok(None);
        };
        let text = self.text(col);
        let day = self.shape.dates.day(text).ok_or_else(|| {
            let column = self.shape.name_of(col);
            Problem::of_figures(
                column,
                Reason::BadDate,
                Code::ImportBadDate,
                text,
                "a day in the form of the file",
            )
        })?;
        Ok(Some(day))
    }

    fn currency(&self, col: Option<Col>) -> Checked<()> {
        let Some(col) = col.filter(|col| self.record.has(col.0)) else {
            return Ok(());
        };
        let (text, own) = (
            self.text(col).trim(),
            self.shape.currency.as_deref().unwrap_or_default(),
        );
        if text.is_empty() || text.eq_ignore_ascii_case(own) {
            return Ok(());
        }
        let column = self.shape.name_of(col);
        Err(Problem::of_word(
            column,
            Reason::CurrencyMismatch,
            Code::ImportBadAmount,
            text,
            own,
        ))
    }

    fn amount(&self, amount: Option<Amount>, live: bool) -> Checked<Option<Money>> {
        let Some(amount) = amount.filter(|amount| self.record.has(amount.col.0)) else {
            return Ok(None);
        };
        let required = match amount.required {
            Required::Always => true,
            Required::Pending => live,
            Required::Never => false,
        };
        if self.text(amount.col).trim().is_empty() && required {
            return Err(self.missing(amount.col, Code::ImportBadAmount, "the amount"));
        }
        self.optional_amount(Some(amount.col))
    }

    fn optional_amount(&self, col: Option<Col>) -> Checked<Option<Money>> {
        let Some(col) = col.filter(|col| !self.text(*col).trim().is_empty()) else {
            return Ok(None);
        };
        let text = self.text(col);
        let read = self.shape.money.amount(text, self.shape.currency.as_deref());
        let (reason, what) = match read {
            Ok(amount) => return Ok(Some(amount)),
            Err(NoMoney::Bad) => (Reason::BadMoney, "an amount in the form of the file"),
            Err(NoMoney::Negative) => (Reason::NegativeMoney, "zero or more"),
            Err(NoMoney::OtherCurrency) => (Reason::CurrencyMismatch, "an amount in the currency of the practice"),
        };
        Err(Problem::of_figures(
            self.shape.name_of(col),
            reason,
            Code::ImportBadAmount,
            text,
            what,
        ))
    }

    fn count(&self, col: Option<Col>) -> Checked<Option<u32>> {
        let Some(col) = col.filter(|col| !self.text(*col).trim().is_empty()) else {
            return Ok(None);
        };
        let text = self.text(col).trim();
        let number = text
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| text.parse().ok())
            .flatten();
        number.map(Some).ok_or_else(|| {
            let column = self.shape.name_of(col);
            Problem::of_figures(
                column,
                Reason::BadInteger,
                Code::ImportBadAmount,
                text,
                "a whole number",
            )
        })
    }

    /// The category that the mapping puts a code or a description in, as the code of the built-in playbooks.
    fn category(&mut self, text: &str) -> Option<Arc<str>> {
        let text = text.to_lowercase();
        let has = |(_, words): &&(Category, Vec<String>)| words.iter().any(|word| text.contains(word.as_str()));
        let (category, _) = self.shape.categories.iter().find(has)?;
        Some(self.texts.intern(&category.as_str().to_ascii_uppercase()))
    }

    pub(crate) fn status_of_person(&self) -> Checked<PersonStatus> {
        match &self.shape.patient.status {
            Some(words) if self.record.has(words.col.0) => self.word(words),
            Some(_) | None => Ok(PersonStatus::Active),
        }
    }
}

fn is_skip(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::ExactDuplicate
            | Reason::SamePatientOtherCarrier
            | Reason::TotalsRow
            | Reason::LedgerEntry
            | Reason::EnteredInError
            | Reason::NotImported
    )
}

/// An id that the engine can hold: as it stands where that is possible.
pub(crate) fn fitting(id: String) -> String {
    if id.len() <= MAX_ID_BYTES && !id.chars().any(char::is_control) {
        return id;
    }
    let hash = Sha256::digest(id.as_bytes());
    let hex: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let mut short = String::new();
    for c in id.chars() {
        let c = if c.is_control() { ' ' } else { c };
        if short.len() + c.len_utf8() + 1 + hex.len() > MAX_ID_BYTES {
            break;
        }
        short.push(c);
    }
    format!("{short}~{hex}")
}
