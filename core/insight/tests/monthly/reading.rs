//! Reading: however it is cut, whatever the order, and what cannot be read.

use followthrough_insight::journal::{Journal, Reader};
use followthrough_insight::monthly::{ReportOptions, report};

use crate::figures::{FOUR_DENTISTS, four_dentists};

fn json(journal: &Journal) -> serde_json::Value {
    let options = ReportOptions::from_json(FOUR_DENTISTS).unwrap();
    let mut told: serde_json::Value = serde_json::from_str(&report(journal, &options).to_json()).unwrap();
    told.as_object_mut().unwrap().remove("read");
    told
}

#[test]
fn order_repeats_and_pieces_change_nothing() {
    let kept = four_dentists();
    let wanted = json(&Journal::read(&kept.journal, &kept.plans));
    let mut lines: Vec<&str> = kept.journal.lines().collect();
    lines.reverse();
    let backwards = lines.join("\n");
    let plans: Vec<&str> = kept.plans.lines().rev().collect();
    assert_eq!(json(&Journal::read(&backwards, &plans.join("\r\n"))), wanted);
    let twice = format!("{}{backwards}\n{}", kept.journal, kept.journal);
    assert_eq!(
        json(&Journal::read(&twice, &(kept.plans.clone() + &kept.plans))),
        wanted
    );
    let mut reader = Reader::new();
    for piece in kept.plans.as_bytes().chunks(1000) {
        reader.push_plans(piece);
    }
    for piece in kept.journal.as_bytes().chunks(7) {
        reader.push(piece);
    }
    assert_eq!(json(&reader.finish()), wanted);
}

#[test]
fn damaged_lines_are_named_and_kept_out_and_newer_types_are_passed_over() {
    let text = concat!(
        r#"{"recipient":"r-1","at":"2026-05-01T15:00:00Z","case_id":"tp-1","type":"enrolled","sequence":"general","round":1}"#,
        "\n\n",
        r#"{"recipient":"r-1","at":"2026-05-01T15:00:00","case_id":"tp-1","type":"observed"}"#,
        "\n",
        r#"{"recipient":"Sánchez","case_id":"tp-1","type":"observed"}"#,
        "\n",
        r#"{"recipient":"r-1","at":"2026-05-02T15:00:00Z","case_id":"tp-1","type":"step_sent","step":"hello","channel":"pigeon","action_id":"a"}"#,
        "\n",
        r#"{"recipient":"r-1","at":"2026-05-02T15:00:00Z","type":"foreseen","by":{"whom":["nobody"]},"case_id":7}"#,
        "\n",
        r#"{"recipient":"r-1","at":"2026-05-02T15:00:00Z","type":"foreseen"}"#,
        "\n",
        r#"{"recipient":"r-1","at":"2026-05-03T15:00:00Z","case_id":"tp-1","type":"closed","outcome":"acc"#,
    );
    let mut reader = Reader::new();
    reader.next_file("may.jsonl");
    reader.push(text.as_bytes());
    reader.next_file("plans.jsonl");
    reader.push_plans(b"{\"id\": \"tp-9\"}\nnothing");
    let journal = reader.finish();
    let read = journal.what_was_read();
    assert_eq!(
        (
            read.lines,
            read.plan_lines,
            read.unknown_types,
            read.damaged,
            journal.cases()
        ),
        (7, 2, 1, 7, 1)
    );
    let days = journal
        .span()
        .map(|(first, last)| (first.to_string(), last.to_string()));
    let first = "2026-05-01T15:00:00Z".to_owned();
    assert_eq!(
        days,
        Some((first.clone(), first)),
        "what is no entry says nothing of the days"
    );
    let told: Vec<_> = read
        .damaged_lines
        .iter()
        .map(|line| format!("{}:{}: {}", line.file.as_deref().unwrap(), line.line, line.why))
        .collect();
    assert_eq!(
        told,
        [
            "may.jsonl:3: `at` is no instant with an offset",
            "may.jsonl:4: missing field `at`",
            "may.jsonl:5: `channel` is none of sms, email, portal and call",
            "may.jsonl:6: a value of the wrong kind before column 70",
            "may.jsonl:8: no JSON from column 94 on",
            "plans.jsonl:1: missing field `plan`",
            "plans.jsonl:2: no JSON from column 2 on",
        ]
    );
    assert!(!told.concat().contains("Sánchez"), "nothing of a line is repeated");
}

#[test]
fn a_journal_of_nothing_is_a_report_of_nothing() {
    let told = report(&Journal::read("", ""), &ReportOptions::month("2026-05").unwrap());
    assert_eq!(told.funnel.all.sent, 0);
    assert!(told.lift.against_holdout.is_none() && told.to_html().ends_with("</html>"));
}

#[test]
fn what_is_kept_grows_with_messages_and_not_with_lines() {
    let mut reader = Reader::new();
    let line = |at: String, rest: &str| format!("{{\"recipient\":\"r\",\"at\":\"{at}\",\"case_id\":\"c\",{rest}}}\n");
    reader.push(
        line(
            "2026-05-01T15:00:00Z".to_owned(),
            r#""type":"step_sent","step":"details","channel":"email","action_id":"a""#,
        )
        .as_bytes(),
    );
    for second in 0..5000 {
        let at = format!(
            "2026-05-02T{:02}:{:02}:{:02}Z",
            second / 3600,
            second / 60 % 60,
            second % 60
        );
        reader.push(line(at, r#""type":"opened","step":"details""#).as_bytes());
    }
    let journal = reader.finish();
    // 5,001 lines of one message: a few hundred bytes.
    assert!(format!("{journal:?}").len() < 3000);
}

/// Forty opens stand between a message and the one before it: a reply is that of the latest message all the same, and
/// whose it is hangs on the instants alone.
#[test]
fn no_order_of_the_lines_gives_a_reply_to_another_message() {
    let line = |at: &str, rest: &str| {
        format!("{{\"recipient\":\"r\",\"at\":\"2026-05-10T{at}Z\",\"case_id\":\"c\",{rest}}}\n")
    };
    let sent = |at: &str, step: &str| {
        let rest = format!(r#""type":"step_sent","step":"{step}","channel":"email","action_id":"act_{step}""#);
        line(at, &rest)
    };
    let hello = sent("09:00:00", "hello");
    let soft = sent("12:00:00", "soft");
    let last = sent("12:00:00", "last");
    let reply = line("13:00:00", r#""type":"replied","channel":"email","intents":[]"#);
    let earlier = line("11:00:00", r#""type":"replied","channel":"email","intents":[]"#);
    let accepted = line(
        "14:00:00",
        r#""type":"closed","outcome":"accepted","touchpoint":"soft""#,
    );
    let opens: String = (0..40)
        .map(|minute| line(&format!("10:{minute:02}:30"), r#""type":"opened","step":"hello""#))
        .collect();
    let funnel = |lines: &[&str]| {
        let told = report(
            &Journal::read(&lines.concat(), ""),
            &ReportOptions::month("2026-05").unwrap(),
        );
        let row = |row: &followthrough_insight::funnel::Row| {
            (
                row.step.clone().unwrap(),
                row.stages.opened,
                row.stages.replied,
                row.stages.accepted,
            )
        };
        told.funnel.touchpoints.iter().map(row).collect::<Vec<_>>()
    };
    let in_order = funnel(&[&hello, &opens, &earlier, &soft, &last, &reply, &accepted]);
    let of = |step: &str| {
        in_order
            .iter()
            .find(|row| row.0 == step)
            .map(|row| (row.1, row.2, row.3))
    };
    // Two went at one instant: the later by name counts as the latest.
    assert_eq!(
        (of("hello"), of("last"), of("soft")),
        (Some((1, 1, 0)), Some((0, 0, 0)), Some((0, 1, 1)))
    );
    for lines in [
        [&accepted, &reply, &opens, &earlier, &last, &soft, &hello],
        [&hello, &reply, &earlier, &opens, &opens, &last, &soft],
        [&hello, &reply, &opens, &reply, &soft, &last, &earlier],
    ] {
        let lines: Vec<&str> = lines
            .iter()
            .map(|line| line.as_str())
            .chain([accepted.as_str()])
            .collect();
        assert_eq!(funnel(&lines), in_order);
    }
}
