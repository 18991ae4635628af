//! The columns of plans and procedures out of a mapping.

use followthrough::plan::ProcedureStatus;

use super::ask::{Ask, Asked, Needed};
use super::columns::{Columns, IdColumns, Meaning, Words};
use super::compile_file::path;
use super::read::{Item, Keys, Problems};
use super::shape::{Amount, Grain, Parts, PlanColumns, PlanWord, ProcedureColumns, Refers, Required};
use crate::set_aside::Reason;

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

/// The columns of an id, or the question for them: `ask`.
pub(super) fn id_or_ask(
    item: &Item<'_>,
    asked: Asked,
    columns: &mut Columns,
    asks: &mut Vec<Ask>,
    problems: &mut Problems<'_>,
) -> Option<IdColumns> {
    if item.asks() {
        asks.push(Ask::Column(asked));
        return Some(IdColumns::asked());
    }
    IdColumns::read(item, columns, problems)
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

pub(super) fn plan_columns(
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
        Some(item) => id_or_ask(&item, Asked::Plan, columns, asks, problems),
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

pub(super) fn procedure_columns(
    item: &Item<'_>,
    columns: &mut Columns,
    asks: &mut Vec<Ask>,
    problems: &mut Problems<'_>,
) -> Option<ProcedureColumns> {
    let mut keys = item.keys(problems, "the columns of the procedure")?;
    // Read before, by `parts`.
    keys.get("in");
    keys.get("refers");
    let id = keys
        .required("id", problems, "the columns that name the procedure, joined with |")
        .and_then(|item| id_or_ask(&item, Asked::Procedure, columns, asks, problems));
    let plan = keys.get("plan").map(|item| IdColumns::read(&item, columns, problems));
    let patient = keys.get("patient");
    let patient = match patient {
        Some(item) if !columns.is_inside() => item.refuse(problems, "only of procedures inside a plan", "remove it"),
        Some(item) => IdColumns::read(&item, columns, problems),
        None => None,
    };
    let status = keys
        .required("status", problems, "{column: HEADER, map: {WORD: planned}}")
        .and_then(|item| {
            if item.value.get("column").is_some_and(|column| column == "ask") {
                asks.push(Ask::Column(Asked::ProcedureStatus));
                return Some(Words::asked());
            }
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
        patient,
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

/// Where the procedures stand inside a record that is a plan.
pub(super) fn parts(item: &Item<'_>, is_json: bool, problems: &mut Problems<'_>) -> Option<Parts> {
    let mut keys = item.keys(problems, "the columns of the procedure")?;
    let list = keys.get("in");
    let refers = keys.get("refers");
    let list = match (list, refers.as_ref()) {
        (Some(list), _) => list,
        (None, Some(refers)) => return refers.refuse(problems, "only beside `in`", "name the list: in: activity"),
        (None, None) => return None,
    };
    if !is_json {
        return list.refuse(problems, "only JSON has lists in its records", "remove it");
    }
    let name = list.text(problems, "the path of the list")?;
    let refers = refers.map(|item| {
        let mut keys = item.keys(problems, "{by: PATH, to: KIND}")?;
        let by = keys.required("by", problems, "the path of the reference in each element");
        let to = keys.required(
            "to",
            problems,
            "the kind of record that is meant, such as ServiceRequest",
        );
        let by = by.map(|item| {
            let texts = item.texts(problems, "paths")?;
            let by: Option<Vec<_>> = texts.iter().map(|text| path(text, &item, problems)).collect();
            by
        });
        let to = to.and_then(|item| item.text(problems, "a kind of record"));
        let inside = keys.get("inside").map(|item| item.text(problems, "a key"));
        keys.finish(problems);
        Some(Refers {
            by: by??,
            to: to?.to_owned(),
            inside: inside.map_or(Some(None), |inside| inside.map(|key| Some(key.to_owned())))?,
        })
    });
    Some(Parts {
        name: name.to_owned(),
        list: path(name, &list, problems)?,
        refers: refers.map_or(Some(None), |refers| refers.map(Some))?,
    })
}
