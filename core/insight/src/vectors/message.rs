//! What is said and answered: SMS segments, keywords, disclosures.

use std::collections::BTreeSet;

use followthrough::Error;
use followthrough::message::{Disclosure, Form, LintRules, Template, disclosures, lint as read_again};
use followthrough::reply::{Intent, classify};
use serde_json::{Map, Value, json};

use super::{Tally, answer, input};

pub(super) fn segments(file: &Value) -> Result<Tally, Error> {
    Tally::ask(
        file,
        &["encoding", "units", "segments", "segment_units"],
        answer::segments,
    )
}

/// Every word of every list, in the case it is written in, in capitals and in small letters. YES is no opt-in here: it
/// is a yes, and renews no consent.
pub(super) fn keywords(file: &Value) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    let sources = input::get(file, "sources")?.as_object().cloned().unwrap_or_default();
    let union = input::get(file, "engine_union")?.clone();
    for (source, lists) in sources
        .iter()
        .map(|(name, lists)| (name.as_str(), lists))
        .chain([("union", &union)])
    {
        for kind in ["opt_out", "opt_in", "help"] {
            let Some(words) = lists.get(kind).and_then(Value::as_array) else {
                continue;
            };
            for word in words.iter().filter_map(Value::as_str) {
                let expected = if word.eq_ignore_ascii_case("yes") {
                    "affirm"
                } else {
                    kind
                };
                for typed in [word.to_owned(), word.to_uppercase(), word.to_lowercase()] {
                    let id = format!("{source} {kind} {typed}");
                    let of = |intent: &str| Map::from_iter([("intent".to_owned(), json!(intent))]);
                    tally.count(&id, &of(expected), &of(first_intent(&typed)));
                }
            }
        }
    }
    Ok(tally)
}

fn first_intent(text: &str) -> &'static str {
    match classify(text).intents.first() {
        Some(Intent::OptOut { .. }) => "opt_out",
        Some(Intent::OptIn) => "opt_in",
        Some(Intent::Help) => "help",
        Some(Intent::Affirm) => "affirm",
        Some(
            Intent::Decline
            | Intent::NotNow { .. }
            | Intent::Callback
            | Intent::Reschedule
            | Intent::Question { .. }
            | Intent::CancelAppointment
            | Intent::WrongNumber
            | Intent::DoneElsewhere
            | Intent::Other,
        )
        | None => "other",
    }
}

/// Rendered texts, and templates.
pub(super) fn lint(file: &Value) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    for case in input::list(file, "cases")? {
        let Some(form) = form(input::text(case, "channel")?, input::flag(case, "email_consent")?) else {
            tally.not_yet += 1;
            continue;
        };
        match input::text(case, "kind")? {
            "text" => {}
            "template" => {
                template(file, case, form, &mut tally)?;
                continue;
            }
            _ => {
                tally.not_yet += 1;
                continue;
            }
        }
        let context = |key: &str| case.get("context")?.get(key)?.as_str().map(str::to_owned);
        let rules = LintRules {
            practice_name: context("practice_name").unwrap_or_default(),
            provider_name: context("provider_name"),
            first_name: context("first_name"),
            ..LintRules::default()
        };
        let text = input::text(case, "text")?;
        let found = disclosures(text, &rules);
        let mut missed = Vec::new();
        for expected in input::list(case, "disclosures")? {
            let (class, phrase) = (input::text(expected, "cls")?, input::text(expected, "phrase")?);
            let at = text.find(phrase).unwrap_or_default();
            let hit = found.iter().any(|finding| {
                finding.class.as_str() == class && finding.range.start < at + phrase.len() && at < finding.range.end
            });
            if !hit {
                missed.push(expected.clone());
            }
        }
        let denied: BTreeSet<&str> = read_again(text, form, &rules)
            .iter()
            .map(|finding| finding.class.as_str())
            .collect();
        let said: BTreeSet<&str> = input::list(case, "denied_classes")?
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let told = |denied: &BTreeSet<&str>, missed: &[Value]| {
            Map::from_iter([
                ("allowed".to_owned(), json!(denied.is_empty())),
                ("denied_classes".to_owned(), json!(denied)),
                ("missed".to_owned(), json!(missed)),
            ])
        };
        tally.count(input::text(case, "id")?, &told(&said, &[]), &told(&denied, &missed));
    }
    Ok(tally)
}

/// Which fields of a template its form may not carry. A field that no template here has is known by its class alone.
fn template(file: &Value, case: &Value, form: Form, tally: &mut Tally) -> Result<(), Error> {
    let source = input::text(case, "template")?;
    let classes = input::get(file, "field_classes")?;
    let mut denied = BTreeSet::new();
    for piece in source.split("{{").skip(1) {
        let field = piece.split("}}").next().unwrap_or_default().trim();
        let row = if field.starts_with("item.") {
            "items"
        } else {
            "financing.offers"
        };
        let alone = match field.split_once('.') {
            Some(("item", _)) => {
                format!("{{{{#each {row}}}}}{{{{#if {field}}}}}{{{{{field}}}}}{{{{/if}}}}{{{{/each}}}}")
            }
            Some(("financing", name)) => {
                format!("{{{{#each {row}}}}}{{{{#if offer.{name}}}}}{{{{offer.{name}}}}}{{{{/if}}}}{{{{/each}}}}")
            }
            Some(_) | None => format!("{{{{#if {field}}}}}{{{{{field}}}}}{{{{/if}}}}"),
        };
        let problems = Template::compile(&alone, form).err().unwrap_or_default();
        let class = classes.get(field).and_then(Value::as_str).unwrap_or_default();
        let class = Disclosure::ALL.iter().find(|known| known.as_str() == class);
        let by_class = class.is_some_and(|class| !class.allowed_in(form));
        let unknown = problems
            .iter()
            .any(|problem| problem.message.contains("unknown variable"));
        let refused = problems.iter().any(|problem| problem.message.contains("may not carry"));
        if if unknown { by_class } else { refused } {
            denied.insert(field);
        }
    }
    let said: BTreeSet<&str> = input::list(case, "denied_fields")?
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let told = |denied: &BTreeSet<&str>, allowed: bool| {
        Map::from_iter([
            ("allowed".to_owned(), json!(allowed)),
            ("denied_fields".to_owned(), json!(denied)),
        ])
    };
    let expected = told(&said, input::flag(case, "allowed")?);
    tally.count(input::text(case, "id")?, &expected, &told(&denied, denied.is_empty()));
    Ok(())
}

fn form(channel: &str, consent: bool) -> Option<Form> {
    match (channel, consent) {
        ("sms_body", _) => Some(Form::Sms),
        ("email_subject", _) => Some(Form::Subject),
        ("email_body", true) => Some(Form::Detailed),
        ("email_body", false) => Some(Form::Plain),
        ("portal", _) => Some(Form::Portal),
        ("staff", _) => Some(Form::Text),
        ("voicemail", _) => Some(Form::Voicemail),
        _ => None,
    }
}
