//! `followthrough backtest`: what a playbook would have met in a practice's past.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use followthrough_import::System;
use followthrough_insight::audit::Endpoint;
use followthrough_insight::backtest::{Backtest as Figures, BacktestOptions, Fate, backtest};

use crate::failure::Failure;
use crate::set_up::Proposes;
use crate::source::{Read, Setting, Source, ZoneMay};
use crate::{Report, files};

/// Runs a playbook over the plans of a practice's export whose end is known, as if nobody had ever answered: how many were
/// accepted before its first message would have gone, how many between its messages, how many after its end.
#[derive(Args)]
pub(crate) struct Backtest {
    /// The playbook.
    playbook: PathBuf,
    /// The practice system that the export is from: open_dental, dentrix and the others of `import`.
    #[arg(long, value_name = "SYSTEM")]
    from: String,
    #[command(flatten)]
    source: Source,
    /// How many days back plans were presented, the day of the export included.
    #[arg(long, value_name = "DAYS")]
    days: Option<u32>,
    /// Write the comparison as a page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

impl Backtest {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let playbook = files::playbook(&self.playbook)?;
        let mut options = BacktestOptions::default();
        options.days = self.days.unwrap_or(options.days);
        options.check()?;
        let system = System::parse(&self.from)?;
        let imported =
            match self
                .source
                .read(system, self.json, ZoneMay::StayOpen, Setting::only(Proposes::OfUnknown))?
            {
                Read::Whole(imported) => imported,
                Read::Open(questions) => return Ok(questions),
            };
        let figures = backtest(&playbook, &imported, &options).map_err(|e| Failure::in_file(&self.playbook, [e]))?;
        if let Some(path) = &self.html {
            files::write(path, &figures.to_html())?;
        }
        Ok(Report::fine(if self.json {
            figures.to_json() + "\n"
        } else {
            told(&figures)
        }))
    }
}

fn told(figures: &Figures) -> String {
    let mut out = format!(
        "Plans presented {} to {}, as if the playbook had been there and nobody had answered\n\n",
        figures.from, figures.to
    );
    for row in &figures.fates {
        // Writing into a String cannot fail.
        let (plans, value) = (row.plans.plans, row.plans.value.display_us());
        let _ = writeln!(out, "{plans:>7}  {:<50}{value:>16}", words(row.fate));
    }
    let _ = writeln!(
        out,
        "{:>7}  {:<50}{:>16}",
        figures.plans.plans,
        "all",
        figures.plans.value.display_us()
    );
    if figures.accepted_by == Endpoint::Begun {
        out += "\nThe export tells when treatment was done, not when it was booked: the yes came sooner.\n";
    }
    if figures.not_run > 0 {
        let _ = writeln!(out, "\n{} plans could not be run.", figures.not_run);
    }
    out
}

fn words(fate: Fate) -> &'static str {
    match fate {
        Fate::BeforeFirstTouch => "accepted before the first message, or on its day",
        Fate::BetweenTouches => "accepted between the first message and the last",
        Fate::AfterLastTouch => "accepted after the last, before the end",
        Fate::AfterTheEnd => "accepted after the end",
        Fate::AcceptedUntouched => "accepted, and no message would have gone",
        Fate::AcceptedSomeDay => "accepted, nobody knows when",
        Fate::Touched => "not accepted, and messages would have gone",
        Fate::Untouched => "not accepted, and none would have gone",
    }
}
