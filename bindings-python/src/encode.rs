//! Plain Python values to JSON text: strict, with the place of what cannot be one.
//!
//! What has exactly one meaning is written: `str`, `bool`, `int`, finite `float`, `None`, `dict` with text keys,
//! `list`, `tuple`, what Python calls a `Mapping` or a `Sequence`, `Decimal`, aware `datetime`, `date`. Anything else
//! is refused, not bent: a naive `datetime` has no instant, NaN no JSON, and a key that is no text would quietly become
//! one. Whether a `float` may stand where it stands is the engine's to say; for money it may not.

mod collection;
mod path;
mod scalar;

use followthrough::{Code, Error};
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde::de::IgnoredAny;

pub(crate) use self::collection::{dict_of, tuple_of};
use self::path::{Path, Step, To};
pub(crate) use self::scalar::{date, datetime, decimal_class, instant, number, option, text_of};
use self::scalar::{day, decimal, is_decimal, utc};
use crate::{error, guard};

/// Deeper than any value we take.
const MAX_DEPTH: usize = 64;

/// The longest text that is written: a few dicts, each in the next one twice, would become more than memory holds.
const MAX_TEXT: usize = 256 << 20;

/// Why a value could not be taken.
pub(crate) enum Refusal {
    /// It has not one meaning.
    Value(Error),
    /// Code of the host's that was asked for a part of it ended the program: `KeyboardInterrupt`, `SystemExit`.
    Ended(PyErr),
}

impl Refusal {
    pub(crate) fn under(self, place: &str) -> Self {
        match self {
            Self::Value(error) if !place.is_empty() => Self::Value(error.under(place)),
            Self::Value(_) | Self::Ended(_) => self,
        }
    }

    pub(crate) fn raise(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Value(error) => error::raise(py, &error),
            Self::Ended(ended) => ended,
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Value(error)
    }
}

/// What code of the host's answered; none where it threw what may hold a person's words, which are not repeated.
pub(crate) fn asked<T>(py: Python<'_>, answer: PyResult<T>) -> Result<Option<T>, Refusal> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(thrown) if thrown.is_instance_of::<PyException>(py) => Ok(None),
        Err(ended) => Err(Refusal::Ended(ended)),
    }
}

/// JSON text of the argument `name`, or of the call's only value where that is empty: text is taken as JSON already,
/// other values are written.
pub(crate) fn to_json(value: &Bound<'_, PyAny>, code: Code, name: &str) -> PyResult<String> {
    read(value, code).map_err(|refusal| refusal.under(name).raise(value.py()))
}

/// The same, for who tells of the error otherwise than by raising it.
pub(crate) fn read(value: &Bound<'_, PyAny>, code: Code) -> Result<String, Refusal> {
    guard::caught_reading(|| {
        if let Ok(text) = value.cast::<PyString>() {
            return Ok(text_of(text, code, "")?.to_owned());
        }
        written(value, code, Texts::AreTexts)
    })
}

/// As [`to_json`], of one value or of a list of such, each of which may be JSON text.
pub(crate) fn to_json_of_many(values: &Bound<'_, PyAny>, code: Code) -> PyResult<String> {
    let text = guard::caught_reading(|| {
        if values.is_instance_of::<PyList>() {
            return written(values, code, Texts::AreJson);
        }
        match tuple_of(values)? {
            Some(values) => written(&values, code, Texts::AreJson),
            None => read(values, code),
        }
    });
    text.map_err(|refusal| refusal.raise(values.py()))
}

fn written(value: &Bound<'_, PyAny>, code: Code, outer: Texts) -> Result<String, Refusal> {
    let mut writer = Writer {
        out: String::with_capacity(1024),
        code,
        outer,
    };
    writer.value(value, None, 0)?;
    Ok(writer.out)
}

/// The pairs of a dict, as they are now: what its values do while they are read changes nothing of it.
pub(crate) fn entries<'py>(dict: &Bound<'py, PyDict>) -> Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
    dict.iter().collect()
}

/// What the items of the outermost list are that are text.
#[derive(Clone, Copy, PartialEq)]
enum Texts {
    AreTexts,
    AreJson,
}

struct Writer {
    out: String,
    code: Code,
    outer: Texts,
}

impl Writer {
    fn refuse<T>(&self, path: Path<'_>, what: impl Into<String>) -> Result<T, Refusal> {
        Err(Error::new(self.code, what).at(path::text(path)).into())
    }

    fn value(&mut self, value: &Bound<'_, PyAny>, path: Path<'_>, depth: usize) -> Result<(), Refusal> {
        if depth > MAX_DEPTH {
            return self.refuse(path, "nested too deeply");
        }
        if self.out.len() > MAX_TEXT {
            let what =
                "a value that is longer than 256 MiB as JSON; dicts that stand in it several times count as often";
            return self.refuse(path, what);
        }
        if let Ok(text) = value.cast::<PyString>() {
            let text = text_of(text, self.code, "").map_err(|error| error.at(path::text(path)))?;
            if depth == 1 && self.outer == Texts::AreJson {
                return self.json(text, path);
            }
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
            self.list(value, list.iter(), path, depth)?;
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            self.list(value, tuple.iter(), path, depth)?;
        } else if let Ok(at) = value.cast::<PyDateTime>() {
            match utc(at)? {
                Ok(text) => self.text(&text),
                Err(what) => {
                    let error = Error::new(self.code, what).at(path::text(path));
                    return Err(error.help("give a datetime its zone; for a day give a date").into());
                }
            }
        } else if value.is_instance_of::<PyDate>() {
            match day(value)? {
                Some(text) => self.text(&text),
                None => return self.refuse(path, "expected a date, got one that does not say which"),
            }
        } else if is_decimal(value)? {
            match decimal(value)? {
                Some(text) => self.text(&text),
                None => return self.refuse(path, "expected a finite Decimal of ordinary size"),
            }
        } else if let Ok(number) = value.cast::<PyFloat>() {
            self.float(number.value(), path)?;
        } else if let Some(map) = dict_of(value)? {
            self.map(&map, path, depth)?;
        } else if let Some(tuple) = tuple_of(value)? {
            self.list(&tuple, tuple.iter(), path, depth)?;
        } else {
            return self.refuse(path, format!("expected a plain value, got {}", scalar::kind(value)));
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        // Writing a text as JSON cannot fail; were it to, the decoder would refuse what is missing.
        self.out.push_str(&serde_json::to_string(text).unwrap_or_default());
    }

    /// A text that is JSON: one value and no more, or it could become two of the list.
    fn json(&mut self, text: &str, path: Path<'_>) -> Result<(), Refusal> {
        if serde_json::from_str::<IgnoredAny>(text).is_err() {
            return self.refuse(path, "expected a dict, or its JSON text");
        }
        self.out.push_str(text);
        Ok(())
    }

    fn integer(&mut self, value: &Bound<'_, PyAny>, path: Path<'_>) -> Result<(), Refusal> {
        // Neither an enum's name nor a subclass's own text: the digits.
        match value.extract::<i64>() {
            Ok(number) if path::is_exact(path) => self.text(&number.to_string()),
            Ok(number) => self.out.push_str(&number.to_string()),
            Err(_) => return self.refuse(path, "expected a whole number of ordinary size"),
        }
        Ok(())
    }

    fn float(&mut self, value: f64, path: Path<'_>) -> Result<(), Refusal> {
        match serde_json::Number::from_f64(value) {
            Some(number) => self.out.push_str(&number.to_string()),
            None => return self.refuse(path, "expected a number, got NaN or infinity"),
        }
        Ok(())
    }

    fn map(&mut self, map: &Bound<'_, PyDict>, path: Path<'_>, depth: usize) -> Result<(), Refusal> {
        let inside = self.entered(map, path)?;
        let changed = "expected a dict that stays as it is while it is read; this one changed";
        let length = map.len();
        let mut entries = map.iter();
        self.out.push('{');
        for place in 0..length {
            // The iterator would panic over a dict of another length, and over one more key than there were.
            let entry = if map.len() == length { entries.next() } else { None };
            let Some((key, value)) = entry else {
                return self.refuse(path, changed);
            };
            let Ok(key) = key.cast_into::<PyString>() else {
                return self.refuse(path, "expected keys that are text");
            };
            let key = text_of(&key, self.code, "").map_err(|error| error.at(path::text(path)))?;
            if place > 0 {
                self.out.push(',');
            }
            self.text(key);
            self.out.push(':');
            let to = To::Key(key);
            self.value(
                &value,
                Some(&Step {
                    before: path,
                    inside,
                    to,
                }),
                depth + 1,
            )?;
        }
        if map.len() != length {
            return self.refuse(path, changed);
        }
        self.out.push('}');
        Ok(())
    }

    fn list<'py>(
        &mut self,
        list: &Bound<'py, PyAny>,
        items: impl Iterator<Item = Bound<'py, PyAny>>,
        path: Path<'_>,
        depth: usize,
    ) -> Result<(), Refusal> {
        let inside = self.entered(list, path)?;
        self.out.push('[');
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            let to = To::Index(index);
            self.value(
                &item,
                Some(&Step {
                    before: path,
                    inside,
                    to,
                }),
                depth + 1,
            )?;
        }
        self.out.push(']');
        Ok(())
    }

    /// The address of a dict or a list that is not inside itself.
    fn entered(&self, container: &Bound<'_, PyAny>, path: Path<'_>) -> Result<usize, Refusal> {
        let address = container.as_ptr().addr();
        if path::is_inside(path, address) {
            return self.refuse(
                path,
                "expected a value that comes to an end, got one that contains itself",
            );
        }
        Ok(address)
    }
}
