//! The published form, read strictly.

use std::collections::BTreeMap;

use followthrough::follow_up::Outcome;
use followthrough::wire::{CaseId, RecipientId, yaml};
use followthrough::{Code, Error, FollowUp, Playbook, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::LINK_KEY;
use super::errors::{ScenarioErrors, below, malformed};

/// A scenario as it is written, its entries understood.
pub(super) struct Form {
    pub(super) name: String,
    pub(super) from: Option<String>,
    playbook: Option<Map<String, Value>>,
    /// The first one is meant where an entry names nobody.
    recipients: Vec<Map<String, Value>>,
    pub(super) timeline: Vec<Entry>,
}

/// One entry of the timeline.
pub(super) struct Entry {
    pub(super) does: Does,
    /// Said from this entry on.
    pub(super) facts_as_of: Option<Timestamp>,
    pub(super) confirm_leap: bool,
    pub(super) expect: Expect,
    pub(super) snapshot: bool,
}

/// What an entry does.
pub(super) enum Does {
    /// Something happens at an instant, or only time passes.
    At {
        at: Timestamp,
        change: Change,
        event: Option<Happens>,
    },
    /// Ticks at each wake-up up to there.
    Until(Timestamp),
}

/// What the practice does besides.
#[derive(Default)]
pub(super) struct Change {
    pub(super) playbook: Option<Playbook>,
    pub(super) hold_until: Option<Timestamp>,
}

/// An event of one recipient.
pub(super) struct Happens {
    /// Its references are not resolved yet.
    pub(super) event: Map<String, Value>,
    /// Whose; the first one when none is named.
    pub(super) recipient: Option<RecipientId>,
    pub(super) tick: bool,
}

/// What must come of an entry.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expect {
    pub(super) actions: Option<Vec<Map<String, Value>>>,
    pub(super) sends: Option<usize>,
    pub(super) journal_has: Option<Vec<Map<String, Value>>>,
    pub(super) state: Option<BTreeMap<CaseId, StateName>>,
    pub(super) outcome: Option<BTreeMap<CaseId, Outcome>>,
    #[serde(default, deserialize_with = "wake")]
    pub(super) wake_at: Option<Wake>,
    #[serde(default, deserialize_with = "refusal")]
    pub(super) error: Option<Refusal>,
    #[serde(default)]
    snapshot: bool,
}

/// The name of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum StateName {
    Waiting,
    Active,
    Observed,
    Paused,
    ReEngaged,
    Closed,
}

/// The next wake-up of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wake {
    At(Timestamp),
    Never,
}

/// Whether the input is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is taken in, says `error: false`.
    None,
    Any,
    Code(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenScenario {
    scenario: String,
    from: Option<String>,
    #[serde(rename = "why")]
    _why: Option<String>,
    playbook: Option<Map<String, Value>>,
    recipient: Option<Map<String, Value>>,
    recipients: Option<Vec<Map<String, Value>>>,
    timeline: Vec<WrittenEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEntry {
    at: Option<Timestamp>,
    until: Option<Timestamp>,
    event: Option<Map<String, Value>>,
    recipient: Option<RecipientId>,
    tick: Option<bool>,
    playbook: Option<Map<String, Value>>,
    hold_until: Option<Timestamp>,
    #[serde(default)]
    confirm_leap: bool,
    facts_as_of: Option<Timestamp>,
    #[serde(default)]
    expect: Expect,
    #[serde(default)]
    snapshot: bool,
}

impl Entry {
    /// When it happens; none for one that only lets time pass.
    pub(super) fn begins(&self) -> Option<Timestamp> {
        match &self.does {
            Does::At { at, .. } => Some(*at),
            Does::Until(_) => None,
        }
    }

    /// When it is over.
    pub(super) fn ends(&self) -> Timestamp {
        match &self.does {
            Does::At { at, .. } | Does::Until(at) => *at,
        }
    }
}

impl Form {
    pub(super) fn read(text: &str) -> Result<Self, ScenarioErrors> {
        let written: WrittenScenario = decode(yaml::json(text, Code::ScenarioMalformed)?)?;
        let recipients = match (written.recipient, written.recipients) {
            (Some(one), None) => vec![one],
            (None, Some(several)) if !several.is_empty() => several,
            (None, Some(_)) => return Err(malformed("recipients", "expected at least one").into()),
            (Some(_), Some(_)) => {
                return Err(malformed("recipients", "expected either `recipient` or `recipients`").into());
            }
            (None, None) => return Err(malformed("recipient", "missing").into()),
        };
        let read = |(i, entry): (usize, WrittenEntry)| entry.read(&format!("timeline[{i}]"));
        let timeline = written.timeline.into_iter().enumerate().map(read);
        Ok(Self {
            timeline: timeline.collect::<Result<_, ScenarioErrors>>()?,
            name: written.scenario,
            from: written.from,
            playbook: written.playbook,
            recipients,
        })
    }

    pub(super) fn first_playbook(&self) -> Result<Playbook, ScenarioErrors> {
        let own = self.playbook.as_ref();
        let missing = || malformed("playbook", "missing").help("write it there, or run the scenario under another one");
        compile(own.ok_or_else(missing)?, "playbook")
    }

    /// Follow-ups of all recipients, as they are listed.
    pub(super) fn begin(&self) -> Result<Vec<FollowUp>, ScenarioErrors> {
        let mut people: Vec<FollowUp> = Vec::new();
        for (i, recipient) in self.recipients.iter().enumerate() {
            let path = format!("recipients[{i}]");
            let person = FollowUp::from_recipient_json(&text(recipient)).map_err(|error| below(&path, &error))?;
            if people.iter().any(|other| other.recipient_id() == person.recipient_id()) {
                return Err(malformed(format!("{path}.id"), "the same id twice").into());
            }
            people.push(person);
        }
        self.check_names(&people)?;
        Ok(people)
    }

    fn check_names(&self, people: &[FollowUp]) -> Result<(), Error> {
        for (i, entry) in self.timeline.iter().enumerate() {
            if let Does::At {
                event: Some(Happens {
                    recipient: Some(id), ..
                }),
                ..
            } = &entry.does
                && !people.iter().any(|person| person.recipient_id() == id)
            {
                return Err(malformed(format!("timeline[{i}].recipient"), "no such recipient"));
            }
        }
        Ok(())
    }
}

impl WrittenEntry {
    fn read(self, path: &str) -> Result<Entry, ScenarioErrors> {
        let wrong = |key: &str, message: &str| Err(malformed(format!("{path}.{key}"), message).into());
        let does = match (self.at, self.until) {
            (Some(_), Some(_)) => return wrong("until", "expected either `at` or `until`"),
            (None, None) => return wrong("at", "expected `at` or `until`"),
            (Some(at), None) => {
                let playbook = self
                    .playbook
                    .map(|document| compile(&document, &format!("{path}.playbook")));
                let change = Change {
                    playbook: playbook.transpose()?,
                    hold_until: self.hold_until,
                };
                let event = match self.event {
                    Some(event) => Some(Happens {
                        event,
                        recipient: self.recipient,
                        tick: self.tick.unwrap_or(true),
                    }),
                    None if self.tick.is_some() => return wrong("tick", "means nothing without an event"),
                    None if self.recipient.is_some() => return wrong("recipient", "means nothing without an event"),
                    None => None,
                };
                Does::At { at, change, event }
            }
            (None, Some(until)) => {
                for (key, given) in [
                    ("event", self.event.is_some()),
                    ("recipient", self.recipient.is_some()),
                    ("tick", self.tick.is_some()),
                    ("playbook", self.playbook.is_some()),
                    ("hold_until", self.hold_until.is_some()),
                ] {
                    if given {
                        return wrong(key, "needs an entry with `at`");
                    }
                }
                Does::Until(until)
            }
        };
        Ok(Entry {
            does,
            facts_as_of: self.facts_as_of,
            confirm_leap: self.confirm_leap,
            snapshot: self.snapshot || self.expect.snapshot,
            expect: self.expect,
        })
    }
}

fn compile(document: &Map<String, Value>, path: &str) -> Result<Playbook, ScenarioErrors> {
    let playbook =
        Playbook::from_json(&text(document)).map_err(|problems| ScenarioErrors::of_playbook(path, &problems))?;
    Ok(playbook.with_link_keys(&[LINK_KEY])?)
}

pub(super) fn text(object: &Map<String, Value>) -> String {
    serde_json::to_string(object).unwrap_or_default()
}

fn decode<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let message = discreet(&error.into_inner().to_string());
        malformed(if path == "." { "" } else { &path }, message)
    })
}

/// Serde repeats a text of the wrong kind; it may be a person's.
fn discreet(message: &str) -> String {
    match (message.find("string \""), message.rfind("\", expected")) {
        (Some(start), Some(end)) if start < end => {
            let (head, tail) = (message.get(..start), message.get(end + 1..));
            format!("{}a text{}", head.unwrap_or_default(), tail.unwrap_or_default())
        }
        _ => message.to_owned(),
    }
}

fn wake<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Wake>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text == "none" {
        return Ok(Some(Wake::Never));
    }
    let at = Timestamp::parse(&text)
        .map_err(|_| serde::de::Error::custom("expected an instant with an offset, or `none`"))?;
    Ok(Some(Wake::At(at)))
}

fn refusal<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Refusal>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected `true`, or a code such as FT-H003")]
    enum Written {
        Any(bool),
        Code(String),
    }
    Ok(Some(match Written::deserialize(deserializer)? {
        Written::Any(true) => Refusal::Any,
        Written::Any(false) => Refusal::None,
        Written::Code(code) if followthrough::Code::ALL.iter().any(|known| known.as_str() == code) => {
            Refusal::Code(code)
        }
        Written::Code(_) => return Err(serde::de::Error::custom("no such error code")),
    }))
}

impl StateName {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Active => "active",
            Self::Observed => "observed",
            Self::Paused => "paused",
            Self::ReEngaged => "re_engaged",
            Self::Closed => "closed",
        }
    }
}
