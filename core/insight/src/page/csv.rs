//! Tables as CSV: commas, quotes where they are needed, a line feed after each row.

use csv_core::{WriteResult, Writer};

/// A table that is being written.
pub(crate) struct Table {
    writer: Writer,
    bytes: Vec<u8>,
}

impl Table {
    /// A table with its head.
    pub(crate) fn new(head: &[&str]) -> Self {
        let mut table = Self {
            writer: Writer::new(),
            bytes: Vec::new(),
        };
        table.line(head.iter().copied());
        table
    }

    /// One more row.
    pub(crate) fn row(&mut self, cells: &[String]) {
        self.line(cells.iter().map(String::as_str));
    }

    /// All of it.
    pub(crate) fn text(self) -> String {
        String::from_utf8(self.bytes).unwrap_or_default()
    }

    fn line<'c>(&mut self, cells: impl Iterator<Item = &'c str>) {
        for (index, cell) in cells.enumerate() {
            if index > 0 {
                self.write(|writer, out| writer.delimiter(out));
            }
            // A spreadsheet would compute such a cell; a negative number is one.
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
            let guarded = if formula { format!("'{cell}") } else { cell.to_owned() };
            let mut left = guarded.as_bytes();
            self.write(|writer, out| {
                let (result, read, wrote) = writer.field(left, out);
                left = left.get(read..).unwrap_or_default();
                (result, wrote)
            });
        }
        self.write(|writer, out| writer.terminator(out));
    }

    /// Asks the writer until it has nothing more to write.
    fn write(&mut self, mut step: impl FnMut(&mut Writer, &mut [u8]) -> (WriteResult, usize)) {
        let mut out = [0; 256];
        loop {
            let (result, wrote) = step(&mut self.writer, &mut out);
            self.bytes.extend_from_slice(out.get(..wrote).unwrap_or_default());
            if result == WriteResult::InputEmpty {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_cell_is_written_whole() {
        let mut table = Table::new(&["a"]);
        table.row(&["x,".repeat(1000)]);
        assert_eq!(table.text(), format!("a\n\"{}\"\n", "x,".repeat(1000)));
    }

    #[test]
    fn cells_are_quoted_and_no_formula_is_computed() {
        let mut table = Table::new(&["a", "b"]);
        table.row(&["Moss, \"Ada\"".to_owned(), "=1+1".to_owned()]);
        table.row(&["-12.50".to_owned(), "-".to_owned()]);
        table.row(&["=HYPERLINK(\"x\")".to_owned(), "-a".to_owned()]);
        assert_eq!(
            table.text(),
            "a,b\n\"Moss, \"\"Ada\"\"\",'=1+1\n-12.50,'-\n\"'=HYPERLINK(\"\"x\"\")\",'-a\n"
        );
    }
}
