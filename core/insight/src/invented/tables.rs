//! The history as Open Dental's tables, with its column names.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use followthrough::Date;

use super::Practice;
use super::catalogue::{CODES, code};
use super::dice::{Dice, Stream};
use super::history::{COMPLETE, DONE, History, PLANNED, Procedure, SCHEDULED, fee, later};
use super::names::{DENTISTS, HYGIENISTS};
use super::people::Person;

const NULL_DATE: &str = "0001-01-01";

/// One file as it is written.
struct Table(String);

impl Table {
    fn new(header: &str) -> Self {
        Self(format!("{header}\n"))
    }

    fn row(&mut self, cells: &[&dyn std::fmt::Display]) {
        for (index, cell) in cells.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let text = cell.to_string();
            // Writing into a String cannot fail.
            let _ = if text.contains([',', '"', '\n']) {
                write!(self.0, "{comma}\"{}\"", text.replace('"', "\"\""))
            } else {
                write!(self.0, "{comma}{text}")
            };
        }
        self.0.push('\n');
    }
}

/// An amount of cents as the system writes it.
struct Cents(u32);

impl std::fmt::Display for Cents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

pub(super) fn files(practice: &Practice, people: &[Person], history: &History) -> Vec<(String, Vec<u8>)> {
    let mut tables = vec![
        ("patient.csv", patients(people)),
        ("provider.csv", providers()),
        ("procedurecode.csv", codes()),
        ("procedurelog.csv", procedures(history)),
        ("appointment.csv", appointments(history)),
        ("claimproc.csv", claims(people, history)),
        ("recall.csv", recalls(people, history)),
        ("commlog.csv", conversations(practice, history)),
    ];
    if practice.saved_plans {
        let (plans, attached, saved) = plans(people, history);
        tables.extend([
            ("treatplan.csv", plans),
            ("treatplanattach.csv", attached),
            ("proctp.csv", saved),
        ]);
    }
    tables
        .into_iter()
        .map(|(name, table)| (name.to_owned(), table.0.into_bytes()))
        .collect()
}

fn patients(people: &[Person]) -> Table {
    let mut table = Table::new(
        "PatNum,LName,FName,MiddleI,Preferred,PatStatus,Gender,Position,Birthdate,SSN,Address,Address2,City,State,Zip,\
         HmPhone,WkPhone,WirelessPhone,Email,Guarantor,PriProv,BillingType,ClinicNum,TxtMsgOk,PreferContactMethod,Language",
    );
    for p in people {
        let language = if p.spanish { "spa" } else { "" };
        table.row(&[
            &p.num,
            &p.last,
            &p.first,
            &"",
            &"",
            &p.status,
            &0,
            &0,
            &p.born,
            &"",
            &p.address,
            &"",
            &"Atlanta",
            &Practice::STATE,
            &p.zip,
            &p.home,
            &"",
            &p.mobile,
            &p.email,
            &p.guarantor,
            &p.dentist,
            &40,
            &0,
            &p.text_ok,
            &0,
            &language,
        ]);
    }
    table
}

fn providers() -> Table {
    let mut table = Table::new("ProvNum,Abbr,LName,FName,MI,Suffix,IsSecondary,IsHidden,ProvStatus");
    for (secondary, rows) in [(0, DENTISTS), (1, HYGIENISTS)] {
        for (num, abbreviation, last, first, suffix) in rows {
            table.row(&[num, abbreviation, last, first, &"", suffix, &secondary, &0, &0]);
        }
    }
    table
}

fn codes() -> Table {
    let mut table = Table::new("CodeNum,ProcCode,Descript,AbbrDesc,LaymanTerm");
    for (num, code, _, words) in CODES {
        table.row(&[num, code, words, code, words]);
    }
    table
}

fn procedures(history: &History) -> Table {
    let mut table = Table::new(
        "ProcNum,PatNum,AptNum,CodeNum,ProcDate,ProcFee,Surf,ToothNum,ToothRange,ProcStatus,ProvNum,PlannedAptNum,\
         ClinicNum,DateTP,UnitQty,BaseUnits,Discount",
    );
    for p in &history.procedures {
        table.row(&[
            &p.num,
            &p.patient,
            &p.visit,
            &code(p.code).0,
            &p.date,
            &Cents(fee(p) * 100),
            &p.area.surface,
            &p.area.tooth,
            &"",
            &p.status,
            &p.provider,
            &0,
            &0,
            &p.planned_on,
            &1,
            &0,
            &"0.00",
        ]);
    }
    table
}

fn appointments(history: &History) -> Table {
    let mut table = Table::new(
        "AptNum,PatNum,AptStatus,Pattern,Confirmed,Op,Note,ProvNum,ProvHyg,AptDateTime,IsNewPatient,IsHygiene,ClinicNum,\
         SecDateTEntry",
    );
    for v in &history.visits {
        let when = format!("{} {:02}:{:02}:00", v.date, v.minute / 60, v.minute % 60);
        let hygiene = u32::from(v.hygienist != 0);
        let chair = if v.hygienist != 0 { v.hygienist } else { v.provider };
        table.row(&[
            &v.num,
            &v.patient,
            &v.status,
            &"XXXXXXXXXXXX",
            &0,
            &chair,
            &"",
            &v.provider,
            &v.hygienist,
            &when,
            &0,
            &hygiene,
            &0,
            &format!("{} 16:{:02}:00", v.entered, v.num % 60),
        ]);
    }
    table
}

/// Of a hundred, what insurance is expected to pay.
fn covered(procedure: &Procedure) -> u32 {
    match procedure.code.get(..3) {
        Some("D01" | "D02" | "D11" | "D12") => 100,
        Some("D23" | "D33" | "D43" | "D71" | "D72") => 80,
        Some("D27" | "D29" | "D49") => 50,
        Some(_) | None => 0,
    }
}

fn claims(people: &[Person], history: &History) -> Table {
    let mut table = Table::new(
        "ClaimProcNum,ProcNum,ClaimNum,PatNum,ProvNum,FeeBilled,InsPayEst,InsPayAmt,Status,PlanNum,WriteOff,WriteOffEst,InsSubNum",
    );
    let insured: BTreeMap<u32, bool> = people.iter().map(|p| (p.num, p.insured)).collect();
    let mut num = 80_000;
    for p in &history.procedures {
        let status = match p.status {
            PLANNED => 6,
            DONE => 1,
            _ => continue,
        };
        if !insured.get(&p.patient).copied().unwrap_or_default() {
            continue;
        }
        num += 1;
        let (estimate, cut) = (fee(p) * covered(p), fee(p) * 8);
        let (paid, cut_off) = if status == 1 { (estimate, cut) } else { (0, 0) };
        let claim = if status == 1 { num } else { 0 };
        table.row(&[
            &num,
            &p.num,
            &claim,
            &p.patient,
            &p.provider,
            &Cents(fee(p) * 100),
            &Cents(estimate),
            &Cents(paid),
            &status,
            &101,
            &Cents(cut_off),
            &Cents(cut),
            &0,
        ]);
    }
    table
}

fn recalls(people: &[Person], history: &History) -> Table {
    let mut table = Table::new(
        "RecallNum,PatNum,DateDue,DatePrevious,RecallInterval,RecallStatus,IsDisabled,RecallTypeNum,DateScheduled",
    );
    let of = |status| {
        let visits = history
            .visits
            .iter()
            .filter(move |v| v.hygienist != 0 && v.status == status);
        visits.map(|v| (v.patient, v.date)).collect::<BTreeMap<u32, Date>>()
    };
    let (done, next) = (of(COMPLETE), of(SCHEDULED));
    for (index, person) in people.iter().enumerate() {
        let Some(last) = done.get(&person.num) else { continue };
        let scheduled = next
            .get(&person.num)
            .map_or_else(|| NULL_DATE.to_owned(), Date::to_string);
        table.row(&[
            &(index + 1),
            &person.num,
            &later(*last, 182),
            last,
            &"0y6m0d",
            &0,
            &0,
            &1,
            &scheduled,
        ]);
    }
    table
}

fn conversations(practice: &Practice, history: &History) -> Table {
    let mut table = Table::new("CommlogNum,PatNum,CommDateTime,CommType,Note,Mode_,SentOrReceived,UserNum");
    let mut dice = Dice::new(practice.seed, Stream::Talk);
    let mut num = 0;
    let mut say = |patient: u32, date: Date, note: &str, mode: u32| {
        num += 1;
        let when = format!("{date} {:02}:{:02}:00", 8 + num % 9, num % 60);
        table.row(&[&num, &patient, &when, &0, &note, &mode, &1, &1]);
    };
    for visit in history.visits.iter().filter(|v| v.status != SCHEDULED) {
        if dice.percent(20) {
            let called = visit.date.plus_days(-2).unwrap_or(visit.date);
            say(visit.patient, called, "Reminded of the visit", 1);
        }
    }
    for plan in &history.plans {
        if dice.percent(35) {
            let note = if dice.percent(50) {
                "Left a message about treatment"
            } else {
                "Wants to think about it, will call"
            };
            let date = later(plan.presented_on, dice.between(1, 25)).min(practice.as_of);
            say(plan.patient, date, note, 1);
        }
    }
    table
}

/// Presented plans, and one active plan for whoever has something planned.
fn plans(people: &[Person], history: &History) -> (Table, Table, Table) {
    let mut plans =
        Table::new("TreatPlanNum,PatNum,DateTP,Heading,Note,ResponsParty,TPStatus,UserNumPresenter,TPType,DateTSigned");
    let mut attached = Table::new("TreatPlanAttachNum,TreatPlanNum,ProcNum,Priority");
    let mut saved = Table::new(
        "ProcTPNum,TreatPlanNum,PatNum,ProcNumOrig,ItemOrder,Priority,ToothNumTP,Surf,ProcCode,Descript,FeeAmt,PriInsAmt,\
         SecInsAmt,PatAmt,Discount,DateTP",
    );
    let insured: BTreeMap<u32, bool> = people.iter().map(|p| (p.num, p.insured)).collect();
    let rows: BTreeMap<u32, &Procedure> = history.procedures.iter().map(|p| (p.num, p)).collect();
    let mut num = 0;
    for plan in &history.plans {
        plans.row(&[
            &plan.num,
            &plan.patient,
            &plan.presented_on,
            &"Treatment plan",
            &"",
            &0,
            &0,
            &plan.provider,
            &0,
            &NULL_DATE,
        ]);
        let procedures = plan.procedures.iter().filter_map(|num| rows.get(num));
        for (order, p) in procedures.enumerate() {
            num += 1;
            let cents = fee(p) * 100;
            let covered = if insured.get(&p.patient).copied().unwrap_or_default() {
                fee(p) * covered(p)
            } else {
                0
            };
            let words = CODES.iter().find(|row| row.1 == p.code).map_or("", |row| row.3);
            saved.row(&[
                &num,
                &plan.num,
                &p.patient,
                &p.num,
                &order,
                &0,
                &p.area.tooth,
                &p.area.surface,
                &p.code,
                &words,
                &Cents(cents),
                &Cents(covered),
                &"0.00",
                &Cents(cents - covered),
                &"0.00",
                &p.planned_on,
            ]);
        }
    }
    let mut live: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for p in history.procedures.iter().filter(|p| p.status == PLANNED) {
        live.entry(p.patient).or_default().push(p.num);
    }
    let mut attach = 0;
    for (patient, procedures) in live {
        let active = 500_000 + patient;
        plans.row(&[
            &active,
            &patient,
            &NULL_DATE,
            &"Active Treatment Plan",
            &"",
            &0,
            &1,
            &0,
            &0,
            &NULL_DATE,
        ]);
        for procedure in procedures {
            attach += 1;
            attached.row(&[&attach, &active, &procedure, &0]);
        }
    }
    (plans, attached, saved)
}
