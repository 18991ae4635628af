//! `followthrough check`: what is wrong with a playbook, with the lines of it.

use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use clap::Args;
use followthrough::check::{CheckReport, Severity};
use followthrough::wire::Place;
use followthrough::{Date, Error, Playbook};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::{Outcome, Report, files};

/// Reads a playbook and tells all of its problems, each with its line, its code and what would be right. One that can be
/// read is proven: that every case gets a sequence, that steps find their time, that texts fit.
#[derive(Args)]
pub(crate) struct Check {
    /// The playbook, as YAML or JSON.
    playbook: PathBuf,
    /// The day as of which offers are looked at, such as 2027-01-31; without it, none is over.
    #[arg(long, value_name = "DAY")]
    day: Option<String>,
    /// The revision that is in force: a step id that means another touch than in it is told.
    #[arg(long, value_name = "OLD")]
    before: Option<PathBuf>,
    /// Write the witness of each finding into this folder, as scenarios for `replay --check`.
    #[arg(long, value_name = "FOLDER")]
    witnesses: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// A problem or a finding, as it is shown.
struct Shown<'a> {
    code: &'a str,
    severity: Severity,
    path: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    place: Option<Place>,
}

impl Check {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let text = files::read(&self.playbook)?;
        let read = if files::is_json(&self.playbook) {
            Playbook::from_json(&text)
        } else {
            Playbook::from_yaml(&text)
        };
        match read {
            Err(problems) => Ok(self.unreadable(&text, problems.iter())),
            Ok(playbook) => self.readable(&text, &playbook),
        }
    }

    fn unreadable<'p>(&self, source: &str, problems: impl Iterator<Item = &'p Error>) -> Report {
        let problems: Vec<&Error> = problems.collect();
        let shown = problems.iter().map(|problem| Shown {
            code: problem.code().as_str(),
            severity: Severity::Error,
            path: problem.path(),
            message: problem.message(),
            help: problem.help_text(),
            place: problem.text_place(),
        });
        let text = if self.json {
            json!({ "findings": problems.iter().map(|problem| finding(problem)).collect::<Vec<_>>() }).to_string()
                + "\n"
        } else {
            self.shown(source, shown)
        };
        Report {
            text,
            outcome: Outcome::Findings,
        }
    }

    fn readable(&self, source: &str, playbook: &Playbook) -> Result<Report, Failure> {
        let day = self.day.as_deref().map(Date::parse).transpose()?;
        let before = self.before.as_deref().map(files::playbook).transpose()?;
        let report = playbook.check_with(day, before.as_ref());
        let written = self.write_witnesses(&report);
        let shown = report.findings.iter().map(|finding| Shown {
            code: finding.code.as_str(),
            severity: finding.severity,
            path: &finding.path,
            message: &finding.message,
            help: Some(&finding.help),
            place: finding
                .line
                .zip(finding.column)
                .map(|(line, column)| Place { line, column }),
        });
        let text = if self.json {
            report.to_json() + "\n"
        } else if report.findings.is_empty() {
            playbook_told(playbook)
        } else {
            let written = written.as_ref().map(String::as_str).unwrap_or_default();
            self.shown(source, shown) + written
        };
        let outcome = match &written {
            // What was found is worth more than the files: it is told, and so is that they are not there.
            Err(failure) => {
                failure.tell(self.json);
                Outcome::BadInput
            }
            Ok(_) if report.has_errors() => Outcome::Findings,
            Ok(_) => Outcome::Fine,
        };
        Ok(Report { text, outcome })
    }

    /// Writes each witness into a file of its own: `FT-C001-1.json`, in the place of all that an earlier check wrote there.
    /// Tells where.
    fn write_witnesses(&self, report: &CheckReport) -> Result<String, Failure> {
        let Some(folder) = &self.witnesses else {
            return Ok(String::new());
        };
        files::make_folder(folder)?;
        for old in files::list(folder)?.iter().filter(|path| is_witness(path)) {
            files::remove(old)?;
        }
        let mut written = String::new();
        for (number, finding) in report.findings.iter().enumerate() {
            let Some(witness) = &finding.witness else { continue };
            let path = folder.join(format!("{}-{}.json", finding.code.as_str(), number + 1));
            files::write(&path, &format!("{witness:#}\n"))?;
            // Writing into a String cannot fail.
            let _ = writeln!(written, "witness: {}", path.display());
        }
        Ok(written)
    }

    fn shown<'s>(&self, source: &str, all: impl Iterator<Item = Shown<'s>>) -> String {
        let renderer = if std::io::stdout().is_terminal() {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let (mut out, mut errors, mut warnings) = (String::new(), 0, 0);
        for one in all {
            match one.severity {
                Severity::Error => errors += 1,
                Severity::Warning => warnings += 1,
            }
            let _ = writeln!(out, "{}\n", show(&renderer, &self.playbook, source, &one));
        }
        let count = |count: usize, what: &str| match count {
            0 => None,
            1 => Some(format!("1 {what}")),
            several => Some(format!("{several} {what}s")),
        };
        let counts: Vec<String> = [count(errors, "problem"), count(warnings, "warning")]
            .into_iter()
            .flatten()
            .collect();
        out.push_str(&counts.join(", "));
        out.push('\n');
        out
    }
}

/// Whether a file has the name of a witness: `FT-C001-1.json`.
fn is_witness(path: &Path) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let numbers = name.strip_prefix("FT-C").and_then(|rest| rest.strip_suffix(".json"));
    numbers
        .and_then(|numbers| numbers.split_once('-'))
        .is_some_and(|(code, number)| digits(code) && digits(number))
}

/// A problem in the manner of rustc.
fn show(renderer: &Renderer, path: &Path, source: &str, shown: &Shown<'_>) -> String {
    let title = if shown.path.is_empty() {
        shown.message.to_owned()
    } else {
        format!("{}: {}", shown.path, shown.message)
    };
    let level = match shown.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&title).id(shown.code));
    let path = path.display().to_string();
    let place = shown.place.and_then(|place| span(source, place.line, place.column));
    if let Some(span) = place {
        let snippet = Snippet::source(source)
            .path(path.as_str())
            .annotation(AnnotationKind::Primary.span(span));
        group = group.element(snippet);
    }
    if let Some(help) = shown.help {
        group = group.element(Level::HELP.message(help));
    }
    renderer.render(&[group])
}

/// The word at a place, in bytes of the text; lines and columns count from 1, columns in characters.
fn span(source: &str, line: u32, column: u32) -> Option<std::ops::Range<usize>> {
    let (line, column) = (
        usize::try_from(line).ok()?.checked_sub(1)?,
        usize::try_from(column).ok()?.checked_sub(1)?,
    );
    let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    let text = source.get(start..)?.lines().next().unwrap_or_default();
    let from = text.char_indices().nth(column).map_or(text.len(), |(at, _)| at);
    let rest = text.get(from..)?;
    let quoted = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let length = match quoted {
        Some(quote) => rest
            .get(1..)
            .and_then(|inner| inner.find(quote))
            .map_or(rest.len(), |end| end + 2),
        None => plain_end(rest, text.get(..from)?),
    };
    Some(start + from..start + from + length.max(1).min(rest.len()))
}

/// Where a plain scalar ends: at `: `, at a comment, and inside brackets at what belongs to them.
fn plain_end(rest: &str, before: &str) -> usize {
    let in_brackets = before.contains(['{', '[']);
    let ends = [": ", " #"].iter().filter_map(|end| rest.find(end));
    let brackets = rest.find([',', '}', ']']).filter(|_| in_brackets);
    let end = ends.chain(brackets).min().unwrap_or(rest.len());
    let scalar = rest.get(..end).unwrap_or(rest);
    scalar.trim_end().trim_end_matches(':').len()
}

/// What others read: keys are kept.
fn finding(problem: &Error) -> Value {
    let mut finding = json!({
        "code": problem.code().as_str(),
        "severity": "error",
        "path": problem.path(),
        "message": problem.message(),
    });
    if let Some(map) = finding.as_object_mut() {
        if let Some(help) = problem.help_text() {
            map.insert("help".to_owned(), json!(help));
        }
        if let Some(place) = problem.text_place() {
            map.insert("line".to_owned(), json!(place.line));
            map.insert("column".to_owned(), json!(place.column));
        }
    }
    finding
}

fn playbook_told(playbook: &Playbook) -> String {
    let steps = playbook.touchpoints().count();
    let mut sequences: Vec<_> = playbook.touchpoints().map(|touch| touch.sequence).collect();
    sequences.dedup();
    format!(
        "{}: no problems; {} sequences with {steps} steps, revision {}\n",
        playbook.practice_name(),
        sequences.len(),
        playbook.revision()
    )
}
