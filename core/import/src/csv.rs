//! Delimited rows out of bytes that come in pieces of any size.
//!
//! `csv-core` reads the fields. Around it stands what an export of a living practice needs: the physical line of each
//! record, UTF-16 and byte order marks, and a way back after a quote that is never closed. Such a quote would swallow the rows
//! behind it, so the bytes of the record at hand are kept (at most [`MAX_RECORD`]); when the record comes out with the
//! wrong number of fields, its first line alone is set aside and the rest is read again.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use followthrough::{Code, Error};

use crate::encoding::{Unit, Utf16};
use crate::problem::Problem;
use crate::set_aside::Reason;

/// The most bytes of one record; more is an unclosed quote or no CSV at all.
pub(crate) const MAX_RECORD: usize = 1 << 20;
/// How much is handed to the reader at a time, so that [`MAX_RECORD`] is noticed soon.
const STRIDE: usize = 1 << 16;

/// How the rows of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// What stands between two fields.
    pub(crate) delimiter: u8,
    /// Whether a field may stand in double quotes.
    pub(crate) quotes: bool,
    /// Whether rows may end with one empty field more than the header.
    pub(crate) trailing_field: bool,
    /// Lines before the header.
    pub(crate) skip_lines: u32,
    /// Whether UTF-16 is read; if not it is refused.
    pub(crate) utf16: bool,
}

impl Dialect {
    /// Commas and double quotes, in UTF-8.
    pub(crate) const CSV: Self = Self {
        delimiter: b',',
        quotes: true,
        trailing_field: false,
        skip_lines: 0,
        utf16: false,
    };
}

/// One record: its fields and where it starts.
pub(crate) struct Fields<'a> {
    bytes: &'a [u8],
    ends: &'a [usize],
    /// Fields that hold no value, and why.
    no_value: &'a [(usize, &'static str)],
    pub(crate) at: Position,
}

/// Where a record starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// The data record, from 1; 0 is the header.
    pub(crate) record: u32,
    /// The physical line, from 1.
    pub(crate) line: u32,
}

/// What comes out of a file.
pub(crate) enum Found<'a> {
    /// The first record.
    Header(Fields<'a>),
    /// A record with as many fields as the header.
    Row(Fields<'a>),
    /// A record that cannot be read, why, and a number for its first line.
    Broken(Position, Broken, u64),
}

/// Why a record cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// So many fields instead of so many.
    FieldCount { found: usize, expected: usize },
    /// A quote that is never closed.
    OpenQuote,
    /// Longer than a record can be.
    TooLong,
}

impl Broken {
    /// The refusal of such a record.
    pub(crate) fn problem(self) -> Problem {
        let message = match self {
            Self::FieldCount { found, expected } => format!(
                "{found} fields where the header has {expected}: the row was cut short, or a separator is not quoted"
            ),
            Self::OpenQuote => "a quote is never closed: the row was cut short, or a quote is not doubled".into(),
            Self::TooLong => "the row is longer than a mebibyte".into(),
        };
        Problem::of_record(Reason::WrongFieldCount, Code::ImportFieldCount, message)
    }
}

impl<'a> Fields<'a> {
    /// Fields behind one another in `bytes`, each with where it ends.
    pub(crate) fn new(bytes: &'a [u8], ends: &'a [usize], no_value: &'a [(usize, &'static str)], at: Position) -> Self {
        Self {
            bytes,
            ends,
            no_value,
            at,
        }
    }

    /// Why a field holds no value, where it holds none.
    pub(crate) fn no_value(&self, index: usize) -> Option<&'static str> {
        self.no_value.iter().find(|(at, _)| *at == index).map(|(_, why)| *why)
    }

    /// The bytes of one field; nothing past the last.
    pub(crate) fn get(&self, index: usize) -> &'a [u8] {
        let start = match index.checked_sub(1) {
            None => 0,
            Some(before) => self.ends.get(before).copied().unwrap_or(usize::MAX),
        };
        let end = self.ends.get(index).copied().unwrap_or(0);
        self.bytes.get(start..end).unwrap_or_default()
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A number for the content, to tell an exact duplicate from a conflicting one.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.mixed(0..self.len())
    }

    /// The same for all fields but some.
    pub(crate) fn fingerprint_without(&self, left_out: &[usize]) -> u64 {
        self.mixed((0..self.len()).filter(|index| !left_out.contains(index)))
    }

    /// The same for one field.
    pub(crate) fn fingerprint_of(&self, index: usize) -> u64 {
        self.mixed([index])
    }

    /// Field by field, eight bytes at a time, each field ended by its length.
    fn mixed(&self, of: impl IntoIterator<Item = usize>) -> u64 {
        let mut hash: u64 = 0x9e37_79b9_7f4a_7c15;
        for index in of {
            let mut field = self.get(index);
            let len = u64::try_from(field.len()).unwrap_or(u64::MAX);
            while let Some((eight, rest)) = field.split_first_chunk() {
                hash = mix(hash, u64::from_le_bytes(*eight));
                field = rest;
            }
            let tail = field.iter().fold(0, |tail, byte| (tail << 8) | u64::from(*byte));
            hash = mix(mix(hash, tail), len);
        }
        hash
    }
}

/// The two halves of a product of 128 bits, folded: each bit in hangs on each bit out.
fn mix(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ word ^ 0xa076_1d64_78bd_642f).wrapping_mul(0xe703_7ed1_a0b4_28db);
    let [low, high] = [product, product >> 64].map(|half| u64::try_from(half & u128::from(u64::MAX)).unwrap_or(0));
    (low ^ high).rotate_left(23)
}

/// Reads one file.
pub(crate) struct Decoder {
    csv: Reader,
    dialect: Dialect,
    /// The first bytes, until it is clear whether they are a byte order mark.
    head: Option<Vec<u8>>,
    utf16: Option<Utf16>,
    /// Whether a mark said UTF-8.
    marked: bool,
    /// Lines that are left before the header.
    lines_to_skip: u32,
    raw: Vec<u8>,
    out: Vec<u8>,
    out_len: usize,
    ends: Vec<usize>,
    ends_len: usize,
    /// The physical line of the next byte.
    line: u32,
    /// The last byte was a carriage return.
    after_cr: bool,
    start_line: u32,
    record: u32,
    expected: Option<usize>,
    /// Inside a line that is thrown away.
    skipping: bool,
    last_byte: Option<u8>,
}

impl Decoder {
    pub(crate) fn new(dialect: Dialect) -> Self {
        Self {
            csv: ReaderBuilder::new()
                .delimiter(dialect.delimiter)
                .quoting(dialect.quotes)
                .build(),
            dialect,
            head: Some(Vec::new()),
            utf16: None,
            marked: false,
            lines_to_skip: dialect.skip_lines,
            raw: Vec::new(),
            out: vec![0; 1024],
            out_len: 0,
            ends: vec![0; 64],
            ends_len: 0,
            line: 1,
            after_cr: false,
            start_line: 1,
            record: 0,
            expected: None,
            skipping: false,
            last_byte: None,
        }
    }

    /// How many data records there were so far.
    pub(crate) fn records(&self) -> u32 {
        self.record
    }

    /// Whether the file itself says that it is Unicode, by a mark or by the form of its first characters.
    pub(crate) fn is_unicode(&self) -> bool {
        self.marked || self.utf16.is_some()
    }

    /// Whether the bytes so far end with a line break, or there were none.
    pub(crate) fn ends_cleanly(&self) -> bool {
        matches!(self.last_byte, None | Some(b'\n' | b'\r'))
    }

    /// Takes the next bytes.
    pub(crate) fn push(
        &mut self,
        bytes: &[u8],
        sink: &mut dyn FnMut(Found<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Some(head) = &mut self.head else {
            return self.decode(bytes, sink);
        };
        head.extend_from_slice(bytes);
        if head.len() < 4 {
            return Ok(());
        }
        let head = self.head.take().unwrap_or_default();
        self.feed_head(&head, sink)
    }

    /// Bytes behind the mark, as UTF-8 or what else is like ASCII.
    fn decode(&mut self, bytes: &[u8], sink: &mut dyn FnMut(Found<'_>) -> Result<(), Error>) -> Result<(), Error> {
        let Some(utf16) = &mut self.utf16 else {
            self.last_byte = bytes.last().copied().or(self.last_byte);
            return self.feed(bytes, sink);
        };
        let text = utf16.push(bytes);
        self.last_byte = text.last().copied().or(self.last_byte);
        self.feed(&text, sink)
    }

    /// There are no more bytes.
    pub(crate) fn finish(&mut self, sink: &mut dyn FnMut(Found<'_>) -> Result<(), Error>) -> Result<(), Error> {
        if let Some(head) = self.head.take() {
            self.feed_head(&head, sink)?;
        }
        while !self.raw.is_empty() {
            // Inside quotes a line break is data; then the quote was never closed, and the file was cut short there.
            let (used, rest) = self.step(b"\n", sink)?;
            let rest = if used > 0 && !self.raw.is_empty() {
                self.give_up_line(Broken::OpenQuote, sink)?
            } else {
                rest
            };
            self.feed(&rest, sink)?;
        }
        Ok(())
    }

    fn feed_head(&mut self, head: &[u8], sink: &mut dyn FnMut(Found<'_>) -> Result<(), Error>) -> Result<(), Error> {
        let unit = Unit::of_head(head);
        if unit.is_some() && !self.dialect.utf16 {
            return Err(Error::new(Code::ImportEncoding, "the file is UTF-16").help("export it as UTF-8"));
        }
        self.utf16 = unit.map(Utf16::new);
        let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
        let mark = marks.iter().find(|mark| head.starts_with(mark));
        self.marked = mark.is_some();
        self.decode(head.get(mark.map_or(0, |mark| mark.len())..).unwrap_or_default(), sink)
    }

    /// Reads bytes; those of a record that had to be given up are read again first.
    fn feed(&mut self, bytes: &[u8], sink: &mut dyn FnMut(Found<'_>) -> Result<(), Error>) -> Result<(), Error> {
        let mut again: Vec<(Vec<u8>, usize)> = Vec::new();
        let mut done = 0;
        loop {
            let (input, at) = match again.last() {
                Some((buffer, at)) => (buffer.as_slice(), *at),
                None => (bytes, done),
            };
            let rest = input.get(at..).unwrap_or_default();
            let piece = rest.get(..STRIDE).unwrap_or(rest);
            if piece.is_empty() {
                if again.pop().is_none() {
                    return Ok(());
                }
                continue;
            }
            let (used, reread) = self.step(piece, sink)?;
            match again.last_mut() {
                Some((_, at)) => *at += used,
                None => done += used,
            }
            if !reread.is_empty() {
                again.push((reread, 0));
            }
        }
    }

    /// Reads up to the end of one record. Returns how many bytes were used and which are to be read again.
    fn step(
        &mut self,
        piece: &[u8],
        sink: &mut dyn FnMut(Found<'_>) -> Result<(), Error>,
    ) -> Result<(usize, Vec<u8>), Error> {
        if self.skipping {
            let used = line_end(piece).unwrap_or(piece.len());
            self.skipping = line_end(piece).is_none();
            self.count(piece.get(..used).unwrap_or_default());
            return Ok((used, Vec::new()));
        }
        if self.lines_to_skip > 0 {
            let used = line_end(piece).unwrap_or(piece.len());
            let ended = line_end(piece).is_some();
            // Of a break of two bytes the second may come with the next piece; it is no line of its own.
            let rest_of_break = self.after_cr && piece.first() == Some(&b'\n');
            self.count(piece.get(..used).unwrap_or_default());
            self.lines_to_skip -= u32::from(ended && !rest_of_break);
            return Ok((used, Vec::new()));
        }
        if self.raw.is_empty() {
            let breaks = piece.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            if breaks > 0 {
                self.count(piece.get(..breaks).unwrap_or_default());
                return Ok((breaks, Vec::new()));
            }
            self.start_line = self.line;
        }
        let (result, used, written, ends) = self.csv.read_record(
            piece,
            self.out.get_mut(self.out_len..).unwrap_or_default(),
            self.ends.get_mut(self.ends_len..).unwrap_or_default(),
        );
        let taken = piece.get(..used).unwrap_or_default();
        self.raw.extend_from_slice(taken);
        self.count(taken);
        self.out_len += written;
        self.ends_len += ends;
        match result {
            ReadRecordResult::InputEmpty | ReadRecordResult::End => {
                if self.raw.len() > MAX_RECORD {
                    return Ok((used, self.give_up_line(Broken::TooLong, sink)?));
                }
            }
            ReadRecordResult::OutputFull => self.out.resize(self.out.len() * 2, 0),
            ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            ReadRecordResult::Record => return Ok((used, self.record(sink)?)),
        }
        Ok((used, Vec::new()))
    }

    fn record(&mut self, sink: &mut dyn FnMut(Found<'_>) -> Result<(), Error>) -> Result<Vec<u8>, Error> {
        if let Some(expected) = self.expected
            && self.dialect.trailing_field
            && self.ends_len == expected + 1
            && self.last_field_is_empty()
        {
            self.ends_len = expected;
        }
        let found = self.ends_len;
        if let Some(expected) = self.expected
            && found != expected
        {
            return self.give_up_line(Broken::FieldCount { found, expected }, sink);
        }
        let header = self.expected.is_none();
        if !header {
            self.record = self.record.saturating_add(1);
        }
        let at = Position {
            record: self.record,
            line: self.start_line,
        };
        let bytes = self.out.get(..self.out_len).unwrap_or_default();
        let fields = Fields::new(bytes, self.ends.get(..self.ends_len).unwrap_or_default(), &[], at);
        let result = if header {
            sink(Found::Header(fields))
        } else {
            sink(Found::Row(fields))
        };
        self.expected = Some(self.expected.unwrap_or(found));
        self.clear();
        result.map(|()| Vec::new())
    }

    fn last_field_is_empty(&self) -> bool {
        let end = |back: usize| self.ends_len.checked_sub(back).and_then(|at| self.ends.get(at));
        end(1) == end(2)
    }

    /// Sets the first physical line of the record at hand aside and returns what stood behind it.
    fn give_up_line(
        &mut self,
        why: Broken,
        sink: &mut dyn FnMut(Found<'_>) -> Result<(), Error>,
    ) -> Result<Vec<u8>, Error> {
        let raw = std::mem::take(&mut self.raw);
        let cut = line_end(&raw).unwrap_or(raw.len());
        let rest = raw.get(cut..).unwrap_or_default().to_vec();
        // With or without its break it is the same line.
        let line = raw.get(..cut).unwrap_or_default().trim_ascii_end();
        let print = Fields::new(line, &[line.len()], &[], Position { record: 0, line: 0 }).fingerprint();
        // The row was whole but for its field count unless it ran on into further lines.
        let why = if rest.is_empty() { why } else { Broken::OpenQuote };
        self.skipping = why == Broken::TooLong;
        self.record = self.record.saturating_add(1);
        let at = Position {
            record: self.record,
            line: self.start_line,
        };
        if !rest.is_empty() {
            self.line = self.start_line.saturating_add(1);
            self.after_cr = false;
        }
        self.clear();
        self.csv.reset();
        if self.expected.is_none() {
            return Err(Error::new(
                Code::ImportEncoding,
                "the first line is not a header of comma-separated names",
            ));
        }
        sink(Found::Broken(at, why, print))?;
        Ok(rest)
    }

    fn clear(&mut self) {
        self.raw.clear();
        self.out_len = 0;
        self.ends_len = 0;
    }

    fn count(&mut self, bytes: &[u8]) {
        // Most rows are one line that ends with a line feed.
        if let Some((b'\n', line)) = bytes.split_last()
            && !self.after_cr
            && !line.iter().any(|byte| matches!(byte, b'\r' | b'\n'))
        {
            self.line = self.line.saturating_add(1);
            return;
        }
        for byte in bytes {
            if *byte == b'\r' || (*byte == b'\n' && !self.after_cr) {
                self.line = self.line.saturating_add(1);
            }
            self.after_cr = *byte == b'\r';
        }
    }
}

/// How many bytes the first line takes with its break, when it has one. A break of two bytes that is cut in the middle
/// leaves a line feed, which is no record.
fn line_end(bytes: &[u8]) -> Option<usize> {
    let at = bytes.iter().position(|b| matches!(b, b'\r' | b'\n'))?;
    let pair = bytes.get(at..at + 2) == Some(b"\r\n");
    Some(at + if pair { 2 } else { 1 })
}
