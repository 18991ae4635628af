//! One cell of a table as JSON.
//!
//! What has exactly one meaning is taken, as of a plain value: an instant with a zone, not one without; an amount as a
//! decimal or text. A null is a key that is not there. Floats are handed on: whether one may stand there is for the
//! engine to say, and for money it may not.

use std::collections::BTreeSet;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowTimestampType, Date32Type, Decimal128Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field};
use followthrough::{Code, Error};
use serde_json::{Map, Number, Value};

/// Deeper than any value we take.
const MAX_DEPTH: usize = 32;

pub(crate) fn refuse(what: impl Into<String>) -> Error {
    Error::new(Code::EventMalformed, what)
}

/// Whether a column is text, in any of the forms that text has.
pub(crate) fn is_text(kind: &DataType) -> bool {
    if let DataType::Dictionary(_, values) = kind {
        return is_text(values);
    }
    [DataType::Utf8, DataType::LargeUtf8, DataType::Utf8View].contains(kind)
}

/// Whether a column has no values at all, as one in which a library saw nothing but nulls, or no rows.
pub(crate) fn is_empty(kind: &DataType) -> bool {
    if let DataType::Dictionary(_, values) = kind {
        return is_empty(values);
    }
    kind == &DataType::Null
}

/// The text of an amount without what it has beyond cents, where that is zeros: `2400.0000` is `2400.00`.
#[must_use]
pub fn to_the_cent(text: &str) -> &str {
    let Some((whole, fraction)) = text.split_once('.') else {
        return text;
    };
    let kept = fraction.trim_end_matches('0').len().max(fraction.len().min(2));
    text.get(..whole.len() + 1 + kept).unwrap_or(text)
}

/// That no two columns, or fields of a struct, have one name: the latter would take the place of the former.
pub(crate) fn different<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(refuse("expected different names, got two of one").at(name));
        }
    }
    Ok(())
}

/// Whether a column of this type can hold values of an event; says where inside it one cannot.
pub(crate) fn taken(kind: &DataType, depth: usize) -> Result<(), Error> {
    if depth > MAX_DEPTH {
        return Err(refuse("nested too deeply"));
    }
    if let DataType::Timestamp(_, zone) = kind {
        let naive = "expected instants with a time zone: without one they name no instant";
        return zone.as_ref().map(|_| ()).ok_or_else(|| refuse(naive));
    }
    if let DataType::Struct(fields) = kind {
        different(fields.iter().map(|field| field.name().as_str()))?;
        let named = |field: &std::sync::Arc<Field>| {
            taken(field.data_type(), depth + 1).map_err(|error| error.under(field.name()))
        };
        return fields.iter().try_for_each(named);
    }
    if let DataType::List(inner) | DataType::LargeList(inner) = kind {
        return taken(inner.data_type(), depth + 1);
    }
    let plain = is_text(kind)
        || is_empty(kind)
        || kind.is_integer()
        || [DataType::Boolean, DataType::Float64, DataType::Date32].contains(kind)
        || matches!(kind, DataType::Decimal128(..));
    if plain {
        return Ok(());
    }
    Err(refuse(format!("no column of the type {kind} is taken"))
        .help("one of: text, boolean, whole numbers, float64, decimal128, date32, timestamp with a zone, struct, list"))
}

/// The text of a cell; none for a null.
pub(crate) fn text(array: &dyn Array, row: usize) -> Option<&str> {
    if array.is_null(row) {
        return None;
    }
    if let Some(texts) = array.as_string_opt::<i32>() {
        return Some(texts.value(row));
    }
    if let Some(texts) = array.as_string_opt::<i64>() {
        return Some(texts.value(row));
    }
    if let Some(texts) = array.as_string_view_opt() {
        return Some(texts.value(row));
    }
    let dictionary = array.as_any_dictionary_opt()?;
    let key = integer(dictionary.keys(), row)?;
    text(dictionary.values(), usize::try_from(key.as_u64()?).ok()?)
}

/// A cell of a column that [`taken`] takes; none for a null.
pub(crate) fn value(array: &dyn Array, row: usize) -> Result<Option<Value>, Error> {
    if array.is_null(row) || is_empty(array.data_type()) {
        return Ok(None);
    }
    if is_text(array.data_type()) {
        return Ok(text(array, row).map(Value::from));
    }
    if let Some(number) = integer(array, row) {
        return Ok(Some(Value::Number(number)));
    }
    if let Some(flags) = array.as_boolean_opt() {
        return Ok(Some(flags.value(row).into()));
    }
    if let Some(numbers) = array.as_primitive_opt::<Float64Type>() {
        let number = Number::from_f64(numbers.value(row));
        return number
            .map(|number| Some(Value::Number(number)))
            .ok_or_else(|| refuse("expected a number, got NaN or infinity"));
    }
    if let Some(amounts) = array.as_primitive_opt::<Decimal128Type>() {
        return Ok(Some(to_the_cent(&amounts.value_as_string(row)).into()));
    }
    if let Some(days) = array.as_primitive_opt::<Date32Type>() {
        let day = days
            .value_as_date(row)
            .ok_or_else(|| refuse("expected a date, got one that no calendar has"))?;
        return Ok(Some(day.to_string().into()));
    }
    if let Some(at) = instant(array, row) {
        return at
            .map(|at| Some(at.into()))
            .ok_or_else(|| refuse("expected an instant, got one that no calendar has"));
    }
    if let Some(fields) = array.as_struct_opt() {
        let named = fields.column_names().into_iter().zip(fields.columns());
        return object(named, row).map(|map| Some(Value::Object(map)));
    }
    let inner = array.as_list_opt::<i32>().map(|lists| lists.value(row));
    match inner.or_else(|| array.as_list_opt::<i64>().map(|lists| lists.value(row))) {
        Some(inner) => list(&inner).map(|list| Some(Value::Array(list))),
        None => Err(refuse("a type that is not taken")),
    }
}

/// The columns of a row by their names, without those that are null there.
pub(crate) fn object<'a>(
    columns: impl Iterator<Item = (&'a str, &'a ArrayRef)>,
    row: usize,
) -> Result<Map<String, Value>, Error> {
    let mut object = Map::new();
    for (name, column) in columns {
        if let Some(value) = value(column, row).map_err(|error| error.under(name))? {
            object.insert(name.to_owned(), value);
        }
    }
    Ok(object)
}

fn list(array: &ArrayRef) -> Result<Vec<Value>, Error> {
    let item = |row: usize| {
        let item = value(array, row).map_err(|error| error.under(&format!("[{row}]")))?;
        Ok(item.unwrap_or(Value::Null))
    };
    (0..array.len()).map(item).collect()
}

fn integer(array: &dyn Array, row: usize) -> Option<Number> {
    macro_rules! of {
        ($($kind:ty),*) => {
            $(if let Some(numbers) = array.as_primitive_opt::<$kind>() {
                return Some(numbers.value(row).into());
            })*
        };
    }
    of!(
        Int64Type, Int32Type, Int16Type, Int8Type, UInt64Type, UInt32Type, UInt16Type, UInt8Type
    );
    None
}

/// None for what is no instant; none inside for one that no calendar has.
fn instant(array: &dyn Array, row: usize) -> Option<Option<String>> {
    fn of<T: ArrowTimestampType>(array: &dyn Array, row: usize) -> Option<Option<String>> {
        let at = array.as_primitive_opt::<T>()?.value_as_datetime(row);
        Some(at.map(|at| at.and_utc().to_rfc3339()))
    }
    of::<TimestampMicrosecondType>(array, row)
        .or_else(|| of::<TimestampNanosecondType>(array, row))
        .or_else(|| of::<TimestampMillisecondType>(array, row))
        .or_else(|| of::<TimestampSecondType>(array, row))
}
