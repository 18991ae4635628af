//! Every key that the decoder asks for is in the schema, and no other: the help of an unknown key lists those that
//! there are.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{WHOLE, read};

const UNKNOWN: &str = "zzzzzzzz";

/// Keys that the decoder asks for, only to refuse them.
const REFUSED: [(&str, &str); 1] = [("practice.locations.west", "locations")];

/// The schemas that a value may be read by, through references and alternatives.
fn alternatives<'s>(root: &'s Value, schema: &'s Value) -> Vec<&'s Value> {
    // A reference, or what stands in the place of one.
    if let Some(name) = schema["$ref"].as_str().or_else(|| schema["$comment"].as_str()) {
        return alternatives(root, root.pointer(name.trim_start_matches('#')).unwrap());
    }
    let mut all = vec![schema];
    for key in ["anyOf", "allOf"] {
        for one in schema[key].as_array().into_iter().flatten() {
            all.extend(alternatives(root, one));
        }
    }
    all
}

/// What a schema says of a key.
fn of_key<'s>(schema: &'s Value, key: &str) -> Option<&'s Value> {
    let pattern = |map: &'s Map<String, Value>| map.iter().find(|(pattern, _)| fits(pattern, key)).map(|(_, s)| s);
    schema["properties"]
        .get(key)
        .or_else(|| schema["patternProperties"].as_object().and_then(pattern))
}

/// The patterns of keys: days of the week, facts of the host's own, and ids.
fn fits(pattern: &str, key: &str) -> bool {
    if pattern.contains("mon|tue") {
        ["mon", "thu", "sat"].iter().any(|day| key.starts_with(day))
    } else if pattern.starts_with(r"^custom\.") {
        key.starts_with("custom.")
    } else {
        pattern.starts_with("^[^")
    }
}

/// A map of a document, with what may stand in it.
struct Place {
    path: String,
    /// Keys of the document and positions in lists that lead here.
    pointer: String,
    /// The keys that the schema has for this map.
    own: BTreeSet<String>,
    /// Those of its alternatives too: the decoder knows them, to say where they belong.
    all: BTreeSet<String>,
}

fn names(schema: &Value) -> impl Iterator<Item = String> + '_ {
    schema["properties"]
        .as_object()
        .into_iter()
        .flat_map(|map| map.keys().cloned())
}

fn places(
    root: &Value,
    schemas: &[&Value],
    value: &Value,
    at: (&str, &str),
    all: &mut Vec<Place>,
    met: &mut BTreeSet<String>,
) {
    let (path, pointer) = at;
    let schemas: Vec<&Value> = schemas.iter().flat_map(|schema| alternatives(root, schema)).collect();
    match value {
        Value::Object(map) => {
            let of_maps: Vec<_> = schemas
                .iter()
                .copied()
                .filter(|s| s["properties"].is_object() || s["patternProperties"].is_object())
                .collect();
            let fitting = |schema: &&&Value| map.keys().all(|key| of_key(schema, key).is_some());
            all.push(Place {
                path: path.to_owned(),
                pointer: pointer.to_owned(),
                own: of_maps
                    .iter()
                    .filter(fitting)
                    .flat_map(|schema| names(schema))
                    .collect(),
                all: of_maps.iter().flat_map(|schema| names(schema)).collect(),
            });
            for (key, inner) in map {
                let below: Vec<&Value> = of_maps.iter().filter_map(|schema| of_key(schema, key)).collect();
                assert!(!below.is_empty(), "{path}.{key} is not in the schema");
                for schema in &of_maps {
                    if let Some(below) = schema["properties"].get(key) {
                        met.insert(format!("{:p}", std::ptr::from_ref(below)));
                    }
                }
                let dot = if path.is_empty() { "" } else { "." };
                let at = (&*format!("{path}{dot}{key}"), &*format!("{pointer}/{key}"));
                places(root, &below, inner, at, all, met);
            }
        }
        Value::Array(items) => {
            let of_items: Vec<&Value> = schemas.iter().filter_map(|schema| schema.get("items")).collect();
            for (i, item) in items.iter().enumerate() {
                places(
                    root,
                    &of_items,
                    item,
                    (&format!("{path}[{i}]"), &format!("{pointer}/{i}")),
                    all,
                    met,
                );
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The keys that the decoder knows at a place; none where any id may stand.
fn known(document: &Value, place: &Place) -> Option<BTreeSet<String>> {
    let mut document = document.clone();
    let map = document
        .pointer_mut(&place.pointer)
        .and_then(Value::as_object_mut)
        .unwrap();
    map.insert(UNKNOWN.to_owned(), json!({}));
    let verdict = read(&document);
    let here = if place.path.is_empty() {
        UNKNOWN.to_owned()
    } else {
        format!("{}.{UNKNOWN}", place.path)
    };
    let errors = verdict.err()?;
    let error = errors
        .iter()
        .find(|error| error.path() == here && error.message().starts_with("unknown key"))?;
    let help = error.help_text().unwrap();
    assert!(
        !help.ends_with(" more"),
        "{here}: the help is cut: let it list them all in decode/item.rs: {help}"
    );
    let names = help
        .strip_prefix("choose from ")
        .or_else(|| help.strip_prefix("the only one here is "))
        .unwrap_or_default();
    Some(
        names
            .split(", ")
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
    )
}

#[test]
fn the_schema_has_the_keys_that_the_decoder_asks_for() {
    let schema = followthrough::schema::playbook_schema();
    let (mut met, mut compared) = (BTreeSet::new(), 0);
    let mut differ = Vec::new();
    for text in WHOLE {
        let document: Value = serde_json::from_str(text).unwrap();
        let mut all = Vec::new();
        places(&schema, &[&schema], &document, ("", ""), &mut all, &mut met);
        for place in &all {
            let Some(mut asked) = known(&document, place) else {
                continue;
            };
            for (path, key) in REFUSED {
                if place.path == path {
                    assert!(
                        asked.remove(key),
                        "{path}.{key} is not asked for any more: take it off REFUSED"
                    );
                }
            }
            if !place.own.is_subset(&asked) || !asked.is_subset(&place.all) {
                differ.push(format!(
                    "{:?}: the decoder asks for {asked:?}, the schema has {:?}",
                    place.path, place.own
                ));
            }
            compared += 1;
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    assert!(compared > 40, "{compared}");
    let mut unmet = Vec::new();
    let definitions = schema["definitions"].as_object().unwrap().iter();
    for (name, definition) in definitions.chain([(&"PlaybookDocument".to_owned(), &schema)]) {
        for (key, property) in definition["properties"].as_object().into_iter().flatten() {
            if !met.contains(&format!("{:p}", std::ptr::from_ref(property))) {
                unmet.push(format!("{name}.{key}"));
            }
        }
    }
    assert!(unmet.is_empty(), "no document of WHOLE has {unmet:?}");
}
