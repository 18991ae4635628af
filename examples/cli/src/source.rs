//! Where an export is, and what the practice says about it: the flags of every verb that reads one.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use followthrough::{Code, Error};
use followthrough_import::{Imported, Importer, Options, System};

use crate::failure::Failure;
use crate::set_up::{Proposes, SetUp, compiled};
use crate::{Report, files, progress};

/// An export and the answers about it.
#[derive(Args, Clone)]
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
    /// The practice's IANA zone, such as America/Los_Angeles, where the mapping file does not say it; or none: visits then
    /// carry no instant.
    #[arg(long)]
    time_zone: Option<String>,
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

/// What a verb does about what the practice has not said.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    /// Where the answers are kept.
    pub(crate) write_to: Option<&'a Path>,
    /// Whether the questions are wanted in any case.
    pub(crate) questions: bool,
    pub(crate) proposes: Proposes,
}

impl Setting<'_> {
    /// Of a verb that sets nothing up.
    pub(crate) fn only(proposes: Proposes) -> Self {
        Self {
            write_to: None,
            questions: false,
            proposes,
        }
    }
}

/// Whether an export can be read while nobody has said where the practice's clocks stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ZoneMay {
    /// What is printed needs no instant. That is an answer, not a guess.
    StayOpen,
    /// What is told of visits needs theirs.
    NotStayOpen,
}

impl Source {
    /// The export before, read with the same answers.
    pub(crate) fn before(&self, paths: &[PathBuf], as_of: Option<&String>) -> Self {
        Self {
            paths: paths.to_vec(),
            as_of: as_of.cloned(),
            ..self.clone()
        }
    }

    /// Whether it is known where the practice's clocks stand.
    pub(crate) fn has_zone(&self) -> Result<bool, Failure> {
        let zone = match (&self.time_zone, &self.mapping) {
            (Some(zone), _) => Some(zone.clone()),
            (None, Some(path)) => compiled(&files::read(path)?, path)?.time_zone().map(str::to_owned),
            (None, None) => None,
        };
        Ok(zone.is_some_and(|zone| zone != "none"))
    }

    /// Reads it; where the practice has not said all that is needed, what is open is returned instead.
    pub(crate) fn read(&self, system: System, json: bool, zone: ZoneMay, set_up: Setting<'_>) -> Result<Read, Failure> {
        let mut options = self.options()?;
        if zone == ZoneMay::StayOpen && self.time_zone.is_none() && !self.has_zone()? {
            options.set("time_zone", "none")?;
        }
        let Setting {
            write_to,
            questions,
            proposes,
        } = set_up;
        let flags = [
            ("presented", &self.presented),
            ("time_zone", &self.time_zone),
            ("state", &self.state),
        ];
        let flags = flags
            .into_iter()
            .filter_map(|(key, said)| Some((key.to_owned(), said.clone()?)));
        let set_up = SetUp {
            system,
            flags: flags.collect(),
            paths: &self.paths,
            mapping: self.mapping.as_deref(),
            answers: &self.answers,
            write_to,
            json,
            questions,
            proposes,
        };
        if let Some(open) = set_up.prepare(&mut options)? {
            return Ok(Read::Open(open));
        }
        match read_paths(system, &self.paths, &options) {
            // What is missing is asked with what the files hold.
            Err(error) if matches!(error.code(), Code::ImportOption | Code::ImportMissingColumn) => {
                set_up.ask(&options, Some(&error)).map(Read::Open)
            }
            read => Ok(Read::Whole(Box::new(read?))),
        }
    }

    fn options(&self) -> Result<Options, Error> {
        let mut options = Options::default();
        let answers = [
            ("presented", &self.presented),
            ("time_zone", &self.time_zone),
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
    let mut line = progress::Line::of(&all_files(paths)?);
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
    for path in all_files(paths)? {
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

fn all_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
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
