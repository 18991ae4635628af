//! Errors of the engine as `followthrough.FollowthroughError`.

use followthrough::Error;
use followthrough::playbook::PlaybookErrors;
use followthrough_insight::scenario::ScenarioErrors;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

/// The exception for one error.
pub(crate) fn raise(py: Python<'_>, error: &Error) -> PyErr {
    exception(py, &error.to_string(), &format!("[{}]", error.to_json()))
}

/// The exception for all errors of a playbook: it reads like the first, and lists them all.
pub(crate) fn raise_all(py: Python<'_>, errors: &PlaybookErrors) -> PyErr {
    let text: Vec<String> = errors.iter().map(ToString::to_string).collect();
    exception(py, &text.join("\n"), &errors.to_json())
}

/// The exception for all that is wrong with a scenario.
pub(crate) fn raise_scenario(py: Python<'_>, errors: &ScenarioErrors) -> PyErr {
    exception(py, &errors.to_string(), &errors.to_json())
}

fn exception(py: Python<'_>, text: &str, errors: &str) -> PyErr {
    // The class is Python's: a subclass of `ValueError` cannot be made in Rust for every Python this wheel runs on.
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let make = || {
        let class = CLASS.import(py, "followthrough._error", "FollowthroughError")?;
        let errors = from_json(py, errors)?;
        class.call1((text, errors))
    };
    make().map_or_else(|broken| broken, PyErr::from_value)
}

/// Plain values from JSON text.
pub(crate) fn from_json<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    LOADS.import(py, "json", "loads")?.call1((text,))
}
