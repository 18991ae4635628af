//! What `decode/staff.rs` and `decode/scripts.rs` ask for.

use schemars::JsonSchema;

use super::TextByLanguage;
use super::forms::{Delay, Id};
use crate::escalation::{Priority, PromptKind};
use crate::playbook::ClickKind;

/// The levels of an escalation, the first of which is raised at once. Replaced whole where a built-in one is changed.
#[derive(JsonSchema)]
#[schemars(transparent, extend("minItems" = 1))]
pub(super) struct Escalation(Vec<EscalationLevel>);

/// One level of an escalation: who is asked, and when.
#[derive(JsonSchema)]
struct EscalationLevel {
    /// What is asked.
    prompt: PromptKind,
    /// Who is asked: one of `practice.roles`.
    role: Id,
    /// How long they have: a duration, or business time such as `4 business hours`. Default: no limit.
    due_in: Option<Delay>,
    /// How long after the level before this one is raised. Not on the first level. Default: `2 business days`.
    #[schemars(extend("default" = "2 business days"))]
    after: Option<Delay>,
    /// Whether the staff channel is told too. Default: `false`.
    #[schemars(extend("default" = false))]
    alert: Option<bool>,
    /// How soon it matters. Default: `normal`.
    #[schemars(extend("default" = "normal"))]
    priority: Option<Priority>,
}

/// What happens once a patient has reacted.
#[derive(JsonSchema)]
pub(super) struct WhenReEngaged {
    /// The escalation that is raised.
    escalate: Option<Id>,
    /// What follows when nobody booked: `close` the case, or `resume` its sequence. Default: `close`.
    #[schemars(extend("default" = "close"))]
    then: Option<AfterReEngaged>,
}

/// What follows when nobody booked.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", inline)]
enum AfterReEngaged {
    Close,
    Resume,
}

/// What counts as a reaction besides a reply.
#[derive(JsonSchema)]
pub(super) struct Engagement {
    /// The click that counts; `landed` is for links that go straight to a booking tool. Default: `confirmed`.
    #[schemars(extend("default" = "confirmed"))]
    click: Option<ClickKind>,
}

/// What staff may say, by the kind of prompt that asks them to.
#[derive(JsonSchema)]
pub(super) struct Scripts {
    /// To call the person.
    call: Option<TextByLanguage>,
    /// To book a visit for somebody who wants to come.
    book: Option<TextByLanguage>,
    /// To answer what the person wrote.
    answer: Option<TextByLanguage>,
    /// To put right how the person is reached.
    fix_contact: Option<TextByLanguage>,
    /// To look at what was promised.
    review: Option<TextByLanguage>,
}
