//! Arguments that are text, a count, a list, a mapping or bytes. The types are the one way in: what stands in them comes
//! out by their `read` alone, which names the argument. As `&str`, `String`, `usize` or `Vec` PyO3 would raise errors of
//! Python's own: that of half a surrogate pair repeats the whole text, a patient's words, and that of a list names no place.

use followthrough::{Code, Error};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyInt, PyString};

use crate::encode::{Refusal, bytes_of, dict_of, is_mapping, kind, text_of, tuple_of, unlike};
use crate::{encode, error, guard};

/// A text that is an argument, not yet read.
pub(crate) enum Text<'py> {
    Given(Bound<'py, PyString>),
    /// What stands there where nothing is given.
    Default(&'static str),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Text<'py> {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self::Given(given.cast::<PyString>()?.to_owned()))
    }
}

impl Text<'_> {
    /// The text of the argument `name`.
    pub(crate) fn read(&self, name: &str) -> PyResult<&str> {
        match self {
            Self::Given(text) => {
                text_of(text, Code::EventMalformed, name).map_err(|error| error::raise(text.py(), &error))
            }
            Self::Default(text) => Ok(text),
        }
    }
}

/// The text of the argument `name`, where there is one.
pub(crate) fn read<'a>(text: Option<&'a Text<'_>>, name: &str) -> PyResult<Option<&'a str>> {
    text.map(|text| text.read(name)).transpose()
}

/// A list that is an argument, not yet read: what Python calls a `Sequence`, but text and bytes.
pub(crate) enum List<'py> {
    Given(Bound<'py, PyAny>),
    /// What stands there where nothing is given.
    Empty,
}

impl<'a, 'py> FromPyObject<'a, 'py> for List<'py> {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self::Given(given.to_owned()))
    }
}

impl<'py> List<'py> {
    /// The items of the argument `name`, each as `item` reads it; `of` says what they are.
    pub(crate) fn read<T>(
        &self,
        name: &str,
        code: Code,
        of: &str,
        item: impl Fn(&Bound<'py, PyAny>) -> Result<T, Refusal>,
    ) -> PyResult<Vec<T>> {
        let Self::Given(given) = self else {
            return Ok(Vec::new());
        };
        let read = guard::caught_reading(|| {
            let items = tuple_of(given).map_err(|refusal| refusal.with_code(code).under(name))?;
            let no_list = || unlike(given, code, &format!("a list of {of}")).at(name);
            let items = items.ok_or_else(no_list)?.into_iter().enumerate();
            items
                .map(|(index, one)| item(&one).map_err(|refusal| refusal.under(&format!("{name}[{index}]"))))
                .collect()
        });
        read.map_err(|refusal| refusal.raise(given.py()))
    }

    /// The texts of the argument `name`.
    pub(crate) fn texts(&self, name: &str) -> PyResult<Vec<String>> {
        let code = Code::EventMalformed;
        self.read(name, code, "texts", |item| match item.cast::<PyString>() {
            Ok(text) => Ok(text_of(text, code, "")?.to_owned()),
            Err(_) => Err(unlike(item, code, "text").into()),
        })
    }

    /// The amounts of the argument `name`, exact.
    pub(crate) fn amounts(&self, name: &str, code: Code) -> PyResult<Vec<String>> {
        self.read(name, code, "amounts", |item| {
            encode::amount(item, code).map_err(|refusal| refusal.with_code(code))
        })
    }

    /// The link keys of the argument `name`.
    pub(crate) fn keys(&self, name: &str) -> PyResult<Vec<Vec<u8>>> {
        let code = Code::WeakLinkKey;
        self.read(name, code, "keys", |item| {
            let bytes = bytes_of(item).map_err(|refusal| refusal.with_code(code))?;
            let no_bytes = || unlike(item, code, "bytes").help("of text its bytes: bytes.fromhex(key), key.encode()");
            Ok(bytes.ok_or_else(no_bytes)?.as_bytes().to_vec())
        })
    }
}

/// A dict that is an argument, or another mapping, not yet read.
pub(crate) struct Dict<'py>(Bound<'py, PyAny>);

impl<'a, 'py> FromPyObject<'a, 'py> for Dict<'py> {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        // Of one that raises when it is asked what it is, `read` tells where it stands.
        if given.is_instance_of::<PyDict>() || is_mapping(&given).unwrap_or(true) {
            return Ok(Self(given.to_owned()));
        }
        let got = kind(&given);
        Err(PyTypeError::new_err(format!("expected a mapping, got {got}")))
    }
}

impl<'py> Dict<'py> {
    /// The dict of the argument `name`.
    pub(crate) fn read(&self, name: &str, code: Code) -> Result<Bound<'py, PyDict>, Refusal> {
        let dict = dict_of(&self.0).map_err(|refusal| refusal.with_code(code).under(name))?;
        Ok(dict.ok_or_else(|| unlike(&self.0, code, "a mapping").at(name))?)
    }
}

/// Bytes that are an argument: those of a `bytearray` or a `memoryview` as they are at the call.
pub(crate) struct Bytes<'py>(Bound<'py, PyBytes>);

impl<'a, 'py> FromPyObject<'a, 'py> for Bytes<'py> {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let bytes = bytes_of(&given).map_err(|refusal| refusal.raise(given.py()))?;
        let got = || PyTypeError::new_err(format!("expected bytes, got {}", kind(&given)));
        bytes.map(Self).ok_or_else(got)
    }
}

impl Bytes<'_> {
    pub(crate) fn read(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// A whole number that is an argument, not yet read.
pub(crate) struct Count<'py>(Bound<'py, PyInt>);

impl<'a, 'py> FromPyObject<'a, 'py> for Count<'py> {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(given.cast::<PyInt>()?.to_owned()))
    }
}

impl Count<'_> {
    /// The number of the argument `name`.
    pub(crate) fn read(&self, name: &str, code: Code) -> PyResult<u32> {
        let wanted = "a whole number from 1";
        let error = match self.0.extract() {
            // Python has `bool` among the whole numbers.
            _ if self.0.is_instance_of::<PyBool>() => unlike(&self.0, code, wanted),
            Ok(count) => return Ok(count),
            Err(_) => Error::new(code, format!("expected {wanted}")),
        };
        Err(error::raise(self.0.py(), &error.at(name)))
    }
}
