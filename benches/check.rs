//! What does it take to prove a playbook before it is published? The built-in one, and 50 sequences of 10 steps each,
//! beside reading them.
//!
//! `cargo bench --bench check`

use std::fmt::Write as _;

use followthrough::Playbook;
use followthrough_benches::{PLAYBOOK, fastest};

const ROUNDS: usize = 20;
const SEQUENCES: usize = 50;
const STEPS: usize = 10;

#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn main() {
    for (name, text) in [("dental", PLAYBOOK.to_owned()), ("50 x 10", large())] {
        let playbook = Playbook::from_yaml(&text).expect("the example is a playbook");
        let report = playbook.check();
        assert!(report.findings.is_empty(), "{:#?}", report.findings);
        let read = fastest(ROUNDS, 1, || {
            std::hint::black_box(Playbook::from_yaml(std::hint::black_box(&text)).is_ok());
        });
        let checked = fastest(ROUNDS, 1, || {
            std::hint::black_box(playbook.check());
        });
        println!(
            "{name:<8} {:>7} bytes: read {:>6} µs, check {:>7} µs",
            text.len(),
            read / 1_000,
            checked / 1_000
        );
    }
}

/// Sequences by provider, language, age, tag, code and amount, each within what those before it leave; every third step
/// with a condition of its own.
fn large() -> String {
    let mut text = PLAYBOOK.to_owned();
    text.push_str("sequences:\n");
    for number in 0..SEQUENCES {
        let (from, to) = (500 + 100 * number, 1_500 + 100 * number);
        let also = match number % 5 {
            0 => "{language: es}".to_owned(),
            1 => "{any: [{age: {at_least: 65}}, {tag: senior}]}".to_owned(),
            2 => format!("{{not: {{tag: t-{number}}}}}"),
            3 => format!("{{code: D{}-D{}}}", 2000 + 100 * number, 2199 + 100 * number),
            _ => "{consented: [sms, email]}".to_owned(),
        };
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "  - id: s{number}\n    where: {{all: [{{provider: d-{}}}, {{pending_value: {{between: [{from}, {to}]}}}}, {also}]}}\n    steps:",
            number % 20
        );
        for step in 0..STEPS {
            let when = if step % 3 == 2 {
                format!(
                    ", when: {{any: [{{pending_value: {{above: {}}}}}, {{has_channel: email}}]}}",
                    from + 50
                )
            } else {
                String::new()
            };
            let (channel, template) = if step % 2 == 0 {
                ("sms", "hello")
            } else {
                ("email", "plan_details")
            };
            let _ = writeln!(
                text,
                "      - {{id: t{step}, day: {}, channel: {channel}, template: {template}{when}}}",
                1 + 4 * step
            );
        }
    }
    text
}
