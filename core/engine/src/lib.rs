//! followthrough decides what a practice does next about a treatment plan that was presented and not accepted.
#![forbid(unsafe_code)]
// Floats by name are banned in clippy.toml; these find them where the type is not written.
#![deny(clippy::float_arithmetic, clippy::float_cmp)]

pub mod criteria;
pub mod escalation;
pub mod financing;
pub mod follow_up;
pub mod link;
pub mod message;
pub mod plan;
pub mod playbook;
pub mod recipient;
pub mod reply;
pub mod schedule;
pub mod wire;

pub use follow_up::{Decision, Event, FollowUp, HandleError, Moment};
pub use plan::{Category, Money, Plan, Standing};
pub use playbook::Playbook;
pub use recipient::Recipient;
pub use schedule::{Date, Timestamp};
pub use wire::{Code, Error};
