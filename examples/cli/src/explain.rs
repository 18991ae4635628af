//! `followthrough explain`: why things are as they are in a scenario, and what comes next.

use std::path::PathBuf;

use clap::Args;
use followthrough::Timestamp;

use crate::Report;
use crate::failure::Failure;
use crate::replay;

/// Runs a scenario up to an instant and tells, for each recipient, how things stand, why, and what comes next.
#[derive(Args)]
pub(crate) struct Explain {
    /// The scenario, as YAML or JSON.
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Run it under this playbook, whatever it has of its own.
    #[arg(long, value_name = "PLAYBOOK")]
    playbook: Option<PathBuf>,
    /// The instant, as RFC 3339 with an offset; the end of the timeline when it is not given.
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
    /// Print the data, one JSON line for each recipient.
    #[arg(long)]
    pub(crate) json: bool,
}

impl Explain {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let at = self.at.as_deref().map(Timestamp::parse).transpose();
        let at = at.map_err(|error| error.at("--at"))?;
        let situations = replay::read(&self.scenario, self.playbook.as_deref())?.situations(at);
        let several = situations.len() > 1;
        let mut text = String::new();
        for person in situations {
            let explanation = person.playbook.explain(&person.follow_up, person.moment)?;
            if self.json {
                text.push_str(&explanation.to_json());
            } else {
                if !text.is_empty() {
                    text.push('\n');
                }
                if several {
                    text.push_str(&format!("Recipient {}\n", explanation.recipient_id));
                }
                text.push_str(&explanation.sentences().join("\n"));
            }
            text.push('\n');
        }
        Ok(Report::fine(text))
    }
}
