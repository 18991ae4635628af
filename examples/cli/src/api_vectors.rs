//! A folder of pages of Open Dental's API, with what a correct import of its treatment plans says.

use std::path::Path;

use followthrough::Money;
use followthrough_import::{Imported, Options, Rejected, System, read};
use followthrough_insight::vectors::Tally;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::files;
use crate::import_vectors::compare;

/// The file whose records are the rows of the answers.
const PLANS: &str = "treatplans.json";

/// Reads the folder, and compares every treatment plan, and what they come to.
pub(crate) fn open_dental(tally: &mut Tally, folder: &Path, wanted: &Value, as_of: &str) -> Result<(), Failure> {
    let mut options = Options::default();
    for (name, value) in [
        ("presented", "charted"),
        ("time_zone", "none"),
        ("list_records", "true"),
        ("as_of", as_of),
    ] {
        options.set(name, value)?;
    }
    let mut pages = Vec::new();
    for path in files::list(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        pages.push((name, files::bytes(&path)?));
    }
    let imported = read(System::OpenDental, pages, &options)?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();

    let mut rows = rows(&imported);
    rows.sort_by_key(|row| row.get("record").and_then(Value::as_u64));
    let all = wanted.get("rows").and_then(Value::as_array);
    for (index, wanted) in all.into_iter().flatten().enumerate() {
        let got = rows.get(index).unwrap_or(&Value::Null);
        compare(tally, &format!("{name} row {}", index + 1), wanted, got);
    }
    let (wanted_rows, got) = (json!(all.map_or(0, Vec::len)), json!(rows.len()));
    compare(tally, &format!("{name} rows"), &wanted_rows, &got);

    let of_file = imported.totals.files.iter().find(|file| &*file.file == PLANS);
    let of_file = serde_json::to_value(of_file).unwrap_or_default();
    let of_all = serde_json::to_value(&imported.totals).unwrap_or_default();
    for (key, wanted) in wanted.get("totals").and_then(Value::as_object).into_iter().flatten() {
        let got = of_file.get(key).or_else(|| of_all.get(key)).unwrap_or(&Value::Null);
        compare(tally, &format!("{name} {key}"), wanted, got);
    }
    let each = wanted.get("distinct_pending_by_patient").and_then(Value::as_object);
    let each = each.into_iter().flat_map(|map| map.values());
    let distinct: Money = each.filter_map(|value| Money::parse(value.as_str()?).ok()).sum();
    let got = json!(imported.totals.distinct_pending_value);
    compare(tally, &format!("{name} distinct value"), &json!(distinct), &got);
    Ok(())
}

/// Every record of the treatment plans, in the words of the answers.
fn rows(imported: &Imported) -> Vec<Value> {
    let at = |path: Option<&str>| format!("{PLANS} {}", path.unwrap_or_default());
    let accepted = imported.records.iter().flatten().map(|record| {
        let mut plans = imported.plans.iter();
        let plan = plans.find(|found| Some(&found.plan.id) == record.plan.as_ref());
        json!({"record": record.record, "path": at(record.path.as_deref()), "outcome": "accept",
            "plan_id": record.plan, "patient_id": record.patient, "pending_value": record.value,
            "status": record.status, "flags": plan.map(|found| &found.flags)})
    });
    let aside = |outcome: &str, record: &Rejected| {
        let mut row = json!({"record": record.record, "path": at(record.path.as_deref()), "outcome": outcome,
            "column": record.column, "reason": record.reason.as_str(), "patient_id": record.patient});
        if let Some(map) = row.as_object_mut().filter(|_| outcome == "reject") {
            map.insert("value".into(), json!(record.value));
        }
        row
    };
    let of_plans = |record: &&Rejected| &*record.file == PLANS;
    let rejected = imported.rejected.iter().filter(of_plans).map(|r| aside("reject", r));
    let skipped = imported.skipped.iter().filter(of_plans).map(|r| aside("skip", r));
    accepted.chain(rejected).chain(skipped).collect()
}
