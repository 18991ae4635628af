//! A mapping that could be that of a table of no known form, and how sure each part of it is.

use std::collections::BTreeMap;
use std::fmt;

use followthrough::Error;
use serde::Serialize;

use super::SeenFile;
use super::ask::kind_of;
use super::draft::{self, Columns};
use super::profile::Profile;
use super::roles::{Kind, ROLES, Role, role_of, words};
use super::values::{Doubt, doubt, fits, meaning, speaks_for_itself};
use crate::System;

/// How sure a proposal is of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sure {
    /// Only the values, or part of the name, speak for it.
    Guess,
    /// The name speaks for it, or the values do so strongly.
    Likely,
    /// Name and values say the same.
    Certain,
}

impl fmt::Display for Sure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Guess => "guess",
            Self::Likely => "likely",
            Self::Certain => "certain",
        })
    }
}

/// What one column could mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Guess {
    /// The column.
    pub column: String,
    /// The key of the mapping that it would be for.
    pub key: &'static str,
    /// How sure that is.
    pub sure: Sure,
    /// Why.
    pub why: String,
}

/// A mapping that could be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The mapping file; `columns: ask` and what else is open in it keep it from being used before somebody looked.
    pub mapping: String,
    /// What each column that is used could mean.
    pub columns: Vec<Guess>,
    /// Columns that are left out.
    pub unused: Vec<String>,
}

/// Reads what the table could mean, where the practice has answered some of it: what it said is not guessed, nor is what it
/// said is not there (`null`).
///
/// # Errors
/// `FT-I015` when an answer's key cannot be.
pub(super) fn proposal(system: System, file: &SeenFile, answers: &[(String, String)]) -> Result<Proposal, Error> {
    let answered = answered(file, answers);
    let mut guesses: Vec<Guess> = Vec::new();
    let is_open =
        |guesses: &[Guess], key: &str| !answered.contains_key(key) && guesses.iter().all(|guess| guess.key != key);
    let is_free = |guesses: &[Guess], role: &Role, column: &Profile| {
        let mut taken = answered.iter().filter(|(_, names)| names.contains(&column.name));
        file.can_be_named(&column.name)
            && guesses.iter().all(|guess| guess.column != column.name)
            && taken.all(|(key, _)| role_of(key).is_some_and(|id| id.kind == Kind::Id) && means_more(role.kind, column))
    };
    // Names before values: a column that is named is not free for a guess. Whole names before parts of them.
    for whole in [true, false] {
        for role in ROLES {
            if !is_open(&guesses, role.key) {
                continue;
            }
            let free = || file.columns.iter().filter(|column| is_free(&guesses, role, column));
            let has_sums = free().any(|column| is_sum(role, column));
            let found = free()
                .filter(|column| !has_sums || is_sum(role, column) || !is_doubted(role, column))
                .filter_map(|column| by_name(role, column, whole));
            // Of several that are as sure the first.
            let best = found.reduce(|best, next| if next.sure > best.sure { next } else { best });
            guesses.extend(best);
        }
    }
    for role in ROLES {
        if !is_open(&guesses, role.key) || needs_a_name(role.key, &guesses) {
            continue;
        }
        let free = file.columns.iter().filter(|column| is_free(&guesses, role, column));
        let fitting: Vec<&Profile> = free.filter(|c| speaks_for_itself(role.kind, c)).collect();
        if let [only] = fitting.as_slice() {
            guesses.push(Guess {
                column: only.name.clone(),
                key: role.key,
                sure: if role.kind == Kind::Email || role.kind == Kind::Code {
                    Sure::Likely
                } else {
                    Sure::Guess
                },
                why: format!("only its values speak for it: {}", kind_of(only)),
            });
        }
    }
    let said = answered.iter().filter_map(|(key, names)| {
        Some(Guess {
            column: names.join("|"),
            key: role_of(key)?.key,
            sure: Sure::Certain,
            why: "the practice said so".to_owned(),
        })
    });
    guesses.extend(said.filter(|guess| !guess.column.is_empty()));
    let is_used = |name: &String| {
        let used = |guess: &Guess| guess.column == *name;
        guesses.iter().any(used) || answered.values().any(|names| names.contains(name))
    };
    let unused = file.columns.iter().map(|column| column.name.clone());
    let unused = unused.filter(|name| !name.is_empty() && !is_used(name)).collect();
    guesses.sort_by_key(|guess| file.columns.iter().position(|column| column.name == guess.column));
    let mapping = draft::text(system, &Columns::new(file, &guesses, answers), answers)?;
    Ok(Proposal {
        mapping,
        columns: guesses,
        unused,
    })
}

/// Whether a column that is part of a number means something besides: a name and a phone that tell people apart are a name
/// and a phone.
fn means_more(kind: Kind, column: &Profile) -> bool {
    match kind {
        Kind::Text => column.mostly(column.without_figures),
        Kind::Day | Kind::Phone | Kind::Email => true,
        Kind::Amount | Kind::Code => speaks_for_itself(kind, column),
        Kind::Id | Kind::Status => false,
    }
}

/// Whether a column holds what can only be amounts, and no others than those of treatment by its name.
fn is_sum(role: &Role, column: &Profile) -> bool {
    role.key == "value" && speaks_for_itself(Kind::Amount, column) && !role.is_never(&words(&column.name))
}

fn is_doubted(role: &Role, column: &Profile) -> bool {
    doubt(role, &words(&column.name), column).is_some()
}

/// A day of which only the values speak is not one of birth, and a number that stands beside a mobile number is not known to
/// be one at home.
fn needs_a_name(key: &str, guesses: &[Guess]) -> bool {
    let has = |key: &str| guesses.iter().any(|guess| guess.key == key);
    match key {
        "patient.birth_date" | "patient.home" | "patient.work" | "patient.mobile" => true,
        "patient.phone" => has("patient.mobile"),
        _ => false,
    }
}

/// What the practice said of columns, by the key that a guess would have; no columns where there is none.
fn answered(file: &SeenFile, answers: &[(String, String)]) -> BTreeMap<&'static str, Vec<String>> {
    let mut said = BTreeMap::new();
    for (key, answer) in answers {
        let key = match key.as_str() {
            "plan.status.column" | "procedure.status.column" | "plan.status" | "procedure.status" => "status",
            "plan.value" | "procedure.value" | "plan.value.column" | "procedure.value.column" => "value",
            "plan.presented_on" | "procedure.planned_on" => "date",
            "plan.description" | "procedure.description" | "plan.name" => "description",
            "plan.provider" | "procedure.provider" | "plan.provider_name" | "procedure.provider_name" => "provider",
            "procedure.code" => "code",
            "procedure.plan" => "plan.id",
            "consent.text.column" | "consent.text" => "consent.text",
            "consent.email.column" | "consent.email" => "consent.email",
            "patient.id.columns" => "patient.id",
            "patient.status.column" => "patient.status",
            other => other,
        };
        let Some(role) = role_of(key) else { continue };
        let parts = answer.split('|').map(str::trim).filter(|_| answer != "null");
        let named: Vec<String> = parts
            .map(|part| {
                let plain = part.trim_end_matches('?').trim();
                let known = file.column(part).or_else(|| file.column(plain));
                known.map_or_else(|| plain.to_owned(), |column| column.name.clone())
            })
            .collect();
        said.insert(role.key, named);
    }
    said
}

/// Whether some word of it says plainly how a plan or a procedure stands.
fn says_a_status(column: &Profile) -> bool {
    let mut words = column.words.iter().flat_map(|words| words.keys());
    words.any(|word| meaning(word, false).is_some())
}

fn by_name(role: &Role, column: &Profile, whole: bool) -> Option<Guess> {
    let words = words(&column.name);
    let named = role.is_named(&words);
    if whole != named || (!named && !role.is_named_in_part(&words)) {
        return None;
    }
    if doubt(role, &words, column) == Some(Doubt::IsOther) {
        return None;
    }
    let fits = fits(role.kind, column);
    let sure = match (named, fits) {
        (true, Some(true)) if doubt(role, &words, column).is_some() => Sure::Likely,
        // Words of which none says how it stands could be those of something else.
        (true, Some(true)) if role.key == "status" && !says_a_status(column) => Sure::Likely,
        (true, Some(true)) => Sure::Certain,
        (true, None) | (false, Some(true)) => Sure::Likely,
        (false, None) => Sure::Guess,
        // A column of that name with other values is another one.
        (_, Some(false)) => return None,
    };
    let name = if named { "its name" } else { "part of its name" };
    let values = match fits {
        Some(_) => format!("and its values: {}", kind_of(column)),
        None => "alone: it is empty".to_owned(),
    };
    Some(Guess {
        column: column.name.clone(),
        key: role.key,
        sure,
        why: format!("{name} {values}"),
    })
}
