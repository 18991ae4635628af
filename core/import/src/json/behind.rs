//! What becomes of what stands behind a record that is no JSON.

use super::each::{Next, Rest, Walk};
use super::scan::{Fault, Scanner};

/// How often the length of a file may be gone over in search of brackets: a file of which every record breaks so that
/// they lead to its end is given up sooner.
const MOST_SKIPPED: usize = 16;

impl<'a> Walk<'a, '_, '_> {
    /// Tells of an object that is none and could be an envelope: its list may be read all the same.
    pub(super) fn pass_object(&mut self, start: Scanner<'a>, path: &str, fault: Fault, in_list: bool) -> Next {
        let may_have = !in_list || self.has_envelopes || self.first.is_none();
        if !may_have || start.ends_at(fault.at) {
            return self.pass(start, path, fault, in_list);
        }
        let (mut ends, mut list) = (start, start);
        let is_clear = ends.go_behind() || self.skip(&mut ends, None);
        if !list.go_to_list(self.layout.lists, ends.at()) {
            return self.pass(start, path, fault, in_list);
        }
        self.broken(path, fault, Rest::Read);
        self.scanner = list;
        let next = self.array(path, false, 0);
        if is_clear && matches!(next, Next::Known) && self.scanner.at() <= ends.at() {
            self.scanner = ends;
        }
        next
    }

    /// Tells of a record that is none and goes behind it: where it ends, if that is clear, else to what looks like the
    /// next record of the list.
    pub(super) fn pass(&mut self, start: Scanner<'a>, path: &str, fault: Fault, in_list: bool) -> Next {
        self.scanner = start;
        if self.scanner.go_behind() && (!in_list || self.goes_on()) {
            self.broken(path, fault, Rest::Read);
            return Next::Known;
        }
        self.scanner = start;
        // Behind the end of a file nothing goes on.
        let goes_on = in_list && !start.ends_at(fault.at);
        // Where the brackets or the quotes are at fault they lead too far.
        let is_known = self.first.is_some() || start.keys_read().len() > 1;
        let mut next = if goes_on && is_known {
            self.next_record(start, start)
        } else {
            None
        };
        let mut ended = false;
        let mut end = start;
        let skipped = self.skip(&mut end, next);
        self.scanner = end;
        let of_members = is_of_members(start, end);
        if skipped && (is_known || !goes_on || (is_followed(end) && !of_members)) {
            next = next.or_else(|| if goes_on { self.next_record(start, end) } else { None });
            // Or not far enough: brackets of the record stand behind it.
            let is_short = of_members || (goes_on && is_before(end, next));
            ended = !in_list || (!is_short && self.goes_on());
        } else if goes_on && next.is_none() {
            next = self.next_record(start, start);
        }
        if ended {
            self.broken(path, fault, Rest::Read);
            return Next::Known;
        }
        self.scanner = start;
        let Some(at) = next else {
            self.broken(path, fault, Rest::Lost);
            return Next::Lost;
        };
        self.broken(path, fault, Rest::PassedOver(start.at(), at));
        self.scanner = start.moved_to(at);
        Next::Known
    }

    /// Goes over what is none by its brackets and quotes, while that does not take too long in all.
    pub(super) fn skip(&mut self, scanner: &mut Scanner<'a>, no_further: Option<usize>) -> bool {
        let most = scanner.bytes().len().saturating_mul(MOST_SKIPPED);
        if self.skipped > most {
            return false;
        }
        let from = scanner.at();
        let ends = scanner.skip(no_further);
        self.skipped += scanner.at().saturating_sub(from);
        ends
    }

    /// Where the next record starts, behind the start of one that broke and no sooner than at another place.
    pub(super) fn next_record(&mut self, broken: Scanner<'a>, from: Scanner<'a>) -> Option<usize> {
        // One that is followed by no other one may itself be cut off.
        let follows = broken.bytes().get(broken.at()) == Some(&b'{');
        let known = self.first.filter(|_| self.count > 1 || follows);
        let from = if from.at() == broken.at() {
            from.moved_to(from.at() + 1)
        } else {
            from
        };
        self.records.next(from, known, broken, self.layout)
    }
}

/// Whether what stands between two places reads as members of an object that has lost its first bracket.
fn is_of_members(start: Scanner<'_>, end: Scanner<'_>) -> bool {
    let between = start.bytes().get(start.at()..end.at()).unwrap_or_default();
    !matches!(between.first(), Some(b'{' | b'[')) && between.contains(&b':')
}

/// Whether another value follows in a list, or its end.
fn is_followed(mut end: Scanner<'_>) -> bool {
    end.eat(b']') || (end.eat(b',') && end.value().is_ok())
}

/// Whether a place is too early for the end of a record: behind it stand, up to the next one, nothing but ends and
/// commas, some end among them; or an object without a comma before it, which is none of the records.
fn is_before(mut end: Scanner<'_>, next: Option<usize>) -> bool {
    if end.peek() == Some(b'{') {
        return next != Some(end.at());
    }
    let between = next
        .and_then(|next| end.bytes().get(end.at()..next))
        .unwrap_or_default();
    let closes = |b: &u8| matches!(b, b']' | b'}');
    let ends = between
        .iter()
        .all(|b| closes(b) || *b == b',' || b.is_ascii_whitespace());
    ends && between.iter().any(closes)
}
