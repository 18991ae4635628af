//! A table that goes out.

use std::sync::Arc;

use arrow_array::builder::{Decimal128Builder, Int64Builder, ListBuilder, StringBuilder, TimestampMicrosecondBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema, TimeUnit};
use followthrough::{Code, Error, Money, Timestamp};
use serde_json::Value;

use crate::columns::{Column, Kind};

/// Rows in columns, as one batch.
#[derive(Clone, Debug)]
pub struct Table(RecordBatch);

impl Table {
    /// The rows.
    pub fn batch(&self) -> &RecordBatch {
        &self.0
    }

    /// The bytes of an IPC stream.
    ///
    /// # Errors
    /// `FT-X002`, were Arrow to refuse its own batch.
    pub fn to_ipc(&self) -> Result<Vec<u8>, Error> {
        let written = || -> Result<Vec<u8>, ArrowError> {
            let mut writer = StreamWriter::try_new(Vec::new(), self.0.schema_ref())?;
            writer.write(&self.0)?;
            writer.finish()?;
            writer.into_inner()
        };
        written().map_err(defect)
    }
}

fn defect(_: ArrowError) -> Error {
    Error::new(Code::Internal, "a table that cannot be written")
}

enum Builder {
    Text(StringBuilder),
    Whole(Int64Builder),
    Instant(TimestampMicrosecondBuilder),
    Amount(Decimal128Builder),
    Texts(ListBuilder<StringBuilder>),
    Json(StringBuilder),
}

/// Writes rows into columns.
pub(crate) struct Writer {
    columns: &'static [Column],
    builders: Vec<Builder>,
}

impl Writer {
    pub(crate) fn new(columns: &'static [Column]) -> Self {
        let builder = |(_, _, kind): &Column| match kind {
            Kind::Text => Builder::Text(StringBuilder::new()),
            Kind::Whole => Builder::Whole(Int64Builder::new()),
            Kind::Instant => Builder::Instant(TimestampMicrosecondBuilder::new()),
            Kind::Amount => Builder::Amount(Decimal128Builder::new()),
            Kind::Texts => Builder::Texts(ListBuilder::new(StringBuilder::new())),
            Kind::Json => Builder::Json(StringBuilder::new()),
        };
        Self {
            columns,
            builders: columns.iter().map(builder).collect(),
        }
    }

    /// One row, from an object of the wire; null where it has no such key. `beside` has what stands in columns and is
    /// no part of the object.
    pub(crate) fn push(&mut self, row: &Value, beside: &Value) {
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
                Builder::Json(texts) => texts.append_value(row.to_string()),
            }
        }
    }

    pub(crate) fn finish(self) -> Result<Table, Error> {
        let item = || Arc::new(Field::new("item", DataType::Utf8, true));
        let mut fields = Vec::with_capacity(self.columns.len());
        let mut arrays: Vec<ArrayRef> = Vec::with_capacity(self.columns.len());
        for ((name, _, kind), builder) in self.columns.iter().zip(self.builders) {
            let of = match kind {
                Kind::Text | Kind::Json => DataType::Utf8,
                Kind::Whole => DataType::Int64,
                Kind::Instant => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
                Kind::Amount => DataType::Decimal128(18, 2),
                Kind::Texts => DataType::List(item()),
            };
            fields.push(Field::new(*name, of.clone(), true));
            arrays.push(match builder {
                Builder::Text(mut texts) | Builder::Json(mut texts) => Arc::new(texts.finish()),
                Builder::Whole(mut numbers) => Arc::new(numbers.finish()),
                Builder::Instant(mut instants) => Arc::new(instants.finish().with_data_type(of)),
                Builder::Amount(mut amounts) => Arc::new(amounts.finish().with_data_type(of)),
                Builder::Texts(mut lists) => Arc::new(lists.finish()),
            });
        }
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays);
        batch.map(Table).map_err(defect)
    }
}
