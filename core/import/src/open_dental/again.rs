//! Rows of tables with one number: which were there first, and what becomes of each. Of two estimates of insurance neither
//! counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use followthrough::{Code, Date, Money};

use super::OpenDental;
use super::statuses::{AptStatus, PatStatus, TextOk, TpStatus};
use super::tables::{Appointment, Patient, Procedure, ProcedureCode, Refusal, SavedProcedure, Tables, TreatPlan};
use crate::again::{Conflict, Contested, Verdict, far, judge};
use crate::problem::{Place, Problem};
use crate::refused::Which;
use crate::set_aside::Reason;
use crate::zone::LocalInstant;

/// A row that is judged when all are there.
pub(super) struct Again {
    /// The column of its number.
    pub(super) column: &'static str,
    pub(super) num: u64,
    /// The fingerprint of all that it says.
    pub(super) print: u64,
    pub(super) place: Place,
    pub(super) patient: Option<u64>,
    pub(super) is: Is,
}

pub(super) enum Is {
    /// What it says, where the number was seen before.
    Row(Entry),
    /// The same as the row that was first.
    OnceMore,
    /// It is wrong.
    Refused(Refusal),
}

/// What a row of a table says.
pub(super) enum Entry {
    Patient(Box<Patient>),
    Procedure(Procedure),
    Code(ProcedureCode, Place),
    Appointment(Appointment),
    Provider(Arc<str>, Place),
    /// What insurance takes off the price of a procedure, where it is an estimate of that.
    Claim(Option<(u64, Money)>),
    Plan(TreatPlan),
    /// Of that plan.
    Saved(u64, SavedProcedure),
}

/// What makes one of two rows stay: the smaller one does.
type Rank = (u8, u8, (bool, Option<Date>), Option<LocalInstant>, Option<Money>, u64);

impl OpenDental {
    /// Judges the rows that waited.
    pub(super) fn settle(&mut self) {
        let mut groups: BTreeMap<(&'static str, u64), Vec<Again>> = BTreeMap::new();
        for row in std::mem::take(&mut self.tables.again) {
            groups.entry((row.column, row.num)).or_default().push(row);
        }
        let is_row = |row: &Again| matches!(row.is, Is::Row(_));
        let contested = groups.iter().filter(|(_, group)| group.iter().any(is_row));
        let contested: Vec<(&'static str, u64)> = contested.map(|(key, _)| *key).collect();
        let mut firsts = self.tables.taken(&contested);
        for (key, group) in groups {
            match self.tables.print_of(key.0, key.1) {
                Some(print) => self.settle_one(key, (print, firsts.remove(&key)), group),
                // None of them is kept: each is wrong for itself.
                None => {
                    for row in group {
                        let which = row.which();
                        if let Is::Refused(refusal) = row.is {
                            self.refuse(refusal, which, row.patient, row.place);
                        }
                    }
                }
            }
        }
    }

    /// Of rows with one number, of which the first one is as given where others say something else.
    fn settle_one(&mut self, (column, num): (&'static str, u64), first: (u64, Option<Entry>), group: Vec<Again>) {
        // A plan of which one row can be read is none that was refused.
        if column == "TreatPlanNum" {
            self.tables.refused_plans.remove(&num);
        }
        let (mut stays, first) = first;
        let mut rest = group;
        if let Some(entry) = first {
            let (place, patient) = (entry.place(), entry.patient(num));
            let is = Is::Row(entry);
            let print = stays;
            rest.push(Again {
                column,
                num,
                print,
                place: place.unwrap_or_default(),
                patient,
                is,
            });
            let (first, others) = match judge(rest) {
                Verdict::OfNobody(rows) => {
                    if column == "TreatPlanNum" {
                        self.tables.refused_plans.insert(num);
                    }
                    for row in rows {
                        let problem = Conflict::OtherPatient.problem(column, &num.to_string());
                        let which = row.which();
                        self.aside.reject(problem, which, row.patient, row.place);
                    }
                    return;
                }
                Verdict::Stays(first, others) => (first, others),
            };
            rest = others;
            if let Some(row) = first {
                stays = row.print;
                if let Is::Row(entry) = row.is {
                    self.tables.put(num, entry);
                }
            }
        }
        let neither = rest.iter().any(|row| matches!(row.is, Is::Row(Entry::Claim(_))));
        for row in rest {
            if let Is::Row(entry) = &row.is {
                self.tables.heed(num, entry);
            }
            if row.print == stays && !neither {
                let (reason, code) = (Reason::ExactDuplicate, Code::ImportDuplicate);
                let problem = Problem::new(column, reason, code, "the same row once more");
                self.aside.skip(problem, row.patient, row.place);
            } else {
                let why = if neither {
                    Conflict::Neither
                } else {
                    Conflict::OtherContent
                };
                let (problem, which) = (why.problem(column, &num.to_string()), row.which());
                self.aside.reject(problem, which, row.patient, row.place);
            }
        }
    }
}

impl Again {
    fn which(&self) -> Which {
        Which::content(self.print).and_id(self.column, self.num)
    }
}

impl Contested for Again {
    type Rank = Rank;
    type Patient = u64;

    fn place(&self) -> Place {
        self.place
    }

    fn rank(&self) -> Option<Rank> {
        match &self.is {
            Is::Row(entry) => Some(entry.rank(self.print)),
            Is::OnceMore | Is::Refused(_) => None,
        }
    }

    /// Rows that put something on a plan leave it to the plan whose it is.
    fn whose(&self) -> Option<&u64> {
        match &self.is {
            Is::Row(Entry::Procedure(of)) => Some(&of.patient),
            Is::Row(Entry::Appointment(of)) => Some(&of.patient),
            Is::Row(Entry::Plan(of)) => Some(&of.patient),
            Is::Row(Entry::Patient(_) | Entry::Code(..) | Entry::Provider(..) | Entry::Claim(_) | Entry::Saved(..))
            | Is::OnceMore
            | Is::Refused(_) => None,
        }
    }
}

impl Entry {
    /// Where it stands, where that is kept.
    fn place(&self) -> Option<Place> {
        match self {
            Self::Patient(row) => Some(row.place),
            Self::Procedure(row) => Some(row.place),
            Self::Appointment(row) => Some(row.place),
            Self::Plan(row) => Some(row.place),
            Self::Saved(_, row) => Some(row.place),
            Self::Code(_, place) | Self::Provider(_, place) => Some(*place),
            Self::Claim(_) => None,
        }
    }

    fn patient(&self, num: u64) -> Option<u64> {
        match self {
            Self::Patient(_) => Some(num),
            Self::Procedure(row) => Some(row.patient),
            Self::Appointment(row) => Some(row.patient),
            Self::Plan(row) => Some(row.patient),
            Self::Saved(..) | Self::Code(..) | Self::Provider(..) | Self::Claim(_) => None,
        }
    }

    fn rank(&self, print: u64) -> Rank {
        let rank = |along, day: Option<Date>, fee| (along, 0, (day.is_none(), day), None, fee, print);
        match self {
            Self::Patient(row) => (
                u8::from(!row.do_not_call),
                wish(row.text),
                (false, None),
                None,
                None,
                print,
            ),
            Self::Procedure(row) => rank(far(row.status), row.planned_on, Some(row.fee)),
            Self::Appointment(row) => {
                let booked = u8::from(row.status != AptStatus::Scheduled);
                (booked, 0, (row.starts.is_none(), None), row.starts, None, print)
            }
            Self::Plan(row) => {
                let along = match row.status {
                    TpStatus::Active => 0,
                    TpStatus::Saved => 1,
                    TpStatus::Inactive => 2,
                };
                rank(along, row.presented_on, None)
            }
            Self::Saved(_, row) => rank(0, None, Some(row.fee)),
            Self::Code(..) | Self::Provider(..) | Self::Claim(_) => rank(0, None, None),
        }
    }
}

/// How much somebody wants to be written to.
fn wish(text: TextOk) -> u8 {
    match text {
        TextOk::No => 0,
        TextOk::Unknown => 1,
        TextOk::Yes => 2,
    }
}

/// How little of a patient somebody is.
fn ended(status: PatStatus) -> u8 {
    match status {
        PatStatus::Patient | PatStatus::Prospective => 0,
        PatStatus::NonPatient | PatStatus::Inactive | PatStatus::Archived => 1,
        PatStatus::Deleted => 2,
        PatStatus::Deceased => 3,
    }
}

impl Tables {
    /// Whether a row has a number in one column, once they are sorted.
    pub(super) fn has(&self, column: &str, num: &str) -> bool {
        let Ok(num) = num.parse::<u64>() else { return false };
        match column {
            "PatNum" => self.patients.contains_key(&num),
            "ProcNum" => self.numbered(num).is_some(),
            "AptNum" => self.appointments.contains_key(&num),
            "TreatPlanNum" => self.plans.iter().any(|plan| plan.num == num),
            "ProcTPNum" => self.saved.values().flatten().any(|row| row.num == num),
            _ => false,
        }
    }

    /// Keeps what a row says.
    pub(super) fn put(&mut self, num: u64, entry: Entry) {
        match entry {
            Entry::Patient(row) => {
                self.patients.insert(num, *row);
            }
            Entry::Procedure(row) => self.procedures.push(row),
            Entry::Code(code, place) => {
                self.codes.insert(num, (code, place));
            }
            Entry::Appointment(row) => {
                self.appointments.insert(num, row);
            }
            Entry::Provider(name, place) => {
                self.providers.insert(num, (name, place));
            }
            Entry::Claim(estimate) => {
                if let Some((procedure, off)) = estimate {
                    self.claims.insert(num, procedure);
                    let known = self.estimates.entry(procedure).or_default();
                    known.off = known.off.plus(off);
                }
            }
            Entry::Plan(row) => self.plans.push(row),
            Entry::Saved(plan, row) => self.saved.entry(plan).or_default().push(row),
        }
    }

    /// What counts of a row that does not stay: that somebody has died, or is no patient any more; and that nobody can tell
    /// what insurance pays.
    fn heed(&mut self, num: u64, entry: &Entry) {
        match entry {
            Entry::Patient(row) => {
                if let Some(known) = self
                    .patients
                    .get_mut(&num)
                    .filter(|known| ended(known.status) < ended(row.status))
                {
                    known.status = row.status;
                }
            }
            Entry::Claim(estimate) => {
                let of = self.claims.get(&num).copied().into_iter();
                for procedure in of.chain(estimate.map(|(procedure, _)| procedure)) {
                    self.estimates.remove(&procedure);
                }
            }
            Entry::Procedure(_)
            | Entry::Code(..)
            | Entry::Appointment(_)
            | Entry::Provider(..)
            | Entry::Plan(_)
            | Entry::Saved(..) => {}
        }
    }

    /// Takes the rows with these numbers out. Rows of insurance stay, for none of them counts in the end.
    fn taken(&mut self, keys: &[(&'static str, u64)]) -> BTreeMap<(&'static str, u64), Entry> {
        let mut firsts = BTreeMap::new();
        if keys.is_empty() {
            return firsts;
        }
        let is = |column: &'static str, num: u64| keys.binary_search(&(column, num)).is_ok();
        for (column, num) in keys {
            let found = match *column {
                "PatNum" => self.patients.remove(num).map(|row| Entry::Patient(Box::new(row))),
                "CodeNum" => self.codes.remove(num).map(|(code, place)| Entry::Code(code, place)),
                "AptNum" => self.appointments.remove(num).map(Entry::Appointment),
                "ProvNum" => self
                    .providers
                    .remove(num)
                    .map(|(name, place)| Entry::Provider(name, place)),
                _ => None,
            };
            firsts.extend(found.map(|entry| ((*column, *num), entry)));
        }
        for row in self.procedures.extract_if(.., |row| is("ProcNum", row.num)) {
            firsts.insert(("ProcNum", row.num), Entry::Procedure(row));
        }
        for row in self.plans.extract_if(.., |row| is("TreatPlanNum", row.num)) {
            firsts.insert(("TreatPlanNum", row.num), Entry::Plan(row));
        }
        for (plan, rows) in &mut self.saved {
            for row in rows.extract_if(.., |row| is("ProcTPNum", row.num)) {
                firsts.insert(("ProcTPNum", row.num), Entry::Saved(*plan, row));
            }
        }
        self.saved.retain(|_, rows| !rows.is_empty());
        firsts
    }
}
