//! Where an export is, and what the practice says about it: the flags of every verb that reads one.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use followthrough::{Code, Error};
use followthrough_import::{Imported, Importer, Options, System};

use crate::failure::Failure;
use crate::set_up::SetUp;
use crate::{Report, progress};

/// An export and the answers about it.
#[derive(Args)]
pub(crate) struct Source {
    /// Files of the export, or folders that hold them.
    #[arg(required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// The practice's mapping file: what the columns mean, laid over the system's preset.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// An answer to one of the questions, by its key: presented=charted, procedure.status.map.P=planned.
    #[arg(long = "answer", value_name = "KEY=ANSWER")]
    answers: Vec<String>,
    /// What counts as presenting a plan: charted (planned treatment does, on the day it was charted), saved_plan (only a
    /// saved treatment plan of Open Dental's does) or dated (only what has a date of presentation).
    #[arg(long)]
    presented: Option<String>,
    /// The practice's IANA zone, such as America/Los_Angeles. Without it visits carry no instant.
    #[arg(long)]
    pub(crate) time_zone: Option<String>,
    /// The day the export speaks of; by itself, the newest day on which something happened in it.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The practice's two-letter state, for people whose own the export does not tell.
    #[arg(long)]
    state: Option<String>,
}

/// What became of it.
pub(crate) enum Read {
    /// It was read.
    Whole(Box<Imported>),
    /// The practice has to answer first, or asked what there is to answer.
    Open(Report),
}

impl Source {
    /// Reads it; where the practice has not said all that is needed, what is open is returned instead.
    pub(crate) fn read(
        &self,
        system: System,
        write_mapping: Option<&Path>,
        questions: bool,
        json: bool,
    ) -> Result<Read, Failure> {
        let mut options = self.options()?;
        let set_up = SetUp {
            system,
            paths: &self.paths,
            mapping: self.mapping.as_deref(),
            answers: &self.answers,
            write_to: write_mapping,
            json,
        };
        if let Some(open) = set_up.prepare(&mut options, questions)? {
            return Ok(Read::Open(open));
        }
        match read_paths(system, &self.paths, &options) {
            // What is missing is asked with what the files hold, but for tables, of which no file alone says it.
            Err(error)
                if matches!(error.code(), Code::ImportOption | Code::ImportMissingColumn)
                    && system != System::OpenDental =>
            {
                set_up.ask(&options, Some(&error)).map(Read::Open)
            }
            read => Ok(Read::Whole(Box::new(read?))),
        }
    }

    fn options(&self) -> Result<Options, Error> {
        let mut options = Options::default();
        // Nothing printed here needs an instant, so the zone may stay open; that is an answer, not a guess.
        let time_zone = Some(self.time_zone.clone().unwrap_or_else(|| "none".into()));
        let answers = [
            ("presented", &self.presented),
            ("time_zone", &time_zone),
            ("as_of", &self.as_of),
            ("state", &self.state),
        ];
        for (name, answer) in answers {
            if let Some(answer) = answer {
                options.set(name, answer).map_err(|e| at_flag(e, name))?;
            }
        }
        Ok(options)
    }
}

/// The flag is what was typed, not the option behind it.
pub(crate) fn at_flag(error: Error, name: &str) -> Error {
    error.at(format!("--{}", name.replace('_', "-")))
}

/// Reads files and folders in pieces; of a folder, the tables, workbooks and JSON files in it, by name.
pub(crate) fn read_paths(system: System, paths: &[PathBuf], options: &Options) -> Result<Imported, Error> {
    let mut importer = Importer::new(system, options)?;
    let mut line = progress::Line::of(&files(paths)?);
    in_pieces(paths, |name, piece| {
        importer.push(name, piece)?;
        line.tell(importer.progress());
        Ok(())
    })?;
    drop(line);
    importer.finish()
}

/// Hands over each file in pieces, under its name.
pub(crate) fn in_pieces(
    paths: &[PathBuf],
    mut take: impl FnMut(&str, &[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut buffer = vec![0; 1 << 16];
    let mut named = BTreeSet::new();
    for path in files(paths)? {
        // The file's own name is what people look for in a report; its path only where two share it.
        let own = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned();
        let name = if named.insert(own.clone()) {
            own
        } else {
            path.to_string_lossy().into_owned()
        };
        let mut file = File::open(&path).map_err(|e| cannot_read(&path, &e))?;
        loop {
            let read = file.read(&mut buffer).map_err(|e| cannot_read(&path, &e))?;
            if read == 0 {
                break;
            }
            take(&name, buffer.get(..read).unwrap_or_default())?;
        }
        take(&name, &[])?;
    }
    Ok(())
}

fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).map_err(|e| cannot_read(path, &e))?;
        let mut found = Vec::new();
        for entry in entries {
            let file = entry.map_err(|e| cannot_read(path, &e))?.path();
            let is_table = |end: &std::ffi::OsStr| {
                ["csv", "tsv", "txt", "json", "jsonl", "ndjson", "xlsx"]
                    .iter()
                    .any(|known| end.eq_ignore_ascii_case(known))
            };
            if file.extension().is_some_and(is_table) {
                found.push(file);
            }
        }
        if found.is_empty() {
            let error = Error::new(Code::ImportMissingFile, "the folder holds no CSV, JSON or XLSX files");
            return Err(error
                .at(path.to_string_lossy())
                .help("give the folder with the exported tables"));
        }
        found.sort();
        files.append(&mut found);
    }
    Ok(files)
}

fn cannot_read(path: &Path, error: &std::io::Error) -> Error {
    Error::new(Code::ImportMissingFile, format!("cannot be read: {error}")).at(path.to_string_lossy())
}
