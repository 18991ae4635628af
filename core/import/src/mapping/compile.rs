//! A shape out of its part of a mapping.

use std::collections::BTreeMap;
use std::sync::Arc;

use followthrough::Money;
use phonenumber::country;

use super::ask::Ask;
use super::columns::Columns;
use super::compile_columns::{parts, plan_columns, procedure_columns};
use super::compile_file::{file, json};
use super::compile_person::patient;
use super::compile_rows::{categories, other_carrier, skip_rules};
use super::compile_visit::visit_columns;
use super::dates::DateFormat;
use super::money::MoneyFormat;
use super::read::{Item, Keys, Problems, shown};
use super::shape::{Grain, Grouping, Presenting, Shape};
use super::weigh::weigh;
use super::write_back::WriteBack;

const GRAINS: &[(&str, Grain)] = &[
    ("person", Grain::Person),
    ("patient", Grain::Patient),
    ("plan", Grain::Plan),
    ("procedure", Grain::Procedure),
    ("visit", Grain::Visit),
];
const PRESENTED: &[(&str, Presenting)] = &[
    ("charted", Presenting::Charted),
    ("dated", Presenting::Dated),
    ("status", Presenting::Status),
];
const GROUPINGS: &[(&str, Grouping)] = &[("per_patient", Grouping::Patient), ("per_date", Grouping::Date)];

/// Reads a shape. `whole` says whether this is all of the document, so that every key is a shape's.
pub(super) fn shape(name: &str, item: &Item<'_>, problems: &mut Problems<'_>) -> Option<Shape> {
    let before = problems.count();
    let mut keys = item.keys(problems, "a shape of file")?;
    let form = keys.get("json").map(|item| json(&item, problems));
    let mut columns = if form.is_some() {
        Columns::of_json()
    } else {
        Columns::default()
    };
    let mut asks = Vec::new();
    let header = keys.get("header").and_then(|item| item.texts(problems, "headers"));
    let certainty = keys
        .get("certainty")
        .and_then(|item| item.text(problems, "what is certain"));
    let (dialect, encoding, sheet) = file(&mut keys, problems);
    let grain = keys
        .required(
            "grain",
            problems,
            "person, patient, plan, procedure or visit: what one row is",
        )
        .and_then(|item| item.word(problems, "what one row is", GRAINS));
    if let Some(item) = keys.get("columns") {
        match item.value.as_str() {
            Some("ask") => asks.push(Ask::Columns),
            Some("confirmed") => {}
            _ => {
                item.refuse::<()>(problems, "expected ask or confirmed", "");
            }
        }
    }
    let presented = asked(&mut keys, "presented", Ask::Presented, PRESENTED, &mut asks, problems);
    let grouping = asked(&mut keys, "plans", Ask::Plans, GROUPINGS, &mut asks, problems);
    let currency = currency(&mut keys, &mut asks, problems);
    let country = keys.get("country").and_then(|item| country_of(&item, problems));
    let money = keys.get("money").map(|item| MoneyFormat::read(&item, problems));
    let dates = keys.get("dates");
    if dates
        .as_ref()
        .is_some_and(|item| item.value.get("formats").is_some_and(|formats| formats == "ask"))
    {
        asks.push(Ask::Dates);
    }
    let dates = dates.map(|item| DateFormat::read(&item, problems));
    let patient = keys
        .required(
            "patient",
            problems,
            "give patient.id: the column with the patient's number",
        )
        .and_then(|item| patient(&item, &mut columns, &mut keys, &mut asks, problems));
    let wanted = |wanted: &[Grain]| grain.is_some_and(|grain| wanted.contains(&grain));
    let plan = keys.get("plan");
    let plan = match plan {
        Some(item) if wanted(&[Grain::Patient, Grain::Plan]) => {
            plan_columns(&item, grain?, &mut columns, &mut asks, problems)
        }
        Some(item) if wanted(&[Grain::Person]) => item.refuse(problems, "a row that is a person has no plan", ""),
        Some(item) if wanted(&[Grain::Visit]) => item.refuse(
            problems,
            "a row that is a visit names its plan",
            "write visit: {plan: COLUMN}",
        ),
        _ => None,
    };
    let procedure = keys.get("procedure");
    let list = procedure
        .as_ref()
        .and_then(|item| parts(item, form.is_some(), problems));
    let allowed = if list.is_some() { Grain::Plan } else { Grain::Procedure };
    if let Some(list) = &list {
        columns.inside(format!("{}[].", list.name));
    }
    let procedure = match procedure {
        Some(item) if wanted(&[allowed]) => procedure_columns(&item, &mut columns, &mut asks, problems),
        Some(item) if list.is_some() => item.refuse(problems, "only where one record is a plan", "write grain: plan"),
        Some(item) => item.refuse(problems, "only where one row is a procedure", "write grain: procedure"),
        None => None,
    };
    columns.inside(String::new());
    let visit = match keys.get("visit") {
        Some(item) if wanted(&[Grain::Visit]) => visit_columns(&item, &mut columns, problems),
        Some(item) => item.refuse(problems, "only where one row is a visit", "write grain: visit"),
        None => None,
    };
    match grain {
        Some(Grain::Visit) if visit.is_none() => {
            keys.required("visit", problems, "say which columns tell of the visit");
        }
        Some(Grain::Patient | Grain::Plan) if plan.is_none() => {
            keys.required("plan", problems, "say which columns tell of the plan");
        }
        Some(Grain::Procedure) if procedure.is_none() => {
            keys.required("procedure", problems, "say which columns tell of the procedure");
        }
        Some(Grain::Person | Grain::Patient | Grain::Plan | Grain::Procedure | Grain::Visit) | None => {}
    }
    if wanted(&[Grain::Patient, Grain::Plan, Grain::Procedure]) && presented.is_none() {
        asks.push(Ask::Presented);
    }
    let by_plan = procedure.as_ref().is_some_and(|procedure| procedure.plan.is_some());
    if wanted(&[Grain::Procedure]) && !by_plan && grouping.is_none() {
        asks.push(Ask::Plans);
    }
    let skip = keys.get("skip").map(|item| skip_rules(&item, &mut columns, problems));
    let other_carrier = keys
        .get("duplicates")
        .map(|item| other_carrier(&item, &mut columns, problems));
    let categories = keys.get("categories").map(|item| categories(&item, problems));
    let fees = keys.get("fees").map(|item| fees(&item, problems));
    let write_back = keys.get("write_back").map(|item| WriteBack::read(&item, problems));
    keys.finish(problems);
    if let Some(name) = columns.without_path() {
        let help = "write it as fee.amount, phones[0].number or telecom[use=mobile].value";
        item.refuse::<()>(problems, format!("{} is no path below a record", shown(name)), help);
    }
    asks.sort_unstable();
    asks.dedup();
    if problems.count() > before {
        return None;
    }
    let mut shape = Shape {
        name: Arc::from(name),
        certainty: certainty.map(str::to_owned),
        header: header.unwrap_or_default().into_iter().map(str::to_owned).collect(),
        dialect,
        encoding,
        json: form.map_or(Some(None), |form| form.map(Some))?,
        sheet,
        columns,
        grain: grain?,
        currency,
        country: country.unwrap_or(country::US),
        presented,
        grouping,
        money: money.unwrap_or_else(|| Some(MoneyFormat::default()))?,
        dates: dates.unwrap_or_else(|| Some(DateFormat::default()))?,
        patient: patient?,
        plan,
        procedure,
        parts: list,
        fees: fees.unwrap_or_else(|| Some(BTreeMap::new()))?,
        visit,
        skip: skip.unwrap_or_else(|| Some(Vec::new()))?,
        other_carrier: other_carrier.unwrap_or_else(|| Some(Vec::new()))?,
        categories: categories.unwrap_or_else(|| Some(Vec::new()))?,
        write_back: write_back.flatten().unwrap_or_default(),
        asks,
    };
    weigh(&mut shape);
    Some(shape)
}

/// A word that may be left for the practice to say.
fn asked<T: Copy>(
    keys: &mut Keys<'_>,
    key: &'static str,
    ask: Ask,
    words: &[(&str, T)],
    asks: &mut Vec<Ask>,
    problems: &mut Problems<'_>,
) -> Option<T> {
    let item = keys.get(key)?;
    if item.asks() {
        asks.push(ask);
        return None;
    }
    item.word(problems, "an answer", words)
}

fn currency(keys: &mut Keys<'_>, asks: &mut Vec<Ask>, problems: &mut Problems<'_>) -> Option<String> {
    let item = keys.get("currency")?;
    if item.asks() {
        asks.push(Ask::Currency);
        return None;
    }
    let text = item.text(problems, "a currency such as USD")?;
    let valid = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
    if !valid {
        return item.refuse(
            problems,
            format!("{} is no currency", shown(text)),
            "three letters such as USD",
        );
    }
    Some(text.to_owned())
}

fn country_of(item: &Item<'_>, problems: &mut Problems<'_>) -> Option<country::Id> {
    let text = item.text(problems, "a country such as US")?;
    let found = text.parse().ok();
    found.or_else(|| {
        item.refuse(
            problems,
            format!("{} is no country", shown(text)),
            "two letters such as US",
        )
    })
}

/// The fee of each code.
fn fees(item: &Item<'_>, problems: &mut Problems<'_>) -> Option<BTreeMap<String, Money>> {
    let mut all = BTreeMap::new();
    for (code, item) in item.entries(problems, "{CODE: AMOUNT}")? {
        let text = item.text(problems, "an amount such as 1250.00")?;
        let Ok(fee) = MoneyFormat::default().amount(text, None) else {
            return item.refuse(problems, format!("{} is no amount", shown(text)), "such as 1250.00");
        };
        all.insert(code.to_owned(), fee);
    }
    Some(all)
}
