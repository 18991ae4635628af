//! What stands between bytes and meaning: a reader of any form hands over records, a mapping says what they mean.
//!
//! A reader is told which columns are wanted ([`Wanted`], in order) and gives for each record its place, one [`Cell`]
//! for each of them, and fingerprints of the record as it was written.

use std::borrow::Cow;
use std::sync::Arc;

use crate::json::Path;
use crate::problem::Place;

/// A column that a mapping names: in a table its header, in JSON the path below the record (`fee.amount`), or several of
/// which the first that holds something counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) name: Arc<str>,
    /// Where it stands in JSON; empty in a table.
    pub(crate) paths: Vec<Path>,
    /// How much of the name says in which part of the record it stands; 0 where in none.
    pub(crate) part: usize,
    /// Whether a file without it cannot be used.
    pub(crate) required: bool,
    /// Whether a value that nobody can read costs the record: it decides who is meant, what is owed, when, where it
    /// stands or what the patient agreed to. Without it such a value is left out.
    pub(crate) decides: bool,
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
    /// JSON's null, or a key that is not there: `at` is how much of the column's path there is before that.
    Null { at: usize },
    /// A number of JSON, as it was written.
    Number(&'a str),
    /// JSON's true or false.
    Bool(bool),
    /// Something of JSON that no single value can be, or that cannot be walked into, and where in the path.
    Misplaced { kind: &'static str, at: usize },
    /// A key of the path stands there twice.
    Doubled { at: usize },
}

impl Cell<'_> {
    /// Its text; empty where it has none.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Number(text) => text,
            Self::Bool(true) => "true",
            Self::Bool(false) => "false",
            Self::Absent
            | Self::Undecodable
            | Self::NoValue(_)
            | Self::Null { .. }
            | Self::Misplaced { .. }
            | Self::Doubled { .. } => "",
        }
    }
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
    /// The procedures that stand inside it, where records of its kind have such.
    pub(crate) parts: &'a [Part<'a>],
}

/// One procedure inside a record.
#[derive(Clone)]
pub(crate) struct Part<'a> {
    /// Where it stands, for reports: `procedures[1]`.
    pub(crate) at: String,
    /// Whether its columns stand in another record, so that a report names the place of the reference alone.
    pub(crate) is_elsewhere: bool,
    pub(crate) is: Found<'a>,
    /// What other records with the id of the part say, each the cells of the wanted columns.
    pub(crate) also: Vec<Vec<Cell<'a>>>,
}

impl<'a> Part<'a> {
    /// All that is said of it.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Vec<Cell<'a>>> {
        let own = match &self.is {
            Found::Cells(cells) => Some(cells),
            Found::Nothing | Found::Unknown(_) => None,
        };
        own.into_iter().chain(&self.also)
    }
}

/// What stands in the place of a part.
#[derive(Clone)]
pub(crate) enum Found<'a> {
    /// The part: the cells of the wanted columns.
    Cells(Vec<Cell<'a>>),
    /// No object, and no reference to one.
    Nothing,
    /// A reference to what no file has.
    Unknown(&'a str),
}

impl Record<'_> {
    /// The text of a cell; empty where there is none.
    pub(crate) fn text(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", Cell::text)
    }

    /// Whether the file has the column.
    pub(crate) fn has(&self, index: usize) -> bool {
        !matches!(self.cells.get(index), Some(Cell::Absent) | None)
    }
}
