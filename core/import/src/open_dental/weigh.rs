//! All tables weighed together: whose rows they are, which visits count, and of which day they speak.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::{Code, Date, Error};

use super::aside::patient_id;
use super::columns::Table;
use super::people::People;
use super::statuses::{AptStatus, TpStatus};
use super::tables::{Tables, TreatPlan};
use super::{Form, OpenDental, build};
use crate::imported::Imported;
use crate::options::PresentedBy;
use crate::phone::{EMAILS, PHONES, Point, SEVERAL, left_out};
use crate::problem::{Place, Problem};
use crate::refused::Which;
use crate::set_aside::Reason;
use crate::shown::Shown;

impl OpenDental {
    /// Weighs all tables together.
    pub(crate) fn finish(mut self) -> Result<Imported, Error> {
        self.settle();
        self.require_tables()?;
        self.tables.sort();
        let (as_of, source) = self.as_of()?;
        self.refuse_links();
        self.drop_unknown_patients();
        self.drop_of_others();
        self.resolve_visits()?;
        self.settle_endings();
        if let Some(source) = source {
            self.aside.note(None, format!("the export speaks of {as_of}: {source}"));
        }
        self.note_codes();
        self.note_left_out();
        self.note_absent();
        self.note_empty_plans();
        self.note_unreadable();
        let people = People::new(&self.tables, &self.answers, as_of);
        if people.without_guarantor > 0 {
            let (count, patients) = (people.without_guarantor, self.called(Table::Patients));
            let message = format!("{count} patients have a guarantor who is not in {patients}");
            self.aside.note(None, message);
        }
        Ok(build::imported(self, &people, as_of))
    }

    fn require_tables(&self) -> Result<(), Error> {
        let is_there = |table| self.present.contains_key(&table);
        self.require(Table::Patients)?;
        self.require(Table::Procedures)?;
        // A procedure of the API has its own code with it.
        if self.present.get(&Table::Procedures) == Some(&Form::Csv) {
            self.require(Table::Codes)?;
        }
        if self.answers.presented == Some(PresentedBy::SavedPlan) {
            self.require(Table::TreatPlans).map_err(|error| {
                error.help("only saved treatment plans count as presented (presented = saved_plan)")
            })?;
        }
        let saved = |is: bool| {
            self.tables
                .plans
                .iter()
                .any(|plan| (plan.status == TpStatus::Saved) == is)
        };
        if is_there(Table::TreatPlans) {
            let in_pages = self.present.get(&Table::TreatPlans) == Some(&Form::Api);
            // The API is asked for them plan by plan: where there is no such plan, nobody asked.
            if !in_pages || saved(false) {
                self.require(Table::Attached)?;
            }
            if !in_pages || saved(true) {
                self.require(Table::Saved)?;
            }
        }
        Ok(())
    }

    fn require(&self, table: Table) -> Result<(), Error> {
        if self.present.contains_key(&table) {
            return Ok(());
        }
        let name = self.called(table);
        let is_table = name.ends_with(".csv");
        let error = Error::new(Code::ImportMissingFile, format!("{name} is not in the export"));
        Err(error.at(name).help(if is_table {
            "export that table too"
        } else {
            "ask the API for it too"
        }))
    }

    /// Rows that put a procedure on a plan and cannot be read are about the patient of either.
    fn refuse_links(&mut self) {
        for ((plan, procedure), problem, which, place) in std::mem::take(&mut self.aside.linked) {
            let of_plan = plan.and_then(|num| self.tables.plans.iter().find(|plan| plan.num == num));
            let of_procedure = procedure.and_then(|num| self.tables.numbered(num));
            let patient = of_plan.map(|plan| plan.patient);
            let patient = patient.or(of_procedure.map(|row| row.patient));
            self.aside.reject(problem, which, patient, place);
        }
    }

    /// Rows about a person who is not in the patient file are refused for that, whatever else is wrong with them.
    fn drop_unknown_patients(&mut self) {
        let message = format!(
            "no such patient in {}, or the patient's own row was rejected",
            self.called(Table::Patients)
        );
        let Tables {
            patients,
            procedures,
            appointments,
            plans,
            ..
        } = &mut self.tables;
        let aside = &mut self.aside;
        let unknown = |patient: u64| {
            let (reason, code) = (Reason::UnknownPatient, Code::ImportUnknownPatient);
            let mut problem = Problem::new("PatNum", reason, code, message.as_str());
            problem.value = Shown::id(&patient.to_string());
            problem
        };
        for (patient, problem, which, place) in std::mem::take(&mut aside.later) {
            let problem = if patients.contains_key(&patient) {
                problem
            } else {
                unknown(patient)
            };
            aside.reject(problem, which, Some(patient), place);
        }
        let mut known = |patient: u64, (column, num): (&'static str, u64), place: Place| {
            let known = patients.contains_key(&patient);
            if !known {
                aside.reject(unknown(patient), Which::id(column, num), Some(patient), place);
            }
            known
        };
        procedures.retain(|p| known(p.patient, ("ProcNum", p.num), p.place));
        appointments.retain(|num, a| known(a.patient, ("AptNum", *num), a.place));
        plans.retain(|p| known(p.patient, ("TreatPlanNum", p.num), p.place));
    }

    /// Rows that put a procedure on the treatment plan of another patient are refused: the plan keeps its own.
    fn drop_of_others(&mut self) {
        let Tables {
            procedures,
            plans,
            attached,
            saved,
            ..
        } = &mut self.tables;
        let aside = &mut self.aside;
        let other = |num: u64, plan: &TreatPlan| {
            let at = procedures.binary_search_by_key(&num, |row| row.num).ok();
            let patient = at.and_then(|at| procedures.get(at)).map(|row| row.patient);
            patient.filter(|patient| *patient != plan.patient)
        };
        let mut keep = |num: u64, column: &'static str, plan: &TreatPlan, which: Which, place: Place| {
            let other = other(num, plan);
            if let Some(other) = other {
                let message = "the procedure is not that of the plan's patient: the plan is kept without it";
                let mut problem = Problem::new(column, Reason::OtherPatient, Code::ImportUnknownReference, message);
                problem.value = Shown::id(&num.to_string());
                aside.reject(problem.and_of(patient_id(other)), which, Some(plan.patient), place);
            }
            other.is_none()
        };
        for plan in plans.iter() {
            if let Some(on_it) = attached.get_mut(&plan.num) {
                let which = |num: u64| Which::id("TreatPlanAttach", format!("{} {num}", plan.num));
                on_it.retain(|(num, place)| keep(*num, "ProcNum", plan, which(*num), *place));
            }
            if let Some(on_it) = saved.get_mut(&plan.num) {
                on_it.retain(|row| {
                    let which = Which::id("ProcTPNum", row.num);
                    keep(row.original, "ProcNumOrig", plan, which, row.place)
                });
            }
        }
    }

    /// A planned procedure is scheduled when one of its visits is. One whose visit is not in the export can be neither.
    fn resolve_visits(&mut self) -> Result<(), Error> {
        use followthrough::plan::ProcedureStatus::{Planned, Scheduled};
        let visits = self.called(Table::Appointments);
        let Tables {
            procedures,
            appointments,
            ..
        } = &mut self.tables;
        let aside = &mut self.aside;
        let on_visit = procedures
            .iter()
            .any(|p| p.status == Planned && p.appointment | p.planned_appointment != 0);
        if on_visit && !self.present.contains_key(&Table::Appointments) {
            let message = format!("{visits} is not in the export, and planned procedures are on visits");
            return Err(Error::new(Code::ImportMissingFile, message)
                .at(visits)
                .help("without it nobody can tell what is scheduled"));
        }
        procedures.retain_mut(|procedure| {
            if procedure.status != Planned {
                return true;
            }
            for (column, visit) in [
                ("AptNum", procedure.appointment),
                ("PlannedAptNum", procedure.planned_appointment),
            ] {
                let found = appointments.get(&visit);
                if let Some(other) = found.filter(|found| found.patient != procedure.patient) {
                    let message =
                        "the visit is that of another patient: nobody can tell whether the procedure is scheduled";
                    let (reason, code) = (Reason::OtherPatient, Code::ImportUnknownReference);
                    let mut problem = Problem::new(column, reason, code, message);
                    problem.value = Shown::id(&visit.to_string());
                    let problem = problem.and_of(patient_id(other.patient));
                    aside.reject(
                        problem,
                        Which::id("ProcNum", procedure.num),
                        Some(procedure.patient),
                        procedure.place,
                    );
                    return false;
                }
                match found.map(|a| a.status) {
                    Some(AptStatus::Scheduled) => procedure.status = Scheduled,
                    Some(AptStatus::Complete | AptStatus::UnschedList | AptStatus::Broken | AptStatus::NoVisit) => {}
                    None if visit == 0 => {}
                    None => {
                        let message = format!(
                            "no such visit in {visits}, or its own row was rejected: nobody can tell whether the \
                             procedure is scheduled"
                        );
                        let problem =
                            Problem::new(column, Reason::UnknownReference, Code::ImportUnknownReference, message);
                        let which = Which::id("ProcNum", procedure.num);
                        aside.reject(problem, which, Some(procedure.patient), procedure.place);
                        return false;
                    }
                }
            }
            true
        });
        Ok(())
    }

    /// The day the export speaks of, and what told it.
    fn as_of(&self) -> Result<(Date, Option<String>), Error> {
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
                "the newest completed procedure",
                Table::Procedures,
                "ProcDate",
            ),
            (
                visits.max(),
                "the newest completed visit",
                Table::Appointments,
                "AptDateTime",
            ),
            (
                self.tables.last_conversation,
                "the newest logged conversation",
                Table::Conversations,
                "CommDateTime",
            ),
        ];
        let said = |what: &str, table, column| format!("{what} ({}, {column})", self.called(table));
        let newest = told
            .into_iter()
            .filter_map(|(date, what, table, column)| Some((date?, said(what, table, column))));
        let asked = self
            .tables
            .asked_on
            .map(|date| (date, "the day the pages were asked for (serverDateTime)".to_owned()));
        let newest = newest.chain(asked).reduce(|a, b| if b.0 > a.0 { b } else { a });
        newest.map(|(date, source)| (date, Some(source))).ok_or_else(|| {
            Error::new(
                Code::ImportOption,
                "nothing in the export has happened yet, so its day is not known",
            )
            .at("options.as_of")
            .help("give as_of, a date such as 2026-01-30")
        })
    }

    /// In which rows numbers and addresses stand that no message can reach.
    fn note_left_out(&mut self) {
        let mut rows: BTreeMap<(&str, Arc<str>), BTreeSet<u32>> = BTreeMap::new();
        for patient in self.tables.patients.values() {
            let phones = [&patient.mobile, &patient.home, &patient.work];
            let is_left_out = [
                (PHONES, phones.iter().any(|point| **point == Point::Invalid)),
                (SEVERAL, phones.iter().any(|point| **point == Point::Several)),
                (EMAILS, patient.email == Point::Invalid),
            ];
            for (what, _) in is_left_out.into_iter().filter(|(_, is)| *is) {
                let file = self.aside.name(patient.place);
                rows.entry((what, file)).or_default().insert(patient.place.record);
            }
        }
        for ((what, file), records) in rows {
            self.aside.note(Some(file), left_out(what, &records));
        }
    }

    fn note_codes(&mut self) {
        let tables = &self.tables;
        let without = tables.procedures.iter().filter(|p| tables.code_of(p).is_none()).count();
        if without > 0 {
            let message = if self.present.contains_key(&Table::Codes) {
                let codes = self.called(Table::Codes);
                format!("{without} procedures have a CodeNum that {codes} does not have: no code")
            } else {
                format!("{without} procedures say no code themselves, and there are no procedurecodes: no code")
            };
            self.aside.note(None, message);
        }
    }

    /// The procedures of plans are asked for plan by plan; of which plans nobody asked the pages do not say.
    fn note_empty_plans(&mut self) {
        if self.present.get(&Table::TreatPlans) != Some(&Form::Api) {
            return;
        }
        let tables = &self.tables;
        let is_empty = |plan: &&TreatPlan| match plan.status {
            TpStatus::Saved => !tables.saved.contains_key(&plan.num),
            TpStatus::Active | TpStatus::Inactive => !tables.attached.contains_key(&plan.num),
        };
        let empty = tables.plans.iter().filter(is_empty).count();
        if empty > 0 {
            let message = format!(
                "{empty} treatplans have no procedures: if treatplanattaches and proctps were not asked for them, they \
                 are missing"
            );
            self.aside.note(None, message);
        }
    }

    fn note_unreadable(&mut self) {
        for (column, count) in std::mem::take(&mut self.tables.unreadable) {
            let message = format!("{count} values of {column} cannot be read: left out, what they stand in is kept");
            self.aside.note(None, message);
        }
    }

    /// What records of the API did not have, where it says something.
    fn note_absent(&mut self) {
        for ((table, column), count) in std::mem::take(&mut self.absent) {
            let of = table.resource();
            self.aside
                .note(None, format!("{count} records of {of} came without {column}"));
        }
    }

    /// Records by file, after all was weighed.
    pub(super) fn count(&mut self) {
        let counts = self.aside.counts();
        for file in &mut self.files {
            (file.rejected, file.skipped) = counts.get(&*file.file).copied().unwrap_or_default();
            file.accepted = file.records.saturating_sub(file.rejected + file.skipped);
        }
    }
}
