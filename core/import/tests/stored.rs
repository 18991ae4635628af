//! An export that is stored as JSON over night is the export: the next one is compared with it as with the original.
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

use common::{APPOINTMENT, import, options, small, with};
use followthrough::Code;
use followthrough_import::{Imported, Importer, StoredExport, System, changes, changes_json};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// What a row of the procedure log is made of: patient, visit, code, fee, status, day.
type Row = (u8, u8, u8, u16, u8, u8);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0..3_u8, 0..4_u8, 1..4_u8, 1..2_000_u16, 0..6_u8, 1..29_u8), 0..24)
}

fn in_order(mut lines: Vec<String>, order: &[Index]) -> String {
    for (at, index) in order.iter().enumerate().take(lines.len()) {
        let other = index.index(lines.len());
        lines.swap(at, other);
    }
    lines.concat()
}

/// The small practice with these procedures on treatment plans of two kinds, the lines of the tables in this order.
fn export(rows: &[Row], order: &[Index]) -> Vec<(String, Vec<u8>)> {
    let line = |(index, (patient, visit, code, fee, status, day)): (usize, &Row)| {
        let (patient, visit) = (patient + 7, [0, 0, 51, 52][usize::from(*visit)]);
        let status = [1, 1, 1, 2, 4, 6][usize::from(*status)];
        let id = 200 + index;
        format!("{id},{patient},{visit},{code},2026-01-{day:02},{fee}.50,,{status},1,0,2025-12-{day:02}\n")
    };
    let lines = rows.iter().enumerate().map(line).collect();
    let header = common::PROCEDURELOG.lines().next().unwrap();
    let mut files = with("procedurelog.csv", format!("{header}\n{}", in_order(lines, order)));
    // Every other procedure of a person is on the active plan; some of those were saved on another one.
    let on_plans = || rows.iter().enumerate().filter(|(index, _)| index % 2 == 0);
    let attached = on_plans().map(|(index, row)| format!("{},{}\n", 70 + row.0, 200 + index));
    let saved = on_plans().filter(|(_, row)| row.2 == 1);
    let saved = saved.map(|(index, row)| format!("{},{},{},{}.00\n", 900 + index, 80 + row.0, 200 + index, row.3));
    let plans = (0..3).flat_map(|patient| {
        let plan = |num, status| format!("{},{},2025-12-01,{status}\n", num + patient, 7 + patient);
        [plan(70, 1), plan(80, 0)]
    });
    for (name, header, lines) in [
        ("treatplan.csv", "TreatPlanNum,PatNum,DateTP,TPStatus", plans.collect()),
        ("treatplanattach.csv", "TreatPlanNum,ProcNum", attached.collect()),
        (
            "proctp.csv",
            "ProcTPNum,TreatPlanNum,ProcNumOrig,FeeAmt",
            saved.collect::<Vec<_>>(),
        ),
    ] {
        files.push((
            name.to_owned(),
            format!("{header}\n{}", in_order(lines, order)).into_bytes(),
        ));
    }
    files
}

fn imported(files: Vec<(String, Vec<u8>)>) -> followthrough_import::Imported {
    let mut options = options();
    options.set("as_of", "2026-01-30").unwrap();
    followthrough_import::read(System::OpenDental, files, &options).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Rows in another order are the same export, stored or not; and what changed to another one is told the same
    /// whether the one before comes out of memory or out of the store.
    #[test]
    fn the_order_of_rows_says_nothing_and_neither_does_the_store(
        first in rows(),
        second in rows(),
        order in prop::collection::vec(any::<Index>(), 24),
    ) {
        let before = imported(export(&first, &[]));
        let shuffled = imported(export(&first, &order));
        prop_assert!(changes(&before, &before).unwrap().events.is_empty());
        prop_assert!(changes(&before, &shuffled).unwrap().events.is_empty());
        let text = before.to_json().to_string();
        let stored = StoredExport::from_json(&text).unwrap();
        prop_assert!(changes(&stored, &shuffled).unwrap().events.is_empty());
        prop_assert!(changes(&shuffled, &stored).unwrap().events.is_empty());
        prop_assert_eq!(&before.to_json()["settled"], &shuffled.to_json()["settled"]);

        let after = imported(export(&second, &order));
        let news = changes(&before, &after).unwrap();
        for totals in [&before.totals, &after.totals] {
            prop_assert!(totals.distinct_pending_value <= totals.pending_value, "{totals:?}");
        }
        let after_text = after.to_json().to_string();
        prop_assert_eq!(&news, &changes(&stored, &StoredExport::from_json(&after_text).unwrap()).unwrap());
        // What is stored is read as it was.
        let kept = news.store.to_json().to_string();
        prop_assert_eq!(&StoredExport::from_json(&kept).unwrap(), &news.store);
        prop_assert!(changes(&news.store, &after).unwrap().events.is_empty());
        let told: Value = serde_json::from_str(&changes_json(Some(&text), &after_text).unwrap()).unwrap();
        let wire = |event: &followthrough::Event| -> Value { serde_json::from_str(&event.to_json()).unwrap() };
        let pairs: Vec<Value> = news.events.iter().map(|(who, event)| json!([who, wire(event)])).collect();
        prop_assert_eq!(&told["events"], &Value::Array(pairs));
        prop_assert_eq!(told, news.to_json());
    }
}

#[test]
fn of_a_stored_export_five_keys_are_needed() {
    let before = import(small());
    let whole = before.to_json();
    let keys = ["at", "plans", "recipients", "appointments", "settled"];
    let mut least = whole.clone();
    least
        .as_object_mut()
        .unwrap()
        .retain(|key, _| keys.contains(&key.as_str()));
    let after = whole.to_string();
    let told = |before: Option<&str>| {
        let told: Value = serde_json::from_str(&changes_json(before, &after).unwrap()).unwrap();
        told["events"].as_array().unwrap().len()
    };
    assert_eq!(told(Some(&least.to_string())), 0);
    assert_eq!(told(None), 7, "the practice's first");
    for key in keys {
        let mut without = least.clone();
        without.as_object_mut().unwrap().remove(key);
        let error = changes_json(Some(&after), &without.to_string()).unwrap_err();
        assert_eq!((error.code(), error.path()), (Code::StateMalformed, "after"), "{error}");
        assert!(error.to_string().contains(key));
    }
}

#[test]
fn what_is_wrong_in_the_store_says_where_and_repeats_nothing() {
    let whole = import(small()).to_json();
    let spoiled = |pointer: &str, value: Value| {
        let mut whole = whole.clone();
        *whole.pointer_mut(pointer).unwrap() = value;
        changes_json(Some(&whole.to_string()), &whole.to_string()).unwrap_err()
    };
    for (pointer, path) in [
        ("/plans/0/procedures/1/fee", "before.plans[0].procedures[1].fee"),
        ("/plans/1/recipient", "before.plans[1].recipient"),
        (
            "/recipients/0/contacts/0/value",
            "before.recipients[0].contacts[0].value",
        ),
        ("/appointments/1/status", "before.appointments[1].status"),
        ("/settled/completed/0", "before.settled.completed[0]"),
        ("/at", "before.at"),
        ("/plans", "before.plans"),
    ] {
        let error = spoiled(pointer, json!(1));
        assert_eq!((error.code(), error.path()), (Code::StateMalformed, path), "{error}");
        let error = spoiled(pointer, json!("Zebulon\u{1}"));
        assert_eq!(error.path(), path, "{error}");
        assert!(!error.to_json().contains("Zebulon"), "{error}");
    }
    let error = changes_json(None, "{\"at\": ").unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::StateMalformed, "after"));
}

#[test]
fn an_importer_tells_how_far_it_has_come() {
    let mut files = small();
    files.push((
        "appointment.csv".to_owned(),
        format!("{APPOINTMENT}53,7\n").into_bytes(),
    ));
    files.remove(3);
    let mut importer = Importer::new(System::OpenDental, &options()).unwrap();
    let (mut last, mut bytes) = (importer.progress(), 0);
    assert_eq!((last.bytes, last.records), (0, 0));
    for (name, content) in &files {
        for piece in content.chunks(7) {
            importer.push(name, piece).unwrap();
            bytes += piece.len() as u64;
            let now = importer.progress();
            assert_eq!(now.bytes, bytes);
            assert!(now.records >= last.records);
            last = now;
        }
    }
    let totals = importer.finish().unwrap().totals;
    assert_eq!((last.records, totals.records, totals.rejected), (17, 17, 1));

    // By a mapping the same.
    let log = "PROC_LOGID,PROC_LOGDB,PATID,PATDB,PLDATE,ADACODE,CHART_STATUS,AMOUNT\n\
               1,1,5,1,2025-11-20,D2740,102,125000\n2,1,5\n3,1,6,1,2025-11-21,D1110,102,-5\n";
    let mut options = options();
    options.set("as_of", "2026-01-30").unwrap();
    options
        .set(
            "mapping",
            "mapping: 1\nextends: dentrix.proc_log\nplans: per_patient\nprocedure: {status: {map: {105: planned}}}\n",
        )
        .unwrap();
    let mut importer = Importer::new(System::Dentrix, &options).unwrap();
    log.as_bytes()
        .chunks(5)
        .for_each(|piece| importer.push("log.csv", piece).unwrap());
    let progress = importer.progress();
    assert_eq!((progress.bytes, progress.records), (log.len() as u64, 3));
    assert_eq!(importer.finish().unwrap().totals.records, 3);
}

#[test]
fn a_store_that_was_cut_short_is_meant_as_one() {
    let export = import(small());
    let store = changes(&StoredExport::empty(), &export)
        .unwrap()
        .store
        .to_json()
        .to_string();
    let printed = serde_json::to_string_pretty(&export.to_json()).unwrap();
    for whole in [&store, &printed] {
        assert!(StoredExport::is_meant_by(whole));
        for share in 2..20 {
            let cut = &whole[..whole.len() * share / 20];
            assert!(StoredExport::is_meant_by(cut), "{cut}");
            assert_eq!(StoredExport::from_json(cut).unwrap_err().code(), Code::StateMalformed);
        }
    }
    for other in [
        "",
        "{",
        "{\"appointments\": [{\"AptNum\": 5",
        "{\"code\": true, \"data\": [{\"recipient\": 1, \"plans\": [",
        "{\"plans\": [], \"data\": [",
        "{\"pla",
        "[{\"plans\": [], \"recipients\": [",
        "{\"plans\": [] \"at\": 1}",
    ] {
        assert!(!StoredExport::is_meant_by(other), "{other}");
    }
}

#[test]
fn exports_of_two_systems_are_not_compared() {
    let (today, store) = (
        import(small()),
        changes(&StoredExport::empty(), &import(small())).unwrap().store,
    );
    assert_eq!(today.system, Some(System::OpenDental));
    for (system, compared) in [
        (json!("dentrix"), Err(Code::ImportOtherSystem)),
        (json!("open_dental"), Ok(json!("open_dental"))),
        // What an older release stored.
        (json!(null), Ok(json!("open_dental"))),
    ] {
        let mut stored = store.to_json();
        stored["system"] = system;
        let before = StoredExport::from_json(&stored.to_string()).unwrap();
        let news = changes(&before, &today).map(|news| news.store.to_json()["system"].clone());
        assert_eq!(news.map_err(|error| error.code()), compared);
    }
    let mut stored = store.to_json();
    stored["system"] = json!("softdent");
    let error = StoredExport::from_json(&stored.to_string()).unwrap_err();
    assert_eq!((error.code(), error.path()), (Code::StateMalformed, "system"));
    // What is empty is of no system, and what follows is.
    let none = changes(&store, &Imported::empty(today.as_of)).unwrap().store;
    assert_eq!(none.to_json()["system"], "open_dental");
}

#[test]
fn an_export_that_is_older_than_the_store_is_said_to_be() {
    let on = |day: &str| {
        let mut options = options();
        options.set("as_of", day).unwrap();
        followthrough_import::read(System::OpenDental, small(), &options).unwrap()
    };
    let (first, second) = (on("2026-01-29"), on("2026-01-30"));
    let store = changes(&StoredExport::empty(), &second).unwrap().store;
    let news = changes(&store, &first).unwrap();
    assert!(news.older);
    assert_eq!(news.to_json()["older"], true);
    for later in [changes(&first, &second).unwrap(), changes(&store, &second).unwrap()] {
        assert!(!later.older);
        assert!(later.to_json().get("older").is_none());
    }
}
