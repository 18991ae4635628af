//! A follow-up at rest: JSON with a format number. Every released number loads for ever.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Case, FollowUp, LeftReply, PastCase, SeenEvent, Sent, Task, ToldDeath, Visit};
use crate::recipient::Person;
use crate::schedule::Timestamp;
use crate::wire::{RecipientId, SubjectKind, decode};
use crate::{Code, Error};

/// The format that this version writes.
const FORMAT: u64 = 1;

#[derive(Serialize)]
struct Written<'a> {
    format: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    revisions: &'a BTreeMap<SubjectKind, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_now: Option<Timestamp>,
    person: &'a Person,
    cases: &'a [Case],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    visits: &'a [Visit],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    sends: &'a [Sent],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tasks: &'a [Task],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    seen: &'a [SeenEvent],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    left: &'a [LeftReply],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    forgot: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    stale_asked: Option<Timestamp>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    past: &'a [PastCase],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    merged: &'a [RecipientId],
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    unsettled: &'a BTreeSet<SubjectKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    death: Option<&'a ToldDeath>,
}

#[derive(Deserialize)]
struct Read {
    #[serde(default)]
    revision: Option<String>,
    #[serde(default)]
    revisions: BTreeMap<SubjectKind, String>,
    #[serde(default)]
    last_now: Option<Timestamp>,
    person: Person,
    cases: Vec<Case>,
    #[serde(default)]
    visits: Vec<Visit>,
    #[serde(default)]
    sends: Vec<Sent>,
    #[serde(default)]
    tasks: Vec<Task>,
    #[serde(default)]
    seen: Vec<SeenEvent>,
    #[serde(default)]
    left: Vec<LeftReply>,
    #[serde(default)]
    forgot: bool,
    #[serde(default)]
    stale_asked: Option<Timestamp>,
    #[serde(default)]
    past: Vec<PastCase>,
    #[serde(default)]
    merged: Vec<RecipientId>,
    #[serde(default)]
    unsettled: BTreeSet<SubjectKind>,
    #[serde(default)]
    death: Option<ToldDeath>,
}

impl FollowUp {
    /// The follow-up as a host stores it.
    pub fn to_json(&self) -> String {
        let written = Written {
            format: FORMAT,
            revision: self.revision.as_deref(),
            revisions: &self.revisions,
            last_now: self.last_now,
            person: &self.person,
            cases: &self.cases,
            visits: &self.visits,
            sends: &self.sends,
            tasks: &self.tasks,
            seen: &self.seen,
            left: &self.left,
            forgot: self.forgot,
            stale_asked: self.stale_asked,
            past: &self.past,
            merged: &self.merged,
            unsettled: &self.unsettled,
            death: self.death.as_ref(),
        };
        serde_json::to_string(&written).unwrap_or_default()
    }

    /// Reads what [`FollowUp::to_json`] of this or an older version wrote.
    ///
    /// # Errors
    /// `FT-S001` when it is not a stored follow-up, `FT-S002` when a newer version wrote it.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let value = decode::value(text, Code::StateMalformed)?;
        match value.get("format").and_then(serde_json::Value::as_u64) {
            Some(FORMAT) => {}
            Some(newer) if newer > FORMAT => {
                return Err(Error::new(
                    Code::StateNewer,
                    format!("written by a newer version (format {newer}, this one reads up to {FORMAT})"),
                )
                .at("format")
                .help("update this package before the hosts that write"));
            }
            Some(_) | None => {
                return Err(Error::new(Code::StateMalformed, "expected a format number").at("format"));
            }
        }
        let read: Read = decode::from_value(value, Code::StateMalformed, "")?;
        Ok(Self {
            person: read.person,
            cases: read.cases,
            visits: read.visits,
            sends: read.sends,
            tasks: read.tasks,
            seen: read.seen,
            left: read.left,
            last_now: read.last_now,
            revision: read.revision,
            revisions: read.revisions,
            forgot: read.forgot,
            stale_asked: read.stale_asked,
            past: read.past,
            merged: read.merged,
            unsettled: read.unsettled,
            death: read.death,
        })
    }
}

/// Written as `hash@unix`, since there may be a thousand of them.
impl Serialize for SeenEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:x}@{:x}", self.hash, self.at.unix()))
    }
}

impl<'de> Deserialize<'de> for SeenEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let parse = || {
            let (hash, at) = text.split_once('@')?;
            let at = Timestamp::from_unix(i64::from_str_radix(at, 16).ok()?);
            Some(Self {
                hash: u64::from_str_radix(hash, 16).ok()?,
                at,
            })
        };
        parse().ok_or_else(|| serde::de::Error::custom("expected the memory of an event"))
    }
}

impl Serialize for FollowUp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error as _;
        let value: serde_json::Value = serde_json::from_str(&self.to_json()).map_err(S::Error::custom)?;
        value.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for FollowUp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        Self::from_json(&value.to_string()).map_err(serde::de::Error::custom)
    }
}
