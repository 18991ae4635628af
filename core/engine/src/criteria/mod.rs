//! Who qualifies: a closed, decidable language of conditions over named facts.
//!
//! There are no scripts and no free expressions here; that is what lets a playbook be proven before it runs and a
//! decision be explained after it. `follow_up` fills the [`Facts`], nothing here looks anything up.

mod condition;
mod evaluate;
mod explain;
mod facts;
mod result;

pub use condition::{
    AmountFact, Bound, CodeRange, Condition, CountFact, CustomTest, DayFact, FlagFact, Range, Test, TextFact,
};
pub use evaluate::Verdict;
pub use explain::Criterion;
pub(crate) use explain::{About, joined, span};
pub use facts::{Channels, Facts, StepResults};
pub use result::StepResult;
