//! What is wrong with a record, and where it stands.

use std::sync::Arc;

use followthrough::Code;
use followthrough::wire::PatientId;

use crate::set_aside::{Reason, Rejected};
use crate::shown::{Shown, shape};

/// What is wrong with a record, or why it is left out.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// None where the record as a whole is meant.
    pub(crate) column: Option<Arc<str>>,
    pub(crate) reason: Reason,
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) value: Option<Shown>,
    pub(crate) shape: Option<String>,
    /// Who else it is about, besides the patient of the record.
    pub(crate) other_patient: Option<Box<PatientId>>,
}

/// Where a record stands, small enough to keep with every row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) file: u32,
    /// Of JSON, where records of several kinds have numbers of their own: the how manieth of all it is.
    pub(crate) entry: u32,
    pub(crate) record: u32,
    pub(crate) line: u32,
}

impl Problem {
    pub(crate) fn new(column: impl Into<Arc<str>>, reason: Reason, code: Code, message: impl Into<String>) -> Self {
        Self {
            column: Some(column.into()),
            ..Self::of_record(reason, code, message)
        }
    }

    /// A problem of no single column.
    pub(crate) fn of_record(reason: Reason, code: Code, message: impl Into<String>) -> Self {
        Self {
            column: None,
            reason,
            code,
            message: message.into(),
            value: None,
            shape: None,
            other_patient: None,
        }
    }

    /// A problem with a number or an amount.
    pub(crate) fn of_value(column: impl Into<Arc<str>>, reason: Reason, code: Code, value: &str, what: &str) -> Self {
        Self::new(column, reason, code, "").saying(value, what, Shown::amount(value))
    }

    /// A problem with a status, or another word: one that practice systems write is shown.
    pub(crate) fn of_word(column: impl Into<Arc<str>>, reason: Reason, code: Code, value: &str, what: &str) -> Self {
        Self::new(column, reason, code, "").saying(value, what, Shown::word(value))
    }

    /// A problem with an id: patients are shown by their number.
    pub(crate) fn of_id(column: impl Into<Arc<str>>, reason: Reason, code: Code, value: &str, what: &str) -> Self {
        Self::new(column, reason, code, "").saying(value, what, Shown::id(value))
    }

    /// A problem with a day that is not one of birth.
    pub(crate) fn of_day(column: impl Into<Arc<str>>, value: &str, what: &str) -> Self {
        let of = Self::new(column, Reason::BadDate, Code::ImportBadDate, "");
        of.saying(value, what, Shown::day(value))
    }

    /// A problem with the name of a currency.
    pub(crate) fn of_currency(column: impl Into<Arc<str>>, value: &str, own: &str) -> Self {
        let of = Self::new(column, Reason::CurrencyMismatch, Code::ImportBadAmount, "");
        of.saying(value, own, Shown::currency(value))
    }

    fn saying(self, value: &str, what: &str, shown: Option<Shown>) -> Self {
        let message = match shown.as_deref() {
            Some("") => format!("it is empty, not {what}"),
            Some(text) => format!("{text:?} is not {what}"),
            None => format!("a value like {:?} is not {what}", shape(value)),
        };
        Self {
            shape: shown.is_none().then(|| shape(value)),
            value: shown,
            message,
            ..self
        }
    }

    /// The same problem, its value covered.
    #[must_use]
    pub(crate) fn covered(self, value: &str, what: &str) -> Self {
        self.saying(value, what, None)
    }

    /// The same problem, of a record that is linked to what is about somebody else.
    #[must_use]
    pub(crate) fn and_of(self, other_patient: Option<PatientId>) -> Self {
        let other_patient = other_patient.map(Box::new);
        Self { other_patient, ..self }
    }

    /// The same problem in other words.
    #[must_use]
    pub(crate) fn because(self, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            ..self
        }
    }

    pub(crate) fn reject(self, file: &Arc<str>, place: Place) -> Rejected {
        Rejected {
            file: file.clone(),
            record: place.record,
            line: place.line,
            path: None,
            patient: None,
            other_patient: self.other_patient.map(|patient| *patient),
            column: self.column,
            reason: self.reason,
            code: self.code,
            message: self.message,
            value: self.value,
            shape: self.shape,
            identity: None,
            hides_nothing: false,
        }
    }
}
