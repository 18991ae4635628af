//! Small questions that need neither playbook nor follow-up.

use followthrough::financing::{self, Apr, CreditFacts, CreditProduct, Rounding, lint_credit_terms as lint_terms};
use followthrough::follow_up::{self, News, OptOutRecord};
use followthrough::link::{self, LinkKeys};
use followthrough::message::{Finding, Form, LintRules, Template};
use followthrough::recipient::ContactValue;
use followthrough::schedule::Hours;
use followthrough::wire::{Redacted, decode};
use followthrough::{Code, Error, Money, Timestamp, message, reply};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use serde_json::{Value, json};

use crate::argument::{Count, List, Text};
use crate::{argument, encode, error, guard, zones};

/// What an inbound message means: `{"intents": […], "evidence": […], "language": …}`.
#[pyfunction]
pub(crate) fn classify<'py>(py: Python<'py>, text: Text<'py>) -> PyResult<Bound<'py, PyAny>> {
    let text = text.read("text")?;
    answer(py, || value_of(reply::classify(text)))
}

/// What each of many messages means, in their order. The interpreter lock is released meanwhile.
#[pyfunction]
pub(crate) fn classify_many<'py>(py: Python<'py>, texts: List<'py>) -> PyResult<Bound<'py, PyAny>> {
    let texts = texts.texts("texts")?;
    answer(py, || {
        value_of(texts.iter().map(|text| reply::classify(text)).collect::<Vec<_>>())
    })
}

/// The level payments for an amount, exact to the cent; amounts come back as `Decimal`.
#[pyfunction]
#[pyo3(signature = (principal, apr, months, rounding=Text::Default("half_up")))]
pub(crate) fn payment<'py>(
    py: Python<'py>,
    principal: &Bound<'py, PyAny>,
    apr: &Bound<'py, PyAny>,
    months: Count<'py>,
    rounding: Text<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let code = Code::BadFinanceTerms;
    let (principal, apr) = (
        encode::number(principal, "principal", code)?,
        encode::number(apr, "apr", code)?,
    );
    let (months, rounding) = (months.read("months", code)?, rounding.read("rounding")?);
    let terms = || -> Result<_, Error> {
        let principal = Money::parse(&principal).map_err(|e| e.with_code(code).at("principal"))?;
        let apr = Apr::parse(&apr).map_err(|e| e.at("apr"))?;
        let rounding = Rounding::parse(rounding).ok_or_else(|| {
            Error::new(code, "not a way of rounding")
                .at("rounding")
                .help("one of: half_up, up, half_even")
        })?;
        Ok((principal, apr, rounding))
    };
    let (principal, apr, rounding) = guard::caught(terms).map_err(|e| error::raise(py, &e))?;
    let schedule = answer(py, || value_of(financing::payment(principal, apr, months, rounding)?))?;
    with_decimals(&schedule)?;
    Ok(schedule)
}

/// What "no interest if paid in full" comes to with these payments, by the month; amounts come back as `Decimal`.
#[pyfunction]
pub(crate) fn deferred_interest<'py>(
    py: Python<'py>,
    principal: &Bound<'py, PyAny>,
    apr: &Bound<'py, PyAny>,
    promo_months: Count<'py>,
    payments: List<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let code = Code::BadFinanceTerms;
    let principal = encode::number(principal, "principal", code)?;
    let apr = encode::number(apr, "apr", code)?;
    let promo_months = promo_months.read("promo_months", code)?;
    let place = |index: usize| format!("payments[{index}]");
    let paid = payments.amounts("payments", code)?;
    let terms = || -> Result<_, Error> {
        let amount = |text: &str, path: &str| Money::parse(text).map_err(|e| e.with_code(code).at(path));
        let (principal, apr) = (
            amount(&principal, "principal")?,
            Apr::parse(&apr).map_err(|e| e.at("apr"))?,
        );
        let paid = paid.iter().enumerate().map(|(index, paid)| amount(paid, &place(index)));
        Ok((principal, apr, paid.collect::<Result<Vec<Money>, Error>>()?))
    };
    let (principal, apr, paid) = guard::caught(terms).map_err(|e| error::raise(py, &e))?;
    let found = answer(py, || {
        value_of(financing::deferred_interest(principal, apr, promo_months, &paid)?)
    })?;
    with_decimals(&found)?;
    Ok(found)
}

/// Reads an authentic link's token: `{"action", "purpose"}`.
#[pyfunction]
pub(crate) fn read_token<'py>(py: Python<'py>, token: Text<'py>, keys: List<'py>) -> PyResult<Bound<'py, PyAny>> {
    let token = token.read("token")?;
    let keys = keys.keys("keys")?;
    answer(py, || {
        let token = link::read_token(token, &LinkKeys::new(&keys)?)?;
        Ok(json!({"action": token.action_hex(), "purpose": token.purpose}))
    })
}

/// What an action means for the others who have its contact point: `{"contact", "event"}`, or none.
#[pyfunction]
pub(crate) fn news_of<'py>(
    py: Python<'py>,
    action: &Bound<'py, PyAny>,
    at: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let action = encode::to_json(action, Code::EventMalformed, "")?;
    let at = encode::instant(at, "at")?;
    answer(py, || {
        let at = Timestamp::parse(&at).map_err(|e| e.at("at"))?;
        value_of(News::of_json(&action, at).map_err(|e| e.under("action"))?)
    })
}

/// When hours are open next, in every one of the zones; none when they are not within 14 days.
#[pyfunction]
#[pyo3(signature = (at, zones, policy, time_zones=None))]
pub(crate) fn next_allowed<'py>(
    py: Python<'py>,
    at: &Bound<'py, PyAny>,
    zones: List<'py>,
    policy: &Bound<'py, PyAny>,
    time_zones: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let at = encode::instant(at, "at")?;
    let zones = zones.texts("zones")?;
    let policy = match policy.cast::<PyString>() {
        Ok(name) => json!(Text::Given(name.clone()).read("policy")?).to_string(),
        Err(_) => encode::to_json(policy, Code::EventMalformed, "policy")?,
    };
    let data = zones::given(py, time_zones)?;
    let open = py.detach(|| {
        guard::caught(|| {
            let at = Timestamp::parse(&at).map_err(|e| e.at("at"))?;
            let data = zones::options(data.as_ref())?.time_zones;
            let named = zones.iter().enumerate();
            let zones = named.map(|(i, name)| data.zone(name).map_err(|e| e.at(format!("zones[{i}]"))));
            Ok(Hours::from_json(&policy)?.next_allowed(at, &zones.collect::<Result<Vec<_>, Error>>()?))
        })
    });
    open.map_err(|e| error::raise(py, &e))?
        .map(|at| encode::datetime(py, at))
        .transpose()
}

/// What an SMS could say in GSM-7 instead, `{"text", "segments", "saved"}`; none where that saves nothing.
#[pyfunction]
pub(crate) fn transliterate<'py>(py: Python<'py>, text: Text<'py>) -> PyResult<Bound<'py, PyAny>> {
    let text = text.read("text")?;
    answer(py, || value_of(message::transliteration(text)))
}

/// What Regulation Z asks of a text: `{"triggers", "required", "problem", "compliant"}`.
#[pyfunction]
#[pyo3(signature = (text, product=Text::Default("unknown"), facts=None))]
pub(crate) fn lint_credit_terms<'py>(
    py: Python<'py>,
    text: Text<'py>,
    product: Text<'py>,
    facts: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (text, product) = (text.read("text")?, product.read("product")?);
    let facts = facts.map(|facts| encode::to_json(facts, Code::EventMalformed, "facts"));
    let facts = facts.transpose()?.unwrap_or_else(|| "{}".to_owned());
    answer(py, || {
        let (product, facts) = (CreditProduct::parse(product)?, CreditFacts::from_json(&facts)?);
        value_of(lint_terms(text, product, &facts))
    })
}

/// What is wrong with a template of this form: `[{"line", "column", "message", "help"}]`.
#[pyfunction]
pub(crate) fn check_template<'py>(py: Python<'py>, source: Text<'py>, form: Text<'py>) -> PyResult<Bound<'py, PyAny>> {
    let (source, form) = (source.read("source")?, form.read("form")?);
    answer(py, || {
        value_of(Template::compile(source, form_of(form)?).err().unwrap_or_default())
    })
}

fn form_of(form: &str) -> Result<Form, Error> {
    Form::parse(form).ok_or_else(|| {
        Error::new(Code::EventMalformed, "no such form of message")
            .at("form")
            .help("one of: sms, subject, plain, detailed, portal, text, voicemail")
    })
}

/// What in a text a message of this form may not carry: `[{"class", "excerpt", "start", "end"}]`.
#[pyfunction]
#[pyo3(signature = (text, form, *, practice_name=Text::Default(""), provider_name=None, first_name=None, last_name=None, exempt=List::Empty))]
#[allow(clippy::too_many_arguments, reason = "they are keywords in Python")]
pub(crate) fn lint_message<'py>(
    py: Python<'py>,
    text: Text<'py>,
    form: Text<'py>,
    practice_name: Text<'py>,
    provider_name: Option<Text<'py>>,
    first_name: Option<Text<'py>>,
    last_name: Option<Text<'py>>,
    exempt: List<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let (text, form) = (text.read("text")?, form.read("form")?);
    let own = |text: Option<Text<'py>>, name| argument::read(text.as_ref(), name).map(|text| text.map(str::to_owned));
    let rules = LintRules {
        practice_name: practice_name.read("practice_name")?.to_owned(),
        provider_name: own(provider_name, "provider_name")?,
        first_name: own(first_name, "first_name")?,
        last_name: own(last_name, "last_name")?,
        exempt: exempt.texts("exempt")?,
    };
    answer(py, || {
        let form = form_of(form)?;
        let place = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count());
        let finding = |found: &Finding| {
            json!({
                "class": found.class.as_str(),
                "excerpt": found.excerpt.reveal(),
                "start": place(found.range.start),
                "end": place(found.range.end),
            })
        };
        Ok(message::lint(text, form, &rules).iter().map(finding).collect())
    })
}

/// What a text costs as an SMS: `{"encoding", "units", "segments", "segment_units"}`.
#[pyfunction]
pub(crate) fn sms_segments<'py>(py: Python<'py>, text: Text<'py>) -> PyResult<Bound<'py, PyAny>> {
    let text = text.read("text")?;
    answer(py, || {
        let counted = message::segments(text)?;
        Ok(json!({
            "encoding": counted.encoding.as_str(),
            "units": counted.units,
            "segments": counted.segments,
            "segment_units": counted.segment_units,
        }))
    })
}

/// The event that tells another recipient with the same contact point of an opt-out: `record` is the action
/// `record_opt_out`.
#[pyfunction]
pub(crate) fn contact_revoked<'py>(
    py: Python<'py>,
    record: &Bound<'py, PyAny>,
    at: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let record = encode::to_json(record, Code::EventMalformed, "")?;
    let at = encode::instant(at, "at")?;
    answer(py, || {
        let record = opt_out(&record)?;
        let at = Timestamp::parse(&at).map_err(|e| e.at("at"))?;
        value_of(follow_up::contact_revoked(&record, at))
    })
}

/// What of an action `record_opt_out` says where and how far a person opted out; its other keys may be missing.
fn opt_out(record: &str) -> Result<OptOutRecord, Error> {
    let malformed = |path: &str, what: &str| Error::new(Code::EventMalformed, what).at(path);
    let record = decode::value(record, Code::EventMalformed).map_err(|e| e.at("record"))?;
    if !record.is_object() {
        return Err(malformed("record", "expected an action of type record_opt_out"));
    }
    let text = |key: &str| record.get(key).and_then(Value::as_str);
    let needed = |key: &str| text(key).ok_or_else(|| malformed(key, "expected text"));
    let scope = record.get("scope").cloned().unwrap_or_default();
    Ok(OptOutRecord {
        contact: ContactValue::parse(needed("contact")?)
            .map_err(|_| malformed("contact", "expected a contact value"))?,
        scope: serde_json::from_value(scope)
            .map_err(|_| malformed("scope", "expected one of all, sms, email, portal"))?,
        wording: Redacted::new(text("wording").unwrap_or_default()),
        at: Timestamp::parse(needed("at")?).map_err(|e| e.at("at"))?,
    })
}

/// The release of the IANA time-zone database that comes with the package.
#[pyfunction]
pub(crate) fn tz_version() -> &'static str {
    followthrough::schedule::tz_version()
}

/// Every error code there is.
#[pyfunction]
pub(crate) fn error_codes() -> Vec<&'static str> {
    Code::ALL.iter().map(|code| code.as_str()).collect()
}

/// Runs `work` without the interpreter lock; its answer as plain values.
pub(crate) fn answer<'py>(
    py: Python<'py>,
    work: impl FnOnce() -> Result<Value, Error> + Send,
) -> PyResult<Bound<'py, PyAny>> {
    let text = py.detach(|| guard::caught(|| work().map(|value| value.to_string())));
    error::from_json(py, &text.map_err(|e| error::raise(py, &e))?)
}

pub(crate) fn value_of(value: impl serde::Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|_| Error::new(Code::Internal, "an answer that cannot be written"))
}

/// Makes a `Decimal` of every text in an answer that holds amounts and nothing else as text.
fn with_decimals(value: &Bound<'_, PyAny>) -> PyResult<()> {
    if let Ok(map) = value.cast::<PyDict>() {
        for (key, item) in map.copy()?.iter() {
            match item.cast::<PyString>() {
                Ok(text) => map.set_item(key, encode::decimal_class(value.py())?.call1((text,))?)?,
                Err(_) => with_decimals(&item)?,
            }
        }
    } else if let Ok(list) = value.cast::<PyList>() {
        for item in list.iter() {
            with_decimals(&item)?;
        }
    }
    Ok(())
}
