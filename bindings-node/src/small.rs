//! What needs neither a playbook nor a follow-up.

use followthrough::follow_up::{self, OptOutRecord, OptOutScope};
use followthrough::link::{LinkKeys, read_token as read};
use followthrough::message::segments;
use followthrough::recipient::ContactValue;
use followthrough::reply;
use followthrough::schedule;
use followthrough::wire::Redacted;
use followthrough::{Code, Error, Timestamp};
use followthrough_import::{Options, System};
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;
use serde_json::json;

use crate::answer::{text, value};

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
pub fn classify_many(texts: Vec<String>) -> String {
    value(|| Ok(texts.iter().map(|text| reply::classify(text)).collect::<Vec<_>>()))
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

/// The texts of an action `record_opt_out`; its `wording` tells nobody else anything.
#[napi(catch_unwind)]
pub fn contact_revoked(contact: String, scope: String, recorded_at: String, at: String) -> String {
    text(|| {
        let malformed = |path: &str, message: &str| Error::new(Code::EventMalformed, message).at(path);
        let record = OptOutRecord {
            contact: ContactValue::parse(&contact).map_err(|_| malformed("contact", "expected a contact value"))?,
            scope: match scope.as_str() {
                "all" => OptOutScope::All,
                "sms" => OptOutScope::Sms,
                "email" => OptOutScope::Email,
                "portal" => OptOutScope::Portal,
                _ => return Err(malformed("scope", "expected one of all, sms, email, portal").into()),
            },
            wording: Redacted::new(""),
            at: Timestamp::parse(&recorded_at).map_err(|error| error.at("at"))?,
        };
        let at = Timestamp::parse(&at).map_err(|error| error.at("at"))?;
        Ok(follow_up::contact_revoked(&record, at).to_json())
    })
}

#[napi(catch_unwind)]
pub fn tz_version() -> String {
    value(|| Ok(schedule::tz_version()))
}
