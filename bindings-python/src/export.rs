//! `read_export` and `export_questions`: a practice system's export as plans, recipients and visits.

use followthrough::{Code, Error};
use followthrough_import::{Options, System, questions, read};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDate, PyDateTime, PyDict, PyString};

use crate::small::answer;
use crate::{error, guard};

/// Reads an export: `files` maps a name to bytes, nothing is opened here. Options are those of the importer.
#[pyfunction]
#[pyo3(signature = (system, files, **options))]
pub(crate) fn read_export<'py>(
    py: Python<'py>,
    system: &str,
    files: &Bound<'py, PyDict>,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (system, options, files) = prepared(py, system, files, options)?;
    let files = borrowed(&files);
    answer(py, || Ok(read(system, files, &options)?.to_json()))
}

/// What is to be answered before an export can be read, the required first.
#[pyfunction]
#[pyo3(signature = (system, files, **options))]
pub(crate) fn export_questions<'py>(
    py: Python<'py>,
    system: &str,
    files: &Bound<'py, PyDict>,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (system, options, files) = prepared(py, system, files, options)?;
    let files = borrowed(&files);
    answer(py, || Ok(serde_json::json!(questions(system, files, &options)?)))
}

pub(crate) type Prepared<'py> = (System, Options, Vec<(String, Bound<'py, PyBytes>)>);

pub(crate) fn borrowed<'a>(files: &'a [(String, Bound<'_, PyBytes>)]) -> Vec<(&'a str, &'a [u8])> {
    let of = |(name, bytes): &'a (String, Bound<'_, PyBytes>)| (name.as_str(), bytes.as_bytes());
    files.iter().map(of).collect()
}

pub(crate) fn prepared<'py>(
    py: Python<'py>,
    system: &str,
    files: &Bound<'py, PyDict>,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<Prepared<'py>> {
    let prepared = guard::caught(|| Ok((System::parse(system)?, given(options)?, named(files)?)));
    prepared.map_err(|e| error::raise(py, &e))
}

fn named<'py>(files: &Bound<'py, PyDict>) -> Result<Vec<(String, Bound<'py, PyBytes>)>, Error> {
    let refuse = |what: &str| Error::new(Code::ImportEncoding, what).at("files");
    let mut named = Vec::with_capacity(files.len());
    for (name, bytes) in files.iter() {
        let name = name.extract().map_err(|_| refuse("expected names that are text"))?;
        let bytes = bytes
            .cast_into()
            .map_err(|_| refuse("expected the bytes of each file").help("open it in mode \"rb\""))?;
        named.push((name, bytes));
    }
    Ok(named)
}

fn given(options: Option<&Bound<'_, PyDict>>) -> Result<Options, Error> {
    let mut given = Options::default();
    for (name, value) in options.into_iter().flat_map(|options| options.iter()) {
        let name: String = name.extract().unwrap_or_default();
        let day = value.is_instance_of::<PyDate>() && !value.is_instance_of::<PyDateTime>();
        let text = match value.cast::<PyString>() {
            Ok(text) => text.extract().ok(),
            Err(_) if day => value.call_method0("isoformat").and_then(|text| text.extract()).ok(),
            Err(_) => None,
        };
        let text: String = text.ok_or_else(|| Error::new(Code::ImportOption, "expected text, or a date").at(&*name))?;
        given.set(&name, &text)?;
    }
    Ok(given)
}
