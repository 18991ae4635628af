//! The command line of followthrough: one file per verb.
//!
//! Exits 0, 1 when there is something to look at (findings, refused records), 2 when the input cannot be used.

mod cases;
mod demo;
mod failure;
mod files;
mod import;
mod replay;
mod simulate;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;

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
    Import(import::Import),
    Replay(replay::Replay),
    Simulate(simulate::Simulate),
}

/// How a verb ended well.
enum Outcome {
    /// Nothing to look at.
    Fine,
    /// Findings, or records that were refused.
    Findings,
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
        Verb::Import(import) => (import.json, import.run().map_err(Failure::from)),
        Verb::Replay(replay) => (replay.json, replay.run()),
        Verb::Simulate(simulate) => (simulate.json, simulate.run()),
    };
    match result {
        Ok(report) => {
            // A reader that has seen enough (`| head`) is no failure.
            let _ = std::io::stdout().lock().write_all(report.text.as_bytes());
            match report.outcome {
                Outcome::Fine => ExitCode::SUCCESS,
                Outcome::Findings => ExitCode::from(1),
            }
        }
        Err(failure) => {
            let text = if json { failure.json() } else { failure.text() };
            let _ = writeln!(std::io::stderr().lock(), "{text}");
            ExitCode::from(2)
        }
    }
}
