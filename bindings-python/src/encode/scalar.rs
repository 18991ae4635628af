//! Texts, instants, days and numbers: inside a value, and as arguments of their own.

use followthrough::{Code, Error};
use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDate, PyDateTime, PyDict, PyInt, PyString, PyType, PyTzInfo};

use super::{Refusal, asked};
use crate::guard;

/// What to write where a number has to be exact.
const EXACT: &str = "write it as text or Decimal";

/// What to do about a `datetime` that names no instant.
pub(super) const ZONED: &str = "give it a zone, as in datetime.now(timezone.utc)";

/// The whole of the argument `name`.
fn argument(
    value: &Bound<'_, PyAny>,
    name: &str,
    code: Code,
    read: impl FnOnce(&Bound<'_, PyAny>, Code) -> Result<String, Refusal>,
) -> PyResult<String> {
    let told = guard::caught_reading(|| match value.cast::<PyString>() {
        Ok(text) => Ok(text_of(text, code, "")?.to_owned()),
        Err(_) => read(value, code).map_err(|refusal| refusal.with_code(code)),
    });
    told.map_err(|refusal| refusal.under(name).raise(value.py()))
}

/// An instant given as an argument: an aware `datetime`, or text that the engine reads.
pub(crate) fn instant(value: &Bound<'_, PyAny>, name: &str) -> PyResult<String> {
    argument(value, name, Code::MomentMalformed, |value, code| {
        match value.cast::<PyDateTime>() {
            Ok(at) => Ok(utc(at)?.map_err(|what| Error::new(code, what).help(ZONED))?),
            Err(_) => {
                let error = unlike(value, code, "an aware datetime or text");
                let help = "give datetime.now(timezone.utc), say, or text such as 2026-03-02T10:00:00-05:00";
                Err(error.help(help).into())
            }
        }
    })
}

/// A day given as an argument: a `date`, or text that the engine reads.
pub(crate) fn date(value: &Bound<'_, PyAny>, name: &str, code: Code) -> PyResult<String> {
    argument(value, name, code, |value, code| {
        let text = if is_day(value) { day(value)? } else { None };
        Ok(text.ok_or_else(|| no_day(value, code).unwrap_or_else(|| unlike(value, code, "a date")))?)
    })
}

/// What a value would have to be, and is not.
pub(crate) fn unlike(value: &Bound<'_, PyAny>, code: Code, wanted: &str) -> Error {
    Error::new(code, format!("expected {wanted}, got {}", kind(value)))
}

/// Why a `datetime` stands for no day; none for what is no `datetime`.
pub(crate) fn no_day(value: &Bound<'_, PyAny>, code: Code) -> Option<Error> {
    let is = value.is_instance_of::<PyDateTime>();
    is.then(|| unlike(value, code, "a date").help("an instant is no day: take its .date(), in the practice's zone"))
}

/// An exact number given as an argument: a `Decimal`, an `int`, or text that the engine reads; never a `float`.
pub(crate) fn number(value: &Bound<'_, PyAny>, name: &str, code: Code) -> PyResult<String> {
    argument(value, name, code, exact)
}

/// The same, of a list of such.
pub(crate) fn amount(value: &Bound<'_, PyAny>, code: Code) -> Result<String, Refusal> {
    match value.cast::<PyString>() {
        Ok(text) => Ok(text_of(text, code, "")?.to_owned()),
        Err(_) => exact(value, code),
    }
}

fn exact(value: &Bound<'_, PyAny>, code: Code) -> Result<String, Refusal> {
    if is_decimal(value)? {
        let text = decimal(value)?;
        return Ok(text.ok_or_else(|| Error::new(code, "expected a finite Decimal of ordinary size"))?);
    }
    if value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>() {
        let number = value.extract::<i64>().map(|number| number.to_string());
        return Ok(number.map_err(|_| Error::new(code, "expected a whole number of ordinary size"))?);
    }
    Err(unlike(value, code, "a Decimal").help(EXACT).into())
}

pub(crate) fn text_of<'a>(text: &'a Bound<'_, PyString>, code: Code, path: &str) -> Result<&'a str, Error> {
    text.to_str().map_err(|_| {
        Error::new(code, "expected text that is whole Unicode, got half a surrogate pair")
            .at(path)
            .help("leave the half of the pair out, or replace it")
    })
}

/// An instant as UTC text; inside, why there is none. The zone and `fold` have their say in `utcoffset`.
pub(super) fn utc(at: &Bound<'_, PyDateTime>) -> Result<Result<String, &'static str>, Refusal> {
    let py = at.py();
    let offset = asked(py, at.call_method0("utcoffset"))?;
    // One with a zone may be naive as well, by Python's definition: `astimezone` would read it in the machine's own.
    if offset.is_none() {
        return Ok(Err("expected an aware datetime, got a naive one: it names no instant"));
    }
    // Code of the host's may be behind the offset: it is asked once.
    let text = || -> PyResult<Bound<'_, PyAny>> {
        let zone = PyDict::new(py);
        zone.set_item("tzinfo", PyTzInfo::utc(py)?)?;
        let at = at.call_method("replace", (), Some(&zone))?;
        at.sub(offset)?.call_method0("isoformat")
    };
    match text() {
        // Python's own: no code of the host's that may do better the next time.
        Err(thrown) if thrown.is_instance_of::<PyOverflowError>(py) => {
            Ok(Err("expected an instant of the years 1 to 9999"))
        }
        told => Ok(asked(py, told)?
            .extract()
            .map_err(|_| "expected an aware datetime, got one that does not say which instant")),
    }
}

/// A `date` as the wire has it.
pub(super) fn day(date: &Bound<'_, PyAny>) -> Result<Option<String>, Refusal> {
    Ok(asked(date.py(), date.call_method0("isoformat"))?.extract().ok())
}

/// The text of the option `name`: text as it is, `true` and `false`, a `date`; none for all else.
pub(crate) fn option(value: &Bound<'_, PyAny>, name: &str) -> Result<Option<String>, Refusal> {
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(Some(flag.is_true().to_string()));
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Some(text_of(text, Code::EventMalformed, name)?.to_owned()));
    }
    if is_day(value) {
        day(value).map_err(|refusal| refusal.under(name))
    } else {
        Ok(None)
    }
}

/// An instant is no day: in which zone?
fn is_day(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyDate>() && !value.is_instance_of::<PyDateTime>()
}

/// The digits of a finite `Decimal`, without an exponent; none for NaN, infinities and sizes that no amount has.
pub(super) fn decimal(value: &Bound<'_, PyAny>) -> Result<Option<String>, Refusal> {
    let py = value.py();
    let finite = asked(py, value.call_method0("is_finite"))?.extract().unwrap_or(false);
    let size = asked(py, value.call_method0("adjusted"))?.extract::<i64>();
    if !finite || !size.is_ok_and(|size| (-40..=40).contains(&size)) {
        return Ok(None);
    }
    let text = asked(py, value.call_method1("__format__", ("f",)))?.extract::<String>();
    Ok(text.ok().map(|text| followthrough_arrow::to_the_cent(&text).to_owned()))
}

pub(super) fn is_decimal(value: &Bound<'_, PyAny>) -> Result<bool, Refusal> {
    let py = value.py();
    asked(py, decimal_class(py).and_then(|class| value.is_instance(class)))
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
pub(crate) fn kind(value: &Bound<'_, PyAny>) -> String {
    value
        .get_type()
        .name()
        .map_or_else(|_| "something else".to_owned(), |name| name.to_string())
}
