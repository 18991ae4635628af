//! A shape out of its part of a mapping.

use std::sync::Arc;

use followthrough::plan::ProcedureStatus;
use phonenumber::country;

use super::ask::{Ask, Needed};
use super::columns::{Columns, IdColumns, Meaning, Words};
use super::compile_person::patient;
use super::compile_rows::{categories, other_carrier, skip_rules};
use super::compile_visit::visit_columns;
use super::dates::DateFormat;
use super::money::MoneyFormat;
use super::read::{Item, Keys, Problems, shown};
use super::shape::{Amount, Grain, Grouping, PlanColumns, PlanWord, Presenting, ProcedureColumns, Required, Shape};
use super::write_back::WriteBack;
use crate::csv::Dialect;
use crate::encoding::Encoding;
use crate::set_aside::Reason;

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
const PLAN_WORDS: &[(&str, Meaning<PlanWord>)] = &[
    ("draft", Meaning::Is(PlanWord::Draft)),
    ("open", Meaning::Is(PlanWord::Open)),
    ("accepted", Meaning::Is(PlanWord::Accepted)),
    ("declined", Meaning::Is(PlanWord::Declined)),
    ("completed", Meaning::Is(PlanWord::Completed)),
    ("referred", Meaning::Is(PlanWord::Referred)),
    ("inactive", Meaning::Is(PlanWord::Inactive)),
    ("ledger", Meaning::Skip(Reason::LedgerEntry)),
    ("entered_in_error", Meaning::Skip(Reason::EnteredInError)),
    ("skip", Meaning::Skip(Reason::NotImported)),
];
const PROCEDURE_WORDS: &[(&str, Meaning<ProcedureStatus>)] = &[
    ("planned", Meaning::Is(ProcedureStatus::Planned)),
    ("scheduled", Meaning::Is(ProcedureStatus::Scheduled)),
    ("completed", Meaning::Is(ProcedureStatus::Completed)),
    ("declined", Meaning::Is(ProcedureStatus::Declined)),
    ("referred", Meaning::Is(ProcedureStatus::Referred)),
    ("removed", Meaning::Is(ProcedureStatus::Removed)),
    ("inactive", Meaning::Is(ProcedureStatus::Inactive)),
    ("existing", Meaning::Is(ProcedureStatus::Existing)),
    ("ledger", Meaning::Skip(Reason::LedgerEntry)),
    ("entered_in_error", Meaning::Skip(Reason::EnteredInError)),
    ("skip", Meaning::Skip(Reason::NotImported)),
];
const DELIMITERS: &[(&str, u8)] = &[
    ("comma", b','),
    ("tab", b'\t'),
    ("semicolon", b';'),
    ("pipe", b'|'),
    (",", b','),
    (";", b';'),
    ("|", b'|'),
];

/// Reads a shape. `whole` says whether this is all of the document, so that every key is a shape's.
pub(super) fn shape(name: &str, item: &Item<'_>, problems: &mut Problems<'_>) -> Option<Shape> {
    let before = problems.count();
    let mut keys = item.keys(problems, "a shape of file")?;
    let mut columns = Columns::default();
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
        .and_then(|item| patient(&item, &mut columns, &mut keys, problems));
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
    let procedure = match keys.get("procedure") {
        Some(item) if wanted(&[Grain::Procedure]) => procedure_columns(&item, &mut columns, &mut asks, problems),
        Some(item) => item.refuse(problems, "only where one row is a procedure", "write grain: procedure"),
        None => None,
    };
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
    let write_back = keys.get("write_back").map(|item| WriteBack::read(&item, problems));
    keys.finish(problems);
    asks.sort_unstable();
    asks.dedup();
    if problems.count() > before {
        return None;
    }
    Some(Shape {
        name: Arc::from(name),
        certainty: certainty.map(str::to_owned),
        header: header.unwrap_or_default().into_iter().map(str::to_owned).collect(),
        dialect,
        encoding,
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
        visit,
        skip: skip.unwrap_or_else(|| Some(Vec::new()))?,
        other_carrier: other_carrier.unwrap_or_else(|| Some(Vec::new()))?,
        categories: categories.unwrap_or_else(|| Some(Vec::new()))?,
        write_back: write_back.flatten().unwrap_or_default(),
        asks,
    })
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

fn file(keys: &mut Keys<'_>, problems: &mut Problems<'_>) -> (Dialect, Encoding, Option<String>) {
    let mut dialect = Dialect {
        utf16: true,
        ..Dialect::CSV
    };
    let mut encoding = Encoding::Utf8;
    let Some(mut keys) = keys
        .get("file")
        .and_then(|item| item.keys(problems, "how the file is written"))
    else {
        return (dialect, encoding, None);
    };
    if let Some(found) = keys
        .get("delimiter")
        .and_then(|item| item.word(problems, "a separator", DELIMITERS))
    {
        dialect.delimiter = found;
    }
    let quotes = [("double", true), ("none", false)];
    if let Some(found) = keys
        .get("quotes")
        .and_then(|item| item.word(problems, "what quotes do", &quotes))
    {
        dialect.quotes = found;
    }
    if let Some(found) = keys.get("trailing_field").and_then(|item| item.flag(problems)) {
        dialect.trailing_field = found;
    }
    if let Some(found) = keys
        .get("skip_lines")
        .and_then(|item| item.number(problems, "lines before the header", 100))
    {
        dialect.skip_lines = found;
    }
    let encodings = [("utf-8", Encoding::Utf8), ("windows-1252", Encoding::Windows1252)];
    if let Some(found) = keys
        .get("encoding")
        .and_then(|item| item.word(problems, "an encoding", &encodings))
    {
        encoding = found;
    }
    let sheet = keys
        .get("sheet")
        .and_then(|item| item.text(problems, "the name of a sheet"));
    keys.finish(problems);
    (dialect, encoding, sheet.map(str::to_owned))
}

fn amount(keys: &mut Keys<'_>, columns: &mut Columns, problems: &mut Problems<'_>) -> Option<Amount> {
    let item = keys.get("value")?;
    let mut required = Required::Always;
    if item.value.get("required").is_none() {
        let col = columns.read(&item, problems)?;
        return Some(Amount { col, required });
    }
    let mut keys = item.keys(problems, "the column with the amount")?;
    let col = keys.get("column").and_then(|item| columns.read(&item, problems));
    let words = [
        ("always", Required::Always),
        ("pending", Required::Pending),
        ("never", Required::Never),
    ];
    if let Some(found) = keys
        .get("required")
        .and_then(|item| item.word(problems, "when it must be there", &words))
    {
        required = found;
    }
    keys.finish(problems);
    if col.is_none() {
        return item.refuse(
            problems,
            "the column is missing",
            "name it: {column: HEADER, required: pending}",
        );
    }
    Some(Amount { col: col?, required })
}

fn plan_columns(
    item: &Item<'_>,
    grain: Grain,
    columns: &mut Columns,
    asks: &mut Vec<Ask>,
    problems: &mut Problems<'_>,
) -> Option<PlanColumns> {
    let mut keys = item.keys(problems, "the columns of the plan")?;
    let id = keys.get("id");
    let id = match id {
        Some(item) if grain == Grain::Patient => {
            item.refuse::<()>(
                problems,
                "where one row is a patient the plan has the patient's number",
                "remove it",
            );
            None
        }
        Some(item) => IdColumns::read(&item, columns, problems),
        None => None,
    };
    if grain == Grain::Plan && id.is_none() {
        keys.required("id", problems, "the columns that name the plan, joined with |");
    }
    let status = keys.get("status").map(|item| {
        needs(
            &item,
            asks,
            problems,
            |needed, words: &Words<Meaning<PlanWord>>| {
                needed == Needed::Open && words.meanings().any(|m| m == Meaning::Is(PlanWord::Open))
            },
            |problems| Words::read(&item, PLAN_WORDS, columns, problems),
        )
    });
    let value = amount(&mut keys, columns, problems);
    let mut col = |key| columns.get(&mut keys, key, problems);
    let plan = PlanColumns {
        id,
        name: col("name"),
        description: col("description"),
        status: status.flatten(),
        value,
        patient_portion: col("patient_portion"),
        procedure_count: col("procedure_count"),
        presented_on: col("presented_on"),
        currency: col("currency"),
        provider: col("provider"),
        provider_name: col("provider_name"),
        location: col("location"),
    };
    keys.finish(problems);
    Some(plan)
}

/// Reads words of a status, and asks for those of the `needs` that none of them has.
fn needs<T: Copy>(
    item: &Item<'_>,
    asks: &mut Vec<Ask>,
    problems: &mut Problems<'_>,
    has: impl Fn(Needed, &Words<T>) -> bool,
    read: impl FnOnce(&mut Problems<'_>) -> Option<Words<T>>,
) -> Option<Words<T>> {
    let words = read(problems)?;
    let mut keys = item.keys(problems, "a status")?;
    let needed = keys
        .get("needs")
        .and_then(|item| item.list(problems, "a list of meanings"));
    for item in needed.unwrap_or_default() {
        let needed = item.word(problems, "a meaning that some word must have", Needed::ALL)?;
        if !has(needed, &words) {
            asks.push(Ask::Word(needed));
        }
    }
    Some(words)
}

fn procedure_columns(
    item: &Item<'_>,
    columns: &mut Columns,
    asks: &mut Vec<Ask>,
    problems: &mut Problems<'_>,
) -> Option<ProcedureColumns> {
    let mut keys = item.keys(problems, "the columns of the procedure")?;
    let id = keys
        .required("id", problems, "the columns that name the procedure, joined with |")
        .and_then(|item| IdColumns::read(&item, columns, problems));
    let plan = keys.get("plan").map(|item| IdColumns::read(&item, columns, problems));
    let status = keys
        .required("status", problems, "{column: HEADER, map: {WORD: planned}}")
        .and_then(|item| {
            needs(
                &item,
                asks,
                problems,
                |needed, words: &Words<Meaning<ProcedureStatus>>| {
                    words
                        .meanings()
                        .any(|m| matches!(m, Meaning::Is(status) if needed.is_status(status)))
                },
                |problems| Words::read(&item, PROCEDURE_WORDS, columns, problems),
            )
        });
    let value = amount(&mut keys, columns, problems);
    let mut col = |key| columns.get(&mut keys, key, problems);
    let (patient_portion, code, description) = (col("patient_portion"), col("code"), col("description"));
    let (tooth, quadrant) = (col("tooth"), col("quadrant"));
    let (planned_on, done_on, appointment) = (col("planned_on"), col("done_on"), col("appointment"));
    let (currency, provider, provider_name) = (col("currency"), col("provider"), col("provider_name"));
    let location = col("location");
    keys.finish(problems);
    Some(ProcedureColumns {
        id: id?,
        plan: plan.unwrap_or_default(),
        status: status?,
        value,
        patient_portion,
        code,
        description,
        tooth,
        quadrant,
        planned_on,
        done_on,
        appointment,
        currency,
        provider,
        provider_name,
        location,
    })
}
