//! Files of JSON under the shapes: which shape a record has, its cells, and the procedures inside it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::wire::nearest;
use followthrough::{Code, Error};

use super::references::{References, Referred};
use crate::encoding::Encoding;
use crate::json::{self, Layout, Object, Value};
use crate::mapping::Shape;
use crate::problem::{Place, Problem};
use crate::record::{Cell, Found, Part, Wanted};
use crate::set_aside::Reason;

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
        fingerprint: u64,
    },
    /// What is no record.
    Broken { at: At, problem: Problem },
    /// Something about a whole file.
    Note { file: usize, message: String },
}

type Sink<'s> = &'s mut dyn FnMut(Event<'_>) -> Result<(), Error>;

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
    };
    let encoding = shapes.first().map_or(Encoding::Utf8, |shape| shape.encoding);
    let reader = Reader {
        shapes,
        layout,
        encoding,
    };
    let mut references = References::of(shapes.iter().map(|shape| &**shape));
    if references.is_needed() {
        for source in sources {
            json::each(&source.bytes, encoding, layout, &mut |found| {
                if let json::Found::Record { value, .. } = found {
                    references.take(value);
                }
            });
        }
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
        }
        let mut result = Ok(());
        json::each(&source.bytes, encoding, layout, &mut |found| {
            if result.is_ok() {
                result = reading.take(found, &mut *sink);
            }
        });
        result?;
        reading.end(sink)?;
    }
    for (kind, count) in references.unused() {
        let message = format!("{count} {kind} are on no plan: not read");
        if !sources.is_empty() {
            sink(Event::Note { file: 0, message })?;
        }
    }
    Ok(())
}

/// What is the same for all files.
struct Reader<'r> {
    shapes: &'r [Arc<Shape>],
    layout: Layout<'r>,
    encoding: Encoding,
}

impl<'r> Reader<'r> {
    /// The key that names the kind of a record.
    fn kind_key(&self) -> Option<&'r str> {
        let mut kinds = self
            .shapes
            .iter()
            .filter_map(|shape| shape.json.as_ref()?.kind.as_ref());
        kinds.next().map(|(key, _)| key.as_str())
    }

    fn kind<'v>(&self, object: &'v Object<'_>) -> Option<&'v str> {
        match object.get(self.kind_key()?) {
            Some(Value::Text(text)) => Some(text),
            Some(_) | None => None,
        }
    }

    /// Whether an object that stands for itself is an envelope without records.
    fn is_empty_envelope(&self, path: &str, object: &Object<'_>) -> bool {
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
                    look.failure = look.failure.take().or_else(|| self.failure(&value));
                }
                if self.is_empty_envelope(&path, object) {
                    look.envelopes += 1;
                    return;
                }
                look.records += 1;
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
            let what = if source.bytes.trim_ascii().is_empty() {
                "empty"
            } else {
                "no JSON"
            };
            let error = Error::new(Code::ImportEncoding, format!("{} is {what}", source.name)).at(&*source.name);
            return Err(error.help("export it as JSON, as the system gives it"));
        }
        let mut known: Vec<Bound<'f>> = Vec::new();
        if let Some(key) = self.kind_key() {
            for shape in self.shapes {
                let kind = shape.json.as_ref().and_then(|form| form.kind.as_ref());
                if let Some((_, keys)) = kind.and_then(|(_, word)| look.keys.get(word)) {
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
        let has_plans = known.iter().any(|bound| bound.shape.has_plans());
        for bound in &known {
            let (notes, ignored) = bound.told();
            let shape = bound.shape;
            sink(Event::Shape {
                file,
                shape,
                notes,
                ignored,
            })?;
        }
        Ok(Reading {
            reader: self,
            references,
            file,
            known,
            has_plans,
            entry: 0,
            main: 0,
            beside: 0,
            others: BTreeMap::new(),
            passed_over: 0,
        })
    }
}

/// A shape and the keys that its records have in a file.
struct Bound<'f> {
    shape: &'f Arc<Shape>,
    keys: &'f BTreeSet<String>,
}

impl Bound<'_> {
    /// Records that name their kind leave out what is empty; of others every one has the same keys.
    fn leaves_out(&self) -> bool {
        self.shape.json.as_ref().is_some_and(|form| form.kind.is_some())
    }

    fn has(&self, wanted: &Wanted) -> bool {
        self.leaves_out() || wanted.part > 0 || wanted.paths.iter().any(|path| self.keys.contains(path.head()))
    }

    /// Notes, and how many keys are not read.
    fn told(&self) -> (Vec<String>, u64) {
        let columns = self.shape.columns.wanted.iter();
        let not_there: Vec<&str> = columns.filter(|w| !self.has(w)).map(|w| &*w.name).collect();
        let mut notes = Vec::new();
        if !not_there.is_empty() {
            notes.push(format!("it has no key {}: not read", not_there.join(", ")));
        }
        let parts = self.shape.parts.iter().map(|parts| parts.list.head());
        let used: BTreeSet<&str> = heads(self.shape).chain(parts).collect();
        let ignored = self.keys.iter().filter(|key| !used.contains(key.as_str())).count();
        (notes, u64::try_from(ignored).unwrap_or_default())
    }
}

/// The first keys of the columns that stand in the record itself.
fn heads(shape: &Shape) -> impl Iterator<Item = &str> {
    let own = shape.columns.wanted.iter().filter(|wanted| wanted.part == 0);
    own.flat_map(|wanted| &wanted.paths).map(crate::json::Path::head)
}

/// The shape whose keys the records have.
fn fit<'f>(shapes: &'f [Arc<Shape>], keys: &'f BTreeSet<String>, file: &str) -> Result<Bound<'f>, Error> {
    let mut best: Option<&Arc<Shape>> = None;
    let mut miss: Option<(usize, Error)> = None;
    for shape in shapes {
        let required = |wanted: &&Wanted| wanted.required && wanted.part == 0;
        let wanted = shape.columns.wanted.iter().filter(required);
        let needed = wanted
            .filter_map(|wanted| wanted.paths.first())
            .map(crate::json::Path::head);
        let parts = shape.parts.iter().map(|parts| parts.list.head());
        let needed: BTreeSet<&str> = shape
            .header
            .iter()
            .map(String::as_str)
            .chain(needed)
            .chain(parts)
            .collect();
        let missing: Vec<&str> = needed.iter().copied().filter(|key| !keys.contains(*key)).collect();
        if missing.is_empty() {
            if best.is_none_or(|best| best.header.len() < shape.header.len()) {
                best = Some(shape);
            }
            continue;
        }
        let there = needed.len() - missing.len();
        if miss.as_ref().is_none_or(|(most, _)| there > *most) {
            let told = missing.iter().map(|key| {
                let near = nearest(key, keys.iter().map(String::as_str));
                near.map_or_else(|| format!("{key:?}"), |near| format!("{key:?} (there is {near:?})"))
            });
            let told: Vec<String> = told.collect();
            let message = format!(
                "{file} is not read as {}: no record has the key {}",
                shape.name,
                told.join(", ")
            );
            let help = "give the answer of the system whole, or say in a mapping file what the keys are called";
            miss = Some((
                there,
                Error::new(Code::ImportMissingColumn, message).at(file).help(help),
            ));
        }
    }
    match (best, miss) {
        (Some(shape), _) => Ok(Bound { shape, keys }),
        (None, Some((_, error))) => Err(error),
        (None, None) => {
            let message = format!("{file} is JSON, and no shape of the mapping is");
            Err(Error::new(Code::ImportMissingColumn, message)
                .at(file)
                .help("give the file that the mapping is for"))
        }
    }
}

/// One file as it is read.
struct Reading<'f> {
    reader: &'f Reader<'f>,
    references: &'f References<'f>,
    file: usize,
    known: Vec<Bound<'f>>,
    has_plans: bool,
    entry: u32,
    /// Records of the file's kind so far, and people beside them.
    main: u32,
    beside: u32,
    /// Records of kinds that are not read.
    others: BTreeMap<String, u64>,
    /// References to records of other kinds.
    passed_over: u64,
}

impl Reading<'_> {
    fn take(&mut self, found: json::Found<'_>, sink: Sink<'_>) -> Result<(), Error> {
        match found {
            json::Found::Envelope { .. } => Ok(()),
            json::Found::Broken { path, line, message } => {
                let at = self.at(path, line, true);
                let problem = Problem::of_record(Reason::BadJson, Code::ImportFieldCount, message);
                sink(Event::Broken { at, problem })
            }
            json::Found::Record { path, line, value } => self.record(path, line, &value, sink),
        }
    }

    fn record(&mut self, path: String, line: u32, value: &Value<'_>, sink: Sink<'_>) -> Result<(), Error> {
        let Some(object) = value.as_object() else {
            let message = format!("it is {}, not a record", value.kind());
            let problem = Problem::of_record(Reason::WrongType, Code::ImportFieldCount, message);
            let at = self.at(path, line, true);
            return sink(Event::Broken { at, problem });
        };
        if self.reader.is_empty_envelope(&path, object) {
            return Ok(());
        }
        if let Some(key) = object.doubled() {
            let message = "a key stands there twice: which of the values is meant nobody can tell";
            let problem = Problem::of_record(Reason::BadJson, Code::ImportFieldCount, message);
            let used = self
                .known
                .iter()
                .flat_map(|bound| heads(bound.shape))
                .any(|head| head == key);
            let problem = Problem {
                column: used.then(|| Arc::from(key)),
                ..problem
            };
            let at = self.at(path, line, true);
            return sink(Event::Broken { at, problem });
        }
        let kind = self.reader.kind(object);
        let named = self.reader.kind_key();
        let bound = self.known.iter().position(|bound| {
            let own = bound.shape.json.as_ref().and_then(|form| form.kind.as_ref());
            own.map(|(_, word)| word.as_str()) == kind
        });
        let Some(bound) = bound else {
            return match (named, kind) {
                (Some(key), None) => {
                    let message = "nobody can tell what kind of record it is";
                    let problem = Problem::new(key, Reason::MissingRequired, Code::ImportBadId, message);
                    let at = self.at(path, line, true);
                    sink(Event::Broken { at, problem })
                }
                (_, kind) => {
                    let kind = kind.unwrap_or_default();
                    if !self.references.are_of(kind) {
                        // A kind that is no plain word could be anything.
                        let plain = kind.len() <= 40 && kind.bytes().all(|b| b.is_ascii_alphabetic());
                        let shown = if plain { kind } else { "of another kind" };
                        *self.others.entry(shown.to_owned()).or_default() += 1;
                    }
                    Ok(())
                }
            };
        };
        let Some(Bound { shape, .. }) = self.known.get(bound) else {
            return Ok(());
        };
        let shape = *shape;
        let at = self.at(path, line, shape.has_plans() || !self.has_plans);
        let Some(bound) = self.known.get(bound) else {
            return Ok(());
        };
        let cells: Vec<Cell<'_>> = shape
            .columns
            .wanted
            .iter()
            .map(|wanted| {
                if wanted.part > 0 || !bound.has(wanted) {
                    Cell::Absent
                } else {
                    self.cell(wanted, value)
                }
            })
            .collect();
        let mut passed_over = 0;
        let parts = self.parts(bound, value, &cells, &mut passed_over);
        let event = Event::Record {
            at,
            shape,
            cells: &cells,
            parts: &parts,
            fingerprint: value.fingerprint(),
        };
        let taken = sink(event);
        self.passed_over += passed_over;
        taken
    }

    /// The first of the paths that holds something.
    fn cell<'v>(&'v self, wanted: &Wanted, value: &'v Value<'_>) -> Cell<'v> {
        let cells = wanted.paths.iter().map(|path| path.cell(value));
        let mut first: Option<Cell<'v>> = None;
        for cell in cells {
            if !matches!(cell, Cell::Null { .. }) {
                first = Some(cell);
                break;
            }
            first = first.or(Some(cell));
        }
        let cell = first.unwrap_or(Cell::Absent);
        // An address that says nothing by itself.
        let known = match &cell {
            Cell::Text(text) => self.references.known(text),
            Cell::Absent
            | Cell::Undecodable
            | Cell::Null { .. }
            | Cell::Number(_)
            | Cell::Bool(_)
            | Cell::Misplaced { .. }
            | Cell::Doubled { .. } => None,
        };
        known.map_or(cell, |known| Cell::Text(Cow::Borrowed(known)))
    }

    /// The procedures inside a record.
    fn parts<'v>(
        &'v self,
        bound: &Bound<'_>,
        value: &'v Value<'_>,
        cells: &[Cell<'v>],
        passed_over: &mut u64,
    ) -> Vec<Part<'v>> {
        let Some(parts) = &bound.shape.parts else {
            return Vec::new();
        };
        let list = value.as_object().and_then(|object| object.get(parts.list.head()));
        if list.is_none() && !bound.leaves_out() {
            // Without its list nobody can tell what is on the plan.
            return vec![Part {
                at: parts.name.clone(),
                is_elsewhere: true,
                is: Found::Nothing,
            }];
        }
        let mut found = Vec::new();
        for (index, item) in parts.list.list(value).iter().enumerate() {
            let is = match &parts.refers {
                None => match item {
                    Value::Object(_) => Found::Cells(self.part(bound.shape, item, cells)),
                    _ => Found::Nothing,
                },
                Some(refers) => {
                    let texts = refers.by.iter().map(|path| path.cell(item));
                    let text = texts.into_iter().find_map(|cell| match cell {
                        Cell::Text(Cow::Borrowed(text)) => Some(text),
                        _ => None,
                    });
                    match text.map(|text| (text, self.references.find(text, &refers.to, value))) {
                        None => Found::Nothing,
                        Some((_, Referred::Record(record))) => Found::Cells(self.part(bound.shape, record, cells)),
                        Some((_, Referred::Other)) => {
                            *passed_over += 1;
                            continue;
                        }
                        Some((text, Referred::Nothing)) => Found::Unknown(text),
                    }
                }
            };
            found.push(Part {
                at: format!("{}[{index}]", parts.name),
                is_elsewhere: parts.refers.is_some(),
                is,
            });
        }
        found
    }

    fn part<'v>(&'v self, shape: &Shape, item: &'v Value<'_>, cells: &[Cell<'v>]) -> Vec<Cell<'v>> {
        let wanted = shape.columns.wanted.iter().zip(cells);
        wanted
            .map(|(wanted, cell)| {
                if wanted.part > 0 {
                    self.cell(wanted, item)
                } else {
                    cell.clone()
                }
            })
            .collect()
    }

    fn at(&mut self, path: String, line: u32, counts: bool) -> At {
        self.entry = self.entry.saturating_add(1);
        let number = if counts { &mut self.main } else { &mut self.beside };
        *number = number.saturating_add(1);
        At {
            file: self.file,
            entry: self.entry,
            record: *number,
            line,
            path,
            counts,
        }
    }

    /// What there is to say at the end.
    fn end(self, sink: Sink<'_>) -> Result<(), Error> {
        let file = self.file;
        let mut told: Vec<String> = Vec::new();
        if !self.others.is_empty() {
            let kinds: Vec<String> = self
                .others
                .iter()
                .map(|(kind, count)| format!("{count} {kind}"))
                .collect();
            told.push(format!("records that are not used: {}", kinds.join(", ")));
        }
        if self.passed_over > 0 {
            told.push(format!(
                "{} references to records of other kinds: not used",
                self.passed_over
            ));
        }
        for message in told {
            sink(Event::Note { file, message })?;
        }
        Ok(())
    }
}
