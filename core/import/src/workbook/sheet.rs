//! The rows of one sheet, as records of a delimited file have them.

use super::container::Container;
use super::number;
use super::parts::{Contents, Item};
use super::style::Shows;
use super::xml::{Name, Tag, Token, Xml};
use super::{Form, Trouble};
use crate::mapping::is_foreign;

/// The widest and the longest that a sheet can be.
const MOST_COLUMNS: u32 = 16_384;
const MOST_ROWS: u32 = 1_048_576;
/// The most bytes of one row; a record of a delimited file has no more either.
const MOST_OF_A_ROW: usize = crate::csv::MAX_RECORD;

/// One row that has something in it.
#[derive(Default)]
pub(crate) struct Row {
    /// The number that the sheet gives it, from 1.
    pub(crate) number: u32,
    /// Cells that are not empty, by column from 0.
    pub(crate) cells: Vec<(u32, Content)>,
    /// Whether it held more than can be kept.
    pub(crate) too_long: bool,
    size: usize,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Text(String),
    /// No value, and why.
    Nothing(&'static str),
}

/// Errors of a worksheet, which stand where a value should.
const ERRORS: [&str; 10] = [
    "#NULL!",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#N/A",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
];
/// A formula that no program has computed yet.
const NOT_COMPUTED: &str = "a formula without its result";
const INEXACT: &str = "a number of more digits than a sheet can hold";
const UNKNOWN: &str = "what no sheet holds";
const ERROR: &str = "an error";

/// Reads the rows until the sink has enough; hidden ones too. Answers how many cells are merged over several rows, where
/// one of them is below the header.
pub(super) fn rows(
    container: &Container<'_>,
    contents: &Contents,
    part: &str,
    form: &Form<'_>,
    sink: &mut dyn FnMut(Row) -> Result<bool, Trouble>,
) -> Result<u64, Trouble> {
    let mut xml = Xml::new(container.part(part)?);
    let mut merged = 0;
    let mut row = Row::default();
    let mut cell: Option<Cell> = None;
    let mut in_data = false;
    loop {
        match xml.next()? {
            Token::Open(tag) if tag.name == Name::SheetData => in_data = true,
            Token::Open(tag) if tag.name == Name::Row && in_data => {
                let last = row.number;
                row = Row {
                    number: tag.number("r")?.unwrap_or(last.saturating_add(1)),
                    ..Row::default()
                };
                if row.number <= last || row.number > MOST_ROWS {
                    return Err(Trouble::Damaged);
                }
            }
            Token::Open(tag) if tag.name == Name::Cell && in_data => {
                let next = cell.as_ref().map_or(0, |before| before.column.saturating_add(1));
                cell = Some(Cell::open(&tag, if row.size == 0 { 0 } else { next })?);
                row.size += 1;
            }
            Token::Open(tag) if tag.name == Name::MergeCell => {
                let several = tag.get("ref")?.is_some_and(|area| spans_rows(&area, form.below));
                merged += u64::from(several);
            }
            Token::Open(tag) => {
                if let Some(cell) = &mut cell {
                    cell.inside(tag.name);
                }
            }
            Token::Text(text) => {
                if let Some(cell) = &mut cell {
                    cell.text(&text);
                }
            }
            Token::Close(Name::Cell) => {
                let Some(cell) = &mut cell else { continue };
                let content = cell.content(contents, form);
                let Some(content) = content else { continue };
                row.size += match &content {
                    Content::Text(text) => text.len(),
                    Content::Nothing(_) => 0,
                };
                row.too_long |= row.size > MOST_OF_A_ROW;
                if row.cells.last().is_some_and(|(before, _)| *before >= cell.column) {
                    return Err(Trouble::Damaged);
                }
                if !row.too_long {
                    row.cells.push((cell.column, content));
                }
            }
            Token::Close(Name::Row) => {
                cell = None;
                let number = row.number;
                if !row.cells.is_empty() || row.too_long {
                    let whole = std::mem::take(&mut row);
                    if !sink(whole)? {
                        return Ok(merged);
                    }
                }
                row.number = number;
            }
            Token::Close(Name::SheetData) => in_data = false,
            Token::Close(name) => {
                if let Some(cell) = &mut cell {
                    cell.leave(name);
                }
            }
            Token::End => return Ok(merged),
        }
    }
}

/// Whether an area such as `B4:B6` takes in more than one row, and one below the header.
fn spans_rows(area: &str, below: u32) -> bool {
    let row = |corner: &str| {
        let digits = corner.trim_start_matches(|c: char| !c.is_ascii_digit());
        digits.parse::<u32>().unwrap_or_default()
    };
    let (first, last) = area.split_once(':').unwrap_or((area, area));
    row(first) != row(last) && row(last) > below
}

/// A cell as it is read.
struct Cell {
    column: u32,
    kind: Kind,
    style: usize,
    value: String,
    in_value: bool,
    has_value: bool,
    has_formula: bool,
    item: Item,
}

/// What its value is, by its attribute `t`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Inline,
    Text,
    Flag,
    Error,
    Iso,
}

impl Cell {
    fn open(tag: &Tag, next: u32) -> Result<Self, Trouble> {
        let column = match tag.get("r")? {
            Some(place) => column(&place).ok_or(Trouble::Damaged)?,
            None => next,
        };
        if column >= MOST_COLUMNS {
            return Err(Trouble::Damaged);
        }
        let kind = match tag.get("t")?.as_deref() {
            None | Some("n") => Kind::Number,
            Some("s") => Kind::Shared,
            Some("inlineStr") => Kind::Inline,
            Some("str") => Kind::Text,
            Some("b") => Kind::Flag,
            Some("e") => Kind::Error,
            Some("d") => Kind::Iso,
            Some(_) => return Err(Trouble::Damaged),
        };
        Ok(Self {
            column,
            kind,
            style: usize::try_from(tag.number("s")?.unwrap_or_default()).unwrap_or(usize::MAX),
            value: String::new(),
            in_value: false,
            has_value: false,
            has_formula: false,
            item: Item::default(),
        })
    }

    fn inside(&mut self, name: Name) {
        self.in_value |= name == Name::Value;
        self.has_value |= name == Name::Value;
        self.has_formula |= name == Name::Formula;
        self.item.open(name);
    }

    fn leave(&mut self, name: Name) {
        self.in_value &= name != Name::Value;
        self.item.close(name);
    }

    fn text(&mut self, text: &str) {
        if self.in_value {
            self.value.push_str(text);
        }
        self.item.text(text);
    }

    /// What it holds; nothing where it is empty.
    fn content(&mut self, contents: &Contents, form: &Form<'_>) -> Option<Content> {
        // A text of no length is a result; where nothing says that it is text, an empty value was never computed.
        let is_empty = self.value.trim().is_empty() && !(self.kind == Kind::Text && self.has_value);
        if self.has_formula && is_empty {
            return Some(Content::Nothing(NOT_COMPUTED));
        }
        let inline = self.item.take();
        let value = self.value.trim();
        let text = match self.kind {
            Kind::Inline => inline,
            Kind::Text => std::mem::take(&mut self.value),
            Kind::Number | Kind::Shared | Kind::Flag | Kind::Error | Kind::Iso if value.is_empty() => return None,
            Kind::Shared => match value.parse().ok().and_then(|index| contents.texts.get(index)) {
                Some(text) => text.to_owned(),
                None => return Some(Content::Nothing(UNKNOWN)),
            },
            Kind::Flag => match value {
                "1" | "true" => "TRUE".to_owned(),
                "0" | "false" => "FALSE".to_owned(),
                _ => return Some(Content::Nothing(UNKNOWN)),
            },
            Kind::Error => {
                let known = ERRORS.iter().find(|known| **known == value);
                return Some(Content::Nothing(known.unwrap_or(&ERROR)));
            }
            Kind::Iso => iso(value, form),
            Kind::Number => {
                let Some(plain) = number::plain(value) else {
                    return Some(Content::Nothing(INEXACT));
                };
                let shows = contents.styles.get(self.style).copied().unwrap_or(Shows::Number);
                let text = shown(&plain, shows, contents.since_1904, form);
                match (contents.marks.get(&self.style), form.currency) {
                    // An amount in another currency must not pass for one in ours.
                    (Some(mark), Some(own)) if is_foreign(mark, own) => format!("{mark} {text}"),
                    _ => text,
                }
            }
        };
        (!text.is_empty()).then_some(Content::Text(text))
    }
}

/// A number as its style shows it, in the form that the texts of such a file have.
fn shown(plain: &str, shows: Shows, since_1904: bool, form: &Form<'_>) -> String {
    match shows {
        Shows::Number => {}
        Shows::Digits(least) if plain.bytes().all(|b| b.is_ascii_digit()) => return format!("{plain:0>least$}"),
        Shows::Digits(_) => {}
        Shows::Instant { day, time } => {
            if let Some(second) = number::time(plain).filter(|_| !day && !since_1904) {
                return clock(second);
            }
            if let Some(at) = number::instant(plain, since_1904) {
                return form.dates.write(at.date, at.second, time);
            }
        }
    }
    match form.decimal {
        '.' => plain.to_owned(),
        sign => plain.replace('.', &sign.to_string()),
    }
}

fn clock(second: u32) -> String {
    format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

/// A day as the stricter edition of the standard writes it; what is none is left as it stands.
fn iso(value: &str, form: &Form<'_>) -> String {
    let text = value.trim_end_matches('Z').replace('T', " ");
    let text = text.split_once('.').map_or(text.as_str(), |(whole, _)| whole);
    match super::iso_forms().instant(text) {
        Some(Some(read)) => form
            .dates
            .write(read.date, read.second.unwrap_or_default(), read.second.is_some()),
        Some(None) | None => value.to_owned(),
    }
}

/// The column of a place such as `AB12`.
fn column(place: &str) -> Option<u32> {
    let mut column: u32 = 0;
    for letter in place.bytes().take_while(u8::is_ascii_alphabetic) {
        let digit = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(digit)?;
    }
    column.checked_sub(1)
}
