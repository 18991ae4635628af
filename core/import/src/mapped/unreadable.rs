//! Values that nobody can read and that decide nothing: they are left out, and the record is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::encoding::LOST_LETTER;
use crate::mapping::{Col, Shape};
use crate::record::{Cell, Found, Part, Record};

/// What stands for a visit that a procedure names and nobody can read: no visit has it for an id.
pub(super) const NO_VISIT: &str = "\u{fdd0}";

/// How many values were left out, by file and column.
#[derive(Default)]
pub(super) struct Unreadable {
    counts: BTreeMap<(u32, Arc<str>), u64>,
    /// Files that should be UTF-8 and have other bytes.
    other_bytes: BTreeSet<u32>,
}

impl Unreadable {
    /// The cells and parts of a record without such values; none where it has none of them.
    pub(super) fn leave_out<'a>(
        &mut self,
        shape: &Shape,
        record: &Record<'a>,
    ) -> Option<(Vec<Cell<'a>>, Vec<Part<'a>>)> {
        let has = |cells: &[Cell<'_>]| cells.iter().enumerate().any(|(at, cell)| is_one(shape, at, cell));
        let in_part = |part: &Part<'_>| part.all().any(|cells| has(cells));
        if !has(record.cells) && !record.parts.iter().any(in_part) {
            return None;
        }
        let mut cells = record.cells.to_vec();
        self.clean(shape, record.place.file, &mut cells, false);
        let mut parts = record.parts.to_vec();
        for part in &mut parts {
            match &mut part.is {
                Found::Cells(cells) => self.clean(shape, record.place.file, cells, true),
                Found::Nothing | Found::Unknown(_) => {}
            }
            for cells in &mut part.also {
                self.clean(shape, record.place.file, cells, true);
            }
        }
        Some((cells, parts))
    }

    /// Those of a part hold the cells around it too.
    fn clean(&mut self, shape: &Shape, file: u32, cells: &mut [Cell<'_>], of_part: bool) {
        for (index, cell) in cells.iter_mut().enumerate() {
            if !is_one(shape, index, cell) {
                continue;
            }
            // Of a name the parts that are whole stay.
            if !(shape.is_name(Col(index)) && matches!(cell, Cell::Text(_))) {
                let is_visit = visit(shape) == Some(Col(index));
                *cell = if is_visit {
                    Cell::Text(NO_VISIT.into())
                } else {
                    Cell::Null { at: 0 }
                };
            }
            let counts = shape
                .columns
                .wanted
                .get(index)
                .is_some_and(|wanted| (wanted.part > 0) == of_part);
            if counts {
                self.one(shape, file, Col(index));
            }
        }
    }

    /// One more was left out.
    pub(super) fn one(&mut self, shape: &Shape, file: u32, col: Col) {
        *self.counts.entry((file, shape.name_of(col))).or_default() += 1;
    }

    /// A file that should be UTF-8 has other bytes.
    pub(super) fn has_other_bytes(&mut self, file: u32) {
        self.other_bytes.insert(file);
    }

    /// What there is to say: of which file, and what.
    pub(super) fn told(self) -> impl Iterator<Item = (u32, String)> {
        let other_bytes = self.other_bytes.into_iter().map(|file| {
            let message = "some of its bytes are not UTF-8: where its letters with accents are lost, it is Windows-1252; \
                           answer file.encoding=windows-1252 (in a mapping file: file: {encoding: windows-1252})";
            (file, message.to_owned())
        });
        let counts = self.counts.into_iter().map(|((file, column), count)| {
            let message = format!("{count} values of {column} cannot be read: left out, what they stand in is kept");
            (file, message)
        });
        counts.chain(other_bytes)
    }
}

fn visit(shape: &Shape) -> Option<Col> {
    shape.procedure.as_ref()?.appointment
}

/// Whether a cell is such a value.
fn is_one(shape: &Shape, index: usize, cell: &Cell<'_>) -> bool {
    let decides = shape.columns.wanted.get(index).is_none_or(|wanted| wanted.decides);
    if let Cell::Text(text) = cell
        && text.contains(LOST_LETTER)
        && shape.is_name(Col(index))
    {
        return true;
    }
    if decides && visit(shape) != Some(Col(index)) {
        return false;
    }
    let is_birth = shape.patient.birth_date == Some(Col(index));
    match cell {
        Cell::Undecodable | Cell::NoValue(_) | Cell::Misplaced { .. } | Cell::Doubled { .. } | Cell::Bool(_) => true,
        Cell::Text(text) => text.contains(LOST_LETTER) || (is_birth && shape.dates.last_day(text).is_none()),
        Cell::Number(_) => is_birth,
        Cell::Absent | Cell::Null { .. } => false,
    }
}
