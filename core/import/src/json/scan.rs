//! One value out of bytes: strict about what JSON is, exact about where it is not.

use std::borrow::Cow;

use super::{LOST_KEY, Object, Value};
use crate::encoding::Encoding;

/// How deep a record may be nested.
const MAX_DEPTH: u32 = 64;

/// Where and why the bytes are no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) why: &'static str,
}

const NOT_CLOSED: &str = "a text is not closed, or holds a line break or another control sign";

/// A place in the bytes, and what is read from there.
#[derive(Clone, Copy)]
pub(super) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    encoding: Encoding,
    /// How many texts held a line break or another control sign as it is.
    unescaped: u64,
    /// The last of them: where the sign stands, and where the text ends.
    loose: Option<(usize, usize)>,
}

type Read<T> = Result<T, Fault>;

impl<'a> Scanner<'a> {
    pub(super) fn new(bytes: &'a [u8], encoding: Encoding) -> Self {
        Self {
            bytes,
            at: 0,
            encoding,
            unescaped: 0,
            loose: None,
        }
    }

    /// The same bytes from another place on.
    pub(super) fn moved_to(self, at: usize) -> Self {
        Self { at, ..self }
    }

    /// How many texts so far held a control sign as it is. JSON has it escaped (RFC 8259, section 7), and there are
    /// systems that write it so all the same.
    pub(super) fn unescaped(&self) -> u64 {
        self.unescaped
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The next byte that says something; nothing at the end.
    pub(super) fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    /// Goes over a sign, if it is the next.
    pub(super) fn eat(&mut self, sign: u8) -> bool {
        let there = self.peek() == Some(sign);
        self.at += usize::from(there);
        there
    }

    /// Goes over a list without anything in it, if that is the next.
    pub(super) fn eat_empty_list(&mut self) -> bool {
        let mut ahead = *self;
        let is_it = ahead.eat(b'[') && ahead.eat(b']');
        if is_it {
            *self = ahead;
        }
        is_it
    }

    /// Goes over bytes that stand here exactly.
    pub(super) fn eat_all(&mut self, text: &[u8]) -> bool {
        let there = self.rest().starts_with(text);
        self.at += if there { text.len() } else { 0 };
        there
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(super) fn fault(&self, why: &'static str) -> Fault {
        let why = if self.rest().is_empty() {
            "the file ends here"
        } else {
            why
        };
        Fault { at: self.at, why }
    }

    pub(super) fn value(&mut self) -> Read<Value<'a>> {
        self.nested(MAX_DEPTH).map_err(|fault| self.sooner(fault))
    }

    /// What breaks right behind a text with a line break in it broke there: its quote is missing.
    pub(super) fn sooner(&self, fault: Fault) -> Fault {
        let loose = self.loose.filter(|(_, end)| {
            let between = self.bytes.get(*end..fault.at);
            between.is_some_and(|between| between.trim_ascii().is_empty())
        });
        loose.map_or(fault, |(at, _)| Fault { at, why: NOT_CLOSED })
    }

    fn nested(&mut self, depth: u32) -> Read<Value<'a>> {
        let Some(inner) = depth.checked_sub(1) else {
            return Err(self.fault("it is nested too deep"));
        };
        match self.peek() {
            Some(b'{') => self.object(inner).map(Value::Object),
            Some(b'[') => self.array(inner).map(Value::Array),
            Some(b'"') => Ok(self.text()?.map_or(Value::Undecodable, Value::Text)),
            Some(b'-' | b'0'..=b'9') => self.number().map(Value::Number),
            Some(b't') if self.word(b"true") => Ok(Value::Bool(true)),
            Some(b'f') if self.word(b"false") => Ok(Value::Bool(false)),
            Some(b'n') if self.word(b"null") => Ok(Value::Null),
            Some(_) | None => Err(self.no_value()),
        }
    }

    /// A word that the end of the file cuts could be any.
    fn no_value(&self) -> Fault {
        let rest = self.rest();
        let word = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        if word > 0 && word == rest.len() {
            return Fault {
                at: self.bytes.len(),
                why: "the file ends here",
            };
        }
        self.fault("here a value should stand")
    }

    fn word(&mut self, word: &[u8]) -> bool {
        let end = self.rest().get(word.len());
        let whole = end.is_none_or(|b| !b.is_ascii_alphanumeric());
        whole && self.eat_all(word)
    }

    fn array(&mut self, depth: u32) -> Read<Vec<Value<'a>>> {
        self.at += 1;
        let mut items = Vec::new();
        if self.eat(b']') {
            return Ok(items);
        }
        loop {
            items.push(self.nested(depth)?);
            if self.eat(b']') {
                return Ok(items);
            }
            if !self.eat(b',') {
                return Err(self.fault("here a comma or the end of the list should stand"));
            }
        }
    }

    fn object(&mut self, depth: u32) -> Read<Object<'a>> {
        self.at += 1;
        let mut members = Vec::new();
        if self.eat(b'}') {
            return Ok(Object { members });
        }
        loop {
            let key = self.key()?;
            members.push((key, self.nested(depth)?));
            if self.eat(b'}') {
                return Ok(Object { members });
            }
            if !self.eat(b',') {
                return Err(self.fault("here a comma or the end of the object should stand"));
            }
        }
    }

    /// A key with its colon. One that is no text is none that anybody asks for.
    pub(super) fn key(&mut self) -> Read<Cow<'a, str>> {
        if self.peek() != Some(b'"') {
            return Err(self.fault("here a key in double quotes should stand"));
        }
        let key = self.text()?.unwrap_or(Cow::Borrowed(LOST_KEY));
        if self.eat(b':') {
            return Ok(key);
        }
        Err(self.fault("here a colon should stand"))
    }

    /// The keys of an object as far as it can be read.
    pub(super) fn keys_read(mut self) -> Vec<Cow<'a, str>> {
        let mut keys = Vec::new();
        let mut goes_on = self.eat(b'{');
        while goes_on {
            let Ok(key) = self.key() else { break };
            keys.push(key);
            goes_on = self.value().is_ok() && self.eat(b',');
        }
        keys
    }

    fn number(&mut self) -> Read<&'a str> {
        let rest = self.rest();
        let digits = |from: usize| {
            let digits = rest.get(from..).unwrap_or_default();
            digits.iter().take_while(|b| b.is_ascii_digit()).count()
        };
        let minus = usize::from(rest.first() == Some(&b'-'));
        let whole = digits(minus);
        let mut end = minus + whole;
        let mut is_number = whole == 1 || (whole > 1 && rest.get(minus) != Some(&b'0'));
        if rest.get(end) == Some(&b'.') {
            let fraction = digits(end + 1);
            is_number &= fraction > 0;
            end += 1 + fraction;
        }
        if let Some(b'e' | b'E') = rest.get(end) {
            let sign = usize::from(matches!(rest.get(end + 1), Some(b'+' | b'-')));
            let power = digits(end + 1 + sign);
            is_number &= power > 0;
            end += 1 + sign + power;
        }
        // What ends with the file could go on: 12 of 1250.
        let goes_on = rest
            .get(end)
            .is_none_or(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+'));
        let text = rest.get(..end).and_then(|bytes| std::str::from_utf8(bytes).ok());
        match text.filter(|_| is_number && !goes_on) {
            Some(text) => {
                self.at += end;
                Ok(text)
            }
            None if end == rest.len() => Err(Fault {
                at: self.bytes.len(),
                why: "the file ends here",
            }),
            None => Err(self.fault("this is no number")),
        }
    }

    /// A text; nothing where its bytes or its escapes are none.
    fn text(&mut self) -> Read<Option<Cow<'a, str>>> {
        self.at += 1;
        let mut whole: Option<String> = None;
        let mut is_text = true;
        let mut loose: Option<usize> = None;
        loop {
            let rest = self.rest();
            let plain = rest
                .iter()
                .position(|b| matches!(b, b'"' | b'\\' | 1..=0x1f))
                .unwrap_or(rest.len());
            let piece = self.encoding.text(rest.get(..plain).unwrap_or_default());
            is_text &= piece.is_some();
            let piece = piece.unwrap_or_default();
            self.at += plain;
            match rest.get(plain) {
                Some(b'"') => {
                    self.at += 1;
                    if let Some(at) = loose {
                        self.unescaped += 1;
                        self.loose = Some((at, self.at));
                    }
                    let text = match whole {
                        None => piece,
                        Some(whole) => Cow::Owned(whole + &piece),
                    };
                    return Ok(is_text.then_some(text));
                }
                Some(b'\\') => {
                    let text = whole.get_or_insert_default();
                    text.push_str(&piece);
                    self.at += 1;
                    match self.escape()? {
                        Some(c) => text.push(c),
                        None => is_text = false,
                    }
                }
                Some(sign) => {
                    let text = whole.get_or_insert_default();
                    text.push_str(&piece);
                    text.push(char::from(*sign));
                    loose = loose.or(Some(self.at));
                    self.at += 1;
                }
                None => {
                    let fault = self.fault("");
                    return Err(loose.map_or(fault, |at| Fault { at, why: NOT_CLOSED }));
                }
            }
        }
    }

    /// What stands behind a backslash; nothing where it is half a surrogate pair, or a NUL.
    fn escape(&mut self) -> Read<Option<char>> {
        let sign = self.rest().first().copied();
        let plain = match sign {
            Some(b'"' | b'\\' | b'/') => sign.map(char::from),
            Some(b'b') => Some('\u{8}'),
            Some(b'f') => Some('\u{c}'),
            Some(b'n') => Some('\n'),
            Some(b'r') => Some('\r'),
            Some(b't') => Some('\t'),
            Some(b'u') => None,
            Some(_) | None => return Err(self.fault("a backslash stands before a sign that is no escape")),
        };
        self.at += 1;
        if plain.is_some() {
            return Ok(plain);
        }
        let unit = self.unit()?;
        let mut units = vec![unit];
        if (0xd800..0xdc00).contains(&unit) && self.rest().starts_with(b"\\u") {
            let mut ahead = *self;
            ahead.at += 2;
            let next = ahead.unit()?;
            if (0xdc00..0xe000).contains(&next) {
                units.push(next);
                *self = ahead;
            }
        }
        let c = char::decode_utf16(units).next().and_then(Result::ok);
        Ok(c.filter(|c| *c != '\0'))
    }

    fn unit(&mut self) -> Read<u16> {
        let digits = self
            .rest()
            .get(..4)
            .filter(|four| four.iter().all(u8::is_ascii_hexdigit));
        let text = digits.and_then(|four| std::str::from_utf8(four).ok());
        match text.and_then(|text| u16::from_str_radix(text, 16).ok()) {
            Some(unit) => {
                self.at += 4;
                Ok(unit)
            }
            None if self.rest().len() < 4 => Err(Fault {
                at: self.bytes.len(),
                why: "the file ends here",
            }),
            None => Err(self.fault("\\u stands before what are not four hexadecimal digits")),
        }
    }

    pub(super) fn ends_at(&self, at: usize) -> bool {
        at >= self.bytes.len()
    }

    /// Whether the next byte is the first of its line.
    pub(super) fn starts_line(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.bytes.get(at));
        before.is_none_or(|b| *b == b'\n')
    }

    /// Goes over a value that is none, by its brackets and quotes alone, no further than to a place; false where that
    /// leads nowhere. A line break ends a text, so that a quote that is never closed costs one record and not the rest
    /// of the file.
    pub(super) fn skip(&mut self, no_further: Option<usize>) -> bool {
        let mut open: Vec<u8> = Vec::new();
        let mut in_text = false;
        self.peek();
        let end = no_further.unwrap_or(self.bytes.len());
        while let Some(byte) = self.bytes.get(..end).and_then(|bytes| bytes.get(self.at)).copied() {
            match byte {
                b'"' => in_text = !in_text,
                b'\n' | b'\r' => in_text = false,
                b'\\' if in_text => self.at += 1,
                b'{' | b'[' if !in_text => open.push(byte),
                b'}' | b']' | b',' if !in_text && open.is_empty() => return true,
                b'}' | b']' if !in_text => {
                    let its_own = if byte == b'}' { b'{' } else { b'[' };
                    // What was left open inside ends here too.
                    let Some(depth) = open.iter().rposition(|sign| *sign == its_own) else {
                        return false;
                    };
                    open.truncate(depth);
                    if open.is_empty() {
                        self.at += 1;
                        return true;
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        self.at = end;
        false
    }

    /// Goes to the list under one of the keys, behind this place and before another, whatever stands around it.
    pub(super) fn go_to_list(&mut self, keys: &[&str], end: usize) -> bool {
        let mut ahead = *self;
        while let Some(found) = self
            .bytes
            .get(ahead.at..end)
            .and_then(|rest| rest.iter().position(|b| *b == b'"'))
        {
            ahead.at += found + 1;
            let Some(key) = keys.iter().find(|key| ahead.rest().starts_with(key.as_bytes())) else {
                continue;
            };
            let mut list = ahead;
            list.at += key.len();
            if list.eat_all(b"\"") && list.eat(b':') && list.peek() == Some(b'[') && list.at < end {
                *self = list;
                return true;
            }
        }
        false
    }

    /// Goes behind an object that is none where it starts a line: what is written one value a line ends at the next line
    /// that is indented no deeper. False where that says nothing.
    pub(super) fn go_behind(&mut self) -> bool {
        self.peek();
        let before = self.bytes.get(..self.at).unwrap_or_default();
        let indent = before
            .iter()
            .rev()
            .take_while(|b| matches!(b, b' ' | b'\t' | b'\r'))
            .count();
        if before.iter().rev().nth(indent).is_some_and(|b| *b != b'\n') {
            return false;
        }
        let mut ahead = *self;
        while let Some((own, sign)) = ahead.next_line() {
            match sign {
                b'{' | b']' if own == indent || (own < indent && sign == b']') => {
                    *self = ahead;
                    return true;
                }
                b'}' if own == indent => {
                    ahead.at += 1;
                    *self = ahead;
                    return true;
                }
                _ if own <= indent => return false,
                _ => {}
            }
        }
        false
    }

    /// Goes to the next line that could start a page: after a break, a file of several has the others still.
    pub(super) fn go_to_page(&mut self) -> bool {
        let mut ahead = *self;
        while let Some((indent, sign)) = ahead.next_line() {
            if indent == 0 && matches!(sign, b'{' | b'[') {
                *self = ahead;
                return true;
            }
        }
        false
    }

    /// Goes to the first sign of the next line that is not empty, with how far it is indented.
    fn next_line(&mut self) -> Option<(usize, u8)> {
        self.at += self.rest().iter().position(|b| *b == b'\n')?;
        let sign = self.peek()?;
        let before = self.bytes.get(..self.at)?;
        let indent = before.iter().rev().take_while(|b| **b != b'\n').count();
        Some((indent, sign))
    }
}
