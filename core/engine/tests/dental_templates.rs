//! The texts of the built-in dental playbook: each compiles in its form, holds its length with the longest values, and
//! says nothing that its channel may not carry, in both languages.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_macros,
    reason = "a test may fail loudly"
)]

use followthrough::message::{
    Context, Encoding, Footer, Form, Item, LintRules, OfferWords, Reference, Template, Variable, disclosures, email,
    lint, longest_sms, optout_text, segments,
};
use saphyr_parser::{Event, Parser};
use serde_json::{Map, Value};

const SOURCE: &str = include_str!("../src/playbook/builtin/dental.yaml");

/// The document as JSON, every scalar a text.
fn document() -> Value {
    let mut stack: Vec<(Value, Option<String>)> = Vec::new();
    let mut root = Value::Null;
    for event in Parser::new_from_str(SOURCE) {
        let done = match event.unwrap().0 {
            Event::MappingStart(..) => {
                stack.push((Value::Object(Map::new()), None));
                continue;
            }
            Event::SequenceStart(..) => {
                stack.push((Value::Array(Vec::new()), None));
                continue;
            }
            Event::Scalar(text, ..) => Value::String(text.into_owned()),
            Event::MappingEnd | Event::SequenceEnd => stack.pop().unwrap().0,
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::Alias(_) => continue,
        };
        match stack.last_mut() {
            None => root = done,
            Some((Value::Array(list), _)) => list.push(done),
            Some((Value::Object(map), key)) => match key.take() {
                None => *key = Some(done.as_str().unwrap().to_owned()),
                Some(name) => assert!(map.insert(name, done).is_none()),
            },
            Some(_) => unreachable!(),
        }
    }
    root
}

struct Text {
    at: String,
    channel: String,
    language: String,
    form: Form,
    template: Template,
}

fn texts() -> Vec<Text> {
    let document = document();
    let mut texts = Vec::new();
    for (id, channels) in document["templates"].as_object().unwrap() {
        for (channel, languages) in channels.as_object().unwrap() {
            let languages = languages.as_object().unwrap();
            assert_eq!(languages.keys().collect::<Vec<_>>(), ["en", "es"], "{id} {channel}");
            for (language, text) in languages {
                let parts: Vec<(Form, &Value)> = match (channel.as_str(), text) {
                    ("sms", text) => vec![(Form::Sms, text)],
                    ("portal", text) => vec![(Form::Portal, text)],
                    ("email", text) => [
                        ("subject", Form::Subject),
                        ("plain", Form::Plain),
                        ("detailed", Form::Detailed),
                    ]
                    .into_iter()
                    .filter_map(|(key, form)| text.get(key).map(|t| (form, t)))
                    .collect(),
                    other => panic!("{other:?}"),
                };
                for (form, text) in parts {
                    let at = format!("{id} {channel} {language} {form:?}");
                    let template = Template::compile(text.as_str().unwrap(), form)
                        .unwrap_or_else(|problems| panic!("{at}: {problems:#?}"));
                    texts.push(Text {
                        at,
                        channel: channel.clone(),
                        language: language.clone(),
                        form,
                        template,
                    });
                }
            }
        }
    }
    texts
}

/// 20 characters for a name, 25 for the practice, 75 for a link.
fn longest(language: &str, gsm: bool) -> Context {
    let faq = &document()["faq"]["implant"];
    let faq = faq.as_array().unwrap().iter();
    Context {
        language: language.into(),
        patient_first_name: Some(
            if gsm {
                "Maximiliana Josefina"
            } else {
                "María Ángela Soledad"
            }
            .into(),
        ),
        practice_name: "Peachtree Family Dental A".into(),
        practice_phone: "(404) 555-0123".into(),
        practice_address: "1 Peachtree St, Atlanta, GA 30303".into(),
        provider_display_name: Some(
            if gsm {
                "Dr. Nwachukwu-Okafor"
            } else {
                "Dra. Íñiguez y López"
            }
            .into(),
        ),
        link: format!("https://{}", "a".repeat(67)),
        category: None,
        total: "$1,234,567.89".into(),
        patient_portion: Some("$999,999.99".into()),
        item_count: "64".into(),
        items: vec![
            Item {
                description: Some("*Implant* [x](https://evil.example) <b>&".into()),
                code: Some("D6010".into()),
                tooth: Some("19".into()),
                fee: Some("$2,400.00".into()),
            };
            64
        ],
        offers: vec![
            OfferWords {
                monthly: Some("$291.67".into()),
                months: Some("12".into()),
                apr: Some("0%".into()),
                ..OfferWords::default()
            },
            OfferWords {
                lender: Some("CareCredit".into()),
                url: Some("https://www.carecredit.com/".into()),
                disclosure: Some("Subject to the lender's approval.".into()),
                ..OfferWords::default()
            },
        ],
        faq: faq
            .map(|pair| {
                ["question", "answer"]
                    .map(|key| pair[key][language].as_str().unwrap().to_owned())
                    .into()
            })
            .collect(),
        appointment_date: Some("Wednesday, September 30".into()),
        appointment_time: Some("10:30 AM".into()),
        optout_text: optout_text(language).into(),
        staff_name: Some("Guadalupe".into()),
        ..Context::default()
    }
}

/// As little as a host may know.
fn barest(language: &str) -> Context {
    Context {
        language: language.into(),
        practice_name: "P".into(),
        practice_phone: "(404) 555-0123".into(),
        link: "https://x.example/p/1".into(),
        total: "$500.00".into(),
        item_count: "1".into(),
        items: vec![Item::default()],
        ..Context::default()
    }
}

fn rules(context: &Context) -> LintRules {
    LintRules {
        practice_name: context.practice_name.clone(),
        provider_name: context.provider_display_name.clone(),
        first_name: context.patient_first_name.clone(),
        ..LintRules::default()
    }
}

#[test]
fn every_step_has_its_texts() {
    let document = document();
    let has = |id: &str, channel: &str| !document["templates"][id][channel].is_null();
    for sequence in document["sequences"].as_array().unwrap() {
        for step in sequence["steps"].as_array().unwrap() {
            let Some(template) = step["template"].as_str() else {
                continue;
            };
            let others = step["otherwise"].as_array().into_iter().flatten();
            for channel in others.chain([&step["channel"]]) {
                assert!(has(template, channel.as_str().unwrap()), "{template} {channel}");
            }
        }
    }
    assert!(has("opt_out_confirmation", "sms"));
}

#[test]
fn sms_lengths() {
    for text in texts().iter().filter(|t| t.form == Form::Sms) {
        let body = text.template.render(&longest(&text.language, true));
        let count = segments(&body).unwrap();
        assert_eq!(count.encoding, Encoding::Gsm7, "{}: {body}", text.at);
        assert!(count.segments <= 2, "{}: {} units", text.at, count.units);
        let body = text.template.render(&longest(&text.language, false));
        let count = segments(&body).unwrap();
        assert!(
            count.segments <= 4,
            "{}: {} units in {:?}",
            text.at,
            count.units,
            count.encoding
        );
        let worst = longest_sms(&text.template, &longest(&text.language, true));
        for (worst, most) in [(worst.gsm7, 2), (worst.ucs2, 4)] {
            let segments = worst.map_or(0, |worst| worst.segments);
            assert!(segments <= most, "{}: {segments}", text.at);
        }
    }
}

#[test]
fn nothing_is_disclosed() {
    for text in texts() {
        for context in [
            longest(&text.language, true),
            longest(&text.language, false),
            barest(&text.language),
        ] {
            let body = text.template.render(&context);
            let found = lint(&body, text.form, &rules(&context));
            let found: Vec<_> = found.iter().map(|f| (f.class, f.excerpt.reveal())).collect();
            assert!(found.is_empty(), "{}: {found:?}\n{body}", text.at);
            assert!(
                !body.contains("{{") && !body.contains("  ") && !body.contains(" ,"),
                "{}: {body}",
                text.at
            );
            assert!(!body.contains(" .") && !body.contains("\n\n\n"), "{}: {body}", text.at);
        }
    }
}

/// Less may be said in a plain e-mail than its lint would find: its author's words are neutral through and through.
#[test]
fn plain_words_are_neutral() {
    for text in texts()
        .iter()
        .filter(|t| matches!(t.form, Form::Sms | Form::Subject | Form::Plain))
    {
        for piece in text.template.static_text() {
            assert!(
                disclosures(piece, &LintRules::default()).is_empty(),
                "{}: {piece}",
                text.at
            );
        }
    }
}

#[test]
fn opt_out_words_and_links() {
    for text in texts().iter().filter(|t| t.channel == "sms") {
        let names = text.template.variables();
        let confirmation = text.at.starts_with("opt_out_confirmation");
        for variable in [Variable::OptoutText, Variable::PlanLink] {
            assert_eq!(
                names.contains(&Reference::Variable(variable)),
                !confirmation,
                "{} {variable:?}",
                text.at
            );
        }
    }
}

#[test]
fn emails_hold_together() {
    let texts = texts();
    let subjects = texts.iter().filter(|t| t.form == Form::Subject);
    for subject in subjects {
        let mate = |form| {
            let at = subject.at.replace("Subject", form);
            texts.iter().find(move |t| t.at == at)
        };
        for body in [mate("Plain"), mate("Detailed")].into_iter().flatten() {
            let mail = email(
                &subject.template,
                &body.template,
                &longest(&body.language, true),
                &Footer::default(),
            );
            assert!(mail.subject.chars().count() <= 78, "{}", subject.at);
            assert!(mail.html.contains("class=\"button\""), "{}", body.at);
            for part in ["](", "**", "\\", "##", "&lt;http"] {
                let text = mail.text.replace("*Implant* [x](https://evil.example)", "");
                assert!(!text.contains(part), "{} {part}:\n{}", body.at, mail.text);
            }
            assert!(!mail.html.contains("evil.example\""), "{}", body.at);
            if body.form == Form::Detailed {
                assert_eq!(
                    mail.html.matches("<li ").count(),
                    2 + 64 * usize::from(body.at.contains("details")),
                    "{}",
                    body.at
                );
                assert!(mail.html.contains(">CareCredit</a>"), "{}", body.at);
            }
        }
    }
}

/// A payment is stated with the number of payments and the annual percentage rate (12 CFR 1026.24(d)(2)).
#[test]
fn a_payment_never_stands_alone() {
    for text in texts() {
        for context in [longest(&text.language, true), barest(&text.language)] {
            let body = text.template.render(&context);
            if body.contains("291") {
                assert!(
                    body.contains("12 ") && body.contains("APR") && body.contains("0%"),
                    "{}: {body}",
                    text.at
                );
            }
        }
    }
}

#[test]
fn every_question_is_answered_in_both_languages() {
    let document = document();
    for (category, pairs) in document["faq"].as_object().unwrap() {
        assert!(followthrough::Category::parse(category).is_some(), "{category}");
        let pairs = pairs.as_array().unwrap();
        assert_eq!(pairs.len(), 5, "{category}");
        for pair in pairs {
            for key in ["question", "answer"] {
                for language in ["en", "es"] {
                    assert!(!pair[key][language].as_str().unwrap().is_empty(), "{category}");
                }
            }
        }
    }
}
