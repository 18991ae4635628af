//! The XML of a part, tag by tag and text by text, with bounds on what is held at a time.

use std::io::BufReader;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error, Reader};

use super::Trouble;
use super::container::Part;

/// The deepest that tags of a workbook stand in one another, many times over.
const DEEPEST: u32 = 64;

/// The tags and texts of a part.
pub(super) struct Xml<'a> {
    reader: Reader<BufReader<Part<'a>>>,
    buffer: Vec<u8>,
    depth: u32,
}

/// One of them.
pub(super) enum Token {
    Open(Tag),
    /// The name without its prefix.
    Close(Name),
    Text(String),
    End,
}

/// The names that matter; namespaces differ between the two editions of the standard, local names do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Relationship,
    WorkbookPr,
    Sheet,
    NumFmt,
    CellXfs,
    Xf,
    Item,
    Text,
    Phonetic,
    SheetData,
    Row,
    Cell,
    Value,
    Formula,
    MergeCell,
    Other,
}

impl Name {
    fn of(local: &[u8]) -> Self {
        match local {
            b"Relationship" => Self::Relationship,
            b"workbookPr" => Self::WorkbookPr,
            b"sheet" => Self::Sheet,
            b"numFmt" => Self::NumFmt,
            b"cellXfs" => Self::CellXfs,
            b"xf" => Self::Xf,
            b"si" | b"is" => Self::Item,
            b"t" => Self::Text,
            b"rPh" => Self::Phonetic,
            b"sheetData" => Self::SheetData,
            b"row" => Self::Row,
            b"c" => Self::Cell,
            b"v" => Self::Value,
            b"f" => Self::Formula,
            b"mergeCell" => Self::MergeCell,
            _ => Self::Other,
        }
    }
}

/// A tag that opens.
pub(super) struct Tag {
    pub(super) name: Name,
    start: BytesStart<'static>,
}

impl Tag {
    /// An attribute by its local name.
    pub(super) fn get(&self, name: &str) -> Result<Option<String>, Trouble> {
        for attribute in self.start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Trouble::Damaged)?;
            if attribute.key.local_name().as_ref() == name.as_bytes() {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                return value.map(|text| Some(text.into_owned())).map_err(|_| Trouble::Damaged);
            }
        }
        Ok(None)
    }

    /// A whole number.
    pub(super) fn number(&self, name: &str) -> Result<Option<u32>, Trouble> {
        match self.get(name)? {
            None => Ok(None),
            Some(text) => text.trim().parse().map(Some).map_err(|_| Trouble::Damaged),
        }
    }
}

impl<'a> Xml<'a> {
    pub(super) fn new(part: Part<'a>) -> Self {
        let mut reader = Reader::from_reader(BufReader::new(part));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
        }
    }

    /// The next tag or text; comments and the like are passed over.
    pub(super) fn next(&mut self) -> Result<Token, Trouble> {
        loop {
            self.buffer.clear();
            self.reader.get_mut().get_mut().looked_at();
            let event = self
                .reader
                .read_event_into(&mut self.buffer)
                .map_err(|error| trouble(&error))?;
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(Trouble::Damaged);
                    }
                    let name = Name::of(start.local_name().as_ref());
                    return Ok(Token::Open(Tag {
                        name,
                        start: start.into_owned(),
                    }));
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Token::Close(Name::of(end.local_name().as_ref())));
                }
                Event::Text(text) => {
                    let text = text.xml10_content().map_err(|_| Trouble::Damaged)?;
                    return Ok(Token::Text(text.into_owned()));
                }
                Event::CData(text) => {
                    let text = text.xml10_content().map_err(|_| Trouble::Damaged)?;
                    return Ok(Token::Text(text.into_owned()));
                }
                Event::GeneralRef(reference) => {
                    let named = reference.decode().map_err(|_| Trouble::Damaged)?;
                    let text = match reference.resolve_char_ref().map_err(|_| Trouble::Damaged)? {
                        Some(c) => c.to_string(),
                        None => match &*named {
                            "lt" => "<",
                            "gt" => ">",
                            "amp" => "&",
                            "quot" => "\"",
                            "apos" => "'",
                            // A name of the document's own: no spreadsheet program writes such.
                            _ => return Err(Trouble::Damaged),
                        }
                        .to_owned(),
                    };
                    return Ok(Token::Text(text));
                }
                // Definitions of names are where documents that unfold without end begin.
                Event::DocType(_) => return Err(Trouble::Damaged),
                Event::Eof if self.depth > 0 => return Err(Trouble::Damaged),
                Event::Eof => return Ok(Token::End),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }
}

fn trouble(error: &Error) -> Trouble {
    let Error::Io(io) = error else { return Trouble::Damaged };
    let own = io.get_ref().and_then(|inner| inner.downcast_ref::<Trouble>());
    own.copied().unwrap_or(Trouble::Damaged)
}
