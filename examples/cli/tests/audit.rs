//! `followthrough audit` and `followthrough backtest` as they are typed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)] // a test says so by failing

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use followthrough::Date;
use followthrough_insight::invented::{Practice, open_dental_export};

fn followthrough(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_followthrough"))
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The invented practice's export in a folder of this test's own.
fn export(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let practice = Practice {
        patients: 400,
        months: 10,
        ..Practice::new(3, Date::parse("2026-08-31").unwrap())
    };
    for (file, bytes) in open_dental_export(&practice) {
        std::fs::write(folder.join(file), bytes).unwrap();
    }
    folder
}

fn refused(arguments: &[&str], told: &str) {
    let output = followthrough(arguments);
    assert_eq!(output.status.code(), Some(2));
    // What is to be answered first is told as import tells it: who reads standard output waits for the audit.
    let said = text(&output.stderr);
    assert!(output.stdout.is_empty());
    assert!(said.contains(told), "{told}\n{said}");
}

#[test]
fn audit_tells_the_baseline_and_writes_page_and_tables() {
    let folder = export("audit");
    let (page, tables) = (folder.join("baseline.html"), folder.join("tables"));
    let typed = [
        "audit",
        "open_dental",
        folder.to_str().unwrap(),
        "--presented",
        "saved_plan",
        "--as-of",
        "2026-08-31",
    ];
    let more = [
        "--practice",
        "Larkspur & Sons",
        "--html",
        page.to_str().unwrap(),
        "--csv",
        tables.to_str().unwrap(),
    ];
    let output = followthrough(&[&typed[..], &more[..]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let told = text(&output.stdout);
    for part in [
        "Baseline of 2026-06-03 to 2026-08-31",
        "plans accepted whole",
        "pending on",
        "nobody followed up",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert!(
        std::fs::read_to_string(page)
            .unwrap()
            .contains("<h1>Larkspur &amp; Sons</h1>")
    );
    for file in ["acceptance.csv", "cases.csv", "pending.csv", "time_to_accept.csv"] {
        assert!(
            std::fs::read_to_string(tables.join(file)).unwrap().lines().count() > 3,
            "{file}"
        );
    }

    let output = followthrough(&[&typed[..], &["--json", "--days", "30"]].concat());
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (json["days"].as_u64(), json["from"].as_str()),
        (Some(30), Some("2026-08-02"))
    );
    assert_eq!(json["acceptance_told"], "yes");
}

#[test]
fn audit_tells_what_cannot_be_used() {
    let folder = export("audit_bad");
    let typed = [
        "audit",
        "open_dental",
        folder.to_str().unwrap(),
        "--as-of",
        "2026-08-31",
    ];
    refused(&typed, "FT-I010");
    let typed = [&typed[..], &["--presented", "charted"]].concat();
    refused(&[&typed[..], &["--days", "0"]].concat(), "options.days");
    let options = folder.join("options.json");
    std::fs::write(&options, r#"{"value_bands": ["3000", "500"]}"#).unwrap();
    let options = options.to_str().unwrap();
    refused(&[&typed[..], &["--options", options]].concat(), "options.value_bands");
    std::fs::write(options, r#"{"value_band": []}"#).unwrap();
    refused(&[&typed[..], &["--options", options]].concat(), "options.json");
}

#[test]
fn backtest_tells_where_plans_stood() {
    let folder = export("backtest");
    let playbook = Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks/demo.yaml");
    let page = folder.join("backtest.html");
    let typed = [
        "backtest",
        playbook.to_str().unwrap(),
        "--from",
        "open_dental",
        folder.to_str().unwrap(),
        "--presented",
        "saved_plan",
        "--as-of",
        "2026-08-31",
        "--days",
        "120",
    ];
    let output = followthrough(&[&typed[..], &["--html", page.to_str().unwrap()]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let told = text(&output.stdout);
    assert!(
        told.contains("accepted before the first message, or on its day"),
        "{told}"
    );
    assert!(std::fs::read_to_string(page).unwrap().contains("When it was accepted"));
    let output = followthrough(&[&typed[..], &["--json"]].concat());
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["not_run"].as_u64(), Some(0));
    assert_eq!(
        json["cases"].as_array().unwrap().len(),
        usize::try_from(json["plans"]["plans"].as_u64().unwrap()).unwrap()
    );
    refused(&[&typed[..9], &["--days", "9999"]].concat(), "options.days");
}
