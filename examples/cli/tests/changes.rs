//! `followthrough changes` as it is typed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)] // a test says so by failing

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

/// What a call printed, and how it ended.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_followthrough"))
        .args(arguments)
        .output()
        .unwrap();
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Ran {
    fn told(&self) -> Vec<String> {
        let lines = self
            .out
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines
            .map(|line| format!("{} {}", line["recipient"], line["event"]["type"]).replace('"', ""))
            .collect()
    }
}

/// A folder of its own for a test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("followthrough-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn nightly(path: &str) -> String {
    format!("{}/nightly/{path}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn what_changed_between_two_nights_as_typed() {
    let (monday, tuesday, mapping) = (nightly("monday"), nightly("tuesday"), nightly("mapping.yaml"));
    let folder = Folder::new("changes");
    let store = folder.path("store.json");
    let of = |day: &'static str| ["--mapping", &*mapping, "--as-of", day];
    let first = run(&[&["changes", "csv", &monday, "--store", &store], &of("2026-03-02")[..]].concat());
    assert_eq!((first.code, first.told().len(), first.err.as_str()), (Some(0), 6, ""));
    let before = ["--before", &monday, "--as-of-before", "2026-03-02"];
    let second = run(&[&["changes", "csv", &tuesday], &before[..], &of("2026-03-03")[..]].concat());
    assert_eq!(second.told(), ["41 plan", "44 recipient", "44 plan"]);

    // What was stored stands for the files, and so does what import printed.
    let again = run(&[&["changes", "csv", &tuesday, "--before", &store], &of("2026-03-03")[..]].concat());
    assert_eq!(again.out, second.out);
    let read = run(&[&["import", "csv", &monday, "--json"], &of("2026-03-02")[..]].concat());
    assert_eq!(
        (read.code, read.err.as_str()),
        (Some(0), ""),
        "no progress where no terminal is"
    );
    let printed = folder.file("printed.json", &read.out);
    let again = run(&[
        &["changes", "csv", &tuesday, "--before", &printed],
        &of("2026-03-03")[..],
    ]
    .concat());
    assert_eq!(again.out, second.out);
    let none = run(&["changes", "csv", &printed, "--before", &store]);
    assert_eq!((none.code, none.out.as_str()), (Some(0), ""));
    let mut spoiled: Value = serde_json::from_str(&read.out).unwrap();
    spoiled["at"] = json!(1);
    let spoiled = run(&["changes", "csv", &folder.file("spoiled.json", &spoiled.to_string())]);
    assert!(
        spoiled.code == Some(2) && spoiled.err.contains("FT-S001"),
        "{}",
        spoiled.err
    );
    // What is not answered is asked, as import asks it.
    let asked = run(&["changes", "csv", &tuesday, "--mapping", &mapping]);
    assert!(asked.code == Some(2) && asked.err.contains("--as-of"), "{}", asked.err);
}

/// NexHealth's answer to GET /treatment_plans with these plans of these patients.
fn page(plans: &[(u32, u32)]) -> String {
    let plan = |(id, patient): &(u32, u32)| {
        json!({
            "id": id, "patient_id": patient, "status": "proposed", "name": "Phase 1",
            "procedures": [{
                "id": id * 10, "code": "D2740", "name": "Crown", "status": "planned",
                "fee": {"amount": "900.00", "currency": "USD"},
            }],
        })
    };
    let data: Vec<Value> = plans.iter().map(plan).collect();
    json!({"code": true, "error": [], "data": data, "page_info": {"has_next_page": false}}).to_string()
}

const ANSWERS: [&str; 4] = ["--as-of", "2026-01-30", "--time-zone", "none"];

#[test]
fn a_page_of_an_api_is_json_and_no_stored_export() {
    let folder = Folder::new("changes-json");
    let store = folder.path("store.json");
    let first = folder.file("first.json", &page(&[(1, 7), (2, 8)]));
    let second = folder.file("second.json", &page(&[(1, 7), (3, 8)]));
    let told = run(&[&["changes", "nexhealth", &first, "--store", &store], &ANSWERS[..]].concat());
    assert_eq!(
        told.told(),
        ["7 recipient", "7 plan", "8 recipient", "8 plan"],
        "{}",
        told.err
    );
    let before = ["--before", &first, "--as-of-before", "2026-01-29"];
    let news = run(&[&["changes", "nexhealth", &second], &before[..], &ANSWERS[..]].concat());
    assert_eq!(news.told(), ["8 plan_gone", "8 plan"], "{}{}", news.out, news.err);
    let news = run(&[&["changes", "nexhealth", &second, "--before", &store], &ANSWERS[..]].concat());
    assert_eq!(news.told(), ["8 plan_gone", "8 plan"]);
    // Where the practice's clocks stand is asked: visits are told with their instants.
    let asked = run(&["changes", "nexhealth", &second, "--as-of", "2026-01-30"]);
    assert_eq!(asked.code, Some(2));
    assert!(asked.err.contains("--time-zone"), "{}", asked.err);
    let help = run(&["changes", "--help"]);
    for word in ["nexhealth", "fhir", "--answer", "--time-zone", "--store"] {
        assert!(help.out.contains(word), "{word}");
    }
}

#[test]
fn answers_are_taken_as_import_takes_them() {
    let folder = Folder::new("changes-answers");
    let plans = folder.file(
        "plans.csv",
        "Quote No,Client No,Client,Cell,Total,Shown,Stage\nQ1,41,Rin Sato,(404) 555-0141,2400.00,2026-03-01,Shown\n",
    );
    let mapping = std::fs::read_to_string(nightly("mapping.yaml")).unwrap();
    assert!(mapping.contains("time_zone: America/New_York"));
    // The mapping file says where the clocks stand, and an answer takes the place of a line that it lacks.
    let open = mapping.replace("columns: confirmed", "columns: ask");
    let open = folder.file("open.yaml", &open);
    let monday = nightly("monday");
    let asked = run(&["changes", "csv", &monday, "--mapping", &open, "--as-of", "2026-03-02"]);
    assert!(
        asked.code == Some(2) && asked.err.contains("columns"),
        "{}{}",
        asked.err,
        asked.err
    );
    let answered = ["--answer", "columns=confirmed", "--as-of", "2026-03-02"];
    let told = run(&[&["changes", "csv", &monday, "--mapping", &open], &answered[..]].concat());
    assert_eq!((told.code, told.told().len()), (Some(0), 6), "{}{}", told.out, told.err);
    assert!(
        told.out.contains("2026-03-03T05:00:00Z"),
        "the end of the day in New York: {}",
        told.out
    );
    // A file of no known form: what runs by night proposes nothing.
    let refused = run(&["changes", "csv", &plans, "--as-of", "2026-03-02"]);
    assert!(
        refused.code == Some(2) && refused.out.is_empty() && refused.err.contains("FT-I010"),
        "{}{}",
        refused.out,
        refused.err
    );
}

#[test]
fn what_is_held_back_is_said_and_kept_for_the_next_night() {
    let folder = Folder::new("changes-held");
    let night = |name: &str, rows: &str| {
        folder.file(
            &format!("{name}.csv"),
            &format!("Quote No,Client No,Client,Cell,SMS ok,Total,Shown,Stage\n{rows}"),
        )
    };
    let mapping = nightly("mapping.yaml");
    let call = |name: &str, file: &str, before: Option<&str>, day: &str| {
        let mut arguments = vec!["changes", "csv", file, "--mapping", &mapping, "--as-of", day, "--store"];
        let store = folder.path(name);
        arguments.push(&store);
        let before = before.map(|before| folder.path(before));
        if let Some(before) = &before {
            arguments.extend(["--before", before]);
        }
        run(&arguments)
    };
    let row = |number: u32, total: &str| format!("Q{number},{number},Sato,,Y,{total},03/01/2026,Shown\n");
    let whole = night("whole", &format!("{}{}", row(1, "900.00"), row(2, "800.00")));
    call("a.json", &whole, None, "2026-03-02");
    let refused = night("refused", &row(1, "9OO.00").replace("Q1,1,", "Q1,,"));
    let held = call("b.json", &refused, Some("a.json"), "2026-03-03");
    assert_eq!((held.code, held.out.as_str()), (Some(1), ""), "{}", held.err);
    assert!(
        held.err.contains("held: recipient 1, plan Q1") && held.err.contains("plan Q2"),
        "{}",
        held.err
    );
    // Which row that may be stands there, also beside what is held.
    let row_told = "refused.csv row 1 (line 2), column Client No: the id is missing";
    assert!(
        held.err.contains("1 records read: 0 accepted, 1 rejected"),
        "{}",
        held.err
    );
    assert!(held.err.contains(row_told), "{}", held.err);
    assert!(
        held.err
            .contains("a refused record may be it\n  refused.csv row 1, column Client No, missing_required"),
        "{}",
        held.err
    );
    let next = night("next", &row(1, "900.00"));
    let told = call("c.json", &next, Some("b.json"), "2026-03-04");
    assert_eq!(
        (told.code, told.told()),
        (Some(0), vec!["2 plan_gone".to_owned()]),
        "{}",
        told.err
    );

    // Half an export is no news.
    let many: String = (1..=20).map(|number| row(number, "900.00")).collect();
    let half: String = (1..=10).map(|number| row(number, "900.00")).collect();
    call("d.json", &night("many", &many), None, "2026-03-02");
    let half = night("half", &half);
    let refused = call("e.json", &half, Some("d.json"), "2026-03-03");
    assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""));
    assert!(refused.err.contains("10 of 20 plans are gone"), "{}", refused.err);
    assert!(
        !Path::new(&folder.path("e.json")).exists(),
        "the night before stays what is compared with"
    );
    let before = folder.path("d.json");
    let allowed = run(&[
        "changes",
        "csv",
        &half,
        "--before",
        &before,
        "--mapping",
        &mapping,
        "--as-of",
        "2026-03-03",
        "--allow-shrink",
    ]);
    assert_eq!((allowed.code, allowed.told().len()), (Some(1), 10));
}

#[test]
fn an_export_of_an_earlier_day_is_not_told_before_somebody_has_looked() {
    let folder = Folder::new("changes-older");
    let (first, second) = (folder.path("first.json"), folder.path("second.json"));
    let page = folder.file("page.json", &page(&[(1, 7)]));
    let on = |day: &'static str| ["--time-zone", "none", "--as-of", day];
    run(&[
        &["changes", "nexhealth", &page, "--store", &first],
        &on("2026-01-30")[..],
    ]
    .concat());
    let none = folder.file("none.json", &self::page(&[(2, 8)]));
    let older = ["changes", "nexhealth", &none, "--before", &first, "--store", &second];
    let refused = run(&[&older[..], &on("2026-01-29")[..]].concat());
    assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""), "{}", refused.err);
    assert!(refused.err.contains("older than the one before") && refused.err.contains("--allow-older"));
    assert!(
        !Path::new(&second).exists(),
        "the night before stays what is compared with"
    );
    let allowed = run(&[&older[..], &on("2026-01-29")[..], &["--allow-older"]].concat());
    assert_eq!((allowed.code, allowed.told().len()), (Some(1), 3), "{}", allowed.err);
    assert!(Path::new(&second).exists());
}

#[test]
fn an_export_of_another_system_is_not_compared() {
    let folder = Folder::new("changes-system");
    let (first, second) = (folder.path("first.json"), folder.path("second.json"));
    let page = folder.file("page.json", &page(&[(1, 7)]));
    run(&[&["changes", "nexhealth", &page, "--store", &first], &ANSWERS[..]].concat());
    let (monday, mapping) = (nightly("monday"), nightly("mapping.yaml"));
    let another = [
        "changes",
        "csv",
        &monday,
        "--mapping",
        &mapping,
        "--as-of",
        "2026-03-02",
    ];
    let refused = run(&[&another[..], &["--before", &first, "--store", &second]].concat());
    assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""), "{}", refused.err);
    assert!(
        refused.err.contains("FT-I017") && refused.err.contains("nexhealth"),
        "{}",
        refused.err
    );
    assert!(!Path::new(&second).exists());
}

#[test]
fn a_stored_export_is_known_by_what_is_in_it() {
    let folder = Folder::new("changes-names");
    let page = folder.file("page.json", &page(&[(1, 7)]));
    for name in ["night", "night.store", "night.csv"] {
        let store = folder.path(name);
        run(&[&["changes", "nexhealth", &page, "--store", &store], &ANSWERS[..]].concat());
        let again = run(&[&["changes", "nexhealth", &page, "--before", &store], &ANSWERS[..]].concat());
        assert_eq!((again.code, again.out.as_str()), (Some(0), ""), "{}", again.err);
    }
    let empty = folder.file("empty.json", "{}\n");
    let refused = run(&[&["changes", "nexhealth", &page, "--before", &empty], &ANSWERS[..]].concat());
    assert!(
        refused.code == Some(2) && refused.err.contains("FT-S001"),
        "{}{}",
        refused.out,
        refused.err
    );
}

#[test]
fn a_file_that_ends_too_early_is_said_with_the_notes() {
    let folder = Folder::new("changes-early");
    let store = folder.path("store.json");
    let more = page(&[(1, 7)]).replace("\"has_next_page\":false", "\"has_next_page\":true");
    let pages = [folder.file("1.json", &more), folder.file("2.json", &page(&[(2, 8)]))];
    let files = ["changes", "nexhealth", &pages[0], &pages[1], "--store", &store];
    let both = run(&[&files[..], &ANSWERS[..]].concat());
    assert_eq!((both.code, both.told().len()), (Some(0), 4), "{}", both.err);
    let one = run(&[&["changes", "nexhealth", &pages[0], "--before", &store], &ANSWERS[..]].concat());
    assert_eq!((one.code, one.out.as_str()), (Some(1), ""), "{}", one.err);
    for told in [
        "note: 1.json: the last page says that there are more",
        "warning: 1.json may be longer than what there is of it",
        "held: recipient 8, plan 2",
    ] {
        assert!(one.err.contains(told), "{told}: {}", one.err);
    }
}
