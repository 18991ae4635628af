//! The texts of the built-in playbooks: each compiles in its form, holds its length with the longest values, and says
//! nothing that its channel may not carry, in both languages and every arm. `docs/built-in-messages.md` shows them; it is
//! written by this test and compared with what it would write now.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and reads the page that it compares with"
)]

mod briefing;
mod page;
mod playbooks;
mod source;
mod values;

use followthrough::financing::{CreditFacts, CreditProduct, lint_credit_terms};
use followthrough::message::{
    CommercialEmail, Encoding, Footer, Form, LintRules, Reference, Variable, disclosures, email, lint,
    lint_commercial_email, longest_sms, segments,
};
use source::{LANGUAGES, QUESTIONS, sources};

#[test]
fn every_step_has_its_texts() {
    for source in sources() {
        let has = |id: &str, channel: &str| !source.document["templates"][id][channel].is_null();
        for sequence in source.document["sequences"].as_array().unwrap() {
            for step in sequence["steps"].as_array().unwrap() {
                let Some(template) = step["template"].as_str() else {
                    continue;
                };
                let others = step["otherwise"].as_array().into_iter().flatten();
                for channel in others.chain([&step["channel"]]) {
                    assert!(
                        has(template, channel.as_str().unwrap()),
                        "{} {template} {channel}",
                        source.name
                    );
                }
            }
        }
        for id in ["opt_out_confirmation", "help_answer"] {
            assert!(has(id, "sms"), "{} {id}", source.name);
        }
    }
}

/// Two segments of GSM-7 and four of UCS-2, as a practice with an ordinary name pays them; a name of a hundred
/// characters costs one and two more.
#[test]
fn sms_lengths() {
    for source in sources() {
        for text in source.texts().iter().filter(|t| t.form == Form::Sms) {
            let worst = longest_sms(&text.template, &values::full(&source, &text.language));
            for (worst, most) in [(worst.gsm7, 2), (worst.ucs2, 4)] {
                let segments = worst.map_or(0, |worst| worst.segments);
                assert!(segments <= most, "{} {}: {segments}", source.name, text.at());
            }
            for values in values::all(&source, &text.language) {
                let body = text.template.render(&values.context);
                let count = segments(&body).unwrap();
                let at = format!("{} {} {}: {body}", source.name, text.at(), values.label);
                if values.ordinary {
                    assert_eq!(count.encoding, Encoding::Gsm7, "{at}");
                }
                let most = match (count.encoding, values.context.practice_name.len() > 40) {
                    (Encoding::Gsm7, false) => 2,
                    (Encoding::Gsm7, true) => 3,
                    (Encoding::Ucs2, false) => 4,
                    (Encoding::Ucs2, true) => 6,
                };
                assert!(count.segments <= most, "{} segments, {at}", count.segments);
                if text.is_apart() && values.ordinary {
                    assert_eq!(count.segments, 1, "{at}");
                }
            }
        }
    }
}

/// The practice's own offer with its figures, a lender's without any, and no figure elsewhere.
#[test]
fn what_is_said_of_credit_is_said_in_full() {
    let facts = CreditFacts {
        downpayment_required: Some(false),
        ..CreditFacts::default()
    };
    let mut triggered = 0;
    for source in sources() {
        for text in source.texts() {
            let full = values::full(&source, &text.language);
            for (product, own) in [(CreditProduct::CreditSale, true), (CreditProduct::OpenEnd, false)] {
                let mut context = full.clone();
                context.offers.retain(|offer| offer.monthly.is_some() == own);
                let body = text.template.render(&context);
                let found = lint_credit_terms(&body, product, &facts);
                assert!(found.compliant, "{} {}: {found:?}\n{body}", source.name, text.at());
                triggered += found.triggers.len();
            }
        }
    }
    assert!(triggered > 10, "the offers state figures: {triggered}");
}

#[test]
fn nothing_is_disclosed_and_no_gap_shows() {
    let mut tried = 0;
    for source in sources() {
        for text in source.texts() {
            for values in values::all(&source, &text.language) {
                let context = &values.context;
                let body = text.template.render(context);
                let at = format!("{} {} {}", source.name, text.at(), values.label);
                let found = lint(&body, text.form, &values::rules(context));
                let found: Vec<_> = found.iter().map(|f| (f.class, f.excerpt.reveal())).collect();
                assert!(found.is_empty(), "{at}: {found:?}\n{body}");
                for gap in ["{{", "}}", "  ", " ,", " .", " :", " ?", "Hi,", "Hi:", "()", "**:"] {
                    assert!(!body.contains(gap), "{gap:?} in {at}: {body}");
                }
                // An engine sends nothing about a plan in which nothing is pending.
                let holds_together = !body.contains("\n\n\n") || context.items.is_empty();
                assert!(holds_together || !source.follows_plans(), "{at}: {body}");
                let broken = text.form == Form::Sms || text.form == Form::Subject;
                assert!(!(broken && body.contains(['\n', '\r'])), "{at}: {body}");
                tried += 1;
            }
        }
    }
    assert!(tried > 4_000, "{tried}");
}

/// Less may be said in a plain e-mail than its lint would find: its author's words are neutral through and through.
#[test]
fn plain_words_are_neutral() {
    for source in sources() {
        for text in source
            .texts()
            .iter()
            .filter(|t| matches!(t.form, Form::Sms | Form::Subject | Form::Plain))
        {
            for piece in text.template.static_text() {
                let found = disclosures(piece, &LintRules::default());
                assert!(found.is_empty(), "{} {}: {piece}", source.name, text.at());
            }
        }
    }
}

/// Nobody is hurried, and nothing is promised.
#[test]
fn nobody_is_pressed() {
    const NEVER: [&str; 24] = [
        "hurry",
        "last chance",
        "act now",
        "limited",
        "expires",
        "only today",
        "don't miss",
        "urgent",
        "discount",
        "guarantee",
        "painless",
        "safe ",
        "risk-free",
        "best ",
        "!",
        "última oportunidad",
        "apúrese",
        "no se pierda",
        "oferta",
        "descuento",
        "garantiza",
        "sin dolor",
        "urgente",
        "último",
    ];
    for source in sources() {
        for text in source.texts() {
            let words = text.template.static_text().join(" ").to_lowercase();
            for never in NEVER {
                assert!(!words.contains(never), "{never:?} in {} {}", source.name, text.at());
            }
        }
        for category in source.categories() {
            for (question, answer) in LANGUAGES.iter().flat_map(|language| source.faq(&category, language)) {
                for never in NEVER {
                    assert!(
                        !answer.to_lowercase().contains(never),
                        "{never:?} in {category} {question}"
                    );
                }
            }
        }
    }
}

/// A patient is spoken to as `usted`.
#[test]
fn spanish_is_polite() {
    for source in sources() {
        for text in source.texts().iter().filter(|t| t.language == "es") {
            let words = text.template.static_text().join(" ").to_lowercase();
            for word in words.split(|c: char| !c.is_alphabetic()) {
                let familiar = [
                    "tú",
                    "tu",
                    "tus",
                    "te",
                    "ti",
                    "contigo",
                    "quieres",
                    "puedes",
                    "responde",
                    "llámanos",
                ];
                assert!(!familiar.contains(&word), "{word} in {} {}", source.name, text.at());
            }
        }
    }
}

#[test]
fn opt_out_words_and_links() {
    for source in sources() {
        for text in source.texts().iter().filter(|t| t.channel == "sms") {
            let names = text.template.variables();
            for variable in [Variable::OptoutText, Variable::PlanLink] {
                assert_eq!(
                    names.contains(&Reference::Variable(variable)),
                    !text.is_apart(),
                    "{} {} {variable:?}",
                    source.name,
                    text.at()
                );
            }
            // Who writes stands in every text; whom one asks, in the answer to HELP.
            assert!(names.contains(&Reference::Variable(Variable::PracticeName)));
            if text.id == "help_answer" {
                assert!(names.contains(&Reference::Variable(Variable::PracticePhone)));
                assert!(text.template.static_text().concat().contains(" STOP "));
            }
        }
    }
}

#[test]
fn emails_hold_together() {
    for source in sources() {
        let texts = source.texts();
        for subject in texts.iter().filter(|t| t.form == Form::Subject) {
            let mates = texts.iter().filter(|t| {
                t.id == subject.id && t.language == subject.language && matches!(t.form, Form::Plain | Form::Detailed)
            });
            for body in mates {
                let at = format!("{} {}", source.name, body.at());
                for values in values::all(&source, &body.language) {
                    let mail = email(&subject.template, &body.template, &values.context, &Footer::default());
                    assert!(mail.subject.chars().count() <= 78, "{at} {}", values.label);
                    assert!(!mail.subject.contains(['\n', '\r']), "{at} {}", values.label);
                    assert!(mail.html.contains("class=\"button\""), "{at}");
                    for part in ["<script", "<b>Ana", "evil.example\"", "https://y\"", "&lt;http"] {
                        assert!(
                            !mail.html.contains(part),
                            "{part} in {at} {}: {}",
                            values.label,
                            mail.html
                        );
                    }
                }
                let context = values::full(&source, &body.language);
                let mail = email(&subject.template, &body.template, &context, &Footer::default());
                for part in ["](", "**", "\\", "##"] {
                    let text = mail.text.replace("*Implant* [x](https://evil.example)", "");
                    assert!(!text.contains(part), "{at} {part}:\n{}", mail.text);
                }
                if body.form == Form::Detailed && source.follows_plans() {
                    let items = 64 * usize::from(body.id.contains("details"));
                    assert_eq!(mail.html.matches("<li ").count(), 2 + items, "{at}");
                    assert!(mail.html.contains(">CareCredit</a>"), "{at}");
                }
            }
        }
    }
}

/// What commercial e-mail must have, each of ours has, whoever counts it as what (15 U.S.C. 7704(a)); and no value makes an
/// answer of a subject.
#[test]
fn emails_have_the_form_of_the_law() {
    let address = "500 Lake Shore Dr, Suite 4\nChicago, IL 60611";
    let url = "https://book.example.com/lakeview?l=1&ft=V_9sDQE_COYB1539AwmXhpWL";
    let mut tried = 0;
    for source in sources() {
        let texts = source.texts();
        for subject in texts.iter().filter(|t| t.form == Form::Subject) {
            let mates = texts.iter().filter(|t| {
                t.id == subject.id && t.language == subject.language && matches!(t.form, Form::Plain | Form::Detailed)
            });
            for (body, unsubscribe_url) in mates.flat_map(|body| [(body, url), (body, "")]) {
                for values in values::all(&source, &body.language) {
                    let footer = Footer {
                        practice_name: values.context.practice_name.clone(),
                        postal_address: address.into(),
                        unsubscribe_url: unsubscribe_url.into(),
                        language: body.language.clone(),
                        ..Footer::default()
                    };
                    let mail = email(&subject.template, &body.template, &values.context, &footer);
                    let found = lint_commercial_email(&CommercialEmail {
                        subject: mail.subject.clone(),
                        html: mail.html.clone(),
                        text: mail.text.clone(),
                        postal_address: address.into(),
                        unsubscribe_url: unsubscribe_url.into(),
                        ..CommercialEmail::default()
                    });
                    let at = format!("{} {} {}", source.name, body.at(), values.label);
                    assert!(
                        found.verdict.allowed,
                        "{at}: {found:?}\n{}\n{}",
                        mail.subject, mail.text
                    );
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 1_000, "{tried}");
}

/// A payment is stated with the number of payments and the annual percentage rate (12 CFR 1026.24(d)(2)).
#[test]
fn a_payment_never_stands_alone() {
    for source in sources() {
        for text in source.texts() {
            let body = text.template.render(&values::full(&source, &text.language));
            if body.contains("291") {
                assert!(
                    body.contains("12 ") && body.contains("APR") && body.contains("0%"),
                    "{} {}: {body}",
                    source.name,
                    text.at()
                );
            }
        }
    }
}

#[test]
fn every_category_that_is_followed_up_answers_the_five_questions() {
    const MEDSPA: [&str; 5] = ["package", "laser", "injectable", "body", "skin"];
    for source in sources() {
        let wanted: Vec<&str> = followthrough::Category::ALL
            .iter()
            .map(|category| category.as_str())
            .filter(|category| match source.name {
                "dental" => !MEDSPA.contains(category) && !["preventive", "diagnostic"].contains(category),
                "medspa" => MEDSPA.contains(category),
                _ => false,
            })
            .collect();
        let mut has = source.categories();
        has.sort_by_key(|category| wanted.iter().position(|word| word == category));
        assert_eq!(has, wanted, "{}", source.name);
        for category in has {
            for (i, language) in LANGUAGES.into_iter().enumerate() {
                let faq = source.faq(&category, language);
                let questions: Vec<&str> = faq.iter().map(|(question, _)| question.as_str()).collect();
                assert_eq!(
                    questions,
                    QUESTIONS.map(|question| question[i]),
                    "{category} {language}"
                );
                // A reader on a phone reads three lines, not ten.
                assert!(
                    faq.iter()
                        .all(|(_, answer)| (20..=260).contains(&answer.chars().count())),
                    "{category} {language}"
                );
            }
        }
    }
}
