//! What Python calls a `Mapping` or a `Sequence`, beside `dict`, `list` and `tuple`: read into one of these once, so
//! that what its own code does later changes nothing.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyMemoryView, PyString, PyTuple, PyType};

use super::{Refusal, asked};

/// A dict as it is, another mapping as a dict; none for what is neither, or cannot be read.
pub(crate) fn dict_of<'py>(value: &Bound<'py, PyAny>) -> Result<Option<Bound<'py, PyDict>>, Refusal> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    if let Ok(dict) = value.cast::<PyDict>() {
        return Ok(Some(dict.clone()));
    }
    let py = value.py();
    let read = || -> PyResult<Option<Bound<'py, PyDict>>> {
        if !value.is_instance(CLASS.import(py, "collections.abc", "Mapping")?)? {
            return Ok(None);
        }
        let dict = py.get_type::<PyDict>().call1((value,))?;
        Ok(dict.cast_into().ok())
    };
    Ok(asked(py, read())?.flatten())
}

/// A tuple as it is, another sequence but text and bytes as a tuple; none for what is neither, or cannot be read.
pub(crate) fn tuple_of<'py>(value: &Bound<'py, PyAny>) -> Result<Option<Bound<'py, PyTuple>>, Refusal> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    if let Ok(tuple) = value.cast::<PyTuple>() {
        return Ok(Some(tuple.clone()));
    }
    let text = value.is_instance_of::<PyString>();
    let bytes = value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyByteArray>();
    if text || bytes || value.is_instance_of::<PyMemoryView>() {
        return Ok(None);
    }
    let py = value.py();
    let read = || -> PyResult<Option<Bound<'py, PyTuple>>> {
        if !value.is_instance(CLASS.import(py, "collections.abc", "Sequence")?)? {
            return Ok(None);
        }
        let tuple = py.get_type::<PyTuple>().call1((value,))?;
        Ok(tuple.cast_into().ok())
    };
    Ok(asked(py, read())?.flatten())
}
