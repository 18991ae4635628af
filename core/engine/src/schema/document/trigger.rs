//! What `decode/trigger.rs` asks for.

use schemars::JsonSchema;

use super::condition::Condition;
use super::forms::{BusinessDays, Duration, ShareOfOne, SomeDuration, SomeDurationOrOff, Word};

/// Who is followed up at all.
#[derive(JsonSchema)]
pub(super) struct Trigger {
    /// How long a plan is pending before it is followed up. Default: `24h`.
    #[schemars(extend("default" = "24h"))]
    pending_for: Option<Duration>,
    /// How old a plan may be. Default: `90d`.
    #[schemars(extend("default" = "90d"))]
    window: Option<SomeDuration>,
    /// How old the practice system's facts may be for anything automatic; `off` for any age. Default: `36h`.
    #[schemars(extend("default" = "36h"))]
    facts_fresh_within: Option<SomeDurationOrOff>,
    /// What counts as acceptance of a plan: a visit for the same procedures, for the same area of the mouth, any visit,
    /// or a share of the plan's value. For plans only. Default: `same_procedures`.
    #[schemars(extend("default" = "same_procedures"))]
    accepted_when: Option<AcceptedWhen>,
    /// Who is followed up. Default: everybody.
    #[schemars(rename = "where")]
    condition: Option<Condition>,
}

/// What counts as acceptance of a plan.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum AcceptedWhen {
    /// A visit of that sort.
    Visit(AcceptedBy),
    /// So much of it.
    Share(ValueShare),
}

/// As much of a plan's value as is accepted.
#[derive(JsonSchema)]
struct ValueShare {
    /// From 0 to 1, such as `0.8`; at most six decimals.
    value_share: ShareOfOne,
}

/// A visit that counts as acceptance.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", inline)]
enum AcceptedBy {
    SameProcedures,
    SameArea,
    AnyVisit,
}

/// What becomes of plans that were old already when they were first seen.
#[derive(JsonSchema)]
pub(super) struct Backlog {
    /// From which age on a plan is one of them. Default: `7d`.
    #[schemars(extend("default" = "7d"))]
    older_than: Option<Duration>,
    /// Over how many business days they are spread. Default: `10 business days`.
    #[schemars(extend("default" = "10 business days"))]
    spread_over: Option<BusinessDays>,
}

/// Households that are left alone, for comparison.
#[derive(JsonSchema)]
pub(super) struct Holdout {
    /// Which part of them, from 0 to 1; at most six decimals. Default: 0.
    #[schemars(extend("default" = 0))]
    share: Option<ShareOfOne>,
    /// Any word; another one draws other households. Required with a share.
    salt: Option<Word<64>>,
}
