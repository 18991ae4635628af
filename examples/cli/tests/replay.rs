//! `followthrough replay` as it is typed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says so by failing")]

mod common;

use common::{conformance, file, followthrough};
use serde_json::Value;

const SCENARIO: &str = r#"
scenario: nobody answers
playbook:
  followthrough: 1
  extends: dental
  practice: {name: Maple Dental, time_zone: America/Chicago, phone: "+13125550100",
    postal_address: "5 Maple Ave, Chicago, IL 60601", booking_url: "https://book.example.com/maple"}
recipient: {id: r-1, first_name: Bo, time_zone: America/Chicago, state: IL, contacts: [
  {kind: mobile, value: "+13125550142", consent: {type: granted, at: 2026-01-05T15:00:00Z}}]}
timeline:
- at: 2026-03-02T10:00:00-06:00
  event: {event_id: e1, type: plan, plan: {id: tp-1, patient: {id: p-1}, presented_at: 2026-03-02T10:00:00-06:00,
    procedures: [{id: pr-1, code: D2740, fee: "1250.00", status: planned}]}}
- until: 2026-03-04T00:00:00-06:00
  expect: {actions: [{type: send, step: hello, channel: sms}]}
"#;

#[test]
fn each_decision_is_a_line() {
    let said = followthrough(&["replay", &file("replay/plain.yaml", SCENARIO)], "");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let lines: Vec<Value> = said
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["event_id"], "e1");
    assert_eq!(lines[2]["decision"]["actions"][0]["step"], "hello");
}

#[test]
fn met_expectations_exit_0_and_others_1() {
    let said = followthrough(&["replay", "--check", &file("replay/met.yaml", SCENARIO)], "");
    assert_eq!(
        (said.code, said.out.as_str()),
        (0, "nobody answers: 1 expectations, 0 not met\n")
    );

    let wrong = file(
        "replay/not-met.yaml",
        &SCENARIO.replace("channel: sms}]", "channel: email}]"),
    );
    let said = followthrough(&["replay", "--check", &wrong], "");
    assert_eq!(said.code, 1);
    assert!(said.out.contains("timeline[1] actions"), "{}", said.out);
    assert!(
        said.out
            .contains(r#"- {"channel":"email","step":"hello","type":"send"}"#),
        "{}",
        said.out
    );
    assert!(said.out.contains(r#"+ {"at":"2026-03-03T16:00:00Z""#), "{}", said.out);

    let said = followthrough(&["replay", "--check", "--json", &wrong], "");
    assert_eq!(said.code, 1);
    let told: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(told["mismatches"][0]["entry"], 1);
    assert_eq!(told["mismatches"][0]["expected"][0]["channel"], "email");
}

#[test]
fn what_cannot_be_used_exits_2_and_says_where() {
    let wrong = file("replay/wrong.yaml", &SCENARIO.replace("expect:", "expects:"));
    let said = followthrough(&["replay", &wrong], "");
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(
        said.err
            .contains("wrong.yaml: FT-X001 timeline[1].expects: unknown field"),
        "{}",
        said.err
    );
    let said = followthrough(&["replay", "--json", &wrong], "");
    let told: Value = serde_json::from_str(&said.err).unwrap();
    assert_eq!(told["error"]["path"], "timeline[1].expects");
    assert_eq!(followthrough(&["replay", "no-such-file.yaml"], "").code, 2);

    let playbook = file(
        "replay/playbook.yaml",
        &SCENARIO.replace("extends: dental", "extends: dentil\n  windd_own: 3d"),
    );
    let said = followthrough(&["replay", &playbook], "");
    assert_eq!(said.code, 2);
    assert!(
        said.err.contains("playbook.windd_own") && said.err.contains("playbook.extends"),
        "{}",
        said.err
    );
}

#[test]
fn a_snapshot_is_recorded_and_then_held_to() {
    let text = SCENARIO.replace("expect: {actions", "expect: {snapshot: true, actions");
    let scenario = file("replay/snapshot.yaml", &text);
    let recording = scenario.replace(".yaml", ".snapshot.jsonl");
    let _ = std::fs::remove_file(&recording);
    let said = followthrough(&["replay", "--check", &scenario], "");
    assert_eq!(said.code, 0);
    assert!(said.out.contains("none is recorded"), "{}", said.out);
    assert_eq!(followthrough(&["replay", "--record", &scenario], "").code, 0);
    assert_eq!(followthrough(&["replay", "--check", &scenario], "").code, 0);
    let recorded = std::fs::read_to_string(&recording).unwrap();
    std::fs::write(&recording, recorded.replace("Maple", "Mable")).unwrap();
    assert_eq!(followthrough(&["replay", "--check", &scenario], "").code, 1);
}

#[test]
fn a_scenario_is_run_under_another_playbook() {
    let (head, rest) = SCENARIO.split_once("playbook:").unwrap();
    let (document, rest) = rest.split_once("recipient:").unwrap();
    let indented = document.replace("\n  ", "\n");
    let later = format!(
        "{indented}sequences: [{{id: restorative, steps: [{{id: hello, day: 3, channel: sms, template: hello}}]}}]\n"
    );
    let (same, later) = (file("replay/same.yaml", &indented), file("replay/later.yaml", &later));
    let bare = file("replay/bare.yaml", &format!("{head}recipient:{rest}"));
    let whole = file("replay/whole.yaml", SCENARIO);
    for scenario in [&bare, &whole] {
        let code = |playbook| followthrough(&["replay", "--check", "--playbook", playbook, scenario], "").code;
        assert_eq!((code(&same), code(&later)), (0, 1), "{scenario}");
    }
    let said = followthrough(&["replay", &bare], "");
    assert!(said.code == 2 && said.err.contains("playbook: missing"), "{}", said.err);
    let said = followthrough(&["replay", "--playbook", &bare, &whole], "");
    assert!(said.code == 2 && said.err.contains("FT-P"), "{}", said.err);
}

#[test]
fn a_scenario_of_the_corpus() {
    let said = followthrough(&["replay", "--check", &conformance("01-day-one-sms.yaml")], "");
    assert_eq!(said.code, 0, "{}", said.out);
}
