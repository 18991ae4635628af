//! Reasons to doubt that what an export lacks is gone: records that are newly refused, and lists that end too early.
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

use followthrough::follow_up::EventKind;
use followthrough_import::{Changes, HeldPart, Imported, Options, StoredExport, System, TooEarly, changes, read};
use serde_json::{Value, json};

const MAPPING: &str = "mapping: 1\ncolumns: confirmed\ngrain: plan\npresented: status\npatient: {id: pt}\nplan:\n  {id: \
                       id, value: fee, presented_on: day, status: {column: st, map: {open: open}}}\n";

fn options(given: &[(&str, &str)]) -> Options {
    let mut options = Options::default();
    for (name, value) in [("as_of", "2026-01-30"), ("time_zone", "none")].iter().chain(given) {
        options.set(name, value).unwrap();
    }
    options
}

fn quotes(text: &str) -> Imported {
    let text = format!("pt,id,day,st,fee\n{text}");
    read(System::Csv, [("quotes.csv", text)], &options(&[("mapping", MAPPING)])).unwrap()
}

fn words(news: &Changes) -> Vec<String> {
    let word = |kind: &EventKind| match kind {
        EventKind::Recipient(_) => "recipient".to_owned(),
        EventKind::Plan(told) => format!("{} {}", told.plan.id, told.plan.standing()),
        EventKind::PlanGone(told) => format!("{} gone", told.plan_id),
        EventKind::Appointment(told) => format!("{} {:?}", told.appointment.id, told.appointment.status),
        kind => panic!("{kind:?}"),
    };
    news.events.iter().map(|(_, event)| word(&event.kind)).collect()
}

fn held(news: &Changes) -> Vec<String> {
    let id = |part: &HeldPart| match part {
        HeldPart::Plan { id, .. } => id.to_string(),
        HeldPart::Appointment(id) => format!("visit {id}"),
    };
    let mut held: Vec<String> = news.held.iter().map(|held| id(&held.what)).collect();
    held.sort();
    held
}

/// Night after night, each compared with what the last one left to be stored: what is told and what is held.
fn live(nights: &[Imported]) -> Vec<(Vec<String>, Vec<String>)> {
    let mut store = StoredExport::empty();
    let night = |export: &Imported| {
        let news = changes(&store, export).unwrap();
        store = StoredExport::from_json(&news.store.to_json().to_string()).unwrap();
        (words(&news), held(&news))
    };
    nights.iter().map(night).collect()
}

fn none() -> (Vec<String>, Vec<String>) {
    (Vec::new(), Vec::new())
}

fn only_held(ids: &[&str]) -> (Vec<String>, Vec<String>) {
    (Vec::new(), ids.iter().map(|id| (*id).to_owned()).collect())
}

fn told(events: &[&str]) -> (Vec<String>, Vec<String>) {
    (events.iter().map(|word| (*word).to_owned()).collect(), Vec::new())
}

#[test]
fn of_two_nights_with_as_many_refused_records_each_holds_its_own() {
    let good = |id: u32| format!("1,{id},2026-01-05,open,{id}00.00\n");
    let bad = |id: u32| format!("1,{id},2026-01-05,opne,{id}00.00\n");
    let whole = || quotes(&format!("{}{}{}", good(1), good(2), good(3)));
    let first = || quotes(&format!("{}{}{}", good(1), bad(2), good(3)));
    let second = quotes(&format!("{}{}{}", bad(1), good(2), good(3)));
    let lived = live(&[first(), second, first(), whole()]);
    // The row of the second is refused from the first night on.
    assert_eq!(lived[0], told(&["recipient", "1 open", "3 open"]));
    assert_eq!(lived[1], (vec!["2 open".to_owned()], vec!["1".to_owned()]));
    assert_eq!(lived[2], only_held(&["2"]));
    assert_eq!(lived[3], none());
    // A row that is refused every night hides nothing that was there beside it.
    let without = || quotes(&format!("{}{}", bad(2), good(1)));
    let lived = live(&[first(), without()]);
    assert_eq!(lived[1], told(&["3 gone"]));
    // One more that reads like it is another one.
    let nobodys = ",,2026-01-05,open,1.00\n";
    let lived = live(&[
        quotes(&format!("{}{}{nobodys}", good(1), good(2))),
        quotes(&format!("{}{nobodys}{nobodys}", good(1))),
        quotes(&format!("{}{nobodys}", good(1))),
    ]);
    assert_eq!(lived[1], only_held(&["2"]));
    assert_eq!(lived[2], told(&["2 gone"]));
}

#[test]
fn a_refused_row_hides_what_the_row_beside_it_told_of_once_that_is_gone() {
    let (good, bad) = ("1,7,2026-01-05,open,100.00\n", "1,7,2026-01-05,opne,100.00\n");
    let lived = live(&[
        quotes(&format!("{good}{bad}")),
        quotes(&format!("{good}{bad}")),
        quotes(bad),
    ]);
    assert_eq!(lived[1], none());
    assert_eq!(lived[2], only_held(&["7"]));
}

#[test]
fn a_row_whose_patient_nobody_knows_may_name_the_wrong_one() {
    let people = "PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk\n\
                  1,L,F,0,1980-01-01,,,1,1\n2,L,F,0,1980-01-01,,,2,1\n";
    let night = |rows: &str| {
        let header = "ProcNum,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcFee,ProcStatus,DateTP\n";
        let files = [
            ("patient.csv", people.to_owned()),
            ("procedurecode.csv", "CodeNum,ProcCode\n1,D2740\n".to_owned()),
            ("procedurelog.csv", format!("{header}{rows}")),
        ];
        read(System::OpenDental, files, &options(&[("presented", "charted")])).unwrap()
    };
    let row = |num: u32, patient: u32| format!("{num},{patient},0,0,1,2026-01-05,100.00,1,2026-01-05\n");
    let lived = live(&[
        night(&format!("{}{}", row(1, 1), row(2, 2))),
        night(&format!("{}{}", row(1, 999), row(2, 2))),
        night(&row(2, 2)),
    ]);
    assert_eq!(lived[1], only_held(&["tp-1"]));
    assert_eq!(lived[2], told(&["tp-1 gone"]));
}

#[test]
fn a_row_of_codes_or_names_that_is_refused_holds_nothing() {
    let night = |procedures: &str, codes: &str| {
        let files = [
            (
                "patient.csv",
                "PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk\n\
                 1,L,F,0,1980-01-01,,,1,1\n2,L,F,0,1980-01-01,,,2,1\n"
                    .to_owned(),
            ),
            ("procedurecode.csv", format!("CodeNum,ProcCode\n1,D2740\n{codes}")),
            (
                "procedurelog.csv",
                format!(
                    "ProcNum,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcFee,ProcStatus,DateTP\n\
                     1,1,0,0,1,2026-01-05,100.00,1,2026-01-05\n{procedures}"
                ),
            ),
        ];
        read(System::OpenDental, files, &options(&[("presented", "charted")])).unwrap()
    };
    let lived = live(&[
        night("2,2,0,0,1,2026-01-05,100.00,1,2026-01-05\n", ""),
        night("", "2\n"),
    ]);
    assert_eq!(lived[1], told(&["tp-2 gone"]));
}

fn saved(plans: &str, on_them: &str, status: u8) -> Imported {
    let people =
        "PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk\n1,L,F,0,1980-01-01,,,1,1\n";
    let procedures = format!(
        "ProcNum,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcFee,ProcStatus,DateTP\n\
         107,1,0,0,1,2026-01-05,100.00,{status},2026-01-05\n"
    );
    let files = [
        ("patient.csv", people.to_owned()),
        ("procedurecode.csv", "CodeNum,ProcCode\n1,D2740\n".to_owned()),
        ("procedurelog.csv", procedures),
        ("treatplan.csv", format!("TreatPlanNum,PatNum,DateTP,TPStatus\n{plans}")),
        ("treatplanattach.csv", "TreatPlanNum,ProcNum\n".to_owned()),
        (
            "proctp.csv",
            format!("ProcTPNum,TreatPlanNum,ProcNumOrig,FeeAmt\n{on_them}"),
        ),
    ];
    read(System::OpenDental, files, &options(&[("presented", "saved_plan")])).unwrap()
}

#[test]
fn a_plan_that_was_deleted_is_gone_though_its_procedure_is_still_planned() {
    let first = || saved("109,1,2026-01-06,0\n", "1,109,107,100.00\n", 1);
    assert_eq!(live(&[first(), saved("", "", 1)])[1], told(&["109 gone"]));
    // Done, it ended; on another plan, it went there.
    let lived = live(&[first(), saved("", "", 2), saved("", "", 2)]);
    assert_eq!((&lived[1], &lived[2]), (&told(&["109 completed"]), &none()));
    let lived = live(&[first(), saved("110,1,2026-01-07,0\n", "2,110,107,100.00\n", 1)]);
    assert_eq!(lived[1], told(&["109 gone", "110 open"]));
}

#[test]
fn what_is_done_while_its_plan_cannot_be_read_is_told_once() {
    let first = || saved("109,1,2026-01-06,0\n", "1,109,107,100.00\n", 1);
    let row = || saved("109,1,2026-01-06,0\n", "1,109,107,x\n", 2);
    let plan = || saved("109,1,2026-01-06,9\n", "1,109,107,100.00\n", 2);
    let whole = || saved("109,1,2026-01-06,0\n", "1,109,107,100.00\n", 2);
    for refused in [row, plan] {
        let lived = live(&[first(), refused(), refused(), whole()]);
        assert_eq!(lived[1..], [told(&["109 completed"]), none(), none()]);
    }
}

#[test]
fn a_line_that_lost_its_break_may_be_half_of_what_it_was() {
    let row = |patient: u32, id: u32| format!("{patient},{id},2026-01-05,open,4200.00\n");
    let whole = || quotes(&format!("{}{}{}", row(1, 1), row(2, 2), row(3, 3)));
    // 4200.00 is 420 now, and the third row is not there.
    let cut = || quotes(&format!("{}2,2,2026-01-05,open,420", row(1, 1)));
    let news = changes(&changes(&StoredExport::empty(), &whole()).unwrap().store, &cut()).unwrap();
    assert_eq!((words(&news), held(&news)), only_held(&["2", "3"]));
    let unfinished: Vec<_> = news.unfinished.iter().map(|list| (&*list.file, list.why)).collect();
    assert_eq!(unfinished, [("quotes.csv", TooEarly::NoLineBreak)]);
    assert_eq!(
        news.to_json()["unfinished"].to_string(),
        r#"[{"file":"quotes.csv","why":"no_line_break"}]"#
    );
    // However often it is cut.
    let lived = live(&[whole(), cut(), quotes("1,1,2026-01-05,open,4"), whole()]);
    assert_eq!(
        lived[1..],
        [only_held(&["2", "3"]), only_held(&["1", "2", "3"]), none()]
    );
    // Somebody new of whom half may be cut off is told of when the whole is there.
    let new = format!("{}{}{}4,4,2026-01-05,open,42", row(1, 1), row(2, 2), row(3, 3));
    let lived = live(&[whole(), quotes(&new)]);
    assert_eq!(lived[1], none());
    // A system that never writes it says nothing by it.
    let never = |rows: &str| quotes(rows.trim_end());
    let lived = live(&[
        never(&format!("{}{}", row(1, 1), row(2, 2))),
        never("1,1,2026-01-05,open,420"),
    ]);
    assert_eq!(lived[1], told(&["1 open", "2 gone"]));
}

/// NexHealth's answer with these plans, each of a patient of its own.
fn page(ids: &[u32], has_more: bool) -> String {
    let plan = |id: &u32| {
        json!({
            "id": id, "patient_id": id, "status": "proposed", "name": "Phase 1",
            "procedures": [{
                "id": id * 10, "code": "D2740", "name": "Crown", "status": "planned",
                "fee": {"amount": "900.00", "currency": "USD"},
            }],
        })
    };
    let data: Vec<Value> = ids.iter().map(plan).collect();
    json!({"code": true, "error": [], "page_info": {"has_next_page": has_more}, "data": data}).to_string()
}

fn pages(pages: &[String]) -> Imported {
    let files = pages.iter().enumerate().map(|(at, page)| (format!("{at}.json"), page));
    read(System::NexHealth, files, &options(&[])).unwrap()
}

#[test]
fn pages_that_are_missing_hold_what_was_on_them() {
    let both = || pages(&[page(&[1, 2], true), page(&[3, 4], false)]);
    let one = || pages(&[page(&[1, 2], true)]);
    let news = changes(&both(), &one()).unwrap();
    assert_eq!((words(&news), held(&news)), only_held(&["3", "4"]));
    assert_eq!(news.unfinished[0].why, TooEarly::MorePages);
    // As long as they are missing, and then what is gone is.
    let lived = live(&[both(), one(), one(), pages(&[page(&[1, 2, 3], false)])]);
    let missing = only_held(&["3", "4"]);
    assert_eq!(lived[1..], [missing.clone(), missing, told(&["4 gone"])]);
}

#[test]
fn json_that_breaks_off_holds_what_stood_behind_it() {
    let text = page(&[1, 2, 3, 4, 5], false);
    let whole = || pages(std::slice::from_ref(&text));
    let place = |id: u32| text.find(&format!("\"patient_id\":{id}")).unwrap();
    let cut = |at: usize| pages(&[text[..at].to_owned()]);
    // Twice, the second time earlier.
    let lived = live(&[whole(), cut(place(5)), cut(place(3)), whole()]);
    assert_eq!(lived[1..], [only_held(&["5"]), only_held(&["3", "4", "5"]), none()]);
    for at in place(2)..text.len() {
        let news = changes(&whole(), &cut(at)).unwrap();
        assert_eq!(words(&news), [""; 0], "{at}");
    }
}

#[test]
fn a_record_that_breaks_beside_one_that_always_does_is_held() {
    let text = page(&[1, 2, 3, 4], false);
    let spoilt = |ids: &[u32]| {
        let spoil = |text: String, id: &u32| {
            let place = text.find(&format!("\"patient_id\":{id}")).unwrap();
            let name = text[..place].rfind("Phase").unwrap();
            format!("{}6'2\" {}", &text[..name], &text[name..])
        };
        pages(&[ids.iter().fold(text.clone(), spoil)])
    };
    assert_eq!(spoilt(&[2]).rejected.len(), 1);
    let lived = live(&[spoilt(&[]), spoilt(&[2]), spoilt(&[2, 3]), spoilt(&[2]), spoilt(&[])]);
    for (told, held) in &lived[1..] {
        assert_eq!(told, &[""; 0]);
        assert!(held.is_empty() || held.contains(&"2".to_owned()), "{held:?}");
    }
    assert!(lived[2].1.contains(&"3".to_owned()), "{:?}", lived[2]);
    assert_eq!(lived[4], none());
}

#[test]
fn what_an_older_release_stored_is_read_and_holds_what_it_held() {
    let rows = "1,1,2026-01-05,open,100.00\n1,2,2026-01-05,open,100.00\n";
    let first = changes(&StoredExport::empty(), &quotes(rows)).unwrap().store;
    let refused = "1,1,2026-01-05,open,100.00\n1,2,2026-01-05,opne,100.00\n";
    let mut old = changes(&first, &quotes(refused)).unwrap().store.to_json();
    let map = old.as_object_mut().unwrap();
    map.remove("night");
    map.remove("endings");
    map["rejected"] = json!([{"patient": "1"}]);
    let plan = map["plans"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .find(|plan| plan["id"] == "2")
        .unwrap();
    plan["held"] = json!({"since": plan["held"]["since"], "refused": {"of_anybody": 0}});
    let old = StoredExport::from_json(&old.to_string()).unwrap();
    let news = changes(&old, &quotes(refused)).unwrap();
    assert_eq!((words(&news), held(&news)), only_held(&["2"]));
    let news = changes(&old, &quotes("1,1,2026-01-05,open,100.00\n")).unwrap();
    assert_eq!((words(&news), held(&news)), told(&["2 gone"]));
}

#[test]
fn a_row_without_a_number_of_its_own_is_refused_in_every_table() {
    let tables = [
        (
            "patient.csv",
            "PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk",
            "1,L,F,0,1980-01-01,,,1,1",
        ),
        ("procedurecode.csv", "CodeNum,ProcCode", "1,D2740"),
        (
            "procedurelog.csv",
            "ProcNum,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcFee,ProcStatus,DateTP",
            "1,1,0,0,1,2026-01-05,100.00,1,2026-01-05",
        ),
        (
            "appointment.csv",
            "AptNum,PatNum,AptStatus,AptDateTime",
            "1,1,1,2026-03-01 09:00:00",
        ),
        ("provider.csv", "ProvNum,LName,FName", "1,Diaz,Rosa"),
        ("claimproc.csv", "ClaimProcNum,ProcNum,Status,InsPayEst", "1,1,6,10.00"),
        (
            "treatplan.csv",
            "TreatPlanNum,PatNum,DateTP,TPStatus",
            "1,1,2026-01-05,0",
        ),
        ("treatplanattach.csv", "TreatPlanNum,ProcNum", "1,1"),
        (
            "proctp.csv",
            "ProcTPNum,TreatPlanNum,ProcNumOrig,FeeAmt",
            "1,1,1,100.00",
        ),
    ];
    for wrong in 0..tables.len() {
        let one_more = |at: usize| {
            if at == wrong {
                format!("x{}\n", &tables[at].2[1..])
            } else {
                String::new()
            }
        };
        let files = tables.iter().enumerate();
        let files = files.map(|(at, (name, header, row))| (*name, format!("{header}\n{row}\n{}", one_more(at))));
        let imported = read(System::OpenDental, files, &options(&[("presented", "saved_plan")])).unwrap();
        let refused: Vec<&str> = imported.rejected.iter().map(|record| &*record.file).collect();
        assert_eq!(refused, [tables[wrong].0]);
    }
}
