//! What is done to the schemas of single types, so that their readers find them plain.

use serde_json::{Map, Value, json};

pub(super) type Object = Map<String, Value>;

/// A property that may be left out, and is never null.
pub(super) fn not_null(property: &mut Value) {
    let Some(object) = property.as_object_mut() else { return };
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|word| word != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            object.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(words)) = object.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
    if let Some(Value::Array(branches)) = object.get_mut("anyOf") {
        branches.retain(|branch| branch.get("type").is_none_or(|word| word != "null"));
        if let [Value::Object(only)] = branches.as_slice() {
            let only = only.clone();
            object.remove("anyOf");
            for (key, value) in only {
                object.entry(key).or_insert(value);
            }
        }
    }
}

/// Examples in Rust are for readers of the Rust documentation.
pub(super) fn no_rust_in_descriptions(schema: &mut Value) {
    for_each_object(schema, &mut |object| {
        if let Some(Value::String(about)) = object.get_mut("description")
            && let Some((text, _)) = about.split_once("```")
        {
            *about = text.trim_end().to_owned();
        }
    });
}

/// `oneOf` over documented words becomes an `enum`; what the words mean moves into the description.
pub(super) fn one_enum_of_words(schema: &mut Value) {
    for_each_object(schema, &mut |object| {
        let Some(branches) = object.get("oneOf").and_then(Value::as_array) else {
            return;
        };
        let mut words = Vec::new();
        let mut meanings = String::new();
        for branch in branches {
            let about = branch.get("description").and_then(Value::as_str);
            if let Some(word) = branch.get("const").and_then(Value::as_str) {
                words.push(json!(word));
                if let Some(about) = about {
                    meanings.push_str(&format!("\n- `{word}`: {about}"));
                }
            } else if let (Some(more), None) = (branch.get("enum").and_then(Value::as_array), about) {
                words.extend(more.iter().cloned());
            } else {
                return;
            }
        }
        object.remove("oneOf");
        object.insert("type".to_owned(), json!("string"));
        object.insert("enum".to_owned(), Value::Array(words));
        if !meanings.is_empty() {
            let about = object.get("description").and_then(Value::as_str).unwrap_or_default();
            let about = format!("{about}\n{meanings}").trim().to_owned();
            object.insert("description".to_owned(), json!(about));
        }
    });
}

/// Visits every object of a schema, from the outside in.
pub(super) fn for_each_object(value: &mut Value, visit: &mut impl FnMut(&mut Object)) {
    match value {
        Value::Object(object) => {
            visit(object);
            for inner in object.values_mut() {
                for_each_object(inner, visit);
            }
        }
        Value::Array(values) => {
            for inner in values {
                for_each_object(inner, visit);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
