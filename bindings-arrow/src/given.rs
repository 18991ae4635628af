//! A table that a host hands in.

use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::reader::StreamReader;
use arrow_schema::{ArrowError, Schema};
use followthrough::Error;

use crate::cell::{is_text, object, refuse, taken, text};

/// A recipient's id and the JSON of an event, or why there is none.
pub(crate) type Row<'a> = Result<(&'a str, String), Error>;

/// The whole of a table, checked: text is Unicode and offsets lie inside, whoever made it.
pub struct Given {
    schema: std::sync::Arc<Schema>,
    batches: Vec<RecordBatch>,
}

impl Given {
    /// Reads batches to their end.
    ///
    /// # Errors
    /// `FT-H001` when they cannot be read, are damaged, or name a column twice. What the producer says is not repeated:
    /// it may quote a row.
    pub fn from_batches(
        schema: std::sync::Arc<Schema>,
        batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    ) -> Result<Self, Error> {
        let mut names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err(refuse("expected columns of different names, got two of one"));
        }
        let mut read = Vec::new();
        for batch in batches {
            let batch = batch.map_err(|_| refuse("a table whose rows cannot be read to their end"))?;
            for (column, field) in batch.columns().iter().zip(batch.schema_ref().fields()) {
                let checked = column.to_data().validate_full();
                checked.map_err(|_| refuse("a column whose memory is not as its type says").at(field.name()))?;
            }
            read.push(batch);
        }
        Ok(Self { schema, batches: read })
    }

    /// Reads an IPC stream.
    ///
    /// # Errors
    /// As [`Given::from_batches`], and `FT-H001` for bytes that are none.
    pub fn from_ipc(bytes: &[u8]) -> Result<Self, Error> {
        let reader = StreamReader::try_new(bytes, None).map_err(|_| {
            refuse("expected the bytes of an Arrow IPC stream").help("of a stream, not of a file; without compression")
        })?;
        Self::from_batches(reader.schema(), reader)
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
    pub(crate) fn events(&self) -> Result<Box<dyn Iterator<Item = Row<'_>> + '_>, Error> {
        self.text_column("recipient")?;
        if self.names().any(|name| name == "event") {
            let known = ["recipient", "event"];
            if let Some(other) = self.names().find(|name| !known.contains(name)) {
                let help = "one of: recipient, event. Or leave event out, and have a column for each of its keys";
                return Err(refuse("there is no such column").at(other).help(help));
            }
            let events = self.texts("event", false)?;
            let pairs = self.texts("recipient", false)?.zip(events);
            return Ok(Box::new(pairs.map(|(id, event)| {
                Ok((there(id, "recipient")?, there(event, "event")?.to_owned()))
            })));
        }
        for field in self.schema.fields() {
            taken(field.data_type(), 0).map_err(|error| error.under(field.name()))?;
        }
        let rows = self
            .batches
            .iter()
            .flat_map(|batch| (0..batch.num_rows()).map(move |row| (batch, row)));
        Ok(Box::new(self.texts("recipient", false)?.zip(rows).map(
            move |(id, (batch, row))| {
                let keys = named(batch).filter(|(name, _)| *name != "recipient");
                Ok((
                    there(id, "recipient")?,
                    serde_json::Value::Object(object(keys, row)?).to_string(),
                ))
            },
        )))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.schema.fields().iter().map(|field| field.name().as_str())
    }

    fn text_column(&self, name: &str) -> Result<usize, Error> {
        let Some((index, field)) = self.schema.fields().find(name) else {
            return Err(refuse("a column that is not there").at(name));
        };
        if !is_text(field.data_type()) {
            return Err(refuse(format!("expected a column of text, got one of {}", field.data_type())).at(name));
        }
        Ok(index)
    }
}

fn there<'a>(text: Option<&'a str>, column: &str) -> Result<&'a str, Error> {
    text.ok_or_else(|| refuse("expected text, got null").at(column))
}

fn named(batch: &RecordBatch) -> impl Iterator<Item = (&str, &ArrayRef)> {
    let names = batch.schema_ref().fields().iter().map(|field| field.name().as_str());
    names.zip(batch.columns())
}
