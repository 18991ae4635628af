//! What needs neither a playbook nor a follow-up.

use followthrough::financing::{self, Apr, CreditFacts, CreditProduct, Rounding, lint_credit_terms as lint_terms};
use followthrough::follow_up::{self, News, OptOutRecord, OptOutScope};
use followthrough::link::{LinkKeys, read_token as read};
use followthrough::message::{Finding, Form, LintRules, Template, lint, segments, transliteration};
use followthrough::recipient::ContactValue;
use followthrough::reply;
use followthrough::schedule::{self, Hours};
use followthrough::wire::Redacted;
use followthrough::{Code, Error, Money, Timestamp};
use followthrough_import::{Options, System};
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;
use serde_json::json;

use crate::answer::{text, value};
use crate::playbook::{ZoneData, options};

/// `options` is a list of pairs of texts.
#[napi(catch_unwind)]
pub fn read_export(system: String, names: Vec<String>, contents: Vec<Buffer>, options: Vec<Vec<String>>) -> String {
    value(|| {
        let answers = given(&options)?;
        let files = names.iter().zip(&contents);
        Ok(followthrough_import::read(System::parse(&system)?, files, &answers)?.to_json())
    })
}

/// `options` is a list of pairs of texts.
#[napi(catch_unwind)]
pub fn export_questions(
    system: String,
    names: Vec<String>,
    contents: Vec<Buffer>,
    options: Vec<Vec<String>>,
) -> String {
    value(|| {
        let answers = given(&options)?;
        let files = names.iter().zip(&contents);
        Ok(followthrough_import::questions(
            System::parse(&system)?,
            files,
            &answers,
        )?)
    })
}

pub(crate) fn given(options: &[Vec<String>]) -> Result<Options, Error> {
    let mut answers = Options::default();
    for option in options {
        if let [name, value] = option.as_slice() {
            answers.set(name, value)?;
        }
    }
    Ok(answers)
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

#[napi(catch_unwind)]
pub fn transliterate(text: String) -> String {
    value(|| Ok(transliteration(&text)))
}

/// `facts` is JSON.
#[napi(catch_unwind)]
pub fn lint_credit_terms(text: String, product: String, facts: String) -> String {
    value(|| {
        let (product, facts) = (CreditProduct::parse(&product)?, CreditFacts::from_json(&facts)?);
        Ok(lint_terms(&text, product, &facts))
    })
}

#[napi(catch_unwind)]
pub fn read_token(token: String, keys: Vec<Buffer>) -> String {
    value(|| {
        let token = read(&token, &LinkKeys::new(&keys)?)?;
        Ok(json!({"action": token.action_hex(), "purpose": token.purpose}))
    })
}

/// What an action means for the others who have its contact point; null for nothing.
#[napi(catch_unwind)]
pub fn news_of(action: String, at: String) -> String {
    value(|| {
        let at = Timestamp::parse(&at).map_err(|error| error.at("at"))?;
        Ok(News::of_json(&action, at).map_err(|error| error.under("action"))?)
    })
}

/// The instant as text, null for none.
#[napi(catch_unwind)]
pub fn next_allowed(at: String, zones: Vec<String>, policy: String, data: Option<ZoneData>) -> String {
    value(|| {
        let at = Timestamp::parse(&at).map_err(|error| error.at("at"))?;
        let data = options(data)?.time_zones;
        let named = zones.iter().enumerate();
        let zones = named.map(|(i, name)| data.zone(name).map_err(|error| error.at(format!("zones[{i}]"))));
        let zones = zones.collect::<Result<Vec<_>, Error>>()?;
        Ok(json!({"at": Hours::from_json(&policy)?.next_allowed(at, &zones)}))
    })
}

#[napi(catch_unwind)]
pub fn check_template(source: String, form: String) -> String {
    value(|| Ok(Template::compile(&source, form_of(&form)?).err().unwrap_or_default()))
}

fn form_of(form: &str) -> Result<Form, Error> {
    Form::parse(form).ok_or_else(|| {
        Error::new(Code::EventMalformed, "no such form of message")
            .at("form")
            .help("one of: sms, subject, plain, detailed, portal, text, voicemail")
    })
}

/// What the rules of a lint exempt.
#[napi(object)]
pub struct LintNames {
    pub practice_name: String,
    pub provider_name: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub exempt: Vec<String>,
}

/// Places are those of JavaScript: UTF-16 units.
#[napi(catch_unwind)]
pub fn lint_message(text: String, form: String, names: LintNames) -> String {
    value(|| {
        let form = form_of(&form)?;
        let rules = LintRules {
            practice_name: names.practice_name,
            provider_name: names.provider_name,
            first_name: names.first_name,
            last_name: names.last_name,
            exempt: names.exempt,
        };
        let place = |byte: usize| text.get(..byte).map_or(0, |before| before.encode_utf16().count());
        let finding = |found: &Finding| {
            json!({
                "class": found.class.as_str(),
                "excerpt": found.excerpt.reveal(),
                "start": place(found.range.start),
                "end": place(found.range.end),
            })
        };
        Ok(lint(&text, form, &rules).iter().map(finding).collect::<Vec<_>>())
    })
}

/// `payments` in JSON, `promo_months` in digits.
#[napi(catch_unwind)]
pub fn deferred_interest(principal: String, apr: String, promo_months: String, payments: Vec<String>) -> String {
    value(|| {
        let code = Code::BadFinanceTerms;
        let amount = |text: &str, path: &str| Money::parse(text).map_err(|error| error.with_code(code).at(path));
        let principal = amount(&principal, "principal")?;
        let apr = Apr::parse(&apr).map_err(|error| error.at("apr"))?;
        let months = promo_months
            .parse()
            .map_err(|_| Error::new(code, "expected a whole number").at("promoMonths"))?;
        let paid = payments.iter().enumerate();
        let paid: Result<Vec<Money>, Error> = paid.map(|(i, paid)| amount(paid, &format!("payments[{i}]"))).collect();
        Ok(financing::deferred_interest(principal, apr, months, &paid?)?)
    })
}

/// `months` in digits: napi would bend a number that does not fit.
#[napi(catch_unwind)]
pub fn payment(principal: String, apr: String, months: String, rounding: String) -> String {
    value(|| {
        let code = Code::BadFinanceTerms;
        let principal = Money::parse(&principal).map_err(|error| error.with_code(code).at("principal"))?;
        let apr = Apr::parse(&apr).map_err(|error| error.at("apr"))?;
        let months = months
            .parse()
            .map_err(|_| Error::new(code, "expected a whole number").at("months"))?;
        let rounding = Rounding::parse(&rounding).ok_or_else(|| {
            Error::new(code, "not a way of rounding")
                .at("rounding")
                .help("one of: half_up, up, half_even")
        })?;
        Ok(financing::payment(principal, apr, months, rounding)?)
    })
}

#[napi(catch_unwind)]
pub fn error_codes() -> String {
    value(|| Ok(Code::ALL.iter().map(|code| code.as_str()).collect::<Vec<_>>()))
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
