//! The columns of a person out of a mapping.

use followthrough::plan::PersonStatus;

use super::ask::{Ask, Asked, Channel};
use super::columns::{Columns, IdColumns, Words};
use super::compile_columns::id_or_ask;
use super::compile_rows::conditions;
use super::read::{Item, Keys, Problems};
use super::shape::{ContactMethod, ContactWord, Guards, PatientColumns, PhoneKind};
use crate::imported::TextConsent;

const PERSON_WORDS: &[(&str, PersonStatus)] = &[
    ("active", PersonStatus::Active),
    ("inactive", PersonStatus::Inactive),
    ("deceased", PersonStatus::Deceased),
    ("do_not_contact", PersonStatus::DoNotContact),
];
const CONSENT: &[(&str, TextConsent)] = &[
    ("yes", TextConsent::Granted),
    ("no", TextConsent::Denied),
    ("unknown", TextConsent::Unknown),
];
/// Reads the columns of the patient; those of consent stand beside them.
pub(super) fn patient(
    item: &Item<'_>,
    columns: &mut Columns,
    shape: &mut Keys<'_>,
    asks: &mut Vec<Ask>,
    problems: &mut Problems<'_>,
) -> Option<PatientColumns> {
    let mut keys = item.keys(problems, "the columns of the patient")?;
    let id = keys
        .required("id", problems, "the column with the patient's number")
        .and_then(|item| id_or_ask(&item, Asked::Patient, columns, asks, problems));
    let mut col = |key| columns.get(&mut keys, key, problems);
    let (name, first_name, preferred_name) = (col("name"), col("first_name"), col("preferred_name"));
    let (last_name, birth_date) = (col("last_name"), col("birth_date"));
    let (mobile, home, work, phone, email) = (col("mobile"), col("home"), col("work"), col("phone"), col("email"));
    let (guarantor, language, state) = (col("guarantor"), col("language"), col("state"));
    let status = keys.get("status").map(|item| {
        let words = Words::read(&item, PERSON_WORDS, columns, problems)?;
        if is_open(&item, &words) {
            asks.push(Ask::People);
        }
        Some(words)
    });
    let deceased = columns.get(&mut keys, "deceased", problems);
    let guards = keys.get("guards").map(|item| guards(&item, columns, problems));
    let contact_method = keys
        .get("contact_method")
        .map(|item| contact_method(&item, columns, problems));
    keys.finish(problems);
    let (mut text_consent, mut email_consent, mut call_consent) = (None, None, None);
    if let Some(mut keys) = shape
        .get("consent")
        .and_then(|item| item.keys(problems, "consent by channel"))
    {
        let mut of = |key, channel| {
            let item = keys.get(key)?;
            let words = Words::read_lists(&item, CONSENT, columns, problems)?;
            let is_open = ["yes", "no"].map(|key| item.value.get(key).is_some_and(|words| words == "ask"));
            let says = |meaning| meaning != TextConsent::Unknown;
            if is_open.contains(&true) && !words.meanings().any(says) {
                asks.push(Ask::Consent(channel));
            }
            Some(words)
        };
        text_consent = of("text", Channel::Text);
        email_consent = of("email", Channel::Email);
        call_consent = of("call", Channel::Call);
        keys.finish(problems);
    }
    Some(PatientColumns {
        id: id?,
        name,
        first_name,
        preferred_name,
        last_name,
        birth_date,
        mobile,
        home,
        work,
        phone,
        email,
        contact_method: contact_method.flatten(),
        guarantor,
        language,
        state,
        status: status.flatten(),
        deceased,
        guards: guards.flatten(),
        text_consent,
        email_consent,
        call_consent,
    })
}

/// Whether a word is left open that says how it stands with a person. Until somebody has said what it means nobody can
/// tell who is not to be written to.
fn is_open(item: &Item<'_>, words: &Words<PersonStatus>) -> bool {
    let map = item.value.get("map").and_then(serde_json::Value::as_object);
    let mut asked = map.into_iter().flatten().filter(|(_, meaning)| *meaning == "ask");
    asked.any(|(word, _)| words.meaning(word).is_none())
}

/// The patient that a person speaks for, and when.
fn guards(item: &Item<'_>, columns: &mut Columns, problems: &mut Problems<'_>) -> Option<Guards> {
    let mut keys = item.keys(problems, "{patient: ID, when: {COLUMN: WORDS}}")?;
    let id = keys
        .required("patient", problems, "the column with the number of the patient")
        .and_then(|item| IdColumns::read(&item, columns, problems));
    let when = keys.get("when").map(|item| conditions(&item, columns, problems));
    keys.finish(problems);
    Some(Guards {
        patient: id?,
        when: when.unwrap_or_else(|| Some(Vec::new()))?,
    })
}

fn contact_method(item: &Item<'_>, columns: &mut Columns, problems: &mut Problems<'_>) -> Option<ContactMethod> {
    let mut keys = item.keys(problems, "{column, prefixes, words}")?;
    let col = keys
        .required("column", problems, "name the column")
        .and_then(|item| columns.read(&item, problems));
    let kinds = [
        ("mobile", PhoneKind::Mobile),
        ("home", PhoneKind::Home),
        ("work", PhoneKind::Work),
    ];
    let says = [
        ("nothing", ContactWord::Nothing),
        ("do_not_call", ContactWord::DoNotCall),
    ];
    let mut prefixes = Vec::new();
    let entries = keys
        .get("prefixes")
        .and_then(|item| item.entries(problems, "words before a number"));
    for (word, item) in entries.unwrap_or_default() {
        if let Some(kind) = item.word(problems, "what the number is", &kinds) {
            prefixes.push((word.to_owned(), kind));
        }
    }
    let mut words = Vec::new();
    let entries = keys
        .get("words")
        .and_then(|item| item.entries(problems, "words instead of a number"));
    for (word, item) in entries.unwrap_or_default() {
        if let Some(says_it) = item.word(problems, "what the word says", &says) {
            words.push((word.to_owned(), says_it));
        }
    }
    keys.finish(problems);
    Some(ContactMethod {
        col: col?,
        prefixes,
        words,
    })
}
