//! Small questions that need neither playbook nor follow-up.

use followthrough::financing::{self, Apr, CreditFacts, CreditProduct, Rounding, lint_credit_terms as lint_terms};
use followthrough::follow_up::{self, News, OptOutRecord, OptOutScope};
use followthrough::link::{self, LinkKeys};
use followthrough::message::{Finding, Form, LintRules, Template};
use followthrough::recipient::ContactValue;
use followthrough::schedule::Hours;
use followthrough::wire::Redacted;
use followthrough::{Code, Error, Money, Timestamp, message, reply};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};
use serde_json::json;

use crate::{encode, error, guard, zones};

/// What an inbound message means: `{"intents": […], "evidence": […], "language": …}`.
#[pyfunction]
pub(crate) fn classify<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    answer(py, || value_of(reply::classify(text)))
}

/// What each of many messages means, in their order. The interpreter lock is released meanwhile.
#[pyfunction]
pub(crate) fn classify_many(py: Python<'_>, texts: Vec<String>) -> PyResult<Bound<'_, PyAny>> {
    answer(py, || {
        value_of(texts.iter().map(|text| reply::classify(text)).collect::<Vec<_>>())
    })
}

/// The level payments for an amount, exact to the cent; amounts come back as `Decimal`.
#[pyfunction]
#[pyo3(signature = (principal, apr, months, rounding="half_up"))]
pub(crate) fn payment<'py>(
    py: Python<'py>,
    principal: &Bound<'py, PyAny>,
    apr: &Bound<'py, PyAny>,
    months: u32,
    rounding: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let terms = || -> Result<_, Error> {
        let code = Code::BadFinanceTerms;
        let principal = Money::parse(&encode::number(principal, "principal", code)?);
        let principal = principal.map_err(|e| e.with_code(code).at("principal"))?;
        let apr = Apr::parse(&encode::number(apr, "apr", code)?).map_err(|e| e.at("apr"))?;
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
    promo_months: u32,
    payments: Vec<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let amount = |value: &Bound<'py, PyAny>, path: &str| {
        let code = Code::BadFinanceTerms;
        let number = encode::number(value, "", code).map_err(|e| e.at(path))?;
        Money::parse(&number).map_err(|e| e.with_code(code).at(path))
    };
    let terms = || -> Result<_, Error> {
        let principal = amount(principal, "principal")?;
        let apr = encode::number(apr, "apr", Code::BadFinanceTerms)?;
        let apr = Apr::parse(&apr).map_err(|e| e.at("apr"))?;
        let paid = payments.iter().enumerate();
        let paid: Result<Vec<Money>, Error> = paid.map(|(i, paid)| amount(paid, &format!("payments[{i}]"))).collect();
        Ok((principal, apr, paid?))
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
pub(crate) fn read_token<'py>(
    py: Python<'py>,
    token: &str,
    keys: Vec<Bound<'py, PyBytes>>,
) -> PyResult<Bound<'py, PyAny>> {
    let keys: Vec<&[u8]> = keys.iter().map(|key| key.as_bytes()).collect();
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
    let given = encode::to_json(action, Code::EventMalformed).and_then(|text| Ok((text, encode::instant(at, "at")?)));
    let (action, at) = given.map_err(|e| error::raise(py, &e))?;
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
    zones: Vec<String>,
    policy: &Bound<'py, PyAny>,
    time_zones: Option<&Bound<'py, PyAny>>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let given = || -> Result<_, Error> {
        let at = Timestamp::parse(&encode::instant(at, "at")?).map_err(|e| e.at("at"))?;
        let policy = match policy.cast::<PyString>() {
            Ok(name) => json!(name.to_string_lossy()).to_string(),
            Err(_) => encode::to_json(policy, Code::EventMalformed).map_err(|e| e.under("policy"))?,
        };
        Ok((at, policy, zones::given(time_zones)?))
    };
    let (at, policy, data) = guard::caught(given).map_err(|e| error::raise(py, &e))?;
    let open = py.detach(|| {
        guard::caught(|| {
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
pub(crate) fn transliterate<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    answer(py, || value_of(message::transliteration(text)))
}

/// What Regulation Z asks of a text: `{"triggers", "required", "problem", "compliant"}`.
#[pyfunction]
#[pyo3(signature = (text, product="unknown", facts=None))]
pub(crate) fn lint_credit_terms<'py>(
    py: Python<'py>,
    text: &str,
    product: &str,
    facts: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let facts = facts.map_or(Ok("{}".to_owned()), |facts| {
        encode::to_json(facts, Code::EventMalformed).map_err(|e| error::raise(py, &e.under("facts")))
    })?;
    answer(py, || {
        let (product, facts) = (CreditProduct::parse(product)?, CreditFacts::from_json(&facts)?);
        value_of(lint_terms(text, product, &facts))
    })
}

/// What is wrong with a template of this form: `[{"line", "column", "message", "help"}]`.
#[pyfunction]
pub(crate) fn check_template<'py>(py: Python<'py>, source: &str, form: &str) -> PyResult<Bound<'py, PyAny>> {
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
#[pyo3(signature = (text, form, *, practice_name=String::new(), provider_name=None, first_name=None, last_name=None, exempt=Vec::new()))]
#[allow(clippy::too_many_arguments, reason = "they are keywords in Python")]
pub(crate) fn lint_message<'py>(
    py: Python<'py>,
    text: &str,
    form: &str,
    practice_name: String,
    provider_name: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    exempt: Vec<String>,
) -> PyResult<Bound<'py, PyAny>> {
    let rules = LintRules {
        practice_name,
        provider_name,
        first_name,
        last_name,
        exempt,
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
pub(crate) fn sms_segments<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
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
    let text =
        encode::to_json(record, Code::EventMalformed).and_then(|record| Ok((record, encode::instant(at, "at")?)));
    let (record, at) = text.map_err(|e| error::raise(py, &e))?;
    answer(py, || {
        let record: OptOut = serde_json::from_str(&record).map_err(|_| {
            // What serde says may repeat a text of a person's.
            Error::new(Code::EventMalformed, "expected an action of type record_opt_out").at("record")
        })?;
        let at = Timestamp::parse(&at).map_err(|e| e.at("at"))?;
        value_of(follow_up::contact_revoked(&record.into(), at))
    })
}

#[derive(serde::Deserialize)]
struct OptOut {
    contact: ContactValue,
    scope: OptOutScope,
    #[serde(default)]
    wording: String,
    at: Timestamp,
}

impl From<OptOut> for OptOutRecord {
    fn from(read: OptOut) -> Self {
        Self {
            contact: read.contact,
            scope: read.scope,
            wording: Redacted::new(read.wording),
            at: read.at,
        }
    }
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
    work: impl FnOnce() -> Result<serde_json::Value, Error> + Send,
) -> PyResult<Bound<'py, PyAny>> {
    let text = py.detach(|| guard::caught(|| work().map(|value| value.to_string())));
    error::from_json(py, &text.map_err(|e| error::raise(py, &e))?)
}

pub(crate) fn value_of(value: impl serde::Serialize) -> Result<serde_json::Value, Error> {
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
