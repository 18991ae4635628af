//! The form of every answer, and what becomes of a panic.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use followthrough::playbook::PlaybookErrors;
use followthrough::{Code, Error};
use followthrough_insight::scenario::ScenarioErrors;
use serde::Serialize;

thread_local! {
    /// Where the last panic of this thread was.
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

static HOOK: Once = Once::new();

/// Something that was refused.
pub(crate) enum Refused {
    One(Error),
    Playbook(PlaybookErrors),
    Scenario(ScenarioErrors),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::One(error)
    }
}

impl From<PlaybookErrors> for Refused {
    fn from(errors: PlaybookErrors) -> Self {
        Self::Playbook(errors)
    }
}

impl From<ScenarioErrors> for Refused {
    fn from(errors: ScenarioErrors) -> Self {
        Self::Scenario(errors)
    }
}

impl Refused {
    pub(crate) fn to_json(&self) -> String {
        match self {
            Self::One(error) => format!("{{\"error\":{}}}", error.to_json()),
            Self::Playbook(errors) => format!("{{\"errors\":{}}}", errors.to_json()),
            Self::Scenario(errors) => format!("{{\"errors\":{}}}", errors.to_json()),
        }
    }
}

/// Runs a call; a panic becomes `FT-X002`. A call on a follow-up works on a copy and assigns at the end, and a caseload
/// whose call panics is dropped, so nothing half done is left behind.
pub(crate) fn guard<T>(call: impl FnOnce() -> Result<T, Refused>) -> Result<T, Refused> {
    HOOK.call_once(|| {
        // The standard library's hook prints the message of a panic, and with it perhaps what a person wrote. The hook
        // is that of this add-on alone: it has a standard library of its own.
        std::panic::set_hook(Box::new(|info| {
            let place = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
            PLACE.with(|cell| cell.set(place));
        }));
    });
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| {
        let place = PLACE.with(Cell::take).unwrap_or_else(|| "an unknown place".to_owned());
        Err(
            Error::new(Code::Internal, format!("a defect in followthrough, at {place}"))
                .help("please report it. Follow-ups are as they were; of a caseload restore the last snapshot")
                .into(),
        )
    })
}

/// The answer of a call whose result is JSON text already.
pub(crate) fn text(call: impl FnOnce() -> Result<String, Refused>) -> String {
    guard(call).map_or_else(|refused| refused.to_json(), |json| format!("{{\"ok\":{json}}}"))
}

/// The answer of a call with any result that the wire has a form for.
pub(crate) fn value<T: Serialize>(call: impl FnOnce() -> Result<T, Refused>) -> String {
    text(|| {
        let result = call()?;
        serde_json::to_string(&result).map_err(|_| Error::new(Code::Internal, "a result that has no JSON").into())
    })
}
