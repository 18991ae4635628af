//! The cells of a record as what they should be: ids, words, days, amounts.

use std::sync::Arc;

use followthrough::plan::PersonStatus;
use followthrough::wire::{MAX_ID_BYTES, PatientId};
use followthrough::{Category, Code, Date, Money};
use sha2::{Digest, Sha256};

use super::check::{Check, Checked};
use super::rows::By;
use crate::encoding::LOST_LETTER;
use crate::mapping::{Amount, Col, IdColumns, IdKind, JsonType, Meaning, NoMoney, Required, Words};
use crate::problem::Problem;
use crate::record::Cell;
use crate::set_aside::Reason;

impl Check<'_> {
    pub(crate) fn text(&self, col: Col) -> &str {
        self.record.text(col.0)
    }

    pub(crate) fn has(&self, col: Option<Col>) -> bool {
        col.is_some_and(|col| self.record.has(col.0))
    }

    pub(crate) fn optional_text(&mut self, col: Option<Col>) -> Option<Arc<str>> {
        let text = self.record.text(col?.0).trim();
        (!text.is_empty()).then(|| self.texts.intern(text))
    }

    pub(super) fn by(&mut self, provider: Option<Col>, name: Option<Col>, location: Option<Col>) -> By {
        By {
            provider: self.optional_text(provider),
            provider_name: self.optional_text(name),
            location: self.optional_text(location),
        }
    }

    /// The column for a report: in JSON as much of its path as there is, and in which part of the record.
    pub(crate) fn column(&self, col: Col) -> Arc<str> {
        let Some(wanted) = self
            .shape
            .columns
            .wanted
            .get(col.0)
            .filter(|wanted| !wanted.paths.is_empty())
        else {
            return self.shape.name_of(col);
        };
        let whole = wanted.name.split(" or ").next().unwrap_or_default();
        let name = match self.record.cells.get(col.0) {
            Some(Cell::Null { at } | Cell::Misplaced { at, .. } | Cell::Doubled { at }) => {
                whole.get(..wanted.part + at).unwrap_or(whole)
            }
            Some(
                Cell::Absent | Cell::Text(_) | Cell::Undecodable | Cell::NoValue(_) | Cell::Number(_) | Cell::Bool(_),
            )
            | None => whole,
        };
        match self.part.filter(|_| wanted.part > 0) {
            None => Arc::from(name),
            Some(part) if part.is_elsewhere => Arc::from(part.at.as_str()),
            // The name has the part without its number, and a dot behind it.
            Some(part) => Arc::from(format!("{}.{}", part.at, name.get(wanted.part..).unwrap_or_default())),
        }
    }

    /// Refuses a record of which a cell that is wanted is no text, or stands there twice.
    pub(super) fn decodable(&self) -> Checked<()> {
        for (index, cell) in self.record.cells.iter().enumerate() {
            let column = || self.column(Col(index));
            match cell {
                Cell::Undecodable => {
                    let message = "the bytes are not text in the encoding of the file";
                    let (reason, code) = (Reason::BadEncoding, Code::ImportEncoding);
                    return Err(Problem::new(column(), reason, code, message));
                }
                Cell::NoValue(why) => {
                    let message = format!("the cell holds no value but {why}");
                    return Err(Problem::new(
                        column(),
                        Reason::WrongType,
                        Code::ImportBadAmount,
                        message,
                    ));
                }
                Cell::Doubled { .. } => {
                    let message = "the key stands there twice: which of the values is meant nobody can tell";
                    return Err(Problem::new(column(), Reason::BadJson, Code::ImportFieldCount, message));
                }
                Cell::Text(text) if text.contains(LOST_LETTER) && !self.shape.is_name(Col(index)) => {
                    let message = "a byte is no letter in the encoding of the file";
                    let (reason, code) = (Reason::BadEncoding, Code::ImportEncoding);
                    return Err(Problem::new(column(), reason, code, message));
                }
                Cell::Absent
                | Cell::Text(_)
                | Cell::Null { .. }
                | Cell::Number(_)
                | Cell::Bool(_)
                | Cell::Misplaced { .. } => {}
            }
        }
        Ok(())
    }

    /// Refuses a record of which a cell is a list or an object where one value should stand; the last check, for what
    /// no check before it looked at.
    pub(super) fn placed(&self) -> Checked<()> {
        let cells = self.record.cells.iter();
        let misplaced = cells.zip(&self.shape.columns.wanted).position(|(cell, wanted)| {
            // Those outside of the part were looked at with the record.
            matches!(cell, Cell::Misplaced { .. }) && (wanted.part > 0) == self.part.is_some()
        });
        match misplaced {
            Some(index) => Err(self.wrong_type(Col(index), Code::ImportBadAmount, "a text or a number")),
            None => Ok(()),
        }
    }

    /// A value of another JSON type than the system documents.
    fn wrong_type(&self, col: Col, code: Code, wanted: &str) -> Problem {
        let kind = match self.record.cells.get(col.0) {
            Some(Cell::Misplaced { kind, .. }) => kind,
            Some(Cell::Number(_)) => "a number",
            Some(Cell::Bool(_)) => "true or false",
            Some(
                Cell::Absent
                | Cell::Text(_)
                | Cell::Undecodable
                | Cell::NoValue(_)
                | Cell::Null { .. }
                | Cell::Doubled { .. },
            )
            | None => "a text",
        };
        let problem = Problem::of_value(self.column(col), Reason::WrongType, code, self.text(col), wanted);
        let problem = problem.because(format!("it is {kind}, not {wanted}"));
        Problem {
            value: problem.value.filter(|value| !value.is_empty()),
            ..problem
        }
    }

    fn is_misplaced(&self, col: Col) -> bool {
        matches!(
            self.record.cells.get(col.0),
            Some(Cell::Misplaced { .. } | Cell::Bool(_))
        )
    }

    fn is_number(&self, col: Col) -> bool {
        matches!(self.record.cells.get(col.0), Some(Cell::Number(_)))
    }

    fn missing(&self, col: Col, code: Code, what: &str) -> Problem {
        let problem = Problem::of_id(self.column(col), Reason::MissingRequired, code, "", what);
        let is_null = matches!(self.record.cells.get(col.0), Some(Cell::Null { .. }));
        Problem {
            value: problem.value.filter(|_| !is_null),
            ..problem
        }
        .because(format!("{what} is missing"))
    }

    pub(super) fn no_id(&self, col: Col, text: &str) -> Problem {
        Problem::of_id(self.column(col), Reason::BadInteger, Code::ImportBadId, text, "an id")
    }

    pub(super) fn patient(&self) -> Checked<PatientId> {
        let id = self.id(&self.shape.patient.id)?;
        PatientId::parse(&id).map_err(|_| self.no_id(self.shape.patient.id.first(), &id))
    }

    /// An id exactly as it stands, its parts joined; one that is too long for an id ends in a hash of all of it.
    pub(crate) fn id(&self, columns: &IdColumns) -> Checked<String> {
        let mut id = self.prefix.to_owned();
        let mut hashed = (columns.kind == IdKind::Hash).then(String::new);
        for (index, (col, may_be_empty)) in columns.parts.iter().enumerate() {
            let text = self.text(*col);
            if self.is_misplaced(*col) {
                return Err(self.wrong_type(*col, Code::ImportBadId, "an id"));
            }
            if text.trim().is_empty() && !may_be_empty {
                return Err(self.missing(*col, Code::ImportBadId, "the id"));
            }
            let digits = text.bytes().all(|b| b.is_ascii_digit());
            let number = digits && text.parse::<u64>().is_ok_and(|n| n > 0);
            if (columns.kind == IdKind::Integer && !number) || (self.is_number(*col) && !digits) {
                return Err(self.no_id(*col, text));
            }
            let text = match columns.kind {
                IdKind::Text | IdKind::Integer => text,
                IdKind::Reference => referred(text),
                IdKind::Hash => {
                    if let Some(hashed) = &mut hashed {
                        // However it is typed, it is the same text.
                        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
                        hashed.push_str(&words.join(" "));
                        hashed.push('|');
                    }
                    continue;
                }
            };
            if index > 0 {
                id.push('|');
            }
            id.push_str(text);
        }
        if let Some(hashed) = hashed {
            id.push_str(&code_of(&hashed));
        }
        Ok(fitting(id))
    }

    pub(crate) fn meaning<T: Copy>(&self, words: &Words<Meaning<T>>) -> Checked<T> {
        match self.word(words)? {
            Meaning::Is(meaning) => Ok(meaning),
            Meaning::Skip(reason) => {
                let message = "the mapping says that such rows are left out";
                Err(Problem::new(
                    self.column(words.col),
                    reason,
                    Code::ImportDuplicate,
                    message,
                ))
            }
        }
    }

    /// What a word means; one that the mapping does not have is never guessed.
    pub(crate) fn word<T: Copy>(&self, words: &Words<T>) -> Checked<T> {
        let text = self.text(words.col);
        if let Some(then) = words.further(text) {
            return self.word(then);
        }
        words.meaning(text).ok_or_else(|| {
            let column = self.column(words.col);
            let code = Code::ImportUnknownStatus;
            if text.trim().is_empty() {
                if self.is_misplaced(words.col) {
                    return self.wrong_type(words.col, code, "a word");
                }
                return self.missing(words.col, code, "the status");
            }
            if self.is_misplaced(words.col) || self.is_number(words.col) {
                return self.wrong_type(words.col, code, "a word that the mapping knows");
            }
            Problem::of_word(
                column,
                Reason::UnknownStatus,
                code,
                text,
                "a word that the mapping knows",
            )
        })
    }

    /// A day; the outer option is whether the file has the column.
    pub(crate) fn day(&self, col: Option<Col>) -> Checked<Option<Option<Date>>> {
        self.read_day(col, |text| self.shape.dates.day(text))
    }

    /// A day of birth.
    pub(crate) fn birth_day(&self, col: Option<Col>) -> Checked<Option<Option<Date>>> {
        self.read_day(col, |text| self.shape.dates.last_day(text))
    }

    fn read_day(&self, col: Option<Col>, read: impl Fn(&str) -> Option<Option<Date>>) -> Checked<Option<Option<Date>>> {
        let Some(col) = col.filter(|col| self.record.has(col.0)) else {
            return Ok(None);
        };
        let text = self.text(col);
        if self.is_misplaced(col) || self.is_number(col) {
            return Err(self.wrong_type(col, Code::ImportBadDate, "a text with a day"));
        }
        let day = read(text).ok_or_else(|| Problem::of_day(self.column(col), text, "a day in the form of the file"))?;
        Ok(Some(day))
    }

    pub(super) fn currency(&self, col: Option<Col>) -> Checked<()> {
        let Some(col) = col.filter(|col| self.record.has(col.0)) else {
            return Ok(());
        };
        if self.is_misplaced(col) || self.is_number(col) {
            return Err(self.wrong_type(col, Code::ImportBadAmount, "a currency"));
        }
        let (text, own) = (
            self.text(col).trim(),
            self.shape.currency.as_deref().unwrap_or_default(),
        );
        if text.is_empty() || text.eq_ignore_ascii_case(own) {
            return Ok(());
        }
        Err(Problem::of_currency(self.column(col), text, own))
    }

    pub(super) fn amount(&self, amount: Option<Amount>, live: bool) -> Checked<Option<Money>> {
        let Some(amount) = amount.filter(|amount| self.record.has(amount.col.0)) else {
            return Ok(None);
        };
        let required = match amount.required {
            Required::Always => true,
            Required::Pending => live,
            Required::Never => false,
        };
        if self.text(amount.col).trim().is_empty() && required && !self.is_misplaced(amount.col) {
            return Err(self.missing(amount.col, Code::ImportBadAmount, "the amount"));
        }
        self.optional_amount(Some(amount.col))
    }

    pub(super) fn optional_amount(&self, col: Option<Col>) -> Checked<Option<Money>> {
        let Some(col) = col.filter(|col| !self.text(*col).trim().is_empty() || self.is_misplaced(*col)) else {
            return Ok(None);
        };
        let text = self.text(col);
        let (number, wanted) = (self.is_number(col), self.shape.money.json());
        let is_json = !self
            .shape
            .columns
            .wanted
            .get(col.0)
            .is_none_or(|wanted| wanted.paths.is_empty());
        match wanted.filter(|_| is_json) {
            _ if self.is_misplaced(col) => return Err(self.wrong_type(col, Code::ImportBadAmount, "an amount")),
            Some(JsonType::Number) if !number => {
                return Err(self.wrong_type(col, Code::ImportBadAmount, "a number"));
            }
            Some(JsonType::Text) if number => return Err(self.wrong_type(col, Code::ImportBadAmount, "a text")),
            Some(JsonType::Number | JsonType::Text) | None => {}
        }
        let read = self.shape.money.amount(text, self.shape.currency.as_deref());
        let (reason, what) = match read {
            Ok(amount) => return Ok(Some(amount)),
            Err(NoMoney::Bad) => (Reason::BadMoney, "an amount in the form of the file"),
            Err(NoMoney::Negative) => (Reason::NegativeMoney, "zero or more"),
            Err(NoMoney::OtherCurrency) => (Reason::CurrencyMismatch, "an amount in the currency of the practice"),
        };
        Err(Problem::of_value(
            self.column(col),
            reason,
            Code::ImportBadAmount,
            text,
            what,
        ))
    }

    pub(super) fn count(&self, col: Option<Col>) -> Checked<Option<u32>> {
        let Some(col) = col.filter(|col| !self.text(*col).trim().is_empty()) else {
            return Ok(None);
        };
        let text = self.text(col).trim();
        let number = text
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| text.parse().ok())
            .flatten();
        number.map(Some).ok_or_else(|| {
            let column = self.column(col);
            Problem::of_value(
                column,
                Reason::BadInteger,
                Code::ImportBadAmount,
                text,
                "a whole number",
            )
        })
    }

    /// The category that the mapping puts a code or a description in, as the code of the built-in playbooks.
    pub(super) fn category(&mut self, text: &str) -> Option<Arc<str>> {
        if self.shape.categories.is_empty() {
            return None;
        }
        let text = text.to_lowercase();
        let has = |(_, words): &&(Category, Vec<String>)| words.iter().any(|word| text.contains(word.as_str()));
        let (category, _) = self.shape.categories.iter().find(has)?;
        Some(self.texts.intern(&category.as_str().to_ascii_uppercase()))
    }

    pub(crate) fn status_of_person(&self) -> Checked<PersonStatus> {
        let denied = |text: &str| matches!(text, "" | "false" | "no" | "n" | "0");
        if let Some(col) = self.shape.patient.deceased
            && !denied(self.text(col).trim().to_lowercase().as_str())
        {
            return Ok(PersonStatus::Deceased);
        }
        match &self.shape.patient.status {
            Some(words) if self.record.has(words.col.0) => self.word(words),
            Some(_) | None => Ok(PersonStatus::Active),
        }
    }
}

/// `p1` of `https://example.com/Patient/p1/_history/2`.
fn referred(text: &str) -> &str {
    let text = text.split("/_history/").next().unwrap_or(text);
    text.rsplit('/').next().unwrap_or(text)
}

/// An id that the engine can hold: as it stands where that is possible.
pub(crate) fn fitting(id: String) -> String {
    if id.len() <= MAX_ID_BYTES && !id.chars().any(char::is_control) {
        return id;
    }
    let hex = code_of(&id);
    let mut short = String::new();
    for c in id.chars() {
        let c = if c.is_control() { ' ' } else { c };
        if short.len() + c.len_utf8() + 1 + hex.len() > MAX_ID_BYTES {
            break;
        }
        short.push(c);
    }
    format!("{short}~{hex}")
}

/// Sixteen hexadecimal figures that stand for a text.
pub(crate) fn code_of(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
