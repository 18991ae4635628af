//! In whatever order its rows come, an export says the same: also where two rows of one id say different things.
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

use common::samples::{JSON_SAMPLES, SAMPLES, Sample};
use common::shared;
use followthrough_import::{Imported, Options, Reason, Rejected, System, changes, read};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

type Files = Vec<(String, Vec<u8>)>;

/// The rows of a file, each with its end, and what stands before them.
fn rows(bytes: &[u8]) -> (Vec<u8>, Vec<Vec<u8>>) {
    let mut rows: Vec<Vec<u8>> = Vec::new();
    let (mut row, mut quoted) = (Vec::new(), false);
    for byte in bytes {
        row.push(*byte);
        quoted ^= *byte == b'"';
        if *byte == b'\n' && !quoted {
            rows.push(std::mem::take(&mut row));
        }
    }
    if !row.is_empty() {
        row.extend(b"\r\n");
        rows.push(row);
    }
    let header = rows.remove(0);
    (header, rows)
}

fn shuffled<T>(mut all: Vec<T>, order: &[Index]) -> Vec<T> {
    for (at, index) in order.iter().enumerate().take(all.len()) {
        let other = index.index(all.len());
        all.swap(at, other);
    }
    all
}

/// A row once more, with one field of another row in it: `of`, `other`, which.
type Twin = (Index, Index, Index);

fn fields(row: &[u8], separator: u8) -> Vec<Vec<u8>> {
    let mut fields = vec![Vec::new()];
    let mut quoted = false;
    for byte in row {
        quoted ^= *byte == b'"';
        if *byte == separator && !quoted {
            fields.push(Vec::new());
        } else if !matches!(byte, b'\r' | b'\n') || quoted {
            fields.last_mut().unwrap().push(*byte);
        }
    }
    fields
}

fn with_twins(bytes: &[u8], twins: &[Twin]) -> (Vec<u8>, Vec<Vec<u8>>) {
    let (header, mut rows) = rows(bytes);
    let separator = if header.contains(&b'\t') { b'\t' } else { b',' };
    let own = rows.len();
    for (of, other, which) in twins {
        let (mut twin, other) = (
            fields(&rows[of.index(own)], separator),
            fields(&rows[other.index(own)], separator),
        );
        let which = which.index(twin.len());
        if let Some(field) = other.get(which) {
            twin[which] = field.clone();
        }
        let mut row = twin.join(&separator);
        row.extend(b"\r\n");
        rows.push(row);
    }
    (header, rows)
}

/// The list of records of a document of JSON.
fn records(document: &mut Value) -> &mut Vec<Value> {
    if document.is_array() {
        return document.as_array_mut().unwrap();
    }
    let key = ["data", "entry", "treatment_plans"]
        .into_iter()
        .find(|key| document[*key].is_array());
    let list = &mut document[key.unwrap()];
    if list.get(0).is_some_and(Value::is_array) {
        return list[0].as_array_mut().unwrap();
    }
    list.as_array_mut().unwrap()
}

/// All that an export became, but for the places of its records.
fn said(imported: &Imported) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    let mut json = imported.to_json();
    for key in ["rejected", "skipped", "records", "notes", "totals"] {
        json.as_object_mut().unwrap().remove(key);
    }
    said.push(format!("{json:#}"));
    said.push(format!("{:?}", imported.people));
    let mut totals = imported.totals.clone();
    totals.files.sort_by(|a, b| a.file.cmp(&b.file));
    said.push(format!("{totals:?}"));
    let aside = |what: &str, record: &Rejected| {
        // Of two rows that differ in the insurance alone either may be the one more.
        let is_once_more = record.reason == Reason::SamePatientOtherCarrier;
        let reason = if is_once_more {
            Reason::ExactDuplicate
        } else {
            record.reason
        };
        let (patient, column) = (record.patient.as_ref().map(|id| id.as_str()), record.column.as_deref());
        format!(
            "{what} {} {reason} {patient:?} {column:?} {:?}",
            record.file, record.value
        )
    };
    let mut records: Vec<String> = imported
        .rejected
        .iter()
        .map(|record| aside("rejected", record))
        .collect();
    records.extend(imported.skipped.iter().map(|record| aside("skipped", record)));
    let done = imported.completed.iter().map(|done| format!("{done:?}"));
    records.extend(done);
    records.sort();
    said.extend(records);
    let notes = imported.notes.iter().map(|note| note.message.as_str());
    said.extend(
        notes
            .filter(|note| !note.contains(" rows ") && !note.contains(" row "))
            .map(str::to_owned),
    );
    said
}

/// Reads the files as they are and shuffled, and compares.
fn compare(system: System, options: &Options, files: &Files, turned: &Files) {
    let (first, second) = (
        read(system, files.clone(), options),
        read(system, turned.clone(), options),
    );
    let (Ok(first), Ok(second)) = (first, second) else {
        panic!("an export that can be read in one order can be read in any");
    };
    let (a, b) = (said(&first), said(&second));
    for (a, b) in a.iter().zip(&b) {
        assert_eq!(a, b);
    }
    assert_eq!(a.len(), b.len());
    let news = changes(&first, &second).unwrap();
    assert!(news.events.is_empty() && news.held.is_empty(), "{news:?}");
}

fn as_files(sample: &Sample, folder: &std::path::Path) -> Files {
    let names = [Some(sample.file), sample.beside].into_iter().flatten();
    names
        .map(|name| (name.to_owned(), std::fs::read(folder.join(name)).unwrap()))
        .collect()
}

fn twins() -> impl Strategy<Value = Vec<Twin>> {
    prop::collection::vec(any::<Twin>(), 0..8)
}

fn order() -> impl Strategy<Value = Vec<Index>> {
    prop::collection::vec(any::<Index>(), 64)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Every preset that is delimited text.
    #[test]
    fn rows_in_any_order(twins in twins(), order in order()) {
        let Some(folder) = shared("data/pms-samples") else { return Ok(()) };
        for sample in SAMPLES {
            let file = |(name, bytes): &(String, Vec<u8>), order: &[Index]| {
                let (header, rows) = with_twins(bytes, &twins);
                (name.clone(), [header, shuffled(rows, order).concat()].concat())
            };
            let files = as_files(sample, &folder);
            let plain: Files = files.iter().map(|own| file(own, &[])).collect();
            let turned: Files = files.iter().map(|own| file(own, &order)).collect();
            compare(sample.system(), &sample.options(), &plain, &turned);
        }
    }

    /// Every preset that is JSON.
    #[test]
    fn records_in_any_order(twins in twins(), order in order()) {
        let Some(folder) = shared("data/pms-samples") else { return Ok(()) };
        for sample in JSON_SAMPLES {
            let file = |(name, bytes): &(String, Vec<u8>), order: &[Index]| {
                let mut document: Value = serde_json::from_slice(bytes).unwrap();
                let list = records(&mut document);
                let own = list.len();
                for (of, other, which) in &twins {
                    let (mut twin, other) = (list[of.index(own)].clone(), list[other.index(own)].clone());
                    // What stands inside an entry of a bundle is the record.
                    let inner = if twin["resource"].is_object() { "/resource" } else { "" };
                    let (Some(a), Some(b)) = (twin.pointer_mut(inner), other.pointer(inner)) else { continue };
                    let Some(members) = a.as_object_mut() else { continue };
                    let keys: Vec<String> = members.keys().filter(|key| *key != "resourceType").cloned().collect();
                    let key = which.get(&keys);
                    if let Some(value) = b.get(key) {
                        members.insert(key.clone(), value.clone());
                    }
                    list.push(twin);
                }
                *list = shuffled(std::mem::take(list), order);
                (name.clone(), serde_json::to_vec(&document).unwrap())
            };
            let files = as_files(sample, &folder);
            let plain: Files = files.iter().map(|own| file(own, &[])).collect();
            let turned: Files = files.iter().map(|own| file(own, &order)).collect();
            compare(sample.system(), &sample.options(), &plain, &turned);
        }
    }

    /// Open Dental's tables, plans and estimates among them.
    #[test]
    fn tables_in_any_order(twins in twins(), order in order()) {
        let mut files = common::small();
        for (name, text) in [
            ("treatplan.csv", "TreatPlanNum,PatNum,DateTP,TPStatus\n70,7,2025-12-01,1\n71,8,2025-12-02,1\n80,7,2025-12-01,0\n"),
            ("treatplanattach.csv", "TreatPlanNum,ProcNum\n70,101\n70,102\n71,104\n"),
            ("proctp.csv", "ProcTPNum,TreatPlanNum,ProcNumOrig,FeeAmt\n900,80,101,1200.00\n901,80,102,90.00\n"),
            (
                "claimproc.csv",
                "ClaimProcNum,ProcNum,Status,InsPayEst,InsEstTotal,InsEstTotalOverride,WriteOffEst,WriteOffEstOverride\n\
                 1,101,6,300.00,,,50.00,\n2,101,6,100.00,,,,\n3,102,6,20.00,,,,\n4,102,1,30.00,,,,\n",
            ),
        ] {
            files.push((name.to_owned(), text.as_bytes().to_vec()));
        }
        let mut options = common::options();
        options.set("as_of", "2026-01-30").unwrap();
        let file = |(name, bytes): &(String, Vec<u8>), order: &[Index]| {
            let (header, rows) = with_twins(bytes, &twins);
            (name.clone(), [header, shuffled(rows, order).concat()].concat())
        };
        let plain: Files = files.iter().map(|own| file(own, &[])).collect();
        let turned: Files = files.iter().map(|own| file(own, &order)).collect();
        compare(System::OpenDental, &options, &plain, &turned);
    }
}

#[test]
fn which_of_two_stays_and_what_is_said_of_the_other() {
    let mapping = "mapping: 1\ncolumns: confirmed\ngrain: plan\npresented: status\npatient: {id: pt, mobile: cell}\n\
                   consent: {text: {column: ok, yes: Y, no: N}}\nplan:\n  {id: id, value: {column: fee, required: never}, \
                   presented_on: day, status: {column: st, map: {open: open, won: accepted, no: declined}}}\n";
    let mut options = Options::default();
    for (name, value) in [("mapping", mapping), ("as_of", "2026-01-30"), ("time_zone", "none")] {
        options.set(name, value).unwrap();
    }
    let header = "pt,cell,ok,id,fee,day,st\n";
    let import = |rows: &[&str]| {
        let text: String = rows.iter().map(|row| format!("{row}\n")).collect();
        read(System::Csv, [("plans.csv", format!("{header}{text}"))], &options).unwrap()
    };
    let plan = "7,(404) 555-0141,Y,1,900.00,2026-01-05,open";
    for (other, stays) in [
        ("7,(404) 555-0141,Y,1,900.00,2026-01-05,won", true),
        ("7,(404) 555-0141,Y,1,900.00,2026-01-04,open", false),
        ("7,(404) 555-0141,Y,1,800.00,2026-01-05,open", false),
        ("7,(404) 555-0141,Y,1,,2026-01-05,open", true),
        ("7,(404) 555-0141,Y,1,9OO,2026-01-05,open", true),
        ("7,(404) 555-0141,Y,1,9OO,2026-01-05,maybe", true),
    ] {
        for (rows, at) in [([plan, other], 2), ([other, plan], 1)] {
            let imported = import(&rows);
            let kept = &imported.plans[0].plan;
            let wanted = import(&[if stays { plan } else { other }]);
            assert_eq!(kept, &wanted.plans[0].plan, "{other}");
            let [told] = imported.rejected.as_slice() else {
                panic!("{:?}", imported.rejected)
            };
            let at = if stays { at } else { 3 - at };
            assert_eq!(
                (told.record, told.reason),
                (at, Reason::ConflictingDuplicate),
                "{other}"
            );
            assert_eq!(told.value.as_deref(), Some("1"));
        }
    }
    // The same row once more is left out, beside whichever it is the same as.
    let less = "7,(404) 555-0141,Y,1,800.00,2026-01-05,open";
    for rows in [[plan, plan, less], [less, plan, plan], [plan, less, plan]] {
        let imported = import(&rows);
        assert_eq!((imported.rejected.len(), imported.skipped.len()), (2, 0), "{rows:?}");
    }
    let imported = import(&[less, plan, less]);
    assert_eq!((imported.rejected.len(), imported.skipped.len()), (1, 1));
    // Of a person who is there twice the stricter word on texts holds, and a number that either row has.
    let denied = "7,(404) 555-0140,N,1,900.00,2026-01-05,open";
    for rows in [[plan, denied], [denied, plan]] {
        let imported = import(&rows);
        assert_eq!(imported.people[0].text_consent.as_str(), "denied");
        assert_eq!(imported.recipients[0].contacts[0].value.reveal(), "+14045550140");
    }
    // A number that does not exist is said to stand in its row.
    let imported = import(&[
        plan,
        "8,555-0142,Y,2,900.00,2026-01-05,open",
        "9,none,Y,3,900.00,2026-01-05,open",
    ]);
    let notes: Vec<&str> = imported.notes.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(
        notes,
        ["phone numbers that do not exist, or that nobody can read, were left out: rows 2, 3"]
    );
}

#[test]
fn a_plan_of_two_patients_is_that_of_most_rows() {
    let mapping = "mapping: 1\ncolumns: confirmed\ngrain: procedure\npresented: charted\npatient: {id: pt}\nprocedure:\n  {id: id, plan: plan, \
                   value: fee, planned_on: day, status: {column: st, map: {open: planned}}}\n";
    let mut options = Options::default();
    for (name, value) in [("mapping", mapping), ("as_of", "2026-01-30"), ("time_zone", "none")] {
        options.set(name, value).unwrap();
    }
    let rows = [
        "7,1,A,100.00,2026-01-05,open\n",
        "8,2,A,100.00,2026-01-05,open\n",
        "8,3,B,100.00,2026-01-05,open\n",
    ];
    let import = |rows: [&str; 3]| {
        let text = format!("pt,id,plan,fee,day,st\n{}", rows.concat());
        read(System::Csv, [("plans.csv", text)], &options).unwrap()
    };
    let imported = import(rows);
    let ids: Vec<&str> = imported.plans.iter().map(|record| record.plan.id.as_str()).collect();
    assert_eq!((ids, imported.rejected.len()), (vec!["B"], 2));
    assert!(
        changes(&imported, &import([rows[1], rows[0], rows[2]]))
            .unwrap()
            .events
            .is_empty()
    );
    let most = import([rows[0], rows[1], "8,3,A,100.00,2026-01-05,open\n"]);
    assert_eq!((most.plans[0].plan.patient.id.as_str(), most.rejected.len()), ("8", 1));
}

#[test]
fn of_open_dentals_rows_with_one_number() {
    let log = |rows: &str| {
        let text = common::PROCEDURELOG.to_owned() + rows;
        common::import(common::with("procedurelog.csv", text))
    };
    let imported = log("101,7,0,1,2025-12-02,1150.00,19,1,1,0,2025-12-02\n");
    let [told] = imported.rejected.as_slice() else {
        panic!("{:?}", imported.rejected)
    };
    assert_eq!(
        (told.record, told.reason),
        (1, Reason::ConflictingDuplicate),
        "the smaller amount stays"
    );
    assert_eq!(
        (told.value.as_deref(), told.column.as_deref()),
        (Some("101"), Some("ProcNum"))
    );
    assert_eq!(told.patient.as_ref().map(|id| id.as_str()), Some("7"));
    // A patient who wants no texts, or has died, in one of two rows.
    let people = |row: &str| common::import(common::with("patient.csv", common::PATIENT.to_owned() + row));
    let denied = people("7,Moss,Ada,,0,1980-05-01,,,(404) 555-0179,ada@example.com,7,1,0,2,spa\n");
    assert_eq!(denied.people[0].text_consent.as_str(), "denied");
    let died = people("7,Moss,Ada,,5,1980-05-01,,,(404) 555-0179,ada@example.com,7,1,0,0,spa\n");
    assert!(died.plans[0].flags.iter().any(|flag| flag.as_str() == "deceased"));
    let lost = people("10,Sato,Rin,,0,1980-05-01,,,555-0179,rin,10,1,0,1,\n");
    let notes: Vec<&str> = lost.notes.iter().map(|note| note.message.as_str()).collect();
    assert!(
        notes.contains(&"phone numbers that do not exist, or that nobody can read, were left out: row 4"),
        "{notes:?}"
    );
    assert!(
        notes.contains(&"e-mail addresses that are none were left out: row 4"),
        "{notes:?}"
    );
}
