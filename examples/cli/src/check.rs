//! `followthrough check`: what is wrong with a playbook, with the lines of it.

use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use clap::Args;
use followthrough::{Error, Playbook};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::{Outcome, Report, files};

/// Reads a playbook and tells all of its problems, each with its line, its code and what would be right.
#[derive(Args)]
pub(crate) struct Check {
    /// The playbook, as YAML or JSON.
    playbook: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

impl Check {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let text = files::read(&self.playbook)?;
        let is_json = self
            .playbook
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("json"));
        let read = if is_json {
            Playbook::from_json(&text)
        } else {
            Playbook::from_yaml(&text)
        };
        let (problems, fine) = match read {
            Ok(playbook) => (Vec::new(), playbook_told(&playbook)),
            Err(problems) => (problems.iter().cloned().collect(), String::new()),
        };
        let outcome = if problems.is_empty() {
            Outcome::Fine
        } else {
            Outcome::Findings
        };
        let told = match (self.json, problems.is_empty()) {
            (true, _) => json!({ "findings": problems.iter().map(finding).collect::<Vec<_>>() }).to_string() + "\n",
            (false, true) => fine,
            (false, false) => self.shown(&text, &problems),
        };
        Ok(Report { text: told, outcome })
    }

    fn shown(&self, source: &str, problems: &[Error]) -> String {
        let renderer = if std::io::stdout().is_terminal() {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let mut out = String::new();
        for problem in problems {
            // Writing into a String cannot fail.
            let _ = writeln!(out, "{}\n", show(&renderer, &self.playbook, source, problem));
        }
        let _ = match problems.len() {
            1 => writeln!(out, "1 problem"),
            several => writeln!(out, "{several} problems"),
        };
        out
    }
}

/// A problem in the manner of rustc.
fn show(renderer: &Renderer, path: &Path, source: &str, problem: &Error) -> String {
    let title = if problem.path().is_empty() {
        problem.message().to_owned()
    } else {
        format!("{}: {}", problem.path(), problem.message())
    };
    let mut group = Group::with_title(Level::ERROR.primary_title(&title).id(problem.code().as_str()));
    let path = path.display().to_string();
    let place = problem
        .text_place()
        .and_then(|place| span(source, place.line, place.column));
    if let Some(span) = place {
        let snippet = Snippet::source(source)
            .path(path.as_str())
            .annotation(AnnotationKind::Primary.span(span));
        group = group.element(snippet);
    }
    if let Some(help) = problem.help_text() {
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
        "message": problem.message(),
    });
    if let Some(map) = finding.as_object_mut() {
        if !problem.path().is_empty() {
            map.insert("path".to_owned(), json!(problem.path()));
        }
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
