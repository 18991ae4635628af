//! Open Dental: its database tables as CSV, one file for each, or the pages of its API.

mod again;
mod api;
mod aside;
mod build;
mod columns;
mod done;
mod drafts;
mod people;
mod plans;
mod statuses;
mod tables;
mod weigh;

use std::collections::BTreeMap;
use std::sync::Arc;

use followthrough::{Code, Error};

use crate::csv::Found;
use crate::endings::{Endings, Last};
use crate::imported::{FileTotals, Note};
use crate::kind;
use crate::options::Answers;
use crate::problem::Place;
use crate::refused::Which;
use crate::row::{Header, Row};
use aside::{Aside, patient_id};
use columns::{Layout, NOT_NEEDED, Table};
use tables::{Refusal, Tables};

pub(crate) use api::{Pages, is_page};

/// An export as it is read.
pub(crate) struct OpenDental {
    answers: Answers,
    tables: Tables,
    files: Vec<FileTotals>,
    /// What came, and how.
    present: BTreeMap<Table, Form>,
    aside: Aside,
    endings: Endings,
    /// What the last row is about, while a file ends.
    last: Option<About>,
    /// Files whose last line has no line break, and what it is about.
    open_ended: Vec<(Table, Arc<str>, About)>,
    columns_ignored: u64,
    /// Columns that records of the API did not have, and how many of them.
    absent: BTreeMap<(Table, &'static str), u64>,
    /// Records so far.
    records: u64,
}

/// What a row is about.
#[derive(Clone, Copy)]
enum About {
    /// It is not kept, or tells of nothing that the next export is compared with.
    Nothing,
    Patient(u64),
    Plan(u64),
    Procedure(u64),
    /// A code or a name, of whatever has it.
    Anything,
}

/// How a table came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// As a CSV file.
    Csv,
    /// As pages of the API.
    Api,
}

/// One CSV file of it.
pub(crate) struct File {
    index: u32,
    name: Arc<str>,
    table: Option<Table>,
    layout: Option<Layout>,
}

impl File {
    pub(crate) fn is_read(&self) -> bool {
        self.table.is_some()
    }
}

/// Whether a file is one of the tables, by its name.
pub(crate) fn is_table(name: &str) -> bool {
    let stem = stem(name);
    Table::of_stem(&stem).is_some() || NOT_NEEDED.contains(&stem.as_str())
}

fn stem(name: &str) -> String {
    base(name).strip_suffix(".csv").unwrap_or_default().to_owned()
}

/// The name of a file without its folder, in small letters.
fn base(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase()
}

impl OpenDental {
    pub(crate) fn new(answers: Answers) -> Self {
        Self {
            answers,
            tables: Tables::default(),
            files: Vec::new(),
            present: BTreeMap::new(),
            aside: Aside::default(),
            endings: Endings::default(),
            last: None,
            open_ended: Vec::new(),
            columns_ignored: 0,
            absent: BTreeMap::new(),
            records: 0,
        }
    }

    /// How many records there were so far.
    pub(crate) fn records(&self) -> u64 {
        self.records
    }

    /// Whether any table came.
    pub(crate) fn is_used(&self) -> bool {
        !self.present.is_empty()
    }

    /// Notes about files that were no tables.
    pub(crate) fn also_note(&mut self, notes: Vec<Note>) {
        self.aside.also_note(notes);
    }

    /// Finds the table of a file by its name.
    ///
    /// # Errors
    /// `FT-I015` when pages of the API tell of the same.
    pub(crate) fn open(&mut self, name: &str) -> Result<File, Error> {
        let stem = stem(name);
        let table = Table::of_stem(&stem);
        let name: Arc<str> = Arc::from(name);
        if table.is_none() {
            self.aside.note(Some(name.clone()), "not needed, not read");
        }
        if let Some(table) = table {
            self.comes(table, Form::Csv, &name)?;
        }
        Ok(File {
            index: self.aside.file(name.clone(), table),
            name,
            table,
            layout: None,
        })
    }

    /// A table comes in one form: what two forms say of the same row nobody could tell apart from a contradiction.
    fn comes(&mut self, table: Table, form: Form, file: &str) -> Result<(), Error> {
        match self.present.insert(table, form) {
            Some(other) if other != form => {
                let (csv, resource) = (table.stem(), table.resource());
                let message = format!("{resource} of the API and the table {csv}.csv tell of the same");
                Err(Error::new(Code::ImportMapping, message)
                    .at(file)
                    .help("import one of them"))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// What a table is called in this export.
    fn called(&self, table: Table) -> String {
        let in_pages = || self.present.values().all(|form| *form == Form::Api) && !self.present.is_empty();
        match self.present.get(&table) {
            Some(Form::Csv) => format!("{}.csv", table.stem()),
            None if !in_pages() => format!("{}.csv", table.stem()),
            Some(Form::Api) | None => table.resource().to_owned(),
        }
    }

    /// Takes what came out of a file.
    pub(crate) fn take(&mut self, file: &mut File, found: Found<'_>) -> Result<(), Error> {
        self.records += u64::from(!matches!(found, Found::Header(_)));
        match found {
            Found::Header(fields) => {
                let header = Header::read(&file.name, &fields)?;
                let Some(table) = file.table else { return Ok(()) };
                let (layout, ignored) = table.layout(&header)?;
                self.columns_ignored += u64::try_from(ignored).unwrap_or_default();
                file.layout = Some(layout);
            }
            Found::Row(fields) => {
                let place = Place {
                    file: file.index,
                    entry: 0,
                    record: fields.at.record,
                    line: fields.at.line,
                };
                let Some(layout) = &file.layout else { return Ok(()) };
                self.row(layout, &Row::Table(fields), place);
            }
            Found::Broken(at, why, content) => {
                let place = Place {
                    file: file.index,
                    entry: 0,
                    record: at.record,
                    line: at.line,
                };
                self.aside.reject(why.problem(), Which::content(content), None, place);
            }
        }
        Ok(())
    }

    /// Keeps a row, or sets it aside.
    fn row(&mut self, layout: &Layout, row: &Row<'_>, place: Place) {
        let number = |column| row.id(column).ok();
        match self.tables.take(layout, row, place) {
            Ok(()) => {
                if let Some(last) = &mut self.last {
                    *last = about(layout, row);
                }
            }
            Err(refusal) => {
                let which = Which::content(row.fingerprint());
                let id = layout.id().and_then(|column| Some((column.name, number(column)?)));
                let which = match id {
                    Some((column, num)) => which.and_id(column, num),
                    None => which,
                };
                match (refusal, layout) {
                    (Refusal::Reject(problem), Layout::Attached(c)) => {
                        let link = (number(c.treat_plan_num), number(c.proc_num));
                        self.aside.linked.push((link, problem, which, place));
                    }
                    (refusal, _) => self.refuse(refusal, which, layout.patient().and_then(number), place),
                }
            }
        }
    }

    /// A row that is not kept.
    fn refuse(&mut self, refusal: Refusal, which: Which, patient: Option<u64>, place: Place) {
        match refusal {
            Refusal::Reject(problem) => self.aside.reject(problem, which, patient, place),
            Refusal::Skip(problem) => self.aside.skip(problem, patient, place),
            Refusal::Later(patient, problem) => self.aside.later.push((patient, problem, which, place)),
        }
    }

    /// A file is about to end: what its last row is about may matter.
    pub(crate) fn ends(&mut self) {
        self.last = Some(About::Nothing);
    }

    /// A file has ended.
    pub(crate) fn close(&mut self, file: &File, records: u32, ends_cleanly: bool) -> Result<(), Error> {
        if file.layout.is_none() {
            return Err(kind::without_header(&[], &file.name));
        }
        let last = self.last.take().unwrap_or(About::Nothing);
        if let Some(table) = file.table {
            if ends_cleanly {
                self.endings.cleanly(table.stem());
            } else {
                self.open_ended.push((table, file.name.clone(), last));
            }
        }
        if !ends_cleanly {
            let message = "the last line has no line break: the file may have been cut short";
            self.aside.note(Some(file.name.clone()), message);
        }
        self.read_so_many(&file.name, u64::from(records));
        Ok(())
    }

    /// Whom the last rows are about of files that end without a line break.
    fn settle_endings(&mut self) {
        for (table, file, last) in std::mem::take(&mut self.open_ended) {
            let of_plan = |num| {
                self.tables
                    .plans
                    .iter()
                    .find(|plan| plan.num == num)
                    .map(|plan| plan.patient)
            };
            let patient = match last {
                About::Nothing | About::Anything => None,
                About::Patient(num) => Some(num),
                About::Plan(num) => of_plan(num),
                About::Procedure(num) => self.tables.numbered(num).map(|row| row.patient),
            };
            let last = match (last, patient.and_then(patient_id)) {
                (About::Anything, _) => Last::Anybody,
                (_, Some(patient)) => Last::Of(patient),
                (About::Nothing | About::Patient(_) | About::Plan(_) | About::Procedure(_), None) => Last::Nobody,
            };
            self.endings.without_line_break(table.stem(), &file, last);
        }
    }

    fn read_so_many(&mut self, file: &Arc<str>, records: u64) {
        self.files.push(FileTotals {
            file: file.clone(),
            records,
            accepted: 0,
            rejected: 0,
            skipped: 0,
        });
    }
}

/// What a row is about that is kept.
fn about(layout: &Layout, row: &Row<'_>) -> About {
    let of = |column, about: fn(u64) -> About| row.id(column).map_or(About::Nothing, about);
    match layout {
        Layout::Patients(c) => of(c.pat_num, About::Patient),
        Layout::Procedures(c) => of(c.pat_num, About::Patient),
        Layout::Appointments(c) => of(c.pat_num, About::Patient),
        Layout::TreatPlans(c) => of(c.pat_num, About::Patient),
        Layout::Attached(c) => of(c.treat_plan_num, About::Plan),
        Layout::Saved(c) => of(c.treat_plan_num, About::Plan),
        Layout::ClaimProcs(c) => of(c.proc_num, About::Procedure),
        Layout::Codes(_) | Layout::Providers(_) => About::Anything,
        Layout::Conversations(_) => About::Nothing,
    }
}
