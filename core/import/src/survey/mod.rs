//! What is in a file before anybody says what it means: the columns counted, the questions that follow, and for a table of
//! no known form a mapping that could be.

mod ask;
mod ask_columns;
mod ask_consent;
mod ask_points;
mod ask_words;
mod book;
mod draft;
mod head;
mod keys;
mod profile;
mod propose;
mod roles;
mod seen_file;
mod told;
mod trees;
mod values;
mod write;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use followthrough::{Code, Error};
use serde::Serialize;

use crate::csv::{Decoder, MAX_RECORD};
use crate::encoding::Encoding;
use crate::kind;
use crate::mapped::{sheet, title, tree};
use crate::open_dental;
use crate::workbook;
use crate::{Mapping, Options, System};
use head::Head;
use keys::Shapes;
use profile::Trials;
pub(crate) use seen_file::SeenFile;

pub use propose::{Guess, Proposal, Sure};
pub use write::mapping_with_answers;

/// A question for the practice, with what was seen in its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The key of the mapping that answers it, such as `presented` or `procedure.status.map.P`; `as_of` and `time_zone`
    /// are options.
    pub key: String,
    /// What is asked.
    pub asks: String,
    /// Whether nothing can be read before it is answered.
    pub required: bool,
    /// Answers with what each means; empty where the answer is the practice's own.
    pub choices: Vec<Choice>,
    /// What was seen.
    pub seen: Vec<String>,
    /// In which file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Arc<str>>,
}

/// One answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What to answer.
    pub answer: String,
    /// What follows.
    pub means: String,
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.required { "" } else { " (optional)" };
        write!(f, "{}: {}{mark}", self.key, self.asks)?;
        for choice in &self.choices {
            write!(f, "\n    {} = {}", choice.answer, choice.means)?;
        }
        for seen in &self.seen {
            write!(f, "\n    seen: {seen}")?;
        }
        Ok(())
    }
}

/// Looks at files in pieces, as the importer reads them, and keeps counts alone.
pub struct Survey {
    system: System,
    mapping: Option<Mapping>,
    trials: Trials,
    files: BTreeMap<String, File>,
    has_tables: bool,
}

enum File {
    New(Vec<u8>),
    Open(Box<Table>),
    /// JSON is looked at when it is there whole.
    Json(Vec<u8>),
    Workbook(Vec<u8>),
    /// Not a table at all.
    Left(Error),
    /// Of Open Dental's API.
    Page,
}

struct Table {
    decoder: Decoder,
    seen: SeenFile,
    encoding: Encoding,
}

/// What was seen in the files of an export.
pub struct Seen {
    system: System,
    pub(crate) files: Vec<SeenFile>,
    /// Whether there were tables of Open Dental's, or pages of its API.
    has_tables: bool,
}

impl fmt::Debug for Survey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Survey")
            .field("files", &self.files.keys())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = self.files.iter().map(|file| &file.name).collect::<Vec<_>>();
        f.debug_struct("Seen").field("files", &files).finish_non_exhaustive()
    }
}

impl Survey {
    /// A survey of one system's exports; the mapping of the options says how its files are written.
    pub fn new(system: System, options: &Options) -> Self {
        Self {
            system,
            mapping: options.mapping.clone().or_else(|| Mapping::preset(system)),
            trials: Trials::new(),
            files: BTreeMap::new(),
            has_tables: false,
        }
    }

    /// Takes the next bytes of one file.
    pub fn push(&mut self, file: &str, bytes: &[u8]) {
        // What Open Dental's tables and the pages of its API leave open does not hang on what is in them.
        if self.system == System::OpenDental && open_dental::is_table(file) {
            self.has_tables = true;
            return;
        }
        let open = self
            .files
            .entry(file.to_owned())
            .or_insert_with(|| File::New(Vec::new()));
        match open {
            File::Page => {}
            File::New(head) if self.system == System::OpenDental => {
                head.extend_from_slice(bytes);
                match open_dental::is_page(file, head) {
                    Some(true) => {
                        self.has_tables = true;
                        *open = File::Page;
                    }
                    Some(false) => open.push(file, &[], self.mapping.as_ref(), &self.trials, false),
                    None => {}
                }
            }
            File::New(_) | File::Open(_) | File::Json(_) | File::Workbook(_) | File::Left(_) => {
                open.push(file, bytes, self.mapping.as_ref(), &self.trials, false);
            }
        }
    }

    /// There is no more.
    ///
    /// # Errors
    /// `FT-I002` when a file is no table.
    pub fn finish(mut self) -> Result<Seen, Error> {
        let mut files = Vec::new();
        let mut json = Vec::new();
        for (name, mut file) in std::mem::take(&mut self.files) {
            file.push(&name, &[], self.mapping.as_ref(), &self.trials, true);
            if let File::Workbook(bytes) = &file {
                match book::seen(&name, bytes, self.mapping.as_ref(), &self.trials) {
                    Ok(seen) => files.push(seen),
                    Err(error) => file = File::Left(error),
                }
            }
            match file {
                File::Open(mut table) => {
                    table.end(&self.trials);
                    files.push(table.seen);
                }
                // Beside the tables of Open Dental anything may lie.
                File::Left(_) if self.system == System::OpenDental => {}
                File::Left(error) => return Err(error),
                File::Json(bytes) => match kind::of_nothing(&bytes, &name) {
                    Some(error) => return Err(error),
                    None => json.push((Arc::from(name), bytes)),
                },
                File::New(_) | File::Page | File::Workbook(_) => {}
            }
        }
        if let Some(mapping) = self.mapping.as_ref().filter(|_| !json.is_empty()) {
            files.extend(trees::seen(mapping, &json, &self.trials)?);
        }
        Ok(Seen {
            system: self.system,
            files,
            has_tables: self.has_tables,
        })
    }
}

impl File {
    fn push(&mut self, name: &str, bytes: &[u8], mapping: Option<&Mapping>, trials: &Trials, is_whole: bool) {
        match self {
            Self::Left(_) | Self::Page => {}
            Self::Open(table) => table.push(bytes, trials),
            Self::Json(whole) => whole.extend_from_slice(bytes),
            Self::Workbook(book) => {
                if book.len() <= workbook::MOST_PACKED {
                    book.extend_from_slice(bytes);
                }
            }
            Self::New(head) => {
                head.extend_from_slice(bytes);
                match workbook::begins(head) {
                    None if !is_whole => return,
                    Some(true) => {
                        *self = Self::Workbook(std::mem::take(head));
                        return;
                    }
                    None | Some(false) => {}
                }
                if !is_whole && head.len() < kind::ENOUGH {
                    return;
                }
                if let Some(error) = kind::refusal(head, name) {
                    *self = Self::Left(error);
                    return;
                }
                let shapes = mapping.map(|mapping| mapping.shapes.as_slice()).unwrap_or_default();
                if shapes.iter().any(|shape| shape.json.is_some()) {
                    match tree::is_json(head, is_whole) {
                        None => return,
                        Some(is) if is || shapes.iter().all(|shape| shape.json.is_some()) => {
                            *self = Self::Json(std::mem::take(head));
                            return;
                        }
                        Some(_) => {}
                    }
                }
                if let Some(error) = sheet::refusal(head, name) {
                    *self = Self::Left(error);
                    return;
                }
                let line = head.iter().any(|b| matches!(b, b'\n' | b'\r'));
                if !line && !is_whole && head.len() <= MAX_RECORD {
                    return;
                }
                match Table::begin(name, head, mapping, trials, is_whole) {
                    Some(mut table) => {
                        table.push(&std::mem::take(head), trials);
                        *self = Self::Open(Box::new(table));
                    }
                    None if !is_whole && head.len() <= MAX_RECORD => {}
                    None => {
                        // Also where the first line holds values: they are not shown as names of columns.
                        *self = Self::Left(kind::without_header(head, name));
                    }
                }
            }
        }
    }
}

impl Table {
    /// The form of a file: that of the shape that fits it, else the one under which the header has most columns.
    fn begin(name: &str, head: &[u8], mapping: Option<&Mapping>, trials: &Trials, is_whole: bool) -> Option<Self> {
        let shapes = mapping.map(|mapping| mapping.shapes.as_slice()).unwrap_or_default();
        let fit = sheet::fit(shapes, head, is_whole, name).ok().flatten();
        let declared = fit.and_then(|fit| {
            let header = sheet::header(head, fit.dialect, fit.shape.encoding, is_whole)?;
            Some(Head {
                names: header.names,
                dialect: fit.dialect,
                encoding: header.encoding,
            })
        });
        let head = match declared {
            Some(declared) => declared,
            None if title::is_enough(head, is_whole) => head::find(head, is_whole, trials)?,
            None => return None,
        };
        Some(Self {
            decoder: Decoder::new(head.dialect),
            encoding: head.encoding,
            seen: SeenFile::new(Arc::from(name), head.dialect, head.encoding, &head.names),
        })
    }

    fn push(&mut self, bytes: &[u8], trials: &Trials) {
        let Self {
            decoder,
            seen,
            encoding,
        } = self;
        // The sink refuses nothing.
        let _ = decoder.push(bytes, &mut |found| {
            seen.take(found, *encoding, trials);
            Ok(())
        });
    }

    fn end(&mut self, trials: &Trials) {
        let Self {
            decoder,
            seen,
            encoding,
        } = self;
        let _ = decoder.finish(&mut |found| {
            seen.take(found, *encoding, trials);
            Ok(())
        });
    }
}

impl Seen {
    /// What the practice has not said yet, the required first. Whether they are answered the options say, with their
    /// mapping.
    pub fn questions(&self, options: &Options) -> Vec<Question> {
        ask::questions(self.system, &self.files, self.has_tables, options)
    }

    /// A mapping that could be that of the only file, where the system has no preset.
    pub fn proposal(&self) -> Option<Proposal> {
        self.proposal_with(&[]).ok().flatten()
    }

    /// The same with what the practice has answered: a column that it named (`patient.id`) is not guessed, what follows from
    /// it is proposed, and every other answer stands in the mapping. Of a file of JSON there is none.
    ///
    /// # Errors
    /// `FT-I015` when an answer's key leads through something that is no map.
    pub fn proposal_with(&self, answers: &[(String, String)]) -> Result<Option<Proposal>, Error> {
        match self.files.as_slice() {
            [file] if file.shape.is_none() => propose::proposal(self.system, file, answers).map(Some),
            _ => Ok(None),
        }
    }

    /// Why the only file, a table, has the form of no shape that is known; a mapping can be proposed for it then.
    pub fn misfit(&self, options: &Options) -> Option<Error> {
        match self.files.as_slice() {
            // Beside the tables of Open Dental anything may lie.
            [file] if file.shape.is_none() && !self.has_tables => ask::shape_of(self.system, file, options).err(),
            _ => None,
        }
    }

    /// The shapes that the files have, by file; none for a file of no known shape.
    pub fn shapes(&self, options: &Options) -> Vec<(Arc<str>, Option<String>)> {
        let shape = |file: &SeenFile| {
            ask::shape_of(self.system, file, options)
                .ok()
                .map(|shape| shape.name.to_string())
        };
        self.files.iter().map(|file| (file.name.clone(), shape(file))).collect()
    }

    /// What a mapping for these files is laid over, and the answers under the keys that they have there: where the files
    /// have several shapes, an answer belongs to one of them. What is said of people goes to their own shape, what is said
    /// of visits to theirs, all else to that of the plans.
    pub fn laid_over(
        &self,
        options: &Options,
        answers: &[(String, String)],
    ) -> (Option<String>, Vec<(String, String)>) {
        let shapes = Shapes::of(self.system, &self.files, options);
        if let Some(only) = shapes.only() {
            let whole = || Mapping::preset(self.system).map(|_| self.system.to_string());
            return (
                only.map(|shape| shape.name.to_string()).or_else(whole),
                answers.to_vec(),
            );
        }
        let placed = answers.iter().map(|(key, answer)| {
            let own = shapes.owner(key).and_then(|shape| keys::of_shape(shape, key));
            (own.unwrap_or_else(|| key.clone()), answer.clone())
        });
        (Some(self.system.to_string()), placed.collect())
    }
}

/// What a practice has not said yet of an export: names and contents of its files.
///
/// # Errors
/// Those of [`Survey::finish`].
pub fn questions<N: AsRef<str>, B: AsRef<[u8]>>(
    system: System,
    files: impl IntoIterator<Item = (N, B)>,
    options: &Options,
) -> Result<Vec<Question>, Error> {
    let mut survey = Survey::new(system, options);
    for (name, bytes) in files {
        survey.push(name.as_ref(), bytes.as_ref());
    }
    Ok(survey.finish()?.questions(options))
}

/// A mapping that could be that of a table of no known form: its name and contents.
///
/// # Errors
/// `FT-I001` unless it is one file; those of [`Survey::finish`].
pub fn propose_mapping<N: AsRef<str>, B: AsRef<[u8]>>(
    files: impl IntoIterator<Item = (N, B)>,
) -> Result<Proposal, Error> {
    propose_mapping_with(files, &[])
}

/// The same with what the practice has answered so far: see [`Seen::proposal_with`].
///
/// # Errors
/// Those of [`propose_mapping`]; `FT-I015` when an answer's key cannot be.
pub fn propose_mapping_with<N: AsRef<str>, B: AsRef<[u8]>>(
    files: impl IntoIterator<Item = (N, B)>,
    answers: &[(String, String)],
) -> Result<Proposal, Error> {
    let mut survey = Survey::new(System::Csv, &Options::default());
    for (name, bytes) in files {
        survey.push(name.as_ref(), bytes.as_ref());
    }
    survey.finish()?.proposal_with(answers)?.ok_or_else(|| {
        Error::new(Code::ImportMissingFile, "a mapping is proposed for one file")
            .at("files")
            .help("give one; a mapping file may have several shapes")
    })
}
