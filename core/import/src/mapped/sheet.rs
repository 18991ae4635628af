//! A delimited file under a shape: which shape its header has, and its rows as cells.

use std::sync::Arc;

use followthrough::wire::nearest;
use followthrough::{Code, Error};

use super::title;
use crate::csv::{Decoder, Dialect, Fields, Found, MAX_RECORD};
use crate::encoding::{Encoding, LOST_LETTER};
use crate::kind;
use crate::mapping::{Col, Shape};
use crate::record::Cell;

/// Separators that are tried where the declared one does not fit, with their names.
pub(crate) const SEPARATORS: [(u8, &str); 4] =
    [(b',', "commas"), (b'\t', "tabs"), (b';', "semicolons"), (b'|', "bars")];

/// The shape of a file, and where its columns stand.
pub(crate) struct Fit {
    pub(crate) shape: Arc<Shape>,
    pub(crate) dialect: Dialect,
    pub(crate) ignored: u64,
    pub(crate) notes: Vec<String>,
    encoding: Encoding,
    /// Where each wanted column stands.
    pub(crate) indices: Vec<Option<usize>>,
}

/// A shape bound to a header.
pub(super) struct Bound {
    pub(super) shape: Arc<Shape>,
    encoding: Encoding,
    indices: Vec<Option<usize>>,
    /// Fields that may differ from one insurance to the other.
    of_carrier: Vec<usize>,
    /// Which of the columns are names.
    names: Vec<bool>,
}

/// A file that is being read.
pub(super) struct Sheet {
    decoder: Decoder,
    bound: Bound,
}

type Sink<'s> = &'s mut dyn FnMut(&Bound, Found<'_>) -> Result<(), Error>;

impl Sheet {
    pub(super) fn new(shape: Arc<Shape>, fit: &Fit) -> Self {
        Self {
            decoder: Decoder::new(fit.dialect),
            bound: Bound::new(shape, fit),
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8], sink: Sink<'_>) -> Result<(), Error> {
        let bound = &self.bound;
        self.decoder.push(bytes, &mut |found| sink(bound, found))
    }

    pub(super) fn finish(&mut self, sink: Sink<'_>) -> Result<(), Error> {
        let bound = &self.bound;
        self.decoder.finish(&mut |found| sink(bound, found))
    }

    pub(super) fn records(&self) -> u32 {
        self.decoder.records()
    }

    /// The name of what it is a list of.
    pub(super) fn list(&self) -> &str {
        &self.bound.shape.name
    }

    pub(super) fn ends_cleanly(&self) -> bool {
        self.decoder.ends_cleanly()
    }
}

impl Bound {
    pub(super) fn new(shape: Arc<Shape>, fit: &Fit) -> Self {
        let at = |index: usize| fit.indices.get(index).copied().flatten();
        let of_carrier = shape.other_carrier.iter().filter_map(|col| at(col.0)).collect();
        let names = (0..fit.indices.len()).map(|index| shape.is_name(Col(index))).collect();
        Self {
            names,
            shape,
            encoding: fit.encoding,
            indices: fit.indices.clone(),
            of_carrier,
        }
    }

    /// The cells of the wanted columns.
    pub(super) fn cells<'f>(&self, fields: &Fields<'f>) -> Vec<Cell<'f>> {
        let cell = |(index, is_name): (&Option<usize>, &bool)| match index {
            None => Cell::Absent,
            Some(index) => match fields.no_value(*index) {
                Some(why) => Cell::NoValue(why),
                None => {
                    let bytes = fields.get(*index);
                    let text = self.encoding.text(bytes);
                    // Of a name the parts that are whole stay.
                    let text = text.or_else(|| is_name.then(|| Encoding::with_lost_letters(bytes)).flatten());
                    text.map_or(Cell::Undecodable, Cell::Text)
                }
            },
        };
        self.indices.iter().zip(&self.names).map(cell).collect()
    }

    /// Whether bytes stand in a row that are not of its encoding, UTF-8.
    pub(super) fn has_other_bytes(&self, fields: &Fields<'_>, cells: &[Cell<'_>]) -> bool {
        let is_lost = |cell: &Cell<'_>, is_name: bool| match cell {
            Cell::Undecodable => true,
            Cell::Text(text) => is_name && text.contains(LOST_LETTER),
            Cell::Absent
            | Cell::Null { .. }
            | Cell::NoValue(_)
            | Cell::Misplaced { .. }
            | Cell::Doubled { .. }
            | Cell::Bool(_)
            | Cell::Number(_) => false,
        };
        let is_other = |index: usize| std::str::from_utf8(fields.get(index)).is_err();
        let mut all = cells.iter().zip(&self.names).zip(&self.indices);
        self.encoding == Encoding::Utf8
            && all.any(|((cell, is_name), index)| is_lost(cell, *is_name) && index.is_some_and(is_other))
    }

    pub(super) fn fingerprints(&self, fields: &Fields<'_>) -> (u64, u64) {
        let whole = fields.fingerprint();
        if self.of_carrier.is_empty() {
            return (whole, whole);
        }
        (whole, fields.fingerprint_without(&self.of_carrier))
    }
}

/// Finds the shape of a file by its header; nothing while more of it is to come.
///
/// # Errors
/// `FT-I002` when it has the header of no shape, or lacks a column of its own.
pub(crate) fn fit(shapes: &[Arc<Shape>], head: &[u8], is_whole: bool, file: &str) -> Result<Option<Fit>, Error> {
    let long = head.len() > MAX_RECORD || refusal(head, file).is_some();
    if !is_whole && !long && !head.iter().any(|b| matches!(b, b'\n' | b'\r')) {
        return Ok(None);
    }
    if let Some(error) = refusal(head, file) {
        return Err(error);
    }
    if let Some(error) = kind::of_nothing(head, file).filter(|_| is_whole) {
        return Err(error);
    }
    let mut best: Option<Fit> = None;
    let mut nearest_miss: Option<(usize, Error)> = None;
    for shape in shapes {
        let declared = shape.dialect;
        for delimiter in separators(declared) {
            let dialect = Dialect { delimiter, ..declared };
            let Some(header) = header(head, dialect, shape.encoding, is_whole) else {
                // In quotes the line may go on; whether it does shows when more is there.
                if !is_whole && !long {
                    return Ok(None);
                }
                continue;
            };
            match bind(shape, &header.names, dialect, header.encoding, file) {
                Ok(found) => {
                    let more = |best: &Fit| best.shape.header.len() < found.shape.header.len();
                    if best.as_ref().is_none_or(more) {
                        best = Some(found);
                    }
                    break;
                }
                Err((there, error)) => {
                    if nearest_miss.as_ref().is_none_or(|(most, _)| there > *most) {
                        nearest_miss = Some((there, error));
                    }
                }
            }
        }
    }
    if let Some(best) = best {
        return Ok(Some(best));
    }
    // Whether the names stand further down shows when so much is there.
    if !long && !title::is_enough(head, is_whole) {
        return Ok(None);
    }
    if let Some(below) = title::fit(shapes, head, is_whole, file) {
        return Ok(Some(below));
    }
    Err(nearest_miss.map_or_else(|| kind::without_header(head, file), |(_, error)| error))
}

/// The refusal of a file that is no table by its first bytes.
pub(crate) fn refusal(head: &[u8], file: &str) -> Option<Error> {
    if let Some(error) = kind::refusal(head, file) {
        return Some(error);
    }
    let first = head.iter().find(|b| !b.is_ascii_whitespace())?;
    let json = matches!(first, b'{' | b'[');
    json.then(|| {
        let message = format!("{file} is JSON, not delimited text");
        let help = "export it as CSV, or write a mapping file with json: for it";
        Error::new(Code::ImportEncoding, message).at(file).help(help)
    })
}

/// The separators that a file may have, the declared one first.
pub(super) fn separators(declared: Dialect) -> impl Iterator<Item = u8> {
    let others = SEPARATORS.iter().map(|(separator, _)| *separator);
    let others = others.filter(move |separator| *separator != declared.delimiter);
    [declared.delimiter].into_iter().chain(others)
}

/// The line with the names of the columns.
pub(crate) struct Header {
    pub(crate) names: Vec<String>,
    /// A file that says it is Unicode is.
    pub(crate) encoding: Encoding,
    /// Which line of the file it is, from 1.
    pub(super) line: u32,
}

/// The names in the first line, when it is there whole.
pub(crate) fn header(head: &[u8], dialect: Dialect, declared: Encoding, is_whole: bool) -> Option<Header> {
    let mut found: Option<(Vec<Vec<u8>>, u32)> = None;
    let mut decoder = Decoder::new(dialect);
    let mut sink = |record: Found<'_>| {
        if let Found::Header(fields) = record {
            let names = (0..fields.len()).map(|index| fields.get(index).to_vec());
            found = Some((names.collect(), fields.at.line));
        }
        // One is enough.
        Err(Error::new(Code::ImportEncoding, ""))
    };
    let read = decoder.push(head, &mut sink);
    if read.is_ok() && is_whole {
        let _ = decoder.finish(&mut sink);
    }
    let encoding = if decoder.is_unicode() { Encoding::Utf8 } else { declared };
    let text = |name: &Vec<u8>| {
        // A name that is not of the encoding may still be one: it is known by what is asked for, or not at all.
        let text = encoding.text(name).or_else(|| Encoding::Windows1252.text(name));
        text.map(|text| text.trim().to_owned()).unwrap_or_default()
    };
    found.map(|(names, line)| Header {
        names: names.iter().map(text).collect(),
        encoding,
        line,
    })
}

/// How many columns of a shape are there, and which that must be there are not.
pub(crate) fn missing<'s>(shape: &'s Shape, names: &[String]) -> (usize, Vec<&'s str>) {
    let is_there = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted.trim()));
    let wanted = &shape.columns.wanted;
    let there = wanted.iter().filter(|w| is_there(&w.name)).count();
    let required = wanted.iter().filter(|w| w.required).map(|w| &*w.name);
    let telling = shape.header.iter().map(String::as_str);
    let mut missing: Vec<&str> = telling.chain(required).filter(|name| !is_there(name)).collect();
    missing.sort_unstable();
    missing.dedup();
    (there, missing)
}

/// The header that could be meant, whatever its case.
fn near<'n>(wanted: &str, names: &'n [String]) -> Option<&'n String> {
    let folded: Vec<String> = names
        .iter()
        .map(|name| name.to_lowercase().replace(['-', ' '], "_"))
        .collect();
    let found = nearest(wanted, folded.iter().map(String::as_str))?;
    folded
        .iter()
        .zip(names)
        .find(|(folded, _)| *folded == found)
        .map(|(_, name)| name)
}

/// Finds the columns of a shape. The error comes with how many of them are there.
pub(crate) fn bind(
    shape: &Arc<Shape>,
    names: &[String],
    dialect: Dialect,
    encoding: Encoding,
    file: &str,
) -> Result<Fit, (usize, Error)> {
    let at = |wanted: &str| -> Vec<usize> {
        let of = names
            .iter()
            .enumerate()
            .filter(|(_, name)| name.eq_ignore_ascii_case(wanted.trim()));
        of.map(|(index, _)| index).collect()
    };
    let wanted = &shape.columns.wanted;
    let (there, missing) = missing(shape, names);
    if !missing.is_empty() {
        let told = missing.iter().map(|name| {
            let near = near(name, names);
            near.map_or_else(|| format!("{name:?}"), |near| format!("{name:?} (there is {near:?})"))
        });
        let told: Vec<String> = told.collect();
        let message = format!(
            "{file} is not read as {}: it has no column {}",
            shape.name,
            told.join(", ")
        );
        let help = "export those columns, or say in a mapping file what they are called";
        return Err((
            there,
            Error::new(Code::ImportMissingColumn, message).at(file).help(help),
        ));
    }
    let mut indices = Vec::with_capacity(wanted.len());
    for column in wanted {
        match at(&column.name).as_slice() {
            [] => indices.push(None),
            [one] => indices.push(Some(*one)),
            _ => {
                let message = format!("{file} has the column {:?} twice", &*column.name);
                let error = Error::new(Code::ImportMissingColumn, message).at(file);
                return Err((wanted.len() + 1, error.help("which of them is meant nobody can tell")));
            }
        }
    }
    let mut notes = Vec::new();
    if dialect.delimiter != shape.dialect.delimiter {
        let name = SEPARATORS.iter().find(|(separator, _)| *separator == dialect.delimiter);
        let name = name.map_or("other signs", |(_, name)| *name);
        notes.push(format!("its columns are separated by {name}"));
    }
    let not_there = wanted
        .iter()
        .zip(&indices)
        .filter(|(w, index)| index.is_none() && !w.required);
    let carrier = |name: &str| shape.other_carrier.iter().any(|col| *shape.name_of(*col) == *name);
    let not_there: Vec<&str> = not_there.map(|(w, _)| &*w.name).filter(|name| !carrier(name)).collect();
    if !not_there.is_empty() {
        notes.push(format!(
            "it has no column {}, which may be missing: all else is read",
            not_there.join(", ")
        ));
    }
    let used = indices.iter().flatten().count();
    Ok(Fit {
        shape: shape.clone(),
        dialect,
        ignored: u64::try_from(names.len().saturating_sub(used)).unwrap_or_default(),
        notes,
        encoding,
        indices,
    })
}
