//! From an import to the cases of a simulation.

use std::path::PathBuf;

use clap::Args;
use followthrough::Playbook;
use followthrough_import::{Imported, Options as ImportOptions, System};
use followthrough_insight::simulate::{Behaviour, Cases, Options};

use crate::failure::Failure;
use crate::files;
use crate::set_up::compiled;
use crate::source::{at_flag, read_paths};

/// What the first import of a simulation tells.
pub(crate) fn of_import(imported: Imported) -> Cases {
    let plans = imported.plans.into_iter().map(|r| (r.recipient, r.plan)).collect();
    Cases::new(imported.recipients, plans, imported.appointments)
}

/// A practice's past, and how it is played on.
#[derive(Args)]
pub(crate) struct Past {
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
    /// How many days; by itself 90, or what the options say.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: Option<u32>,
    /// Another seed is another course of chance; by itself 1, or what the options say.
    #[arg(long)]
    seed: Option<u64>,
    /// How people behave, as JSON; what it leaves out is as built in.
    #[arg(long, value_name = "FILE")]
    behaviour: Option<PathBuf>,
    /// Prices, minutes, what staff have time for, missed exports and outages, as JSON.
    #[arg(long, value_name = "FILE")]
    options: Option<PathBuf>,
}

impl Past {
    /// The cases and the options of a simulation under a playbook.
    pub(crate) fn read(&self, playbook: &Playbook) -> Result<(Cases, Options), Failure> {
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
        let mut options = match &self.options {
            Some(path) => {
                Options::from_json(&files::read(path)?, Some(first)).map_err(|e| Failure::in_file(path, [e]))?
            }
            None => Options::from_json("{}", Some(first))?,
        };
        if let Some(path) = &self.behaviour {
            options.behaviour = Behaviour::from_json(&files::read(path)?).map_err(|e| Failure::in_file(path, [e]))?;
        }
        if let Some(days) = self.days {
            options.to = options.from.plus_days(i64::from(days)).unwrap_or(options.to);
        }
        options.seed = self.seed.unwrap_or(options.seed);
        Ok((of_import(imported), options))
    }
}
