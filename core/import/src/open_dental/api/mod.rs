//! The pages of Open Dental's API, however they were saved: a page is the list that one request was answered with. A
//! file holds one, several one after another, a row a line, requests with their answers, or an object with a list for
//! each resource.

mod client;
mod resource;

use std::sync::Arc;

use followthrough::{Code, Date, Error};

use super::columns::Table;
use super::{Form, OpenDental};
use crate::encoding::Encoding;
use crate::json::{Found, Layout, Object, Value, each, error_key, like_ascii, told_unescaped};
use crate::kind;
use crate::problem::{Place, Problem};
use crate::refused::Which;
use crate::row::{Record, Row};
use crate::set_aside::Reason;
use client::columns;

/// A file of pages. It is read when it has ended: which rows a request was answered with may stand behind them.
pub(crate) struct Pages {
    name: Arc<str>,
    bytes: Vec<u8>,
}

/// Whether a file holds pages of the API, by its name or by its first sign; none where that is not clear yet.
pub(crate) fn is_page(name: &str, head: &[u8]) -> Option<bool> {
    let name = super::base(name);
    if [".json", ".jsonl", ".ndjson"].iter().any(|end| name.ends_with(end)) {
        return Some(true);
    }
    // A mark may come in pieces.
    let text = if head.len() < 4 { head.into() } else { like_ascii(head) };
    let marks = [0xef, 0xbb, 0xbf, 0xff, 0xfe, 0];
    let first = text.iter().find(|b| !b.is_ascii_whitespace())?;
    if head.len() < 4 && marks.contains(first) {
        return None;
    }
    Some(matches!(first, b'[' | b'{'))
}

impl Pages {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: Arc::from(name),
            bytes: Vec::new(),
        }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }
}

impl OpenDental {
    /// Reads a file of pages, which has ended.
    ///
    /// # Errors
    /// `FT-I002` or `FT-I012` when a file that is called as a resource holds nothing or is something else, `FT-I015` when a table tells of the same.
    pub(crate) fn pages(&mut self, pages: &mut Pages) -> Result<(), Error> {
        let bytes = std::mem::take(&mut pages.bytes);
        if resource::is_not_needed(&pages.name) {
            self.aside.note(Some(pages.name.clone()), "not needed, not read");
            return Ok(());
        }
        let text = like_ascii(&bytes);
        let by_name = resource::of_file(&pages.name);
        if let Some(error) = kind::of_no_json(&text, &pages.name).filter(|_| by_name.is_some()) {
            return Err(error);
        }
        let lists: Vec<&str> = resource::lists().collect();
        let layout = Layout {
            lists: &lists,
            inside: None,
            kind: None,
        };
        let mut reading = Reading {
            file: self.aside.file(pages.name.clone(), by_name),
            name: pages.name.clone(),
            by_name,
            export: self,
            record: 0,
            records: 0,
            waiting: Vec::new(),
            unsure: Vec::new(),
            empty: Vec::new(),
            error: None,
        };
        let unescaped = each(&text, Encoding::Utf8, layout, &mut |found| reading.take(found));
        reading.end()?;
        if let Some(message) = told_unescaped(unescaped) {
            self.aside.note(Some(pages.name.clone()), message);
        }
        Ok(())
    }
}

/// A record whose request is not known yet.
struct Waiting<'a> {
    place: Place,
    path: String,
    value: Value<'a>,
}

/// A file of pages as it is read.
struct Reading<'a, 'x> {
    export: &'x mut OpenDental,
    file: u32,
    name: Arc<str>,
    by_name: Option<Table>,
    /// The number of the last record.
    record: u32,
    /// How many of them count.
    records: u64,
    waiting: Vec<Waiting<'a>>,
    /// What is nothing of the API's unless the rest of the file is.
    unsure: Vec<Unsure<'a>>,
    /// Resources without a row.
    empty: Vec<Table>,
    error: Option<Error>,
}

/// What stands in a file, and of which resource it could be.
struct Unsure<'a> {
    place: Place,
    table: Option<Table>,
    /// Or what is wrong, a number for what stands there, and whether the list breaks off there.
    what: Result<Value<'a>, (Problem, u64, bool)>,
}

impl<'a> Reading<'a, '_> {
    fn take(&mut self, found: Found<'a>) {
        match found {
            Found::Record { path, line, value } => self.value(path, line, value),
            Found::Envelope { path, members, .. } => self.envelope(&path, &members),
            Found::Broken {
                path,
                line,
                message,
                content,
                is_end,
            } => {
                let place = self.next(&path, line);
                let table = resource::of_path(&path).or(self.by_name);
                let problem = Problem::of_record(Reason::BadJson, Code::ImportFieldCount, message);
                let what = Err((problem, content, is_end));
                self.unsure.push(Unsure { place, table, what });
            }
        }
    }

    fn next(&mut self, path: &str, line: u32) -> Place {
        self.record = self.record.saturating_add(1);
        let place = Place {
            file: self.file,
            entry: 0,
            record: self.record,
            line,
        };
        self.export.aside.stands(place, path);
        place
    }

    /// One value: mostly a record. A list stands where pages were collected in a list.
    fn value(&mut self, path: String, line: u32, value: Value<'a>) {
        if let Value::Array(items) = value {
            for (index, item) in items.into_iter().enumerate() {
                self.value(format!("{path}/{index}"), line, item);
            }
            return;
        }
        let place = self.next(&path, line);
        let waiting = Waiting { place, path, value };
        if resource::is_in_answer(&waiting.path) {
            self.waiting.push(waiting);
        } else {
            self.record(waiting, None);
        }
    }

    /// An answer has ended, and says to which request.
    fn envelope(&mut self, path: &str, members: &Object<'a>) {
        let request = resource::request(members);
        let inside = |waiting: &mut Waiting<'_>| {
            waiting
                .path
                .strip_prefix(path)
                .is_some_and(|rest| rest.starts_with('/'))
        };
        let answered: Vec<Waiting<'a>> = self.waiting.extract_if(.., inside).collect();
        let table = request.and_then(resource::of_request);
        // The rows of what is not needed are nobody's.
        if request.is_some() && table.is_none() {
            return;
        }
        let empty = members
            .members
            .iter()
            .filter(|(_, value)| matches!(value, Value::Array(_)));
        self.empty.extend(empty.filter_map(|(key, _)| Table::of_resource(key)));
        self.is_there(table);
        for waiting in answered {
            self.record(waiting, table);
        }
    }

    fn is_there(&mut self, table: Option<Table>) {
        let Some(table) = table else { return };
        if let Err(error) = self.export.comes(table, Form::Api, &self.name) {
            self.error.get_or_insert(error);
        }
    }

    /// A record, and what was asked for where that is known.
    fn record(&mut self, waiting: Waiting<'a>, asked: Option<Table>) {
        let Waiting { place, path, value } = waiting;
        if let Some(key) = value.as_object().and_then(error_key) {
            let name = &*self.name;
            let message = format!("{name} is no export: the API says that it failed, by its key {key:?}");
            let help = "ask the API again; what it could not give must not be taken for gone";
            let error = Error::new(Code::ImportMissingFile, message).at(name).help(help);
            self.error.get_or_insert(error);
        }
        let request = value
            .as_object()
            .and_then(resource::request)
            .and_then(resource::of_request);
        if asked.is_none()
            && let Some(table) = request
        {
            let message = "the request was not answered with rows: ask again";
            let problem = Problem::of_record(Reason::WrongType, Code::ImportBadAmount, message);
            self.refuse(problem, place, Some(table), value.fingerprint());
            return;
        }
        let told = || value.as_object().and_then(client::told);
        match asked.or_else(told).or(self.by_name) {
            Some(table) => self.row(place, &value, table),
            None => {
                let table = resource::of_path(&path);
                let what = Ok(value);
                self.unsure.push(Unsure { place, table, what });
            }
        }
    }

    fn row(&mut self, place: Place, value: &Value<'a>, table: Table) {
        self.is_there(Some(table));
        let Some(object) = value.as_object() else {
            let message = format!("it is {}, where a row should stand", value.kind());
            let problem = Problem::of_record(Reason::WrongType, Code::ImportBadAmount, message);
            self.refuse(problem, place, Some(table), value.fingerprint());
            return;
        };
        let values = match columns(table, object) {
            Ok(values) => values,
            Err(twice) => {
                let message = "it stands there twice: which is meant nobody can tell";
                let problem = Problem::new(twice, Reason::BadJson, Code::ImportFieldCount, message);
                self.refuse(problem, place, Some(table), value.fingerprint());
                return;
            }
        };
        self.records += 1;
        let export = &mut *self.export;
        export.aside.is_of(place, Some(table));
        for (index, name) in table.names().iter().enumerate() {
            let is_missed = index < table.required() || *name == "PreferContactMethod";
            if is_missed && values.get(index).copied().flatten().is_none() {
                *export.absent.entry((table, name)).or_default() += 1;
            }
        }
        if let Some(Value::Text(text)) = client::asked_at(object) {
            let day = text.get(..10).and_then(|day| Date::parse(day).ok());
            export.tables.asked_on = export.tables.asked_on.max(day);
        }
        let row = Row::Record(Record {
            values: &values,
            fingerprint: client::fingerprint(object),
        });
        export.row(&table.in_order(), &row, place);
    }

    fn refuse(&mut self, problem: Problem, place: Place, table: Option<Table>, content: u64) {
        self.is_there(table);
        self.records += 1;
        self.export.aside.is_of(place, table);
        self.export.aside.reject(problem, Which::content(content), None, place);
    }

    fn end(mut self) -> Result<(), Error> {
        for waiting in std::mem::take(&mut self.waiting) {
            self.record(waiting, None);
        }
        if self.records == 0 && self.by_name.is_none() {
            let message = if self.unsure.iter().any(|unsure| unsure.what.is_err()) {
                "nothing in it is a row of Open Dental's API, and its JSON breaks: not read"
            } else {
                "nothing in it is a row of Open Dental's API that is needed: not read"
            };
            self.export.aside.note(Some(self.name), message);
            return self.error.map_or(Ok(()), Err);
        }
        let by_name = self.by_name.filter(|_| self.records == 0 && self.unsure.is_empty());
        for table in std::mem::take(&mut self.empty).into_iter().chain(by_name) {
            self.is_there(Some(table));
        }
        for Unsure { place, table, what } in std::mem::take(&mut self.unsure) {
            match (what, table) {
                (Ok(value), Some(table)) => self.row(place, &value, table),
                (Ok(value), None) => {
                    let message = "nothing tells of which resource the row is";
                    let problem = Problem::of_record(Reason::MissingRequired, Code::ImportBadId, message);
                    self.refuse(problem, place, None, value.fingerprint());
                }
                (Err((problem, content, is_end)), table) => {
                    if is_end {
                        self.export.endings.broken_off(&self.name);
                    }
                    self.refuse(problem, place, table, content);
                }
            }
        }
        if let Some(error) = self.error {
            return Err(error);
        }
        self.export.records += self.records;
        self.export.read_so_many(&self.name, self.records);
        Ok(())
    }
}
