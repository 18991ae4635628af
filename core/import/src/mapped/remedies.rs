//! Which answers would let records be read that were refused for a word or the form of an amount.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Mapped;
use crate::mapping::{MoneyFormat, Shape, Words};
use crate::set_aside::{Reason, Rejected};

/// Says them, each with how many records it is about.
pub(super) fn note(export: &mut Mapped) {
    let shapes = &export.mapping.shapes;
    let mut counts: BTreeMap<(Arc<str>, String), usize> = BTreeMap::new();
    for record in export.aside.rejected() {
        if let Some(remedy) = remedy(shapes, record) {
            *counts.entry((record.file.clone(), remedy)).or_default() += 1;
        }
    }
    for ((file, remedy), count) in counts {
        export.aside.note(
            Some(file),
            format!("{count} records that were refused could be read: {remedy}"),
        );
    }
}

fn remedy(shapes: &[Arc<Shape>], record: &Rejected) -> Option<String> {
    let (value, column) = (record.value.as_deref()?, record.column.as_deref()?);
    if record.reason == Reason::UnknownStatus {
        return shapes.iter().find_map(|shape| of_word(shape, column, value));
    }
    let answer = of_amount(value).filter(|_| record.reason == Reason::BadMoney)?;
    Some(format!("answer {answer}"))
}

/// A status of the column, and the key of its words.
fn of_word(shape: &Shape, column: &str, word: &str) -> Option<String> {
    let plan = shape.plan.as_ref().and_then(|plan| plan.status.as_ref());
    let procedure = shape.procedure.as_ref().map(|procedure| &procedure.status);
    let visit = shape.visit.as_ref().map(|visit| &visit.status);
    let person = shape.patient.status.as_ref();
    in_words(shape, plan, "plan.status", column, word)
        .or_else(|| in_words(shape, procedure, "procedure.status", column, word))
        .or_else(|| in_words(shape, visit, "visit.status", column, word))
        .or_else(|| in_words(shape, person, "patient.status", column, word))
}

fn in_words<T: Copy>(shape: &Shape, words: Option<&Words<T>>, key: &str, column: &str, word: &str) -> Option<String> {
    let mut key = key.to_owned();
    for words in words?.chain() {
        if *shape.name_of(words.col) == *column {
            let map = format!("answer {key}.map.{}=MEANING", word.trim());
            return Some(match words.meaning_if_loose(word) {
                true => format!("{map}, or {key}.match=trim_ignore_case, since blanks and capitals alone differ"),
                false => map,
            });
        }
        key.push_str(".then");
    }
    None
}

/// The form that an amount has.
fn of_amount(text: &str) -> Option<&'static str> {
    if MoneyFormat::dollars().amount(text, None).is_ok() {
        return Some(match (text.contains('$'), text.contains(',')) {
            (true, true) => "money.symbols=$ and money.thousands=,",
            (true, false) => "money.symbols=$",
            (false, _) => "money.thousands=,",
        });
    }
    MoneyFormat::european('.')
        .amount(text, None)
        .is_ok()
        .then_some("money.decimal=, and money.thousands=.")
}
