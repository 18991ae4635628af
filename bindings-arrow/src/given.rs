//! A table that a host hands in.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::reader::StreamReader;
use arrow_schema::{ArrowError, Schema};
use followthrough::Error;

use crate::cell::{different, is_text, object, refuse, taken, text};

/// The longest that the events of a table are together, as of one value in Python.
const MAX_TEXT: usize = 256 << 20;

/// What ends a stream. The format lets a writer close the file in its place; then a stream that was cut between two
/// batches looks whole (Arrow Columnar Format, IPC Streaming Format).
const END: [u8; 8] = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];

/// What can be read, for one that cannot.
const HOW: &str = "it may be damaged or compressed: write it anew, as bytes in the stream format and without compression \
                   (pyarrow: `IpcWriteOptions(compression=None)`, Polars: `compression=\"uncompressed\"`)";

/// The rows of a table of events: a recipient's id and the JSON of an event, or why there is none. They are copies, so
/// that nobody's memory is read while a caseload works.
pub struct Events(pub(crate) Vec<Result<(String, String), Error>>);

/// The whole of a table, checked: text is Unicode and offsets lie inside, whoever made it.
pub struct Given {
    schema: Arc<Schema>,
    batches: Vec<RecordBatch>,
    /// The columns in which nothing stands. Their type says nothing: libraries guess it from values.
    empty: Vec<bool>,
}

impl Given {
    /// Reads batches to their end.
    ///
    /// # Errors
    /// `FT-H001` when they cannot be read, are damaged, or name a column twice. What the producer says is not repeated:
    /// it may quote a row.
    pub fn from_batches(
        schema: Arc<Schema>,
        batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    ) -> Result<Self, Error> {
        let kept: Vec<usize> = kept(&schema).collect();
        let schema = Arc::new(schema.project(&kept).map_err(|_| unread())?);
        different(schema.fields().iter().map(|field| field.name().as_str()))?;
        let mut read = Vec::new();
        for batch in batches {
            let batch = batch.and_then(|batch| batch.project(&kept)).map_err(|_| unread())?;
            for (column, field) in batch.columns().iter().zip(batch.schema_ref().fields()) {
                let checked = column.to_data().validate_full();
                checked.map_err(|_| refuse("a column whose memory is not as its type says").at(field.name()))?;
            }
            read.push(batch);
        }
        let mut empty = vec![true; schema.fields().len()];
        for batch in &read {
            for (column, empty) in batch.columns().iter().zip(&mut empty) {
                *empty &= column.logical_null_count() == column.len();
            }
        }
        Ok(Self {
            schema,
            batches: read,
            empty,
        })
    }

    /// Reads an IPC stream.
    ///
    /// # Errors
    /// As [`Given::from_batches`], and `FT-H001` for bytes that are none.
    pub fn from_ipc(bytes: &[u8]) -> Result<Self, Error> {
        readable(|| {
            let mut rest = bytes;
            let reader = StreamReader::try_new(&mut rest, None)
                .map_err(|_| refuse("expected the bytes of an Arrow IPC stream").help(HOW))?;
            let read = Self::from_batches(reader.schema(), reader)?;
            let ended = bytes
                .get(..bytes.len() - rest.len())
                .is_some_and(|read| read.ends_with(&END));
            match (ended, rest.is_empty()) {
                (true, true) => Ok(read),
                (true, false) => {
                    Err(refuse("an Arrow IPC stream with more behind its end").help("hand over each stream by itself"))
                }
                (false, _) => Err(
                    refuse("an Arrow IPC stream without its end: it may have been cut short")
                        .help("close the writer before the bytes are taken, and fetch them whole"),
                ),
            }
        })
    }

    /// A column of texts that must be there; the only one where `alone`.
    pub(crate) fn texts(&self, name: &str, alone: bool) -> Result<impl Iterator<Item = Option<&str>>, Error> {
        let index = self.text_column(name)?;
        if let (true, Some(other)) = (alone, self.names().find(|other| *other != name)) {
            return Err(refuse("there is no such column")
                .at(other)
                .help(format!("one of: {name}")));
        }
        let columns = self.batches.iter().filter_map(move |batch| batch.columns().get(index));
        Ok(columns.flat_map(|column| (0..column.len()).map(move |row| text(column, row))))
    }

    /// Each row as a recipient's id and the JSON of an event; in the place of one that cannot be written the reason.
    ///
    /// # Errors
    /// `FT-H001` for a table that has not the columns, or is more than 256 MiB as JSON.
    pub fn events(&self) -> Result<Events, Error> {
        let whose = self.names().find(|name| *name == "recipient_id").unwrap_or("recipient");
        let ids = self.texts(whose, false)?;
        if self.names().any(|name| name == "event") {
            if let Some(other) = self.names().find(|name| ![whose, "event"].contains(name)) {
                let help =
                    format!("one of: {whose}, event. Or leave event out, and have a column for each of its keys");
                return Err(refuse("there is no such column").at(other).help(help));
            }
            let rows = ids.zip(self.texts("event", false)?);
            let pair = |(id, event)| Ok((there(id, whose)?, there(event, "event")?));
            return copied(rows.map(pair));
        }
        let types = self.schema.fields().iter().zip(&self.empty);
        for (field, _) in types.filter(|(_, empty)| !**empty) {
            taken(field.data_type(), 0).map_err(|error| error.under(field.name()))?;
        }
        let rows = self
            .batches
            .iter()
            .flat_map(|batch| (0..batch.num_rows()).map(move |row| (batch, row)));
        let pair = |(id, (batch, row))| {
            let keys = self.standing(batch).filter(|(name, _)| *name != whose);
            Ok((
                there(id, whose)?,
                serde_json::Value::Object(object(keys, row)?).to_string(),
            ))
        };
        copied(ids.zip(rows).map(pair))
    }

    /// The columns of a batch in which something stands, by their names.
    fn standing<'a>(&'a self, batch: &'a RecordBatch) -> impl Iterator<Item = (&'a str, &'a ArrayRef)> {
        let columns = self.names().zip(batch.columns()).zip(&self.empty);
        columns.filter(|(_, empty)| !**empty).map(|(column, _)| column)
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.schema.fields().iter().map(|field| field.name().as_str())
    }

    fn text_column(&self, name: &str) -> Result<usize, Error> {
        let Some((index, field)) = self.schema.fields().find(name) else {
            return Err(refuse("a column that is not there").at(name));
        };
        if !is_text(field.data_type()) && self.empty.get(index) != Some(&true) {
            return Err(refuse(format!("expected a column of text, got one of {}", field.data_type())).at(name));
        }
        Ok(index)
    }
}

/// Reads what somebody else has written. Bytes that are damaged make the library that reads them panic here and there:
/// that is an error of the table, and no defect.
///
/// # Errors
/// Those of `work`, and `FT-H001` where it panics.
pub fn readable<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(unread()))
}

fn unread() -> Error {
    refuse("a table whose rows cannot be read to their end").help(HOW)
}

/// The columns of a table without the index of pandas, which numbers rows and says nothing of them. It has a column where
/// rows were filtered or put together, and no name of its own.
fn kept(schema: &Schema) -> impl Iterator<Item = usize> {
    let is_index = |name: &str| {
        let number = name
            .strip_prefix("__index_level_")
            .and_then(|name| name.strip_suffix("__"));
        number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    };
    let fields = schema.fields().iter().enumerate();
    fields
        .filter(move |(_, field)| !is_index(field.name()))
        .map(|(index, _)| index)
}

/// The rows, while they are no longer together than any value may be: a dictionary of one long text counts in each row.
fn copied(rows: impl Iterator<Item = Result<(String, String), Error>>) -> Result<Events, Error> {
    let mut left = MAX_TEXT;
    let kept = rows.map(|row| {
        let length = row.as_ref().map_or(0, |(id, event)| id.len() + event.len());
        let too_long = || refuse("a table that is longer than 256 MiB as JSON").help("hand it over in pieces");
        left = left.checked_sub(length).ok_or_else(too_long)?;
        Ok(row)
    });
    Ok(Events(kept.collect::<Result<_, Error>>()?))
}

fn there(text: Option<&str>, column: &str) -> Result<String, Error> {
    let text = text.ok_or_else(|| refuse("expected text, got null").at(column))?;
    Ok(text.to_owned())
}
