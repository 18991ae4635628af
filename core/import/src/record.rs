//! What stands between bytes and meaning: a reader of any form hands over records, a mapping says what they mean.
//!
//! A reader is told which columns are wanted ([`Wanted`], in order) and gives for each record its place, one [`Cell`]
//! for each of them, and fingerprints of the record as it was written.

use std::borrow::Cow;
use std::sync::Arc;

use crate::problem::Place;

/// A column that a mapping names: in a table its header, in JSON the path below the record (`fee.amount`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) name: Arc<str>,
    /// Whether a file without it cannot be used.
    pub(crate) required: bool,
}

/// One value, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    /// The file or the record has no such column.
    Absent,
    /// Text of a table, or of JSON.
    Text(Cow<'a, str>),
    /// Bytes that are no text in the file's encoding.
    Undecodable,
    /// A cell of a workbook without a value of its own, and why: `#N/A`.
    NoValue(&'static str),
}

/// One record of a file.
pub(crate) struct Record<'a> {
    pub(crate) place: Place,
    /// The cells of the wanted columns, in their order.
    pub(crate) cells: &'a [Cell<'a>],
    /// Of all that was written, wanted or not.
    pub(crate) fingerprint: u64,
    /// Of all but what may differ from one insurance to the other; the same as `fingerprint` where nothing may.
    pub(crate) fingerprint_of_person: u64,
}

impl Record<'_> {
    /// The text of a cell; empty where there is none.
    pub(crate) fn text(&self, index: usize) -> &str {
        match self.cells.get(index) {
            Some(Cell::Text(text)) => text,
            Some(Cell::Absent | Cell::Undecodable | Cell::NoValue(_)) | None => "",
        }
    }

    /// Whether the file has the column.
    pub(crate) fn has(&self, index: usize) -> bool {
        !matches!(self.cells.get(index), Some(Cell::Absent) | None)
    }
}
