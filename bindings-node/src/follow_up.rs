//! One recipient's follow-up.

use followthrough::recipient::ContactValue;
use followthrough::{Code, FollowUp};
use napi_derive::napi;

use crate::answer::{Refused, guard, text, value};

/// A handle; empty until [`NativeFollowUp::begin`] or [`NativeFollowUp::load`] fills it, for a constructor that throws
/// napi's errors has no place for a code.
#[napi]
#[derive(Default)]
pub struct NativeFollowUp {
    inner: Option<FollowUp>,
}

#[napi]
impl NativeFollowUp {
    #[napi(constructor, catch_unwind)]
    pub fn new() -> Self {
        Self::default()
    }

    #[napi(catch_unwind)]
    pub fn begin(&mut self, recipient: String) -> String {
        value(|| {
            self.inner = Some(FollowUp::from_recipient_json(&recipient)?);
            Ok(())
        })
    }

    #[napi(catch_unwind)]
    pub fn load(&mut self, stored: String) -> String {
        value(|| {
            self.inner = Some(FollowUp::from_json(&stored)?);
            Ok(())
        })
    }

    #[napi(catch_unwind)]
    pub fn stored(&self) -> String {
        value(|| Ok(self.get()?.to_json()))
    }

    #[napi(catch_unwind)]
    pub fn recipient_id(&self) -> String {
        value(|| Ok(self.get()?.recipient_id().clone()))
    }

    #[napi(catch_unwind)]
    pub fn merge(&mut self, other: &NativeFollowUp) -> String {
        value(|| {
            let theirs = other.get()?.clone();
            self.inner.as_mut().ok_or_else(empty)?.merge(theirs)?;
            Ok(())
        })
    }

    #[napi(catch_unwind)]
    pub fn carry(&mut self, case_id: String, other: &NativeFollowUp) -> String {
        value(|| {
            let case = followthrough::wire::CaseId::parse(&case_id).map_err(|error| error.at("caseId"))?;
            self.inner.as_mut().ok_or_else(empty)?.carry(&case, other.get()?)?;
            Ok(())
        })
    }

    #[napi(catch_unwind)]
    pub fn contact_points(&self) -> String {
        value(|| Ok(self.get()?.contact_points().collect::<Vec<_>>()))
    }

    #[napi(catch_unwind)]
    pub fn has_contact_point(&self, contact: String) -> String {
        value(|| Ok(self.get()?.has_contact_point(&point(&contact)?)))
    }

    #[napi(catch_unwind)]
    pub fn news_at(&self, contact: String) -> String {
        value(|| Ok(self.get()?.news_at(&point(&contact)?)))
    }

    #[napi(catch_unwind)]
    pub fn export_person(&self) -> String {
        text(|| Ok(self.get()?.export_person()))
    }

    // A list of pairs, not an object: JavaScript reorders keys that look like numbers.
    #[napi(catch_unwind)]
    pub fn states(&self) -> String {
        value(|| Ok(self.get()?.states().into_iter().collect::<Vec<_>>()))
    }

    #[napi(catch_unwind)]
    pub fn outcomes(&self) -> String {
        value(|| Ok(self.get()?.outcomes().into_iter().collect::<Vec<_>>()))
    }
}

impl NativeFollowUp {
    pub(crate) fn get(&self) -> Result<&FollowUp, Refused> {
        self.inner.as_ref().ok_or_else(empty)
    }

    /// Puts a follow-up into the handle; whether there is one.
    pub(crate) fn fill(&mut self, follow_up: Option<FollowUp>) -> bool {
        self.inner = follow_up;
        self.inner.is_some()
    }

    /// Runs one of the two verbs on it.
    pub(crate) fn with(&mut self, verb: impl FnOnce(&mut FollowUp) -> Result<String, Refused>) -> String {
        text(|| verb(self.inner.as_mut().ok_or_else(empty)?))
    }
}

fn point(text: &str) -> Result<ContactValue, Refused> {
    Ok(ContactValue::parse(text).map_err(|e| e.with_code(Code::EventMalformed).at("contact"))?)
}

/// Only `index.js` makes handles, and fills them at once.
pub(crate) fn empty() -> Refused {
    followthrough::Error::new(Code::Internal, "a handle that was never filled").into()
}

/// Panics inside the guard: for the test that a defect does not end the process.
#[napi(catch_unwind)]
#[allow(clippy::panic, reason = "what it is for")]
pub fn panic_for_test() -> String {
    guard(|| -> Result<(), Refused> { panic!("Ana Sánchez must not be printed") })
        .map_or_else(|refused| refused.to_json(), |()| String::new())
}
