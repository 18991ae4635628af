//! `followthrough audit`: how a practice's patients accept treatment before anything is sent.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use followthrough_import::System;
use followthrough_insight::audit::{Audit as Figures, AuditOptions, Endpoint, Told, audit};

use crate::failure::Failure;
use crate::set_up::Proposes;
use crate::source::{Read, Setting, Source, ZoneMay};
use crate::{Report, files};

/// Counts the baseline of a practice from its export alone: what was presented in the last days and what of it was
/// accepted, how long that took, what lies pending and about what nobody talked again.
#[derive(Args)]
pub(crate) struct Audit {
    /// The practice system: open_dental, dentrix, eaglesoft, jane, aesthetic_record, or csv with a mapping file.
    system: String,
    #[command(flatten)]
    source: Source,
    /// How many days back, the day of the export included.
    #[arg(long, value_name = "DAYS")]
    days: Option<u32>,
    /// What the practice calls itself, for the head of the page.
    #[arg(long, value_name = "NAME")]
    practice: Option<String>,
    /// More options, as JSON: the keys stand in docs/insight.md.
    #[arg(long, value_name = "FILE")]
    options: Option<PathBuf>,
    /// Write the baseline as a page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write its tables as CSV files into a folder.
    #[arg(long, value_name = "FOLDER")]
    csv: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

impl Audit {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let system = System::parse(&self.system)?;
        let options = self.options()?;
        let imported =
            match self
                .source
                .read(system, self.json, ZoneMay::StayOpen, Setting::only(Proposes::OfUnknown))?
            {
                Read::Whole(imported) => imported,
                Read::Open(questions) => return Ok(questions),
            };
        let figures = audit(&imported, &options);
        if let Some(path) = &self.html {
            files::write(path, &figures.to_html())?;
        }
        if let Some(folder) = &self.csv {
            files::make_folder(folder)?;
            for (name, text) in figures.to_csv() {
                files::write(&folder.join(name), &text)?;
            }
        }
        if self.json {
            return Ok(Report::fine(figures.to_json() + "\n"));
        }
        let mut text = told(&figures);
        let refused = imported.rejected.len();
        if refused > 0 {
            // Writing into a String cannot fail.
            let _ = writeln!(
                text,
                "\n{refused} records were refused; `followthrough import` lists them."
            );
        }
        Ok(Report::fine(text))
    }

    fn options(&self) -> Result<AuditOptions, Failure> {
        let mut options = match &self.options {
            Some(path) => AuditOptions::from_json(&files::read(path)?).map_err(|e| Failure::in_file(path, [e]))?,
            None => AuditOptions::default(),
        };
        if let Some(days) = self.days {
            options.days = days;
            // A window shorter than what is too new to be judged would judge nothing.
            options.settle_days = options.settle_days.min(days);
        }
        if self.practice.is_some() {
            options.practice.clone_from(&self.practice);
        }
        options.check()?;
        Ok(options)
    }
}

/// The figures that matter, a line each.
pub(crate) fn told(figures: &Figures) -> String {
    let (judged, pending) = (&figures.judged, &figures.pending);
    let mut out = format!("Baseline of {} to {}\n\n", figures.from, figures.to);
    let mut line = |figure: String, what: String| {
        let _ = writeln!(out, "{figure:>14}  {what}");
    };
    match judged
        .taken
        .and_then(|taken| Some((taken, taken.share?, taken.interval?, taken.value_share)))
    {
        Some((taken, share, (low, high), by_value)) => {
            let (plans, in_part) = (judged.plans, taken.in_part);
            line(
                share.to_string(),
                format!("of {plans} plans accepted whole, {in_part} more in part; 95% interval {low} to {high}"),
            );
            if let Some(share) = by_value {
                line(
                    share.to_string(),
                    format!("of {} presented is scheduled or done", judged.value.display_us()),
                );
            }
        }
        None => line(
            "not known".to_owned(),
            acceptance_unknown(figures.acceptance_told).to_owned(),
        ),
    }
    match figures.time_to_accept.as_ref() {
        Some(time) => {
            let what = match time.endpoint {
                Endpoint::Accepted => "booked or begun",
                Endpoint::Begun => "begun: the export does not tell when it was booked",
            };
            let figure = time.median.map_or_else(
                || format!("over {} days", time.watched_to),
                |days| format!("{days} days"),
            );
            line(figure, format!("until half of the plans are {what}"));
        }
        None => line("not known".to_owned(), "how long it takes to accept".to_owned()),
    }
    line(
        pending.all.pending.value.display_us(),
        format!(
            "pending on {} plans of any age, {} of them in reach of a message",
            pending.all.pending.plans, pending.all.by_either
        ),
    );
    match &pending.never_followed_up {
        Some(found) => line(
            found.never.plans.to_string(),
            format!(
                "pending plans that nobody followed up, worth {}",
                found.never.value.display_us()
            ),
        ),
        None => line(
            "not known".to_owned(),
            "how many plans nobody followed up: no conversations on record".to_owned(),
        ),
    }
    if judged.small && judged.taken.is_some_and(|taken| taken.share.is_some()) {
        out += "\nSmall numbers: read the counts, not the percentages.\n";
    }
    out
}

fn acceptance_unknown(told: Told) -> &'static str {
    match told {
        Told::Yes => "what was accepted: nothing was presented long enough ago",
        Told::PendingOnly => "what was accepted: the export lists only what is pending",
        Told::NoDays => "what was accepted: of nothing accepted does the export tell when it was presented",
    }
}
