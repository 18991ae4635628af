//! How much a follow-up may hold. More is an error that names the bound.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::Appointment;
use crate::plan::{CustomFact, DueSubject, MAX_NAME_CHARS, MAX_PROCEDURES, Patient, Plan, Provider};
use crate::recipient::{ContactKind, Recipient};
use crate::schedule::TimeZones;
use crate::wire::{Redacted, hash};
use crate::{Code, Error};

/// The most contact points of one recipient.
const MAX_CONTACTS: usize = 16;
/// The most tags and facts of the host's own on a plan.
const MAX_EXTRAS: usize = 32;
/// The longest name of a tooth or a quadrant.
const MAX_AREA_CHARS: usize = 64;

pub(super) fn check_recipient(recipient: &Recipient, data: &TimeZones) -> Result<(), Error> {
    bound("contacts", recipient.contacts.len(), MAX_CONTACTS, "contact points")?;
    name("first_name", recipient.first_name.as_ref())?;
    for (i, contact) in recipient.contacts.iter().enumerate() {
        let phone = matches!(contact.kind, ContactKind::Mobile | ContactKind::Landline);
        if phone && !is_e164(contact.value.reveal()) {
            return Err(
                Error::new(Code::EventMalformed, "expected a number such as \"+14045550177\"")
                    .at(format!("contacts[{i}].value"))
                    .help("write E.164: a plus, the country's code, no spaces or dashes"),
            );
        }
    }
    if let Some(zone) = &recipient.time_zone {
        data.zone(zone).map_err(|e| e.at("time_zone"))?;
    }
    for (key, value, longest) in [("language", &recipient.language, 16), ("state", &recipient.state, 2)] {
        bound(key, value.as_ref().map_or(0, |text| text.len()), longest, "characters")?;
    }
    Ok(())
}

pub(super) fn check_plan(plan: &Plan) -> Result<(), Error> {
    bound("plan.procedures", plan.procedures.len(), MAX_PROCEDURES, "procedures")?;
    extras("plan", &plan.tags, &plan.custom)?;
    people("plan", &plan.patient, plan.provider.as_ref())?;
    for (i, procedure) in plan.procedures.iter().enumerate() {
        let code = procedure.code.as_ref().map_or(0, String::len);
        bound(format_args!("plan.procedures[{i}].code"), code, 64, "characters")?;
        let description = procedure.description.as_ref().map_or(0, |d| d.reveal().chars().count());
        bound(
            format_args!("plan.procedures[{i}].description"),
            description,
            MAX_NAME_CHARS,
            "characters",
        )?;
        for (key, area) in [("tooth", &procedure.tooth), ("quadrant", &procedure.quadrant)] {
            let characters = area.as_ref().map_or(0, |area| area.reveal().chars().count());
            bound(
                format_args!("plan.procedures[{i}].{key}"),
                characters,
                MAX_AREA_CHARS,
                "characters",
            )?;
        }
        if plan.procedures.iter().take(i).any(|other| other.id == procedure.id) {
            return Err(
                Error::new(Code::EventMalformed, "the same procedure twice").at(format!("plan.procedures[{i}].id"))
            );
        }
    }
    Ok(())
}

pub(super) fn check_due(due: &DueSubject) -> Result<(), Error> {
    if due.kind.as_str() == hash::PLAN {
        let error = Error::new(Code::EventMalformed, "a plan is no subject of this event");
        return Err(error.at("subject.kind").help("tell of a plan in a `plan` event"));
    }
    extras("subject", &due.tags, &due.custom)?;
    people("subject", &due.patient, due.provider.as_ref())
}

pub(super) fn check_appointment(appointment: &Appointment) -> Result<(), Error> {
    let procedures = appointment.procedure_ids.len();
    bound("appointment.procedure_ids", procedures, MAX_PROCEDURES, "procedures")
}

/// The host's own words about a plan or subject. No error repeats one.
fn extras(of: &str, tags: &[String], custom: &BTreeMap<String, CustomFact>) -> Result<(), Error> {
    bound(format_args!("{of}.tags"), tags.len(), MAX_EXTRAS, "tags")?;
    bound(format_args!("{of}.custom"), custom.len(), MAX_EXTRAS, "facts")?;
    for (i, tag) in tags.iter().enumerate() {
        bound(
            format_args!("{of}.tags[{i}]"),
            tag.chars().count(),
            MAX_NAME_CHARS,
            "characters",
        )?;
    }
    for (key, fact) in custom {
        let text = match fact {
            CustomFact::Text(text) => text.chars().count(),
            CustomFact::Bool(_) | CustomFact::Number(_) => 0,
        };
        let longest = text.max(key.chars().count());
        bound(
            format_args!("{of}.custom"),
            longest,
            MAX_NAME_CHARS,
            "characters of a fact's name or text",
        )?;
    }
    Ok(())
}

fn people(of: &str, patient: &Patient, provider: Option<&Provider>) -> Result<(), Error> {
    name(format_args!("{of}.patient.first_name"), patient.first_name.as_ref())?;
    name(format_args!("{of}.patient.last_name"), patient.last_name.as_ref())?;
    let provider = provider.and_then(|provider| provider.name.as_ref());
    let characters = provider.map_or(0, |name| name.chars().count());
    bound(
        format_args!("{of}.provider.name"),
        characters,
        MAX_NAME_CHARS,
        "characters",
    )
}

fn name(path: impl Display, name: Option<&Redacted>) -> Result<(), Error> {
    bound(
        path,
        name.map_or(0, |n| n.reveal().chars().count()),
        MAX_NAME_CHARS,
        "characters",
    )
}

/// The path is only written where it is told.
pub(super) fn bound(path: impl Display, found: usize, most: usize, of_what: &str) -> Result<(), Error> {
    if found > most {
        let error = Error::new(Code::BoundExceeded, format!("at most {most} {of_what}, got {found}"));
        return Err(error.at(path.to_string()));
    }
    Ok(())
}

/// A plus and 8 to 15 digits (ITU-T E.164).
fn is_e164(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or("");
    (8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0')
}
