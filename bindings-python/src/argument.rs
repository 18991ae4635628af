//! Arguments that are text or a count. The types are the one way in: what stands in them comes out by [`Text::read`]
//! and [`Count::read`] alone, which name the argument. As `&str`, `String` or `usize` PyO3 would raise errors of
//! Python's own, and that of half a surrogate pair repeats the whole text: a patient's words.

use followthrough::{Code, Error};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyString};

use crate::encode::{Refusal, dict_of, text_of};
use crate::error;

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

/// The texts of the list `name`.
pub(crate) fn read_all(texts: &[Text<'_>], name: &str) -> PyResult<Vec<String>> {
    let item = |(index, text): (usize, &Text<'_>)| match text.read("") {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => text.read(&format!("{name}[{index}]")).map(str::to_owned),
    };
    texts.iter().enumerate().map(item).collect()
}

/// A dict that is an argument, or another mapping as a dict.
pub(crate) struct Dict<'py>(Bound<'py, PyDict>);

impl<'a, 'py> FromPyObject<'a, 'py> for Dict<'py> {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        match dict_of(&given) {
            Ok(Some(dict)) => Ok(Self(dict)),
            Err(Refusal::Ended(ended)) => Err(ended),
            Ok(None) | Err(Refusal::Value(_)) => {
                let kind = given.get_type().name()?;
                Err(PyTypeError::new_err(format!("expected a mapping, got {kind}")))
            }
        }
    }
}

impl<'py> std::ops::Deref for Dict<'py> {
    type Target = Bound<'py, PyDict>;

    fn deref(&self) -> &Self::Target {
        &self.0
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
        let refuse = |_| {
            error::raise(
                self.0.py(),
                &Error::new(code, "expected a whole number from 1").at(name),
            )
        };
        self.0.extract().map_err(refuse)
    }
}
