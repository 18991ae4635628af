//! What `decode/sequences.rs` asks for.

use schemars::JsonSchema;

use super::condition::Condition;
use super::forms::{Id, OneOrMore, SomeDuration, TimeOfDay, Whole, Yes};

/// The steps that a case goes through.
#[derive(JsonSchema)]
pub(super) struct Sequence {
    /// Its id, 1 to 64 bytes.
    id: Id,
    /// `true` leaves out the built-in sequence of this id.
    leave_out: Option<Yes>,
    /// Whose cases take it. Default: everybody's.
    #[schemars(rename = "where")]
    condition: Option<Condition>,
    /// Its steps in ascending order of days, one a day. Replaced whole where a built-in sequence is changed.
    #[schemars(length(min = 1))]
    steps: Option<Vec<Step>>,
}

/// One step of a sequence: a message, or a call by staff.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Step {
    Message(MessageStep),
    Call(CallStep),
}

/// A step that sends a message.
#[derive(JsonSchema)]
struct MessageStep {
    #[schemars(flatten)]
    step: AnyStep,
    /// How the message goes.
    channel: MessageChannel,
    /// The id of a template that has a text for every channel of the step.
    template: Id,
    /// Channels that are tried in this order where the first cannot be used, each once.
    otherwise: Option<OneOrMore<MessageChannel>>,
}

/// A step at which staff are asked to call.
#[derive(JsonSchema)]
struct CallStep {
    #[schemars(flatten)]
    step: AnyStep,
    /// A call by a person.
    channel: CallChannel,
    /// The escalation that says who is asked.
    escalate: Id,
}

/// What every step has.
#[derive(JsonSchema)]
struct AnyStep {
    /// Its id, unique in its sequence and never used again for another step: running cases know steps by it.
    id: Id,
    /// Days after the anchor, which is the presentation or the day it fell due: 0 to 365.
    day: Whole<0, 365>,
    /// The local time of day, such as `"09:30"`. Default: the anchor's own time of day.
    at: Option<TimeOfDay>,
    /// A condition that is read at the step's instant; where it does not hold the step is skipped. Default: always.
    when: Option<Condition>,
    /// How late the step may be. Default: `5d`.
    #[schemars(extend("default" = "5d"))]
    stale_after: Option<SomeDuration>,
    /// What becomes of a step that cannot go: `skip` it, or a `task` for staff to call instead. Default: `skip`.
    #[schemars(extend("default" = "skip"))]
    if_blocked: Option<IfBlocked>,
}

/// A channel that carries a message.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", inline)]
enum MessageChannel {
    Sms,
    Email,
    Portal,
}

/// The channel of a call.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", inline)]
enum CallChannel {
    Call,
}

/// What becomes of a step that cannot go.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", inline)]
enum IfBlocked {
    Skip,
    Task,
}
