//! `followthrough demo` and `followthrough simulate` as they are typed.
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

/// A folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The invented practice's export as files.
fn export(name: &str) -> String {
    let folder = folder(name);
    let practice = Practice {
        patients: 400,
        ..Practice::new(3, Date::parse("2026-08-31").unwrap())
    };
    for (file, bytes) in open_dental_export(&practice) {
        std::fs::write(folder.join(file), bytes).unwrap();
    }
    folder.to_str().unwrap().to_owned()
}

fn playbook() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks/demo.yaml");
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_demo_writes_the_report_and_ends_with_its_path() {
    let out = folder("demo").join("report.html");
    let out = out.to_str().unwrap();
    let output = followthrough(&["demo", "--seed", "2", "--out", out]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let told = text(&output.stdout);
    for figure in [
        "plans followed up, worth $",
        "accepted (",
        "without any message",
        "messages to ",
        "tasks for staff",
    ] {
        assert!(told.contains(figure), "{figure}\n{told}");
    }
    assert!(told.trim_end().ends_with(out), "{told}");
    let baseline = Path::new(out).with_file_name("audit.html");
    assert!(
        told.contains(&format!("The baseline: {}", baseline.display())),
        "{told}"
    );
    assert!(
        std::fs::read_to_string(baseline)
            .unwrap()
            .contains("Baseline audit, Larkspur Family Dental")
    );
    let page = std::fs::read_to_string(out).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Larkspur Family Dental"));

    let again = followthrough(&["demo", "--seed", "2", "--out", out]);
    assert_eq!(text(&again.stdout), told);
    assert_eq!(
        std::fs::read_to_string(out).unwrap(),
        page,
        "the same seed, the same bytes"
    );
}

#[test]
fn the_demo_in_json() {
    let out = folder("demo_json").join("report.html");
    let output = followthrough(&["demo", "--json", "--out", out.to_str().unwrap()]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((json["days"].as_u64(), json["faults"].as_u64()), (Some(90), Some(0)));
}

#[test]
fn simulate_tells_what_would_be_sent_and_who_not_and_why() {
    let (folder, playbook) = (export("simulate"), playbook());
    let typed = [
        "simulate",
        &playbook,
        "--from",
        "open_dental",
        &folder,
        "--presented",
        "saved_plan",
        "--days",
        "30",
    ];
    let output = followthrough(&typed);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let told = text(&output.stdout);
    assert!(told.starts_with("A simulation: nothing was sent and nobody was contacted."));
    for part in ["  2026-09-0", "hello", "Presented too long ago", "plans followed up"] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert!(
        !told.contains("example.com") && !told.contains("+1"),
        "no addresses, no numbers"
    );

    let page = Path::new(&folder).join("page.html");
    let records = Path::new(&folder).join("records.jsonl");
    let more = [
        "--json",
        "--html",
        page.to_str().unwrap(),
        "--records",
        records.to_str().unwrap(),
    ];
    let output = followthrough(&[&typed[..], &more[..]].concat());
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(!json["sends"].as_array().unwrap().is_empty());
    assert!(!json["not_contacted"].as_array().unwrap().is_empty());
    assert!(json["note"].as_str().unwrap().contains("nobody was contacted"));
    assert!(page.exists());
    let lines = std::fs::read_to_string(records).unwrap();
    assert!(lines.lines().count() > 100);
}

#[test]
fn what_cannot_be_used_is_told() {
    let (folder, playbook) = (export("simulate_bad"), playbook());
    let refused = |arguments: &[&str], told: &str| {
        let output = followthrough(arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(told), "{told}\n{}", text(&output.stderr));
    };
    let simulate = ["simulate", &playbook, "--from", "open_dental", &folder];
    refused(&simulate, "FT-I010");
    refused(&[&simulate[..], &["--presented", "perhaps"]].concat(), "--presented");
    refused(
        &["simulate", "no-such.yaml", "--from", "open_dental", &folder],
        "no-such.yaml",
    );
    refused(
        &[
            "simulate",
            &playbook,
            "--from",
            "abacus",
            &folder,
            "--presented",
            "charted",
        ],
        "FT-I011",
    );
    refused(&["demo", "--from", "yesterday"], "FT-T003");

    let behaviour = Path::new(&folder).join("behaviour.json");
    std::fs::write(&behaviour, "{\"book_alone\": 1}").unwrap();
    let behaviour = ["--presented", "charted", "--behaviour", behaviour.to_str().unwrap()];
    refused(&[&simulate[..], &behaviour].concat(), "book_alone");
}
