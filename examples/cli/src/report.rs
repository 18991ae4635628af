//! `followthrough report`: what a real journal came to.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use followthrough::Date;
use followthrough_insight::journal::{Journal, Reader};
use followthrough_insight::monthly::{MonthlyReport, ReportOptions, report};
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::{Outcome, Report, files};

/// Sums up a journal: what messages led to, what follow-up adds and how sure that is, and what it came to in money. It
/// reads files of any size in pieces.
#[derive(Args)]
pub(crate) struct MakeReport {
    /// The journal as JSON lines: each an entry with its `recipient` beside it (docs/wire.md).
    #[arg(required = true, value_name = "JOURNAL")]
    journals: Vec<PathBuf>,
    /// Plan snapshots as JSON lines: `recipient`, `at` and `plan`. They say what plans are worth, and what was accepted
    /// after a follow-up had ended.
    #[arg(long, value_name = "FILE")]
    plans: Vec<PathBuf>,
    /// Who the practice is, how it was before, what things cost, and the pilot, as JSON (docs/insight.md).
    #[arg(long, value_name = "FILE")]
    options: Option<PathBuf>,
    /// How it was before: the JSON of `audit --json`, or `accepted` and `presented`.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// The month, as 2026-05. By itself, the whole of the journal.
    #[arg(long, conflicts_with_all = ["from", "to"])]
    month: Option<String>,
    /// The first day of the report. Whom a pilot counts is said in the options.
    #[arg(long, value_name = "DATE", requires = "to")]
    from: Option<String>,
    /// The last day of the report.
    #[arg(long, value_name = "DATE", requires = "from")]
    to: Option<String>,
    /// What happened after this day counts in nothing; by itself, the last day of the report.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Write the page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write the figures as CSV.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write the plans recovered as CSV, one a row.
    #[arg(long, value_name = "FILE")]
    recovered: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

impl MakeReport {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        // Before the files are read: they may be large.
        let given = self.given()?;
        let mut reader = Reader::new();
        for path in &self.journals {
            read(path, |piece| match piece {
                None => reader.next_file(&path.display().to_string()),
                Some(piece) => reader.push(piece),
            })?;
        }
        for path in &self.plans {
            read(path, |piece| match piece {
                None => reader.next_file(&path.display().to_string()),
                Some(piece) => reader.push_plans(piece),
            })?;
        }
        let journal = reader.finish();
        let options = self.read_options(given, &journal)?;
        let told = report(&journal, &options);
        if let Some(path) = &self.html {
            files::write(path, &told.to_html())?;
        }
        if let Some(path) = &self.csv {
            files::write(path, &told.to_csv())?;
        }
        if let Some(path) = &self.recovered {
            files::write(path, &told.recovered_csv())?;
        }
        let text = if self.json {
            format!("{}\n", told.to_json())
        } else {
            figures(&told)
        };
        let outcome = if told.read.damaged > 0 {
            Outcome::Findings
        } else {
            Outcome::Fine
        };
        Ok(Report { text, outcome })
    }

    /// What the options file says, with what the command line says over it.
    fn given(&self) -> Result<Map<String, Value>, Failure> {
        let mut given = self.options.as_deref().map_or_else(|| Ok(Map::new()), object)?;
        if let Some(path) = &self.baseline {
            given.insert("baseline".to_owned(), Value::Object(object(path)?));
        }
        let flags = [
            ("month", &self.month),
            ("from", &self.from),
            ("to", &self.to),
            ("as_of", &self.as_of),
        ];
        if self.month.is_some() || self.from.is_some() {
            for key in ["month", "from", "to"] {
                given.remove(key);
            }
        }
        for (key, value) in flags {
            if let Some(value) = value {
                given.insert(key.to_owned(), Value::from(value.as_str()));
            }
        }
        Ok(given)
    }

    fn read_options(&self, mut given: Map<String, Value>, journal: &Journal) -> Result<ReportOptions, Failure> {
        let said = ["month", "from", "to"].iter().any(|key| given.contains_key(*key));
        if let (false, Some((first, last))) = (said, journal.span()) {
            let day = |at: followthrough::Timestamp| {
                let zone = given.get("time_zone").and_then(Value::as_str).unwrap_or("UTC");
                let zone =
                    followthrough::schedule::Zone::named(zone).unwrap_or_else(|_| followthrough::schedule::Zone::utc());
                zone.local(at).date
            };
            let (from, to): (Date, Date) = (day(first), day(last));
            given.insert("from".to_owned(), Value::from(from.to_string()));
            given.insert("to".to_owned(), Value::from(to.to_string()));
        }
        let read = ReportOptions::from_json(&Value::Object(given).to_string());
        read.map_err(|error| match &self.options {
            Some(path) => Failure::in_file(path, [error]),
            None => Failure::from(error),
        })
    }
}

/// A file that holds an object.
fn object(path: &Path) -> Result<Map<String, Value>, Failure> {
    let refuse = |message: String| {
        let error = followthrough::Error::new(followthrough::Code::ScenarioMalformed, message);
        Failure::in_file(path, [error])
    };
    match serde_json::from_str(&files::read(path)?) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(refuse("expected an object".to_owned())),
        Err(error) => Err(refuse(error.to_string())),
    }
}

/// Hands over a file in pieces, after nothing, which says that it begins.
fn read(path: &Path, mut take: impl FnMut(Option<&[u8]>)) -> Result<(), Failure> {
    let cannot = |error: &std::io::Error| files::cannot("read", path, error);
    let mut file = File::open(path).map_err(|error| cannot(&error))?;
    let mut piece = vec![0; 1 << 18];
    take(None);
    loop {
        match file.read(&mut piece).map_err(|error| cannot(&error))? {
            0 => return Ok(()),
            n => take(piece.get(..n)),
        }
    }
}

/// The figures that matter.
fn figures(told: &MonthlyReport) -> String {
    let mut text = format!("{}, {} to {}\n\n", told.practice, told.from, told.to);
    match &told.lift.against_holdout {
        Some(lift) => text += &format!("{} {} {}\n\n", lift.headline, lift.sentence, lift.how_sure),
        None if told.no_lines().is_none() => {
            text += "Nobody was held out, so what follow-up adds cannot be measured.\n\n";
        }
        None => {}
    }
    if let Some(lines) = told.no_lines() {
        text += &format!("{lines}\n\n");
    }
    // As the page: where somebody was held out, a return is told of what was measured alone.
    let held_out = told.lift.against_holdout.is_some();
    for figure in told
        .money
        .figures
        .iter()
        .filter(|one| one.name != "return" || !held_out)
    {
        text += &format!("{:>16}  {}\n", figure.shown, figure.label);
    }
    if let Some(why) = told.money.no_gain {
        text += &format!("                  No return is told: {}.\n", why.because());
    }
    if let Some(why) = told.money.not_known {
        text += &format!(
            "                  What plans are worth is not known: {}.\n",
            why.because()
        );
    }
    let fell = &told.money.fell_through;
    if fell.plans > 0 {
        text += &format!(
            "{:>16}  worth of plans that fell through since, {} of them, not among the recovered\n",
            fell.value.display_us().trim_end_matches(".00"),
            fell.plans
        );
    }
    if told.days_known < told.days {
        text += &format!(
            "                  {} of {} days are known, and counted.{}\n",
            told.days_known,
            told.days,
            if told.money.at_a_pace {
                " A return is told when the month is over."
            } else {
                ""
            }
        );
    }
    let all = &told.funnel.all;
    text += &format!(
        "{:>16}  messages and calls; {} clicked, {} answered\n",
        all.sent, all.clicked, all.replied
    );
    if let Some(told) = &told.lift.before_and_after {
        text += &format!("{}\n", told.sentence);
    }
    if told.read.damaged > 0 {
        text += "\n";
    }
    for line in &told.read.damaged_lines {
        let file = line.file.as_ref().map_or_else(String::new, |file| format!("{file}:"));
        text += &format!("{file}{}: {}\n", line.line, line.why);
    }
    if told.read.damaged > 0 {
        text += &match told.read.damaged {
            1 => "\n1 line could not be read and counts in nothing.\n".to_owned(),
            lines => format!("\n{lines} lines could not be read and count in nothing.\n"),
        };
    }
    text
}
