//! An export as it is compared with another: as it was read just now, or stored as JSON since the night before.

use std::borrow::Cow;

use followthrough::follow_up::Appointment;
use followthrough::plan::ProcedureStatus;
use followthrough::wire::{PatientId, ProcedureId, RecipientId, decode};
use followthrough::{Code, Error, Plan, Recipient, Timestamp};
use serde_json::{Map, Value};

use crate::Imported;
use crate::refused::{Refused, StoredRejected};
use crate::settled::Settled;

/// The part of [`Imported`] that a comparison needs, out of its own JSON.
///
/// ```
/// # use followthrough_import::{Imported, StoredExport, changes};
/// # fn night(imported: &Imported, text: &str) -> Result<(), followthrough::Error> {
/// let before = StoredExport::from_json(text)?; // what imported.to_json() was last night
/// for (recipient, event) in changes(&before, imported) {
///     // playbook.handle(…)
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct StoredExport {
    at: Timestamp,
    plans: Vec<(Plan, RecipientId)>,
    recipients: Vec<Recipient>,
    appointments: Vec<(RecipientId, Appointment)>,
    settled: Settled,
    refused: Refused,
}

impl StoredExport {
    /// What the first export of a practice is compared with.
    pub fn empty() -> Self {
        Self {
            at: Timestamp::MIN,
            plans: Vec::new(),
            recipients: Vec::new(),
            appointments: Vec::new(),
            settled: Settled::default(),
            refused: Refused::default(),
        }
    }

    /// Reads the JSON of [`Imported::to_json`]. Of its keys `at`, `plans`, `recipients`, `appointments` and `settled` are
    /// read; a host may store these alone. `rejected` is read where it is there: what a newer export lacks while it has
    /// refused records is not known to be gone.
    ///
    /// # Errors
    /// `FT-S001`, with the path of what is wrong.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let value = decode::value(text, Code::StateMalformed)?;
        let mut export = object(value, "")?;
        let mut visits = Vec::new();
        for (index, visit) in list(&mut export, "appointments")?.into_iter().enumerate() {
            let (recipient, visit) = with_recipient(visit, &format!("appointments[{index}]"))?;
            visits.push((recipient, visit));
        }
        let mut plans = Vec::new();
        for (index, plan) in list(&mut export, "plans")?.into_iter().enumerate() {
            let (recipient, plan) = with_recipient(plan, &format!("plans[{index}]"))?;
            plans.push((plan, recipient));
        }
        Ok(Self {
            at: decode::from_value(taken(&mut export, "at", "")?, Code::StateMalformed, "at")?,
            recipients: decode::from_value(
                taken(&mut export, "recipients", "")?,
                Code::StateMalformed,
                "recipients",
            )?,
            settled: Settled::from_value(taken(&mut export, "settled", "")?, Code::StateMalformed, "settled")?,
            appointments: visits,
            plans,
            refused: match export.remove("rejected") {
                Some(rejected) => {
                    let rejected: Vec<StoredRejected> = decode::from_value(rejected, Code::StateMalformed, "rejected")?;
                    Refused::of_stored(rejected)
                }
                None => Refused::default(),
            },
        })
    }
}

/// A value that also says whose it is.
fn with_recipient<T: serde::de::DeserializeOwned>(value: Value, path: &str) -> Result<(RecipientId, T), Error> {
    let mut map = object(value, path)?;
    let recipient = taken(&mut map, "recipient", path)?;
    let recipient = decode::from_value(recipient, Code::StateMalformed, &format!("{path}.recipient"))?;
    let rest = decode::from_value(Value::Object(map), Code::StateMalformed, path)?;
    Ok((recipient, rest))
}

fn object(value: Value, path: &str) -> Result<Map<String, Value>, Error> {
    decode::from_value(value, Code::StateMalformed, path)
}

fn list(map: &mut Map<String, Value>, key: &str) -> Result<Vec<Value>, Error> {
    decode::from_value(taken(map, key, "")?, Code::StateMalformed, key)
}

fn taken(map: &mut Map<String, Value>, key: &str, path: &str) -> Result<Value, Error> {
    map.remove(key).ok_or_else(|| {
        Error::new(Code::StateMalformed, format!("missing key `{key}`"))
            .at(path)
            .help("store what reading the export gave, or of it at, plans, recipients, appointments, settled and rejected")
    })
}

/// One side of a comparison: [`Imported`], or a [`StoredExport`].
#[derive(Clone, Debug)]
pub struct Compared<'a> {
    pub(crate) at: Timestamp,
    pub(crate) plans: Vec<(&'a Plan, &'a RecipientId)>,
    pub(crate) recipients: &'a [Recipient],
    pub(crate) appointments: &'a [(RecipientId, Appointment)],
    settled: &'a Settled,
    refused: Cow<'a, Refused>,
}

impl Compared<'_> {
    pub(crate) fn settled(&self, procedure: &ProcedureId) -> Option<ProcedureStatus> {
        self.settled.get(procedure)
    }

    /// Whether a record that was refused here, and not `before`, may be what is missing of a patient.
    pub(crate) fn may_lack(&self, before: &Self, patient: &PatientId) -> bool {
        self.refused.may_hide_more(&before.refused, patient)
    }
}

impl<'a> From<&'a Imported> for Compared<'a> {
    fn from(imported: &'a Imported) -> Self {
        Self {
            at: imported.at,
            plans: imported.plans.iter().map(|r| (&r.plan, &r.recipient)).collect(),
            recipients: &imported.recipients,
            appointments: &imported.appointments,
            settled: &imported.settled,
            refused: Cow::Owned(Refused::of(&imported.rejected)),
        }
    }
}

impl<'a> From<&'a StoredExport> for Compared<'a> {
    fn from(stored: &'a StoredExport) -> Self {
        Self {
            at: stored.at,
            plans: stored.plans.iter().map(|(plan, recipient)| (plan, recipient)).collect(),
            recipients: &stored.recipients,
            appointments: &stored.appointments,
            settled: &stored.settled,
            refused: Cow::Borrowed(&stored.refused),
        }
    }
}
