//! An Open Dental export with figures computed elsewhere: an `oracle.json` beside the tables.

use std::collections::BTreeMap;
use std::path::Path;

use followthrough::plan::{Plan, Presented, ProcedureStatus};
use followthrough::{Code, Error, Money};
use followthrough_import::{Importer, Options, System, TextConsent};
use followthrough_insight::vectors::{Failure as Case, Tally};
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::files;

/// Reads the tables beside the oracle, and compares its totals and each of its patients.
pub(crate) fn open_dental(path: &Path, oracle: &str) -> Result<Tally, Failure> {
    let oracle: Value = serde_json::from_str(oracle)
        .map_err(|_| Failure::in_file(path, [Error::new(Code::ScenarioMalformed, "not well-formed JSON")]))?;
    let mut options = Options::default();
    options.set("presented", "charted")?;
    options.set("time_zone", "none")?;
    if let Some(as_of) = oracle.get("as_of").and_then(Value::as_str) {
        options.set("as_of", as_of)?;
    }
    let mut importer = Importer::new(System::OpenDental, &options)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    for table in files::list(folder)? {
        if table.extension().is_some_and(|end| end == "csv") {
            let name = table.file_name().unwrap_or_default().to_string_lossy().into_owned();
            importer.push(&name, &files::bytes(&table)?)?;
            importer.push(&name, &[])?;
        }
    }
    let imported = importer.finish()?;
    let mut tally = Tally::default();

    let totals = serde_json::to_value(&imported.totals).unwrap_or_default();
    for (key, expected) in oracle.get("totals").and_then(Value::as_object).into_iter().flatten() {
        match totals.get(key) {
            Some(got) => compare(&mut tally, key, expected, got),
            None => tally.not_yet += 1,
        }
    }
    let plans: BTreeMap<&str, &Plan> = imported
        .plans
        .iter()
        .map(|record| (record.plan.patient.id.as_str(), &record.plan))
        .collect();
    for list in ["patients", "tp_only_scheduled_patients"] {
        for expected in oracle.get(list).and_then(Value::as_array).into_iter().flatten() {
            let number = expected.get("PatNum").map(Value::to_string).unwrap_or_default();
            let person = imported.people.iter().find(|person| person.patient.as_str() == number);
            let mut got = plans.get(number.as_str()).map(|plan| of_plan(plan)).unwrap_or_default();
            if let Some(person) = person {
                let consent = match person.own_text_consent {
                    TextConsent::Granted => "yes",
                    TextConsent::Denied => "no",
                    TextConsent::Unknown => "unknown",
                };
                got.insert("text_consent".to_owned(), json!(consent));
                got.insert("is_minor".to_owned(), json!(person.minor));
            }
            let mut expected = expected.clone();
            // Of each code once; the plan has one line for each procedure.
            if let Some(Value::Array(codes)) = expected.get_mut("pending_ProcCodes") {
                codes.sort_by_key(Value::to_string);
                codes.dedup();
            }
            let expected: Map<String, Value> = got
                .keys()
                .filter_map(|key| Some((key.clone(), expected.get(key)?.clone())))
                .collect();
            got.retain(|key, _| expected.contains_key(key));
            compare(
                &mut tally,
                &format!("patient {number}"),
                &Value::Object(expected),
                &Value::Object(got),
            );
        }
    }
    Ok(tally)
}

/// What the plan of a patient says, by the oracle's keys.
fn of_plan(plan: &Plan) -> Map<String, Value> {
    let ids = |status: ProcedureStatus| -> Vec<Value> {
        let of = plan.procedures.iter().filter(|procedure| procedure.status == status);
        of.map(|procedure| serde_json::from_str(procedure.id.as_str()).unwrap_or_default())
            .collect()
    };
    let scheduled: Money = plan
        .procedures
        .iter()
        .filter(|p| p.status == ProcedureStatus::Scheduled)
        .filter_map(|p| p.fee)
        .sum();
    let pending = ids(ProcedureStatus::Planned);
    let mut codes: Vec<&str> = plan
        .pending()
        .filter_map(|procedure| procedure.code.as_deref())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let told = json!({
        "pending_count": pending.len(),
        "pending_sum": plan.pending_value().unwrap_or(Money::ZERO),
        "pending_ProcNums": pending,
        "pending_ProcCodes": codes,
        "scheduled_tp_count": ids(ProcedureStatus::Scheduled).len(),
        "scheduled_tp_ProcNums": ids(ProcedureStatus::Scheduled),
        "scheduled_tp_sum": scheduled,
    });
    let mut told = told.as_object().cloned().unwrap_or_default();
    if let Some(Presented::On(day)) = plan.presented_at {
        told.insert("oldest_DateTP".to_owned(), json!(day));
    }
    told
}

/// One expectation: passed, or a failure that says what there was.
pub(crate) fn compare(tally: &mut Tally, id: &str, expected: &Value, got: &Value) {
    if expected == got {
        tally.passed += 1;
    } else {
        tally.failures.push(Case {
            id: id.to_owned(),
            expected: expected.clone(),
            got: got.clone(),
        });
    }
}
