//! `FollowUp`: what the engine remembers about one recipient.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use followthrough::Code;
use followthrough::recipient::ContactValue;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::argument::Text;
use crate::{encode, error, guard};

/// All that the engine remembers about one recipient. Plain data: store it as `to_json()`.
#[pyclass(frozen, module = "followthrough")]
pub(crate) struct FollowUp {
    // Taken only while the interpreter lock is released: two threads can never wait for each other's half.
    state: Mutex<followthrough::FollowUp>,
}

impl FollowUp {
    pub(crate) fn of(state: followthrough::FollowUp) -> Self {
        Self {
            state: Mutex::new(state),
        }
    }

    /// The state, for a thread that does not hold the interpreter lock. A panic is caught while the guard lives and
    /// leaves the state as it was, so a poisoned lock is as good as any.
    pub(crate) fn locked(&self) -> MutexGuard<'_, followthrough::FollowUp> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn asked<T: Send>(&self, py: Python<'_>, ask: impl FnOnce(&followthrough::FollowUp) -> T + Send) -> PyResult<T> {
        py.detach(|| {
            let state = self.locked();
            guard::caught(|| Ok(ask(&state)))
        })
        .map_err(|e| error::raise(py, &e))
    }

    fn copied(&self, py: Python<'_>) -> Self {
        py.detach(|| Self::of(self.locked().clone()))
    }
}

fn restored(py: Python<'_>, text: &Text<'_>) -> PyResult<FollowUp> {
    let text = text.read("text")?;
    py.detach(|| guard::caught(|| followthrough::FollowUp::from_json(text)))
        .map(FollowUp::of)
        .map_err(|e| error::raise(py, &e))
}

fn point(py: Python<'_>, text: &Text<'_>) -> PyResult<ContactValue> {
    let point = ContactValue::parse(text.read("contact")?);
    point.map_err(|e| error::raise(py, &e.with_code(Code::EventMalformed).at("contact")))
}

#[pymethods]
impl FollowUp {
    /// Begins with a recipient: a dict as the wire has it, or its JSON text.
    #[new]
    fn new(py: Python<'_>, recipient: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = encode::to_json(recipient, Code::EventMalformed, "")?;
        let made = py.detach(|| guard::caught(|| followthrough::FollowUp::from_recipient_json(&text)));
        made.map(Self::of).map_err(|e| error::raise(py, &e))
    }

    /// The whole state as text, for the host's store.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        self.asked(py, followthrough::FollowUp::to_json)
    }

    /// Reads what `to_json` wrote.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: Text<'_>) -> PyResult<Self> {
        restored(py, &text)
    }

    /// Takes in another follow-up of the same person: two charts became one. The other one stays as it is.
    fn merge(&self, py: Python<'_>, other: &Self) -> PyResult<()> {
        py.detach(|| {
            // One lock at a time: two threads may merge the two into each other.
            let theirs = other.locked().clone();
            let mut state = self.locked();
            guard::caught(|| state.merge(theirs))
        })
        .map_err(|e| error::raise(py, &e))
    }

    /// Takes over the round and the steps done of a case that moved here from another person.
    fn carry(&self, py: Python<'_>, case_id: Text<'_>, other: &Self) -> PyResult<()> {
        let case_id = case_id.read("case_id")?;
        py.detach(|| {
            let theirs = other.locked().clone();
            let mut state = self.locked();
            guard::caught(|| state.carry(&followthrough::wire::CaseId::parse(case_id)?, &theirs))
        })
        .map_err(|e| error::raise(py, &e))
    }

    /// Every contact point that is known, the dropped ones included.
    fn contact_points(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let points = |state: &followthrough::FollowUp| {
            let points = state.contact_points();
            points.map(|point| point.reveal().to_owned()).collect()
        };
        self.asked(py, points)
    }

    /// Whether the person has, or had, that contact point.
    fn has_contact_point(&self, py: Python<'_>, contact: Text<'_>) -> PyResult<bool> {
        let contact = point(py, &contact)?;
        self.asked(py, |state| state.has_contact_point(&contact))
    }

    /// What happened at a contact point, for somebody who comes to it only now.
    fn news_at<'py>(&self, py: Python<'py>, contact: Text<'_>) -> PyResult<Bound<'py, PyAny>> {
        let contact = point(py, &contact)?;
        let text = self.asked(py, |state| {
            serde_json::to_string(&state.news_at(&contact)).unwrap_or_default()
        })?;
        error::from_json(py, &text)
    }

    /// All that is held about the person, to be read by a person.
    fn export_person<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let text = self.asked(py, followthrough::FollowUp::export_person)?;
        error::from_json(py, &text)
    }

    /// Whose it is.
    #[getter]
    fn recipient_id(&self, py: Python<'_>) -> PyResult<String> {
        self.asked(py, |state| state.recipient_id().to_string())
    }

    /// The state of each case.
    fn states(&self, py: Python<'_>) -> PyResult<BTreeMap<String, &'static str>> {
        let named = |state: &followthrough::FollowUp| {
            let states = state.states().into_iter();
            states.map(|(case, state)| (case.to_string(), state)).collect()
        };
        self.asked(py, named)
    }

    /// How each closed case ended.
    fn outcomes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let text = self.asked(py, |state| serde_json::to_string(&state.outcomes()).unwrap_or_default())?;
        error::from_json(py, &text)
    }

    fn __copy__(&self, py: Python<'_>) -> Self {
        self.copied(py)
    }

    fn __deepcopy__(&self, py: Python<'_>, _memo: &Bound<'_, PyDict>) -> Self {
        self.copied(py)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let restore = py
            .import("followthrough._followthrough")?
            .getattr("_restore_follow_up")?;
        Ok((restore, (self.to_json(py)?,)))
    }

    fn __repr__(&self) -> &'static str {
        // What it remembers is about a person.
        "<FollowUp>"
    }
}

/// What `pickle` calls.
#[pyfunction]
pub(crate) fn _restore_follow_up(py: Python<'_>, text: Text<'_>) -> PyResult<FollowUp> {
    restored(py, &text)
}
