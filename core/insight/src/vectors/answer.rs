//! One question at a time: an object with the inputs of a vector in, an object with its answers out. Keys that are not
//! inputs are passed over, so that a whole case can be asked.

use followthrough::financing::{Apr, CreditFacts, CreditProduct, Rounding, lint_credit_terms};
use followthrough::schedule::law::{self, Policy};
use followthrough::schedule::{Closed, DAY, Rule, Timestamp, is_allowed};
use followthrough::{Code, Error, Money, financing, message, reply, schedule};
use serde::Serialize;
use serde_json::{Value, json};

use super::input;

/// `{"text"}` → `{"intents": [{"type", …}], "evidence": […], "language"}`.
///
/// # Errors
/// `FT-X001` with the key that is missing or wrong.
pub fn classify(question: &Value) -> Result<Value, Error> {
    Ok(object(&reply::classify(input::text(question, "text")?)))
}

/// `{"text"}` → `{"encoding", "units", "segments", "segment_units"}`.
///
/// # Errors
/// `FT-X001` with the key that is missing or wrong, `FT-T006` when the text is empty.
pub fn segments(question: &Value) -> Result<Value, Error> {
    let text = input::text(question, "text")?;
    message::segments(text)
        .map(|found| object(&found))
        .map_err(|error| error.at("text"))
}

/// `{"text", "product", "facts"}` → `{"triggers", "required", "problem", "compliant"}`. `product` is `unknown`, and no
/// fact is known, when absent.
///
/// # Errors
/// `FT-X001` with the key that is missing or wrong.
pub fn credit_terms(question: &Value) -> Result<Value, Error> {
    let text = input::text(question, "text")?;
    let product: CreditProduct = input::known(question, "product")?;
    let facts: CreditFacts = input::known(question, "facts")?;
    Ok(object(&lint_credit_terms(text, product, &facts)))
}

/// `{"principal", "apr_percent", "months", "rounding"}` → the payment and its schedule. `rounding` is `half_up` when
/// absent.
///
/// # Errors
/// `FT-X001` with the key that is missing or wrong, `FT-T005` when no payment can be computed.
pub fn payment(question: &Value) -> Result<Value, Error> {
    let principal = Money::parse(input::text(question, "principal")?).map_err(|error| error.at("principal"))?;
    let apr = Apr::parse(input::text(question, "apr_percent")?).map_err(|error| error.at("apr_percent"))?;
    let months = input::count(question, "months")?;
    let rounding = match question.get("rounding") {
        None => Rounding::HalfUp,
        Some(_) => Rounding::parse(input::text(question, "rounding")?).ok_or_else(|| {
            Error::new(Code::ScenarioMalformed, "no such rounding")
                .at("rounding")
                .help("one of half_up, up, half_even")
        })?,
    };
    financing::payment(principal, apr, months, rounding).map(|schedule| object(&schedule))
}

/// `{"principal", "apr_percent", "promo_months", "payments"}` → what a promotion with deferred interest comes to.
///
/// # Errors
/// `FT-X001` with the key that is missing or wrong, `FT-T005` when nothing can be computed.
pub fn deferred_interest(question: &Value) -> Result<Value, Error> {
    let principal = Money::parse(input::text(question, "principal")?).map_err(|error| error.at("principal"))?;
    let apr = Apr::parse(input::text(question, "apr_percent")?).map_err(|error| error.at("apr_percent"))?;
    let months = input::count(question, "promo_months")?;
    let paid: Vec<Money> = input::known(question, "payments")?;
    financing::deferred_interest(principal, apr, months, &paid).map(|found| object(&found))
}

/// `{"instant", "zones", "policy"}` → `{"allowed", "next_allowed"}`: whether a policy allows the instant in every zone,
/// and the earliest instant from there, within 14 days, at which it does (`null` when there is none).
///
/// The policy is a preset by name, or `{"windows": {"mon": [["09:00", "20:00"]], …}, "closed_dates": […]}`.
///
/// # Errors
/// `FT-X001` with the key that is missing or wrong, `FT-T002` for a zone that there is not.
pub fn next_allowed(question: &Value) -> Result<Value, Error> {
    let at = input::instant(question, "instant")?;
    let zones = input::zones(question, "zones")?;
    let told = |allowed: bool, next: Option<Timestamp>| json!({"allowed": allowed, "next_allowed": next});
    let policy = input::get(question, "policy")?;
    if policy.is_object() {
        let (weekly, closed) = (input::weekly(policy, "windows")?, input::dates(policy, "closed_dates")?);
        let rule = |zone| Rule::new(zone, &weekly).but_not_on(Closed::Dates(&closed));
        let rules: Vec<Rule<'_>> = zones.iter().map(rule).collect();
        let next = schedule::next_allowed(at, &rules, at.plus(14 * DAY)).filter(|_| !zones.is_empty());
        return Ok(told(!zones.is_empty() && is_allowed(at, &rules), next));
    }
    let name = input::text(question, "policy")?;
    let preset = Policy::preset(name).ok_or_else(|| {
        Error::new(Code::ScenarioMalformed, "no such policy")
            .at("policy")
            .help("federal, mini_tcpa_union, strict_all_rows, or an object with windows")
    })?;
    let next = law::next_allowed(at, &zones, &preset);
    Ok(told(next == Some(at), next))
}

fn object<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
