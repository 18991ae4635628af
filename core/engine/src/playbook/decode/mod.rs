//! From the merged document to [`Rules`]: every problem is found in one pass, each with its place.
//!
//! A section that cannot be read gives nothing, and the others are read all the same. Only when no problem was found
//! is there a playbook.

mod condition;
pub(crate) mod confirmation;
mod custom;
mod financing;
mod item;
mod last_result;
mod lists;
mod practice;
mod scripts;
mod sending;
mod sequences;
mod staff;
mod subject;
mod templates;
mod time;
mod trigger;
#[cfg(feature = "schema")]
pub(crate) mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use super::document::{Node, SCHEMA, Value, revision};
use super::model::Rules;
use crate::recipient::Channel;
use crate::schedule::TimeZones;
use crate::wire::{SubjectKind, hash};
use crate::{Code, Error};
use custom::Declared;
use item::{Item, Keys};

/// The version of the playbook language that this build reads.
const VERSION: &str = "1";

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Problems {
    errors: Vec<Error>,
}

impl Problems {
    pub(super) fn report(&mut self, error: Error) {
        self.errors.push(error);
    }

    /// How many there are: a reader that compares before and after knows whether all went well in between.
    fn count(&self) -> usize {
        self.errors.len()
    }
}

/// What other parts of the document may refer to, gathered before anything is read, so that one broken template does
/// not make every step that names it broken too.
#[derive(Debug)]
struct Names<'a> {
    /// What is followed up; none where that cannot be read. And where it is said.
    subject: Option<SubjectKind>,
    subject_item: Option<Item<'a>>,
    /// The languages of the playbook, and where they are named.
    languages: Vec<String>,
    languages_item: Option<Item<'a>>,
    /// Templates with the channels they have texts for.
    templates: Vec<(&'a str, Vec<&'a str>)>,
    escalations: Vec<&'a str>,
    /// Those of the practice and of all its locations.
    roles: BTreeSet<&'a str>,
    /// The locations of the practice; empty where it names none.
    locations: BTreeSet<&'a str>,
    /// The host's own facts.
    custom: BTreeMap<&'a str, Declared>,
}

/// Compiles a merged document by the zone data given; `problems` holds those of the reading.
pub(super) fn rules(root: &Node, data: &TimeZones, mut problems: Problems) -> Result<Rules, Vec<Error>> {
    let compiled = compile(root, data, &mut problems);
    let mut errors = problems.errors;
    match compiled {
        Some(rules) if errors.is_empty() => Ok(rules),
        _ => {
            if errors.is_empty() {
                errors.push(
                    Error::new(Code::Internal, "the playbook was refused without a reason")
                        .help("report this as a defect"),
                );
            }
            errors.sort_by_key(|error| error.text_place().map_or((1, None), |place| (0, Some(place))));
            Err(errors)
        }
    }
}

fn compile(root: &Node, data: &TimeZones, problems: &mut Problems) -> Option<Rules> {
    let root_item = Item {
        node: root,
        path: String::new(),
    };
    let mut keys = root_item.keys(problems, "a map of keys")?;
    version(&mut keys, problems)?;
    let names = names(&mut keys, problems);

    let done_when = subject::done_when(&mut keys, &names, problems);
    let practice = practice::practice(&mut keys, data, problems);
    let sending = sending::sending(&mut keys, problems);
    let contact_policy = sending::contact_policy(&mut keys, problems);
    let limits = sending::limits(&mut keys, problems);
    let trigger = trigger::trigger(&mut keys, &names, problems);
    let sequences = sequences::sequences(&mut keys, &names, problems);
    let wind_down = keys.or("wind_down", trigger::WIND_DOWN, |item| time::duration(&item, problems));
    let when_re_engaged = staff::when_re_engaged(&mut keys, &names, problems);
    let engagement_click = staff::engagement(&mut keys, problems);
    let escalations = staff::escalations(&mut keys, &names, problems);
    let financing = financing::financing(&mut keys, &names, problems);
    let backlog = trigger::backlog(&mut keys, problems);
    let holdout = trigger::holdout(&mut keys, problems);
    let categories = lists::categories(&mut keys, problems);
    let faq = lists::faq(&mut keys, &names, problems);
    let templates = templates::templates(&mut keys, &names, problems);
    let scripts = scripts::scripts(&mut keys, &names, problems);
    keys.optional("extends");
    let for_editors = keys.maybe(SCHEMA, |item| item.text(problems, "the address of a schema"));
    keys.finish(problems);

    for_editors?;
    let subject = names.subject?;
    let (practice, locations) = practice?;
    Some(Rules {
        revision: revision(root),
        time_zones: data.clone(),
        subject,
        done_when: done_when?,
        languages: names.languages,
        practice,
        locations,
        sending: sending?,
        contact_policy: contact_policy?,
        limits: limits?,
        trigger: trigger?,
        sequences: sequences?,
        wind_down: wind_down?,
        when_re_engaged: when_re_engaged?,
        engagement_click: engagement_click?,
        escalations: escalations?,
        financing: financing?,
        backlog: backlog?,
        holdout: holdout?,
        categories: categories?,
        faq: faq?,
        templates: templates?,
        scripts: scripts?,
    })
}

/// Another version of the language is the only problem told: the others would come of it.
fn version(keys: &mut Keys<'_>, problems: &mut Problems) -> Option<()> {
    let Some(item) = keys.required("followthrough", problems) else {
        return Some(());
    };
    let number = item.whole(problems, 0, u32::MAX);
    if number.is_some() && item.node.text() != Some(VERSION) {
        let message = format!(
            "version {} of the playbook language is not read by this build",
            item.shown()
        );
        problems.report(
            item.error(Code::PlaybookVersion, message)
                .help("this build reads version 1"),
        );
        return None;
    }
    Some(())
}

fn names<'a>(keys: &mut Keys<'a>, problems: &mut Problems) -> Names<'a> {
    let (subject, subject_item) = subject::subject(keys, problems);
    let languages_item = keys.optional("languages");
    let languages = match &languages_item {
        Some(item) => lists::languages(item, problems).unwrap_or_default(),
        None => vec!["en".to_owned()],
    };
    let root = keys.item.node;
    let practice = root.get("practice");
    let locations = practice.and_then(|practice| practice.get("locations"));
    let mut roles: BTreeSet<&str> = match practice.and_then(|practice| practice.get("roles")) {
        Some(roles) => keys_of(roles).collect(),
        None => staff::ROLES.iter().copied().collect(),
    };
    for (_, location) in locations.into_iter().flat_map(entries_of) {
        roles.extend(location.get("roles").into_iter().flat_map(keys_of));
    }
    let templates = root.get("templates").map_or(Vec::new(), |templates| {
        entries_of(templates)
            .map(|(id, channels)| (id, keys_of(channels).collect()))
            .collect()
    });
    let custom = custom::custom(keys, problems);
    Names {
        subject,
        subject_item,
        languages,
        languages_item,
        templates,
        escalations: root
            .get("escalation")
            .map_or(Vec::new(), |lists| keys_of(lists).collect()),
        roles,
        locations: locations.into_iter().flat_map(keys_of).collect(),
        custom,
    }
}

fn entries_of(node: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let entries = match &node.value {
        Value::Map(entries) => entries.as_slice(),
        Value::Null | Value::Scalar(_) | Value::List(_) => &[],
    };
    entries.iter().map(|entry| (entry.key.as_str(), &entry.node))
}

fn keys_of(node: &Node) -> impl Iterator<Item = &str> {
    entries_of(node).map(|(key, _)| key)
}

impl Names<'_> {
    /// Whether plans are followed up; where nobody can tell, they are.
    fn follows_plans(&self) -> bool {
        self.subject.as_ref().is_none_or(|kind| kind.as_str() == hash::PLAN)
    }

    /// Whether a template has texts for a channel; none when there is no such template.
    fn has(&self, template: &str, channel: Channel) -> Option<bool> {
        let (_, channels) = self.templates.iter().find(|(id, _)| *id == template)?;
        Some(channels.contains(&channel.as_str()))
    }
}
