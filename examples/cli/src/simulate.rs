//! `followthrough simulate`: what a playbook would do with the plans of an export.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use followthrough::follow_up::ActionKind;
use followthrough::schedule::Zone;
use followthrough::wire::CaseId;
use followthrough::{Code, Error};
use followthrough_insight::report::{Report as Figures, contacted, not_contacted, report};
use followthrough_insight::simulate::{Simulation, simulate};
use followthrough_insight::timeline::Timeline;
use serde_json::{Value, json};

use crate::cases::Past;
use crate::demo::five;
use crate::failure::Failure;
use crate::{Report, files};

/// What the output says first: the numbers in a real export are real.
pub(crate) const NOBODY: &str = "A simulation: nothing was sent and nobody was contacted. How people react is assumed.";

/// Plays a playbook over a practice's export: what would be sent, day by day, and who would not be contacted and why.
/// It talks to nothing and to nobody.
#[derive(Args)]
pub(crate) struct Simulate {
    /// The playbook.
    playbook: PathBuf,
    #[command(flatten)]
    past: Past,
    /// Write the report as a page. It shows one case with its messages: patient data, where the export is real.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Of this plan alone: print what happens about it, and write that as the page.
    #[arg(long, value_name = "PLAN")]
    case: Option<String>,
    /// Write every decision as JSON lines, messages and numbers included.
    #[arg(long, value_name = "FILE")]
    records: Option<PathBuf>,
    /// Write the journal as a host would have kept it, as JSON lines for `report`.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// Write the plans as the engine was told of them, as JSON lines for `report --plans`: patient data, where the
    /// export is real.
    #[arg(long, value_name = "FILE")]
    plans: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

impl Simulate {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let playbook = files::playbook(&self.playbook)?;
        let (cases, options) = self.past.read(&playbook)?;
        let simulation = simulate(&playbook, &cases, &options);
        if let Some(path) = &self.records {
            files::write(path, &simulation.to_json_lines())?;
        }
        if let Some(path) = &self.journal {
            files::write(path, &simulation.to_journal())?;
        }
        if let Some(path) = &self.plans {
            files::write(path, &simulation.to_plans())?;
        }
        if let Some(case) = &self.case {
            return self.one_case(&simulation, case);
        }
        let figures = report(&simulation);
        if let Some(path) = &self.html {
            files::write(path, &figures.to_html())?;
        }
        if self.json {
            let told = json!({
                "note": NOBODY,
                "report": figures,
                "sends": sends(&simulation),
                "contacted": contacted(&simulation),
                "not_contacted": not_contacted(&simulation),
            });
            return Ok(Report::fine(format!("{told:#}\n")));
        }
        let mut text = format!("{NOBODY}\n\n");
        // Writing into a String cannot fail.
        let _ = days(&mut text, &simulation);
        let _ = silent(&mut text, &simulation);
        let _ = desk(&mut text, &figures);
        text += &five(&figures);
        Ok(Report::fine(text))
    }
}

impl Simulate {
    fn one_case(&self, simulation: &Simulation, case: &str) -> Result<Report, Failure> {
        let id = CaseId::parse(case).map_err(|error| error.at("--case"))?;
        let timeline = Timeline::of_simulation(simulation, &id).ok_or_else(|| {
            Error::new(Code::ScenarioMalformed, "no such plan is told of within the days")
                .at("--case")
                .help("the id of a plan, as `import` writes it")
        })?;
        if let Some(path) = &self.html {
            files::write(path, &timeline.to_html())?;
        }
        if self.json {
            return Ok(Report::fine(timeline.to_json() + "\n"));
        }
        let mut text = format!("{NOBODY}\n\n");
        for entry in &timeline.entries {
            // Writing into a String cannot fail.
            let _ = writeln!(
                text,
                "{:<22}  {:<10}  {}",
                entry.shown_at,
                entry.lane.title(),
                entry.title
            );
        }
        Ok(Report::fine(text))
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

/// What lands on whose list, and what went wrong.
fn desk(text: &mut String, figures: &Figures) -> std::fmt::Result {
    if !figures.load.is_empty() {
        writeln!(text, "What would land on whose list:")?;
        for role in &figures.load {
            let most = role.busiest.map_or_else(String::new, |day| {
                format!("; most on {}: {} tasks, {} minutes", day.date, day.tasks, day.minutes)
            });
            let above = match role.days_above.len() {
                0 => String::new(),
                n => format!("; more than there is time for on {n} days"),
            };
            writeln!(
                text,
                "  {:<22}{:>5} tasks, {} of them calls, {} minutes{most}{above}",
                role.role.as_str(),
                role.tasks,
                role.calls,
                role.minutes
            )?;
        }
        writeln!(text)?;
    }
    if let Some(total) = figures.bill.total {
        writeln!(
            text,
            "What it would cost, of what has a price: {}\n",
            total.display_us()
        )?;
    }
    let late = &figures.not_sent;
    if late.held + late.delayed > 0 {
        writeln!(
            text,
            "Steps that waited for newer facts: {}. Messages whose gateway was down: {}, of which {} left later.\n",
            late.held, late.delayed, late.left_late
        )?;
    }
    Ok(())
}
