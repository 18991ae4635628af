//! JSON, read into the same nodes as YAML. `serde_json` judges whether the text is JSON; what follows here only walks
//! a text that is, to keep numbers as they are written and to know where everything stands.

use std::iter::Peekable;
use std::str::CharIndices;

use super::{Children, Document, Origin, Reading, Scalar, Value, place};
use crate::wire::Place;
use crate::{Code, Error};

pub(super) fn read(text: &str, origin: Origin) -> Result<Document, Vec<Error>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reading = Reading::new(origin);
    let mut cursor = Cursor {
        text,
        chars: text.char_indices().peekable(),
        line: 1,
        column: 1,
    };
    // Depth first: a text nested too deep is told so, before anyone calls it malformed.
    if let Err(too_deep) = check_depth(text) {
        return Err(vec![too_deep]);
    }
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or("not JSON");
        return Err(vec![
            Error::new(Code::PlaybookSyntax, format!("not well-formed JSON: {what}"))
                .place(place(error.line(), error.column())),
        ]);
    }
    while let Some(step) = cursor.step(&mut reading) {
        if let Err(stop) = step {
            reading.problems.push(stop);
            return Err(reading.problems);
        }
    }
    reading.finish()
}

/// Brackets outside of strings, no deeper than a document may be.
fn check_depth(text: &str) -> Result<(), Error> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    let (mut line, mut column) = (1, 0);
    for c in text.chars() {
        column += 1;
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '\n' => (line, column) = (line + 1, 0),
            '[' | '{' if !in_string => depth += 1,
            ']' | '}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > super::MAX_DEPTH {
            return Err(
                Error::new(Code::PlaybookTooLarge, "lists and maps are nested more than 32 deep")
                    .place(place(line, column)),
            );
        }
    }
    Ok(())
}

struct Cursor<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    line: usize,
    column: usize,
}

impl Cursor<'_> {
    /// One token; none at the end of the text.
    fn step(&mut self, reading: &mut Reading) -> Option<Result<(), Error>> {
        let here = place(self.line, self.column);
        let (start, c) = self.next()?;
        Some(match c {
            ' ' | '\t' | '\r' | '\n' | ',' | ':' => Ok(()),
            '[' => reading
                .count(1, 0, here)
                .and_then(|()| reading.open(Children::List(Vec::new()), here, 0)),
            '{' => {
                let children = Children::Map {
                    entries: Vec::new(),
                    key: None,
                };
                reading.count(1, 0, here).and_then(|()| reading.open(children, here, 0))
            }
            ']' | '}' => {
                reading.close(|_, _| {});
                Ok(())
            }
            '"' => self.string(start, here, reading),
            _ => self.word(start, here, reading),
        })
    }

    fn string(&mut self, start: usize, here: Option<Place>, reading: &mut Reading) -> Result<(), Error> {
        let mut escaped = false;
        let mut end = self.text.len();
        while let Some((at, c)) = self.next() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    end = at + 1;
                    break;
                }
                _ => {}
            }
        }
        let written = self.text.get(start..end).unwrap_or_default();
        let text: String = serde_json::from_str(written)
            .map_err(|_| Error::new(Code::PlaybookSyntax, "not well-formed JSON: a broken string").place(here))?;
        reading.count(1, text.len(), here)?;
        if reading.wants_key() {
            reading.key(text, here);
        } else {
            // Places inside a text with escapes are not those of the document.
            let inside = here.filter(|_| written.len() == text.len() + 2).map(|p| Place {
                line: p.line,
                column: p.column.saturating_add(1),
            });
            reading.scalar(Value::Scalar(Scalar { text, inside }), here);
        }
        Ok(())
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self, start: usize, here: Option<Place>, reading: &mut Reading) -> Result<(), Error> {
        let mut end = self.text.len();
        while let Some(&(at, c)) = self.chars.peek() {
            if matches!(c, ' ' | '\t' | '\r' | '\n' | ',' | ':' | ']' | '}') {
                end = at;
                break;
            }
            self.next();
        }
        let text = self.text.get(start..end).unwrap_or_default();
        reading.count(1, text.len(), here)?;
        let value = match text {
            "null" => Value::Null,
            _ => Value::Scalar(Scalar {
                text: text.to_owned(),
                inside: here,
            }),
        };
        reading.scalar(value, here);
        Ok(())
    }

    fn next(&mut self) -> Option<(usize, char)> {
        let (at, c) = self.chars.next()?;
        if c == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
        Some((at, c))
    }
}
