//! The records of a JSON file, one by one: in a list, in the list of an envelope, or one after another.

use std::borrow::Cow;

use super::resume::Records;
use super::scan::{Fault, Scanner};
use super::{MARK, Object, Value, fingerprint};
use crate::encoding::Encoding;

/// Where the records of a file stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout<'l> {
    /// Keys of an envelope whose value are the records: `data`, `entry`, `body`.
    pub(crate) lists: &'l [&'l str],
    /// A key of each element of such a list that holds the record itself: `resource`. What stands beside it are members of
    /// the record, as `../fullUrl`.
    pub(crate) inside: Option<&'l str>,
    /// A key that every record has, where records name their kind.
    pub(crate) kind: Option<&'l str>,
}

/// What comes out of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found<'a> {
    /// A record; what it is, an object or not, is for the caller to judge.
    Record {
        /// JSON pointer inside its page.
        path: String,
        /// Where it starts, from 1.
        line: u32,
        value: Value<'a>,
    },
    /// An envelope has ended: all of it but its records. A list without any is in it.
    Envelope {
        path: String,
        line: u32,
        members: Object<'a>,
    },
    /// What cannot be read. Either one record (what follows it was read) or all that was still to come.
    Broken {
        /// JSON pointer of the record at hand.
        path: String,
        /// Where it broke, from 1.
        line: u32,
        /// Why, with line and byte; nothing of what is written there.
        message: String,
        /// A number for what stands there, up to where it breaks.
        content: u64,
        /// Whether the list breaks off there: it may be much more than one record.
        is_end: bool,
    },
}

/// Reads a file, whatever is in it: an array of records, an envelope, an array of envelopes, or several of these or of
/// records, one after another. The bytes are those of [`super::like_ascii`].
///
/// A record that is no JSON is told and the next one read: behind it, where it is clear where it ends, else at what
/// looks like a record. Returns how many texts held a control sign as it is.
pub(crate) fn each<'a>(
    bytes: &'a [u8],
    encoding: Encoding,
    layout: Layout<'_>,
    sink: &mut dyn FnMut(Found<'a>),
) -> u64 {
    let mut walk = Walk {
        scanner: Scanner::new(bytes, encoding),
        layout,
        sink,
        counted: (0, 1),
        first: None,
        count: 0,
        records: Records::default(),
        has_envelopes: false,
        has_list: false,
        skipped: 0,
    };
    while walk.page() {}
    walk.scanner.unescaped()
}

pub(super) struct Walk<'a, 'l, 's> {
    pub(super) scanner: Scanner<'a>,
    pub(super) layout: Layout<'l>,
    pub(super) sink: &'s mut dyn FnMut(Found<'a>),
    /// A place and its line.
    pub(super) counted: (usize, u32),
    /// Where the first record starts that could be read, and how many there were.
    pub(super) first: Option<Scanner<'a>>,
    pub(super) count: u64,
    pub(super) records: Records,
    /// Whether any record stood in a list of an envelope.
    pub(super) has_envelopes: bool,
    pub(super) has_list: bool,
    /// How many bytes were gone over in search of brackets.
    pub(super) skipped: usize,
}

/// How many envelopes may stand in each other.
const MAX_LEVEL: u32 = 4;

/// Whether the place of the next value is known.
pub(super) enum Next {
    Known,
    /// A list broke off, and here the next page could start.
    Page,
    Lost,
}

/// So much of what breaks tells it from what broke the night before.
const CONTENT: usize = 256;

/// What becomes of what stands behind a break.
pub(super) enum Rest {
    /// It is read.
    Read,
    /// It is passed over, from one place to another one where a record starts.
    PassedOver(usize, usize),
    /// It is not read.
    Lost,
}

impl<'a> Walk<'a, '_, '_> {
    /// One value of the file itself; false at the end.
    fn page(&mut self) -> bool {
        while self.scanner.peek().is_some() && self.scanner.eat_all(MARK) {}
        let next = match self.scanner.peek() {
            None => return false,
            Some(b'[') => self.array("", true, MAX_LEVEL),
            Some(b'{') => self.object("", false, MAX_LEVEL),
            Some(_) => {
                let fault = self.scanner.fault("here a list or an object should stand");
                self.rest_of_list("", fault, true, MAX_LEVEL)
            }
        };
        match next {
            Next::Known | Next::Page => true,
            Next::Lost => self.scanner.go_to_page(),
        }
    }

    /// The elements of a list; `of_pages` where they could be envelopes.
    pub(super) fn array(&mut self, path: &str, of_pages: bool, level: u32) -> Next {
        self.scanner.eat(b'[');
        self.has_list = true;
        self.elements(path, 0, of_pages, level)
    }

    /// What stands behind a bracket too many, or where the first one of a list is missing: its records, if there are
    /// any.
    fn rest_of_list(&mut self, path: &str, fault: Fault, of_pages: bool, level: u32) -> Next {
        let from = self.scanner;
        let has_records = self.has_list || self.first.is_some();
        let next = if has_records {
            self.next_record(from, from)
        } else {
            None
        };
        let Some(at) = next else {
            self.broken(path, fault, Rest::Lost);
            return Next::Lost;
        };
        let between = from.bytes().get(from.at()..at).unwrap_or_default();
        let rest = match between.trim_ascii() {
            [] | [b','] => Rest::Read,
            _ => Rest::PassedOver(from.at(), at),
        };
        self.broken(path, fault, rest);
        self.scanner = from.moved_to(at);
        self.elements(path, 1, of_pages, level)
    }

    fn elements(&mut self, path: &str, first: u64, of_pages: bool, level: u32) -> Next {
        let mut index = first;
        loop {
            match self.scanner.peek() {
                Some(b']') => {
                    self.scanner.eat(b']');
                    return Next::Known;
                }
                // One too many says nothing.
                Some(b',') if index > 0 => {
                    self.scanner.eat(b',');
                    continue;
                }
                Some(_) => {}
                None => {
                    let fault = self.scanner.fault("");
                    self.broken(path, fault, Rest::Lost);
                    return Next::Lost;
                }
            }
            let own = format!("{path}/{index}");
            let next = if of_pages && self.scanner.peek() == Some(b'{') {
                self.object(&own, true, level)
            } else {
                self.element(&own)
            };
            if !matches!(next, Next::Known) {
                return next;
            }
            index += 1;
            if !self.goes_on() {
                let fault = self.scanner.fault("here a comma or the end of the list should stand");
                let own = format!("{path}/{index}");
                if let Some(at) = self.next_record(self.scanner, self.scanner) {
                    self.broken(&own, fault, Rest::PassedOver(self.scanner.at(), at));
                    self.scanner = self.scanner.moved_to(at);
                    index += 1;
                    continue;
                }
                self.broken(&own, fault, Rest::Lost);
                let is_page = self.scanner.peek() == Some(b'{') && self.scanner.starts_line();
                return if is_page { Next::Page } else { Next::Lost };
            }
        }
    }

    fn element(&mut self, path: &str) -> Next {
        let line = self.line();
        let start = self.scanner;
        let fault = match self.scanner.value() {
            Ok(value) if value.as_object().is_some() || self.goes_on() => {
                self.record(path, line, value, start);
                return Next::Known;
            }
            // A key: what it belongs to has lost its bracket.
            Ok(_) => self.scanner.fault("here a comma or the end of the list should stand"),
            Err(fault) => fault,
        };
        self.pass(start, path, fault, true)
    }

    /// An object that may be an envelope: which it is shows when one of its keys is that of a list.
    fn object(&mut self, path: &str, in_list: bool, level: u32) -> Next {
        let line = self.line();
        let start = self.scanner;
        let mut members: Vec<(Cow<'a, str>, Value<'a>)> = Vec::new();
        let mut is_envelope = false;
        let mut held: Option<Fault> = None;
        let mut list = String::new();
        self.scanner.eat(b'{');
        let fault = loop {
            if self.scanner.eat(b'}') {
                break None;
            }
            if !members.is_empty() || is_envelope || held.is_some() {
                if !self.scanner.eat(b',') {
                    let fault = self.scanner.fault("here a comma or the end of the object should stand");
                    if self.scanner.peek() != Some(b'"') {
                        break Some(fault);
                    }
                    // The comma alone is missing: the records of an envelope stand behind it.
                    held = held.or(Some(fault));
                }
                if self.scanner.peek() == Some(b'}') {
                    continue;
                }
            }
            let key = match self.scanner.key() {
                Ok(key) => key,
                Err(fault) => break Some(self.scanner.sooner(fault)),
            };
            let is_list = level > 0 && self.layout.lists.contains(&&*key);
            if is_list && self.scanner.eat_empty_list() {
                members.push((key, Value::Array(Vec::new())));
                self.has_list = true;
                is_envelope = true;
                continue;
            }
            let below = || format!("{path}/{}", escaped(&key));
            let next = match self.scanner.peek() {
                Some(b'[') if is_list => {
                    self.has_envelopes = true;
                    list = below();
                    self.array(&list.clone(), false, level - 1)
                }
                Some(b'{') if is_list => {
                    list = below();
                    self.object(&list.clone(), false, level - 1)
                }
                Some(_) | None => {
                    let value = self.scanner;
                    match self.scanner.value() {
                        Ok(value) => members.push((key, value)),
                        // A record ends here; those of an envelope may stand behind what is wrong in it.
                        Err(fault) if in_list && self.first.is_some() && !self.has_envelopes => break Some(fault),
                        Err(fault) => {
                            held = held.or(Some(fault));
                            let mut behind = value;
                            let ends = self.skip(&mut behind, None);
                            self.scanner = behind;
                            if !ends {
                                break held;
                            }
                        }
                    }
                    continue;
                }
            };
            is_envelope = true;
            if !matches!(next, Next::Known) {
                return next;
            }
        };
        match fault {
            Some(fault) if !is_envelope => return self.pass_object(start, path, held.unwrap_or(fault), in_list),
            Some(fault) => return self.rest_of_list(&list, fault, false, level.saturating_sub(1)),
            None => {}
        }
        if let Some(fault) = held {
            if !is_envelope && in_list {
                return self.pass_object(start, path, fault, true);
            }
            self.broken(path, fault, Rest::Read);
        }
        let members = Object { members };
        if is_envelope {
            let path = path.to_owned();
            (self.sink)(Found::Envelope { path, line, members });
        } else if held.is_none() {
            self.record(path, line, Value::Object(members), start);
        }
        Next::Known
    }

    fn record(&mut self, path: &str, line: u32, mut value: Value<'a>, start: Scanner<'a>) {
        if value.as_object().is_some() {
            self.first.get_or_insert(start);
            self.count += 1;
        }
        let mut path = path.to_owned();
        if let (Some(key), Value::Object(object)) = (self.layout.inside, &mut value)
            && let Some(at) = object.members.iter().position(|(name, _)| name == key)
        {
            path = format!("{path}/{}", escaped(key));
            let (_, mut inner) = object.members.swap_remove(at);
            if let Value::Object(inner) = &mut inner {
                let beside = std::mem::take(&mut object.members).into_iter();
                inner
                    .members
                    .extend(beside.map(|(name, value)| (Cow::Owned(format!("../{name}")), value)));
            }
            value = inner;
        }
        (self.sink)(Found::Record { path, line, value });
    }

    /// Whether a list goes on or ends here. A record that follows without a comma is a record all the same, unless it
    /// could be the next page, behind one that was cut short.
    pub(super) fn goes_on(&mut self) -> bool {
        match self.scanner.peek() {
            Some(b',' | b']') | None => true,
            Some(b'{') => !self.scanner.starts_line(),
            Some(_) => false,
        }
    }

    pub(super) fn broken(&mut self, path: &str, fault: Fault, rest: Rest) {
        let line = self.line_at(fault.at);
        let (byte, why) = (fault.at + 1, fault.why);
        // What stands behind all pages is no record of theirs.
        let is_end = self.scanner.ends_at(fault.at) || (matches!(rest, Rest::Lost) && !path.is_empty());
        // What is passed over may be other records: one of them that was whole the night before makes this another.
        let content = match rest {
            Rest::Lost => self.around(fault.at, fault.at),
            Rest::Read => self.around(fault.at, self.scanner.at()),
            Rest::PassedOver(_, to) => self.around(fault.at, to),
        };
        let rest = match rest {
            Rest::Lost if !self.scanner.ends_at(fault.at) => {
                let left = self.scanner.bytes().len() - fault.at;
                format!(
                    "; what follows it in the list is not read: of the {left} bytes to the end of the file nobody can \
                         tell how many records they are"
                )
            }
            Rest::PassedOver(from, to) => {
                let passed = to.saturating_sub(from);
                format!("; the {passed} bytes up to what looks like the next record are not read, one record or more")
            }
            Rest::Lost | Rest::Read => String::new(),
        };
        let message = format!("the JSON breaks in line {line}, at byte {byte}: {why}{rest}");
        let path = path.to_owned();
        (self.sink)(Found::Broken {
            path,
            line,
            message,
            content,
            is_end,
        });
    }

    /// A number for what stands before a place, a record or the end of one, and behind it up to another.
    fn around(&self, at: usize, to: usize) -> u64 {
        let bytes = self.scanner.bytes();
        let from = at.saturating_sub(CONTENT);
        let end = at.saturating_add(1).max(to).min(bytes.len());
        fingerprint(bytes.get(from..end).unwrap_or_default())
    }

    /// The line of the next value.
    fn line(&mut self) -> u32 {
        self.scanner.peek();
        self.line_at(self.scanner.at())
    }

    fn line_at(&mut self, at: usize) -> u32 {
        let (from, line) = self.counted;
        let between = self.scanner.bytes().get(from.min(at)..from.max(at)).unwrap_or_default();
        let breaks = between.iter().filter(|b| **b == b'\n').count();
        let breaks = u32::try_from(breaks).unwrap_or(u32::MAX);
        let line = if at < from {
            line.saturating_sub(breaks)
        } else {
            line.saturating_add(breaks)
        };
        self.counted = (at, line);
        line
    }
}

/// A key as a part of a JSON pointer.
fn escaped(key: &str) -> Cow<'_, str> {
    if key.contains(['~', '/']) {
        Cow::Owned(key.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(key)
    }
}
