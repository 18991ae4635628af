//! Files in, in pieces; what they say out.

use std::collections::BTreeMap;

use followthrough::{Code, Error};
use serde::Serialize;

use crate::csv::{Decoder, Dialect};
use crate::json::room_for_json;
use crate::mapped::{self, Mapped};
use crate::open_dental::{self, OpenDental};
use crate::{Imported, Mapping, Options, System};

/// Reads an export whose files come in pieces of any size and in any order.
///
/// Rows are decoded as they come; what is kept is the rows that matter, not the files.
/// After an error the importer is of no further use.
pub struct Importer {
    /// Open Dental's tables, known by the names of their files, and the pages of its API.
    tables: Option<OpenDental>,
    /// All other files, by a mapping.
    mapped: Mapped,
    files: BTreeMap<String, File>,
    bytes: u64,
    /// Bytes of pages that are kept until all are there.
    kept: usize,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Bytes that were pushed. A host that knows the sizes of its files has a percentage.
    pub bytes: u64,
    /// Data records that were read out of them, the refused among them.
    pub records: u64,
}

enum File {
    /// A file of which it is not clear yet what it is.
    New(Vec<u8>),
    Table(Box<(Decoder, open_dental::File)>),
    Pages(open_dental::Pages),
    Mapped(mapped::File),
}

impl std::fmt::Debug for Importer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Importer")
            .field("files", &self.files.keys())
            .finish_non_exhaustive()
    }
}

impl Importer {
    /// An importer for one system's exports.
    ///
    /// # Errors
    /// `FT-I010` when a required answer is missing, with its choices; `FT-I015` when the mapping is for another system.
    pub fn new(system: System, options: &Options) -> Result<Self, Error> {
        let mapping = match &options.mapping {
            Some(mapping) if mapping.system() != system => {
                let message = format!("the mapping is for {}, the export of {system}", mapping.system());
                return Err(Error::new(Code::ImportMapping, message)
                    .at("options.mapping")
                    .help(format!(
                        "write extends: {system} in it, or read the export as {}",
                        mapping.system()
                    )));
            }
            Some(mapping) => Some(mapping.clone()),
            None => Mapping::preset(system),
        };
        let Some(mapping) = mapping else {
            return Err(Error::new(
                Code::ImportOption,
                "without a mapping nobody knows what the columns mean",
            )
            .at("options.mapping")
            .help(
                "give a mapping; `propose_mapping`, or `followthrough import csv FILE`, proposes one from the header",
            ));
        };
        let zone = mapping.time_zone.as_deref();
        let (tables, answers) = if system == System::OpenDental {
            let answers = options.under(&mapping).answered(zone)?;
            (Some(OpenDental::new(answers.clone())), answers)
        } else {
            (None, options.answers(zone)?)
        };
        let lenient = tables.is_some();
        Ok(Self {
            tables,
            mapped: Mapped::new(mapping, answers, lenient),
            files: BTreeMap::new(),
            bytes: 0,
            kept: 0,
        })
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        let tables = self.tables.as_ref().map_or(0, OpenDental::records);
        Progress {
            bytes: self.bytes,
            records: tables.saturating_add(self.mapped.records()),
        }
    }

    /// Takes the next bytes of one file. Which table it is its name decides (Open Dental; a folder before it is
    /// ignored) or its header; JSON is read when it has ended. A file of Open Dental's that is neither is noted and not
    /// read.
    ///
    /// # Errors
    /// `FT-I002` when the header lacks a column or is that of no known shape, `FT-I012` when the file cannot be text
    /// of that system at all, `FT-I010` when the practice has not answered what its shape leaves open.
    pub fn push(&mut self, file: &str, bytes: &[u8]) -> Result<(), Error> {
        self.bytes = self
            .bytes
            .saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        // Taken out while it is read: what it says goes to the whole.
        let (name, mut open) = self
            .files
            .remove_entry(file)
            .unwrap_or_else(|| (file.to_owned(), File::New(Vec::new())));
        let read = self.read(file, &mut open, bytes, false);
        self.files.insert(name, open);
        read.map_err(|error| at_file(error, file))
    }

    fn read(&mut self, name: &str, file: &mut File, bytes: &[u8], is_whole: bool) -> Result<(), Error> {
        if let File::New(head) = file {
            head.extend_from_slice(bytes);
            let head = std::mem::take(head);
            let Some(open) = self.open(name, &head, is_whole)? else {
                *file = File::New(head);
                return Ok(());
            };
            *file = open;
            return self.read(name, file, &head, is_whole);
        }
        match (file, &mut self.tables) {
            (File::Table(table), Some(export)) if table.1.is_read() => {
                let (decoder, reader) = &mut **table;
                decoder.push(bytes, &mut |found| export.take(reader, found))
            }
            (File::Pages(pages), _) => {
                self.kept = room_for_json(self.kept, bytes.len(), name)?;
                pages.push(bytes);
                Ok(())
            }
            (File::Mapped(open), _) => self.mapped.push(open, bytes),
            (File::Table(..) | File::New(_), _) => Ok(()),
        }
    }

    /// What a file is; nothing while that is not clear.
    fn open(&mut self, name: &str, head: &[u8], is_whole: bool) -> Result<Option<File>, Error> {
        let Some(tables) = &mut self.tables else {
            return Ok(Some(File::Mapped(self.mapped.open(name))));
        };
        if open_dental::is_table(name) {
            let decoder = Decoder::new(Dialect::CSV);
            return Ok(Some(File::Table(Box::new((decoder, tables.open(name)?)))));
        }
        Ok(match open_dental::is_page(name, head) {
            Some(true) => Some(File::Pages(open_dental::Pages::new(name))),
            None if !is_whole => None,
            Some(false) | None => Some(File::Mapped(self.mapped.open(name))),
        })
    }

    /// There is no more. Weighs all files together.
    ///
    /// # Errors
    /// `FT-I001` when a required file did not come, `FT-I002` when one was empty, `FT-I015` when two tell of the same,
    /// `FT-I010` when nothing in the export
    /// tells its day and no `as_of` was given.
    pub fn finish(mut self) -> Result<Imported, Error> {
        for (name, mut open) in std::mem::take(&mut self.files) {
            let read = if let File::New(_) = open {
                self.read(&name, &mut open, &[], true)
            } else {
                Ok(())
            };
            read.and_then(|()| self.close(&mut open))
                .map_err(|error| at_file(error, &name))?;
        }
        // One file, and that no table, is meant as a report.
        if self.tables.as_ref().is_some_and(|tables| !tables.is_used())
            && !self.mapped.is_used()
            && let Some(error) = self.mapped.only_misfit()
        {
            return Err(error);
        }
        match self.tables {
            Some(mut tables) if !self.mapped.is_used() => {
                tables.also_note(self.mapped.into_notes());
                tables.finish()
            }
            Some(tables) if tables.is_used() => Err(Error::new(
                Code::ImportMapping,
                "the tables and the report tell of the same treatment",
            )
            .help("import one of them; each says the whole by itself")),
            Some(_) | None => self.mapped.finish(),
        }
    }

    fn close(&mut self, file: &mut File) -> Result<(), Error> {
        match (file, &mut self.tables) {
            (File::Table(table), Some(export)) if table.1.is_read() => {
                let (decoder, reader) = &mut **table;
                export.ends();
                decoder.finish(&mut |found| export.take(reader, found))?;
                export.close(reader, decoder.records(), decoder.ends_cleanly())
            }
            (File::Pages(pages), Some(export)) => export.pages(pages),
            (File::Mapped(open), _) => self.mapped.close(open),
            (File::Table(..) | File::Pages(_) | File::New(_), _) => Ok(()),
        }
    }
}

fn at_file(error: Error, file: &str) -> Error {
    if error.path().is_empty() { error.at(file) } else { error }
}

/// Reads a whole export at once: names and contents of its files.
///
/// # Errors
/// Those of [`Importer`].
pub fn read<N: AsRef<str>, B: AsRef<[u8]>>(
    system: System,
    files: impl IntoIterator<Item = (N, B)>,
    options: &Options,
) -> Result<Imported, Error> {
    let mut importer = Importer::new(system, options)?;
    for (name, bytes) in files {
        importer.push(name.as_ref(), bytes.as_ref())?;
    }
    importer.finish()
}
