//! followthrough decides what a practice does next about a treatment plan that was presented and not accepted.
//!
//! It performs no I/O and has no clock: the *host* that embeds it says what happened and what time it is, and gets back
//! what to do, why, and when to ask again. The same input gives the same answer.
//!
//! - A [`Playbook`] is the practice's document, compiled once.
//! - A [`FollowUp`] is all that is remembered about one person; the host stores it as JSON.
//! - An [`Event`] is something that happened; a [`Moment`] is the time, and what else the host knows.
//! - [`Playbook::handle`] and [`Playbook::tick`] answer with a [`Decision`].
//!
//! ```
//! use followthrough::{Event, FollowUp, Playbook, Timestamp};
//!
//! let playbook = Playbook::from_yaml(r#"
//! followthrough: 1
//! extends: dental
//! practice:
//!   name: Peachtree Family Dental
//!   time_zone: America/New_York
//!   phone: "+14045550123"
//!   postal_address: 1 Peachtree St, Atlanta, GA 30303
//!   booking_url: https://book.example.com/peachtree
//! "#)?;
//! let mut follow_up = FollowUp::from_recipient_json(r#"{"id": "r-77", "first_name": "Ana",
//!     "contacts": [{"kind": "mobile", "value": "+14045550177",
//!                   "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}]}"#)?;
//! let plan = Event::from_json(r#"{"event_id": "e1", "at": "2026-03-02T15:00:00Z", "type": "plan", "plan": {
//!     "id": "tp-1", "patient": {"id": "p-77"}, "presented_at": "2026-03-02T15:00:00Z",
//!     "procedures": [{"id": "pr-1", "code": "D7210", "fee": "900.00", "status": "planned"}]}}"#)?;
//!
//! // An event never sends by itself: it says when to ask again.
//! let decision = playbook.handle(&mut follow_up, plan.at, &plan)?;
//! assert!(decision.actions.is_empty());
//! let a_day_later = Timestamp::parse("2026-03-03T15:00:00Z")?;
//! assert_eq!(decision.wake_at, Some(a_day_later));
//!
//! let decision = playbook.tick(&mut follow_up, a_day_later)?;
//! assert_eq!(decision.actions.len(), 1, "the text of day 1");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]
// Floats by name are banned in clippy.toml; these find them where the type is not written.
#![deny(clippy::float_arithmetic, clippy::float_cmp)]

pub mod caseload;
pub mod check;
pub mod criteria;
pub mod escalation;
pub mod explain;
pub mod financing;
pub mod follow_up;
pub mod link;
pub mod message;
mod picture;
pub mod plan;
pub mod playbook;
pub mod preview;
pub mod recipient;
pub mod reply;
pub mod schedule;
#[cfg(feature = "schema")]
pub mod schema;
pub mod wire;

pub use caseload::Caseload;
pub use explain::Explanation;
pub use follow_up::{Decision, Event, FollowUp, HandleError, Moment};
pub use plan::{Category, Money, Plan, Standing};
pub use playbook::Playbook;
pub use preview::Preview;
pub use recipient::Recipient;
pub use schedule::{Date, Timestamp};
pub use wire::{Code, Error};
