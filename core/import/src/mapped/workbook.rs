//! A workbook under the shapes of a mapping: which of its sheets has the header of one, and in which row.

use std::sync::Arc;

use followthrough::{Code, Error};

use super::sheet::{self, Bound, Fit};
use super::{File, Mapped, title};
use crate::csv::Dialect;
use crate::encoding::Encoding;
use crate::mapping::Shape;
use crate::workbook::{Book, Form, Header, MOST_PACKED, Trouble, iso_forms};

/// The sheet that has a shape.
pub(crate) struct Sheeted {
    pub(crate) fit: Fit,
    pub(crate) sheet: usize,
    pub(crate) header: Header,
}

/// Takes the next bytes of a workbook.
pub(super) fn collect(book: &mut Vec<u8>, bytes: &[u8], file: &str) -> Result<(), Error> {
    if book.len() + bytes.len() > MOST_PACKED {
        return Err(Trouble::TooLarge.error(file));
    }
    book.extend_from_slice(bytes);
    Ok(())
}

impl Mapped {
    /// Reads a workbook that is there whole.
    pub(super) fn take_workbook(&mut self, file: &File, bytes: &[u8]) -> Result<(), Error> {
        let found = Book::open(bytes).map_err(|trouble| trouble.error(&file.name));
        let found = found.and_then(|book| Ok((fit(&self.mapping.shapes, &book, &file.name)?, book)));
        let (Sheeted { fit, sheet, header }, book) = match found {
            Ok(found) => found,
            Err(error) => return self.left(file, error),
        };
        let declared = self.begin(file, &fit)?;
        let shape = Arc::new(Shape {
            dates: declared.dates.clone().with_days_of_workbooks(),
            ..Shape::clone(&declared)
        });
        let bound = Bound::new(shape, &fit);
        let form = Form::of(&declared, header.row);
        let besides = book.records(sheet, &header, &form, &file.name, &mut |found| {
            self.take(file.index, &bound, found)
        })?;
        let told = [
            (besides.beyond, "rows have something right of the header: not read"),
            (
                besides.merged,
                "cells are merged over several rows: what they hold counts for the first of them",
            ),
        ];
        for (count, what) in told.iter().filter(|(count, _)| *count > 0) {
            self.aside.note(Some(file.name.clone()), format!("{count} {what}"));
        }
        self.ended(file, besides.records);
        Ok(())
    }
}

/// Finds the one sheet that has the header of a shape, in one of its first rows.
///
/// # Errors
/// `FT-I002` when none has, or lacks a column of its own; `FT-I015` when several have.
pub(crate) fn fit(shapes: &[Arc<Shape>], book: &Book<'_>, file: &str) -> Result<Sheeted, Error> {
    let dates = iso_forms();
    let mut found: Vec<Sheeted> = Vec::new();
    let mut miss: Option<(usize, Error)> = None;
    let names: Vec<String> = book.sheets().map(|name| name.trim().to_lowercase()).collect();
    for (sheet, name) in names.iter().enumerate() {
        let heads = book
            .heads(sheet, &Form::plain(&dates))
            .map_err(|trouble| trouble.error(file))?;
        let named = |shape: &&Arc<Shape>| {
            shape
                .sheet
                .as_ref()
                .is_none_or(|wanted| wanted.trim().to_lowercase() == *name)
        };
        let mut best: Option<Sheeted> = None;
        let tables = shapes.iter().filter(|shape| shape.json.is_none());
        for shape in tables.filter(named) {
            let mut nearest: Option<(usize, &Header)> = None;
            for header in heads.iter().filter(|header| header.row > shape.dialect.skip_lines) {
                let (there, missing) = sheet::missing(shape, &header.names);
                if nearest.is_none_or(|(most, _)| there > most) || missing.is_empty() {
                    nearest = Some((there, header));
                }
                if missing.is_empty() {
                    break;
                }
            }
            let Some((_, header)) = nearest else { continue };
            match bind(shape, header, file) {
                Ok(fit) => {
                    let more = |best: &Sheeted| best.fit.shape.header.len() < fit.shape.header.len();
                    if best.as_ref().is_none_or(more) {
                        let header = Header {
                            row: header.row,
                            names: header.names.clone(),
                        };
                        best = Some(Sheeted { fit, sheet, header });
                    }
                }
                Err((there, error)) if miss.as_ref().is_none_or(|(most, _)| there > *most) => {
                    miss = Some((there, error));
                }
                Err(_) => {}
            }
        }
        found.extend(best);
    }
    if found.len() > 1 {
        let numbers: Vec<String> = found.iter().map(|one| (one.sheet + 1).to_string()).collect();
        let message = format!("{file} has the same kind of table in sheets {}", numbers.join(" and "));
        let help = "say in the mapping which is meant, file: {sheet: NAME}, or save each as a file of its own";
        return Err(Error::new(Code::ImportMapping, message).at(file).help(help));
    }
    let Some(mut one) = found.pop() else {
        let none = || {
            let message = format!("{file} has no header in any of its sheets, or none of the name in the mapping");
            let help = "export it with the names of its columns in one row";
            Error::new(Code::ImportMissingColumn, message).at(file).help(help)
        };
        return Err(miss.map_or_else(none, |(_, error)| error));
    };
    if names.len() > 1 {
        let message = format!("of its {} sheets number {} is read", names.len(), one.sheet + 1);
        one.fit.notes.push(message);
    }
    one.fit.notes.extend(title::skipped("row", one.header.row));
    Ok(one)
}

fn bind(shape: &Arc<Shape>, header: &Header, file: &str) -> Result<Fit, (usize, Error)> {
    let dialect: Dialect = shape.dialect;
    let mut fit = sheet::bind(shape, &header.names, dialect, Encoding::Utf8, file)?;
    // Columns without a name are none.
    let blank = header.names.iter().filter(|name| name.is_empty()).count();
    fit.ignored = fit.ignored.saturating_sub(u64::try_from(blank).unwrap_or_default());
    Ok(fit)
}
