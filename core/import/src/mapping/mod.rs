//! Mapping files: what the columns of an export mean, as a document. The presets of practice systems are such documents,
//! and a practice's own is laid over one of them.

mod ask;
mod columns;
mod compile;
mod compile_columns;
mod compile_file;
mod compile_person;
mod compile_rows;
mod compile_visit;
mod dates;
mod money;
mod presets;
mod read;
mod shape;
mod weigh;
mod write_back;

use std::sync::Arc;

use followthrough::wire::yaml;
use followthrough::{Code, Error};
use serde_json::{Map, Value, json};

pub use write_back::{Tell, WriteBack, write_back_json};

pub(crate) use ask::{Ask, Asked, Channel};
pub(crate) use columns::{Col, IdColumns, IdKind, Meaning, Words};
pub(crate) use dates::{DateFormat, Instant};
pub(crate) use money::{JsonType, MoneyFormat, NoMoney, is_foreign};
pub(crate) use shape::{
    Amount, ContactMethod, ContactWord, Grain, Grouping, PhoneKind, PlanColumns, PlanWord, Presenting,
    ProcedureColumns, Refers, Required, Shape, VisitColumns,
};

use crate::System;
use read::{Item, Problems, shown};

/// The version of the language.
const VERSION: &str = "1";

/// What the columns of a practice's export mean: a mapping file, laid over the preset that it extends.
///
/// ```
/// use followthrough_import::Mapping;
///
/// let mapping = Mapping::from_yaml("\
/// mapping: 1
/// extends: dentrix.proc_log
/// presented: charted
/// plans: per_patient
/// procedure:
///   status:
///     map: {105: planned}
/// ")?;
/// assert_eq!(mapping.system().as_str(), "dentrix");
/// # Ok::<(), followthrough_import::MappingErrors>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    system: System,
    pub(crate) shapes: Vec<Arc<Shape>>,
    pub(crate) time_zone: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) id_prefix: Option<String>,
    /// What it says, with what it extends.
    pub(crate) document: Value,
}

/// All that is wrong with a mapping file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingErrors(Vec<Error>);

impl MappingErrors {
    /// The problems, in the order of the shapes.
    pub fn iter(&self) -> impl Iterator<Item = &Error> {
        self.0.iter()
    }

    /// One error that stands for all of them: the first, with the others in its help.
    pub fn into_error(self) -> Error {
        let mut errors = self.0.into_iter();
        let Some(first) = errors.next() else {
            return Error::new(Code::ImportMapping, "the mapping cannot be used");
        };
        let others: Vec<String> = errors.map(|error| error.to_string()).collect();
        if others.is_empty() {
            return first;
        }
        let help = [first.help_text().unwrap_or_default().to_owned(), others.join("; ")];
        let help: Vec<String> = help.into_iter().filter(|text| !text.is_empty()).collect();
        first.help(help.join("; also: "))
    }
}

impl std::fmt::Display for MappingErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for MappingErrors {}

impl From<Error> for MappingErrors {
    fn from(error: Error) -> Self {
        Self(vec![error])
    }
}

impl Mapping {
    /// Reads a mapping file. JSON is YAML, too.
    ///
    /// # Errors
    /// `FT-I015`: all problems, with line and column.
    pub fn from_yaml(text: &str) -> Result<Self, MappingErrors> {
        let own = yaml::texts(text, Code::ImportMapping)?;
        let mut problems = Problems::new(&own.places);
        let root = Item::root(&own.value);
        let header = Header::read(&root, &mut problems);
        let Some(header) = header else {
            return Err(MappingErrors(problems.into_errors()));
        };
        let mapping = header.over_preset(&own.value, &mut problems);
        let errors = problems.into_errors();
        match mapping {
            Some(mapping) if errors.is_empty() => Ok(mapping),
            _ => Err(MappingErrors(errors)),
        }
    }

    /// The preset of a system, as it is shipped; none for systems whose exports all differ.
    pub fn preset(system: System) -> Option<Self> {
        presets::text(system).and_then(|text| Self::from_yaml(text).ok())
    }

    /// The text of the preset of a system.
    pub fn preset_text(system: System) -> Option<&'static str> {
        presets::text(system)
    }

    /// Whether a key stands at the top of a mapping alone.
    pub(crate) fn is_key_of_all(key: &str) -> bool {
        Header::KEYS.contains(&key)
    }

    /// The practice system whose exports it is for.
    pub fn system(&self) -> System {
        self.system
    }

    /// The IANA zone of the practice's clocks, or `none`, where it says so.
    pub fn time_zone(&self) -> Option<&str> {
        self.time_zone.as_deref()
    }

    /// Whether all treatment that is planned was presented when it was charted.
    pub(crate) fn is_charted(&self) -> bool {
        let mut plans = self.shapes.iter().filter(|shape| shape.has_plans()).peekable();
        plans.peek().is_some() && plans.all(|shape| shape.presented == Some(Presenting::Charted))
    }

    /// What `tell_practice_system` means for exports of a shape such as `dentrix.cases`.
    pub fn write_back(&self, shape: &str) -> Option<&WriteBack> {
        self.shapes
            .iter()
            .find(|known| *known.name == *shape)
            .map(|shape| &shape.write_back)
    }

    /// The names of the shapes of file that it knows, such as `dentrix.cases`.
    pub fn shapes(&self) -> impl Iterator<Item = &str> {
        self.shapes.iter().map(|shape| &*shape.name)
    }
}

/// What a document says of itself.
struct Header<'v> {
    system: System,
    /// The shapes of the preset that it is laid over.
    base: Vec<(String, Value)>,
    shapes: Vec<(&'v str, Item<'v>)>,
    time_zone: Option<String>,
    state: Option<String>,
    id_prefix: Option<String>,
}

impl<'v> Header<'v> {
    /// The keys that a shape does not have.
    const KEYS: [&'static str; 7] = [
        "mapping",
        "extends",
        "system",
        "shapes",
        "time_zone",
        "state",
        "id_prefix",
    ];

    fn read(root: &Item<'v>, problems: &mut Problems<'_>) -> Option<Self> {
        let mut keys = root.keys(problems, "a map of keys, the first of them mapping: 1")?;
        let version = keys.required("mapping", problems, "write mapping: 1");
        if let Some(item) = version
            && item.text(problems, "the version, 1")? != VERSION
        {
            return item.refuse(
                problems,
                "this build reads version 1 of the mapping language",
                "write mapping: 1",
            );
        }
        let system = keys.get("system").map(|item| {
            let text = item.text(problems, "a practice system")?;
            System::parse(text).map_or_else(
                |error| item.refuse(problems, error.message(), error.help_text().unwrap_or("")),
                Some,
            )
        });
        let extends = keys.get("extends").map(|item| base(&item, problems));
        let (system, base) = match (system, extends) {
            (None, None) => (System::Csv, Vec::new()),
            (Some(system), None) => (system?, Vec::new()),
            (named, Some(extends)) => {
                let (system, base) = extends?;
                if let Some(Some(named)) = named
                    && named != system
                {
                    return root.refuse(
                        problems,
                        format!("extends names {system}, and system {named}"),
                        "give one",
                    );
                }
                (system, base)
            }
        };
        let shapes = keys
            .get("shapes")
            .and_then(|item| item.entries(problems, "a map of shapes"));
        let text = |item: Option<Item<'v>>, problems: &mut Problems<'_>| {
            item.and_then(|item| item.text(problems, "a text")).map(str::to_owned)
        };
        let time_zone = text(keys.get("time_zone"), problems);
        let state = text(keys.get("state"), problems);
        let id_prefix = keys.get("id_prefix");
        let id_prefix = match id_prefix {
            Some(item) => {
                let text = item.text(problems, "a text")?;
                let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':');
                if text.len() > 16 || !text.bytes().all(plain) {
                    return item.refuse(problems, "expected at most 16 letters, digits, -, _ and :", "");
                }
                Some(text.to_owned())
            }
            None => None,
        };
        Some(Self {
            system,
            base,
            shapes: shapes.unwrap_or_default(),
            time_zone,
            state,
            id_prefix,
        })
    }

    /// What holds for all shapes, without the keys of a grain that this one does not have and another one has.
    fn fitting(&self, common: &Value, name: &str) -> Value {
        let has = |key: &str, grain: &str| match key {
            "visit" => grain == "visit",
            _ => !matches!(grain, "person" | "visit"),
        };
        let own = self.shapes.iter().map(|(name, item)| (*name, item.value));
        let preset = self.base.iter().map(|(name, value)| (name.as_str(), value));
        let known: Vec<(&str, &str)> = own
            .chain(preset)
            .filter_map(|(name, value)| Some((name, value.get("grain")?.as_str()?)))
            .collect();
        let Some((_, grain)) = known.iter().find(|(known, _)| *known == name) else {
            return common.clone();
        };
        let mut fitting = common.clone();
        for key in ["plan", "procedure", "visit"] {
            let elsewhere = known.iter().any(|(_, grain)| has(key, grain));
            if let Some(map) = fitting.as_object_mut().filter(|_| !has(key, grain) && elsewhere) {
                map.remove(key);
            }
        }
        fitting
    }

    /// The shapes: those of the preset under what holds for all, and that under what a shape says itself.
    fn over_preset(self, own: &Value, problems: &mut Problems<'_>) -> Option<Mapping> {
        let mut common = own.as_object().cloned().unwrap_or_default();
        common.retain(|key, _| !Self::KEYS.contains(&key.as_str()));
        let common = Value::Object(common);
        let mut names: Vec<String> = self.base.iter().map(|(name, _)| name.clone()).collect();
        for (name, _) in &self.shapes {
            if !names.iter().any(|known| known == name) {
                names.push((*name).to_owned());
            }
        }
        if names.is_empty() {
            names.push("file".to_owned());
        }
        let mut shapes = Vec::new();
        let mut documents = Map::new();
        for name in names {
            let base = self
                .base
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value);
            let mut merged = json!({ "write_back": presets::write_back() });
            merge(&mut merged, base.unwrap_or(&json!({})));
            merge(&mut merged, &self.fitting(&common, &name));
            let mut roots = vec![String::new()];
            if let Some((_, item)) = self.shapes.iter().find(|(known, _)| *known == name) {
                merge(&mut merged, item.value);
                roots.insert(0, item.pointer.clone());
            }
            problems.look_in(roots);
            let full = format!("{}.{name}", self.system);
            if let Some(shape) = compile::shape(&full, &Item::root(&merged), problems) {
                shapes.push(Arc::new(shape));
            }
            documents.insert(name, merged);
        }
        Some(Mapping {
            system: self.system,
            shapes,
            time_zone: self.time_zone,
            state: self.state,
            id_prefix: self.id_prefix,
            document: Value::Object(documents),
        })
    }
}

/// The shapes that `dentrix` or `dentrix.cases` names.
fn base(item: &Item<'_>, problems: &mut Problems<'_>) -> Option<(System, Vec<(String, Value)>)> {
    let text = item.text(problems, "the name of a preset")?;
    let (name, wanted) = match text.split_once('.') {
        Some((name, shape)) => (name, Some(shape)),
        None => (text, None),
    };
    let system = match System::parse(name) {
        Ok(system) => system,
        Err(error) => {
            return item.refuse(
                problems,
                format!("there is no preset {}", shown(text)),
                error.help_text()?,
            );
        }
    };
    let shapes = presets::shapes(system);
    let known: Vec<String> = shapes.iter().map(|(name, _)| format!("{system}.{name}")).collect();
    let shapes: Vec<(String, Value)> = shapes
        .into_iter()
        .filter(|(name, _)| wanted.is_none_or(|wanted| wanted == name))
        .collect();
    if shapes.is_empty() {
        let help = if known.is_empty() {
            format!("{system} has no preset: leave `extends` out")
        } else {
            format!("one of: {system}, {}", known.join(", "))
        };
        return item.refuse(problems, format!("there is no preset {}", shown(text)), &help);
    }
    Some((system, shapes))
}

/// `over` on `base`: maps key by key, all else whole. Null removes a key.
fn merge(base: &mut Value, over: &Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                if value.is_null() {
                    base.remove(key);
                    continue;
                }
                merge(base.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over.clone(),
    }
}
