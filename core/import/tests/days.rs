//! What an export tells of when things happened: the days of procedures, conversations, and which plans are running lists.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands; what it shares with others looks for public data"
)]

mod common;

use common::{APPOINTMENT, PROCEDURELOG, import, options, small, with};
use followthrough::wire::{PatientId, ProcedureId};
use followthrough_import::{Days, Imported, Mapping, Options, System, read};

fn of(imported: &Imported, procedure: &str) -> Days {
    let id = ProcedureId::parse(procedure).unwrap();
    let on_plan = imported.days.get(&id).copied();
    let done = imported.completed.iter().find(|done| done.procedure == id);
    let done = done.map(|done| Days {
        planned_on: done.planned_on,
        booked_on: done.booked_on,
        done_on: done.done_on,
    });
    on_plan.or(done).unwrap_or_default()
}

fn shown(days: Days) -> [String; 3] {
    [days.planned_on, days.booked_on, days.done_on].map(|day| day.map_or_else(|| "-".to_owned(), |day| day.to_string()))
}

const ENTERED: &str = "AptNum,PatNum,AptStatus,AptDateTime,SecDateTEntry\n\
    51,7,1,2026-02-10 09:30:00,2026-01-02 17:00:00\n\
    52,9,2,2026-01-12 14:00:00,0001-01-01 00:00:00\n";

#[test]
fn procedures_have_the_days_that_the_tables_tell() {
    let imported = import(with("appointment.csv", ENTERED));
    assert_eq!(shown(of(&imported, "101")), ["2025-12-02", "-", "-"]);
    // Charted straight onto a visit: the day of the plan is that of the visit.
    assert_eq!(shown(of(&imported, "103")), ["2026-02-10", "2026-01-02", "-"]);
    assert_eq!(shown(of(&imported, "105")), ["2025-10-01", "-", "2026-01-12"]);
    assert!(imported.charted && imported.plans.iter().all(|record| record.charted));

    // A stamp that nobody can read costs no visit.
    let imported = import(with(
        "appointment.csv",
        ENTERED.replace("2026-01-02 17", "yesterday 17"),
    ));
    assert!(imported.rejected.is_empty(), "{:?}", imported.rejected);
    assert_eq!(shown(of(&imported, "103")), ["2026-02-10", "-", "-"]);
    assert_eq!(of(&import(with("appointment.csv", APPOINTMENT)), "103").booked_on, None);
}

#[test]
fn who_was_treated_and_has_no_plan_is_among_the_treated() {
    let done = PROCEDURELOG.replace("1100.00,3,1,2,", "1100.00,3,2,2,");
    let imported = import(with("procedurelog.csv", done));
    let ids = |all: &[followthrough::Recipient]| all.iter().map(|r| r.id.to_string()).collect::<Vec<_>>();
    assert_eq!(
        (ids(&imported.recipients), ids(&imported.treated)),
        (vec!["7".to_owned()], vec!["9".to_owned()])
    );
}

#[test]
fn conversations_are_told_by_patient_where_the_table_says_with_whom() {
    assert_eq!(import(small()).conversations, None);
    let without = import(with("commlog.csv", "CommDateTime\n2026-01-10 10:00:00\n"));
    assert_eq!(without.conversations, None);
    let talks = "CommDateTime,PatNum\n2026-01-10 10:00:00,7\n2026-01-03 10:00:00,7\n2026-01-03 12:00:00,7\n2026-01-05,0\n\
                 2026-01-06,x\n";
    let imported = import(with("commlog.csv", talks));
    assert!(imported.rejected.is_empty(), "{:?}", imported.rejected);
    let conversations = imported.conversations.unwrap();
    let days: Vec<_> = conversations[&PatientId::parse("7").unwrap()]
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        (days, conversations.len()),
        (vec!["2026-01-03".to_owned(), "2026-01-10".to_owned()], 1)
    );
}

#[test]
fn saved_plans_are_documents_and_active_ones_running_lists() {
    let mut files = small();
    files.push((
        "treatplan.csv".into(),
        b"TreatPlanNum,PatNum,DateTP,TPStatus\n1,7,2025-12-03,0\n2,7,0001-01-01,1\n".to_vec(),
    ));
    files.push((
        "treatplanattach.csv".into(),
        b"TreatPlanNum,ProcNum\n2,101\n2,102\n".to_vec(),
    ));
    files.push((
        "proctp.csv".into(),
        b"ProcTPNum,TreatPlanNum,ProcNumOrig,FeeAmt\n1,1,101,1250.00\n".to_vec(),
    ));
    let charted = |imported: &Imported| {
        let told = imported
            .plans
            .iter()
            .map(|record| (record.plan.id.to_string(), record.charted));
        told.collect::<Vec<_>>()
    };
    let told = import(files.clone());
    assert_eq!(
        charted(&told),
        [
            ("1".into(), false),
            ("2".into(), true),
            ("tp-7".into(), true),
            ("tp-8".into(), true),
            ("tp-9".into(), true)
        ]
    );
    let mut saved = options();
    saved.set("presented", "saved_plan").unwrap();
    let saved = read(System::OpenDental, files, &saved).unwrap();
    assert!(!saved.charted && saved.treated.is_empty());
}

#[test]
fn a_mapped_file_tells_its_days() {
    let mapping = "
mapping: 1
columns: confirmed
grain: procedure
presented: charted
plans: per_patient
currency: USD
patient: {id: Pt}
procedure:
  {id: Id, value: Fee, planned_on: Planned, done_on: Done, location: Room, status: {column: St, map: {P: planned, C: completed}}}
";
    let mut options = Options::default();
    options.set("time_zone", "none").unwrap();
    options.set("as_of", "2026-06-30").unwrap();
    options.mapping = Some(Mapping::from_yaml(mapping).unwrap_or_else(|e| panic!("{e}")));
    let rows =
        "Pt,Id,Fee,Planned,Done,Room,St\n1,a,10.00,2026-06-01,2026-06-09,North,C\n1,b,20.00,2026-06-02,,North,P\n";
    let imported = read(System::Csv, [("log.csv", rows)], &options).unwrap();
    assert_eq!(shown(of(&imported, "a")), ["2026-06-01", "-", "2026-06-09"]);
    assert_eq!(shown(of(&imported, "b")), ["2026-06-02", "-", "-"]);
    assert_eq!(imported.completed[0].location.as_ref().unwrap().as_str(), "North");
    assert!(imported.charted && imported.plans[0].charted);

    // One day for both: of what is done nobody says which it is.
    options.mapping =
        Some(Mapping::from_yaml(&mapping.replace(" done_on: Done,", "")).unwrap_or_else(|e| panic!("{e}")));
    let imported = read(System::Csv, [("log.csv", rows)], &options).unwrap();
    assert_eq!(shown(of(&imported, "a")), ["-", "-", "-"]);
    assert_eq!(shown(of(&imported, "b")), ["2026-06-02", "-", "-"]);
}
