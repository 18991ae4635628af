//! Rows of a sheet as records, so that what is read of delimited text is read of a workbook too.

use followthrough::Error;

use super::{Book, Content, Form, Row, Trouble};
use crate::csv::{Broken, Fields, Found, Position};

/// In how many rows a header is looked for: what stands above it is a title.
const ROWS_TO_HEADER: usize = 20;
/// The widest table that is read.
const MOST_NAMES: usize = 1000;

/// One of the first rows of a sheet, as names of columns.
pub(crate) struct Header {
    /// The number of the row.
    pub(crate) row: u32,
    pub(crate) names: Vec<String>,
}

/// What was seen besides the records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Besides {
    pub(crate) records: u32,
    /// Rows with something right of the header.
    pub(crate) beyond: u64,
    /// Cells that are merged over several rows.
    pub(crate) merged: u64,
}

impl Book<'_> {
    /// The rows that could be the header.
    pub(crate) fn heads(&self, sheet: usize, form: &Form<'_>) -> Result<Vec<Header>, Trouble> {
        let mut heads = Vec::new();
        self.rows(sheet, form, &mut |row| {
            heads.push(Header {
                row: row.number,
                names: names(&row),
            });
            Ok(heads.len() < ROWS_TO_HEADER)
        })?;
        Ok(heads)
    }

    /// The records below a header of so many columns.
    pub(crate) fn records(
        &self,
        sheet: usize,
        header: &Header,
        form: &Form<'_>,
        file: &str,
        sink: &mut dyn FnMut(Found<'_>) -> Result<(), Error>,
    ) -> Result<Besides, Error> {
        let mut besides = Besides::default();
        let mut refused: Option<Error> = None;
        let mut record = Buffer::default();
        let read = self.rows(sheet, form, &mut |row| {
            if row.number <= header.row {
                return Ok(true);
            }
            let at = Position {
                record: besides.records.saturating_add(1),
                line: row.number,
            };
            let width = header.names.len();
            besides.beyond += u64::from(row.cells.iter().any(|(column, _)| index(*column) >= width));
            if !row.too_long && !record.fill(&row, width) {
                return Ok(true);
            }
            besides.records = at.record;
            let taken = if row.too_long {
                sink(Found::Broken(at, Broken::TooLong, u64::from(at.record)))
            } else {
                sink(Found::Row(Fields::new(
                    &record.bytes,
                    &record.ends,
                    &record.no_value,
                    at,
                )))
            };
            taken.map(|()| true).map_err(|error| {
                refused = Some(error);
                Trouble::Stopped
            })
        });
        match (read, refused) {
            (_, Some(error)) => Err(error),
            (Err(trouble), None) => Err(trouble.error(file)),
            (Ok(merged), None) => Ok(Besides { merged, ..besides }),
        }
    }
}

fn index(column: u32) -> usize {
    usize::try_from(column).unwrap_or(usize::MAX)
}

/// The texts of a row from the first column on, blanks in them made one.
fn names(row: &Row) -> Vec<String> {
    let mut names = Vec::new();
    for (column, content) in &row.cells {
        let at = index(*column);
        if at >= MOST_NAMES {
            break;
        }
        names.resize(at, String::new());
        names.push(match content {
            Content::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Content::Nothing(_) => String::new(),
        });
    }
    let filled = names.iter().rposition(|name| !name.is_empty()).map_or(0, |at| at + 1);
    names.truncate(filled);
    names
}

/// One record, its fields behind one another.
#[derive(Default)]
struct Buffer {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    no_value: Vec<(usize, &'static str)>,
}

impl Buffer {
    /// Takes the cells of the columns that there are. Answers whether any of them holds something.
    fn fill(&mut self, row: &Row, width: usize) -> bool {
        self.bytes.clear();
        self.ends.clear();
        self.no_value.clear();
        let mut filled = false;
        for (column, content) in row.cells.iter().filter(|(column, _)| index(*column) < width) {
            self.ends.resize(index(*column), self.bytes.len());
            match content {
                Content::Text(text) => {
                    filled |= !text.trim().is_empty();
                    self.bytes.extend_from_slice(text.as_bytes());
                }
                Content::Nothing(why) => {
                    filled = true;
                    self.no_value.push((index(*column), why));
                    self.bytes.extend_from_slice(why.as_bytes());
                }
            }
            self.ends.push(self.bytes.len());
        }
        self.ends.resize(width, self.bytes.len());
        filled
    }
}
