//! The compiled playbook and the two verbs.

use followthrough::playbook::Options;
use followthrough::schedule::TimeZones;
use followthrough::{Error, Playbook};
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;

use crate::answer::{Refused, text, value};
use crate::follow_up::{NativeFollowUp, empty};

/// Zone data of the host's own: TZif bytes in the order of the names.
#[napi(object)]
pub struct ZoneData {
    pub version: String,
    pub names: Vec<String>,
    pub contents: Vec<Buffer>,
}

pub(crate) fn options(given: Option<ZoneData>) -> Result<Options, Error> {
    let Some(given) = given else {
        return Ok(Options::default());
    };
    let zones = given.names.iter().zip(&given.contents);
    let read = TimeZones::new(&given.version, zones).map_err(|error| error.under("timeZones"))?;
    Ok(Options::default().with_time_zones(read))
}

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
    pub fn read_yaml(&mut self, text: String, zones: Option<ZoneData>) -> String {
        value(|| {
            self.inner = Some(Playbook::from_yaml_with(&text, &options(zones)?)?);
            Ok(())
        })
    }

    #[napi(catch_unwind)]
    pub fn read_json(&mut self, text: String, zones: Option<ZoneData>) -> String {
        value(|| {
            self.inner = Some(Playbook::from_json_with(&text, &options(zones)?)?);
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
    pub fn tz_version(&self) -> String {
        value(|| Ok(self.get()?.tz_version()))
    }

    #[napi(catch_unwind)]
    pub fn practice_name(&self) -> String {
        value(|| Ok(self.get()?.practice_name()))
    }

    #[napi(catch_unwind)]
    pub fn subject(&self) -> String {
        value(|| Ok(self.get()?.subject()))
    }

    /// Fills the handle of a follow-up.
    #[napi(catch_unwind)]
    pub fn begin(&self, recipient: String, into: &mut NativeFollowUp) -> String {
        value(|| Ok(into.fill(Some(self.get()?.begin_json(&recipient)?))))
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

    #[napi(catch_unwind)]
    pub fn check(&self, day: Option<String>, before: Option<&NativePlaybook>) -> String {
        text(|| {
            let before = before.map(Self::get).transpose()?;
            Ok(self.get()?.check_json(day.as_deref(), before)?)
        })
    }

    #[napi(catch_unwind)]
    pub fn preview(&self, plan: String, recipient: String, moment: String) -> String {
        text(|| Ok(self.get()?.preview_json(&plan, &recipient, &moment)?))
    }

    /// The follow-ups as they are stored: napi hands over no list of handles.
    #[napi(catch_unwind)]
    pub fn preview_change(&self, new: &NativePlaybook, follow_ups: Vec<String>, moment: String) -> String {
        text(|| {
            let stored = follow_ups.iter().map(String::as_str);
            Ok(self.get()?.preview_change_json(new.get()?, stored, &moment)?)
        })
    }

    #[napi(catch_unwind)]
    pub fn to_mermaid(&self) -> String {
        value(|| Ok(self.get()?.to_mermaid()))
    }

    #[napi(catch_unwind)]
    pub fn to_html(&self) -> String {
        value(|| Ok(self.get()?.to_html()))
    }
}

impl NativePlaybook {
    pub(crate) fn get(&self) -> Result<&Playbook, Refused> {
        self.inner.as_ref().ok_or_else(empty)
    }
}
