//! The questions that follow from a shape, with what its file holds.

use std::sync::Arc;

use followthrough::Error;

use super::ask_columns::{needed, seen, wished};
use super::ask_consent::consent;
use super::ask_points::points;
use super::ask_words::statuses;
use super::keys::Shapes;
use super::profile::{Order, Profile};
use super::roles::Kind;
use super::{Choice, Question, SeenFile};
use crate::System;
use crate::mapped::sheet::{self, Fit};
use crate::mapping::{Ask, Asked, Channel, Col, Grain, Mapping, Shape};
use crate::options::{Options, PresentedBy};
use crate::shown::{Shown, shape as shape_of_text};

pub(super) fn questions(system: System, files: &[SeenFile], has_tables: bool, options: &Options) -> Vec<Question> {
    let mut all: Vec<(Question, Option<Arc<Shape>>)> = Vec::new();
    let is_charted = options.mapping.as_ref().is_some_and(Mapping::is_charted);
    if has_tables && options.presented.is_none() && !is_charted {
        let presented = Question {
            choices: vec![
                choice(
                    "charted",
                    "planned treatment counts as presented on the day it was charted",
                ),
                choice(
                    "saved_plan",
                    "only a saved treatment plan does, on the day it was saved",
                ),
            ],
            ..question("presented", "what counts as presenting a plan to the patient?", true)
        };
        all.push((presented, None));
    }
    let mut read = 0;
    let shapes: Vec<_> = files.iter().map(|file| shape_of(system, file, options)).collect();
    // Where people stand beside the plans, they say what they agree to.
    let people = |shape: &Shape| !shape.has_plans() && shape.patient.guards.is_none();
    let has_people = shapes.iter().flatten().any(|shape| people(shape));
    for (file, shape) in files.iter().zip(shapes) {
        match shape {
            Ok(shape) => {
                read += 1;
                let of_file = of_file(file, &shape, people(&shape) || !has_people, options);
                all.extend(of_file.into_iter().map(|question| (question, Some(shape.clone()))));
            }
            // Beside the tables of Open Dental anything may lie.
            Err(_) if system == System::OpenDental && has_tables => {}
            Err(error) => {
                let named = file.columns.iter().filter(|column| file.can_be_named(&column.name));
                let header = Question {
                    file: Some(file.name.clone()),
                    seen: named
                        .map(|column| format!("{}: {}", column.name, kind_of(column)))
                        .collect(),
                    ..question("header", &format!("which columns are meant? {}", error.message()), true)
                };
                all.push((header, None));
            }
        }
    }
    // Tables mostly tell their day themselves.
    if options.as_of.is_none() && !(has_tables && read == 0) {
        let newest = question(
            "as_of",
            "of which day does the export speak? Give the day it was made.",
            true,
        );
        all.push((newest, None));
    }
    if options.time_zone.is_none()
        && options
            .mapping
            .as_ref()
            .is_none_or(|mapping| mapping.time_zone.is_none())
    {
        let zone = Question {
            choices: vec![choice(
                "none",
                "visits and days have no instant; a zone can be given later",
            )],
            ..question(
                "time_zone",
                "where do the clocks of the practice stand? An IANA zone such as America/New_York.",
                true,
            )
        };
        all.push((zone, None));
    }
    let mut all = Shapes::of(system, files, options).settle(all);
    // The required first, each as they came.
    all.sort_by_key(|question| !question.required);
    all
}

pub(super) fn shape_of(system: System, file: &SeenFile, options: &Options) -> Result<Arc<Shape>, Error> {
    let preset = || Mapping::preset(system);
    let mapping = options.mapping.clone().or_else(preset);
    let shapes = mapping.map(|mapping| mapping.shapes).unwrap_or_default();
    if let Some(shape) = shapes.iter().find(|shape| file.shape.as_ref() == Some(&shape.name)) {
        return Ok(shape.clone());
    }
    let mut best: Option<Fit> = None;
    let mut miss: Option<(usize, Error)> = None;
    for shape in shapes.iter().filter(|shape| shape.json.is_none()) {
        match sheet::bind(shape, &file.names(), file.dialect, file.encoding, &file.name) {
            Ok(fit)
                if best
                    .as_ref()
                    .is_none_or(|best| best.shape.header.len() < fit.shape.header.len()) =>
            {
                best = Some(fit);
            }
            Ok(_) => {}
            Err((there, error)) if miss.as_ref().is_none_or(|(most, _)| there > *most) => miss = Some((there, error)),
            Err(_) => {}
        }
    }
    let none = || {
        let message = "without a mapping nobody knows what the columns mean";
        Error::new(followthrough::Code::ImportOption, message).at("options.mapping")
    };
    best.map(|fit| fit.shape)
        .ok_or_else(|| miss.map_or_else(none, |(_, error)| error))
}

pub(super) fn question(key: &str, asks: &str, required: bool) -> Question {
    Question {
        key: key.to_owned(),
        asks: asks.to_owned(),
        required,
        choices: Vec::new(),
        seen: Vec::new(),
        file: None,
    }
}

pub(super) fn choice(answer: &str, means: &str) -> Choice {
    Choice {
        answer: answer.to_owned(),
        means: means.to_owned(),
    }
}

fn of_file(file: &SeenFile, shape: &Shape, asks_people: bool, options: &Options) -> Vec<Question> {
    let mut all = Vec::new();
    for ask in &shape.asks {
        match ask {
            Ask::Presented if options.presented.is_some_and(|by| by != PresentedBy::SavedPlan) => {}
            Ask::Presented => all.push(presented(file, shape)),
            Ask::Columns => all.push(columns(file, shape)),
            Ask::Plans => all.push(plans()),
            Ask::Currency => all.push(currency(file, shape)),
            Ask::Dates => all.push(dates(file, shape)),
            // What numbers a plan follows from who the patient is, mostly.
            Ask::Column(Asked::Plan | Asked::Procedure) if shape.asks.contains(&Ask::Column(Asked::Patient)) => {}
            Ask::Column(asked) => all.push(needed(file, shape, *asked)),
            Ask::Word(_) | Ask::People | Ask::Consent(Channel::Text | Channel::Email | Channel::Call) => {}
        }
    }
    all.extend(wished(file, shape));
    all.extend(statuses(file, shape));
    all.extend(days_of_parts(file, shape));
    all.extend(
        consent(file, shape)
            .into_iter()
            .filter(|question| asks_people || question.required),
    );
    all.extend(fees(file, shape));
    all.extend(codes(file, shape));
    all.extend(points(file, shape));
    for question in &mut all {
        question.file = Some(file.name.clone());
    }
    all
}

fn presented(file: &SeenFile, shape: &Shape) -> Question {
    let mut question = question(
        "presented",
        "what the file lists as planned, was it shown to the patient? In most systems planned means charted, not yet shown.",
        true,
    );
    question.choices = vec![choice(
        "charted",
        "yes, or nearly always: all of it counts as presented, on its date",
    )];
    // Without a date nothing would be presented at all.
    let date = date_column(shape).filter(|col| file.column(&shape.name_of(*col)).is_some());
    question.choices.extend(date.map(|_| {
        choice(
            "dated",
            "only what has a date was shown; the rest is a draft, and nobody is written to about it",
        )
    }));
    if shape.plan.as_ref().is_some_and(|plan| plan.status.is_some()) {
        question
            .choices
            .push(choice("status", "the status of a plan says whether it was shown"));
    }
    question.seen.extend(date.and_then(|col| days_seen(file, shape, col)));
    question
}

fn date_column(shape: &Shape) -> Option<Col> {
    let plan = shape.plan.as_ref().and_then(|plan| plan.presented_on);
    plan.or_else(|| shape.procedure.as_ref().and_then(|procedure| procedure.planned_on))
        .or_else(|| shape.visit.as_ref().map(|visit| visit.starts))
}

fn days_seen(file: &SeenFile, shape: &Shape, col: Col) -> Option<String> {
    let name = shape.name_of(col);
    let profile = file.column(&name)?;
    let days = profile.day_form().map_or(0, |(_, count)| count);
    Some(format!(
        "{name}: {} of {} rows have something, {days} of {} a day",
        profile.filled,
        profile.rows,
        looked_at(profile)
    ))
}

/// What was looked at, in words.
pub(super) fn looked_at(profile: &Profile) -> String {
    if profile.looked_at == profile.filled {
        "them".to_owned()
    } else {
        format!("the first {}", profile.looked_at)
    }
}

fn columns(file: &SeenFile, shape: &Shape) -> Question {
    let mut question = question(
        "columns",
        "are these the columns of your export, and does each mean what stands above or in the mapping? It was assumed: the form \
         of this export is not published.",
        true,
    );
    question.choices = vec![choice("confirmed", "somebody has looked, and it is so")];
    let row = match shape.grain {
        Grain::Person => "a person",
        Grain::Patient => "a patient with all that is planned (grain=patient)",
        Grain::Plan => "a plan (grain=plan)",
        Grain::Procedure => "a procedure (grain=procedure)",
        Grain::Visit => "a visit",
    };
    question.seen = vec![format!("one row is taken for {row}")];
    question.seen.extend(
        shape
            .columns
            .wanted
            .iter()
            .filter_map(|wanted| file.column(&wanted.name))
            .map(|profile| format!("{}: {}", profile.name, kind_of(profile))),
    );
    let sums = file
        .sums
        .iter()
        .map(|row| format!("{}: a row of sums, left out", row.column));
    question.seen.extend(sums);
    question
}

/// What a column holds, in words.
pub(super) fn kind_of(profile: &Profile) -> String {
    let filled = format!("{} of {} rows", profile.filled, profile.rows);
    if profile.filled == 0 {
        return "always empty".to_owned();
    }
    let kind = match profile.day_form() {
        _ if profile.mostly(profile.emails) => "e-mail addresses".to_owned(),
        Some(_) if profile.is_either_way() => "days, the month or the day first".to_owned(),
        Some(("M/D/YYYY" | "D/M/YYYY" | "M-D-YYYY" | "D-M-YYYY" | "M.D.YYYY" | "D.M.YYYY", _)) => {
            evidence(profile.order).unwrap_or_default()
        }
        Some((form, _)) => format!("days such as {form}"),
        None if profile.mostly(profile.phones) => "phone numbers".to_owned(),
        None if profile.mostly(profile.dialled) => "phone numbers of another country".to_owned(),
        None if profile.is_money() => "amounts".to_owned(),
        None if profile.mostly(profile.whole_numbers) => "whole numbers".to_owned(),
        None => "texts".to_owned(),
    };
    format!("{filled}, {kind}")
}

fn plans() -> Question {
    let mut question = question(
        "plans",
        "the file has no plans, only procedures: which of them are one plan?",
        true,
    );
    question.choices = vec![
        choice("per_patient", "all that a patient has planned"),
        choice("per_date", "what was planned for a patient on one day"),
    ];
    question
}

fn currency(file: &SeenFile, shape: &Shape) -> Question {
    let mut question = question("currency", "which currency are the amounts in?", true);
    question.choices = ["USD", "CAD"]
        .map(|code| choice(code, "amounts with the sign of another are refused"))
        .to_vec();
    let amount = shape.plan.as_ref().and_then(|plan| plan.value);
    let amount = amount.or_else(|| shape.procedure.as_ref().and_then(|procedure| procedure.value));
    let profile = amount.and_then(|amount| file.column(&shape.name_of(amount.col)));
    if let Some(profile) = profile.filter(|profile| !profile.marks.is_empty()) {
        let marks: Vec<&str> = profile.marks.iter().map(String::as_str).collect();
        question
            .seen
            .push(format!("{}: the signs {}", profile.name, marks.join(" ")));
    }
    question
}

/// Where a plan has procedures in it and nothing says when it was shown.
fn days_of_parts(file: &SeenFile, shape: &Shape) -> Option<Question> {
    shape.parts.as_ref()?;
    let plan = shape.plan.as_ref().and_then(|plan| plan.presented_on);
    let procedure = shape.procedure.as_ref().and_then(|procedure| procedure.planned_on);
    let days: Vec<Col> = plan.into_iter().chain(procedure).collect();
    // What was answered since the files were looked at was not counted in them.
    let is_empty = |col: &Col| {
        let profile = file.column(&shape.name_of(*col));
        profile.is_some_and(|profile| profile.filled == 0)
    };
    let (key, asks) = match days.as_slice() {
        [] => ("procedure.planned_on", "The system has no key for it"),
        days if days.iter().all(is_empty) && file.records > 0 => {
            ("plan.presented_on", "No record says it where it should stand")
        }
        _ => return None,
    };
    let asks = format!(
        "on which day was a plan shown? {asks}; without one a plan counts from the day on which it is seen first."
    );
    let mut question = question(key, &asks, false);
    question.choices = vec![choice("KEY", "a key of the procedures with a day, such as start_date")];
    if key == "plan.presented_on" {
        let means =
            "a path of the plan with a day, such as period.start; of what is planned procedure.planned_on=authoredOn";
        question.choices = vec![choice("PATH", means)];
    }
    Some(question)
}

fn dates(file: &SeenFile, shape: &Shape) -> Question {
    let mut question = question(
        "dates.formats",
        "does the month come first in the days of this file, or the day? No value tells it, or two tell it differently.",
        true,
    );
    let columns = [date_column(shape), shape.patient.birth_date];
    let columns = columns.iter().flatten();
    let profiles: Vec<&Profile> = columns.filter_map(|col| file.column(&shape.name_of(*col))).collect();
    let ways = profiles.iter().find_map(|profile| profile.two_ways());
    let (month_first, day_first) = ways.unwrap_or(("M/D/YYYY", "D/M/YYYY"));
    question.choices = vec![
        choice(month_first, "the month first, as in the United States"),
        choice(day_first, "the day first"),
    ];
    for profile in profiles {
        let Order {
            month_first,
            day_first,
            either,
        } = profile.order;
        let of = [
            (either, "can be read both ways"),
            (month_first, "only with the month first"),
            (day_first, "only with the day first"),
        ];
        let told = of.iter().filter(|(days, _)| days.count > 0).map(|(days, how)| {
            let lines = if days.count == 1 { "" } else { "first " };
            format!("{} {how} ({lines}line {})", days.count, days.line)
        });
        let told: Vec<String> = told.collect();
        if !told.is_empty() {
            question.seen.push(format!("{}: {}", profile.name, told.join(", ")));
        }
    }
    question
}

/// Why days are read as they are, where some of them can be read one way alone.
fn evidence(order: Order) -> Option<String> {
    let (days, first) = match order.is_month_first()? {
        true => (order.month_first, "month"),
        false => (order.day_first, "day"),
    };
    Some(format!(
        "days with the {first} first: {} can be read so alone, such as the one on line {}",
        days.count, days.line
    ))
}

fn fees(file: &SeenFile, shape: &Shape) -> Option<Question> {
    let plan = shape.plan.as_ref().is_some_and(|plan| plan.value.is_some());
    let procedure = shape.procedure.as_ref();
    let has_value = procedure.is_some_and(|procedure| procedure.value.is_some());
    if plan || has_value || !shape.has_plans() {
        return None;
    }
    if let Some(code) = procedure
        .and_then(|procedure| procedure.code)
        .filter(|_| shape.parts.is_some())
    {
        return fees_of_codes(file, shape, code);
    }
    let key = if shape.grain == Grain::Procedure {
        "procedure.value"
    } else {
        "plan.value"
    };
    let mut question = question(
        key,
        "which column has the fee, before insurance and discounts? Without one the value of every plan is unknown.",
        false,
    );
    question.seen = seen(file, shape, &[Kind::Amount], false);
    Some(question)
}

/// What the codes cost, where the system has no fees.
fn fees_of_codes(file: &SeenFile, shape: &Shape, code: Col) -> Option<Question> {
    let profile = file.column(&shape.name_of(code))?;
    let words = profile.words.iter().flatten().filter(|(word, _)| !word.is_empty());
    let open: Vec<String> = words
        .filter(|(word, _)| !shape.fees.contains_key(*word))
        .map(|(word, at)| match Shown::id(word) {
            Some(code) => format!("{:?} in {} procedures", code.as_str(), at.count),
            None => format!("a text like {:?} in {} procedures", shape_of_text(word), at.count),
        })
        .collect();
    if open.is_empty() && profile.words.is_some() {
        return None;
    }
    let mut question = question(
        "fees.CODE",
        "what do the codes cost? The system has no fees: without them the value of every plan is unknown.",
        false,
    );
    question.choices = vec![choice(
        "AMOUNT",
        "the gross fee, such as 1250.00; one answer for each code",
    )];
    question.seen = open;
    Some(question)
}

fn codes(file: &SeenFile, shape: &Shape) -> Option<Question> {
    let code = match (&shape.procedure, &shape.plan) {
        (Some(procedure), _) => procedure.code.or(procedure.description),
        (None, Some(plan)) => plan.description.or(plan.name),
        (None, None) => None,
    }?;
    let name = shape.name_of(code);
    let profile = file.column(&name)?;
    if profile.mostly(profile.codes) || !shape.categories.is_empty() {
        return None;
    }
    let mut question = question(
        "categories.injectable",
        "which words tell the kind of treatment? Without CDT codes a plan has the category other.",
        false,
    );
    question.choices = vec![choice(
        "WORD",
        "the same with categories.laser, categories.skin and so on",
    )];
    question.seen = vec![format!(
        "{name}: {} of {} values are CDT codes",
        profile.codes, profile.looked_at
    )];
    Some(question)
}
