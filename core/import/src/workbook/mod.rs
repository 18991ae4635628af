//! Workbooks as spreadsheet programs save them (`.xlsx`): the rows of a sheet, as records of a delimited file have them.
//!
//! A sheet is read as it is unpacked, row by row; of a book only the texts that cells share are held. A number is the text
//! that a spreadsheet program would show, a day stands in the form that the mapping declares: what is said of columns
//! holds for a workbook as for the same table in delimited text.

mod container;
mod number;
mod parts;
mod records;
mod sheet;
mod style;
mod xml;

use std::fmt;

use followthrough::{Code, Error};

use container::Container;
use parts::Contents;

pub(crate) use container::MOST_PACKED;
pub(crate) use records::Header;
use sheet::{Content, Row};

use crate::mapping::{DateFormat, Shape};

/// How values are written as text.
pub(crate) struct Form<'a> {
    dates: &'a DateFormat,
    decimal: char,
    /// The currency of the practice, whose sign need not be shown; none where nobody has said which that is.
    currency: Option<Option<&'a str>>,
    /// The row of the header; merged cells above it matter to nobody.
    below: u32,
}

impl<'a> Form<'a> {
    /// As the files of a shape have them.
    pub(crate) fn of(shape: &'a Shape, below: u32) -> Self {
        Self {
            dates: &shape.dates,
            decimal: shape.money.decimal(),
            currency: Some(shape.currency.as_deref()),
            below,
        }
    }

    /// As nobody has said yet.
    pub(crate) fn plain(dates: &'a DateFormat) -> Self {
        Self {
            dates,
            decimal: '.',
            currency: None,
            below: 0,
        }
    }
}

/// The forms of days where no shape says any.
pub(crate) fn iso_forms() -> DateFormat {
    DateFormat::default().with_days_of_workbooks()
}

/// Why a workbook cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    CutShort,
    Damaged,
    TooLarge,
    Locked,
    Binary,
    OpenDocument,
    NoWorkbook,
    /// Another error ended the reading.
    Stopped,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CutShort => "a workbook that was cut short",
            Self::Damaged => "a damaged workbook",
            Self::TooLarge => "a workbook that unpacks to more than a practice's export can be",
            Self::Locked => "a workbook with a password",
            Self::Binary => "a binary workbook (.xlsb)",
            Self::OpenDocument => "an OpenDocument workbook (.ods)",
            Self::NoWorkbook => "an archive that is no workbook",
            Self::Stopped => "a workbook that was not read to its end",
        })
    }
}

impl std::error::Error for Trouble {}

impl Trouble {
    pub(crate) fn error(self, file: &str) -> Error {
        let help = match self {
            Self::CutShort | Self::Damaged | Self::Stopped => "export it again, or save it as CSV",
            Self::TooLarge => "save the sheet as CSV, which has no bound",
            Self::Locked | Self::Binary | Self::OpenDocument => {
                "open it, and save it as .xlsx without a password or as CSV"
            }
            Self::NoWorkbook => "unpack it, and give the files in it",
        };
        Error::new(Code::ImportEncoding, format!("{file} is {self}"))
            .at(file)
            .help(help)
    }
}

/// Whether the first bytes of a file are those of a zip archive, as a workbook is one; none while they are too few.
pub(crate) fn begins(head: &[u8]) -> Option<bool> {
    const STARTS: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"];
    if head.len() < 4 && STARTS.iter().any(|start| start.starts_with(head)) {
        return None;
    }
    Some(STARTS.iter().any(|start| head.starts_with(start)))
}

/// A workbook whose directory was read.
pub(crate) struct Book<'a> {
    container: Container<'a>,
    contents: Contents,
}

impl<'a> Book<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Trouble> {
        if bytes.len() > MOST_PACKED {
            return Err(Trouble::TooLarge);
        }
        let container = Container::open(bytes)?;
        let contents = Contents::read(&container)?;
        Ok(Self { container, contents })
    }

    /// The names of its sheets, in their order.
    pub(crate) fn sheets(&self) -> impl Iterator<Item = &str> {
        self.contents.sheets.iter().map(|sheet| sheet.name.as_str())
    }

    /// Hands over the rows of a sheet that are not empty, until the sink has enough. Answers how many cells are merged
    /// over several rows.
    fn rows(
        &self,
        sheet: usize,
        form: &Form<'_>,
        sink: &mut dyn FnMut(Row) -> Result<bool, Trouble>,
    ) -> Result<u64, Trouble> {
        let listed = self.contents.sheets.get(sheet).ok_or(Trouble::Damaged)?;
        sheet::rows(&self.container, &self.contents, &listed.part, form, sink)
    }
}
