//! What the practice has to say before its export can be read: questions with what the files hold, answers as a mapping
//! file.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use followthrough::{Code, Error};
use followthrough_import::{Mapping, Options, Proposal, Question, Seen, Survey, System, mapping_with_answers};
use serde_json::json;

use crate::failure::Failure;
use crate::source::in_pieces;
use crate::{Outcome, Report, files};

/// Whether a mapping is proposed where nobody has said what the columns mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proposes {
    /// What runs by night guesses nothing.
    Never,
    /// Of a table of no known system, whose answers are then answers about what was proposed.
    OfUnknown,
    /// Also of one that does not have the form of its system. It was not what the answers were given for, so it is
    /// shown and nothing is read.
    Asked,
}

/// One export that is being set up.
pub(crate) struct SetUp<'a> {
    pub(crate) system: System,
    pub(crate) paths: &'a [PathBuf],
    pub(crate) mapping: Option<&'a Path>,
    pub(crate) answers: &'a [String],
    /// What flags of their own answer, by its key.
    pub(crate) flags: Vec<(String, String)>,
    pub(crate) write_to: Option<&'a Path>,
    pub(crate) json: bool,
    /// Whether the questions are what was asked for.
    pub(crate) questions: bool,
    pub(crate) proposes: Proposes,
}

impl SetUp<'_> {
    /// Puts the mapping with its answers into the options. Returns what is to be printed instead of reading: the
    /// questions, where they are asked for or there is no mapping yet.
    pub(crate) fn prepare(&self, options: &mut Options) -> Result<Option<Report>, Failure> {
        let given = self.mapping.map(files::read).transpose()?;
        let answers = self.given_answers(options)?;
        if let (Some(text), Some(path)) = (&given, self.mapping) {
            options.mapping = Some(compiled(text, path)?);
        }
        if self.system == System::Csv && given.is_none() && !self.may_propose() {
            return Err(self.no_mapping().into());
        }
        let says_nothing = answers.is_empty() && self.write_to.is_none();
        if says_nothing && !self.may_propose() {
            return if self.questions {
                self.ask(options, None).map(Some)
            } else {
                Ok(None)
            };
        }
        let seen = self.seen(options)?;
        let answers = self.kept(answers, &seen, options);
        let proposal = self.proposal(&seen, options, &answers)?;
        if self.system == System::Csv && given.is_none() && proposal.is_none() {
            return Err(self.no_mapping().into());
        }
        if self.proposes == Proposes::Asked && proposal.is_none() && seen.misfit(options).is_none() {
            return Ok(Some(self.nothing_to_propose(&seen, options)));
        }
        let text = match &proposal {
            Some(proposal) => proposal.mapping.clone(),
            None => {
                let (shape, answers) = seen.laid_over(options, &answers);
                mapping_with_answers(self.system, given.as_deref(), shape.as_deref(), &answers)?
            }
        };
        let place = self.write_to.or(self.mapping).unwrap_or(Path::new("the answers"));
        let misfit = seen.misfit(options);
        match (compiled(&text, place), misfit) {
            (Ok(mapping), _) => options.mapping = Some(mapping),
            // What was answered for the form of the system says nothing of a file that has another.
            (Err(_), Some(misfit)) if proposal.is_none() => return self.ask(options, Some(&misfit)).map(Some),
            (Err(failure), _) => return Err(failure),
        }
        if let Some(error) = seen.misfit(options) {
            // A column that was answered and is not there.
            return if proposal.is_some() {
                Err(error.into())
            } else {
                self.ask(options, Some(&error)).map(Some)
            };
        }
        // What cannot be read is not kept.
        if let Some(path) = self.write_to {
            files::write(path, &text)?;
        }
        let open = proposal.is_some() && seen.questions(options).iter().any(|question| question.required);
        if self.questions || open {
            return self.report(&seen, options, proposal.as_ref(), None).map(Some);
        }
        if proposal.is_some() {
            self.say_how_it_is_kept();
        }
        Ok(None)
    }

    /// A file that has a form of its system needs no proposal; nothing is read by asking for one.
    fn nothing_to_propose(&self, seen: &Seen, options: &Options) -> Report {
        let line = |(file, shape): (std::sync::Arc<str>, Option<String>)| {
            let shape = shape.unwrap_or_else(|| self.system.to_string());
            format!("{file} has the form of {shape}: there is nothing to propose. Without --propose it is read.\n")
        };
        Report {
            text: seen.shapes(options).into_iter().map(line).collect(),
            outcome: Outcome::Fine,
        }
    }

    /// What was read by a proposal is read by the same mapping next time only where that is kept.
    fn say_how_it_is_kept(&self) {
        let kept = match self.write_to {
            Some(path) => format!(
                "What the columns mean is kept in {0}: read the next export with --mapping {0}, without answers.",
                path.display()
            ),
            None => "What the columns mean was proposed from this file and is not kept: another file may be read in another way. \
                     --write-mapping FILE keeps it, and --mapping FILE reads the next export by it."
                .to_owned(),
        };
        // Where nobody listens there is nobody to tell.
        let _ = writeln!(std::io::stderr(), "{kept}");
    }

    /// Whether a mapping is proposed where the file has the form of none.
    fn may_propose(&self) -> bool {
        let may = match self.proposes {
            Proposes::Never => false,
            Proposes::OfUnknown => self.system == System::Csv,
            Proposes::Asked => true,
        };
        may && self.mapping.is_none()
    }

    fn proposal(
        &self,
        seen: &Seen,
        options: &Options,
        answers: &[(String, String)],
    ) -> Result<Option<Proposal>, Error> {
        if !self.may_propose() || seen.misfit(options).is_none() {
            return Ok(None);
        }
        // Nobody can have looked at what was not shown yet.
        let is_said = |key: &str| self.proposes != Proposes::Asked || key != "columns";
        let answers: Vec<_> = answers.iter().filter(|(key, _)| is_said(key)).cloned().collect();
        seen.proposal_with(&answers)
    }

    fn no_mapping(&self) -> Error {
        let error = Error::new(
            Code::ImportOption,
            "without a mapping nobody knows what these files mean",
        );
        error.at("--mapping").help(if self.proposes == Proposes::Never {
            "give its mapping file; `followthrough import csv FILE --write-mapping FILE` proposes one"
        } else {
            "give one file of delimited text to get a proposal for it; several files, and JSON, need a mapping file with \
             the shape of each"
        })
    }

    /// The questions, with what the files hold; the error itself where there is nothing that could be answered.
    pub(crate) fn ask(&self, options: &Options, why: Option<&Error>) -> Result<Report, Failure> {
        let seen = self.seen(options)?;
        let proposal = self.proposal(&seen, options, &[])?;
        // What a proposal leaves open is asked beside it.
        let mut options = options.clone();
        if let Some(proposal) = &proposal {
            options.mapping = Some(compiled(&proposal.mapping, Path::new("the proposal"))?);
        }
        match why {
            Some(error) if proposal.is_none() && seen.questions(&options).is_empty() => Err(error.clone().into()),
            _ => self.report(&seen, &options, proposal.as_ref(), why),
        }
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
            // That the status of a plan says it is a mapping's word, not an option's.
            let is_option = matches!(key, "as_of" | "time_zone" | "state")
                || (key == "presented" && (self.system == System::OpenDental || !matches!(answer, "status" | "ask")));
            if is_option {
                options
                    .set(key, answer)
                    .map_err(|error| error.at(format!("--answer {key}")))?;
            }
            // The day of an export is no part of what holds for the next one, and saved plans are no mapping's.
            if key != "as_of" && (key, answer) != ("presented", "saved_plan") {
                answers.push((key.to_owned(), answer.to_owned()));
            }
        }
        Ok(answers)
    }

    /// The answers, with what flags say where answers are kept: the next export is read by the mapping alone. A flag answers
    /// what is open; it changes nothing that the mapping says.
    fn kept(&self, mut answers: Vec<(String, String)>, seen: &Seen, options: &Options) -> Vec<(String, String)> {
        if self.write_to.is_none() {
            return answers;
        }
        let mut unanswered = options.clone();
        unanswered.presented = None;
        let is_open = |key: &str| {
            let questions = seen.questions(&unanswered);
            let is_it = |question: &Question| question.key == key;
            (self.may_propose() && seen.misfit(options).is_some()) || questions.iter().any(is_it)
        };
        for (key, said) in &self.flags {
            let is_answered = answers.iter().any(|(answered, _)| answered == key);
            let can_be_kept = key != "presented" || (said != "saved_plan" && is_open(key));
            if !is_answered && can_be_kept {
                answers.push((key.clone(), said.clone()));
            }
        }
        answers
    }

    fn report(
        &self,
        seen: &Seen,
        options: &Options,
        proposal: Option<&Proposal>,
        why: Option<&Error>,
    ) -> Result<Report, Failure> {
        let questions = seen.questions(options);
        let is_other = self.system != System::Csv && proposal.is_none() && seen.misfit(options).is_some();
        let open = questions.iter().any(|question| question.required);
        let text = if self.json {
            let json = json!({"error": why, "questions": questions, "proposal": proposal});
            format!("{json:#}\n")
        } else {
            self.text(&questions, proposal, is_other, why)
        };
        let is_asked_for = self.json || self.questions || self.proposes == Proposes::Asked;
        let outcome = match (open || proposal.is_some() || why.is_some(), is_asked_for) {
            (false, _) => Outcome::Fine,
            (true, true) => Outcome::BadInput,
            (true, false) => Outcome::Open,
        };
        Ok(Report { text, outcome })
    }

    fn text(&self, questions: &[Question], proposal: Option<&Proposal>, is_other: bool, why: Option<&Error>) -> String {
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
        if is_other {
            let _ = writeln!(
                out,
                "Where it is another list than the system's own, `followthrough import {} FILE --propose --write-mapping FILE` \
                 looks at its columns and proposes a mapping; nothing is read by that.\n",
                self.system
            );
        }
        if proposal.is_some() && self.proposes == Proposes::Asked {
            let _ = writeln!(
                out,
                "Nothing is read by a proposal: keep it with --write-mapping FILE, look at every line, and read with --mapping \
                 FILE --answer columns=confirmed.\n"
            );
        }
        if !questions.is_empty() {
            let _ = writeln!(
                out,
                "Answer with --answer \"KEY=ANSWER\", as often as there are answers; --write-mapping FILE keeps them for the \
                 next time, and --mapping FILE reads them again. --presented, --time-zone and --state answer too and are kept; \
                 --as-of is given each time."
            );
        }
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
