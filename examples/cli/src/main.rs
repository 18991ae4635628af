//! The command line of followthrough: one file per verb.
//!
//! Exits 0, 1 when there is something to look at (findings, refused records), 2 when the input cannot be used.

mod import;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What a practice does next about a treatment plan that was presented and not accepted.
#[derive(Parser)]
#[command(name = "followthrough", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Import(import::Import),
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

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let (json, result) = match &arguments.verb {
        Verb::Import(import) => (import.json, import.run()),
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
        Err(error) => {
            let text = if json {
                serde_json::json!({ "error": error.to_json() }).to_string()
            } else {
                format!("error: {error}")
            };
            let _ = writeln!(std::io::stderr().lock(), "{text}");
            ExitCode::from(2)
        }
    }
}
