//! JSON without losing how a value was written, and without losing what stands before a break.
//!
//! A reader of our own, not serde's: numbers stay the text they were (an id above 2^53, `62.00`), a text that is none in
//! its encoding is one bad cell and not a bad file, and a file that breaks off still gives every whole record before
//! the break. [`each`] walks a file and hands over one [`Found`] after the other.

mod behind;
mod each;
mod path;
mod resume;
mod scan;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use followthrough::{Code, Error};

pub(crate) use self::each::{Found, Layout, each};
pub(crate) use self::path::Path;
use crate::encoding::{Unit, Utf16};

/// A value as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    /// The characters of the number.
    Number(&'a str),
    Text(Cow<'a, str>),
    /// A text that is none: bytes of another encoding, half a surrogate pair, a NUL.
    Undecodable,
    Array(Vec<Value<'a>>),
    Object(Object<'a>),
}

/// An object, its members in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Object<'a> {
    pub(crate) members: Vec<(Cow<'a, str>, Value<'a>)>,
}

impl<'a> Value<'a> {
    /// The JSON type, as a message names it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) | Self::Undecodable => "a text",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    pub(crate) fn as_object(&self) -> Option<&Object<'a>> {
        match self {
            Self::Object(object) => Some(object),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Undecodable | Self::Array(_) => None,
        }
    }

    pub(crate) fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Undecodable | Self::Object(_) => None,
        }
    }

    /// Whether a key somewhere in it is no text.
    pub(crate) fn has_lost_key(&self) -> bool {
        match self {
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Undecodable => false,
            Self::Array(items) => items.iter().any(Self::has_lost_key),
            Self::Object(object) => {
                let mut members = object.members.iter();
                members.any(|(key, value)| key == LOST_KEY || value.has_lost_key())
            }
        }
    }

    /// A number for the content, the same in whatever order the members of its objects stand.
    pub(crate) fn fingerprint(&self) -> u64 {
        match self {
            Self::Null => mixed(0, ""),
            Self::Bool(is) => mixed(1, if *is { "true" } else { "false" }),
            Self::Number(text) => mixed(2, text),
            Self::Text(text) => mixed(3, &**text),
            Self::Undecodable => mixed(4, ""),
            Self::Array(items) => items.iter().fold(mixed(5, ""), |hash, item| {
                hash.wrapping_mul(PRIME).rotate_left(23) ^ item.fingerprint()
            }),
            Self::Object(object) => object.members.iter().fold(mixed(6, ""), |hash, (key, value)| {
                let member = mixed(7, &**key).wrapping_mul(PRIME).rotate_left(31) ^ value.fingerprint();
                hash.wrapping_add(member.wrapping_mul(PRIME))
            }),
        }
    }
}

impl<'a> Object<'a> {
    /// The value of a key; of one that stands there twice, the first.
    pub(crate) fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.members
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    /// A key that stands there twice: which of the values is meant nobody can tell.
    pub(crate) fn doubled(&self) -> Option<&str> {
        let mut keys: Vec<&str> = self.members.iter().map(|(key, _)| &**key).collect();
        keys.sort_unstable();
        let twice = keys.windows(2).find(|pair| pair.first() == pair.last());
        twice.and_then(|pair| pair.first().copied())
    }
}

/// What stands for a key that is no text.
pub(crate) const LOST_KEY: &str = "\u{fffd}";

const PRIME: u64 = 0x0000_0100_0000_01b3;

/// The fingerprint of a text.
pub(crate) fn fingerprint(text: impl AsRef<[u8]>) -> u64 {
    mixed(3, text)
}

/// FNV-1a of a type and a text.
fn mixed(of: u8, text: impl AsRef<[u8]>) -> u64 {
    let bytes = [of].into_iter().chain(text.as_ref().iter().copied());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(PRIME)
    })
}

/// The keys of what a server answers in the place of records.
const OF_ERRORS: &[&str] = &[
    "error",
    "errors",
    "error_description",
    "fault",
    "exception",
    "message",
    "detail",
    "Message",
];
/// Keys that may stand beside one of them.
const BESIDE_ERRORS: &[&str] = &[
    "code",
    "status",
    "statusCode",
    "success",
    "ok",
    "type",
    "title",
    "path",
    "instance",
    "timestamp",
    "description",
    "reason",
    "requestId",
    "request_id",
    "traceId",
    "error_code",
    "errorCode",
    "data",
    "documentation_url",
    "help",
];

/// The key by which a server says that something failed, where an object says nothing else.
pub(crate) fn error_key<'o>(object: &'o Object<'_>) -> Option<&'o str> {
    let has_none = |value: &Value<'_>| match value {
        Value::Null => true,
        Value::Text(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(is) => !is,
        Value::Object(object) => object.members.is_empty(),
        Value::Number(_) | Value::Undecodable => false,
    };
    let is_known = |(key, value): &(Cow<'_, str>, Value<'_>)| {
        OF_ERRORS.contains(&&**key) || (BESIDE_ERRORS.contains(&&**key) && (&**key != "data" || has_none(value)))
    };
    let all = object.members.iter().all(is_known);
    let says = |(key, value): &&(Cow<'_, str>, Value<'_>)| OF_ERRORS.contains(&&**key) && !has_none(value);
    let found = object.members.iter().find(says).filter(|_| all);
    found.map(|(key, _)| &**key)
}

/// What there is to say of texts that held control signs as they are, where any did.
pub(crate) fn told_unescaped(count: u64) -> Option<String> {
    let message =
        format!("{count} texts hold a line break or another control sign that JSON would escape: read as it is");
    (count > 0).then_some(message)
}

/// How many bytes of JSON one import takes, all files together: they are kept until the last one is there, and take
/// several times as much while they are read.
const MOST_JSON: usize = 512 << 20;

/// Whether there is room for more bytes of JSON beside those that are kept; how many they are then.
///
/// # Errors
/// `FT-I012` where there is none.
pub(crate) fn room_for_json(kept: usize, more: usize, file: &str) -> Result<usize, Error> {
    let all = kept.saturating_add(more);
    if all <= MOST_JSON {
        return Ok(all);
    }
    let message = format!(
        "{file} is too large: one import takes {} MiB of JSON in all",
        MOST_JSON >> 20
    );
    let help = "import a part of the practice at a time, such as one location, or give the tables as CSV";
    Err(Error::new(Code::ImportEncoding, message).at(file).help(help))
}

/// The bytes of a file as UTF-8, or as what else is like ASCII: UTF-16 is turned into it, and a mark is left out.
pub(crate) fn like_ascii(bytes: &[u8]) -> Cow<'_, [u8]> {
    match Unit::of_head(bytes) {
        Some(unit) => {
            let mut text = Utf16::new(unit).push(bytes);
            if text.starts_with(MARK) {
                text.drain(..MARK.len());
            }
            Cow::Owned(text)
        }
        None => Cow::Borrowed(bytes.strip_prefix(MARK).unwrap_or(bytes)),
    }
}

/// The byte order mark as UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";
