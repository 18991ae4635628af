//! Rules about rows out of a mapping: which are left out, which are the same once more, which treatment they tell of.

use followthrough::Category;

use super::columns::{Col, Columns};
use super::read::{Item, Problems, shown};
use super::shape::{Conditions, SkipRule};
use crate::set_aside::Reason;
use crate::totals_row::plain;

const SKIPPED: &[(&str, Reason)] = &[
    ("totals_row", Reason::TotalsRow),
    ("ledger_entry", Reason::LedgerEntry),
    ("entered_in_error", Reason::EnteredInError),
    ("not_imported", Reason::NotImported),
];

pub(super) fn skip_rules(item: &Item<'_>, columns: &mut Columns, problems: &mut Problems<'_>) -> Option<Vec<SkipRule>> {
    let mut rules = Vec::new();
    for item in item.list(problems, "a list of {when: {COLUMN: WORDS}, reason: totals_row}")? {
        let mut keys = item.keys(problems, "{when: {COLUMN: WORDS}, reason: totals_row}")?;
        let when = keys
            .required("when", problems, "which words in which columns tell such a row")
            .map(|item| conditions(&item, columns, problems));
        let when = when.unwrap_or_else(|| Some(Vec::new()))?;
        let reason = keys
            .required(
                "reason",
                problems,
                "totals_row, ledger_entry, entered_in_error or not_imported",
            )
            .and_then(|item| item.word(problems, "a reason", SKIPPED));
        keys.finish(problems);
        if when.is_empty() {
            return item.refuse(problems, "no condition: every row would be left out", "");
        }
        rules.push(SkipRule { when, reason: reason? });
    }
    Some(rules)
}

pub(super) fn conditions(item: &Item<'_>, columns: &mut Columns, problems: &mut Problems<'_>) -> Option<Conditions> {
    let mut when = Vec::new();
    for (column, item) in item.entries(problems, "columns and their words")? {
        let words = item.texts(problems, "words")?;
        let words = words.iter().map(|word| plain(word)).collect();
        when.push((columns.add(column.trim_end_matches('?'), false), words));
    }
    Some(when)
}

pub(super) fn other_carrier(item: &Item<'_>, columns: &mut Columns, problems: &mut Problems<'_>) -> Option<Vec<Col>> {
    let mut keys = item.keys(problems, "{other_carrier: [columns]}")?;
    let names = keys
        .get("other_carrier")
        .map(|item| item.texts(problems, "columns of the insurance"));
    keys.finish(problems);
    let names = names.unwrap_or_else(|| Some(Vec::new()))?;
    Some(
        names
            .iter()
            .map(|name| columns.add(name.trim_end_matches('?'), false))
            .collect(),
    )
}

pub(super) fn categories(item: &Item<'_>, problems: &mut Problems<'_>) -> Option<Vec<(Category, Vec<String>)>> {
    let mut all = Vec::new();
    for (word, item) in item.entries(problems, "{CATEGORY: [words]}")? {
        let Some(category) = Category::parse(word) else {
            let known: Vec<&str> = Category::ALL.iter().map(|category| category.as_str()).collect();
            let help = format!("one of: {}", known.join(", "));
            return item.refuse(problems, format!("{} is no category", shown(word)), &help);
        };
        let words = item.texts(problems, "codes, or words of a description")?;
        all.push((category, words.iter().map(|word| word.trim().to_lowercase()).collect()));
    }
    Some(all)
}
