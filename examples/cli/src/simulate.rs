//! `followthrough simulate`: what a playbook would do with the plans of an export.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use followthrough::Date;
use followthrough::follow_up::ActionKind;
use followthrough::schedule::Zone;
use followthrough_import::{Options as ImportOptions, System};
use followthrough_insight::report::{not_contacted, report};
use followthrough_insight::simulate::{Behaviour, Options, Simulation, simulate};
use serde_json::{Value, json};

use crate::demo::five;
use crate::failure::Failure;
use crate::set_up::compiled;
use crate::source::{at_flag, read_paths};
use crate::{Report, cases, files};

/// What the output says first: the numbers in a real export are real.
const NOBODY: &str = "A simulation: nothing was sent and nobody was contacted. How people react is assumed.";

/// Plays a playbook over a practice's export: what would be sent, day by day, and who would not be contacted and why.
/// It talks to nothing and to nobody.
#[derive(Args)]
pub(crate) struct Simulate {
    /// The playbook.
    playbook: PathBuf,
    /// The practice system that the export is from: open_dental, dentrix and the others of `import`.
    #[arg(long, value_name = "SYSTEM")]
    from: String,
    /// Files of the export, or folders that hold them.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The practice's mapping file: what the columns mean.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// What counts as presenting a plan: charted, saved_plan or dated.
    #[arg(long)]
    presented: Option<String>,
    /// The day the export speaks of; by itself, the newest day on which something happened in it. The simulation begins
    /// on the morning after.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The practice's two-letter state, for people whose own the export does not tell.
    #[arg(long)]
    state: Option<String>,
    /// How many days.
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: u32,
    /// Another seed is another course of chance.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How people behave, as JSON; what it leaves out is as built in.
    #[arg(long, value_name = "FILE")]
    behaviour: Option<PathBuf>,
    /// Write the report as a page. It shows one case with its messages: patient data, where the export is real.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write every decision as JSON lines, messages and numbers included.
    #[arg(long, value_name = "FILE")]
    records: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

impl Simulate {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let playbook = files::playbook(&self.playbook)?;
        let mut import = ImportOptions::default();
        let zone = playbook.time_zone().name().to_owned();
        for (name, answer) in [
            ("presented", self.presented.as_ref()),
            ("time_zone", Some(&zone)),
            ("as_of", self.as_of.as_ref()),
            ("state", self.state.as_ref()),
        ] {
            if let Some(answer) = answer {
                import.set(name, answer).map_err(|e| at_flag(e, name))?;
            }
        }
        if let Some(path) = &self.mapping {
            import.mapping = Some(compiled(&files::read(path)?, path)?);
        }
        let imported = read_paths(System::parse(&self.from)?, &self.paths, &import)?;
        let first = imported.as_of.plus_days(1).unwrap_or(imported.as_of);
        let options = self.options(first)?;
        let simulation = simulate(&playbook, &cases::of_import(imported), &options);
        let figures = report(&simulation);
        if let Some(path) = &self.html {
            files::write(path, &figures.to_html())?;
        }
        if let Some(path) = &self.records {
            files::write(path, &simulation.to_json_lines())?;
        }
        if self.json {
            let told = json!({
                "note": NOBODY,
                "report": figures,
                "sends": sends(&simulation),
                "not_contacted": not_contacted(&simulation),
            });
            return Ok(Report::fine(format!("{told:#}\n")));
        }
        let mut text = format!("{NOBODY}\n\n");
        // Writing into a String cannot fail.
        let _ = days(&mut text, &simulation);
        let _ = silent(&mut text, &simulation);
        text += &five(&figures);
        Ok(Report::fine(text))
    }

    fn options(&self, first: Date) -> Result<Options, Failure> {
        let behaviour = match &self.behaviour {
            Some(path) => Behaviour::from_json(&files::read(path)?).map_err(|e| Failure::in_file(path, [e]))?,
            None => Behaviour::default(),
        };
        Ok(Options {
            behaviour,
            seed: self.seed,
            ..Options::days(first, self.days)
        })
    }
}

/// What would be sent, without names, numbers and texts.
fn sends(simulation: &Simulation) -> Vec<Value> {
    let mut sends = Vec::new();
    for record in &simulation.records {
        for action in record.decision.iter().flat_map(|decision| &decision.actions) {
            if let ActionKind::Send(send) = &action.kind {
                let mut line = json!({
                    "at": record.moment.now, "recipient": record.recipient, "channel": send.channel, "step": send.step,
                    "language": send.language,
                });
                if let (Some(map), Some(case)) = (line.as_object_mut(), &send.case_id) {
                    map.insert("case_id".into(), json!(case));
                }
                sends.push(line);
            }
        }
    }
    sends
}

fn days(text: &mut String, simulation: &Simulation) -> std::fmt::Result {
    let zone = Zone::named(&simulation.time_zone).unwrap_or_else(|_| Zone::utc());
    let mut today = None;
    writeln!(text, "What would be sent:")?;
    for record in &simulation.records {
        for action in record.decision.iter().flat_map(|decision| &decision.actions) {
            let ActionKind::Send(send) = &action.kind else { continue };
            let local = zone.local(record.moment.now);
            if today != Some(local.date) {
                today = Some(local.date);
                writeln!(text, "  {}", local.date)?;
            }
            let (hour, minute) = (local.second / 3600, local.second / 60 % 60);
            let case = send
                .case_id
                .as_ref()
                .map_or_else(String::new, |case| format!(", plan {case}"));
            let (step, channel) = (send.step.as_str(), send.channel.as_str());
            writeln!(
                text,
                "    {hour:02}:{minute:02}  {channel:<6} {step:<22} recipient {}{case}",
                record.recipient
            )?;
        }
    }
    if today.is_none() {
        writeln!(text, "  nothing")?;
    }
    writeln!(text)
}

fn silent(text: &mut String, simulation: &Simulation) -> std::fmt::Result {
    let silent = not_contacted(simulation);
    writeln!(text, "Pending plans about which nobody would be written to:")?;
    for case in &silent {
        let value = case
            .value
            .map_or_else(|| "?".to_owned(), followthrough::Money::display_us);
        writeln!(text, "  {:<12}{value:>14}  {}", case.case_id.as_str(), case.why)?;
    }
    if silent.is_empty() {
        writeln!(text, "  none")?;
    }
    writeln!(text)
}
