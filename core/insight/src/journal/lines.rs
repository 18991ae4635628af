//! Lines out of pieces, and what stands on a line of the journal.

use std::borrow::Cow;

use serde::Deserialize;

/// The longest line that is read. An entry takes some hundred bytes, a plan with all its procedures some thousand.
const LONGEST: usize = 1 << 20;

/// Cuts pieces into lines, whatever the pieces; what is left of the last one waits for the next.
#[derive(Debug, Default)]
pub(super) struct Cutter {
    rest: Vec<u8>,
    /// The line was longer than any may be: what follows of it is left out.
    overlong: bool,
}

impl Cutter {
    /// Hands each line that is whole by now to `take`, without its end; none for one that is too long.
    pub(super) fn push(&mut self, piece: &[u8], mut take: impl FnMut(Option<&[u8]>)) {
        let mut lines = piece.split(|byte| *byte == b'\n');
        let Some(mut held) = lines.next() else { return };
        for next in lines {
            if self.rest.is_empty() && !self.overlong {
                take((held.len() <= LONGEST).then_some(held));
            } else {
                self.keep(held);
                self.flush(&mut take);
            }
            held = next;
        }
        self.keep(held);
    }

    /// The last line, where it has no end.
    pub(super) fn end(&mut self, mut take: impl FnMut(Option<&[u8]>)) {
        if !self.rest.is_empty() || self.overlong {
            self.flush(&mut take);
        }
    }

    fn keep(&mut self, part: &[u8]) {
        if self.overlong || self.rest.len() + part.len() > LONGEST {
            self.overlong = true;
            self.rest.clear();
        } else {
            self.rest.extend_from_slice(part);
        }
    }

    fn flush(&mut self, take: &mut impl FnMut(Option<&[u8]>)) {
        take((!self.overlong).then_some(&self.rest));
        self.rest.clear();
        self.overlong = false;
    }
}

/// A text that is not copied where it has no escapes.
#[derive(Debug, Deserialize)]
pub(super) struct Text<'l>(#[serde(borrow)] pub(super) Cow<'l, str>);

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// The keys that figures are made of. All others are passed over.
#[derive(Debug, Deserialize)]
pub(super) struct Line<'l> {
    #[serde(borrow)]
    pub(super) recipient: Text<'l>,
    #[serde(borrow)]
    pub(super) at: Text<'l>,
    #[serde(borrow, rename = "type")]
    pub(super) kind_of_entry: Text<'l>,
    #[serde(borrow)]
    pub(super) household: Option<Text<'l>>,
    #[serde(borrow)]
    pub(super) case_id: Option<Text<'l>>,
    #[serde(borrow)]
    pub(super) sequence: Option<Text<'l>>,
    pub(super) round: Option<u32>,
    #[serde(borrow)]
    pub(super) step: Option<Text<'l>>,
    #[serde(borrow)]
    pub(super) channel: Option<Text<'l>>,
    #[serde(borrow)]
    pub(super) language: Option<Text<'l>>,
    #[serde(borrow)]
    pub(super) arm: Option<Text<'l>>,
    pub(super) segments: Option<u32>,
    #[serde(borrow)]
    pub(super) action_id: Option<Text<'l>>,
    #[serde(borrow)]
    pub(super) task_id: Option<Text<'l>>,
    #[serde(borrow)]
    pub(super) result: Option<Text<'l>>,
    #[serde(borrow)]
    pub(super) kind: Option<Text<'l>>,
    #[serde(borrow)]
    pub(super) purpose: Option<Text<'l>>,
    #[serde(borrow)]
    pub(super) by: Option<Text<'l>>,
    #[serde(borrow)]
    pub(super) touchpoint: Option<Text<'l>>,
    #[serde(borrow)]
    pub(super) outcome: Option<Text<'l>>,
    #[serde(borrow)]
    pub(super) change: Option<Text<'l>>,
}

/// What tells one id from others: FNV-1a, 64 bits.
pub(super) fn mark(id: &str) -> u64 {
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(pieces: &[&str]) -> Vec<String> {
        let mut cutter = Cutter::default();
        let mut lines = Vec::new();
        let mut take = |line: Option<&[u8]>| {
            lines.push(line.map_or_else(|| "too long".to_owned(), |l| String::from_utf8_lossy(l).into_owned()));
        };
        for piece in pieces {
            cutter.push(piece.as_bytes(), &mut take);
        }
        cutter.end(&mut take);
        lines
    }

    #[test]
    fn lines_are_the_same_however_they_are_cut_into_pieces() {
        let whole = "one\n\ntwo\nthree";
        let wanted = ["one", "", "two", "three"];
        assert_eq!(cut(&[whole]), wanted);
        let bytes: Vec<String> = whole.chars().map(String::from).collect();
        assert_eq!(cut(&bytes.iter().map(String::as_str).collect::<Vec<_>>()), wanted);
        let long = "x".repeat(LONGEST);
        assert_eq!(cut(&[&long, "x\nfour\n"]), ["too long", "four"]);
        assert_eq!(cut(&[&format!("{long}x\nfour")]), ["too long", "four"]);
    }
}
