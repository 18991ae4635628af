//! `followthrough picture`: a playbook as a page to read and sign, or as a flowchart.

use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;
use crate::{Report, files};

/// Draws a playbook: a page of HTML that needs nothing else, with every text as patients read it and a place to sign.
#[derive(Args)]
pub(crate) struct Picture {
    /// The playbook, as YAML or JSON.
    playbook: PathBuf,
    /// A Mermaid flowchart instead, as GitHub shows it.
    #[arg(long)]
    mermaid: bool,
    /// Write it into this file; else it is printed.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Picture {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let playbook = files::playbook(&self.playbook)?;
        let picture = if self.mermaid {
            playbook.to_mermaid()
        } else {
            playbook.to_html()
        };
        match &self.out {
            None => Ok(Report::fine(picture)),
            Some(out) => {
                files::write(out, &picture)?;
                Ok(Report::fine(format!("{}\n", out.display())))
            }
        }
    }
}
