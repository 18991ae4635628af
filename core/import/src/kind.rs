//! What a file is that is no export, by its first bytes, and what to do about it: a name says little, and a login page is
//! saved under the name of the report.

use followthrough::{Code, Error};

/// First bytes, in small letters where they are letters, with what the file is and what to do.
const KNOWN: [(&[u8], &str, &str); 16] = [
    (
        b"\xd0\xcf\x11\xe0",
        "an old workbook (.xls) or one with a password",
        AS_XLSX,
    ),
    (
        b"%pdf",
        "a PDF",
        "a page to print holds no data that can be read: export the list itself, as CSV or .xlsx",
    ),
    (b"<!doctype html", PAGE, FROM_PAGE),
    (b"<html", PAGE, FROM_PAGE),
    (b"<head", PAGE, FROM_PAGE),
    (b"<body", PAGE, FROM_PAGE),
    (b"<script", PAGE, FROM_PAGE),
    (b"<table", "a table of a web page", AS_XLSX),
    (b"<?xml", "XML", "export it as CSV, .xlsx or JSON"),
    (
        b"{\\rtf",
        "a text document (RTF)",
        "export the list itself, as CSV or .xlsx",
    ),
    (b"\x89png", "a picture", "export the list itself, as CSV or .xlsx"),
    (b"\xff\xd8\xff", "a picture", "export the list itself, as CSV or .xlsx"),
    (b"gif8", "a picture", "export the list itself, as CSV or .xlsx"),
    (b"\x1f\x8b", "compressed (gzip)", "unpack it first"),
    (b"rar!", "an archive", "unpack it first"),
    (b"7z\xbc\xaf", "an archive", "unpack it first"),
];

const AS_XLSX: &str = "open it in a spreadsheet program, and save it as .xlsx without a password or as CSV";
const PAGE: &str = "a web page";
const FROM_PAGE: &str = "it may be that of a login: sign in again and save the export itself; where the page shows the \
                         list, open it in a spreadsheet program and save it as CSV";

/// How far into a file the first bytes of it are looked for.
const MOST_BLANK: usize = 256;

/// So many bytes say what a file is.
pub(crate) const ENOUGH: usize = 16;

/// Whether a file of JSON holds nothing but its word for nothing.
pub(crate) fn is_null(whole: &[u8]) -> bool {
    whole.trim_ascii() == b"null"
}

/// The refusal of a file that is known to be none.
pub(crate) fn refusal(head: &[u8], file: &str) -> Option<Error> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let at = head.iter().take(MOST_BLANK).position(|b| !b.is_ascii_whitespace())?;
    let start: Vec<u8> = head.iter().skip(at).take(ENOUGH).map(u8::to_ascii_lowercase).collect();
    let (_, what, help) = KNOWN.iter().find(|(first, ..)| start.starts_with(first))?;
    let message = format!("{file} is {what}, not an export");
    Some(Error::new(Code::ImportEncoding, message).at(file).help(*help))
}

/// The first signs of a file, without blanks and marks.
fn word(head: &[u8]) -> Vec<u8> {
    let is_blank = |b: &&u8| b.is_ascii_whitespace() || matches!(b, 0 | 0xef | 0xbb | 0xbf | 0xff | 0xfe);
    head.iter().filter(|b| !is_blank(b)).take(8).copied().collect()
}

/// Whether a whole file is empty, or says that there is nothing.
pub(crate) fn holds_nothing(whole: &[u8]) -> bool {
    let word = word(whole);
    word.is_empty() || word.eq_ignore_ascii_case(b"null")
}

/// The refusal of a file with no names of columns in it.
pub(crate) fn without_header(head: &[u8], file: &str) -> Error {
    let word = word(head);
    let (message, help) = if word.is_empty() {
        (
            format!("{file} is empty"),
            "export it again: a list without records has the names of its columns, or is [] where it is JSON",
        )
    } else if word.eq_ignore_ascii_case(b"null") {
        (
            format!("{file} holds nothing but null"),
            "the system gave no list: ask it again, and save what it answers",
        )
    } else {
        (
            format!("{file} is no table: it has no header"),
            "export it with the names of its columns in the first line",
        )
    };
    Error::new(Code::ImportMissingColumn, message).at(file).help(help)
}
