//! `classify`, `segments`, `payment` and `next-allowed` as they are typed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says so by failing")]

mod common;

use common::{file, followthrough};
use serde_json::{Value, json};

fn answers(verb: &str, input: &str) -> (i32, Vec<Value>) {
    let said = followthrough(&[verb], input);
    (
        said.code,
        said.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

#[test]
fn one_answer_for_each_line() {
    let (code, told) = answers("classify", "{\"text\": \"Yes please\"}\n\n{\"text\": \"STOP\"}\n");
    assert_eq!(code, 0);
    assert_eq!(
        told[0],
        json!({"intents": [{"type": "affirm"}], "evidence": ["Yes please"], "language": "en"})
    );
    assert_eq!(told[1]["intents"][0]["type"], "opt_out");
    assert_eq!(told.len(), 2);

    let (code, told) = answers("segments", r#"{"id": "x", "text": "hi ✓"}"#);
    assert_eq!(
        (code, &told[0]),
        (
            0,
            &json!({"encoding": "UCS-2", "units": 4, "segments": 1, "segment_units": [4]})
        )
    );

    let (code, told) = answers(
        "payment",
        r#"{"principal": "1000.00", "apr_percent": "0", "months": 12, "rounding": "half_up"}"#,
    );
    assert_eq!(code, 0);
    assert_eq!(
        (&told[0]["payment"], &told[0]["final_payment"]),
        (&json!("83.33"), &json!("83.37"))
    );

    let question = r#"{"instant": "2026-06-17T11:59:59Z", "zones": ["America/New_York"], "policy": "federal"}"#;
    let (code, told) = answers("next-allowed", question);
    assert_eq!(
        (code, &told[0]),
        (0, &json!({"allowed": false, "next_allowed": "2026-06-17T12:00:00Z"}))
    );
    let own = r#"{"instant": "2026-06-17T11:59:59Z", "zones": ["America/New_York"], "policy": {"windows": {"thu": [["10:00", "11:00"]]}, "closed_dates": ["2026-06-18"]}}"#;
    assert_eq!(
        answers("next-allowed", own).1[0]["next_allowed"],
        "2026-06-25T14:00:00Z"
    );
    let nowhere = question.replace("[\"America/New_York\"]", "[]");
    assert_eq!(
        answers("next-allowed", &nowhere).1[0],
        json!({"allowed": false, "next_allowed": null})
    );
}

#[test]
fn a_line_that_cannot_be_answered_says_why_and_the_rest_go_on() {
    let (code, told) = answers(
        "segments",
        "{\"text\": \"\"}\nnonsense\n{\"txt\": 1}\n{\"text\": \"a\"}\n",
    );
    assert_eq!(code, 2);
    assert_eq!(told[0]["error"]["code"], "FT-T006");
    assert_eq!(told[1]["error"]["code"], "FT-X001");
    assert_eq!(told[2]["error"]["path"], "text");
    assert_eq!(told[3]["segments"], 1);
    for (verb, question, path) in [
        (
            "payment",
            r#"{"principal": 1000, "apr_percent": "0", "months": 12}"#,
            "principal",
        ),
        (
            "payment",
            r#"{"principal": "1000", "apr_percent": "0", "months": 12, "rounding": "down"}"#,
            "rounding",
        ),
        (
            "next-allowed",
            r#"{"instant": "2026-06-17T11:59:59", "zones": [], "policy": "federal"}"#,
            "instant",
        ),
        (
            "next-allowed",
            r#"{"instant": "2026-06-17T11:59:59Z", "zones": ["Mars"], "policy": "federal"}"#,
            "zones",
        ),
        (
            "next-allowed",
            r#"{"instant": "2026-06-17T11:59:59Z", "zones": [], "policy": "strict"}"#,
            "policy",
        ),
    ] {
        let (code, told) = answers(verb, question);
        assert_eq!((code, &told[0]["error"]["path"]), (2, &json!(path)), "{question}");
    }
}

#[test]
fn questions_may_stand_in_a_file() {
    let questions = file("questions/replies.jsonl", "{\"text\": \"Help\"}\n");
    let said = followthrough(&["classify", &questions], "");
    assert_eq!(said.code, 0);
    assert!(said.out.contains("\"help\""), "{}", said.out);
    assert_eq!(followthrough(&["classify", "no-such-file"], "").code, 2);
}
