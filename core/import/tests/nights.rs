//! A practice lives on night by night while its exports are damaged: nothing false is told on the way, and after a
//! night that is whole everything is known.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands"
)]

use std::collections::{BTreeMap, BTreeSet};

use followthrough::Plan;
use followthrough::follow_up::EventKind;
use followthrough_import::{Changes, HeldPart, Imported, Options, StoredExport, System, changes, read};
use proptest::prelude::*;

const PATIENTS: u32 = 3;

/// What is done to one thing: which, to which, and how.
type Step = (u8, u8, u8);
/// Which table, row and column, and how it is spoiled.
type Damage = (u8, u8, u8, u8);

#[derive(Clone, Debug)]
struct Night {
    steps: Vec<Step>,
    damage: Vec<Damage>,
}

/// On every bad night as many records are damaged, so that no count tells one from the other.
fn nights() -> impl Strategy<Value = Vec<Night>> {
    let step = (0..12_u8, any::<u8>(), any::<u8>());
    let damage = (0..8_u8, any::<u8>(), any::<u8>(), 0..6_u8);
    let night = (
        prop::collection::vec(step.clone(), 0..4),
        prop::collection::vec(damage, 2),
    );
    let night = night.prop_map(|(steps, damage)| Night { steps, damage });
    (prop::collection::vec(step, 4..12), prop::collection::vec(night, 2..6)).prop_map(|(begin, mut nights)| {
        nights.insert(
            0,
            Night {
                steps: begin,
                damage: Vec::new(),
            },
        );
        if let Some(last) = nights.last_mut() {
            last.damage.clear();
        }
        nights
    })
}

/// The practice as it is in truth.
#[derive(Clone, Default)]
struct World {
    next: u32,
    /// Patient, fee in dollars, status as its system writes it.
    procedures: BTreeMap<u32, (u32, u32, u8)>,
    /// Patient, status, procedures.
    plans: BTreeMap<u32, (u32, u8, BTreeSet<u32>)>,
    /// Patient, day, status.
    visits: BTreeMap<u32, (u32, u32, u8)>,
}

fn one<T: Copy>(of: impl Iterator<Item = T>, which: u8) -> Option<T> {
    let all: Vec<T> = of.collect();
    all.get(usize::from(which) % all.len().max(1)).copied()
}

impl World {
    fn step(&mut self, (kind, a, b): Step) {
        self.next += 1;
        let (id, patient) = (100 + self.next, u32::from(a) % PATIENTS + 1);
        match kind {
            0..=2 => {
                self.procedures
                    .insert(id, (patient, 1000 * (u32::from(b) % 40 + 1) + id, 1));
            }
            3 => {
                let gone = one(self.procedures.keys().copied(), a);
                self.procedures.retain(|id, _| Some(*id) != gone);
                for (_, status, on_it) in self.plans.values_mut() {
                    // What was saved stays written there.
                    on_it.retain(|id| *status == 0 || Some(*id) != gone);
                }
            }
            4 | 5 => {
                if let Some(of) = one(self.procedures.keys().copied(), a) {
                    self.procedures.get_mut(&of).unwrap().2 = [1, 2, 6][usize::from(b % 3)];
                }
            }
            6 | 7 => {
                let own = self.procedures.iter().filter(|(_, of)| of.0 == patient);
                let some = own.map(|(id, _)| *id).filter(|id| (id + u32::from(b)) % 3 > 0);
                self.plans.insert(id, (patient, b % 2, some.take(3).collect()));
            }
            8 => {
                let gone = one(self.plans.keys().copied(), a);
                self.plans.retain(|id, _| Some(*id) != gone);
            }
            9 => {
                if let Some((_, status, _)) = one(self.plans.keys().copied(), a).and_then(|id| self.plans.get_mut(&id))
                {
                    *status = [0, 2, 1][usize::from(*status)];
                }
            }
            10 => {
                self.visits.insert(id, (patient, u32::from(b) % 20 + 1, 1));
            }
            _ => {
                if let Some(of) = one(self.visits.keys().copied(), a) {
                    match b % 3 {
                        0 => drop(self.visits.remove(&of)),
                        1 => self.visits.get_mut(&of).unwrap().1 = u32::from(b) % 20 + 1,
                        _ => self.visits.get_mut(&of).unwrap().2 = 5,
                    }
                }
            }
        }
    }
}

/// A table: its name, its header, its rows.
type Table = (&'static str, &'static str, Vec<String>);

fn open_dental(world: &World) -> Vec<Table> {
    let person = |n: u32| {
        let (born, guarantor) = if n == 3 { ("2015-01-01", 1) } else { ("1980-01-01", n) };
        format!("{n},L,F{n},0,{born},(404) 555-017{n},,{guarantor},1")
    };
    let procedure = |(id, (patient, fee, status)): (&u32, &(u32, u32, u8))| {
        format!("{id},2026-01-05,{patient},0,0,1,2026-01-05,{status},{fee}.00")
    };
    let plans = |saved: bool| {
        let own = world.plans.iter().filter(move |(_, plan)| (plan.1 == 0) == saved);
        own.flat_map(|(id, (_, _, on_it))| on_it.iter().map(move |procedure| (*id, *procedure)))
    };
    let of = |id: &u32| world.procedures.get(id).map_or(0, |of| of.1);
    vec![
        (
            "patient.csv",
            "PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk",
            (1..=PATIENTS).map(person).collect(),
        ),
        (
            "procedurelog.csv",
            "ProcNum,DateTP,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcStatus,ProcFee",
            world.procedures.iter().map(procedure).collect(),
        ),
        (
            "treatplan.csv",
            "TreatPlanNum,PatNum,DateTP,TPStatus",
            world
                .plans
                .iter()
                .map(|(id, (patient, status, _))| {
                    format!(
                        "{id},{patient},2026-01-06 00:{:02}:{:02},{status}",
                        id / 60 % 60,
                        id % 60
                    )
                })
                .collect(),
        ),
        (
            "treatplanattach.csv",
            "TreatPlanAttachNum,TreatPlanNum,ProcNum",
            plans(false)
                .map(|(plan, procedure)| format!("{plan}{procedure},{plan},{procedure}"))
                .collect(),
        ),
        (
            "proctp.csv",
            "ProcTPNum,TreatPlanNum,ProcNumOrig,FeeAmt",
            plans(true)
                .map(|(plan, procedure)| format!("{plan}{procedure},{plan},{procedure},{}.00", of(&procedure)))
                .collect(),
        ),
        (
            "appointment.csv",
            "AptNum,PatNum,AptStatus,AptDateTime",
            world
                .visits
                .iter()
                .map(|(id, (patient, day, status))| {
                    format!("{id},{patient},{status},2026-03-{day:02} 09:{:02}:00", id % 60)
                })
                .collect(),
        ),
        ("procedurecode.csv", "CodeNum,ProcCode", vec!["1,D2740".to_owned()]),
    ]
}

/// A list of quotes of a practice with a mapping of its own: each procedure is a plan.
fn quotes(world: &World) -> Vec<Table> {
    let quote = |(id, (patient, fee, status)): (&u32, &(u32, u32, u8))| {
        let word = ["", "open", "done", "", "", "", "lost"][usize::from(*status)];
        format!("{patient},{id},2026-01-05,{word},{fee}.00")
    };
    vec![(
        "quotes.csv",
        "pt,id,day,st,fee",
        world.procedures.iter().map(quote).collect(),
    )]
}

const MAPPING: &str = "mapping: 1\ncolumns: confirmed\ngrain: plan\npresented: status\npatient: {id: pt}\nplan:\n  {id: \
                       id, value: fee, presented_on: day, status: {column: st, map: {open: open, done: completed, lost: \
                       declined}}}\n";

/// How a practice's exports are made and read.
#[derive(Clone, Copy, Debug)]
enum Practice {
    OpenDental(&'static str),
    Quotes,
}

impl Practice {
    fn tables(self, world: &World) -> Vec<Table> {
        match self {
            Self::OpenDental(_) => open_dental(world),
            Self::Quotes => quotes(world),
        }
    }

    /// None where it is no export at all.
    fn read(self, files: Vec<(&str, String)>, day: usize) -> Option<Imported> {
        let mut options = Options::default();
        options.set("as_of", &format!("2026-02-{:02}", day + 1)).unwrap();
        options.set("time_zone", "America/New_York").unwrap();
        let system = match self {
            Self::OpenDental(presented) => {
                options.set("presented", presented).unwrap();
                System::OpenDental
            }
            Self::Quotes => {
                options.set("mapping", MAPPING).unwrap();
                System::Csv
            }
        };
        read(system, files, &options).ok()
    }
}

fn whole(tables: &[Table]) -> Vec<(&'static str, String)> {
    let text = |(name, header, rows): &Table| {
        let rows: String = rows.iter().map(|row| format!("{row}\n")).collect();
        (*name, format!("{header}\n{rows}"))
    };
    tables.iter().map(text).collect()
}

fn text_has_quote(rows: &[String]) -> bool {
    rows.iter().any(|row| row.contains('"'))
}

fn damaged(tables: &[Table], damage: &[Damage]) -> Vec<(&'static str, String)> {
    let mut tables = tables.to_vec();
    let mut cuts: BTreeMap<usize, usize> = BTreeMap::new();
    let tables_are_quotes = tables.len() == 1;
    for (table, row, column, kind) in damage {
        let at = usize::from(*table) % tables.len();
        let (name, _, rows) = &mut tables[at];
        let Some(which) = one(0..rows.len(), *row) else {
            continue;
        };
        let mut cells: Vec<String> = rows[which].split(',').map(str::to_owned).collect();
        let column = usize::from(*column) % cells.len();
        // Who is contacted hangs on these: one that cannot be read is none, and refuses no row.
        if *name == "patient.csv" && matches!(column, 4 | 7) {
            continue;
        }
        // What stands there is an id or a code, whatever it is.
        let is_id = (tables_are_quotes && column < 2) || *name == "procedurecode.csv";
        let spoiled = if is_id { "" } else { "zz" };
        match kind {
            // What is left of a row that is spoiled besides could be what another one left.
            2 if rows[which].contains("zz") => {}
            2 => {
                cells.pop();
                rows[which] = cells.join(",");
            }
            // Two of them are a pair, and what stands between is a text.
            3 if !text_has_quote(rows) => {
                cells[column] = "\"".into();
                rows[which] = cells.join(",");
            }
            0 | 1 | 3 => {
                cells[column] = spoiled.into();
                rows[which] = cells.join(",");
            }
            // One more of its number, which cannot be read.
            4 if text_has_quote(rows) => {}
            4 => {
                // Without its id it would be what that row is once it has lost its own.
                let column = if tables_are_quotes {
                    2 + column % (cells.len() - 2)
                } else {
                    column
                };
                let spoiled = if column < 2 { spoiled } else { "zz" };
                cells[column] = spoiled.into();
                rows.push(cells.join(","));
            }
            _ => {
                cuts.insert(at, usize::from(*row) * 7 + usize::from(*table));
            }
        }
    }
    let mut files = whole(&tables);
    for (at, cut) in cuts {
        let header = tables[at].1.len() + 1;
        let text = &mut files[at].1;
        let end = header + cut % (text.len() - header).max(1);
        // Between two rows nobody can tell that it was cut.
        let end = if text.as_bytes()[end - 1] == b'\n' {
            text.len()
        } else {
            end
        };
        text.truncate(end);
    }
    files
}

/// What a host was told and still holds.
#[derive(Default)]
struct Host {
    plans: BTreeMap<String, (String, Plan)>,
    visits: BTreeMap<(String, String), String>,
    people: BTreeMap<String, String>,
}

impl Host {
    fn take(&mut self, news: &Changes) {
        for (who, event) in &news.events {
            match event.kind.clone() {
                EventKind::Recipient(told) => {
                    self.people.insert(who.to_string(), format!("{:?}", told.recipient));
                }
                EventKind::Plan(told) => {
                    let (id, told) = (told.plan.id.to_string(), (who.to_string(), told.plan));
                    assert_ne!(self.plans.get(&id), Some(&told), "told twice");
                    self.plans.insert(id, told);
                }
                EventKind::PlanGone(told) => {
                    let id = told.plan_id.as_str();
                    let known = self.plans.get(id);
                    assert!(known.is_some(), "{id} is gone and was never told, or twice");
                    // Somebody else may have been told of it before.
                    if known.is_some_and(|(whose, _)| whose == who.as_str()) {
                        self.plans.remove(id);
                    }
                }
                EventKind::Appointment(told) => {
                    let visit = told.appointment;
                    let key = (who.to_string(), visit.id.to_string());
                    self.visits
                        .insert(key, format!("{:?} {:?}", visit.status, visit.starts_at));
                }
                kind => panic!("{kind:?}"),
            }
        }
    }

    /// Pending procedures with their fees, by plan and recipient.
    fn pending(&self) -> BTreeSet<(String, String, String, String)> {
        let of = |(who, plan): &(String, Plan)| {
            let (who, id) = (who.clone(), plan.id.to_string());
            let one = move |p: &followthrough::plan::Procedure| {
                // Of a code that cannot be read there is none.
                let cost = format!("{:?} {}", p.fee, p.code.as_deref().unwrap_or("D2740"));
                (who.clone(), id.clone(), p.id.to_string(), cost)
            };
            plan.pending().map(one).collect::<Vec<_>>()
        };
        self.plans.values().flat_map(of).collect()
    }

    /// The same with visits and people, of those who are contacted about something.
    fn open(&self, of: &Imported) -> [BTreeSet<String>; 3] {
        let people: BTreeSet<&str> = of.recipients.iter().map(|r| r.id.as_str()).collect();
        let booked = self.visits.iter().filter(|((who, _), _)| people.contains(who.as_str()));
        let booked = booked.filter(|(_, visit)| visit.starts_with("Scheduled"));
        let known = self.people.iter().filter(|(who, _)| people.contains(who.as_str()));
        [
            self.pending().iter().map(|all| format!("{all:?}")).collect(),
            booked.map(|all| format!("{all:?}")).collect(),
            known.map(|all| format!("{all:?}")).collect(),
        ]
    }
}

/// What was true on some night so far.
#[derive(Default)]
struct Truth {
    /// Procedures with what they cost.
    cost: BTreeSet<(String, String)>,
    /// Two plans that hold one procedure.
    shared: BTreeSet<(String, String, String)>,
}

impl Truth {
    fn take(&mut self, direct: &Host) {
        for (_, plan, id, cost) in &direct.pending() {
            self.cost.insert((id.clone(), cost.clone()));
            for (_, other, same, _) in direct.pending().iter().filter(|(_, _, same, _)| same == id) {
                self.shared.insert((plan.clone(), other.clone(), same.clone()));
            }
        }
    }
}

fn live(practice: Practice, nights: &[Night]) {
    let (mut world, mut truth, mut host) = (World::default(), Truth::default(), Host::default());
    let mut store = StoredExport::empty();
    for (day, night) in nights.iter().enumerate() {
        night.steps.iter().for_each(|step| world.step(*step));
        let tables = practice.tables(&world);
        let clean = practice.read(whole(&tables), day).unwrap();
        assert_eq!(clean.totals.rejected, 0, "{:?}", clean.rejected);
        let mut direct = Host::default();
        direct.take(&changes(&StoredExport::empty(), &clean).unwrap());
        truth.take(&direct);
        let Some(export) = practice.read(damaged(&tables, &night.damage), day) else {
            continue;
        };
        let news = changes(&store, &export).unwrap();
        let there: BTreeMap<&str, &str> = clean
            .plans
            .iter()
            .map(|r| (r.plan.id.as_str(), r.recipient.as_str()))
            .collect();
        let held: BTreeSet<&str> = news
            .held
            .iter()
            .filter_map(|held| match &held.what {
                HeldPart::Plan { id, .. } => Some(id.as_str()),
                HeldPart::Appointment(_) => None,
            })
            .collect();
        for (who, event) in &news.events {
            match &event.kind {
                EventKind::PlanGone(told) => {
                    let in_truth = there.get(told.plan_id.as_str());
                    assert_ne!(in_truth, Some(&who.as_str()), "night {day}: {} is there", told.plan_id);
                }
                EventKind::Plan(told) if told.plan.standing().is_pending() => {
                    let id = told.plan.id.as_str();
                    // What is on a plan of which the number itself cannot be read looks as if it were on none.
                    let is_gathered = id.starts_with("tp-");
                    assert!(
                        is_gathered || there.contains_key(id) || held.contains(id),
                        "night {day}: {id} is gone"
                    );
                }
                _ => {}
            }
        }
        host.take(&news);
        for (_, plan, id, cost) in &host.pending() {
            assert!(
                truth.cost.contains(&(id.clone(), cost.clone())),
                "night {day}: {id} costs {cost}"
            );
            for (_, other, ..) in host.pending().iter().filter(|(_, _, same, _)| same == id) {
                if plan == other {
                    continue;
                }
                let shared = (plan.clone(), other.clone(), id.clone());
                assert!(truth.shared.contains(&shared), "night {day}: {shared:?} was never so");
            }
        }
        store = StoredExport::from_json(&news.store.to_json().to_string()).unwrap();
        assert!(
            changes(&store, &export).unwrap().events.is_empty(),
            "the same night again"
        );
        if night.damage.is_empty() {
            assert!(news.held.is_empty(), "night {day}: {:?}", news.held);
            assert_eq!(host.open(&clean), direct.open(&clean), "night {day}");
        }
    }
}

/// So many lives of a practice; more where somebody asks.
fn cases() -> u32 {
    let asked = std::env::var("NIGHTS").ok();
    asked.and_then(|cases| cases.parse().ok()).unwrap_or(256)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn nothing_false_of_saved_plans(nights in nights()) {
        live(Practice::OpenDental("saved_plan"), &nights);
    }

    #[test]
    fn nothing_false_of_what_is_charted(nights in nights()) {
        live(Practice::OpenDental("charted"), &nights);
    }

    #[test]
    fn nothing_false_of_quotes(nights in nights()) {
        live(Practice::Quotes, &nights);
    }
}
