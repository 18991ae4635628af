//! Questions about where a person can be reached.

use std::sync::Arc;

use super::Question;
use super::SeenFile;
use super::ask::{choice, kind_of, looked_at, question};
use super::profile::Profile;
use super::told;
use crate::mapping::{Col, Shape};

pub(super) fn points(file: &SeenFile, shape: &Shape) -> Vec<Question> {
    phones(file, shape)
        .into_iter()
        .chain(keys_of_json(file, shape))
        .collect()
}

/// Whether the numbers of any phone take texts.
fn phones(file: &SeenFile, shape: &Shape) -> Option<Question> {
    let col = shape.patient.phone.filter(|_| shape.patient.mobile.is_none())?;
    let name: Arc<str> = shape.name_of(col);
    let profile = file.column(&name)?;
    let mut question = question(
        "patient.mobile",
        "do the numbers of this column take texts? Until somebody says so they are for calls alone.",
        false,
    );
    question.choices = vec![choice(&name, "its numbers take texts")];
    question.seen = vec![format!(
        "{name}: {} of {} are numbers",
        profile.phones,
        looked_at(profile)
    )];
    Some(question)
}

/// Numbers and addresses under other keys than those of the mapping, where nothing stands under these.
fn keys_of_json(file: &SeenFile, shape: &Shape) -> Vec<Question> {
    let patient = &shape.patient;
    let is_empty = |cols: &[Option<Col>]| {
        let mut wanted = cols.iter().flatten().map(|col| shape.name_of(*col)).peekable();
        // Paths are told apart by their case. One that was answered since the file was looked at was not counted in it.
        let is_empty = |name: Arc<str>| {
            let mut columns = file.columns.iter();
            columns.any(|profile| *profile.name == *name && profile.filled == 0)
        };
        wanted.peek().is_some() && wanted.all(is_empty)
    };
    let all = [
        (
            is_empty(&[patient.mobile, patient.home, patient.work, patient.phone]),
            "patient.mobile",
            "under which key does the mobile number stand? Nothing stands where the mapping looks for numbers. One that may be \
             any phone is patient.phone, and patient.home and patient.work are for calls.",
            "a path, such as phones[type=Mobile].number",
            (|profile: &Profile| profile.mostly(profile.phones) || profile.mostly(profile.dialled))
                as fn(&Profile) -> bool,
        ),
        (
            is_empty(&[patient.email]),
            "patient.email",
            "under which key does the e-mail address stand? Nothing stands where the mapping looks for it.",
            "a path, such as contact.email",
            |profile: &Profile| profile.mostly(profile.emails),
        ),
    ];
    let open = all.into_iter().filter(|(is_empty, ..)| *is_empty);
    open.filter_map(|(_, key, asks, path, is_one)| {
        let heads: Vec<&str> = file
            .beside
            .iter()
            .filter(|profile| is_one(profile))
            .map(|profile| head(&profile.name))
            .collect();
        let near = file
            .beside
            .iter()
            .filter(|profile| heads.contains(&head(&profile.name)));
        let seen: Vec<String> = near.map(what).collect();
        (!seen.is_empty()).then(|| Question {
            choices: vec![choice("KEY", path)],
            seen,
            ..question(key, asks, false)
        })
    })
    .collect()
}

/// The first key of a path.
fn head(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or_default()
}

/// What stands under a key: words where these can be told, else of what kind.
fn what(profile: &Profile) -> String {
    let few = profile.words.as_ref().filter(|words| words.len() <= 6);
    match few {
        Some(_) if fits_words(profile) => format!("{}: {}", profile.name, told::seen(profile, &|_| true).join(", ")),
        Some(_) | None => format!("{}: {}", profile.name, kind_of(profile)),
    }
}

fn fits_words(profile: &Profile) -> bool {
    profile.mostly(profile.without_figures) && !profile.mostly(profile.emails)
}
