//! `classify`, `segments`, `payment`, `next-allowed`: one JSON object a line in, one out for each.

use std::io::{BufRead, Write};
use std::path::PathBuf;

use clap::Args;
use followthrough::{Code, Error};
use followthrough_insight::vectors::answer;
use serde_json::Value;

use crate::failure::Failure;
use crate::{Outcome, Report, files};

/// Where the questions stand.
#[derive(Args)]
pub(crate) struct Questions {
    /// A file with one JSON object a line; by itself, standard input. The keys are those of the vectors' inputs.
    file: Option<PathBuf>,
    /// Print JSON, as always here.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What is asked.
#[derive(Clone, Copy)]
pub(crate) enum Question {
    /// What a reply means.
    Classify,
    /// What a text costs as an SMS.
    Segments,
    /// What a plan costs a month.
    Payment,
    /// When a message may go.
    NextAllowed,
}

impl Questions {
    /// Answers line by line, so that it can stand in a pipe. A line that cannot be answered is answered by its error,
    /// and the verb then says so with its exit code.
    pub(crate) fn run(&self, question: Question) -> Result<Report, Failure> {
        let mut out = std::io::stdout().lock();
        let mut outcome = Outcome::Fine;
        let mut each = |line: &str| -> bool {
            if line.trim().is_empty() {
                return true;
            }
            let answer = answer(question, line).unwrap_or_else(|error| {
                outcome = Outcome::BadInput;
                serde_json::json!({ "error": error })
            });
            // A reader that has seen enough (`| head`) is no failure.
            writeln!(out, "{answer}").is_ok()
        };
        match &self.file {
            Some(file) => {
                let text = files::read(file)?;
                text.lines().all(&mut each);
            }
            None => {
                for line in std::io::stdin().lock().lines() {
                    let line =
                        line.map_err(|_| Error::new(Code::ScenarioMalformed, "standard input is not text in UTF-8"))?;
                    if !each(&line) {
                        break;
                    }
                }
            }
        }
        Ok(Report {
            text: String::new(),
            outcome,
        })
    }
}

fn answer(question: Question, line: &str) -> Result<Value, Error> {
    let asked: Value = serde_json::from_str(line)
        .ok()
        .filter(Value::is_object)
        .ok_or_else(|| Error::new(Code::ScenarioMalformed, "expected a JSON object on a line"))?;
    match question {
        Question::Classify => answer::classify(&asked),
        Question::Segments => answer::segments(&asked),
        Question::Payment => answer::payment(&asked),
        Question::NextAllowed => answer::next_allowed(&asked),
    }
}
