//! Values on their way into a text: made harmless for the form they stand in.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Characters that break lines or turn the direction of reading: never part of a value.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Characters that show nothing by themselves, besides white space.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
    ) || matches!(c, '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}')
}

/// The value without white space around it; None when there is nothing to see. A name of such characters would be
/// printed as an empty one.
pub(crate) fn shown(value: &str) -> Option<&str> {
    let value = trimmed(value);
    let is_blank = |c: char| c.is_whitespace() || is_unsafe(c) || is_invisible(c);
    match value.as_bytes().first() {
        Some(b'!'..=b'~') => Some(value),
        _ => value.chars().any(|c| !is_blank(c)).then_some(value),
    }
}

/// Nearly every value begins and ends with a character of ASCII that shows something: then there is nothing to trim.
fn trimmed(value: &str) -> &str {
    match value.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => value,
        _ => value.trim(),
    }
}

fn is_mailbox(word: &str) -> bool {
    let parts = word.split_once('@');
    parts.is_some_and(|(name, place)| !name.is_empty() && !place.is_empty())
}

/// What stands before a name with a point behind it, and is no host.
const TITLES: [&str; 9] = ["dr", "dra", "mr", "mrs", "ms", "prof", "sr", "sra", "st"];

/// Whether phones and mail clients make a link of a value: an address of the web or of a mailbox, or a bare host such as
/// `example.com`. "Dr. Lee" and "J.R." are none.
pub(crate) fn reads_as_link(value: &str) -> bool {
    value.contains("://") || value.split_whitespace().any(|word| is_host(word) || is_mailbox(word))
}

/// `example.com`, with whatever stands behind it.
fn is_host(word: &str) -> bool {
    let labels = word.split('.');
    labels.clone().zip(labels.skip(1)).any(|(before, after)| {
        let ends = before
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || c == '-');
        let title = TITLES.iter().any(|title| before.eq_ignore_ascii_case(title));
        let top = after.chars().take_while(|c| c.is_alphabetic()).count();
        ends && before.chars().count() > 1 && top > 1 && !title
    })
}

/// A value on one line: control characters and runs of white space become one space, the ends are trimmed, letters and
/// their accents are one character (NFC).
pub(crate) fn one_line(value: &str) -> Cow<'_, str> {
    let value = trimmed(value);
    if is_one_line(value) {
        return Cow::Borrowed(value);
    }
    // "é" in two characters would cost a text message twice and more.
    let value: String = value.nfc().collect();
    let mut out = String::with_capacity(value.len());
    for word in value
        .split(|c: char| c.is_whitespace() || is_unsafe(c))
        .filter(|w| !w.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// Whether a trimmed value is on one line already. Nearly all are, and of plain ASCII: those are looked through eight
/// bytes at a time.
pub(crate) fn is_one_line(value: &str) -> bool {
    let bytes = value.as_bytes();
    let Some(last) = bytes.last_chunk::<8>() else {
        return is_short_line(value);
    };
    let (mut other, mut twice, mut before) = (0, 0, 0);
    for eight in bytes.as_chunks::<8>().0 {
        let eight = u64::from_le_bytes(*eight);
        let spaces = spaces(eight);
        other |= not_plain(eight);
        twice |= spaces & (spaces << 8 | before >> 56);
        before = spaces;
    }
    // The rest, with some bytes before it.
    let eight = u64::from_le_bytes(*last);
    other |= not_plain(eight);
    twice |= spaces(eight) & (spaces(eight) << 8);
    if other == 0 { twice == 0 } else { is_odd_line(value) }
}

fn is_short_line(value: &str) -> bool {
    let mut before = b'!';
    for byte in value.bytes() {
        match byte {
            b' ' if before == b' ' => return false,
            b' '..=b'~' => before = byte,
            _ => return is_odd_line(value),
        }
    }
    true
}

/// The same for a value with other characters than those of plain ASCII.
#[cold]
fn is_odd_line(value: &str) -> bool {
    let is_odd = |c: char| is_unsafe(c) || (c.is_whitespace() && c != ' ');
    is_nfc(value) && !value.contains("  ") && !value.chars().any(is_odd)
}

/// The same byte eight times.
const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Not zero where one of eight bytes is outside of ASCII's space to tilde: a byte below borrows, one above carries into
/// its top bit or has it.
fn not_plain(eight: u64) -> u64 {
    let below = eight.wrapping_sub(each(b' ')) & !eight;
    let above = eight.wrapping_add(each(1)) | eight;
    (below | above) & each(0x80)
}

/// The top bit of each of eight plain bytes that is a space.
fn spaces(eight: u64) -> u64 {
    !(eight ^ each(b' ')).wrapping_add(each(0x7f)) & each(0x80)
}

/// Appends a value to Markdown so that it can be nothing but text: every ASCII punctuation character may carry a
/// backslash there (CommonMark 0.31, 2.4), so all do but those without any meaning.
pub(crate) fn push_markdown(out: &mut String, value: &str) {
    let is_special = |b: u8| b.is_ascii_punctuation() && !matches!(b, b',' | b'%' | b'/' | b'?' | b'\'');
    let mut rest = value;
    // Plain bytes go in one piece up to the next special one, which stands first in the piece after it.
    while let Some(at) = rest.bytes().skip(1).position(is_special) {
        let (piece, next) = rest.split_at(at + 1);
        push_piece(out, piece, is_special);
        rest = next;
    }
    push_piece(out, rest, is_special);
}

fn push_piece(out: &mut String, piece: &str, is_special: impl Fn(u8) -> bool) {
    if piece.bytes().next().is_some_and(is_special) {
        out.push('\\');
    }
    out.push_str(piece);
}

/// Appends text to HTML, in content or in a quoted attribute.
pub(crate) fn push_html(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !is_bare(byte)) {
        let (plain, marked) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = marked.chars();
        match chars.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('"') => out.push_str("&quot;"),
            Some('\'') => out.push_str("&#39;"),
            Some(c) if is_unsafe(c) => out.push(' '),
            Some(c) => out.push(c),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}

/// Whether a byte stands in HTML as it is, without a look at its character.
fn is_bare(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | b'\t') && !matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')
}

/// A web address in which nothing can end a link, a header or a line: such characters are percent-encoded. None when
/// it is not an http or https address.
pub(crate) fn web_address(url: &str) -> Option<Cow<'_, str>> {
    let url = trimmed(url);
    let scheme = |s: &str| url.get(..s.len()).is_some_and(|start| start.eq_ignore_ascii_case(s)) && url.len() > s.len();
    (scheme("https://") || scheme("http://")).then(|| percent_encoded(url))
}

/// Whether a byte may stand in an address as it is: letters, digits and `!#$%&+,-./:=?@_~`. Without a branch, so that
/// many are looked at in one step.
fn is_kept(byte: u8) -> bool {
    let within = |low: u8, high: u8| byte.wrapping_sub(low) <= high - low;
    let letters = within(b'a', b'z') | within(b'?', b'Z');
    let digits = within(b'+', b':');
    letters | digits | within(b'#', b'&') | (byte == b'!') | (byte == b'=') | (byte == b'_') | (byte == b'~')
}

fn all_kept(bytes: &[u8]) -> bool {
    let all = |some: &[u8; 16]| some.iter().fold(true, |all, byte| all & is_kept(*byte));
    match bytes.last_chunk::<16>() {
        Some(last) => bytes.as_chunks::<16>().0.iter().all(all) && all(last),
        None => bytes.iter().all(|byte| is_kept(*byte)),
    }
}

/// Whether a value is an https address in which there is nothing to encode, as nearly all are.
pub(crate) fn is_plain_address(url: &str) -> bool {
    url.len() > "https://".len() && url.starts_with("https://") && all_kept(url.as_bytes())
}

fn percent_encoded(url: &str) -> Cow<'_, str> {
    if all_kept(url.as_bytes()) {
        return Cow::Borrowed(url);
    }
    let mut out = String::with_capacity(url.len() + 16);
    for byte in url.bytes() {
        if is_kept(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    Cow::Owned(out)
}
