//! Tables in and out by the Arrow PyCapsule interface, so that Polars, DuckDB, pandas, pyarrow and Spark hand them over
//! without a copy, and this package needs none of them.
//!
//! The C data interface is pointers, hence the only `unsafe` of this package, here and in `imported`. Each block here takes
//! the structure out of a capsule of the documented name and leaves a released one in its place, as the interface asks.

mod imported;

use std::ffi::CStr;
use std::ptr::NonNull;

use followthrough::{Code, Error};
use followthrough_arrow::arrow_array::RecordBatchIterator;
use followthrough_arrow::arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use followthrough_arrow::arrow_array::ffi_stream::FFI_ArrowArrayStream;
use followthrough_arrow::{Answered, Given, readable};
use followthrough_import::System;
use pyo3::exceptions::{PyException, PyMemoryError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDict};

use crate::argument::{Dict, Text};
use crate::export::{borrowed, compared, prepared};
use crate::{error, guard};

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// Rows in columns, which every library of the Arrow family takes: `polars.DataFrame(table)`, `pyarrow.table(table)`.
#[pyclass(frozen, module = "followthrough")]
pub(crate) struct Table(followthrough_arrow::Table);

#[pymethods]
impl Table {
    /// The types of the columns, for libraries that ask before they read.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.0.schema().as_ref()).map_err(|_| defect(py))?;
        PyCapsule::new_with_value(py, schema, SCHEMA)
    }

    /// The rows. Another schema than its own may be asked for, and is not given: the interface allows that.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let rows = self.0.batches().to_vec().into_iter().map(Ok);
        let batches = RecordBatchIterator::new(rows, self.0.schema().clone());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), STREAM)
    }

    /// The names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        let fields = self.0.schema().fields();
        fields.iter().map(|field| field.name().clone()).collect()
    }

    fn __len__(&self) -> usize {
        self.0.rows()
    }

    /// The bytes of an Arrow IPC stream.
    fn to_ipc<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = py.detach(|| guard::caught(|| self.0.to_ipc()));
        Ok(PyBytes::new(py, &bytes.map_err(|e| error::raise(py, &e))?))
    }

    fn __repr__(&self) -> String {
        let columns = self.0.schema().fields().len();
        format!("<followthrough.Table: {} rows of {columns} columns>", self.0.rows())
    }
}

fn defect(py: Python<'_>) -> PyErr {
    error::raise(py, &Error::new(Code::Internal, "a table that cannot be handed over"))
}

/// What was taken from a host's object, not yet read.
pub(crate) enum Source {
    Stream(FFI_ArrowArrayStream),
    Array(FFI_ArrowSchema, FFI_ArrowArray),
    Ipc(Vec<u8>),
}

/// Takes a table: anything with `__arrow_c_stream__` or `__arrow_c_array__`, or the bytes of an IPC stream.
pub(crate) fn source(table: &Bound<'_, PyAny>) -> PyResult<Source> {
    if let Ok(bytes) = table.cast::<PyBytes>() {
        return Ok(Source::Ipc(bytes.as_bytes().to_vec()));
    }
    if told(table, table.hasattr("__arrow_c_stream__"))? {
        let capsule = told(table, table.call_method0("__arrow_c_stream__"))?;
        let stream = pointer(&capsule, STREAM)?.cast::<FFI_ArrowArrayStream>();
        // SAFETY: a capsule of this name holds a stream of the C stream interface, and lives while it is borrowed here.
        #[allow(unsafe_code, reason = "the C data interface")]
        let stream = unsafe { FFI_ArrowArrayStream::from_raw(stream.as_ptr()) };
        return Ok(Source::Stream(stream));
    }
    if told(table, table.hasattr("__arrow_c_array__"))? {
        let (schema, array): (Bound<'_, PyAny>, Bound<'_, PyAny>) =
            told(table, table.call_method0("__arrow_c_array__"))?.extract()?;
        let schema = pointer(&schema, SCHEMA)?.cast::<FFI_ArrowSchema>();
        let array = pointer(&array, ARRAY)?.cast::<FFI_ArrowArray>();
        // SAFETY: capsules of these names hold such structures, and live while they are borrowed here.
        #[allow(unsafe_code, reason = "the C data interface")]
        let taken = unsafe {
            (
                FFI_ArrowSchema::from_raw(schema.as_ptr()),
                FFI_ArrowArray::from_raw(array.as_ptr()),
            )
        };
        return Ok(Source::Array(taken.0, taken.1));
    }
    let kind = table.get_type().name()?;
    Err(PyTypeError::new_err(format!(
        "expected an Arrow table, or the bytes of an IPC stream, got {kind}"
    )))
}

/// What a library answers that is asked for its table. What it says where it has none may quote a row, so only the kind
/// of its error is told.
fn told<T>(table: &Bound<'_, PyAny>, answer: PyResult<T>) -> PyResult<T> {
    let py = table.py();
    answer.map_err(|raised| {
        if !raised.is_instance_of::<PyException>(py) || raised.is_instance_of::<PyMemoryError>(py) {
            return raised;
        }
        let kind = raised.get_type(py).name().map_or_else(|_| String::new(), |name| format!(": {name}"));
        let message = format!("a table that its library cannot hand over{kind}");
        error::raise(
            py,
            &Error::new(Code::EventMalformed, message).help(
                "let each column have values of one type; where the library was only busy, try again: nothing was handled",
            ),
        )
    })
}

fn pointer(capsule: &Bound<'_, PyAny>, name: &CStr) -> PyResult<NonNull<std::ffi::c_void>> {
    let wrong = || PyTypeError::new_err("expected a capsule of the Arrow PyCapsule interface");
    let capsule = capsule.cast::<PyCapsule>().map_err(|_| wrong())?;
    capsule.pointer_checked(Some(name)).map_err(|_| wrong())
}

impl Source {
    /// Reads it to its end, without the interpreter lock: a producer that needs it takes it.
    pub(crate) fn read(self) -> Result<Given, Error> {
        match self {
            Self::Ipc(bytes) => Given::from_ipc(&bytes),
            Self::Stream(stream) => readable(|| imported::stream(stream)),
            Self::Array(schema, array) => readable(|| imported::array(&schema, array)),
        }
    }
}

/// The tables of an answer, by their names.
pub(crate) fn answered(py: Python<'_>, answered: Answered) -> PyResult<Bound<'_, PyDict>> {
    let tables = [
        ("actions", answered.actions),
        ("journal", answered.journal),
        ("errors", answered.errors),
    ];
    named(py, tables)
}

fn named<'py, const N: usize>(
    py: Python<'py>,
    tables: [(&str, followthrough_arrow::Table); N],
) -> PyResult<Bound<'py, PyDict>> {
    let by_name = PyDict::new(py);
    for (name, table) in tables {
        by_name.set_item(name, Bound::new(py, Table(table))?)?;
    }
    Ok(by_name)
}

fn mapped(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    call: impl FnOnce(&Given) -> Result<followthrough_arrow::Table, Error> + Send,
) -> PyResult<Table> {
    let source = source(table)?;
    py.detach(|| guard::caught(|| call(&source.read()?)))
        .map(Table)
        .map_err(|e| error::raise(py, &e))
}

/// What each text of the column `text` means, row by row.
#[pyfunction]
pub(crate) fn classify_table(py: Python<'_>, texts: &Bound<'_, PyAny>) -> PyResult<Table> {
    mapped(py, texts, followthrough_arrow::classify)
}

/// What each text of the column `text` costs as an SMS, row by row.
#[pyfunction]
pub(crate) fn sms_segments_table(py: Python<'_>, texts: &Bound<'_, PyAny>) -> PyResult<Table> {
    mapped(py, texts, followthrough_arrow::segments)
}

/// What changed from one export to the next; its events as `Caseload.handle_table` takes them.
#[pyfunction]
pub(crate) fn changes_tables<'py>(
    py: Python<'py>,
    before: Option<&Bound<'py, PyAny>>,
    after: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let (before, after) = compared(before, after)?;
    let changed = py.detach(|| guard::caught(|| followthrough_arrow::changes(before.as_deref(), &after)));
    let changed = changed.map_err(|e| error::raise(py, &e))?;
    let told = error::from_json(py, &changed.rest)?;
    told.set_item("events", Bound::new(py, Table(changed.events))?)?;
    Ok(told)
}

/// Reads an export as tables by name; `json` is the whole, to compare the next one with.
#[pyfunction]
#[pyo3(signature = (system, files, **options))]
pub(crate) fn read_export_tables<'py>(
    py: Python<'py>,
    system: Text<'py>,
    files: Dict<'py>,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyDict>> {
    let (system, options, files): (System, _, _) = prepared(py, &system, &files, options)?;
    let files = borrowed(&files);
    let read = py.detach(|| guard::caught(|| followthrough_arrow::export(system, files, &options)));
    let read = read.map_err(|e| error::raise(py, &e))?;
    let by_name = named(
        py,
        [
            ("plans", read.plans),
            ("procedures", read.procedures),
            ("recipients", read.recipients),
            ("appointments", read.appointments),
            ("rejected", read.rejected),
            ("skipped", read.skipped),
        ],
    )?;
    by_name.set_item("json", read.json)?;
    Ok(by_name)
}
