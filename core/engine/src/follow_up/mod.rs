//! The state machine: what is remembered about one recipient, and what every event and every tick makes of it.
//!
//! Two verbs do the work. [`Playbook::handle`](crate::Playbook::handle) takes in what happened;
//! [`Playbook::tick`](crate::Playbook::tick) lets time pass. Only a tick enrols, hands out automated steps, escalates,
//! reminds and expires; an event returns its own reactions and a `wake_at` that may be `now`. So a host that drains its
//! inbox after an outage learns of a STOP before anything overdue goes out.
//!
//! | meaning | Waiting | Active | Observed | Paused | ReEngaged | Closed |
//! |---|---|---|---|---|---|---|
//! | tick: criteria hold, slot free | Active, or Observed | | | | | |
//! | tick: step's instant | | send, skip with reason; then next step or wind-down | | | | |
//! | tick: wind-down over | | Closed exhausted | | | | |
//! | tick: window passed | Closed expired | Closed exhausted | Closed expired | | | |
//! | tick: its own instant passed | | | | Active, or the next level | the next level, at last `then` | |
//! | positive reply, confirmed click | ReEngaged | ReEngaged | prompt | ReEngaged | refresh | prompt if closed ≤ 30 days ago |
//! | anything unclear | prompt | Paused, prompt | prompt | prompt | prompt | prompt |
//! | opt-out of a channel | drop it | drop it; none left: Closed opted_out | drop it | drop it | drop it | drop it |
//! | revoke all | Closed opted_out | ← | ← | ← | ←, prompt | |
//! | all accepted | Closed accepted | ← | ← | ← | ← | |
//! | some accepted | | Paused visit | | | Paused visit | |
//! | system says accepted, nothing booked | ReEngaged | ReEngaged | | ReEngaged | | |
//! | booked visit broken or cancelled | | | | of a visit: ReEngaged | refresh, prompt | accepted ≤ 90 days ago: ReEngaged |
//! | plan or subject gone | Closed withdrawn | ← | ← | ← | ←, prompt | |
//! | person deceased, inactive, do not contact | Closed ineligible | ← | ← | ← | ←, prompt | |
//!
//! `machine` holds one call's working copy; `on_*` hold one kind of event each; `tick` what time does; `timing` when a
//! step may go; `transitions` the moves between states that several of them share; `others` what several playbooks over
//! one follow-up do together.

mod acceptance;
mod compose;
mod decision;
mod event;
mod facts;
mod limits;
mod machine;
mod moment;
mod on_appointment;
mod on_click;
mod on_consent;
mod on_plan;
mod on_receipt;
mod on_recipient;
mod on_reply;
mod on_staff;
mod on_subject;
mod others;
mod prompts;
mod revision;
mod state;
mod steps;
mod stored;
mod tick;
mod timing;
mod transitions;
mod wake;

pub use decision::*;
pub use event::*;
pub use machine::HandleError;
pub use moment::Moment;
pub use on_consent::contact_revoked;
pub(crate) use state::{
    Case, CaseState, DoneStep, Fate, Ladder, LeftReply, Next, Progress, Run, SeenEvent, Sent, SentAction, Subject,
    Task, Visit,
};
pub use state::{EVENT_MEMORY_DAYS, FollowUp, MAX_CASES, MAX_EVENTS, Outcome, PauseReason, SEND_MEMORY_DAYS};
