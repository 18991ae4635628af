//! `followthrough import`: what an export holds, which records are wrong, and who could be followed up.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use followthrough::{Code, Money};
use followthrough_import::{Imported, ProcedureTotals, Selection, SelectionRules, System, Verdict};

use crate::failure::Failure;
use crate::set_up::Proposes;
use crate::source::{Read, Setting, Source, ZoneMay};
use crate::{Outcome, Report};

/// Reads a practice system's export: plans found, records refused with their places, and who could be followed up.
#[derive(Args)]
pub(crate) struct Import {
    /// The practice system: open_dental, dentrix, eaglesoft, jane, aesthetic_record, nexhealth, fhir, or csv with a mapping
    /// file.
    system: String,
    #[command(flatten)]
    source: Source,
    /// Writes the mapping file with the answers in it; for a CSV without one, the proposal.
    #[arg(long, value_name = "FILE")]
    write_mapping: Option<PathBuf>,
    /// Proposes a mapping for a file that does not have the form of its system, from its columns; reads nothing.
    #[arg(long)]
    propose: bool,
    /// Prints what the practice has not said yet, with what was seen in its files, and reads nothing.
    #[arg(long)]
    questions: bool,
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
        let set_up = Setting {
            write_to: self.write_mapping.as_deref(),
            questions: self.questions,
            proposes: if self.propose {
                Proposes::Asked
            } else {
                Proposes::OfUnknown
            },
        };
        let imported = match self.source.read(system, self.json, ZoneMay::StayOpen, set_up)? {
            Read::Whole(imported) => imported,
            Read::Open(questions) => return Ok(questions),
        };
        let selection = imported.selection(rules);
        let text = if self.json {
            let mut json = imported.to_json();
            if let Some(map) = json.as_object_mut() {
                map.insert("selection".into(), serde_json::to_value(&selection).unwrap_or_default());
            }
            format!("{json:#}\n")
        } else {
            self.text(&imported, &selection)?
        };
        let outcome = if imported.rejected.is_empty() {
            Outcome::Fine
        } else {
            Outcome::Findings
        };
        Ok(Report { text, outcome })
    }

    fn text(&self, imported: &Imported, selection: &Selection) -> Result<String, Failure> {
        let mut out = String::new();
        // Writing into a String cannot fail.
        let _ = totals(&mut out, imported);
        let _ = set_aside(&mut out, imported);
        if imported.totals.appointments > 0 && !self.source.has_zone()? {
            let _ = writeln!(
                out,
                "Visits carry dates only: say where the practice's clocks stand with --time-zone America/Los_Angeles, \
                 for example.\n"
            );
        }
        let _ = funnel(&mut out, selection);
        Ok(out)
    }
}

fn totals(out: &mut String, imported: &Imported) -> std::fmt::Result {
    let totals = &imported.totals;
    writeln!(out, "As of {}\n", imported.as_of)?;
    let mut line = |what: &str, t: &ProcedureTotals| {
        // What there is none of takes no line; that nothing is planned is said.
        if t.procedures == 0 && what != "treatment planned" {
            return Ok(());
        }
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
    if totals.pending_unscheduled.sum != totals.distinct_pending_value {
        writeln!(
            out,
            "  (the sums above are of procedures by their own status; this one is of plans that are open)"
        )?;
    }
    if totals.phones_invalid + totals.emails_invalid > 0 {
        writeln!(
            out,
            "  {} phone numbers that do not exist or cannot be read and {} addresses that are none were left out",
            totals.phones_invalid, totals.emails_invalid
        )?;
    }
    writeln!(out)
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
