//! The monthly report, and that of a pilot: from a real journal to one page, and the same as JSON and CSV.
//!
//! ```
//! use followthrough_insight::journal::Journal;
//! use followthrough_insight::monthly::{ReportOptions, report};
//!
//! let journal = Journal::read("", "");
//! let report = report(&journal, &ReportOptions::month("2026-05")?);
//! assert!(report.to_html().starts_with("<!DOCTYPE html>"));
//! # Ok::<(), followthrough::Error>(())
//! ```

mod accepted;
mod accepted_when;
mod baseline;
mod calendar;
mod csv;
mod effect;
mod options;
mod page;
mod picture;
mod pilot;
mod span;

use followthrough::{Date, Error};
use serde::Serialize;

use crate::funnel::{By, Row, Stages, funnel};
use crate::journal::{Journal, Read};
use crate::lift::{Lift, lift};
use crate::money::{MoneyReport, money_report};
use crate::page::words::day_and_year;
pub use accepted_when::AcceptedWhen;
pub use baseline::Baseline;
pub(crate) use calendar::Months;
pub use options::{Before, Costs, ReportOptions};
pub use pilot::Pilot;
pub use span::Span;

/// What a month, or a pilot, came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MonthlyReport {
    /// The practice.
    pub practice: String,
    /// Where its clocks stand.
    pub time_zone: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The last day that is known.
    pub as_of: Date,
    /// How many days.
    pub days: u64,
    /// How many of them are known: fewer where the last day is after `as_of`. Sums of a month are of these.
    pub days_known: u64,
    /// Whole calendar months, where the days are just those.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<u64>,
    /// What follow-up adds.
    pub lift: Lift,
    /// What it came to in money.
    pub money: MoneyReport,
    /// What messages led to.
    pub funnel: Funnel,
    /// What was read, and what of it could not be used.
    pub read: Read,
    /// The days of the first and the last line of the journal; none of an empty one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub journal_days: Option<[Date; 2]>,
    /// Lines of the journal in these days.
    #[serde(skip)]
    lines_in_days: bool,
}

/// What messages led to, by one thing after the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Funnel {
    /// All of them.
    pub all: Stages,
    /// By sequence, step and channel.
    pub touchpoints: Vec<Row>,
    /// By sequence.
    pub sequences: Vec<Row>,
    /// By step and wording, where wordings are compared.
    pub arms: Vec<Row>,
    /// By channel.
    pub channels: Vec<Row>,
    /// By language.
    pub languages: Vec<Row>,
    /// By week.
    pub weeks: Vec<Row>,
}

/// Makes a report of a journal.
pub fn report(journal: &Journal, options: &ReportOptions) -> MonthlyReport {
    let span = options.span();
    let by = |by: &[By]| funnel(journal, &span, by);
    let channels = by(&[By::Channel]);
    let lift = lift(journal, options);
    MonthlyReport {
        practice: options.practice.clone(),
        time_zone: options.zone.name().to_owned(),
        from: options.from,
        to: options.to,
        as_of: options.as_of,
        days: options.days(),
        days_known: options.days_known(),
        months: options.whole_months(),
        money: money_report(journal, options, &lift),
        lift,
        funnel: Funnel {
            all: channels
                .iter()
                .map(|row| row.stages)
                .fold(Stages::default(), Stages::plus),
            touchpoints: by(&[By::Sequence, By::Step, By::Channel]),
            arms: by(&[By::Sequence, By::Step, By::Arm]),
            languages: by(&[By::Language]),
            weeks: by(&[By::Week]),
            sequences: by(&[By::Sequence]),
            channels,
        },
        read: journal.what_was_read().clone(),
        journal_days: journal
            .span()
            .map(|(first, last)| [first, last].map(|at| span.day(at.unix()))),
        lines_in_days: journal.any_in(span.from, span.to.min(span.known_to)),
    }
}

/// [`report`] as the bindings call it: the journal and the plans beside it as JSON lines, options as JSON.
///
/// # Errors
/// As [`ReportOptions::from_json`], under `options`. Lines that cannot be read are told in the report.
pub fn report_json(journal: &[u8], plans: &[u8], options: &str) -> Result<MonthlyReport, Error> {
    let options = ReportOptions::from_json(options).map_err(|error| error.under("options"))?;
    Ok(report(&Journal::of_bytes(journal, plans), &options))
}

impl MonthlyReport {
    /// That the journal has no lines of these days, in a sentence; none where it has.
    pub fn no_lines(&self) -> Option<String> {
        if self.lines_in_days {
            return None;
        }
        Some(match self.journal_days {
            Some([first, last]) => format!(
                "No lines in these days; the journal runs from {} to {}.",
                day_and_year(first),
                day_and_year(last)
            ),
            None => "No lines in these days; the journal is empty.".to_owned(),
        })
    }

    /// The page: one file with everything in it, for a screen, a printer and a screen reader. It loads nothing.
    pub fn to_html(&self) -> String {
        page::page(self).into_string()
    }

    /// The figures as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The figures as CSV, one a line: `table`, `row`, `figure`, `value`.
    pub fn to_csv(&self) -> String {
        csv::csv(self)
    }

    /// The plans recovered as CSV, one a row.
    pub fn recovered_csv(&self) -> String {
        csv::recovered(self)
    }
}
