//! Where the records of a list go on behind one that is no JSON: at the next object that looks like the others.
//!
//! Brackets and quotes say nothing there: one of them may be what is missing. What does is an object behind a comma (or
//! behind a bracket, where the comma is missing too) that can be read whole and has the keys of a record. Objects
//! inside of records have others.

use std::borrow::Cow;

use super::scan::Scanner;
use super::{Layout, Object, Value};

/// How many objects are looked at to learn what a record looks like, where none could be read before.
const LOOKED_AT: usize = 32;

/// What is known of the records, and where the next one was found.
#[derive(Default)]
pub(super) struct Records {
    /// The keys of one of them, in order.
    keys: Option<Vec<String>>,
    found: Option<Search>,
}

/// A search that was made: from where, how far, and whether a record stands at its end. One that starts inside of it
/// need not be made again, so that a file is read once however often it breaks.
#[derive(Clone, Copy)]
struct Search {
    from: usize,
    until: usize,
    is_record: bool,
}

impl Records {
    /// Where the next record starts, at this place or behind it. What it looks like is learned once: of one that could
    /// be read, else of what can be read ahead and has the keys of the one that broke.
    pub(super) fn next<'a>(
        &mut self,
        from: Scanner<'a>,
        known: Option<Scanner<'a>>,
        broken: Scanner<'a>,
        layout: Layout<'_>,
    ) -> Option<usize> {
        if self.keys.is_none() {
            self.keys = known.and_then(|mut known| keys_of(&known.value().ok()?));
            self.found = self.found.filter(|_| self.keys.is_none());
        }
        let at = from.at();
        let made = self.found.filter(|search| (search.from..=search.until).contains(&at));
        let search = made.unwrap_or_else(|| {
            if self.keys.is_none() {
                self.keys = ahead(from, &broken.keys_read());
            }
            let keys = self.keys.as_deref().unwrap_or_default();
            search(from, &mut |object| is_like(object, keys, layout))
        });
        self.found = Some(search);
        search.is_record.then_some(search.until)
    }
}

/// The keys of what can be read ahead: objects inside of the record that broke come first, records behind them.
fn ahead(from: Scanner<'_>, read: &[Cow<'_, str>]) -> Option<Vec<String>> {
    let (mut count, mut keys) = (0, None);
    search(from, &mut |object| {
        count += 1;
        if read.iter().all(|key| object.get(key).is_some()) {
            keys = keys_of_object(object);
        }
        count == LOOKED_AT
    });
    keys
}

fn keys_of(value: &Value<'_>) -> Option<Vec<String>> {
    value.as_object().and_then(keys_of_object)
}

fn keys_of_object(object: &Object<'_>) -> Option<Vec<String>> {
    let mut keys: Vec<String> = object.members.iter().map(|(key, _)| key.to_string()).collect();
    keys.sort_unstable();
    keys.dedup();
    (!keys.is_empty()).then_some(keys)
}

/// Whether most of the keys are those of a record, or all of them and a good part of a record's.
fn is_like(object: &Object<'_>, known: &[String], layout: Layout<'_>) -> bool {
    let named = [layout.inside, layout.kind];
    if named.into_iter().flatten().any(|key| object.get(key).is_some()) {
        return true;
    }
    let Some(own) = keys_of_object(object) else {
        return false;
    };
    let both = own.iter().filter(|key| known.binary_search(key).is_ok()).count();
    both * 2 >= own.len() + known.len() - both || (both == own.len() && both * 3 >= known.len())
}

/// Goes on to the first object that is wanted, or to where the next page starts. What can be read whole and is not
/// wanted is passed over whole.
fn search<'a>(from: Scanner<'a>, wanted: &mut dyn FnMut(&Object<'a>) -> bool) -> Search {
    let bytes = from.bytes();
    let ended = |until: usize, is_record: bool| Search {
        from: from.at(),
        until,
        is_record,
    };
    let head = bytes.get(..from.at()).unwrap_or_default();
    let mut before = head.trim_ascii_end().last().copied();
    let mut line_starts = usize::MAX;
    let mut at = from.at();
    while let Some(byte) = bytes.get(at).copied() {
        // Not the value of a key.
        let starts_page = at == line_starts && matches!(byte, b'{' | b'[') && before != Some(b':');
        match byte {
            b'\n' => line_starts = at + 1,
            b' ' | b'\t' | b'\r' => {}
            b'{' if matches!(before, Some(b',' | b'}' | b']')) => {
                let mut ahead = from.moved_to(at);
                let read = ahead.value();
                if let Ok(Value::Object(object)) = &read
                    && wanted(object)
                {
                    return ended(at, true);
                }
                if starts_page {
                    return ended(at, false);
                }
                if read.is_ok() {
                    before = Some(b'}');
                    at = ahead.at();
                    continue;
                }
                before = Some(byte);
            }
            _ if starts_page => return ended(at, false),
            _ => before = Some(byte),
        }
        at += 1;
    }
    ended(bytes.len(), false)
}
