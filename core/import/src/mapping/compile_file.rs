//! How a file is written, out of a mapping: as delimited text, or as JSON.

use super::read::{Item, Keys, Problems, shown};
use super::shape::JsonForm;
use crate::csv::Dialect;
use crate::encoding::Encoding;
use crate::json::Path;

const DELIMITERS: &[(&str, u8)] = &[
    ("comma", b','),
    ("tab", b'\t'),
    ("semicolon", b';'),
    ("pipe", b'|'),
    (",", b','),
    (";", b';'),
    ("|", b'|'),
];

/// Reads `file`: how delimited text is written, and the sheet of a workbook.
pub(super) fn file(keys: &mut Keys<'_>, problems: &mut Problems<'_>) -> (Dialect, Encoding, Option<String>) {
    let mut dialect = Dialect {
        utf16: true,
        ..Dialect::CSV
    };
    let mut encoding = Encoding::Utf8;
    let Some(mut keys) = keys
        .get("file")
        .and_then(|item| item.keys(problems, "how the file is written"))
    else {
        return (dialect, encoding, None);
    };
    if let Some(found) = keys
        .get("delimiter")
        .and_then(|item| item.word(problems, "a separator", DELIMITERS))
    {
        dialect.delimiter = found;
    }
    let quotes = [("double", true), ("none", false)];
    if let Some(found) = keys
        .get("quotes")
        .and_then(|item| item.word(problems, "what quotes do", &quotes))
    {
        dialect.quotes = found;
    }
    if let Some(found) = keys.get("trailing_field").and_then(|item| item.flag(problems)) {
        dialect.trailing_field = found;
    }
    if let Some(found) = keys
        .get("skip_lines")
        .and_then(|item| item.number(problems, "lines before the header", 100))
    {
        dialect.skip_lines = found;
    }
    let encodings = [("utf-8", Encoding::Utf8), ("windows-1252", Encoding::Windows1252)];
    if let Some(found) = keys
        .get("encoding")
        .and_then(|item| item.word(problems, "an encoding", &encodings))
    {
        encoding = found;
    }
    let sheet = keys
        .get("sheet")
        .and_then(|item| item.text(problems, "the name of a sheet"));
    keys.finish(problems);
    (dialect, encoding, sheet.map(str::to_owned))
}

/// Reads `json`: the shape is one of JSON then.
pub(super) fn json(item: &Item<'_>, problems: &mut Problems<'_>) -> Option<JsonForm> {
    let mut keys = item.keys(problems, "how the JSON is built, such as {lists: [data]}")?;
    let texts = |item: Option<Item<'_>>, problems: &mut Problems<'_>| -> Option<Vec<String>> {
        let texts = item.map_or_else(|| Some(Vec::new()), |item| item.texts(problems, "keys"))?;
        Some(texts.into_iter().map(str::to_owned).collect())
    };
    let lists = texts(keys.get("lists"), problems);
    let inside = keys.get("inside").map(|item| item.text(problems, "a key"));
    let kind = keys.get("is").map(|item| {
        let entries = item.entries(problems, "{KEY: WORD}")?;
        match entries.as_slice() {
            [(key, word)] => Some(((*key).to_owned(), word.text(problems, "a word")?.to_owned())),
            _ => item.refuse(
                problems,
                "expected one key and its word",
                "such as {resourceType: CarePlan}",
            ),
        }
    });
    let each = keys.get("each").map(|item| item.text(problems, "the key of a list"));
    if let (Some(item), None) = (keys.get("each"), &kind) {
        return item.refuse(problems, "only beside `is`", "say in which records the list stands");
    }
    let mut succeeds = Vec::new();
    let entries = keys.get("succeeds").map(|item| item.entries(problems, "{PATH: WORDS}"));
    for (name, item) in entries.flatten().unwrap_or_default() {
        let words = item.texts(problems, "words")?;
        succeeds.push((
            path(name, &item, problems)?,
            words.into_iter().map(str::to_owned).collect(),
        ));
    }
    let more = keys.get("more").map(|item| {
        let text = item.text(problems, "a path")?;
        path(text, &item, problems)
    });
    keys.finish(problems);
    Some(JsonForm {
        lists: lists?,
        inside: inside.map_or(Some(None), |inside| inside.map(|key| Some(key.to_owned())))?,
        kind: kind.map_or(Some(None), |kind| kind.map(Some))?,
        each: each.map_or(Some(None), |each| each.map(|key| Some(key.to_owned())))?,
        succeeds,
        more: more.map_or(Some(None), |more| more.map(Some))?,
    })
}

/// Reads a path below a record.
pub(super) fn path(text: &str, item: &Item<'_>, problems: &mut Problems<'_>) -> Option<Path> {
    Path::parse(text).or_else(|| {
        let help = "write it as fee.amount, phones[0].number or telecom[use=mobile].value";
        item.refuse(problems, format!("{} is no path below a record", shown(text)), help)
    })
}
