//! Values on their way into a text: made harmless for the form they stand in.

use std::borrow::Cow;

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

/// A value on one line: control characters and runs of white space become one space, the ends are trimmed.
pub(crate) fn one_line(value: &str) -> Cow<'_, str> {
    let value = trimmed(value);
    if is_one_line(value) {
        return Cow::Borrowed(value);
    }
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

/// Whether a trimmed value is on one line already. Nearly all are, and of plain ASCII: those are looked through without
/// a branch, many bytes at a time.
fn is_one_line(value: &str) -> bool {
    let bytes = value.as_bytes();
    let after = bytes.get(1..).unwrap_or_default();
    let is_plain = |b: u8| b.wrapping_sub(b' ') <= b'~' - b' ';
    let plain = bytes.iter().fold(true, |all, b| all & is_plain(*b));
    let twice = bytes
        .iter()
        .zip(after)
        .fold(false, |any, (a, b)| any | ((*a == b' ') & (*b == b' ')));
    if plain || twice {
        return !twice;
    }
    !value.chars().any(|c| is_unsafe(c) || (c.is_whitespace() && c != ' '))
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

/// For each byte whether it may stand in an address as it is: a table, since every byte of every link is looked at.
const KEPT: [bool; 256] = {
    let mut table = [false; 256];
    let mut rest: &mut [bool] = &mut table;
    let mut byte = 0_u8;
    while let [first, others @ ..] = rest {
        *first = byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'?' | b'#' | b'@')
            || matches!(byte, b'!' | b'$' | b'&' | b'+' | b',' | b'=' | b'%');
        rest = others;
        byte = byte.wrapping_add(1);
    }
    table
};

fn is_kept(byte: u8) -> bool {
    KEPT.get(usize::from(byte)).is_some_and(|kept| *kept)
}

fn percent_encoded(url: &str) -> Cow<'_, str> {
    if url.bytes().fold(true, |all, byte| all & is_kept(byte)) {
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
