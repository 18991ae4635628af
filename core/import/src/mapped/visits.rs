//! Visits of files that list them: read, joined with what is to be done there, and told for those who are contacted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::follow_up::{Appointment, AppointmentStatus};
use followthrough::plan::ProcedureStatus;
use followthrough::schedule::Zone;
use followthrough::wire::{AppointmentId, AppointmentKind, PatientId, PlanId, ProcedureId, RecipientId};
use followthrough::{Code, Date};

use super::Mapped;
use super::build::inside;
use super::cells::fitting;
use super::check::{Check, Checked};
use super::people::People;
use super::rows::{Kept, PersonRow, PlanRow, ProcedureRow};
use crate::mapping::{Col, IdColumns, Instant, PlanWord, VisitColumns};
use crate::problem::{Place, Problem};
use crate::refused::Which;
use crate::set_aside::Reason;
use crate::zone::LocalInstant;

/// A visit of a file whose rows are visits.
pub(crate) struct VisitRow {
    pub(crate) place: Place,
    pub(crate) patient: PatientId,
    pub(crate) id: AppointmentId,
    pub(crate) status: AppointmentStatus,
    pub(crate) date: Option<Date>,
    /// Seconds of that day, where the file has the time.
    pub(crate) second: Option<u32>,
    /// Seconds that the clock of both is ahead of UTC, where that is not the practice's clock.
    pub(crate) offset: Option<i64>,
    pub(crate) kind: Option<AppointmentKind>,
    /// What is to be done there, where the file says.
    pub(crate) plan: Option<PlanId>,
    pub(crate) procedure: Option<ProcedureId>,
}

impl Check<'_> {
    /// Reads a visit.
    pub(super) fn visit(&mut self, columns: &VisitColumns, patient: PatientId) -> Checked<(Option<PersonRow>, Kept)> {
        let status = self.meaning(&columns.status)?;
        let person = self.person()?;
        let starts = self.starts(columns)?;
        let id = self.id(&columns.id)?;
        let kind = columns.kind.as_ref().filter(|words| self.has(Some(words.col)));
        let kind = kind.and_then(|words| words.meaning(self.text(words.col)));
        let visit = VisitRow {
            place: self.record.place,
            patient,
            id: AppointmentId::parse(&id).map_err(|_| self.no_id(columns.id.first(), &id))?,
            status,
            date: starts.map(|starts| starts.date),
            second: starts.and_then(|starts| starts.second),
            offset: starts.and_then(|starts| starts.offset),
            kind: kind.and_then(|kind| AppointmentKind::parse(kind).ok()),
            plan: self.named(columns.plan.as_ref()).and_then(|id| PlanId::parse(&id).ok()),
            procedure: self
                .named(columns.procedure.as_ref())
                .and_then(|id| ProcedureId::parse(&id).ok()),
        };
        Ok((person, Kept::Visit(visit)))
    }

    /// The day and the time, which may stand in a column of their own.
    fn starts(&self, columns: &VisitColumns) -> Checked<Option<Instant>> {
        let bad = |col: Col, text: &str, what: &str| {
            let column = self.shape.name_of(col);
            Problem::of_day(column, text, what)
        };
        let text = self.text(columns.starts);
        let read = self.shape.dates.instant(text);
        let day = read.ok_or_else(|| {
            bad(
                columns.starts,
                text,
                "a day, or a day and a time, in the form of the file",
            )
        })?;
        let Some(col) = columns.time.filter(|col| !self.text(*col).trim().is_empty()) else {
            return Ok(day);
        };
        let text = self.text(col);
        let second = clock(text).ok_or_else(|| bad(col, text, "a time such as 9:30 AM or 14:00"))?;
        Ok(day.map(|day| Instant {
            second: Some(second),
            ..day
        }))
    }

    /// An id of something else, where the record names one.
    fn named(&self, columns: Option<&IdColumns>) -> Option<String> {
        let columns = columns.filter(|columns| !is_none(self.text(columns.first())))?;
        self.id(columns).ok()
    }

    /// The visit that a procedure names.
    pub(super) fn visit_of(&mut self, col: Option<Col>) -> Option<Arc<str>> {
        let text = self.text(col?);
        if is_none(text) {
            return None;
        }
        let id = fitting(format!("{}{text}", self.prefix));
        Some(self.texts.intern(&id))
    }
}

/// Systems write a reference to nothing as nothing or as zero.
fn is_none(text: &str) -> bool {
    matches!(text.trim(), "" | "0")
}

/// `9:30`, `09:30:00`, `9:30 am`, in seconds of the day.
fn clock(text: &str) -> Option<u32> {
    let text = text.trim().to_ascii_lowercase();
    let (body, noon) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(body), _) => (body.trim_end(), Some(false)),
        (_, Some(body)) => (body.trim_end(), Some(true)),
        (None, None) => (text.as_str(), None),
    };
    let digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = body.split(':').collect();
    if !parts.iter().all(|part| digits(part)) {
        return None;
    }
    let number = |at: usize| parts.get(at).map_or(Some(0), |part| part.parse::<u32>().ok());
    let (hour, minute, second) = (number(0)?, number(1)?, number(2)?);
    let hour = match noon {
        Some(after) if (1..=12).contains(&hour) => hour % 12 + if after { 12 } else { 0 },
        None if parts.len() > 1 => hour,
        Some(_) | None => return None,
    };
    let valid = parts.len() <= 3 && hour < 24 && minute < 60 && second < 60;
    valid.then_some(hour * 3600 + minute * 60 + second)
}

/// Puts visits whose time is that of another clock on the practice's.
pub(super) fn on_the_practices_clock(visits: &mut [VisitRow], zone: &Zone) {
    for visit in visits {
        let (Some(date), Some(second), Some(offset)) = (visit.date, visit.second, visit.offset.take()) else {
            continue;
        };
        let at = LocalInstant { date, second }.in_zone(&Zone::utc()).plus(-offset);
        let local = zone.local(at);
        visit.date = Some(local.date);
        visit.second = Some(local.second);
    }
}

/// A planned procedure is scheduled when a visit that is in the book names it, or is named by it. One whose visit is not
/// in the files of visits can be neither: it is refused.
pub(super) fn join(export: &mut Mapped) {
    let Some(column) = visit_column(export).filter(|_| export.has_visits) else {
        return;
    };
    let Mapped {
        visits,
        procedures,
        done,
        plans,
        aside,
        ..
    } = export;
    let known: BTreeMap<&str, &VisitRow> = visits.iter().map(|visit| (visit.id.as_str(), visit)).collect();
    let mut refuse = |row: &ProcedureRow, which: Which, place: Place, told: Unsettled| {
        let Unsettled {
            id,
            reason,
            message,
            whose,
        } = told;
        let code = Code::ImportUnknownReference;
        let problem = Problem::of_id(column.clone(), reason, code, &id, "known").because(message);
        aside.add(problem.and_of(whose), which, Some(row.patient.clone()), place);
    };
    procedures.retain_mut(|row| match settle(row, &known) {
        Ok(()) => true,
        Err(told) => {
            refuse(row, Which::id("procedure", &row.id), row.place, told);
            false
        }
    });
    plans.retain_mut(|plan| {
        for row in plan.parts.iter_mut().flatten() {
            if let Err(told) = settle(row, &known) {
                refuse(row, Which::id("plan", &plan.id), plan.place, told);
                return false;
            }
        }
        true
    });
    let booked = |visit: &&VisitRow| visit.status == AppointmentStatus::Scheduled;
    for visit in visits.iter().filter(booked) {
        let id = || Some(Arc::from(visit.id.as_str()));
        let inside = plans.iter_mut().flat_map(|plan| plan.parts.iter_mut().flatten());
        for row in procedures.iter_mut().chain(inside).filter(|row| names(visit, row)) {
            if row.status == ProcedureStatus::Planned {
                (row.status, row.appointment) = (ProcedureStatus::Scheduled, id());
            }
        }
        for row in plans.iter_mut().filter(|row| names_plan(visit, row)) {
            row.visit = id().filter(|_| row.word == PlanWord::Open);
        }
    }
    let on_plans: BTreeSet<&PlanId> = plans.iter().map(|row| &row.id).collect();
    let of_procedures: BTreeSet<&PlanId> = procedures.iter().filter_map(|row| row.plan.as_ref()).collect();
    let ids = procedures.iter().chain(inside(plans)).map(|row| &row.id);
    let ids: BTreeSet<&ProcedureId> = ids.chain(done.iter().map(|row| &row.id)).collect();
    let lost = |visit: &&VisitRow| {
        visit
            .plan
            .as_ref()
            .is_some_and(|plan| !on_plans.contains(plan) && !of_procedures.contains(plan))
            || visit.procedure.as_ref().is_some_and(|id| !ids.contains(id))
    };
    let lost = visits.iter().filter(lost).count();
    if lost > 0 {
        let message = format!("{lost} visits name a plan or a procedure that the export does not have");
        aside.note(None, message);
    }
}

/// The visit of a procedure of which nobody can tell whether it is scheduled, and why.
struct Unsettled {
    id: Arc<str>,
    reason: Reason,
    message: &'static str,
    /// Whose the visit is, where it is that of another patient.
    whose: Option<PatientId>,
}

/// A planned procedure that names a visit in the book is scheduled.
fn settle(row: &mut ProcedureRow, known: &BTreeMap<&str, &VisitRow>) -> Result<(), Unsettled> {
    let id = row.appointment.clone();
    let Some(id) = id.filter(|_| row.status == ProcedureStatus::Planned) else {
        return Ok(());
    };
    match known.get(&*id) {
        Some(visit) if visit.patient == row.patient => {
            if visit.status == AppointmentStatus::Scheduled {
                row.status = ProcedureStatus::Scheduled;
            }
            Ok(())
        }
        Some(visit) => Err(Unsettled {
            id,
            reason: Reason::OtherPatient,
            message: "the visit is that of another patient: nobody can tell whether the procedure is scheduled",
            whose: Some(visit.patient.clone()),
        }),
        None => Err(Unsettled {
            id,
            reason: Reason::UnknownReference,
            message: "no such visit in the files of visits, or its own row was rejected: nobody can tell whether the \
                      procedure is scheduled",
            whose: None,
        }),
    }
}

/// The column in which procedures name visits; that of their ids where none does.
fn visit_column(export: &Mapped) -> Option<Arc<str>> {
    let Some(shape) = &export.planned else {
        return Some(Arc::from(""));
    };
    let procedure = shape.procedure.as_ref();
    let col = procedure.and_then(|columns| columns.appointment);
    Some(shape.name_of(col.unwrap_or_else(|| shape.patient.id.first())))
}

/// Whether a visit is for a procedure, by what the visit says.
fn names(visit: &VisitRow, row: &ProcedureRow) -> bool {
    let named = visit.procedure.as_ref() == Some(&row.id);
    let on_plan = visit.procedure.is_none() && visit.plan.is_some() && visit.plan == row.plan && row.is_live();
    visit.patient == row.patient && (named || on_plan)
}

fn names_plan(visit: &VisitRow, row: &PlanRow) -> bool {
    visit.patient == row.patient && visit.plan.as_ref() == Some(&row.id)
}

/// The visits of those who are contacted, by their ids.
pub(super) fn appointments(
    visits: &[VisitRow],
    procedures: &[ProcedureRow],
    plans: &[PlanRow],
    people: &People<'_>,
    contacted: &BTreeSet<RecipientId>,
    zone: Option<&Zone>,
) -> Vec<(RecipientId, Appointment)> {
    let mut held: BTreeMap<&str, Vec<&ProcedureRow>> = BTreeMap::new();
    // What no plan can hold is not kept row by row, so it is told of no visit.
    let held_by_plans = |row: &&ProcedureRow| row.is_live() || row.plan.is_some();
    for row in procedures.iter().chain(inside(plans)).filter(held_by_plans) {
        if let Some(visit) = &row.appointment {
            held.entry(visit).or_default().push(row);
        }
    }
    let of = |visit: &VisitRow| {
        let recipient = RecipientId::parse(people.contact_of(&visit.patient).as_str()).ok()?;
        if !contacted.contains(&recipient) {
            return None;
        }
        let of_rows = held.get(visit.id.as_str()).into_iter().flatten().copied();
        let named = procedures
            .iter()
            .chain(inside(plans))
            .filter(held_by_plans)
            .filter(|_| visit.plan.is_some() || visit.procedure.is_some())
            .filter(|row| names(visit, row));
        let whole = plans
            .iter()
            .filter(|row| names_plan(visit, row) && !row.empty && row.parts.is_none());
        let mut ids: Vec<ProcedureId> = of_rows.chain(named).map(|row| row.id.clone()).collect();
        ids.extend(whole.filter_map(|row| ProcedureId::parse(row.id.as_str()).ok()));
        ids.sort();
        ids.dedup();
        let starts = visit.date.zip(visit.second);
        let starts_at = zone
            .zip(starts)
            .map(|(zone, (date, second))| LocalInstant { date, second }.in_zone(zone));
        let appointment = Appointment {
            id: visit.id.clone(),
            status: visit.status,
            starts_at,
            patient_id: Some(visit.patient.clone()),
            kind: visit.kind.clone(),
            procedure_ids: ids,
        };
        Some((recipient, appointment))
    };
    let mut appointments: Vec<(RecipientId, Appointment)> = visits.iter().filter_map(of).collect();
    appointments.sort_by(|a, b| a.1.id.cmp(&b.1.id));
    appointments
}

/// The day of each patient's next visit.
pub(super) fn next_visits(visits: &[VisitRow], as_of: Date) -> BTreeMap<PatientId, Date> {
    let mut next: BTreeMap<PatientId, Date> = BTreeMap::new();
    let booked = visits
        .iter()
        .filter(|visit| visit.status == AppointmentStatus::Scheduled);
    for (visit, date) in booked.filter_map(|visit| Some((visit, visit.date.filter(|date| *date >= as_of)?))) {
        let known = next.entry(visit.patient.clone()).or_insert(date);
        *known = date.min(*known);
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day() {
        for (text, seconds) in [
            ("9:30", Some(34_200)),
            ("09:30:05", Some(34_205)),
            ("12:00 AM", Some(0)),
            ("12:15pm", Some(44_100)),
            ("9 am", Some(32_400)),
            ("14:00", Some(50_400)),
            ("9", None),
            ("13:00 PM", None),
            ("24:00", None),
            ("9:60", None),
            ("noon", None),
            ("1:2:3:4", None),
        ] {
            assert_eq!(clock(text), seconds, "{text}");
        }
    }
}
