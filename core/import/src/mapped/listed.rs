//! The account of every record that counts.

use std::collections::BTreeMap;

use followthrough::follow_up::AppointmentStatus;
use followthrough::wire::{PlanId, ProcedureId};

use super::aside::Aside;
use super::rows::{PlanRow, ProcedureRow};
use super::visits::VisitRow;
use crate::imported::{Listed, PlanRecord};
use crate::problem::Place;
use crate::settled::word;

/// Every record that counts, with what it became.
pub(super) fn listed(
    plans: &[PlanRecord],
    rows: &[PlanRow],
    procedures: &[ProcedureRow],
    visits: &[VisitRow],
    aside: &Aside,
) -> Vec<Listed> {
    let by_id: BTreeMap<&PlanId, &PlanRecord> = plans.iter().map(|record| (&record.plan.id, record)).collect();
    let on: BTreeMap<&ProcedureId, &PlanId> = plans
        .iter()
        .flat_map(|record| record.plan.procedures.iter().map(|p| (&p.id, &record.plan.id)))
        .collect();
    let of_plans = rows.iter().filter_map(|row| {
        let plan = &by_id.get(&row.id)?.plan;
        Some((
            row.place,
            Listed {
                file: aside.name(row.place),
                record: row.place.record,
                line: row.place.line,
                path: aside.path(row.place),
                plan: Some(row.id.clone()),
                patient: row.patient.clone(),
                procedure: None,
                visit: None,
                status: plan.standing().as_str(),
                value: plan.pending_value(),
                planned_on: row.presented_on.flatten(),
            },
        ))
    });
    let of_procedures = procedures.iter().map(|row| {
        let listed = Listed {
            file: aside.name(row.place),
            record: row.place.record,
            line: row.place.line,
            path: aside.path(row.place),
            plan: on.get(&row.id).map(|id| PlanId::clone(id)),
            patient: row.patient.clone(),
            procedure: Some(row.id.clone()),
            visit: None,
            status: word(row.status),
            value: row.fee,
            planned_on: row.planned_day(),
        };
        (row.place, listed)
    });
    let of_visits = visits.iter().map(|row| {
        let listed = Listed {
            file: aside.name(row.place),
            record: row.place.record,
            line: row.place.line,
            path: None,
            plan: None,
            patient: row.patient.clone(),
            procedure: None,
            visit: Some(row.id.clone()),
            status: visit_word(row.status),
            value: None,
            planned_on: row.date,
        };
        (row.place, listed)
    });
    let mut all: Vec<(Place, Listed)> = of_plans.chain(of_procedures).chain(of_visits).collect();
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, listed)| listed).collect()
}

fn visit_word(status: AppointmentStatus) -> &'static str {
    match status {
        AppointmentStatus::Scheduled => "scheduled",
        AppointmentStatus::Broken => "broken",
        AppointmentStatus::Cancelled => "cancelled",
        AppointmentStatus::Completed => "completed",
    }
}
