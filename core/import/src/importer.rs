//! Files in, in pieces; what they say out.

use std::collections::BTreeMap;

use followthrough::Error;

use crate::csv::Decoder;
use crate::open_dental::{self, OpenDental};
use crate::{Imported, Options, System};

/// Reads an export whose files come in pieces of any size and in any order.
///
/// Rows are decoded as they come; what is kept is the rows that matter, not the files.
/// After an error the importer is of no further use.
pub struct Importer {
    export: OpenDental,
    files: BTreeMap<String, File>,
}

struct File {
    decoder: Decoder,
    reader: open_dental::File,
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
    /// `FT-I010` when a required answer is missing, with its choices.
    pub fn new(system: System, options: &Options) -> Result<Self, Error> {
        match system {
            System::OpenDental => Ok(Self {
                export: OpenDental::new(options.answered()?),
                files: BTreeMap::new(),
            }),
        }
    }

    /// Takes the next bytes of one file. The name decides which table it is; a folder before it is ignored, and so is
    /// a file that is no table of the system.
    ///
    /// # Errors
    /// `FT-I002` when the header lacks a column, `FT-I012` when the file cannot be text of that system at all.
    pub fn push(&mut self, file: &str, bytes: &[u8]) -> Result<(), Error> {
        if !self.files.contains_key(file) {
            let reader = self.export.open(file);
            let decoder = Decoder::new();
            self.files.insert(file.to_owned(), File { decoder, reader });
        }
        let Some(open) = self.files.get_mut(file) else {
            return Ok(());
        };
        if !open.reader.is_read() {
            return Ok(());
        }
        let export = &mut self.export;
        let reader = &mut open.reader;
        open.decoder
            .push(bytes, &mut |found| export.take(reader, found))
            .map_err(|error| at_file(error, file))
    }

    /// There is no more. Weighs all files together.
    ///
    /// # Errors
    /// `FT-I001` when a required file did not come, `FT-I002` when one was empty, `FT-I010` when nothing in the export
    /// tells its day and no `as_of` was given.
    pub fn finish(mut self) -> Result<Imported, Error> {
        for (name, open) in &mut self.files {
            if !open.reader.is_read() {
                continue;
            }
            let export = &mut self.export;
            let reader = &mut open.reader;
            open.decoder
                .finish(&mut |found| export.take(reader, found))
                .map_err(|error| at_file(error, name))?;
            export.close(reader, open.decoder.records(), open.decoder.ends_cleanly())?;
        }
        self.export.finish()
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
