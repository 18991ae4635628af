//! `followthrough check` as it is typed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says so by failing")]

mod common;

use common::{file, followthrough};
use serde_json::Value;

const PLAYBOOK: &str = r#"followthrough: 1
extends: dental
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
limits: {per_day: 1, per_week: 3}
"#;

#[test]
fn a_good_playbook_exits_0() {
    let said = followthrough(&["check", &file("check/good.yaml", PLAYBOOK)], "");
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(
        said.out
            .starts_with("Peachtree Family Dental: no problems; 3 sequences"),
        "{}",
        said.out
    );
    let said = followthrough(&["check", "--json", &file("check/good.yaml", PLAYBOOK)], "");
    assert_eq!((said.code, said.out.as_str()), (0, "{\"findings\":[]}\n"));
}

#[test]
fn every_problem_is_shown_with_its_line() {
    let wrong = PLAYBOOK.replace("per_week", "per_wek").replace("New_York", "New_Yrk");
    let said = followthrough(&["check", &file("check/wrong.yaml", &wrong)], "");
    assert_eq!(said.code, 1);
    for told in [
        "error[FT-T002]: practice.time_zone",
        "5 |   time_zone: America/New_Yrk",
        "  |              ^^^^^^^^^^^^^^^",
        "error[FT-P002]: limits.per_wek",
        "did you mean \"per_week\"?",
        "2 problems",
    ] {
        assert!(said.out.contains(told), "{told}\n{}", said.out);
    }
    assert!(!said.out.contains('\u{1b}'), "no colours where no terminal is");
}

#[test]
fn the_data_form_keeps_its_keys() {
    let wrong = PLAYBOOK.replace("per_week", "per_wek");
    let said = followthrough(&["check", "--json", &file("check/json.yaml", &wrong)], "");
    assert_eq!(said.code, 1);
    let told: Value = serde_json::from_str(&said.out).unwrap();
    let finding = &told["findings"][0];
    assert_eq!(finding["code"], "FT-P002");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["path"], "limits.per_wek");
    assert_eq!(
        (&finding["line"], &finding["column"]),
        (&Value::from(9), &Value::from(22))
    );
    assert_eq!(finding["help"], "did you mean \"per_week\"?");
}

#[test]
fn a_file_that_is_not_there_exits_2() {
    let said = followthrough(&["check", "no-such-playbook.yaml"], "");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("no-such-playbook.yaml"), "{}", said.err);
}

#[test]
fn a_gap_is_shown_with_its_line_and_a_witness_that_replay_shows_failing() {
    let gap = format!("{PLAYBOOK}sequences:\n  - id: general\n    where: {{pending_value: {{above: 3000}}}}\n");
    let playbook = file("check/gap.yaml", &gap);
    let folder = std::path::Path::new(&playbook).parent().unwrap().to_owned();
    let said = followthrough(&["check", &playbook, "--witnesses", folder.to_str().unwrap()], "");
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    for told in [
        "error[FT-C001]: sequences[0].where",
        "12 |     where:",
        "= help: let the conditions meet",
        "1 problem",
    ] {
        assert!(said.out.contains(told), "{told}\n{}", said.out);
    }
    let witness = folder.join("FT-C001-1.json");
    let said = followthrough(&["replay", "--check", witness.to_str().unwrap()], "");
    assert_eq!(said.code, 1);
    assert!(said.out.contains("journal_has: not as expected"), "{}", said.out);
}

#[test]
fn the_folder_of_witnesses_is_made_and_holds_those_of_the_last_check_alone() {
    let gap = format!("{PLAYBOOK}sequences:\n  - id: general\n    where: {{pending_value: {{above: 3000}}}}\n");
    let (wrong, right) = (file("folder/gap.yaml", &gap), file("folder/good.yaml", PLAYBOOK));
    let folder = std::path::Path::new(&wrong).parent().unwrap().join("new/witnesses");
    let _ = std::fs::remove_dir_all(&folder);
    let named = folder.to_str().unwrap();
    let check = |playbook: &str| followthrough(&["check", playbook, "--witnesses", named], "");
    assert_eq!(check(&wrong).code, 1);
    let others = ["FT-C001-notes.json", "FT-C001-1.yaml", "mine.json"];
    for other in others {
        std::fs::write(folder.join(other), "").unwrap();
    }
    std::fs::write(folder.join("FT-C009-12.json"), "").unwrap();
    let said = check(&right);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let left = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let mut left: Vec<String> = left.map(|name| name.into_string().unwrap()).collect();
    left.sort();
    let mut others = others.map(str::to_owned);
    others.sort();
    assert_eq!(left, others);
}

#[test]
fn what_was_found_is_told_also_where_no_witness_can_be_written() {
    let gap = format!("{PLAYBOOK}sequences:\n  - id: general\n    where: {{pending_value: {{above: 3000}}}}\n");
    let playbook = file("unwritten/gap.yaml", &gap);
    let taken = file("unwritten/taken", "a file, no folder");
    let said = followthrough(&["check", &playbook, "--witnesses", &taken], "");
    assert_eq!(said.code, 2);
    assert!(
        said.out.contains("error[FT-C001]") && said.out.contains("1 problem"),
        "{}",
        said.out
    );
    assert!(said.err.contains(&taken), "{}", said.err);
    let said = followthrough(&["check", "--json", &playbook, "--witnesses", &taken], "");
    assert_eq!(said.code, 2);
    let told: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(told["findings"][0]["code"], "FT-C001");
    let failed: Value = serde_json::from_str(&said.err).unwrap();
    assert_eq!(failed["file"], taken.as_str());
}

#[test]
fn a_finding_about_the_whole_has_a_path_too() {
    let said = followthrough(&["check", "--json", &file("check/empty.yaml", "[]\n")], "");
    assert_eq!(said.code, 1);
    let told: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(told["findings"][0]["path"], "", "{}", said.out);
}

#[test]
fn an_offer_that_is_over_by_a_day_is_a_warning() {
    let playbook = file("check/day.yaml", PLAYBOOK);
    let said = followthrough(&["check", &playbook, "--day", "2030-01-01"], "");
    assert_eq!(said.code, 0, "a warning keeps nobody from publishing");
    assert!(said.out.contains("warning[FT-C013]: financing.offers[1].valid_until") && said.out.contains("1 warning"));
    assert_eq!(followthrough(&["check", &playbook, "--day", "soon"], "").code, 2);
}
