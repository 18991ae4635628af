//! `followthrough preview-change`: what publishing a playbook would change for those who are followed up.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use followthrough::preview::{CaseChange, ChangeKind, ChangePreview, Happening};
use followthrough::{Code, Error, FollowUp, Playbook, Timestamp};

use crate::failure::Failure;
use crate::{Report, files, preview};

/// Shows, case by case, what publishing a playbook would change: who is stopped, who gets something else next, and when.
/// Nothing is changed.
#[derive(Args)]
pub(crate) struct PreviewChange {
    /// The playbook in force.
    old: PathBuf,
    /// The one that would be published.
    new: PathBuf,
    /// The follow-ups as the host stores them, one JSON object a line.
    follow_ups: PathBuf,
    /// When it would be published, as RFC 3339 with an offset; now when it is not given.
    #[arg(long, value_name = "INSTANT")]
    now: Option<String>,
    /// Print the data as JSON, with the cases for which nothing changes.
    #[arg(long)]
    pub(crate) json: bool,
}

impl PreviewChange {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let (old, new) = (files::playbook(&self.old)?, files::playbook(&self.new)?);
        let now = match &self.now {
            Some(now) => Timestamp::parse(now).map_err(|error| error.at("--now"))?,
            None => clock()?,
        };
        let text = files::read(&self.follow_ups)?;
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let follow_ups: Result<Vec<FollowUp>, Failure> = lines
            .map(|(number, line)| {
                let in_line =
                    |error: Error| Failure::in_file(&self.follow_ups, [error.under(&format!("line {}", number + 1))]);
                FollowUp::from_json(line).map_err(in_line)
            })
            .collect();
        let change = old.preview_change(&new, &follow_ups?, now)?;
        let text = if self.json {
            change.to_json() + "\n"
        } else {
            written(&new, &change)
        };
        Ok(Report::fine(text))
    }
}

/// A program may look at the clock; the library never does.
fn clock() -> Result<Timestamp, Error> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok();
    let seconds = since.and_then(|since| i64::try_from(since.as_secs()).ok());
    let now = seconds.map(Timestamp::from_unix);
    now.ok_or_else(|| Error::new(Code::BadInstant, "the clock of this machine is before 1970").help("say --now"))
}

fn written(playbook: &Playbook, change: &ChangePreview) -> String {
    let mut out = String::new();
    // Writing into a String cannot fail.
    let _ = writeln!(
        out,
        "{}: publishing revision {} in the place of {} at {} (times in {})",
        playbook.practice_name(),
        change.to,
        change.from,
        change.at,
        playbook.time_zone().name()
    );
    let changed = |case: &&CaseChange| case.kind != ChangeKind::Kept;
    for case in change.cases.iter().filter(changed) {
        let _ = writeln!(
            out,
            "\n{} of {}: {}{}",
            case.case_id,
            case.recipient_id,
            says(case.kind),
            sequences(case)
        );
        if !case.skipped.is_empty() {
            let steps: Vec<&str> = case.skipped.iter().map(|step| step.as_str()).collect();
            let _ = writeln!(out, "  passed over: {}", steps.join(", "));
        }
        let _ = write!(out, "  before: {}", next(playbook, case.before.as_ref()));
        let _ = write!(out, "  after:  {}", next(playbook, case.after.as_ref()));
    }
    out.push('\n');
    for total in change.totals.iter().filter(|total| total.cases > 0) {
        let _ = writeln!(out, "{:>6}  {}", total.cases, says(total.kind));
    }
    out
}

fn next(playbook: &Playbook, happening: Option<&Happening>) -> String {
    happening.map_or_else(
        || "no message or call\n".to_owned(),
        |happening| preview::line(playbook.time_zone(), happening),
    )
}

fn sequences(case: &CaseChange) -> String {
    if case.sequence_before == case.sequence_after {
        return String::new();
    }
    let name = |sequence: &Option<followthrough::wire::SequenceId>| {
        sequence.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string)
    };
    format!(
        " (sequence {} → {})",
        name(&case.sequence_before),
        name(&case.sequence_after)
    )
}

fn says(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Stopped => "gets nothing more",
        ChangeKind::NewlyEligible => "is taken up",
        ChangeKind::ReSelected => "goes on in another sequence",
        ChangeKind::Skipped => "new steps are passed over: they come too late",
        ChangeKind::OtherStep => "another step is next",
        ChangeKind::Moved => "its next step comes at another time",
        ChangeKind::Reworded => "its next step says something else",
        ChangeKind::Later => "only what comes later differs",
        ChangeKind::Kept => "as before",
    }
}
