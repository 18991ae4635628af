//! Where a value stands below a record: `fee.amount`, `telecom[system=phone,use=mobile].value`, `name[0].given`.

use std::borrow::Cow;

use super::Value;
use crate::record::Cell;

/// A path, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    steps: Vec<(Step, usize)>,
    /// Whether all values count that stand there, not the first.
    all: bool,
}

/// One step; beside it stands how many bytes of the path's text lead there.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    /// An element of a list, from 0.
    At(usize),
    /// The elements of a list whose members say this; an empty word stands for none.
    Where(Vec<(String, String)>),
}

impl Path {
    /// Reads a path; none where it is not well-formed.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut steps = Vec::new();
        let (text, all) = text.strip_suffix("[*]").map_or((text, false), |text| (text, true));
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (key, behind) = rest.split_at_checked(end)?;
            if key.is_empty() || key.contains(']') {
                return None;
            }
            rest = behind;
            steps.push((Step::Key(key.to_owned()), text.len() - rest.len()));
            while let Some(inside) = rest.strip_prefix('[') {
                let (inside, behind) = inside.split_once(']')?;
                rest = behind;
                let step = match inside.parse() {
                    Ok(at) => Step::At(at),
                    Err(_) => Step::Where(conditions(inside)?),
                };
                steps.push((step, text.len() - rest.len()));
            }
            if let Some(behind) = rest.strip_prefix('.') {
                rest = Some(behind).filter(|behind| !behind.is_empty())?;
            } else if !rest.is_empty() {
                return None;
            }
        }
        (!steps.is_empty()).then_some(Self { steps, all })
    }

    /// The first key.
    pub(crate) fn head(&self) -> &str {
        self.steps
            .iter()
            .find_map(|(step, _)| match step {
                Step::Key(key) => Some(key.as_str()),
                Step::At(_) | Step::Where(_) => None,
            })
            .unwrap_or_default()
    }

    /// What stands there. Of a list the first element counts that has the rest of the path; a list of plain values at the
    /// end is one text, its values joined with commas; so are all the values where all are asked for.
    pub(crate) fn cell<'v>(&self, value: &'v Value<'_>) -> Cell<'v> {
        if !self.all {
            return cell(&self.steps, value, 0);
        }
        let mut texts = Vec::new();
        collect(&self.steps, value, &mut texts);
        match texts.as_slice() {
            [] => Cell::Null { at: 0 },
            [only] => Cell::Text(Cow::Borrowed(only)),
            several => Cell::Text(Cow::Owned(several.join(","))),
        }
    }

    /// The text that stands there, if one does.
    pub(crate) fn text<'v>(&self, value: &'v Value<'_>) -> Option<&'v str> {
        match self.cell(value) {
            Cell::Text(Cow::Borrowed(text)) => Some(text),
            Cell::Text(Cow::Owned(_))
            | Cell::Absent
            | Cell::Undecodable
            | Cell::NoValue(_)
            | Cell::Null { .. }
            | Cell::Number(_)
            | Cell::Bool(_)
            | Cell::Misplaced { .. }
            | Cell::Doubled { .. } => None,
        }
    }

    /// The list that stands there; what is no list is one of one.
    pub(crate) fn list<'v, 'a>(&self, value: &'v Value<'a>) -> &'v [Value<'a>] {
        let mut at = value;
        for (step, _) in &self.steps {
            let below = match step {
                Step::Key(key) => at.as_object().and_then(|object| object.get(key)),
                Step::At(index) => at.as_array().and_then(|items| items.get(*index)),
                Step::Where(_) => None,
            };
            match below {
                Some(below) => at = below,
                None => return &[],
            }
        }
        match at {
            Value::Null => &[],
            Value::Array(items) => items,
            Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Undecodable | Value::Object(_) => {
                std::slice::from_ref(at)
            }
        }
    }
}

fn conditions(text: &str) -> Option<Vec<(String, String)>> {
    let of = |part: &str| {
        let (key, word) = part.split_once('=')?;
        (!key.trim().is_empty()).then(|| (key.trim().to_owned(), word.trim().to_owned()))
    };
    text.split(',').map(of).collect()
}

fn cell<'v>(steps: &[(Step, usize)], value: &'v Value<'_>, at: usize) -> Cell<'v> {
    let Some(((step, end), rest)) = steps.split_first() else {
        return plain(value, at);
    };
    match (step, value) {
        (_, Value::Null) => Cell::Null { at },
        (Step::Key(key), Value::Object(object)) => {
            let mut found = object.members.iter().filter(|(name, _)| name == key);
            match (found.next(), found.next()) {
                (Some(_), Some(_)) => Cell::Doubled { at: *end },
                (Some((_, below)), None) => cell(rest, below, *end),
                (None, _) => Cell::Null { at: *end },
            }
        }
        (Step::Key(_), Value::Array(items)) => first(items.iter().map(|item| cell(steps, item, at)), at),
        (Step::At(index), Value::Array(items)) => match items.get(*index) {
            Some(item) => cell(rest, item, *end),
            None => Cell::Null { at: *end },
        },
        (Step::Where(conditions), Value::Array(items)) => {
            let found = items.iter().filter(|item| holds(conditions, item));
            first(found.map(|item| cell(rest, item, *end)), *end)
        }
        // One where a list could stand.
        (Step::At(0), Value::Object(_)) => cell(rest, value, *end),
        (Step::Where(conditions), Value::Object(_)) if holds(conditions, value) => cell(rest, value, *end),
        (Step::At(_) | Step::Where(_), Value::Object(_)) => Cell::Null { at: *end },
        (_, Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Undecodable) => {
            Cell::Misplaced { kind: value.kind(), at }
        }
    }
}

/// All texts that stand at the end of the steps.
fn collect<'v>(steps: &[(Step, usize)], value: &'v Value<'_>, texts: &mut Vec<&'v str>) {
    let Some(((step, _), rest)) = steps.split_first() else {
        match value {
            Value::Text(text) => texts.push(text),
            Value::Number(text) => texts.push(text),
            Value::Array(items) => items.iter().for_each(|item| collect(steps, item, texts)),
            Value::Null | Value::Bool(_) | Value::Undecodable | Value::Object(_) => {}
        }
        return;
    };
    match (step, value) {
        (Step::Key(key), Value::Object(object)) => {
            if let Some(below) = object.get(key) {
                collect(rest, below, texts);
            }
        }
        (Step::Key(_), Value::Array(items)) => items.iter().for_each(|item| collect(steps, item, texts)),
        (Step::At(index), Value::Array(items)) => {
            if let Some(item) = items.get(*index) {
                collect(rest, item, texts);
            }
        }
        (Step::Where(conditions), Value::Array(items)) => {
            let found = items.iter().filter(|item| holds(conditions, item));
            found.for_each(|item| collect(rest, item, texts));
        }
        (Step::At(0), Value::Object(_)) => collect(rest, value, texts),
        (Step::Where(conditions), Value::Object(_)) if holds(conditions, value) => collect(rest, value, texts),
        (Step::At(_) | Step::Where(_), Value::Object(_))
        | (_, Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Undecodable) => {}
    }
}

/// The first that is something.
fn first<'v>(mut cells: impl Iterator<Item = Cell<'v>>, at: usize) -> Cell<'v> {
    cells
        .find(|cell| !matches!(cell, Cell::Null { .. }))
        .unwrap_or(Cell::Null { at })
}

fn holds(conditions: &[(String, String)], value: &Value<'_>) -> bool {
    let said = |key: &str| value.as_object().and_then(|object| object.get(key));
    conditions.iter().all(|(key, word)| match said(key) {
        Some(Value::Text(text)) => text == word,
        Some(Value::Number(text)) => text == word,
        Some(Value::Null) | None => word.is_empty(),
        Some(Value::Bool(_) | Value::Undecodable | Value::Array(_) | Value::Object(_)) => false,
    })
}

fn plain<'v>(value: &'v Value<'_>, at: usize) -> Cell<'v> {
    match value {
        Value::Null => Cell::Null { at },
        Value::Bool(is) => Cell::Bool(*is),
        Value::Number(text) => Cell::Number(text),
        Value::Text(text) => Cell::Text(Cow::Borrowed(text)),
        Value::Undecodable => Cell::Undecodable,
        Value::Object(_) => Cell::Misplaced { kind: value.kind(), at },
        Value::Array(items) => {
            let mut texts: Vec<&str> = Vec::new();
            for item in items {
                match item {
                    Value::Null => {}
                    Value::Text(text) => texts.push(text),
                    Value::Number(text) => texts.push(text),
                    Value::Undecodable => return Cell::Undecodable,
                    Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                        return Cell::Misplaced { kind: value.kind(), at };
                    }
                }
            }
            match texts.as_slice() {
                [] => Cell::Null { at },
                [only] => Cell::Text(Cow::Borrowed(only)),
                several => Cell::Text(Cow::Owned(several.join(","))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test says so by failing")]

    use super::super::{Found, Layout, each};
    use super::*;
    use crate::encoding::Encoding;

    const PERSON: &str = r#"[{"a": {"b": 1, "n": null, "t": "x"}, "twice": 1, "twice": 2, "teeth": ["14", "15"], "one": ["3"],
        "none": [], "telecom": [{"system": "email", "value": "e"}, {"system": "phone", "use": "home"},
        {"system": "phone", "use": "mobile", "value": "m"}, {"system": "phone", "value": "p"}],
        "objects": [{}], "list": [{"x": null}, {"x": true}]}]"#;

    fn at(path: &str) -> String {
        let mut told = String::new();
        let layout = Layout {
            lists: &[],
            inside: None,
            kind: None,
        };
        each(PERSON.as_bytes(), Encoding::Utf8, layout, &mut |found| {
            let Found::Record { value, .. } = found else { return };
            told = match Path::parse(path).unwrap().cell(&value) {
                Cell::Text(text) => format!("text {text}"),
                Cell::Number(text) => format!("number {text}"),
                Cell::Bool(is) => format!("{is}"),
                Cell::Null { at } => format!("null {}", path.get(..at).unwrap()),
                Cell::Misplaced { kind, at } => format!("{kind} {}", path.get(..at).unwrap()),
                Cell::Doubled { at } => format!("twice {}", path.get(..at).unwrap()),
                Cell::Absent | Cell::Undecodable | Cell::NoValue(_) => "other".to_owned(),
            };
        });
        told
    }

    #[test]
    fn what_stands_at_a_path() {
        for (path, told) in [
            ("a.b", "number 1"),
            ("a.n", "null a.n"),
            ("a.n.m", "null a.n"),
            ("a.x.y", "null a.x"),
            ("x.y", "null x"),
            ("a", "an object a"),
            ("a.t.u", "a text a.t"),
            ("twice", "twice twice"),
            ("teeth", "text 14,15"),
            ("teeth[1]", "text 15"),
            ("teeth[2]", "null teeth[2]"),
            ("one", "text 3"),
            ("none", "null none"),
            ("objects", "a list objects"),
            ("list.x", "true"),
            ("telecom[system=phone,use=mobile].value", "text m"),
            (
                "telecom[system=phone,use=home].value",
                "null telecom[system=phone,use=home]",
            ),
            ("telecom[system=phone,use=].value", "text p"),
            ("telecom[system=phone].value", "text m"),
            ("telecom[0].value", "text e"),
            ("a[0].b", "number 1"),
            ("a[system=].b", "number 1"),
            ("telecom.value[*]", "text e,m,p"),
            ("telecom[system=phone].value[*]", "text m,p"),
            ("teeth[*]", "text 14,15"),
            ("a.t[*]", "text x"),
            ("a.x[*]", "null "),
        ] {
            assert_eq!(at(path), told, "{path}");
        }
    }

    #[test]
    fn what_is_no_path() {
        for text in ["", ".", "a.", "a..b", "a[", "a[x]", "[0]", "a]b", "a[0]b", "a[=x]"] {
            assert_eq!(Path::parse(text), None, "{text}");
        }
        assert_eq!(
            Path::parse("code.coding[system=http://www.ada.org/cdt].code")
                .unwrap()
                .head(),
            "code"
        );
    }
}
