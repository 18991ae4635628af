//! What was taken by the C data interface, read: each array is looked at before it is imported.
//!
//! The interface only recommends aligned memory, and importing reads the offsets of texts and lists where they stand: at an
//! odd address, as in a payload behind a header, that would end the process. So such an array is refused. What is inside
//! is checked whole by [`Given`] before a value is looked at.

use std::ffi::{c_int, c_void};
use std::sync::Arc;

use arrow_schema::{DataType, Schema};
use followthrough::{Code, Error};
use followthrough_arrow::Given;
use followthrough_arrow::arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use followthrough_arrow::arrow_array::ffi_stream::FFI_ArrowArrayStream;
use followthrough_arrow::arrow_array::{RecordBatch, RecordBatchOptions, StructArray};

/// A stream as the C stream interface lays it out; the library's own keeps its functions to itself.
#[repr(C)]
struct Functions {
    get_schema: Option<unsafe extern "C" fn(*mut FFI_ArrowArrayStream, *mut FFI_ArrowSchema) -> c_int>,
    get_next: Option<unsafe extern "C" fn(*mut FFI_ArrowArrayStream, *mut FFI_ArrowArray) -> c_int>,
    get_last_error: Option<unsafe extern "C" fn(*mut FFI_ArrowArrayStream) -> *const c_void>,
    release: Option<unsafe extern "C" fn(*mut FFI_ArrowArrayStream)>,
    private_data: *mut c_void,
}

pub(super) fn stream(mut stream: FFI_ArrowArrayStream) -> Result<Given, Error> {
    let at = &raw mut stream;
    // SAFETY: both are the one layout of the C stream interface.
    #[allow(unsafe_code, reason = "the C data interface")]
    let functions = unsafe { &*at.cast::<Functions>() };
    let (Some(get_schema), Some(get_next), Some(_)) = (functions.get_schema, functions.get_next, functions.release)
    else {
        return Err(refuse());
    };
    let mut schema = FFI_ArrowSchema::empty();
    // SAFETY: the stream was not released, and the schema is an empty one to be filled.
    #[allow(unsafe_code, reason = "the C data interface")]
    let told = unsafe { get_schema(at, &raw mut schema) };
    if told != 0 {
        return Err(refuse());
    }
    let schema = Arc::new(Schema::try_from(&schema).map_err(|_| refuse())?);
    let mut batches = Vec::new();
    loop {
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: as above.
        #[allow(unsafe_code, reason = "the C data interface")]
        let told = unsafe { get_next(at, &raw mut array) };
        if told != 0 {
            return Err(unread());
        }
        if array.is_released() {
            return Given::from_batches(schema, batches.into_iter().map(Ok));
        }
        batches.push(batch(&schema, array)?);
    }
}

pub(super) fn array(schema: &FFI_ArrowSchema, array: FFI_ArrowArray) -> Result<Given, Error> {
    // One that was handed over before has nothing in it any more.
    if array.is_released() {
        return Err(refuse());
    }
    let schema = Arc::new(Schema::try_from(schema).map_err(|_| refuse())?);
    let batch = batch(&schema, array)?;
    Given::from_batches(schema, std::iter::once(Ok(batch)))
}

/// An array as the C data interface lays it out; the library's own keeps its fields to itself.
#[repr(C)]
struct Laid {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *mut *const c_void,
    children: *mut *mut Laid,
    dictionary: *mut Laid,
    release: Option<unsafe extern "C" fn(*mut Laid)>,
    private_data: *mut c_void,
}

/// Takes the buffers away from the columns of nulls in an array, and in all that is inside it. Such a column has none by
/// the format; some producers hand over an empty one all the same, and the library refuses that.
fn without_buffers_of_nulls(array: *mut Laid, kind: &DataType) {
    // SAFETY: the producer vouches that what the pointers of an array name is there until the array is released, which
    // only its owner does: us, later. Nobody else holds a reference to it here.
    #[allow(unsafe_code, reason = "the C data interface")]
    let (array, children) = unsafe {
        let Some(array) = array.as_mut() else { return };
        let length = usize::try_from(array.n_children).unwrap_or_default();
        if length == 0 || array.children.is_null() {
            (array, &[][..])
        } else {
            let children = std::slice::from_raw_parts(array.children, length);
            (array, children)
        }
    };
    let inside = |index: usize, kind: &DataType| {
        if let Some(child) = children.get(index) {
            without_buffers_of_nulls(*child, kind);
        }
    };
    if kind == &DataType::Null {
        array.n_buffers = 0;
    } else if let DataType::Struct(fields) = kind {
        let fields = fields.iter().enumerate();
        fields.for_each(|(index, field)| inside(index, field.data_type()));
    } else if let DataType::List(item) | DataType::LargeList(item) = kind {
        inside(0, item.data_type());
    } else if let DataType::Dictionary(_, values) = kind {
        without_buffers_of_nulls(array.dictionary, values);
    }
}

fn batch(schema: &Arc<Schema>, mut array: FFI_ArrowArray) -> Result<RecordBatch, Error> {
    let fields = schema.fields();
    if array.num_children() != fields.len() {
        return Err(unread());
    }
    for (index, field) in fields.iter().enumerate() {
        if !is_aligned(array.child(index), field.data_type()) {
            let error = Error::new(
                Code::EventMalformed,
                "a column whose offsets stand at an odd address in memory",
            );
            let help = "copy the table, or hand it over as the bytes of an IPC stream";
            return Err(error.at(field.name()).help(help));
        }
    }
    without_buffers_of_nulls((&raw mut array).cast(), &DataType::Struct(fields.clone()));
    // SAFETY: the producer vouches that the array is of the schema; `Given` checks what is inside.
    #[allow(unsafe_code, reason = "the C data interface")]
    let data = unsafe { from_ffi_and_data_type(array, DataType::Struct(fields.clone())) }.map_err(|_| unread())?;
    let rows = RecordBatchOptions::new().with_row_count(Some(data.len()));
    // A row that is null as a whole has columns all the same.
    let (_, columns, _) = StructArray::from(data).into_parts();
    RecordBatch::try_new_with_options(schema.clone(), columns, &rows).map_err(|_| unread())
}

/// Whether the offsets in an array, and in all that is inside it, stand where they can be read.
fn is_aligned(array: &FFI_ArrowArray, kind: &DataType) -> bool {
    let buffers = array.num_buffers();
    let stands = |index: usize, size: usize| buffers <= index || array.buffer(index).addr().is_multiple_of(size);
    let child = |index: usize, kind: &DataType| array.num_children() <= index || is_aligned(array.child(index), kind);
    match kind {
        DataType::Utf8 | DataType::Binary => stands(1, 4),
        DataType::LargeUtf8 | DataType::LargeBinary => stands(1, 8),
        // The lengths of the texts stand last.
        DataType::Utf8View | DataType::BinaryView => buffers == 0 || stands(buffers - 1, 8),
        DataType::List(item) | DataType::Map(item, _) => stands(1, 4) && child(0, item.data_type()),
        DataType::LargeList(item) => stands(1, 8) && child(0, item.data_type()),
        DataType::ListView(item) | DataType::LargeListView(item) | DataType::FixedSizeList(item, _) => {
            child(0, item.data_type())
        }
        DataType::Struct(fields) => fields
            .iter()
            .enumerate()
            .all(|(at, field)| child(at, field.data_type())),
        DataType::Dictionary(_, values) => array.dictionary().is_none_or(|inside| is_aligned(inside, values)),
        DataType::Union(fields, _) => fields
            .iter()
            .enumerate()
            .all(|(at, (_, field))| child(at, field.data_type())),
        DataType::RunEndEncoded(_, values) => child(1, values.data_type()),
        // These have no offsets.
        DataType::Null
        | DataType::Boolean
        | DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::Int64
        | DataType::UInt8
        | DataType::UInt16
        | DataType::UInt32
        | DataType::UInt64
        | DataType::Float16
        | DataType::Float32
        | DataType::Float64
        | DataType::Timestamp(..)
        | DataType::Date32
        | DataType::Date64
        | DataType::Time32(_)
        | DataType::Time64(_)
        | DataType::Duration(_)
        | DataType::Interval(_)
        | DataType::FixedSizeBinary(_)
        | DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..) => true,
    }
}

fn refuse() -> Error {
    Error::new(Code::EventMalformed, "expected a table: rows with named columns")
}

fn unread() -> Error {
    Error::new(
        Code::EventMalformed,
        "expected a table whose rows can be read to their end",
    )
    .help("nothing was handled: try again, with a reader from its beginning")
}
