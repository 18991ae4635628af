//! An export as it is compared with another: as it was read just now, or stored as JSON since the night before.

use std::borrow::Cow;

use followthrough::follow_up::Appointment;
use followthrough::plan::ProcedureStatus;
use followthrough::wire::{PatientId, ProcedureId, RecipientId, decode};
use followthrough::{Code, Error, Plan, Recipient, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::Imported;
use crate::imported::object as as_object;
use crate::refused::{Held, Refused, StoredRejected};
use crate::settled::Settled;

/// What a practice's next export is compared with: what the last one said, and of the exports before what it may have
/// hidden behind records that were refused ([`Changes::store`](crate::Changes::store)).
///
/// ```
/// # use followthrough_import::{Imported, StoredExport, changes};
/// # fn night(imported: &Imported, text: &str) -> Result<String, followthrough::Error> {
/// let before = StoredExport::from_json(text)?; // what was stored last night
/// let news = changes(&before, imported);
/// for (recipient, event) in &news.events {
///     // playbook.handle(…)
/// }
/// Ok(news.store.to_json().to_string())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct StoredExport {
    pub(crate) at: Timestamp,
    pub(crate) plans: Vec<Stored<Plan>>,
    pub(crate) recipients: Vec<Recipient>,
    pub(crate) appointments: Vec<Stored<Appointment>>,
    pub(crate) settled: Settled,
    pub(crate) refused: Refused,
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
            at: Timestamp::MIN,
            plans: Vec::new(),
            recipients: Vec::new(),
            appointments: Vec::new(),
            settled: Settled::default(),
            refused: Refused::default(),
        }
    }

    /// Reads what [`Self::to_json`] or [`Imported::to_json`] wrote. Of its keys `at`, `plans`, `recipients`,
    /// `appointments` and `settled` are read. `rejected` is read where it is there: what a newer export lacks while it has
    /// refused records is not known to be gone.
    ///
    /// # Errors
    /// `FT-S001`, with the path of what is wrong.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let value = decode::value(text, Code::StateMalformed)?;
        let mut export = object(value, "")?;
        let appointments = all(&mut export, "appointments")?;
        Ok(Self {
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
                    let rejected: Vec<StoredRejected> = decode::from_value(rejected, Code::StateMalformed, "rejected")?;
                    Refused::of_stored(rejected)
                }
                None => Refused::default(),
            },
        })
    }

    /// The JSON to store, which [`Self::from_json`] reads: the keys of an export's own JSON that a comparison needs. What
    /// was kept from an export before has `held`. It holds names and numbers: keep it like the export.
    pub fn to_json(&self) -> Value {
        json!({
            "at": self.at,
            "plans": self.plans.iter().map(Stored::to_json).collect::<Vec<_>>(),
            "recipients": self.recipients,
            "appointments": self.appointments.iter().map(Stored::to_json).collect::<Vec<_>>(),
            "rejected": self.refused.to_json(),
            "settled": self.settled,
        })
    }

    /// Whether a text is JSON that [`Self::from_json`] can be meant to read, and not an export of a practice system: an
    /// object with `at`, `plans`, `recipients`, `appointments` and `settled`, or the beginning of one that was cut short.
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
const OTHER_KEYS: [&str; 6] = ["as_of", "rejected", "skipped", "notes", "totals", "records"];

/// Whether JSON that ends too early is the beginning of a stored export: as far as it goes it has no other keys, and either
/// several of them or a value that says whose it is.
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
    pub(crate) at: Timestamp,
    pub(crate) plans: Vec<Borrowed<'a, Plan>>,
    pub(crate) recipients: &'a [Recipient],
    pub(crate) appointments: Vec<Borrowed<'a, Appointment>>,
    pub(crate) settled: &'a Settled,
    pub(crate) refused: Cow<'a, Refused>,
}

/// A plan or a visit of one side.
#[derive(Debug)]
pub(crate) struct Borrowed<'a, T> {
    pub(crate) is: &'a T,
    pub(crate) recipient: &'a RecipientId,
    held: Option<&'a Held>,
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

impl Compared<'_> {
    pub(crate) fn settled(&self, procedure: &ProcedureId) -> Option<ProcedureStatus> {
        self.settled.get(procedure)
    }

    /// What is known of something `before` that has left its place here, where a record that was refused here, and not
    /// when it was there, may be why: one that touches any of the people whom it is about, or nobody knows whom.
    pub(crate) fn may_hide<'p, T>(
        &self,
        before: &Self,
        what: &Borrowed<'_, T>,
        people: impl IntoIterator<Item = &'p PatientId> + Clone,
    ) -> Option<Held> {
        let now = self.refused.count(people.clone());
        let held = what.held.cloned().unwrap_or_else(|| Held {
            since: self.at,
            refused: before.refused.count(people),
        });
        now.exceeds(&held.refused).then_some(held)
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
            at: imported.at,
            plans: imported.plans.iter().map(plan).collect(),
            recipients: &imported.recipients,
            appointments: imported.appointments.iter().map(visit).collect(),
            settled: &imported.settled,
            refused: Cow::Owned(Refused::of(&imported.rejected)),
        }
    }
}

impl<'a> From<&'a StoredExport> for Compared<'a> {
    fn from(stored: &'a StoredExport) -> Self {
        Self {
            at: stored.at,
            plans: stored.plans.iter().map(Borrowed::from).collect(),
            recipients: &stored.recipients,
            appointments: stored.appointments.iter().map(Borrowed::from).collect(),
            settled: &stored.settled,
            refused: Cow::Borrowed(&stored.refused),
        }
    }
}
