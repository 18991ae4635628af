//! `followthrough picture`, `preview` and `preview-change` as they are typed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says so by failing")]

mod common;

use common::{file, followthrough};
use followthrough::{Event, Playbook, Timestamp};
use serde_json::Value;

const PLAYBOOK: &str = r#"followthrough: 1
extends: dental
practice:
  name: Maple Dental
  time_zone: America/Chicago
  phone: "+13125550100"
  postal_address: "5 Maple Ave, Chicago, IL 60601"
  booking_url: "https://book.example.com/maple"
"#;

const CASE: &str = r#"
recipient:
  id: r-1
  first_name: Ana
  time_zone: America/Chicago
  state: GA
  contacts:
    - {kind: mobile, value: "+13125550142", consent: {type: granted, at: 2026-01-05T15:00:00Z}}
plan:
  id: tp-1
  patient: {id: p-1}
  presented_at: 2026-03-02T10:00:00-06:00
  procedures: [{id: pr-1, code: D2740, fee: "1600.00", status: planned}]
"#;

#[test]
fn a_page_and_a_flowchart() {
    let playbook = file("pictures/a.yaml", PLAYBOOK);
    let page = followthrough(&["picture", &playbook], "");
    assert_eq!((page.code, page.err.as_str()), (0, ""));
    assert_eq!(page.out, Playbook::from_yaml(PLAYBOOK).unwrap().to_html());
    let chart = followthrough(&["picture", &playbook, "--mermaid"], "");
    assert!(chart.out.starts_with("flowchart TD\n"), "{}", chart.out);
    let out = file("pictures/page.html", "");
    let said = followthrough(&["picture", &playbook, "--out", &out], "");
    assert_eq!((said.code, said.out), (0, format!("{out}\n")));
    assert_eq!(std::fs::read_to_string(&out).unwrap(), page.out);
}

#[test]
fn one_patient() {
    let playbook = file("pictures/b.yaml", PLAYBOOK);
    let case = file("pictures/case.yaml", CASE);
    let said = followthrough(&["preview", &playbook, &case], "");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let lines: Vec<&str> = said.out.lines().collect();
    assert!(
        lines[0].starts_with("Maple Dental: tp-1, as if nobody answered (revision "),
        "{}",
        lines[0]
    );
    assert_eq!(lines[1], "tue 2026-03-03 10:00  enters the sequence \"restorative\"");
    assert_eq!(
        lines[2],
        "tue 2026-03-03 10:00  text message to +13125550142: step \"hello\", 2 segments"
    );
    assert!(lines[3].starts_with("    | Hi Ana, it's Maple Dental."), "{}", lines[3]);
    assert!(
        said.out.contains("step \"details\" is passed over: no_channel"),
        "{}",
        said.out
    );
    assert!(said.out.ends_with("the follow-up ends: exhausted\n"), "{}", said.out);
    let json = followthrough(
        &["preview", "--json", &playbook, &case, "--now", "2026-03-02T16:00:00Z"],
        "",
    );
    let told: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(
        (&told["case_id"], &told["outcome"]),
        (&"tp-1".into(), &"exhausted".into())
    );
    let small = file("pictures/small.yaml", &CASE.replace("1600.00", "120.00"));
    let said = followthrough(&["preview", &playbook, &small], "");
    assert!(said.out.contains("at least $500.00; it is $120.00"), "{}", said.out);
}

#[test]
fn times_are_those_of_the_patient_else_of_the_office() {
    let offices = PLAYBOOK.replace(
        "practice:\n",
        "practice:\n  hours: {mon-fri: \"08:30-17:00\"}\n  locations:\n    west: {time_zone: America/Los_Angeles, state: CA, hours: {mon-fri: \"11:00-17:00\"}}\n",
    );
    let playbook = file("pictures/offices.yaml", &offices);
    let nowhere = CASE
        .replace("  time_zone: America/Chicago\n  state: GA\n", "")
        .replace("T10:00:00-06:00", "");
    let told = |case: &str| {
        let said = followthrough(&["preview", &playbook, &file("pictures/where.yaml", case)], "");
        assert_eq!((said.code, said.err.as_str()), (0, ""));
        let lines: Vec<String> = said.out.lines().map(str::to_owned).collect();
        (lines[0].clone(), lines[1].clone())
    };
    let west = nowhere.replace("  id: tp-1\n", "  id: tp-1\n  location: west\n");
    let there = west.replace("recipient:\n", "recipient:\n  time_zone: America/New_York\n");
    for (case, zone, entered) in [
        (&nowhere, "America/Chicago", "08:30"),
        (&west, "America/Los_Angeles", "11:00"),
        (&there, "America/New_York", "14:00"),
    ] {
        let (head, first) = told(case);
        assert!(head.ends_with(&format!("times in {zone})")), "{head}");
        assert!(
            first.starts_with(&format!("tue 2026-03-03 {entered} ")),
            "{zone}: {first}"
        );
    }
}

#[test]
fn a_key_that_nobody_looks_at_is_refused() {
    let playbook = file("pictures/keys.yaml", PLAYBOOK);
    let more = "subject: {kind: recall, id: rc-1, patient: {id: p-1}, due_on: 2026-03-02}\nrecipent: {}\n";
    let case = file("pictures/keys-case.yaml", &format!("{CASE}{more}"));
    let said = followthrough(&["preview", &playbook, &case], "");
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    for key in ["subject", "recipent"] {
        let told = format!("FT-X001 {key}: unknown key \"{key}\"");
        assert!(said.err.contains(&told), "{}", said.err);
    }
}

#[test]
fn a_recall() {
    let playbook = file(
        "pictures/recall.yaml",
        &PLAYBOOK.replace("extends: dental", "extends: recall"),
    );
    let (who, _) = CASE.split_once("plan:").unwrap();
    let subject = "subject: {kind: recall, id: rc-1, patient: {id: p-1}, due_on: 2026-03-02}\n";
    let case = file("pictures/due.yaml", &format!("{who}{subject}"));
    let said = followthrough(&["preview", &playbook, &case], "");
    assert!(
        said.out.contains("enters the sequence \"recall\""),
        "{}{}",
        said.out,
        said.err
    );
    let wrong = followthrough(&["preview", &playbook, &file("pictures/case2.yaml", CASE)], "");
    assert_eq!(wrong.code, 2);
    assert!(
        wrong.err.contains("FT-X001 subject: the key \"subject\" is missing"),
        "{}",
        wrong.err
    );
}

#[test]
fn everybody_before_it_is_published() {
    let old = Playbook::from_yaml(PLAYBOOK).unwrap();
    let case: Value = followthrough::wire::yaml::json(CASE, followthrough::Code::ScenarioMalformed).unwrap();
    let mut follow_up = old.begin_json(&case["recipient"].to_string()).unwrap();
    let event = format!(
        r#"{{"event_id": "e1", "at": "2026-03-02T16:00:00Z", "type": "plan", "plan": {}}}"#,
        case["plan"]
    );
    let event = Event::from_json(&event).unwrap();
    old.handle(&mut follow_up, event.at, &event).unwrap();
    old.tick(&mut follow_up, Timestamp::parse("2026-03-03T16:00:00Z").unwrap())
        .unwrap();
    let new = format!(
        "{PLAYBOOK}sequences:
  - id: restorative
    steps:
      - {{id: hello, day: 1, channel: sms, template: hello}}
      - {{id: soft, day: 5, channel: sms, template: soft_nudge}}
"
    );
    let (old, new) = (file("pictures/old.yaml", PLAYBOOK), file("pictures/new.yaml", &new));
    let rows = file("pictures/rows.jsonl", &format!("{}\n\n", follow_up.to_json()));
    let verb = ["preview-change", &old, &new, &rows, "--now", "2026-03-04T16:00:00Z"];
    let said = followthrough(&verb, "");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(
        said.out.contains("tp-1 of r-1: its next step comes at another time"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("  before: mon 2026-03-09 10:00  text message"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("  after:  sat 2026-03-07 10:00  text message"),
        "{}",
        said.out
    );
    assert!(
        said.out.ends_with("     1  its next step comes at another time\n"),
        "{}",
        said.out
    );
    let json = followthrough(&[&verb[..], &["--json"]].concat(), "");
    let told: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(told["cases"][0]["kind"], "moved");
    // Without an instant it is published now.
    let said = followthrough(&["preview-change", &old, &old, &rows], "");
    assert!(said.code == 0 || said.err.contains("FT-H005"), "{}", said.err);
    let broken = file("pictures/broken.jsonl", &format!("{}\n{{}}\n", follow_up.to_json()));
    let said = followthrough(
        &["preview-change", &old, &new, &broken, "--now", "2026-03-04T16:00:00Z"],
        "",
    );
    assert_eq!(said.code, 2);
    assert!(said.err.contains("FT-S001 line 2.format"), "{}", said.err);
}

#[test]
fn a_step_id_that_means_something_else() {
    let old = file("pictures/before.yaml", PLAYBOOK);
    let new = file(
        "pictures/after.yaml",
        &format!(
            "{PLAYBOOK}sequences:
  - id: general
    steps:
      - {{id: hello, day: 1, channel: sms, template: soft_nudge}}
"
        ),
    );
    let said = followthrough(&["check", &new, "--before", &old], "");
    assert!(
        said.out.contains("FT-C015") && said.out.contains("after.yaml:12"),
        "{}",
        said.out
    );
    assert_eq!(said.code, 0, "a warning");
    assert!(!followthrough(&["check", &new], "").out.contains("FT-C015"));
}
