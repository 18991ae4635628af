//! Workbooks as tests need them: whole ones of cells, and archives of any parts.

use std::fmt::Write as _;

/// What a cell is written as.
#[derive(Clone, Debug)]
pub(crate) enum Put {
    Empty,
    /// A text in the cell itself.
    Text(String),
    /// A text that cells share.
    Shared(String),
    /// A number as it stands, with a style.
    Number(String, usize),
    /// The XML of a cell's inside, with its attributes.
    Raw(String),
}

pub(crate) fn text(text: &str) -> Put {
    Put::Text(text.to_owned())
}

pub(crate) fn number(token: &str) -> Put {
    Put::Number(token.to_owned(), 0)
}

/// Styles that numbers have here: general, a day, a day with its time, five digits, dollars, a time, euros.
pub(crate) const DAY: usize = 1;
pub(crate) const DAY_AND_TIME: usize = 2;
pub(crate) const FIVE_DIGITS: usize = 3;
pub(crate) const DOLLARS: usize = 4;
pub(crate) const TIME: usize = 5;
pub(crate) const EUROS: usize = 6;
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts count=\"4\">\
    <numFmt numFmtId=\"164\" formatCode=\"m/d/yyyy\\ h:mm\"/><numFmt numFmtId=\"165\" formatCode=\"00000\"/>\
    <numFmt numFmtId=\"166\" formatCode=\"&quot;$&quot;#,##0.00\"/><numFmt numFmtId=\"167\" formatCode=\"[$€-407] #,##0.00\"/></numFmts><cellStyleXfs><xf numFmtId=\"22\"/></cellStyleXfs>\
    <cellXfs count=\"7\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>\
    <xf numFmtId=\"166\"/><xf numFmtId=\"20\"/><xf numFmtId=\"167\"/></cellXfs></styleSheet>";

/// A workbook in the making.
#[derive(Default)]
pub(crate) struct Workbook {
    sheets: Vec<(String, String)>,
    shared: Vec<String>,
    pub(crate) since_1904: bool,
    /// XML behind the rows of every sheet.
    pub(crate) behind: String,
}

impl Workbook {
    /// A workbook of one sheet.
    pub(crate) fn of(rows: &[Vec<Put>]) -> Self {
        let mut book = Self::default();
        book.sheet("Sheet1", rows);
        book
    }

    /// One more sheet; rows without a cell are left out, as programs do.
    pub(crate) fn sheet(&mut self, name: &str, rows: &[Vec<Put>]) {
        let mut xml = String::new();
        for (index, row) in rows.iter().enumerate() {
            if row.iter().all(|put| matches!(put, Put::Empty)) {
                continue;
            }
            let number = index + 1;
            write!(xml, "<row r=\"{number}\">").unwrap();
            for (column, put) in row.iter().enumerate() {
                let place = format!("{}{number}", letters(column));
                match put {
                    Put::Empty => {}
                    Put::Text(text) => write!(
                        xml,
                        "<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                        escaped(text)
                    )
                    .unwrap(),
                    Put::Shared(text) => {
                        let at = self.shared.iter().position(|known| known == text).unwrap_or_else(|| {
                            self.shared.push(text.clone());
                            self.shared.len() - 1
                        });
                        write!(xml, "<c r=\"{place}\" t=\"s\"><v>{at}</v></c>").unwrap();
                    }
                    Put::Number(token, style) => {
                        write!(xml, "<c r=\"{place}\" s=\"{style}\"><v>{token}</v></c>").unwrap();
                    }
                    Put::Raw(inside) => write!(xml, "<c r=\"{place}\" {inside}</c>").unwrap(),
                }
            }
            xml.push_str("</row>");
        }
        self.sheets.push((name.to_owned(), xml));
    }

    /// The parts of it.
    pub(crate) fn parts(&self) -> Vec<(String, Vec<u8>)> {
        const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relations = |inside: &str| {
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inside}</Relationships>"
            )
        };
        let relation = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
        };
        let (mut listed, mut related) = (String::new(), String::new());
        let mut parts = Vec::new();
        for (index, (name, rows)) in self.sheets.iter().enumerate() {
            let number = index + 1;
            write!(
                listed,
                "<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>",
                escaped(name)
            )
            .unwrap();
            related += &relation(
                &format!("rId{number}"),
                "worksheet",
                &format!("worksheets/sheet{number}.xml"),
            );
            let xml = format!(
                "<?xml version=\"1.0\"?><worksheet {MAIN}><sheetData>{rows}</sheetData>{}</worksheet>",
                self.behind
            );
            parts.push((format!("xl/worksheets/sheet{number}.xml"), xml));
        }
        related += &relation("rId900", "styles", "styles.xml");
        related += &relation("rId901", "sharedStrings", "/xl/sharedStrings.xml");
        let texts = self
            .shared
            .iter()
            .map(|text| format!("<si><r><t xml:space=\"preserve\">{}</t></r></si>", escaped(text)));
        let texts: String = texts.collect();
        let flag = if self.since_1904 {
            "<workbookPr date1904=\"1\"/>"
        } else {
            ""
        };
        parts.extend([
            (
                "_rels/.rels".to_owned(),
                relations(&relation("rId1", "officeDocument", "xl/workbook.xml")),
            ),
            (
                "xl/workbook.xml".to_owned(),
                format!("<workbook {MAIN} xmlns:r=\"{OFFICE}\">{flag}<sheets>{listed}</sheets></workbook>"),
            ),
            ("xl/_rels/workbook.xml.rels".to_owned(), relations(&related)),
            ("xl/styles.xml".to_owned(), STYLES.to_owned()),
            ("xl/sharedStrings.xml".to_owned(), format!("<sst {MAIN}>{texts}</sst>")),
        ]);
        parts.into_iter().map(|(name, xml)| (name, xml.into_bytes())).collect()
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        archive(&self.parts())
    }
}

fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap());
    match column / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letters(more - 1)),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// A zip archive of parts, each packed.
pub(crate) fn archive(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    archive_that_says(parts, &|_, _| {})
}

/// The same, with what the directory says of each part changed.
pub(crate) fn archive_that_says(parts: &[(String, Vec<u8>)], says: &dyn Fn(&str, &mut Said)) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let packed = miniz_oxide::deflate::compress_to_vec(content, 6);
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap();
        let mut said = Said {
            flags: 0,
            method: 8,
            sum: sum(content),
            packed: length(&packed),
            unpacked: length(content),
            at: length(&out),
        };
        says(name, &mut said);
        let mut fields = Vec::new();
        for number in [20, said.flags, said.method, 0, 0x21] {
            fields.extend_from_slice(&number.to_le_bytes());
        }
        for number in [said.sum, said.packed, said.unpacked] {
            fields.extend_from_slice(&number.to_le_bytes());
        }
        fields.extend_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
        fields.extend_from_slice(&[0, 0]);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&fields);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&packed);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&fields);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&said.at.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let at = u32::try_from(out.len()).unwrap();
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\x00\x00\x00\x00");
    out.extend_from_slice(&count);
    out.extend_from_slice(&count);
    out.extend_from_slice(&u32::try_from(directory.len()).unwrap().to_le_bytes());
    out.extend_from_slice(&at.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}

/// What an archive says of one of its parts.
pub(crate) struct Said {
    pub(crate) flags: u16,
    pub(crate) method: u16,
    pub(crate) sum: u32,
    pub(crate) packed: u32,
    pub(crate) unpacked: u32,
    pub(crate) at: u32,
}

fn sum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 };
        }
    }
    !sum
}
