//! `Caseload`: many follow-ups and their timers in one object.

use std::sync::{Mutex, MutexGuard};

use followthrough::wire::RecipientId;
use followthrough::{Code, Error};
use followthrough_arrow::Newcomers;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::argument::{Bytes, Count, List, Text};
use crate::encode::Refusal;
use crate::follow_up::FollowUp;
use crate::playbook::Playbook;
use crate::{arrow, encode, error, guard, moment};

/// Many follow-ups under one playbook, with their timers. Store it as `snapshot()`.
#[pyclass(frozen, module = "followthrough")]
pub(crate) struct Caseload {
    // Taken only while the interpreter lock is released, as that of a follow-up.
    state: Mutex<State>,
}

#[derive(Clone)]
struct State {
    caseload: followthrough::Caseload,
    /// What it was given, for `pickle`.
    playbook: Playbook,
}

impl Caseload {
    fn of(caseload: followthrough::Caseload, playbook: Playbook) -> Self {
        Self {
            state: Mutex::new(State { caseload, playbook }),
        }
    }

    /// The state, for a thread that does not hold the interpreter lock. A call works on the caseload itself: a panic in
    /// it may leave half of an answer behind, so a poisoned lock stays shut.
    fn locked(&self) -> Result<MutexGuard<'_, State>, Error> {
        self.state.lock().map_err(|_| {
            Error::new(
                Code::Internal,
                "this caseload answers no more calls, since a defect stopped it",
            )
            .help("restore its last snapshot")
        })
    }

    fn with<T: Send>(&self, py: Python<'_>, call: impl FnOnce(&mut State) -> Result<T, Error> + Send) -> PyResult<T> {
        py.detach(|| guard::caught(|| call(&mut *self.locked()?)))
            .map_err(|e| error::raise(py, &e))
    }

    /// A call at a moment, whose answer is JSON text.
    fn at<T: Send>(
        &self,
        py: Python<'_>,
        moment: &str,
        call: impl FnOnce(&mut followthrough::Caseload, &str) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        self.with(py, |state| call(&mut state.caseload, moment))
    }

    fn copied(&self, py: Python<'_>) -> PyResult<Self> {
        let state = self.with(py, |state| Ok(state.clone()))?;
        Ok(Self::of(state.caseload, state.playbook))
    }
}

fn restored(py: Python<'_>, playbook: &Playbook, bytes: &[u8]) -> PyResult<Caseload> {
    py.detach(|| guard::caught(|| followthrough::Caseload::restore(playbook.compiled().clone(), bytes)))
        .map(|caseload| Caseload::of(caseload, playbook.clone()))
        .map_err(|e| error::raise(py, &e))
}

fn id_of(text: &str) -> Result<RecipientId, Error> {
    RecipientId::parse(text).map_err(|e| e.at("recipient.id"))
}

/// About how many answers make a piece.
fn most_of(most: &Count<'_>) -> PyResult<usize> {
    let most = most.read("most", Code::MomentMalformed)?;
    Ok(usize::try_from(most).unwrap_or(usize::MAX))
}

/// A recipient's id and an event: a pair, also as JSON gives it, or a dict of these two.
fn pair(item: &Bound<'_, PyAny>) -> Result<(String, String), Refusal> {
    let code = Code::EventMalformed;
    let parts = if let Some(both) = encode::dict_of(item)? {
        let key = |name| encode::asked(item.py(), both.get_item(name));
        let (recipient, event) = (key("recipient")?, key("event")?);
        recipient.zip(event).filter(|_| both.len() == 2)
    } else if let Some(pair) = encode::tuple_of(item)? {
        pair.extract().ok()
    } else {
        None
    };
    let wrong = "expected a pair: a recipient's id, an event; or a dict of the keys recipient and event";
    let (recipient, event): (Bound<'_, PyAny>, Bound<'_, PyAny>) = parts.ok_or_else(|| Error::new(code, wrong))?;
    let recipient = recipient
        .extract()
        .map_err(|_| Error::new(code, "expected text that is an id").at("recipient.id"))?;
    Ok((recipient, encode::read(&event, code)?))
}

#[pymethods]
impl Caseload {
    /// An empty caseload.
    #[new]
    fn new(playbook: &Playbook) -> Self {
        Self::of(
            followthrough::Caseload::new(playbook.compiled().clone()),
            playbook.clone(),
        )
    }

    /// Reads what `snapshot` wrote.
    #[staticmethod]
    fn restore(py: Python<'_>, playbook: &Playbook, snapshot: Bytes<'_>) -> PyResult<Self> {
        restored(py, playbook, snapshot.read())
    }

    /// All follow-ups with their timers, as bytes.
    fn snapshot<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = self.with(py, |state| Ok(state.caseload.snapshot()))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Begins to follow up a person, or a list of people: all of them or none. What they answer to what happened before.
    fn begin<'py>(&self, py: Python<'py>, recipients: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let text = encode::to_json_of_many(recipients, Code::EventMalformed)?;
        let text = self.with(py, |state| state.caseload.begin_json(&text))?;
        error::from_json(py, &text)
    }

    /// Takes in a copy of a follow-up that was kept elsewhere until now. What it and others answer to that.
    fn add<'py>(&self, py: Python<'py>, follow_up: &FollowUp) -> PyResult<Bound<'py, PyAny>> {
        let text = self.with(py, |state| {
            let follow_up = follow_up.locked().clone();
            state.caseload.add_json(follow_up)
        })?;
        error::from_json(py, &text)
    }

    /// Takes a person's follow-up out.
    fn remove(&self, py: Python<'_>, recipient_id: Text<'_>) -> PyResult<Option<FollowUp>> {
        let recipient_id = recipient_id.read("recipient_id")?;
        self.with(py, |state| {
            Ok(state.caseload.remove(&id_of(recipient_id)?).map(FollowUp::of))
        })
    }

    /// A copy of a person's follow-up.
    fn get(&self, py: Python<'_>, recipient_id: Text<'_>) -> PyResult<Option<FollowUp>> {
        let recipient_id = recipient_id.read("recipient_id")?;
        self.with(py, |state| {
            Ok(state.caseload.get(&id_of(recipient_id)?).map(FollowUp::of))
        })
    }

    /// The ids of all who are here.
    fn recipients(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        self.with(py, |state| {
            Ok(state.caseload.recipients().map(|id| id.to_string()).collect())
        })
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        self.with(py, |state| Ok(state.caseload.len()))
    }

    /// Takes in what happened to one person; the answers of all whom it concerns.
    #[pyo3(signature = (now, recipient_id, event, facts_as_of=None, hold_until=None, confirm_leap=false))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn handle<'py>(
        &self,
        py: Python<'py>,
        now: &Bound<'py, PyAny>,
        recipient_id: Text<'py>,
        event: &Bound<'py, PyAny>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let text = self.handle_json(py, now, recipient_id, event, facts_as_of, hold_until, confirm_leap)?;
        error::from_json(py, &text)
    }

    /// The same as `handle`, as the engine's own text.
    #[pyo3(signature = (now, recipient_id, event, facts_as_of=None, hold_until=None, confirm_leap=false))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn handle_json(
        &self,
        py: Python<'_>,
        now: &Bound<'_, PyAny>,
        recipient_id: Text<'_>,
        event: &Bound<'_, PyAny>,
        facts_as_of: Option<&Bound<'_, PyAny>>,
        hold_until: Option<&Bound<'_, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<String> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        let event = encode::to_json(event, Code::EventMalformed, "")?;
        let recipient_id = recipient_id.read("recipient_id")?;
        self.at(py, &moment, |caseload, moment| {
            caseload.handle_json(moment, recipient_id, &event)
        })
    }

    /// Takes in many events, one after the other: for each its answers, or its error.
    #[pyo3(signature = (now, events, facts_as_of=None, hold_until=None, confirm_leap=false))]
    fn handle_many<'py>(
        &self,
        py: Python<'py>,
        now: &Bound<'py, PyAny>,
        events: List<'py>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        let pairs = events.read("events", Code::EventMalformed, "pairs", |item| {
            match guard::caught_reading(|| pair(item)) {
                Ok(pair) => Ok(Ok(pair)),
                Err(Refusal::Value(error)) => Ok(Err(error)),
                // One that raises may be readable the next time, which its error in the answer could not tell.
                Err(refusal @ (Refusal::Raised(..) | Refusal::Ended(_))) => Err(refusal),
            }
        })?;
        let text = self.at(py, &moment, |caseload, moment| caseload.handle_many_json(moment, pairs))?;
        error::from_json(py, &text)
    }

    /// Takes in a table of events, row by row; the answers as tables. With `begin`, whoever is new begins.
    #[pyo3(signature = (now, events, facts_as_of=None, hold_until=None, confirm_leap=false, *, begin=false))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn handle_table<'py>(
        &self,
        py: Python<'py>,
        now: &Bound<'py, PyAny>,
        events: &Bound<'py, PyAny>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
        begin: bool,
    ) -> PyResult<Bound<'py, PyDict>> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        let source = arrow::source(events)?;
        // Read before the caseload is locked: a producer may be code of the host's, and its memory may change.
        let events = py.detach(|| guard::caught(|| source.read()?.events()));
        let events = events.map_err(|e| error::raise(py, &e))?;
        let new = if begin { Newcomers::Begin } else { Newcomers::Refuse };
        let tables = self.at(py, &moment, |caseload, moment| {
            followthrough_arrow::handle(caseload, moment, &events, new)
        })?;
        arrow::answered(py, tables)
    }

    /// `advance`, with the answers as tables.
    #[pyo3(signature = (now, most, facts_as_of=None, hold_until=None, confirm_leap=false))]
    fn advance_table<'py>(
        &self,
        py: Python<'py>,
        now: &Bound<'py, PyAny>,
        most: Count<'py>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<(Bound<'py, PyDict>, bool)> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        let most = most_of(&most)?;
        let (tables, more) = self.at(py, &moment, |caseload, moment| {
            followthrough_arrow::advance(caseload, moment, most)
        })?;
        Ok((arrow::answered(py, tables)?, more))
    }

    /// Lets time pass for all who are due; the answers of those who have something to say.
    #[pyo3(signature = (now, facts_as_of=None, hold_until=None, confirm_leap=false))]
    fn tick<'py>(
        &self,
        py: Python<'py>,
        now: &Bound<'py, PyAny>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let text = self.tick_json(py, now, facts_as_of, hold_until, confirm_leap)?;
        error::from_json(py, &text)
    }

    /// The same as `tick`, as the engine's own text.
    #[pyo3(signature = (now, facts_as_of=None, hold_until=None, confirm_leap=false))]
    fn tick_json(
        &self,
        py: Python<'_>,
        now: &Bound<'_, PyAny>,
        facts_as_of: Option<&Bound<'_, PyAny>>,
        hold_until: Option<&Bound<'_, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<String> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        self.at(py, &moment, |caseload, moment| caseload.tick_json(moment))
    }

    /// `tick` in pieces: answers, and whether more is due at this moment.
    #[pyo3(signature = (now, most, facts_as_of=None, hold_until=None, confirm_leap=false))]
    fn advance<'py>(
        &self,
        py: Python<'py>,
        now: &Bound<'py, PyAny>,
        most: Count<'py>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<(Bound<'py, PyAny>, bool)> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        let most = most_of(&most)?;
        let (text, more) = self.at(py, &moment, |caseload, moment| caseload.advance_json(moment, most))?;
        Ok((error::from_json(py, &text)?, more))
    }

    /// Whether a message to that person may leave now; the look right before it is sent.
    #[pyo3(signature = (recipient_id, action_id, now, facts_as_of=None, hold_until=None, confirm_leap=false))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords in Python")]
    fn may_still_send<'py>(
        &self,
        py: Python<'py>,
        recipient_id: Text<'py>,
        action_id: Text<'py>,
        now: &Bound<'py, PyAny>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        let (recipient_id, action_id) = (recipient_id.read("recipient_id")?, action_id.read("action_id")?);
        let text = self.at(py, &moment, |caseload, moment| {
            caseload.may_still_send_json(recipient_id, action_id, moment)
        })?;
        error::from_json(py, &text)
    }

    /// Why things are as they are with that person, and what comes next.
    #[pyo3(signature = (recipient_id, now, facts_as_of=None, hold_until=None, confirm_leap=false))]
    fn explain<'py>(
        &self,
        py: Python<'py>,
        recipient_id: Text<'py>,
        now: &Bound<'py, PyAny>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        let recipient_id = recipient_id.read("recipient_id")?;
        let text = self.at(py, &moment, |caseload, moment| {
            caseload.explain_json(recipient_id, moment)
        })?;
        error::from_json(py, &text)
    }

    /// When to tick next.
    fn next_wake<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let at = self.with(py, |state| Ok(state.caseload.next_wake()))?;
        at.map(|at| encode::datetime(py, at)).transpose()
    }

    /// Puts another revision of the playbook in force, and ticks every follow-up once under it.
    #[pyo3(signature = (playbook, now, facts_as_of=None, hold_until=None, confirm_leap=false))]
    fn publish<'py>(
        &self,
        py: Python<'py>,
        playbook: &Playbook,
        now: &Bound<'py, PyAny>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        let text = self.with(py, |state| {
            let text = state.caseload.publish_json(playbook.compiled().clone(), &moment)?;
            state.playbook = playbook.clone();
            Ok(text)
        })?;
        error::from_json(py, &text)
    }

    /// What putting another revision of the playbook in force would change.
    #[pyo3(signature = (playbook, now, facts_as_of=None, hold_until=None, confirm_leap=false))]
    fn preview_change<'py>(
        &self,
        py: Python<'py>,
        playbook: &Playbook,
        now: &Bound<'py, PyAny>,
        facts_as_of: Option<&Bound<'py, PyAny>>,
        hold_until: Option<&Bound<'py, PyAny>>,
        confirm_leap: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let moment = moment::to_json(now, facts_as_of, hold_until, confirm_leap)?;
        let text = self.at(py, &moment, |caseload, moment| {
            caseload.preview_change_json(playbook.compiled(), moment)
        })?;
        error::from_json(py, &text)
    }

    /// What goes out from one instant to another if nothing happens but time.
    #[pyo3(signature = (from_, to))]
    fn agenda<'py>(
        &self,
        py: Python<'py>,
        from_: &Bound<'py, PyAny>,
        to: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (from, to) = (encode::instant(from_, "from")?, encode::instant(to, "to")?);
        // On a copy, so that nobody waits for a forecast.
        let caseload = self.with(py, |state| Ok(state.caseload.clone()))?;
        let text = py.detach(|| guard::caught(|| caseload.agenda_json(&from, &to)));
        error::from_json(py, &text.map_err(|e| error::raise(py, &e))?)
    }

    fn __copy__(&self, py: Python<'_>) -> PyResult<Self> {
        self.copied(py)
    }

    fn __deepcopy__(&self, py: Python<'_>, _memo: &Bound<'_, PyDict>) -> PyResult<Self> {
        self.copied(py)
    }

    #[allow(clippy::type_complexity, reason = "the shape is pickle's")]
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Playbook, Bound<'py, PyBytes>))> {
        let restore = py
            .import("followthrough._followthrough")?
            .getattr("_restore_caseload")?;
        let (playbook, bytes) = self.with(py, |state| Ok((state.playbook.clone(), state.caseload.snapshot())))?;
        Ok((restore, (playbook, PyBytes::new(py, &bytes))))
    }

    fn __repr__(&self) -> &'static str {
        // It is full of people.
        "<Caseload>"
    }
}

/// What `pickle` calls.
#[pyfunction]
pub(crate) fn _restore_caseload(py: Python<'_>, playbook: &Playbook, snapshot: &[u8]) -> PyResult<Caseload> {
    restored(py, playbook, snapshot)
}

/// Panics inside a call; for the test that a caseload is not used on after a defect.
#[pyfunction]
#[allow(clippy::panic, reason = "it is here to panic")]
pub(crate) fn _panic_in(py: Python<'_>, caseload: &Caseload, text: Text<'_>) -> PyResult<()> {
    let text = text.read("text")?;
    caseload.with(py, |_| panic!("{text}"))
}
