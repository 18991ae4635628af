//! The practice's own book about one person: what its system holds, and what of that the next export has to tell.

use followthrough::follow_up::{Appointment, AppointmentEvent, AppointmentStatus, EventKind, PlanEvent};
use followthrough::plan::ProcedureStatus;
use followthrough::wire::{AppointmentId, PlanId, ProcedureId};
use followthrough::{Category, Money, Plan, Standing, Timestamp};

use super::mind::Mind;

/// The plans and visits of one person.
#[derive(Debug, Default)]
pub(super) struct Chart {
    pub(super) plans: Vec<PlanRow>,
    visits: Vec<VisitRow>,
    booked: u32,
}

/// A plan in the book.
#[derive(Debug)]
pub(super) struct PlanRow {
    pub(super) plan: Plan,
    pub(super) mind: Mind,
    /// Presented before the simulation began.
    pub(super) from_before: bool,
    /// When it was first told of, and how it stood then.
    pub(super) told: Option<Told>,
    /// When all of it was on the book for the first time.
    pub(super) booked_at: Option<Timestamp>,
    news: bool,
}

/// A plan as the engine first heard of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub(super) at: Timestamp,
    pub(super) standing: Standing,
    pub(super) value: Option<Money>,
    pub(super) category: Option<Category>,
}

#[derive(Debug)]
struct VisitRow {
    visit: Appointment,
    news: bool,
}

impl Chart {
    pub(super) fn add_plan(&mut self, plan: Plan, mind: Mind, from_before: bool) {
        self.plans.push(PlanRow {
            plan,
            mind,
            from_before,
            told: None,
            booked_at: None,
            news: true,
        });
    }

    pub(super) fn add_visit(&mut self, visit: Appointment) {
        self.visits.push(VisitRow { visit, news: true });
    }

    pub(super) fn plan(&self, id: &str) -> Option<&PlanRow> {
        self.plans.iter().find(|row| row.plan.id.as_str() == id)
    }

    /// Whether something of a plan is still to be booked.
    pub(super) fn is_pending(&self, id: &str) -> bool {
        self.plan(id).is_some_and(|row| row.plan.pending().next().is_some())
    }

    /// Books what is pending of a plan, or only the first of it, on a new visit.
    pub(super) fn book(
        &mut self,
        id: &PlanId,
        part: bool,
        at: Timestamp,
        starts_at: Timestamp,
    ) -> Option<AppointmentId> {
        let row = self.plan(id.as_str())?;
        let pending: Vec<ProcedureId> = row.plan.pending().map(|p| p.id.clone()).collect();
        let most = if part { 1 } else { pending.len() };
        let procedure_ids: Vec<ProcedureId> = pending.into_iter().take(most).collect();
        if procedure_ids.is_empty() {
            return None;
        }
        self.booked += 1;
        let visit = Appointment {
            id: AppointmentId::parse(&format!("visit-{}", self.booked)).ok()?,
            status: AppointmentStatus::Scheduled,
            starts_at: Some(starts_at),
            patient_id: None,
            kind: None,
            procedure_ids,
        };
        self.mark(&visit, ProcedureStatus::Planned, ProcedureStatus::Scheduled);
        for row in &mut self.plans {
            let held = row.plan.procedures.iter().any(|p| visit.procedure_ids.contains(&p.id));
            if held && row.plan.pending().next().is_none() {
                row.booked_at.get_or_insert(at);
            }
        }
        let id = visit.id.clone();
        self.add_visit(visit);
        Some(id)
    }

    /// A visit takes place, or does not.
    pub(super) fn visit_over(&mut self, id: &AppointmentId, broken: bool) {
        let Some(row) = self.visits.iter_mut().find(|row| &row.visit.id == id) else {
            return;
        };
        let (status, becomes) = if broken {
            (AppointmentStatus::Broken, ProcedureStatus::Planned)
        } else {
            (AppointmentStatus::Completed, ProcedureStatus::Completed)
        };
        (row.visit.status, row.news) = (status, true);
        let visit = row.visit.clone();
        self.mark(&visit, ProcedureStatus::Scheduled, becomes);
    }

    /// A procedure may stand on several plans; it is one and the same.
    fn mark(&mut self, visit: &Appointment, from: ProcedureStatus, to: ProcedureStatus) {
        for row in &mut self.plans {
            for procedure in &mut row.plan.procedures {
                if visit.procedure_ids.contains(&procedure.id) && procedure.status == from {
                    procedure.status = to;
                    procedure.appointment = (to != ProcedureStatus::Planned).then(|| visit.id.clone());
                    row.news = true;
                }
            }
        }
    }

    /// What changed since the last export: visits first, as an importer tells them.
    pub(super) fn news(&mut self, at: Timestamp) -> Vec<EventKind> {
        let mut told = Vec::new();
        for row in self.visits.iter_mut().filter(|row| row.news) {
            row.news = false;
            let appointment = row.visit.clone();
            told.push(EventKind::Appointment(AppointmentEvent { appointment }));
        }
        for row in self.plans.iter_mut().filter(|row| row.news) {
            row.news = false;
            row.told.get_or_insert_with(|| Told {
                at,
                standing: row.plan.standing(),
                value: row.plan.pending_value(),
                category: Category::of_plan(&row.plan, |_| None),
            });
            let plan = row.plan.clone();
            told.push(EventKind::Plan(PlanEvent { plan }));
        }
        told
    }

    /// Visits to come.
    pub(super) fn scheduled(&self) -> impl Iterator<Item = (&AppointmentId, Timestamp)> {
        let of_row = |row: &VisitRow| match row.visit.status {
            AppointmentStatus::Scheduled => row.visit.starts_at,
            AppointmentStatus::Broken | AppointmentStatus::Cancelled | AppointmentStatus::Completed => None,
        };
        self.visits
            .iter()
            .filter_map(move |row| Some((&row.visit.id, of_row(row)?)))
    }
}
