//! Records of which several versions are there: a history, or pages between which something changed. The newest is the
//! record, and what was deleted since is gone.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::{Code, Timestamp};

use crate::json::{Object, Value};
use crate::problem::Problem;
use crate::set_aside::Reason;

/// The key that names the kind of a record in systems whose records have versions.
pub(super) const KIND: &str = "resourceType";

/// Where a record stands: its file, and the how manieth of that file it is.
pub(super) type Nth = (usize, u64);

/// How new a version is, as far as it says so.
#[derive(Clone, Copy, Default)]
struct Version {
    /// FHIR's `meta.lastUpdated`, or when the entry of a history was made.
    time: Option<(Timestamp, u32)>,
    /// FHIR's `meta.versionId`, where a server counts; it may be any text.
    number: Option<u64>,
}

struct Heard {
    at: Nth,
    version: Version,
    is_deletion: bool,
}

/// The versions of all records, by kind and id.
#[derive(Default)]
pub(super) struct Versions {
    heard: BTreeMap<String, Vec<Heard>>,
    older: BTreeSet<Nth>,
    deleted: BTreeSet<String>,
    /// Deletions that do not say when, of records that are there.
    undated: u64,
}

impl Versions {
    /// Takes a record, or the entry of a history that says that one was deleted.
    pub(super) fn hear(&mut self, at: Nth, value: &Value<'_>) {
        let Some(object) = value.as_object() else { return };
        let Some(name) = name_of(object) else { return };
        let own = object.get("meta").and_then(Value::as_object);
        let own = |key: &str| own.and_then(|meta| text(meta, key));
        let response = |key: &str| {
            let response = object.get("../response").or_else(|| object.get("response"));
            response.and_then(Value::as_object).and_then(|answer| text(answer, key))
        };
        let time = |text: Option<&str>| text.and_then(instant);
        let number = own("versionId").or_else(|| response("etag"));
        let number = number.map(|text| text.trim_start_matches("W/").trim_matches('"'));
        self.heard.entry(name).or_default().push(Heard {
            at,
            version: Version {
                time: time(own("lastUpdated")).or_else(|| time(response("lastModified"))),
                number: number.and_then(|text| text.parse().ok()),
            },
            is_deletion: is_deletion(object),
        });
    }

    /// All are there. A version is older where another one of its record says that it is newer: by the instant, and
    /// where that does not tell them apart by the number. So the order of the files says nothing.
    pub(super) fn settle(&mut self) {
        for (name, mut group) in std::mem::take(&mut self.heard) {
            if group.len() == 1 && !group.iter().any(|heard| heard.is_deletion) {
                continue;
            }
            let newest = group.iter().filter_map(|heard| heard.version.time).max();
            self.drop_older(&mut group, |heard| {
                heard.version.time.is_some_and(|own| Some(own) < newest)
            });
            let last = group.iter().filter_map(|heard| heard.version.number).max();
            self.drop_older(&mut group, |heard| {
                heard.version.number.is_some_and(|own| Some(own) < last)
            });
            // Which of two came first nobody can tell: what ends nothing stays.
            if group.iter().all(|heard| heard.is_deletion) {
                self.deleted.insert(name);
            } else {
                let deletions = group.iter().filter(|heard| heard.is_deletion).count();
                self.undated += u64::try_from(deletions).unwrap_or(u64::MAX);
            }
        }
    }

    fn drop_older(&mut self, group: &mut Vec<Heard>, is_older: impl Fn(&Heard) -> bool) {
        let older = group.extract_if(.., |heard| is_older(heard));
        self.older.extend(older.map(|heard| heard.at));
    }

    /// Whether a newer version of the record is there.
    pub(super) fn is_older(&self, at: Nth) -> bool {
        self.older.contains(&at)
    }

    /// Whether the newest that is known of a record, by kind and id, is that it was deleted.
    pub(super) fn is_deleted(&self, name: &str) -> bool {
        self.deleted.contains(name)
    }

    /// What there is to say at the end.
    pub(super) fn told(&self) -> Option<String> {
        let message = format!(
            "{} records are there and are said to have been deleted, and nothing says which came first: they count as there",
            self.undated
        );
        (self.undated > 0).then_some(message)
    }
}

/// Why an older version is left out.
pub(super) fn older() -> Problem {
    let message = "a newer version of the record is there";
    Problem::new("meta.lastUpdated", Reason::OlderVersion, Code::ImportDuplicate, message)
}

/// Whether an entry of a history says that a record was deleted.
pub(super) fn is_deletion(object: &Object<'_>) -> bool {
    request(object).and_then(|request| text(request, "method")) == Some("DELETE")
}

/// The kind and the id of a record; of a deleted one the end of its address.
fn name_of(object: &Object<'_>) -> Option<String> {
    if let (Some(kind), Some(id)) = (text(object, KIND), text(object, "id")) {
        return Some(format!("{kind}/{id}"));
    }
    let address = request(object).filter(|_| is_deletion(object))?;
    let address = text(address, "url")?;
    let address = address.split("/_history/").next().unwrap_or(address);
    let mut steps = address.rsplit('/');
    let (id, kind) = (steps.next()?, steps.next()?);
    Some(format!("{kind}/{id}"))
}

/// What was asked for in an entry of a history.
fn request<'o>(object: &'o Object<'_>) -> Option<&'o Object<'o>> {
    let request = object.get("../request").or_else(|| object.get("request"));
    request.and_then(Value::as_object)
}

/// An instant, with the nanoseconds in its second.
fn instant(text: &str) -> Option<(Timestamp, u32)> {
    let fraction = text.split_once('.').map_or("", |(_, behind)| behind);
    let digits: String = fraction.chars().take_while(char::is_ascii_digit).take(9).collect();
    Some((Timestamp::parse(text).ok()?, format!("{digits:0<9}").parse().ok()?))
}

fn text<'o>(object: &'o Object<'_>, key: &str) -> Option<&'o str> {
    match object.get(key) {
        Some(Value::Text(text)) => Some(text),
        Some(_) | None => None,
    }
}
