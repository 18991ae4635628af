//! What an export became.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use followthrough::follow_up::Appointment;
use followthrough::plan::{PersonStatus, ProcedureStatus};
use followthrough::schedule::Zone;
use followthrough::wire::{AppointmentId, LocationId, PatientId, PlanId, ProcedureId, ProviderId, RecipientId};
use followthrough::{Category, Date, Money, Plan, Recipient, Timestamp};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::endings::Endings;
use crate::settled::Settled;
use crate::{Rejected, Skipped, System};

/// All that an export says, as of one day.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The practice system it is of; none of one that was not read.
    pub system: Option<System>,
    /// The day the export speaks of.
    pub as_of: Date,
    /// The instant its changes are told at: the end of that day on the practice's clock (of UTC, where the practice's
    /// zone is not known). A host that knows when the export was made may set it.
    pub at: Timestamp,
    /// The plans, each with the person to contact about it, by patient.
    pub plans: Vec<PlanRecord>,
    /// The people to contact: those with a plan, or with a child who has one.
    pub recipients: Vec<Recipient>,
    /// The people to contact about treatment that was done and is on no plan any more, where they are not among these:
    /// nobody follows them up, and a look back needs them. Only where charting presents.
    pub treated: Vec<Recipient>,
    /// The visits of the people to contact, past and to come.
    pub appointments: Vec<(RecipientId, Appointment)>,
    /// Every patient of the export, without names: what decides whether and how one can be reached.
    pub people: Vec<Person>,
    /// Treatment that was done, for baselines.
    pub completed: Vec<Completed>,
    /// The days that the export tells of a procedure on a plan: none where it tells none. What was done and is on no
    /// plan has its days in `completed`.
    pub days: BTreeMap<ProcedureId, Days>,
    /// Whether charting treatment presents it, so that what was done of it was presented on the day it was planned,
    /// also where no plan has it any more.
    pub charted: bool,
    /// The days of conversations that somebody wrote down, by the patient they were with, in order; what was said is
    /// not looked at. None where the export has no record of conversations.
    pub conversations: Option<BTreeMap<PatientId, Vec<Date>>>,
    /// Records that are wrong, in the order of the files.
    pub rejected: Vec<Rejected>,
    /// Records that were left out deliberately.
    pub skipped: Vec<Skipped>,
    /// What else a reader of the export should know.
    pub notes: Vec<Note>,
    /// Counts and sums.
    pub totals: Totals,
    /// Every record that counts and what it became, where [`Options::list_records`](crate::Options::list_records) asks
    /// for it.
    pub records: Option<Vec<Listed>>,
    /// Of every procedure that is on no plan, so that two exports can be compared.
    pub(crate) settled: Settled,
    /// How its lists end.
    pub(crate) endings: Endings,
}

/// A plan and what the export says around it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanRecord {
    /// The plan as the engine takes it.
    pub plan: Plan,
    /// Whom to contact about it.
    pub recipient: RecipientId,
    /// Whether the importer gathered it of what is charted for the patient: the practice system has no such plan, or
    /// keeps one running list. Its procedures were then presented each on the day it was planned ([`Imported::days`]).
    pub charted: bool,
    /// What a reader should know of it.
    pub flags: Vec<Flag>,
    /// Procedures that the practice system lists on the plan but that the export does not have.
    pub missing_procedures: Vec<ProcedureId>,
}

/// A record that counts: where it stands and what it became. Records that are refused or left out stand in the lists of
/// those, so that every record is in one of the three.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The file, as it was named to the importer.
    pub file: Arc<str>,
    /// The data record, from 1.
    pub record: u32,
    /// The physical line on which it starts, from 1.
    pub line: u32,
    /// Where it stands in JSON, as a pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Arc<str>>,
    /// The plan that it became, or is on.
    pub plan: Option<PlanId>,
    /// Of whom.
    pub patient: PatientId,
    /// The procedure that it is, where records are procedures.
    pub procedure: Option<ProcedureId>,
    /// The visit that it is, where records are visits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<AppointmentId>,
    /// Where the plan stands, the procedure or the visit.
    pub status: &'static str,
    /// What is pending on the plan, or the fee of the procedure; none where it is not known.
    pub value: Option<Money>,
    /// The day it was presented or planned; of a visit its own.
    pub planned_on: Option<Date>,
}

macro_rules! words {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $vdoc:literal])* $variant:ident = $text:literal,)* }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[doc = $vdoc])* $variant,)* }

        impl $name {
            /// The word for it in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

words! {
    /// Something to know of a plan.
    Flag {
        /// The patient is dead.
        Deceased = "deceased",
        /// Under 18 on the day of the export.
        Minor = "minor",
        /// Another person is the guarantor.
        GuarantorDiffers = "guarantor_differs",
        /// No usable phone number in the patient's record.
        NoPhone = "no_phone",
        /// The practice system says that consent to texts is not known.
        ConsentUnknown = "consent_unknown",
        /// The person to contact does not want texts.
        ConsentNo = "consent_no",
        /// The person to contact does not want calls.
        DoNotCall = "do_not_call",
        /// The export does not say when the plan was presented.
        PresentedDateUnknown = "presented_date_unknown",
        /// The export does not say when the patient was born.
        BirthdateUnknown = "birthdate_unknown",
        /// Archived, inactive, or never a patient.
        PatientInactive = "patient_inactive",
        /// A pending procedure has no fee.
        ValueUnknown = "value_unknown",
        /// A procedure of it is on another plan too.
        OverlapsOtherPlan = "overlaps_other_plan",
    }
}

words! {
    /// What a person said about texts, as the practice system has it.
    TextConsent {
        /// Yes.
        Granted = "granted",
        /// No.
        Denied = "denied",
        /// It does not say.
        Unknown = "unknown",
    }
}

words! {
    /// Whether a person has a number for texts.
    Mobile {
        /// A number that exists in the numbering plan.
        Valid = "valid",
        /// None.
        Missing = "missing",
        /// Something that is no number.
        Invalid = "invalid",
    }
}

/// One patient of the export, without a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who would be treated.
    pub patient: PatientId,
    /// Who would be contacted: the patient, or the guarantor of a minor.
    pub recipient: RecipientId,
    /// Whether the patient still is one.
    pub status: PersonStatus,
    /// Under 18 on the day of the export.
    pub minor: bool,
    /// What the patient's own record says of texts.
    pub own_text_consent: TextConsent,
    /// What the record of the person contacted says of texts.
    pub text_consent: TextConsent,
    /// The number for texts of the person contacted.
    pub mobile: Mobile,
    /// The date of the patient's next scheduled visit.
    pub next_visit: Option<Date>,
}

impl Person {
    /// A minor with no adult to contact: nothing automatic goes to a child.
    pub fn is_minor_alone(&self) -> bool {
        self.minor && self.patient.as_str() == self.recipient.as_str()
    }
}

/// A procedure that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completed {
    /// The practice system's id.
    pub procedure: ProcedureId,
    /// Who was treated.
    pub patient: PatientId,
    /// The procedure code.
    pub code: Option<Arc<str>>,
    /// The gross fee.
    pub fee: Money,
    /// When it had been planned, if ever and where the export has that day besides the one it was done on.
    pub planned_on: Option<Date>,
    /// When the visit it was done at was entered into the book.
    pub booked_on: Option<Date>,
    /// When it was done.
    pub done_on: Option<Date>,
    /// Who did it.
    pub provider: Option<ProviderId>,
    /// Where.
    pub location: Option<LocationId>,
}

/// Days that an export tells of a procedure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// When it was planned. Treatment that is charted straight onto a visit may carry the day of that visit, which may
    /// lie ahead.
    pub planned_on: Option<Date>,
    /// When the visit it is on, or was done at, was entered into the book.
    pub booked_on: Option<Date>,
    /// When it was done.
    pub done_on: Option<Date>,
}

impl Days {
    /// The days, unless there are none.
    pub(crate) fn told(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }
}

/// Something to know that is about no single record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The file, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Arc<str>>,
    /// What.
    pub message: String,
}

/// Counts and sums of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Data records in the files that were read.
    pub records: u64,
    /// Of them, those that count.
    pub accepted: u64,
    /// Those that are wrong.
    pub rejected: u64,
    /// Those left out deliberately.
    pub skipped: u64,
    /// The same file by file.
    pub files: Vec<FileTotals>,
    /// Plans.
    pub plans: u64,
    /// What is pending on them.
    pub pending_value: Money,
    /// The same with each procedure once, where several plans hold it: at the largest of their amounts.
    pub distinct_pending_value: Money,
    /// Plans of which the value is not known.
    pub plans_with_unknown_value: u64,
    /// People to contact.
    pub recipients: u64,
    /// Their visits.
    pub appointments: u64,
    /// Every treatment-planned procedure.
    pub tp_all: ProcedureTotals,
    /// Of them, those on no scheduled visit.
    pub pending_unscheduled: ProcedureTotals,
    /// Those on a scheduled visit.
    pub tp_on_scheduled_appointment: ProcedureTotals,
    /// Procedures that were done.
    pub completed: ProcedureTotals,
    /// Patients with something pending, by what their own record says of texts.
    pub pending_patients_by_text_consent: ConsentCount,
    /// Phone numbers that no message can reach: left out.
    pub phones_invalid: u64,
    /// E-mail addresses that are none: left out.
    pub emails_invalid: u64,
    /// Columns of the files that are not needed.
    pub columns_ignored: u64,
}

impl Totals {
    /// What is pending on plans of known value, and the same with each procedure once.
    pub(crate) fn add_pending(&mut self, plans: &[PlanRecord]) {
        let mut once: BTreeMap<&ProcedureId, Money> = BTreeMap::new();
        for plan in plans.iter().map(|record| &record.plan) {
            let Some(value) = plan.pending_value() else {
                self.plans_with_unknown_value += 1;
                continue;
            };
            self.pending_value = self.pending_value.plus(value);
            let open = plan.pending().filter(|_| plan.standing().is_pending());
            for (id, fee) in open.filter_map(|procedure| Some((&procedure.id, procedure.fee?))) {
                let most = once.entry(id).or_insert(fee);
                *most = fee.max(*most);
            }
        }
        self.distinct_pending_value = once.into_values().sum();
    }
}

/// Records of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileTotals {
    /// The file, as it was named to the importer.
    pub file: Arc<str>,
    /// Data records.
    pub records: u64,
    /// Of them, those that count.
    pub accepted: u64,
    /// Those that are wrong.
    pub rejected: u64,
    /// Those left out deliberately.
    pub skipped: u64,
}

impl FileTotals {
    pub(crate) fn new(file: &Arc<str>) -> Self {
        Self {
            file: file.clone(),
            records: 0,
            accepted: 0,
            rejected: 0,
            skipped: 0,
        }
    }
}

/// How many procedures of how many patients, and what they cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProcedureTotals {
    /// Procedures.
    pub procedures: u64,
    /// Patients.
    pub patients: u64,
    /// The sum of the gross fees.
    pub sum: Money,
}

/// Patients by consent to texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ConsentCount {
    /// Yes.
    pub yes: u64,
    /// No.
    pub no: u64,
    /// The practice system does not say.
    pub unknown: u64,
}

impl PlanRecord {
    fn to_json(&self) -> Value {
        let mut object = object(&self.plan);
        object.insert("recipient".into(), json!(self.recipient));
        object.insert("standing".into(), json!(self.plan.standing()));
        if let Some(value) = self.plan.pending_value() {
            object.insert("pending_value".into(), json!(value));
        }
        // Practices without a code system have the categories' own words for codes.
        let word = |code: &str| Category::parse(&code.to_ascii_lowercase());
        if let Some(category) = Category::of_plan(&self.plan, word) {
            object.insert("category".into(), json!(category));
        }
        object.insert("flags".into(), json!(self.flags));
        if !self.missing_procedures.is_empty() {
            object.insert("missing_procedures".into(), json!(self.missing_procedures));
        }
        Value::Object(object)
    }
}

impl Imported {
    /// The export of a practice nothing is known of: what the first real one is compared with.
    pub fn empty(as_of: Date) -> Self {
        Self {
            system: None,
            as_of,
            at: Zone::utc().start_of_day(as_of),
            plans: Vec::new(),
            recipients: Vec::new(),
            treated: Vec::new(),
            appointments: Vec::new(),
            people: Vec::new(),
            completed: Vec::new(),
            days: BTreeMap::new(),
            charted: false,
            conversations: None,
            rejected: Vec::new(),
            skipped: Vec::new(),
            notes: Vec::new(),
            totals: Totals::default(),
            records: None,
            settled: Settled::default(),
            endings: Endings::default(),
        }
    }

    /// The status of a procedure that is on no plan: how it ended, or that it is planned or scheduled on none.
    pub fn settled(&self, procedure: &ProcedureId) -> Option<ProcedureStatus> {
        self.settled.status(procedure)
    }

    /// The JSON that others read: `system`, `plans` (as on the wire, with `recipient`, `standing`, `pending_value`,
    /// `category` and `flags`), `recipients`, `appointments` (with `recipient`), `rejected`, `skipped`, `notes`, `totals`,
    /// `as_of`, `at`, `settled`: what became of procedures that are on no plan, and `endings`: how its lists end. The
    /// next export is compared with it, read by [`StoredExport::from_json`](crate::StoredExport::from_json).
    pub fn to_json(&self) -> Value {
        let appointments = self.appointments.iter().map(|(recipient, appointment)| {
            let mut object = object(appointment);
            object.insert("recipient".into(), json!(recipient));
            Value::Object(object)
        });
        let mut json = json!({
            "system": self.system,
            "as_of": self.as_of,
            "at": self.at,
            "plans": self.plans.iter().map(PlanRecord::to_json).collect::<Vec<_>>(),
            "recipients": self.recipients,
            "appointments": appointments.collect::<Vec<_>>(),
            "rejected": self.rejected,
            "skipped": self.skipped,
            "notes": self.notes,
            "totals": self.totals,
            "settled": self.settled,
            "endings": self.endings,
        });
        if let (Some(map), Some(records)) = (json.as_object_mut(), &self.records) {
            map.insert("records".into(), json!(records));
        }
        json
    }
}

pub(crate) fn object(value: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}
