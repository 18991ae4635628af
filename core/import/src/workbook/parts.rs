//! The parts beside the sheets: which sheets there are, what styles show, and the texts that cells share.

use std::collections::BTreeMap;

use super::Trouble;
use super::container::Container;
use super::style::{self, Shows};
use super::xml::{Name, Token, Xml};
use crate::mapping::is_foreign;

/// The most that the shared texts may come to; they are held while the sheet is read.
const MOST_TEXT: usize = 256 << 20;
/// More sheets than any book of a practice has.
const MOST_SHEETS: usize = 64;

/// One sheet as the book lists it.
pub(crate) struct Listed {
    pub(crate) name: String,
    /// The name of its part.
    pub(super) part: String,
}

/// What the book says of itself.
pub(super) struct Contents {
    pub(super) sheets: Vec<Listed>,
    pub(super) since_1904: bool,
    pub(super) styles: Vec<Shows>,
    /// Signs of currencies that styles show.
    pub(super) marks: BTreeMap<usize, String>,
    pub(super) texts: Texts,
}

impl Contents {
    pub(super) fn read(container: &Container<'_>) -> Result<Self, Trouble> {
        let roots = relations(container, "_rels/.rels", "")?;
        let book = target(&roots, "/officeDocument").unwrap_or_else(|| "xl/workbook.xml".to_owned());
        if !container.has(&book) {
            return Err(if container.has_any("workbook.bin") {
                Trouble::Binary
            } else if container.has("content.xml") {
                Trouble::OpenDocument
            } else {
                Trouble::NoWorkbook
            });
        }
        let (folder, file) = book.rsplit_once('/').unwrap_or(("", &book));
        let relations = relations(container, &format!("{folder}/_rels/{file}.rels"), folder)?;
        let (sheets, since_1904) = sheets(container, &book, &relations)?;
        let (styles, marks) = match target(&relations, "/styles").filter(|part| container.has(part)) {
            Some(part) => styles(container, &part)?,
            None => (Vec::new(), BTreeMap::new()),
        };
        let texts = match target(&relations, "/sharedStrings").filter(|part| container.has(part)) {
            Some(part) => Texts::read(container, &part)?,
            None => Texts::default(),
        };
        Ok(Self {
            sheets,
            since_1904,
            styles,
            marks,
            texts,
        })
    }
}

/// What one part says of another.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn target(relations: &[Relation], kind: &str) -> Option<String> {
    let found = relations.iter().find(|relation| relation.kind.ends_with(kind));
    found.map(|relation| relation.target.clone())
}

fn relations(container: &Container<'_>, part: &str, folder: &str) -> Result<Vec<Relation>, Trouble> {
    let mut all = Vec::new();
    if !container.has(part) {
        return Ok(all);
    }
    let mut xml = Xml::new(container.part(part)?);
    loop {
        match xml.next()? {
            Token::Open(tag) if tag.name == Name::Relationship => {
                let target = tag.get("Target")?.unwrap_or_default();
                all.push(Relation {
                    id: tag.get("Id")?.unwrap_or_default(),
                    kind: tag.get("Type")?.unwrap_or_default(),
                    target: resolved(folder, &target),
                });
            }
            Token::Open(_) | Token::Close(_) | Token::Text(_) => {}
            Token::End => return Ok(all),
        }
    }
}

/// A target is seen from the folder of the part that names it, or from the root.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn sheets(container: &Container<'_>, book: &str, relations: &[Relation]) -> Result<(Vec<Listed>, bool), Trouble> {
    let (mut sheets, mut since_1904) = (Vec::new(), false);
    let mut xml = Xml::new(container.part(book)?);
    loop {
        match xml.next()? {
            Token::Open(tag) if tag.name == Name::WorkbookPr => {
                since_1904 = tag
                    .get("date1904")?
                    .is_some_and(|flag| matches!(flag.as_str(), "1" | "true"));
            }
            Token::Open(tag) if tag.name == Name::Sheet => {
                let id = tag.get("id")?.unwrap_or_default();
                let relation = relations.iter().find(|relation| relation.id == id);
                // A chart stands in a sheet of its own, which has no cells.
                let Some(relation) = relation.filter(|relation| relation.kind.ends_with("/worksheet")) else {
                    continue;
                };
                if sheets.len() == MOST_SHEETS {
                    return Err(Trouble::TooLarge);
                }
                sheets.push(Listed {
                    name: tag.get("name")?.unwrap_or_default(),
                    part: relation.target.clone(),
                });
            }
            Token::Open(_) | Token::Close(_) | Token::Text(_) => {}
            Token::End => return Ok((sheets, since_1904)),
        }
    }
}

/// What each style shows, by its number, and with the sign of which currency.
fn styles(container: &Container<'_>, part: &str) -> Result<(Vec<Shows>, BTreeMap<usize, String>), Trouble> {
    let mut own: Vec<(u32, Shows, Option<String>)> = Vec::new();
    let (mut styles, mut marks) = (Vec::new(), BTreeMap::new());
    let mut of_cells = false;
    let mut xml = Xml::new(container.part(part)?);
    loop {
        match xml.next()? {
            Token::Open(tag) if tag.name == Name::NumFmt => {
                let code = tag.get("formatCode")?.unwrap_or_default();
                let mark = style::marks(&code).into_iter().find(|mark| is_foreign(mark, None));
                own.push((tag.number("numFmtId")?.unwrap_or_default(), Shows::of_code(&code), mark));
            }
            Token::Open(tag) if tag.name == Name::CellXfs => of_cells = true,
            Token::Open(tag) if tag.name == Name::Xf && of_cells => {
                let id = tag.number("numFmtId")?.unwrap_or_default();
                let named = own.iter().find(|(known, ..)| *known == id);
                if let Some((_, _, Some(mark))) = named {
                    marks.insert(styles.len(), mark.clone());
                }
                styles.push(named.map_or_else(|| Shows::of_number(id), |(_, shows, _)| *shows));
            }
            Token::Close(Name::CellXfs) => of_cells = false,
            Token::Open(_) | Token::Close(_) | Token::Text(_) => {}
            Token::End => return Ok((styles, marks)),
        }
        if own.len() + styles.len() > 1 << 17 {
            return Err(Trouble::TooLarge);
        }
    }
}

/// Texts that cells name by number, in one piece.
#[derive(Default)]
pub(super) struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl Texts {
    fn read(container: &Container<'_>, part: &str) -> Result<Self, Trouble> {
        let mut texts = Self::default();
        let mut xml = Xml::new(container.part(part)?);
        let mut item = Item::default();
        loop {
            match xml.next()? {
                Token::Open(tag) => item.open(tag.name),
                Token::Text(text) => item.text(&text),
                Token::Close(Name::Item) => {
                    texts.all.push_str(&item.take());
                    texts.ends.push(texts.all.len());
                }
                Token::Close(name) => item.close(name),
                Token::End => return Ok(texts),
            }
            if texts.all.len() + texts.ends.len() * size_of::<usize>() > MOST_TEXT {
                return Err(Trouble::TooLarge);
            }
        }
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index
            .checked_sub(1)
            .map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.all.get(start..end)
    }
}

/// A text with its runs, of which each may look otherwise; how it is spoken is left out.
#[derive(Default)]
pub(super) struct Item {
    text: String,
    inside: bool,
    spoken: bool,
}

impl Item {
    pub(super) fn open(&mut self, name: Name) {
        self.spoken |= name == Name::Phonetic;
        self.inside |= name == Name::Text && !self.spoken;
    }

    pub(super) fn close(&mut self, name: Name) {
        self.spoken &= name != Name::Phonetic;
        self.inside &= name != Name::Text;
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.inside {
            self.text.push_str(text);
        }
    }

    /// The text as it was meant: `_x000D_` stands for a character that XML cannot hold.
    pub(super) fn take(&mut self) -> String {
        (self.inside, self.spoken) = (false, false);
        let text = std::mem::take(&mut self.text);
        if text.contains("_x") { unescaped(&text) } else { text }
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let code = escape.get(2..6).filter(|_| escape.get(6..7) == Some("_"));
        let code = code.filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
        let c = code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        let used = match c {
            Some(c) => {
                out.push(c);
                7
            }
            None => {
                out.push_str("_x");
                2
            }
        };
        rest = escape.get(used..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_targets() {
        assert_eq!(unescaped("a_x000D_\nb_x005F_x_xZZZZ_ _x00"), "a\r\nb_x_xZZZZ_ _x00");
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(resolved("xl", "../xl/./a.xml"), "xl/a.xml");
    }
}
