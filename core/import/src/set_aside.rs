//! Records that became nothing: where they stand and why.

use std::fmt;
use std::sync::Arc;

use followthrough::Code;
use followthrough::wire::PatientId;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::refused::Identity;
use crate::shown::Shown;

macro_rules! reasons {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal,)*) => {
        /// Why a record was set aside.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Reason { $($(#[doc = $doc])* $name,)* }

        impl Reason {
            /// All reasons.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word for it in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

reasons! {
    /// A value that must be there is not.
    MissingRequired = "missing_required",
    /// Not an amount, or finer than a cent.
    BadMoney = "bad_money",
    /// An amount below zero.
    NegativeMoney = "negative_money",
    /// Not a whole number, or not an id.
    BadInteger = "bad_integer",
    /// Not a date of the documented form.
    BadDate = "bad_date",
    /// Outside the documented list of statuses.
    UnknownStatus = "unknown_status",
    /// No such patient in the patient file.
    UnknownPatient = "unknown_patient",
    /// A reference to a row that the export does not have.
    UnknownReference = "unknown_reference",
    /// It is linked to what is about another patient.
    OtherPatient = "other_patient",
    /// Another record with the same id says something else, and stays; or is another patient's, and none stays.
    ConflictingDuplicate = "conflicting_duplicate",
    /// The same record once more.
    ExactDuplicate = "exact_duplicate",
    /// A newer version of the record is there.
    OlderVersion = "older_version",
    /// An amount in another currency than the practice's.
    CurrencyMismatch = "currency_mismatch",
    /// A value of another JSON type than the system documents.
    WrongType = "wrong_type",
    /// A patient once more, under another insurance.
    SamePatientOtherCarrier = "same_patient_other_carrier",
    /// A row of sums.
    TotalsRow = "totals_row",
    /// A payment, an adjustment: no procedure.
    LedgerEntry = "ledger_entry",
    /// Marked as a mistake by the system itself.
    EnteredInError = "entered_in_error",
    /// Left out by a rule of the mapping.
    NotImported = "not_imported",
    /// Bytes that are not text in the file's encoding.
    BadEncoding = "bad_encoding",
    /// More or fewer fields than the header, or a quote that is never closed.
    WrongFieldCount = "wrong_field_count",
    /// Not well-formed JSON, or a key that stands there twice.
    BadJson = "bad_json",
    /// More procedures in one plan than a follow-up holds.
    TooManyProcedures = "too_many_procedures",
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A record that was refused: file, place, column, reason. Names, numbers and addresses of people are never in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The file, as it was named to the importer.
    pub file: Arc<str>,
    /// The data record, from 1; the header does not count.
    pub record: u32,
    /// The physical line on which the record starts, from 1; the header counts.
    pub line: u32,
    /// Where the record stands in JSON, as a pointer.
    pub path: Option<Arc<str>>,
    /// The patient that the record is about, where it says so before it goes wrong.
    pub patient: Option<PatientId>,
    /// The patient whom it is linked to besides, where that is what is wrong ([`Reason::OtherPatient`]).
    pub other_patient: Option<PatientId>,
    /// The column at fault, where one is.
    pub column: Option<Arc<str>>,
    /// Why.
    pub reason: Reason,
    /// The error code.
    pub code: Code,
    /// Why, in words.
    pub message: String,
    /// The raw text of an amount, status, id or date at fault, where it is one of a closed list or form; never of
    /// anything that could be about a person.
    pub value: Option<Shown>,
    /// Where the value is not shown: what it is like, digits as 9, letters as a and A.
    pub shape: Option<String>,
    /// Which record it is, from one export to the next.
    pub(crate) identity: Option<Identity>,
    /// Whether no plan, procedure or visit can be missing for it: it is of a list that only says more of what others
    /// hold, as Open Dental's codes, providers, estimates and conversations do.
    pub hides_nothing: bool,
}

/// A record that is well formed and deliberately left out, in the form of a refused one.
pub type Skipped = Rejected;

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} row {}", self.code.as_str(), self.file, self.record)?;
        match &self.path {
            Some(path) => write!(f, " ({path}, line {})", self.line)?,
            None => write!(f, " (line {})", self.line)?,
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        if let Some(patient) = &self.patient {
            write!(f, ", patient {patient}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl Serialize for Rejected {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("file", &*self.file)?;
        map.serialize_entry("record", &self.record)?;
        map.serialize_entry("line", &self.line)?;
        if let Some(path) = &self.path {
            map.serialize_entry("path", &**path)?;
        }
        if let Some(patient) = &self.patient {
            map.serialize_entry("patient", patient)?;
        }
        if let Some(patient) = &self.other_patient {
            map.serialize_entry("other_patient", patient)?;
        }
        if let Some(column) = &self.column {
            map.serialize_entry("column", &**column)?;
        }
        map.serialize_entry("reason", self.reason.as_str())?;
        map.serialize_entry("code", self.code.as_str())?;
        map.serialize_entry("message", &self.message)?;
        if let Some(value) = &self.value {
            map.serialize_entry("value", value)?;
        }
        if let Some(shape) = &self.shape {
            map.serialize_entry("shape", shape)?;
        }
        if let Some(identity) = &self.identity {
            map.serialize_entry("identity", identity)?;
        }
        if self.hides_nothing {
            map.serialize_entry("hides_nothing", &true)?;
        }
        map.end()
    }
}
