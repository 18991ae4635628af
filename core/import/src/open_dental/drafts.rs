//! Which procedures form a plan: the treatment plans of the export where it has them, otherwise one per patient.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::plan::{PlanStatus, ProcedureStatus};
use followthrough::{Date, Money};

use super::statuses::TpStatus;
use super::tables::{Procedure as Row, Tables, TreatPlan};
use crate::options::{Answers, PresentedBy};
use crate::problem::Place;

/// A plan in numbers.
pub(super) struct Draft<'a> {
    pub(super) id: String,
    pub(super) patient: u64,
    /// What is charted for the patient, and no document of the system's.
    pub(super) charted: bool,
    pub(super) status: Option<PlanStatus>,
    pub(super) presented_on: Option<Date>,
    pub(super) items: Vec<Item<'a>>,
    pub(super) missing: Vec<u64>,
    pub(super) place: Place,
    /// The row that it is, where the practice made a plan of it.
    pub(super) row: Option<&'a TreatPlan>,
}

/// One procedure of a plan, at the fee of that plan.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) row: &'a Row,
    pub(super) fee: Money,
    pub(super) saved_code: Option<&'a str>,
}

impl<'a> From<&'a Row> for Item<'a> {
    fn from(row: &'a Row) -> Self {
        Self {
            row,
            fee: row.fee,
            saved_code: None,
        }
    }
}

/// All plans of the export, by patient.
pub(super) fn drafts<'a>(tables: &'a Tables, answers: &Answers, has_plans: bool, as_of: Date) -> Vec<Draft<'a>> {
    let charted = answers.presented == Some(PresentedBy::Charted);
    let mut drafts = Vec::new();
    let mut placed: BTreeSet<u64> = BTreeSet::new();
    if has_plans {
        for plan in &tables.plans {
            let (items, missing) = match plan.status {
                TpStatus::Saved => saved_items(tables, plan.num),
                TpStatus::Active | TpStatus::Inactive => attached_items(tables, plan.num),
            };
            placed.extend(items.iter().map(|item| item.row.num));
            drafts.push(Draft {
                id: plan.num.to_string(),
                patient: plan.patient,
                charted: plan.status == TpStatus::Active,
                status: match plan.status {
                    TpStatus::Saved => Some(PlanStatus::Presented),
                    TpStatus::Active if charted => None,
                    TpStatus::Active => Some(PlanStatus::Draft),
                    TpStatus::Inactive => Some(PlanStatus::Inactive),
                },
                presented_on: match plan.status {
                    TpStatus::Saved => plan.presented_on,
                    TpStatus::Active if charted => charted_on(&items, as_of),
                    TpStatus::Active | TpStatus::Inactive => None,
                },
                items,
                missing,
                place: plan.place,
                row: Some(plan),
            });
        }
    }
    let refused = tables.refused_plans.iter().filter_map(|num| tables.attached.get(num));
    placed.extend(refused.flatten().map(|(num, _)| *num));
    if charted {
        let mut by_patient: BTreeMap<u64, Vec<Item<'a>>> = BTreeMap::new();
        let live = |p: &&Row| matches!(p.status, ProcedureStatus::Planned | ProcedureStatus::Scheduled);
        for row in tables
            .procedures
            .iter()
            .filter(live)
            .filter(|p| !placed.contains(&p.num))
        {
            by_patient.entry(row.patient).or_default().push(row.into());
        }
        for (patient, mut items) in by_patient {
            items.sort_by_key(|item| item.row.num);
            drafts.push(Draft {
                id: format!("tp-{patient}"),
                patient,
                charted: true,
                status: None,
                presented_on: charted_on(&items, as_of),
                place: items.first().map(|item| item.row.place).unwrap_or_default(),
                items,
                missing: Vec::new(),
                row: None,
            });
        }
    }
    drafts.sort_by(|a, b| (a.patient, a.id.len(), &a.id).cmp(&(b.patient, b.id.len(), &b.id)));
    drafts
}

fn saved_items(tables: &Tables, plan: u64) -> (Vec<Item<'_>>, Vec<u64>) {
    let (mut items, mut missing, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for saved in tables.saved.get(&plan).into_iter().flatten() {
        if !seen.insert(saved.original) {
            continue;
        }
        match tables.numbered(saved.original) {
            Some(row) => items.push(Item {
                row,
                fee: saved.fee,
                saved_code: saved.code.as_deref(),
            }),
            None => missing.push(if saved.original == 0 { saved.num } else { saved.original }),
        }
    }
    (items, missing)
}

fn attached_items(tables: &Tables, plan: u64) -> (Vec<Item<'_>>, Vec<u64>) {
    let (mut items, mut missing) = (Vec::new(), Vec::new());
    for (num, _) in tables.attached.get(&plan).into_iter().flatten() {
        match tables.numbered(*num) {
            Some(row) => items.push(Item::from(row)),
            None => missing.push(*num),
        }
    }
    (items, missing)
}

/// The day the plan was charted: the oldest date of what is pending. A procedure charted straight onto a visit carries
/// the visit's date instead, which may lie ahead; no such date is ever taken for the day of presentation.
fn charted_on(items: &[Item<'_>], as_of: Date) -> Option<Date> {
    let oldest = |pending: bool| {
        let of = |item: &&Item<'_>| (item.row.status == ProcedureStatus::Planned) == pending;
        items
            .iter()
            .filter(of)
            .filter_map(|item| item.row.planned_on)
            .filter(|date| *date <= as_of)
            .min()
    };
    oldest(true).or_else(|| {
        if items.iter().any(is_pending) {
            None
        } else {
            oldest(false)
        }
    })
}

pub(super) fn is_pending(item: &Item<'_>) -> bool {
    item.row.status == ProcedureStatus::Planned
}
