//! `followthrough changes`: what changed from one export to the next, as events.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use followthrough_import::{Compared, Imported, Options, StoredExport, System, changes};
use serde_json::json;

use crate::failure::Failure;
use crate::set_up::compiled;
use crate::source::{at_flag, read_paths};
use crate::{Report, files};

/// What changed from one export to the next: one JSON line for each event, in the order in which the follow-ups take them.
#[derive(Args)]
pub(crate) struct Changes {
    /// The practice system: open_dental, dentrix, eaglesoft, jane, aesthetic_record, nexhealth, fhir, or csv with a mapping
    /// file.
    system: String,
    /// Files of the export, or folders that hold them; or what `import --json` printed of it, a .json file.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The export before, in the same forms. Without it this is the practice's first.
    #[arg(long, value_name = "PATH", num_args = 1..)]
    before: Vec<PathBuf>,
    /// The practice's mapping file: what the columns mean, laid over the system's preset.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// What counts as presenting a plan: charted, saved_plan or dated.
    #[arg(long)]
    presented: Option<String>,
    /// The practice's IANA zone, such as America/Los_Angeles; or none: visits then carry no instant.
    #[arg(long)]
    time_zone: Option<String>,
    /// The day the export speaks of; by itself, the newest day on which something happened in it.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The same of the export before.
    #[arg(long, value_name = "DATE")]
    as_of_before: Option<String>,
    /// The practice's two-letter state, for people whose own the export does not tell.
    #[arg(long)]
    state: Option<String>,
}

/// An export as it was given.
enum Given {
    Read(Box<Imported>),
    Stored(StoredExport),
}

impl Given {
    fn compared(&self) -> Compared<'_> {
        match self {
            Self::Read(imported) => Compared::from(&**imported),
            Self::Stored(stored) => Compared::from(stored),
        }
    }
}

impl Changes {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let before = if self.before.is_empty() {
            Given::Stored(StoredExport::empty())
        } else {
            self.given(&self.before, "as_of_before", self.as_of_before.as_deref())?
        };
        let after = self.given(&self.paths, "as_of", self.as_of.as_deref())?;
        let mut text = String::new();
        for (recipient, event) in changes(before.compared(), after.compared()) {
            // Writing into a String cannot fail.
            let _ = writeln!(text, "{}", json!({"recipient": recipient, "event": event}));
        }
        Ok(Report::fine(text))
    }

    fn given(&self, paths: &[PathBuf], flag: &str, as_of: Option<&str>) -> Result<Given, Failure> {
        if let [path] = paths
            && files::is_json(path)
        {
            return stored(path);
        }
        let system = System::parse(&self.system)?;
        let mut options = Options::default();
        if let Some(path) = &self.mapping {
            options.mapping = Some(compiled(&files::read(path)?, path)?);
        }
        let answers = [
            ("presented", "presented", self.presented.as_deref()),
            ("time_zone", "time_zone", self.time_zone.as_deref()),
            ("as_of", flag, as_of),
            ("state", "state", self.state.as_deref()),
        ];
        for (name, flag, answer) in answers {
            if let Some(answer) = answer {
                options.set(name, answer).map_err(|error| at_flag(error, flag))?;
            }
        }
        let flags = answers.iter().map(|(name, flag, _)| (format!("options.{name}"), *flag));
        let read = read_paths(system, paths, &options).map_err(|error| {
            let flag = flags.clone().find(|(option, _)| option == error.path());
            flag.map_or(error.clone(), |(_, flag)| at_flag(error, flag))
        })?;
        Ok(Given::Read(Box::new(read)))
    }
}

fn stored(path: &Path) -> Result<Given, Failure> {
    let read = StoredExport::from_json(&files::read(path)?);
    read.map(Given::Stored).map_err(|error| Failure::in_file(path, [error]))
}
