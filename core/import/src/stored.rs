//! An export as it is compared with another: as it was read just now, or stored as JSON since the night before.

use std::borrow::Cow;
use std::collections::BTreeSet;

use followthrough::follow_up::Appointment;
use followthrough::wire::{PatientId, ProcedureId, RecipientId, decode};
use followthrough::{Code, Error, Plan, Recipient, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::endings::{Doubt, Endings, Unfinished};
use crate::imported::object as as_object;
use crate::refused::{Newest, Night, Record, Refused};
use crate::settled::{OnNoPlan, Settled};
use crate::{Imported, System};

/// What a practice's next export is compared with: what the last one said, and of the exports before what it may have
/// hidden behind records that were refused ([`Changes::store`](crate::Changes::store)).
///
/// ```
/// # use followthrough_import::{Imported, StoredExport, changes};
/// # fn night(imported: &Imported, text: &str) -> Result<String, followthrough::Error> {
/// let before = StoredExport::from_json(text)?; // what was stored last night
/// let news = changes(&before, imported)?;
/// for (recipient, event) in &news.events {
///     // playbook.handle(…)
/// }
/// Ok(news.store.to_json().to_string())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct StoredExport {
    /// An older release did not say.
    pub(crate) system: Option<System>,
    pub(crate) at: Timestamp,
    pub(crate) plans: Vec<Stored<Plan>>,
    pub(crate) recipients: Vec<Recipient>,
    pub(crate) appointments: Vec<Stored<Appointment>>,
    pub(crate) settled: Settled,
    pub(crate) refused: Refused,
    pub(crate) endings: Endings,
    pub(crate) night: Night,
}

/// What an export lacks and is not known to be gone: since when, and on which night it was there last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) since: Timestamp,
    /// An older release did not say.
    #[serde(default)]
    pub(crate) night: Night,
}

/// A plan or a visit, and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stored<T> {
    pub(crate) is: T,
    pub(crate) recipient: RecipientId,
    /// That of an export before, where the last one lacks all or some of it.
    pub(crate) held: Option<Held>,
}

impl StoredExport {
    /// What the first export of a practice is compared with.
    pub fn empty() -> Self {
        Self {
            system: None,
            at: Timestamp::MIN,
            plans: Vec::new(),
            recipients: Vec::new(),
            appointments: Vec::new(),
            settled: Settled::default(),
            refused: Refused::default(),
            endings: Endings::default(),
            night: 0,
        }
    }

    /// Reads what [`Self::to_json`] or [`Imported::to_json`] wrote, of this release or an earlier one. Of its keys
    /// `at`, `plans`, `recipients`, `appointments` and `settled` have to be there. `rejected`, `endings` and `night`
    /// are read where they are: what a newer export lacks while it has records that are newly refused, or ends too
    /// early, is not known to be gone. So is `system`: exports of two systems are not compared.
    ///
    /// # Errors
    /// `FT-S001`, with the path of what is wrong.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let value = decode::value(text, Code::StateMalformed)?;
        let mut export = object(value, "")?;
        let appointments = all(&mut export, "appointments")?;
        Ok(Self {
            system: optional(&mut export, "system")?,
            plans: all(&mut export, "plans")?,
            appointments,
            at: decode::from_value(taken(&mut export, "at", "")?, Code::StateMalformed, "at")?,
            recipients: decode::from_value(
                taken(&mut export, "recipients", "")?,
                Code::StateMalformed,
                "recipients",
            )?,
            settled: Settled::from_value(taken(&mut export, "settled", "")?, Code::StateMalformed, "settled")?,
            refused: match export.remove("rejected") {
                Some(rejected) => {
                    let rejected: Vec<Record> = decode::from_value(rejected, Code::StateMalformed, "rejected")?;
                    rejected.into()
                }
                None => Refused::default(),
            },
            endings: optional(&mut export, "endings")?,
            night: optional(&mut export, "night")?,
        })
    }

    /// The JSON to store, which [`Self::from_json`] reads: the keys of an export's own JSON that a comparison needs.
    /// What was kept from an export before has `held`. It holds names and numbers: keep it like the export.
    pub fn to_json(&self) -> Value {
        json!({
            "system": self.system,
            "at": self.at,
            "plans": self.plans.iter().map(Stored::to_json).collect::<Vec<_>>(),
            "recipients": self.recipients,
            "appointments": self.appointments.iter().map(Stored::to_json).collect::<Vec<_>>(),
            "rejected": self.refused.to_json(),
            "settled": self.settled,
            "endings": self.endings,
            "night": self.night,
        })
    }

    /// Whether a text is JSON that [`Self::from_json`] can be meant to read, and not an export of a practice system: an
    /// object with `at`, `plans`, `recipients`, `appointments` and `settled`, or the beginning of one that was cut
    /// short.
    pub fn is_meant_by(text: &str) -> bool {
        match serde_json::from_str(text) {
            Ok(Value::Object(map)) => KEYS.iter().all(|key| map.contains_key(*key)),
            Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => false,
            Err(error) => error.is_eof() && is_beginning(text),
        }
    }
}

/// What every stored export has.
const KEYS: [&str; 5] = ["at", "plans", "recipients", "appointments", "settled"];
/// What it may have besides, and what the JSON of an import has.
const OTHER_KEYS: [&str; 9] = [
    "system", "as_of", "rejected", "skipped", "notes", "totals", "records", "endings", "night",
];

/// Whether JSON that ends too early is the beginning of a stored export: as far as it goes it has no other keys, and
/// either several of them or a value that says whose it is.
fn is_beginning(text: &str) -> bool {
    let (mut keys, mut all_ours) = (0, true);
    let (mut depth, mut is_text, mut is_escaped, mut begins) = (0_u64, false, false, 0);
    let mut is_key = false;
    for (at, sign) in text.bytes().enumerate() {
        match sign {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_text => is_escaped = true,
            b'"' if is_text => {
                is_text = false;
                if is_key {
                    let key = text.get(begins..at).unwrap_or_default();
                    all_ours &= KEYS.contains(&key) || OTHER_KEYS.contains(&key);
                    (keys, is_key) = (keys + 1, false);
                }
            }
            _ if is_text => {}
            b'"' => (is_text, begins) = (true, at + 1),
            b'{' | b'[' => {
                depth += 1;
                is_key = depth == 1 && sign == b'{';
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => is_key = depth == 1,
            _ => {}
        }
    }
    all_ours && (keys > 1 || keys == 1 && text.contains("\"recipient\":"))
}

impl<T: Serialize> Stored<T> {
    fn to_json(&self) -> Value {
        let mut object = as_object(&self.is);
        object.insert("recipient".into(), json!(self.recipient));
        if let Some(held) = &self.held {
            object.insert("held".into(), json!(held));
        }
        Value::Object(object)
    }
}

/// The values of a list that also say whose they are.
fn all<T: serde::de::DeserializeOwned>(export: &mut Map<String, Value>, key: &str) -> Result<Vec<Stored<T>>, Error> {
    let list: Vec<Value> = decode::from_value(taken(export, key, "")?, Code::StateMalformed, key)?;
    let one = |(index, value)| {
        let path = format!("{key}[{index}]");
        let mut map = object(value, &path)?;
        let recipient = taken(&mut map, "recipient", &path)?;
        let held = map.remove("held");
        let held = held.map(|held| decode::from_value(held, Code::StateMalformed, &format!("{path}.held")));
        Ok(Stored {
            recipient: decode::from_value(recipient, Code::StateMalformed, &format!("{path}.recipient"))?,
            held: held.transpose()?,
            is: decode::from_value(Value::Object(map), Code::StateMalformed, &path)?,
        })
    };
    list.into_iter().enumerate().map(one).collect()
}

/// What older releases did not write.
fn optional<T: Default + serde::de::DeserializeOwned>(export: &mut Map<String, Value>, key: &str) -> Result<T, Error> {
    let read = export
        .remove(key)
        .map(|value| decode::from_value(value, Code::StateMalformed, key));
    Ok(read.transpose()?.unwrap_or_default())
}

fn object(value: Value, path: &str) -> Result<Map<String, Value>, Error> {
    decode::from_value(value, Code::StateMalformed, path)
}

fn taken(map: &mut Map<String, Value>, key: &str, path: &str) -> Result<Value, Error> {
    map.remove(key).ok_or_else(|| {
        Error::new(Code::StateMalformed, format!("missing key `{key}`"))
            .at(path)
            .help("store what comparing with the export before gave as `store`")
    })
}

/// One side of a comparison: [`Imported`], or a [`StoredExport`].
#[derive(Clone, Debug)]
pub struct Compared<'a> {
    pub(crate) system: Option<System>,
    pub(crate) at: Timestamp,
    pub(crate) plans: Vec<Borrowed<'a, Plan>>,
    pub(crate) recipients: Vec<&'a Recipient>,
    pub(crate) appointments: Vec<Borrowed<'a, Appointment>>,
    pub(crate) settled: &'a Settled,
    refused: Cow<'a, Refused>,
    endings: &'a Endings,
    night: Night,
}

/// A plan or a visit of one side.
#[derive(Debug)]
pub(crate) struct Borrowed<'a, T> {
    pub(crate) is: &'a T,
    pub(crate) recipient: &'a RecipientId,
    pub(crate) held: Option<&'a Held>,
}

impl<T> Clone for Borrowed<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Borrowed<'_, T> {}

impl<T: Clone> Borrowed<'_, T> {
    pub(crate) fn stored(&self) -> Stored<T> {
        Stored {
            is: self.is.clone(),
            recipient: self.recipient.clone(),
            held: self.held.cloned(),
        }
    }
}

impl<'a, T> From<&'a Stored<T>> for Borrowed<'a, T> {
    fn from(stored: &'a Stored<T>) -> Self {
        Self {
            is: &stored.is,
            recipient: &stored.recipient,
            held: stored.held.as_ref(),
        }
    }
}

/// What the later side of a comparison is worth: why something that it lacks may be there all the same.
pub(crate) struct Trust<'a> {
    /// The night of the export before.
    before: Night,
    at: Timestamp,
    settled: &'a Settled,
    newest: Newest<'a>,
    /// Lists that may be longer than what there is of them.
    pub(crate) unfinished: Vec<Unfinished>,
    doubt: Doubt<'a>,
}

impl<'a> Compared<'a> {
    /// What was refused, each since when; and how lists of the practice's exports end.
    pub(crate) fn judged(&self, before: &Self) -> (Refused, Endings, Night) {
        let next = before.night.saturating_add(1);
        let refused = self.refused.clone().into_owned().since(&before.refused, next);
        let night = if refused.any_since(next) { next } else { before.night };
        (refused, self.endings.normal(before.endings), night)
    }

    /// What it is worth beside the export before. Of whom its last line may tell half, nothing that it tells is taken.
    pub(crate) fn trusted(mut self, before: &Self, refused: &'a Refused) -> (Self, Trust<'a>) {
        let doubt = self.endings.doubt(before.endings);
        let is_plan = |plan: &Borrowed<'_, Plan>| doubt.is_of(Some(&plan.is.patient.id), plan.recipient);
        let of_plans = self.plans.iter().chain(&before.plans).filter(|plan| is_plan(plan));
        // Of whom a visit is that does not say so the plans of the household tell.
        let household: BTreeSet<RecipientId> = of_plans.map(|plan| plan.recipient.clone()).collect();
        let is_visit = |visit: &Borrowed<'_, Appointment>| match &visit.is.patient_id {
            None if household.contains(visit.recipient) => true,
            patient => doubt.is_of(patient.as_ref(), visit.recipient),
        };
        self.plans.retain(|plan| !is_plan(plan));
        self.appointments.retain(|visit| !is_visit(visit));
        self.recipients.retain(|recipient| !doubt.is_of(None, &recipient.id));
        let of_plans = before
            .plans
            .iter()
            .flat_map(|plan| [plan.is.patient.id.as_str(), plan.recipient.as_str()]);
        let of_visits = before.appointments.iter().map(|visit| visit.recipient.as_str());
        let known: BTreeSet<&str> = of_plans.chain(of_visits).collect();
        let trust = Trust {
            before: before.night,
            at: self.at,
            settled: self.settled,
            newest: refused.newest(|patient| known.contains(patient.as_str())),
            unfinished: self.endings.unfinished(before.endings),
            doubt,
        };
        (self, trust)
    }
}

impl Trust<'_> {
    /// What a side that was stored says of something that it held back itself.
    pub(crate) fn again(&self, held: Option<&Held>) -> Option<Held> {
        held.map(|held| Held {
            night: self.before,
            since: held.since,
        })
    }

    /// What the export says of a procedure that it has on no plan.
    pub(crate) fn on_no_plan(&self, procedure: &ProcedureId) -> Option<OnNoPlan> {
        self.settled.get(procedure)
    }

    /// Whether what the export says of somebody may be half of what it was.
    pub(crate) fn is_in_doubt(&self, patient: &PatientId, recipient: &RecipientId) -> bool {
        self.doubt.is_of(Some(patient), recipient)
    }

    /// What is kept of something that was there and is missing, where that may be for another reason than that it is
    /// gone: a list may be longer than what there is of it, or a record was refused that was not when it was there
    /// last, one that touches any of the people whom it is about or nobody knows whom.
    pub(crate) fn may_be_there<'p, T>(
        &self,
        missing: &Borrowed<'_, T>,
        people: impl IntoIterator<Item = &'p PatientId>,
    ) -> Option<Held> {
        let held = missing.held.cloned().unwrap_or(Held {
            since: self.at,
            night: self.before,
        });
        let may_be = !self.unfinished.is_empty() || self.newest.may_hide(people, held.night);
        may_be.then_some(held)
    }
}

impl<'a> From<&'a Imported> for Compared<'a> {
    fn from(imported: &'a Imported) -> Self {
        let plan = |record: &'a crate::PlanRecord| Borrowed {
            is: &record.plan,
            recipient: &record.recipient,
            held: None,
        };
        let visit = |(recipient, is): &'a (RecipientId, Appointment)| Borrowed {
            is,
            recipient,
            held: None,
        };
        Self {
            system: imported.system,
            at: imported.at,
            plans: imported.plans.iter().map(plan).collect(),
            recipients: imported.recipients.iter().collect(),
            appointments: imported.appointments.iter().map(visit).collect(),
            settled: &imported.settled,
            refused: Cow::Owned(Refused::of(&imported.rejected)),
            endings: &imported.endings,
            night: 0,
        }
    }
}

impl<'a> From<&'a StoredExport> for Compared<'a> {
    fn from(stored: &'a StoredExport) -> Self {
        Self {
            system: stored.system,
            at: stored.at,
            plans: stored.plans.iter().map(Borrowed::from).collect(),
            recipients: stored.recipients.iter().collect(),
            appointments: stored.appointments.iter().map(Borrowed::from).collect(),
            settled: &stored.settled,
            refused: Cow::Borrowed(&stored.refused),
            endings: &stored.endings,
            night: stored.night,
        }
    }
}
