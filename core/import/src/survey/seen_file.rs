//! What was seen in one file.

use std::sync::Arc;

use super::profile::{Profile, Trials};
use crate::csv::{Dialect, Fields, Found};
use crate::encoding::Encoding;
use crate::totals_row::{is_totals_word, plain};

/// One file as it was seen.
pub(crate) struct SeenFile {
    pub(crate) name: Arc<str>,
    /// The shape of its records, where that was clear from them; of a file with several kinds of record there is one of
    /// these for each.
    pub(crate) shape: Option<Arc<str>>,
    pub(crate) dialect: Dialect,
    pub(crate) encoding: Encoding,
    pub(crate) is_workbook: bool,
    pub(crate) records: u64,
    pub(crate) broken: u64,
    pub(crate) columns: Vec<Profile>,
    /// Of JSON, what stands under keys that the mapping does not read, by path.
    pub(crate) beside: Vec<Profile>,
    /// Rows of sums, which are counted in no column; the first few.
    pub(crate) sums: Vec<SumsRow>,
}

/// A row of sums.
pub(crate) struct SumsRow {
    /// Where the word stands that says so.
    pub(crate) column: String,
    pub(crate) word: String,
    /// Columns in which nothing stands.
    pub(crate) empty: Vec<String>,
}

/// So many rows of sums are kept.
const MOST_SUMS: usize = 8;

impl SeenFile {
    /// A file of which nothing was read yet.
    pub(super) fn new(name: Arc<str>, dialect: Dialect, encoding: Encoding, names: &[String]) -> Self {
        Self {
            name,
            shape: None,
            dialect,
            encoding,
            is_workbook: false,
            records: 0,
            broken: 0,
            columns: names.iter().map(|name| Profile::new(name)).collect(),
            beside: Vec::new(),
            sums: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, found: Found<'_>, encoding: Encoding, trials: &Trials) {
        match found {
            Found::Header(_) => {}
            Found::Broken(..) => self.broken += 1,
            Found::Row(fields) => {
                self.records += 1;
                if self.is_of_sums(&fields, encoding) {
                    return;
                }
                for (index, column) in self.columns.iter_mut().enumerate() {
                    let text = encoding
                        .text(fields.get(index))
                        .filter(|_| fields.no_value(index).is_none());
                    if let Some(text) = text {
                        column.take(&text, fields.fingerprint_of(index), fields.at.line, trials);
                    }
                }
            }
        }
    }

    /// Whether a row has the word for sums in it, and else figures and empty cells.
    fn is_of_sums(&mut self, fields: &Fields<'_>, encoding: Encoding) -> bool {
        let text = |index: usize| encoding.text(fields.get(index)).unwrap_or_default();
        let at = (0..self.columns.len()).find(|index| is_totals_word(&text(*index)));
        let Some(at) = at else { return false };
        let others = || (0..self.columns.len()).filter(|index| *index != at);
        let has_letters = |index: &usize| text(*index).chars().any(char::is_alphabetic);
        if others().any(|index| has_letters(&index)) {
            return false;
        }
        let name = |index: usize| self.columns.get(index).map(|column| column.name.clone());
        let empty = others().filter(|index| text(*index).trim().is_empty());
        if let Some(column) = name(at).filter(|_| self.sums.len() < MOST_SUMS) {
            let row = SumsRow {
                column,
                word: plain(&text(at)),
                empty: empty.filter_map(name).collect(),
            };
            self.sums.push(row);
        }
        true
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }

    pub(crate) fn column(&self, name: &str) -> Option<&Profile> {
        self.columns
            .iter()
            .find(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// Whether a mapping can name a column: it has a name, and no other has the same.
    pub(super) fn can_be_named(&self, name: &str) -> bool {
        let same = self
            .columns
            .iter()
            .filter(|column| column.name.eq_ignore_ascii_case(name));
        !name.is_empty() && !name.contains('|') && same.count() == 1
    }
}
