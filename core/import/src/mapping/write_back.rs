//! What the practice system is told: a word of a status where it has one, a note as staff read it, and rows where it
//! imports such.

use std::collections::BTreeMap;

use followthrough::follow_up::TellStatus;
use followthrough::wire::{PlanId, decode};
use followthrough::{Code, Date, Error};
use serde::Deserialize;
use serde_json::json;

use super::Mapping;
use super::read::{Item, Problems};

/// The languages that notes are written in; the first stands in for others.
const LANGUAGES: [&str; 2] = ["en", "es"];

/// What `tell_practice_system` means for one shape of export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteBack {
    re_engaged: News,
    followed_up: News,
    declined: News,
    opted_out: News,
    columns: Vec<(Part, String)>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct News {
    status: Option<String>,
    notes: BTreeMap<String, String>,
}

/// What stands in a column of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Plan,
    Status,
    Date,
    Note,
}

/// What to write into the practice system about one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tell<'a> {
    /// The word of the plan's status to choose there; none where the status stays.
    pub status: Option<&'a str>,
    /// A note for the chart.
    pub note: String,
}

impl WriteBack {
    pub(super) fn read(item: &Item<'_>, problems: &mut Problems<'_>) -> Option<Self> {
        let mut keys = item.keys(problems, "what the practice system is told")?;
        let mut news = |key| {
            let item = keys.get(key)?;
            News::read(&item, problems)
        };
        let all = [
            news("re_engaged"),
            news("followed_up"),
            news("declined"),
            news("opted_out"),
        ];
        let mut columns = Vec::new();
        if let Some(mut parts) = keys
            .get("columns")
            .and_then(|item| item.keys(problems, "{plan: HEADER, …}"))
        {
            let known = [
                ("plan", Part::Plan),
                ("status", Part::Status),
                ("date", Part::Date),
                ("note", Part::Note),
            ];
            for (key, part) in known {
                let header = parts.get(key).and_then(|item| item.text(problems, "a header"));
                columns.extend(header.map(|header| (part, header.to_owned())));
            }
            parts.finish(problems);
        }
        keys.finish(problems);
        let [re_engaged, followed_up, declined, opted_out] = all.map(Option::unwrap_or_default);
        Some(Self {
            re_engaged,
            followed_up,
            declined,
            opted_out,
            columns,
        })
    }

    fn news(&self, status: TellStatus) -> &News {
        match status {
            TellStatus::ReEngaged => &self.re_engaged,
            TellStatus::FollowedUp => &self.followed_up,
            TellStatus::Declined => &self.declined,
            TellStatus::OptedOut => &self.opted_out,
        }
    }

    /// What to write about news of a day, in the language of the staff (`en`, `es`; others get English).
    pub fn tell(&self, status: TellStatus, language: &str, day: Date) -> Tell<'_> {
        let news = self.news(status);
        let note = news.notes.get(language).or_else(|| news.notes.get("en"));
        Tell {
            status: news.status.as_deref(),
            note: note
                .map(|note| note.replace("{date}", &day.to_string()))
                .unwrap_or_default(),
        }
    }

    /// A CSV for the import of the practice system, a row for each piece of news; none where the mapping names no
    /// columns, as the system imports nothing then.
    pub fn rows(&self, news: &[(PlanId, TellStatus, Date)], language: &str) -> Option<String> {
        if self.columns.is_empty() {
            return None;
        }
        let header = self
            .columns
            .iter()
            .map(|(_, header)| cell(header))
            .collect::<Vec<_>>()
            .join(",");
        let mut out = format!("{header}\r\n");
        for (plan, status, day) in news {
            let tell = self.tell(*status, language, *day);
            let row = self.columns.iter().map(|(part, _)| match part {
                Part::Plan => cell(plan.as_str()),
                Part::Status => cell(tell.status.unwrap_or_default()),
                Part::Date => day.to_string(),
                Part::Note => cell(&tell.note),
            });
            out.push_str(&row.collect::<Vec<_>>().join(","));
            out.push_str("\r\n");
        }
        Some(out)
    }
}

/// An action `tell_practice_system` about a plan, with the day of its note.
#[derive(Deserialize)]
struct Told {
    plan_id: PlanId,
    status: TellStatus,
    day: Date,
}

/// What news mean in a practice system, from JSON to JSON: a list of `{"plan_id", "status", "day"}` becomes
/// `{"plans": [{"plan_id", "status", "note"}], "rows": …}`, where `status` is the system's own word or null and `rows`
/// the CSV for its import or null. `shape` is one of the mapping's, such as `dentrix.cases`; without a mapping that of the
/// system's preset.
///
/// # Errors
/// `FT-I015` when there is no such shape, `FT-I011` no such system, `FT-H001` when the news are none.
pub fn write_back_json(shape: &str, mapping: Option<&Mapping>, news: &str, language: &str) -> Result<String, Error> {
    let preset = match mapping {
        Some(_) => None,
        None => Mapping::preset(crate::System::parse(shape.split('.').next().unwrap_or(shape))?),
    };
    let mapping = mapping.or(preset.as_ref());
    let write_back = mapping.and_then(|mapping| mapping.write_back(shape)).ok_or_else(|| {
        let known: Vec<&str> = mapping.into_iter().flat_map(Mapping::shapes).collect();
        Error::new(Code::ImportMapping, "there is no such shape")
            .at("shape")
            .help(if known.is_empty() {
                "give the practice's mapping: the system has no preset".to_owned()
            } else {
                format!("one of: {}", known.join(", "))
            })
    })?;
    let told: Vec<Told> = decode::from_text(news, Code::EventMalformed).map_err(|error| error.under("news"))?;
    let plans = told.iter().map(|told| {
        let tell = write_back.tell(told.status, language, told.day);
        json!({"plan_id": told.plan_id, "status": tell.status, "note": tell.note})
    });
    let plans: Vec<_> = plans.collect();
    let news: Vec<_> = told
        .into_iter()
        .map(|told| (told.plan_id, told.status, told.day))
        .collect();
    Ok(json!({"plans": plans, "rows": write_back.rows(&news, language)}).to_string())
}

impl News {
    fn read(item: &Item<'_>, problems: &mut Problems<'_>) -> Option<Self> {
        let mut keys = item.keys(problems, "{status: WORD, note: {en: TEXT, es: TEXT}}")?;
        let status = keys
            .get("status")
            .and_then(|item| item.text(problems, "a word of the system's own"));
        let mut notes = BTreeMap::new();
        let given = keys
            .get("note")
            .and_then(|item| item.entries(problems, "a note by language"));
        for (language, item) in given.unwrap_or_default() {
            if !LANGUAGES.contains(&language) {
                return item.refuse(problems, "notes are written in en and es", "");
            }
            notes.insert(language.to_owned(), item.text(problems, "a note")?.to_owned());
        }
        keys.finish(problems);
        Some(Self {
            status: status.map(str::to_owned),
            notes,
        })
    }
}

/// A field; what a spreadsheet would take for a formula is quoted behind an apostrophe.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}
