//! Ids that were seen before, each with a fingerprint of its record, packed: an export of twenty years has millions.
//!
//! Nearly every system numbers its records, and exports them in that order. So an id is split into a number and what
//! stands around it (`dx-` and `|1` in `dx-7|1`), and the numbers of one such form stand in a sorted list, 16 bytes each;
//! those that come out of order wait in a tree until they are worth a merge.

use std::collections::BTreeMap;
use std::sync::Arc;

/// More forms of ids than this are no forms: such ids are kept whole.
const MOST_FORMS: usize = 32;
/// Fewer numbers than this wait out of order in any case.
const FEW: usize = 1 << 10;

/// The ids of one kind of record.
#[derive(Default)]
pub(crate) struct Seen {
    forms: Vec<Form>,
    others: BTreeMap<Arc<str>, u64>,
}

/// Ids that differ in one number alone.
struct Form {
    before: Box<str>,
    behind: Box<str>,
    numbers: Numbers,
}

/// Numbers, each with a fingerprint.
#[derive(Default)]
pub(crate) struct Numbers {
    /// In order.
    sorted: Vec<(u64, u64)>,
    /// That came after a larger one.
    late: BTreeMap<u64, u64>,
}

impl Seen {
    /// The fingerprint that an id was kept with.
    pub(crate) fn get(&self, id: &str) -> Option<u64> {
        let Some((before, number, behind)) = split(id) else {
            return self.others.get(id).copied();
        };
        match self.form(before, behind) {
            Some(form) => form.numbers.get(number),
            None => self.others.get(id).copied(),
        }
    }

    pub(crate) fn insert(&mut self, id: &str, fingerprint: u64) {
        let form = split(id).filter(|(before, _, behind)| {
            self.form(before, behind).is_some() || self.forms.len() < MOST_FORMS && !self.others.contains_key(id)
        });
        let Some((before, number, behind)) = form else {
            self.others.insert(Arc::from(id), fingerprint);
            return;
        };
        let known = self.forms.iter_mut().find(|form| form.is(before, behind));
        if let Some(form) = known {
            form.numbers.insert(number, fingerprint);
            return;
        }
        let mut form = Form {
            before: Box::from(before),
            behind: Box::from(behind),
            numbers: Numbers::default(),
        };
        form.numbers.insert(number, fingerprint);
        self.forms.push(form);
    }

    /// Whether an id was not there; it is from now on.
    pub(crate) fn is_new(&mut self, id: &str) -> bool {
        let is_new = self.get(id).is_none();
        if is_new {
            self.insert(id, 0);
        }
        is_new
    }

    fn form(&self, before: &str, behind: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.is(before, behind))
    }
}

impl Form {
    fn is(&self, before: &str, behind: &str) -> bool {
        *self.before == *before && *self.behind == *behind
    }
}

impl Numbers {
    pub(crate) fn get(&self, number: u64) -> Option<u64> {
        if self.sorted.last().is_none_or(|(last, _)| *last < number) {
            return None;
        }
        match self.sorted.binary_search_by_key(&number, |(known, _)| *known) {
            Ok(at) => self.sorted.get(at).map(|(_, fingerprint)| *fingerprint),
            Err(_) => self.late.get(&number).copied(),
        }
    }

    /// A number that was not there.
    pub(crate) fn insert(&mut self, number: u64, fingerprint: u64) {
        if self.sorted.last().is_none_or(|(last, _)| *last < number) {
            self.sorted.push((number, fingerprint));
            return;
        }
        self.late.insert(number, fingerprint);
        // A merge costs as much as all numbers, so it waits for a good part of them.
        if self.late.len() > FEW.max(self.sorted.len() / 4) {
            self.sorted.extend(std::mem::take(&mut self.late));
            // Two runs, each in order: this sort sees it.
            self.sorted.sort_by_key(|(number, _)| *number);
        }
    }
}

/// The first number in an id, with what stands before and behind it; none where it is not written as numbers are.
pub(crate) fn split(id: &str) -> Option<(&str, u64, &str)> {
    let start = id.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = id.split_at(start);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, behind) = rest.split_at(end);
    if number.starts_with('0') && number != "0" {
        return None;
    }
    Some((before, number.parse().ok()?, behind))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test says so by failing")]

    use super::*;

    #[test]
    fn an_id_is_found_whatever_its_form_and_the_order() {
        let mut seen = Seen::default();
        let mut ids: Vec<String> = Vec::new();
        // Out of order, with gaps; of one form and of several; no numbers at all; more forms than are kept.
        for number in 0..6_000_u64 {
            ids.push((number * 7_919 % 6_007 * 2).to_string());
            ids.push(format!("dx-{number}|{}", number % 5));
        }
        for number in 0..200 {
            ids.push(format!("C{number}-{}", number % 50));
        }
        ids.extend(
            [
                "007",
                "07",
                "",
                "Ruiz",
                "7|",
                "|7",
                "18446744073709551615",
                "18446744073709551616",
            ]
            .map(str::to_owned),
        );
        for (at, id) in ids.iter().enumerate() {
            assert_eq!(seen.get(id), None, "{id}");
            seen.insert(id, at as u64);
            assert_eq!(seen.get(id), Some(at as u64), "{id}");
        }
        for (at, id) in ids.iter().enumerate() {
            assert_eq!(seen.get(id), Some(at as u64), "{id}");
        }
        for id in ["1", "dx-6000|0", "dx-1|0", "00", "C0-1", "ruiz", "7|1"] {
            assert_eq!(seen.get(id), None, "{id}");
        }
    }
}
