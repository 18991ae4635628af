//! An export that is read by a mapping: whatever has rows and columns.

mod aside;
mod build;
mod check;
mod done;
mod listed;
mod people;
mod person;
mod rows;
pub(crate) mod sheet;
mod totals;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::wire::{Interner, PatientId};
use followthrough::{Code, Error};

use self::aside::Aside;
use self::check::{Check, Seen};
use self::done::DoneRow;
use self::rows::{Kept, PersonRow, PlanRow, ProcedureRow};
use self::sheet::{Fit, Sheet};
use crate::csv::Found;
use crate::imported::{FileTotals, Imported, Note};
use crate::mapping::{Ask, Mapping, Presenting, Shape};
use crate::options::{Answers, PresentedBy};
use crate::problem::{Place, Problem};
use crate::record::Record;

/// An export as it is read.
pub(crate) struct Mapped {
    mapping: Mapping,
    answers: Answers,
    /// Files of no known shape are noted, not refused: the folder of a system holds others.
    lenient: bool,
    aside: Aside,
    files: Vec<FileTotals>,
    people: BTreeMap<PatientId, PersonRow>,
    /// The people of files that list them, where there are such: others are unknown then.
    listed: Option<BTreeSet<PatientId>>,
    plans: Vec<PlanRow>,
    procedures: Vec<ProcedureRow>,
    /// Procedures that no plan will hold; none where every record is listed.
    done: Vec<DoneRow>,
    /// Problems of records that are about somebody who may be unknown.
    later: Vec<(Place, PatientId, Problem, bool)>,
    seen: BTreeMap<Arc<str>, Seen>,
    texts: Interner,
    /// The shape that the plans are of.
    planned: Option<Arc<Shape>>,
    columns_ignored: u64,
    contradictions: u64,
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
    /// Not read.
    Left,
}

impl Mapped {
    pub(crate) fn new(mapping: Mapping, answers: Answers, lenient: bool) -> Self {
        Self {
            mapping,
            answers,
            lenient,
            aside: Aside::default(),
            files: Vec::new(),
            people: BTreeMap::new(),
            listed: None,
            plans: Vec::new(),
            procedures: Vec::new(),
            done: Vec::new(),
            later: Vec::new(),
            seen: BTreeMap::new(),
            texts: Interner::default(),
            planned: None,
            columns_ignored: 0,
            contradictions: 0,
            records: 0,
        }
    }

    /// Whether any file was of a shape that it knows.
    pub(crate) fn is_used(&self) -> bool {
        !self.files.is_empty() || self.planned.is_some() || self.listed.is_some()
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
            State::New(head) => {
                head.extend_from_slice(bytes);
                self.find_shape(file, false)
            }
            State::Open(_) => self.read(file, bytes),
        }
    }

    /// A file has ended.
    pub(crate) fn close(&mut self, file: &mut File) -> Result<(), Error> {
        if let State::New(_) = file.state {
            self.find_shape(file, true)?;
        }
        let State::Open(sheet) = std::mem::replace(&mut file.state, State::Left) else {
            return Ok(());
        };
        let mut sheet = *sheet;
        sheet.finish(&mut |sheet, found| self.take(file.index, sheet, found))?;
        if !sheet.ends_cleanly() {
            let message = "the last line has no line break: the file may have been cut short";
            self.aside.note(Some(file.name.clone()), message);
        }
        self.files.push(FileTotals {
            file: file.name.clone(),
            records: u64::from(sheet.records()),
            accepted: 0,
            rejected: 0,
            skipped: 0,
        });
        Ok(())
    }

    /// What there is to say of files that were not read.
    pub(crate) fn into_notes(self) -> Vec<Note> {
        self.aside.in_order().2
    }

    pub(crate) fn finish(self) -> Result<Imported, Error> {
        build::imported(self)
    }

    /// Tells by the header which shape a file has, as soon as the header is there.
    fn find_shape(&mut self, file: &mut File, is_whole: bool) -> Result<(), Error> {
        let State::New(head) = &file.state else { return Ok(()) };
        let fit = match sheet::fit(&self.mapping.shapes, head, is_whole, &file.name) {
            Ok(Some(fit)) => fit,
            Ok(None) => return Ok(()),
            Err(_) if self.lenient => {
                let message = "no table of Open Dental's, not read";
                self.aside.note(Some(file.name.clone()), message);
                file.state = State::Left;
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let head = head.clone();
        self.begin(file, fit)?;
        self.read(file, &head)
    }

    fn begin(&mut self, file: &mut File, fit: Fit) -> Result<(), Error> {
        let shape = self.answered(&fit.shape);
        if !shape.asks.is_empty() {
            return Err(unanswered(&shape));
        }
        if shape.has_plans() {
            match &self.planned {
                Some(other) if other.name != shape.name => {
                    let message = format!("{} and {} tell of the same treatment", other.name, shape.name);
                    return Err(Error::new(Code::ImportMapping, message)
                        .at(&*file.name)
                        .help("import one of them; each says the whole by itself"));
                }
                Some(_) | None => self.planned = Some(shape.clone()),
            }
        } else {
            self.listed.get_or_insert_default();
        }
        self.columns_ignored += fit.ignored;
        for note in &fit.notes {
            self.aside.note(Some(file.name.clone()), note.clone());
        }
        file.state = State::Open(Box::new(Sheet::new(shape, &fit)));
        Ok(())
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

    fn take(&mut self, file: u32, sheet: &sheet::Bound, found: Found<'_>) -> Result<(), Error> {
        match found {
            Found::Header(_) => {}
            Found::Row(fields) => {
                let place = Place {
                    file,
                    record: fields.at.record,
                    line: fields.at.line,
                };
                let cells = sheet.cells(&fields);
                let (fingerprint, fingerprint_of_person) = sheet.fingerprints(&fields);
                let record = Record {
                    place,
                    cells: &cells,
                    fingerprint,
                    fingerprint_of_person,
                };
                self.record(&sheet.shape, &record);
            }
            Found::Broken(at, why) => {
                let place = Place {
                    file,
                    record: at.record,
                    line: at.line,
                };
                self.records += 1;
                self.aside.add(why.problem(), None, place, false);
            }
        }
        Ok(())
    }

    /// Takes one record of whatever form.
    fn record(&mut self, shape: &Arc<Shape>, record: &Record<'_>) {
        self.records += 1;
        let seen = self.seen.entry(shape.name.clone()).or_default();
        let mut check = Check {
            shape,
            record,
            prefix: self.mapping.id_prefix.as_deref().unwrap_or_default(),
            texts: &mut self.texts,
        };
        match check.run(seen) {
            Ok((patient, person, kept)) => {
                match self.people.get_mut(&patient) {
                    Some(known) => self.contradictions += u64::from(known.meet(person)),
                    None => {
                        self.people.insert(patient.clone(), person);
                    }
                }
                match kept {
                    Kept::Person => {
                        self.listed.get_or_insert_default().insert(patient);
                    }
                    Kept::Plan(plan) => self.plans.push(plan),
                    Kept::Procedure(procedure) if self.answers.list_records => self.procedures.push(procedure),
                    Kept::Procedure(procedure) => match DoneRow::of(procedure) {
                        Ok(done) => self.done.push(done),
                        Err(procedure) => self.procedures.push(procedure),
                    },
                }
            }
            Err(refusal) => match refusal.patient {
                Some(patient) if refusal.after_patient => {
                    self.later
                        .push((record.place, patient, refusal.problem, refusal.skipped));
                }
                patient => self.aside.add(refusal.problem, patient, record.place, refusal.skipped),
            },
        }
    }
}

fn unanswered(shape: &Shape) -> Error {
    let open: Vec<String> = shape.asks.iter().map(ToString::to_string).collect();
    let message = format!("{}: the practice has not answered: {}", shape.name, keys(&shape.asks));
    Error::new(Code::ImportOption, message)
        .at("options.mapping")
        .help(format!("give in a mapping file {}", open.join("; ")))
}

fn keys(asks: &[Ask]) -> String {
    let mut keys: Vec<&str> = asks.iter().map(|ask| ask.key()).collect();
    keys.dedup();
    keys.join(", ")
}
