//! The compiled playbook and the two verbs.

use followthrough::Playbook;
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;

use crate::answer::{Refused, text, value};
use crate::follow_up::{NativeFollowUp, empty};

#[napi]
#[derive(Default)]
pub struct NativePlaybook {
    inner: Option<Playbook>,
}

#[napi]
impl NativePlaybook {
    #[napi(constructor, catch_unwind)]
    pub fn new() -> Self {
        Self::default()
    }

    #[napi(catch_unwind)]
    pub fn read_yaml(&mut self, text: String) -> String {
        value(|| {
            self.inner = Some(Playbook::from_yaml(&text)?);
            Ok(())
        })
    }

    #[napi(catch_unwind)]
    pub fn read_json(&mut self, text: String) -> String {
        value(|| {
            self.inner = Some(Playbook::from_json(&text)?);
            Ok(())
        })
    }

    /// Fills this handle with the other's playbook and these keys.
    #[napi(catch_unwind)]
    pub fn keyed(&mut self, other: &NativePlaybook, keys: Vec<Buffer>) -> String {
        value(|| {
            self.inner = Some(other.get()?.clone().with_link_keys(&keys)?);
            Ok(())
        })
    }

    #[napi(catch_unwind)]
    pub fn revision(&self) -> String {
        value(|| Ok(self.get()?.revision()))
    }

    #[napi(catch_unwind)]
    pub fn practice_name(&self) -> String {
        value(|| Ok(self.get()?.practice_name()))
    }

    #[napi(catch_unwind)]
    pub fn subject(&self) -> String {
        value(|| Ok(self.get()?.subject()))
    }

    #[napi(catch_unwind)]
    pub fn handle(&self, follow_up: &mut NativeFollowUp, moment: String, event: String) -> String {
        follow_up.with(|inner| Ok(self.get()?.handle_json(inner, &moment, &event)?))
    }

    #[napi(catch_unwind)]
    pub fn tick(&self, follow_up: &mut NativeFollowUp, moment: String) -> String {
        follow_up.with(|inner| Ok(self.get()?.tick_json(inner, &moment)?))
    }

    #[napi(catch_unwind)]
    pub fn may_still_send(&self, follow_up: &NativeFollowUp, action_id: String, moment: String) -> String {
        text(|| Ok(self.get()?.may_still_send_json(follow_up.get()?, &action_id, &moment)?))
    }

    #[napi(catch_unwind)]
    pub fn explain(&self, follow_up: &NativeFollowUp, moment: String) -> String {
        text(|| Ok(self.get()?.explain_json(follow_up.get()?, &moment)?))
    }
}

impl NativePlaybook {
    pub(crate) fn get(&self) -> Result<&Playbook, Refused> {
        self.inner.as_ref().ok_or_else(empty)
    }
}
