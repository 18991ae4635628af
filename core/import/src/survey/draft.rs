//! A proposal as a mapping file: what was guessed and answered, and `ask` where nobody can tell.

use serde_json::{Map, Value, json};

use followthrough::{Code, Error};

use super::SeenFile;
use super::profile::{AMOUNTS, Order, Profile};
use super::propose::Guess;
use super::roles::{Kind, ROLES, Role, words};
use super::told::told;
use super::values::{meaning, of_person};
use super::write;
use crate::System;

/// The columns of a file by what they could mean.
pub(super) struct Columns<'a> {
    file: &'a SeenFile,
    guesses: &'a [Guess],
    /// The columns of the patient's number, as the practice said them.
    patient: Option<&'a str>,
}

impl<'a> Columns<'a> {
    pub(super) fn new(file: &'a SeenFile, guesses: &'a [Guess], answers: &'a [(String, String)]) -> Self {
        let is_it = |(key, _): &&(String, String)| key == "patient.id" || key == "patient.id.columns";
        let said = answers.iter().rev().find(is_it).map(|(_, answer)| answer.as_str());
        Self {
            file,
            guesses,
            patient: said.filter(|said| *said != "null"),
        }
    }

    /// The columns of the patient's number.
    fn patient(&self) -> Option<&'a str> {
        self.patient.or_else(|| self.of("patient.id"))
    }

    fn of(&self, key: &str) -> Option<&'a str> {
        let guess = self.guesses.iter().find(|guess| guess.key == key)?;
        Some(&guess.column)
    }

    fn profile(&self, key: &str) -> Option<&'a Profile> {
        self.of(key).and_then(|name| self.file.column(name))
    }

    fn is_unique(&self, key: &str) -> bool {
        self.profile(key)
            .is_some_and(|profile| profile.again == 0 && profile.filled == profile.rows)
    }

    fn repeats(&self, key: &str) -> bool {
        self.profile(key)
            .is_some_and(|profile| profile.again * 10 >= profile.rows)
    }

    /// Whether the patient is told by columns about the person, not by a number.
    fn patient_is_a_person(&self) -> bool {
        let id = self.of("patient.id").unwrap_or_default();
        let is_of_a_person = |name: &str| {
            let profile = self.file.column(name);
            let points = profile.is_some_and(|c| c.mostly(c.phones.max(c.dialled) + c.emails));
            points || profile.is_some_and(|c| c.mostly(c.without_figures)) || is_named_as_a_point(name)
        };
        id.split('|').any(is_of_a_person)
    }
}

/// Whether a header is that of a phone or an address, whatever stands in some of the rows.
fn is_named_as_a_point(name: &str) -> bool {
    let words = words(name);
    let is_point = |role: &&Role| matches!(role.kind, Kind::Phone | Kind::Email);
    ROLES.iter().filter(is_point).any(|role| role.is_named(&words))
}

/// What one row is, and where in the mapping its columns stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    Procedure,
    Plan,
    Patient,
}

impl Row {
    fn word(self) -> &'static str {
        match self {
            Self::Procedure => "procedure",
            Self::Plan => "plan",
            Self::Patient => "patient",
        }
    }

    fn part(self) -> &'static str {
        match self {
            Self::Procedure => "procedure",
            Self::Plan | Self::Patient => "plan",
        }
    }
}

/// A document that is filled key by key.
struct Draft(Map<String, Value>);

impl Draft {
    fn put(&mut self, path: &[&str], value: Value) {
        let mut at = &mut self.0;
        let Some((last, above)) = path.split_last() else {
            return;
        };
        for step in above {
            match at.entry(*step).or_insert_with(|| json!({})) {
                Value::Object(map) => at = map,
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => return,
            }
        }
        at.insert((*last).to_owned(), value);
    }
}

/// The mapping file, with what was guessed above it.
///
/// # Errors
/// `FT-I015` when an answer's key cannot be.
pub(super) fn text(system: System, columns: &Columns<'_>, answers: &[(String, String)]) -> Result<String, Error> {
    let row = row(columns, answers);
    let mut draft = Draft(Map::new());
    draft.put(&["mapping"], json!("1"));
    draft.put(&["system"], json!(system.as_str()));
    for key in ["columns", "presented", "currency"] {
        draft.put(&[key], json!("ask"));
    }
    draft.put(&["grain"], json!(row.word()));
    of_file(&mut draft, columns);
    of_people(&mut draft, columns);
    consent(&mut draft, columns, "text");
    consent(&mut draft, columns, "email");
    of_treatment(&mut draft, columns, row);
    sums(&mut draft, columns);
    let mut document = draft.0;
    // What people are told by is answered as columns, and stands in the mapping as what a code is made of.
    let is_laid = |key: &str| key != "patient.id" || !columns.patient_is_a_person();
    let open = answers.iter().filter(|(key, _)| is_laid(key));
    write::lay(&mut document, open)?;
    let told = columns.guesses.iter().map(|guess| {
        format!(
            "# {}: {:?} is {}, for {}\n",
            guess.key, guess.column, guess.sure, guess.why
        )
    });
    let head = "# Proposed from the header and the values. Look at every line, then write columns: confirmed.\n";
    Ok(format!(
        "{head}{}{}",
        told.collect::<String>(),
        write::text(&marked(Value::Object(document), columns.file))
    ))
}

/// Headers that end with the mark of what may be missing are written so that they are taken as they stand.
fn marked(value: Value, file: &SeenFile) -> Value {
    match value {
        Value::String(text) if text.ends_with('?') && file.column(&text).is_some() => json!({"column": text}),
        Value::Object(map) => {
            let is_column = map.contains_key("optional");
            let all = map.into_iter();
            Value::Object(
                all.map(|(key, value)| {
                    let as_it_is = is_column || key == "when";
                    (key, if as_it_is { value } else { marked(value, file) })
                })
                .collect(),
            )
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => value,
    }
}

/// What one row is: as the practice says, else as its columns do.
fn row(columns: &Columns<'_>, answers: &[(String, String)]) -> Row {
    let said = answers.iter().rev().find(|(key, _)| key == "grain");
    let by_procedure = columns.of("procedure.id").is_some()
        || columns.of("procedure.line").is_some()
        || (columns.of("code").is_some() && !columns.is_unique("plan.id"));
    let by_plan = columns.of("plan.id").is_some() || !columns.is_unique("patient.id");
    match said.map(|(_, answer)| answer.as_str()) {
        Some("procedure") => Row::Procedure,
        Some("plan") => Row::Plan,
        Some("patient") => Row::Patient,
        // A list of procedures says of each where it stands.
        Some(_) | None if by_procedure && columns.of("status").is_some() => Row::Procedure,
        Some(_) | None if by_plan => Row::Plan,
        Some(_) | None => Row::Patient,
    }
}

fn of_file(draft: &mut Draft, columns: &Columns<'_>) {
    let file = columns.file;
    let delimiter = match file.dialect.delimiter {
        b'\t' => "tab",
        b';' => "semicolon",
        b'|' => "pipe",
        _ => "comma",
    };
    if !file.is_workbook {
        draft.put(&["file", "delimiter"], json!(delimiter));
        draft.put(&["file", "encoding"], json!("windows-1252"));
        if file.dialect.skip_lines > 0 {
            draft.put(&["file", "skip_lines"], json!(file.dialect.skip_lines.to_string()));
        }
    }
    let days = ["date", "patient.birth_date"].map(|key| columns.profile(key));
    let days: Vec<&Profile> = days.into_iter().flatten().collect();
    let order = days.iter().fold(Order::default(), |all, day| all.plus(day.order));
    let mut forms: Vec<&str> = Vec::new();
    let mut is_open = false;
    for day in &days {
        let Some((form, _)) = day.day_form() else { continue };
        let form = match (day.two_ways(), order.is_month_first()) {
            (Some((month, _)), Some(true)) => month,
            (Some((_, day)), Some(false)) => day,
            (Some(_), None) => {
                is_open = true;
                continue;
            }
            (None, _) => form,
        };
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    if is_open {
        draft.put(&["dates", "formats"], json!("ask"));
    } else if !forms.is_empty() {
        draft.put(&["dates", "formats"], json!(forms));
    }
    if let Some(value) = columns.profile("value") {
        money(draft, value);
    }
}

/// The form of amounts, with the sign that stands at them. Where several do, one is of another currency.
fn money(draft: &mut Draft, value: &Profile) {
    let form = value.amount_form().and_then(|(index, _)| AMOUNTS.get(index));
    let Some((_, form)) = form else { return };
    let Ok(read) = followthrough::wire::yaml::texts(form, Code::ImportMapping) else {
        return;
    };
    let mut money = read.value;
    let mut marks = value.marks.iter();
    if let (Some(map), Some(mark), None) = (money.as_object_mut(), marks.next(), marks.next()) {
        map.insert("symbols".to_owned(), json!([mark]));
    }
    draft.put(&["money"], money);
}

fn of_people(draft: &mut Draft, columns: &Columns<'_>) {
    let id = match columns.patient() {
        None => json!("ask"),
        Some(id) if columns.patient_is_a_person() => json!({"columns": id, "kind": "hash"}),
        Some(id) => json!(id),
    };
    draft.put(&["patient", "id"], id);
    for guess in columns.guesses {
        if let Some(key) = guess
            .key
            .strip_prefix("patient.")
            .filter(|key| !matches!(*key, "id" | "status"))
        {
            draft.put(&["patient", key], json!(optional(&guess.column)));
        }
    }
    if let Some(column) = columns.of("patient.status") {
        status_of_people(draft, columns, column);
    }
}

/// Which of its words say that somebody is not to be written to the practice says.
fn status_of_people(draft: &mut Draft, columns: &Columns<'_>, column: &str) {
    draft.put(&["patient", "status", "column"], json!(optional(column)));
    draft.put(&["patient", "status", "match"], json!("trim_ignore_case"));
    // An empty cell says nothing.
    draft.put(&["patient", "status", "map"], json!({"": "active"}));
    for (word, _) in columns.profile("patient.status").into_iter().flat_map(told) {
        let meaning = of_person(word).unwrap_or("ask");
        draft.put(&["patient", "status", "map", word.trim()], json!(meaning));
    }
}

/// A column that may be missing in the file. A name that ends with the mark is taken as it stands.
fn optional(name: &str) -> Value {
    if name.ends_with('?') {
        json!({"column": name, "optional": "true"})
    } else {
        json!(format!("{name}?"))
    }
}

/// Which word is a yes and which a no the practice says.
fn consent(draft: &mut Draft, columns: &Columns<'_>, channel: &str) {
    if let Some(column) = columns.of(&format!("consent.{channel}")) {
        draft.put(&["consent", channel, "column"], json!(column));
        draft.put(&["consent", channel, "yes"], json!("ask"));
        draft.put(&["consent", channel, "no"], json!("ask"));
    }
}

fn of_treatment(draft: &mut Draft, columns: &Columns<'_>, row: Row) {
    let part = row.part();
    let line = columns
        .of("procedure.line")
        .or(columns.of("code"))
        .or(columns.of("description"));
    let id = match row {
        Row::Patient => None,
        Row::Plan => Some(match columns.of("plan.id") {
            // Several rows of one plan, and nothing says where each of them stands.
            Some(plan) if columns.repeats("plan.id") => composed(plan, &[line]),
            Some(plan) => Some(plan.to_owned()),
            None => {
                let date = columns.of("date").map(|date| format!("{date}?"));
                let parts = [columns.of("description"), date.as_deref()];
                columns.patient().and_then(|whose| composed(whose, &parts))
            }
        }),
        Row::Procedure => Some(columns.of("procedure.id").map(str::to_owned).or_else(|| {
            let whose = columns.of("plan.id").or(columns.patient())?;
            composed(whose, &[line])
        })),
    };
    if let Some(id) = id {
        let of_person = columns.patient_is_a_person();
        let whose = columns.patient();
        let id = match id {
            None => json!("ask"),
            Some(id) if of_person && whose.is_some_and(|whose| id.starts_with(whose)) => {
                json!({"columns": id, "kind": "hash"})
            }
            Some(id) => json!(id),
        };
        draft.put(&[part, "id"], id);
    }
    if row == Row::Procedure {
        match columns.of("plan.id") {
            Some(plan) => draft.put(&["procedure", "plan"], json!(plan)),
            None => draft.put(&["plans"], json!("ask")),
        }
        if let Some(code) = columns.of("code") {
            draft.put(&["procedure", "code"], optional(code));
        }
    }
    let date = if row == Row::Procedure {
        "planned_on"
    } else {
        "presented_on"
    };
    for (key, name) in [(date, "date"), ("provider", "provider")] {
        if let Some(found) = columns.of(name) {
            draft.put(&[part, key], optional(found));
        }
    }
    // Where a row is a plan its code is all that says what is to be done.
    let code = columns.of("code").filter(|_| row != Row::Procedure);
    if let Some(found) = columns.of("description").or(code) {
        draft.put(&[part, "description"], optional(found));
    }
    if let Some(name) = columns.of("name").filter(|_| row != Row::Procedure) {
        draft.put(&[part, "name"], optional(name));
    }
    if let Some(portion) = columns.of("portion") {
        draft.put(&[part, "patient_portion"], optional(portion));
    }
    if let Some(value) = columns.of("value") {
        draft.put(&[part, "value"], json!(value));
    }
    status(draft, columns, row);
}

/// An id of several columns; none where there is nothing beside the first.
fn composed(whose: &str, parts: &[Option<&str>]) -> Option<String> {
    let parts: Vec<&str> = parts.iter().flatten().copied().collect();
    (!parts.is_empty()).then(|| format!("{whose}|{}", parts.join("|")))
}

fn status(draft: &mut Draft, columns: &Columns<'_>, row: Row) {
    let part = row.part();
    let Some(column) = columns.of("status") else {
        if row == Row::Procedure {
            draft.put(&[part, "status", "column"], json!("ask"));
        }
        return;
    };
    draft.put(&[part, "status", "column"], json!(column));
    draft.put(&[part, "status", "match"], json!("trim_ignore_case"));
    let is_procedure = row == Row::Procedure;
    let needs = if is_procedure { "planned" } else { "open" };
    let profile = columns.profile("status");
    // Where all words are known and none is open, nothing is.
    let mut words = profile.iter().flat_map(|profile| profile.words.iter().flatten());
    if words.any(|(word, _)| meaning(word, is_procedure).is_none()) || profile.is_none() {
        draft.put(&[part, "status", "needs"], json!([needs]));
    }
    draft.put(&[part, "status", "map"], json!({}));
    for (word, _) in profile.into_iter().flat_map(told) {
        let meaning = meaning(word, is_procedure).unwrap_or("ask");
        draft.put(&[part, "status", "map", word], json!(meaning));
    }
}

/// Rows of sums below the list are no patients.
fn sums(draft: &mut Draft, columns: &Columns<'_>) {
    let id: Vec<&str> = columns.of("patient.id").unwrap_or_default().split('|').collect();
    let mut rules: Vec<Value> = Vec::new();
    for row in &columns.file.sums {
        let mut when = Map::new();
        when.insert(row.column.clone(), json!([row.word]));
        let first = id.first().copied().unwrap_or_default();
        if !id.contains(&row.column.as_str()) && row.empty.iter().any(|name| name == first) {
            when.insert(first.to_owned(), json!(""));
        }
        let rule = json!({"when": when, "reason": "totals_row"});
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    if !rules.is_empty() {
        draft.put(&["skip"], Value::Array(rules));
    }
}
