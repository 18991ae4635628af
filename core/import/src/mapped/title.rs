//! A list whose columns are named below other lines: a title, the day it was printed.

use std::sync::Arc;

use super::sheet::{Fit, bind, header, separators};
use crate::csv::Dialect;
use crate::mapping::Shape;

/// How many lines may stand above the names.
const MOST_ABOVE: u32 = 20;
/// So much of a file holds them.
const ENOUGH: usize = 1 << 14;

/// Whether there is enough of a file to tell.
pub(crate) fn is_enough(head: &[u8], is_whole: bool) -> bool {
    let lines = || head.iter().filter(|b| **b == b'\n' || **b == b'\r').count();
    is_whole || head.len() > ENOUGH || lines() > usize::try_from(MOST_ABOVE).unwrap_or(0) + 1
}

/// Of how many lines above the names it is worth a try, the fewest first.
pub(crate) fn lines_above() -> std::ops::RangeInclusive<u32> {
    0..=MOST_ABOVE
}

/// The shape whose columns a file names below other lines. All that the shape needs stand there under their names: no title
/// does that by chance.
pub(super) fn fit(shapes: &[Arc<Shape>], head: &[u8], is_whole: bool, file: &str) -> Option<Fit> {
    lines_above().find_map(|skip_lines| {
        let below = shapes.iter().filter(|shape| skip_lines > shape.dialect.skip_lines);
        let fits = below.filter_map(|shape| {
            separators(shape.dialect).find_map(|delimiter| {
                let dialect = Dialect {
                    delimiter,
                    skip_lines,
                    ..shape.dialect
                };
                let header = header(head, dialect, shape.encoding, is_whole)?;
                let mut fit = bind(shape, &header.names, dialect, header.encoding, file).ok()?;
                fit.notes.extend(skipped("line", header.line));
                Some(fit)
            })
        });
        fits.reduce(|best, fit| {
            let more = best.shape.header.len() < fit.shape.header.len();
            if more { fit } else { best }
        })
    })
}

/// What there is to say of the lines, or the rows of a sheet, above that of the header.
pub(super) fn skipped(what: &str, header: u32) -> Option<String> {
    let told = |above: String| format!("its header is in {what} {header}: {above} skipped");
    match header.saturating_sub(1) {
        0 => None,
        1 => Some(told(format!("{what} 1 is"))),
        last => Some(told(format!("{what}s 1 to {last} are"))),
    }
}
