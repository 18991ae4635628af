//! `followthrough compare`: two playbooks on the same past.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use followthrough_insight::compare::{Comparison, Contact, compare};

use crate::cases::Past;
use crate::failure::Failure;
use crate::simulate::NOBODY;
use crate::{Report, files};

/// Plays two playbooks over the same export and among the same people: what each patient would have got, and the
/// difference per day and per role. It talks to nothing and to nobody.
#[derive(Args)]
pub(crate) struct Compare {
    /// The playbook that is in force.
    old: PathBuf,
    /// The one that would take its place.
    new: PathBuf,
    #[command(flatten)]
    past: Past,
    /// Write the comparison as a page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

impl Compare {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let (old, new) = (files::playbook(&self.old)?, files::playbook(&self.new)?);
        let (cases, options) = self.past.read(&new)?;
        let comparison = compare(&old, &new, &cases, &options);
        if let Some(path) = &self.html {
            files::write(path, &comparison.to_html())?;
        }
        Ok(Report::fine(if self.json {
            comparison.to_json() + "\n"
        } else {
            written(&comparison)
        }))
    }
}

fn written(c: &Comparison) -> String {
    let mut text = format!("{NOBODY}\n\n");
    // Writing into a String cannot fail.
    let mut line = |what: &str, old: u64, new: u64| {
        let _ = writeln!(text, "  {what:<24}{old:>8} -> {new}");
    };
    line("plans written about", c.old.contacted, c.new.contacted);
    line("messages", c.old.messages(), c.new.messages());
    line("segments", c.old.sms_segments, c.new.sms_segments);
    line("calls", c.old.calls, c.new.calls);
    line("tasks for staff", c.old.tasks, c.new.tasks);
    line("minutes of staff", c.old.minutes, c.new.minutes);
    for role in &c.roles {
        line(&format!("minutes of {}", role.role), role.old.minutes, role.new.minutes);
    }
    let days = c.days.iter().filter(|day| day.old != day.new).count();
    let only = |which| c.cases.iter().filter(|case| case.contact == which).count();
    let _ = writeln!(
        text,
        "\n{} plans get something else, {} the same; {days} days differ. Written to by the new one only: {}; by the old one only: {}.",
        c.cases.len(),
        c.same,
        only(Contact::OnlyNew),
        only(Contact::OnlyOld),
    );
    for case in &c.cases {
        let changed = case.steps.iter().filter(|step| !step.changes.is_empty());
        let told: Vec<String> = changed
            .map(|step| {
                let words: Vec<&str> = step.changes.iter().map(|change| change.words()).collect();
                format!("{} {}", step.step, words.join(" and "))
            })
            .collect();
        let why = case.why.map(|why| format!(" ({why})")).unwrap_or_default();
        let _ = writeln!(text, "  {:<16}{}{why}", case.case_id.as_str(), told.join(", "));
    }
    text
}
