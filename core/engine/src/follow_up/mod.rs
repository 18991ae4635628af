//! The state machine: what is remembered about one recipient, and what every event and every tick makes of it.
//!
//! Two verbs do the work. [`Playbook::handle`](crate::Playbook::handle) takes in what happened;
//! [`Playbook::tick`](crate::Playbook::tick) lets time pass. Only a tick enrols, hands out automated steps, escalates,
//! reminds and expires; an event returns its own reactions and a `wake_at` that may be `now`. So a host that drains its
//! inbox after an outage learns of a STOP before anything overdue goes out.
//!
//! What each event makes of a case in each state stands in `docs/transitions.md`, which a test writes.
//!
//! `verbs` are the way in; `machine` holds one call's working copy; `on_*` hold one kind of event each; `tick` what time
//! does; `timing` when a step may go, by `whereabouts`, the `windows` and the first free `slot`; `transitions` the
//! moves between states that several of them share; `others` what several playbooks over one follow-up do together;
//! `course` and `places` what a caseload works out once for many ticks and many people.

mod acceptance;
mod action;
mod asked_again;
mod compose;
mod course;
mod death;
mod decision;
mod event;
mod export;
mod facts;
mod gone;
mod heard;
mod journal;
mod limits;
mod look;
mod machine;
mod may_send;
mod merge;
mod moment;
mod on_appointment;
mod on_click;
mod on_consent;
mod on_history;
mod on_plan;
mod on_receipt;
mod on_recipient;
mod on_reply;
mod on_staff;
mod on_subject;
mod others;
mod places;
mod points;
mod prompts;
mod revision;
mod slot;
mod staff_words;
mod state;
mod steps;
mod stored;
mod task;
mod tick;
mod timing;
mod transitions;
mod undo;
mod undoable;
mod verbs;
mod visits;
mod wake;
mod weigh;
mod whereabouts;
mod windows;

pub use action::*;
pub(crate) use compose::{disclosed, offer_words};
pub(crate) use course::{Course, Names, Plotted};
pub(crate) use death::{DeniedDeath, ToldDeath};
pub use decision::Decision;
pub(crate) use decision::Spare;
pub use event::*;
pub use journal::*;
pub(crate) use look::{Coming, Look, Tally};
pub use look::{HoursOf, SendingWindow};
pub(crate) use machine::Texts;
pub use may_send::{Verdict, WhyNot};
pub use moment::Moment;
pub use on_consent::contact_revoked;
pub use on_history::{History, PastOptOut, PastSend};
pub(crate) use places::Places;
pub use points::News;
pub(crate) use prompts::later;
pub(crate) use state::{
    Case, CaseState, DoneStep, Fate, LeftReply, Next, PastCase, Progress, Run, SeenEvent, Sent, SentAction, Subject,
    Touched,
};
pub use state::{EVENT_MEMORY_DAYS, FollowUp, MAX_CASES, MAX_EVENTS, Outcome, PauseReason, SEND_MEMORY_DAYS};
pub(crate) use task::{Ladder, Task};
pub(crate) use undoable::{PointBefore, RevokedAll, Undo, Words};
pub use verbs::HandleError;
pub(crate) use visits::Visit;
pub(crate) use windows::daily_rules;
