//! The practice's document, parsed and compiled once.
//!
//! A playbook is YAML or JSON that an office manager can read aloud. It is read as a tree of nodes with places
//! (`document`), laid over the built-in one that it extends (`extends`), and decoded section by section (`decode`) into
//! compiled rules (`model`) or into *all* of its problems at once.

mod builtin;
mod decode;
mod document;
mod extends;
mod model;
mod options;
mod scripts;
mod source;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

pub(crate) use decode::confirmation::ID as OPT_OUT_CONFIRMATION;
#[cfg(feature = "schema")]
pub(crate) use decode::vocabulary;
pub use model::ClickKind;
pub(crate) use model::{
    AcceptedWhen, AfterReEngaged, Arm, Arms, DoneWhen, EmailTemplate, Faq, IfBlocked, Limits, Located, Practice,
    RevokeAll, Rules, Sequence, Step, TemplateSet, Touch,
};
pub use options::Options;
pub(crate) use source::{Key, Places, Source, Spot};

use crate::Error;
use crate::escalation::PromptKind;
use crate::link::LinkKeys;
use crate::message::Context;
use crate::recipient::Channel;
use crate::schedule::TimeZones;
use crate::wire::{LocationId, Place, RoleId, SequenceId, StepId};
use decode::Problems;
use document::{Document, Origin};

/// A practice's playbook, checked and compiled. Immutable; a clone shares everything, also between threads.
///
/// ```
/// use followthrough::Playbook;
/// let playbook = Playbook::from_yaml(r#"
/// followthrough: 1
/// practice:
///   name: Peachtree Family Dental
///   time_zone: America/New_York
///   phone: "+14045550123"
///   postal_address: 1 Peachtree St, Atlanta, GA 30303
///   booking_url: https://book.example.com/peachtree
/// extends: dental
/// "#)?;
/// assert_eq!(playbook.practice_name(), "Peachtree Family Dental");
///
/// // All problems are told at once, each with its place.
/// let problems = Playbook::from_yaml("followthrough: 1\nextends: dentl").unwrap_err();
/// let misspelt = problems.iter().find(|e| e.path() == "extends").map(|e| e.to_string());
/// assert!(misspelt.is_some_and(|text| text.ends_with("did you mean \"dental\"?")));
/// # Ok::<(), followthrough::playbook::PlaybookErrors>(())
/// ```
#[derive(Clone)]
pub struct Playbook {
    rules: Arc<Rules>,
    /// What it was read from.
    source: Arc<Source>,
    link_keys: Option<Arc<LinkKeys>>,
}

/// All problems of a document, in the order of their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaybookErrors {
    errors: Vec<Error>,
}

/// One of the practice's locations, with what it takes over from the practice.
#[derive(Clone, Copy, Debug)]
pub struct Location<'a> {
    /// As plans, prompts and alerts name it.
    pub id: &'a LocationId,
    /// Its name.
    pub name: &'a str,
    /// Its zone.
    pub time_zone: &'a crate::schedule::Zone,
    /// When its staff work: its hours in its zone, with its closed days.
    pub business_hours: &'a crate::schedule::BusinessHours,
    /// Who works there.
    pub roles: &'a BTreeSet<RoleId>,
}

/// One step as it shows in reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touchpoint {
    /// The sequence it belongs to.
    pub sequence: SequenceId,
    /// The step.
    pub step: StepId,
    /// Its day.
    pub day: u16,
    /// The channels that are tried, in order.
    pub channels: Vec<Channel>,
    /// Where it is written; none in a built-in playbook.
    pub place: Option<Place>,
}

impl Playbook {
    /// Reads a playbook from YAML.
    ///
    /// # Errors
    /// Every problem of the document (`FT-P…`), each with its line and column.
    pub fn from_yaml(text: &str) -> Result<Self, PlaybookErrors> {
        Self::from_yaml_with(text, &Options::default())
    }

    /// Reads a playbook from YAML, with what the host adds: zone data of its own.
    ///
    /// # Errors
    /// As [`Playbook::from_yaml`].
    pub fn from_yaml_with(text: &str, options: &Options) -> Result<Self, PlaybookErrors> {
        let source = Source::new(text, false);
        Self::compile(Document::from_yaml(text, Origin::Own), source, options)
    }

    /// Reads a playbook from JSON.
    ///
    /// # Errors
    /// Every problem of the document (`FT-P…`), each with its path.
    pub fn from_json(text: &str) -> Result<Self, PlaybookErrors> {
        Self::from_json_with(text, &Options::default())
    }

    /// Reads a playbook from JSON, with what the host adds: zone data of its own.
    ///
    /// # Errors
    /// As [`Playbook::from_json`].
    pub fn from_json_with(text: &str, options: &Options) -> Result<Self, PlaybookErrors> {
        let source = Source::new(text, true);
        Self::compile(Document::from_json(text, Origin::Own), source, options)
    }

    /// The same playbook with the keys that its links are signed with: the first signs, all check. Without keys,
    /// messages carry the booking address without a token, and no click can be told.
    ///
    /// # Errors
    /// `FT-T004` when there is no key, or one is shorter than 16 bytes.
    pub fn with_link_keys<K: AsRef<[u8]>>(self, keys: &[K]) -> Result<Self, Error> {
        Ok(Self {
            link_keys: Some(Arc::new(LinkKeys::new(keys)?)),
            ..self
        })
    }

    /// A short hash of what the playbook says; formatting, comments and zone data do not change it.
    pub fn revision(&self) -> &str {
        &self.rules.revision
    }

    /// What it follows up: `plan`, `recall`, `no_rebook`, or a word of the host's own.
    pub fn subject(&self) -> &crate::wire::SubjectKind {
        &self.rules.subject
    }

    /// The practice's name.
    pub fn practice_name(&self) -> &str {
        &self.rules.practice.name
    }

    /// The practice's zone.
    pub fn time_zone(&self) -> &crate::schedule::Zone {
        &self.rules.practice.zone
    }

    /// The version of the zone data in force: the host's, where it handed in its own, else that of the bundled data.
    pub fn tz_version(&self) -> &str {
        self.rules.time_zones.version()
    }

    /// The zone data by which everything under this playbook is decided.
    pub fn time_zones(&self) -> &TimeZones {
        &self.rules.time_zones
    }

    /// When staff work: the practice's hours in its zone, with its closed days.
    pub fn business_hours(&self) -> &crate::schedule::BusinessHours {
        &self.rules.practice.hours
    }

    /// The practice's locations, in order of their ids; none where the playbook has only the practice itself.
    pub fn locations(&self) -> impl Iterator<Item = Location<'_>> {
        self.rules.locations.iter().map(location)
    }

    /// The location of that id: of a plan, a prompt or an alert. None where the playbook has no such location, and the
    /// practice itself stands in: its name, zone and hours are [`Playbook::practice_name`] and so on.
    ///
    /// ```
    /// # use followthrough::Playbook;
    /// # use followthrough::wire::LocationId;
    /// # let playbook = Playbook::from_yaml(r#"
    /// # followthrough: 1
    /// # extends: dental
    /// # practice: {name: Maple Dental, time_zone: America/Chicago, phone: "+13125550100",
    /// #   postal_address: "5 Maple Ave, Chicago, IL 60601", booking_url: "https://book.example.com/maple",
    /// #   locations: {west: {name: Maple West, time_zone: America/Denver}}}
    /// # "#)?;
    /// let west = playbook.location(&LocationId::parse("west")?);
    /// assert_eq!(west.map(|west| west.business_hours.zone.name()), Some("America/Denver"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn location(&self, id: &LocationId) -> Option<Location<'_>> {
        self.rules.located(id).map(location)
    }

    /// The languages messages are written in; the first stands in for any other.
    pub fn languages(&self) -> &[String] {
        &self.rules.languages
    }

    /// What a member of staff may say when asked to by a prompt of this kind, one line for one thing: what the prompt's
    /// `script` holds, for any values. It is the playbook's own, else the one that every playbook has; in the language of
    /// the context where the playbook offers it, else in the first that it offers. The practice's name and number are filled in where the context leaves them empty.
    ///
    /// ```
    /// use followthrough::escalation::PromptKind;
    /// use followthrough::message::Context;
    /// # fn show(playbook: &followthrough::Playbook) {
    /// let ana = Context { language: "es".into(), patient_first_name: Some("Ana".into()), ..Context::default() };
    /// let script = playbook.staff_script(PromptKind::Call, &ana);
    /// # }
    /// ```
    pub fn staff_script(&self, kind: PromptKind, context: &Context) -> Option<String> {
        let practice = &self.rules.practice;
        let mut context = context.clone();
        if context.practice_name.is_empty() {
            context.practice_name.clone_from(&practice.name);
        }
        if context.practice_phone.is_empty() {
            context.practice_phone = practice.phone_as_read();
        }
        self.rules.staff_script(kind, &context)
    }

    /// All steps of all sequences, in their order.
    pub fn touchpoints(&self) -> impl Iterator<Item = Touchpoint> + '_ {
        self.rules.sequences.iter().flat_map(|sequence| {
            sequence.steps.iter().map(|step| Touchpoint {
                sequence: sequence.id.clone(),
                step: step.id.clone(),
                day: step.day,
                channels: match &step.touch {
                    Touch::Call { .. } => vec![Channel::Call],
                    Touch::Message { channels, .. } => channels.clone(),
                },
                place: step.place.or(sequence.place),
            })
        })
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    pub(crate) fn link_keys(&self) -> Option<&LinkKeys> {
        self.link_keys.as_deref()
    }

    fn compile(
        document: Result<Document, Vec<Error>>,
        source: Source,
        options: &Options,
    ) -> Result<Self, PlaybookErrors> {
        let mut document = document.map_err(|errors| PlaybookErrors { errors })?;
        let root = extends::resolve(document.root, &mut document.problems);
        let mut problems = Problems::default();
        document.problems.into_iter().for_each(|error| problems.report(error));
        let rules = decode::rules(&root, &options.time_zones, problems);
        let rules = rules.map_err(|errors| PlaybookErrors { errors })?;
        Ok(Self {
            rules: Arc::new(rules),
            source: Arc::new(source),
            link_keys: None,
        })
    }
}

fn location(located: &Located) -> Location<'_> {
    let Practice {
        name,
        zone,
        hours,
        roles,
        ..
    } = &located.practice;
    Location {
        id: &located.id,
        name,
        time_zone: zone,
        business_hours: hours,
        roles,
    }
}

impl fmt::Debug for Playbook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Playbook")
            .field("revision", &self.rules.revision)
            .finish_non_exhaustive()
    }
}

impl PlaybookErrors {
    /// The problems.
    pub fn iter(&self) -> impl Iterator<Item = &Error> {
        self.errors.iter()
    }

    /// The problems as the wire has them: a list of `{code, path, message, help, line, column}`.
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.errors).unwrap_or_default()
    }
}

impl fmt::Display for PlaybookErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, error) in self.errors.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for PlaybookErrors {}
