//! Bytes as text: UTF-8, UTF-16 in pieces, and Windows-1252.
//!
//! The three that exports of practice systems come in; a table of 27 characters is all that is not in `std`, so no
//! crate with the alphabets of the world is drawn in for it.

use std::borrow::Cow;

/// What the bytes of a file stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8; a row with other bytes is refused.
    Utf8,
    /// Windows-1252, of which Latin-1 is a part.
    Windows1252,
}

/// What stands where a byte was no letter: the five that Windows-1252 leaves open, and what a program that exported the file
/// could not read itself.
pub(crate) const LOST_LETTER: char = '\u{fffd}';

/// The characters of Windows-1252 from 0x80 to 0x9f; all others are those of Latin-1.
const HIGH: [char; 32] = [
    '\u{20ac}',
    LOST_LETTER,
    '\u{201a}',
    '\u{192}',
    '\u{201e}',
    '\u{2026}',
    '\u{2020}',
    '\u{2021}',
    '\u{2c6}',
    '\u{2030}',
    '\u{160}',
    '\u{2039}',
    '\u{152}',
    LOST_LETTER,
    '\u{17d}',
    LOST_LETTER,
    LOST_LETTER,
    '\u{2018}',
    '\u{2019}',
    '\u{201c}',
    '\u{201d}',
    '\u{2022}',
    '\u{2013}',
    '\u{2014}',
    '\u{2dc}',
    '\u{2122}',
    '\u{161}',
    '\u{203a}',
    '\u{153}',
    LOST_LETTER,
    '\u{17e}',
    '\u{178}',
];

impl Encoding {
    /// The text of one cell; none when the bytes are none, or hold a NUL.
    ///
    /// Bytes above ASCII that are whole UTF-8 are read so under either name: by chance that hardly happens, and a
    /// program that says Windows-1252 and writes UTF-8 is common.
    pub(crate) fn text(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        let text = match (std::str::from_utf8(bytes), self) {
            (Ok(text), _) => Cow::Borrowed(text),
            (Err(_), Self::Windows1252) => Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect()),
            (Err(_), Self::Utf8) => return None,
        };
        (!text.contains('\0')).then_some(text)
    }

    /// The text of bytes that are no UTF-8, with a mark in the place of each letter that cannot be read; none where they
    /// hold a NUL.
    pub(crate) fn with_lost_letters(bytes: &[u8]) -> Option<Cow<'_, str>> {
        (!bytes.contains(&0)).then(|| String::from_utf8_lossy(bytes))
    }
}

fn windows_1252(byte: u8) -> char {
    let high = byte.checked_sub(0x80).and_then(|at| HIGH.get(usize::from(at)));
    high.copied().unwrap_or(char::from(byte))
}

/// The order of the two bytes of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// The low byte first.
    Little,
    /// The high byte first.
    Big,
}

impl Unit {
    /// Whether the first bytes of a file are UTF-16: by its mark, or because every other byte of what can only be the
    /// letters of a header is zero.
    pub(crate) fn of_head(head: &[u8]) -> Option<Self> {
        match head {
            [0xff, 0xfe, ..] => Some(Self::Little),
            [0xfe, 0xff, ..] => Some(Self::Big),
            [0, a, 0, b, ..] if *a != 0 && *b != 0 => Some(Self::Big),
            [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Some(Self::Little),
            _ => None,
        }
    }
}

/// UTF-16 that comes in pieces, as UTF-8. A unit without its pair becomes a byte that UTF-8 does not have, so that the
/// row is refused, not read as something else.
pub(crate) struct Utf16 {
    unit: Unit,
    /// The first byte of a unit whose second is still to come.
    half: Option<u8>,
    /// The first unit of a pair.
    lead: Option<u16>,
}

impl Utf16 {
    pub(crate) fn new(unit: Unit) -> Self {
        Self {
            unit,
            half: None,
            lead: None,
        }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len());
        for byte in bytes {
            let Some(first) = self.half.take() else {
                self.half = Some(*byte);
                continue;
            };
            let unit = match self.unit {
                Unit::Little => u16::from_le_bytes([first, *byte]),
                Unit::Big => u16::from_be_bytes([first, *byte]),
            };
            let units = self.lead.take().into_iter().chain([unit]);
            for decoded in char::decode_utf16(units) {
                match decoded {
                    Ok(found) => out.extend_from_slice(found.encode_utf8(&mut [0; 4]).as_bytes()),
                    Err(alone)
                        if (0xd800..0xdc00).contains(&alone.unpaired_surrogate())
                            && self.lead.is_none()
                            && alone.unpaired_surrogate() == unit =>
                    {
                        self.lead = Some(unit);
                    }
                    Err(_) => out.push(0xff),
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test says so by failing")]

    use super::*;

    #[test]
    fn windows_1252_has_its_own_quotes_and_dashes() {
        let text = |bytes: &[u8]| Encoding::Windows1252.text(bytes).map(Cow::into_owned);
        assert_eq!(
            text(b"Garc\xeda \x93x\x94 \x80 \xff").unwrap(),
            "Garc\u{ed}a \u{201c}x\u{201d} \u{20ac} \u{ff}"
        );
        assert_eq!(
            text("Garc\u{ed}a".as_bytes()).unwrap(),
            "Garc\u{ed}a",
            "UTF-8 under a wrong name"
        );
        assert_eq!(Encoding::Utf8.text(b"Garc\xeda"), None);
        assert_eq!(text(b"a\0b"), None);
    }

    #[test]
    fn utf16_in_pieces_of_every_size() {
        let text = "N\u{fa}\u{f1}ez \u{1f600} \u{674e}";
        for unit in [Unit::Little, Unit::Big] {
            let units = text.encode_utf16();
            let bytes: Vec<u8> = units
                .flat_map(|u| {
                    if unit == Unit::Little {
                        u.to_le_bytes()
                    } else {
                        u.to_be_bytes()
                    }
                })
                .collect();
            for size in 1..6 {
                let mut utf16 = Utf16::new(unit);
                let read: Vec<u8> = bytes.chunks(size).flat_map(|piece| utf16.push(piece)).collect();
                assert_eq!(std::str::from_utf8(&read).unwrap(), text, "{unit:?} {size}");
            }
        }
        let alone = Utf16::new(Unit::Big).push(&[0xd8, 0x3d, 0, b'a']);
        assert_eq!(alone, [0xff, b'a']);
        assert_eq!(Utf16::new(Unit::Big).push(&[0xde, 0x00, 0, b'a']), [0xff, b'a']);
        assert_eq!(Unit::of_head(&[b'P', 0, b'a', 0]), Some(Unit::Little));
        assert_eq!(Unit::of_head(b"Pat"), None);
    }
}
