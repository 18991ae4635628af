//! One shape of file: which file it is, and what its columns mean.

use std::collections::BTreeMap;
use std::sync::Arc;

use followthrough::follow_up::AppointmentStatus;
use followthrough::plan::{PersonStatus, ProcedureStatus};
use followthrough::{Category, Money};
use phonenumber::country;

use super::ask::Ask;
use super::columns::{Col, Columns, IdColumns, Meaning, Words};
use super::dates::DateFormat;
use super::money::MoneyFormat;
use super::write_back::WriteBack;
use crate::csv::Dialect;
use crate::encoding::Encoding;
use crate::imported::TextConsent;
use crate::json::{Path, Value};
use crate::set_aside::Reason;

/// What one record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grain {
    /// A person, and nothing of treatment.
    Person,
    /// A patient with the sum of what is planned.
    Patient,
    /// A plan.
    Plan,
    /// A procedure.
    Procedure,
    /// A visit, booked or past.
    Visit,
}

impl Grain {
    /// What the ids of such records are ids of.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Patient | Self::Plan => "plan",
            Self::Procedure => "procedure",
            Self::Visit => "visit",
        }
    }
}

/// Where a plan stands, in the words of a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlanWord {
    Draft,
    Open,
    Accepted,
    Declined,
    Completed,
    Referred,
    Inactive,
}

/// What counts as presenting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presenting {
    /// Whatever the file lists as planned was presented.
    Charted,
    /// What has a date of presentation was.
    Dated,
    /// The status of the plan says it.
    Status,
}

/// One plan of what?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grouping {
    /// Of all that a patient has planned.
    Patient,
    /// Of what was planned for a patient on one day.
    Date,
}

/// When an amount must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Required {
    Always,
    /// Of what is planned or scheduled.
    Pending,
    /// An empty one is an unknown one.
    Never,
}

/// A shape, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shape {
    /// `dentrix.cases`.
    pub(crate) name: Arc<str>,
    /// What is known of the form for certain, and what not.
    pub(crate) certainty: Option<String>,
    /// A file with these columns has this shape.
    pub(crate) header: Vec<String>,
    pub(crate) dialect: Dialect,
    pub(crate) encoding: Encoding,
    /// How its JSON is built, where it is JSON.
    pub(crate) json: Option<JsonForm>,
    /// The sheet of a workbook, where it is named.
    pub(crate) sheet: Option<String>,
    pub(crate) columns: Columns,
    pub(crate) grain: Grain,
    pub(crate) currency: Option<String>,
    pub(crate) country: country::Id,
    pub(crate) presented: Option<Presenting>,
    pub(crate) grouping: Option<Grouping>,
    pub(crate) money: MoneyFormat,
    pub(crate) dates: DateFormat,
    pub(crate) patient: PatientColumns,
    pub(crate) plan: Option<PlanColumns>,
    pub(crate) procedure: Option<ProcedureColumns>,
    /// The list of procedures inside a record that is a plan.
    pub(crate) parts: Option<Parts>,
    /// The fee of a code, where the file has none.
    pub(crate) fees: BTreeMap<String, Money>,
    pub(crate) visit: Option<VisitColumns>,
    pub(crate) skip: Vec<SkipRule>,
    /// Columns that differ where a patient stands there once per insurance.
    pub(crate) other_carrier: Vec<Col>,
    pub(crate) categories: Vec<(Category, Vec<String>)>,
    pub(crate) write_back: WriteBack,
    /// What must be answered before a file of this shape can be read.
    pub(crate) asks: Vec<Ask>,
}

/// How the records of a JSON file are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JsonForm {
    /// Keys of an envelope that hold the records.
    pub(crate) lists: Vec<String>,
    /// The key of an element of such a list that holds the record itself.
    pub(crate) inside: Option<String>,
    /// A key and its word: only such records have this shape. Files of several kinds of record need it.
    pub(crate) kind: Option<(String, String)>,
    /// The key of a list in such records: its elements have this shape, not the records.
    pub(crate) each: Option<String>,
    /// What an envelope must say where it says anything of it; if not, the system told of an error.
    pub(crate) succeeds: Vec<(Path, Vec<String>)>,
    /// What an envelope says where there are more pages.
    pub(crate) more: Option<Path>,
}

/// A list of procedures inside a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) name: String,
    pub(crate) list: Path,
    pub(crate) refers: Option<Refers>,
}

/// Elements that refer to records of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refers {
    /// Where the reference stands.
    pub(crate) by: Vec<Path>,
    /// The kind of record that is meant; references to others are passed over.
    pub(crate) to: String,
    /// The key under which an element that refers to nothing holds the procedure itself.
    pub(crate) inside: Option<String>,
}

impl Refers {
    /// Whether an element has none of the keys that could lead to a procedure.
    pub(crate) fn is_silent(&self, element: &Value<'_>) -> bool {
        let has = |key: &str| element.as_object().is_some_and(|object| object.get(key).is_some());
        let mut keys = self.by.iter().map(Path::head).chain(self.inside.as_deref());
        element.as_object().is_some() && !keys.any(has)
    }
}

/// What is read of the patient.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PatientColumns {
    pub(crate) id: IdColumns,
    /// First and last name in one.
    pub(crate) name: Option<Col>,
    pub(crate) first_name: Option<Col>,
    pub(crate) preferred_name: Option<Col>,
    pub(crate) last_name: Option<Col>,
    pub(crate) birth_date: Option<Col>,
    pub(crate) mobile: Option<Col>,
    pub(crate) home: Option<Col>,
    pub(crate) work: Option<Col>,
    /// A number of which nobody said whether it takes texts.
    pub(crate) phone: Option<Col>,
    pub(crate) email: Option<Col>,
    pub(crate) contact_method: Option<ContactMethod>,
    pub(crate) guarantor: Option<Col>,
    pub(crate) language: Option<Col>,
    pub(crate) state: Option<Col>,
    pub(crate) status: Option<Words<PersonStatus>>,
    /// Anything that does not deny it says that the person is dead.
    pub(crate) deceased: Option<Col>,
    /// The person is no patient, but speaks for this one where the conditions hold.
    pub(crate) guards: Option<Guards>,
    pub(crate) text_consent: Option<Words<TextConsent>>,
    pub(crate) email_consent: Option<Words<TextConsent>>,
    pub(crate) call_consent: Option<Words<TextConsent>>,
}

impl PatientColumns {
    /// Whether there is any column besides the person's number.
    pub(crate) fn describe_people(&self) -> bool {
        let Self {
            id: _,
            name,
            first_name,
            preferred_name,
            last_name,
            birth_date,
            mobile,
            home,
            work,
            phone,
            email,
            contact_method,
            guarantor,
            language,
            state,
            status,
            deceased,
            guards,
            text_consent,
            email_consent,
            call_consent,
        } = self;
        let names = [name, first_name, preferred_name, last_name, birth_date];
        let ways = [mobile, home, work, phone, email];
        let others = [guarantor, language, state, deceased];
        names.into_iter().chain(ways).chain(others).any(Option::is_some)
            || contact_method.is_some()
            || status.is_some()
            || guards.is_some()
            || [text_consent, email_consent, call_consent]
                .into_iter()
                .any(Option::is_some)
    }
}

/// Of somebody who is no patient: whom they speak for, and when.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Guards {
    pub(crate) patient: IdColumns,
    pub(crate) when: Conditions,
}

/// Columns, each with its words, trimmed and in small letters; all must match.
pub(crate) type Conditions = Vec<(Col, Vec<String>)>;

/// One column that says how a person wants to be reached: a number behind a word, an address, or a word alone.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ContactMethod {
    pub(crate) col: Col,
    pub(crate) prefixes: Vec<(String, PhoneKind)>,
    pub(crate) words: Vec<(String, ContactWord)>,
}

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PhoneKind {
    Mobile,
    Home,
    Work,
}

/// What a word says of being reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContactWord {
    Nothing,
    DoNotCall,
}

/// What is read of a plan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlanColumns {
    /// None where the patient has one plan.
    pub(crate) id: Option<IdColumns>,
    pub(crate) name: Option<Col>,
    pub(crate) description: Option<Col>,
    pub(crate) status: Option<Words<Meaning<PlanWord>>>,
    pub(crate) value: Option<Amount>,
    pub(crate) patient_portion: Option<Col>,
    pub(crate) procedure_count: Option<Col>,
    pub(crate) presented_on: Option<Col>,
    pub(crate) currency: Option<Col>,
    pub(crate) provider: Option<Col>,
    pub(crate) provider_name: Option<Col>,
    pub(crate) location: Option<Col>,
}

/// What is read of a procedure.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ProcedureColumns {
    pub(crate) id: IdColumns,
    /// The plan it is on, where the file says.
    pub(crate) plan: Option<IdColumns>,
    /// Of a procedure inside a plan: whose it is, where it says so itself.
    pub(crate) patient: Option<IdColumns>,
    pub(crate) status: Words<Meaning<ProcedureStatus>>,
    pub(crate) value: Option<Amount>,
    pub(crate) patient_portion: Option<Col>,
    pub(crate) code: Option<Col>,
    pub(crate) description: Option<Col>,
    pub(crate) tooth: Option<Col>,
    pub(crate) quadrant: Option<Col>,
    pub(crate) planned_on: Option<Col>,
    pub(crate) done_on: Option<Col>,
    pub(crate) appointment: Option<Col>,
    pub(crate) currency: Option<Col>,
    pub(crate) provider: Option<Col>,
    pub(crate) provider_name: Option<Col>,
    pub(crate) location: Option<Col>,
}

/// What is read of a visit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct VisitColumns {
    pub(crate) id: IdColumns,
    /// The day, with the time where that does not stand apart.
    pub(crate) starts: Col,
    pub(crate) time: Option<Col>,
    pub(crate) status: Words<Meaning<AppointmentStatus>>,
    /// Words that tell the kinds of visit that the engine knows by name.
    pub(crate) kind: Option<Words<&'static str>>,
    /// What is to be done there, where the file says.
    pub(crate) plan: Option<IdColumns>,
    pub(crate) procedure: Option<IdColumns>,
}

/// A column of amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) col: Col,
    pub(crate) required: Required,
}

/// Rows that are no records of the file's kind.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SkipRule {
    pub(crate) when: Conditions,
    pub(crate) reason: Reason,
}

impl Shape {
    /// Whether a column is a person's name and no part of an id.
    pub(crate) fn is_name(&self, col: Col) -> bool {
        let patient = &self.patient;
        let names = [
            patient.name,
            patient.first_name,
            patient.preferred_name,
            patient.last_name,
        ];
        let plan = self.plan.as_ref().and_then(|plan| plan.id.as_ref());
        let procedure = self.procedure.as_ref();
        let of_procedure = procedure.map(|procedure| [Some(&procedure.id), procedure.plan.as_ref()]);
        let ids = [Some(&patient.id), plan];
        let mut ids = ids.into_iter().chain(of_procedure.into_iter().flatten()).flatten();
        names.contains(&Some(col)) && !ids.any(|id| id.parts.iter().any(|(part, _)| *part == col))
    }

    /// The column for a report.
    pub(crate) fn name_of(&self, col: Col) -> Arc<str> {
        self.columns.name(col)
    }

    /// Whether its records become plans.
    pub(crate) fn has_plans(&self) -> bool {
        !matches!(self.grain, Grain::Person | Grain::Visit)
    }
}
