//! What is in files of JSON: the values at the paths of a mapping, counted.

use std::sync::Arc;

use followthrough::Error;

use super::SeenFile;
use super::profile::{Profile, Trials};
use crate::csv::Dialect;
use crate::encoding::Encoding;
use crate::json::{Path, Value, fingerprint, like_ascii};
use crate::mapped::tree::{self, Event, Source};
use crate::mapping::{Col, Mapping, Shape};
use crate::record::{Cell, Part, Wanted};

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
                value,
                ..
            } => {
                let own = |(file, seen): &&mut (usize, SeenFile)| {
                    *file == at.file && seen.shape.as_ref() == Some(&shape.name)
                };
                if let Some((_, seen)) = all.iter_mut().find(own) {
                    seen.records += 1;
                    take(seen, shape, cells, (false, at.line), trials);
                    beside(seen, shape, value, at.line, trials);
                    for cells in parts.iter().flat_map(Part::all) {
                        take(seen, shape, cells, (true, at.line), trials);
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
    let undecided = undecided(shape, cells);
    let wanted = shape.columns.wanted.iter().zip(cells);
    for (index, (column, (Wanted { part, .. }, cell))) in seen.columns.iter_mut().zip(wanted).enumerate() {
        let counts = (*part > 0) == of_part && !undecided.contains(&Col(index));
        if counts && !matches!(cell, Cell::Undecodable | Cell::Absent) {
            column.take(cell.text(), fingerprint(cell.text()), line, trials);
        }
    }
}

/// Columns of a status to which this record leaves nothing: what they say, or do not, means nothing.
fn undecided(shape: &Shape, cells: &[Cell<'_>]) -> Vec<Col> {
    let plan = shape
        .plan
        .as_ref()
        .and_then(|plan| plan.status.as_ref())
        .map(|words| words.left_out(cells));
    let procedure = shape
        .procedure
        .as_ref()
        .map(|procedure| procedure.status.left_out(cells));
    plan.into_iter().chain(procedure).flatten().collect()
}

/// So many paths of a file are looked at, and so deep.
const MOST_PATHS: usize = 60;
const DEEPEST: usize = 4;

/// Counts what stands under keys of a person that the mapping does not read, or reads another way.
fn beside(seen: &mut SeenFile, shape: &Shape, value: &Value<'_>, line: u32, trials: &Trials) {
    if !shape.patient.describe_people() {
        return;
    }
    let points = &shape.patient;
    let points = [points.mobile, points.home, points.work, points.phone, points.email];
    let is_point = |index: usize| points.contains(&Some(Col(index)));
    let mut read: Vec<&str> = Vec::new();
    for (index, wanted) in shape.columns.wanted.iter().enumerate() {
        if !is_point(index) {
            read.extend(wanted.paths.iter().map(Path::head));
        }
    }
    read.extend(shape.parts.as_ref().map(|parts| parts.list.head()));
    let members = value.as_object().into_iter().flat_map(|object| &object.members);
    for (key, value) in members.filter(|(key, _)| is_plain(key) && !read.contains(&&**key)) {
        walk(seen, key, value, (line, DEEPEST), trials);
    }
}

/// Whether a key can only be the name of something: what is told of it stands in a question.
fn is_plain(key: &str) -> bool {
    key.len() <= 40 && key.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_')
}

fn walk(seen: &mut SeenFile, path: &str, value: &Value<'_>, (line, deep): (u32, usize), trials: &Trials) {
    let text = match value {
        Value::Object(object) if deep > 0 => {
            for (key, value) in object.members.iter().filter(|(key, _)| is_plain(key)) {
                walk(seen, &format!("{path}.{key}"), value, (line, deep - 1), trials);
            }
            return;
        }
        Value::Array(items) if deep > 0 => {
            for item in items {
                walk(seen, &format!("{path}[]"), item, (line, deep - 1), trials);
            }
            return;
        }
        Value::Text(text) => &**text,
        Value::Number(text) => text,
        Value::Null | Value::Bool(_) | Value::Undecodable | Value::Object(_) | Value::Array(_) => return,
    };
    let at = seen.beside.iter().position(|profile| profile.name == path);
    let at = at.or_else(|| {
        (seen.beside.len() < MOST_PATHS).then(|| {
            seen.beside.push(Profile::new(path));
            seen.beside.len() - 1
        })
    });
    if let Some(profile) = at.and_then(|at| seen.beside.get_mut(at)) {
        profile.take(text, fingerprint(text), line, trials);
    }
}
