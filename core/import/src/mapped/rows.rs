//! Rows as they are kept until all files are there.

use std::sync::Arc;

use followthrough::plan::{PersonStatus, ProcedureStatus};
use followthrough::wire::{PatientId, PlanId, ProcedureId, Redacted};
use followthrough::{Date, Money};

use super::done::DoneRow;
use super::visits::VisitRow;
use crate::imported::TextConsent;
use crate::mapping::PlanWord;
use crate::phone::Point;
use crate::problem::{Place, Problem};

/// What one record became.
pub(crate) enum Kept {
    /// It tells of a person only.
    Person,
    /// Of somebody who is no patient, but speaks for this one; of none where the mapping does not say so.
    Guardian(Option<PatientId>),
    /// Of a plan.
    Plan(PlanRow),
    /// Of a procedure.
    Procedure(ProcedureRow),
    /// Of a procedure that no plan will hold.
    Done(DoneRow),
    /// Of a visit.
    Visit(VisitRow),
}

/// Why a record is not kept.
pub(crate) struct Refusal {
    pub(crate) problem: Problem,
    pub(crate) patient: Option<PatientId>,
    /// It is well formed, and left out deliberately.
    pub(crate) skipped: bool,
    /// It was found after the place in the order of checks where it is asked whether there is such a patient.
    pub(crate) after_patient: bool,
    /// The id of the record, where that much of it can be read.
    pub(crate) id: Option<Identified>,
}

/// The id of a record, and where it stands in it.
#[derive(Clone)]
pub(crate) struct Identified {
    pub(crate) key: ProcedureId,
    pub(crate) column: Arc<str>,
    /// What the column holds.
    pub(crate) text: String,
    /// Whether the id is made of texts that no report shows.
    pub(crate) is_hash: bool,
}

/// What a record says.
pub(crate) struct Told {
    pub(crate) patient: PatientId,
    /// Nothing where it only names somebody.
    pub(crate) person: Option<PersonRow>,
    pub(crate) kept: Kept,
    /// The id of the record.
    pub(crate) key: ProcedureId,
    /// The same, where another record had it before.
    pub(crate) again: Option<Identified>,
}

/// A person, from one record or several.
#[derive(Clone, Default)]
pub(crate) struct PersonRow {
    pub(crate) first_name: Option<Redacted>,
    pub(crate) last_name: Option<Redacted>,
    /// None where the file has no such column.
    pub(crate) birth_date: Option<Option<Date>>,
    pub(crate) mobile: Option<Point>,
    pub(crate) landlines: Vec<Point>,
    pub(crate) email: Option<Point>,
    /// Whether the file has a column for phones at all.
    pub(crate) has_phones: bool,
    /// Whether the file has a column for the status.
    pub(crate) has_status: bool,
    pub(crate) status: PersonStatus,
    /// None where the file has no such column.
    pub(crate) text_consent: Option<TextConsent>,
    pub(crate) email_consent: Option<TextConsent>,
    pub(crate) call_consent: Option<TextConsent>,
    pub(crate) do_not_call: bool,
    pub(crate) guarantor: Option<PatientId>,
    pub(crate) language: Option<Arc<str>>,
    pub(crate) state: Option<Arc<str>>,
}

/// A plan of a file whose rows are plans or patients.
pub(crate) struct PlanRow {
    pub(crate) place: Place,
    pub(crate) patient: PatientId,
    pub(crate) id: PlanId,
    pub(crate) word: PlanWord,
    /// Whether the file says that nothing is planned.
    pub(crate) empty: bool,
    pub(crate) value: Option<Money>,
    pub(crate) portion: Option<Money>,
    /// None where the file has no such column.
    pub(crate) presented_on: Option<Option<Date>>,
    pub(crate) description: Option<Arc<str>>,
    pub(crate) code: Option<Arc<str>>,
    pub(crate) by: By,
    /// Its procedures, where they stand inside it.
    pub(crate) parts: Option<Vec<ProcedureRow>>,
    /// What is wrong with procedures inside it that are not those of its patient: records that it is kept without.
    pub(crate) of_others: Vec<Problem>,
    /// The visit that is booked for it.
    pub(crate) visit: Option<Arc<str>>,
}

/// A procedure of a file whose rows are procedures, or inside a plan.
pub(crate) struct ProcedureRow {
    pub(crate) place: Place,
    pub(crate) patient: PatientId,
    pub(crate) id: ProcedureId,
    /// The plan that the file puts it on.
    pub(crate) plan: Option<PlanId>,
    pub(crate) status: ProcedureStatus,
    pub(crate) fee: Option<Money>,
    pub(crate) portion: Option<Money>,
    pub(crate) code: Option<Arc<str>>,
    pub(crate) description: Option<Arc<str>>,
    pub(crate) tooth: Option<Arc<str>>,
    pub(crate) quadrant: Option<Arc<str>>,
    /// None where the file has no such column.
    pub(crate) planned_on: Option<Option<Date>>,
    pub(crate) done_on: Option<Date>,
    pub(crate) appointment: Option<Arc<str>>,
    pub(crate) by: By,
}

/// Who would treat, and where.
#[derive(Clone, Default)]
pub(crate) struct By {
    pub(crate) provider: Option<Arc<str>>,
    pub(crate) provider_name: Option<Arc<str>>,
    pub(crate) location: Option<Arc<str>>,
}

impl ProcedureRow {
    /// Whether it is live: planned, or on a visit.
    pub(crate) fn is_live(&self) -> bool {
        matches!(self.status, ProcedureStatus::Planned | ProcedureStatus::Scheduled)
    }

    pub(crate) fn planned_day(&self) -> Option<Date> {
        self.planned_on.flatten()
    }
}

impl PersonRow {
    /// Whether one of the numbers can be reached.
    pub(crate) fn has_usable_phone(&self) -> bool {
        self.mobile
            .iter()
            .chain(&self.landlines)
            .any(|point| point.valid().is_some())
    }

    /// Whether one of the numbers is like this.
    pub(crate) fn has_phone(&self, like: &Point) -> bool {
        self.mobile.iter().chain(&self.landlines).any(|point| point == like)
    }

    /// Takes what another record of the same person says, so that the order of the two does not matter: what only one
    /// of them has holds, of two words on consent the stricter, of two other values the one that sorts first. Returns
    /// whether the two contradict each other.
    pub(crate) fn meet(&mut self, other: Self) -> bool {
        let mut contradicts = self.has_status && other.has_status && self.status != other.status;
        self.has_status |= other.has_status;
        let mut settle = |differ: bool| contradicts |= differ;
        settle(first_of(&mut self.first_name, other.first_name, |name| {
            name.reveal().to_owned()
        }));
        settle(first_of(&mut self.last_name, other.last_name, |name| {
            name.reveal().to_owned()
        }));
        settle(first_of(&mut self.guarantor, other.guarantor, |id| {
            id.as_str().to_owned()
        }));
        settle(first_of(&mut self.language, other.language, |code| code.to_string()));
        settle(first_of(&mut self.state, other.state, |code| code.to_string()));
        settle(first_of(&mut self.mobile, other.mobile, rank));
        settle(first_of(&mut self.email, other.email, rank));
        let has_column = self.birth_date.is_some() || other.birth_date.is_some();
        let mut birth_date = self.birth_date.flatten();
        settle(first_of(
            &mut birth_date,
            other.birth_date.flatten(),
            ToString::to_string,
        ));
        self.birth_date = has_column.then_some(birth_date);
        for point in other.landlines {
            if !self.landlines.contains(&point) {
                self.landlines.push(point);
            }
        }
        self.landlines.sort_by_key(rank);
        self.has_phones |= other.has_phones;
        self.has_status |= other.has_status;
        self.do_not_call |= other.do_not_call;
        self.status = stricter_status(self.status, other.status);
        self.text_consent = stricter(self.text_consent, other.text_consent);
        self.email_consent = stricter(self.email_consent, other.email_consent);
        self.call_consent = stricter(self.call_consent, other.call_consent);
        contradicts
    }
}

/// Keeps the one of two that sorts first. Returns whether they differ.
fn first_of<T: PartialEq>(own: &mut Option<T>, other: Option<T>, rank: impl Fn(&T) -> String) -> bool {
    let differ = own.is_some() && other.is_some() && *own != other;
    *own = match (own.take(), other) {
        (Some(a), Some(b)) => Some(if rank(&b) < rank(&a) { b } else { a }),
        (a, b) => a.or(b),
    };
    differ
}

/// Points that can be reached come first.
fn rank(point: &Point) -> String {
    match point {
        Point::Valid(value) => format!("0{}", value.reveal()),
        Point::Several => "1".to_owned(),
        Point::Invalid => "2".to_owned(),
        Point::Missing => "3".to_owned(),
    }
}

fn stricter(a: Option<TextConsent>, b: Option<TextConsent>) -> Option<TextConsent> {
    match (a, b) {
        (Some(TextConsent::Denied), _) | (_, Some(TextConsent::Denied)) => Some(TextConsent::Denied),
        (Some(TextConsent::Unknown), _) | (_, Some(TextConsent::Unknown)) => Some(TextConsent::Unknown),
        (Some(TextConsent::Granted), _) | (_, Some(TextConsent::Granted)) => Some(TextConsent::Granted),
        (None, None) => None,
    }
}

fn stricter_status(a: PersonStatus, b: PersonStatus) -> PersonStatus {
    let rank = |status: PersonStatus| match status {
        PersonStatus::Active => 0,
        PersonStatus::Inactive => 1,
        PersonStatus::DoNotContact => 2,
        PersonStatus::Deceased => 3,
    };
    if rank(b) > rank(a) { b } else { a }
}
