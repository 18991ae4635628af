//! YAML, read event by event: no value is typed before the playbook language asks for it.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span, Tag};

use super::{Children, Document, MAX_DEPTH, Node, Origin, Reading, Scalar, Value, place, shown};
use crate::wire::Place;
use crate::{Code, Error};

/// The most aliases in one document.
const MAX_ALIASES: usize = 100;

pub(super) fn read(text: &str, origin: Origin) -> Result<Document, Vec<Error>> {
    let mut reader = Reader {
        lines: text,
        reading: Reading::new(origin),
        anchors: BTreeMap::new(),
        aliases: 0,
        documents: 0,
    };
    let mut parser = Parser::new_from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    while let Some(next) = parser.next_event() {
        let step = next
            .map_err(|error| syntax(&error))
            .and_then(|(event, span)| reader.event(event, span));
        if let Err(stop) = step {
            reader.reading.problems.push(stop);
            return Err(reader.reading.problems);
        }
    }
    reader.reading.finish()
}

struct Reader<'a> {
    lines: &'a str,
    reading: Reading,
    /// Nodes that carry an anchor, complete, with their sizes.
    anchors: BTreeMap<usize, Anchored>,
    aliases: usize,
    documents: usize,
}

struct Anchored {
    node: Node,
    nodes: usize,
    bytes: usize,
    depth: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Error> {
        let here = at(span.start);
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Error::new(Code::PlaybookSyntax, "a second document begins here")
                        .help("a playbook is one document: remove the `---` and what follows")
                        .place(here));
                }
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_tag(tag.as_deref(), here);
                self.reading.count(1, text.len(), here)?;
                if self.reading.wants_key() {
                    self.reading.key(text.into_owned(), here);
                    return Ok(());
                }
                let value = match style {
                    ScalarStyle::Plain if matches!(&*text, "" | "~" | "null" | "Null" | "NULL") => Value::Null,
                    ScalarStyle::Plain
                    | ScalarStyle::SingleQuoted
                    | ScalarStyle::DoubleQuoted
                    | ScalarStyle::Literal
                    | ScalarStyle::Folded => Value::Scalar(Scalar {
                        inside: self.inside(&text, style, span),
                        text: text.into_owned(),
                    }),
                };
                if anchor != 0 {
                    let node = Node {
                        value: value.clone(),
                        place: here,
                        origin: self.reading.origin,
                        index: 0,
                    };
                    self.anchors.insert(anchor, Anchored::new(node));
                }
                self.reading.scalar(value, here);
                Ok(())
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_tag(tag.as_deref(), here);
                self.open(Children::List(Vec::new()), here, anchor)
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_tag(tag.as_deref(), here);
                let children = Children::Map {
                    entries: Vec::new(),
                    key: None,
                };
                self.open(children, here, anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let anchors = &mut self.anchors;
                self.reading.close(|anchor, node| {
                    anchors.insert(anchor, Anchored::new(node.clone()));
                });
                Ok(())
            }
            Event::Alias(anchor) => self.alias(anchor, here),
        }
    }

    fn open(&mut self, children: Children, here: Option<Place>, anchor: usize) -> Result<(), Error> {
        if self.reading.wants_key() {
            return Err(Error::new(Code::PlaybookSyntax, "a key must be a plain word or text").place(here));
        }
        self.reading.count(1, 0, here)?;
        self.reading.open(children, here, anchor)
    }

    /// Writes an alias out, within the same limits as if it had been written by hand.
    fn alias(&mut self, anchor: usize, here: Option<Place>) -> Result<(), Error> {
        self.aliases += 1;
        if self.aliases > MAX_ALIASES {
            return Err(Error::new(Code::PlaybookTooLarge, "more than 100 aliases").place(here));
        }
        if self.reading.wants_key() {
            return Err(Error::new(Code::PlaybookSyntax, "an alias cannot be a key").place(here));
        }
        let Some(found) = self.anchors.get(&anchor) else {
            return Err(Error::new(Code::PlaybookSyntax, "an alias inside the very value that it names").place(here));
        };
        if self.reading.open.len() + found.depth > MAX_DEPTH {
            return Err(Error::new(
                Code::PlaybookTooLarge,
                "lists and maps are nested more than 32 deep by this alias",
            )
            .place(here));
        }
        self.reading.count(found.nodes, found.bytes, here)?;
        self.reading.place_node(found.node.clone());
        Ok(())
    }

    fn refuse_tag(&mut self, tag: Option<&Tag>, here: Option<Place>) {
        if let Some(tag) = tag {
            self.reading.problems.push(
                Error::new(
                    Code::PlaybookSyntax,
                    format!(
                        "the tag {} is not part of the playbook language",
                        shown(&tag.to_string())
                    ),
                )
                .help("remove it; quotes make a text of anything")
                .place(here),
            );
        }
    }

    /// Where the text itself begins: behind the quote, or on the line after `|`. None where places inside the text
    /// do not follow those of the document: texts of several lines, folded texts, escapes.
    fn inside(&self, text: &str, style: ScalarStyle, span: Span) -> Option<Place> {
        let (line, column) = (span.start.line(), span.start.col() + 1);
        let (written, read) = (span.end.index().checked_sub(span.start.index())?, text.chars().count());
        match style {
            ScalarStyle::Plain if written == read => place(line, column),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if written == read + 2 && !text.contains('\n') => {
                place(line, column + 1)
            }
            ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => None,
            ScalarStyle::Literal => {
                let first = text.lines().next()?;
                // The scanner's start may be the header or the text; the first line that ends like the text is it.
                let (n, found) = self
                    .lines
                    .lines()
                    .enumerate()
                    .skip(line.saturating_sub(1))
                    .take(3)
                    .find(|(_, l)| !first.is_empty() && l.ends_with(first) && l.len() > first.len())?;
                place(n + 1, found.chars().count() - first.chars().count() + 1)
            }
            ScalarStyle::Folded => None,
        }
    }
}

impl Anchored {
    fn new(node: Node) -> Self {
        let (nodes, bytes, depth) = size(&node);
        Self {
            node,
            nodes,
            bytes,
            depth,
        }
    }
}

/// Nodes, bytes of text and depth of a node. It is at most 32 deep.
fn size(node: &Node) -> (usize, usize, usize) {
    let sum = |(nodes, bytes, depth): (usize, usize, usize), (n, b, d): (usize, usize, usize)| {
        (nodes + n, bytes + b, depth.max(d + 1))
    };
    match &node.value {
        Value::Null => (1, 0, 0),
        Value::Scalar(scalar) => (1, scalar.text.len(), 0),
        Value::List(items) => items.iter().map(size).fold((1, 0, 1), sum),
        Value::Map(entries) => entries
            .iter()
            .map(|entry| {
                let (nodes, bytes, depth) = size(&entry.node);
                (nodes + 1, bytes + entry.key.len(), depth)
            })
            .fold((1, 0, 1), sum),
    }
}

fn at(mark: Marker) -> Option<Place> {
    place(mark.line(), mark.col() + 1)
}

fn syntax(error: &ScanError) -> Error {
    if error.info().contains("recursion limit") {
        // The scanner looks ahead: brackets come to it in hundreds before the first event.
        return Error::new(Code::PlaybookTooLarge, "lists and maps are nested more than 32 deep")
            .place(at(*error.marker()));
    }
    Error::new(Code::PlaybookSyntax, format!("not well-formed YAML: {}", error.info()))
        .help("check indentation, brackets and quotes here and just above")
        .place(at(*error.marker()))
}
