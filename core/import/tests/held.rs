//! What left a plan or a person on a night on which a record was refused that may be why: it stays, and is said.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands"
)]

use followthrough::follow_up::EventKind;
use followthrough::plan::ProcedureStatus;
use followthrough_import::{Changes, HeldPart, Imported, Options, StoredExport, System, changes, read};

const TABLES: [(&str, &str); 7] = [
    (
        "patient.csv",
        "PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk\n\
         1,Doe,Ann,0,1980-01-01,4045550101,,1,1\n\
         2,Roe,Bob,0,1981-01-01,4045550102,,2,1\n\
         3,Poe,Kid,0,2015-01-01,,,1,0\n",
    ),
    (
        "procedurelog.csv",
        "ProcNum,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcFee,ProcStatus,DateTP\n\
         10,1,0,0,1,0001-01-01,1000.00,1,2026-01-05\n\
         11,1,0,0,2,0001-01-01,200.50,1,2026-01-05\n\
         20,2,0,0,1,0001-01-01,300,1,2026-01-10\n\
         30,3,0,0,1,0001-01-01,400,1,2026-01-11\n",
    ),
    ("procedurecode.csv", "CodeNum,ProcCode\n1,D2740\n2,D3330\n"),
    (
        "appointment.csv",
        "AptNum,PatNum,AptStatus,AptDateTime\n53,3,1,2026-02-10 09:00:00\n",
    ),
    (
        "treatplan.csv",
        "TreatPlanNum,PatNum,DateTP,TPStatus\n\
         900,1,2026-01-06,0\n901,1,0001-01-01,1\n902,2,2026-01-12,0\n",
    ),
    ("treatplanattach.csv", "TreatPlanNum,ProcNum\n901,10\n901,11\n"),
    (
        "proctp.csv",
        "ProcTPNum,TreatPlanNum,PatNum,ProcNumOrig,FeeAmt,ProcCode\n\
         1,900,1,10,950.00,D2740\n2,902,2,20,300,D2740\n",
    ),
];

fn options(presented: &str) -> Options {
    let mut options = Options::default();
    options.set("presented", presented).unwrap();
    options.set("time_zone", "America/New_York").unwrap();
    options.set("as_of", "2026-01-30").unwrap();
    options
}

/// The practice, with a text of each of some tables replaced.
fn practice(presented: &str, spoiled: &[(&str, &str, &str)]) -> Imported {
    let files = TABLES.map(|(name, text)| {
        let of = spoiled.iter().filter(|(table, ..)| *table == name);
        let text = of.fold(text.to_owned(), |text, (_, from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        (name, text)
    });
    read(System::OpenDental, files, &options(presented)).unwrap()
}

fn held(news: &Changes) -> Vec<String> {
    let part = |part: &HeldPart| match part {
        HeldPart::Plan { id, procedures } => {
            let ids: Vec<&str> = procedures.iter().map(|id| id.as_str()).collect();
            format!("{id} {}", ids.join("+"))
        }
        HeldPart::Appointment(id) => format!("visit {id}"),
    };
    let mut held: Vec<String> = news
        .held
        .iter()
        .map(|held| format!("{}: {}", held.recipient, part(&held.what)))
        .collect();
    held.sort();
    held
}

fn words(news: &Changes) -> Vec<String> {
    let word = |kind: &EventKind| match kind {
        EventKind::Recipient(_) => "recipient".to_owned(),
        EventKind::Plan(told) => {
            let ids: Vec<&str> = told.plan.procedures.iter().map(|p| p.id.as_str()).collect();
            format!("{} {}", told.plan.id, ids.join("+"))
        }
        EventKind::PlanGone(told) => format!("{} gone to {:?}", told.plan_id, told.moved_to),
        EventKind::Appointment(told) => format!("{} {:?}", told.appointment.id, told.appointment.status),
        kind => panic!("{kind:?}"),
    };
    let events = news.events.iter();
    events
        .map(|(who, event)| format!("{who}: {}", word(&event.kind)))
        .collect()
}

/// The night before, one with refused records, and the night before once more: what is held in between, and nothing told.
fn holds(before: &Imported, refused: &Imported, what: &[&str]) {
    let first = changes(&StoredExport::empty(), before).unwrap();
    let second = changes(&first.store, refused).unwrap();
    assert_eq!(words(&second), [""; 0], "{what:?}");
    assert_eq!(held(&second), what);
    let again = changes(&second.store, refused).unwrap();
    assert_eq!((words(&again), held(&again)), (Vec::new(), held(&second)));
    let third = changes(&second.store, before).unwrap();
    assert_eq!((words(&third), held(&third)), (Vec::new(), Vec::new()), "{what:?}");
}

#[test]
fn a_procedure_is_on_its_plan_though_the_record_that_says_so_was_refused() {
    let saved = practice("saved_plan", &[]);
    let charted = practice("charted", &[]);
    for (table, from, to, what) in [
        ("proctp.csv", "10,950.00", "10,abc", "1: 900 10"),
        ("proctp.csv", "2,902,2,20", "2,9x2,2,20", "2: 902 20"),
        ("treatplanattach.csv", "901,11", "901,1x", "1: 901 11"),
        ("treatplanattach.csv", "901,11", "9o1,11", "1: 901 11"),
        ("treatplan.csv", "900,1,2026-01-06,0", "900,1,2026-01-06,9", "1: 900 10"),
    ] {
        holds(&saved, &practice("saved_plan", &[(table, from, to)]), &[what]);
        holds(&charted, &practice("charted", &[(table, from, to)]), &[what]);
    }
    let active = [("treatplan.csv", "901,1,0001-01-01,1", "901,1,0001-01-01,x")];
    holds(&charted, &practice("charted", &active), &["1: 901 10+11"]);
}

#[test]
fn of_somebody_else_nothing_is_held() {
    let refused = practice(
        "charted",
        &[
            ("proctp.csv", "10,950.00", "10,abc"),
            ("proctp.csv", "2,902,2,20,300,D2740\n", ""),
        ],
    );
    let news = changes(&practice("charted", &[]), &refused).unwrap();
    assert_eq!(
        (words(&news), held(&news)),
        (vec!["2: 902 ".into(), "2: tp-2 20".into()], vec!["1: 900 10".into()])
    );
}

#[test]
fn what_was_done_is_news_whatever_was_refused() {
    let done = [
        ("treatplan.csv", "901,1,0001-01-01,1", "901,1,0001-01-01,x"),
        ("procedurelog.csv", "0001-01-01,200.50,1", "2026-01-20,200.50,2"),
    ];
    let news = changes(&practice("charted", &[]), &practice("charted", &done)).unwrap();
    assert_eq!(
        (words(&news), held(&news)),
        (vec!["1: 901 10+11".into()], vec!["1: 901 10".into()])
    );
    let EventKind::Plan(told) = &news.events[0].1.kind else {
        panic!("a plan")
    };
    let statuses: Vec<_> = told.plan.procedures.iter().map(|p| p.status).collect();
    assert_eq!(statuses, [ProcedureStatus::Planned, ProcedureStatus::Completed]);
}

#[test]
fn a_record_between_two_patients_touches_both() {
    let refused = practice("saved_plan", &[("treatplan.csv", "900,1,2026", "900,2,2026")]);
    let touched = &refused.rejected[0];
    let ids = [&touched.patient, &touched.other_patient].map(|id| id.as_ref().unwrap().as_str());
    assert_eq!(ids, ["2", "1"]);
    holds(&practice("saved_plan", &[]), &refused, &["1: 900 10"]);
}

#[test]
fn a_childs_plans_and_visits_stay_with_a_guarantor_whose_row_was_refused() {
    let refused = practice("charted", &[("patient.csv", "1,Doe,Ann,0,", "1,Doe,Ann,99,")]);
    let what = ["1: 900 10", "1: 901 10+11", "1: tp-3 30", "1: visit 53"];
    holds(&practice("charted", &[]), &refused, &what);
    let moved = practice("charted", &[("patient.csv", ",,,1,0\n", ",,,3,0\n")]);
    let news = changes(&practice("charted", &[]), &moved).unwrap();
    assert!(held(&news).is_empty());
    let told = words(&news);
    assert!(told.contains(&"1: tp-3 gone to Some(\"3\")".to_owned()), "{told:?}");
    assert!(told.contains(&"1: 53 Cancelled".to_owned()) && told.contains(&"3: 53 Scheduled".to_owned()));
}

#[test]
fn a_number_under_two_patients_is_nobodys() {
    let twice = |rows: [&str; 2]| {
        let text = rows.concat();
        practice(
            "charted",
            &[("procedurelog.csv", "20,2,0,0,1,0001-01-01,300,1,2026-01-10\n", &text)],
        )
    };
    let own = "20,2,0,0,1,0001-01-01,300,1,2026-01-10\n";
    let other = "20,3,0,0,1,0001-01-01,250,1,2026-01-10\n";
    for rows in [[own, other], [other, own]] {
        let refused = twice(rows);
        let whose: Vec<&str> = refused
            .rejected
            .iter()
            .map(|r| r.patient.as_ref().unwrap().as_str())
            .collect();
        assert_eq!(whose.len(), 2);
        assert!(whose.contains(&"2") && whose.contains(&"3"));
        holds(&practice("charted", &[]), &refused, &["2: 902 20"]);
    }
    let visits = |rows: &str| {
        let row = "53,3,1,2026-02-10 09:00:00\n";
        practice("charted", &[("appointment.csv", row, rows)])
    };
    let refused = visits("53,3,1,2026-02-10 09:00:00\n53,2,1,2026-02-10 09:00:00\n");
    holds(&practice("charted", &[]), &refused, &["1: visit 53"]);
    let plans = [("treatplan.csv", "902,2,", "902,1,2026-01-12,0\n902,2,")];
    holds(&practice("charted", &[]), &practice("charted", &plans), &["2: 902 20"]);
}

const MAPPING: &str = "mapping: 1\ncolumns: confirmed\ngrain: plan\npresented: status\npatient: {id: pt}\nplan:\n  {id: \
                       id, value: fee, presented_on: day, status: {column: st, map: {open: open}}}\n";

fn listed(rows: &str) -> Imported {
    let mut options = Options::default();
    for (name, value) in [("mapping", MAPPING), ("as_of", "2026-01-30"), ("time_zone", "none")] {
        options.set(name, value).unwrap();
    }
    let text = format!("pt,id,fee,day,st\n{rows}");
    read(System::Csv, [("plans.csv", text)], &options).unwrap()
}

#[test]
fn an_id_under_two_patients_is_nobodys() {
    let before = listed("3,Q3,900.00,2026-01-05,open\n4,Q4,100.00,2026-01-05,open\n");
    for rows in [
        "3,Q3,900.00,2026-01-05,open\n4,Q3,500.00,2026-01-05,open\n4,Q4,100.00,2026-01-05,open\n",
        "4,Q3,500.00,2026-01-05,open\n3,Q3,900.00,2026-01-05,open\n4,Q4,100.00,2026-01-05,open\n",
        "4,Q3,500.00,2026-01-05,open\n4,Q3,500.00,2026-01-05,open\n3,Q3,900.00,2026-01-05,open\n\
         4,Q4,100.00,2026-01-05,open\n",
        // Nor does it move where only the other one can be read.
        "4,Q3,500.00,2026-01-05,open\n3,Q3,9OO,2026-01-05,open\n4,Q4,100.00,2026-01-05,open\n",
    ] {
        let held = listed(rows);
        let plan = held.plans.iter().find(|record| record.plan.id.as_str() == "Q3");
        assert!(plan.is_none() || rows.contains("9OO"));
        let what = changes(&before, &held).unwrap();
        assert_eq!(words(&what), [""; 0], "{rows}");
        assert_eq!(what.held.len(), 1, "{rows}");
        assert_eq!(what.held[0].recipient.as_str(), "3");
    }
}

/// A row that says more of what stands elsewhere hides nothing, whoever reads the export: what is gone is told.
#[test]
fn a_code_that_was_refused_holds_nothing_back() {
    let before = practice("saved_plan", &[]);
    let gone = ("proctp.csv", "2,902,2,20,300,D2740\n", "");
    let lost = ("treatplan.csv", "902,2,2026-01-12,0\n", "");
    let code = practice(
        "saved_plan",
        &[gone, lost, ("procedurecode.csv", "2,D3330", "2,D3330,x,y")],
    );
    assert_eq!(code.rejected.len(), 1, "{:?}", code.rejected);
    assert!(code.rejected[0].hides_nothing);
    let stored = StoredExport::from_json(&code.to_json().to_string()).unwrap();
    for news in [changes(&before, &code).unwrap(), changes(&before, &stored).unwrap()] {
        let told = words(&news);
        assert_eq!(held(&news), [""; 0]);
        assert!(told.iter().any(|told| told.starts_with("2: 902")), "{told:?}");
    }
    let visit = practice("saved_plan", &[gone, lost, ("appointment.csv", "53,3,1", "53,3,1,1")]);
    assert_eq!(
        visit.rejected.iter().filter(|row| !row.hides_nothing).count(),
        visit.rejected.len()
    );
    assert!(
        held(&changes(&before, &visit).unwrap())
            .iter()
            .any(|held| held.contains("902"))
    );
}

/// As many rows of a patient are refused as the night before, and another one: it hides something.
#[test]
fn another_row_that_is_refused_hides_something_else() {
    let log = "procedurelog.csv";
    let first = practice("charted", &[(log, ",200.50,", ",2oo,")]);
    let second = practice("charted", &[(log, ",1000.00,", ",1ooo,")]);
    let of_first = changes(&StoredExport::empty(), &first).unwrap();
    for second in [
        &second,
        &practice("charted", &[(log, ",1000.00,", ",1ooo,"), (log, ",300,", ",3oo,")]),
    ] {
        let news = changes(&of_first.store, second).unwrap();
        assert!(
            held(&news)
                .iter()
                .any(|held| held.starts_with("1: ") && held.ends_with(" 10")),
            "{:?}",
            held(&news)
        );
        assert!(
            words(&news).iter().all(|told| !told.contains("gone")),
            "{:?}",
            words(&news)
        );
        // Stored as JSON it is the same.
        let stored = StoredExport::from_json(&of_first.store.to_json().to_string()).unwrap();
        assert_eq!(held(&changes(&stored, second).unwrap()), held(&news));
        let third = changes(&news.store, &practice("charted", &[])).unwrap();
        assert_eq!(held(&third), [""; 0]);
    }
    // The same row once more hides nothing: what left its plan is gone.
    let also = practice(
        "charted",
        &[
            (log, ",200.50,", ",2o0,"),
            (log, "10,1,0,0,1,0001-01-01,1000.00,1,2026-01-05\n", ""),
        ],
    );
    let news = changes(&of_first.store, &also).unwrap();
    assert_eq!(held(&news), [""; 0], "{:?}", words(&news));
}
