//! Where the names of the columns stand in delimited text of no known form: in the first line, or below a title.

use super::profile::Trials;
use crate::csv::{Dialect, MAX_RECORD};
use crate::encoding::Encoding;
use crate::mapped::{sheet, title};

/// The names of the columns, and how the file is written.
pub(super) struct Head {
    pub(super) names: Vec<String>,
    pub(super) dialect: Dialect,
    pub(super) encoding: Encoding,
}

/// Of the first lines, under each separator, the one with most names and without a value; of several the upper. None where
/// there is none, or more has to come.
pub(super) fn find(head: &[u8], is_whole: bool, trials: &Trials) -> Option<Head> {
    let mut best: Option<(usize, Head)> = None;
    for (delimiter, _) in sheet::SEPARATORS {
        for skip_lines in title::lines_above() {
            let dialect = Dialect {
                delimiter,
                skip_lines,
                utf16: true,
                ..Dialect::CSV
            };
            let Some(header) = sheet::header(head, dialect, Encoding::Windows1252, is_whole) else {
                // In quotes a line may go on to the end of what is there.
                if skip_lines == 0 && !is_whole && head.len() <= MAX_RECORD {
                    continue;
                }
                break;
            };
            let (names, encoding) = (header.names, header.encoding);
            let filled = names.iter().filter(|name| !name.is_empty()).count();
            let are_names = filled > 1 && !names.iter().any(|name| trials.is_value(name));
            // A row under names, one of which is empty, is not more than they are.
            let more = |(most, head): &(usize, Head)| {
                filled > *most && (head.names.len() != names.len() || most * 2 <= filled)
            };
            if are_names && best.as_ref().is_none_or(more) {
                best = Some((
                    filled,
                    Head {
                        names,
                        dialect,
                        encoding,
                    },
                ));
            }
            // Below a first row of values there are no names any more; a title may have a day in it.
            if filled > 2 && !are_names {
                break;
            }
        }
    }
    best.map(|(_, head)| head)
}
