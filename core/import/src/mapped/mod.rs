//! An export that is read by a mapping: whatever has rows and columns, or records and keys.

mod aside;
mod build;
mod cells;
mod check;
mod done;
mod duplicates;
mod flags;
mod identified;
mod listed;
mod parts;
mod people;
mod person;
mod references;
mod remedies;
mod roster;
mod rows;
pub(crate) mod sheet;
mod take;
pub(crate) mod title;
mod totals;
pub(crate) mod tree;
mod tree_file;
mod tree_fit;
mod unreadable;
mod versions;
mod visits;
pub(crate) mod workbook;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::wire::{Interner, PatientId, ProcedureId};
use followthrough::{Code, Error};

use self::aside::Aside;
use self::check::{Seen, is_skip};
use self::done::DoneRow;
use self::duplicates::Again;
use self::roster::Roster;
use self::rows::{PlanRow, ProcedureRow};
use self::sheet::{Fit, Sheet};
use self::tree::{Event, Source};
use self::unreadable::Unreadable;
use self::visits::VisitRow;
use crate::encoding::Encoding;
use crate::endings::{Endings, Last};
use crate::imported::{FileTotals, Imported, Note};
use crate::json::like_ascii;
use crate::json::room_for_json;
use crate::kind;
use crate::mapping::{Ask, Mapping, Presenting, Shape};
use crate::options::{Answers, PresentedBy};
use crate::problem::{Place, Problem};
use crate::record::Record;
use crate::refused::Which;

/// An export as it is read.
pub(crate) struct Mapped {
    mapping: Mapping,
    answers: Answers,
    /// Files of no known shape are noted, not refused: the folder of a system holds others.
    lenient: bool,
    /// Why files that were left have the form of no report.
    misfits: Vec<Error>,
    aside: Aside,
    files: Vec<FileTotals>,
    people: Roster,
    /// The people of files that list them, where there are such: others are unknown then.
    listed: Option<BTreeSet<PatientId>>,
    plans: Vec<PlanRow>,
    procedures: Vec<ProcedureRow>,
    visits: Vec<VisitRow>,
    /// Whether any file lists visits.
    has_visits: bool,
    /// The column of the patient in each file.
    patient_columns: BTreeMap<u32, Arc<str>>,
    /// Procedures that no plan will hold; none where every record is listed.
    done: Vec<DoneRow>,
    /// Problems of records that are about somebody who may be unknown.
    later: Vec<(Place, PatientId, Which, Problem, bool)>,
    seen: BTreeMap<Arc<str>, Seen>,
    /// Where each record of a person stands.
    people_at: BTreeMap<(Arc<str>, ProcedureId), Place>,
    /// Records that nobody can judge before all are there: of an id that another one has, or could have.
    again: Vec<Again>,
    texts: Interner,
    /// Files of JSON, which are read together when all are there.
    json: Vec<(u32, Arc<str>, Vec<u8>)>,
    /// Who speaks for whom without being a patient, and who of the people are no patients.
    guardians: Vec<(PatientId, PatientId)>,
    /// The shape that the plans are of.
    planned: Option<Arc<Shape>>,
    columns_ignored: u64,
    /// Where numbers and addresses of people stand that no message can reach; of each person once.
    left_out: BTreeMap<(&'static str, PatientId), Place>,
    /// Of whom two records say different things.
    contradicted: BTreeSet<PatientId>,
    unreadable: Unreadable,
    endings: Endings,
    /// Whom the last record is about, while a file ends.
    last: Option<Last>,
    /// Bytes of JSON that are kept until all files are there.
    kept: usize,
    /// Records so far.
    records: u64,
}

/// One file of it.
pub(crate) struct File {
    index: u32,
    name: Arc<str>,
    state: State,
}

enum State {
    /// Which shape it has is not clear yet.
    New(Vec<u8>),
    Open(Box<Sheet>),
    /// JSON is read when it is there whole.
    Json(Vec<u8>),
    /// A workbook, which can be read when it is there whole.
    Workbook(Vec<u8>),
    /// Not read.
    Left,
}

impl Mapped {
    pub(crate) fn new(mapping: Mapping, answers: Answers, lenient: bool) -> Self {
        Self {
            mapping,
            answers,
            lenient,
            misfits: Vec::new(),
            aside: Aside::default(),
            files: Vec::new(),
            people: Roster::default(),
            listed: None,
            plans: Vec::new(),
            procedures: Vec::new(),
            visits: Vec::new(),
            has_visits: false,
            patient_columns: BTreeMap::new(),
            done: Vec::new(),
            later: Vec::new(),
            seen: BTreeMap::new(),
            people_at: BTreeMap::new(),
            again: Vec::new(),
            texts: Interner::default(),
            json: Vec::new(),
            guardians: Vec::new(),
            planned: None,
            columns_ignored: 0,
            left_out: BTreeMap::new(),
            contradicted: BTreeSet::new(),
            unreadable: Unreadable::default(),
            endings: Endings::default(),
            last: None,
            kept: 0,
            records: 0,
        }
    }

    /// Whether any file was of a shape that it knows.
    pub(crate) fn is_used(&self) -> bool {
        let known = self.planned.is_some() || self.listed.is_some() || self.has_visits;
        !self.files.is_empty() || !self.json.is_empty() || known
    }

    /// Why the only file that was left has the form of no report.
    pub(crate) fn only_misfit(&self) -> Option<Error> {
        match self.misfits.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// How many records there were so far.
    pub(crate) fn records(&self) -> u64 {
        self.records
    }

    pub(crate) fn open(&mut self, name: &str) -> File {
        let name: Arc<str> = Arc::from(name);
        File {
            index: self.aside.file(name.clone()),
            name,
            state: State::New(Vec::new()),
        }
    }

    pub(crate) fn push(&mut self, file: &mut File, bytes: &[u8]) -> Result<(), Error> {
        match &mut file.state {
            State::Left => Ok(()),
            State::Workbook(book) => workbook::collect(book, bytes, &file.name),
            State::New(head) => {
                head.extend_from_slice(bytes);
                match crate::workbook::begins(head) {
                    None => Ok(()),
                    Some(true) => {
                        file.state = State::Workbook(std::mem::take(head));
                        Ok(())
                    }
                    Some(false) => self.find_shape(file, false),
                }
            }
            State::Json(whole) => {
                self.kept = room_for_json(self.kept, bytes.len(), &file.name)?;
                whole.extend_from_slice(bytes);
                Ok(())
            }
            State::Open(_) => self.read(file, bytes),
        }
    }

    /// A file has ended.
    pub(crate) fn close(&mut self, file: &mut File) -> Result<(), Error> {
        if let State::New(_) = file.state {
            self.find_shape(file, true)?;
        }
        let mut sheet = match std::mem::replace(&mut file.state, State::Left) {
            State::Open(sheet) => *sheet,
            State::Json(whole) => {
                if let Some(error) = kind::of_nothing(&whole, &file.name) {
                    return Err(error);
                }
                self.json.push((file.index, file.name.clone(), whole));
                return Ok(());
            }
            State::Workbook(book) => return self.take_workbook(file, &book),
            State::New(_) | State::Left => return Ok(()),
        };
        self.last = Some(Last::Nobody);
        sheet.finish(&mut |sheet, found| self.take(file.index, sheet, found))?;
        let last = self.last.take().unwrap_or(Last::Nobody);
        if sheet.ends_cleanly() {
            self.endings.cleanly(sheet.list());
        } else {
            self.endings.without_line_break(sheet.list(), &file.name, last);
            let message = "the last line has no line break: the file may have been cut short";
            self.aside.note(Some(file.name.clone()), message);
        }
        self.ended(file, sheet.records());
        Ok(())
    }

    fn ended(&mut self, file: &File, records: u32) {
        self.files.push(FileTotals {
            file: file.name.clone(),
            records: u64::from(records),
            accepted: 0,
            rejected: 0,
            skipped: 0,
        });
    }

    /// What there is to say of files that were not read.
    pub(crate) fn into_notes(self) -> Vec<Note> {
        self.aside.in_order().2
    }

    pub(crate) fn finish(mut self) -> Result<Imported, Error> {
        self.read_json()?;
        for (file, message) in std::mem::take(&mut self.unreadable).told() {
            let place = Place {
                file,
                ..Place::default()
            };
            self.aside.note(Some(self.aside.name(place)), message);
        }
        build::imported(self)
    }

    /// Reads the files of JSON, of which one may refer to another.
    fn read_json(&mut self) -> Result<(), Error> {
        let files = std::mem::take(&mut self.json);
        let sources: Vec<Source<'_>> = files
            .iter()
            .map(|(_, name, bytes)| Source {
                name: name.clone(),
                bytes: like_ascii(bytes),
            })
            .collect();
        let mut totals: Vec<FileTotals> = sources.iter().map(|source| FileTotals::new(&source.name)).collect();
        let number = |file: usize| files.get(file).map_or(0, |(index, ..)| *index);
        let mut answered: BTreeMap<Arc<str>, Arc<Shape>> = BTreeMap::new();
        let shapes = tree::shapes(&self.mapping.shapes);
        tree::read(&shapes, &sources, &mut |event| {
            let mut counted = None;
            match event {
                Event::Shape {
                    file,
                    shape,
                    notes,
                    ignored,
                } => {
                    let Some(source) = sources.get(file) else { return Ok(()) };
                    if shape.encoding == Encoding::Utf8 && std::str::from_utf8(&source.bytes).is_err() {
                        self.unreadable.has_other_bytes(number(file));
                    }
                    let own = self.has_shape(number(file), &source.name, shape, &notes, ignored)?;
                    answered.insert(shape.name.clone(), own);
                }
                Event::Record {
                    at,
                    shape,
                    cells,
                    parts,
                    fingerprint,
                    value: _,
                } => {
                    let place = at.place(number(at.file));
                    self.aside.stands_at(place, &at.path);
                    let record = Record {
                        place,
                        cells,
                        fingerprint,
                        fingerprint_of_person: fingerprint,
                        parts,
                    };
                    let kept = self.record(answered.get(&shape.name).unwrap_or(shape), &record);
                    counted = Some(at.file).filter(|_| at.counts || !kept);
                }
                Event::Broken {
                    at,
                    problem,
                    content,
                    is_end,
                } => {
                    let place = at.place(number(at.file));
                    self.aside.stands_at(place, &at.path);
                    match is_skip(problem.reason) {
                        true => self.aside.skip(problem, None, place),
                        false => self.aside.add(problem, Which::content(content), None, place),
                    }
                    if let Some(source) = sources.get(at.file).filter(|_| is_end) {
                        self.endings.broken_off(&source.name);
                    }
                    counted = Some(at.file);
                }
                Event::MorePages { file } => {
                    if let Some(source) = sources.get(file) {
                        self.endings.with_more_pages(&source.name);
                    }
                }
                Event::Note { file, message } => {
                    let name = sources.get(file).map(|source| source.name.clone());
                    self.aside.note(name, message);
                }
            }
            if let Some(file) = counted.and_then(|file| totals.get_mut(file)) {
                file.records += 1;
            }
            Ok(())
        })?;
        self.files.extend(totals);
        Ok(())
    }

    /// Tells by the header which shape a file has, as soon as the header is there.
    fn find_shape(&mut self, file: &mut File, is_whole: bool) -> Result<(), Error> {
        let State::New(head) = &mut file.state else {
            return Ok(());
        };
        let (json, others): (Vec<_>, Vec<_>) = self.mapping.shapes.iter().partition(|shape| shape.json.is_some());
        if !is_whole && head.len() < kind::ENOUGH {
            return Ok(());
        }
        if let Some(error) = kind::refusal(head, &file.name) {
            self.left(file, error)?;
            file.state = State::Left;
            return Ok(());
        }
        if !json.is_empty() {
            match tree::is_json(head, is_whole) {
                None => return Ok(()),
                Some(is) if is || others.is_empty() => {
                    self.kept = room_for_json(self.kept, head.len(), &file.name)?;
                    file.state = State::Json(std::mem::take(head));
                    return Ok(());
                }
                Some(_) => {}
            }
        }
        let others: Vec<Arc<Shape>> = others.into_iter().cloned().collect();
        let fit = match sheet::fit(&others, head, is_whole, &file.name) {
            Ok(Some(fit)) => fit,
            Ok(None) => return Ok(()),
            Err(error) => {
                self.left(file, error)?;
                file.state = State::Left;
                return Ok(());
            }
        };
        let head = head.clone();
        let shape = self.begin(file, &fit)?;
        file.state = State::Open(Box::new(Sheet::new(shape, &fit)));
        self.read(file, &head)
    }

    /// A file of no known shape is an error, or noted.
    fn left(&mut self, file: &File, error: Error) -> Result<(), Error> {
        if !self.lenient {
            return Err(error);
        }
        let message = if error.code() == Code::ImportEncoding {
            format!("{}: not read", error.message())
        } else {
            self.misfits.push(error);
            "no table of Open Dental's, not read".to_owned()
        };
        self.aside.note(Some(file.name.clone()), message);
        Ok(())
    }

    fn begin(&mut self, file: &File, fit: &Fit) -> Result<Arc<Shape>, Error> {
        self.has_shape(file.index, &file.name, &fit.shape, &fit.notes, fit.ignored)
    }

    /// A file has a shape: whether that can be read, and with which answers.
    fn has_shape(
        &mut self,
        index: u32,
        file: &Arc<str>,
        shape: &Arc<Shape>,
        notes: &[String],
        ignored: u64,
    ) -> Result<Arc<Shape>, Error> {
        let shape = self.answered(shape);
        if !shape.asks.is_empty() {
            return Err(Ask::unanswered(&shape.name, &shape.asks));
        }
        if shape.has_plans() {
            match &self.planned {
                Some(other) if other.name != shape.name => {
                    let message = format!("{} and {} tell of the same treatment", other.name, shape.name);
                    return Err(Error::new(Code::ImportMapping, message)
                        .at(&**file)
                        .help("import one of them; each says the whole by itself"));
                }
                Some(_) | None => self.planned = Some(shape.clone()),
            }
        } else if shape.visit.is_some() {
            self.has_visits = true;
        } else if shape.patient.guards.is_none() {
            self.listed.get_or_insert_default();
        }
        let column = shape.name_of(shape.patient.id.first());
        self.patient_columns.entry(index).or_insert(column);
        self.columns_ignored += ignored;
        for note in notes {
            self.aside.note(Some(file.clone()), note.clone());
        }
        Ok(shape)
    }

    /// The shape with what the options answer.
    fn answered(&self, shape: &Arc<Shape>) -> Arc<Shape> {
        let said = match self.answers.presented {
            Some(PresentedBy::Charted) => Some(Presenting::Charted),
            Some(PresentedBy::Dated) => Some(Presenting::Dated),
            Some(PresentedBy::SavedPlan) | None => None,
        };
        match said {
            Some(presented) if shape.asks.contains(&Ask::Presented) => {
                let mut answered = Shape::clone(shape);
                answered.presented = Some(presented);
                answered.asks.retain(|ask| *ask != Ask::Presented);
                Arc::new(answered)
            }
            _ => shape.clone(),
        }
    }

    fn read(&mut self, file: &mut File, bytes: &[u8]) -> Result<(), Error> {
        let index = file.index;
        let State::Open(sheet) = &mut file.state else {
            return Ok(());
        };
        sheet.push(bytes, &mut |sheet, found| self.take(index, sheet, found))
    }
}
