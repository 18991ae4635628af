//! The command line of followthrough: one file per verb.
//!
//! Exits 0, 1 when there is something to look at (findings, refused records), 2 when the input cannot be used.

mod api_vectors;
mod audit;
mod backtest;
mod cases;
mod changes;
mod check;
mod compare;
mod demo;
mod explain;
mod failure;
mod files;
mod import;
mod import_vectors;
mod picture;
mod preview;
mod preview_change;
mod progress;
mod questions;
mod replay;
mod report;
mod sample_vectors;
mod schema;
mod set_up;
mod simulate;
mod source;
mod vectors;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use questions::{Question, Questions};

/// What a practice does next about a treatment plan that was presented and not accepted.
#[derive(Parser)]
#[command(name = "followthrough", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Demo(demo::Demo),
    Check(check::Check),
    Import(import::Import),
    Changes(changes::Changes),
    Audit(audit::Audit),
    Backtest(backtest::Backtest),
    Simulate(simulate::Simulate),
    Report(report::MakeReport),
    Compare(compare::Compare),
    Replay(replay::Replay),
    Explain(explain::Explain),
    Preview(preview::Preview),
    PreviewChange(preview_change::PreviewChange),
    Picture(picture::Picture),
    Vectors(vectors::Vectors),
    Schema(schema::Schema),
    /// What replies mean: {"text"} → {"intents", "evidence", "language"}.
    Classify(Questions),
    /// What texts cost as SMS: {"text"} → {"encoding", "units", "segments", "segment_units"}.
    Segments(Questions),
    /// Payments: {"principal", "apr_percent", "months", "rounding"} → the payment and its schedule.
    Payment(Questions),
    /// When the law's hours are open: {"instant", "zones", "policy"} → {"allowed", "next_allowed"}.
    NextAllowed(Questions),
}

/// How a verb ended well.
enum Outcome {
    /// Nothing to look at.
    Fine,
    /// Findings, or records that were refused.
    Findings,
    /// Some of the input could not be used, and the output says which.
    BadInput,
    /// The practice has to answer before there is what was asked for: the text is what it has to answer.
    Open,
}

/// What a verb prints, and how it ended.
struct Report {
    text: String,
    outcome: Outcome,
}

impl Report {
    /// There is nothing to look at but the text.
    fn fine(text: String) -> Self {
        Self {
            text,
            outcome: Outcome::Fine,
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let (json, result) = match &arguments.verb {
        Verb::Demo(demo) => (demo.json, demo.run()),
        Verb::Import(import) => (import.json, import.run()),
        Verb::Changes(changes) => (false, changes.run()),
        Verb::Audit(audit) => (audit.json, audit.run()),
        Verb::Backtest(backtest) => (backtest.json, backtest.run()),
        Verb::Check(check) => (check.json, check.run()),
        Verb::Report(report) => (report.json, report.run()),
        Verb::Replay(replay) => (replay.json, replay.run()),
        Verb::Explain(explain) => (explain.json, explain.run()),
        Verb::Preview(preview) => (preview.json, preview.run()),
        Verb::PreviewChange(change) => (change.json, change.run()),
        Verb::Picture(picture) => (false, picture.run()),
        Verb::Vectors(vectors) => (vectors.json, vectors.run()),
        Verb::Schema(schema) => (false, Ok(schema.run())),
        Verb::Classify(questions) => (questions.json, questions.run(Question::Classify)),
        Verb::Segments(questions) => (questions.json, questions.run(Question::Segments)),
        Verb::Payment(questions) => (questions.json, questions.run(Question::Payment)),
        Verb::NextAllowed(questions) => (questions.json, questions.run(Question::NextAllowed)),
        Verb::Compare(compare) => (compare.json, compare.run()),
        Verb::Simulate(simulate) => (simulate.json, simulate.run()),
    };
    match result {
        Ok(report) => {
            let text = report.text.as_bytes();
            // A reader that has seen enough (`| head`) is no failure. Who reads standard output waits for data.
            let _ = match report.outcome {
                Outcome::Open => std::io::stderr().lock().write_all(text),
                Outcome::Fine | Outcome::Findings | Outcome::BadInput => std::io::stdout().lock().write_all(text),
            };
            match report.outcome {
                Outcome::Fine => ExitCode::SUCCESS,
                Outcome::Findings => ExitCode::from(1),
                Outcome::BadInput | Outcome::Open => ExitCode::from(2),
            }
        }
        Err(failure) => {
            failure.tell(json);
            ExitCode::from(2)
        }
    }
}
