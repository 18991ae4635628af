//! One case from beginning to end, as a picture and as a list: what the patient saw, said and did, and what the desk
//! was asked. From a preview, from a simulation, or from the decisions that a host kept.
//!
//! It holds whole messages: with real people in it, it is patient data.

mod drawn;
mod previewed;
mod simulated;

use followthrough::Timestamp;
use followthrough::schedule::Zone;
use followthrough::wire::CaseId;
use serde::Serialize;

pub(crate) use drawn::section;
pub use simulated::Happened;
pub(crate) use simulated::story;

use crate::page::words;

/// One case in pictures and words. It holds whole messages: with real people in it, it is patient data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// The case.
    pub case_id: CaseId,
    /// On whose clocks its times are shown.
    pub time_zone: String,
    /// What happened, in order.
    pub entries: Vec<Entry>,
}

/// What happened and when, without what was written: texts name people, titles do not.
pub(crate) fn without_texts<S: serde::Serializer>(story: &Option<Timeline>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut story = story.clone();
    for entry in story.iter_mut().flat_map(|story| &mut story.entries) {
        entry.text = None;
    }
    story.serialize(serializer)
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// The same as people write it, in that zone.
    pub shown_at: String,
    /// Who did it.
    pub lane: Lane,
    /// What.
    pub title: String,
    /// What was written, where something was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Text {
    /// The subject of an e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The text.
    pub body: String,
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// The practice's book.
    Practice,
    /// followthrough.
    Messages,
    /// The patient.
    Patient,
    /// Staff.
    Staff,
}

impl Lane {
    /// All of them, from top to bottom.
    pub const ALL: [Self; 4] = [Self::Practice, Self::Messages, Self::Patient, Self::Staff];

    /// What it is called on the page.
    pub fn title(self) -> &'static str {
        match self {
            Self::Practice => "Practice",
            Self::Messages => "Messages",
            Self::Patient => "Patient",
            Self::Staff => "Front desk",
        }
    }
}

impl Timeline {
    fn new(case_id: CaseId, zone: &Zone) -> Self {
        Self {
            case_id,
            time_zone: zone.name().to_owned(),
            entries: Vec::new(),
        }
    }

    fn add(&mut self, zone: &Zone, at: Timestamp, lane: Lane, title: String, text: Option<Text>) {
        let shown_at = words::time(at, zone);
        self.entries.push(Entry {
            at,
            shown_at,
            lane,
            title,
            text,
        });
    }

    fn zone(&self) -> Zone {
        Zone::named(&self.time_zone).unwrap_or_else(|_| Zone::utc())
    }

    /// The picture alone, with its colours, to be put into a page of a host's own. Its title and description say what
    /// it shows; the texts stand in [`Timeline::to_html`] and in the entries.
    pub fn to_svg(&self) -> String {
        drawn::alone(self).into_string()
    }

    /// A page with the picture and the same as a list, with every text. It loads nothing.
    pub fn to_html(&self) -> String {
        drawn::page(self).into_string()
    }

    /// The entries as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
