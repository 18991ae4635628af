//! Rows into plans: each as a plan, or grouped by the plan, the patient or the day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::follow_up::AppointmentStatus;
use followthrough::plan::{MAX_PROCEDURES, Patient, Plan, PlanStatus, Presented, Procedure, ProcedureStatus, Provider};
use followthrough::schedule::{LocalTime, Zone};
use followthrough::wire::{
    AppointmentId, LocationId, PatientId, PlanId, ProcedureId, ProviderId, RecipientId, Redacted,
};
use followthrough::{Code, Date, Error, Money, Recipient};

use super::aside::Aside;
use super::cells::fitting;
use super::done::{completed, days};
use super::flags::{flag_overlaps, flags};
use super::listed::listed;
use super::people::{People, guard};
use super::rows::{By, PersonRow, PlanRow, ProcedureRow};
use super::{Mapped, duplicates, identified, remedies, totals, visits};
use crate::imported::{Imported, PlanRecord};
use crate::mapping::{Grain, Grouping, PlanWord, Presenting, Shape};
use crate::problem::{Place, Problem};
use crate::refused::Which;
use crate::seen::Seen;
use crate::set_aside::Reason;
use crate::settled;

/// A plan before it is one.
struct Draft<'a> {
    id: PlanId,
    patient: &'a PatientId,
    /// Gathered of procedures that the file puts on no plan.
    charted: bool,
    status: Option<PlanStatus>,
    presented_on: Option<Date>,
    /// Whether the file could say when it was presented, and does not.
    undated: bool,
    procedures: Vec<Procedure>,
    by: &'a By,
}

/// Everything together.
pub(super) fn imported(mut export: Mapped) -> Result<Imported, Error> {
    if export.files.is_empty() {
        return Err(Error::new(Code::ImportMissingFile, "there is no file").help("give the files of the export"));
    }
    duplicates::settle(&mut export);
    duplicates::drop_contested(&mut export);
    if let Some(zone) = &export.answers.zone {
        visits::on_the_practices_clock(&mut export.visits, zone);
    }
    let as_of = as_of(&export)?;
    let mut rows = std::mem::take(&mut export.people).into_map();
    drop_unknown_patients(&mut export, &mut rows);
    visits::join(&mut export);
    identified::set_aside_what_is_of_others(&mut export);
    drop_what_does_not_fit(&mut export);
    let state = export.answers.state.clone().or_else(|| export.mapping.state.clone());
    let guardians = guard(&mut rows, &export.guardians, as_of);
    let next_visits = visits::next_visits(&export.visits, as_of);
    let people = People::new(&rows, as_of, state.as_deref(), export.mapping.system().as_str());
    note_people(&people, export.contradicted.len(), &mut export.aside);
    if let Some(other) = export
        .planned
        .as_ref()
        .and_then(|shape| shape.currency.as_deref())
        .filter(|c| *c != "USD")
    {
        let message = format!("amounts are in {other}: playbooks and messages show them as they would show dollars");
        export.aside.note(None, message);
    }
    let (plan_rows, procedures) = (
        std::mem::take(&mut export.plans),
        std::mem::take(&mut export.procedures),
    );
    let shape = export.planned.clone();
    let drafts = drafts(shape.as_deref(), &plan_rows, &procedures, as_of);
    let mut plans: Vec<PlanRecord> = drafts.into_iter().filter_map(|draft| record(draft, &people)).collect();
    flag_overlaps(&mut plans);
    plans.sort_by(|a, b| {
        let key = |r: &PlanRecord| (r.plan.patient.id.clone(), r.plan.id.as_str().len(), r.plan.id.clone());
        key(a).cmp(&key(b))
    });
    let mut recipients: BTreeMap<RecipientId, Recipient> = BTreeMap::new();
    for plan in &plans {
        let patient = PatientId::parse(plan.recipient.as_str()).ok();
        if let Some(found) = patient.and_then(|patient| people.recipient(&patient)) {
            recipients.insert(plan.recipient.clone(), found);
        }
    }
    let charted = shape.as_ref().is_some_and(|shape| shape.grain == Grain::Procedure);
    let done = procedures.iter().map(|row| (row.status, &row.patient));
    let done = done.chain(export.done.iter().map(|row| (row.status, &row.patient)));
    let done = done.filter(|(status, _)| charted && *status == ProcedureStatus::Completed);
    let mut met = Seen::default();
    let done = done.filter(|(_, patient)| met.is_new(patient.as_str()));
    let treated: BTreeSet<&PatientId> = done.map(|(_, patient)| people.contact_of(patient)).collect();
    let treated = treated.into_iter().filter_map(|contact| people.recipient(contact));
    let treated = treated
        .filter(|contact| !recipients.contains_key(&contact.id))
        .collect();
    let on_plans: BTreeSet<&ProcedureId> = plans
        .iter()
        .flat_map(|r| r.plan.procedures.iter().map(|p| &p.id))
        .collect();
    // Where a file has one day for both, that of what is done is not known to be the day it was planned.
    let columns = shape.as_ref().and_then(|shape| shape.procedure.as_ref());
    let has_two_days = columns.is_some_and(|columns| columns.done_on.is_some());
    let days = days(procedures.iter().chain(inside(&plan_rows)), &on_plans, has_two_days);
    let mut settled = settled::Builder::default();
    for row in procedures.iter().filter(|row| !on_plans.contains(&row.id)) {
        settled.add(row.id.clone(), row.status);
    }
    for row in &export.done {
        settled.add(row.id.clone(), row.status);
    }
    let contacted: BTreeSet<RecipientId> = recipients.keys().cloned().collect();
    let zone = export.answers.zone.as_ref();
    let appointments = visits::appointments(&export.visits, &procedures, &plan_rows, &people, &contacted, zone);
    totals::note_left_out(&mut export, &rows);
    totals::note_of_two_minds(&mut export, &plans);
    remedies::note(&mut export);
    export.aside.count(&mut export.files);
    let mut totals = totals::of(&export, &plans, &rows, recipients.len());
    totals.appointments = u64::try_from(appointments.len()).unwrap_or(u64::MAX);
    let records = export
        .answers
        .list_records
        .then(|| listed(&plans, &plan_rows, &procedures, &export.visits, &export.aside));
    let zone = export.answers.zone.clone().unwrap_or_else(Zone::utc);
    identified::identify(&mut export, &plan_rows, &procedures, &rows);
    let (rejected, skipped, notes) = export.aside.in_order();
    Ok(Imported {
        system: Some(export.mapping.system()),
        as_of,
        at: zone.at(as_of, LocalTime::END),
        people: rows
            .keys()
            .filter(|id| !guardians.contains(*id))
            .filter_map(|id| people.person(id, next_visits.get(id).copied()))
            .collect(),
        days,
        charted,
        treated,
        conversations: None,
        completed: completed(
            std::mem::take(&mut export.done),
            procedures.iter().chain(inside(&plan_rows)),
            has_two_days,
        ),
        recipients: recipients.into_values().collect(),
        appointments,
        plans,
        rejected,
        skipped,
        notes,
        totals,
        records,
        settled: settled.build(),
        endings: export.endings.in_order(),
    })
}

/// The procedures that stand inside plans.
pub(super) fn inside(plans: &[PlanRow]) -> impl Iterator<Item = &ProcedureRow> {
    plans.iter().flat_map(|row| row.parts.iter().flatten())
}

fn note_people(people: &People<'_>, contradicted: usize, aside: &mut Aside) {
    let told = [
        (
            people.without_guarantor(),
            "patients have a guarantor who is not in the export",
        ),
        (people.in_a_circle(), "patients are each other's guarantors"),
        (
            contradicted,
            "people are told of in two ways by records of theirs: of consent the stricter word holds",
        ),
    ];
    for (count, what) in told.iter().filter(|(count, _)| *count > 0) {
        aside.note(None, format!("{count} {what}"));
    }
}

/// The day the export speaks of: as told, or the newest on which something was done.
fn as_of(export: &Mapped) -> Result<Date, Error> {
    let all = || export.procedures.iter().chain(inside(&export.plans));
    let done = all().filter(|row| row.status == ProcedureStatus::Completed);
    let over = export
        .visits
        .iter()
        .filter(|visit| visit.status == AppointmentStatus::Completed);
    let also_done = export.done.iter();
    let also_done = also_done.filter(|row| row.status == ProcedureStatus::Completed);
    let days = done
        .filter_map(|row| row.done_on)
        .chain(also_done.filter_map(|row| row.done_on))
        .chain(over.filter_map(|visit| visit.date));
    if let Some(day) = export.answers.as_of.or(days.max()) {
        return Ok(day);
    }
    let days = all().filter_map(ProcedureRow::planned_day);
    let newest = days
        .chain(export.done.iter().filter_map(|row| row.planned_on))
        .chain(export.plans.iter().filter_map(|row| row.presented_on.flatten()))
        .max();
    let seen = newest.map_or_else(String::new, |day| format!("; the newest day in it is {day}"));
    Err(Error::new(
        Code::ImportOption,
        format!("the export does not say of which day it speaks{seen}"),
    )
    .at("options.as_of")
    .help("give as_of, the day it was made, such as 2026-01-30"))
}

/// Rows about a person whom the list of people does not have are refused for that, whatever else is wrong with them.
fn drop_unknown_patients(export: &mut Mapped, people: &mut BTreeMap<PatientId, PersonRow>) {
    let Mapped {
        listed,
        later,
        aside,
        plans,
        procedures,
        visits,
        done,
        guardians,
        patient_columns,
        ..
    } = export;
    let known = |patient: &PatientId| listed.as_ref().is_none_or(|listed| listed.contains(patient));
    let unknown = |patient: &PatientId, place: Place| {
        let column = patient_columns
            .get(&place.file)
            .cloned()
            .unwrap_or_else(|| Arc::from(""));
        let message = "no such patient in the file of the people, or that row was rejected";
        let (code, id) = (Code::ImportUnknownPatient, patient.as_str());
        Problem::of_id(column, Reason::UnknownPatient, code, id, "known").because(message)
    };
    for (place, patient, which, problem, skipped) in later.drain(..) {
        match known(&patient) {
            true if skipped => aside.skip(problem, Some(patient), place),
            true => aside.add(problem, which, Some(patient), place),
            false => aside.add(unknown(&patient, place), which, Some(patient), place),
        }
    }
    let mut keep = |patient: &PatientId, (kind, id): (&'static str, &str), place: Place| {
        let known = known(patient);
        if !known {
            let which = Which::id(kind, id);
            aside.add(unknown(patient, place), which, Some(patient.clone()), place);
        }
        known
    };
    plans.retain(|row| keep(&row.patient, ("plan", row.id.as_str()), row.place));
    procedures.retain(|row| keep(&row.patient, ("procedure", row.id.as_str()), row.place));
    done.retain(|row| keep(&row.patient, ("procedure", row.id.as_str()), row.place));
    visits.retain(|row| keep(&row.patient, ("visit", row.id.as_str()), row.place));
    people.retain(|patient, _| known(patient) || guardians.iter().any(|(_, guardian)| guardian == patient));
}

/// Procedures on the plan of somebody else, and those of plans that no follow-up can hold.
fn drop_what_does_not_fit(export: &mut Mapped) {
    let Some(shape) = export.planned.clone() else { return };
    let Some(columns) = &shape.procedure else { return };
    duplicates::drop_of_others(export, &shape);
    let aside = &mut export.aside;
    let mut sizes: BTreeMap<PlanId, usize> = BTreeMap::new();
    for id in export.procedures.iter().filter_map(|row| plan_of(row, &shape)) {
        *sizes.entry(id).or_default() += 1;
    }
    sizes.retain(|_, size| *size > MAX_PROCEDURES);
    let column = shape.name_of(columns.id.first());
    export.procedures.retain(|row| {
        let size = plan_of(row, &shape).and_then(|id| sizes.get(&id));
        let Some(size) = size else { return true };
        let message = format!("{size} procedures in one plan; a follow-up holds {MAX_PROCEDURES}");
        let problem = Problem::new(column.clone(), Reason::TooManyProcedures, Code::ImportTooMany, message);
        let which = Which::id("procedure", &row.id);
        aside.add(problem, which, Some(row.patient.clone()), row.place);
        false
    });
}

/// The plan that a procedure joins.
fn plan_of(row: &ProcedureRow, shape: &Shape) -> Option<PlanId> {
    if let Some(id) = &row.plan {
        return Some(id.clone());
    }
    if !row.is_live() {
        return None;
    }
    let id = match shape.grouping {
        Some(Grouping::Patient) | None => row.patient.as_str().to_owned(),
        Some(Grouping::Date) => {
            let day = row.planned_day().map(|day| day.to_string()).unwrap_or_default();
            format!("{}|{day}", row.patient.as_str())
        }
    };
    PlanId::parse(&fitting(id)).ok()
}

fn drafts<'a>(
    shape: Option<&Shape>,
    plans: &'a [PlanRow],
    procedures: &'a [ProcedureRow],
    as_of: Date,
) -> Vec<Draft<'a>> {
    let Some(shape) = shape else { return Vec::new() };
    let dated = shape.presented == Some(Presenting::Dated);
    let mut drafts: Vec<Draft<'a>> = plans.iter().map(|row| of_plan(row, shape, dated, as_of)).collect();
    let mut groups: BTreeMap<PlanId, Vec<&'a ProcedureRow>> = BTreeMap::new();
    for row in procedures {
        if let Some(id) = plan_of(row, shape) {
            groups.entry(id).or_default().push(row);
        }
    }
    for (id, mut rows) in groups {
        // The order of the file says nothing.
        rows.sort_by(|a, b| (a.id.as_str().len(), &a.id).cmp(&(b.id.as_str().len(), &b.id)));
        drafts.extend(of_procedures(id, &rows, dated, as_of));
    }
    drafts
}

/// A plan that the file has as one record: with its procedures inside, or one procedure stands for all that is on it.
fn of_plan<'a>(row: &'a PlanRow, shape: &Shape, dated: bool, as_of: Date) -> Draft<'a> {
    let parts: Option<Vec<&ProcedureRow>> = row.parts.as_ref().map(|parts| parts.iter().collect());
    let planned_on = parts.as_ref().and_then(|parts| presented_on(parts, as_of));
    let presented_on = row.presented_on.flatten().or(planned_on);
    let (status, procedure) = match row.word {
        PlanWord::Draft => (Some(PlanStatus::Draft), ProcedureStatus::Planned),
        PlanWord::Open if row.visit.is_some() => (None, ProcedureStatus::Scheduled),
        PlanWord::Open if dated && presented_on.is_none() => (Some(PlanStatus::Draft), ProcedureStatus::Planned),
        PlanWord::Open if shape.plan.as_ref().is_some_and(|plan| plan.status.is_some()) => {
            (Some(PlanStatus::Presented), ProcedureStatus::Planned)
        }
        PlanWord::Open => (None, ProcedureStatus::Planned),
        PlanWord::Accepted => (Some(PlanStatus::Accepted), ProcedureStatus::Scheduled),
        PlanWord::Declined => (Some(PlanStatus::Declined), ProcedureStatus::Declined),
        PlanWord::Completed => (Some(PlanStatus::Completed), ProcedureStatus::Completed),
        PlanWord::Referred => (Some(PlanStatus::Referred), ProcedureStatus::Referred),
        PlanWord::Inactive => (Some(PlanStatus::Inactive), ProcedureStatus::Inactive),
    };
    let id = ProcedureId::parse(row.id.as_str()).ok().filter(|_| !row.empty);
    let stands_for_all = id.filter(|_| parts.is_none()).map(|id| Procedure {
        id,
        code: row.code.as_deref().map(str::to_owned),
        description: row.description.as_deref().map(Redacted::from),
        tooth: None,
        quadrant: None,
        fee: row.value,
        patient_portion: row.portion,
        status: procedure,
        appointment: row.visit.as_deref().and_then(|visit| AppointmentId::parse(visit).ok()),
    });
    Draft {
        id: row.id.clone(),
        patient: &row.patient,
        charted: false,
        status,
        presented_on,
        undated: row.presented_on == Some(None) && presented_on.is_none(),
        by: parts.as_deref().and_then(most_of).unwrap_or(&row.by),
        procedures: parts.map_or_else(
            || stands_for_all.into_iter().collect(),
            |parts| parts.iter().map(|row| self::procedure(row)).collect(),
        ),
    }
}

/// Who would do the most of what is pending speaks for the plan; none where no provider is named.
fn most_of<'a>(rows: &[&'a ProcedureRow]) -> Option<&'a By> {
    let pending = |row: &ProcedureRow| row.status == ProcedureStatus::Planned;
    let worth = |row: &ProcedureRow| row.fee.filter(|_| pending(row)).unwrap_or(Money::ZERO);
    let named = rows
        .iter()
        .filter(|row| row.by.provider.is_some() || row.by.provider_name.is_some());
    let most = named.copied().reduce(|a, b| if worth(b) > worth(a) { b } else { a });
    most.map(|row| &row.by)
}

fn of_procedures<'a>(id: PlanId, rows: &[&'a ProcedureRow], dated: bool, as_of: Date) -> Option<Draft<'a>> {
    let first = rows.first()?;
    let presented_on = presented_on(rows, as_of);
    let live: Vec<&&ProcedureRow> = rows.iter().filter(|row| row.is_live()).collect();
    let has_dates = live.iter().any(|row| row.planned_on.is_some());
    let none_dated = live.iter().all(|row| row.planned_day().is_none());
    Some(Draft {
        id,
        patient: &first.patient,
        charted: first.plan.is_none(),
        status: (dated && presented_on.is_none() && !live.is_empty()).then_some(PlanStatus::Draft),
        presented_on,
        undated: has_dates && none_dated,
        procedures: rows.iter().map(|row| procedure(row)).collect(),
        by: most_of(rows).unwrap_or(&first.by),
    })
}

fn procedure(row: &ProcedureRow) -> Procedure {
    let visit = row
        .appointment
        .as_deref()
        .filter(|_| row.status == ProcedureStatus::Scheduled);
    let text = |text: &Option<Arc<str>>| text.as_deref().map(Redacted::from);
    Procedure {
        id: row.id.clone(),
        code: row.code.as_deref().map(str::to_owned),
        description: text(&row.description),
        tooth: text(&row.tooth),
        quadrant: text(&row.quadrant),
        fee: row.fee,
        patient_portion: row.portion,
        status: row.status,
        appointment: visit.and_then(|visit| AppointmentId::parse(visit).ok()),
    }
}

/// The oldest day of what is pending, else of what is on a visit. A day that lies ahead is that of a visit, not of a
/// presentation.
fn presented_on(rows: &[&ProcedureRow], as_of: Date) -> Option<Date> {
    let oldest = |status: ProcedureStatus| {
        let days = rows
            .iter()
            .filter(|row| row.status == status)
            .filter_map(|row| row.planned_day());
        days.filter(|day| *day <= as_of).min()
    };
    if rows.iter().any(|row| row.status == ProcedureStatus::Planned) {
        oldest(ProcedureStatus::Planned)
    } else {
        oldest(ProcedureStatus::Scheduled)
    }
}

fn record(draft: Draft<'_>, people: &People<'_>) -> Option<PlanRecord> {
    let row = people.row(draft.patient)?;
    let contact = people.contact_of(draft.patient);
    let undated = draft.undated;
    let plan = Plan {
        id: draft.id,
        patient: Patient {
            id: draft.patient.clone(),
            first_name: row.first_name.clone(),
            last_name: row.last_name.clone(),
            birth_date: row.birth_date.flatten(),
            status: row.status,
            // No list that is read says so.
            new_patient: None,
            insured: None,
            benefits_remaining: None,
        },
        presented_at: draft.presented_on.map(Presented::On),
        status: draft.status,
        provider: draft
            .by
            .provider
            .as_deref()
            .or(draft.by.provider_name.as_deref())
            .and_then(|id| {
                Some(Provider {
                    id: ProviderId::parse(&fitting(id.to_owned())).ok()?,
                    name: draft.by.provider_name.as_deref().map(str::to_owned),
                })
            }),
        location: draft
            .by
            .location
            .as_deref()
            .and_then(|id| LocationId::parse(&fitting(id.to_owned())).ok()),
        tags: Vec::new(),
        alternative_group: None,
        procedures: draft.procedures,
        custom: BTreeMap::new(),
    };
    let flags = flags(&plan, row, people.row(contact).unwrap_or(row), people, undated);
    Some(PlanRecord {
        plan,
        recipient: RecipientId::parse(contact.as_str()).ok()?,
        charted: draft.charted,
        flags,
        missing_procedures: Vec::new(),
    })
}
