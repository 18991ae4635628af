//! The records of a JSON file, one by one: in a list, in the list of an envelope, or one after another.

use std::borrow::Cow;

use super::scan::{Fault, Scanner};
use super::{MARK, Object, Value};
use crate::encoding::Encoding;

/// Where the records of a file stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout<'l> {
    /// Keys of an envelope whose value are the records: `data`, `entry`, `body`.
    pub(crate) lists: &'l [&'l str],
    /// A key of each element of such a list that holds the record itself: `resource`. What stands beside it are members of
    /// the record, as `../fullUrl`.
    pub(crate) inside: Option<&'l str>,
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
    },
}

/// Reads a file, whatever is in it: an array of records, an envelope, an array of envelopes, or several of these or of
/// records, one after another. The bytes are those of [`super::like_ascii`].
///
/// A record that is no JSON is told and the next one read, where it is clear where it starts.
pub(crate) fn each<'a>(bytes: &'a [u8], encoding: Encoding, layout: Layout<'_>, sink: &mut dyn FnMut(Found<'a>)) {
    let mut walk = Walk {
        scanner: Scanner::new(bytes, encoding),
        layout,
        sink,
        counted: (0, 1),
    };
    while walk.page() {}
}

struct Walk<'a, 'l, 's> {
    scanner: Scanner<'a>,
    layout: Layout<'l>,
    sink: &'s mut dyn FnMut(Found<'a>),
    /// A place and its line.
    counted: (usize, u32),
}

/// How many envelopes may stand in each other.
const MAX_LEVEL: u32 = 4;

/// Whether the place of the next value is known.
enum Next {
    Known,
    /// A list broke off, and here the next page could start.
    Page,
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
                self.broken("", fault, true);
                Next::Lost
            }
        };
        match next {
            Next::Known | Next::Page => true,
            Next::Lost => self.scanner.go_to_page(),
        }
    }

    /// The elements of a list; `of_pages` where they could be envelopes.
    fn array(&mut self, path: &str, of_pages: bool, level: u32) -> Next {
        self.scanner.eat(b'[');
        let mut index = 0_u64;
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
                    self.broken(path, fault, true);
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
                self.broken(&format!("{path}/{index}"), fault, true);
                let is_page = self.scanner.peek() == Some(b'{') && self.scanner.starts_line();
                return if is_page { Next::Page } else { Next::Lost };
            }
        }
    }

    fn element(&mut self, path: &str) -> Next {
        let line = self.line();
        let start = self.scanner;
        match self.scanner.value() {
            Ok(value) => {
                self.record(path, line, value);
                Next::Known
            }
            Err(fault) => self.pass(start, path, fault, true),
        }
    }

    /// An object that may be an envelope: which it is shows when one of its keys is that of a list.
    fn object(&mut self, path: &str, in_list: bool, level: u32) -> Next {
        let line = self.line();
        let start = self.scanner;
        let mut members: Vec<(Cow<'a, str>, Value<'a>)> = Vec::new();
        let mut is_envelope = false;
        let mut held: Option<Fault> = None;
        self.scanner.eat(b'{');
        let fault = loop {
            if self.scanner.eat(b'}') {
                break None;
            }
            if !members.is_empty() || is_envelope || held.is_some() {
                if !self.scanner.eat(b',') {
                    break Some(self.scanner.fault("here a comma or the end of the object should stand"));
                }
                if self.scanner.peek() == Some(b'}') {
                    continue;
                }
            }
            let key = match self.scanner.key() {
                Ok(key) => key,
                Err(fault) => break Some(fault),
            };
            let is_list = level > 0 && self.layout.lists.contains(&&*key);
            if is_list && self.scanner.eat_empty_list() {
                members.push((key, Value::Array(Vec::new())));
                is_envelope = true;
                continue;
            }
            let below = || format!("{path}/{}", escaped(&key));
            let next = match self.scanner.peek() {
                Some(b'[') if is_list => self.array(&below(), false, level - 1),
                Some(b'{') if is_list => self.object(&below(), false, level - 1),
                Some(_) | None => {
                    let value = self.scanner;
                    match self.scanner.value() {
                        Ok(value) => members.push((key, value)),
                        // The records of an envelope may stand behind what is wrong in it.
                        Err(fault) => {
                            held = held.or(Some(fault));
                            self.scanner = value;
                            if !self.scanner.skip() {
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
            Some(fault) if !is_envelope => return self.pass(start, path, held.unwrap_or(fault), in_list),
            Some(fault) => {
                self.broken(path, fault, true);
                return Next::Lost;
            }
            None => {}
        }
        if let Some(fault) = held {
            self.broken(path, fault, false);
        }
        let members = Object { members };
        if is_envelope {
            let path = path.to_owned();
            (self.sink)(Found::Envelope { path, line, members });
        } else if held.is_none() {
            self.record(path, line, Value::Object(members));
        }
        Next::Known
    }

    fn record(&mut self, path: &str, line: u32, mut value: Value<'a>) {
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

    /// Tells of a record that is none and goes behind it, where that is clear.
    fn pass(&mut self, start: Scanner<'a>, path: &str, fault: Fault, in_list: bool) -> Next {
        self.scanner = start;
        let found = self.scanner.go_behind() || self.scanner.skip();
        let known = found && (!in_list || self.goes_on());
        self.broken(path, fault, !known);
        if known {
            return Next::Known;
        }
        self.scanner = start;
        Next::Lost
    }

    /// Whether a list goes on or ends here. A record that follows without a comma is a record all the same, unless it
    /// could be the next page, behind one that was cut short.
    fn goes_on(&mut self) -> bool {
        match self.scanner.peek() {
            Some(b',' | b']') | None => true,
            Some(b'{') => !self.scanner.starts_line(),
            Some(_) => false,
        }
    }

    fn broken(&mut self, path: &str, fault: Fault, is_last: bool) {
        let line = self.line_at(fault.at);
        let (byte, why) = (fault.at + 1, fault.why);
        let rest = if is_last && !self.scanner.ends_at(fault.at) {
            "; what follows it in the list is not read"
        } else {
            ""
        };
        let message = format!("the JSON breaks in line {line}, at byte {byte}: {why}{rest}");
        let path = path.to_owned();
        (self.sink)(Found::Broken { path, line, message });
    }

    /// The line of the next value.
    fn line(&mut self) -> u32 {
        self.scanner.peek();
        self.line_at(self.scanner.at())
    }

    fn line_at(&mut self, at: usize) -> u32 {
        let (from, line) = self.counted;
        let (from, line) = if from <= at { (from, line) } else { (0, 1) };
        let passed = self.scanner.bytes().get(from..at).unwrap_or_default();
        let breaks = passed.iter().filter(|b| **b == b'\n').count();
        let line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
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
