//! What the practice has to say before its export can be read: questions with what the files hold, answers as a mapping
//! file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use followthrough::{Code, Error};
use followthrough_import::{Mapping, Options, Proposal, Question, Seen, Survey, System, mapping_with_answers};
use serde_json::json;

use crate::failure::Failure;
use crate::source::in_pieces;
use crate::{Outcome, Report, files};

/// One export that is being set up.
pub(crate) struct SetUp<'a> {
    pub(crate) system: System,
    pub(crate) paths: &'a [PathBuf],
    pub(crate) mapping: Option<&'a Path>,
    pub(crate) answers: &'a [String],
    pub(crate) write_to: Option<&'a Path>,
    pub(crate) json: bool,
}

impl SetUp<'_> {
    /// Puts the mapping with its answers into the options. Returns what is to be printed instead of reading: the
    /// questions, where they are asked for or there is no mapping yet.
    pub(crate) fn prepare(&self, options: &mut Options, ask: bool) -> Result<Option<Report>, Failure> {
        let given = self.mapping.map(files::read).transpose()?;
        let answers = self.given_answers(options)?;
        if let (Some(text), Some(path)) = (&given, self.mapping) {
            options.mapping = Some(compiled(text, path)?);
        }
        let is_csv = self.system == System::Csv && given.is_none();
        if answers.is_empty() && self.write_to.is_none() && !is_csv {
            return if ask {
                self.ask(options, None).map(Some)
            } else {
                Ok(None)
            };
        }
        let seen = self.seen(options)?;
        let proposal = match given {
            None if is_csv || seen.misfit(options).is_some() => seen.proposal_with(&answers)?,
            None | Some(_) => None,
        };
        if is_csv && proposal.is_none() {
            let error = Error::new(
                Code::ImportOption,
                "without a mapping nobody knows what these files mean",
            );
            let help = "give one file of delimited text to get a proposal for it; several files, and JSON, need a mapping file \
                        with the shape of each";
            return Err(error.at("--mapping").help(help).into());
        }
        let text = match &proposal {
            Some(proposal) => proposal.mapping.clone(),
            None => {
                let (shape, answers) = seen.laid_over(options, &answers);
                mapping_with_answers(self.system, given.as_deref(), shape.as_deref(), &answers)?
            }
        };
        let place = self.write_to.or(self.mapping).unwrap_or(Path::new("the answers"));
        options.mapping = Some(compiled(&text, place)?);
        // A column that was answered and is not there.
        if let Some(error) = seen.misfit(options).filter(|_| proposal.is_some()) {
            return Err(error.into());
        }
        // What cannot be read is not kept.
        if let Some(path) = self.write_to {
            files::write(path, &text)?;
        }
        let open = proposal.is_some() && seen.questions(options).iter().any(|question| question.required);
        if ask || open {
            return self.report(&seen, options, proposal.as_ref(), None).map(Some);
        }
        Ok(None)
    }

    /// The questions, with what the files hold.
    pub(crate) fn ask(&self, options: &Options, why: Option<&Error>) -> Result<Report, Failure> {
        let seen = self.seen(options)?;
        let is_unknown = self.mapping.is_none() && seen.misfit(options).is_some();
        let proposal = if is_unknown { seen.proposal() } else { None };
        // What a proposal leaves open is asked beside it.
        let mut options = options.clone();
        if let Some(proposal) = &proposal {
            options.mapping = Some(compiled(&proposal.mapping, Path::new("the proposal"))?);
        }
        self.report(&seen, &options, proposal.as_ref(), why)
    }

    fn seen(&self, options: &Options) -> Result<Seen, Failure> {
        let mut survey = Survey::new(self.system, options);
        in_pieces(self.paths, |name, piece| {
            survey.push(name, piece);
            Ok(())
        })?;
        Ok(survey.finish()?)
    }

    /// The answers, those apart that are options: they are given to these.
    fn given_answers(&self, options: &mut Options) -> Result<Vec<(String, String)>, Error> {
        let mut answers = Vec::new();
        for text in self.answers {
            let (key, answer) = split(text).ok_or_else(|| {
                let error = Error::new(Code::ImportOption, format!("{text:?} is no answer"));
                error.at("--answer").help("write KEY=ANSWER, such as presented=charted")
            })?;
            if matches!(key, "as_of" | "time_zone") {
                options
                    .set(key, answer)
                    .map_err(|error| error.at(format!("--answer {key}")))?;
            }
            // The day of an export is no part of what holds for the next one.
            if key != "as_of" {
                answers.push((key.to_owned(), answer.to_owned()));
            }
        }
        Ok(answers)
    }

    fn report(
        &self,
        seen: &Seen,
        options: &Options,
        proposal: Option<&Proposal>,
        why: Option<&Error>,
    ) -> Result<Report, Failure> {
        let questions = seen.questions(options);
        let open = questions.iter().any(|question| question.required);
        let text = if self.json {
            let json = json!({"error": why, "questions": questions, "proposal": proposal});
            format!("{json:#}\n")
        } else {
            self.text(&questions, proposal, why)
        };
        let outcome = if open || proposal.is_some() {
            Outcome::BadInput
        } else {
            Outcome::Fine
        };
        Ok(Report { text, outcome })
    }

    fn text(&self, questions: &[Question], proposal: Option<&Proposal>, why: Option<&Error>) -> String {
        let mut out = String::new();
        // Writing into a String cannot fail.
        if let Some(error) = why {
            let _ = writeln!(out, "Not read: {error}\n");
        }
        if let Some(proposal) = proposal {
            let _ = writeln!(out, "Nobody has said what these columns mean. They could mean this:\n");
            for guess in &proposal.columns {
                let _ = writeln!(
                    out,
                    "  {:<24}{:<24}{:<9}{}",
                    guess.column, guess.key, guess.sure, guess.why
                );
            }
            if !proposal.unused.is_empty() {
                let _ = writeln!(out, "  not used: {}", proposal.unused.join(", "));
            }
            let _ = writeln!(out, "\nAs a mapping file:\n\n{}", proposal.mapping);
        }
        let (required, others): (Vec<_>, Vec<_>) = questions.iter().partition(|question| question.required);
        for (title, questions) in [
            ("Before anything is read the practice has to say:", required),
            ("It may also say:", others),
        ] {
            if questions.is_empty() {
                continue;
            }
            let _ = writeln!(out, "{title}\n");
            for question in questions {
                let _ = writeln!(out, "  {}\n", question.to_string().replace('\n', "\n  "));
            }
        }
        let _ = writeln!(
            out,
            "Answer with --answer \"KEY=ANSWER\", as often as there are answers; --write-mapping FILE keeps them for the next \
             time, and --mapping FILE reads them again."
        );
        out
    }
}

/// A key and its answer. Words in keys may have the sign in them, and so may paths, in brackets: `telecom[use=mobile].value`.
fn split(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_i32;
    let mut last = None;
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            '=' if depth == 0 => last = Some(at),
            _ => {}
        }
    }
    let at = last.or_else(|| text.rfind('='))?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// A mapping file, read; all of its problems otherwise.
pub(crate) fn compiled(text: &str, path: &Path) -> Result<Mapping, Failure> {
    Mapping::from_yaml(text).map_err(|problems| Failure::in_file(path, problems.iter().cloned()))
}
