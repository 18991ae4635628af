//! Files of JSON under the shapes, read together: what may refer to what, and a look at each file before it is read.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::{Code, Error};

use super::references::References;
use super::tree_file::Reading;
use super::tree_fit::{Bound, fit};
use super::versions::is_deletion;
use crate::encoding::Encoding;
use crate::json::{self, Layout, Object, Value};
use crate::kind;
use crate::mapping::Shape;
use crate::problem::{Place, Problem};
use crate::record::{Cell, Part};

/// One file.
pub(crate) struct Source<'b> {
    pub(crate) name: Arc<str>,
    /// As [`json::like_ascii`] gives them.
    pub(crate) bytes: Cow<'b, [u8]>,
}

/// Where a record stands.
#[derive(Clone, Debug)]
pub(crate) struct At {
    /// The file, by its place among the sources.
    pub(crate) file: usize,
    /// Which of all records of the file it is.
    pub(crate) entry: u32,
    /// Its number among those of its kind.
    pub(crate) record: u32,
    pub(crate) line: u32,
    pub(crate) path: String,
    /// Whether it is a record of the file's kind; people beside plans are not.
    pub(crate) counts: bool,
}

impl At {
    pub(crate) fn place(&self, file: u32) -> Place {
        Place {
            file,
            entry: self.entry,
            record: self.record,
            line: self.line,
        }
    }
}

/// What comes out of the files.
pub(crate) enum Event<'e> {
    /// A shape that a file has, before its first record.
    Shape {
        file: usize,
        shape: &'e Arc<Shape>,
        notes: Vec<String>,
        ignored: u64,
    },
    /// A record with its cells.
    Record {
        at: At,
        shape: &'e Arc<Shape>,
        cells: &'e [Cell<'e>],
        parts: &'e [Part<'e>],
        /// The record as it stands there.
        value: &'e Value<'e>,
        fingerprint: u64,
    },
    /// What is no record, or none that counts.
    Broken {
        at: At,
        problem: Problem,
        /// A number for what stands there.
        content: u64,
        /// Whether the list breaks off there.
        is_end: bool,
    },
    /// The last page of a file says that there are more, and they are not there.
    MorePages { file: usize },
    /// Something about a whole file.
    Note { file: usize, message: String },
}

pub(super) type Sink<'s> = &'s mut dyn FnMut(Event<'_>) -> Result<(), Error>;

/// What a look at a file says, before anything in it is read.
#[derive(Default)]
struct Look {
    records: u64,
    /// Whether anything of it is JSON.
    something: bool,
    /// The keys of its records, by the word that names their kind; under no word where none does.
    keys: BTreeMap<String, (u64, BTreeSet<String>)>,
    envelopes: u64,
    with_more: u64,
    failure: Option<String>,
}

/// Whether bytes can be the beginning of JSON; nothing while there are too few of them.
pub(crate) fn is_json(head: &[u8], is_whole: bool) -> Option<bool> {
    if head.len() < 4 && !is_whole {
        return None;
    }
    let text = json::like_ascii(head);
    match text.iter().find(|b| !b.is_ascii_whitespace()) {
        Some(b) => Some(matches!(b, b'{' | b'[')),
        None if is_whole => Some(false),
        None => None,
    }
}

/// The shapes that are JSON.
pub(crate) fn shapes(all: &[Arc<Shape>]) -> Vec<Arc<Shape>> {
    all.iter().filter(|shape| shape.json.is_some()).cloned().collect()
}

/// Reads files. Those that refer to each other are read together.
///
/// # Errors
/// `FT-I002` when the records of a file are those of no shape, `FT-I001` when a file holds the error of a system, and what
/// the sink refuses.
pub(crate) fn read(shapes: &[Arc<Shape>], sources: &[Source<'_>], sink: Sink<'_>) -> Result<(), Error> {
    let forms: Vec<_> = shapes.iter().filter_map(|shape| shape.json.as_ref()).collect();
    let mut lists: Vec<&str> = forms.iter().flat_map(|form| &form.lists).map(String::as_str).collect();
    lists.sort_unstable();
    lists.dedup();
    let layout = Layout {
        lists: &lists,
        inside: forms.iter().find_map(|form| form.inside.as_deref()),
        kind: forms
            .iter()
            .find_map(|form| form.kind.as_ref())
            .map(|(key, _)| key.as_str()),
    };
    let encoding = shapes.first().map_or(Encoding::Utf8, |shape| shape.encoding);
    let reader = Reader {
        shapes,
        layout,
        encoding,
    };
    let mut references = References::of(shapes.iter().map(|shape| &**shape));
    if reader.kind_key().is_some() {
        for (file, source) in sources.iter().enumerate() {
            let mut nth = 0;
            json::each(&source.bytes, encoding, layout, &mut |found| {
                if let json::Found::Record { value, .. } = found {
                    nth += 1;
                    references.take((file, nth), value);
                }
            });
        }
        references.settle();
    }
    let mut looks = Vec::new();
    for source in sources {
        let look = reader.look(source);
        if let Some(says) = &look.failure {
            let message = format!("{} is no export: the system says that it failed, {says}", source.name);
            let help = "ask the system again; what it could not give must not be taken for gone";
            return Err(Error::new(Code::ImportMissingFile, message)
                .at(&*source.name)
                .help(help));
        }
        looks.push(look);
    }
    let (pages, more): (u64, u64) = looks.iter().fold((0, 0), |(pages, more), look| {
        (pages + look.envelopes, more + look.with_more)
    });
    for (file, (source, look)) in sources.iter().zip(&looks).enumerate() {
        let mut reading = reader.begin(file, source, look, &references, &mut *sink)?;
        if more > 0 && more >= pages && look.with_more > 0 {
            let message =
                "the last page says that there are more: a plan on a page that is missing looks as if it were gone";
            let message = message.to_owned();
            sink(Event::Note { file, message })?;
            sink(Event::MorePages { file })?;
        }
        let mut result = Ok(());
        let unescaped = json::each(&source.bytes, encoding, layout, &mut |found| {
            if result.is_ok() {
                result = reading.take(found, &mut *sink);
            }
        });
        result?;
        if let Some(message) = json::told_unescaped(unescaped) {
            sink(Event::Note { file, message })?;
        }
        reading.end(sink)?;
    }
    let unused = references.unused().into_iter();
    let unused = unused.map(|(kind, count)| format!("{count} {kind} are on no plan: not read"));
    for message in unused
        .chain(references.versions().told())
        .filter(|_| !sources.is_empty())
    {
        sink(Event::Note { file: 0, message })?;
    }
    Ok(())
}

/// What is the same for all files.
pub(super) struct Reader<'r> {
    shapes: &'r [Arc<Shape>],
    layout: Layout<'r>,
    encoding: Encoding,
}

impl<'r> Reader<'r> {
    /// The key that names the kind of a record.
    pub(super) fn kind_key(&self) -> Option<&'r str> {
        let mut kinds = self
            .shapes
            .iter()
            .filter_map(|shape| shape.json.as_ref()?.kind.as_ref());
        kinds.next().map(|(key, _)| key.as_str())
    }

    pub(super) fn kind<'v>(&self, object: &'v Object<'_>) -> Option<&'v str> {
        match object.get(self.kind_key()?) {
            Some(Value::Text(text)) => Some(text),
            Some(_) | None => None,
        }
    }

    /// Whether an object that stands for itself is an envelope without records.
    pub(super) fn is_empty_envelope(&self, path: &str, object: &Object<'_>) -> bool {
        path.is_empty() && self.layout.lists.iter().any(|key| object.get(key).is_some())
    }

    fn look(&self, source: &Source<'_>) -> Look {
        let mut look = Look::default();
        json::each(&source.bytes, self.encoding, self.layout, &mut |found| match found {
            json::Found::Record { path, value, .. } => {
                look.something = true;
                let Some(object) = value.as_object() else {
                    look.records += 1;
                    return;
                };
                if path.is_empty() {
                    let said = || json::error_key(object).map(|key| format!("by its key {key:?}"));
                    look.failure = look.failure.take().or_else(|| self.failure(&value)).or_else(said);
                }
                if self.is_empty_envelope(&path, object) {
                    look.envelopes += 1;
                    let null = |key: &&&str| matches!(object.get(key), Some(Value::Null));
                    // No list is no empty list: taken for one, all that it should hold would look as if it were gone.
                    if let Some(key) = self.layout.lists.iter().find(null) {
                        look.failure
                            .get_or_insert_with(|| format!("by its key {key:?}, which holds no list"));
                    }
                    return;
                }
                look.records += 1;
                if is_deletion(object) {
                    return;
                }
                let kind = self.kind(object).unwrap_or_default();
                let (count, keys) = look.keys.entry(kind.to_owned()).or_default();
                *count += 1;
                for (key, _) in &object.members {
                    if !keys.contains(&**key) {
                        keys.insert(key.to_string());
                    }
                }
            }
            json::Found::Envelope { members, .. } => {
                look.something = true;
                look.envelopes += 1;
                let value = Value::Object(members);
                look.failure = look.failure.take().or_else(|| self.failure(&value));
                look.with_more += u64::from(self.has_more(&value));
            }
            json::Found::Broken { .. } => {}
        });
        look
    }

    /// What an envelope says that it must not say.
    fn failure(&self, value: &Value<'_>) -> Option<String> {
        let forms = self.shapes.iter().filter_map(|shape| shape.json.as_ref());
        let said = forms.flat_map(|form| &form.succeeds).find_map(|(path, words)| {
            let cell = path.cell(value);
            let there = value
                .as_object()
                .is_some_and(|object| object.get(path.head()).is_some());
            let plain = !matches!(cell, Cell::Misplaced { .. } | Cell::Undecodable);
            let fails = there && !(plain && words.iter().any(|word| word == cell.text()));
            fails.then(|| path.head().to_owned())
        })?;
        Some(format!("by its key {said:?}"))
    }

    fn has_more(&self, value: &Value<'_>) -> bool {
        let forms = self
            .shapes
            .iter()
            .filter_map(|shape| shape.json.as_ref()?.more.as_ref());
        forms.into_iter().any(|path| match path.cell(value) {
            Cell::Bool(is) => is,
            Cell::Text(text) => !text.is_empty(),
            Cell::Number(_)
            | Cell::Null { .. }
            | Cell::Absent
            | Cell::Undecodable
            | Cell::NoValue(_)
            | Cell::Misplaced { .. }
            | Cell::Doubled { .. } => false,
        })
    }

    /// The shapes of a file's records: of each kind its own, else the one that they all have.
    fn begin<'f>(
        &'f self,
        file: usize,
        source: &Source<'_>,
        look: &'f Look,
        references: &'f References<'f>,
        sink: Sink<'_>,
    ) -> Result<Reading<'f>, Error> {
        if !look.something && is_json(&source.bytes, true) != Some(true) {
            return Err(kind::without_json(&source.bytes, &source.name));
        }
        let mut known: Vec<Bound<'f>> = Vec::new();
        if let Some(key) = self.kind_key() {
            for shape in self.shapes {
                let kind = shape.json.as_ref().and_then(|form| form.kind.as_ref());
                let each = shape.json.as_ref().and_then(|form| form.each.as_deref());
                if let Some((_, keys)) = kind.and_then(|(_, word)| look.keys.get(word))
                    && each.is_none_or(|key| keys.contains(key))
                {
                    known.push(Bound { shape, keys });
                }
            }
            if known.is_empty() && look.keys.contains_key("") {
                let message = format!("{} is of another system: no record has the key {key:?}", source.name);
                let error = Error::new(Code::ImportMissingColumn, message).at(&*source.name);
                return Err(error.help("give the answer of the system whole"));
            }
        } else if let Some((_, keys)) = look.keys.get("") {
            known.push(fit(self.shapes, keys, &source.name)?);
        }
        for bound in &known {
            // What the records around it hold is told of them.
            let (notes, ignored) = if bound.list().is_some() {
                (Vec::new(), 0)
            } else {
                bound.told()
            };
            let shape = bound.shape;
            sink(Event::Shape {
                file,
                shape,
                notes,
                ignored,
            })?;
        }
        Ok(Reading::new(self, references, file, known))
    }
}
