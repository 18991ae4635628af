//! Which record each of those is that were refused, from one night to the next.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::wire::PatientId;

use super::Mapped;
use super::rows::{PersonRow, PlanRow, ProcedureRow};
use crate::refused::Which;

/// Procedures of other patients inside plans are records that are refused by themselves.
pub(super) fn set_aside_what_is_of_others(export: &mut Mapped) {
    for plan in &mut export.plans {
        for problem in std::mem::take(&mut plan.of_others) {
            let name = export.aside.name(plan.place);
            if let Some(file) = export.files.iter_mut().find(|file| file.file == name) {
                file.records += 1;
            }
            let part = [problem.column.as_deref(), problem.value.as_deref()].map(Option::unwrap_or_default);
            let which = Which::id("part", format!("{} {}", plan.id, part.join(" ")));
            export.aside.add(problem, which, Some(plan.patient.clone()), plan.place);
        }
    }
}

/// Says of each record that was refused which it is. Of an id under which another record stays it is none.
pub(super) fn identify(
    export: &mut Mapped,
    plans: &[PlanRow],
    procedures: &[ProcedureRow],
    people: &BTreeMap<PatientId, PersonRow>,
) {
    let ids = export.aside.ids();
    let ids: BTreeSet<(&str, &str)> = ids.iter().map(|(kind, id)| (*kind, id.as_str())).collect();
    let plans = plans.iter().map(|row| ("plan", row.id.as_str()));
    let done = export.done.iter().map(|row| &row.id);
    let procedures = procedures.iter().map(|row| &row.id).chain(done);
    let procedures = procedures.map(|id| ("procedure", id.as_str()));
    let visits = export.visits.iter().map(|row| ("visit", row.id.as_str()));
    let people = people.keys().map(|id| ("person", id.as_str()));
    let stay = plans.chain(procedures).chain(visits).chain(people);
    let stay = stay.filter(|key| ids.contains(key));
    let stay: BTreeSet<(&'static str, String)> = stay.map(|(kind, id)| (kind, id.to_owned())).collect();
    export.aside.identify(&stay);
}
