//! Questions about which column is which, with what each column holds.

use super::Question;
use super::SeenFile;
use super::ask::{choice, kind_of, question};
use super::profile::Profile;
use super::roles::Kind;
use super::values::fits;
use crate::mapping::{Ask, Asked, Grain, Shape};

/// A column without which no record can be read.
pub(super) fn needed(file: &SeenFile, shape: &Shape, asked: Asked) -> Question {
    let (key, asks, means) = match asked {
        Asked::Patient => (
            "patient.id",
            "which column holds the number of the patient: one that is the same in every row about a person, and another one \
             for everybody else?",
            "the header of that column",
        ),
        Asked::Plan => (
            "plan.id",
            "which column holds the number of the treatment plan, estimate or quote? Where there is none, name the columns that \
             tell two plans of a patient apart.",
            "the header of that column",
        ),
        Asked::Procedure => (
            "procedure.id",
            "which column holds the number of the procedure? Where there is none, name the columns that tell two procedures of \
             a patient apart.",
            "the header of that column",
        ),
        Asked::ProcedureStatus => (
            "procedure.status.column",
            "which column says whether a procedure is planned, scheduled or done? Where none does, say grain=plan: every row is \
             then a plan that is open.",
            "the header of that column",
        ),
    };
    let mut question = question(key, asks, true);
    question.choices.push(choice("COLUMN", means));
    if asked == Asked::Patient {
        question.choices.push(choice(
            "COLUMN|COLUMN",
            "where people have no number: what tells them apart, such as name and phone. A code that is made of it stands for \
             them in all reports",
        ));
    } else if asked != Asked::ProcedureStatus {
        question.choices.push(choice(
            "COLUMN|COLUMN",
            "columns that together are a number, with the patient among them",
        ));
    }
    let kinds: &[Kind] = match asked {
        Asked::Patient => &[Kind::Id, Kind::Text, Kind::Phone, Kind::Email],
        Asked::Plan | Asked::Procedure => &[Kind::Id, Kind::Text, Kind::Day],
        Asked::ProcedureStatus => &[Kind::Status],
    };
    question.seen = seen(file, shape, kinds, asked != Asked::ProcedureStatus);
    question
}

/// Columns that a proposal does without, with what follows from that.
pub(super) fn wished(file: &SeenFile, shape: &Shape) -> Vec<Question> {
    if !shape.asks.contains(&Ask::Columns) || shape.json.is_some() || !shape.has_plans() {
        return Vec::new();
    }
    let part = if shape.grain == Grain::Procedure {
        "procedure"
    } else {
        "plan"
    };
    let (plan, procedure) = (shape.plan.as_ref(), shape.procedure.as_ref());
    let has_date = plan.is_some_and(|plan| plan.presented_on.is_some())
        || procedure.is_some_and(|procedure| procedure.planned_on.is_some());
    let has_status = procedure.is_some() || plan.is_some_and(|plan| plan.status.is_some());
    let has_name = shape.patient.name.is_some() || shape.patient.first_name.is_some();
    let has_point = shape.patient.mobile.is_some()
        || shape.patient.phone.is_some()
        || shape.patient.email.is_some()
        || shape.patient.contact_method.is_some();
    let date = if part == "procedure" {
        "planned_on"
    } else {
        "presented_on"
    };
    let all = [
        (
            has_date,
            format!("{part}.{date}"),
            "which column has the day on which it was shown to the patient? Without one a plan counts from the day on which it \
             is seen first.",
            Kind::Day,
        ),
        (
            has_status,
            "plan.status.column".to_owned(),
            "which column says what became of a plan? Without one every row is a plan that is open.",
            Kind::Status,
        ),
        (
            has_name,
            "patient.name".to_owned(),
            "which column has the name of the patient? Without one messages greet nobody by name. First and last name may also \
             stand apart: patient.first_name, patient.last_name.",
            Kind::Text,
        ),
        (
            has_point,
            "patient.mobile".to_owned(),
            "which column has the mobile number? Without one nobody of this file can be reached. A number that may be any phone \
             is patient.phone, an address patient.email.",
            Kind::Phone,
        ),
        (
            shape.patient.status.is_some() || shape.patient.deceased.is_some(),
            "patient.status.column".to_owned(),
            "which column says who is no patient any more, or has died? Without one everybody is taken for a patient who is \
             alive.",
            Kind::Status,
        ),
    ];
    let open = all.into_iter().filter(|(is_there, ..)| !is_there);
    open.map(|(_, key, asks, kind)| {
        let mut question = question(&key, asks, false);
        question.choices.push(choice("COLUMN", "the header of that column"));
        question.seen = seen(file, shape, &[kind], false);
        question
    })
    .collect()
}

/// The columns that could be meant, with what they hold: those that nothing uses first, and alone unless all are wanted.
pub(super) fn seen(file: &SeenFile, shape: &Shape, kinds: &[Kind], all: bool) -> Vec<String> {
    let is_used = |column: &Profile| {
        let wanted = &shape.columns.wanted;
        wanted
            .iter()
            .any(|wanted| wanted.name.eq_ignore_ascii_case(&column.name))
    };
    let could = |column: &&Profile| {
        file.can_be_named(&column.name) && kinds.iter().any(|kind| fits(*kind, column) == Some(true))
    };
    let (used, free): (Vec<&Profile>, Vec<&Profile>) = file.columns.iter().filter(could).partition(|c| is_used(c));
    let used = used.into_iter().filter(|_| all);
    free.into_iter()
        .chain(used)
        .map(|column| format!("{}: {}", column.name, kind_of(column)))
        .collect()
}
