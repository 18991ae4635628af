//! A mapping that could be that of a table of no known form, and how sure each part of it is.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::SeenFile;
use super::ask::kind_of;
use super::profile::{AMOUNTS, Profile};
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

/// What the values of a column are like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Id,
    Text,
    Day,
    Amount,
    Phone,
    Email,
    Status,
    Code,
}

/// A key, names of headers that are it, and words of which one each in two lists make it likely.
struct Role {
    key: &'static str,
    kind: Kind,
    names: &'static [&'static str],
    parts: &'static [&'static [&'static str]],
}

const fn role(
    key: &'static str,
    kind: Kind,
    names: &'static [&'static str],
    parts: &'static [&'static [&'static str]],
) -> Role {
    Role {
        key,
        kind,
        names,
        parts,
    }
}

const PERSON: &[&str] = &["patient", "client", "pat", "chart", "person", "guest"];
const PLAN: &[&str] = &["plan", "case", "quote", "estimate", "proposal"];
const NUMBER: &[&str] = &["id", "no", "num", "number", "key"];

const ROLES: &[Role] = &[
    role(
        "patient.id",
        Kind::Id,
        &[
            "patientid",
            "patid",
            "patnum",
            "patientnumber",
            "patientno",
            "chart",
            "chartnumber",
            "chartno",
            "chartid",
            "clientid",
            "clientnumber",
            "personid",
            "accountnumber",
            "mrn",
            "guestid",
        ],
        &[PERSON, NUMBER],
    ),
    role(
        "plan.id",
        Kind::Id,
        &[
            "treatmentplanid",
            "planid",
            "planno",
            "plannumber",
            "caseid",
            "quoteid",
            "estimateid",
            "proposalid",
            "treatplannum",
            "treatmentplannumber",
        ],
        &[PLAN, NUMBER],
    ),
    role(
        "procedure.id",
        Kind::Id,
        &[
            "procedureid",
            "procid",
            "proclogid",
            "procnum",
            "itemid",
            "serviceid",
            "lineid",
        ],
        &[&["procedure", "proc", "service", "item"], NUMBER],
    ),
    role(
        "procedure.line",
        Kind::Id,
        &["line", "lineno", "linenumber", "sequence", "seq"],
        &[],
    ),
    role(
        "patient.guarantor",
        Kind::Id,
        &["guarantorid", "guarantor", "responsiblepartyid"],
        &[&["guarantor", "responsible"], NUMBER],
    ),
    role(
        "patient.first_name",
        Kind::Text,
        &[
            "firstname",
            "fname",
            "givenname",
            "first",
            "patientfirstname",
            "clientfirstname",
        ],
        &[],
    ),
    role(
        "patient.last_name",
        Kind::Text,
        &[
            "lastname",
            "lname",
            "surname",
            "familyname",
            "last",
            "patientlastname",
            "clientlastname",
        ],
        &[],
    ),
    role(
        "patient.name",
        Kind::Text,
        &[
            "patientname",
            "clientname",
            "name",
            "patient",
            "client",
            "fullname",
            "guestname",
        ],
        &[],
    ),
    role(
        "patient.birth_date",
        Kind::Day,
        &["dob", "birthdate", "dateofbirth", "birthday"],
        &[&["birth"]],
    ),
    role(
        "patient.mobile",
        Kind::Phone,
        &[
            "mobile",
            "mobilephone",
            "cell",
            "cellphone",
            "cellnumber",
            "mobilenumber",
        ],
        &[&["mobile", "cell"]],
    ),
    role(
        "patient.home",
        Kind::Phone,
        &["homephone", "hmphone", "home"],
        &[&["home"], &["phone", "tel"]],
    ),
    role(
        "patient.work",
        Kind::Phone,
        &["workphone", "wkphone", "work"],
        &[&["work"], &["phone", "tel"]],
    ),
    role(
        "patient.phone",
        Kind::Phone,
        &["phone", "phonenumber", "telephone", "tel"],
        &[&["phone", "tel"]],
    ),
    role(
        "patient.email",
        Kind::Email,
        &["email", "emailaddress", "mail"],
        &[&["email"]],
    ),
    role("patient.language", Kind::Text, &["language", "preferredlanguage"], &[]),
    role("patient.state", Kind::Text, &["stateprovince", "patientstate"], &[]),
    role(
        "status",
        Kind::Status,
        &[
            "status",
            "planstatus",
            "casestatus",
            "procstatus",
            "procedurestatus",
            "stage",
            "acceptance",
            "planstate",
            "treatmentstatus",
        ],
        &[&["status", "stage", "acceptance"]],
    ),
    role(
        "code",
        Kind::Code,
        &[
            "code",
            "proccode",
            "procedurecode",
            "adacode",
            "cdt",
            "cdtcode",
            "servicecode",
        ],
        &[&["code"]],
    ),
    role(
        "date",
        Kind::Day,
        &[
            "presenteddate",
            "datepresented",
            "presentedon",
            "plandate",
            "quotedon",
            "dateplanned",
            "planneddate",
            "treatmentplandate",
            "datetp",
            "proposaldate",
            "plandatecreated",
        ],
        &[&["presented", "planned", "quoted", "proposed", "plan", "created", "date"]],
    ),
    role(
        "value",
        Kind::Amount,
        &[
            "total",
            "amount",
            "fee",
            "price",
            "value",
            "plantotal",
            "treatmentplantotal",
            "cost",
            "charge",
            "procfee",
            "totalfee",
            "planvalue",
        ],
        &[&["total", "amount", "fee", "price", "value", "cost"]],
    ),
    role(
        "description",
        Kind::Text,
        &[
            "treatment",
            "procedure",
            "service",
            "services",
            "description",
            "planname",
            "casename",
            "treatmentname",
        ],
        &[&["treatment", "service", "description", "procedure"]],
    ),
    role(
        "provider",
        Kind::Text,
        &["provider", "providerid", "doctor", "dentist", "practitioner"],
        &[&["provider"]],
    ),
    role(
        "consent.text",
        Kind::Status,
        &[
            "smsconsent",
            "textconsent",
            "txtmsgok",
            "smsoptin",
            "textoptin",
            "oktotext",
            "consenttotext",
            "textok",
        ],
        &[&["consent", "optin"], &["text", "sms"]],
    ),
];

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

fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in name.chars() {
        let starts = c.is_alphanumeric() && (!before.is_alphanumeric() || (before.is_lowercase() && c.is_uppercase()));
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words
}

fn by_name(role: &Role, column: &Profile, whole: bool) -> Option<Guess> {
    let words = words(&column.name);
    let joined = words.concat();
    let part = |list: &&[&str]| list.iter().any(|part| words.iter().any(|word| word == part));
    let named = role.names.contains(&joined.as_str());
    if whole != named || (!named && (role.parts.is_empty() || !role.parts.iter().all(part))) {
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

/// Whether the values can be of a kind; nothing where there are none.
fn fits(kind: Kind, column: &Profile) -> Option<bool> {
    if column.filled == 0 {
        return None;
    }
    let day = column.day_form().is_some();
    let contact = column.mostly(column.emails) || column.mostly(column.phones);
    Some(match kind {
        Kind::Id => !day && !column.mostly(column.emails) && !column.mostly(column.money_like),
        Kind::Text => !day && !contact && !column.mostly(column.money_like),
        Kind::Day => day,
        Kind::Amount => column.amount_form().is_some() && !column.mostly(column.phones),
        Kind::Phone => column.mostly(column.phones),
        Kind::Email => column.mostly(column.emails),
        Kind::Status => column.words.is_some() && !day && !contact,
        Kind::Code => !day && !contact && !column.mostly(column.money_like),
    })
}

/// Whether the values alone could say what a column is.
fn speaks_for_itself(kind: Kind, column: &Profile) -> bool {
    column.filled > 0
        && match kind {
            Kind::Day => column.day_form().is_some(),
            Kind::Amount => column.mostly(column.money_like) && column.amount_form().is_some(),
            Kind::Phone => column.mostly(column.phones),
            Kind::Email => column.mostly(column.emails),
            Kind::Code => column.mostly(column.codes),
            // Anything can be a number or a text.
            Kind::Id | Kind::Text | Kind::Status => false,
        }
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
                _ => return,
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
    put(&["file", "delimiter"], json!(delimiter));
    put(&["file", "encoding"], json!("windows-1252"));
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

/// What a word of a status says in plain English; nothing where it could say more than one thing.
fn meaning(word: &str, of_procedure: bool) -> Option<&'static str> {
    let word = words(word).join(" ");
    let (plan, procedure) = match word.as_str() {
        "accepted" | "approved" => ("accepted", "scheduled"),
        "scheduled" | "booked" => ("accepted", "scheduled"),
        "declined" | "rejected" | "refused" => ("declined", "declined"),
        "completed" | "complete" | "done" => ("completed", "completed"),
        "draft" => ("draft", "planned"),
        "proposed" | "presented" | "planned" | "treatment planned" | "pending" => ("open", "planned"),
        "referred" => ("referred", "referred"),
        "inactive" | "archived" => ("inactive", "inactive"),
        "existing" => ("inactive", "existing"),
        "deleted" | "removed" => ("skip", "removed"),
        _ => return None,
    };
    Some(if of_procedure { procedure } else { plan })
}
