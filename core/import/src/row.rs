//! Typed cells: a column of a row becomes an id, a date, an amount, or a problem that says what is wrong.
//!
//! A row is one of a table, or a record of JSON with a value for each column of that table. In JSON a number may stand
//! as a text and the other way round, and a status as its word: systems write both.

use followthrough::{Code, Date, Error, Money};

use crate::csv::Fields;
use crate::json::Value;
use crate::kind;
use crate::problem::Problem;
use crate::set_aside::Reason;
use crate::zone::LocalInstant;

/// A column that was found in a header.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) index: usize,
}

/// The index of each column of a header.
pub(crate) struct Header<'a> {
    file: &'a str,
    names: Vec<&'a str>,
}

impl<'a> Header<'a> {
    pub(crate) fn read(file: &'a str, fields: &Fields<'a>) -> Result<Self, Error> {
        let first = fields.get(0);
        let nothing = kind::of_nothing(first, file).filter(|_| fields.len() == 1);
        if let Some(error) = kind::refusal(first, file).or(nothing) {
            return Err(error);
        }
        let names = (0..fields.len()).map(|index| std::str::from_utf8(fields.get(index)).map(str::trim));
        let names = names
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| Error::new(Code::ImportEncoding, "the header is not UTF-8").at(file))?;
        Ok(Self { file, names })
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn optional(&self, name: &'static str) -> Result<Option<Column>, Error> {
        let mut found = self
            .names
            .iter()
            .enumerate()
            .filter(|(_, n)| n.eq_ignore_ascii_case(name));
        let column = found.next().map(|(index, _)| Column { name, index });
        if found.next().is_some() {
            return Err(Error::new(
                Code::ImportMissingColumn,
                format!("{} has the column {name:?} twice", self.file),
            )
            .at(self.file));
        }
        Ok(column)
    }

    pub(crate) fn required(&self, name: &'static str) -> Result<Column, Error> {
        self.optional(name)?.ok_or_else(|| {
            let error = Error::new(
                Code::ImportMissingColumn,
                format!("{} has no column {name:?}", self.file),
            )
            .at(self.file);
            match self.names.as_slice() {
                [one] if one.contains(['\t', ';']) => error.help("the columns must be separated by commas"),
                _ => error.help("export the table with its column names in the first line"),
            }
        })
    }
}

/// One row.
pub(crate) enum Row<'a> {
    /// Of a table.
    Table(Fields<'a>),
    /// Of JSON.
    Record(Record<'a>),
}

/// A record of JSON: what stands under each column, in the order of the columns.
pub(crate) struct Record<'a> {
    pub(crate) values: &'a [Option<&'a Value<'a>>],
    pub(crate) fingerprint: u64,
}

/// Statuses: the number, the word, and what it means.
pub(crate) type Known<T> = [(u8, &'static str, T)];

/// A reading of one cell.
pub(crate) type Cell<T> = Result<T, Problem>;

impl<'a> Row<'a> {
    /// A number for the content, to tell an exact duplicate from a conflicting one.
    pub(crate) fn fingerprint(&self) -> u64 {
        match self {
            Self::Table(fields) => fields.fingerprint(),
            Self::Record(record) => record.fingerprint,
        }
    }

    /// The text of a cell; empty when the export writes it as null, or a record does not have it.
    pub(crate) fn text(&self, column: Column) -> Cell<&'a str> {
        let problem = |reason, code, message: String| Problem::new(column.name, reason, code, message);
        let undecodable = || {
            let message = "the bytes are not UTF-8: export the table as UTF-8";
            problem(Reason::BadEncoding, Code::ImportEncoding, message.into())
        };
        let text = match self {
            Self::Table(fields) => std::str::from_utf8(fields.get(column.index)).map_err(|_| undecodable())?,
            Self::Record(record) => match record.values.get(column.index).copied().flatten() {
                None | Some(Value::Null) => "",
                Some(Value::Number(text)) => text,
                Some(Value::Text(text)) => text,
                Some(Value::Undecodable) => return Err(undecodable()),
                Some(other @ (Value::Bool(_) | Value::Array(_) | Value::Object(_))) => {
                    let message = format!("it is {}, where a text or a number should stand", other.kind());
                    return Err(problem(Reason::WrongType, Code::ImportBadAmount, message));
                }
            },
        };
        Ok(if text == "\\N" { "" } else { text })
    }

    /// Whether the column is there at all: a table has those that it was opened with.
    fn has(&self, column: Column) -> bool {
        match self {
            Self::Table(_) => true,
            Self::Record(record) => record.values.get(column.index).copied().flatten().is_some(),
        }
    }

    /// The same for a column that may not be there.
    pub(crate) fn text_or_empty(&self, column: Option<Column>) -> Cell<&'a str> {
        column.map_or(Ok(""), |column| self.text(column))
    }

    /// The row's own id: a whole number above zero.
    pub(crate) fn id(&self, column: Column) -> Cell<u64> {
        match self.reference(column)? {
            0 if self.text(column)?.is_empty() => Err(Problem::new(
                column.name,
                Reason::MissingRequired,
                Code::ImportBadId,
                "the id is missing",
            )),
            0 => Err(bad_id(column, "0")),
            id => Ok(id),
        }
    }

    /// An id of another row; 0 when there is none. A record that does not have the column says nothing of it.
    pub(crate) fn link(&self, column: Column) -> Cell<u64> {
        if self.has(column) {
            return self.reference(column);
        }
        let message = "the record does not have it";
        Err(Problem::new(
            column.name,
            Reason::MissingRequired,
            Code::ImportBadId,
            message,
        ))
    }

    /// An id of another row; 0 when there is none.
    pub(crate) fn reference(&self, column: Column) -> Cell<u64> {
        let text = self.text(column)?;
        if text.is_empty() || text == "NULL" {
            return Ok(0);
        }
        let canonical = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
        if !canonical {
            return Err(bad_id(column, text));
        }
        text.parse().map_err(|_| bad_id(column, text))
    }

    /// One of a documented list.
    pub(crate) fn status<T: Copy>(&self, column: Column, known: &Known<T>) -> Cell<T> {
        let text = self.text(column)?;
        if text.is_empty() || text == "NULL" {
            return Err(Problem::new(
                column.name,
                Reason::MissingRequired,
                Code::ImportUnknownStatus,
                "the status is missing",
            ));
        }
        let number = text
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| text.parse::<u8>().ok())
            .flatten();
        let in_words = matches!(self, Self::Record(_));
        let is_it = |known: &&(u8, &'static str, T)| Some(known.0) == number || (in_words && known.1 == text);
        let status = known.iter().find(is_it).map(|(_, _, status)| *status);
        status.ok_or_else(|| {
            let (reason, code, what) = (Reason::UnknownStatus, Code::ImportUnknownStatus, "a documented status");
            Problem::of_word(column.name, reason, code, text, what)
        })
    }

    /// A small whole number; 0 when there is none.
    pub(crate) fn count(&self, column: Option<Column>) -> Cell<i64> {
        let Some(column) = column else { return Ok(0) };
        let text = self.text(column)?;
        if text.is_empty() || text == "NULL" {
            return Ok(0);
        }
        let whole = text
            .split_once('.')
            .filter(|(_, rest)| !rest.is_empty() && rest.bytes().all(|b| b == b'0'));
        let whole = whole.map_or(text, |(whole, _)| whole);
        let number = whole.parse::<u16>().ok().filter(|_| !text.starts_with('+'));
        number.map(i64::from).ok_or_else(|| {
            Problem::of_value(
                column.name,
                Reason::BadInteger,
                Code::ImportBadAmount,
                text,
                "a whole number",
            )
        })
    }

    /// An amount of zero or more, exact to the cent.
    pub(crate) fn money(&self, column: Column) -> Cell<Money> {
        let text = self.text(column)?;
        if text.is_empty() || text == "NULL" {
            return Err(Problem::new(
                column.name,
                Reason::MissingRequired,
                Code::ImportBadAmount,
                "the amount is missing",
            ));
        }
        let money = amount(text).ok_or_else(|| bad_money(column, text))?;
        if money < Money::ZERO {
            let problem = Problem::of_value(
                column.name,
                Reason::NegativeMoney,
                Code::ImportBadAmount,
                text,
                "zero or more",
            );
            return Err(problem);
        }
        Ok(money)
    }

    /// An amount that may be missing, or below zero where the system writes "none" so.
    pub(crate) fn estimate(&self, column: Option<Column>) -> Cell<Option<Money>> {
        let Some(column) = column else { return Ok(None) };
        let text = self.text(column)?;
        if text.is_empty() || text == "NULL" {
            return Ok(None);
        }
        let money = amount(text).ok_or_else(|| bad_money(column, text))?;
        Ok((money >= Money::ZERO).then_some(money))
    }

    /// A date, or none where the system writes a null date. A time behind it is not looked at.
    pub(crate) fn date(&self, column: Column) -> Cell<Option<Date>> {
        let text = self.text(column)?;
        Ok(local(text)
            .ok_or_else(|| bad_date(column, text))?
            .map(|local| local.date))
    }

    /// A date and a time of day, or none where the system writes a null date.
    pub(crate) fn local_instant(&self, column: Column) -> Cell<Option<LocalInstant>> {
        let text = self.text(column)?;
        local(text).ok_or_else(|| bad_date(column, text))
    }
}

fn bad_id(column: Column, text: &str) -> Problem {
    Problem::of_id(column.name, Reason::BadInteger, Code::ImportBadId, text, "an id")
}

fn bad_money(column: Column, text: &str) -> Problem {
    Problem::of_value(column.name, Reason::BadMoney, Code::ImportBadAmount, text, "an amount")
}

fn bad_date(column: Column, text: &str) -> Problem {
    Problem::of_day(column.name, text, "a date such as 2026-01-30")
}

/// Reads an amount; zeros behind the cents are no finer amount.
fn amount(text: &str) -> Option<Money> {
    let text = match text.split_once('.') {
        Some((whole, cents)) if cents.len() > 2 && cents.bytes().skip(2).all(|b| b == b'0') => {
            text.get(..whole.len() + 3).unwrap_or(text)
        }
        _ => text,
    };
    Money::parse(text).ok()
}

/// Reads `yyyy-MM-dd`, with or without ` HH:mm:ss`. The outer option is whether it is a date at all, the inner whether
/// it is one and not the system's null.
fn local(text: &str) -> Option<Option<LocalInstant>> {
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00:00"));
    if matches!(date, "" | "NULL" | "0001-01-01" | "0000-00-00") {
        return Some(None);
    }
    let date = Date::parse(date).ok()?;
    let time = match time.split_once('.') {
        // Behind a fraction could stand a zone; there is none here, so it would say something else.
        Some((whole, fraction)) if fraction.bytes().all(|b| b.is_ascii_digit()) => whole,
        _ => time,
    };
    let parts: Vec<u32> = time.split(':').map(two_digits).collect::<Option<_>>()?;
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (*hour, *minute, 0),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return None,
    };
    let valid = hour < 24 && minute < 60 && second < 60;
    valid.then_some(Some(LocalInstant {
        date,
        second: hour * 3600 + minute * 60 + second,
    }))
}

fn two_digits(text: &str) -> Option<u32> {
    let plain = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}
