//! Many follow-ups and their timers in one object.

use followthrough::wire::RecipientId;
use followthrough::{Caseload, Code, Error};
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;
use serde_json::json;

use crate::answer::{Refused, guard, text, value};
use crate::follow_up::NativeFollowUp;
use crate::playbook::NativePlaybook;

/// A handle; empty until [`NativeCaseload::open`] or [`NativeCaseload::restore`] fills it, and after a defect: a call
/// works on the caseload itself, so a panic in it may leave half of an answer behind.
#[napi]
#[derive(Default)]
pub struct NativeCaseload {
    inner: Option<Caseload>,
}

#[napi]
impl NativeCaseload {
    #[napi(constructor, catch_unwind)]
    pub fn new() -> Self {
        Self::default()
    }

    #[napi(catch_unwind)]
    pub fn open(&mut self, playbook: &NativePlaybook) -> String {
        value(|| {
            self.inner = Some(Caseload::new(playbook.get()?.clone()));
            Ok(())
        })
    }

    #[napi(catch_unwind)]
    pub fn restore(&mut self, playbook: &NativePlaybook, snapshot: Buffer) -> String {
        value(|| {
            self.inner = Some(Caseload::restore(playbook.get()?.clone(), &snapshot)?);
            Ok(())
        })
    }

    /// The bytes, or the text of what was refused.
    #[napi(catch_unwind)]
    pub fn snapshot(&self) -> napi::Either<Buffer, String> {
        match guard(|| Ok(self.get()?.snapshot())) {
            Ok(bytes) => napi::Either::A(bytes.into()),
            Err(refused) => napi::Either::B(refused.to_json()),
        }
    }

    #[napi(catch_unwind)]
    pub fn begin(&mut self, recipients: String) -> String {
        text(|| self.with(|caseload| Ok(caseload.begin_json(&recipients)?)))
    }

    #[napi(catch_unwind)]
    pub fn add(&mut self, follow_up: &NativeFollowUp) -> String {
        text(|| self.with(|caseload| Ok(caseload.add_json(follow_up.get()?.clone())?)))
    }

    /// Fills the handle of a follow-up with the one taken out; whether there was one.
    #[napi(catch_unwind)]
    pub fn remove(&mut self, recipient: String, into: &mut NativeFollowUp) -> String {
        value(|| self.with(|caseload| Ok(into.fill(caseload.remove(&id_of(&recipient)?)))))
    }

    /// Fills the handle of a follow-up with a copy; whether there is one.
    #[napi(catch_unwind)]
    pub fn get_follow_up(&self, recipient: String, into: &mut NativeFollowUp) -> String {
        value(|| Ok(into.fill(self.get()?.get(&id_of(&recipient)?))))
    }

    #[napi(catch_unwind)]
    pub fn recipients(&self) -> String {
        value(|| Ok(self.get()?.recipients().collect::<Vec<_>>()))
    }

    #[napi(catch_unwind)]
    pub fn count(&self) -> String {
        value(|| Ok(self.get()?.len()))
    }

    #[napi(catch_unwind)]
    pub fn handle(&mut self, moment: String, recipient: String, event: String) -> String {
        text(|| self.with(|caseload| Ok(caseload.handle_json(&moment, &recipient, &event)?)))
    }

    #[napi(catch_unwind)]
    pub fn handle_many(&mut self, moment: String, recipients: Vec<String>, events: Vec<String>) -> String {
        let events = recipients.into_iter().zip(events).map(Ok);
        text(|| self.with(|caseload| Ok(caseload.handle_many_json(&moment, events)?)))
    }

    #[napi(catch_unwind)]
    pub fn tick(&mut self, moment: String) -> String {
        text(|| self.with(|caseload| Ok(caseload.tick_json(&moment)?)))
    }

    /// `most` in digits: napi would bend a number that does not fit.
    #[napi(catch_unwind)]
    pub fn advance(&mut self, moment: String, most: String) -> String {
        text(|| {
            self.with(|caseload| {
                let (answers, more) = caseload.advance_json(&moment, most.parse().unwrap_or(0))?;
                Ok(format!("{{\"answers\":{answers},\"more\":{more}}}"))
            })
        })
    }

    #[napi(catch_unwind)]
    pub fn may_still_send(&self, recipient: String, action_id: String, moment: String) -> String {
        text(|| Ok(self.get()?.may_still_send_json(&recipient, &action_id, &moment)?))
    }

    #[napi(catch_unwind)]
    pub fn explain(&self, recipient: String, moment: String) -> String {
        text(|| Ok(self.get()?.explain_json(&recipient, &moment)?))
    }

    #[napi(catch_unwind)]
    pub fn next_wake(&self) -> String {
        value(|| Ok(json!({"at": self.get()?.next_wake()})))
    }

    #[napi(catch_unwind)]
    pub fn publish(&mut self, playbook: &NativePlaybook, moment: String) -> String {
        text(|| self.with(|caseload| Ok(caseload.publish_json(playbook.get()?.clone(), &moment)?)))
    }

    #[napi(catch_unwind)]
    pub fn preview_change(&self, playbook: &NativePlaybook, moment: String) -> String {
        text(|| Ok(self.get()?.preview_change_json(playbook.get()?, &moment)?))
    }

    #[napi(catch_unwind)]
    pub fn agenda(&self, from: String, to: String) -> String {
        text(|| Ok(self.get()?.agenda_json(&from, &to)?))
    }
}

impl NativeCaseload {
    fn get(&self) -> Result<&Caseload, Refused> {
        self.inner.as_ref().ok_or_else(stopped)
    }

    /// Runs a call that changes the caseload. It is put back after the call, also after one that was refused.
    pub(crate) fn with<T>(&mut self, call: impl FnOnce(&mut Caseload) -> Result<T, Refused>) -> Result<T, Refused> {
        let mut caseload = self.inner.take().ok_or_else(stopped)?;
        let answer = call(&mut caseload);
        self.inner = Some(caseload);
        answer
    }
}

/// Only `index.js` makes handles, and fills them at once.
fn stopped() -> Refused {
    Error::new(
        Code::Internal,
        "this caseload answers no more calls, since a defect stopped it",
    )
    .help("restore its last snapshot")
    .into()
}

fn id_of(text: &str) -> Result<RecipientId, Refused> {
    Ok(RecipientId::parse(text).map_err(|e| e.at("recipient.id"))?)
}

/// Panics inside a call: for the test that a caseload is not used on after a defect.
#[napi(catch_unwind)]
#[allow(clippy::panic, reason = "what it is for")]
pub fn panic_in_for_test(caseload: &mut NativeCaseload) -> String {
    value(|| caseload.with(|_| -> Result<(), Refused> { panic!("Ana Sánchez must not be printed") }))
}
