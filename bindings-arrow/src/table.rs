//! A table that goes out.

use std::sync::Arc;

use arrow_array::builder::{
    Date32Builder, Decimal128Builder, Int64Builder, ListBuilder, StringBuilder, TimestampMicrosecondBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema, TimeUnit};
use followthrough::{Code, Date, Error, Money, Timestamp};
use serde_json::Value;

use crate::columns::{Column, Kind};

/// The most bytes of text in one batch: the offsets of `utf8` have 31 bits.
const MAX_TEXT: usize = 1 << 30;

/// Rows in columns: one batch, or several where there is more text than one can hold.
#[derive(Clone, Debug)]
pub struct Table {
    schema: Arc<Schema>,
    batches: Vec<RecordBatch>,
}

impl Table {
    /// The names and types of the columns.
    pub fn schema(&self) -> &Arc<Schema> {
        &self.schema
    }

    /// The rows, in one batch at least.
    pub fn batches(&self) -> &[RecordBatch] {
        &self.batches
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The bytes of an IPC stream.
    ///
    /// # Errors
    /// `FT-X002`, were Arrow to refuse its own batch.
    pub fn to_ipc(&self) -> Result<Vec<u8>, Error> {
        let written = || -> Result<Vec<u8>, ArrowError> {
            let mut writer = StreamWriter::try_new(Vec::new(), &self.schema)?;
            self.batches.iter().try_for_each(|batch| writer.write(batch))?;
            writer.finish()?;
            writer.into_inner()
        };
        written().map_err(defect)
    }
}

fn defect(_: ArrowError) -> Error {
    Error::new(Code::Internal, "a table that cannot be written")
}

/// The days since 1970 of a text that is a date and no instant.
fn day(text: &str) -> Option<i32> {
    let days = Date::parse(text).ok()?.days_since(Date::from_ymd(1970, 1, 1)?);
    i32::try_from(days).ok()
}

enum Builder {
    Text(StringBuilder),
    Whole(Int64Builder),
    Instant(TimestampMicrosecondBuilder),
    Day(Date32Builder),
    Amount(Decimal128Builder),
    Texts(ListBuilder<StringBuilder>),
    Json(StringBuilder),
}

impl Builder {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Whole => Self::Whole(Int64Builder::new()),
            Kind::Instant => Self::Instant(TimestampMicrosecondBuilder::new()),
            Kind::Day => Self::Day(Date32Builder::new()),
            Kind::Amount => Self::Amount(Decimal128Builder::new()),
            Kind::Texts => Self::Texts(ListBuilder::new(StringBuilder::new())),
            Kind::Json => Self::Json(StringBuilder::new()),
        }
    }

    /// What was written since the last time.
    fn taken(&mut self, kind: Kind) -> ArrayRef {
        match self {
            Self::Text(texts) | Self::Json(texts) => Arc::new(texts.finish()),
            Self::Whole(numbers) => Arc::new(numbers.finish()),
            Self::Instant(instants) => Arc::new(instants.finish().with_data_type(type_of(kind))),
            Self::Day(days) => Arc::new(days.finish()),
            Self::Amount(amounts) => Arc::new(amounts.finish().with_data_type(type_of(kind))),
            Self::Texts(lists) => Arc::new(lists.finish()),
        }
    }
}

fn type_of(kind: Kind) -> DataType {
    match kind {
        Kind::Text | Kind::Json => DataType::Utf8,
        Kind::Whole => DataType::Int64,
        Kind::Instant => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        Kind::Day => DataType::Date32,
        Kind::Amount => DataType::Decimal128(18, 2),
        Kind::Texts => DataType::List(Arc::new(Field::new("item", DataType::Utf8, true))),
    }
}

/// Writes rows into columns.
pub(crate) struct Writer {
    columns: &'static [Column],
    schema: Arc<Schema>,
    builders: Vec<Builder>,
    batches: Vec<RecordBatch>,
    /// The most that any column of the batch can hold of text so far, in bytes, and how much it may.
    text: usize,
    max_text: usize,
}

impl Writer {
    pub(crate) fn new(columns: &'static [Column]) -> Self {
        let field = |(name, _, kind): &Column| Field::new(*name, type_of(*kind), true);
        Self {
            columns,
            schema: Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>())),
            builders: columns.iter().map(|(_, _, kind)| Builder::of(*kind)).collect(),
            batches: Vec::new(),
            text: 0,
            max_text: MAX_TEXT,
        }
    }

    /// One row, from an object of the wire; null where it has no such key. `beside` has what stands in columns and is
    /// no part of the object.
    pub(crate) fn push(&mut self, row: &Value, beside: &Value) -> Result<(), Error> {
        let whole = row.to_string();
        // No text of a row is longer than the row. One that is longer than a batch may hold has no table.
        self.text = self.text.saturating_add(whole.len());
        if self.text > self.max_text {
            self.end_batch()?;
            self.text = whole.len();
            if self.text > self.max_text {
                return Err(Error::new(Code::Internal, "a row that is too long for a table"));
            }
        }
        for ((_, pointer, _), builder) in self.columns.iter().zip(&mut self.builders) {
            let value = beside.pointer(pointer).filter(|_| !pointer.is_empty());
            let value = value.or_else(|| row.pointer(pointer));
            let text = value.and_then(Value::as_str);
            match builder {
                Builder::Text(texts) => texts.append_option(text),
                Builder::Whole(numbers) => numbers.append_option(value.and_then(Value::as_i64)),
                Builder::Instant(instants) => {
                    let at = text.and_then(|text| Timestamp::parse(text).ok());
                    instants.append_option(at.map(|at| at.unix().saturating_mul(1_000_000)));
                }
                Builder::Day(days) => days.append_option(text.and_then(day)),
                Builder::Amount(amounts) => {
                    let amount = text.and_then(|text| Money::parse(text).ok());
                    amounts.append_option(amount.map(|amount| i128::from(amount.cents())));
                }
                Builder::Texts(lists) => match value.and_then(Value::as_array) {
                    Some(list) => {
                        list.iter().for_each(|text| lists.values().append_option(text.as_str()));
                        lists.append(true);
                    }
                    None => lists.append(false),
                },
                Builder::Json(texts) => texts.append_value(&whole),
            }
        }
        Ok(())
    }

    fn end_batch(&mut self) -> Result<(), Error> {
        let columns = self.columns.iter().zip(&mut self.builders);
        let arrays = columns.map(|((_, _, kind), builder)| builder.taken(*kind)).collect();
        let batch = RecordBatch::try_new(self.schema.clone(), arrays).map_err(defect)?;
        self.batches.push(batch);
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<Table, Error> {
        self.end_batch()?;
        Ok(Table {
            schema: self.schema,
            batches: self.batches,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use serde_json::json;

    use super::*;
    use crate::columns::EVENTS;

    #[test]
    fn more_text_than_a_batch_holds_is_several_batches() {
        let mut writer = Writer::new(EVENTS);
        writer.max_text = 100;
        for number in 0..10 {
            let row = json!([format!("r-{number}"), "an event of some forty bytes, give or take"]);
            writer.push(&row, &Value::Null).unwrap();
        }
        assert!(writer.push(&json!(["r-10", "x".repeat(200)]), &Value::Null).is_err());
        let table = writer.finish().unwrap();
        assert_eq!((table.rows(), table.batches().len()), (10, 11));
        let read = crate::Given::from_ipc(&table.to_ipc().unwrap()).unwrap();
        assert_eq!(read.events().unwrap().0.len(), 10);
    }
}
