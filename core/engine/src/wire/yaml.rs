//! YAML as JSON values, for documents other than playbooks: by the core schema of YAML 1.2 (`null`, `true`, numbers, and
//! everything else is text, so that `yes`, `012`, `10:00` and `2026-12-24` stay what was written), or with every scalar
//! as the text that stands there.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};
use serde_json::{Map, Number, Value};

use super::{Code, Error, Place};

/// The deepest nesting of lists and maps.
const MAX_DEPTH: usize = 64;
/// The most scalars, lists and maps, with aliases written out.
const MAX_NODES: usize = 200_000;

/// Reads one document by the core schema.
///
/// # Errors
/// Under `code`, at the first place that cannot be read; what the document says is not repeated.
pub fn json(text: &str, code: Code) -> Result<Value, Error> {
    read(text, code, Reader::default()).map(|reader| reader.document.unwrap_or_default())
}

/// A document all of whose scalars are texts, as they were written; an empty one without quotes is null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// What it says.
    pub value: Value,
    /// Where each value stands, by its JSON pointer: in a map where its key begins.
    pub places: BTreeMap<String, Place>,
}

/// Reads one document, its scalars as texts: `1250.00` and `012` stay what was written.
///
/// # Errors
/// Those of [`json`].
pub fn texts(text: &str, code: Code) -> Result<Texts, Error> {
    let reader = Reader {
        places: Some(BTreeMap::new()),
        ..Reader::default()
    };
    let reader = read(text, code, reader)?;
    Ok(Texts {
        value: reader.document.unwrap_or_default(),
        places: reader.places.unwrap_or_default(),
    })
}

fn read(text: &str, code: Code, mut reader: Reader) -> Result<Reader, Error> {
    for next in Parser::new_from_str(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        let (event, span) = next.map_err(|error| {
            wrong(code, "not well-formed YAML", *error.marker())
                .help("check indentation, brackets and quotes here and just above")
        })?;
        reader
            .event(event, span.start)
            .map_err(|message| wrong(code, message, span.start))?;
    }
    if reader.document.is_none() {
        return Err(Error::new(code, "the document is empty"));
    }
    Ok(reader)
}

fn wrong(code: Code, message: &str, at: Marker) -> Error {
    Error::new(code, message).place(place_of(at))
}

fn place_of(at: Marker) -> Option<Place> {
    let number = |n: usize| u32::try_from(n).ok();
    number(at.line())
        .zip(number(at.col() + 1))
        .map(|(line, column)| Place { line, column })
}

#[derive(Default)]
struct Reader {
    open: Vec<Open>,
    anchors: BTreeMap<usize, Value>,
    nodes: usize,
    document: Option<Value>,
    /// Where values stand, when that is asked; scalars are texts then.
    places: Option<BTreeMap<String, Place>>,
}

/// A list or map that is being read.
struct Open {
    anchor: usize,
    children: Children,
}

enum Children {
    List(Vec<Value>),
    Map {
        entries: Map<String, Value>,
        key: Option<String>,
    },
}

impl Reader {
    fn event(&mut self, event: Event<'_>, at: Marker) -> Result<(), &'static str> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) if self.document.is_some() => Err("a second document begins here"),
            Event::DocumentStart(_) => Ok(()),
            Event::Scalar(_, _, _, Some(_)) | Event::SequenceStart(_, Some(_)) | Event::MappingStart(_, Some(_)) => {
                Err("tags are not part of the form")
            }
            Event::Scalar(text, style, anchor, None) => {
                if let Some(key) = self.key_wanted() {
                    *key = Some(text.into_owned());
                    self.stands(at);
                    return Ok(());
                }
                self.stands(at);
                let value = match style {
                    ScalarStyle::Plain if self.places.is_none() => plain(&text),
                    ScalarStyle::Plain if matches!(&*text, "" | "~" | "null") => Value::Null,
                    ScalarStyle::Plain
                    | ScalarStyle::SingleQuoted
                    | ScalarStyle::DoubleQuoted
                    | ScalarStyle::Literal
                    | ScalarStyle::Folded => Value::String(text.into_owned()),
                };
                self.place(value, anchor)
            }
            Event::SequenceStart(anchor, None) => self.begin(anchor, Children::List(Vec::new()), at),
            Event::MappingStart(anchor, None) => self.begin(
                anchor,
                Children::Map {
                    entries: Map::new(),
                    key: None,
                },
                at,
            ),
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else { return Ok(()) };
                let value = match open.children {
                    Children::List(items) => Value::Array(items),
                    Children::Map { entries, .. } => Value::Object(entries),
                };
                self.place(value, open.anchor)
            }
            Event::Alias(anchor) => {
                if self.key_wanted().is_some() {
                    return Err("an alias cannot be a key");
                }
                let value = self
                    .anchors
                    .get(&anchor)
                    .cloned()
                    .ok_or("an alias inside the very value that it names")?;
                if self.open.len() + depth(&value) > MAX_DEPTH {
                    return Err("nested too deep");
                }
                // Counted as if it had been written out: aliases of aliases grow without end.
                self.nodes += count(&value);
                self.place(value, 0)
            }
        }
    }

    /// Where the next key goes, when a key comes next.
    fn key_wanted(&mut self) -> Option<&mut Option<String>> {
        match self.open.last_mut().map(|open| &mut open.children) {
            Some(Children::Map { key, .. }) if key.is_none() => Some(key),
            Some(Children::Map { .. } | Children::List(_)) | None => None,
        }
    }

    /// Notes where the value that comes next stands, unless its key did.
    fn stands(&mut self, at: Marker) {
        let (Some(places), Some(place)) = (&mut self.places, place_of(at)) else {
            return;
        };
        let mut pointer = String::new();
        for open in &self.open {
            let step = match &open.children {
                Children::List(items) => items.len().to_string(),
                Children::Map { key, .. } => {
                    let key = key.as_deref().unwrap_or_default();
                    key.replace('~', "~0").replace('/', "~1")
                }
            };
            pointer.push('/');
            pointer.push_str(&step);
        }
        places.entry(pointer).or_insert(place);
    }

    fn begin(&mut self, anchor: usize, children: Children, at: Marker) -> Result<(), &'static str> {
        if self.key_wanted().is_some() {
            return Err("a key must be a plain word or text");
        }
        self.stands(at);
        if self.open.len() >= MAX_DEPTH {
            return Err("nested too deep");
        }
        self.open.push(Open { anchor, children });
        Ok(())
    }

    fn place(&mut self, value: Value, anchor: usize) -> Result<(), &'static str> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err("too large, with its aliases written out");
        }
        if anchor != 0 {
            self.anchors.insert(anchor, value.clone());
        }
        match self.open.last_mut().map(|open| &mut open.children) {
            None => self.document = Some(value),
            Some(Children::List(items)) => items.push(value),
            Some(Children::Map { entries, key }) => {
                if entries.insert(key.take().unwrap_or_default(), value).is_some() {
                    return Err("the same key twice");
                }
            }
        }
        Ok(())
    }
}

/// A scalar without quotes.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
    }
}

/// A number as JSON writes it: no leading zeros, no plus, no underscores. A telephone number is none.
fn number(text: &str) -> Option<Number> {
    serde_json::from_str::<Number>(text).ok()
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(entries) => 1 + entries.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(entries) => 1 + entries.values().map(count).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test says so by failing")]

    use serde_json::json;

    use super::{Code, Error, Value};

    fn read(text: &str) -> Result<Value, Error> {
        super::json(text, Code::ScenarioMalformed)
    }

    #[test]
    fn texts_stay_as_they_were_written_and_have_places() {
        let read = super::texts(
            "fee: 1250.00\nmap: {\"105\": planned, yes: , a/b: [1, {c: 012}]}\n",
            Code::ScenarioMalformed,
        );
        let read = read.unwrap();
        assert_eq!(
            read.value,
            json!({"fee": "1250.00", "map": {"105": "planned", "yes": null, "a/b": ["1", {"c": "012"}]}})
        );
        let at = |pointer: &str| read.places.get(pointer).map(|place| (place.line, place.column));
        assert_eq!((at("/fee"), at("/map/105")), (Some((1, 1)), Some((2, 7))));
        assert_eq!((at("/map/a~1b/1/c"), at("/map/yes")), (Some((2, 40)), Some((2, 23))));
        assert_eq!(at("/nowhere"), None);
    }

    #[test]
    fn scalars_are_what_they_look_like() {
        let text = "{day: 2026-12-24, time: 10:00, yes: yes, no: NO, octal: 012, big: 1_000, phone: +14045550123, e: }";
        let value = read(text).unwrap();
        for (key, text) in [
            ("day", "2026-12-24"),
            ("time", "10:00"),
            ("yes", "yes"),
            ("no", "NO"),
            ("octal", "012"),
            ("big", "1_000"),
            ("phone", "+14045550123"),
        ] {
            assert_eq!(value[key], text, "{key}");
        }
        assert_eq!(value["e"], json!(null));
        assert_eq!(
            read("[3, -2, 0.1, true, null, '3', \"~\"]").unwrap(),
            json!([3, -2, 0.1, true, null, "3", "~"])
        );
        assert_eq!(
            read(r#"{"json": [1, {"a": "b"}]}"#).unwrap(),
            json!({"json": [1, {"a": "b"}]})
        );
    }

    #[test]
    fn anchors_are_written_out_within_limits() {
        assert_eq!(
            read("a: &x {b: 1}\nc: [*x, *x]").unwrap(),
            json!({"a": {"b": 1}, "c": [{"b": 1}, {"b": 1}]})
        );
        let mut bomb = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n".to_owned();
        for i in 1..9 {
            let items = vec![format!("*a{}", i - 1); 10].join(", ");
            bomb += &format!("a{i}: &a{i} [{items}]\n");
        }
        assert!(read(&bomb).unwrap_err().message().contains("too large"));
        assert!(read("a: &a [*a]").is_err());
        assert!(read(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn what_is_wrong_is_placed_and_not_repeated() {
        for text in [
            "name: Ana\nname: Ana\n",
            "a: 1\n!!str Ana: 2\n",
            "a: 1\n? [Ana]\n: 2\n",
            "a: Ana\n---\nb: 2\n",
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(error.text_place().map(|place| place.line), Some(2), "{error}");
            assert!(!error.to_string().contains("Ana"), "{error}");
        }
        assert!(read("a: [1\nb: }").is_err());
        assert!(read("").is_err());
    }
}
