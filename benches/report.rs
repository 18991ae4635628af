//! What does a report of a million journal lines take, in time and in memory, beside parsing the same lines as JSON?
//!
//! `cargo bench --bench report`; `REPORT_JOURNAL=FILE cargo bench --bench report` also writes the journal there, for
//! `benches/peers/report_duckdb.py`.

use std::fmt::Write as _;
use std::io::Write as _;

use followthrough::Timestamp;
use followthrough_benches::Stopwatch;
use followthrough_insight::journal::Reader;
use followthrough_insight::monthly::{ReportOptions, report};
use serde::de::IgnoredAny;

const LINES: usize = 1_000_000;
/// Cases whose lines come in one piece, in order of time, as a host keeps them.
const AT_ONCE: usize = 2_000;

#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn main() {
    let options = r#"{"from": "2026-01-01", "to": "2026-12-31", "window_days": 30, "baseline": {"accepted": 61, "presented": 100}}"#;
    let options = ReportOptions::from_json(options).expect("the example is right");
    let mut file = std::env::var_os("REPORT_JOURNAL").map(|path| std::fs::File::create(path).expect("a file"));
    let mut reader = Reader::new();
    let (mut lines, mut cases, mut bytes) = (0, 0, 0);
    let (mut ours, mut values, mut passed) = (0.0, 0.0, 0.0);
    while lines < LINES {
        let piece = piece(cases);
        if let Some(file) = &mut file {
            file.write_all(piece.as_bytes()).expect("room for the journal");
        }
        let watch = Stopwatch::start();
        reader.push(piece.as_bytes());
        ours += watch.each(1);
        let watch = Stopwatch::start();
        for line in piece.lines() {
            std::hint::black_box(serde_json::from_str::<serde_json::Value>(line).is_ok());
        }
        values += watch.each(1);
        let watch = Stopwatch::start();
        for line in piece.lines() {
            std::hint::black_box(serde_json::from_str::<IgnoredAny>(line).is_ok());
        }
        passed += watch.each(1);
        lines += piece.lines().count();
        bytes += piece.len();
        cases += AT_ONCE;
    }
    let watch = Stopwatch::start();
    let journal = reader.finish();
    ours += watch.each(1);
    assert_eq!(journal.what_was_read().damaged, 0);
    let watch = Stopwatch::start();
    let told = report(&journal, &options);
    let summed = watch.each(1);
    let html = told.to_html();
    println!(
        "{lines} lines of {cases} cases, {} MB: read {:.2} s, summed up {:.2} s, page of {} kB; peak memory {} MB",
        bytes >> 20,
        ours / 1e9,
        summed / 1e9,
        html.len() >> 10,
        peak() >> 10
    );
    println!(
        "reading takes {:.2} times what serde_json takes to parse the lines into values, {:.2} times what it takes to pass over them",
        ours / values,
        ours / passed
    );
    let all = told.funnel.all;
    println!(
        "sent {}, opened {}, clicked {}, accepted {}",
        all.sent, all.opened, all.clicked, all.accepted
    );
}

/// The lines of some cases: about a dozen each, in order of time.
fn piece(from: usize) -> String {
    let mut lines: Vec<(i64, String)> = Vec::new();
    for case in from..from + AT_ONCE {
        let begins = 1_767_300_000 + i64::try_from(case % 20_000).unwrap_or(0) * 1_200;
        let mut line = |after: i64, rest: String| {
            let at = begins + after;
            let stands = Timestamp::from_unix(at);
            lines.push((
                at,
                format!(r#"{{"recipient": "r-{case}", "household": "h-{}", "at": "{stands}", "case_id": "tp-{case}", {rest}}}"#, case / 2 * 2),
            ));
        };
        if case % 10 == 0 {
            line(0, r#""type": "observed""#.to_owned());
        } else {
            line(0, r#""type": "enrolled", "sequence": "general", "round": 1"#.to_owned());
            for (step, channel, day) in [
                ("hello", "sms", 0),
                ("details", "email", 2),
                ("soft", "sms", 6),
                ("last", "email", 9),
            ] {
                let day = day * 86_400;
                let action = format!("act_{case:022}{step:0>4.4}");
                line(
                    day,
                    format!(
                        r#""type": "step_sent", "step": "{step}", "channel": "{channel}", "language": "en", "segments": 1, "action_id": "{action}", "why": {{"rule": "due", "moved_by": [{{"rule": "quiet_hours", "zone": "America/New_York", "from": "2026-03-03T03:00:00Z", "to": "2026-03-03T15:00:00Z"}}]}}"#
                    ),
                );
                line(
                    day + 30,
                    format!(r#""type": "receipt", "action_id": "{action}", "step": "{step}", "result": "delivered""#),
                );
                if channel == "email" && case % 100 < 64 {
                    line(day + 600, format!(r#""type": "opened", "step": "{step}""#));
                    line(
                        day + 900,
                        format!(r#""type": "clicked", "step": "{step}", "kind": "landed", "purpose": "book""#),
                    );
                }
            }
            if case % 100 < 24 {
                line(
                    3 * 86_400,
                    r#""type": "clicked", "step": "details", "kind": "confirmed", "purpose": "book""#.to_owned(),
                );
                line(
                    3 * 86_400,
                    r#""type": "re_engaged", "by": "click", "touchpoint": "details""#.to_owned(),
                );
            }
        }
        if case % 2 == 0 {
            line(
                12 * 86_400,
                r#""type": "closed", "outcome": "accepted", "touchpoint": "last""#.to_owned(),
            );
        }
    }
    lines.sort();
    let mut text = String::new();
    for (_, line) in lines {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{line}");
    }
    text
}

/// The most memory that this process ever held, in kB, as Linux tells it.
fn peak() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}
