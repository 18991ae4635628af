//! A list whose columns are named below other lines: a title, the day it was printed.

use std::sync::Arc;

use followthrough::{Code, Error};

use super::sheet::{SEPARATORS, bind, header};
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

/// The refusal of a file that has the columns of a shape below other lines, with the answer that reads it.
pub(super) fn refusal(shapes: &[Arc<Shape>], head: &[u8], is_whole: bool, file: &str) -> Option<Error> {
    for skip_lines in lines_above() {
        for shape in shapes.iter().filter(|shape| skip_lines > shape.dialect.skip_lines) {
            for (delimiter, _) in SEPARATORS {
                let dialect = Dialect {
                    delimiter,
                    skip_lines,
                    ..shape.dialect
                };
                let Some((names, encoding)) = header(head, dialect, shape.encoding, is_whole) else {
                    continue;
                };
                if bind(shape, &names, dialect, encoding, file).is_ok() {
                    let message = "the names of the columns stand below other lines, such as a title";
                    let help = format!(
                        "answer file.skip_lines={skip_lines}, or take the lines above them out (in a mapping file: \
                         file: {{skip_lines: {skip_lines}}})"
                    );
                    return Some(Error::new(Code::ImportMissingColumn, message).at(file).help(help));
                }
            }
        }
    }
    None
}
