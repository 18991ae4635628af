//! followthrough decides what a practice does next about a treatment plan that was presented and not accepted.
#![forbid(unsafe_code)]

pub mod financing;
pub mod link;
pub mod plan;
mod playbook;
pub mod recipient;
pub mod reply;
pub mod schedule;
pub mod wire;

pub use plan::{Category, Money, Plan, Standing};
pub use recipient::Recipient;
pub use schedule::{Date, Timestamp};
pub use wire::{Code, Error};
