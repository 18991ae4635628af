//! What needs neither a playbook nor a follow-up.

use followthrough::link::{LinkKeys, read_token as read};
use followthrough::message::segments;
use followthrough::reply;
use followthrough::schedule;
use followthrough_import::{Options, System};
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;
use serde_json::json;

use crate::answer::value;

/// `options` is a list of pairs of texts.
#[napi(catch_unwind)]
pub fn read_export(system: String, names: Vec<String>, contents: Vec<Buffer>, options: Vec<Vec<String>>) -> String {
    value(|| {
        let system = System::parse(&system)?;
        let mut answers = Options::default();
        for option in &options {
            if let [name, value] = option.as_slice() {
                answers.set(name, value)?;
            }
        }
        let files = names.iter().zip(&contents);
        Ok(followthrough_import::read(system, files, &answers)?.to_json())
    })
}

#[napi(catch_unwind)]
pub fn classify(text: String) -> String {
    value(|| Ok(reply::classify(&text)))
}

#[napi(catch_unwind)]
pub fn sms_segments(text: String) -> String {
    value(|| {
        let counted = segments(&text)?;
        Ok(json!({
            "encoding": counted.encoding.as_str(),
            "units": counted.units,
            "segments": counted.segments,
            "segment_units": counted.segment_units,
        }))
    })
}

/// The action as 16 hexadecimal digits.
#[napi(catch_unwind)]
pub fn read_token(token: String, keys: Vec<Buffer>) -> String {
    value(|| {
        let token = read(&token, &LinkKeys::new(&keys)?)?;
        let action: String = token.action.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(json!({"action": action, "purpose": token.purpose}))
    })
}

#[napi(catch_unwind)]
pub fn tz_version() -> String {
    value(|| Ok(schedule::tz_version()))
}
