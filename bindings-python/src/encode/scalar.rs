//! Texts, instants, days and numbers: inside a value, and as arguments of their own.

use followthrough::{Code, Error};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDate, PyDateTime, PyDict, PyInt, PyString, PyType, PyTzInfo};

use super::{Refusal, asked};
use crate::guard;

/// The whole of the argument `name`.
fn argument(
    value: &Bound<'_, PyAny>,
    name: &str,
    code: Code,
    read: impl FnOnce() -> Result<Result<String, String>, Refusal>,
) -> PyResult<String> {
    let told = guard::caught_reading(|| {
        if let Ok(text) = value.cast::<PyString>() {
            return Ok(text_of(text, code, name)?.to_owned());
        }
        read()?.map_err(|what| Error::new(code, what).at(name).into())
    });
    told.map_err(|refusal| refusal.raise(value.py()))
}

/// An instant given as an argument: an aware `datetime`, or text that the engine reads.
pub(crate) fn instant(value: &Bound<'_, PyAny>, name: &str) -> PyResult<String> {
    argument(value, name, Code::MomentMalformed, || {
        match value.cast::<PyDateTime>() {
            Ok(at) => Ok(utc(at)?.map_err(str::to_owned)),
            Err(_) => Ok(Err(format!("expected an aware datetime, got {}", kind(value)))),
        }
    })
}

/// A day given as an argument: a `date`, or text that the engine reads.
pub(crate) fn date(value: &Bound<'_, PyAny>, name: &str, code: Code) -> PyResult<String> {
    argument(value, name, code, || {
        let text = if is_day(value) { day(value)? } else { None };
        Ok(text.ok_or_else(|| format!("expected a date, got {}", kind(value))))
    })
}

/// An exact number given as an argument: a `Decimal`, an `int`, or text that the engine reads; never a `float`.
pub(crate) fn number(value: &Bound<'_, PyAny>, name: &str, code: Code) -> PyResult<String> {
    argument(value, name, code, || {
        if is_decimal(value)? {
            return Ok(decimal(value)?.ok_or_else(|| "expected a finite Decimal of ordinary size".into()));
        }
        if value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>() {
            let number = value.extract::<i64>().map(|number| number.to_string());
            return Ok(number.map_err(|_| "expected a whole number of ordinary size".into()));
        }
        Ok(Err(format!("expected a Decimal, got {}", kind(value))))
    })
}

pub(crate) fn text_of<'a>(text: &'a Bound<'_, PyString>, code: Code, path: &str) -> Result<&'a str, Error> {
    text.to_str()
        .map_err(|_| Error::new(code, "expected text that is whole Unicode, got half a surrogate pair").at(path))
}

/// An instant as UTC text; inside, why there is none. The zone and `fold` have their say in `utcoffset`.
pub(super) fn utc(at: &Bound<'_, PyDateTime>) -> Result<Result<String, &'static str>, Refusal> {
    let py = at.py();
    let no_offset = "expected an aware datetime, got one whose zone gives no offset";
    let Some(offset) = asked(py, at.call_method0("utcoffset"))? else {
        return Ok(Err(no_offset));
    };
    // One with a zone may be naive as well, by Python's definition: `astimezone` would read it in the machine's own.
    if offset.is_none() {
        return Ok(Err("expected an aware datetime, got a naive one: it names no instant"));
    }
    // Code of the host's may be behind the offset: it is asked once.
    let text = || -> PyResult<String> {
        let zone = PyDict::new(py);
        zone.set_item("tzinfo", PyTzInfo::utc(py)?)?;
        let at = at.call_method("replace", (), Some(&zone))?;
        at.sub(offset)?.call_method0("isoformat")?.extract()
    };
    Ok(asked(py, text())?.ok_or(no_offset))
}

/// A `date` as the wire has it.
pub(super) fn day(date: &Bound<'_, PyAny>) -> Result<Option<String>, Refusal> {
    let text = date.call_method0("isoformat").and_then(|text| text.extract());
    asked(date.py(), text)
}

/// The text of the option `name`: text as it is, `true` and `false`, a `date`; none for all else.
pub(crate) fn option(value: &Bound<'_, PyAny>, name: &str) -> Result<Option<String>, Refusal> {
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(Some(flag.is_true().to_string()));
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Some(text_of(text, Code::EventMalformed, name)?.to_owned()));
    }
    if is_day(value) { day(value) } else { Ok(None) }
}

/// An instant is no day: in which zone?
fn is_day(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyDate>() && !value.is_instance_of::<PyDateTime>()
}

/// The digits of a finite `Decimal`, without an exponent; none for NaN, infinities and sizes that no amount has.
pub(super) fn decimal(value: &Bound<'_, PyAny>) -> Result<Option<String>, Refusal> {
    let told = || -> PyResult<Option<String>> {
        let finite: bool = value.call_method0("is_finite")?.extract()?;
        let size: i64 = value.call_method0("adjusted")?.extract()?;
        if !finite || !(-40..=40).contains(&size) {
            return Ok(None);
        }
        let text: String = value.call_method1("__format__", ("f",))?.extract()?;
        Ok(Some(followthrough_arrow::to_the_cent(&text).to_owned()))
    };
    Ok(asked(value.py(), told())?.flatten())
}

pub(super) fn is_decimal(value: &Bound<'_, PyAny>) -> Result<bool, Refusal> {
    let py = value.py();
    let is = decimal_class(py).and_then(|class| value.is_instance(class));
    Ok(asked(py, is)?.unwrap_or(false))
}

/// An aware `datetime`, in UTC.
pub(crate) fn datetime<'py>(py: Python<'py>, at: followthrough::Timestamp) -> PyResult<Bound<'py, PyAny>> {
    static READ: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let read = READ.get_or_try_init(py, || {
        let class = py.import("datetime")?.getattr("datetime")?;
        Ok::<_, PyErr>(class.getattr("fromisoformat")?.unbind())
    })?;
    read.bind(py).call1((at.to_string(),))
}

/// `decimal.Decimal`.
pub(crate) fn decimal_class<'py>(py: Python<'py>) -> PyResult<&'py Bound<'py, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "decimal", "Decimal")
}

/// The name of a value's type; never the value.
pub(super) fn kind(value: &Bound<'_, PyAny>) -> String {
    value
        .get_type()
        .name()
        .map_or_else(|_| "something else".to_owned(), |name| name.to_string())
}
