//! E-mail: unsubscribe headers, requests at the link, what commercial mail must have, and what events move.

use followthrough::Error;
use followthrough::link::{TokenState, UnsubscribeAnswer, UnsubscribeRequest, unsubscribe_request};
use followthrough::message::{CommercialFacts, check_unsubscribe};
use serde_json::{Map, Value, json};

use super::{Tally, email_events, input};

/// The four kinds of cases, each with its own answers.
pub(super) fn list_unsubscribe(file: &Value) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    for case in input::list(file, "cases")? {
        let (expected, got) = match input::text(case, "kind")? {
            "headers" => (
                keys(case, &["rfc2369_valid", "rfc8058_one_click", "problems"]),
                headers(case),
            ),
            "request" => (
                keys(input::get(case, "expect")?, &["unsubscribe", "response"]),
                request(case),
            ),
            "event" => (
                keys(input::get(case, "expect")?, &["engagement_state_change"]),
                event(case),
            ),
            "commercial_content" => (keys(case, &["allowed"]), commercial_content(case)),
            _ => {
                tally.not_yet += 1;
                continue;
            }
        };
        let got = match got {
            Ok(Some(got)) => got,
            Ok(None) => {
                tally.not_yet += 1;
                continue;
            }
            Err(error) => json!({ "error": error }),
        };
        let got = got.as_object().cloned().unwrap_or_default();
        tally.count(input::text(case, "id")?, &expected, &got);
    }
    Ok(tally)
}

fn keys(value: &Value, named: &[&str]) -> Map<String, Value> {
    let known = named
        .iter()
        .filter_map(|key| Some(((*key).to_owned(), value.get(*key)?.clone())));
    known.collect()
}

fn headers(case: &Value) -> Result<Option<Value>, Error> {
    let named = [
        ("List-Unsubscribe", "list_unsubscribe"),
        ("List-Unsubscribe-Post", "list_unsubscribe_post"),
    ];
    let headers = named
        .iter()
        .filter_map(|(name, key)| Some((*name, case.get(*key)?.as_str()?)));
    let signed = case.get("dkim_signed_headers").and_then(Value::as_array);
    let signed: Vec<&str> = signed.into_iter().flatten().filter_map(Value::as_str).collect();
    let found = check_unsubscribe(&headers.collect::<Vec<_>>(), &signed);
    Ok(Some(json!({
        "rfc2369_valid": found.rfc2369_valid,
        "rfc8058_one_click": found.one_click,
        "problems": found.problems,
    })))
}

fn request(case: &Value) -> Result<Option<Value>, Error> {
    let word = input::text(case, "token")?;
    // A token is as good however old it is, and whichever of the keys signed it. A word that is not known vouches for
    // nothing.
    let word = if word.starts_with("valid") { "valid" } else { word };
    let token = TokenState::parse(word).unwrap_or(TokenState::Unknown);
    let found = unsubscribe_request(
        &UnsubscribeRequest {
            method: input::text(case, "method")?,
            content_type: case.get("content_type").and_then(Value::as_str),
            body: case.get("body").and_then(Value::as_str).unwrap_or_default().as_bytes(),
        },
        token,
    );
    let response = match found.answer {
        UnsubscribeAnswer::Done => "200",
        UnsubscribeAnswer::DonePage | UnsubscribeAnswer::AskPage => "200_page",
        UnsubscribeAnswer::AskHeaders => "200_empty",
        UnsubscribeAnswer::Options => "204_or_405",
        UnsubscribeAnswer::BadRequest | UnsubscribeAnswer::NotFound => "404_or_400",
        UnsubscribeAnswer::MethodNotAllowed => "405",
    };
    Ok(Some(json!({"unsubscribe": found.unsubscribe, "response": response})))
}

fn event(case: &Value) -> Result<Option<Value>, Error> {
    let actor = case.get("actor").and_then(Value::as_str).unwrap_or_default();
    let changed = email_events::changes(input::text(case, "event")?, actor)?;
    Ok(changed.map(|changed| json!({"engagement_state_change": changed})))
}

fn commercial_content(case: &Value) -> Result<Option<Value>, Error> {
    const FACTS: [&str; 9] = [
        "commercial",
        "postal_address",
        "optout_in_body",
        "subject_misleading",
        "sender_misleading",
        "optout_requires_login",
        "optout_requires_reason",
        "optout_requires_fee",
        "optout_requires_steps",
    ];
    let facts = Value::Object(keys(case, &FACTS));
    let facts = CommercialFacts::from_json(&facts.to_string())?;
    Ok(Some(json!(facts.judge())))
}
