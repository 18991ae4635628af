//! What `decode/sending.rs` asks for.

use schemars::JsonSchema;

use super::forms::{Day, Duration, Whole};
use super::practice::WeeklyHours;
use crate::recipient::Channel;

/// When messages go, within what the contact policy allows.
#[derive(JsonSchema)]
pub(super) struct Sending {
    /// The hours in which messages go, in the recipient's local time. Default: Monday to Saturday, 09:00 to 19:00.
    #[schemars(extend("default" = {"mon-sat": "09:00-19:00"}))]
    window: Option<WeeklyHours>,
    /// The channels that rest on days on which the practice is closed. Default: `[sms, call]`.
    #[schemars(extend("default" = ["sms", "call"]))]
    quiet_on_closed_days: Option<Vec<Channel>>,
    /// Whether nothing goes on the day of a visit. Default: `true`.
    #[schemars(extend("default" = true))]
    not_on_visit_days: Option<bool>,
    /// How long after an opening messages are spread, by person: a duration of at most `12h`. Default: `0`.
    #[schemars(extend("default" = 0))]
    spread: Option<Duration>,
}

/// The hours of the law, and how far an opt-out reaches.
#[derive(JsonSchema)]
pub(super) struct ContactPolicy {
    /// The hours in which people may be contacted: a preset, or hours by day within the federal ones. Default:
    /// `mini_tcpa_union`.
    #[schemars(extend("default" = "mini_tcpa_union"))]
    windows: Option<ContactWindows>,
    /// Whether an opt-out on one channel ends every automatic message, or from which day on it does. Default: `true`.
    #[schemars(extend("default" = true))]
    revoke_all: Option<RevokeAll>,
}

/// The hours in which people may be contacted.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum ContactWindows {
    /// A preset.
    Preset(Preset),
    /// Hours of the practice's own.
    Own(WeeklyHours),
}

/// Hours of the law: the federal ones, those within every state's rules that add to them, or the strictest.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", inline)]
enum Preset {
    Federal,
    MiniTcpaUnion,
    StrictAllRows,
}

/// Whether an opt-out on one channel ends every automatic message.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum RevokeAll {
    /// It does, or does not.
    Always(bool),
    /// It does from a day on.
    From(RevokeAllFrom),
}

/// From which day on an opt-out on one channel ends every automatic message.
#[derive(JsonSchema)]
struct RevokeAllFrom {
    /// The first day on which it does.
    from: Day,
}

/// How often a person may be contacted.
#[derive(JsonSchema)]
pub(super) struct Limits {
    /// Messages to a person on one local day, 1 to 24. Default: 1.
    #[schemars(extend("default" = 1))]
    per_day: Option<Whole<1, 24>>,
    /// Messages to a person in 7 days, 1 to 168. Default: 3.
    #[schemars(extend("default" = 3))]
    per_week: Option<Whole<1, 168>>,
    /// The time between two messages to a person. Default: `20h`.
    #[schemars(extend("default" = "20h"))]
    min_gap: Option<Duration>,
    /// Cases of a person that run at once, 1 to 16. Default: 1.
    #[schemars(extend("default" = 1))]
    max_open_cases: Option<Whole<1, 16>>,
}
