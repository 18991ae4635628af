//! Plain Python values to JSON text: strict, with the place of what cannot be one.
//!
//! What has exactly one meaning is written: `str`, `bool`, `int`, finite `float`, `None`, `dict` with text keys, `list`,
//! `tuple`, `Decimal`, aware `datetime`, `date`. Anything else is refused, not bent: a naive `datetime` has no instant,
//! NaN no JSON, and a key that is no text would quietly become one. Whether a `float` may stand where it stands is the
//! engine's to say; for money it may not.

use followthrough::{Code, Error};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType, PyTzInfo};

use crate::guard;

/// Deeper than any value we take; a cycle ends here.
const MAX_DEPTH: usize = 64;

/// JSON text of `value`: text is taken as JSON already, other values are written. Errors carry `code` and a path.
pub(crate) fn to_json(value: &Bound<'_, PyAny>, code: Code) -> Result<String, Error> {
    guard::caught(|| written(value, code))
}

fn written(value: &Bound<'_, PyAny>, code: Code) -> Result<String, Error> {
    if let Ok(text) = value.cast::<PyString>() {
        return text_of(text, code, "").map(str::to_owned);
    }
    let mut writer = Writer {
        out: String::with_capacity(1024),
        code,
    };
    writer.value(value, &Path::Root, 0)?;
    Ok(writer.out)
}

/// An instant given as an argument: an aware `datetime`, or text that the engine reads.
pub(crate) fn instant(value: &Bound<'_, PyAny>, name: &'static str) -> Result<String, Error> {
    let code = Code::MomentMalformed;
    if let Ok(text) = value.cast::<PyString>() {
        return text_of(text, code, name).map(str::to_owned);
    }
    match value.cast::<PyDateTime>() {
        Ok(at) => utc(at).map_err(|what| Error::new(code, what).at(name)),
        Err(_) => Err(Error::new(code, format!("expected an aware datetime, got {}", kind(value))).at(name)),
    }
}

/// An exact number given as an argument: a `Decimal`, an `int`, or text that the engine reads; never a `float`.
pub(crate) fn number(value: &Bound<'_, PyAny>, name: &'static str, code: Code) -> Result<String, Error> {
    let refuse = |what: String| Err(Error::new(code, what).at(name));
    if let Ok(text) = value.cast::<PyString>() {
        return text_of(text, code, name).map(str::to_owned);
    }
    if is_decimal(value) {
        return decimal(value).map_or_else(|| refuse("expected a finite Decimal of ordinary size".into()), Ok);
    }
    if value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>() {
        return match value.extract::<i64>() {
            Ok(number) => Ok(number.to_string()),
            Err(_) => refuse("expected a whole number of ordinary size".into()),
        };
    }
    refuse(format!("expected a Decimal, got {}", kind(value)))
}

/// Where we are in the value; written out only when something is wrong.
enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn text(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Key(Path::Root, key) => (*key).to_owned(),
            Self::Key(parent, key) => format!("{}.{key}", parent.text()),
            Self::Index(parent, index) => format!("{}[{index}]", parent.text()),
        }
    }
}

struct Writer {
    out: String,
    code: Code,
}

impl Writer {
    fn refuse<T>(&self, path: &Path<'_>, what: impl Into<String>) -> Result<T, Error> {
        Err(Error::new(self.code, what).at(path.text()))
    }

    fn value(&mut self, value: &Bound<'_, PyAny>, path: &Path<'_>, depth: usize) -> Result<(), Error> {
        if depth > MAX_DEPTH {
            return self.refuse(path, "nested too deeply, or in a circle");
        }
        if let Ok(text) = value.cast::<PyString>() {
            let text = text_of(text, self.code, "").map_err(|e| e.at(path.text()))?;
            self.text(text);
        } else if value.is_none() {
            self.out.push_str("null");
        } else if let Ok(flag) = value.cast::<PyBool>() {
            self.out.push_str(if flag.is_true() { "true" } else { "false" });
        } else if value.is_instance_of::<PyInt>() {
            self.integer(value, path)?;
        } else if let Ok(map) = value.cast::<PyDict>() {
            self.map(map, path, depth)?;
        } else if let Ok(list) = value.cast::<PyList>() {
            self.list(list.iter(), path, depth)?;
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            self.list(tuple.iter(), path, depth)?;
        } else if let Ok(at) = value.cast::<PyDateTime>() {
            match utc(at) {
                Ok(text) => self.text(&text),
                Err(what) => return self.refuse(path, what),
            }
        } else if value.is_instance_of::<PyDate>() {
            let text = asked(value.call_method0("isoformat")).unwrap_or_default();
            self.text(&text);
        } else if is_decimal(value) {
            match decimal(value) {
                Some(text) => self.text(&text),
                None => return self.refuse(path, "expected a finite Decimal of ordinary size"),
            }
        } else if let Ok(number) = value.cast::<PyFloat>() {
            self.float(number.value(), path)?;
        } else {
            return self.refuse(path, format!("expected a plain value, got {}", kind(value)));
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        // Writing a text as JSON cannot fail; were it to, the decoder would refuse what is missing.
        self.out.push_str(&serde_json::to_string(text).unwrap_or_default());
    }

    fn integer(&mut self, value: &Bound<'_, PyAny>, path: &Path<'_>) -> Result<(), Error> {
        // Neither an enum's name nor a subclass's own text: the digits.
        match value.extract::<i64>() {
            Ok(number) => self.out.push_str(&number.to_string()),
            Err(_) => return self.refuse(path, "expected a whole number of ordinary size"),
        }
        Ok(())
    }

    fn float(&mut self, value: f64, path: &Path<'_>) -> Result<(), Error> {
        match serde_json::Number::from_f64(value) {
            Some(number) => self.out.push_str(&number.to_string()),
            None => return self.refuse(path, "expected a number, got NaN or infinity"),
        }
        Ok(())
    }

    fn map(&mut self, map: &Bound<'_, PyDict>, path: &Path<'_>, depth: usize) -> Result<(), Error> {
        self.out.push('{');
        let mut first = true;
        for (key, value) in map.iter() {
            let Ok(key) = key.cast_into::<PyString>() else {
                return self.refuse(path, "expected keys that are text");
            };
            let key = text_of(&key, self.code, "").map_err(|e| e.at(path.text()))?;
            if !std::mem::take(&mut first) {
                self.out.push(',');
            }
            self.text(key);
            self.out.push(':');
            self.value(&value, &Path::Key(path, key), depth + 1)?;
        }
        self.out.push('}');
        Ok(())
    }

    fn list<'py>(
        &mut self,
        items: impl Iterator<Item = Bound<'py, PyAny>>,
        path: &Path<'_>,
        depth: usize,
    ) -> Result<(), Error> {
        self.out.push('[');
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.value(&item, &Path::Index(path, index), depth + 1)?;
        }
        self.out.push(']');
        Ok(())
    }
}

fn text_of<'a>(text: &'a Bound<'_, PyString>, code: Code, path: &str) -> Result<&'a str, Error> {
    text.to_str()
        .map_err(|_| Error::new(code, "expected text that is whole Unicode, got half a surrogate pair").at(path))
}

/// An instant as UTC text. The zone and `fold` have their say in `astimezone`.
fn utc(at: &Bound<'_, PyDateTime>) -> Result<String, &'static str> {
    let naive = at.getattr("tzinfo").map_or(true, |zone| zone.is_none());
    if naive {
        return Err("expected an aware datetime, got a naive one: it names no instant");
    }
    let text = PyTzInfo::utc(at.py())
        .and_then(|utc| at.call_method1("astimezone", (utc,)))
        .and_then(|at| at.call_method0("isoformat"));
    asked(text).ok_or("expected an aware datetime, got one whose zone gives no offset")
}

/// The digits of a finite `Decimal`, without an exponent; none for NaN, infinities and sizes that no amount has.
fn decimal(value: &Bound<'_, PyAny>) -> Option<String> {
    let finite: bool = value.call_method0("is_finite").ok()?.extract().ok()?;
    let size: i64 = value.call_method0("adjusted").ok()?.extract().ok()?;
    let text = value.call_method1("__format__", ("f",));
    if finite && (-40..=40).contains(&size) {
        asked(text)
    } else {
        None
    }
}

fn is_decimal(value: &Bound<'_, PyAny>) -> bool {
    decimal_class(value.py())
        .and_then(|class| value.is_instance(class))
        .unwrap_or(false)
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

fn asked(answer: PyResult<Bound<'_, PyAny>>) -> Option<String> {
    answer.ok()?.extract().ok()
}

/// The name of a value's type; never the value.
fn kind(value: &Bound<'_, PyAny>) -> String {
    value
        .get_type()
        .name()
        .map_or_else(|_| "something else".to_owned(), |name| name.to_string())
}
