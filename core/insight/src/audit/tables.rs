//! The tables as CSV.

use std::collections::BTreeMap;

use followthrough::Money;

use super::acceptance::{Acceptance, Taken};
use super::{Audit, PendingRow};
use crate::page::Share;
use crate::page::csv::Table;

pub(super) fn csv(audit: &Audit) -> BTreeMap<&'static str, String> {
    [
        ("acceptance.csv", acceptance(audit)),
        ("time_to_accept.csv", time_to_accept(audit)),
        ("pending.csv", pending(audit)),
        ("cases.csv", cases(audit)),
    ]
    .into()
}

fn told<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// `61.2`: per cent, so that a spreadsheet computes with it.
fn percent(share: Option<Share>) -> String {
    share
        .map(|share| format!("{}.{}", share.0 / 10, share.0 % 10))
        .unwrap_or_default()
}

fn acceptance(audit: &Audit) -> String {
    let mut table = Table::new(&[
        "by",
        "key",
        "name",
        "plans",
        "patients",
        "households",
        "accepted",
        "in_part",
        "declined",
        "pending",
        "accepted_percent",
        "low_percent",
        "high_percent",
        "value",
        "accepted_value",
        "accepted_value_percent",
        "value_unknown",
        "small",
    ]);
    let mut row = |by: &str, key: &str, name: &str, a: &Acceptance| {
        let taken = a.taken;
        let n = |of: fn(Taken) -> u64| told(taken.map(of));
        let interval = taken.and_then(|taken| taken.interval);
        table.row(&[
            by.to_owned(),
            key.to_owned(),
            name.to_owned(),
            a.plans.to_string(),
            a.patients.to_string(),
            a.households.to_string(),
            n(|taken| taken.accepted),
            n(|taken| taken.in_part),
            n(|taken| taken.declined),
            n(|taken| taken.pending),
            percent(taken.and_then(|taken| taken.share)),
            percent(interval.map(|(low, _)| low)),
            percent(interval.map(|(_, high)| high)),
            a.value.to_string(),
            told(taken.map(|taken| taken.accepted_value)),
            percent(taken.and_then(|taken| taken.value_share)),
            a.value_unknown.to_string(),
            a.small.to_string(),
        ]);
    };
    row("all", "presented", "Presented in the window", &audit.presented);
    row("all", "judged", "Judged", &audit.judged);
    row("all", "too_new", "Too new to judge", &audit.too_new);
    for breakdown in &audit.breakdowns {
        for one in &breakdown.rows {
            row(breakdown.by, &one.key, &one.name, &one.acceptance);
        }
    }
    table.text()
}

fn time_to_accept(audit: &Audit) -> String {
    let mut table = Table::new(&["day", "at_risk", "events", "percent", "low_percent", "high_percent"]);
    for row in audit.time_to_accept.iter().flat_map(|time| &time.curve) {
        table.row(&[
            row.day.to_string(),
            row.at_risk.to_string(),
            row.events.to_string(),
            percent(Some(row.share)),
            percent(row.bounds.map(|(low, _)| low)),
            percent(row.bounds.map(|(_, high)| high)),
        ]);
    }
    table.text()
}

fn pending(audit: &Audit) -> String {
    let mut table = Table::new(&[
        "age",
        "plans",
        "patients",
        "pending_value",
        "value_unknown",
        "by_text",
        "by_email",
        "by_either",
    ]);
    let mut row = |row: &PendingRow| {
        let numbers = [row.value_unknown, row.by_text, row.by_email, row.by_either].map(|n| n.to_string());
        let mut cells = vec![
            row.key.clone(),
            row.pending.plans.to_string(),
            row.patients.to_string(),
            row.pending.value.to_string(),
        ];
        cells.extend(numbers);
        table.row(&cells);
    };
    audit.pending.bands.iter().for_each(&mut row);
    row(&audit.pending.all);
    table.text()
}

fn cases(audit: &Audit) -> String {
    let mut table = Table::new(&[
        "case",
        "patient",
        "presented_on",
        "judged",
        "outcome",
        "value",
        "accepted_value",
        "pending_value",
        "accepted_on",
        "provider",
        "location",
        "category",
        "new_patient",
    ]);
    let money = |money: Option<Money>| told(money);
    for case in &audit.cases {
        table.row(&[
            case.id.clone(),
            case.patient.to_string(),
            told(case.presented_on),
            audit.is_judged(case).to_string(),
            case.outcome.as_str().to_owned(),
            money(case.value),
            money(case.accepted_value),
            money(case.pending_value),
            told(case.accepted_on),
            told(case.provider.as_ref()),
            told(case.location.as_ref()),
            told(case.category),
            told(case.new_patient),
        ]);
    }
    table.text()
}
