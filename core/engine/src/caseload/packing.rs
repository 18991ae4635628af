//! The form in which follow-ups rest in memory and in a snapshot: small, and read back in a few hundred nanoseconds.
//!
//! Numbers are LEB128, signed ones zigzag; an instant is told by its distance from the one before, an id that is the one
//! before by a zero; and every text that comes again and again (zones, steps, codes) is a number in a [`Lexicon`]. Which
//! fields a type has stands in `fields`.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;

use foldhash::quality::FixedState;
use hashbrown::HashTable;
use smol_str::SmolStr;

use super::index;
use crate::schedule::Timestamp;

/// The format that this version writes.
pub(super) const FORMAT: u32 = 3;

/// Where the first instant is counted from: the start of 2026.
const EPOCH: i64 = 1_767_225_600;

/// Below so many bytes an item is a small one.
const SMALL: usize = 256;

/// Texts by number, each kept once.
#[derive(Clone, Default)]
pub(super) struct Lexicon {
    texts: Vec<Arc<str>>,
    /// Only looked into, never walked through.
    numbers: HashTable<u32>,
}

impl Lexicon {
    /// The number of a text; a new one for a text not seen before. None when there are more than four billion.
    fn number(&mut self, text: &str) -> Option<u32> {
        if let Some(number) = self.find(text) {
            return Some(number);
        }
        let number = u32::try_from(self.texts.len()).ok()?;
        self.texts.push(Arc::from(text));
        let texts = &self.texts;
        let hash_of = |number: &u32| at(texts, *number).map_or(0, |text| hash(text));
        self.numbers.insert_unique(hash(text), number, hash_of);
        Some(number)
    }

    fn find(&self, text: &str) -> Option<u32> {
        let is_it = |number: &u32| at(&self.texts, *number).is_some_and(|known| known.as_ref() == text);
        self.numbers.find(hash(text), is_it).copied()
    }

    fn text(&self, number: u64) -> Option<&Arc<str>> {
        self.texts.get(usize::try_from(number).ok()?)
    }

    pub(super) fn texts(&self) -> &[Arc<str>] {
        &self.texts
    }

    /// None when a text comes twice.
    pub(super) fn of(texts: &[&str]) -> Option<Self> {
        let mut lexicon = Self::default();
        for text in texts {
            if lexicon.find(text).is_some() {
                return None;
            }
            lexicon.number(text)?;
        }
        Some(lexicon)
    }
}

fn at(texts: &[Arc<str>], number: u32) -> Option<&Arc<str>> {
    texts.get(index(number))
}

/// By a fixed seed, so that the same is found in the same way everywhere.
pub(super) fn hash(text: &str) -> u64 {
    FixedState::default().hash_one(text)
}

/// What can rest packed.
pub(super) trait Packed: Sized {
    fn pack(&self, to: &mut Packer<'_>);
    /// None when the bytes hold no such value.
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self>;
}

/// Bytes being written.
pub(super) struct Packer<'a> {
    bytes: &'a mut Vec<u8>,
    lexicon: &'a mut Lexicon,
    /// The last instant.
    instant: i64,
    /// Where in `bytes` the last id stands.
    id: Range<usize>,
}

impl<'a> Packer<'a> {
    pub(super) fn new(bytes: &'a mut Vec<u8>, lexicon: &'a mut Lexicon) -> Self {
        Self {
            bytes,
            lexicon,
            instant: EPOCH,
            id: 0..0,
        }
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(super) fn number(&mut self, mut number: u64) {
        while let Ok(low) = u8::try_from(number & 0x7f) {
            number >>= 7;
            if number == 0 {
                self.bytes.push(low);
                return;
            }
            self.bytes.push(low | 0x80);
        }
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.length(text.len());
        self.raw(text.as_bytes());
    }

    /// An id of the host's, which is never empty.
    pub(super) fn id(&mut self, text: &str) {
        if self.bytes.get(self.id.clone()) == Some(text.as_bytes()) {
            self.byte(0);
            return;
        }
        self.text(text);
        self.id = self.bytes.len() - text.len()..self.bytes.len();
    }

    /// A text that comes again and again. One that the lexicon has no room for stands here itself.
    pub(super) fn word(&mut self, text: &str) {
        match self.lexicon.number(text) {
            Some(number) => self.number(u64::from(number) + 1),
            None => {
                self.byte(0);
                self.text(text);
            }
        }
    }

    pub(super) fn length(&mut self, length: usize) {
        self.number(u64::try_from(length).unwrap_or(u64::MAX));
    }
}

/// Bytes being read.
pub(super) struct Unpacker<'a> {
    bytes: &'a [u8],
    lexicon: &'a Lexicon,
    /// The one that the bytes were written in.
    format: u32,
    instant: i64,
    id: &'a str,
}

impl<'a> Unpacker<'a> {
    pub(super) fn new(bytes: &'a [u8], lexicon: &'a Lexicon) -> Self {
        Self {
            bytes,
            lexicon,
            format: FORMAT,
            instant: EPOCH,
            id: "",
        }
    }

    /// The same, of bytes that an older version may have written.
    pub(super) fn of_format(bytes: &'a [u8], lexicon: &'a Lexicon, format: u32) -> Self {
        Self {
            format,
            ..Self::new(bytes, lexicon)
        }
    }

    /// A field that is there since a format, and empty in what was written before.
    pub(super) fn since<T: Packed + Default>(&mut self, format: u32) -> Option<T> {
        if self.format < format {
            Some(T::default())
        } else {
            T::unpack(self)
        }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.bytes.is_empty()
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(first)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let low = u64::from(byte & 0x7f);
            // The tenth byte has room for one bit.
            if shift == 63 && low > 1 {
                return None;
            }
            number |= low << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn raw(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(head)
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let length = self.length()?;
        std::str::from_utf8(self.raw(length)?).ok()
    }

    pub(super) fn id(&mut self) -> Option<&'a str> {
        let text = self.text()?;
        if !text.is_empty() {
            self.id = text;
        }
        Some(self.id)
    }

    pub(super) fn word(&mut self) -> Option<Arc<str>> {
        match self.number()?.checked_sub(1) {
            Some(number) => self.lexicon.text(number).cloned(),
            None => Some(Arc::from(self.text()?)),
        }
    }

    pub(super) fn skip_word(&mut self) -> Option<()> {
        if self.number()? == 0 {
            self.text()?;
        }
        Some(())
    }

    pub(super) fn length(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// How much room to make for a list that says it has so many items: never more than its bytes could hold, and for
    /// one more small one, since what is read is read to be added to.
    fn room<T>(&self, items: usize) -> usize {
        let most = items.min(self.bytes.len());
        most + usize::from(most > 0 && size_of::<T>() < SMALL)
    }
}

/// Packs the named fields of a struct, in this order; after those of the first format come the ones that are there since
/// a later one.
macro_rules! fields {
    ($type:ty { $($field:ident),* $(,)? } $(since $format:literal { $($later:ident),* $(,)? })*) => {
        impl Packed for $type {
            fn pack(&self, to: &mut Packer<'_>) {
                $(self.$field.pack(to);)*
                $($(self.$later.pack(to);)*)*
            }
            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                Some(Self { $($field: Packed::unpack(from)?,)* $($($later: from.since($format)?,)*)* })
            }
        }
    };
}

/// Packs an enum: a byte for the variant, then its fields. A number is never given to another variant.
macro_rules! variants {
    ($type:ty { $($number:literal $variant:ident { $($field:tt $name:ident),* })* }) => {
        impl Packed for $type {
            fn pack(&self, to: &mut Packer<'_>) {
                match self {
                    $(Self::$variant { $($field: $name),* } => {
                        to.byte($number);
                        $($name.pack(to);)*
                    })*
                }
            }
            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                match from.byte()? {
                    $($number => Some(Self::$variant { $($field: Packed::unpack(from)?),* }),)*
                    _ => None,
                }
            }
        }
    };
}

pub(super) use {fields, variants};

impl Packed for bool {
    fn pack(&self, to: &mut Packer<'_>) {
        to.byte(u8::from(*self));
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        match from.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Packed for u32 {
    fn pack(&self, to: &mut Packer<'_>) {
        to.number(u64::from(*self));
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.number()?.try_into().ok()
    }
}

/// Hashes: all bits are alike, so eight bytes it is.
impl Packed for u64 {
    fn pack(&self, to: &mut Packer<'_>) {
        to.raw(&self.to_le_bytes());
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some(Self::from_le_bytes(from.raw(8)?.try_into().ok()?))
    }
}

impl Packed for i64 {
    fn pack(&self, to: &mut Packer<'_>) {
        to.number(self.cast_unsigned() << 1 ^ (self >> 63).cast_unsigned());
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let number = from.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }
}

impl Packed for Timestamp {
    fn pack(&self, to: &mut Packer<'_>) {
        (self.unix() - to.instant).pack(to);
        to.instant = self.unix();
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let unix = i64::unpack(from)?.checked_add(from.instant)?;
        let at = Self::from_unix(unix);
        from.instant = unix;
        (at.unix() == unix).then_some(at)
    }
}

/// Words come again and again.
impl Packed for SmolStr {
    fn pack(&self, to: &mut Packer<'_>) {
        to.word(self);
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.word().map(Self::from)
    }
}

/// Texts of the wire come again and again, but for those of [`crate::wire::Redacted`].
impl Packed for String {
    fn pack(&self, to: &mut Packer<'_>) {
        to.word(self);
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.word().map(|word| word.as_ref().to_owned())
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, to: &mut Packer<'_>) {
        match self {
            None => to.byte(0),
            Some(value) => {
                to.byte(1);
                value.pack(to);
            }
        }
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        match from.byte()? {
            0 => Some(None),
            1 => Some(Some(T::unpack(from)?)),
            _ => None,
        }
    }
}

impl<T: Packed> Packed for Box<T> {
    fn pack(&self, to: &mut Packer<'_>) {
        self.as_ref().pack(to);
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        T::unpack(from).map(Self::new)
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, to: &mut Packer<'_>) {
        to.length(self.len());
        self.iter().for_each(|item| item.pack(to));
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let length = from.length()?;
        let mut list = Self::with_capacity(from.room::<T>(length));
        for _ in 0..length {
            list.push(T::unpack(from)?);
        }
        Some(list)
    }
}

impl<T: Packed + Ord> Packed for BTreeSet<T> {
    fn pack(&self, to: &mut Packer<'_>) {
        to.length(self.len());
        self.iter().for_each(|item| item.pack(to));
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        (0..from.length()?).map(|_| T::unpack(from)).collect()
    }
}

impl<K: Packed + Ord, V: Packed> Packed for BTreeMap<K, V> {
    fn pack(&self, to: &mut Packer<'_>) {
        to.length(self.len());
        for (key, value) in self {
            key.pack(to);
            value.pack(to);
        }
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let length = from.length()?;
        let mut map = Self::new();
        for _ in 0..length {
            map.insert(K::unpack(from)?, V::unpack(from)?);
        }
        Some(map)
    }
}
