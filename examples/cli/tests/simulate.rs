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

#[test]
fn compare_tells_what_each_patient_would_have_got() {
    let (folder, old) = (export("compare"), playbook());
    let new = Path::new(&folder).join("new.yaml");
    let document = std::fs::read_to_string(&old).unwrap();
    std::fs::write(&new, format!("{document}\nlimits: {{per_week: 1}}\n")).unwrap();
    let new = new.to_str().unwrap().to_owned();
    let page = Path::new(&folder).join("page.html");
    let page = page.to_str().unwrap();
    let rest = [
        "--from",
        "open_dental",
        &folder,
        "--presented",
        "saved_plan",
        "--days",
        "30",
    ];
    let output = followthrough(&[&["compare", &old, &new][..], &rest, &["--html", page]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let told = text(&output.stdout);
    assert!(
        told.contains(" plans get something else, ") && told.contains(" moved"),
        "{told}"
    );
    assert!(std::fs::read_to_string(page).unwrap().starts_with("<!DOCTYPE html>"));

    let output = followthrough(&[&["compare", &old, &old, "--json"][..], &rest].concat());
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (json["cases"].as_array().unwrap().len(), &json["old"]),
        (0, &json["new"])
    );
}

#[test]
fn a_simulation_with_options_and_of_one_case() {
    let (folder, playbook) = (export("options"), playbook());
    let options = Path::new(&folder).join("options.json");
    let named = r#"{"days": 20, "costs": {"sms_segment": "0.0083", "email": "0.0004"},
        "capacity": [{"role": "front_desk", "tasks": 1}],
        "disruptions": {"no_export_on": ["2026-09-01", "2026-09-02", "2026-09-03"]}}"#;
    std::fs::write(&options, named).unwrap();
    let options = options.to_str().unwrap();
    let rest = [
        "--from",
        "open_dental",
        &folder,
        "--presented",
        "saved_plan",
        "--options",
        options,
    ];
    let typed = [&["simulate", &playbook][..], &rest].concat();
    let output = followthrough(&typed);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let told = text(&output.stdout);
    for part in [
        "What would land on whose list:",
        "What it would cost, of what has a price: $",
        "Steps that waited for newer facts: ",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let output = followthrough(&[&typed[..], &["--json"]].concat());
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["report"]["days"], 20);
    let case = json["sends"][0]["case_id"].as_str().unwrap();
    let page = Path::new(&folder).join("case.html");
    let page = page.to_str().unwrap();
    let output = followthrough(&[&typed[..], &["--case", case, "--html", page]].concat());
    assert!(text(&output.stdout).contains("Messages "), "{}", text(&output.stdout));
    assert!(std::fs::read_to_string(page).unwrap().contains("<svg"));
    let output = followthrough(&[&typed[..], &["--case", "nobody's"]].concat());
    assert_eq!(output.status.code(), Some(2));
    std::fs::write(options, r#"{"costs": {"email": 0.5}}"#).unwrap();
    let output = followthrough(&typed);
    assert!(
        text(&output.stderr).contains("FT-X001 options.costs.email"),
        "{}",
        text(&output.stderr)
    );
}
