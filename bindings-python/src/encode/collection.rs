//! What Python calls a `Mapping` or a `Sequence`, beside `dict`, `list` and `tuple`: read into one of these once, so
//! that what its own code does later changes nothing. Its code may also raise, and may never come to an end.

use followthrough::{Code, Error};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyList, PyMemoryView, PyString, PyTuple, PyType};

use super::{Refusal, asked};

/// More than any practice has, and as many as in Node; `list` and `tuple` are in memory already.
const MOST: usize = 10_000_000;

/// Whether Python calls it a `Mapping`.
pub(crate) fn is_mapping(value: &Bound<'_, PyAny>) -> Result<bool, Refusal> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    is_a(value, &CLASS, "Mapping")
}

/// Class checks ask the value for its `__class__`, which may be code of the host's.
fn is_a(value: &Bound<'_, PyAny>, class: &PyOnceLock<Py<PyType>>, name: &str) -> Result<bool, Refusal> {
    let py = value.py();
    let is = class
        .import(py, "collections.abc", name)
        .and_then(|class| value.is_instance(class));
    asked(py, is)
}

/// A dict as it is, another mapping as a dict; none for what is neither.
pub(crate) fn dict_of<'py>(value: &Bound<'py, PyAny>) -> Result<Option<Bound<'py, PyDict>>, Refusal> {
    if let Ok(dict) = value.cast::<PyDict>() {
        return Ok(Some(dict.clone()));
    }
    if !is_mapping(value)? {
        return Ok(None);
    }
    let py = value.py();
    let dict = PyDict::new(py);
    for key in items(value, |_| String::new())? {
        let item = asked(py, value.get_item(&key)).map_err(|refusal| refusal.under(named(&key)))?;
        asked(py, dict.set_item(key, item))?;
    }
    Ok(Some(dict))
}

/// A key as part of a path.
fn named<'a>(key: &'a Bound<'_, PyAny>) -> &'a str {
    key.cast::<PyString>()
        .ok()
        .and_then(|key| key.to_str().ok())
        .unwrap_or_default()
}

/// A tuple as it is, another sequence but text and bytes as a tuple; none for what is neither.
pub(crate) fn tuple_of<'py>(value: &Bound<'py, PyAny>) -> Result<Option<Bound<'py, PyTuple>>, Refusal> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    if let Ok(tuple) = value.cast::<PyTuple>() {
        return Ok(Some(tuple.clone()));
    }
    if let Ok(list) = value.cast_exact::<PyList>() {
        return Ok(Some(list.to_tuple()));
    }
    if value.is_instance_of::<PyString>() || is_bytes(value) || !is_a(value, &CLASS, "Sequence")? {
        return Ok(None);
    }
    let items = items(value, |place| format!("[{place}]"))?;
    asked(value.py(), PyTuple::new(value.py(), items)).map(Some)
}

/// What its iterator gives, so far as it comes to an end; `place` is where an item is.
fn items<'py>(value: &Bound<'py, PyAny>, place: impl Fn(usize) -> String) -> Result<Vec<Bound<'py, PyAny>>, Refusal> {
    let py = value.py();
    let endless = || {
        let what = format!("expected at most {MOST} values in one list or mapping");
        Refusal::from(Error::new(Code::EventMalformed, what).help("hand it over in parts"))
    };
    if asked(py, value.len())? > MOST {
        return Err(endless());
    }
    let mut items = Vec::new();
    for item in asked(py, value.try_iter())? {
        if items.len() == MOST {
            return Err(endless());
        }
        items.push(asked(py, item).map_err(|refusal| refusal.under(&place(items.len())))?);
    }
    Ok(items)
}

fn is_bytes(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyBytes>() || value.is_instance_of::<PyByteArray>() || value.is_instance_of::<PyMemoryView>()
}

/// Bytes as they are; those of a `bytearray` or a `memoryview` as they are now; none for all else.
pub(crate) fn bytes_of<'py>(value: &Bound<'py, PyAny>) -> Result<Option<Bound<'py, PyBytes>>, Refusal> {
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(Some(bytes.clone()));
    }
    if !is_bytes(value) {
        return Ok(None);
    }
    let py = value.py();
    let bytes = asked(py, py.get_type::<PyBytes>().call1((value,)))?;
    Ok(bytes.cast_into().ok())
}
