//! `followthrough vectors` as it is typed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says so by failing")]

mod common;

use common::{conformance, file, followthrough, shared};
use serde_json::Value;

const SEGMENTS: &str = r#"{"cases": [
  {"id": "s-1", "text": "hello", "encoding": "GSM-7", "units": 5, "segments": 1, "segment_units": [5]},
  {"id": "s-2", "text": "hé", "encoding": "UCS-2", "units": 2, "segments": 1, "segment_units": [2]}]}"#;

#[test]
fn a_file_is_a_line_and_each_failure_another() {
    let vectors = file("vectors/sms/segments.json", SEGMENTS);
    let said = followthrough(&["vectors", &vectors], "");
    assert_eq!(said.code, 1);
    assert_eq!(
        said.out,
        "sms/segments.json: 1 passed, 1 failed\n  s-2: expected {\"encoding\":\"UCS-2\"}, got {\"encoding\":\"GSM-7\"}\n"
    );
    let said = followthrough(&["vectors", "--json", &vectors], "");
    let told: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&told["passed"], &told["failed"]), (&Value::from(1), &Value::from(1)));
    assert_eq!(told["failures"][0]["id"], "s-2");
}

#[test]
fn what_there_are_no_answers_to_is_said() {
    let unknown = file("vectors/moon/phases.json", r#"{"cases": []}"#);
    let said = followthrough(&["vectors", &unknown], "");
    assert_eq!((said.code, said.out.as_str()), (0, "moon/phases.json: not yet\n"));
}

#[test]
fn one_bad_file_does_not_hide_the_others() {
    let bad = file("vectors/time/quiet_hours.json", "{");
    let good = conformance("01-day-one-sms.yaml");
    let said = followthrough(&["vectors", &bad, &good], "");
    assert_eq!(said.code, 2);
    assert!(
        said.out.contains("time/quiet_hours.json: cannot be used"),
        "{}",
        said.out
    );
    assert!(
        said.out
            .contains("conformance/01-day-one-sms.yaml: 11 passed, 0 failed"),
        "{}",
        said.out
    );
}

#[test]
fn all_of_the_shared_data_passes() {
    let Some(data) = shared("data") else { return };
    let said = followthrough(&["vectors", &data], "");
    assert_eq!(said.code, 0, "{}", said.out);
    for told in [
        "stats/intervals.json: 72 passed, 0 failed",
        "email/list_unsubscribe.json: 50 passed, 0 failed",
        "finance/amortization.json: 82 passed, 0 failed",
        "law/holidays.json: 66 passed, 0 failed",
        "law/windows.json: 25 passed, 0 failed",
        "opendental/oracle.json: 410 passed, 0 failed",
        "phi/lint.json: 183 passed, 0 failed",
        "pms-samples/expected.json: 231 passed, 0 failed",
        "replies/intents.json: 667 passed, 0 failed",
        "replies/public_affirm_negate.json: 420 passed, 0 failed",
        "sms/segments.json: 143 passed, 0 failed",
        "time/business_days.json: 98 passed, 0 failed",
        "time/local_schedule.json: 124 passed, 0 failed",
        "time/quiet_hours.json: 269 passed, 0 failed",
    ] {
        assert!(said.out.contains(told), "{told}\n{}", said.out);
    }
    assert_eq!(
        said.out.lines().filter(|line| line.starts_with("scenarios/")).count(),
        25
    );
}
