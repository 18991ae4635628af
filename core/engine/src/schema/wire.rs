//! The schema of the wire, in a form from which other languages' types come out with good names: every
//! alternative is one whole object with a name of its own (`SmsSendAction`), every word list one `enum`.

use std::collections::{BTreeMap, BTreeSet};

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Value, json};

use super::shape::{Object, for_each_object, no_rust_in_descriptions, not_null, one_enum_of_words};
use crate::Error;
use crate::caseload::{AgendaItem, Answer, Handled};
use crate::check::CheckReport;
use crate::explain::Explanation;
use crate::follow_up::{Appointment, Decision, Event, News, Verdict};
use crate::{Moment, Plan, Recipient};

const DEFS: &str = "#/$defs/";

/// The JSON Schema of everything that crosses the edge, one definition for each type: what the engine takes as it may
/// be written, what it gives as it is written.
pub fn schema() -> Value {
    let mut takes = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    let mut gives = SchemaSettings::draft2020_12().for_serialize().into_generator();
    takes.subschema_for::<Event>();
    takes.subschema_for::<Moment>();
    takes.subschema_for::<Recipient>();
    takes.subschema_for::<Plan>();
    takes.subschema_for::<Appointment>();
    gives.subschema_for::<Decision>();
    gives.subschema_for::<Verdict>();
    gives.subschema_for::<Explanation>();
    gives.subschema_for::<CheckReport>();
    gives.subschema_for::<Answer>();
    gives.subschema_for::<Handled>();
    gives.subschema_for::<AgendaItem>();
    gives.subschema_for::<News>();
    gives.subschema_for::<Error>();

    let mut defs = definitions(&mut gives);
    for def in defs.values_mut() {
        absent_rather_than_null(def);
    }
    defs.append(&mut definitions(&mut takes));
    for def in defs.values_mut() {
        one_enum_of_words(def);
        no_rust_in_descriptions(def);
    }

    let mut out = Object::new();
    for (name, def) in &defs {
        one_object_for_each_alternative(name, def, &defs, &mut out);
    }
    let mut roots = Object::new();
    for (key, name) in [
        ("event", "Event"),
        ("decision", "Decision"),
        ("verdict", "Verdict"),
        ("explanation", "Explanation"),
        ("check_report", "CheckReport"),
        ("answer", "Answer"),
        ("handled", "Handled"),
        ("agenda_item", "AgendaItem"),
        ("news", "News"),
        ("moment", "Moment"),
        ("recipient", "Recipient"),
        ("plan", "Plan"),
        ("appointment", "Appointment"),
        ("error", "Error"),
    ] {
        roots.insert(key.to_owned(), json!({"$ref": format!("{DEFS}{name}")}));
    }
    let roots = Value::Object(roots);
    let used = reachable(&roots, &out);
    out.retain(|name, _| used.contains(name));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Wire",
        "description": "Every type that crosses the edge of followthrough, by name.",
        "type": "object",
        "properties": roots,
        "$defs": out,
    })
}

fn definitions(generator: &mut SchemaGenerator) -> BTreeMap<String, Value> {
    generator.take_definitions(true).into_iter().collect()
}

/// What the engine gives leaves a key out rather than writing null, unless the key is always there.
fn absent_rather_than_null(schema: &mut Value) {
    for_each_object(schema, &mut |object| {
        let required: Vec<Value> = object
            .get("required")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) else {
            return;
        };
        for (key, property) in properties {
            if !required.iter().any(|name| name == key) {
                not_null(property);
            }
        }
    });
}

/// A definition with alternatives becomes a `oneOf` of references, each to a whole object with a name.
fn one_object_for_each_alternative(name: &str, def: &Value, defs: &BTreeMap<String, Value>, out: &mut Object) {
    let alternatives = match def.as_object() {
        Some(object) => flatten(object, defs),
        None => Vec::new(),
    };
    if alternatives.len() < 2 || alternatives.iter().any(|(title, _)| title.is_empty()) {
        out.insert(name.to_owned(), def.clone());
        return;
    }
    let mut refs = Vec::new();
    for (title, mut alternative) in alternatives {
        if name == "Event" {
            // What schemars drops from alternatives that hold another type; snapshots inside stay open.
            alternative.insert("additionalProperties".to_owned(), Value::Bool(false));
        }
        let title = format!("{title}{name}");
        refs.push(json!({"$ref": format!("{DEFS}{title}")}));
        out.insert(title, Value::Object(alternative));
    }
    let mut union = Object::new();
    if let Some(about) = def.get("description") {
        union.insert("description".to_owned(), about.clone());
    }
    union.insert("oneOf".to_owned(), Value::Array(refs));
    out.insert(name.to_owned(), Value::Object(union));
}

/// The whole objects that a schema allows, each with what names it among the others: the constants that tell it.
fn flatten(schema: &Object, defs: &BTreeMap<String, Value>) -> Vec<(String, Object)> {
    let mut own = schema.clone();
    let branches = ["oneOf", "anyOf"].iter().find_map(|key| match own.remove(*key) {
        Some(Value::Array(branches)) => Some(branches),
        _ => None,
    });
    let of = own
        .remove("$ref")
        .and_then(|name| defs.get(name.as_str()?.strip_prefix(DEFS)?)?.as_object().cloned());
    // What tells an alternative stands before what it holds: `Delivered` + `Receipt`.
    let mut all = vec![(tag(&own), own)];
    if let Some(of) = of {
        all = combine(&all, &flatten(&of, defs));
    }
    if let Some(branches) = branches {
        let branches: Vec<_> = branches
            .iter()
            .filter_map(Value::as_object)
            .flat_map(|branch| flatten(branch, defs))
            .collect();
        all = combine(&all, &branches);
    }
    all
}

fn combine(outer: &[(String, Object)], inner: &[(String, Object)]) -> Vec<(String, Object)> {
    let mut all = Vec::new();
    for (outer_title, outer) in outer {
        for (inner_title, inner) in inner {
            all.push((format!("{inner_title}{outer_title}"), merge(outer, inner)));
        }
    }
    all
}

/// Both at once. Where both say what a key holds, the inner one is the narrower.
fn merge(outer: &Object, inner: &Object) -> Object {
    let mut all = outer.clone();
    for (key, value) in inner {
        match (all.get_mut(key), value) {
            (Some(Value::Object(mine)), Value::Object(theirs)) if key == "properties" => {
                for (name, property) in theirs {
                    mine.insert(name.clone(), property.clone());
                }
            }
            (Some(Value::Array(mine)), Value::Array(theirs)) if key == "required" => {
                for name in theirs {
                    if !mine.contains(name) {
                        mine.push(name.clone());
                    }
                }
            }
            // What was said of one alternative is more than what was said of all.
            (Some(_), _) if key == "description" && !tag(outer).is_empty() && tag(inner).is_empty() => {}
            (Some(_) | None, _) => {
                all.insert(key.clone(), value.clone());
            }
        }
    }
    all
}

/// The constant of an alternative as part of a name: `plan_gone` gives `PlanGone`.
fn tag(schema: &Object) -> String {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return String::new();
    };
    let word = properties
        .values()
        .find_map(|property| property.get("const")?.as_str())
        .unwrap_or_default();
    let mut name = String::new();
    for part in word.split('_') {
        let mut chars = part.chars();
        name.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        name.extend(chars);
    }
    name
}

fn reachable(from: &Value, defs: &Object) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => open.extend(object.values()),
            Value::Array(values) => open.extend(values),
            Value::String(text) => {
                if let Some(name) = text.strip_prefix(DEFS)
                    && seen.insert(name.to_owned())
                {
                    open.extend(defs.get(name));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    seen
}

impl schemars::JsonSchema for Error {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Error".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> schemars::Schema {
        let codes: Vec<&str> = crate::Code::ALL.iter().map(|code| code.as_str()).collect();
        schemars::json_schema!({
            "type": "object",
            "description": "What went wrong, where, and what to do about it. It never holds patient data.",
            "properties": {
                "code": {"type": "string", "enum": codes, "description": "The stable code."},
                "path": {"type": "string", "description": "Where in the value; empty when it is the whole of it."},
                "message": {"type": "string", "description": "What is wrong."},
                "help": {"type": "string", "description": "What to do about it."},
                "line": {"type": "integer", "minimum": 1, "description": "Line of the text, from 1."},
                "column": {"type": "integer", "minimum": 1, "description": "Column in characters, from 1."}
            },
            "required": ["code", "path", "message"]
        })
    }
}
