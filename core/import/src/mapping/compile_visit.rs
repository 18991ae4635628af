//! The columns of a visit out of a mapping.

use followthrough::follow_up::AppointmentStatus;

use super::columns::{Columns, IdColumns, Meaning, Words};
use super::read::{Item, Problems};
use super::shape::VisitColumns;
use crate::set_aside::Reason;

const VISIT_WORDS: &[(&str, Meaning<AppointmentStatus>)] = &[
    ("scheduled", Meaning::Is(AppointmentStatus::Scheduled)),
    ("completed", Meaning::Is(AppointmentStatus::Completed)),
    ("broken", Meaning::Is(AppointmentStatus::Broken)),
    ("cancelled", Meaning::Is(AppointmentStatus::Cancelled)),
    ("entered_in_error", Meaning::Skip(Reason::EnteredInError)),
    ("skip", Meaning::Skip(Reason::NotImported)),
];
/// Kinds of visit that the engine knows by name.
const KINDS: &[(&str, &str)] = &[("hygiene", "hygiene")];

pub(super) fn visit_columns(
    item: &Item<'_>,
    columns: &mut Columns,
    problems: &mut Problems<'_>,
) -> Option<VisitColumns> {
    let mut keys = item.keys(problems, "the columns of the visit")?;
    let id = keys
        .required("id", problems, "the columns that name the visit, joined with |")
        .and_then(|item| IdColumns::read(&item, columns, problems));
    let starts = keys
        .required("starts", problems, "the column with the day, or the day and the time")
        .and_then(|item| columns.read(&item, problems));
    let time = columns.get(&mut keys, "time", problems);
    let status = keys
        .required("status", problems, "{column: HEADER, map: {WORD: scheduled}}")
        .and_then(|item| Words::read(&item, VISIT_WORDS, columns, problems));
    let kind = keys
        .get("kind")
        .and_then(|item| Words::read_lists(&item, KINDS, columns, problems));
    let mut of = |key, columns: &mut Columns, problems: &mut Problems<'_>| {
        keys.get(key).and_then(|item| IdColumns::read(&item, columns, problems))
    };
    let plan = of("plan", columns, problems);
    let procedure = of("procedure", columns, problems);
    keys.finish(problems);
    Some(VisitColumns {
        id: id?,
        starts: starts?,
        time,
        status: status?,
        kind,
        plan,
        procedure,
    })
}
