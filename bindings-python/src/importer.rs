//! `Importer`: an export whose files come in pieces.

use std::sync::{Mutex, MutexGuard};

use followthrough::{Code, Error};
use followthrough_import::System;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::argument::Text;
use crate::encode::bytes_of;
use crate::export::{content_of, given};
use crate::small::{answer, value_of};
use crate::{error, guard};

/// Reads an export whose files come in pieces of any size and in any order.
#[pyclass(frozen, module = "followthrough")]
pub(crate) struct Importer {
    // Taken only while the interpreter lock is released. None once it has finished, and after an error, which may leave
    // half of a piece behind; after a panic the lock stays shut.
    state: Mutex<Option<followthrough_import::Importer>>,
}

impl Importer {
    fn locked(&self) -> Result<MutexGuard<'_, Option<followthrough_import::Importer>>, Error> {
        self.state.lock().map_err(|_| over())
    }
}

fn over() -> Error {
    Error::new(
        Code::ImportOver,
        "this importer has finished, or an error has stopped it",
    )
    .help("begin again with a new importer and all files")
}

#[pymethods]
impl Importer {
    /// An importer for one system's exports; options as of `read_export`.
    #[new]
    #[pyo3(signature = (system, **options))]
    fn new(py: Python<'_>, system: Text<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let system = system.read("system")?;
        let importer = guard::caught_reading(|| {
            let (system, options) = (System::parse(system)?, given(options)?);
            Ok(followthrough_import::Importer::new(system, &options)?)
        });
        let importer = importer.map_err(|refusal| refusal.raise(py))?;
        Ok(Self {
            state: Mutex::new(Some(importer)),
        })
    }

    /// Takes the next bytes of one file. `bytes` are not copied, and the interpreter lock is released meanwhile.
    fn push(&self, py: Python<'_>, file: Text<'_>, data: &Bound<'_, PyAny>) -> PyResult<()> {
        let file = file.read("file")?;
        let content = bytes_of(data).map_err(|refusal| refusal.with_code(Code::ImportEncoding).under("data"));
        let content = content.and_then(|content| Ok(content.ok_or_else(|| content_of(data, "data"))?));
        let content = content.map_err(|refusal| refusal.raise(py))?;
        let bytes = content.as_bytes();
        let pushed = py.detach(|| {
            guard::caught(|| {
                let mut state = self.locked()?;
                let mut importer = state.take().ok_or_else(over)?;
                importer.push(file, bytes)?;
                *state = Some(importer);
                Ok(())
            })
        });
        pushed.map_err(|e| error::raise(py, &e))
    }

    /// How far it has come: `{"bytes": …, "records": …}`.
    #[getter]
    fn progress<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        answer(py, || {
            let state = self.locked()?;
            value_of(state.as_ref().ok_or_else(over)?.progress())
        })
    }

    /// There is no more: what all files say together, as of `read_export`.
    fn finish<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        answer(py, || {
            let importer = self.locked()?.take().ok_or_else(over)?;
            Ok(importer.finish()?.to_json())
        })
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let progress = py.detach(|| {
            let state = self.locked().ok()?;
            state.as_ref().map(followthrough_import::Importer::progress)
        });
        match progress {
            Some(progress) => format!("<followthrough.Importer: {} records>", progress.records),
            None => "<followthrough.Importer: over>".to_owned(),
        }
    }
}
