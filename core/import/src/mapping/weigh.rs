//! Which columns decide something, so that a value which nobody can read costs the record, and which do not.

use super::columns::Col;
use super::shape::{Amount, Conditions, Shape};

/// Marks the columns of a shape that decide nothing: names, how somebody is reached, what a procedure is called, where
/// it is done and by whom. One that also is an id, a status, an amount, a day, a word of consent or part of a rule
/// decides.
pub(super) fn weigh(shape: &mut Shape) {
    let (told, deciding) = (told(shape), deciding(shape));
    for Col(index) in told.into_iter().filter(|col| !deciding.contains(col)) {
        if let Some(wanted) = shape.columns.wanted.get_mut(index) {
            wanted.decides = false;
        }
    }
}

fn told(shape: &Shape) -> Vec<Col> {
    let person = &shape.patient;
    let of_person = [
        person.name,
        person.first_name,
        person.preferred_name,
        person.last_name,
        // Without it nobody is known to be a child, nor to be none.
        person.birth_date,
        person.mobile,
        person.home,
        person.work,
        person.phone,
        person.email,
        person.guarantor,
        person.language,
        person.state,
    ];
    let of_plan = shape.plan.iter().flat_map(|plan| {
        let by = [plan.provider, plan.provider_name, plan.location];
        [plan.name, plan.description].into_iter().chain(by)
    });
    let of_procedure = shape.procedure.iter().flat_map(|procedure| {
        let what = [
            procedure.code,
            procedure.description,
            procedure.tooth,
            procedure.quadrant,
        ];
        let by = [procedure.provider, procedure.provider_name, procedure.location];
        what.into_iter().chain(by)
    });
    let of_visit = shape
        .visit
        .iter()
        .map(|visit| visit.kind.as_ref().map(|words| words.col));
    let all = of_person.into_iter().chain(of_plan).chain(of_procedure).chain(of_visit);
    // A row is compared by its bytes there.
    all.flatten().chain(shape.other_carrier.iter().copied()).collect()
}

fn deciding(shape: &Shape) -> Vec<Col> {
    let mut all: Vec<Col> = Vec::new();
    let person = &shape.patient;
    let ids = [Some(&person.id), person.guards.as_ref().map(|guards| &guards.patient)];
    let of_plan = shape.plan.iter().map(|plan| plan.id.as_ref());
    let of_procedure = shape
        .procedure
        .iter()
        .flat_map(|procedure| [Some(&procedure.id), procedure.plan.as_ref(), procedure.patient.as_ref()]);
    let of_visit = shape
        .visit
        .iter()
        .flat_map(|visit| [Some(&visit.id), visit.plan.as_ref(), visit.procedure.as_ref()]);
    for id in ids
        .into_iter()
        .chain(of_plan)
        .chain(of_procedure)
        .chain(of_visit)
        .flatten()
    {
        all.extend(id.parts.iter().map(|(col, _)| *col));
    }
    let words = [&person.text_consent, &person.email_consent, &person.call_consent];
    all.extend(words.into_iter().flatten().map(|words| words.col));
    all.extend(
        person
            .status
            .iter()
            .flat_map(|words| words.chain())
            .map(|words| words.col),
    );
    all.extend(person.deceased);
    all.extend(person.contact_method.as_ref().map(|method| method.col));
    let of_rules = |conditions: &Conditions| conditions.iter().map(|(col, _)| *col).collect::<Vec<_>>();
    all.extend(person.guards.iter().flat_map(|guards| of_rules(&guards.when)));
    all.extend(shape.skip.iter().flat_map(|rule| of_rules(&rule.when)));
    let amount = |amount: Option<Amount>| amount.map(|amount| amount.col);
    if let Some(plan) = &shape.plan {
        all.extend(
            plan.status
                .iter()
                .flat_map(|words| words.chain())
                .map(|words| words.col),
        );
        let amounts = [
            amount(plan.value),
            plan.patient_portion,
            plan.procedure_count,
            plan.currency,
        ];
        all.extend(amounts.into_iter().chain([plan.presented_on]).flatten());
    }
    if let Some(procedure) = &shape.procedure {
        all.extend(procedure.status.chain().map(|words| words.col));
        let amounts = [amount(procedure.value), procedure.patient_portion, procedure.currency];
        let days = [procedure.planned_on, procedure.done_on, procedure.appointment];
        all.extend(amounts.into_iter().chain(days).flatten());
    }
    if let Some(visit) = &shape.visit {
        all.extend(visit.status.chain().map(|words| words.col));
        all.extend([Some(visit.starts), visit.time].into_iter().flatten());
    }
    all
}
