//! What a file is that is no export, and what to do about it, whatever was expected of it: a name says little, and a login
//! page is saved under the name of the report.

use followthrough::{Code, Error};

use crate::json::like_ascii;

/// The first bytes of what is no export, in small letters where they are letters, with what the file is and what to do.
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
const MOST_BLANK: usize = 512;

/// So many bytes say what a file is.
pub(crate) const ENOUGH: usize = 16;

/// The refusal of a file that is something else by its first bytes.
pub(crate) fn refusal(head: &[u8], file: &str) -> Option<Error> {
    let start = start(head);
    let (_, what, help) = KNOWN.iter().find(|(first, ..)| start.starts_with(first))?;
    Some(none(file, what, help))
}

/// The refusal of a whole file that is empty, or says that there is nothing.
pub(crate) fn of_nothing(whole: &[u8], file: &str) -> Option<Error> {
    let word = word(whole);
    let what = if word.is_empty() {
        "is empty"
    } else if word.eq_ignore_ascii_case(b"null") {
        "holds nothing but null"
    } else {
        return None;
    };
    let help = "ask for it again, or export it again: a list without records has the names of its columns, and is [] or \
                has an empty list where it is JSON";
    let error = Error::new(Code::ImportMissingColumn, format!("{file} {what}"));
    Some(error.at(file).help(help))
}

/// The refusal of a file with no names of columns in it.
pub(crate) fn without_header(head: &[u8], file: &str) -> Error {
    of_nothing(head, file).unwrap_or_else(|| {
        let message = format!("{file} is no table: it has no header");
        let help = "export it with the names of its columns in the first line";
        Error::new(Code::ImportMissingColumn, message).at(file).help(help)
    })
}

/// The refusal of a whole file of a system that answers in JSON, where it is known to be something else.
pub(crate) fn of_no_json(whole: &[u8], file: &str) -> Option<Error> {
    let of_markup = || {
        start(whole)
            .starts_with(b"<")
            .then(|| none(file, "XML, or a part of a page", FROM_PAGE))
    };
    refusal(whole, file)
        .or_else(|| of_nothing(whole, file))
        .or_else(of_markup)
}

/// The refusal of a whole file in which nothing is JSON.
pub(crate) fn without_json(whole: &[u8], file: &str) -> Error {
    of_no_json(whole, file).unwrap_or_else(|| {
        let error = Error::new(Code::ImportEncoding, format!("{file} is no JSON"));
        error.at(file).help("export it as JSON, as the system gives it")
    })
}

fn none(file: &str, what: &str, help: &str) -> Error {
    let message = format!("{file} is {what}, not an export");
    Error::new(Code::ImportEncoding, message).at(file).help(help)
}

/// The first bytes behind blanks, in small letters.
fn start(head: &[u8]) -> Vec<u8> {
    let head = head.get(..MOST_BLANK).unwrap_or(head);
    let text = like_ascii(head);
    let start = text.trim_ascii_start();
    start.iter().take(ENOUGH).map(u8::to_ascii_lowercase).collect()
}

/// The first signs of a file, without blanks and marks.
fn word(head: &[u8]) -> Vec<u8> {
    let is_blank = |b: &&u8| b.is_ascii_whitespace() || matches!(b, 0 | 0xef | 0xbb | 0xbf | 0xff | 0xfe);
    head.iter().filter(|b| !is_blank(b)).take(8).copied().collect()
}
