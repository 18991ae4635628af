//! One file of JSON, record by record: cells, and the procedures inside.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::{Code, Error};

use super::references::{References, Referred};
use super::tree::{At, Event, Reader, Sink};
use super::tree_fit::{Bound, heads, phones};
use super::versions::{is_deletion, older};
use crate::json::{self, Object, Value};
use crate::mapping::{Col, Refers, Shape};
use crate::problem::Problem;
use crate::record::{Cell, Found, Part, Wanted};
use crate::set_aside::Reason;

/// One file as it is read.
pub(super) struct Reading<'f> {
    reader: &'f Reader<'f>,
    references: &'f References<'f>,
    known: Vec<Bound<'f>>,
    has_plans: bool,
    count: Count,
    /// The how manieth of the file is looked at.
    nth: u64,
    /// Records of kinds that are not read.
    others: BTreeMap<String, u64>,
    /// Elements of lists of references.
    lost: Others,
    /// Entries that say that a record was deleted.
    deletions: u64,
    /// Shapes some record of which has something in the place of a phone.
    with_phones: BTreeSet<Arc<str>>,
}

/// How many elements of lists of references became nothing.
#[derive(Default)]
struct Others {
    /// They refer to records of other kinds.
    passed_over: u64,
    /// They say nothing of what is planned.
    silent: u64,
    /// They refer to what was deleted.
    deleted: u64,
}

/// How many records there were so far.
struct Count {
    file: usize,
    entry: u32,
    /// Records of the file's kind, and people beside them.
    main: u32,
    beside: u32,
}

impl Count {
    fn next(&mut self, path: String, line: u32, counts: bool) -> At {
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
}

impl<'f> Reading<'f> {
    pub(super) fn new(
        reader: &'f Reader<'f>,
        references: &'f References<'f>,
        file: usize,
        known: Vec<Bound<'f>>,
    ) -> Self {
        Self {
            reader,
            references,
            has_plans: known.iter().any(|bound| bound.shape.has_plans()),
            known,
            count: Count {
                file,
                entry: 0,
                main: 0,
                beside: 0,
            },
            nth: 0,
            others: BTreeMap::new(),
            lost: Others::default(),
            deletions: 0,
            with_phones: BTreeSet::new(),
        }
    }

    pub(super) fn take(&mut self, found: json::Found<'_>, sink: Sink<'_>) -> Result<(), Error> {
        match found {
            json::Found::Envelope { .. } => Ok(()),
            json::Found::Broken {
                path,
                line,
                message,
                content,
                is_end,
            } => {
                let problem = Problem::of_record(Reason::BadJson, Code::ImportFieldCount, message);
                let at = self.count.next(path, line, true);
                sink(Event::Broken {
                    at,
                    problem,
                    content,
                    is_end,
                })
            }
            json::Found::Record { path, line, value } => {
                self.nth += 1;
                match self.no_record(&path, &value) {
                    Some(None) => Ok(()),
                    Some(Some(problem)) => {
                        let at = self.count.next(path, line, true);
                        sink(Event::Broken {
                            at,
                            problem,
                            content: value.fingerprint(),
                            is_end: false,
                        })
                    }
                    None => self.record(path, line, &value, sink),
                }
            }
        }
    }

    /// Whether something is no record that is read: for what reason it is refused, if it is.
    fn no_record(&mut self, path: &str, value: &Value<'_>) -> Option<Option<Problem>> {
        let Some(object) = value.as_object() else {
            let message = format!("it is {}, not a record", value.kind());
            let problem = Problem::of_record(Reason::WrongType, Code::ImportFieldCount, message);
            return Some(Some(problem));
        };
        if self.reader.is_empty_envelope(path, object) {
            return Some(None);
        }
        if let Some(key) = object.doubled() {
            let message = "a key stands there twice: which of the values is meant nobody can tell";
            let problem = Problem::of_record(Reason::BadJson, Code::ImportFieldCount, message);
            let mut used = self.known.iter().flat_map(|bound| heads(bound.shape));
            return Some(Some(Problem {
                column: used.any(|head| head == key).then(|| Arc::from(key)),
                ..problem
            }));
        }
        if value.has_lost_key() {
            let message = "a key in it is no text: what it says nobody can tell";
            return Some(Some(Problem::of_record(
                Reason::BadEncoding,
                Code::ImportEncoding,
                message,
            )));
        }
        if self.reader.kind_key().is_some() && is_deletion(object) {
            self.deletions += 1;
            return Some(None);
        }
        let is_older = self.references.versions().is_older((self.count.file, self.nth));
        match (self.reader.kind_key(), self.reader.kind(object)) {
            (None, _) => None,
            (Some(_), Some(kind)) if is_older && (self.references.are_of(kind) || self.is_read(kind)) => {
                Some(Some(older()))
            }
            (Some(key), None) => {
                let message = "nobody can tell what kind of record it is";
                Some(Some(Problem::new(
                    key,
                    Reason::MissingRequired,
                    Code::ImportBadId,
                    message,
                )))
            }
            (Some(_), Some(kind)) if self.is_read(kind) => None,
            (Some(_), Some(kind)) => {
                if !self.references.are_of(kind) {
                    // A kind that is no plain word could be anything.
                    let plain = kind.len() <= 40 && kind.bytes().all(|b| b.is_ascii_alphabetic());
                    let shown = if plain { kind } else { "of another kind" };
                    *self.others.entry(shown.to_owned()).or_default() += 1;
                }
                Some(None)
            }
        }
    }

    fn is_read(&self, kind: &str) -> bool {
        self.known.iter().any(|bound| bound.is_of(Some(kind)))
    }

    fn record(&mut self, path: String, line: u32, value: &Value<'_>, sink: Sink<'_>) -> Result<(), Error> {
        let kind = value.as_object().and_then(|object| self.reader.kind(object));
        let of_kind = |bound: &&Bound<'_>| bound.is_of(kind);
        let (whole, each): (Vec<_>, Vec<_>) = self
            .known
            .iter()
            .filter(of_kind)
            .partition(|bound| bound.list().is_none());
        if let Some(bound) = whole.first() {
            let shape = bound.shape;
            let at = self
                .count
                .next(path.clone(), line, shape.has_plans() || !self.has_plans);
            let wanted = shape.columns.wanted.iter();
            let cells: Vec<Cell<'_>> = wanted
                .map(|wanted| match wanted.part {
                    0 if bound.has(wanted) => self.cell(wanted, value),
                    _ => Cell::Absent,
                })
                .collect();
            let has = |col: &Col| cells.get(col.0).is_some_and(|cell| !cell.text().is_empty());
            let has_phone = phones(shape).iter().any(has);
            let mut others = Others::default();
            let inline = inline(shape, value);
            let parts = self.parts(bound, value, &inline, &cells, &mut others);
            sink(Event::Record {
                at,
                shape,
                cells: &cells,
                parts: &parts,
                value,
                fingerprint: value.fingerprint(),
            })?;
            self.lost.passed_over += others.passed_over;
            self.lost.silent += others.silent;
            self.lost.deleted += others.deleted;
            if has_phone {
                self.with_phones.insert(shape.name.clone());
            }
        }
        for bound in each {
            for (at, own) in elements(bound.list().unwrap_or_default(), value) {
                let at = self.count.next(format!("{path}/{at}"), line, false);
                let wanted = bound.shape.columns.wanted.iter();
                let cells: Vec<Cell<'_>> = wanted.map(|wanted| self.cell(wanted, &own)).collect();
                sink(Event::Record {
                    at,
                    shape: bound.shape,
                    cells: &cells,
                    parts: &[],
                    value: &own,
                    fingerprint: own.fingerprint(),
                })?;
            }
        }
        Ok(())
    }

    /// What there is to say of people whose phones stand under keys that the mapping does not know.
    fn without_phones(&self, bound: &Bound<'_>) -> Option<String> {
        let wanted = phones(bound.shape).into_iter();
        let wanted = wanted.filter_map(|col| bound.shape.columns.wanted.get(col.0));
        let (heads, names): (Vec<&str>, Vec<&str>) = wanted
            .filter_map(|wanted| Some((wanted.paths.first()?.head(), &*wanted.name)))
            .unzip();
        let is_there = heads.iter().any(|head| bound.keys.contains(*head));
        (is_there && bound.list().is_none() && !self.with_phones.contains(&bound.shape.name)).then(|| {
            format!(
                "no record has a number at {}: nobody can be called or texted. The questions show what stands there; \
                 patient.mobile=PATH answers",
                names.join(", ")
            )
        })
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
            | Cell::NoValue(_)
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
        inline: &'v [Option<Value<'_>>],
        cells: &[Cell<'v>],
        others: &mut Others,
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
                also: Vec::new(),
            }];
        }
        let mut found = Vec::new();
        for (index, item) in parts.list.list(value).iter().enumerate() {
            let mut also = Vec::new();
            let is = match &parts.refers {
                None if item.as_object().is_some() => Found::Cells(self.part(bound.shape, item, cells)),
                None => Found::Nothing,
                Some(refers) => match self.referred(refers, item, value) {
                    None => match inline.get(index).and_then(Option::as_ref) {
                        Some(own) if is_of_other_kind(own, &refers.to) => {
                            others.passed_over += 1;
                            continue;
                        }
                        Some(own) => Found::Cells(self.part(bound.shape, own, cells)),
                        None if refers.is_silent(item) => {
                            others.silent += 1;
                            continue;
                        }
                        None => Found::Nothing,
                    },
                    Some((_, Referred::Record(record, same))) => {
                        let first = self.part(bound.shape, record, cells);
                        for other in same {
                            let other = self.part(bound.shape, other, cells);
                            // What is not read may differ.
                            if other != first && !also.contains(&other) {
                                also.push(other);
                            }
                        }
                        Found::Cells(first)
                    }
                    Some((_, Referred::Deleted)) => {
                        others.deleted += 1;
                        continue;
                    }
                    Some((text, Referred::Nothing)) => Found::Unknown(text),
                    Some((_, Referred::Other)) => {
                        others.passed_over += 1;
                        continue;
                    }
                },
            };
            found.push(Part {
                at: format!("{}[{index}]", parts.name),
                is_elsewhere: parts.refers.is_some(),
                is,
                also,
            });
        }
        found
    }

    /// The reference of an element, and what it leads to.
    fn referred<'v>(
        &'v self,
        refers: &Refers,
        item: &'v Value<'_>,
        inside: &'v Value<'v>,
    ) -> Option<(&'v str, Referred<'v, 'v>)> {
        let texts = refers.by.iter().map(|path| path.text(item));
        let text = texts.into_iter().find_map(|text| text)?;
        Some((text, self.references.find(text, &refers.to, inside)))
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

    /// What there is to say at the end.
    pub(super) fn end(self, sink: Sink<'_>) -> Result<(), Error> {
        let file = self.count.file;
        let mut told: Vec<String> = Vec::new();
        if !self.others.is_empty() {
            let kinds: Vec<String> = self
                .others
                .iter()
                .map(|(kind, count)| format!("{count} {kind}"))
                .collect();
            told.push(format!("records that are not used: {}", kinds.join(", ")));
        }
        let lost = [
            (self.lost.passed_over, "references to records of other kinds: not used"),
            (
                self.lost.silent,
                "elements in the place of a procedure tell of nothing that is planned: not used",
            ),
            (
                self.lost.deleted,
                "references to records that were deleted: nothing of them is planned",
            ),
            (self.deletions, "entries say that a record was deleted"),
        ];
        let lost = lost.iter().filter(|(count, _)| *count > 0);
        told.extend(lost.map(|(count, what)| format!("{count} {what}")));
        told.extend(self.known.iter().filter_map(|bound| self.without_phones(bound)));
        for message in told {
            sink(Event::Note { file, message })?;
        }
        Ok(())
    }
}

/// Of the elements of a list that refers to procedures those that stand there whole, each with an id: its own or its
/// place.
fn inline<'v>(shape: &Shape, value: &'v Value<'_>) -> Vec<Option<Value<'v>>> {
    let Some(parts) = &shape.parts else { return Vec::new() };
    let Some(key) = parts.refers.as_ref().and_then(|refers| refers.inside.as_deref()) else {
        return Vec::new();
    };
    let of = |(index, item): (usize, &'v Value<'_>)| {
        let inner = item.as_object()?.get(key)?;
        numbered(value, &parts.name, index, inner)
    };
    parts.list.list(value).iter().enumerate().map(of).collect()
}

/// The elements of a list in a record, with where they stand below it.
fn elements<'v>(list: &'v str, value: &'v Value<'_>) -> impl Iterator<Item = (String, Value<'v>)> {
    let items = match value.as_object().and_then(|object| object.get(list)) {
        Some(Value::Array(items)) => items.as_slice(),
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        Some(_) | None => &[],
    };
    let of = move |(index, item): (usize, &'v Value<'_>)| {
        let own = numbered(value, list, index, item)?;
        Some((format!("{list}/{index}"), own))
    };
    items.iter().enumerate().filter_map(of)
}

/// An object inside a record as one of its own: its id is the record's with the place behind it, and `of` is the
/// record's.
fn numbered<'v>(record: &'v Value<'_>, list: &str, index: usize, inner: &'v Value<'_>) -> Option<Value<'v>> {
    let text = |object: &'v Object<'_>| match object.get("id") {
        Some(Value::Text(text)) => Some(&**text),
        Some(Value::Number(text)) => Some(*text),
        Some(_) | None => None,
    };
    let around = text(record.as_object()?)?;
    let inner = inner.as_object()?;
    let place = text(inner).map_or_else(|| index.to_string(), str::to_owned);
    let own = inner.members.iter().filter(|(key, _)| !matches!(&**key, "id" | "of"));
    let mut members: Vec<(Cow<'v, str>, Value<'v>)> = own.cloned().collect();
    let id = Value::Text(Cow::Owned(format!("{around}/{list}/{place}")));
    members.push((Cow::Borrowed("id"), id));
    members.push((Cow::Borrowed("of"), Value::Text(Cow::Borrowed(around))));
    Some(Value::Object(Object { members }))
}

/// Whether an object says that it is of another kind than is asked for.
fn is_of_other_kind(value: &Value<'_>, to: &str) -> bool {
    match value.as_object().and_then(|object| object.get("kind")) {
        Some(Value::Text(kind)) => kind != to,
        Some(_) | None => false,
    }
}
