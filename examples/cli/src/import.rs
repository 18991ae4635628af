//! `followthrough import`: what an export holds, which records are wrong, and who could be followed up.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use followthrough::{Code, Error, Money};
use followthrough_import::{Imported, Importer, Options, ProcedureTotals, Selection, SelectionRules, System, Verdict};

use crate::failure::Failure;
use crate::set_up::SetUp;
use crate::{Outcome, Report, progress};

/// Reads a practice system's export: plans found, records refused with their places, and who could be followed up.
#[derive(Args)]
pub(crate) struct Import {
    /// The practice system: open_dental, dentrix, eaglesoft, jane, aesthetic_record, nexhealth, fhir, or csv with a mapping
    /// file.
    system: String,
    /// Files of the export, or folders that hold them.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The practice's mapping file: what the columns mean, laid over the system's preset.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// An answer to one of the questions, by its key: presented=charted, procedure.status.map.P=planned.
    #[arg(long = "answer", value_name = "KEY=ANSWER")]
    answers: Vec<String>,
    /// Writes the mapping file with the answers in it; for a CSV without one, the proposal.
    #[arg(long, value_name = "FILE")]
    write_mapping: Option<PathBuf>,
    /// Prints what the practice has not said yet, with what was seen in its files, and reads nothing.
    #[arg(long)]
    questions: bool,
    /// What counts as presenting a plan: charted (planned treatment does, on the day it was charted), saved_plan (only a
    /// saved treatment plan of Open Dental's does) or dated (only what has a date of presentation).
    #[arg(long)]
    presented: Option<String>,
    /// The practice's IANA zone, such as America/Los_Angeles. Without it visits carry no instant.
    #[arg(long)]
    time_zone: Option<String>,
    /// The day the export speaks of; by itself, the newest day on which something happened in it.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The practice's two-letter state, for people whose own the export does not tell.
    #[arg(long)]
    state: Option<String>,
    /// How many days back a plan may have been presented.
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    window: u32,
    /// What must be pending at least, in dollars.
    #[arg(long, value_name = "AMOUNT", default_value = "500")]
    threshold: String,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

impl Import {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let system = System::parse(&self.system)?;
        let threshold = Money::parse(&self.threshold).map_err(|e| e.with_code(Code::ImportOption).at("--threshold"))?;
        let rules = SelectionRules {
            window_days: self.window,
            threshold,
        };
        let mut options = self.options()?;
        let set_up = SetUp {
            system,
            paths: &self.paths,
            mapping: self.mapping.as_deref(),
            answers: &self.answers,
            write_to: self.write_mapping.as_deref(),
            json: self.json,
        };
        if let Some(open) = set_up.prepare(&mut options, self.questions)? {
            return Ok(open);
        }
        let imported = match read_paths(system, &self.paths, &options) {
            // What is missing is asked with what the files hold, but for tables, of which no file alone says it.
            Err(error) if error.code() == Code::ImportOption && system != System::OpenDental => {
                return set_up.ask(&options, Some(&error));
            }
            read => read?,
        };
        let selection = imported.selection(rules);
        let text = if self.json {
            let mut json = imported.to_json();
            if let Some(map) = json.as_object_mut() {
                map.insert("selection".into(), serde_json::to_value(&selection).unwrap_or_default());
            }
            format!("{json:#}\n")
        } else {
            self.text(&imported, &selection)
        };
        let outcome = if imported.rejected.is_empty() {
            Outcome::Fine
        } else {
            Outcome::Findings
        };
        Ok(Report { text, outcome })
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

    fn text(&self, imported: &Imported, selection: &Selection) -> String {
        let mut out = String::new();
        // Writing into a String cannot fail.
        let _ = totals(&mut out, imported);
        let _ = set_aside(&mut out, imported);
        if self.time_zone.is_none() {
            let _ = writeln!(
                out,
                "Visits carry dates only: say where the practice's clocks stand with --time-zone America/Los_Angeles, \
                 for example.\n"
            );
        }
        let _ = funnel(&mut out, selection);
        out
    }
}

/// The flag is what was typed, not the option behind it.
pub(crate) fn at_flag(error: Error, name: &str) -> Error {
    error.at(format!("--{}", name.replace('_', "-")))
}

/// Reads files and folders in pieces; of a folder, the CSV and JSON files in it, by name.
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
                ["csv", "tsv", "txt", "json", "jsonl", "ndjson"]
                    .iter()
                    .any(|known| end.eq_ignore_ascii_case(known))
            };
            if file.extension().is_some_and(is_table) {
                found.push(file);
            }
        }
        if found.is_empty() {
            let error = Error::new(Code::ImportMissingFile, "the folder holds no CSV or JSON files");
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

fn totals(out: &mut String, imported: &Imported) -> std::fmt::Result {
    let totals = &imported.totals;
    writeln!(out, "As of {}\n", imported.as_of)?;
    let mut line = |what: &str, t: &ProcedureTotals| {
        let sum = t.sum.display_us();
        writeln!(
            out,
            "  {what:<28}{:>7} procedures {:>6} patients {sum:>16}",
            t.procedures, t.patients
        )
    };
    line("treatment planned", &totals.tp_all)?;
    line("  pending", &totals.pending_unscheduled)?;
    line("  on a scheduled visit", &totals.tp_on_scheduled_appointment)?;
    line("completed", &totals.completed)?;
    let consent = totals.pending_patients_by_text_consent;
    writeln!(
        out,
        "\n  consent to text, of patients with something pending: {} yes, {} no, {} unknown",
        consent.yes, consent.no, consent.unknown
    )?;
    writeln!(
        out,
        "  {} plans worth {} pending; {} people to contact, {} visits",
        totals.plans,
        totals.distinct_pending_value.display_us(),
        totals.recipients,
        totals.appointments
    )?;
    writeln!(
        out,
        "  {} phone numbers that do not exist and {} addresses that are none were left out\n",
        totals.phones_invalid, totals.emails_invalid
    )
}

fn set_aside(out: &mut String, imported: &Imported) -> std::fmt::Result {
    let totals = &imported.totals;
    writeln!(
        out,
        "{} records read: {} accepted, {} rejected, {} skipped",
        totals.records, totals.accepted, totals.rejected, totals.skipped
    )?;
    for rejected in &imported.rejected {
        writeln!(out, "  {rejected}")?;
    }
    for skipped in &imported.skipped {
        writeln!(out, "  skipped: {skipped}")?;
    }
    for note in &imported.notes {
        match &note.file {
            Some(file) => writeln!(out, "  note: {file}: {}", note.message)?,
            None => writeln!(out, "  note: {}", note.message)?,
        }
    }
    writeln!(out)
}

fn funnel(out: &mut String, selection: &Selection) -> std::fmt::Result {
    writeln!(out, "{}\n", selection.sentence())?;
    let (selected, others): (Vec<_>, Vec<_>) = selection.patients.iter().partition(|c| c.verdict == Verdict::Selected);
    for (title, candidates) in [("Selected", selected), ("Of each other patient, why not", others)] {
        writeln!(out, "{title}:")?;
        for candidate in candidates {
            write!(out, "  {:<10}{:>14}", candidate.patient, candidate.pending.display_us())?;
            match candidate.presented_on {
                Some(date) => write!(out, "  {date}")?,
                None => write!(out, "  {:10}", "")?,
            }
            writeln!(out, "  {}", candidate.verdict)?;
        }
        writeln!(out)?;
    }
    Ok(())
}
