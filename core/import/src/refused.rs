//! Records that were refused: which they are, of whom, and since when. What is missing beside a new one of them is not
//! known to be gone.

use std::collections::BTreeMap;
use std::fmt;

use followthrough::wire::PatientId;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::{Reason, Rejected};

/// Which record was refused, whatever is wrong with it that night and wherever it stands: a hash, out of which nothing
/// of a person can be read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Identity(u64);

/// What a refused record is known by: its own id where that can be read, and all that stands in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Which {
    /// What its id is one of: numbers of plans and of visits are numbers of their own.
    kind: &'static str,
    id: Option<String>,
    content: u64,
}

impl Which {
    /// A record of which no id can be read.
    pub(crate) fn content(content: u64) -> Self {
        Self {
            content,
            ..Self::default()
        }
    }

    /// A record that is wrong for the sake of another one, or that lacks nothing but a place.
    pub(crate) fn id(kind: &'static str, id: impl fmt::Display) -> Self {
        Self::default().and_id(kind, id)
    }

    /// The same record, with its id.
    #[must_use]
    pub(crate) fn and_id(self, kind: &'static str, id: impl fmt::Display) -> Self {
        let id = Some(id.to_string());
        Self { kind, id, ..self }
    }

    /// The id, and what it is one of.
    pub(crate) fn known(&self) -> Option<(&'static str, &str)> {
        Some((self.kind, self.id.as_deref()?))
    }

    /// Which record it is, among those of one list or table. While another record with its id stays, the id is that
    /// one's: the night on which this one is left alone it hides what both of them tell of.
    pub(crate) fn identity(&self, list: &str, another_stays: bool) -> Identity {
        let content = format!("{:016x}", self.content);
        match self.known().filter(|_| !another_stays) {
            Some((kind, id)) => Identity::of(["id", kind, id]),
            None => Identity::of(["content", list, &content]),
        }
    }
}

impl Identity {
    fn of(parts: [&str; 3]) -> Self {
        let hash = Sha256::digest(parts.join("\u{1f}"));
        Self(hash.iter().take(8).fold(0, |hash, byte| (hash << 8) | u64::from(*byte)))
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Serialize for Identity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:016x}", self.0))
    }
}

impl<'de> Deserialize<'de> for Identity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let plain = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let number = plain.then(|| u64::from_str_radix(&text, 16).ok()).flatten();
        number
            .map(Self)
            .ok_or_else(|| de::Error::custom("expected sixteen hexadecimal digits"))
    }
}

/// How many nights there were so far on which records were newly refused.
pub(crate) type Night = u64;

/// Records that were refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Refused(Vec<Record>);

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(crate) struct Record {
    /// None of one that an older release told of.
    identity: Option<Identity>,
    patient: Option<PatientId>,
    other_patient: Option<PatientId>,
    /// Since when it has been refused.
    #[serde(default)]
    night: Night,
    /// Nothing is missing for want of it.
    #[serde(default)]
    hides_nothing: bool,
    #[serde(default)]
    reason: Option<Why>,
}

/// Why it was refused, as far as this asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Why {
    /// The export does not have its patient: it may be that of another one.
    UnknownPatient,
    #[serde(other)]
    Other,
}

impl From<Vec<Record>> for Refused {
    fn from(mut records: Vec<Record>) -> Self {
        records.retain(|record| !record.hides_nothing);
        for record in &mut records {
            record.reason = record.reason.filter(|why| *why == Why::UnknownPatient);
        }
        records.sort_unstable();
        Self(records)
    }
}

impl Refused {
    pub(crate) fn of(rejected: &[Rejected]) -> Self {
        let of = |record: &Rejected| Record {
            identity: record.identity,
            patient: record.patient.clone(),
            other_patient: record.other_patient.clone(),
            night: 0,
            hides_nothing: record.hides_nothing,
            reason: (record.reason == Reason::UnknownPatient).then_some(Why::UnknownPatient),
        };
        rejected.iter().map(of).collect::<Vec<_>>().into()
    }

    /// Each since when it has been refused: as long as `before` says, and otherwise since this night.
    pub(crate) fn since(self, before: &Self, night: Night) -> Self {
        let mut known: BTreeMap<Identity, Vec<&Record>> = BTreeMap::new();
        for record in &before.0 {
            if let Some(identity) = record.identity {
                known.entry(identity).or_default().push(record);
            }
        }
        for records in known.values_mut() {
            records.sort_by_key(|record| std::cmp::Reverse(record.night));
        }
        let mut records = self.0;
        for record in &mut records {
            // One more of the same content is new.
            let before = record.identity.and_then(|identity| known.get_mut(&identity)?.pop());
            record.night = before.map_or(night, |before| before.night);
        }
        records.into()
    }

    /// Whether any has been refused since that night.
    pub(crate) fn any_since(&self, night: Night) -> bool {
        self.0.iter().any(|record| record.night == night)
    }

    /// A list that [`Self::from`] reads as the same.
    pub(crate) fn to_json(&self) -> Value {
        let of = |record: &Record| {
            let mut map = Map::new();
            map.extend(record.identity.map(|identity| ("identity".to_owned(), json!(identity))));
            let people = [("patient", &record.patient), ("other_patient", &record.other_patient)];
            let people = people.into_iter().filter_map(|(key, id)| Some((key, id.as_ref()?)));
            map.extend(people.map(|(key, id)| (key.to_owned(), json!(id))));
            map.extend(record.reason.map(|why| ("reason".to_owned(), json!(why))));
            map.insert("night".to_owned(), json!(record.night));
            Value::Object(map)
        };
        self.0.iter().map(of).collect()
    }

    /// The newest of those that touch somebody who was known before, and of those of which nobody can tell whom they
    /// touch: one whose patient nobody knows may name the wrong one.
    pub(crate) fn newest(&self, is_known: impl Fn(&PatientId) -> bool) -> Newest<'_> {
        let mut newest = Newest::default();
        for record in &self.0 {
            let is_stranger = |patient: &PatientId| record.reason == Some(Why::UnknownPatient) && !is_known(patient);
            let people = [&record.patient, &record.other_patient].into_iter().flatten();
            let mut people = people.filter(|patient| !is_stranger(patient)).peekable();
            if people.peek().is_none() {
                newest.of_anybody = newest.of_anybody.max(Some(record.night));
            }
            for patient in people {
                let of = newest.of.entry(patient).or_default();
                *of = record.night.max(*of);
            }
        }
        newest
    }
}

/// On which night the newest of the refused records was refused first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Newest<'r> {
    of: BTreeMap<&'r PatientId, Night>,
    of_anybody: Option<Night>,
}

impl Newest<'_> {
    /// Whether one of them may be why something is missing of these people that was there on that night: one that is
    /// new since then. A record that is refused every night has hidden nothing since the last.
    pub(crate) fn may_hide<'p>(&self, people: impl IntoIterator<Item = &'p PatientId>, there: Night) -> bool {
        let of_them = people.into_iter().filter_map(|patient| self.of.get(patient).copied());
        of_them.chain(self.of_anybody).any(|night| night > there)
    }
}
