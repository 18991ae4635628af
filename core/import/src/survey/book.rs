//! A look at a workbook: the sheet that the mapping means, or the first that has a table.

use std::sync::Arc;

use followthrough::{Code, Error};

use super::SeenFile;
use super::profile::Trials;
use crate::Mapping;
use crate::csv::Dialect;
use crate::encoding::Encoding;
use crate::mapped::workbook;
use crate::workbook::{Book, Form, Header, iso_forms};

/// Counts what its columns hold.
pub(super) fn seen(name: &str, bytes: &[u8], mapping: Option<&Mapping>, trials: &Trials) -> Result<SeenFile, Error> {
    let book = Book::open(bytes).map_err(|trouble| trouble.error(name))?;
    let shapes = mapping.map(|mapping| mapping.shapes.as_slice()).unwrap_or_default();
    let dates = iso_forms();
    let fit = workbook::fit(shapes, &book, name).ok();
    let (sheet, header, form) = match &fit {
        Some(fit) => {
            let header = Header {
                row: fit.header.row,
                names: fit.header.names.clone(),
            };
            (fit.sheet, header, Form::of(&fit.fit.shape, fit.header.row))
        }
        None => {
            let (sheet, header) = first_table(&book, name, trials)?;
            (sheet, header, Form::plain(&dates))
        }
    };
    let mut seen = SeenFile::new(Arc::from(name), Dialect::CSV, Encoding::Utf8, &header.names);
    seen.is_workbook = true;
    book.records(sheet, &header, &form, name, &mut |found| {
        seen.take(found, Encoding::Utf8, trials);
        Ok(())
    })?;
    Ok(seen)
}

/// The first sheet with a row of names: of its first rows the widest that holds no value, of several the upper.
fn first_table(book: &Book<'_>, file: &str, trials: &Trials) -> Result<(usize, Header), Error> {
    let dates = iso_forms();
    let filled = |header: &Header| header.names.iter().filter(|name| !name.is_empty()).count();
    for sheet in 0..book.sheets().count() {
        let heads = book
            .heads(sheet, &Form::plain(&dates))
            .map_err(|trouble| trouble.error(file))?;
        let names = heads
            .into_iter()
            .filter(|header| filled(header) > 1 && !header.names.iter().any(|name| trials.is_value(name)));
        let widest = names.reduce(|best, next| if filled(&next) > filled(&best) { next } else { best });
        if let Some(header) = widest {
            return Ok((sheet, header));
        }
    }
    let message = format!("{file} is no table: none of its sheets has a header");
    Err(Error::new(Code::ImportMissingColumn, message).at(file))
}
