//! Two exports of the small practice, one night apart: what the follow-ups are told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands, and reads the public data"
)]

mod common;

use common::{APPOINTMENT, PATIENT, PROCEDURELOG, import, small, with};
use followthrough::follow_up::{AppointmentStatus, EventKind};
use followthrough::plan::ProcedureStatus;
use followthrough::{Date, Event, Standing};
use followthrough_import::{Imported, Options, StoredExport, System, changes, read};

fn told(before: &Imported, after: &Imported) -> Vec<(String, Event)> {
    let events = changes(before, after).unwrap().events;
    assert_eq!(events, changes(before, after).unwrap().events, "told again, the same");
    for (_, event) in &events {
        assert_eq!(
            &Event::from_json(&event.to_json()).unwrap(),
            event,
            "the engine reads it"
        );
    }
    events
        .into_iter()
        .map(|(who, event)| (who.to_string(), event))
        .collect()
}

fn words(events: &[(String, Event)]) -> Vec<String> {
    let word = |kind: &EventKind| match kind {
        EventKind::Recipient(_) => "recipient".to_owned(),
        EventKind::Plan(e) => format!("{} {}", e.plan.id, e.plan.standing()),
        EventKind::PlanGone(e) => format!("{} gone", e.plan_id),
        EventKind::Appointment(e) => format!("{} {:?}", e.appointment.id, e.appointment.status),
        EventKind::Reply(_)
        | EventKind::Subject(_)
        | EventKind::SubjectGone(_)
        | EventKind::Click(_)
        | EventKind::Receipt(_)
        | EventKind::Staff(_)
        | EventKind::Consent(_)
        | EventKind::History(_) => {
            panic!("{kind:?}")
        }
    };
    events
        .iter()
        .map(|(who, event)| format!("{who}: {}", word(&event.kind)))
        .collect()
}

fn log(from: &[&str], to: &[&str]) -> Imported {
    let text = from.iter().zip(to).fold(PROCEDURELOG.to_owned(), |text, (a, b)| {
        assert!(text.contains(a), "{a}");
        text.replace(a, b)
    });
    import(with("procedurelog.csv", text))
}

#[test]
fn the_first_export_tells_everything_and_the_same_again_nothing() {
    let first = import(small());
    let nothing = Imported::empty(Date::parse("2026-01-01").unwrap());
    let events = told(&nothing, &first);
    let expected = ["7: recipient", "7: 51 Scheduled", "7: tp-7 partial", "7: tp-8 open"];
    assert_eq!(words(&events)[..4], expected);
    assert_eq!(words(&events)[4..], ["9: recipient", "9: 52 Completed", "9: tp-9 open"]);
    assert_eq!(
        events[0].1.at.to_string(),
        "2026-01-13T08:00:00Z",
        "the end of that day in Los Angeles"
    );
    let mut ids: Vec<_> = events.iter().map(|(_, event)| event.event_id.clone()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), events.len());
    assert_eq!(told(&first, &first), []);
}

#[test]
fn a_plan_all_of_which_was_done_is_completed_not_gone() {
    let before = import(small());
    let after = log(
        &["106,9,0,1,2026-01-12,1100.00,3,1,", "102,7,0,2,2025-11-20,95.5,,1,"],
        &["106,9,0,1,2026-01-20,1100.00,3,2,", "102,7,0,2,2026-01-20,95.5,,2,"],
    );
    let events = told(&before, &after);
    assert_eq!(words(&events), ["7: tp-7 partial", "9: tp-9 completed"]);
    let EventKind::Plan(event) = &events[0].1.kind else {
        panic!("a plan")
    };
    let done = event.plan.procedures.iter().find(|p| p.id.as_str() == "102").unwrap();
    assert_eq!(done.status, ProcedureStatus::Completed);
    assert_eq!(event.plan.pending_value().unwrap().to_string(), "1250.00");
}

#[test]
fn a_plan_whose_procedures_are_no_more_is_gone() {
    let before = import(small());
    let row = "106,9,0,1,2026-01-12,1100.00,3,1,2,0,2026-01-12\n";
    assert_eq!(words(&told(&before, &log(&[row], &[""]))), ["9: tp-9 gone"]);
    let removed = log(&["1100.00,3,1,"], &["1100.00,3,6,"]);
    let events = told(&before, &removed);
    let EventKind::Plan(event) = &events[0].1.kind else {
        panic!("a plan")
    };
    assert_eq!((events.len(), event.plan.standing()), (1, Standing::Empty));
}

#[test]
fn visits_booked_moved_broken_and_deleted() {
    let before = import(small());
    let visits = |text: String| import(with("appointment.csv", text));
    let broken = visits(APPOINTMENT.replace("51,7,1,", "51,7,5,"));
    assert_eq!(words(&told(&before, &broken)), ["7: 51 Broken", "7: tp-7 open"]);
    let moved = visits(APPOINTMENT.replace("02-10 09:30", "02-11 10:00"));
    assert_eq!(words(&told(&before, &moved)), ["7: 51 Scheduled"]);
    let mut files = with(
        "appointment.csv",
        APPOINTMENT.replace("51,7,1,2026-02-10 09:30:00\n", ""),
    );
    files.retain(|(name, _)| name != "procedurelog.csv");
    files.push((
        "procedurelog.csv".into(),
        PROCEDURELOG.replace("103,7,51,", "103,7,0,").into_bytes(),
    ));
    let deleted = import(files);
    let events = told(&before, &deleted);
    assert_eq!(words(&events), ["7: 51 Cancelled", "7: tp-7 open"]);
    let EventKind::Appointment(event) = &events[0].1.kind else {
        panic!("a visit")
    };
    assert_eq!(
        (event.appointment.status, event.appointment.procedure_ids.len()),
        (AppointmentStatus::Cancelled, 1)
    );
}

#[test]
fn consent_taken_back_and_a_child_who_came_of_age() {
    let before = import(small());
    let denied = import(with("patient.csv", PATIENT.replace(",7,1,0,1,spa", ",7,1,0,2,spa")));
    assert_eq!(words(&told(&before, &denied)), ["7: recipient"]);
    let adult = import(with("patient.csv", PATIENT.replace("2018-03-02", "2008-01-02")));
    let events = told(&before, &adult);
    assert_eq!(words(&events), ["7: tp-8 gone", "8: recipient", "8: tp-8 open"]);
    let EventKind::PlanGone(event) = &events[0].1.kind else {
        panic!("a plan that moved")
    };
    assert_eq!(event.moved_to.as_ref().unwrap().as_str(), "8");
}

#[test]
fn what_a_refused_record_may_hide_is_not_told_as_gone() {
    let mapping = "mapping: 1\ncolumns: confirmed\ngrain: plan\npresented: status\npatient: {id: pt}\nplan:\n  {id: id, \
                   value: fee, presented_on: day, status: {column: st, map: {open: open, no: declined}}}\n";
    let night = |rows: &str| {
        let mut options = Options::default();
        for (name, value) in [("mapping", mapping), ("as_of", "2026-01-30"), ("time_zone", "none")] {
            options.set(name, value).unwrap();
        }
        read(
            System::Csv,
            [("plans.csv", format!("pt,id,fee,day,st\n{rows}"))],
            &options,
        )
        .unwrap()
    };
    let gone = |before: &Imported, after: &Imported| {
        let stored = |night: &Imported| StoredExport::from_json(&night.to_json().to_string()).unwrap();
        assert_eq!(
            changes(&stored(before), &stored(after)).unwrap(),
            changes(before, after).unwrap()
        );
        words(&told(before, after))
    };
    let whole = night("7,1,900.00,2026-01-05,open\n8,2,800.00,2026-01-05,open\n");
    let one = "8,2,800.00,2026-01-05,open\n";
    for refused in [
        "7,1,\"9O0\",2026-01-05,open\n",
        "7,1,900.00,2026-01-05,Won\n",
        "7,1,900.00,2026-01-05\n",
        ",1,900.00,2026-01-05,open\n",
    ] {
        assert!(gone(&whole, &night(&format!("{refused}{one}"))).is_empty(), "{refused}");
    }
    // Of a record that says whose it is, others are not in doubt; nor is anybody, where it was refused before as well.
    let of_another = night("7,1,900.00,2026-01-05,open\n7,3,x,2026-01-05,open\n");
    assert_eq!(gone(&whole, &of_another), ["8: 2 gone"]);
    let with_broken = night("7,1,900.00,2026-01-05,open\n8,2,800.00,2026-01-05,open\n9,4\n");
    assert_eq!(gone(&with_broken, &night(&format!("9,4\n{one}"))), ["7: 1 gone"]);
    assert_eq!(gone(&whole, &night(one)), ["7: 1 gone"]);
}
