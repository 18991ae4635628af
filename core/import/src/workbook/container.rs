//! The container of a workbook: a zip archive, its directory and its parts as they are unpacked.
//!
//! A file from outside may claim anything, so nothing is believed: what a part comes to is bounded by what the directory
//! says, all parts together by [`MOST_UNPACKED`], and what is unpacked must have the sum that it was packed with.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io;

use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};

use super::Trouble;

/// The largest workbook that is taken, packed.
pub(crate) const MOST_PACKED: usize = 64 << 20;
/// The most that is unpacked of one workbook, whatever it is read for.
const MOST_UNPACKED: u64 = 1 << 30;
/// The most that one tag or one text of a part may take.
const MOST_AT_A_TIME: u64 = 4 << 20;

/// A zip archive.
pub(super) struct Container<'a> {
    bytes: &'a [u8],
    parts: BTreeMap<String, Entry>,
    /// What has been unpacked so far.
    spent: Cell<u64>,
}

/// Where a part stands, by the directory.
#[derive(Clone, Copy)]
struct Entry {
    at: usize,
    packed: usize,
    unpacked: u64,
    sum: u32,
    method: u16,
    locked: bool,
}

const END: &[u8; 4] = b"PK\x05\x06";
const LISTED: &[u8; 4] = b"PK\x01\x02";
const LOCAL: &[u8; 4] = b"PK\x03\x04";

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    bytes.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    bytes.try_into().ok().map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(8)?)?;
    bytes.try_into().ok().map(u64::from_le_bytes)
}

impl<'a> Container<'a> {
    /// Reads the directory.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Trouble> {
        let end = end_of_directory(bytes).ok_or(Trouble::CutShort)?;
        let parts = directory(bytes, end).ok_or(Trouble::Damaged)?;
        let sizes = parts.values().map(|entry| entry.unpacked);
        let unpacked = sizes.fold(0_u64, u64::saturating_add);
        if unpacked > MOST_UNPACKED {
            return Err(Trouble::TooLarge);
        }
        Ok(Self {
            bytes,
            parts,
            spent: Cell::new(0),
        })
    }

    /// Whether there is a part of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&key(name))
    }

    /// Whether any part has a name that ends so.
    pub(super) fn has_any(&self, end: &str) -> bool {
        self.parts.keys().any(|name| name.ends_with(end))
    }

    /// The part of a name.
    pub(super) fn part(&self, name: &str) -> Result<Part<'_>, Trouble> {
        let entry = self.parts.get(&key(name)).ok_or(Trouble::Damaged)?;
        if entry.locked {
            return Err(Trouble::Locked);
        }
        let packed = self.packed(entry).ok_or(Trouble::Damaged)?;
        let inflate = match entry.method {
            0 => None,
            8 => Some(InflateState::new_boxed(DataFormat::Raw)),
            _ => return Err(Trouble::Damaged),
        };
        Ok(Part {
            packed,
            inflate,
            left: entry.unpacked,
            wanted_sum: entry.sum,
            sum: Sum::new(),
            at_a_time: MOST_AT_A_TIME,
            spent: &self.spent,
        })
    }

    fn packed(&self, entry: &Entry) -> Option<&'a [u8]> {
        let header = self.bytes.get(entry.at..)?.get(..30)?;
        if !header.starts_with(LOCAL) {
            return None;
        }
        let start = entry.at + 30 + usize::from(u16_at(header, 26)?) + usize::from(u16_at(header, 28)?);
        self.bytes.get(start..start.checked_add(entry.packed)?)
    }
}

/// Names are compared without case and with strokes of either kind.
fn key(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

/// Where the end of the directory stands: behind it comes a comment of as many bytes as it says, or fewer.
fn end_of_directory(bytes: &[u8]) -> Option<usize> {
    let latest = bytes.len().checked_sub(22)?;
    let earliest = latest.saturating_sub(usize::from(u16::MAX));
    (earliest..=latest)
        .rev()
        .find(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(END)))
}

fn directory(bytes: &[u8], end: usize) -> Option<BTreeMap<String, Entry>> {
    let count = u16_at(bytes, end + 10)?;
    let mut at = usize::try_from(u32_at(bytes, end + 16)?).ok()?;
    let mut parts = BTreeMap::new();
    for _ in 0..count {
        let header = bytes.get(at..)?.get(..46)?;
        if !header.starts_with(LISTED) {
            return None;
        }
        let (name, extra) = (usize::from(u16_at(header, 28)?), usize::from(u16_at(header, 30)?));
        let comment = usize::from(u16_at(header, 32)?);
        let extra = bytes.get(at + 46 + name..)?.get(..extra)?;
        let packed = u64::from(u32_at(header, 20)?);
        let unpacked = u64::from(u32_at(header, 24)?);
        let start = u64::from(u32_at(header, 42)?);
        let [unpacked, packed, start] = long_form(extra, [unpacked, packed, start]);
        let entry = Entry {
            at: usize::try_from(start).ok()?,
            packed: usize::try_from(packed).ok()?,
            unpacked,
            sum: u32_at(header, 16)?,
            method: u16_at(header, 10)?,
            locked: u16_at(header, 8)? & 1 == 1,
        };
        let name = bytes.get(at + 46..at + 46 + name)?;
        // Of two parts with one name nobody can tell which is meant.
        if parts.insert(key(&String::from_utf8_lossy(name)), entry).is_some() {
            return None;
        }
        at = at + 46 + name.len() + extra.len() + comment;
    }
    Some(parts)
}

/// Sizes that the extra field of the long form has in place of those that are all ones.
fn long_form(extra: &[u8], short: [u64; 3]) -> [u64; 3] {
    let mut fields = extra;
    while let (Some(kind), Some(len)) = (u16_at(fields, 0), u16_at(fields, 2)) {
        let Some(body) = fields.get(4..).and_then(|rest| rest.get(..usize::from(len))) else {
            break;
        };
        if kind == 1 {
            let mut at = 0;
            return short.map(|value| {
                if value != u64::from(u32::MAX) {
                    return value;
                }
                let long = u64_at(body, at).unwrap_or(value);
                at += 8;
                long
            });
        }
        fields = fields.get(4 + usize::from(len)..).unwrap_or_default();
    }
    short
}

/// One part, unpacked as it is read.
pub(super) struct Part<'a> {
    packed: &'a [u8],
    /// None where it is stored as it is.
    inflate: Option<Box<InflateState>>,
    /// What must still come.
    left: u64,
    wanted_sum: u32,
    sum: Sum,
    /// How much may still come before somebody has looked at it.
    at_a_time: u64,
    spent: &'a Cell<u64>,
}

impl Part<'_> {
    /// What came so far has been looked at.
    pub(super) fn looked_at(&mut self) {
        self.at_a_time = MOST_AT_A_TIME;
    }
}

impl io::Read for Part<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left.min(self.at_a_time))
            .unwrap_or(out.len())
            .min(out.len());
        if out.is_empty() {
            return Ok(0);
        }
        if self.left == 0 {
            return if self.sum.value() == self.wanted_sum && self.is_at_its_end() {
                Ok(0)
            } else {
                Err(io::Error::other(Trouble::Damaged))
            };
        }
        if most == 0 || self.spent.get() > MOST_UNPACKED {
            return Err(io::Error::other(Trouble::TooLarge));
        }
        let room = out.get_mut(..most).unwrap_or_default();
        let written = match &mut self.inflate {
            None => {
                let written = self.packed.len().min(room.len());
                let (now, later) = self.packed.split_at(written);
                room.get_mut(..written).unwrap_or_default().copy_from_slice(now);
                self.packed = later;
                written
            }
            Some(state) => loop {
                let step = inflate(state, self.packed, room, MZFlush::None);
                self.packed = self.packed.get(step.bytes_consumed..).unwrap_or_default();
                let bad = !matches!(step.status, Ok(MZStatus::Ok | MZStatus::StreamEnd));
                if step.bytes_written > 0 || bad || step.bytes_consumed == 0 {
                    break step.bytes_written;
                }
            },
        };
        if written == 0 {
            return Err(io::Error::other(Trouble::Damaged));
        }
        let grown = u64::try_from(written).unwrap_or(u64::MAX);
        self.left = self.left.saturating_sub(grown);
        self.at_a_time = self.at_a_time.saturating_sub(grown);
        self.spent.set(self.spent.get().saturating_add(grown));
        self.sum.take(room.get(..written).unwrap_or_default());
        Ok(written)
    }
}

impl Part<'_> {
    /// Whether nothing more comes out of what is packed.
    fn is_at_its_end(&mut self) -> bool {
        match &mut self.inflate {
            None => self.packed.is_empty(),
            Some(state) => {
                let mut more = [0];
                let step = inflate(state, self.packed, &mut more, MZFlush::None);
                step.bytes_written == 0
            }
        }
    }
}

/// CRC-32, as every zip archive has it of each part.
struct Sum(u32);

const TABLE: [u32; 256] = table();

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut index: u32 = 0;
    while index < 256 {
        let mut value = index;
        let mut bit = 0;
        while bit < 8 {
            value = (value >> 1) ^ if value & 1 == 1 { 0xedb8_8320 } else { 0 };
            bit += 1;
        }
        #[allow(clippy::indexing_slicing, reason = "while compiling, and the index is below 256")]
        {
            table[index as usize] = value;
        }
        index += 1;
    }
    table
}

impl Sum {
    fn new() -> Self {
        Self(u32::MAX)
    }

    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let [low, ..] = (self.0 ^ u32::from(*byte)).to_le_bytes();
            self.0 = (self.0 >> 8) ^ TABLE.get(usize::from(low)).copied().unwrap_or_default();
        }
    }

    fn value(&self) -> u32 {
        !self.0
    }
}
