//! Open Dental: one CSV file per database table, with the names of its published schema.

mod columns;
mod done;
mod people;
mod plans;
mod statuses;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::{Code, Date, Error};

use crate::csv::Found;
use crate::imported::{FileTotals, Imported, Note};
use crate::options::{Answers, PresentedBy};
use crate::problem::{Place, Problem};
use crate::row::{Header, Row};
use crate::set_aside::{Reason, Rejected};
use columns::{Layout, NOT_NEEDED, Table};
use tables::{AptStatus, Refusal, Tables};

/// An export as it is read.
pub(crate) struct OpenDental {
    answers: Answers,
    tables: Tables,
    files: Vec<FileTotals>,
    present: BTreeSet<Table>,
    aside: Aside,
    columns_ignored: u64,
}

/// One file of it.
pub(crate) struct File {
    index: u32,
    name: Arc<str>,
    table: Option<Table>,
    layout: Option<Layout>,
}

/// Records that are not kept.
#[derive(Default)]
pub(crate) struct Aside {
    names: Vec<(Option<Table>, Arc<str>)>,
    rejected: Vec<(Place, Rejected)>,
    skipped: Vec<(Place, Rejected)>,
    later: Vec<(u64, Problem, Place)>,
    notes: Vec<Note>,
}

impl Aside {
    fn reject(&mut self, problem: Problem, place: Place) {
        let file = self.name(place);
        self.rejected.push((place, problem.reject(&file, place)));
    }

    fn name(&self, place: Place) -> Arc<str> {
        let index = usize::try_from(place.file).unwrap_or_default();
        self.names
            .get(index)
            .map_or_else(|| Arc::from(""), |(_, name)| name.clone())
    }

    /// Refused and skipped records, causes before what they cost, each file in its own order.
    fn in_order(&mut self) -> (Vec<Rejected>, Vec<Rejected>) {
        let names = &self.names;
        let sorted = |mut records: Vec<(Place, Rejected)>| {
            let table = |place: &Place| {
                names
                    .get(usize::try_from(place.file).unwrap_or_default())
                    .and_then(|n| n.0)
            };
            records.sort_by(|(p, a), (q, b)| {
                (table(p), &a.file, a.record, a.line).cmp(&(table(q), &b.file, b.record, b.line))
            });
            records.into_iter().map(|(_, record)| record).collect()
        };
        (
            sorted(std::mem::take(&mut self.rejected)),
            sorted(std::mem::take(&mut self.skipped)),
        )
    }

    fn note(&mut self, file: Option<Arc<str>>, message: impl Into<String>) {
        let message = message.into();
        self.notes.push(Note { file, message });
    }
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
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    base.strip_suffix(".csv").unwrap_or_default().to_owned()
}

impl OpenDental {
    pub(crate) fn new(answers: Answers) -> Self {
        Self {
            answers,
            tables: Tables::default(),
            files: Vec::new(),
            present: BTreeSet::new(),
            aside: Aside::default(),
            columns_ignored: 0,
        }
    }

    /// Whether any table came.
    pub(crate) fn is_used(&self) -> bool {
        !self.present.is_empty()
    }

    /// Notes about files that were no tables.
    pub(crate) fn also_note(&mut self, notes: Vec<Note>) {
        self.aside.notes.extend(notes);
    }

    /// Finds the table of a file by its name.
    pub(crate) fn open(&mut self, name: &str) -> File {
        let stem = stem(name);
        let table = Table::of_stem(&stem);
        let name: Arc<str> = Arc::from(name);
        if table.is_none() {
            self.aside.note(Some(name.clone()), "not needed, not read");
        }
        let index = u32::try_from(self.aside.names.len()).unwrap_or(u32::MAX);
        self.aside.names.push((table, name.clone()));
        self.present.extend(table);
        File {
            index,
            name,
            table,
            layout: None,
        }
    }

    /// Takes what came out of a file.
    pub(crate) fn take(&mut self, file: &mut File, found: Found<'_>) -> Result<(), Error> {
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
                    record: fields.at.record,
                    line: fields.at.line,
                };
                let row = Row { fields };
                let Some(layout) = &file.layout else { return Ok(()) };
                match self.row(layout, &row, place) {
                    Ok(()) => {}
                    Err(Refusal::Reject(problem)) => self.aside.reject(problem, place),
                    Err(Refusal::Skip(problem)) => {
                        self.aside.skipped.push((place, problem.reject(&file.name, place)));
                    }
                    Err(Refusal::Later(patient, problem)) => self.aside.later.push((patient, problem, place)),
                }
            }
            Found::Broken(at, why) => {
                let place = Place {
                    file: file.index,
                    record: at.record,
                    line: at.line,
                };
                self.aside.reject(why.problem(), place);
            }
        }
        Ok(())
    }

    fn row(&mut self, layout: &Layout, row: &Row<'_>, place: Place) -> Result<(), Refusal> {
        let tables = &mut self.tables;
        match layout {
            Layout::Patients(c) => tables.patient(c, row),
            Layout::Procedures(c) => tables.procedure(c, row, place),
            Layout::Codes(c) => tables.code(c, row),
            Layout::Appointments(c) => tables.appointment(c, row, place),
            Layout::Providers(c) => tables.provider(c, row),
            Layout::ClaimProcs(c) => tables.claim_proc(c, row),
            Layout::TreatPlans(c) => tables.treat_plan(c, row, place),
            Layout::Attached(c) => tables.attach(c, row),
            Layout::Saved(c) => tables.saved(c, row),
            Layout::Conversations(c) => tables.conversation(c, row),
        }
    }

    /// A file has ended.
    pub(crate) fn close(&mut self, file: &File, records: u32, ends_cleanly: bool) -> Result<(), Error> {
        if file.layout.is_none() {
            let error = Error::new(
                Code::ImportMissingColumn,
                format!("{} is empty: it has no header", file.name),
            );
            return Err(error.at(&*file.name));
        }
        if !ends_cleanly {
            let message = "the last line has no line break: the file may have been cut short";
            self.aside.note(Some(file.name.clone()), message);
        }
        self.files.push(FileTotals {
            file: file.name.clone(),
            records: u64::from(records),
            accepted: 0,
            rejected: 0,
            skipped: 0,
        });
        Ok(())
    }

    /// Weighs all tables together.
    pub(crate) fn finish(mut self) -> Result<Imported, Error> {
        self.require(Table::Patients, "patient.csv")?;
        self.require(Table::Procedures, "procedurelog.csv")?;
        self.require(Table::Codes, "procedurecode.csv")?;
        if self.answers.presented == Some(PresentedBy::SavedPlan) {
            self.require(Table::TreatPlans, "treatplan.csv").map_err(|error| {
                error.help("only saved treatment plans count as presented (presented = saved_plan)")
            })?;
        }
        if self.present.contains(&Table::TreatPlans) {
            self.require(Table::Attached, "treatplanattach.csv")?;
            self.require(Table::Saved, "proctp.csv")?;
        }
        let (as_of, source) = self.as_of()?;
        self.drop_unknown_patients();
        self.resolve_visits()?;
        if let Some(source) = source {
            self.aside.note(None, format!("the export speaks of {as_of}: {source}"));
        }
        self.note_codes();
        let people = people::People::new(&self.tables, &self.answers, as_of, &mut self.aside);
        Ok(plans::imported(self, &people, as_of))
    }

    fn require(&self, table: Table, file: &str) -> Result<(), Error> {
        if self.present.contains(&table) {
            return Ok(());
        }
        Err(
            Error::new(Code::ImportMissingFile, format!("{file} is not in the export"))
                .at(file)
                .help("export that table too"),
        )
    }

    /// Rows about a person who is not in the patient file are refused for that, whatever else is wrong with them.
    fn drop_unknown_patients(&mut self) {
        let Tables {
            patients,
            procedures,
            appointments,
            plans,
            ..
        } = &mut self.tables;
        let aside = &mut self.aside;
        let unknown = || {
            let message = "no such patient in patient.csv, or the patient's own row was rejected";
            Problem::new("PatNum", Reason::UnknownPatient, Code::ImportUnknownPatient, message)
        };
        for (patient, problem, place) in std::mem::take(&mut aside.later) {
            let problem = if patients.contains_key(&patient) {
                problem
            } else {
                unknown()
            };
            aside.reject(problem, place);
        }
        let mut known = |patient: u64, place: Place| {
            let known = patients.contains_key(&patient);
            if !known {
                aside.reject(unknown(), place);
            }
            known
        };
        procedures.retain(|p| known(p.patient, p.place));
        appointments.retain(|_, a| known(a.patient, a.place));
        plans.retain(|p| known(p.patient, p.place));
    }

    /// A planned procedure is scheduled when one of its visits is. One whose visit is not in the export can be neither.
    fn resolve_visits(&mut self) -> Result<(), Error> {
        use followthrough::plan::ProcedureStatus::{Planned, Scheduled};
        let Tables {
            procedures,
            appointments,
            ..
        } = &mut self.tables;
        let aside = &mut self.aside;
        let on_visit = procedures
            .iter()
            .any(|p| p.status == Planned && p.appointment | p.planned_appointment != 0);
        if on_visit && !self.present.contains(&Table::Appointments) {
            return Err(Error::new(
                Code::ImportMissingFile,
                "appointment.csv is not in the export, and planned procedures are on visits",
            )
            .at("appointment.csv")
            .help("export that table too: without it nobody can tell what is scheduled"));
        }
        procedures.retain_mut(|procedure| {
            if procedure.status != Planned {
                return true;
            }
            for (column, visit) in [
                ("AptNum", procedure.appointment),
                ("PlannedAptNum", procedure.planned_appointment),
            ] {
                match appointments.get(&visit).map(|a| a.status) {
                    Some(AptStatus::Scheduled) => procedure.status = Scheduled,
                    Some(AptStatus::Complete | AptStatus::UnschedList | AptStatus::Broken | AptStatus::NoVisit) => {}
                    None if visit == 0 => {}
                    None => {
                        let message = "no such visit in appointment.csv, or its own row was rejected: nobody can tell \
                                       whether the procedure is scheduled";
                        let problem =
                            Problem::new(column, Reason::UnknownReference, Code::ImportUnknownReference, message);
                        aside.reject(problem, procedure.place);
                        return false;
                    }
                }
            }
            true
        });
        Ok(())
    }

    /// The day the export speaks of, and what told it.
    fn as_of(&self) -> Result<(Date, Option<&'static str>), Error> {
        use followthrough::plan::ProcedureStatus::Completed;
        if let Some(date) = self.answers.as_of {
            return Ok((date, None));
        }
        let procedures = self
            .tables
            .procedures
            .iter()
            .filter(|p| p.status == Completed)
            .filter_map(|p| p.date);
        let visits = self
            .tables
            .appointments
            .values()
            .filter(|a| a.status == AptStatus::Complete);
        let visits = visits.filter_map(|a| a.starts.map(|s| s.date));
        let told = [
            (
                procedures.max(),
                "the newest completed procedure (procedurelog.csv, ProcDate)",
            ),
            (
                visits.max(),
                "the newest completed visit (appointment.csv, AptDateTime)",
            ),
            (
                self.tables.last_conversation,
                "the newest logged conversation (commlog.csv, CommDateTime)",
            ),
        ];
        let newest = told.iter().filter_map(|(date, source)| date.map(|d| (d, *source)));
        let newest = newest.reduce(|a, b| if b.0 > a.0 { b } else { a });
        newest.map(|(date, source)| (date, Some(source))).ok_or_else(|| {
            Error::new(
                Code::ImportOption,
                "nothing in the export has happened yet, so its day is not known",
            )
            .at("options.as_of")
            .help("give as_of, a date such as 2026-01-30")
        })
    }

    fn note_codes(&mut self) {
        let codes = &self.tables.codes;
        let without = self
            .tables
            .procedures
            .iter()
            .filter(|p| !codes.contains_key(&p.code))
            .count();
        if without > 0 {
            let message = format!("{without} procedures have a CodeNum that procedurecode.csv does not have: no code");
            self.aside.note(None, message);
        }
    }

    /// Records by file, after all was weighed.
    fn count(&mut self) {
        let mut rejected: BTreeMap<&str, u64> = BTreeMap::new();
        let mut skipped: BTreeMap<&str, u64> = BTreeMap::new();
        for (_, record) in &self.aside.rejected {
            *rejected.entry(&record.file).or_default() += 1;
        }
        for (_, record) in &self.aside.skipped {
            *skipped.entry(&record.file).or_default() += 1;
        }
        for file in &mut self.files {
            file.rejected = rejected.get(&*file.file).copied().unwrap_or_default();
            file.skipped = skipped.get(&*file.file).copied().unwrap_or_default();
            file.accepted = file.records.saturating_sub(file.rejected + file.skipped);
        }
    }
}
