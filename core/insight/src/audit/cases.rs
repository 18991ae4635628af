//! From an export to the treatment that was presented: each procedure once.
//!
//! What was accepted must not be lost on the way, or the rate comes out too low: of charted treatment, what was done is on
//! no plan any more, and is put back to the day on which it was planned.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::plan::Plan;
use followthrough::wire::{PatientId, ProcedureId};
use followthrough::{Category, Date, Standing};
use followthrough_import::{Imported, PlanRecord};
use serde::Serialize;

use super::AuditOptions;
use super::case::{Case, Head, Item};
use crate::page::Count;
use crate::simulate::cases::day;

/// Treatment of the export that is not among the cases, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Aside {
    /// Plans that were not presented.
    pub not_presented: u64,
    /// Plans that were set aside, or of which nothing is left.
    pub withdrawn: u64,
    /// Plans that were sent to another practice.
    pub referred: u64,
    /// Presentations of nothing but the kinds left out.
    pub left_out: u64,
    /// Plans that present nothing which an earlier one had not.
    pub repeated: u64,
    /// Treatment that was done, of which the export does not say when it was planned, if ever: procedures, without the
    /// kinds left out.
    pub done_undated: Count,
    /// Of them, those done in the window.
    pub done_undated_in_window: Count,
}

/// All treatment that was presented.
pub(crate) struct Presented {
    /// By patient, in the order of time.
    pub(crate) cases: Vec<Case>,
    pub(crate) aside: Aside,
}

pub(crate) fn presented(imported: &Imported, options: &AuditOptions) -> Presented {
    let mut reader = Reader {
        imported,
        options,
        households: households(imported),
        past: Past::of(imported),
        taken: BTreeSet::new(),
        cases: Vec::new(),
        aside: Aside::default(),
    };
    reader.documents();
    reader.charted();
    reader
        .cases
        .sort_by(|a, b| (&a.patient, a.presented_on, &a.id).cmp(&(&b.patient, b.presented_on, &b.id)));
    Presented {
        cases: reader.cases,
        aside: reader.aside,
    }
}

struct Reader<'i> {
    imported: &'i Imported,
    options: &'i AuditOptions,
    households: BTreeMap<&'i PatientId, String>,
    past: Past<'i>,
    /// Procedures that are on a case already.
    taken: BTreeSet<&'i ProcedureId>,
    cases: Vec<Case>,
    aside: Aside,
}

impl<'i> Reader<'i> {
    /// Plans of the practice system's own, the oldest first: what an earlier one presented is not presented again.
    fn documents(&mut self) {
        let imported = self.imported;
        let mut documents: Vec<(Option<Date>, &PlanRecord)> = Vec::new();
        for record in imported.plans.iter().filter(|record| !record.charted) {
            match record.plan.standing() {
                Standing::Draft => self.aside.not_presented += 1,
                Standing::Referred => self.aside.referred += 1,
                Standing::Inactive | Standing::Empty => self.aside.withdrawn += 1,
                Standing::Open | Standing::Partial | Standing::Accepted | Standing::Declined | Standing::Completed => {
                    documents.push((self.presented_on(&record.plan), record));
                }
            }
        }
        documents.sort_by_key(|(day, record)| (day.is_none(), *day, &record.plan.patient.id, &record.plan.id));
        for (day, record) in documents {
            let mut items = Item::of_plan(&record.plan, &imported.days);
            items.retain(|item| self.taken.insert(item.id));
            if items.is_empty() {
                self.aside.repeated += 1;
                continue;
            }
            self.enter(
                record.plan.id.to_string(),
                &record.plan.patient.id,
                day,
                items,
                Some(&record.plan),
            );
        }
    }

    /// The day of the plan; of one that has none of its own, the oldest on which any of it was planned.
    fn presented_on(&self, plan: &Plan) -> Option<Date> {
        let own = plan.presented_at.map(day);
        if plan.status.is_some() {
            return own;
        }
        let items = Item::of_plan(plan, &self.imported.days);
        let planned = items.iter().filter_map(|item| item.planned_on(self.imported.as_of));
        own.into_iter().chain(planned).min()
    }

    /// What was charted for a patient on one day, the treatment included that was done since.
    fn charted(&mut self) {
        let imported = self.imported;
        let as_of = imported.as_of;
        let mut units: BTreeMap<(&PatientId, Option<Date>), Vec<Item<'i>>> = BTreeMap::new();
        for record in imported.plans.iter().filter(|record| record.charted) {
            match record.plan.standing() {
                Standing::Draft => {
                    self.aside.not_presented += 1;
                    continue;
                }
                Standing::Inactive => {
                    self.aside.withdrawn += 1;
                    continue;
                }
                Standing::Open
                | Standing::Partial
                | Standing::Accepted
                | Standing::Declined
                | Standing::Completed
                | Standing::Referred
                | Standing::Empty => {}
            }
            for item in Item::of_plan(&record.plan, &imported.days) {
                if self.taken.insert(item.id) {
                    let unit = (&record.plan.patient.id, item.planned_on(as_of));
                    units.entry(unit).or_default().push(item);
                }
            }
        }
        for done in &imported.completed {
            let item = Item::of_completed(done);
            let planned_on = item.planned_on(as_of).filter(|_| imported.charted);
            if planned_on.is_some() && self.taken.insert(&done.procedure) {
                units.entry((&done.patient, planned_on)).or_default().push(item);
            } else if imported.charted && planned_on.is_none() && !self.taken.contains(&done.procedure) {
                self.done_undated(&item, done.done_on);
            }
        }
        for ((patient, day), items) in units {
            let shown = day.map_or_else(|| "?".to_owned(), |day| day.to_string());
            self.enter(format!("{patient}|{shown}"), patient, day, items, None);
        }
    }

    fn done_undated(&mut self, item: &Item<'_>, done_on: Option<Date>) {
        if self.is_left_out(item) {
            return;
        }
        self.aside.done_undated.add(item.fee());
        let age = done_on.map(|day| self.imported.as_of.days_since(day));
        if age.is_some_and(|age| (0..i64::from(self.options.days)).contains(&age)) {
            self.aside.done_undated_in_window.add(item.fee());
        }
    }

    fn is_left_out(&self, item: &Item<'_>) -> bool {
        let category: Option<Category> = item.category();
        category.is_some_and(|category| self.options.leave_out.contains(&category))
    }

    /// What holds nothing but the kinds left out is no case.
    fn enter(
        &mut self,
        id: String,
        patient: &'i PatientId,
        day: Option<Date>,
        mut items: Vec<Item<'i>>,
        plan: Option<&Plan>,
    ) {
        items.retain(|item| !self.is_left_out(item));
        if items.is_empty() {
            self.aside.left_out += 1;
            return;
        }
        let told = plan.and_then(|plan| plan.patient.new_patient);
        let head = Head {
            id,
            patient: patient.clone(),
            presented_on: day,
            household: self
                .households
                .get(patient)
                .cloned()
                .unwrap_or_else(|| patient.to_string()),
            new_patient: told.or_else(|| self.past.was_new(patient, day?, self.options.new_patient_days)),
        };
        self.cases.push(Case::new(head, &items));
    }
}

/// Of each patient, the household of the person to contact.
fn households(imported: &Imported) -> BTreeMap<&PatientId, String> {
    let known: BTreeMap<&str, &str> = imported
        .recipients
        .iter()
        .chain(&imported.treated)
        .filter_map(|recipient| Some((recipient.id.as_str(), recipient.household.as_ref()?.as_str())))
        .collect();
    let people = imported.people.iter();
    people
        .map(|person| {
            let contact = person.recipient.as_str();
            (
                &person.patient,
                known.get(contact).copied().unwrap_or(contact).to_owned(),
            )
        })
        .collect()
}

/// When patients were treated.
struct Past<'i> {
    by_patient: BTreeMap<&'i PatientId, Vec<Date>>,
    /// How far back the export reaches.
    since: Option<Date>,
}

impl<'i> Past<'i> {
    fn of(imported: &'i Imported) -> Self {
        let mut by_patient: BTreeMap<&PatientId, Vec<Date>> = BTreeMap::new();
        for done in &imported.completed {
            by_patient.entry(&done.patient).or_default().extend(done.done_on);
        }
        let since = by_patient.values().flatten().min().copied();
        Self { by_patient, since }
    }

    /// Whether nothing was done for so many days before that day; none where the export does not reach back so far.
    fn was_new(&self, patient: &PatientId, presented: Date, days: u32) -> Option<bool> {
        let from = presented.plus_days(-i64::from(days))?;
        let treated = self.by_patient.get(patient).into_iter().flatten();
        if treated.into_iter().any(|day| (from..presented).contains(day)) {
            return Some(false);
        }
        (self.since? <= from).then_some(true)
    }
}
