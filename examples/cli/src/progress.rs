//! How far a long import has come, for somebody who sits before it.

use std::io::{IsTerminal, Write, stderr};
use std::path::PathBuf;

use followthrough_import::Progress;

/// Files that are read in a moment need no such line.
const LONG: u64 = 16 << 20;
/// Bytes between two lines.
const STEP: u64 = 4 << 20;

/// One line on a terminal's standard error, written over and over, and taken away at the end. Nothing elsewhere.
pub(crate) struct Line {
    total: u64,
    next: u64,
}

impl Line {
    /// For the files of an export, by their sizes.
    pub(crate) fn of(files: &[PathBuf]) -> Self {
        let sizes = files
            .iter()
            .filter_map(|path| Some(std::fs::metadata(path).ok()?.len()));
        let total: u64 = sizes.sum();
        let next = if total >= LONG && stderr().is_terminal() {
            STEP
        } else {
            u64::MAX
        };
        Self { total, next }
    }

    /// Says how far it has come, if that is far enough from the last time.
    pub(crate) fn tell(&mut self, progress: Progress) {
        if progress.bytes >= self.next {
            self.next = progress.bytes.saturating_add(STEP);
            // A terminal that is gone is no reason to stop.
            let _ = write!(stderr(), "\r{}\u{1b}[K", line(progress, self.total));
            let _ = stderr().flush();
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.next > STEP && self.next < u64::MAX {
            let _ = write!(stderr(), "\r\u{1b}[K");
        }
    }
}

fn line(progress: Progress, total: u64) -> String {
    let percent = progress.bytes.min(total) * 100 / total.max(1);
    let digits = progress.records.to_string();
    let mut records = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            records.push(',');
        }
        records.push(digit);
    }
    format!("{percent:>3} % read, {records} records")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_and_how_many() {
        let progress = |bytes, records| Progress { bytes, records };
        assert_eq!(line(progress(0, 0), 100), "  0 % read, 0 records");
        assert_eq!(line(progress(50, 999), 100), " 50 % read, 999 records");
        assert_eq!(line(progress(101, 1_234_567), 100), "100 % read, 1,234,567 records");
        assert_eq!(line(progress(0, 1_000), 0), "  0 % read, 1,000 records");
    }
}
