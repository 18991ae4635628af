//! A mapping that could be that of a table of no known form, and how sure each part of it is.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::SeenFile;
use super::ask::kind_of;
use super::profile::{AMOUNTS, Profile};
use super::roles::{Kind, ROLES, Role, fits, meaning, speaks_for_itself, words};
use super::write;

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

/// Reads what the table could mean.
pub(super) fn proposal(file: &SeenFile) -> Proposal {
    let mut guesses: Vec<Guess> = Vec::new();
    // Names before values: a column that is named is not free for a guess. Whole names before parts of them.
    for whole in [true, false] {
        for role in ROLES {
            if guesses.iter().any(|guess| guess.key == role.key) {
                continue;
            }
            let free = file
                .columns
                .iter()
                .filter(|column| guesses.iter().all(|guess| guess.column != column.name));
            let found = free.filter_map(|column| by_name(role, column, whole));
            guesses.extend(found.max_by_key(|guess| guess.sure));
        }
    }
    for role in ROLES {
        if guesses.iter().any(|guess| guess.key == role.key) {
            continue;
        }
        let free = |column: &&Profile| guesses.iter().all(|guess| guess.column != column.name);
        let fitting: Vec<&Profile> = file
            .columns
            .iter()
            .filter(free)
            .filter(|c| speaks_for_itself(role.kind, c))
            .collect();
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
    let unused = file.columns.iter().map(|column| column.name.clone());
    let unused = unused
        .filter(|name| guesses.iter().all(|guess| guess.column != *name))
        .collect();
    let mapping = mapping(file, &guesses);
    guesses.sort_by_key(|guess| file.columns.iter().position(|column| column.name == guess.column));
    Proposal {
        mapping,
        columns: guesses,
        unused,
    }
}

fn by_name(role: &Role, column: &Profile, whole: bool) -> Option<Guess> {
    let words = words(&column.name);
    let named = role.is_named(&words);
    if whole != named || (!named && !role.is_named_in_part(&words)) {
        return None;
    }
    let fits = fits(role.kind, column);
    let sure = match (named, fits) {
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

fn mapping(file: &SeenFile, guesses: &[Guess]) -> String {
    let column = |key: &str| {
        guesses
            .iter()
            .find(|guess| guess.key == key)
            .map(|guess| guess.column.as_str())
    };
    let profile = |key: &str| column(key).and_then(|name| file.column(name));
    let mut document = Map::new();
    let mut put = |pointer: &[&str], value: Value| {
        let mut at = &mut document;
        let Some((last, above)) = pointer.split_last() else {
            return;
        };
        for step in above {
            let below = at.entry(*step).or_insert_with(|| json!({}));
            match below {
                Value::Object(map) => at = map,
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => return,
            }
        }
        at.insert((*last).to_owned(), value);
    };
    put(&["mapping"], json!("1"));
    put(&["system"], json!("csv"));
    put(&["columns"], json!("ask"));
    put(&["presented"], json!("ask"));
    put(&["currency"], json!("ask"));
    let delimiter = match file.dialect.delimiter {
        b'\t' => "tab",
        b';' => "semicolon",
        b'|' => "pipe",
        _ => "comma",
    };
    if !file.is_workbook {
        put(&["file", "delimiter"], json!(delimiter));
        put(&["file", "encoding"], json!("windows-1252"));
    }
    for guess in guesses.iter().filter(|guess| guess.key.starts_with("patient.")) {
        let (_, key) = guess.key.split_once('.').unwrap_or(("", guess.key));
        let optional = if key == "id" { "" } else { "?" };
        put(&["patient", key], json!(format!("{}{optional}", guess.column)));
    }
    let days = [profile("date"), profile("patient.birth_date")];
    let days: Vec<&Profile> = days.into_iter().flatten().collect();
    let mut forms: Vec<&str> = days
        .iter()
        .filter_map(|profile| profile.day_form())
        .map(|(form, _)| form)
        .collect();
    forms.dedup();
    if days.iter().any(|profile| profile.is_either_way()) {
        put(&["dates", "formats"], json!("ask"));
    } else if !forms.is_empty() {
        put(&["dates", "formats"], json!(forms));
    }
    if let Some((index, _)) = profile("value").and_then(Profile::amount_form)
        && index > 0
        && let Some((_, form)) = AMOUNTS.get(index)
        && let Ok(read) = followthrough::wire::yaml::texts(form, followthrough::Code::ImportMapping)
    {
        put(&["money"], read.value);
    }
    if let Some(words) = profile("consent.text").and_then(|profile| profile.words.as_ref()) {
        put(&["consent", "text", "column"], json!(column("consent.text")));
        // Which word is a yes the practice says; until then none is.
        put(
            &["consent", "text", "unknown"],
            json!(words.keys().filter(|w| !w.trim().is_empty()).collect::<Vec<_>>()),
        );
    }
    let unique = |key: &str| profile(key).is_some_and(|profile| profile.again == 0 && profile.filled == profile.rows);
    let line = column("procedure.line");
    let by_procedure = column("procedure.id").is_some() || (column("code").is_some() && !unique("plan.id"));
    let by_plan = column("plan.id").is_some() || !unique("patient.id");
    let (grain, part) = match (by_procedure, by_plan) {
        (true, _) => ("procedure", "procedure"),
        (false, true) => ("plan", "plan"),
        (false, false) => ("patient", "plan"),
    };
    put(&["grain"], json!(grain));
    let joined = |keys: &[Option<&str>]| keys.iter().flatten().copied().collect::<Vec<_>>().join("|");
    let id = match grain {
        "procedure" => column("procedure.id").map(str::to_owned).or_else(|| {
            let parts = joined(&[column("plan.id").or(column("patient.id")), line.or(column("code"))]);
            Some(parts)
        }),
        "plan" => column("plan.id").map(str::to_owned).or_else(|| {
            let date = column("date").map(|date| format!("{date}?"));
            Some(joined(&[column("patient.id"), column("description"), date.as_deref()]))
        }),
        _ => None,
    };
    if let Some(id) = id.filter(|id| !id.is_empty()) {
        put(&[part, "id"], json!(id));
    }
    if grain == "procedure" {
        match column("plan.id") {
            Some(plan) => put(&["procedure", "plan"], json!(plan)),
            None => put(&["plans"], json!("ask")),
        }
        if let Some(code) = column("code") {
            put(&["procedure", "code"], json!(format!("{code}?")));
        }
    }
    let date = if grain == "procedure" {
        "planned_on"
    } else {
        "presented_on"
    };
    for (key, name) in [
        (date, "date"),
        ("value", "value"),
        ("description", "description"),
        ("provider", "provider"),
    ] {
        if let Some(found) = column(name) {
            let optional = if key == "value" { "" } else { "?" };
            put(&[part, key], json!(format!("{found}{optional}")));
        }
    }
    if let Some(words) = profile("status").and_then(|profile| profile.words.as_ref()) {
        put(&[part, "status", "column"], json!(column("status")));
        put(&[part, "status", "match"], json!("trim_ignore_case"));
        put(
            &[part, "status", "needs"],
            json!([if grain == "procedure" { "planned" } else { "open" }]),
        );
        for word in words.keys() {
            put(
                &[part, "status", "map", word],
                json!(meaning(word, grain == "procedure").unwrap_or("ask")),
            );
        }
    }
    let told = guesses.iter().map(|guess| {
        format!(
            "# {}: {:?} is {}, for {}\n",
            guess.key, guess.column, guess.sure, guess.why
        )
    });
    let head = "# Proposed from the header and the values. Look at every line, then write columns: confirmed.\n";
    format!(
        "{head}{}{}",
        told.collect::<String>(),
        write::text(&Value::Object(document))
    )
}
