//! The whole documents, made wrong at every place in every way that can be thought of: schema and decoder agree.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{BEYOND_A_SCHEMA, Log, WHOLE, read, verdict};

/// What is put in the place of every value.
fn kinds() -> Vec<Value> {
    vec![json!(null), json!(7), json!("zz"), json!([]), json!({})]
}

/// The same, where it is looked at thoroughly.
fn shapes() -> Vec<Value> {
    vec![
        json!(true),
        json!([[]]),
        json!([7, "zz"]),
        json!({"zz": "zz"}),
        json!({"en": "zz"}),
        json!({"at_least": 7, "above": 7}),
    ]
}

/// What is put in the place of a single value.
fn singles() -> Vec<Value> {
    let mut all = vec![json!(-1), json!(99_999), json!("a\tb"), json!("x".repeat(600))];
    let texts = [
        "",
        " ",
        "zz zz",
        "0",
        "7",
        "1.5",
        "1.123456",
        "24h",
        "0h",
        "2 weeks",
        "1 business day",
        "0 business days",
        "2026-12-24",
        "2026-13-01",
        "9:30",
        "24:00",
        "08:00-08:99",
        "closed",
        "off",
        "SMS",
        "call",
        "fr",
        "GA",
        "https://a.example/%",
        "http://a.example",
        "+1404",
        "custom.vip",
        "custom.",
        "dental",
    ];
    all.extend(texts.map(Value::from));
    all
}

/// Every place of a value, as a JSON pointer; keys here need no escapes.
fn pointers(value: &Value, here: &str, all: &mut Vec<String>) {
    all.push(here.to_owned());
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, inner)| pointers(inner, &format!("{here}/{key}"), all)),
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                pointers(item, &format!("{here}/{i}"), all);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Says of a change that it may be one of the type alone.
const ANOTHER_TYPE: &str = "another type: ";

/// The engine reads `"7"` as 7 and 7 as a text; the schema asks for what people mean by it.
fn only_another_type(old: &Value, new: &Value) -> bool {
    match new {
        Value::Bool(_) => !old.is_boolean(),
        Value::Number(_) => !old.is_number(),
        Value::String(_) => old.is_boolean() || old.is_number(),
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

/// Documents that differ from a whole one at one place, with what was done; thoroughly, with many single values.
fn changed(whole: &Value, thorough: bool) -> Vec<(Value, String)> {
    let mut places = Vec::new();
    pointers(whole, "", &mut places);
    let mut all = Vec::new();
    let mut keep = |change: &dyn Fn(&mut Value), pointer: &str, what: String| {
        let mut document = whole.clone();
        change(document.pointer_mut(pointer).unwrap());
        all.push((document, format!("{pointer}: {what}")));
    };
    for pointer in &places {
        let old = whole.pointer(pointer).unwrap();
        if let Value::Object(map) = old {
            for key in map.keys() {
                let without = |value: &mut Value| {
                    value.as_object_mut().unwrap().remove(key);
                };
                keep(&without, pointer, format!("without {key}"));
                let renamed = |value: &mut Value| {
                    let map = value.as_object_mut().unwrap();
                    let inner = map.remove(key).unwrap();
                    map.insert(format!("{key}_"), inner);
                };
                keep(&renamed, pointer, format!("{key} renamed"));
            }
            for key in [
                "zzzzzzzz", "", "a.b", "custom.x", "mon-", "arms", "terms", "apr", "escalate",
            ] {
                if !map.contains_key(key) {
                    let more = |value: &mut Value| {
                        value.as_object_mut().unwrap().insert(key.to_owned(), json!("zz"));
                    };
                    keep(&more, pointer, format!("with {key:?}"));
                }
            }
        }
        let last = pointer.rsplit('/').next().unwrap();
        let single = !old.is_object() && !old.is_array();
        // Of single values in a list one is as good as another.
        if single && last.parse::<u8>().is_ok_and(|at| at > 0) {
            continue;
        }
        let new = match (thorough, single) {
            // Nearly any text is one that a template may have.
            _ if ["en", "es", "plain", "detailed"].contains(&last) => kinds(),
            (true, true) => [kinds(), shapes(), singles()].concat(),
            (true, false) => [kinds(), shapes()].concat(),
            (false, _) => kinds(),
        };
        for new in new {
            let put = |value: &mut Value| *value = new.clone();
            let mark = if only_another_type(old, &new) { ANOTHER_TYPE } else { "" };
            keep(
                &put,
                pointer,
                format!("{mark}{}", new.to_string().chars().take(40).collect::<String>()),
            );
        }
    }
    all
}

/// What is wrong in a way that only a look around tells: the document of [`WHOLE`], the place, and what is put there.
const AWKWARD: [(usize, &str, &str); 25] = [
    (0, "/trigger/where/all/3/any/1/location", "\"wset\""),
    (0, "/sequences/0/steps/2/when/any/1/last_result", "{\"arm\": \"sent\"}"),
    (0, "/sequences/0/steps/2/when/any/1/last_result", "{\"call\": \"sent\"}"),
    (2, "/sequences/1/id", "\"restoratve\""),
    (
        2,
        "/sequences/1",
        "{\"id\": \"restorative\", \"leave_out\": true, \"where\": {\"category\": \"crown\"}}",
    ),
    (0, "/escalation/question/0/role", r#""hygienist""#),
    (0, "/sequences/0/steps/2/escalate", r#""nobody""#),
    (0, "/sequences/0/steps/0/id", r#""opt_out_confirmation""#),
    (0, "/sequences/0/steps/0/otherwise", r#"["email", "sms"]"#),
    (0, "/sequences/0/where", r#"{"custom.level": "silver"}"#),
    (0, "/sequences/0/where", r#"{"pending_value": {"between": [500, 100]}}"#),
    (0, "/financing/offers/0/for", r#"{"from": 500, "to": 100}"#),
    (0, "/financing/offers/0/disclosure", r#""In which language?""#),
    (0, "/practice/hours", r#"{"mon": "17:00-08:00"}"#),
    (0, "/practice/hours", r#"{"mon": "08:00-12:00,11:00-13:00"}"#),
    (0, "/practice/hours", r#"{"mon-wed": "08:00-12:00", "tue": "closed"}"#),
    (0, "/practice/hours", r#"{"mon": "closed"}"#),
    (0, "/contact_policy/windows", r#"{"mon": "06:00-23:00"}"#),
    (0, "/sending/spread", r#""13h""#),
    (
        0,
        "/escalation/question/0",
        r#"{"prompt": "answer", "role": "front_desk", "after": "1h"}"#,
    ),
    (0, "/categories", r#"{"laser": "LHR-1", "body": "LHR-1"}"#),
    (
        0,
        "/templates/arms/sms/arms",
        r#"[{"id": "a", "weight": 0, "en": "Hi.", "es": "Hola."}]"#,
    ),
    (0, "/subject", r#""recall""#),
    (1, "/subject", r#""plan""#),
    (2, "/subject", r#""recall""#),
];

/// Logs what the decoder says of documents.
fn try_all(documents: impl IntoIterator<Item = (Value, String)>) {
    let mut log = Log::default();
    for (document, what) in documents {
        let said = read(&document);
        if said.is_err() || !what.contains(ANOTHER_TYPE) {
            log.add(&document, &said, &what);
        }
    }
    log.write();
}

/// Ten thousand documents, for a validator alone.
#[test]
fn what_is_wrong_in_one_place() {
    if !Log::is_wanted() {
        return;
    }
    for (i, text) in WHOLE.iter().enumerate() {
        let whole: Value = serde_json::from_str(text).unwrap();
        try_all([(whole.clone(), "a whole document".to_owned())]);
        try_all(changed(&whole, i == 0));
    }
}

#[test]
fn what_no_schema_can_say() {
    let mut unmet: BTreeSet<&str> = BEYOND_A_SCHEMA.into_iter().collect();
    for (of, pointer, value) in AWKWARD {
        let mut document: Value = serde_json::from_str(WHOLE[of]).unwrap();
        *document.pointer_mut(pointer).unwrap() = serde_json::from_str(value).unwrap();
        let errors = read(&document).unwrap_err();
        assert_eq!(
            verdict(&document, &Err(errors.clone())),
            None,
            "{pointer}: {value}: {errors}"
        );
        unmet.retain(|words| !errors.iter().any(|error| error.message().contains(*words)));
    }
    assert!(unmet.is_empty(), "nothing is refused for this any more: {unmet:?}");
}
