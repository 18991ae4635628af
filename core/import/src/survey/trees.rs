//! What is in files of JSON: the values at the paths of a mapping, counted.

use std::sync::Arc;

use followthrough::Error;

use super::SeenFile;
use super::profile::Trials;
use crate::csv::Dialect;
use crate::encoding::Encoding;
use crate::json::{fingerprint, like_ascii};
use crate::mapped::tree::{self, Event, Source};
use crate::mapping::{Mapping, Shape};
use crate::record::{Cell, Found, Wanted};

/// Looks at files, one for each kind of record that they have.
///
/// # Errors
/// Those of reading them.
pub(super) fn seen(mapping: &Mapping, files: &[(Arc<str>, Vec<u8>)], trials: &Trials) -> Result<Vec<SeenFile>, Error> {
    let sources: Vec<Source<'_>> = files
        .iter()
        .map(|(name, bytes)| Source {
            name: name.clone(),
            bytes: like_ascii(bytes),
        })
        .collect();
    let mut all: Vec<(usize, SeenFile)> = Vec::new();
    tree::read(&tree::shapes(&mapping.shapes), &sources, &mut |event| {
        match event {
            Event::Shape { file, shape, .. } => {
                let name = sources.get(file).map(|source| source.name.clone()).unwrap_or_default();
                all.push((file, blank(name, shape)));
            }
            Event::Record {
                at,
                shape,
                cells,
                parts,
                ..
            } => {
                let own = |(file, seen): &&mut (usize, SeenFile)| {
                    *file == at.file && seen.shape.as_ref() == Some(&shape.name)
                };
                if let Some((_, seen)) = all.iter_mut().find(own) {
                    seen.records += 1;
                    take(seen, shape, cells, (false, at.line), trials);
                    for part in parts {
                        match &part.is {
                            Found::Cells(cells) => take(seen, shape, cells, (true, at.line), trials),
                            Found::Nothing | Found::Unknown(_) => {}
                        }
                    }
                }
            }
            Event::Broken { at, .. } => {
                if let Some((_, seen)) = all.iter_mut().find(|(file, _)| *file == at.file) {
                    seen.broken += 1;
                }
            }
            Event::Note { .. } | Event::MorePages { .. } => {}
        }
        Ok(())
    })?;
    Ok(all.into_iter().map(|(_, seen)| seen).collect())
}

fn blank(name: Arc<str>, shape: &Shape) -> SeenFile {
    let wanted = shape.columns.wanted.iter().map(|wanted| wanted.name.to_string());
    SeenFile {
        shape: Some(shape.name.clone()),
        ..SeenFile::new(name, Dialect::CSV, Encoding::Utf8, &wanted.collect::<Vec<_>>())
    }
}

/// Counts the values of a record, or of a part of one.
fn take(seen: &mut SeenFile, shape: &Shape, cells: &[Cell<'_>], (of_part, line): (bool, u32), trials: &Trials) {
    let wanted = shape.columns.wanted.iter().zip(cells);
    for (column, (Wanted { part, .. }, cell)) in seen.columns.iter_mut().zip(wanted) {
        if (*part > 0) == of_part && !matches!(cell, Cell::Undecodable | Cell::Absent) {
            column.take(cell.text(), fingerprint(cell.text()), line, trials);
        }
    }
}
