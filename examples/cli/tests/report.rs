//! `followthrough report` as it is typed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)] // a test says so by failing

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn followthrough(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_followthrough"))
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A file in a folder of this test's own, with what it holds.
fn file(test: &str, name: &str, holds: &str) -> String {
    let folder: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, holds).unwrap();
    path.to_str().unwrap().to_owned()
}

const LINE: &str = r#"{"recipient": "r-1", "at": "2026-05-04T15:00:00Z", "case_id": "tp-1", "type": "enrolled", "sequence": "general", "round": 1}"#;

#[test]
fn a_simulated_journal_makes_a_report() {
    let [journal, plans, page, html, csv] = ["journal.jsonl", "plans.jsonl", "sim.html", "report.html", "report.csv"]
        .map(|name| file("report-demo", name, ""));
    let options = r#"{"practice": "Larkspur Family Dental", "time_zone": "America/New_York",
        "before": {"recovered_a_month": "4", "recovered_value_a_month": "8800.00"}, "costs": {"sms_segment": "0.0079"}}"#;
    let options = file("report-demo", "options.json", options);
    let made = followthrough(&["demo", "--out", &page, "--journal", &journal, "--plans", &plans]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let arguments = ["report", &journal, "--plans", &plans, "--options", &options];
    let rows = file("report-demo", "recovered.csv", "");
    let told = followthrough(&[&arguments[..], &["--html", &html, "--csv", &csv, "--recovered", &rows]].concat());
    assert!(told.status.success(), "{}", text(&told.stderr));
    assert!(text(&told.stdout).starts_with("Larkspur Family Dental, 2026-09-01 to 2026-11-"));
    assert!(std::fs::read_to_string(&html).unwrap().ends_with("</html>"));
    assert!(
        std::fs::read_to_string(&csv)
            .unwrap()
            .starts_with("table,row,figure,value\n")
    );
    assert!(
        std::fs::read_to_string(&rows)
            .unwrap()
            .starts_with("case,on,sequence,step,provider,category,value\n")
    );
    let told = followthrough(&[&arguments[..], &["--month", "2026-10", "--json"]].concat());
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!((&told["days"], &told["months"]), (&31.into(), &1.into()));
    assert!(told["funnel"]["all"]["sent"].as_u64().unwrap() > 20);
    assert_eq!(told["money"]["without_value"], 0);
}

/// What the page with a holdout looks like can be seen without waiting for half a year.
#[test]
fn the_demo_holds_out_whom_it_is_told_to() {
    let [journal, plans, page, options, html] =
        ["j.jsonl", "p.jsonl", "sim.html", "o.json", "report.html"].map(|name| file("report-holdout", name, ""));
    let demo = [
        "demo",
        "--days",
        "180",
        "--out",
        &page,
        "--journal",
        &journal,
        "--plans",
        &plans,
        "--options",
        &options,
    ];
    let made = followthrough(&[&demo[..], &["--holdout", "0.3"]].concat());
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert!(text(&made.stdout).contains(" more to come in 180 days."));
    let arguments = ["report", &journal, "--plans", &plans, "--options", &options];
    let told = followthrough(&[&arguments[..], &["--json"]].concat());
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let lift = &told["lift"]["against_holdout"];
    let of = |group: &str| lift[group]["of"].as_u64().unwrap();
    assert!(of("followed_up") > 40 && of("held_out") > 20, "{lift}");
    assert_eq!(lift["unknown"], 0);
    // What it writes of the practice is all that the page needs: whose it is, its pilot, what it costs.
    assert_eq!(told["practice"], "Larkspur Family Dental");
    assert_eq!(
        (&told["from"], &told["to"]),
        (&"2026-09-01".into(), &"2027-02-27".into())
    );
    assert_eq!(told["lift"]["planned_look"], "2027-02-27");
    assert!(!lift["at_planned_look"].is_null(), "{lift}");
    assert!(
        followthrough(&[&arguments[..], &["--html", &html]].concat())
            .status
            .success()
    );
    let shown = std::fs::read_to_string(&html).unwrap();
    assert!(shown.contains("What follow-up adds") && shown.contains("What it cost"));
    // The page and what is printed have one return, of what was measured.
    let printed = text(&followthrough(&arguments).stdout);
    assert!(printed.contains("Of ") && !printed.contains("as credited"), "{printed}");
    let wrong = followthrough(&[&demo[..], &["--holdout", "1.5"]].concat());
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("expected a share between 0 and 1, such as 0.2"));
}

#[test]
fn a_damaged_line_is_something_to_look_at() {
    let journal = file("report-damaged", "journal.jsonl", &format!("{LINE}\n{{\"recipient\"\n"));
    let told = followthrough(&["report", &journal, "--month", "2026-05"]);
    assert_eq!(told.status.code(), Some(1));
    let said = text(&told.stdout);
    assert!(said.contains("journal.jsonl:2: no JSON from column 12 on"), "{said}");
    assert!(
        said.ends_with("1 line could not be read and counts in nothing.\n"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_used_is_told_with_its_place() {
    let journal = file("report-wrong", "journal.jsonl", LINE);
    let options = file("report-wrong", "options.json", r#"{"costs": {"email": 1}}"#);
    let half = file("report-wrong", "half.json", r#"{"before": {"recovered_a_month": "4"}}"#);
    let later = file("report-wrong", "later.json", r#"{"pilot": {"from": "2026-06-01"}}"#);
    let audit = file("report-wrong", "audit.json", r#"{"judged": {"plans": 10}}"#);
    for (arguments, says) in [
        (vec!["--month", "May"], "month: expected a month such as \"2026-05\""),
        (vec!["--month", "2026-05", "--options", &options], "costs.email"),
        (vec!["--month", "2026-05", "--baseline", &audit], "baseline"),
        (vec!["--month", "2026-05", "--plans", "nowhere.jsonl"], "nowhere.jsonl"),
        (
            vec!["--month", "2026-05", "--options", &half],
            "before.recovered_a_month: says nothing by itself",
        ),
        (vec!["--month", "2026-05", "--options", &later], "pilot.from: is after"),
    ] {
        let told = followthrough(&[&["report", journal.as_str()][..], &arguments].concat());
        assert_eq!(told.status.code(), Some(2), "{arguments:?}");
        assert!(text(&told.stderr).contains(says), "{}", text(&told.stderr));
    }
    let told = followthrough(&["report", &journal, "--month", "2026-05", "--json"]);
    assert!(serde_json::from_slice::<Value>(&told.stdout).is_ok());
}
