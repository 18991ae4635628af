//! Plain Python values to JSON text: strict, with the place of what cannot be one.
//!
//! What has exactly one meaning is written: `str`, `bool`, `int`, finite `float`, `None`, `dict` with text keys,
//! `list`, `tuple`, what Python calls a `Mapping` or a `Sequence`, `Decimal`, aware `datetime`, `date`. Anything else
//! is refused, not bent: a naive `datetime` has no instant, NaN no JSON, and a key that is no text would quietly become
//! one. Whether a `float` may stand where it stands is the engine's to say; for money it may not. What code of the
//! host's raises while it is asked for a part is the cause of a refusal.

mod collection;
mod path;
mod scalar;

use followthrough::{Code, Error};
use pyo3::exceptions::{PyException, PyMemoryError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde::de::IgnoredAny;

pub(crate) use self::collection::{bytes_of, dict_of, is_mapping, tuple_of};
use self::path::{Path, Step, To};
use self::scalar::{ZONED, day, decimal, is_decimal, utc};
pub(crate) use self::scalar::{
    amount, date, datetime, decimal_class, instant, kind, no_day, number, option, text_of, unlike,
};
use crate::{error, guard};

/// Deeper than any value we take.
const MAX_DEPTH: usize = 64;

/// The longest text that is written: a few dicts, each in the next one twice, would become more than memory holds.
const MAX_TEXT: usize = 256 << 20;

/// Why a value could not be taken.
pub(crate) enum Refusal {
    /// It has not one meaning.
    Value(Error),
    /// Code of the host's that was asked for a part of it raised: what could not be read now may be readable later.
    Raised(Error, Box<PyErr>),
    /// Such code ended the program, or memory is at its end: `KeyboardInterrupt`, `SystemExit`, `MemoryError`.
    Ended(PyErr),
}

impl Refusal {
    fn told(self, tell: impl FnOnce(Error) -> Error) -> Self {
        match self {
            Self::Value(error) => Self::Value(tell(error)),
            Self::Raised(error, cause) => Self::Raised(tell(error), cause),
            Self::Ended(_) => self,
        }
    }

    pub(crate) fn under(self, place: &str) -> Self {
        if place.is_empty() {
            return self;
        }
        self.told(|error| error.under(place))
    }

    /// Under the code of the argument that was read.
    pub(crate) fn with_code(self, code: Code) -> Self {
        self.told(|error| error.with_code(code))
    }

    pub(crate) fn raise(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Value(error) => error::raise(py, &error),
            Self::Raised(error, cause) => {
                let raised = error::raise(py, &error);
                raised.set_cause(py, Some(*cause));
                raised
            }
            Self::Ended(ended) => ended,
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Value(error)
    }
}

/// What code of the host's answered. What it raised may hold a person's words: the refusal names its class alone.
pub(crate) fn asked<T>(py: Python<'_>, answer: PyResult<T>) -> Result<T, Refusal> {
    answer.map_err(|thrown| {
        if !thrown.is_instance_of::<PyException>(py) || thrown.is_instance_of::<PyMemoryError>(py) {
            return Refusal::Ended(thrown);
        }
        let what = format!("reading it raised {}", kind(thrown.value(py)));
        let error = Error::new(Code::EventMalformed, what);
        let help = "your own value raised it, `__cause__` has it; try again where that may pass";
        Refusal::Raised(error.help(help), Box::new(thrown))
    })
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
        match tuple_of(values).map_err(|refusal| refusal.with_code(code))? {
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
    /// A part of what stands here.
    fn part<T>(&self, path: Path<'_>, part: Result<T, Refusal>) -> Result<T, Refusal> {
        part.map_err(|refusal| refusal.with_code(self.code).under(&path::text(path)))
    }

    fn refuse_with<T>(&self, path: Path<'_>, what: impl Into<String>, help: &str) -> Result<T, Refusal> {
        Err(Error::new(self.code, what).at(path::text(path)).help(help).into())
    }

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
            match self.part(path, utc(at))? {
                Ok(text) => self.text(&text),
                Err(what) => return self.refuse_with(path, what, &format!("{ZONED}; for a day give a date")),
            }
        } else if value.is_instance_of::<PyDate>() {
            match self.part(path, day(value))? {
                Some(text) => self.text(&text),
                None => return self.refuse(path, "expected a date, got one that does not say which"),
            }
        } else if self.part(path, is_decimal(value))? {
            match self.part(path, decimal(value))? {
                Some(text) => self.text(&text),
                None => return self.refuse(path, "expected a finite Decimal of ordinary size"),
            }
        } else if let Ok(number) = value.cast::<PyFloat>() {
            self.float(number.value(), path)?;
        } else if let Some(map) = self.part(path, dict_of(value))? {
            self.map(&map, path, depth)?;
        } else if let Some(tuple) = self.part(path, tuple_of(value))? {
            self.list(&tuple, tuple.iter(), path, depth)?;
        } else {
            let help = "make it a dict, a list, text, a number, a date, an aware datetime or a Decimal";
            return self.refuse_with(path, format!("expected a plain value, got {}", kind(value)), help);
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
            None => {
                let help = "leave the key out where there is no number";
                return self.refuse_with(path, "expected a number, got NaN or infinity", help);
            }
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
                return self.refuse_with(path, "expected keys that are text", "write each as text: str(key)");
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
            return self.refuse_with(
                path,
                "expected a value that comes to an end, got one that contains itself",
                "take out what leads back: an id in its place, say",
            );
        }
        Ok(address)
    }
}
