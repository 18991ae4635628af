//! No panic reaches the host.
//!
//! PyO3 turns a panic into a `BaseException` that `except Exception` misses, and the standard hook prints the panic's
//! message to stderr. Such a message may quote the data at hand, and a host's log is no place for a patient's name. So
//! every entry runs inside [`caught`], and the hook is replaced by one that keeps the place in our source and drops the
//! message. An extension module carries its own copy of the standard library: the hook is ours alone, and changes
//! nothing for the host or for other modules written in Rust.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use followthrough::{Code, Error};
use pyo3::prelude::*;

use crate::argument::Text;
use crate::encode::Refusal;
use crate::error;

thread_local! {
    /// Where the latest panic of this thread came from: a file and a line of ours, no data.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Puts the quiet hook in place.
pub(crate) fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
        PLACE.with(|slot| *slot.borrow_mut() = place);
    }));
}

/// Runs `work`; a panic in it is the error `FT-X002`, which says where in our source it came from and nothing else.
pub(crate) fn caught<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(internal()))
}

/// The same for work that reads values of the host's.
pub(crate) fn caught_reading<T>(work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(internal().into()))
}

fn internal() -> Error {
    let place = PLACE.with(|slot| slot.borrow_mut().take()).unwrap_or_default();
    Error::new(Code::Internal, format!("a defect in this library, at {place}")).help(
        "please report it, with the version and this message. Follow-ups are as they were; of a caseload restore the last \
         snapshot",
    )
}

/// Panics with `text` in its message; for the test that holds this page's promise.
#[pyfunction]
#[allow(clippy::panic, reason = "it is here to panic")]
pub(crate) fn _panic(py: Python<'_>, text: Text<'_>) -> PyResult<()> {
    let text = text.read("text")?;
    py.detach(|| caught(|| panic!("{text}")))
        .map_err(|e| error::raise(py, &e))
}
