//! Of which resource a page is: by the request it answers, by the key it stands under, or by the name of its file.

use super::super::base;
use super::super::columns::{NOT_NEEDED, Table};
use crate::json::{Object, Value};

/// Keys under which people keep what a request was answered with.
const ANSWERS: [&str; 6] = ["body", "data", "items", "response", "results", "rows"];

/// Keys under which they keep the request.
const REQUESTS: [&str; 6] = ["GET", "get", "url", "request", "endpoint", "resource"];

/// All keys under which a list of rows may stand.
pub(super) fn lists() -> impl Iterator<Item = &'static str> {
    let resources = Table::ALL.iter().map(|table| table.resource());
    ANSWERS.into_iter().chain(resources)
}

/// What was asked for, where an object says so.
pub(super) fn request<'o>(object: &'o Object<'_>) -> Option<&'o str> {
    REQUESTS.iter().find_map(|key| match object.get(key) {
        Some(Value::Text(text)) => Some(&**text),
        Some(
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Undecodable | Value::Array(_) | Value::Object(_),
        )
        | None => None,
    })
}

/// The resource of a request: `/treatplans?Offset=100`, `https://HOST/api/v1/patients/48`.
pub(super) fn of_request(request: &str) -> Option<Table> {
    let path = request.split(['?', '#']).next().unwrap_or_default();
    path.split(['/', ' '])
        .rev()
        .find_map(|part| Table::of_resource(&part.to_ascii_lowercase()))
}

/// The resource under whose key a record stands.
pub(super) fn of_path(path: &str) -> Option<Table> {
    path.split('/').rev().find_map(Table::of_resource)
}

/// Whether a record stands in an answer, whose request may stand behind it.
pub(super) fn is_in_answer(path: &str) -> bool {
    path.split('/').any(|part| ANSWERS.contains(&part))
}

/// Whether a file is called by a resource that says nothing an import needs.
pub(super) fn is_not_needed(name: &str) -> bool {
    let name = base(name);
    let stems = words(&name).map(|word| word.strip_suffix('s').unwrap_or(word));
    of_file(&name).is_none() && stems.into_iter().any(|stem| NOT_NEEDED.contains(&stem))
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphabetic())
}

/// The resource that a file is called by: the only one whose name is a word of the file's.
pub(super) fn of_file(name: &str) -> Option<Table> {
    let name = base(name);
    let mut found = words(&name).filter_map(|word| Table::of_resource(word).or_else(|| Table::of_stem(word)));
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_and_names_of_files() {
        for (request, table) in [
            ("/treatplans?Offset=100", Some(Table::TreatPlans)),
            (
                "GET https://api.opendental.com/api/v1/patients/48",
                Some(Table::Patients),
            ),
            ("/procedurelogs?AptNum=7&next=/patients", Some(Table::Procedures)),
            ("/recalls?PatNum=7", None),
            ("", None),
        ] {
            assert_eq!(of_request(request), table, "{request}");
        }
        for (name, table) in [
            ("treatplans.json", Some(Table::TreatPlans)),
            ("Export\\ProcedureLogs_offset_100.JSON", Some(Table::Procedures)),
            ("treatplanattaches-901 (2).json", Some(Table::Attached)),
            ("patient_7_procedurelogs.json", None),
            ("page-1.json", None),
            ("treatplan.jsonl", Some(Table::TreatPlans)),
        ] {
            assert_eq!(of_file(name), table, "{name}");
        }
    }
}
