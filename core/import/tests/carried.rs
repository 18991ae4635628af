//! What a refused record may hide is carried from night to night, until an export shows what became of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::wildcard_enum_match_arm,
    reason = "a test may stop where it stands, and reads the public data"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::options;
use followthrough::follow_up::{Appointment, AppointmentStatus, EventKind};
use followthrough::plan::ProcedureStatus;
use followthrough::{Plan, Recipient};
use followthrough_import::{Changes, HeldPart, Imported, Listing, StoredExport, System, changes, read};
use proptest::prelude::*;

/// A row of the procedure log: absent, planned, done or deleted; its fee; whether it is on the visit; how it is spoiled.
type Row = (u8, u8, bool, u8);

#[derive(Clone, Debug)]
struct Night {
    procedures: Vec<Row>,
    /// For each patient: no visit, booked, moved, broken; and whether the row is spoiled.
    visits: Vec<(u8, bool)>,
    /// Patients whose own row is spoiled.
    people: Vec<bool>,
}

const PATIENTS: usize = 3;
const PROCEDURES: usize = 6;

fn a_night() -> impl Strategy<Value = Night> {
    let spoiled = prop_oneof![6 => Just(0_u8), 1 => Just(1_u8), 1 => Just(2_u8)];
    let row = (0..6_u8, 1..4_u8, any::<bool>(), spoiled);
    (
        prop::collection::vec(row, PROCEDURES),
        prop::collection::vec((0..4_u8, prop::bool::weighted(0.15)), PATIENTS),
        prop::collection::vec(prop::bool::weighted(0.1), PATIENTS),
    )
        .prop_map(|(procedures, visits, people)| Night {
            procedures,
            visits,
            people,
        })
}

fn whole(night: &Night) -> Night {
    Night {
        procedures: night.procedures.iter().map(|(a, b, c, _)| (*a, *b, *c, 0)).collect(),
        visits: night.visits.iter().map(|(visit, _)| (*visit, false)).collect(),
        people: vec![false; PATIENTS],
    }
}

fn imported(night: &Night, day: usize) -> Imported {
    let mut people = String::from("PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk\n");
    for (at, spoiled) in night.people.iter().enumerate() {
        let status = if *spoiled { "x" } else { "0" };
        people += &format!("{0},L,F{0},{status},1980-01-01,(404) 555-017{0},,{0},1\n", at + 7);
    }
    let mut visits = String::from("AptNum,PatNum,AptStatus,AptDateTime\n");
    for (at, (visit, spoiled)) in night.visits.iter().enumerate() {
        let (status, day) = [("", ""), ("1", "10"), ("1", "11"), ("5", "10")][usize::from(*visit)];
        let status = if *spoiled { "x" } else { status };
        if *visit > 0 {
            visits += &format!("{},{},{status},2026-03-{day} 09:30:00\n", at + 50, at + 7);
        }
    }
    let mut log =
        String::from("ProcNum,PatNum,AptNum,CodeNum,ProcDate,ProcFee,ProcStatus,ProvNum,PlannedAptNum,DateTP\n");
    for (at, (state, fee, on_visit, spoiled)) in night.procedures.iter().enumerate() {
        let patient = at % PATIENTS;
        let visit = if *on_visit && night.visits[patient].0 > 0 {
            patient + 50
        } else {
            0
        };
        let status = [0, 1, 1, 1, 2, 6][usize::from(*state)];
        let (num, patient) = (at + 200, patient + 7);
        match (status, spoiled) {
            (0, _) => {}
            (_, 1) => log += &format!("{num},{patient},{visit},1,2026-01-05,x,{status},1,0,2026-01-05\n"),
            (_, 2) => log += &format!("{num},{patient}\n"),
            _ => log += &format!("{num},{patient},{visit},1,2026-01-05,{fee}00.00,{status},1,0,2026-01-05\n"),
        }
    }
    let mut options = options();
    options.set("as_of", &format!("2026-02-{:02}", day + 1)).unwrap();
    let files = [
        ("patient.csv", people),
        ("appointment.csv", visits),
        ("procedurelog.csv", log),
        ("procedurecode.csv", "CodeNum,ProcCode\n1,D2740\n".to_owned()),
    ];
    read(System::OpenDental, files, &options).unwrap()
}

/// What a host was told and still holds.
#[derive(Default)]
struct Host {
    plans: BTreeMap<String, (String, Plan)>,
    visits: BTreeMap<String, Appointment>,
    people: BTreeMap<String, Recipient>,
}

impl Host {
    fn take(&mut self, news: &Changes) {
        for (who, event) in &news.events {
            match event.kind.clone() {
                EventKind::Recipient(told) => {
                    self.people.insert(who.to_string(), told.recipient);
                }
                EventKind::Plan(told) => {
                    let (id, told) = (told.plan.id.to_string(), (who.to_string(), told.plan));
                    assert_ne!(self.plans.get(&id), Some(&told), "told twice");
                    self.plans.insert(id, told);
                }
                EventKind::PlanGone(told) => {
                    let known = self.plans.remove(told.plan_id.as_str());
                    assert!(known.is_some(), "{} is gone and was never told, or twice", told.plan_id);
                }
                EventKind::Appointment(told) => {
                    let visit = told.appointment;
                    let known = self.visits.insert(visit.id.to_string(), visit.clone());
                    // That a broken visit was deleted is no news, so it may come back as it was.
                    let is_booked = visit.status == AppointmentStatus::Scheduled;
                    assert!(!is_booked || known.as_ref() != Some(&visit), "told twice");
                    assert!(known.is_some() || visit.status != AppointmentStatus::Cancelled);
                }
                kind => panic!("{kind:?}"),
            }
        }
    }

    /// What is open: pending procedures with their fees by plan and recipient, visits that are booked, and people.
    fn open(&self, of: &Imported) -> (BTreeSet<String>, BTreeSet<String>, BTreeSet<String>) {
        let people: BTreeSet<&str> = of.recipients.iter().map(|r| r.id.as_str()).collect();
        let pending = self.plans.values().flat_map(|(who, plan)| {
            let of = move |p: &followthrough::plan::Procedure| format!("{who} {} {} {:?}", plan.id, p.id, p.fee);
            plan.pending().map(of)
        });
        let booked = self
            .visits
            .values()
            .filter(|v| v.status == AppointmentStatus::Scheduled);
        let booked =
            booked.filter(|v| people.contains((v.id.as_str().parse::<usize>().unwrap() - 43).to_string().as_str()));
        let known = self.people.iter().filter(|(id, _)| people.contains(id.as_str()));
        (
            pending.collect(),
            booked.map(|v| format!("{} {:?}", v.id, v.starts_at)).collect(),
            known.map(|(id, r)| format!("{id} {r:?}")).collect(),
        )
    }
}

/// Night by night, each compared with what the last one left to be stored. The last night is whole.
fn live(nights: &[Night]) -> (Host, Imported) {
    let mut host = Host::default();
    let mut store = StoredExport::empty();
    let mut last = None;
    for (day, night) in nights.iter().enumerate() {
        let is_last = day + 1 == nights.len();
        let export = imported(&if is_last { whole(night) } else { night.clone() }, day);
        let news = changes(&store, &export).unwrap();
        host.take(&news);
        store = StoredExport::from_json(&news.store.to_json().to_string()).unwrap();
        assert!(
            changes(&store, &export).unwrap().events.is_empty(),
            "the same night again"
        );
        assert!(!is_last || news.held.is_empty(), "{:?}", news.held);
        last = Some(export);
    }
    (host, last.unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever was refused on the nights between, after a night that is whole a host knows what it would know had it
    /// been told of that night alone; and it was told nothing twice.
    #[test]
    fn after_a_whole_night_all_is_known(nights in prop::collection::vec(a_night(), 2..6)) {
        let (host, last) = live(&nights);
        let mut direct = Host::default();
        direct.take(&changes(&StoredExport::empty(), &last).unwrap());
        prop_assert_eq!(host.open(&last), direct.open(&last));
    }
}

fn night(procedures: [Row; PROCEDURES], visit: (u8, bool)) -> Night {
    Night {
        procedures: procedures.to_vec(),
        visits: vec![visit, (0, false), (0, false)],
        people: vec![false; PATIENTS],
    }
}

const NONE: Row = (0, 1, false, 0);
const PLANNED: Row = (1, 1, false, 0);

fn words(news: &Changes) -> Vec<String> {
    let word = |kind: &EventKind| match kind {
        EventKind::Recipient(_) => "recipient".to_owned(),
        EventKind::Plan(e) => format!("{} {}", e.plan.id, e.plan.standing()),
        EventKind::PlanGone(e) => format!("{} gone", e.plan_id),
        EventKind::Appointment(e) => format!("{} {:?}", e.appointment.id, e.appointment.status),
        kind => panic!("{kind:?}"),
    };
    news.events.iter().map(|(_, event)| word(&event.kind)).collect()
}

#[test]
fn what_went_on_a_night_with_refused_records_is_told_on_the_next_whole_one() {
    let two = night([PLANNED, PLANNED, NONE, NONE, NONE, NONE], (1, false));
    // The plan of the first patient and its visit go; of the second one the only row is cut off.
    let refused = night([NONE, (1, 1, false, 2), NONE, NONE, NONE, NONE], (0, false));
    let first = changes(&StoredExport::empty(), &imported(&two, 0)).unwrap();
    let second = changes(&first.store, &imported(&refused, 1)).unwrap();
    assert_eq!(words(&second), [""; 0]);
    let held: Vec<_> = second
        .held
        .iter()
        .map(|held| (held.recipient.as_str(), &held.what))
        .collect();
    assert_eq!(held.len(), 3, "{held:?}");
    assert!(matches!(held[0], ("7", HeldPart::Appointment(id)) if id.as_str() == "50"));
    assert!(
        matches!(held[1], ("7", HeldPart::Plan { id, procedures }) if id.as_str() == "tp-7" && procedures.len() == 1)
    );
    // As long as it is refused it stays so, however often.
    let third = changes(&second.store, &imported(&refused, 2)).unwrap();
    assert_eq!((words(&third).len(), third.held.len()), (0, 3));
    assert!(
        third
            .held
            .iter()
            .all(|held| held.since.to_string().starts_with("2026-02-03")),
        "{:?}",
        third.held
    );
    let after = night([NONE, PLANNED, NONE, NONE, NONE, NONE], (0, false));
    let fourth = changes(&third.store, &imported(&after, 3)).unwrap();
    assert_eq!(words(&fourth), ["tp-7 gone"]);
    // The patient is contacted about nothing now, so the visit is kept until there is something again.
    let back = night([PLANNED, PLANNED, NONE, NONE, NONE, NONE], (0, false));
    let fifth = changes(&fourth.store, &imported(&back, 4)).unwrap();
    assert_eq!(words(&fifth), ["recipient", "50 Cancelled", "tp-7 open"]);
}

#[test]
fn of_a_plan_only_the_refused_procedure_is_held() {
    let three = night([PLANNED, NONE, NONE, (1, 2, false, 0), NONE, NONE], (0, false));
    let first = changes(&StoredExport::empty(), &imported(&three, 0)).unwrap();
    // The fee of one cannot be read, the other was done.
    let refused = night([(1, 1, false, 1), NONE, NONE, (4, 2, false, 0), NONE, NONE], (0, false));
    let second = changes(&first.store, &imported(&refused, 1)).unwrap();
    assert_eq!(words(&second), ["tp-7 partial"]);
    let EventKind::Plan(told) = &second.events[0].1.kind else {
        panic!("a plan")
    };
    assert_eq!(told.plan.pending_value().unwrap().to_string(), "100.00");
    let done = night([(4, 1, false, 0), NONE, NONE, (4, 2, false, 0), NONE, NONE], (0, false));
    let third = changes(&second.store, &imported(&done, 2)).unwrap();
    assert_eq!(words(&third), ["tp-7 completed"]);
    let statuses = |news: &Changes| match &news.events[0].1.kind {
        EventKind::Plan(told) => told.plan.procedures.iter().map(|p| p.status).collect::<Vec<_>>(),
        kind => panic!("{kind:?}"),
    };
    assert_eq!(statuses(&third), [ProcedureStatus::Completed; 2]);
}

#[test]
fn half_an_export_is_said_to_be_half() {
    let many = |plans: usize, visits: usize| {
        let mut options = options();
        options.set("as_of", "2026-02-01").unwrap();
        let people: String = (0..20)
            .map(|n| format!("{n},L,F,0,1980-01-01,,,{n},1\n", n = n + 1))
            .collect();
        let log: String = (0..plans)
            .map(|n| format!("{0},{0},0,1,2026-01-05,100.00,1,1,0,2026-01-05\n", n + 1))
            .collect();
        let book: String = (0..visits)
            .map(|n| format!("{0},{0},1,2026-03-10 09:30:00\n", n + 1))
            .collect();
        let files = [
            (
                "patient.csv",
                format!("PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk\n{people}"),
            ),
            (
                "appointment.csv",
                format!("AptNum,PatNum,AptStatus,AptDateTime\n{book}"),
            ),
            (
                "procedurelog.csv",
                format!(
                    "ProcNum,PatNum,AptNum,CodeNum,ProcDate,ProcFee,ProcStatus,ProvNum,PlannedAptNum,DateTP\n{log}"
                ),
            ),
            ("procedurecode.csv", "CodeNum,ProcCode\n1,D2740\n".to_owned()),
        ];
        read(System::OpenDental, files, &options).unwrap()
    };
    let shrunk = |before: (usize, usize), after: (usize, usize)| {
        let news = changes(&many(before.0, before.1), &many(after.0, after.1)).unwrap();
        let found = news.shrunk.iter().map(|s| (s.what, s.gone, s.of));
        found.collect::<Vec<_>>()
    };
    assert_eq!(shrunk((20, 20), (20, 20)), []);
    assert_eq!(shrunk((20, 20), (16, 20)), []);
    assert_eq!(shrunk((20, 20), (15, 20)), [(Listing::Plans, 5, 20)]);
    assert_eq!(shrunk((20, 20), (20, 9)), [(Listing::Appointments, 11, 20)]);
    assert_eq!(shrunk((4, 4), (0, 0)), [], "of few nobody can tell");
    let news = changes(&many(20, 0), &many(1, 0)).unwrap();
    assert_eq!(
        news.to_json()["shrunk"].to_string(),
        r#"[{"gone":19,"of":20,"what":"plans"}]"#
    );
}
