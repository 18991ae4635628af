//! Eighteen months of visits: cleanings, what was found and presented at them, and what became of it.

use std::collections::BTreeMap;

use followthrough::Date;

use super::Practice;
use super::catalogue::{Kind, MIX, MIX_CHILD, code};
use super::dice::{Dice, Stream};
use super::names::HYGIENISTS;
use super::people::Person;

/// A row of the procedure table.
pub(super) struct Procedure {
    pub(super) num: u32,
    pub(super) patient: u32,
    pub(super) code: &'static str,
    pub(super) date: Date,
    pub(super) planned_on: Date,
    pub(super) status: u32,
    pub(super) provider: u32,
    pub(super) visit: u32,
    pub(super) area: Area,
}

/// Where in the mouth.
#[derive(Clone, Default)]
pub(super) struct Area {
    pub(super) tooth: String,
    pub(super) surface: &'static str,
}

/// A row of the appointment table.
pub(super) struct Visit {
    pub(super) num: u32,
    pub(super) patient: u32,
    pub(super) status: u32,
    pub(super) date: Date,
    pub(super) minute: u32,
    pub(super) provider: u32,
    pub(super) hygienist: u32,
    /// When it was entered into the book.
    pub(super) entered: Date,
}

/// A plan as it was presented: its procedures by number.
pub(super) struct SavedPlan {
    pub(super) num: u32,
    pub(super) patient: u32,
    pub(super) presented_on: Date,
    pub(super) provider: u32,
    pub(super) procedures: Vec<u32>,
}

/// All that happened.
pub(super) struct History {
    pub(super) procedures: Vec<Procedure>,
    pub(super) visits: Vec<Visit>,
    pub(super) plans: Vec<SavedPlan>,
}

pub(super) const SCHEDULED: u32 = 1;
pub(super) const COMPLETE: u32 = 2;
pub(super) const BROKEN: u32 = 5;

pub(super) const PLANNED: u32 = 1;
pub(super) const DONE: u32 = 2;
const REFERRED: u32 = 5;
const DELETED: u32 = 6;

const HYGIENE_DAY: &[u32] = &[480, 540, 600, 660, 780, 840, 900, 960];
const DENTIST_DAY: &[u32] = &[480, 570, 660, 780, 870, 960];

/// Days of a month, times ten thousand.
const MONTH: i64 = 304_375;

pub(super) fn history(practice: &Practice, people: &[Person]) -> History {
    let mut office = Office {
        as_of: practice.as_of,
        booked: BTreeMap::new(),
        history: History {
            procedures: Vec::new(),
            visits: Vec::new(),
            plans: Vec::new(),
        },
    };
    let exams = office.cleanings(practice, people);
    let presented = chosen(practice, people, exams);
    office.plans(practice, people, &presented);
    office.history
}

/// An exam at which something can be presented.
#[derive(Clone, Copy)]
struct Exam {
    person: usize,
    date: Date,
}

/// So many exams of each month, no person twice within four months, in order of time.
fn chosen(practice: &Practice, people: &[Person], exams: Vec<Exam>) -> Vec<Exam> {
    let mut dice = Dice::new(practice.seed, Stream::Plans);
    let mut months: BTreeMap<i64, Vec<Exam>> = BTreeMap::new();
    for exam in exams {
        let month = practice.as_of.days_since(exam.date) * 10_000 / MONTH;
        months.entry(month).or_default().push(exam);
    }
    let mut chosen: Vec<Exam> = Vec::new();
    for (_, mut exams) in months.into_iter().rev() {
        dice.shuffle(&mut exams);
        let mut left = practice.plans_a_month;
        for exam in exams {
            // Children need less.
            let child = people
                .get(exam.person)
                .is_some_and(|person| person.is_child(practice.as_of));
            if child && dice.percent(70) {
                continue;
            }
            let lately = |other: &&Exam| other.person == exam.person && exam.date.days_since(other.date) < 120;
            if left > 0 && chosen.iter().rfind(lately).is_none() {
                chosen.push(exam);
                left -= 1;
            }
        }
    }
    chosen.sort_by_key(|exam| (exam.date, exam.person));
    chosen
}

struct Office {
    as_of: Date,
    booked: BTreeMap<(u32, Date), usize>,
    history: History,
}

impl Office {
    /// Each person's cleanings, done, missed and to come; what was done with an exam is returned.
    fn cleanings(&mut self, practice: &Practice, people: &[Person]) -> Vec<Exam> {
        let mut dice = Dice::new(practice.seed, Stream::Visits);
        let days = i64::from(practice.months) * MONTH / 10_000;
        let start = self.as_of.plus_days(-days).unwrap_or(self.as_of);
        let mut exams = Vec::new();
        for (index, person) in people.iter().enumerate().filter(|(_, person)| person.comes) {
            let hygienist = dice.pick(HYGIENISTS).map_or(5, |row| row.0);
            let until = if person.status == 0 {
                self.as_of
            } else {
                self.as_of.plus_days(-240).unwrap_or(start)
            };
            let mut first = dice.percent(20);
            let mut last = None;
            let mut next = later(start, dice.below(182));
            while next <= until {
                let (date, minute) = self.free(hygienist, HYGIENE_DAY, next);
                if date > until {
                    break;
                }
                if dice.percent(8) {
                    self.visit(person, BROKEN, date, minute, hygienist, last.unwrap_or(start));
                    next = later(date, dice.between(30, 60));
                    continue;
                }
                let visit = self.visit(person, COMPLETE, date, minute, hygienist, last.unwrap_or(start));
                for code in cleaning(person, self.as_of, first, last.is_none() || dice.percent(50)) {
                    let provider = if matches!(code, "D0120" | "D0150") {
                        person.dentist
                    } else {
                        hygienist
                    };
                    self.procedure(person, code, DONE, date, date, provider, visit, Area::default());
                }
                exams.push(Exam { person: index, date });
                (first, last) = (false, Some(date));
                next = later(date, dice.between(175, 205));
            }
            let soon = next > self.as_of && self.as_of.plus_days(150).is_some_and(|end| next <= end);
            if person.status == 0 && soon && dice.percent(76) {
                let (date, minute) = self.free(hygienist, HYGIENE_DAY, next);
                let booked_on = last.unwrap_or(start);
                let visit = self.visit(person, SCHEDULED, date, minute, hygienist, booked_on);
                for code in cleaning(person, self.as_of, false, false) {
                    let provider = if code == "D0120" { person.dentist } else { hygienist };
                    self.procedure(person, code, PLANNED, date, booked_on, provider, visit, Area::default());
                }
            }
        }
        exams
    }

    /// What was presented at those exams, and what became of it.
    fn plans(&mut self, practice: &Practice, people: &[Person], exams: &[Exam]) {
        let mut found = Dice::new(practice.seed, Stream::Office);
        let mut dice = Dice::new(practice.seed, Stream::Outcomes);
        for exam in exams {
            let Some(person) = people.get(exam.person) else {
                continue;
            };
            let child = person.is_child(self.as_of);
            let kind = found
                .weighed(if child { MIX_CHILD } else { MIX })
                .unwrap_or(Kind::Restorative);
            let items = items(kind, child, &mut found);
            let first = self.history.procedures.len();
            for (code, area) in items {
                self.procedure(person, code, PLANNED, exam.date, exam.date, person.dentist, 0, area);
            }
            let rows = self.history.procedures.get(first..).unwrap_or_default();
            let procedures: Vec<u32> = rows.iter().map(|p| p.num).collect();
            let num = 5001 + u32::try_from(self.history.plans.len()).unwrap_or(0);
            self.history.plans.push(SavedPlan {
                num,
                patient: person.num,
                presented_on: exam.date,
                provider: person.dentist,
                procedures: procedures.clone(),
            });
            self.outcome(person, kind, exam.date, &procedures, &mut dice);
        }
    }

    fn outcome(&mut self, person: &Person, kind: Kind, presented: Date, procedures: &[u32], dice: &mut Dice) {
        let days = self.as_of.days_since(presented);
        if dice.percent(kind.never()) {
            if kind.referred_at_times() && days > 20 && dice.percent(12) {
                procedures.iter().for_each(|num| self.set(*num, REFERRED, None));
            } else if days > 300 && dice.percent(15) {
                procedures.iter().for_each(|num| self.set(*num, DELETED, None));
            }
            return;
        }
        let delay = match dice.weighed(&[(30, 0), (25, 1), (25, 2), (20, 3)]).unwrap_or(0) {
            0 => 0,
            1 => dice.between(1, 14),
            2 => dice.between(15, 45),
            _ => dice.between(46, 120),
        };
        let accepted = later(presented, delay);
        if accepted > self.as_of {
            return;
        }
        let wanted = if procedures.len() > 1 && dice.percent(17) {
            procedures.len().div_ceil(2)
        } else {
            procedures.len()
        };
        let mut want = later(accepted, dice.between(3, 18));
        let mut entered = accepted;
        for (sitting, together) in procedures.get(..wanted).unwrap_or_default().chunks(2).enumerate() {
            if sitting > 0 {
                // What is put on an implant waits until the bone has healed.
                want = later(
                    want,
                    if kind == Kind::Implant {
                        110
                    } else {
                        dice.between(10, 21)
                    },
                );
            }
            match self.sitting(person, together, entered, want, dice) {
                // The next one is agreed on at the end of this one.
                Some(date) => (entered, want) = (date, date),
                None => return,
            }
        }
    }

    /// One visit for treatment. Broken ones are booked again, mostly; otherwise what was left stays planned.
    fn sitting(
        &mut self,
        person: &Person,
        procedures: &[u32],
        entered: Date,
        want: Date,
        dice: &mut Dice,
    ) -> Option<Date> {
        let (mut entered, mut want) = (entered, want);
        loop {
            let (date, minute) = self.free(person.dentist, DENTIST_DAY, want);
            if date > self.as_of {
                let visit = self.visit(person, SCHEDULED, date, minute, 0, entered);
                procedures
                    .iter()
                    .for_each(|num| self.set(*num, PLANNED, Some((visit, None))));
                return Some(date);
            }
            if dice.percent(91) {
                let visit = self.visit(person, COMPLETE, date, minute, 0, entered);
                procedures
                    .iter()
                    .for_each(|num| self.set(*num, DONE, Some((visit, Some(date)))));
                return Some(date);
            }
            let visit = self.visit(person, BROKEN, date, minute, 0, entered);
            procedures
                .iter()
                .for_each(|num| self.set(*num, PLANNED, Some((visit, None))));
            if !dice.percent(65) {
                return None;
            }
            (entered, want) = (date, later(date, dice.between(7, 25)));
        }
    }

    /// The first free time of a provider from that day on.
    fn free(&mut self, provider: u32, day: &[u32], from: Date) -> (Date, u32) {
        let mut date = from;
        loop {
            let taken = self.booked.entry((provider, date)).or_default();
            match day.get(*taken) {
                Some(minute) if works(date) => {
                    *taken += 1;
                    return (date, *minute);
                }
                Some(_) | None => date = later(date, 1),
            }
        }
    }

    fn visit(&mut self, person: &Person, status: u32, date: Date, minute: u32, hygienist: u32, entered: Date) -> u32 {
        let num = 20_001 + u32::try_from(self.history.visits.len()).unwrap_or(0);
        self.history.visits.push(Visit {
            num,
            patient: person.num,
            status,
            date,
            minute,
            provider: person.dentist,
            hygienist,
            entered: entered.min(self.as_of),
        });
        num
    }

    #[expect(clippy::too_many_arguments, reason = "a row of a table")]
    fn procedure(
        &mut self,
        person: &Person,
        code: &'static str,
        status: u32,
        date: Date,
        planned_on: Date,
        provider: u32,
        visit: u32,
        area: Area,
    ) {
        let num = 50_001 + u32::try_from(self.history.procedures.len()).unwrap_or(0);
        let patient = person.num;
        let procedure = Procedure {
            num,
            patient,
            code,
            date,
            planned_on,
            status,
            provider,
            visit,
            area,
        };
        self.history.procedures.push(procedure);
    }

    /// What became of a procedure: its status, the visit it is on, and when it was done.
    fn set(&mut self, num: u32, status: u32, visit: Option<(u32, Option<Date>)>) {
        let index = usize::try_from(num.saturating_sub(50_001)).unwrap_or(usize::MAX);
        if let Some(procedure) = self.history.procedures.get_mut(index) {
            procedure.status = status;
            if let Some((visit, done)) = visit {
                procedure.visit = visit;
                procedure.date = done.unwrap_or(procedure.date);
            }
        }
    }
}

pub(super) fn later(date: Date, days: u32) -> Date {
    date.plus_days(i64::from(days)).unwrap_or(date)
}

/// Monday to Friday. The first of January 2024 was a Monday.
fn works(date: Date) -> bool {
    Date::from_ymd(2024, 1, 1).is_some_and(|monday| date.days_since(monday).rem_euclid(7) < 5)
}

fn cleaning(person: &Person, as_of: Date, first: bool, pictures: bool) -> Vec<&'static str> {
    let mut codes = vec![if first { "D0150" } else { "D0120" }];
    if person.is_child(as_of) {
        codes.extend(["D1120", "D1206"]);
    } else {
        codes.push("D1110");
    }
    if pictures {
        codes.push("D0274");
    }
    codes
}

const MOLARS: &[u32] = &[2, 3, 14, 15, 18, 19, 30, 31];
const PREMOLARS: &[u32] = &[4, 5, 12, 13, 20, 21, 28, 29];
const FRONT: &[u32] = &[6, 7, 8, 9, 10, 11, 22, 23, 24, 25, 26, 27];
const WISDOM: &[u32] = &[1, 16, 17, 32];
const MILK: &[&str] = &["A", "B", "I", "J", "K", "L", "S", "T"];
const QUADRANTS: &[&str] = &["UR", "UL", "LL", "LR"];

/// The procedures of one plan.
fn items(kind: Kind, child: bool, dice: &mut Dice) -> Vec<(&'static str, Area)> {
    let tooth = |dice: &mut Dice, of: &[u32]| dice.pick(of).map(u32::to_string).unwrap_or_default();
    let at = |tooth: String| Area { tooth, surface: "" };
    match kind {
        Kind::Restorative => {
            let count = dice.weighed(&[(50, 1), (33, 2), (17, 3)]).unwrap_or(1);
            (0..count).map(|_| filling(child, dice)).collect()
        }
        Kind::Crown => {
            let of = if dice.percent(70) { MOLARS } else { PREMOLARS };
            let tooth = tooth(dice, of);
            let mut items = vec![("D2740", at(tooth.clone()))];
            if dice.percent(60) {
                items.insert(0, ("D2950", at(tooth)));
            }
            items
        }
        Kind::Endodontic => {
            let (code, of) = dice
                .pick(&[("D3310", FRONT), ("D3320", PREMOLARS), ("D3330", MOLARS)])
                .copied()
                .unwrap_or(("D3330", MOLARS));
            let tooth = tooth(dice, of);
            let mut items = vec![(code, at(tooth.clone()))];
            if dice.percent(75) {
                items.extend([("D2950", at(tooth.clone())), ("D2740", at(tooth))]);
            }
            items
        }
        Kind::Periodontic => {
            let count = dice.weighed(&[(40, 2), (10, 3), (50, 4)]).unwrap_or(4);
            QUADRANTS
                .iter()
                .take(count)
                .map(|quadrant| {
                    (
                        "D4341",
                        Area {
                            tooth: String::new(),
                            surface: quadrant,
                        },
                    )
                })
                .collect()
        }
        Kind::Surgery if child => vec![(
            "D7140",
            at(dice.pick(MILK).map(|t| (*t).to_owned()).unwrap_or_default()),
        )],
        Kind::Surgery => match dice.below(3) {
            0 => vec![("D7140", at(tooth(dice, PREMOLARS)))],
            1 => vec![("D7210", at(tooth(dice, MOLARS)))],
            _ => WISDOM
                .iter()
                .take(if dice.percent(50) { 4 } else { 2 })
                .map(|t| ("D7240", at(t.to_string())))
                .collect(),
        },
        Kind::Implant => {
            let tooth = tooth(dice, MOLARS);
            let mut items = vec![
                ("D6010", at(tooth.clone())),
                ("D6057", at(tooth.clone())),
                ("D6058", at(tooth.clone())),
            ];
            if dice.percent(40) {
                items.insert(1, ("D7953", at(tooth)));
            }
            items
        }
    }
}

fn filling(child: bool, dice: &mut Dice) -> (&'static str, Area) {
    let kinds = [("D2391", "O"), ("D2392", "MO"), ("D2392", "DO"), ("D2393", "MOD")];
    let (code, surface) = dice.pick(&kinds).copied().unwrap_or(("D2391", "O"));
    if child {
        let tooth = dice.pick(MILK).map(|t| (*t).to_owned()).unwrap_or_default();
        return (code, Area { tooth, surface });
    }
    if dice.percent(25) {
        let tooth = dice.pick(FRONT).map(u32::to_string).unwrap_or_default();
        let (code, surface) = if dice.percent(60) {
            ("D2330", "F")
        } else {
            ("D2331", "MF")
        };
        return (code, Area { tooth, surface });
    }
    let of = if dice.percent(60) { MOLARS } else { PREMOLARS };
    let tooth = dice.pick(of).map(u32::to_string).unwrap_or_default();
    (code, Area { tooth, surface })
}

/// The fee of a procedure, in dollars.
pub(super) fn fee(procedure: &Procedure) -> u32 {
    code(procedure.code).1
}
