//! The columns of every table that goes out; `docs/tables.md` describes them, and a test holds both together.

/// What stands in a column.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// `utf8`.
    Text,
    /// `int64`.
    Whole,
    /// `timestamp[us, UTC]`.
    Instant,
    /// `date32`, where a day stands in the place of an instant.
    Day,
    /// `decimal128(18, 2)`, in US dollars.
    Amount,
    /// `list<utf8>`.
    Texts,
    /// `utf8`: the row as the wire has it.
    Json,
}

/// A column: its name, where its value stands in the row's JSON, and what it is.
pub(crate) type Column = (&'static str, &'static str, Kind);

use Kind::{Amount, Day, Instant, Json, Text, Texts, Whole};

pub(crate) const ACTIONS: &[Column] = &[
    ("row", "/row", Whole),
    ("recipient", "/recipient", Text),
    ("id", "/id", Text),
    ("type", "/type", Text),
    ("case_id", "/case_id", Text),
    ("plan_id", "/plan_id", Text),
    ("subject_kind", "/subject_kind", Text),
    ("subject_id", "/subject_id", Text),
    ("location", "/location", Text),
    ("step", "/step", Text),
    ("channel", "/channel", Text),
    ("to", "/to", Text),
    ("language", "/language", Text),
    ("template", "/template", Text),
    ("arm", "/arm", Text),
    ("subject", "/subject", Text),
    ("body", "/body", Text),
    ("html", "/html", Text),
    ("text", "/text", Text),
    ("segments", "/segments", Whole),
    ("expires_at", "/expires_at", Instant),
    ("task_id", "/task_id", Text),
    ("kind", "/kind", Text),
    ("role", "/role", Text),
    ("priority", "/priority", Text),
    ("due_by", "/due_by", Instant),
    ("briefing", "/briefing", Text),
    ("script", "/script", Text),
    ("audience", "/audience", Text),
    ("status", "/status", Text),
    ("contact", "/contact", Text),
    ("scope", "/scope", Text),
    ("action_id", "/action_id", Text),
    ("action", "", Json),
];

pub(crate) const JOURNAL: &[Column] = &[
    ("row", "/row", Whole),
    ("recipient", "/recipient", Text),
    ("at", "/at", Instant),
    ("case_id", "/case_id", Text),
    ("type", "/type", Text),
    ("step", "/step", Text),
    ("channel", "/channel", Text),
    ("entry", "", Json),
];

pub(crate) const ERRORS: &[Column] = &[
    ("row", "/row", Whole),
    ("code", "/code", Text),
    ("path", "/path", Text),
    ("message", "/message", Text),
    ("help", "/help", Text),
];

pub(crate) const EVENTS: &[Column] = &[("recipient", "/0", Text), ("event", "/1", Text)];

pub(crate) const READINGS: &[Column] = &[
    ("intents", "/intents", Texts),
    ("urgency", "/urgency", Text),
    ("language", "/language", Text),
    ("reading", "/reading", Text),
];

pub(crate) const SEGMENTS: &[Column] = &[
    ("encoding", "/encoding", Text),
    ("units", "/units", Whole),
    ("segments", "/segments", Whole),
];

pub(crate) const PLANS: &[Column] = &[
    ("id", "/id", Text),
    ("patient", "/patient/id", Text),
    ("recipient", "/recipient", Text),
    ("presented_at", "/presented_at", Instant),
    ("presented_on", "/presented_at", Day),
    ("status", "/status", Text),
    ("standing", "/standing", Text),
    ("pending_value", "/pending_value", Amount),
    ("category", "/category", Text),
    ("provider", "/provider/id", Text),
    ("location", "/location", Text),
    ("tags", "/tags", Texts),
    ("flags", "/flags", Texts),
    ("plan", "", Json),
];

pub(crate) const PROCEDURES: &[Column] = &[
    ("plan", "/plan", Text),
    ("id", "/id", Text),
    ("code", "/code", Text),
    ("description", "/description", Text),
    ("tooth", "/tooth", Text),
    ("quadrant", "/quadrant", Text),
    ("fee", "/fee", Amount),
    ("patient_portion", "/patient_portion", Amount),
    ("status", "/status", Text),
    ("appointment", "/appointment", Text),
];

pub(crate) const RECIPIENTS: &[Column] = &[
    ("id", "/id", Text),
    ("household", "/household", Text),
    ("first_name", "/first_name", Text),
    ("language", "/language", Text),
    ("time_zone", "/time_zone", Text),
    ("state", "/state", Text),
    ("status", "/status", Text),
    ("recipient", "", Json),
];

pub(crate) const APPOINTMENTS: &[Column] = &[
    ("id", "/id", Text),
    ("recipient", "/recipient", Text),
    ("patient", "/patient_id", Text),
    ("status", "/status", Text),
    ("starts_at", "/starts_at", Instant),
    ("kind", "/kind", Text),
    ("procedures", "/procedure_ids", Texts),
];

pub(crate) const SET_ASIDE: &[Column] = &[
    ("file", "/file", Text),
    ("record", "/record", Whole),
    ("line", "/line", Whole),
    ("path", "/path", Text),
    ("patient", "/patient", Text),
    ("column", "/column", Text),
    ("reason", "/reason", Text),
    ("code", "/code", Text),
    ("message", "/message", Text),
    ("value", "/value", Text),
    ("shape", "/shape", Text),
];
