//! Visits of systems other than Open Dental: read by a mapping, joined with what is planned, told when they change.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use followthrough::Event;
use followthrough::follow_up::EventKind;
use followthrough::plan::ProcedureStatus;
use followthrough_import::{Imported, Mapping, Options, Reason, System, changes, questions, read};

const MAPPING: &str = "mapping: 1
system: csv
columns: confirmed
time_zone: America/New_York
dates: {formats: [M/D/YYYY, M/D/YYYY h:mm tt]}
shapes:
  log:
    grain: procedure
    presented: charted
    plans: per_patient
    patient: {id: pat}
    procedure:
      id: proc
      value: fee
      appointment: appt?
      planned_on: planned?
      status: {column: state, map: {TP: planned, C: completed, S: scheduled}}
  book:
    grain: visit
    patient: {id: patient, mobile: cell?}
    visit:
      id: appointment
      starts: date
      time: at?
      kind: {column: type?, hygiene: [Prophy, Recall]}
      status:
        column: status
        match: trim_ignore_case
        map: {booked: scheduled, arrived: completed, failed: broken, cancelled: cancelled, blocked: skip}
";
const LOG: &str = "proc,pat,fee,appt,planned,state\n\
    1,7,100.00,a1,1/5/2026,TP\n\
    2,7,200.00,a2,1/5/2026,TP\n\
    3,8,300.00,a3,1/5/2026,TP\n\
    4,8,400.00,0,1/5/2026,TP\n\
    5,9,500.00,,1/5/2026,TP\n";
const BOOK: &str = "appointment,patient,date,at,status,type\n\
    a1,7,2/10/2026,9:30 AM,Booked,Crown\n\
    a2,7,1/12/2026,14:00,failed,Crown\n\
    a3,8,1/20/2026,8:00 am,arrived,\n\
    a4,9,2/12/2026 1:15 PM,,booked,Prophy\n";

fn options(mapping: &str) -> Options {
    let mut options = Options::default();
    for (name, value) in [("mapping", mapping), ("as_of", "2026-01-30"), ("list_records", "true")] {
        options.set(name, value).unwrap_or_else(|e| panic!("{e}"));
    }
    options
}

fn import(mapping: &str, files: &[(&str, &str)]) -> Imported {
    let imported = read(System::Csv, files.iter().copied(), &options(mapping)).unwrap_or_else(|e| panic!("{e}"));
    let totals = &imported.totals;
    assert_eq!(totals.records, totals.accepted + totals.rejected + totals.skipped);
    let listed = imported.records.as_ref().map_or(0, Vec::len);
    assert_eq!(totals.accepted, u64::try_from(listed).unwrap());
    imported
}

fn both(log: &str, book: &str) -> Imported {
    import(MAPPING, &[("log.csv", log), ("book.csv", book)])
}

fn standings(imported: &Imported) -> Vec<String> {
    let of = |r: &followthrough_import::PlanRecord| {
        let procedures = r.plan.procedures.iter().map(|p| {
            let visit = p.appointment.as_ref().map(ToString::to_string);
            format!("{}{}", p.id, visit.map(|visit| format!("@{visit}")).unwrap_or_default())
        });
        format!(
            "{} {} {}",
            r.plan.id,
            r.plan.standing(),
            procedures.collect::<Vec<_>>().join(" ")
        )
    };
    imported.plans.iter().map(of).collect()
}

#[test]
fn a_booked_visit_schedules_what_is_planned_and_a_broken_one_does_not() {
    let imported = both(LOG, BOOK);
    assert_eq!(imported.rejected, []);
    assert_eq!(standings(&imported), ["7 partial 1@a1 2", "8 open 3 4", "9 open 5"]);
    let told: Vec<String> = imported
        .appointments
        .iter()
        .map(|(who, a)| {
            let starts = a.starts_at.map(|at| at.to_string()).unwrap_or_default();
            let procedures: Vec<&str> = a.procedure_ids.iter().map(|id| id.as_str()).collect();
            let kind = a.kind.as_ref().map_or("", |kind| kind.as_str());
            format!("{who} {} {:?} {starts} {procedures:?} {kind}", a.id, a.status)
        })
        .collect();
    assert_eq!(
        told,
        [
            "7 a1 Scheduled 2026-02-10T14:30:00Z [\"1\"] ",
            "7 a2 Broken 2026-01-12T19:00:00Z [\"2\"] ",
            "8 a3 Completed 2026-01-20T13:00:00Z [\"3\"] ",
            "9 a4 Scheduled 2026-02-12T18:15:00Z [] hygiene",
        ]
    );
    assert_eq!(imported.totals.appointments, 4);
    let next = |patient: &str| {
        imported
            .people
            .iter()
            .find(|p| p.patient.as_str() == patient)
            .unwrap()
            .next_visit
    };
    assert_eq!(next("7").map(|day| day.to_string()).as_deref(), Some("2026-02-10"));
    assert_eq!(next("8"), None);
    // The order of the files does not matter.
    let turned = import(MAPPING, &[("book.csv", BOOK), ("log.csv", LOG)]);
    assert_eq!(changes(&imported, &turned).unwrap().events, []);
    // Without a file of visits a planned procedure is planned, whatever number it holds.
    assert_eq!(
        standings(&import(MAPPING, &[("log.csv", LOG)])),
        ["7 open 1 2", "8 open 3 4", "9 open 5"]
    );
    // Without a zone a visit has no instant.
    let unknown = import(
        &MAPPING.replace("America/New_York", "none"),
        &[("log.csv", LOG), ("book.csv", BOOK)],
    );
    assert!(unknown.appointments.iter().all(|(_, a)| a.starts_at.is_none()));
}

#[test]
fn a_visit_that_nobody_has_or_that_is_anothers_refuses_the_procedure() {
    let log = LOG.replace(",a1,", ",a9,").replace(",a2,", ",a3,");
    let imported = both(&log, BOOK);
    let told: Vec<_> = imported
        .rejected
        .iter()
        .map(|r| (r.record, r.reason, r.column.as_deref().unwrap(), r.value.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (1, Reason::UnknownReference, "appt", Some("a9")),
            (2, Reason::OtherPatient, "appt", Some("a3"))
        ]
    );
}

#[test]
fn damaged_visits_are_refused_one_by_one() {
    let book = "appointment,patient,date,at,status,type\n\
        a1,7,2/10/2026,9:30 AM,Booked,Crown\n\
        ,7,2/10/2026,,booked,\n\
        a3,8,13/1/2026,,arrived,\n\
        a4,8,1/20/2026,25:00,arrived,\n\
        a5,8,1/20/2026,,maybe,\n\
        a1,7,2/10/2026,9:30 AM,Booked,Crown\n\
        a1,7,2/11/2026,9:30 AM,Booked,Crown\n\
        a6,8,1/20/2026,,blocked,\n\
        a7,8,,,cancelled,\n\
        a8,,1/20/2026,,booked,\n\
        a9,8\n";
    let log = "proc,pat,fee,appt,planned,state\n1,7,100.00,a1,1/5/2026,TP\n2,8,1.00,,1/5/2026,TP\n";
    let imported = both(log, book);
    let told: Vec<_> = imported
        .rejected
        .iter()
        .map(|r| (r.record, r.reason.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (2, "missing_required"),
            (3, "bad_date"),
            (4, "bad_date"),
            (5, "unknown_status"),
            (7, "conflicting_duplicate"),
            (10, "missing_required"),
            (11, "wrong_field_count")
        ]
    );
    let skipped: Vec<_> = imported.skipped.iter().map(|r| (r.record, r.reason.as_str())).collect();
    assert_eq!(skipped, [(6, "exact_duplicate"), (8, "not_imported")]);
    let ids: Vec<&str> = imported.appointments.iter().map(|(_, a)| a.id.as_str()).collect();
    assert_eq!(ids, ["a1", "a7"]);
}

#[test]
fn what_changes_with_visits_is_told() {
    let before = both(LOG, BOOK);
    let book = BOOK
        .replace("a2,7,1/12/2026,14:00,failed", "a2,7,2/20/2026,14:00,booked")
        .replace("a1,7,2/10/2026,9:30 AM,Booked", "a1,7,2/10/2026,9:30 AM,failed")
        .replace("    a4,", "a4,");
    let book: String = book
        .lines()
        .filter(|line| !line.starts_with("a4"))
        .map(|line| format!("{line}\n"))
        .collect();
    let after = both(LOG, &book);
    let events = changes(&before, &after).unwrap().events;
    let told: Vec<String> = events
        .iter()
        .map(|(who, event)| {
            assert_eq!(
                &Event::from_json(&event.to_json()).unwrap(),
                event,
                "the engine reads it"
            );
            if let EventKind::Appointment(e) = &event.kind {
                return format!("{who}: {} {:?}", e.appointment.id, e.appointment.status);
            }
            let EventKind::Plan(e) = &event.kind else {
                panic!("{event:?}")
            };
            format!("{who}: {} {}", e.plan.id, e.plan.standing())
        })
        .collect();
    assert_eq!(
        told,
        ["7: a1 Broken", "7: a2 Scheduled", "7: 7 partial", "9: a4 Cancelled"]
    );
    // The first export tells of the visits too.
    let first = changes(&Imported::empty(before.as_of), &before).unwrap().events;
    let visits = first
        .iter()
        .filter(|(_, event)| matches!(event.kind, EventKind::Appointment(_)));
    assert_eq!(visits.count(), 4);
}

#[test]
fn visits_that_name_what_is_to_be_done_there() {
    let mapping = "mapping: 1
columns: confirmed
time_zone: none
shapes:
  quotes:
    grain: plan
    presented: status
    patient: {id: client}
    plan: {id: quote, value: total, status: {column: stage, map: {shown: open, lost: declined}}}
  book:
    grain: visit
    patient: {id: client, status: {column: client state?, map: {gone: inactive, here: active}}}
    visit: {id: visit, starts: day, plan: for?, status: {column: state, map: {booked: scheduled, missed: broken}}}
";
    let quotes = "quote,client,total,stage\nq1,7,10.00,shown\nq2,7,20.00,shown\nq3,8,30.00,lost\nq4,9,40.00,shown\n";
    let book = "visit,client,day,for,state\nv1,7,2026-02-10,q1,booked\nv2,7,2026-01-10,q2,missed\nv3,8,2026-02-11,q3,booked\n\
                v4,9,2026-02-12,,booked\nv5,9,2026-02-13,q9,booked\nv6,9,2026-02-14,q1,booked\n";
    let imported = import(mapping, &[("quotes.csv", quotes), ("book.csv", book)]);
    assert_eq!(
        standings(&imported),
        ["q1 accepted q1@v1", "q2 open q2", "q3 declined q3", "q4 open q4"]
    );
    let held: Vec<String> = imported
        .appointments
        .iter()
        .map(|(_, a)| {
            format!(
                "{} {:?}",
                a.id,
                a.procedure_ids.iter().map(|id| id.as_str()).collect::<Vec<_>>()
            )
        })
        .collect();
    assert_eq!(
        held,
        ["v1 [\"q1\"]", "v2 [\"q2\"]", "v3 [\"q3\"]", "v4 []", "v5 []", "v6 []"]
    );
    assert!(
        imported
            .notes
            .iter()
            .any(|n| n.message.starts_with("1 visits name a plan")),
        "{:?}",
        imported.notes
    );
    // Procedures are named by their ids, with the prefix of the practice.
    let mapping = MAPPING
        .replace(
            "kind: {column: type?, hygiene: [Prophy, Recall]}",
            "procedure: \"for?\"",
        )
        .replace("columns: confirmed", "columns: confirmed\nid_prefix: \"x-\"")
        .replace("      procedure: \"for?\"", "      procedure: for");
    let book = "appointment,patient,date,status,for\na1,7,2/10/2026,booked,2\na2,8,2/10/2026,booked,0\n";
    let log = LOG.replace(",a1,", ",,").replace(",a2,", ",,").replace(",a3,", ",a2,");
    let imported = import(&mapping, &[("log.csv", &log), ("book.csv", book)]);
    assert_eq!(
        standings(&imported)[..2],
        ["x-7 partial x-1 x-2@x-a1", "x-8 partial x-3@x-a2 x-4"]
    );
}

#[test]
fn visits_of_people_whom_the_list_does_not_have() {
    let mapping = format!(
        "{MAPPING}  people:\n    grain: person\n    patient: {{id: number, status: {{column: active, map: {{\"yes\": active, \"no\": inactive}}}}}}\n"
    );
    let people = "number,active\n7,yes\n8,no\n";
    let files = [("people.csv", people), ("log.csv", LOG), ("book.csv", BOOK)];
    let imported = read(System::Csv, files, &options(&mapping)).unwrap();
    let told: Vec<_> = imported
        .rejected
        .iter()
        .map(|r| (&*r.file, r.column.as_deref().unwrap(), r.reason))
        .collect();
    assert_eq!(
        told,
        [
            ("log.csv", "pat", Reason::UnknownPatient),
            ("book.csv", "patient", Reason::UnknownPatient)
        ]
    );
    // That another file has no column of the status contradicts nothing.
    assert!(
        imported
            .notes
            .iter()
            .all(|note| !note.message.contains("something else")),
        "{:?}",
        imported.notes
    );
}

#[test]
fn the_newest_visit_that_took_place_tells_the_day() {
    let mut options = Options::default();
    options.set("mapping", MAPPING).unwrap();
    let imported = read(System::Csv, [("log.csv", LOG), ("book.csv", BOOK)], &options).unwrap();
    assert_eq!(imported.as_of.to_string(), "2026-01-20");
}

#[test]
fn words_and_columns_of_visits_are_asked() {
    let book = BOOK.replace("failed", "didn't show");
    let asked = questions(System::Csv, [("log.csv", LOG), ("book.csv", &book)], &options(MAPPING)).unwrap();
    let of_visits: Vec<_> = asked.iter().filter(|q| q.file.as_deref() == Some("book.csv")).collect();
    assert_eq!(of_visits.len(), 1, "{asked:?}");
    assert_eq!(
        (of_visits[0].key.as_str(), of_visits[0].required),
        ("visit.status.map.WORD", false)
    );
    assert_eq!(of_visits[0].seen, ["\"didn't show\" in 1 row"]);
    assert!(of_visits[0].choices.iter().any(|choice| choice.answer == "broken"));
    let jane =
        "Patient Number,Appointment Date,Appointment State\n7,2026-02-10 09:30,booked\n8,2026-01-12 14:00,no show\n";
    let asked = questions(System::Jane, [("schedule.csv", jane)], &Options::default()).unwrap();
    assert_eq!(asked[0].key, "columns");
    let mut options = Options::default();
    for (name, value) in [
        (
            "mapping",
            "mapping: 1\nextends: jane.appointments\ncolumns: confirmed\n",
        ),
        ("time_zone", "America/Toronto"),
    ] {
        options.set(name, value).unwrap();
    }
    options.set("as_of", "2026-01-30").unwrap();
    let imported = read(System::Jane, [("schedule.csv", jane)], &options).unwrap();
    assert_eq!((imported.totals.accepted, imported.people.len()), (2, 2));
}

#[test]
fn what_is_wrong_with_a_mapping_of_visits() {
    for (text, says) in [
        ("grain: visit\npatient: {id: a}", "\"visit\" is missing"),
        (
            "grain: visit\npatient: {id: a}\nvisit: {id: b}",
            "\"starts\" is missing",
        ),
        (
            "grain: visit\npatient: {id: a}\nvisit: {id: b, starts: c, status: {column: d, map: {x: planned}}}",
            "\"planned\"",
        ),
        ("grain: visit\npatient: {id: a}\nplan: {value: b}", "names its plan"),
        ("grain: person\npatient: {id: a}\nvisit: {id: b}", "one row is a visit"),
    ] {
        let told = Mapping::from_yaml(&format!("mapping: 1\n{text}\n"))
            .unwrap_err()
            .to_string();
        assert!(told.contains(says), "{text}: {told}");
    }
}

#[test]
fn visits_of_an_answer_in_utc_book_the_procedures_inside_plans() {
    const MAPPING: &str = "mapping: 1
extends: nexhealth
shapes:
  appointments:
    json: {lists: [data]}
    grain: visit
    dates: {formats: [\"yyyy-MM-ddTHH:mm:ss.fffXXX\"]}
    patient: {id: patient_id}
    visit:
      id: id
      starts: start_time
      status: {column: state, map: {booked: scheduled, cancelled: cancelled}}
";
    const PLANS: &str = r#"{"code": true, "data": [
        {"id": 1, "patient_id": 7, "status": "proposed", "name": null, "procedures": [
            {"id": 10, "code": "D2740", "status": "planned", "appointment_id": 90,
                "fee": {"amount": "62.00", "currency": "USD"}},
            {"id": 11, "code": "D2391", "status": "planned", "appointment_id": 91,
                "fee": {"amount": "30.00", "currency": "USD"}}]},
        {"id": 2, "patient_id": 8, "status": "proposed", "name": null, "procedures": [
            {"id": 12, "code": "D2740", "status": "planned", "appointment_id": 99,
                "fee": {"amount": "5.00", "currency": "USD"}}]}]}"#;
    const BOOK: &str = r#"{"code": true, "data": [
        {"id": 90, "patient_id": 7, "start_time": "2026-02-10T03:30:00.000Z", "state": "booked"},
        {"id": 91, "patient_id": 7, "start_time": "2026-02-11T14:00:00.000-05:00", "state": "cancelled"}]}"#;
    let mut options = options(MAPPING);
    options.set("time_zone", "America/New_York").unwrap();
    let files = [("plans.json", PLANS), ("book.json", BOOK)];
    let imported = read(System::NexHealth, files, &options).unwrap_or_else(|e| panic!("{e}"));

    let plan = &imported.plans[0].plan;
    let statuses: Vec<ProcedureStatus> = plan.procedures.iter().map(|p| p.status).collect();
    let [booked, cancelled] = [ProcedureStatus::Scheduled, ProcedureStatus::Planned];
    assert_eq!((plan.id.as_str(), statuses), ("1", vec![booked, cancelled]));
    let visits: Vec<(String, usize)> = imported
        .appointments
        .iter()
        .map(|(_, visit)| (visit.starts_at.unwrap().to_string(), visit.procedure_ids.len()))
        .collect();
    // What is past midnight in UTC is the evening before at the practice.
    assert_eq!(imported.people[0].next_visit.unwrap().to_string(), "2026-02-09");
    assert_eq!(
        visits,
        [
            ("2026-02-10T03:30:00Z".to_owned(), 1),
            ("2026-02-11T19:00:00Z".to_owned(), 1)
        ]
    );
    // Nobody can tell whether what is on a visit that is not there is scheduled; a plan of which one is so is refused.
    let [refused] = imported.rejected.as_slice() else {
        panic!("{:?}", imported.rejected)
    };
    assert_eq!((refused.record, refused.reason), (2, Reason::UnknownReference));
}

#[test]
fn what_holds_for_all_shapes_of_a_preset_holds_for_those_that_have_it() {
    let both = "mapping: 1\nextends: jane\ncolumns: confirmed\nplan: {name: Plan?}\nvisit: {time: At?}\n";
    let mapping = Mapping::from_yaml(both).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(
        mapping.shapes().collect::<Vec<_>>(),
        ["jane.appointments", "jane.treatments"]
    );
    let nobodys = "mapping: 1\nextends: dentrix.cases\nvisit: {time: At?}\n";
    let error = Mapping::from_yaml(nobodys).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("only where one row is a visit"), "{error}");
}
