//! The form of e-mails: unsubscribe headers, requests at the unsubscribe link, commercial content.

use followthrough::link::{TokenState, UnsubscribeRequest, unsubscribe_request as decide};
use followthrough::message::{
    CommercialEmail, check_unsubscribe as check, headers_from_json, lint_commercial_email as lint,
};
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;

use crate::answer::value;

/// `headers` is JSON.
#[napi(catch_unwind)]
pub fn check_unsubscribe(headers: String, dkim_signed_headers: Vec<String>) -> String {
    value(|| Ok(check(&headers_from_json(&headers)?, &dkim_signed_headers)))
}

#[napi(catch_unwind)]
pub fn unsubscribe_request(method: String, token: String, content_type: Option<String>, body: Buffer) -> String {
    value(|| {
        let token = TokenState::parse(&token)?;
        let request = UnsubscribeRequest {
            method: &method,
            content_type: content_type.as_deref(),
            body: &body,
        };
        Ok(decide(&request, token))
    })
}

/// `email` is JSON.
#[napi(catch_unwind)]
pub fn lint_commercial_email(email: String) -> String {
    value(|| {
        let email = CommercialEmail::from_json(&email).map_err(|error| error.under("email"))?;
        Ok(lint(&email))
    })
}
