//! What a record says of a person: names, numbers, consent.

use super::check::Check;
use super::rows::PersonRow;
use crate::imported::TextConsent;
use crate::mapping::{Col, ContactMethod, ContactWord, PhoneKind, Words};
use crate::personal::{language, name, split_name};
use crate::phone::{Point, email, is_landline, phone};
use crate::problem::Problem;
use crate::set_aside::Reason;
use followthrough::Code;
use followthrough::wire::PatientId;

/// Reads the patient of a record.
pub(super) fn read(check: &mut Check<'_>) -> Result<PersonRow, Problem> {
    let shape = check.shape;
    let columns = &shape.patient;
    let mut person = PersonRow {
        status: check.status_of_person()?,
        has_status: columns.status.as_ref().is_some_and(|words| check.has(Some(words.col)))
            || columns.deceased.is_some(),
        text_consent: consent(check, columns.text_consent.as_ref())?,
        email_consent: consent(check, columns.email_consent.as_ref())?,
        call_consent: consent(check, columns.call_consent.as_ref())?,
        ..PersonRow::default()
    };
    if let Some(method) = &columns.contact_method
        && check.has(Some(method.col))
    {
        person.has_phones = true;
        contact_method(check, method, &mut person)?;
    }
    // One that is no day was left out before.
    person.birth_date = check.birth_day(columns.birth_date)?;
    if let Some(col) = columns.name {
        (person.first_name, person.last_name) = split_name(check.text(col));
    }
    let named = |col: Option<Col>| col.and_then(|col| name(check.text(col)));
    person.first_name = named(columns.preferred_name)
        .or(named(columns.first_name))
        .or(person.first_name);
    person.last_name = named(columns.last_name).or(person.last_name);
    let number = |col: Option<Col>| {
        col.filter(|col| check.has(Some(*col)))
            .map(|col| phone(check.text(col), shape.country))
    };
    let mobile = number(columns.mobile);
    // Where the cell itself says that it is no mobile number it is none.
    let is_at_home = columns.mobile.is_some_and(|col| is_landline(check.text(col)));
    let (mobile, at_home) = if is_at_home { (None, mobile) } else { (mobile, None) };
    person.has_phones |= at_home.is_some();
    person.landlines.extend(at_home);
    person.mobile = mobile.or(person.mobile);
    let landlines = [columns.home, columns.work, columns.phone].map(number);
    person.has_phones |= person.mobile.is_some() || landlines.iter().any(Option::is_some);
    person.landlines.extend(landlines.into_iter().flatten());
    let address = columns.email.filter(|col| check.has(Some(*col)));
    person.email = address.map(|col| email(check.text(col))).or(person.email);
    person.guarantor = columns.guarantor.and_then(|col| {
        let text = check.text(col).trim();
        let none = text.is_empty() || text == "0";
        (!none)
            .then(|| PatientId::parse(&format!("{}{text}", check.prefix)).ok())
            .flatten()
    });
    let spoken = columns.language.and_then(|col| language(check.text(col)));
    person.language = spoken.map(|code| check.texts.intern(&code));
    let state = columns
        .state
        .map(|col| check.text(col).trim().to_ascii_uppercase())
        .unwrap_or_default();
    let whole = state.len() == 2 && state.bytes().all(|b| b.is_ascii_uppercase());
    person.state = whole.then(|| check.texts.intern(&state));
    Ok(person)
}

fn consent(check: &Check<'_>, words: Option<&Words<TextConsent>>) -> Result<Option<TextConsent>, Problem> {
    let Some(words) = words.filter(|words| check.has(Some(words.col))) else {
        return Ok(None);
    };
    if check.text(words.col).trim().is_empty() {
        return Ok(Some(
            words.meaning(check.text(words.col)).unwrap_or(TextConsent::Unknown),
        ));
    }
    check.word(words).map(Some)
}

/// `Cell:(213)555-0141`, an address, or a word such as `DoNotCall`. Any other word could be "do not call" in another
/// language, so it is told, not passed over.
fn contact_method(check: &Check<'_>, method: &ContactMethod, person: &mut PersonRow) -> Result<(), Problem> {
    let text = check.text(method.col).trim();
    let country = check.shape.country;
    if let Some((prefix, kind)) = method
        .prefixes
        .iter()
        .find(|(prefix, _)| text.starts_with(prefix.as_str()))
    {
        let number = phone(text.get(prefix.len()..).unwrap_or_default(), country);
        match kind {
            PhoneKind::Mobile => person.mobile = Some(number),
            PhoneKind::Home | PhoneKind::Work => person.landlines.push(number),
        }
        return Ok(());
    }
    if let Some((_, says)) = method.words.iter().find(|(word, _)| word == text) {
        person.do_not_call = *says == ContactWord::DoNotCall;
        return Ok(());
    }
    if text.contains('@') {
        person.email = Some(email(text));
        return Ok(());
    }
    let dialled = phone(text, country);
    if text.is_empty() || dialled.valid().is_some() {
        person
            .landlines
            .extend(Some(dialled).filter(|number| *number != Point::Missing));
        return Ok(());
    }
    let column = check.column(method.col);
    let what = "a way of being reached that the mapping knows";
    Err(Problem::of_word(
        column,
        Reason::UnknownStatus,
        Code::ImportUnknownStatus,
        text,
        what,
    ))
}
