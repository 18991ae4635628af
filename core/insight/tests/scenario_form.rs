//! The scenario form: read strictly, run the same every time, and no expectation passes unseen.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use followthrough_insight::scenario::{Line, Scenario};
use serde_json::Value;

const HEAD: &str = r#"
scenario: a crown
playbook:
  followthrough: 1
  extends: dental
  practice: {name: Maple Dental, time_zone: America/Chicago, phone: "+13125550100",
    postal_address: "5 Maple Ave, Chicago, IL 60601", booking_url: "https://book.example.com/maple"}
"#;

const BO: &str = r#"
recipient: {id: r-1, first_name: Zebulon, time_zone: America/Chicago, state: IL, contacts: [
  {kind: mobile, value: "+13125550142", consent: {type: granted, at: 2026-01-05T15:00:00Z}}]}
"#;

const PLAN: &str = r#"
- at: 2026-03-02T10:00:00-06:00
  event: {event_id: e1, type: plan, plan: {id: tp-1, patient: {id: p-1, first_name: Zebulon}, presented_at: 2026-03-02T10:00:00-06:00,
    procedures: [{id: pr-1, code: D2740, fee: "1250.00", status: planned}]}}
"#;

fn written(timeline: &str) -> String {
    format!("{HEAD}{BO}timeline:{timeline}")
}

fn scenario(timeline: &str) -> Scenario {
    Scenario::parse(&written(timeline)).unwrap_or_else(|errors| panic!("{errors}"))
}

/// The first problem: its code and path.
fn refused(text: &str) -> (&'static str, String) {
    let errors = Scenario::parse(text).unwrap_err();
    let first = errors.iter().next().unwrap();
    (first.code().as_str(), first.path().to_owned())
}

#[test]
fn what_the_form_does_not_have_is_an_error_with_its_path() {
    let at = |timeline: &str| refused(&written(timeline));
    let plan = PLAN.trim_end();
    for (timeline, path) in [
        (format!("{plan}\n  expct: {{}}\n"), "timeline[0].expct"),
        (
            format!("{plan}\n  expect: {{acions: []}}\n"),
            "timeline[0].expect.acions",
        ),
        (
            format!("{plan}\n  expect: {{state: {{tp-1: wating}}}}\n"),
            "timeline[0].expect.state.tp-1",
        ),
        (
            format!("{plan}\n  expect: {{outcome: {{tp-1: won}}}}\n"),
            "timeline[0].expect.outcome.tp-1",
        ),
        (
            format!("{plan}\n  expect: {{wake_at: soon}}\n"),
            "timeline[0].expect.wake_at",
        ),
        (
            format!("{plan}\n  expect: {{error: FT-H999}}\n"),
            "timeline[0].expect.error",
        ),
        (format!("{plan}\n  recipient: r-2\n"), "timeline[0].recipient"),
        ("\n- {at: 2026-03-02T10:00:00}\n".to_owned(), "timeline[0].at"),
        ("\n- {expect: {}}\n".to_owned(), "timeline[0].at"),
        (
            "\n- {at: 2026-03-02T10:00:00Z, until: 2026-03-02T10:00:00Z}\n".to_owned(),
            "timeline[0].until",
        ),
        (
            "\n- {at: 2026-03-02T10:00:00Z, tick: false}\n".to_owned(),
            "timeline[0].tick",
        ),
        (
            "\n- {until: 2026-03-02T10:00:00Z, hold_until: 2026-03-03T10:00:00Z}\n".to_owned(),
            "timeline[0].hold_until",
        ),
    ] {
        assert_eq!(at(&timeline), ("FT-X001", path.to_owned()), "{timeline}");
    }
    assert_eq!(
        refused(&format!("{HEAD}timeline: []")),
        ("FT-X001", "recipient".to_owned())
    );
    assert_eq!(
        refused(&format!("{HEAD}recipients: []\ntimeline: []")),
        ("FT-X001", "recipients".to_owned())
    );
    assert_eq!(refused("a: ["), ("FT-X001", String::new()));
}

#[test]
fn problems_of_a_playbook_in_it_are_all_told_below_its_path() {
    let text = written("\n- {until: 2026-03-02T10:00:00Z}\n").replace("America/Chicago, phone", "America/Chicag, phoe");
    let errors = Scenario::parse(&text).unwrap_err();
    let paths: Vec<&str> = errors.iter().map(followthrough::Error::path).collect();
    assert!(paths.contains(&"playbook.practice.time_zone"), "{paths:?}");
    assert!(paths.contains(&"playbook.practice.phoe"), "{paths:?}");
    let told: Value = serde_json::from_str(&errors.to_json()).unwrap();
    assert_eq!(told.as_array().unwrap().len(), paths.len());
}

#[test]
fn each_kind_of_expectation_can_fail() {
    let after = |expect: &str| {
        scenario(&format!(
            "{PLAN}- until: 2026-03-04T00:00:00-06:00\n  expect: {expect}\n"
        ))
        .check()
    };
    for (right, wrong) in [
        (
            "{actions: [{type: send, step: hello}]}",
            "{actions: [{type: send, step: soft}]}",
        ),
        (
            "{actions: [{type: send, at: 2026-03-03T16:00:00Z}]}",
            "{actions: [{type: send, at: 2026-03-03T16:00:01Z}]}",
        ),
        (
            "{actions: [{type: send, at: 2026-03-03T10:00:00-06:00}]}",
            "{actions: []}",
        ),
        (
            "{actions: [{type: send, arm: null}]}",
            "{actions: [{type: send, body: null}]}",
        ),
        ("{sends: 1}", "{sends: 2}"),
        (
            "{journal_has: [{type: enrolled}]}",
            "{journal_has: [{type: enrolled, round: 2}]}",
        ),
        ("{state: {tp-1: active}}", "{state: {tp-1: waiting}}"),
        ("{wake_at: 2026-03-05T16:00:00Z}", "{wake_at: none}"),
        ("{error: false}", "{error: true}"),
        ("{}", "{outcome: {tp-1: declined}}"),
        ("{}", "{state: {tp-2: closed}}"),
    ] {
        let report = after(right);
        assert!(report.passed(), "{right}: {report}");
        let report = after(wrong);
        assert_eq!(report.mismatches().len(), 1, "{wrong}: {report}");
        assert_eq!(report.mismatches()[0].entry, 1);
        assert!(report.expectations() > 0);
    }
}

#[test]
fn a_refused_input_that_nobody_expected_is_a_mismatch() {
    let unknown =
        "- at: 2026-03-02T11:00:00-06:00\n  event: {event_id: e2, type: staff, case_id: tp-9, outcome: reached}\n";
    let report = scenario(&format!("{PLAN}{unknown}")).check();
    assert_eq!(report.mismatches().len(), 1, "{report}");
    assert_eq!(report.mismatches()[0].what, "error");
    let expected = format!("{PLAN}{unknown}  expect: {{error: FT-H002}}\n");
    assert!(scenario(&expected).check().passed());
    assert!(!scenario(&expected.replace("FT-H002", "FT-H003")).check().passed());
}

#[test]
fn a_reference_to_nothing_is_never_the_error_that_was_expected() {
    let receipt = r#"- at: 2026-03-02T11:00:00-06:00
  event: {event_id: e2, type: receipt, action_id: "@send/tp-1/hello", result: delivered}
  expect: {error: true}
"#;
    let report = scenario(&format!("{PLAN}{receipt}")).check();
    assert_eq!(report.mismatches().len(), 1, "{report}");
    assert!(
        report.to_string().contains("nothing so far is @send/tp-1/hello"),
        "{report}"
    );
}

#[test]
fn the_lines_are_those_that_others_read() {
    let bad = "- at: 2026-03-02T11:00:00-06:00\n  event: {event_id: e2, type: plan_gone, plan_id: 7}\n";
    let run = scenario(&format!("{PLAN}{bad}- until: 2026-03-04T00:00:00-06:00\n")).run();
    let lines: Vec<Value> = run
        .to_json_lines()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let keys = |line: &Value| line.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(keys(&lines[0]), "at decision entry event_id recipient states");
    assert_eq!(keys(&lines[1]), "at decision entry recipient states");
    assert_eq!(keys(&lines[2]), "at error");
    assert_eq!(lines[2]["error"]["code"], "FT-H001");
    assert_eq!(lines[3]["entry"], 2);
    assert_eq!(lines[3]["at"], "2026-03-03T16:00:00Z");
    assert_eq!(lines[3]["states"]["tp-1"], "active");
    assert_eq!(run.lines().iter().map(Line::entry).collect::<Vec<_>>(), [0, 0, 1, 2]);
    assert!(
        run.to_json_lines()
            .starts_with(r#"{"entry":0,"at":"2026-03-02T16:00:00Z","recipient":"r-1","event_id":"e1","decision":"#)
    );
}

#[test]
fn a_snapshot_is_compared_to_the_byte() {
    let timeline = format!("{PLAN}- until: 2026-03-04T00:00:00-06:00\n  expect: {{snapshot: true}}\n");
    let scenario = scenario(&timeline);
    assert!(scenario.has_snapshots());
    let recording = scenario.run().recording();
    assert_eq!(recording.lines().count(), 1);
    assert!(scenario.check().is_unrecorded());
    assert!(scenario.check_with_recording(&recording).passed());
    let report = scenario.check_with_recording(&recording.replace("Maple Dental", "Mable Dental"));
    assert_eq!(report.mismatches().len(), 1, "{report}");
    assert_eq!(report.mismatches()[0].entry, 1);
}

#[test]
fn no_problem_and_no_difference_repeats_a_name() {
    let broken = written(PLAN).replace("first_name: Zebulon, time_zone", "first_name: [Zebulon], time_zone");
    assert!(!Scenario::parse(&broken).unwrap_err().to_string().contains("Zebulon"));
    let report = scenario(&format!(
        "{PLAN}- until: 2026-03-04T00:00:00-06:00\n  expect: {{actions: []}}\n"
    ))
    .check();
    assert!(!report.passed());
    for private in ["Zebulon", "5550142"] {
        assert!(!report.to_string().contains(private), "{report}");
        assert!(!format!("{:?}", scenario(PLAN)).contains(private));
    }
}
